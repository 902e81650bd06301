"""What a move asks of the person who makes it, and how each thing is asked for."""

from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """How a need is asked for and read."""

    LINE = "line"
    WORDS = "words"
    CHOICE = "choice"
    YES = "yes"
    STAFF = "staff"
    REF = "ref"
    TIMES = "times"
    DAY = "day"


@dataclass(frozen=True)
class Need:
    """One thing that a move asks of the person who makes it."""

    name: str
    label: str
    form: Form = Form.LINE
    required: bool = True
    choices: tuple[str, ...] = ()
