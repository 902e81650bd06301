"""What the words of a caller are made of: days, times, zones, and what stands between (R4).

Nothing is decided here about which day or which 2 it is.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

DAY_MINUTES = 24 * 60
"""The minutes of a day."""
NOON = DAY_MINUTES // 2
PARTS = {
    "any time": (8 * 60, 17 * 60, ""),
    "morning": (8 * 60, 12 * 60, "am"),
    "first thing": (8 * 60, 9 * 60, "am"),
    "early morning": (8 * 60, 10 * 60, "am"),
    "mid morning": (9 * 60, 11 * 60, "am"),
    "late morning": (10 * 60, 12 * 60, "am"),
    "lunch": (12 * 60, 13 * 60, "pm"),
    "afternoon": (12 * 60, 17 * 60, "pm"),
    "early afternoon": (12 * 60, 14 * 60, "pm"),
    "mid afternoon": (14 * 60, 16 * 60, "pm"),
    "late afternoon": (15 * 60, 17 * 60, "pm"),
    "end of day": (16 * 60, 17 * 60, "pm"),
    "evening": (17 * 60, 17 * 60, "pm"),  # until the desk closes
}
"""The parts of a day: from and until which minute, and whether a bare 7 in it is AM or PM."""


@dataclass(frozen=True, slots=True)
class Break:
    """What separates: a comma, a line end, "or"."""

    text: str


@dataclass(frozen=True, slots=True)
class Now:
    """The caller wants the call now."""


@dataclass(frozen=True, slots=True)
class Fold:
    """Which of the two times in the night the clocks go back: 0 before they do, 1 after."""

    fold: int


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something of the caller's own day, as it was said: "after clinic". Only they know when."""

    text: str


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone, as it was said and by its IANA name."""

    said: str
    name: str
    season: str = ""  # "s" for standard time, "d" for daylight time, or unsaid

    @property
    def label(self) -> str:
        """How to say the zone again: "CST", "central", "America/Chicago", "Chicago time"."""
        if "/" in self.said:
            return self.name
        return self.said if len(self.said) > 4 else self.said.upper()


@dataclass(frozen=True, slots=True)
class DayWord:
    """One way to name a day; the numbers that belong to it, 0 for what was not said.

    ``weekday`` and ``next`` (weekday) have its number, ``ahead`` the days from today, ``business``
    the business days from today, ``ordinal`` the day of a month (and perhaps the month that it may
    be of), ``date`` day, month and year, ``week`` and ``weekend`` 0 for this and 1 for the next;
    ``rest`` (of this week), ``weekdays`` and ``any`` (day) have none.
    """

    kind: str
    number: int = 0
    month: int = 0
    year: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """A day in one or more words that must agree: "Tue", "tomorrow", "Tue Nov 24".

    ``until`` is the day at which "Mon-Thu" ends; ``later`` are the days from the one named until
    the one meant, as in "a week from Monday"; ``any`` says that it is one of several offered at
    large ("any day this week"), of which those that are over were not meant.
    """

    words: tuple[DayWord, ...]
    iso: bool = False
    until: "Day | None" = None
    later: int = 0
    any: bool = False

    @property
    def floats(self) -> bool:
        """Whether only a weekday was said."""
        return all(word.kind == "weekday" for word in self.words) and not self.later

    def joins(self, other: "Day", comma: bool) -> bool:
        """Say whether the other day's words, coming next, speak of this same day."""
        return self.floats != other.floats if comma else not (self.floats and other.floats)

    def joined(self, other: "Day") -> "Day":
        """Return the one day of which both speak."""
        return Day(
            self.words + other.words,
            self.iso or other.iso,
            other.until,
            self.later or other.later,
        )

    def word(self, kind: str) -> DayWord | None:
        """The word of that kind, if there is one."""
        return next((word for word in self.words if word.kind == kind), None)

    def instead(self, word: DayWord, better: DayWord) -> "Day":
        """Return the day with one of its words said better."""
        return replace(self, words=tuple(better if one == word else one for one in self.words))


@dataclass(frozen=True, slots=True)
class Clock:
    """A time as a clock shows it, with AM or PM or without."""

    hour: int
    minute: int
    half: str = ""  # "am", "pm" or unsaid
    zero: bool = False  # written with a leading zero

    @property
    def readings(self) -> tuple[int, ...]:
        """The minutes of the day that it can mean: one, or an AM and a PM."""
        if not self.half and not 1 <= self.hour <= 12:
            return (self.hour * 60 + self.minute,)
        early = self.hour % 12 * 60 + self.minute
        return tuple(
            early + add for half, add in (("am", 0), ("pm", NOON)) if self.half in ("", half)
        )

    @property
    def open(self) -> bool:
        """Whether it can be AM or PM."""
        return len(self.readings) == 2

    @property
    def usual(self) -> int:
        """The minute of the day that it means by itself."""
        return self.readings[0] if not self.open or 7 <= self.hour <= 11 else self.readings[1]


@dataclass(frozen=True, slots=True)
class Times:
    """A span of a day as it was said; ``text`` is what was said.

    ``at``, ``after``, ``before`` and ``range`` have ``start``, ``end`` or both; ``part`` is one of
    ``PARTS``; ``midnight`` begins or ends a day. ``delay`` is so long from now, until ``most``
    from now where that was said. ``rival`` is what a range can mean besides: "ten to four".
    ``zone`` is the time's own, where several times have one each.
    """

    kind: str
    start: Clock | None = None
    end: Clock | None = None
    part: str = ""
    delay: timedelta = timedelta()
    most: timedelta | None = None
    rival: Clock | None = None
    zone: Zone | None = None
    text: str = ""

    def joins(self, other: "Times") -> bool:
        """Say whether one is a part of the day and the other a time in it."""
        if self.kind == other.kind == "part":
            return _narrower(self.part, other.part) is not None
        return "part" in (self.kind, other.kind) and not (self.part and other.part)

    def joined(self, other: "Times") -> "Times":
        """Return the time in that part of the day."""
        if self.kind == other.kind == "part":
            part = _narrower(self.part, other.part) or self.part
            return replace(self, part=part, text=part)
        timed, named = (self, other) if other.kind == "part" else (other, self)
        return replace(timed, part=named.part, text=f"{self.text} {other.text}")

    def led_by(self, later: "Times") -> "Times":
        """Return this time with the AM or PM that one named after it gives it: "9 or 10 pm"."""
        first, second = self.start, later.start
        if self.kind != "at" or self.part or not (first and first.open and second):
            return self
        earlier = [minute for minute in first.readings if minute < second.usual]
        if second.open or not earlier:
            return self
        half = "am" if earlier[-1] < NOON else "pm"
        return replace(self, start=replace(first, half=half), text=f"{self.text} {half}")


Item = Break | Now | Fold | Occasion | Zone | Day | Times | str
"""A string is words that were not understood."""


def _narrower(one: str, other: str) -> str | None:
    """The part of the day that lies in the other, if one does."""
    for inner, outer in ((one, other), (other, one)):
        (first, last, _), (opens, closes, _) = PARTS[inner], PARTS[outer]
        if opens <= first and last <= closes:
            return inner
    return None
