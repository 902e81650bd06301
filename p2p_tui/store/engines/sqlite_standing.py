"""Which file stands at a desk's path, and which one a thread's connection has open.

In WAL mode SQLite keeps what is new beside the file, under names made from its path alone. A file
that is moved there while somebody has the old one open would be opened with what is the old one's:
both are lost by it. So nothing is read or written across two files, and none is opened with what is
another's: which file was opened last is written into the lock that stands beside it.
"""

import shlex
import threading
from pathlib import Path
from typing import Any

from p2p_tui.store.engines.base import DatabaseReplacedError
from p2p_tui.store.engines.files import unusable

_BESIDE = ("-wal", "-shm")

Identity = tuple[int, int]
"""Device and inode."""


class Standing:
    """The file that a desk was opened from. Threads share it; each has its own connection."""

    def __init__(self, path: Path, database: Any) -> None:
        self._path, self._database = path, database
        self._thread = threading.local()
        self._beside: dict[Identity, Identity] = {}
        """To which file that belongs which was seen beside it."""
        self.opened: Identity | None = None

    def open(self, *, to_write: bool) -> None:
        """Take the file that stands there now for the desk's.

        Raises:
            DatabaseReplacedError: what stands beside it is of another.
        """
        self.see_what_is_beside()
        self.opened = identity(self._path)
        if self.opened and to_write:
            self._write_down(self.opened)

    def see_what_is_beside(self) -> None:
        """See that what is new in the file that stood there before is not beside this one.

        Raises:
            DatabaseReplacedError: it is, and whoever opens the file would mix the two.
        """
        if mends := self.mends():
            raise DatabaseReplacedError(
                f"{self._path} was replaced, and what stands beside it is of the old one: {mends}"
            )

    def mends(self) -> str:
        """What to do where what stands beside the file is of the one that stood there before."""
        found, told = identity(self._path), _told(lock_of(self._path))
        journal, shared = (self._path.with_name(self._path.name + end) for end in _BESIDE)
        if found is None or told in (None, found[1]) or not _holds(journal):
            return ""
        names = " ".join(shlex.quote(str(one)) for one in (journal, shared))
        return f"put that one back; or, to give it up: rm {names}"

    def check(self) -> None:
        """See that this thread has the desk's file open, and that it stands where it stood.

        Raises:
            DatabaseReplacedError: it is gone, or another one stands there.
        """
        if self.opened is None:
            return
        if self._found() != self.opened:
            raise self._replaced()
        self._turn_to(self.opened)
        self.note()

    def turn(self) -> None:
        """Let this thread's connection be one to the file that stands there, whichever it is.

        Raises:
            DatabaseReplacedError: there is none, or what is beside it is of another file.
        """
        self._turn_to(self._found())

    def note(self) -> None:
        """Remember that what stands beside the file now is of the one this thread has open."""
        if not self._database.is_closed() and self._mine is not None:
            for one in self._stand_beside():
                self._beside.setdefault(one, self._mine)

    @property
    def _mine(self) -> Identity | None:
        return getattr(self._thread, "file", self.opened)

    def _found(self) -> Identity:
        found = identity(self._path)
        if found is None:
            raise gone(self._path)
        return found

    def _turn_to(self, file: Identity) -> None:
        if self._mine == file:
            return
        if any(self._beside.get(one, file) != file for one in self._stand_beside()):
            raise self._replaced()
        self._database.close()
        self._write_down(file)
        self._thread.file = file

    def _write_down(self, file: Identity) -> None:
        lock = lock_of(self._path)
        if _told(lock) != file[1]:
            try:
                lock.write_text(f"{file[1]}\n")
            except OSError as error:
                raise unusable(error, lock) from None

    def _stand_beside(self) -> list[Identity]:
        names = (self._path.with_name(self._path.name + end) for end in _BESIDE)
        return [found for one in names if (found := identity(one))]

    def _replaced(self) -> DatabaseReplacedError:
        return DatabaseReplacedError(
            f"{self._path} was replaced; nothing was saved. Leave and open the desk again"
        )


def lock_of(path: Path) -> Path:
    """The file that is locked while the schema of a desk moves."""
    return path.with_name(path.name + ".lock")


def _told(lock: Path) -> int | None:
    """Which file was opened last, as far as that was written down."""
    try:
        said = lock.read_text().strip()
    except OSError:
        return None
    return int(said) if said.isdecimal() else None


def _holds(journal: Path) -> bool:
    try:
        return journal.stat().st_size > 0
    except OSError:
        return False


def gone(path: Path) -> DatabaseReplacedError:
    """What is said of a file that was taken away."""
    return DatabaseReplacedError(
        f"{path} is gone; nothing was saved. Have it put back, or open the desk again"
    )


def identity(path: Path) -> Identity | None:
    """Say which file stands at a path; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
