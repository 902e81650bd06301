"""A locked session: nothing of the desk on it, and one field for the passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Input

from p2p_tui.domain.passphrases import tries_in_vain
from p2p_tui.domain.wording import clock_zone
from p2p_tui.tui.guard import CLEAR_SCROLLBACK
from p2p_tui.tui.keys import binding
from p2p_tui.tui.widgets.bars import Line
from p2p_tui.tui.widgets.fields import LineInput

if TYPE_CHECKING:
    from p2p_tui.tui.app import DeskApp


class LockScreen(Screen[None]):
    """Who has locked it and since when. The right passphrase, or the end of the session."""

    BINDINGS: ClassVar[list[BindingType]] = [binding("back", "leave")]
    AUTO_FOCUS = ""

    @property
    def desk_app(self) -> DeskApp:
        """The app, by its own type."""
        return cast("DeskApp", self.app)

    def compose(self) -> ComposeResult:
        """A box with the little that may be seen."""
        with Vertical(id="lock"):
            yield Line(id="lock-title")
            yield Line(id="lock-who")
            yield LineInput(password=True, id="lock-entry", compact=True)
            yield Line(id="lock-problem")
            yield Line(id="lock-keys")

    def on_mount(self) -> None:
        """Ask whether there is a passphrase; without one nothing unlocks it."""
        ledger = self.desk_app.ledger
        since = clock_zone(ledger.desk.clock(), ledger.zone)
        self._say("title", ("LOCKED ", "bold $accent"), (f" since {since}", "$quiet"))
        self._say("who", f"{ledger.me.title}: your passphrase")
        hint = f"{self.desk_app.guard.hint}   " if self.desk_app.guard.hint else ""
        self._say("problem", (hint, "$quiet"))
        self._say("keys", ("enter unlock   esc end the session, typing is kept", "$quiet"))
        self.query_one(Input).focus()
        self.call_after_refresh(self._clear)
        self.desk_app.do(ledger.desk.has_passphrase, self._known, self._refused)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """See whether it is the passphrase."""
        event.stop()
        entry, desk = self.query_one(Input), self.desk_app.ledger.desk
        typed, entry.value = entry.value, ""
        self.desk_app.do(lambda: desk.unlock(typed), self._unlock, self._refused, keys_wait=True)

    def _clear(self) -> None:
        """Have the terminal forget what has scrolled out of it, and with that, in some, all."""
        self.desk_app.write_to_terminal(CLEAR_SCROLLBACK)
        self.desk_app.action_redraw()

    def action_leave(self) -> None:
        """End the session; what was typed is kept."""
        self.desk_app.leave_now(0)

    def _known(self, has: bool) -> None:
        if not has:
            self.desk_app.guard.ends_unlocked()

    def _unlock(self, in_vain: int) -> None:
        if self.is_active:
            self.desk_app.guard.unlocked()
            if in_vain:
                self.desk_app.announce(tries_in_vain(in_vain), bad=True)

    def _refused(self, problem: str, field: str) -> None:
        if self.is_attached:
            self._say("problem", (problem, "bold $late"))

    def _say(self, line: str, *parts: tuple[str, str] | str) -> None:
        self.query_one(f"#lock-{line}", Line).say(*parts)
