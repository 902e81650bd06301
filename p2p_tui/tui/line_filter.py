"""What every line goes through before it is drawn: a net against hostile text, plain letters."""

import unicodedata

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from p2p_tui.domain.text import is_hostile


class HostileTextFilter(LineFilter):
    """The second net: drops what a terminal could obey from every line that is drawn."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments without hostile characters."""
        if all(segment.text.isascii() and segment.text.isprintable() for segment in segments):
            return segments
        return [_safe(segment) for segment in segments]


def _safe(segment: Segment) -> Segment:
    text = segment.text
    if segment.control or (text.isprintable() and not any(is_hostile(char) for char in text)):
        return segment
    return Segment("".join(char for char in text if not is_hostile(char)), segment.style)


_GLYPHS = {
    **dict.fromkeys("○◌", "o"), "◷": "@", "◔": "&", "▶": "=",
    "◐": "%", "◆": "#", "●": "*", "✎": "~", "✓": "+",
    **dict.fromkeys("▌▍▎▏█", ">"), "•": "*", "·": "-", "…": ".", "→": ">", "←": "<", "▲": "^",
    **dict.fromkeys("–—‒−", "-"), **dict.fromkeys("“”„", '"'), **dict.fromkeys("‘’", "'"),
    "×": "x", "↑": "^", "↓": "v",
}  # fmt: skip


class PlainLetters(LineFilter):
    """Draws everything in ASCII, cell for cell, where the terminal's locale knows no more."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments in letters that any terminal has."""
        return [
            one if one.control or one.text.isascii() else Segment(plain(one.text), one.style)
            for one in segments
        ]


def plain(text: str) -> str:
    """A text in ASCII, as wide as it was: what has no likeness is a question mark for each cell."""
    return "".join(char if char.isascii() else _likeness(char) for char in text)


def _likeness(char: str) -> str:
    if char in _GLYPHS:
        return _GLYPHS[char]
    if "\u2500" <= char <= "\u257f":
        return _line(char)
    if "\u2580" <= char <= "\u259f":
        return "#"
    width = cell_len(char)
    base = unicodedata.normalize("NFKD", char)[:1]
    return base if width == 1 and base.isascii() else "?" * width


def _line(char: str) -> str:
    """A piece of a drawn line: flat, upright, or a corner."""
    name = unicodedata.name(char)
    if "HORIZONTAL" in name and "VERTICAL" not in name:
        return "-"
    return "|" if "VERTICAL" in name and "HORIZONTAL" not in name and "AND" not in name else "+"
