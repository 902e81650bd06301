"""What a verb reads: a file by its name, or standard input."""

import sys
from pathlib import Path

from p2p_tui.cli.main import UsageError

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
