"""Help: the keys of what has the focus and of its screen, then all others, then the states."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from p2p_tui.domain.guide_places import Place
from p2p_tui.domain.lifecycle import MOVES, possible
from p2p_tui.tui.keys import MOVE_NAMES, Where, binding, of, written_key
from p2p_tui.tui.screens.acting import Acting
from p2p_tui.tui.screens.base import Base
from p2p_tui.tui.screens.form import Form
from p2p_tui.tui.states import LOOKS
from p2p_tui.tui.widgets.bars import KeyBar, Line
from p2p_tui.tui.widgets.fields import Choice, LineInput, Tick, WordsArea
from p2p_tui.tui.widgets.request_list import RequestList

Rows = list[tuple[str, str]]
Parts = list[tuple[str, str] | str]
_FOCUSED: dict[type[Widget], str] = {
    RequestList: "In the list",
    LineInput: "In this field",
    WordsArea: "In this field",
    Choice: "Among these choices",
    Tick: "On this step",
}


class HelpScreen(Base):
    """Every key, on one page; on top those that act where one came from."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding(name, "step_back") for name in ("back", "help", "quit")
    ]

    def __init__(self, asked_from: Base) -> None:
        super().__init__()
        self._asked_from = asked_from

    def place(self) -> Place:
        """Where one asked."""
        return self._asked_from.place()

    def compose(self) -> ComposeResult:
        """The keys in groups."""
        yield Line(id="title")
        with VerticalScroll(id="page"), Container(id="columns"):
            yield from (Static(column, markup=False) for column in _page(self._asked_from))
        with Vertical(id="foot"):
            yield KeyBar(id="keys")

    def started(self) -> None:
        """Scrolling has the keys."""
        step, key = self.guide_step(), self.ledger.key("guide_step")
        read = f"  {key} reads the guide" + (f" at {step.words}" if step else "")
        self.query_one("#title", Line).say((" HELP ", "bold $accent"), (read, "$quiet"))
        self.show_keys(("back", "back"), ("↑ ↓", "scroll"), rest=())
        self.query_one("#page").focus()


def _page(screen: Base) -> list[Content]:
    """The groups in two columns, which stand under each other where there is no room."""
    groups = [(title, rows) for title, rows in _groups(screen) if rows]
    half = sum(len(rows) + 2 for _, rows in groups) / 2
    columns: tuple[Parts, Parts] = ([], [])
    above = 0
    for title, rows in groups:
        column = columns[above + len(rows) / 2 > half]
        column.append((f"{title}\n", "bold $accent"))
        for key, word in rows:
            column += [(f"  {key:<14}", "bold"), f"{word}\n"]
        column.append("\n")
        above += len(rows) + 2
    return [Content.assemble(*column) for column in columns]


def _groups(screen: Base) -> Iterable[tuple[str, Rows]]:
    yield _where_the_focus_is(screen)
    forms = ("In forms", _rows(screen, Where.FORM, Where.ALWAYS))
    if isinstance(screen, Form):
        yield forms
    if isinstance(screen, Acting) and (request := screen.selected()) is not None:
        moves = possible(request, screen.ledger.situation())
        now = [(screen.ledger.key(MOVE_NAMES[move.key]), move.label) for move in moves]
        yield f"On {request.ref} now", now
    yield "On a request, when it is time", [
        (screen.ledger.key(MOVE_NAMES[move.key]), f"{move.label}  ({move.rule})") for move in MOVES
    ] + [(screen.ledger.key(one.name), one.label) for one in of(Where.REQUEST)
         if one.name not in MOVE_NAMES.values()]  # fmt: skip
    yield "Everywhere but in forms", _rows(screen, Where.MAIN, Where.ALWAYS)
    if not isinstance(screen, Form):
        yield forms
    states = [(found.glyph, found.word) for found in LOOKS.values()]
    yield "States", [
        *states, ("◔", "due soon"), ("▶", "due now"), ("!", "overdue, or redial now"),
        ("•", "changed just now"),
    ]  # fmt: skip


def _where_the_focus_is(screen: Base) -> tuple[str, Rows]:
    focused = screen.focused
    title = _FOCUSED.get(type(focused), "Here") if focused is not None else ""
    keys: dict[str, list[str]] = {}
    for key, active in screen.active_bindings.items():
        if active.node is focused and active.binding.description:
            keys.setdefault(active.binding.description, []).append(written_key(key))
    return title, [(" ".join(pressed), word.lower()) for word, pressed in keys.items()]


def _rows(screen: Base, *where: Where) -> Rows:
    return [
        (screen.ledger.key(one.name), one.label)
        for place in where
        for one in of(place)
        if one.name != "no_quit" and (one.name != "seat" or screen.desk_app.seats)
    ]
