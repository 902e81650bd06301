"""Every lesson that ships, taken to its end in a real terminal: by the coach's words, and badly."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from p2p_tui.training.checking import key_of
from p2p_tui.training.coaching import written
from p2p_tui.training.lessons import find, shipped
from p2p_tui.training.records import Finished, everybody
from p2p_tui.tui.app import LEAVE_WITHIN_SECONDS
from tests.journeys.clumsy import CLUMSY
from tests.journeys.learners import SLOW, Learner, take

pytestmark = pytest.mark.journey
NAMES = [one.name for one in shipped()]
FIRST = "first-call"


@pytest.fixture
def home() -> Iterator[Path]:
    """A learner's home; a short name, for the sockets in it."""
    with tempfile.TemporaryDirectory(prefix="p2p-l-") as found:
        yield Path(found)


def record(home: Path) -> Finished:
    """What the one lesson that was taken scored."""
    (done,) = everybody(home / "training")
    return done


@pytest.mark.few(1)
@pytest.mark.parametrize("lesson", NAMES)
def test_who_does_what_the_coach_says_has_full_marks(home: Path, lesson: str) -> None:
    with take(home, lesson) as terminal:
        Learner(terminal).follow()
        terminal.wait_for("full marks")
    done = record(home)
    assert (done.score, done.caught, done.hints) == (100, (), 0)


@pytest.mark.long
@pytest.mark.parametrize("lesson", NAMES)
def test_each_mistake_is_caught_with_its_rule(home: Path, lesson: str) -> None:
    taught = find(lesson).lesson
    slips = {one.mistake: one for one in CLUMSY[lesson]}
    said = {one.id: one for one in taught.mistake}
    with take(home, lesson, speed=SLOW) as terminal:
        learner = Learner(terminal)
        at = learner.wait_beyond(0)
        while at:
            step = taught.step[at - 1]
            does_it = True
            for slip in (one for one in slips.values() if one.step == step.id):
                learner.do(slip.does or learner.asked())
                mistake = said[slip.mistake]
                terminal.wait_for(f"✗ {starts(mistake.says)}")
                terminal.wait_for(f"{mistake.rule}, guide {mistake.guide}")
                learner.do(slip.mends)
                does_it = does_it and not slip.instead
            if does_it and learner.step() == at:
                learner.do(learner.asked())
            at = learner.wait_beyond(at)
        terminal.wait_for("LESSON DONE")
    done = record(home)
    assert {one.id for one in done.caught if not one.id.startswith("late-")} == set(slips)
    assert done.score == max(0, 100 - sum(one.points for one in done.caught))


def starts(says: str) -> str:
    """The beginning of what is said, as much as stands on the first line for sure."""
    return written(says, lambda name: key_of(name) or name)[:40].rstrip()


@pytest.mark.parametrize("lesson", NAMES)
def test_every_mistake_of_a_lesson_is_made(lesson: str) -> None:
    assert {one.id for one in find(lesson).lesson.mistake} == {
        one.mistake for one in CLUMSY[lesson]
    }


def test_a_lesson_that_was_killed_goes_on_where_it_was_with_what_was_typed(home: Path) -> None:
    with take(home, FIRST) as terminal:
        learner = Learner(terminal)
        learner.wait_beyond(0)
        for _ in range(2):
            at = learner.step()
            learner.do(learner.asked())
            learner.wait_beyond(at)
        terminal.type("Kim Os")
        terminal.press("sure escape")
        terminal.wait_gone("NEW REQUEST")
        terminal.press("n")
        terminal.line_with("Contact name", "Kim Os")
        terminal.kill()
    with take(home, FIRST) as terminal:
        learner = Learner(terminal)
        terminal.wait_for("step 3 of")
        terminal.press("n")
        terminal.line_with("Contact name", "Kim Os")
        terminal.line_with("✓ caller verified", "✓ Contact ID made")
    assert everybody(home / "training") == ()


@pytest.mark.long
def test_a_newcomer_chooses_a_lesson_leaves_it_and_finds_it_begun(home: Path) -> None:
    with take(home, "") as terminal:
        terminal.wait_for("FOR TECHNICIANS")
        terminal.line_with("Your first immediate P2P", "4 min")
        terminal.press("enter")
        terminal.wait_for("step 1 of")
        terminal.press("n")
        terminal.wait_for("step 2 of")
        terminal.press("sure escape")
        terminal.wait_gone("NEW REQUEST")
        terminal.press("q")
        terminal.line_with("Your first immediate P2P", "begun")
        # What ends a session that can't leave in time ends no other.
        with pytest.raises(AssertionError, match="to be gone"):
            terminal.wait_gone("FOR TECHNICIANS", LEAVE_WITHIN_SECONDS + 1)
        terminal.press("q")
        assert terminal.ended() == 0
        assert terminal.echoes()


@pytest.mark.long
def test_nothing_of_a_lesson_stands_on_the_real_desk(home: Path) -> None:
    with take(home, FIRST) as terminal:
        Learner(terminal).follow()
        terminal.wait_for("full marks")
    made = {one.relative_to(home).parts[0] for one in home.rglob("*") if one.is_file()}
    assert made == {"training"}
