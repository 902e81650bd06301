"""Taking a lesson: its desk is opened or made, the learner sits down, what came of it is kept."""

import contextlib
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from p2p_tui.desk import Office
from p2p_tui.domain.lifecycle import DeskSettings
from p2p_tui.training.clock import LessonClock, moment
from p2p_tui.training.counterpart import furnish
from p2p_tui.training.lessons import Found
from p2p_tui.training.records import Finished, Folder
from p2p_tui.training.run import Progress, Run
from p2p_tui.training.synthetic import SEATS

if TYPE_CHECKING:
    from p2p_tui.tui.app import DeskApp

UNDO_WITHIN = timedelta(minutes=10)
"""For how long a move can be undone in a lesson: one reads first what was wrong with it."""


def take(
    found: Found,
    folder: Folder,
    show: "Callable[[DeskApp], int]",
    *,
    again: bool = False,
    speed: float = 1.0,
    **session: Any,
) -> int:
    """Take a lesson from where it was left, or ``again`` from its beginning; ``show`` runs the
    session and gives the exit code.

    Its desk is a file of its own in the learner's folder: nothing else is opened.

    Raises:
        OfficeUnusableError: what is in that file is no desk for training.
        LessonError: the learner takes it in another terminal.
    """
    with folder.alone(found):
        progress = None if again else folder.resumed(found)
        return _take(found, folder, show, progress=progress, speed=speed, session=session)


def _take(
    found: Found,
    folder: Folder,
    show: "Callable[[DeskApp], int]",
    *,
    progress: Progress | None,
    speed: float,
    session: dict[str, Any],
) -> int:
    from p2p_tui.training.session import TrainingApp

    lesson = found.lesson
    begins = moment(lesson.starts, lesson.zone)
    if progress is None:
        _make_room(folder, found)
    at = progress.now if progress else begins
    clock = LessonClock(at, speed)
    with _desk(folder.database(found), clock) as office:
        if progress is None:
            progress = Progress(begun_at=datetime.now(UTC), entered_at=begins, now=begins)
            run = Run(lesson, SEATS[lesson.seat], progress)
            furnish(office, lesson, clock, run)
            folder.keep(found, progress)
        else:
            run = Run(lesson, SEATS[lesson.seat], progress)
        office.settings = DeskSettings(undo_within=UNDO_WITHIN)
        app = TrainingApp(
            office, run, clock,
            keep=lambda now: folder.keep(found, now),
            finish=lambda: folder.finish(_finished(found, folder, run)),
            **session,
        )  # fmt: skip
        code = show(app)
        app.has_left()
    if run.step is None:
        folder.forget(found)
    return code


def _desk(path: Path, clock: LessonClock) -> contextlib.closing[Office]:
    return contextlib.closing(Office.open(f"sqlite://{path}", clock=clock, training=True))


def _make_room(folder: Folder, found: Found) -> None:
    """Take away what is left of a lesson that is begun anew; what is no desk for training stays."""
    path = folder.database(found)
    if os.path.lexists(path):
        with _desk(path, LessonClock(datetime.now(UTC))):
            pass
    folder.forget(found)


def _finished(found: Found, folder: Folder, run: Run) -> Finished:
    progress = run.progress
    return Finished(
        learner=folder.learner, lesson=found.name, title=found.lesson.title, digest=found.digest,
        begun_at=progress.begun_at, finished_at=datetime.now(UTC),
        seconds=round(progress.used_seconds), score=run.score, hints=progress.hints,
        caught=tuple(progress.caught),
    )  # fmt: skip
