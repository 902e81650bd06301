"""The second net against hostile text, behind cleaning it where it comes in."""

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
