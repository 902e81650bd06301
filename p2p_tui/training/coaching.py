"""What the coach writes: keys as this person presses them, and whether it fits its panel."""

import re
from collections.abc import Callable
from textwrap import wrap

from p2p_tui.domain.text import one_line

INNER_WIDTH, LINES = 76, 2
"""How much of a line the coach has on a terminal of 80 columns, and how many lines."""
_KEY = re.compile(r"\{([^{}]+)\}")
AFTER_ANOTHER = re.compile(r"\[([^\]\s]+)\]|“([^”]+)”")
"""A key in brackets, or what is to be typed, in the order in which the coach says them."""


def keys_of(text: str) -> list[str]:
    """The names in braces."""
    return _KEY.findall(text)


def written(text: str, key: Callable[[str], str]) -> str:
    """The text with each name in braces as the key to be pressed: ``[n]``."""
    return one_line(_KEY.sub(lambda found: f"[{key(found[1])}]", text))


def lines(text: str, width: int = INNER_WIDTH) -> list[str]:
    """The text as it stands in the panel."""
    return wrap(text, width) or [""]


def actions(said: str) -> list[tuple[str, str]]:
    """What somebody does who does what is said: ``("press", "n")``, ``("type", "Kim Osei")``."""
    return [
        ("press", found[1]) if found[1] else ("type", found[2])
        for found in AFTER_ANOTHER.finditer(said)
    ]
