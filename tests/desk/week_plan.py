"""Who works in the simulated week, when the desk is staffed, and when callers ring."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from p2p_tui.domain.people import Absence, Role, Staff
from p2p_tui.domain.preferences import Preferences

ET = ZoneInfo("America/New_York")
EARLY, LATE = (time(8), time(16)), (time(12), time(20))
STRANGERS = ("Dr. Nora Quill", "Sam Otis")
"""Who denied PAs and is not known to this desk."""

_FIRST = (
    "Ana", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gus", "Hana", "Ivo", "Jade",
    "Kurt", "Lena", "Maya", "Nils", "Olga", "Pia", "Raj", "Sara", "Tina", "Uma",
)  # fmt: skip
_LAST = ("Ruiz", "Cole")


@dataclass(frozen=True)
class Day:
    """One day of it: from when until when somebody works, and by how many."""

    on: date
    opens: time
    closes: time
    weekend: bool = False

    def at(self, when: time) -> datetime:
        """A moment of this day, by the desk's clock."""
        return datetime.combine(self.on, when, ET).astimezone(UTC)


@dataclass(frozen=True)
class Plan:
    """How long the week is, and how much happens in it."""

    days: tuple[Day, ...]
    requests: int
    technicians: int
    pharmacists: int
    leads: int
    step: timedelta
    host_down: datetime | None = None
    """When the host goes down with every session on it."""
    sick: int = 1
    absent: int = 1
    crashes: float = 0.1
    """How many crashes a person has in an hour."""
    seed: int = 26


def _days(first: date, count: int, opens: time, closes: time) -> tuple[Day, ...]:
    found = []
    for on in (first + timedelta(days=number) for number in range(count)):
        weekend = on.weekday() >= 5
        found.append(Day(on, time(10) if weekend else opens, time(15) if weekend else closes,
                         weekend))  # fmt: skip
    return tuple(found)


_MONDAY = date(2026, 10, 26)
_WEEK = _days(_MONDAY, 8, time(8), time(20))
WEEK = Plan(
    days=_WEEK, requests=5000, technicians=14, pharmacists=22, leads=4,
    step=timedelta(minutes=1), host_down=_WEEK[2].at(time(11, 17)), sick=5, absent=3,
)  # fmt: skip
"""Monday to Monday. In the night to Sunday, November 1, the clocks go back."""
_LONG_WEEKEND = (
    Day(date(2026, 10, 30), time(15), time(20)),
    Day(date(2026, 10, 31), time(10), time(14), weekend=True),
    Day(date(2026, 11, 1), time(10), time(14), weekend=True),
    Day(date(2026, 11, 2), time(8), time(12, 30)),
)
WEEKEND = Plan(
    days=_LONG_WEEKEND, requests=250, technicians=5, pharmacists=13, leads=3,
    step=timedelta(minutes=2), host_down=_LONG_WEEKEND[0].at(time(17, 6)),
)  # fmt: skip
"""A Friday afternoon until Monday noon, over the same night."""
DAY = Plan(
    days=(Day(date(2026, 10, 30), time(13), time(15, 30)),), requests=40, technicians=3,
    pharmacists=6, leads=2, step=timedelta(minutes=2), sick=0, absent=0,
)  # fmt: skip
"""A few hours, for what is broken on purpose."""


@dataclass
class Shift:
    """When one person works in this week, and when not."""

    staff: Staff
    works: tuple[time, time]
    lunch: time
    sick: set[date] = field(default_factory=set)
    on_weekends: bool = False

    def on(self, day: Day) -> tuple[datetime, datetime] | None:
        """From when until when they sit at the desk on a day, if they do."""
        gone = any(one.start <= day.at(self.works[0]) < one.end for one in self.staff.absences)
        if day.on in self.sick or gone or (day.weekend and not self.on_weekends):
            return None
        start, end = max(self.works[0], day.opens), min(self.works[1], day.closes)
        return (day.at(start), day.at(end)) if start < end else None


def shifts(plan: Plan, chance: random.Random) -> list[Shift]:
    """Everybody of the desk, with shifts, lunches, planned absences and sick days."""
    names = [f"{first} {last}" for last in _LAST for first in _FIRST]
    technician, pharmacist, lead = Role.TECHNICIAN, Role.PHARMACIST, Role.LEAD
    roles = [frozenset({technician})] * plan.technicians
    roles += [frozenset({pharmacist})] * plan.pharmacists
    roles += [frozenset({lead, pharmacist} if n % 2 else {lead}) for n in range(plan.leads)]
    found = []
    for number, (name, has) in enumerate(zip(names, roles, strict=False)):
        early = number % 2 == 0
        works = EARLY if early else LATE
        lunch = datetime.combine(_MONDAY, time(11, 30) if early else time(16), UTC)
        lunch += timedelta(minutes=15 * (number % 5))
        staff = Staff(
            username=f"{name.split()[0].lower()}.{name.split()[1].lower()}", name=name, roles=has,
            extension=str(4400 + number), preferences=Preferences(works=works),
        )  # fmt: skip
        weekends = early and number % 3 != 2
        found.append(Shift(staff, works, lunch.time(), on_weekends=weekends))
    those = [one for one in found if one.staff.has(pharmacist)]
    for one in chance.sample(those, plan.sick):
        one.sick.add(chance.choice(plan.days).on)
    for one in chance.sample(those, plan.absent):
        start = chance.choice(plan.days).at(time(0))
        gone = Absence(start=start, end=start + timedelta(days=2))
        one.staff = one.staff.model_copy(update={"absences": (gone,)})
    return found


def rings(plan: Plan, chance: random.Random) -> list[datetime]:
    """When callers ring whose requests are placed: as many as there are to be."""
    weekday = [one for one in plan.days if not one.weekend]
    spans = [(one, 1.0) for one in weekday] + [(one, 0.05) for one in plan.days if one.weekend]
    found = []
    for day in chance.choices([one for one, _ in spans], [
        weight * (day.at(day.closes) - day.at(day.opens)).total_seconds() for day, weight in spans
    ], k=plan.requests):  # fmt: skip
        # On the last day they stop early: whoever waits is helped before the week ends.
        first, closes = day.at(day.opens), day.at(day.closes)
        quiet = (closes - first) / 4 if day is plan.days[-1] else timedelta(minutes=25)
        last = closes - quiet
        found.append(first + (last - first) * chance.random())
    return sorted(found)
