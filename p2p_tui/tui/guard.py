"""Who may go on with a session: left alone it locks, and with its person's rights it ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from p2p_tui.domain.people import Lent
from p2p_tui.domain.roles import Ability, may
from p2p_tui.domain.wording import clock
from p2p_tui.tui.screens.form import Form

if TYPE_CHECKING:
    from p2p_tui.tui.app import DeskApp

CLEAR_SCROLLBACK = "\x1b[3J"
"""What makes a terminal forget the lines that have scrolled out of it."""


class Guard:
    """Locks and unlocks one session, and ends it where its person may not go on."""

    def __init__(self, app: DeskApp, hint: str = "") -> None:
        """``hint`` is said on the lock: the passphrase of people who are made up."""
        self._app, self.hint = app, hint
        self._waiting: list[Callable[[], None]] = []
        self._said: list[Callable[[], None]] = []
        self._lent: tuple[Lent, ...] = ()

    @property
    def locked(self) -> bool:
        """Whether the session is locked."""
        from p2p_tui.tui.screens.locked import LockScreen

        return any(isinstance(screen, LockScreen) for screen in self._app.screen_stack)

    def look(self) -> None:
        """Lock it where no key was pressed for a while, unless its person is on a call."""
        app = self._app
        after = timedelta(minutes=app.office.in_common.common.safety.lock_after)
        ledger = app.ledger
        on_a_call = ledger.desk.username in ledger.roster.calls.values()
        if app.watching.idle_for() >= after and not on_a_call and not self.locked:
            self.lock()

    def lock(self) -> None:
        """Take everything off the screen; what is typed stays, and is kept as a draft too."""
        from p2p_tui.tui.screens.locked import LockScreen

        app, desk = self._app, self._app.ledger.desk
        for screen in app.screen_stack:
            if isinstance(screen, Form):
                screen.put_by()
        app.forget_keys()
        app.forget_clipboard()
        app.push_screen(LockScreen())
        app.watching.look()
        app.do(desk.lock, lambda _: None, lambda _problem, _field: None)

    def unlocked(self) -> None:
        """Show what was there before, and what came up meanwhile."""
        app, waiting = self._app, [*self._waiting, *self._said]
        self._waiting, self._said = [], []
        app.pop_screen()
        app.watching.heard()
        for go in waiting:
            go()

    def holds_back(self, go: Callable[[], None]) -> bool:
        """Say whether going somewhere waits until the session is unlocked."""
        if self.locked:
            self._waiting.append(go)
        return self.locked

    def said_meanwhile(self, say: Callable[[], None]) -> None:
        """Say the last line of those that nobody saw, once the session is unlocked."""
        self._said = [say]

    def ends_unlocked(self) -> None:
        """End a locked session: nothing unlocks it."""
        said = "Locked: you have no passphrase, so the session has ended; what you typed is kept"
        self._app.end(f"{said}. Set one in the session ({self._app.ledger.key('passphrase')})", 0)

    def check(self) -> None:
        """See, with each piece of news, whether this person may go on, and what is lent to them."""
        app, me = self._app, self._app.ledger.me
        if not may(me, Ability.SEE_OPEN):
            why = "is disabled on this desk" if me.disabled else "works with requests no more"
            app.end(f"{me.name} {why}; ask a lead. What you typed is kept", 1)
            return
        if me.lent != self._lent:
            self._tell(self._lent, me.lent)
            self._lent = me.lent

    def _tell(self, before: tuple[Lent, ...], now: tuple[Lent, ...]) -> None:
        zone = self._app.ledger.zone
        for one in now:
            if one not in before:
                until = clock(one.until, zone)
                said = f"You act as a {one.role} too until {until}: emergency access, on record"
                self._app.announce(said, urgent=True)
        for one in before:
            if one not in now:
                self._app.announce(f"You act as a {one.role} no more", urgent=True)
