"""How a session gets its person's attention: one line on the screen, bell, notice, title.

What asks is worked out in ``domain/attention.py``; here each thing is told once a session, and
never over what somebody types. No word of it says who a caller is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from p2p_tui.desk import News
from p2p_tui.domain.attention import Ask, What
from p2p_tui.domain.preferences import Bell, Notices, Preferences, Title
from p2p_tui.domain.request import Request

if TYPE_CHECKING:
    from p2p_tui.tui.app import DeskApp

_PRESSING = tuple(What)
_HANDED = frozenset({"hand_over", "take_over"})


class Attention:
    """What this session has told already, and how it tells what is new."""

    def __init__(self, app: DeskApp, *, greets: bool = True) -> None:
        """``greets`` tells what fell due before the session began, all at once."""
        self._app = app
        self._greets = greets
        self._told: set[str] = set()
        self._began = False
        self._title = ""

    def look(self, news: News | None = None) -> None:
        """Tell what asks now and was not told yet; who just signed in hears of all of it."""
        ledger = self._app.ledger
        if not self._began and not ledger.roster.here(ledger.desk.username):
            # Nobody is asked who is not here: the session's own first sign of life is on its way.
            return
        asks = ledger.asks()
        last = {event.ref: event.actor for event in news.happenings} if news else {}
        for ref, actor in last.items():
            # The news of one's own move may come before its answer does.
            if actor == ledger.desk.username and ref in ledger.requests:
                self.know(ledger.requests[ref])
        untold = (one for one in asks if one.key not in self._told)
        new = sorted(untold, key=lambda one: _PRESSING.index(one.what))
        self._told.update(one.key for one in new)
        words = [*self._handed(news), *(one.words for one in new)]
        if words and (self._began or self._greets):
            more = f" · and {len(words) - 1} more" if len(words) > 1 else ""
            meanwhile = "" if self._began else "Meanwhile: "
            self._app.announce(f"{meanwhile}{words[0]}{more}", urgent=True)
            if any(one.rings for one in new) or len(words) > len(new):
                self._ring()
        self._began = True
        self._show_title(asks)

    def know(self, request: Request) -> None:
        """This person moved it: what follows from that is known to them."""
        self._told.update(one.key for one in self._app.ledger.asks([request]))

    def leave(self) -> None:
        """Leave the terminal's title as it was."""
        if self._title:
            self._app.write_to_terminal("\x1b]2;\x07\x1b[23;2t")

    def _handed(self, news: News | None) -> list[str]:
        """What somebody else put into one's hands just now."""
        ledger = self._app.ledger
        me = ledger.desk.username
        found = []
        for event in news.happenings if news else ():
            request = ledger.requests.get(event.ref)
            if event.move in _HANDED and event.actor != me and request and request.holder == me:
                found.append(f"{event.ref}: {ledger.roster.name(event.actor)} handed it to you")
        return found

    def _ring(self) -> None:
        mine = self._mine
        if mine.bell is Bell.RINGS:
            self._app.bell()
        said = "P2P desk: something can't wait"
        if mine.notices is Notices.TERMINAL:
            self._app.write_to_terminal(f"\x1b]9;{said}\x07")
        elif mine.notices is Notices.NAMED:
            self._app.write_to_terminal(f"\x1b]777;notify;P2P desk;{said}\x07")

    def _show_title(self, asks: tuple[Ask, ...]) -> None:
        """Say in the title how many wait and are due, where that changed."""
        if self._mine.title is Title.LEFT:
            return
        waiting = sum(one.what is What.WAITING for one in asks)
        due = sum(one.what is What.DUE for one in asks)
        counts = [f"{waiting} waiting"] if waiting else []
        counts += [f"{due} due"] if due else []
        others = sum(one.what not in (What.WAITING, What.DUE, What.COVER) for one in asks)
        counts += [f"{others} for you"] if others else []
        title = f"P2P desk: {', '.join(counts)}" if counts else "P2P desk"
        if title != self._title:
            keep = "" if self._title else "\x1b[22;2t"
            self._title = title
            self._app.write_to_terminal(f"{keep}\x1b]2;{title}\x07")

    @property
    def _mine(self) -> Preferences:
        return self._app.ledger.me.preferences
