"""What a verb reads: a file by its name, or standard input."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from p2p_tui.cli.main import UsageError
from p2p_tui.domain.errors import Mistyped
from p2p_tui.domain.headings import header_key
from p2p_tui.domain.text import one_line

SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a spreadsheet's own file begins: a new one's, an old one's."""
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
T = TypeVar("T")

_BAR = 30
"""How many cells a bar has that says how far something is."""


def read_file(name: str, longest: int, what: str) -> bytes:
    """The bytes of a file, or of standard input for ``-``, which asks for ``what`` at a terminal.

    Raises:
        UsageError: it can't be read, or is longer than so many bytes.
    """
    try:
        if name == "-":
            if sys.stdin.isatty():
                sys.stderr.write(f"Paste {what}, then ctrl+d:\n")
            data = sys.stdin.buffer.read(longest + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(longest + 1)
    except OSError as error:
        raise UsageError(f"{name} can't be read: {error.strerror}") from None
    if len(data) > longest:
        raise UsageError(f"That is more than {longest:,} bytes; split it")
    return data


class Progress:
    """A line on stderr that says how far something is, where a person looks on; gone at its end."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._shown = sys.stderr.isatty()
        self._said = False

    def __enter__(self) -> "Progress":
        """Nothing is said before something is done."""
        return self

    def __exit__(self, *raised: object) -> None:
        """Take the line away."""
        if self._said:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def told(self, done: int, of: int) -> None:
        """So many are done, of so many."""
        if self._shown and of:
            self._said = True
            bar = "#" * (done * _BAR // of)
            sys.stderr.write(f"\r{bar:.<{_BAR}} {done:,} of {of:,} {self._what}\x1b[K")
            sys.stderr.flush()


def mapped(
    told: Iterable[str], named: Callable[[str], T], like: str, option: str = "--map"
) -> dict[str, T]:
    """What ``--map`` says: words to what is ``named`` by those behind the equals sign.

    Raises:
        UsageError: it can't be read.
    """
    own = dict[str, T]()
    for one in told:
        header, equals, field = one.rpartition("=")
        if not equals or not header_key(header):
            raise UsageError(
                f"{option} “{one_line(one)}” says nothing; type it like {option} {like}"
            )
        try:
            own[one_line(header)] = named(field)
        except Mistyped as no:
            raise UsageError(f"{option}: {no}") from None
    return own


def text_of(data: bytes, name: str) -> str:
    """The text of a file: UTF-8, or UTF-16 with its mark, or what Windows writes otherwise."""
    if data.startswith(SPREADSHEETS):
        raise UsageError(f"{name} is a spreadsheet's own file; save it as CSV and import that")
    if data.startswith(_UTF_16):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
