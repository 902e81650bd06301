"""Items that were said together, as offers: each of some days with each of some times (R4)."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from p2p_tui.domain.spoken.items import (
    Break,
    Day,
    DayWord,
    Fold,
    Item,
    Now,
    Occasion,
    Times,
    Zone,
)
from p2p_tui.domain.spoken.words import LISTING, Reader


@dataclass(slots=True)
class Offer:
    """Days and times that were said together: a window for each day with each time."""

    text: str
    start: int
    end: int
    days: list[Day] = field(default_factory=list)
    times: list[Times] = field(default_factory=list)
    zones: list[Zone] = field(default_factory=list)
    occasions: list[Occasion] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    is_now: bool = False
    fold: int | None = None
    day_first: bool = False
    last: Item | None = None
    pause: Break | None = None

    @property
    def words(self) -> str:
        """What was said for it."""
        return self.text[self.start : self.end]

    @property
    def said_zones(self) -> list[Zone]:
        """The zones said for all of it, and those of single times."""
        return self.zones + [times.zone for times in self.times if times.zone]

    def takes(self, item: Item, pause: Break | None) -> bool:
        """Say whether the item, coming after that pause or none, belongs to this offer."""
        if pause or isinstance(item, Day):
            comma = pause is not None and pause.text == ","
            if isinstance(item, Day) and isinstance(self.last, Day) and (comma or not pause):
                return self.last.joins(item, comma)
            return not pause and not self.days
        if isinstance(item, Times) and self.times and isinstance(self.last, Day):
            return self.times[-1].joins(item)
        return True

    def add(self, item: Item, end: int) -> None:
        """Take the item, which ends there in the text, into this offer."""
        self.end = end
        match item:
            case Now():
                self.is_now = True
            case Fold():
                self.fold = item.fold
            case Zone():
                self.zones.append(item)
            case Occasion():
                self.occasions.append(item)
            case Day():
                self._add_day(item)
            case Times():
                self._add_times(item)
            case str():
                self.unknown.append(item)
        if isinstance(item, Day | Times):
            self.last = item

    def _add_day(self, day: Day) -> None:
        self.day_first = self.day_first or not self.times
        if isinstance(self.last, Day):
            day = self.days.pop().joined(day)
        self.days.append(day)

    def _add_times(self, times: Times) -> None:
        if self.times and self.times[-1].joins(times):
            times = self.times.pop().joined(times)
        elif self.times:
            self.unknown.append(times.text)
        self.times.append(times)

    def shares(self, later: "Offer") -> bool:
        """Say whether a later offer only goes on with this one: "Tue | or Wed after 3"."""
        if self.is_now or later.is_now or (self.occasions and self.days and later.days):
            return False
        if not later.days and not later.times:
            return not later.unknown
        if not self.days and not self.times:
            return not self.unknown
        if not self.times:
            return later.day_first or (not later.days and self._is_timed_by(later))
        if not self.days:
            return not (later.day_first and later.times)
        return not later.days if self.day_first else not later.times

    def _is_timed_by(self, later: "Offer") -> bool:
        """Say whether later times are those of these days: not in "Dec 1, 2" or "Tue or 2-4"."""
        counted = later.times[0].text.isdigit() and not self.days[-1].floats
        return later.pause is None or (later.pause.text in LISTING and not counted)

    def go_on(self, later: "Offer") -> None:
        """Take in all of a later offer."""
        self.day_first = later.day_first if not (self.days or self.times) else self.day_first
        self.end = later.end
        self.days += later.days
        if self.times and later.times:
            self.times[-1] = self.times[-1].led_by(later.times[0])
            self._part_zones(later)
        self.times += later.times
        self.zones += later.zones
        self.occasions += later.occasions
        self.unknown += later.unknown
        self.fold = later.fold if self.fold is None else self.fold

    def _part_zones(self, later: "Offer") -> None:
        """Give each of the times the zone that was said for it: "1pm central or 11am pacific"."""
        if len(self.zones) == len(later.zones) == 1:
            for offer in (self, later):
                offer.times = [replace(times, zone=offer.zones[0]) for times in offer.times]
                offer.zones = []


def offers_in(text: str) -> list[Offer]:
    """Return what a text offers, in the order spoken."""
    clauses: list[Offer] = []
    pause: Break | None = None
    for item, start, end in Reader(text).items():
        if isinstance(item, Break):
            pause = item
            continue
        if not clauses or not clauses[-1].takes(item, pause):
            clauses.append(Offer(text, start, end, pause=pause))
        clauses[-1].add(item, end)
        pause = None
    offers: list[Offer] = []
    for clause in clauses:
        if offers and offers[-1].shares(clause):
            offers[-1].go_on(clause)
        else:
            offers.append(clause)
    _complete(offers)
    return offers


def _complete(offers: Iterable[Offer]) -> None:
    """Give each day what was said with another one and meant for it too.

    A weekday is of the week named before it, a number of the month: "next week Tue or Wed", "Dec
    1st or 2nd". In a list, "next week" or "of December" at its end holds for what leads up to it.
    """
    week: DayWord | None = None
    dated: DayWord | None = None
    for offer in offers:
        after_next = False
        for at, said in enumerate(offer.days):
            day, coming = said, offer.days[at + 1 :]
            if said.floats:
                day = _of_week(said, after_next, week or _week_at_end(said, coming))
            elif ordinal := said.word("ordinal"):
                day = said.instead(ordinal, _of_month(ordinal, dated, coming))
            after_next = day.word("next") is not None
            week = day.word("week") if day.word("weekday") and day.word("week") else week
            dated = day.word("date") or dated
            offer.days[at] = day


def _of_week(day: Day, after_next: bool, week: DayWord | None) -> Day:
    (weekday,) = day.words
    if after_next:
        return day.instead(weekday, DayWord("next", weekday.number))
    return replace(day, words=(weekday, week)) if week else day


def _week_at_end(day: Day, coming: Iterable[Day]) -> DayWord | None:
    """Return the week that a later weekday carries behind it: "Tue or Wed next week"."""
    for later in coming:
        first, last = later.words[0], later.words[-1]
        if first.kind == "weekday" and last.kind == "week" and day.words[0].number < first.number:
            return last
    return None


def _of_month(ordinal: DayWord, before: DayWord | None, coming: Iterable[Day]) -> DayWord:
    """Return the day of the month named before it, or with the one named after it as a hint."""
    if before:
        month = before.month + (ordinal.number < before.number)
        year = before.year + (month > 12) if before.year else 0
        return DayWord("date", ordinal.number, (month - 1) % 12 + 1, year)
    for later in coming:
        if (date := later.word("date")) and ordinal.number <= date.number:
            return replace(ordinal, month=date.month)
    return ordinal
