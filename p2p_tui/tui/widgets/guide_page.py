"""A document of the guide to be read, drawn line by line: nothing in it can be opened or run."""

import re
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.binding import BindingType
from textual.geometry import Offset, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from p2p_tui.domain.guide import keys_named, wanted_in
from p2p_tui.domain.guide_text import Kind, blocks
from p2p_tui.tui.guide_layout import Key, PageLine, lay_out, marked
from p2p_tui.tui.keys import bindings

_LEFT = 2
"""Beside the text: the bar of what one has gone to, and a space."""


class GuidePage(ScrollView, can_focus=True, inherit_bindings=False):
    """A document, scrolled with the keys of lists. What one has gone to has a bar beside it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "page--title", "page--bold", "page--code", "page--quiet", "page--found", "page--bar",
        "page--here",
    }  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("up", "down", "page_up", "page_down", "first", "last"),
    ]

    class Turned(Message):
        """Another part of the document is in sight."""

    def __init__(self, id: str = "guide-page") -> None:
        super().__init__(id=id)
        self._text = ""
        self._key: Key = str
        self._pressed: tuple[str, ...] = ()
        """The keys that it names, as they are pressed."""
        self._wanted: tuple[re.Pattern[str], ...] = ()
        self._lines: list[PageLine] = []
        self._firsts: dict[int, int] = {}
        """On which line each block begins."""
        self._laid_out_for = 0
        self.at = -1
        """The block that one has gone to; -1 for none."""

    def show(self, text: str, key: Key, words: str = "", *, at: int | None = None) -> None:
        """Show a document, with words marked; ``at`` goes to a block, else one stays."""
        pressed = tuple(key(name) for name in keys_named(text))
        same = (text, pressed) == (self._text, self._pressed)
        wanted = wanted_in(words)
        if same and wanted == self._wanted and at is None:
            return
        top = self.top if text == self._text else 0
        self._text, self._key, self._pressed, self._wanted = text, key, pressed, wanted
        if not same:
            self.at = -1
            self._lay_out()
            self._scroll_to_block(top)
        if at is not None:
            self.go_to(at)
        self.refresh()

    @property
    def showing(self) -> str:
        """The text that is shown."""
        return self._text

    @property
    def top(self) -> int:
        """The block that stands at the top."""
        number = min(self.scroll_offset.y, len(self._lines) - 1)
        return self._lines[number].block if self._lines else 0

    @property
    def headings(self) -> list[int]:
        """The blocks that are headings, the title left out."""
        return [
            number
            for number, block in enumerate(blocks(self._text))
            if block.kind is Kind.HEADING and block.level > 1
        ]

    @property
    def here(self) -> int:
        """The block where one is: what one has gone to while it is in sight, else the top."""
        line = self._firsts.get(self.at, -1)
        top = self.scroll_offset.y
        return self.at if top <= line < top + self.size.height else self.top

    def go_to(self, block: int) -> None:
        """Bring a block into sight, at the top where there is enough below it."""
        self.at = block
        self._scroll_to_block(block)
        self.refresh()
        self.post_message(self.Turned())

    def render_line(self, y: int) -> Strip:
        """A line of the document."""
        base, number = self.rich_style, y + self.scroll_offset.y
        if number >= len(self._lines):
            return Strip.blank(self.size.width, base)
        line = self._lines[number]
        here = line.block == self.at and bool(line.pieces)
        if here:
            base += self.get_component_rich_style("page--here", partial=True)
        bar = base + self.get_component_rich_style("page--bar", partial=True)
        segments = [Segment("▌" if here else " ", bar), Segment(" ", base)]
        for text, look in marked(line.pieces, self._wanted):
            named = f"page--{look}"
            style = self.get_component_rich_style(named, partial=True) if look else None
            segments.append(Segment(text, base + style if style else base))
        used = _LEFT + sum(cell_len(one.text) for one in line.pieces)
        segments.append(Segment(" " * max(0, self.size.width - used), base))
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def cursor_at(self) -> Offset:
        """Where one reads, on the screen."""
        line = self._firsts.get(self.here, 0) - self.scroll_offset.y
        return self.content_region.offset + Offset(0, max(0, line))

    def action_move(self, by: int) -> None:
        """A line up or down."""
        self._scroll_by(by)

    def action_page(self, by: int) -> None:
        """A page up or down; a line of the one before stays."""
        self._scroll_by(by * max(1, self.size.height - 1))

    def action_end(self, by: int) -> None:
        """To the top or the end."""
        self._scroll(0 if by < 0 else len(self._lines))

    def on_resize(self) -> None:
        """Lay it out again; one stays at the block where one was."""
        if self._laid_out_for != self._width():
            top = self.here
            self._lay_out()
            self._scroll_to_block(top)

    # -- inside

    def _width(self) -> int:
        return max(10, (self.size.width or 80) - _LEFT - 2)

    def _lay_out(self) -> None:
        self._laid_out_for = self._width()
        self._lines = lay_out(self._text, self._laid_out_for, self._key)
        self._firsts = {}
        for number, line in enumerate(self._lines):
            if line.pieces:
                self._firsts.setdefault(line.block, number)
        self.virtual_size = Size(self.size.width, len(self._lines))
        self.refresh()

    def _scroll_to_block(self, block: int) -> None:
        line = self._firsts.get(block, 0)
        self._scroll(0 if block == 0 else line)

    def _scroll_by(self, lines: int) -> None:
        self._scroll(self.scroll_offset.y + lines)

    def _scroll(self, line: int) -> None:
        self.scroll_to(y=line, animate=False, immediate=True, force=True)
        self.post_message(self.Turned())
