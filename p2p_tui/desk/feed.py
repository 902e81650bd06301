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


def news_since(desk: Desk, cursor: int, known: Roster | None = None) -> News:
    """Read what changed since an event.

    ``known`` is the roster as it was read last: it stands unless one of the events is about staff.
    """
    with desk.office.store.explained():
        happened = requests.happenings_since(cursor, _BATCH)
        told = tuple(one for one in happened if one.move not in UNTOLD)
        refs = {one.ref for one in told if one.ref}
        if known is None or any(one.move == "staff" for one in happened):
            known = desk.office.roster()
        return News(
            cursor=happened[-1].seq if happened else cursor,
            happenings=told,
            requests=requests.by_refs(refs) if refs else (),
            roster=known,
        )


class Feed:
    """Two threads of one session: one waits for news and hands it on, one says it is alive.

    ``tell`` gets each piece of news, in order, none twice; ``trouble`` gets what is wrong while the
    database can't be used, and an empty text once it can again. Both are called on the thread that
    waits for news, which never waits for the write lock.
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
        self._beats = threading.Thread(target=self._keep_beating, name="heartbeat", daemon=True)
        self._roster: Roster | None = None
        self._looked = 0.0
        self._said = self._unwritten = ""

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and wait until the threads are gone."""
        self._stopping.set()
        self._listener.wake()
        for thread in (self._thread, self._beats):
            if thread.ident is not None:
                thread.join(timeout=POLL_SECONDS * 5)
        self._listener.close()

    def _run(self) -> None:
        self._beat()
        self._beats.start()
        try:
            while not self._stopping.is_set():
                try:
                    if time.monotonic() >= self._looked + HEARTBEAT_SECONDS or self._said:
                        self._catch_up()
                    if self._listener.wait(POLL_SECONDS):
                        self._catch_up(self._roster)
                        self._look_around()
                    self._say(self._unwritten)
                except (DatabaseUnusableError, DeskError) as problem:
                    self._say(str(problem))
                    self._stopping.wait(POLL_SECONDS)
        finally:
            self._desk.office.store.release()

    def _keep_beating(self) -> None:
        try:
            while not self._stopping.wait(HEARTBEAT_SECONDS):
                self._beat()
        finally:
            self._desk.office.store.release()

    def _beat(self) -> None:
        try:
            self._desk.heartbeat()
            self._unwritten = ""
        except (DatabaseUnusableError, DeskError) as problem:
            self._unwritten = str(problem)

    def _say(self, problem: str) -> None:
        if problem != self._said:
            self._said = problem
            self._trouble(problem)

    def _look_around(self) -> None:
        """See who is here, once the news is told: reading everybody takes longer than an event."""
        if time.monotonic() - self._looked >= POLL_SECONDS / 2:
            self._catch_up()

    def _catch_up(self, known: Roster | None = None) -> None:
        while not self._stopping.is_set():
            if known is None:
                self._looked = time.monotonic()
            news = news_since(self._desk, self._cursor, known)
            if news.happenings or news.roster != self._roster:
                self._roster = news.roster
                self._tell(news)
            more = news.cursor - self._cursor >= _BATCH
            self._cursor = news.cursor
            if not more:
                return
