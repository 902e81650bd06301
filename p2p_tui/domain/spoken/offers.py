"""Items that were said together, as offers: each of some days with each of some times (R4)."""

from dataclasses import dataclass, field

from p2p_tui.domain.spoken.words import LISTING, Break, Day, Fold, Item, Now, Reader, Times, Zone


@dataclass(slots=True)
class Offer:
    """Days and times that were said together: a window for each day with each time."""

    text: str
    start: int
    end: int
    days: list[Day] = field(default_factory=list)
    times: list[Times] = field(default_factory=list)
    zones: list[Zone] = field(default_factory=list)
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
            before = self.days.pop()
            day = Day(before.words + day.words, before.iso or day.iso, day.until)
        self.days += day.each

    def _add_times(self, times: Times) -> None:
        if self.times and self.times[-1].joins(times):
            times = self.times.pop().joined(times)
        elif self.times:
            self.unknown.append(times.text)
        self.times.append(times)

    def shares(self, later: "Offer") -> bool:
        """Say whether a later offer only goes on with this one: "Tue | or Wed after 3"."""
        if self.is_now or later.is_now:
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
        self.times += later.times
        self.zones += later.zones
        self.unknown += later.unknown
        self.fold = later.fold if self.fold is None else self.fold


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
    return offers
