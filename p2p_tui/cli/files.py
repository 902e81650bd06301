"""What a verb reads: a file by its name, or standard input."""

import sys
from pathlib import Path

from p2p_tui.cli.main import UsageError


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
