"""How news reaches a session: the one way that a screen learns that something changed."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from p2p_tui.desk.desk import Desk
from p2p_tui.domain.errors import DeskError
from p2p_tui.domain.in_common import CHANGED, InForce
from p2p_tui.domain.lending import ENDED, LENT
from p2p_tui.domain.people import Roster
from p2p_tui.domain.presence import with_calls
from p2p_tui.domain.request import Request
from p2p_tui.domain.roles import Ability, may
from p2p_tui.domain.story import UNTOLD, Happening
from p2p_tui.store import chain, requests
from p2p_tui.store.engines import DatabaseReplacedError, DatabaseUnusableError
from p2p_tui.store.engines.hearing import listen

POLL_SECONDS = 1.0
"""How long a session waits for a ring before it looks for itself: a ring can be missed."""
HEARTBEAT_SECONDS = 8.0
LOOK_SECONDS = 5.0
"""How long a session that heard nothing waits until it looks who is here all the same."""
SILENT_SECONDS = 4.0
"""How long the database may neither answer nor fail until what is shown is said to be old."""
_LOOK_AGAIN = POLL_SECONDS / 2
_BATCH = 500
ABOUT_PEOPLE = frozenset({"staff", LENT, ENDED})
"""Moves after which everybody is read anew."""


@dataclass(frozen=True)
class News:
    """What changed since a cursor: the events, and as they stand now the requests, who is here and
    what the desk has in common."""

    cursor: int
    happenings: tuple[Happening, ...]
    requests: tuple[Request, ...]
    roster: Roster
    in_common: InForce
    begun: tuple[int, int] | None = None
    """How many calls wait to be placed, of one's own and left behind; None where nobody looked."""


@dataclass(frozen=True)
class Trouble:
    """What is wrong with the database as a session sees it."""

    problem: str
    as_of: datetime | None = None
    """How old what the session shows is; None where it reads and only can't write."""
    for_good: bool = False
    """Whether waiting won't help: the desk has to be opened again."""


def news_since(desk: Desk, cursor: int, known: Roster | None = None) -> News:
    """Read what changed since an event.

    ``known`` is the roster as it was read last: it stands unless one of the events is about staff,
    and so does what the desk has in common unless one is about that. Whoever may see requests no
    more hears of people alone, and so of that.
    """
    store = desk.office.store
    begun = None
    if known is None:
        store.check()
    with store.explained():
        if known is None and chain.head()[0] < cursor:
            raise DatabaseReplacedError(
                "The desk's database was put back to what it was earlier: leave and open the desk"
                " again; what you typed is kept"
            )
        happened = requests.happenings_since(cursor, _BATCH)
        told = tuple(one for one in happened if one.move not in UNTOLD)
        refs = {one.ref for one in told if one.ref}
        look = known is None or any(one.move == CHANGED for one in happened)
        in_common = desk.office.read_in_common() if look else desk.office.in_common
        looked = known is None
        if known is None or any(one.move in ABOUT_PEOPLE for one in happened):
            known = desk.office.roster()
        me = known.get(desk.username)
        if me is None or not may(me, Ability.SEE_OPEN):
            told, refs, looked = (), set(), False
        changed = requests.by_refs(refs) if refs else ()
        known = with_calls(known, changed)
        if looked:
            begun = desk.begun(known).counts
        return News(
            cursor=happened[-1].seq if happened else cursor,
            happenings=told,
            requests=changed,
            roster=known,
            in_common=in_common,
            begun=begun,
        )


