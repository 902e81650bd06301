"""A request as one of the templates: sent to the clipboard, and shown to be marked by hand."""

from typing import ClassVar, cast, get_args

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from p2p_tui.domain import templates
from p2p_tui.domain.details import Details
from p2p_tui.domain.request import Kind, Request
from p2p_tui.domain.templates import Form
from p2p_tui.tui.keys import binding
from p2p_tui.tui.rows import MOST_SHOWN, bounded
from p2p_tui.tui.screens.base import Base
from p2p_tui.tui.widgets.bars import Header, KeyBar, Line, NewsLine

TEMPLATES: dict[templates.Kind, str] = {
    "now": "Peer to Peer",
    "callback": "Scheduling a Peer to Peer",
    "rph": "P2P Note for RPH",
}
FORMS: dict[Form, str] = {"table": "table", "bullets": "bullets", "plain": "plain lines"}
MOST_COPIED_SHOWN = 4 * MOST_SHOWN
"""How many letters are drawn of what is copied, which is all of it."""


class Written(VerticalScroll, can_focus=True):
    """What was written; arrows choose the template and its form."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "screen.form(-1)", "the form before", show=False, id="copy.form_before"),
        Binding("right", "screen.form(1)", "the next form", show=False, id="copy.next_form"),
        Binding("up", "screen.template(-1)", "the template before", show=False,
                id="copy.template_before"),
        Binding("down", "screen.template(1)", "the next template", show=False,
                id="copy.next_template"),
    ]  # fmt: skip


class CopyScreen(Base):
    """Writes a request as a template. Nobody can know whether a terminal took it: it is shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("back", "step_back"),
        binding("copy", "copy"),
    ]

    def __init__(self, request: Request) -> None:
        super().__init__()
        self._request = request
        self._kind: templates.Kind = "callback" if request.kind is Kind.CALLBACK else "now"
        self._form: Form = "plain"

    def compose(self) -> ComposeResult:
        """Which template, what it says, keys."""
        yield Header("Desk", self.desk_app.notice)
        yield Line(id="title")
        with Written(id="page"):
            yield Static("", id="page-text", markup=False)
        with Vertical(id="foot"):
            yield NewsLine(id="news")
            yield KeyBar(id="keys")

    def started(self) -> None:
        """Copy it at once, as the template that fits it."""
        super().started()
        self.query_one("#page").focus()
        self.action_copy()

    def refresh_all(self) -> None:
        """Show what is written as it is now."""
        super().refresh_all()
        named = f"{TEMPLATES[self._kind]}, {FORMS[self._form]}"
        self.query_one("#title", Line).say((f" COPY {self._request.ref}  ", "bold $accent"), named)
        text = _written(self._request, self._kind, self._form)
        self.query_one("#page-text", Static).update(bounded(text, MOST_COPIED_SHOWN))
        self.show_keys(
            ("back", "back"), ("copy", "copy this one"), ("← →", "table, bullets, lines"),
            ("↑ ↓", "template"), rest=(),
        )  # fmt: skip

    def action_form(self, by: int) -> None:
        """Write it in another form."""
        self._form = cast(Form, _next(get_args(Form), self._form, by))
        self.refresh_all()

    def action_template(self, by: int) -> None:
        """Write another of the templates."""
        self._kind = cast(templates.Kind, _next(list(TEMPLATES), self._kind, by))
        self.refresh_all()

    def action_copy(self) -> None:
        """Send it to the terminal's clipboard, once it is on record that it was copied."""
        desk, ref = self.ledger.desk, self._request.ref
        kind, form = self._kind, self._form
        self.desk_app.do(
            lambda: desk.to_copy(ref, TEMPLATES[kind]),
            lambda request: self._send(request, kind, form),
        )

    def _send(self, request: Request, kind: templates.Kind, form: Form) -> None:
        if self.desk_app.guard.locked:
            return
        self.desk_app.send_to_clipboard(_written(request, kind, form))
        if self.here:
            self._request = request
            self.refresh_all()
            said = "was sent to the terminal's clipboard; without one, mark the text"
            self.announce(f"{request.ref} {said}")


def _written(request: Request, kind: templates.Kind, form: Form) -> str:
    known = {name: getattr(request, name) for name in Details.model_fields}
    return templates.write(kind, Details.model_validate(known), form)


def _next(among: list[str] | tuple[str, ...], now: str, by: int) -> str:
    return among[(among.index(now) + by) % len(among)]
