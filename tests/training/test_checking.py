"""Which lessons can be taught, and what is said of those that can't."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from p2p_tui.training.checking import key_of, problems, screen_names
from p2p_tui.training.lesson import Lesson
from p2p_tui.training.lessons import LessonError, find, read, shipped
from tests.training.teaching import LESSON

SCREENS = screen_names()
ROOT = Path(__file__).parents[2]
NAMES = [one.name for one in shipped()]


def said_of(**changes: Any) -> list[str]:
    """What is wrong with the small lesson, changed."""
    return problems(Lesson.model_validate({**LESSON, **changes}), key_of, SCREENS)


def with_step(number: int, **changes: Any) -> list[str]:
    """What is wrong with it where one step is changed."""
    steps = deepcopy(LESSON["step"])
    steps[number].update(changes)
    return said_of(step=steps)


def with_mistake(**changes: Any) -> list[str]:
    """What is wrong with it where one mistake is changed."""
    return said_of(mistake=[{**LESSON["mistake"][0], **changes}])


@pytest.mark.parametrize("name", NAMES)
def test_every_lesson_that_ships_can_be_taught(name: str) -> None:
    assert problems(find(name).lesson, key_of, SCREENS) == []


def test_the_small_lesson_can_be_taught() -> None:
    assert said_of() == []


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (with_step(0, asks="Press {nothing}"), "step open: there is no key {nothing}"),
        (with_step(0, hint="Press {nothing}"), "step open: there is no key {nothing}"),
        (with_step(0, asks="word " * 40), "step open: asks takes more than 2 lines"),
        (with_step(0, caller=["word " * 40]), "step open: caller takes more than 2 lines"),
        (with_step(0, why="word " * 20), "step open: why takes more than a line"),
        (with_step(0, done={"screen": "nowhere"}), "step open: there is no screen nowhere"),
        (with_step(1, done={"fields": {"nothing": "*"}}), "step who: no form has a field nothing"),
        (with_step(2, done={"move": "refuse"}), "step place: refuse is no move"),
        (with_step(2, done={"move": "place", "given": {"nothing": "x"}}),
         "step place: place gives no nothing"),
        (with_step(3, done={"on": "kim", "request": {"documentation.nothing": "x"}}),
         "step ready: a request has no documentation.nothing"),
        (with_step(3, done={"on": "joan", "request": {"status": "ready"}}),
         "step ready: no request is called joan by then"),
        (with_step(3, acts=[{"who": "nobody", "does": "ready", "on": "kim"}]),
         "step ready: nobody is nobody"),
        (with_step(3, acts=[{"who": "ana", "does": "refuse", "on": "kim"}]),
         "step ready: refuse is no move"),
        (with_step(3, acts=[{"who": "ana", "does": "ready"}]), "step ready: ready on which"),
        (with_step(3, acts=[{"who": "ana", "does": "ready", "on": "kim", "given": {"x": 1}}]),
         "step ready: ready takes no x"),
        (with_step(4, clock="2026-11-20T14:00:00"), "step transfer: the clock is never set back"),
        (with_step(0, guide="T99"), "step open: the guide has no step T99"),
        (with_mistake(guide="L9"), "mistake other-pa: the guide has no step L9"),
        (with_mistake(steps=["never"]), "mistake other-pa: there is no step never"),
        (with_mistake(says="word " * 40), "mistake other-pa: says takes more than 2 lines"),
        (with_mistake(says="{nothing}"), "mistake other-pa: there is no key {nothing}"),
        (with_mistake(when={"move": "close", "on": "joan"}),
         "mistake other-pa: no request is called joan"),
        (said_of(zone="Ohio"), "zone: Ohio is no time zone"),
        (said_of(scene=[{"who": "learner", "does": "leaves"}]), "scene 1: the learner is here"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_where_it_is(found: list[str], said: str) -> None:
    assert any(one.startswith(said) for one in found), found


def test_what_is_within_a_request_is_found() -> None:
    done = {"on": "kim", "request": {"documentation.heard": "a1c", "attempts.-1.outcome": "x",
                                     "callback_windows.0.words": "2-4"}}  # fmt: skip
    assert with_step(3, done=done) == []


def test_the_lesson_of_the_manual_can_be_taught(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "training.md").read_text(encoding="utf-8")
    own = tmp_path / "own.toml"
    own.write_text(page.partition("<!-- lesson -->\n```toml\n")[2].partition("```")[0])
    assert problems(read(own).lesson, key_of, SCREENS) == []


FILES = {
    "title = ": "is not toml",
    'title = "x"': "field required",
    "title = '\x1b[2J'": "is not toml",
    'title = "x"\nnothing = 1': "extra inputs are not permitted",
}


@pytest.mark.parametrize(("text", "said"), FILES.items())
def test_a_file_that_is_no_lesson_is_said_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text)
    with pytest.raises(LessonError) as no:
        read(path)
    assert said in str(no.value).lower()
    assert "\n" not in str(no.value)
    assert "\x1b" not in str(no.value)


def test_bytes_and_nothing_at_all(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    with pytest.raises(LessonError, match=r"own\.toml can't be read: No such file"):
        read(path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(LessonError, match=r"own\.toml is no text in UTF-8"):
        read(path)


def test_a_lesson_that_is_not_there_is_named() -> None:
    with pytest.raises(LessonError, match="There is no lesson “nothing”; p2p train --list"):
        find("nothing")


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"step": []}, "at least 1"),
        ({"starts": "2026-11-20T14:31:00Z"}, "without a zone"),
        ({"step": [{**LESSON["step"][0], "done": {}}]}, "never and always"),
        ({"step": LESSON["step"] + LESSON["step"][:1]}, "is there twice"),
        ({"step": [{**LESSON["step"][0], "rule": "R20"}]}, "pattern"),
        ({"step": [{**LESSON["step"][0], "acts": [{"who": "raj", "does": "place"}]}]}, "details"),
        ({"scene": [{"who": "ben", "does": "says"}]}, "needs an availability"),
    ],
)
def test_what_no_lesson_can_say(part: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Lesson.model_validate({**LESSON, **part})


def test_what_a_lesson_says_is_safe_to_show() -> None:
    hostile = "Kim\x1b[2J\u202e Osei"
    step = {**LESSON["step"][0], "caller": [hostile], "asks": hostile, "why": hostile}
    found = Lesson.model_validate({**LESSON, "title": hostile, "step": [step]})
    for text in (found.title, found.step[0].asks, found.step[0].why, *found.step[0].caller):
        assert "\x1b" not in text
        assert "\u202e" not in text
