"""What a session knows of the desk: what is open or awaited, who is here, what is in common."""

from collections.abc import Iterable
from datetime import date, datetime

from p2p_tui.desk import Desk, News, Snapshot
from p2p_tui.domain.agenda import agenda
from p2p_tui.domain.attention import Ask, asks
from p2p_tui.domain.explaining import explain
from p2p_tui.domain.lifecycle import Situation
from p2p_tui.domain.people import Roster, Staff
from p2p_tui.domain.presence import Standing, standing, with_calls
from p2p_tui.domain.request import Request, Status
from p2p_tui.domain.roles import finds_closed
from p2p_tui.domain.routing import Route, offered_back, route
from p2p_tui.domain.sections import Section, sections
from p2p_tui.domain.shift_end import Left, can_go_to, still_yours
from p2p_tui.domain.wording import local
from p2p_tui.tui import keys
from p2p_tui.tui.shelf import Shelf

FRESH_SECONDS = 15
"""For how long a row that changed is marked."""


class Ledger:
    """The session's copy of it. Screens read it; only news changes it."""

    def __init__(self, desk: Desk, start: Snapshot) -> None:
        self.desk = desk
        self.roster: Roster = start.roster
        self.requests: dict[str, Request] = {one.ref: one for one in start.requests}
        self.cursor = start.cursor
        desk.office.learn(start.in_common)
        self._versions = {one.ref: one.version for one in start.requests}
        self._changed: dict[str, datetime] = {}
        self.guide = Shelf()
        """The guide, as it was read last."""
        self.begun = (0, 0)
        """How many calls wait to be placed: one's own, and those that others left behind."""
        self.last_closed: Request | None = None
        """What this person closed without a P2P by their last move: it is on no list any more."""

    def take(self, news: News) -> None:
        """Take in a piece of news; what it says twice, or too late, changes nothing."""
        self.roster = news.roster
        self.desk.office.learn(news.in_common)
        self.guide.hear(news)
        if news.begun is not None:
            self.begun = news.begun
        self.cursor = max(self.cursor, news.cursor)
        for request in news.requests:
            if self.take_own(request):
                self._changed[request.ref] = self.desk.clock()

    def take_own(self, request: Request) -> bool:
        """Take in a request as it stands now, if it is newer than what is known; say whether."""
        if self._versions.get(request.ref, 0) >= request.version:
            return False
        self._versions[request.ref] = request.version
        self.roster = with_calls(self.roster, [request])
        if request.open or (request.follow_up_on and self._finds(request)):
            self.requests[request.ref] = request
        else:
            self.requests.pop(request.ref, None)
        return True

    def take_me(self, me: Staff) -> None:
        """Take in what this person said of themselves, before the news of it."""
        staff = tuple(me if one.username == me.username else one for one in self.roster.staff)
        self.roster = self.roster.model_copy(update={"staff": staff})

    def _finds(self, closed: Request) -> bool:
        return finds_closed(self.me, closed, self.desk.clock())

    @property
    def me(self) -> Staff:
        """Whose session this is."""
        return self.roster.get(self.desk.username) or self.desk.me

    def key(self, name: str) -> str:
        """The key that this person presses for something, by its name, as people write it."""
        return keys.shown(name, self.me.preferences)

    def situation(self) -> Situation:
        """Who acts, when, and who else is there."""
        return self.desk.situation(self.roster)

    def sections(self) -> tuple[Section, ...]:
        """The open requests by what they ask of this person."""
        now, hours = self.desk.clock(), self.desk.office.hours
        return sections(self.requests.values(), self.me, self.roster, now, hours)

    def agenda(self) -> tuple[Section, ...]:
        """The callbacks by their times."""
        return agenda(self.requests.values(), self.desk.clock(), self.zone)

    def asks(self, of: Iterable[Request] | None = None) -> tuple[Ask, ...]:
        """What asks for this person's attention, in all that is open or ``of`` these."""
        office, now = self.desk.office, self.desk.clock()
        rules = office.in_common.common.attention
        found = self.requests.values() if of is None else of
        return asks(found, self.me, self.roster, now, rules, hours=office.hours)

    def still_yours(self) -> tuple[Left, ...]:
        """What is still this person's, for when they go."""
        return still_yours(self.requests.values(), self.me, self.roster, self.desk.clock())

    def owed(self) -> tuple[Request, ...]:
        """The calls that this person held and did not document yet."""
        me = self.desk.username
        return tuple(
            one
            for one in self.requests.values()
            if one.holder == me and one.status is Status.TO_DOCUMENT
        )

    def can_go_to(self, request: Request) -> tuple[Staff, ...]:
        """Who could take a request from this person."""
        return can_go_to(request, self.me, self.roster, self.desk.clock())

    def to_take_back(self) -> Request | None:
        """What was closed just now by this person, while that can be undone."""
        closed = self.last_closed
        if closed is None or closed.closed_at is None:
            return None
        since = self.desk.clock() - closed.closed_at
        return closed if since <= self.desk.office.settings.undo_within else None

    def offered_back(self, request: Request) -> Staff | None:
        """The denying pharmacist to whom a request is offered back."""
        return offered_back(request, self.roster, self.desk.clock())

    def route(self, request: Request) -> Route:
        """Whose call a request is, before anyone acknowledges."""
        return route(request, self.roster, self.desk.clock())

    def explain(self, request: Request) -> str:
        """Why it is whose it is, and who else is at it."""
        return explain(request, self.me, self.roster, self.desk.clock())

    def standing(self, person: Staff) -> Standing:
        """What somebody is doing now."""
        return standing(person, self.roster, self.desk.clock())

    def fresh(self, ref: str) -> bool:
        """Say whether a request changed just now."""
        at = self._changed.get(ref)
        return at is not None and (self.desk.clock() - at).total_seconds() < FRESH_SECONDS

    def today(self) -> date:
        """What day it is at the desk."""
        return local(self.desk.clock(), self.zone).date()

    @property
    def zone(self) -> str:
        """The desk's time zone."""
        return self.desk.office.hours.zone