class Feed:
    """Two threads of one session: one waits for news and hands it on, one says it is alive.

    ``tell`` gets each piece of news, in order, none twice; ``trouble`` gets what is wrong while the
    database can't be used, and None once it can again. Both are called on the thread that waits for
    news, which never waits for the write lock.
    """

    def __init__(
        self,
        desk: Desk,
        cursor: int,
        tell: Callable[[News], None],
        trouble: Callable[[Trouble | None], None] = lambda trouble: None,
    ) -> None:
        self._desk, self._cursor = desk, cursor
        self._tell, self._trouble = tell, trouble
        self._stopping = threading.Event()
        self._listener = listen(desk.office.store.engine)
        self._thread = threading.Thread(target=self._run, name="feed", daemon=True)
        self._beats = threading.Thread(target=self._keep_beating, name="heartbeat", daemon=True)
        self._roster: Roster | None = None
        self._begun: tuple[int, int] | None = None
        self._looked = 0.0
        self._owes_look = False
        """Whether something rang so soon after a look that the next one was put off."""
        self._to_tell = threading.Event()
        self._read_at = desk.clock()
        self._went_on = time.monotonic()
        self._said: Trouble | None = None
        self._unwritten: Trouble | None = None

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and wait until the threads are gone."""
        self._stopping.set()
        self._to_tell.set()
        self._listener.wake()
        for thread in (self._thread, self._beats):
            if thread.ident is not None:
                thread.join(timeout=POLL_SECONDS * 5)
        self._listener.close()

    def watch(self) -> None:
        """Say how old what is shown is, where the database is silent: who waits for it can't. For
        another thread, now and then; once it answers, or fails, that is told as ever.
        """
        silent = time.monotonic() - self._went_on
        if self._beats.ident is not None and silent > SILENT_SECONDS and self._said is None:
            self._say(Trouble("The database does not answer", self._read_at))

    def _run(self) -> None:
        self._beat()
        self._beats.start()
        try:
            while not self._stopping.is_set():
                self._went_on = time.monotonic()
                try:
                    self._listen_once()
                except (DatabaseUnusableError, DeskError) as problem:
                    self._say(_trouble(problem, self._read_at))
                    self._stopping.wait(POLL_SECONDS)
        finally:
            self._desk.office.store.release()

    def _listen_once(self) -> None:
        store = self._desk.office.store
        since = time.monotonic() - self._looked
        if since >= LOOK_SECONDS or self._said or (self._owes_look and since >= _LOOK_AGAIN):
            self._catch_up()
        with store.explained():
            heard = self._listener.wait(POLL_SECONDS)
        if heard:
            self._catch_up(self._roster)
            self._look_around()
        self._read_at = self._desk.clock()
        self._say(self._unwritten)

    def _keep_beating(self) -> None:
        while not self._stopping.is_set():
            self._to_tell.wait(POLL_SECONDS if self._unwritten else HEARTBEAT_SECONDS)
            self._to_tell.clear()
            if not self._stopping.is_set():
                self._beat()

    def tell_now(self) -> None:
        """Tell others at once what this session has at hand."""
        self._to_tell.set()

    def _beat(self) -> None:
        try:
            self._desk.heartbeat()
            self._unwritten = None
        except (DatabaseUnusableError, DeskError) as problem:
            self._unwritten = _trouble(problem, None)
        finally:
            # Held for as long as it is needed: a server counts its connections.
            if threading.current_thread() is self._beats:
                self._desk.office.store.release()

    def _say(self, trouble: Trouble | None) -> None:
        if trouble != self._said:
            self._said = trouble
            self._trouble(trouble)

    def _look_around(self) -> None:
        """See who is here, once the news is told: reading everybody takes longer than an event."""
        self._owes_look = time.monotonic() - self._looked < _LOOK_AGAIN
        if not self._owes_look:
            self._catch_up()

    def _catch_up(self, known: Roster | None = None) -> None:
        while not self._stopping.is_set():
            self._went_on = time.monotonic()
            if known is None:
                self._looked, self._owes_look = time.monotonic(), False
            news = news_since(self._desk, self._cursor, known)
            begun = self._begun if news.begun is None else news.begun
            if news.happenings or (news.roster, begun) != (self._roster, self._begun):
                self._roster, self._begun = news.roster, begun
                self._tell(news)
            more = news.cursor - self._cursor >= _BATCH
            self._cursor = news.cursor
            if not more:
                return


def _trouble(problem: Exception, as_of: datetime | None) -> Trouble:
    return Trouble(str(problem), as_of, isinstance(problem, DatabaseReplacedError))
