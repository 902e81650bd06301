"""How far a verb is: one line on stderr, where a person looks on, and gone at its end."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

_EACH_SECONDS = 0.1
_BAR = 24
T = TypeVar("T")


class Progress:
    """A line that is drawn again as something goes on; nothing elsewhere than on a terminal."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._shown = sys.stderr.isatty()
        self._drawn = 0.0

    def __enter__(self) -> "Progress":
        """Nothing is said before something is done."""
        return self

    def __exit__(self, *raised: object) -> None:
        """Take the line away."""
        if self._drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def told(self, done: int, of: int) -> None:
        """So many are done, of so many."""
        if self._shown and time.monotonic() - self._drawn >= _EACH_SECONDS:
            self._drawn = time.monotonic()
            sys.stderr.write(f"\r{bar(done, of, self._what)}\x1b[K")
            sys.stderr.flush()


def progress(coming: Iterable[T], total: int, what: str) -> Iterator[T]:
    """What comes, and how far it is while it does."""
    with Progress(what) as line:
        for number, one in enumerate(coming):
            line.told(number, total)
            yield one


def bar(number: int, total: int, what: str) -> str:
    """How far it is, in a line: ``[######------] 1,200 of 2,400 requests``."""
    if not total:
        return f"{number:,} {what}"
    number = min(number, total)
    full = _BAR * number // total
    return f"[{'#' * full}{'-' * (_BAR - full)}] {number:,} of {total:,} {what}"
