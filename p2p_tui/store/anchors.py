"""Heads of the chain kept outside the database: who rewrites or cuts the record has to fit them.

A file that is only added to holds one a line: when it was taken, the number and the digest of the
newest event then, and which desk it is of: the digest of its first event. One file is for one desk.
"""

import os
import re
import syslog
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from p2p_tui.domain.errors import DeskError
from p2p_tui.domain.wording import moment_text

_LINE = re.compile(r"(\S+) ([1-9][0-9]{0,17}) ([0-9a-f]{64}) ([0-9a-f]{64})")
_TAIL = 4_096
"""How many bytes from the end the newest line stands in."""


class AnchorError(DeskError):
    """A head can't be kept outside the database. The message says where and why."""


@dataclass(frozen=True)
class Anchor:
    """The head of a desk's chain, as it was at a moment."""

    at: datetime
    seq: int
    digest: str
    desk: str

    @property
    def line(self) -> str:
        """It on one line."""
        return f"{moment_text(self.at)} {self.seq} {self.digest} {self.desk}"


@dataclass(frozen=True)
class Kept:
    """The anchors that were found, and what is wrong with where they are kept; empty: nothing."""

    anchors: tuple[Anchor, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class Anchorage:
    """Where heads are kept: a file that is only added to, the system's log, both or none."""

    file: Path | None = None
    syslog: bool = False

    def kept(self) -> Kept | None:
        """What stands in the file; None where none is named: nothing vouches for the record."""
        if self.file is None:
            return None
        try:
            with self.file.open(encoding="ascii", errors="replace") as lines:
                return _read(lines, self.file)
        except OSError as error:
            return Kept(problem=f"{self.file} can't be read: {error.strerror}")

    def keep(self, anchor: Anchor) -> bool:
        """Add a head, where it is not the newest that is kept already; say whether it was added.

        Raises:
            AnchorError: it can't be added.
        """
        if self.file is not None and not _append(self.file, anchor):
            return False
        if self.syslog:
            syslog.openlog("p2p", facility=syslog.LOG_AUTHPRIV)
            syslog.syslog(syslog.LOG_NOTICE, f"anchor {anchor.line}")
            syslog.closelog()
        return self.file is not None or self.syslog


def _append(file: Path, anchor: Anchor) -> bool:
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        handle = os.open(file, flags, 0o600)
        try:
            size = os.fstat(handle).st_size
            tail = os.pread(handle, _TAIL, max(0, size - _TAIL))
            newest = tail.rstrip(b"\n").rpartition(b"\n")[2].decode("ascii", "replace")
            if newest.endswith(f" {anchor.seq} {anchor.digest} {anchor.desk}"):
                return False
            # A line that was cut short, by a full disk for instance, stays a line of its own.
            begin = "\n" if tail and not tail.endswith(b"\n") else ""
            line = f"{begin}{anchor.line}\n".encode()
            if os.write(handle, line) != len(line):
                raise AnchorError(f"{file}: the disk is full")
            os.fsync(handle)
            return True
        finally:
            os.close(handle)
    except OSError as error:
        raise AnchorError(f"No anchor can be added to {file}: {error.strerror}") from None


def _read(lines: Iterable[str], file: Path) -> Kept:
    found, bad = [], 0
    for number, line in enumerate(lines, 1):
        anchor = _of(line.rstrip("\n"))
        if anchor is not None:
            found.append(anchor)
        elif not bad:
            bad = number
    if bad:
        return Kept(tuple(found), f"line {bad} of {file} is no anchor: it was edited or cut short")
    return Kept(tuple(found), "" if found else f"no anchor stands in {file}")


def _of(line: str) -> Anchor | None:
    told = _LINE.fullmatch(line)
    if told is None:
        return None
    try:
        at = datetime.fromisoformat(told[1])
    except ValueError:
        return None
    return Anchor(at, int(told[2]), told[3], told[4]) if at.tzinfo else None
