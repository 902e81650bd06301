"""A lesson on the desk's screens: the coach above them, everybody else on a script."""

import contextlib
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from p2p_tui.desk import Office
from p2p_tui.domain.errors import DeskError
from p2p_tui.domain.request import Status
from p2p_tui.training.clock import LessonClock
from p2p_tui.training.coach import CoachPanel
from p2p_tui.training.counterpart import Counterpart, furnish
from p2p_tui.training.lesson import Act, Lesson
from p2p_tui.training.lessons import find
from p2p_tui.training.result import ResultScreen
from p2p_tui.training.run import Progress, Run
from p2p_tui.training.session import TrainingApp
from p2p_tui.tui.screens.base import Base
from tests.house import KIM
from tests.training.teaching import BEGINS, a_run, lesson
from tests.tui.sitting import SMALL, WIDE, Seat, plain

FIRST = find("first-call").lesson


class Lessons:
    """Lessons that are taken one after the other at one desk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.kept: list[Progress] = []
        self.finished = 0

    @contextlib.asynccontextmanager
    async def take(
        self, run: Run, size: tuple[int, int] = SMALL, *, speed: float = 1.0
    ) -> AsyncIterator[tuple[Seat, TrainingApp]]:
        """The learner sits down."""
        new = not (self._folder / "lesson.db").exists()
        clock = LessonClock(run.progress.now, speed)
        office = Office.open(f"sqlite://{self._folder}/lesson.db", clock=clock, training=True)
        try:
            if new:
                furnish(office, run.lesson, clock, run)
            app = TrainingApp(
                office, run, clock, keep=lambda now: self.kept.append(now.model_copy(deep=True)),
                finish=self._finish,
            )  # fmt: skip
            async with app.run_test(size=size) as pilot:
                seat = Seat(app, pilot)
                await seat.until(lambda: app._feed is not None and app._feed._roster is not None)
                yield seat, app
        finally:
            office.close()

    def _finish(self) -> None:
        self.finished += 1


@pytest.fixture
def lessons(tmp_path: Path) -> Lessons:
    """A learner's folder."""
    return Lessons(tmp_path)


def told(seat: Seat) -> str:
    """All that the coach says on the screen in front."""
    panel = seat.app.screen.query_one(CoachPanel)
    return "\n".join(plain(one) for one in panel.query("Line").results())


def at(run: Run, step: str) -> Callable[[], bool]:
    """Say whether the learner is at a step."""
    return lambda: run.step is not None and run.step.id == step


@pytest.mark.long
async def test_the_coach_is_above_every_screen_and_takes_nothing_from_it(lessons: Lessons) -> None:
    for size in (SMALL, WIDE):
        async with lessons.take(a_run(), size) as (seat, app):
            for keys in ("1", "2", "3", "4", "5", "n", "escape", "?", "escape", "s", "escape", ","):
                await seat.press(keys)
                screen = app.screen
                assert isinstance(screen, Base)
                panel = screen.query_one(CoachPanel)
                await seat.until(lambda panel=panel: panel.region.height)  # type: ignore[misc]
                assert (panel.region.y, panel.region.height) == (0, 7), screen
                below = [one for one in screen.children if one is not panel and one.display]
                assert all(one.region.y >= 7 for one in below), screen
                assert "TRAINING" in seat.screen().splitlines()[0], screen
            await seat.press("escape")


async def test_the_coach_says_what_is_asked_and_why_and_who_speaks(lessons: Lessons) -> None:
    run = a_run(FIRST)
    async with lessons.take(run) as (seat, _):
        await seat.until(lambda: "▸ It always is. Press [n]" in told(seat))
        assert "Kim Osei: Hi, this is Kim" in told(seat)
        assert "R8, guide T9: every provider has the right to a P2P" in told(seat)
        await seat.press("n")
        await seat.until(lambda: "ctrl+y" in told(seat))


async def test_one_key_says_it_again_with_the_hint(lessons: Lessons) -> None:
    run = a_run(FIRST)
    async with lessons.take(run) as (seat, _):
        await seat.press("n")
        await seat.until(at(run, "verify"))
        for _ in range(3):
            await seat.press("ctrl+e")
        assert "[ctrl+y] ticks the next step" in told(seat)
    assert run.progress.hints == 1


async def test_the_guide_opens_at_what_the_coach_speaks_of(lessons: Lessons) -> None:
    run = a_run(FIRST)
    async with lessons.take(run) as (seat, _):
        await seat.press("ctrl+g")
        await seat.until(lambda: "T9 Nobody is ever refused" in seat.screen())
        assert "▸ It always is." in told(seat)
        await seat.press("escape", "n")
        await seat.until(at(run, "verify"))


async def test_remapped_keys_are_the_ones_that_are_said(lessons: Lessons) -> None:
    run = a_run()
    async with lessons.take(run) as (seat, app):
        me = app.ledger.me
        mine = me.preferences.model_copy(update={"keys": {"new": "z"}})
        app.ledger.desk.say_of_myself(preferences=mine)
        await seat.until(lambda: "Press [z]" in told(seat))
        await seat.press("z")
        await seat.until(at(run, "who"))


