"""What is kept of learners: how far they came in a lesson, and what they scored.

A folder a learner, for its owner alone: ``first-call.db`` and ``first-call.json`` while a lesson is
being taken, ``record.jsonl`` with a line for each that was finished.
"""

import contextlib
import fcntl
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ValidationError

from p2p_tui.domain.text import one_line
from p2p_tui.domain.values import Line
from p2p_tui.training.lessons import Found, LessonError
from p2p_tui.training.run import Caught, Progress

_RECORD = "record.jsonl"
_NO_NAME = re.compile(r"[^\w.@-]+")


class Finished(BaseModel):
    """A lesson that was taken to its end."""

    learner: Line
    lesson: Line
    title: Line
    digest: str
    """Which version of the lesson it was."""
    begun_at: datetime
    finished_at: datetime
    seconds: int
    """How long it took, by the lesson's clock, without what the script skipped."""
    score: int
    hints: int
    caught: tuple[Caught, ...]


class _Kept(BaseModel):
    digest: str
    progress: Progress


@dataclass(frozen=True)
class Folder:
    """Where one learner's lessons are."""

    path: Path
    learner: str

    @classmethod
    def of(cls, root: Path, learner: str) -> "Folder":
        """The folder of a learner, made where there is none."""
        name = _NO_NAME.sub("_", one_line(learner)).strip(".") or "learner"
        path = root / name
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return cls(path, one_line(learner))

    def database(self, found: Found) -> Path:
        """The file of the lesson's own desk."""
        return self.path / f"{found.name}.db"

    def resumed(self, found: Found) -> Progress | None:
        """How far the learner came; None where it is to begin anew."""
        try:
            kept = _Kept.model_validate_json(self._progress(found).read_bytes())
        except (OSError, ValidationError):
            return None
        there = self.database(found).exists() and kept.digest == found.digest
        return kept.progress if there else None

    def keep(self, found: Found, progress: Progress) -> None:
        """Keep how far the learner came, whole or not at all."""
        kept = _Kept(digest=found.digest, progress=progress).model_dump_json()
        partial = self._progress(found).with_suffix(".part")
        partial.touch(mode=0o600)
        partial.write_text(kept, encoding="utf-8")
        partial.replace(self._progress(found))

    def forget(self, found: Found) -> None:
        """Begin the lesson anew the next time."""
        self._progress(found).unlink(missing_ok=True)
        database = self.database(found)
        for one in self.path.glob(f"{database.name}*"):
            if one.is_dir() and not one.is_symlink():
                shutil.rmtree(one)
            else:
                one.unlink(missing_ok=True)

    @contextlib.contextmanager
    def alone(self, found: Found) -> Iterator[None]:
        """Take a lesson in one terminal at a time.

        Raises:
            LessonError: it is taken in another.
        """
        lock = os.open(
            self.path / f"{found.name}.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600
        )
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError:
            raise LessonError(
                f"{self.learner} takes this lesson in another terminal: leave it there first"
            ) from None
        finally:
            os.close(lock)

    def finish(self, done: Finished) -> None:
        """Put a finished lesson on the learner's record."""
        path = self.path / _RECORD
        path.touch(mode=0o600)
        with path.open("a", encoding="utf-8") as file:
            file.write(done.model_dump_json() + "\n")

    def finished(self) -> tuple[Finished, ...]:
        """The lessons that the learner finished, in their order."""
        return tuple(_lines(self.path / _RECORD))

    def _progress(self, found: Found) -> Path:
        return self.path / f"{found.name}.json"


def everybody(root: Path) -> tuple[Finished, ...]:
    """Every lesson that anybody finished, learner by learner."""
    return tuple(done for path in sorted(root.glob(f"*/{_RECORD}")) for done in _lines(path))


def _lines(path: Path) -> Iterator[Finished]:
    try:
        written = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return
    for line in written:
        try:
            yield Finished.model_validate_json(line)
        except ValidationError:
            # Half a line, of a machine that stopped while it was written.
            continue


@dataclass(frozen=True)
class Standing:
    """How one learner stands in one lesson."""

    learner: str
    lesson: str
    title: str
    times: int
    best: int
    last: int
    last_at: datetime
    rules: tuple[str, ...]
    """Against which rules the last one had mistakes."""


def standings(done: Iterable[Finished]) -> tuple[Standing, ...]:
    """How each learner stands in each lesson that they finished."""
    groups: dict[tuple[str, str], list[Finished]] = {}
    for one in done:
        groups.setdefault((one.learner, one.lesson), []).append(one)
    return tuple(
        Standing(
            learner=learner, lesson=lesson, title=taken[-1].title, times=len(taken),
            best=max(one.score for one in taken), last=taken[-1].score,
            last_at=taken[-1].finished_at,
            rules=tuple(dict.fromkeys(one.rule for one in taken[-1].caught)),
        )
        for (learner, lesson), taken in groups.items()
    )  # fmt: skip
