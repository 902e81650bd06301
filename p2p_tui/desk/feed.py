"""How news reaches a session: the one way that a screen learns that something changed."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from p2p_tui.desk.desk import Desk
from p2p_tui.domain.errors import DeskError
from p2p_tui.domain.people import Roster
from p2p_tui.domain.request import Request
from p2p_tui.domain.story import UNTOLD, Happening
from p2p_tui.store import requests
from p2p_tui.store.engines import DatabaseUnusableError

POLL_SECONDS = 1.0
"""How long a session waits for a ring before it looks for itself: a ring can be missed."""
HEARTBEAT_SECONDS = 10.0
_BATCH = 500


@dataclass(frozen=True)
class News:
    """What changed since a cursor: the events, the requests as they stand now, and who is here."""

    cursor: int
    happenings: tuple[Happening, ...]
    requests: tuple[Request, ...]
    roster: Roster


def news_since(desk: Desk, cursor: int) -> News:
    """Read what changed since an event."""
    with desk.office.store.explained():
        happened = requests.happenings_since(cursor, _BATCH)
        told = tuple(one for one in happened if one.move not in UNTOLD)
        refs = {one.ref for one in told if one.ref}
        return News(
            cursor=happened[-1].seq if happened else cursor,
            happenings=told,
            requests=requests.by_refs(refs) if refs else (),
            roster=desk.office.roster(),
        )


class Feed:
    """A thread of its own that waits for news of one session and hands it on.

    ``tell`` gets each piece of news, in order, none twice; ``trouble`` gets what is wrong while the
    database can't be read, and an empty text once it can again. Both are called on this thread.
    """

    def __init__(
        self,
        desk: Desk,
        cursor: int,
        tell: Callable[[News], None],
        trouble: Callable[[str], None] = lambda problem: None,
    ) -> None:
        self._desk, self._cursor = desk, cursor
        self._tell, self._trouble = tell, trouble
        self._stopping = threading.Event()
        self._listener = desk.office.store.engine.listen()
        self._thread = threading.Thread(target=self._run, name="feed", daemon=True)
        self._roster: Roster | None = None
        self._failing = False

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and wait until the thread is gone."""
        self._stopping.set()
        self._listener.wake()
        self._thread.join(timeout=POLL_SECONDS * 5)
        self._listener.close()

    def _run(self) -> None:
        beat = 0.0
        try:
            while not self._stopping.is_set():
                try:
                    if time.monotonic() >= beat:
                        self._desk.heartbeat()
                        beat = time.monotonic() + HEARTBEAT_SECONDS
                        self._catch_up()
                    if self._listener.wait(POLL_SECONDS) or self._failing:
                        self._catch_up()
                except (DatabaseUnusableError, DeskError) as problem:
                    self._failing = True
                    self._trouble(str(problem))
                    self._stopping.wait(POLL_SECONDS)
        finally:
            self._desk.office.store.release()

    def _catch_up(self) -> None:
        while not self._stopping.is_set():
            news = news_since(self._desk, self._cursor)
            if self._failing:
                self._failing = False
                self._trouble("")
            if news.happenings or news.roster != self._roster:
                self._roster = news.roster
                self._tell(news)
            more = news.cursor - self._cursor >= _BATCH
            self._cursor = news.cursor
            if not more:
                return
