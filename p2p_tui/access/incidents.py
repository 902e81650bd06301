"""What a crash leaves behind: a number, a type and places in the code, and no values."""

import os
import secrets
import traceback
from datetime import datetime
from pathlib import Path
from types import TracebackType


def write_incident(folder: Path, error: BaseException | None, at: datetime) -> str:
    """Write down a crash without anything that was on the screen; return its number.

    The type of the error and the places in the code stand in it: no message, no values. The file
    is readable for its owner alone.
    """
    number = secrets.token_hex(3).upper()
    lines = [f"{at.isoformat()} incident {number} {type(error).__name__}"]
    lines += [f"  {place}" for place in _places(error.__traceback__ if error else None)]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
        with os.fdopen(os.open(folder / "incidents.log", flags, 0o600), "a") as file:
            file.write("\n".join(lines) + "\n")
    except OSError:
        return f"{number} (it could not be written down)"
    return number


def _places(found: TracebackType | None) -> list[str]:
    return [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(found)
    ]
