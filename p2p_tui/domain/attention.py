"""What asks for somebody's attention: callers who wait, callbacks that fall due (R9, R11-R14).

There is no daemon: each session works it out for its own person, from clock and data, and tells
each thing once. Nobody is rung outside the availability that they declared; a technician whose
caller can be transferred is on the phone with that caller, and always told.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import field_validator

from p2p_tui.domain.details import CallbackWindow
from p2p_tui.domain.due import A_TIME, Due, due, next_window
from p2p_tui.domain.people import Role, Roster, Staff
from p2p_tui.domain.presence import standing
from p2p_tui.domain.request import Kind, Request, Status
from p2p_tui.domain.routing import NEAR, is_offered_back, route
from p2p_tui.domain.values import Frozen, Line, Moment
from p2p_tui.domain.wording import clock, local

LAST_CALL = timedelta(minutes=30)
"""How long before the end of a long window everybody is told that nobody has called yet."""


class Rules(Frozen):
    """After how many minutes the desk speaks up; a lead sets them."""

    before: tuple[int, ...] = (15, 5)
    """How long before a callback its pharmacist is reminded."""
    overdue: int = 2
    """How long after its time everybody is."""
    again: int = 15
    """How long after a try that reached nobody it comes back."""
    waiting: tuple[int, int, int] = (2, 5, 10)
    """How long a caller waits until the expected pharmacist is rung again, until all who are
    available are, and until leads are."""

    @field_validator("before")
    @classmethod
    def _falling(cls, before: tuple[int, ...]) -> tuple[int, ...]:
        if any(not 0 < one <= 120 for one in before):
            raise ValueError("a reminder comes 1 to 120 minutes before its time")
        return tuple(sorted(set(before), reverse=True))

    @field_validator("overdue", "again")
    @classmethod
    def _a_while(cls, minutes: int) -> int:
        if not 0 < minutes <= 120:
            raise ValueError("it takes 1 to 120 minutes")
        return minutes

    @field_validator("waiting")
    @classmethod
    def _rising(cls, waiting: tuple[int, int, int]) -> tuple[int, int, int]:
        if not 0 < waiting[0] < waiting[1] < waiting[2] <= 120:
            raise ValueError("three times that rise, from 1 to 120 minutes")
        return waiting


def spoken(rules: Rules) -> str:
    """The rules in a line: ``callbacks 15, 5 min before; overdue after 2; …``."""
    before = ", ".join(str(one) for one in rules.before) or "none"
    waiting = ", ".join(str(one) for one in rules.waiting)
    return (
        f"callbacks {before} min before, overdue after {rules.overdue}, again after {rules.again};"
        f" callers at {waiting}"
    )


class What(StrEnum):
    """What kind of thing asks."""

    WAITING = "waiting"
    READY = "ready"
    REDIAL = "redial"
    OFFERED_BACK = "offered back"
    LEFT = "left behind"
    DUE = "due"
    COVER = "cover"


class Ask(Frozen):
    """One thing that asks for one person's attention. No word of it says who the caller is."""

    key: str
    """The same for the same thing: a session tells it once."""
    what: What
    ref: str
    since: Moment
    words: Line
    rings: bool = True
    """Whether it is worth a bell."""


def asks(
    requests: Iterable[Request], me: Staff, roster: Roster, now: datetime, rules: Rules
) -> tuple[Ask, ...]:
    """Everything that asks for a person's attention now, the oldest first."""
    view = _View(me, roster, now, rules)
    found = [ask for request in requests if request.open for ask in view.of(request)]
    return tuple(sorted(found, key=lambda one: (one.since, one.ref, one.key)))


