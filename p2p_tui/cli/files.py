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