async def test_the_whole_way_and_what_came_of_it(lessons: Lessons) -> None:
    run = a_run()
    async with lessons.take(run) as (seat, app):
        await seat.press("n")
        await seat.until(at(run, "who"))
        await seat.write("Kim Osei")
        assert at(run, "who")(), "it is being typed yet"
        await seat.press("tab")
        await seat.until(at(run, "place"))
        await seat.press("ctrl+s")
        await seat.until(at(run, "transfer"))
        await seat.press("t")
        await seat.until(lambda: isinstance(app.screen, ResultScreen))
        assert "100 of 100 · full marks" in seat.screen()
        assert "No mistake against the desk's rules" in seat.screen()
        assert "That was it." in told(seat)
    assert lessons.finished == 1
    assert lessons.kept[-1].step == len(run.lesson.step)


async def test_a_mistake_is_said_in_front_of_all_else_and_stands_in_the_result(
    lessons: Lessons,
) -> None:
    run = a_run()
    async with lessons.take(run) as (seat, app):
        await seat.press("n")
        await seat.until(at(run, "who"))
        await seat.fill(pa_number="88120471")
        await seat.go_to("contact_name")
        await seat.until(lambda: "✗ Another PA. (R2, guide T2)" in told(seat))
        await seat.write("Kim Osei")
        await seat.press("tab", "ctrl+s")
        await seat.until(at(run, "transfer"))
        await seat.press("t")
        await seat.until(lambda: isinstance(app.screen, ResultScreen))
        assert "90 of 100 · well done" in seat.screen()
        assert "R2, guide T2" in seat.screen()


async def test_a_lesson_is_left_and_goes_on_with_what_was_typed(lessons: Lessons) -> None:
    run = a_run()
    async with lessons.take(run) as (seat, _):
        await seat.press("n")
        await seat.until(at(run, "who"))
        await seat.write("Kim Os")
        await seat.press("escape")
    kept = lessons.kept[-1]
    assert kept.step == 1
    run = Run(lesson(), "tina", kept)
    async with lessons.take(run) as (seat, _):
        assert at(run, "who")()
        await seat.press("n")
        assert seat.held("contact_name") == "Kim Os"
        await seat.go_to("contact_name")
        await seat.press("end", "e", "i", "tab")
        await seat.until(at(run, "place"))


async def test_what_was_done_while_nobody_listened_counts(lessons: Lessons) -> None:
    run = a_run()
    async with lessons.take(run) as (seat, app):
        await seat.press("n")
        await seat.until(at(run, "who"))
        kept, desk = lessons.kept[-1], app.ledger.desk
        cursor = kept.cursor
        desk.place(KIM, told=True)
        await seat.until(at(run, "transfer"))
    assert cursor == kept.cursor
    again = Run(lesson(), "tina", kept)
    async with lessons.take(again) as (seat, _):
        await seat.until(at(again, "transfer"))


async def test_the_clock_is_set_on_where_the_script_says_and_nobody_is_idle(
    lessons: Lessons,
) -> None:
    steps = [{**one.model_dump(), "clock": None} for one in lesson().step]
    steps[1]["clock"] = "2026-11-20T16:00:00"
    run = a_run(Lesson.model_validate({**lesson().model_dump(), "step": steps}))
    async with lessons.take(run) as (seat, app):
        await seat.press("n")
        await seat.until(at(run, "who"))
        await seat.until(lambda: "4:00 PM" in seat.screen())
        assert not app.guard.locked
        await seat.tick()
        await seat.tick()
        assert not app.guard.locked
        assert app.ledger.roster.here("ana")
    assert run.progress.used_seconds < 60


async def test_everybody_else_is_gone_with_the_lesson(lessons: Lessons) -> None:
    async with lessons.take(a_run()):
        assert "counterpart" in {one.name for one in threading.enumerate()}
    assert "counterpart" not in {one.name for one in threading.enumerate()}


def test_somebody_tries_again_what_the_desk_said_no_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, run = LessonClock(BEGINS, 60), a_run(lesson(step=[_READY], mistake=[]))
    office = Office.open(f"sqlite://{tmp_path}/lesson.db", clock=clock, training=True)
    try:
        furnish(office, run.lesson, clock, run)
        others = Counterpart(office, run.lesson, clock, run)
        placed = others.desk("tina").place(KIM, told=True)
        run.name("kim", placed.ref)
        refused, done = threading.Event(), threading.Event()
        do = others.do

        def tried(act: Act) -> None:
            try:
                do(act)
            except DeskError:
                refused.set()
                raise
            done.set()

        monkeypatch.setattr(others, "do", tried)
        others.start()
        assert refused.wait(10)
        assert run.progress.acted == {}
        others.desk("ana").make("acknowledge", placed.ref, placed.version)
        assert done.wait(10)
        others.stop()
        assert others.desk("tina").request(placed.ref).status is Status.READY
    finally:
        office.close()


_READY = {
    "id": "ready", "asks": "Wait.", "why": "x", "rule": "R13", "guide": "T5",
    "done": {"on": "kim", "request": {"status": "closed"}},
    "acts": [{"who": "ana", "does": "ready", "on": "kim", "given": {"extension": "4412"}}],
}  # fmt: skip