class _View:
    """One person's part of it, at one moment."""

    def __init__(self, me: Staff, roster: Roster, now: datetime, rules: Rules) -> None:
        self.me, self.roster, self.now, self.rules = me, roster, now, rules
        self.free = not me.disabled and standing(me, roster, now).available
        self.can_take = self.free and me.has(Role.PHARMACIST)
        self.leads = self.free and me.has(Role.LEAD)

    def of(self, request: Request) -> Iterator[Ask]:
        if request.status is Status.WAITING:
            yield from self.waiting(request)
        elif request.status is Status.SCHEDULED:
            yield from self.scheduled(request)
        elif request.status in (Status.ACKNOWLEDGED, Status.READY):
            yield from self.held(request)

    # -- a caller who waits

    def waiting(self, request: Request) -> Iterator[Ask]:
        """Who is expected, then all who are available, then leads: one stage after the other."""
        expected = route(request, self.roster, self.now).expected
        waits = self.now - request.waiting_since
        passed = [one for one in self.rules.waiting if waits >= _minutes(one)]
        own = request.placed_by == self.me.username
        stages = [
            stage for stage in range(len(passed) + 1) if self.is_rung(stage, expected, own=own)
        ]
        if not stages:
            return
        stage = stages[-1]
        whose = "for you" if expected == self.me.username else "for the desk"
        if stage >= 2 and expected not in (None, self.me.username):
            whose = f"for {self.roster.name(expected)}"
        said = f"waits since {self.at(request.waiting_since)}" if stage else "is waiting"
        began = request.waiting_since + _minutes((0, *self.rules.waiting)[stage])
        # Once all are rung it is one thing, whoever is expected; back in the queue it is another.
        to = expected if expected and stage < 2 else ""
        mark = f"{to}:{stage}:{request.waiting_since.isoformat()}:{request.moved_version}"
        yield self.ask(request, What.WAITING, mark, began, f"a caller {said}, {whose}")

    def is_rung(self, stage: int, expected: str | None, *, own: bool) -> bool:
        if stage == 3:
            return self.leads
        if own and stage == 0:
            return False
        if stage == 2 or expected is None:
            return self.can_take
        return self.can_take and expected == self.me.username

    # -- a request that somebody has

    def held(self, request: Request) -> Iterator[Ask]:
        mine = request.holder == self.me.username
        my_caller = request.placed_by == self.me.username and self.me.has(Role.TECHNICIAN)
        mark = str(request.moved_version)
        if request.redial:
            if mine or my_caller:
                number = f"{mark}:{len(request.attempts)}"
                yield self.ask(request, What.REDIAL, number, request.since, "redial now")
        elif request.status is Status.READY and my_caller and not mine:
            words = f"READY: transfer it to ext. {request.extension}"
            yield self.ask(request, What.READY, mark, request.since, words)
        if not mine and is_offered_back(request, self.me, self.roster, self.now):
            words = f"you denied it, and {self.roster.name(request.holder)} has it: yours again?"
            yield self.ask(request, What.OFFERED_BACK, mark, request.since, words)
        if not self.roster.here(request.holder) and (self.can_take or self.leads):
            words = f"{self.roster.name(request.holder)} is offline and has it"
            yield self.ask(request, What.LEFT, mark, request.since, words)
        if request.kind is Kind.CALLBACK and not request.redial:
            yield from self.due(request, mine, {request.holder})

    # -- callbacks

    def scheduled(self, request: Request) -> Iterator[Ask]:
        found = route(request, self.roster, self.now)
        window = next_window(request, self.now)
        if window is None:
            return
        if window.start - max((NEAR, *map(_minutes, self.rules.before))) > self.now:
            yield from self.to_cover(request, window, found.expected, found.why)
            return
        mine = found.expected == self.me.username
        yield from self.due(request, mine, {found.expected})

    def to_cover(
        self, request: Request, window: CallbackWindow, expected: str | None, why: str
    ) -> Iterator[Ask]:
        """The day before, the desk is told that the denying pharmacist will not be there."""
        zone = self.roster.zone
        eve = local(window.start, zone).date() - timedelta(days=1)
        known = self.roster.known_as(request.denying_pharmacist)
        if expected or known is None or local(self.now, zone).date() < eve:
            return
        if self.can_take or self.leads:
            on = f"{window.start.isoformat()}"
            at = f"{self.at(window.start)}"
            words = f"callback at {at} needs somebody: {why}"
            yield self.ask(request, What.COVER, on, self.now, words, rings=False)

    def due(self, request: Request, mine: bool, whose: set[str | None]) -> Iterator[Ask]:
        """Reminders to whose it is, then to everybody; only the newest stage counts."""
        window = next_window(request, self.now)
        if window is None:
            return
        absent = all(one is None or not self.roster.here(one) for one in whose)
        addressed = (mine and self.free) or (absent and self.can_take)
        at = self.at(window.start)
        stage, since, words = "", self.now, ""
        for before in self.rules.before:
            if self.now >= window.start - _minutes(before):
                stage, since = f"-{before}", window.start - _minutes(before)
                words = f"callback in {before} minutes, at {at}"
        if self.now >= window.start:
            stage, since, words = "0", window.start, f"callback is due now ({at})"
        tried = [one for one in request.attempts if one.at >= window.start]
        standing_now = due(request, self.now)
        if tried:
            last = tried[-1]
            again = last.at + _minutes(self.rules.again)
            mine = mine or last.by == self.me.username
            addressed = (mine and self.free) or (absent and self.can_take)
            stage = f"again:{len(tried)}"
            since, words = again, "nobody was reached: try again"
            if standing_now is Due.NO_TIME_LEFT:
                stage, since = f"none left:{len(tried)}", max(again, window.end)
                words = "no time is left: ask the provider for a new one"
            taken = request.status is not Status.SCHEDULED and request.acknowledged_at
            if since > self.now or (taken and taken >= since):
                return
        elif self.now >= self.presses_at(window):
            stage, since = "+", self.presses_at(window)
            words = f"callback is overdue ({at})"
            if window.end > self.now and standing_now is not Due.LATE:
                words = f"callback until {self.at(window.end)}: nobody called yet"
            addressed = self.can_take or self.leads or (mine and self.free)
        if stage and addressed:
            key = f"{window.start.isoformat()}:{stage}"
            if request.status is Status.SCHEDULED and request.moved_version > 1:
                key += f":{request.moved_version}"  # it came back to the queue: told anew
            yield self.ask(request, What.DUE, key, since, words)

    def presses_at(self, window: CallbackWindow) -> datetime:
        """From when on everybody is told."""
        late = window.start + _minutes(self.rules.overdue)
        return late if window.end - window.start <= A_TIME else max(late, window.end - LAST_CALL)

    # -- inside

    def at(self, moment: datetime) -> str:
        return clock(moment, self.roster.zone)

    def ask(
        self, request: Request, what: What, mark: str, since: datetime, words: str,
        *, rings: bool = True,
    ) -> Ask:  # fmt: skip
        key = f"{request.ref}:{what.value}:{mark}"
        return Ask(key=key, what=what, ref=request.ref, since=since, rings=rings,
                   words=f"{request.ref}: {words}")  # fmt: skip


def _minutes(count: int) -> timedelta:
    return timedelta(minutes=count)
