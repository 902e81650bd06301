"""The one function that makes text from people and files safe to keep, show, print and export.

Terminals obey what they are sent. A note that holds an escape sequence could rewrite a colleague's
screen, and a bidirectional override could make a phone number read backwards. Such characters are
turned into escapes that people can see: nothing is lost, and nothing is obeyed.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

MARKS_IN_A_ROW = 8
"""How many combining marks one letter may carry; real scripts need at most four."""

# Letters by category that draw nothing: fillers hide text as well as a zero-width space does.
_INVISIBLE_LETTERS = "\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5"
_LINE_ENDS = re.compile(r"\r\n|\r|\x0b|\x0c|\x1c|\x1d|\x1e|\x85|\u2028|\u2029")
_PLAIN = re.compile(r"[\x20-\x7e\n]*")


def clean(text: str) -> str:
    """Return ``text`` with every character that a terminal could obey as a visible escape.

    Line ends of any system become ``\\n`` and a tab becomes a space. Control and format characters
    (C0, C1, bidirectional, zero-width), surrogates, invisible letters and piled-up combining marks
    become ``\\x1b`` or ``\\u202e``, as Python writes them. Cleaning twice changes nothing more.
    """
    if _PLAIN.fullmatch(text):
        return text
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    out: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if char == "\n":
            out.append(char)
        elif is_hostile(char) or marks > MARKS_IN_A_ROW:
            out.append(_escape(char))
        else:
            out.append(char)
    return "".join(out)


def one_line(text: str) -> str:
    """Return ``text`` cleaned and on one line: runs of white space become one space."""
    return " ".join(clean(text).split())


def clean_nested(value: Any) -> Any:
    """The same for every text in a value as JSON has them: in lists and records, keys too."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {clean_nested(name): clean_nested(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [clean_nested(one) for one in value]
    return value


def is_hostile(char: str) -> bool:
    """Say whether one character may never reach a terminal as it is."""
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") or (
        char in _INVISIBLE_LETTERS
    )


def _escape(char: str) -> str:
    code = ord(char)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
