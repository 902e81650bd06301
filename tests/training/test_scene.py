"""What happened before a lesson begins is nobody's mistake, and no step is done by it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from p2p_tui.desk import Desk, Office
from p2p_tui.domain.details import Details
from p2p_tui.store import requests
from p2p_tui.training.clock import LessonClock
from p2p_tui.training.counterpart import furnish
from p2p_tui.training.lesson import LEARNER, Act, Lesson, Mistake, Step, When
from p2p_tui.training.run import Progress, Run
from p2p_tui.training.synthetic import TECHNICIAN

BEGINS = datetime(2026, 11, 17, 15, 20)  # noqa: DTZ001 on the desk's clock
LESSON = Lesson(
    title="Somebody waits already", seat="technician", about="Placed before it begins.", minutes=1,
    starts=BEGINS,
    scene=(Act(who=LEARNER, does="place", called="ito", details=Details(phone="1"), ago=2),),
    step=(Step(id="another", asks="Place.", why="it", rule="R3", guide="T3",
               done=When(move="place")),),
    mistake=(Mistake(id="second", when=When(move="place"), rule="R7", guide="T11",
                     says="There is one"),),
)  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An empty desk for training."""
    clock = LessonClock(datetime(2026, 11, 17, 20, 20, tzinfo=UTC), speed=0)
    opened = Office.open(f"sqlite://{tmp_path}/desk.db", clock=clock, training=True)
    yield opened
    opened.close()


def test_nobody_is_marked_for_what_happened_before_it_begins(office: Office) -> None:
    at = office.clock()
    run = Run(LESSON, TECHNICIAN, Progress(begun_at=at, entered_at=at, now=at))
    clock = LessonClock(at, speed=0)
    furnish(office, LESSON, clock, run)

    run.hear(requests.happenings_since(0))
    assert (run.progress.caught, run.progress.deeds) == ([], [])

    Desk(office, TECHNICIAN).place(Details(phone="2"), told=True)
    run.hear(requests.happenings_since(0))
    assert [one.id for one in run.progress.caught] == ["second"]
