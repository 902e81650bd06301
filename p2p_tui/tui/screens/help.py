"""Help: the keys of the screen in front, and what the states mean."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from p2p_tui.domain.lifecycle import MOVES
from p2p_tui.tui.states import LOOKS
from p2p_tui.tui.widgets.bars import KeyBar, Line

_EVERYWHERE = (
    ("1", "Desk"),
    ("3", "Tracker"),
    ("n", "new request"),
    ("enter", "open the selected request"),
    ("y", "copy the selected request as a template"),
    ("s", "my availability"),
    (",", "my settings: colours, keys, bell"),
    ("/", "find in the tracker"),
    ("ctrl+p", "what can be done now, by name"),
    ("?", "this help"),
    ("ctrl+l", "draw the screen again"),
    ("q", "quit; what is typed is kept"),
)
_FORMS = (
    ("ctrl+s", "place or save"),
    ("tab", "next field"),
    ("shift+tab", "previous field"),
    ("escape", "back; what is typed is kept as a draft"),
)


class HelpScreen(Screen[None]):
    """Every key, on one page."""

    BINDINGS = [Binding("escape,question_mark,q", "app.pop_screen", "back", show=False)]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        """The keys in groups."""
        yield Line(id="title")
        with VerticalScroll(id="page"):
            yield Static(help_text(), markup=False)
        with Vertical(id="foot"):
            yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Scrolling has the keys."""
        self.query_one("#title", Line).say((" HELP ", "bold $accent"))
        self.query_one(KeyBar).keys([("esc", "back"), ("↑ ↓", "scroll")])
        self.query_one("#page").focus()


def help_text() -> Content:
    """The keys and the states."""
    moves = tuple((move.key, f"{move.label}  ({move.rule})") for move in MOVES)
    states = tuple((found.glyph, found.word) for found in LOOKS.values())
    parts: list[tuple[str, str] | str] = []
    for title, rows in (
        ("On the selected request", moves),
        ("Everywhere", _EVERYWHERE),
        ("In forms", _FORMS),
        ("States", (*states, ("!", "late, or redial now"), ("•", "changed just now"))),
    ):
        parts.append((f"{title}\n", "bold $accent"))
        for key, word in rows:
            parts += [(f"  {key:<10}", "bold"), f"{word}\n"]
        parts.append("\n")
    return Content.assemble(*parts)
