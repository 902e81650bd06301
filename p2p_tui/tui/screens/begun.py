"""The calls that were begun and not placed: one's own, and for a lead those left behind (R7)."""

from collections.abc import Callable
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from p2p_tui.desk import Begun, Draft, Drafted
from p2p_tui.domain.callers import caller_words
from p2p_tui.domain.lifecycle import BY_NAME
from p2p_tui.domain.request import Request
from p2p_tui.domain.wording import clock, day
from p2p_tui.tui.keys import binding
from p2p_tui.tui.rows import fit
from p2p_tui.tui.screens.form import Form
from p2p_tui.tui.screens.intake_fields import TOLD, details_of
from p2p_tui.tui.screens.move import field_for
from p2p_tui.tui.screens.options import OptionsScreen
from p2p_tui.tui.widgets.bars import Header, KeyBar, Line, NewsLine

_CLOSE = BY_NAME["close"]


class BegunScreen(OptionsScreen):
    """One line a call; Enter goes on with it, nothing here is ever thrown away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("close", "close"),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._begun = Begun()

    def started(self) -> None:
        """The list has the keys."""
        self.query_one("#title", Line).say(
            (" CALLS BEGUN  ", "bold $accent"), ("taken down and not placed yet", "$quiet")
        )
        self.show_keys(
            ("↑ ↓", "choose"), ("open", "go on with it"), ("close", "close without a P2P"),
            ("back", "back"), rest=[("palette", "help")],
        )  # fmt: skip
        self.options.focus()

    def resumed(self) -> None:
        """Look again: one may have been placed."""
        super().resumed()
        desk = self.ledger.desk
        self.desk_app.do(desk.begun, self._show, keys_wait=True)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go on with a call."""
        event.stop()
        self._with_own(self._draft(event.option_id), self._go_on)

    def action_close(self) -> None:
        """Close a call in the caller's words."""
        options = self.options
        chosen = options.highlighted_option
        self._with_own(self._draft(chosen.id if chosen else None), self._close)

    def _show(self, begun: Begun) -> None:
        if not self.here:
            return
        self._begun, self.ledger.begun = begun, begun.counts
        self.show_header()
        options = self.options
        at = options.highlighted
        options.clear_options()
        options.add_options([self._option(one) for one in begun.own])
        if begun.left_behind:
            title = Content.assemble(("LEFT BEHIND by people who are not here", "bold $accent"))
            options.add_option(Option(title, disabled=True))
            options.add_options([self._option(one) for one in begun.left_behind])
        if not begun.own and not begun.left_behind:
            key = self.ledger.key("new")
            nothing = Content(f"No call was begun and left. {key} on the Desk begins one.")
            options.add_option(Option(nothing, disabled=True))
        elif at is not None:
            options.highlighted = min(at, options.option_count - 1)
        else:
            options.action_first()

    def _option(self, draft: Draft) -> Option:
        details = details_of(draft.body)
        now, zone = self.ledger.desk.clock(), self.ledger.zone
        on = day(draft.kept_at, zone, now)
        at = clock(draft.kept_at, zone) if on == "today" else f"{on} {clock(draft.kept_at, zone)}"
        mine = draft.owner == self.ledger.desk.username
        who = "" if mine else f"  {self.ledger.roster.name(draft.owner)}"
        about = details.drug_name or (f"PA {details.pa_number}" if details.pa_number else "")
        line = Content.assemble(
            fit(caller_words(details), 28), " ", fit(about, 22), (f" kept {at}{who}", "$quiet")
        )
        return Option(line, id=draft.id)

    def _draft(self, draft_id: str | None) -> Draft | None:
        every = (*self._begun.own, *self._begun.left_behind)
        found = next((one for one in every if one.id == draft_id), None)
        # What is held is newer than what the list was made of.
        held = self.desk_app.drafts.held.get(draft_id or "")
        return found.model_copy(update={"body": held.body}) if found and held else found

    def _with_own(self, draft: Draft | None, then: Callable[[Draft], None]) -> None:
        if draft is None:
            self.announce("No call is chosen")
        elif draft.owner == self.ledger.desk.username:
            then(draft)
        else:
            desk = self.ledger.desk
            self.desk_app.do(lambda: desk.take_up(draft), then, keys_wait=True)

    def _go_on(self, draft: Draft) -> None:
        from p2p_tui.tui.screens.new_request import NewRequestScreen

        self.desk_app.bring_up(NewRequestScreen(draft.id, draft.body))

    def _close(self, draft: Draft) -> None:
        self.desk_app.drafts.newest(
            f"close {draft.id}",
            lambda draft_id, body: self.desk_app.bring_up(CloseBegunScreen(draft, draft_id, body)),
        )


class CloseBegunScreen(Form):
    """A call that was begun and needs no P2P: it is placed and closed, in the caller's words."""

    def __init__(self, begun: Draft, draft_id: str, body: dict[str, Any]) -> None:
        super().__init__(draft_id, f"close {begun.id}", body)
        self._begun = begun

    def compose(self) -> ComposeResult:
        """Title, what closing needs, keys."""
        yield Header("Desk", self.desk_app.notice)
        yield Line(id="title")
        with Vertical(id="form"):
            for need in _CLOSE.needs:
                yield field_for(need, self._draft.get(need.name, ""))
        with Vertical(id="foot"):
            yield Line(id="problem")
            yield NewsLine(id="news")
            yield KeyBar(id="keys")

    def started(self) -> None:
        """Say which call it is."""
        super().started()
        details = details_of(self._begun.body)
        self.query_one("#title", Line).say(
            (f" {_CLOSE.label.upper()}  ", "bold $accent"), caller_words(details),
            ("  it stands in the tracker like every other", "$quiet"),
        )  # fmt: skip
        self.show_form_keys("close it", "back")

    def save(self) -> None:
        """Place it and close it in one."""
        desk, body, given = self.ledger.desk, self._begun.body, self.body()
        begun = Drafted(self._begun.id)
        self.desk_app.do(
            lambda: desk.place(
                details_of(body), told=bool(body.get(TOLD)), zone=str(body.get("zone", "")),
                said=str(body.get("said", "")), closing=given, draft=begun,
                act_id=f"close-{self._begun.id}",
            ),
            self._done,
            self.complain,
            keys_wait=True,
        )  # fmt: skip

    def _done(self, request: Request) -> None:
        self.finish()
        # What was typed here is used up too.
        self.desk_app.drafts.keep(self.draft_id, self.form_name, {})
        self.desk_app.announce(f"{request.ref} is closed without a P2P, in the caller's words")
