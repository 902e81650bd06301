"""What asks for somebody's attention: callers who wait, callbacks that fall due (R9, R11-R14).

There is no daemon: each session works it out for its own person, from clock and data, and tells
each thing once. Nobody is rung outside the availability that they declared; a technician whose
caller can be transferred is on the phone with that caller, and always told.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from pydantic import field_validator

from p2p_tui.domain.details import CallbackWindow
from p2p_tui.domain.due import A_TIME, next_window
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.people import Availability, Role, Roster, Staff
from p2p_tui.domain.presence import available_pharmacists, left, moment_words, standing
from p2p_tui.domain.request import Attempt, Kind, Request, Status
from p2p_tui.domain.routing import BEFORE_IT_BEGAN, NEAR, is_offered_back, route
from p2p_tui.domain.values import Frozen, Line, Moment
from p2p_tui.domain.wording import instants, local

LAST_CALL = timedelta(minutes=30)
"""How long before the end of a long window everybody is told that nobody has called yet."""

_USUAL_HOURS = DeskHours()


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
    """The rules in a line: ``callbacks 15, 5 min before, overdue after 2, again after 15; …``."""
    before = ", ".join(str(one) for one in rules.before)
    waiting = ", ".join(str(one) for one in rules.waiting)
    return (
        f"callbacks {f'{before} min before' if before else 'at their time only'}, overdue after"
        f" {rules.overdue}, again after {rules.again}; callers at {waiting}"
    )


class What(StrEnum):
    """What kind of thing asks; what presses most stands first."""

    READY = "ready"
    REDIAL = "redial"
    WAITING = "waiting"
    DUE = "due"
    LEFT = "left behind"
    OFFERED_BACK = "offered back"
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
    requests: Iterable[Request],
    me: Staff,
    roster: Roster,
    now: datetime,
    rules: Rules,
    *,
    hours: DeskHours = _USUAL_HOURS,
) -> tuple[Ask, ...]:
    """Everything that asks for a person's attention now, the oldest first.

    ``hours`` say which day is the last one before a callback on which somebody is there.
    """
    view = _View(me, roster, now, rules, hours)
    found = [
        ask for request in requests if request.open and not me.disabled for ask in view.of(request)
    ]
    return tuple(sorted(found, key=lambda one: (one.since, one.ref, one.key)))


class _Stage(Frozen):
    """How far a callback has come: one thing to say of it, once."""

    mark: str
    since: Moment
    words: Line
    everybody: bool = False
    """Whether everybody is told, and not only whose it is."""
    reminder: bool = False
    """Whether it only reminds: who takes it later than this knows as much."""


class _View:
    """One person's part of it, at one moment."""

    def __init__(
        self, me: Staff, roster: Roster, now: datetime, rules: Rules, hours: DeskHours
    ) -> None:
        self.me, self.roster, self.now, self.rules, self.hours = me, roster, now, rules, hours
        self.free = standing(me, roster, now).available
        self.can_take = self.free and me.has(Role.PHARMACIST)
        self.leads = self.free and me.has(Role.LEAD)
        self.everybody = self.can_take or self.leads

    def of(self, request: Request) -> Iterator[Ask]:
        if request.status is Status.WAITING:
            yield from self.waiting(request)
        elif request.status is Status.SCHEDULED:
            yield from self.scheduled(request)
        elif request.status in BEFORE_IT_BEGAN:
            yield from self.held(request)

    # -- a caller who waits

    def waiting(self, request: Request) -> Iterator[Ask]:
        """Who is expected, then all who are available, then leads: one stage after the other."""
        if request.redial and self.my_caller(request):
            yield self.redial(request)
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
        if request.redial:
            said += " to be rung back"
        began = request.waiting_since + _minutes((0, *self.rules.waiting)[stage])
        # Where all are rung it is one thing, whoever is expected meanwhile.
        whom = (expected or "") if stage < 2 else ""
        mark = f"{whom}:{stage}:{request.waiting_since.isoformat()}:{_mark(request)}"
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
        mine, my_caller = request.holder == self.me.username, self.my_caller(request)
        if request.redial:
            if mine or my_caller:
                yield self.redial(request)
        elif request.status is Status.READY and my_caller and not mine:
            words = f"{self.roster.name(request.holder)} is ready: ext. {request.extension}"
            yield self.ask(request, What.READY, str(request.moved_version), request.since, words)
        if not mine and is_offered_back(request, self.me, self.roster, self.now):
            words = f"you denied it, and {self.roster.name(request.holder)} has it: yours again?"
            since = request.acknowledged_at or request.since
            mark = f"{request.holder}:{since.isoformat()}"
            yield self.ask(request, What.OFFERED_BACK, mark, since, words)
        yield from self.left(request, mine)
        if request.kind is Kind.CALLBACK and not request.redial:
            yield from self.due(request, mine=mine, absent=not self.at_work(request.holder))

    def left(self, request: Request, mine: bool) -> Iterator[Ask]:
        """Who has it is gone, or the caller waits on although somebody has it."""
        mark, since = str(request.moved_version), request.since
        words = f"{self.roster.name(request.holder)} is offline and has it"
        if not left(request, self.roster, self.now):
            since = _last_drop(request) if request.redial else since
            mark, since = f"{_mark(request)}:waits", since + _minutes(self.rules.waiting[2])
            live = request.kind is Kind.IMMEDIATE or request.redial
            if not live or self.now < since:
                return
            has = "you have" if mine else f"{self.roster.name(request.holder)} has"
            waits = f"the caller still waits, since {self.at(request.waiting_since)}"
            words = f"{has} it, and {'nobody rang back' if request.redial else waits}"
        if self.everybody:
            yield self.ask(request, What.LEFT, mark, since, words)

    # -- callbacks

    def scheduled(self, request: Request) -> Iterator[Ask]:
        if request.redial:
            if self.everybody or self.my_caller(request):
                yield self.redial(request)
            return
        found = route(request, self.roster, self.now)
        window = next_window(request, self.now)
        if window is None:
            yield from self.without_a_time(request)
            return
        if window.start - NEAR > self.now:
            yield from self.to_cover(request, window, found.expected, found.why)
        mine = found.expected == self.me.username
        yield from self.due(request, mine=mine, absent=found.expected is None)

    def without_a_time(self, request: Request) -> Iterator[Ask]:
        """Nobody would be reminded of it: who took it down is, a while after, and everybody."""
        since = request.since + _minutes(self.rules.again)
        if self.now >= since and (self.everybody or (self.free and self.my_caller(request))):
            words = "no time is certain: ask the provider when to call"
            yield self.ask(request, What.DUE, f"unclear:{_mark(request)}", since, words)

    def to_cover(
        self, request: Request, window: CallbackWindow, expected: str | None, why: str
    ) -> Iterator[Ask]:
        """The day before, the desk is told that the denying pharmacist will not be there."""
        zone = self.roster.zone
        known = self.roster.known_as(request.denying_pharmacist)
        eve = self.day_before(local(window.start, zone).date())
        if expected or known is None or local(self.now, zone).date() < eve or not self.everybody:
            return
        midnight = instants(datetime.combine(eve, time(0)), zone)
        since = max(request.since, midnight[0] if midnight else request.since)
        at = "at" if local(window.start, zone).date() == local(self.now, zone).date() else "on"
        words = f"callback {at} {self.at(window.start)} needs somebody: {why}"
        yield self.ask(request, What.COVER, window.start.isoformat(), since, words, rings=False)

    def day_before(self, on: date) -> date:
        """The last day before a date on which the desk is open, or else the date before it."""
        days = (on - timedelta(days=ago) for ago in range(1, 15))
        return next(filter(self.hours.is_business_day, days), on - timedelta(days=1))

    def due(self, request: Request, *, mine: bool, absent: bool) -> Iterator[Ask]:
        """Reminders to whose it is, then to everybody; only the newest stage counts."""
        window = next_window(request, self.now)
        stage = self.stage(request, window) if window else None
        if window is None or stage is None:
            return
        queued = request.status is Status.SCHEDULED
        tried = _tried(request, window)
        mine = mine or (queued and bool(tried) and tried[-1].by == self.me.username)
        known = stage.reminder and not queued and stage.since <= request.since
        addressed = self.can_take and mine and not known
        if absent:
            nobody = not available_pharmacists(self.roster, self.now)
            addressed = addressed or self.can_take or (self.leads and nobody)
        if addressed or (stage.everybody and self.everybody):
            # Who gave it back after that was said leaves it to be said again.
            again = queued and request.moved_version > 1 and request.since > stage.since
            back = f":{request.moved_version}" if again else ""
            mark = f"{window.start.isoformat()}:{stage.mark}{back}"
            yield self.ask(request, What.DUE, mark, stage.since, stage.words)

    def stage(self, request: Request, window: CallbackWindow) -> _Stage | None:
        """How far a callback has come; None while there is nothing to say yet."""
        if _tried(request, window):
            return self.stage_after_tries(request, window)
        late = window.start + _minutes(self.rules.overdue)
        at, until = self.at(window.start), self.at(window.end)
        if _is_a_time(window):
            if self.now >= late:
                words = f"callback is overdue ({at})"
                return _Stage(mark="+", since=late, words=words, everybody=True)
        elif self.now >= window.end:
            words = f"callback until {until} is overdue: nobody called"
            return _Stage(mark="+", since=window.end, words=words, everybody=True)
        elif self.now >= (last := max(late, window.end - LAST_CALL)):
            words = f"callback until {until}: nobody called yet"
            return _Stage(mark="last", since=last, words=words, everybody=True)
        if self.now >= window.start:
            words = f"callback is due now ({at})"
            return _Stage(mark="0", since=window.start, words=words, reminder=True)
        left = -((self.now - window.start) // _minutes(1))
        words = f"callback in {left} minute{'s' if left > 1 else ''}, at {at}"
        for before in reversed(self.rules.before):
            since = window.start - _minutes(before)
            if self.now >= since:
                return _Stage(mark=f"-{before}", since=since, words=words, reminder=True)
        return None

    def stage_after_tries(self, request: Request, window: CallbackWindow) -> _Stage | None:
        """It comes back by itself a while after a try, and everybody is told if nobody takes it."""
        tried = _tried(request, window)
        mark, since = f"again:{len(tried)}", tried[-1].at + _minutes(self.rules.again)
        words = "nobody was reached: try again"
        left = window.end > self.now
        if not left:
            mark, since = f"none left:{len(tried)}", max(since, window.end)
            words = "no time is left: ask the provider for a new one"
        presses = since + _minutes(self.rules.overdue)
        if left and not _is_a_time(window):
            presses = max(presses, window.end - LAST_CALL)
        if self.now >= presses:
            return _Stage(mark=f"{mark}:+", since=presses, words=words, everybody=True)
        stage = _Stage(mark=mark, since=since, words=words, reminder=True)
        return stage if self.now >= since else None

    # -- inside

    def my_caller(self, request: Request) -> bool:
        return request.placed_by == self.me.username and self.me.has(Role.TECHNICIAN)

    def at_work(self, username: str | None) -> bool:
        """Say whether somebody is here to be reminded, or will be once a call has ended."""
        found = self.roster.get(username)
        return found is not None and standing(found, self.roster, self.now).availability in (
            Availability.AVAILABLE,
            Availability.ON_A_CALL,
        )

    def at(self, moment: datetime) -> str:
        return moment_words(moment, self.roster.zone, self.now)

    def redial(self, request: Request) -> Ask:
        return self.ask(request, What.REDIAL, _mark(request), _last_drop(request), "redial now")

    def ask(
        self, request: Request, what: What, mark: str, since: datetime, words: str,
        *, rings: bool = True,
    ) -> Ask:  # fmt: skip
        key = f"{request.ref}:{what.value}:{mark}"
        return Ask(key=key, what=what, ref=request.ref, since=since, rings=rings,
                   words=f"{request.ref}: {words}")  # fmt: skip


def _mark(request: Request) -> str:
    """What tells one stay in the queue or in somebody's hands, or one drop, from the next."""
    return f"{request.moved_version}:{len(request.attempts)}"


def _last_drop(request: Request) -> datetime:
    return max((one.at for one in request.attempts), default=request.since)


def _is_a_time(window: CallbackWindow) -> bool:
    return window.end - window.start <= A_TIME


def _tried(request: Request, window: CallbackWindow) -> list[Attempt]:
    return [one for one in request.attempts if one.at >= window.start]


def _minutes(count: int) -> timedelta:
    return timedelta(minutes=count)
