"""Text that a terminal would obey, that hides, or that looks like markup; and how to find it."""

import re

SEQUENCES = {
    "CSI": "\x1b[2J\x1b[5i", "OSC 52": "\x1b]52;c;Q0FOQVJZ\x07",
    "OSC 8": "\x1b]8;;http://CANARY\x1b\\link\x1b]8;;\x1b\\", "title": "\x1b]0;CANARY\x07",
    "notice": "\x1b]9;CANARY\x07\x1b]777;notify;CANARY;x\x07", "DCS": "\x1bPCANARY\x1b\\",
    "APC": "\x1b_CANARY\x1b\\", "reset": "\x1bc", "C1 CSI": "\x9b5i",
    "C1 OSC": "\x9d52;c;CANARY\x9c",
}  # fmt: skip
CHARACTERS = {
    "NUL": "a\x00b", "backspace": "ab\x08", "shift out": "\x0e", "delete": "\x7f", "C1": "\x84\x9b",
    "bidi": "a\u202eb\u2066c\u2069\u200f\u061c", "zero width": "a\u200bb\u200d\ufeff\u00ad",
    "line ends": "a\u2028b\u2029c\x85d\x0be", "fillers": "\u115f\u3164\u2800", "tags": "\U000e0041",
    "surrogate": "a\ud800b", "bomb": "Z" + "\u0301" * 2000,
}  # fmt: skip
MARKUP = {
    "markup": "[red]x[/]", "unclosed": "[bold", "closing": "[/", "clinical": "PA [denied] x",
    "action": "[@click=app.quit]x[/]", "link": "[link=http://CANARY]y",
    "format": "{0}%s{x.y}%(a)d{",
    "html": "<script>alert(1)</script>&amp;", "formula": "=HYPERLINK(\"http://CANARY\")",
}  # fmt: skip
LONG = {
    "100 kB": "x" * 100_000,
    "100 kB of wide": "大" * 50_000,
    "100 kB hostile": "\x1b[5m" * 25_000,
}
CANARIES = {**SEQUENCES, **CHARACTERS, **MARKUP, **LONG}
"""What is put where text may stand, by what it is."""
POISON = "".join((*SEQUENCES.values(), *CHARACTERS.values()))
"""All that is to be obeyed nowhere, in one text."""

_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ufeff\uffa0\ud800-\udfff\U000e0000-\U000e007f]"
)
_PILED = re.compile("[\u0300-\u036f]{9}")


def hostile_in(text: str) -> str:
    """What a terminal could obey in a text, written so that people can see it; else empty."""
    found = _OBEYED.search(text) or _PILED.search(text)
    return "" if found is None else ascii(text[max(0, found.start() - 20) : found.end() + 20])
