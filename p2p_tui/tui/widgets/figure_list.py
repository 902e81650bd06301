"""Figures in groups, in one column or two, drawn line by line; the cursor opens what is behind."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from p2p_tui.domain.figures import Figure, Group
from p2p_tui.tui.keys import bindings
from p2p_tui.tui.rows import fit

TWO_COLUMNS = 110
"""From which width on the groups stand in two columns."""
_GAP = 3
_BAR, _SHORT_BAR = 10, 6
_BESIDE = 15


class _Line(NamedTuple):
    """A line of a column: its pieces with their styles, and the figure on it."""

    pieces: tuple[tuple[str, str], ...]
    figure: int | None = None


class FigureList(ScrollView, can_focus=True, inherit_bindings=False):
    """The Board's figures. The cursor goes from one that has a list behind it to the next."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "figures--title", "figures--label", "figures--value", "figures--quiet", "figures--bar",
        "figures--alarm", "figures--cursor",
    }  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("up", "down", "page_up", "page_down", "first", "last", "open"),
    ]

    class Opened(Message):
        """The list behind a figure is to be opened."""

        def __init__(self, figure: Figure) -> None:
            super().__init__()
            self.figure = figure

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self.empty = ""
        self._groups: Sequence[Group] = ()
        self._figures: list[Figure] = []
        self._columns: list[list[_Line]] = []
        self.at = 0
        """Which figure has the cursor."""

    def show(self, groups: Sequence[Group]) -> None:
        """Show figures; lines that are as they were are not drawn again."""
        self._groups = [group for group in groups if group.figures]
        self._figures = [one for group in self._groups for one in group.figures]
        behind = self._behind()
        if self.at not in behind:
            self.at = behind[0] if behind else 0
        self._lay_out()

    @property
    def selected(self) -> Figure | None:
        """The figure under the cursor."""
        return self._figures[self.at] if self.at in self._behind() else None

    def render_line(self, y: int) -> Strip:
        """A line: the columns beside each other."""
        base, number = self.rich_style, y + self.scroll_offset.y
        if not self._figures:
            text = self.empty if y == 1 else ""
            return Strip([Segment(fit(f"  {text}", self.size.width), base)])
        segments: list[Segment] = []
        for at, column in enumerate(self._columns):
            segments.append(Segment(" " * (_GAP if at else 0), base))
            line = column[number] if number < len(column) else _Line(())
            width = self._width()
            segments += self._drawn(line, width)
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def cursor_at(self) -> Offset:
        """Where the figure under the cursor stands on the screen."""
        column, line = self._place(self.at)
        across = column * (self._width() + _GAP)
        return self.content_region.offset + Offset(across, line - self.scroll_offset.y)

    def action_move(self, by: int) -> None:
        """To the next or previous figure that has a list behind it."""
        behind = self._behind()
        if behind:
            at = behind.index(self.at) if self.at in behind else 0
            self._go(behind[max(0, min(len(behind) - 1, at + by))])
        # What stands above or below all of them comes into sight too.
        if behind and self.at == (behind[0] if by < 0 else behind[-1]):
            self.scroll_relative(y=by * 3, animate=False)

    def action_page(self, by: int) -> None:
        """A page up or down."""
        self.scroll_relative(y=by * max(1, self.size.height - 2), animate=False)

    def action_end(self, by: int) -> None:
        """To the first or the last."""
        behind = self._behind()
        if behind:
            self._go(behind[0 if by < 0 else -1])
        self.scroll_to(y=0 if by < 0 else self.virtual_size.height, animate=False)

    def action_open(self) -> None:
        """Open the list behind the figure under the cursor."""
        if self.selected is not None:
            self.post_message(self.Opened(self.selected))

    def on_click(self, event: events.Click) -> None:
        """Go where it is clicked; twice opens what is behind."""
        column = min(len(self._columns) - 1, event.x // (self._width() + _GAP))
        lines = self._columns[column] if self._columns else []
        number = event.y + self.scroll_offset.y
        figure = lines[number].figure if number < len(lines) else None
        if figure is not None and figure in self._behind():
            self._go(figure)
            if event.chain >= 2:
                self.action_open()

    def on_resize(self) -> None:
        """Lay the columns out again."""
        self._lay_out()

    # -- inside

    def _behind(self) -> list[int]:
        return [at for at, one in enumerate(self._figures) if one.behind is not None]

    def _go(self, at: int) -> None:
        old, self.at = self.at, at
        for one in (old, at):
            self.refresh_line(self._place(one)[1])
        _, line = self._place(at)
        self.scroll_to_region(Region(0, line, 1, 1), animate=False, force=True)

    def _place(self, figure: int) -> tuple[int, int]:
        for column, lines in enumerate(self._columns):
            for number, line in enumerate(lines):
                if line.figure == figure:
                    return column, number
        return 0, 0

    def _width(self) -> int:
        width = self.size.width or 80
        return (width - _GAP) // 2 if len(self._columns) > 1 else width

    def _lay_out(self) -> None:
        width = self.size.width or 80
        two = width >= TWO_COLUMNS
        room = (width - _GAP) // 2 if two else width
        blocks: list[list[_Line]] = []
        number = 0
        for group in self._groups:
            lines = [_title(group, room)]
            for one in group.figures:
                lines.append(_Line(tuple(_figure(one, group, room)), number))
                number += 1
            blocks.append(lines)
        columns = _in_two(blocks) if two else [_stacked(blocks)]
        old, self._columns = self._columns, columns
        height = max((len(column) for column in columns), default=0)
        if len(old) != len(columns) or self.virtual_size != Size(width, height):
            self.virtual_size = Size(width, height)
            self.refresh()
            return
        beside = list(zip(columns, old, strict=True))
        for line in range(height):
            if any(_line(new, line) != _line(was, line) for new, was in beside):
                self.refresh_line(line)

    def _drawn(self, line: _Line, width: int) -> list[Segment]:
        base = self.rich_style
        chosen = line.figure is not None and line.figure == self.at and self.has_focus
        if chosen:
            base += self.get_component_rich_style("figures--cursor", partial=True)
        segments = [Segment("▌" if chosen else " ", base)]
        used = 1
        for text, name in line.pieces:
            style = base + self.get_component_rich_style(f"figures--{name}", partial=True)
            segments.append(Segment(text, style))
            used += cell_len(text)
        return [*segments, Segment(" " * max(0, width - used), base)]


def _line(column: list[_Line], number: int) -> _Line | None:
    return column[number] if number < len(column) else None


def _title(group: Group, width: int) -> _Line:
    value, beside = group.columns
    head = f"{group.title} "
    tail = f" {value:>9} {beside:>{_BESIDE}}" if value else ""
    rule = "─" * max(0, width - 2 - cell_len(head) - cell_len(tail))
    return _Line(((f"{head}{rule}{tail}", "title"),))


def _figure(one: Figure, group: Group, width: int) -> list[tuple[str, str]]:
    bar = (_BAR if width >= 72 else _SHORT_BAR) if one.share is not None else 0
    value = max(9, cell_len(one.value))
    room = max(8, width - 3 - value - 1 - _BESIDE - bar - 1)
    filled = round((one.share or 0) * (bar - 1)) if bar else 0
    filled = max(filled, 1) if one.share else filled
    style = "alarm" if one.alarm else "value"
    label = f"! {one.label}" if one.alarm else one.label
    return [
        (fit(label, room) + " ", "alarm" if one.alarm else "label"),
        ("█" * filled + " " * (bar - filled), "bar"),
        (f"{one.value:>{value}} ", style),
        (f"{fit(one.beside, _BESIDE).rstrip():>{_BESIDE}}", "quiet"),
    ]


def _stacked(blocks: Sequence[list[_Line]]) -> list[_Line]:
    lines: list[_Line] = []
    for block in blocks:
        lines += [*([_Line(())] if lines else []), *block]
    return lines


def _in_two(blocks: Sequence[list[_Line]]) -> list[list[_Line]]:
    """The blocks in two columns of about one height, in their order."""
    whole = len(_stacked(blocks))
    cut = min(
        range(1, len(blocks)),
        key=lambda at: max(len(_stacked(blocks[:at])), len(_stacked(blocks[at:]))),
        default=0,
    )
    return [_stacked(blocks[:cut]), _stacked(blocks[cut:])] if whole else [[]]
