"""Documenting a conversation: the form asks for what the determination needs, and no more."""

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from p2p_tui.desk.passphrases import FIELD as PASSPHRASE
from p2p_tui.domain.documenting import LATE_AFTER, Asked, asked
from p2p_tui.domain.safety import takes_passphrase
from p2p_tui.domain.wording import age_words, clock_zone, span
from p2p_tui.tui.keys import binding
from p2p_tui.tui.screens.move import MoveScreen
from p2p_tui.tui.widgets.bars import Line
from p2p_tui.tui.widgets.fields import Choice, Field, WordsArea

_BEGINS = ("reason_given", "heard", "determination")
"""Where typing begins: what only the conversation told."""


class DocumentScreen(MoveScreen):
    """The tracker's form. Fields come and go with the determination; what was typed stays."""

    BINDINGS: ClassVar[list[BindingType]] = [binding("offer", "phrase")]

    _chosen = ""
    _holds = 0
    """How often keys wait for what the determination asks for."""

    def asks(self) -> ComposeResult:
        """The fields, and under them the call as the record has it."""
        yield from super().asks()
        if takes_passphrase(self.ledger.desk.office.in_common.common.safety, self._move.name):
            yield Field(PASSPHRASE, "Your passphrase", secret=True)
        yield Line(id="phrases")

    def started(self) -> None:
        """Say when the call was, by the record, and what can be taken."""
        super().started()
        choice = self.field("determination").entry
        assert isinstance(choice, Choice)
        # Who goes on with the next key at once goes to what has just come.
        choice.at_once = self._show_asked
        self._say_call()
        if self.ledger.desk.office.in_common.common.record_phrases:
            said = f"{self.ledger.key('offer')} takes a quick phrase, where one writes"
            self.query_one("#phrases", Line).say((said, "$quiet"))

    def first_field(self) -> Field:
        """What only the conversation told: the rest is known, or can wait."""
        empty = [self.field(name) for name in _BEGINS if not self.field(name).value]
        return empty[0] if empty else super().first_field()

    def edited(self) -> None:
        """Show the fields that the determination asks for."""
        self._show_asked()

    def body(self) -> dict[str, Any]:
        """What the fields hold; a passphrase is kept nowhere."""
        return {name: value for name, value in super().body().items() if name != PASSPHRASE}

    def passphrase(self) -> str:
        """What it is signed off with, where the desk asks for that."""
        return str(self.field(PASSPHRASE).value) if PASSPHRASE in self.fields else ""

    def _show_asked(self) -> None:
        chosen = str(self.field("determination").value)
        for name, field in self.fields.items():
            if name == PASSPHRASE:
                continue
            wanted = asked(chosen, name)
            field.display = wanted is not Asked.NOT
            field.set_class(wanted is Asked.NEEDED, "-needed")
        if chosen != self._chosen:
            self._chosen = chosen
            # What it asks for comes under it, and has its place behind the second refresh: until
            # then a tab would go past it.
            self.desk_app.hold_keys()
            self._holds += 1
            self.call_after_refresh(self.call_after_refresh, self._bring_up)

    def on_unmount(self) -> None:
        """Hold no keys for a form that is gone."""
        while self._holds:
            self._let_keys_go()

    def _let_keys_go(self) -> None:
        self._holds -= 1
        self.desk_app.release_keys()

    def _bring_up(self) -> None:
        if not self._holds:
            return
        self._let_keys_go()
        field = self.field("determination")
        # On a small screen it is to be seen at once.
        if field.has_focus_within:
            self.query_one("#form").scroll_to_widget(field, top=True, animate=False)

    def given(self) -> dict[str, Any]:
        """What the fields hold that this determination asks for."""
        chosen = str(self.field("determination").value)
        return {
            name: value
            for name, value in self.body().items()
            if asked(chosen, name) is not Asked.NOT
        }

    def action_phrase(self) -> None:
        """Put a quick phrase of the desk's behind what was typed, where one writes."""
        entry = self.focused
        phrases = self.ledger.desk.office.in_common.common.record_phrases
        field = next((one for one in self.fields.values() if one.entry is entry), None)
        if isinstance(entry, WordsArea) and field is not None:
            self.take_phrase(field, phrases)

    def _say_call(self) -> None:
        request, zone, now = self._request, self.ledger.zone, self.ledger.desk.clock()
        parts: list[tuple[str, str] | str] = []
        if request.connected_at and request.ended_at:
            said = f"the call, by the record: {span(request.connected_at, request.ended_at, zone)}"
            parts.append((said, "$quiet"))
        elif request.connected_at:
            said = f"the call began at {clock_zone(request.connected_at, zone)}, by the record"
            parts.append((said, "$quiet"))
        if request.ended_at and now - request.ended_at > LATE_AFTER:
            ago = age_words((now - request.ended_at).total_seconds())
            parts.append((f"  LATE ENTRY: it ended {ago} ago", "bold $late"))
        self.query_one("#reading", Line).say(*parts)
