"""A week of a desk in compressed time: real database, real verbs, a clock that is set on in steps.

At each step sessions come, go and crash; those alive beat, hear the news, and tell their people
what asks for attention, each thing once. Then the people act, in any order, through the verbs.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from p2p_tui.desk import Desk, Office
from p2p_tui.desk.feed import news_since
from p2p_tui.domain import attention
from p2p_tui.domain.errors import Overtaken, Refused
from p2p_tui.domain.people import Role, Roster
from p2p_tui.domain.request import Request, Status
from p2p_tui.domain.story import Happening
from tests.desk.week_callers import Call, call
from tests.desk.week_hostile import Hostile
from tests.desk.week_plan import Day, Plan, rings, shifts
from tests.desk.week_reminders import Reminders
from tests.desk.week_staff import Worker
from tests.house import ACCOUNT, Address, FixedClock

LINGER = timedelta(minutes=35)
"""How long after closing those who are on a call stay."""
_LOOK_AROUND = timedelta(minutes=20)
"""How often a session looks at what is far off too."""


@dataclass
class Tally:
    """What happened, in numbers, and what was wrong."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    turned_down: Counter[str] = field(default_factory=Counter)


class Week:
    """The desk of a simulated week, and everybody on it."""

    def __init__(self, plan: Plan, address: Address) -> None:
        self.plan, self.address = plan, address
        self.chance = random.Random(plan.seed)
        self.clock = FixedClock(plan.days[0].at(plan.days[0].opens))
        self.tally = Tally()
        self.events: list[Happening] = []
        self.latest: dict[str, Request] = {}
        """The open requests, as the news and the answers to moves tell them."""
        self.held: defaultdict[str, set[str]] = defaultdict(set)
        self.placed: list[str] = []
        """What technicians were told that it is placed."""
        self.unclear: list[tuple[datetime, str, Call]] = []
        self.staffed: list[tuple[datetime, int]] = []
        """How many pharmacists were free, at each step."""
        self._versions: dict[str, int] = {}
        self._cursor = 0
        self.roster = Roster()
        self.office = self._open()
        people = shifts(plan, self.chance)
        staff = [one.staff for one in people]
        first = next(one for one in staff if one.has(Role.LEAD))
        self.office.found(first, account=ACCOUNT)
        others = [one for one in staff if one is not first]
        self.office.put_staff(others, by=None, account=ACCOUNT)
        self.workers = [Worker(self, one) for one in people]
        self.by_name = {one.username: one for one in self.workers}
        self.pharmacists = [one.name for one in staff if one.has(Role.PHARMACIST)]
        self.observer = Desk(self.office, first.username, account=ACCOUNT)
        self.reminders = Reminders(self)
        self.hostile = Hostile(self)
        self._lines = [(at, number) for number, at in enumerate(rings(plan, self.chance))]
        self._looked = self.clock.now
        self._host_down_at = plan.host_down
        hours = plan.step / timedelta(hours=1)
        self.crash_per_step, self.again_per_step = plan.crashes * hours, 1.2 * hours

    # -- the run

    def run(self) -> None:
        """Let the whole week pass."""
        for day in self.plan.days:
            self.clock.now = max(self.clock.now, day.at(day.opens))
            last = day is self.plan.days[-1]
            end = day.at(day.closes) + (LINGER * 2 if last else LINGER)
            while self.clock.now <= end:
                self.step(day)
                self.clock.now += self.plan.step
        self.hear()
        self.reminders.finish()

    def step(self, day: Day) -> None:
        """A minute or two of the desk."""
        now = self.clock.now
        if self._host_down_at is not None and self._host_down_at <= now:
            self._host_goes_down()
        for worker in self.workers:
            worker.come_and_go(day)
        here = [one for one in self.workers if one.session]
        for worker in here:
            worker.beat()
        self.hear()
        free = [one for one in here if one.free()]
        self.staffed.append((now, sum(one.can_take for one in free)))
        self._remind(here)
        self.chance.shuffle(here)
        for worker in here:
            worker.work(day)
        self._callers(day, [one for one in free if one.answers and one.session])
        self.hostile.step()

    def hear(self) -> None:
        """Take in what changed, as every session's feed reads it."""
        known: Roster | None = None
        while True:
            news = news_since(self.observer, self._cursor, known)
            known = self.roster = news.roster
            self.events += news.happenings
            for request in news.requests:
                self.take(request)
            if news.cursor - self._cursor < 500:
                self._cursor = news.cursor
                return
            self._cursor = news.cursor

    def take(self, request: Request) -> None:
        """Know a request as it stands, if that is newer than what is known."""
        if self._versions.get(request.ref, 0) >= request.version:
            return
        self._versions[request.ref] = request.version
        before = self.latest.pop(request.ref, None)
        if before is not None and before.holder:
            self.held[before.holder].discard(request.ref)
        if request.open:
            self.latest[request.ref] = request
            if request.holder:
                self.held[request.holder].add(request.ref)

    def make(
        self, desk: Desk, move: str, request: Request, given: Mapping[str, Any] | None = None
    ) -> Request | None:
        """Make a move; None where somebody else was first, or a rule forbids it by now."""
        try:
            after = desk.make(move, request.ref, request.version, given)
        except (Overtaken, Refused) as no:
            self.tally.turned_down[f"{move}: {type(no).__name__}"] += 1
            return None
        self.tally.counts[move] += 1
        self.take(after)
        return after

    def close(self) -> None:
        """Let the database go."""
        self.office.close()

    # -- inside a step

    def _remind(self, here: list[Worker]) -> None:
        """Each session works out what asks for its person, and tells what it has not told yet."""
        now, rules = self.clock.now, self.office.in_common.common.attention
        around = now - self._looked >= _LOOK_AROUND
        lively = list(self.latest.values())
        if around:
            self._looked = now
        else:
            near = now + timedelta(minutes=max(rules.before) + 2)
            lively = [one for one in lively if _lively(one, near)]
        self.reminders.look(lively)
        for worker in here if lively else []:
            me = self.roster.get(worker.username)
            assert me is not None
            for ask in attention.asks(lively, me, self.roster, now, rules):
                if worker.hears(ask, self.latest[ask.ref]):
                    self.reminders.heard(worker, ask)

    def _callers(self, day: Day, answering: list[Worker]) -> None:
        """Callers ring, and those free to answer take them down."""
        self.chance.shuffle(answering)
        for worker in answering:
            if self._lines and self._lines[0][0] <= self.clock.now:
                _, number = self._lines.pop(0)
                days = tuple(one for one in self.plan.days if one.on >= day.on)
                said = call(number, self.clock.now, days, self.pharmacists, self.chance)
                worker.take_down(said)
            elif self.unclear and self.unclear[0][0] <= self.clock.now:
                worker.ask_for_time(*self.unclear.pop(0)[1:])
            elif self.chance.random() < self.again_per_step:
                worker.caller_rings_again(self.later())

    def later(self) -> Request | None:
        """A callback that is not near yet, whose caller might ring again."""
        after = self.clock.now + timedelta(minutes=40)
        found = [
            one for one in self.latest.values()
            if one.status is Status.SCHEDULED and one.callback_windows
            and min(each.start for each in one.callback_windows) > after
        ]  # fmt: skip
        return self.chance.choice(found) if found else None

    def _host_goes_down(self) -> None:
        """Every session ends without a word, and the database is opened anew."""
        self._host_down_at = None
        for worker in self.workers:
            if worker.session:
                worker.crash(timedelta(minutes=self.chance.choice((2, 4, 8))))
        self.office.close()
        self.office = self._open()
        self.observer = Desk(self.office, self.observer.username, account=ACCOUNT)

    def _open(self) -> Office:
        office = self.address.open(self.clock)
        if self.address.file is not None:
            # No machine loses its power in this week: nothing waits for the disk.
            office.store.engine.database.execute_sql("PRAGMA synchronous = off")
        return office


def _lively(request: Request, near: datetime) -> bool:
    """Whether a request can ask for anybody's attention before that moment."""
    if request.status is not Status.SCHEDULED:
        return request.status is not Status.TO_DOCUMENT
    return any(one.start <= near for one in request.callback_windows)
