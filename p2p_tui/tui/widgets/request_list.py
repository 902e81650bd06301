"""A list of requests in sections, drawn line by line: only lines that changed are repainted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from p2p_tui.domain.preferences import Density, Movement
from p2p_tui.domain.request import Request
from p2p_tui.domain.sections import Section
from p2p_tui.tui.keys import KEYS, VI, bindings
from p2p_tui.tui.ledger import Ledger
from p2p_tui.tui.rows import Piece, fit, note, row

STATES = (
    "waiting", "scheduled", "acknowledged", "ready", "on-call", "owed", "closed", "late",
)  # fmt: skip


NEAR = 10
"""How near an end the selection is when more could be shown."""


@dataclass(frozen=True)
class _Line:
    ref: str
    pieces: tuple[Piece, ...]
    of: str = ""
    """The request under whose line this one stands."""


class RequestList(ScrollView, can_focus=True, inherit_bindings=False):
    """Requests in sections. The selection stays on its reference when rows move."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--title", "list--ref", "list--drug", "list--contact", "list--who", "list--fresh",
        "list--note", "list--cursor", "list--empty", *(f"list--{name}" for name in STATES),
    }  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("up", "down", "page_up", "page_down", "first", "last"),
        *(Binding(key, f"vi('{name}')", show=False) for key, name in VI.items()),
    ]

    class Selected(Message):
        """The selection came to rest on another request."""

        def __init__(self, ref: str) -> None:
            super().__init__()
            self.ref = ref

    class Opened(Message):
        """The selected request is to be opened."""

        def __init__(self, ref: str) -> None:
            super().__init__()
            self.ref = ref

    class NearEnd(Message):
        """The selection came near an end, the lower one where ``by`` is 1: more could be shown."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    class ToEnd(Message):
        """The very first (-1) or the very last (1) of all is wanted."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self, ledger: Ledger, id: str | None = None) -> None:
        super().__init__(id=id)
        self._ledger = ledger
        self._empty = ""
        self._sections: Sequence[Section] = ()
        self._lines: list[_Line] = []
        self.selected: str = ""

    # -- what is shown

    @property
    def empty(self) -> str:
        """What stands here when there is nothing to show: why, and which key to press."""
        return self._empty

    @empty.setter
    def empty(self, said: str) -> None:
        if said != self._empty:
            self._empty = said
            if not self._lines:
                self.refresh()

    def show(
        self, sections: Sequence[Section], ledger: Ledger | None = None, *, still: bool = False
    ) -> None:
        """Show these sections; lines that are as they were are not drawn again.

        ``still`` leaves the selected line where it stands on the screen: what is above it changed.
        """
        self._ledger = ledger or self._ledger
        self._sections = sections
        refs = [one.ref for part in sections for one in part.requests]
        before, seen = self._refs(), self._in_sight()
        row = (self._number(self.selected) or 0) - self.scroll_offset.y
        if self.selected not in refs:
            self._select_near(before, refs)
        self.redraw()
        if still and seen:
            at = (self._number(self.selected) or 0) - row
            self.scroll_to(y=at, animate=False, force=True)
        if seen and not self._in_sight():
            self._bring_into_sight()

    def redraw(self) -> None:
        """Draw the lines whose text changed: a clock that runs, a mark that fades."""
        width = self.size.width or 80
        lines = self._lay_out(width)
        old, self._lines = self._lines, lines
        if len(lines) != len(old):
            self.virtual_size = Size(width, len(lines))
            self.refresh()
            return
        for number, (line, former) in enumerate(zip(lines, old, strict=True)):
            if line != former:
                self.refresh_line(number)

    def requests(self) -> list[Request]:
        """All that is shown, from top to bottom."""
        return [one for part in self._sections for one in part.requests]

    def select(self, ref: str) -> None:
        """Select a request that is shown."""
        if ref == self.selected or ref not in self._refs():
            return
        old, self.selected = self._number(self.selected), ref
        new = self._number(ref)
        for number in (old, new):
            if number is not None:
                self.refresh_line(number)
        self._bring_into_sight()
        self.post_message(self.Selected(ref))
        refs = self._refs()
        at = refs.index(ref)
        for by, near in ((1, at >= len(refs) - NEAR), (-1, at < NEAR)):
            if near:
                self.post_message(self.NearEnd(by))

    def cursor_at(self) -> Offset:
        """Where the selected line stands on the screen."""
        number = self._number(self.selected) or 0
        return self.content_region.offset + Offset(0, number - self.scroll_offset.y)

    def render_line(self, y: int) -> Strip:
        """One line of the list."""
        width = self.size.width
        base = self.rich_style
        number = y + self.scroll_offset.y
        if not self._refs():
            text = self.empty if y == 1 else ""
            style = base + self.get_component_rich_style("list--empty", partial=True)
            return Strip([Segment(fit(f"  {text}", width), style)], width)
        if number >= len(self._lines):
            return Strip.blank(width, base)
        line = self._lines[number]
        chosen = bool(line.ref) and line.ref == self.selected
        if chosen:
            base += self.get_component_rich_style("list--cursor", partial=True)
        segments = [Segment("▌" if chosen else " ", base)] if line.ref else []
        for text, name in line.pieces:
            style = base + self.get_component_rich_style(f"list--{name}", partial=True)
            segments.append(Segment(text, style))
        return Strip(segments).adjust_cell_length(width, base)

    # -- keys and mouse

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The letters of vi are for those who want it; for others they may be something else."""
        if action == "vi":
            return self._ledger.me.preferences.movement is Movement.VI
        return super().check_action(action, parameters)

    async def action_vi(self, name: str) -> None:
        """Move as the key of that name does."""
        await self.run_action(KEYS[name].action)

    def action_move(self, by: int) -> None:
        """Select the next or the previous request."""
        refs = self._refs()
        if refs:
            at = refs.index(self.selected) if self.selected in refs else 0
            self.select(refs[max(0, min(len(refs) - 1, at + by))])

    def action_page(self, by: int) -> None:
        """Move the selection by a page."""
        self.action_move(by * max(1, self.size.height - 2))

    def action_end(self, by: int) -> None:
        """Select the first or the last request."""
        self.action_move(by * len(self._lines))
        self.post_message(self.ToEnd(by))

    def on_click(self, event: events.Click) -> None:
        """Select what was clicked; open what was clicked twice."""
        number = event.y + self.scroll_offset.y
        line = self._lines[number] if number < len(self._lines) else _Line("", ())
        if ref := line.ref or line.of:
            self.select(ref)
            if event.chain >= 2:
                self.post_message(self.Opened(self.selected))

    def on_resize(self) -> None:
        """Lay the columns out again."""
        self._lines = []
        self.redraw()
        self._bring_into_sight()

    # -- inside

    def _refs(self) -> list[str]:
        return [line.ref for line in self._lines if line.ref]

    def _number(self, ref: str) -> int | None:
        return next((n for n, line in enumerate(self._lines) if line.ref == ref), None)

    def _in_sight(self) -> bool:
        number, top = self._number(self.selected), self.scroll_offset.y
        return number is not None and top <= number < top + self.size.height

    def _bring_into_sight(self) -> None:
        number = self._number(self.selected)
        if number is None:
            return
        # A section's title comes into view with its first request.
        above = self._lines[number - 1] if number else self._lines[0]
        top = number if above.ref or above.of else max(0, number - 1)
        noted = [line.of for line in self._lines[number + 1 : number + 2]] == [self.selected]
        region = Region(0, top, self.size.width, number - top + 1 + noted)
        self.scroll_to_region(region, animate=False, force=True)

    def _select_near(self, before: list[str], refs: list[str]) -> None:
        """The selected request left: what stood next to it is selected, if it is still there."""
        at = before.index(self.selected) if self.selected in before else 0
        near = [*before[at:], *reversed(before[:at])]
        self.selected = next((ref for ref in near if ref in refs), refs[0] if refs else "")
        if self.selected:
            self.post_message(self.Selected(self.selected))

    def _lay_out(self, width: int) -> list[_Line]:
        lines: list[_Line] = []
        airy = self._ledger.me.preferences.density is Density.AIRY
        for part in self._sections:
            if airy and lines:
                lines.append(_Line("", ()))
            count = " more " if part.more else f" {len(part.requests)} "
            title = f" {part.title} "
            rule = "─" * max(0, width - len(title) - len(count))
            lines.append(_Line("", ((f"{title}{rule}{count}", "title"),)))
            for one in part.requests:
                lines.append(_Line(one.ref, tuple(row(one, self._ledger, width))))
                if said := note(one, self._ledger, width):
                    lines.append(_Line("", tuple(said), one.ref))
        return lines
