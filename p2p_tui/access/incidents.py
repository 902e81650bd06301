"""What a crash leaves behind: a number, types and places in the code, and no values."""

import os
import secrets
import traceback
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

MOST_CAUSES = 8
"""How many faults behind a fault are written down."""


def write_incident(folder: Path, error: BaseException | None, at: datetime) -> str:
    """Write down a crash without anything that was on the screen; return its number.

    The type of the error, the types of those that it came from and the places in the code stand
    in it: no message, no values. The file is readable for its owner alone.
    """
    number = secrets.token_hex(3).upper()
    lines = [f"{at.isoformat()} incident {number} {type(error).__name__}", *_places(error)]
    for cause in _causes(error):
        lines += [f"  from {type(cause).__name__}", *_places(cause)]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
        with os.fdopen(os.open(folder / "incidents.log", flags, 0o600), "a") as file:
            file.write("\n".join(lines) + "\n")
    except OSError:
        return f"{number} (it could not be written down)"
    return number


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """What a fault came from, the nearest first; they can go round in a circle."""
    for _ in range(MOST_CAUSES):
        if error is None:
            return
        hidden = error.__suppress_context__
        error = error.__cause__ or (None if hidden else error.__context__)
        if error is not None:
            yield error


def _places(error: BaseException | None) -> list[str]:
    return [
        f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__ if error else None)
    ]
