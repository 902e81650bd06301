"""What a session tells of its person: whether a key was heard lately, which request is open."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from p2p_tui.domain.people import AtHand
from p2p_tui.domain.presence import IDLE_AFTER

if TYPE_CHECKING:
    from p2p_tui.tui.app import DeskApp


class Watching:
    """Keys and screens of one session, as others are told of them."""

    def __init__(self, app: DeskApp) -> None:
        self._app = app
        self._last_key = app.office.clock()

    def heard(self) -> None:
        """A key was pressed, or the mouse."""
        self._last_key = self._app.office.clock()
        if self._app.ledger.desk.at_hand.idle:
            self.look()

    def idle_for(self) -> timedelta:
        """For how long no key was pressed."""
        return self._app.office.clock() - self._last_key

    def look(self) -> None:
        """Tell others where it changed; it is no more than a sign of life with more in it."""
        idle = self.idle_for() >= IDLE_AFTER or self._app.guard.locked
        ref, doing = self._app.before_them()
        told = AtHand(idle=idle, ref=ref, doing=doing)
        if told != self._app.ledger.desk.at_hand:
            self._app.ledger.desk.at_hand = told
            self._app.tell_now()
