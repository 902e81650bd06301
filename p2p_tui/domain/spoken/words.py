"""The words with which callers say a time, as items: days, times, zones (R4).

An item is what belongs together: "next business day", "2-4pm", "central". Nothing is decided here
about which day or which 2 it is; words that are no item stay as they were said.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from p2p_tui.domain.wording import MONTH_WORDS, zone_named

_T = TypeVar("_T")
MOST_DAYS_AHEAD = 366
"""A day further ahead than this is asked about."""
DAY_MINUTES = 24 * 60
"""The minutes of a day."""
PARTS = {  # minutes of the day from which and until which, and what it makes of "7"
    "any time": (8 * 60, 17 * 60, ""),
    "morning": (8 * 60, 12 * 60, "am"),
    "afternoon": (12 * 60, 17 * 60, "pm"),
    "evening": (17 * 60, 17 * 60, "pm"),
}
"""The parts of a day: from and until which minute, and whether a bare 7 in it is AM or PM."""


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, number or mark, and where it stands in the text."""

    kind: str
    text: str
    start: int
    end: int


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
class Zone:
    """A time zone, as it was said and by its IANA name."""

    said: str
    name: str
    season: str  # "s" for standard time, "d" for daylight time, or ""

    @property
    def label(self) -> str:
        """How to say the zone again: "CST", "central", "America/Chicago"."""
        if "/" in self.said:
            return self.name
        return self.said if len(self.said) > 4 else self.said.upper()


@dataclass(frozen=True, slots=True)
class DayWord:
    """One word for a day: a weekday, a day so many days ahead, the next business day, a date."""

    kind: str  # weekday, next (weekday), ahead, business, ordinal, date
    number: int = 0
    month: int = 0
    year: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """A day in one or more words that must agree: "Tue", "tomorrow", "Tue Nov 24".

    ``until`` is the weekday at which "Mon-Thu" ends.
    """

    words: tuple[DayWord, ...]
    iso: bool = False
    until: int | None = None

    @property
    def each(self) -> list["Day"]:
        """The days that it covers: itself, or every weekday from the first to the last."""
        if self.until is None:
            return [self]
        first = self.words[0].number
        span = range(first, first + (self.until - first) % 7 + 1)
        return [Day((DayWord("weekday", number % 7),)) for number in span]

    @property
    def floats(self) -> bool:
        """Whether only a weekday was said."""
        return all(word.kind == "weekday" for word in self.words)

    def joins(self, other: "Day", comma: bool) -> bool:
        """Say whether the other day's words, coming next, speak of this same day."""
        return self.floats != other.floats if comma else not (self.floats and other.floats)


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
            early + add for half, add in (("am", 0), ("pm", 720)) if self.half in ("", half)
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
    """A span of a day as it was said; ``text`` is what was said."""

    kind: str  # at, after, before, range, part, delay
    start: Clock | None = None
    end: Clock | None = None
    part: str = ""
    delay: timedelta = timedelta()
    text: str = ""

    def joins(self, other: "Times") -> bool:
        """Say whether one is a part of the day and the other a time in it."""
        kinds = {self.kind, other.kind}
        return "part" in kinds and len(kinds) == 2 and not (self.part and other.part)

    def joined(self, other: "Times") -> "Times":
        """Return the time in that part of the day."""
        timed, part = (self, other) if other.kind == "part" else (other, self)
        return replace(timed, part=part.part, text=f"{self.text} {other.text}")

    def led_by(self, later: "Times") -> "Times":
        """Return this time with the AM or PM that one named after it gives it: "9 or 10 pm"."""
        first, second = self.start, later.start
        if self.kind != "at" or self.part or not (first and first.open and second):
            return self
        earlier = [minute for minute in first.readings if minute < second.usual]
        if second.open or not earlier:
            return self
        half = "am" if earlier[-1] < DAY_MINUTES // 2 else "pm"
        return replace(self, start=replace(first, half=half), text=f"{self.text} {half}")


Item = Break | Now | Fold | Zone | Day | Times | str
"""A string is words that were not understood."""

_TOKEN = re.compile(
    r"""
    (?P<date>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{4}|/[0-9]{2})?)(?![0-9/])
    |(?P<clock>[0-9]{1,2}:[0-9]{2}(?::00)?)(?![0-9:])
    |(?P<ordinal>[0-9]{1,2})(?:st|nd|rd|th)(?![a-z])
    |(?P<number>[0-9]+)
    |(?P<zone>[a-z]{1,30}(?:/[a-z0-9_+-]{1,30}){1,2})
    |(?P<word>[a-z]+(?:[.'’][a-z]+)*\.?)
    |(?P<mark>\n|[^ ])
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = {name[:length]: n for n, name in enumerate(_WEEKDAY_NAMES) for length in (3, len(name))}
_WEEKDAY |= {"tues": 1, "thu": 3, "thur": 3, "thurs": 3}
_BREAKS = ("or", "and", ",", ";", "\n", "/", "&", "+")
LISTING = (",", ";", "\n")
_RANGE = ("-", "–", "—", "to", "until", "till", "til", "through", "thru")
_BEFORE = ("before", "until", "till", "til", "by")
_NOW = ("now", "asap", "immediately", "right now", "right away", "as soon as possible")
_UNITS = {
    **dict.fromkeys(("min", "mins", "minute", "minutes"), timedelta(minutes=1)),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), timedelta(hours=1)),
}
_DAYS_AHEAD = {"today": 0, "tomorrow": 1, "tmrw": 1, "day after tomorrow": 2}
_HALVES = {"am": "am", "a": "am", "pm": "pm", "p": "pm"}
_LINKS = ("on", "at", "the", "of", "t", "is", "this", "around", "about", "for", "either")
_COURTESIES = ("please", "call", "callback", "back", "me", "us", "time", "times", "date", "dates")
_FILLERS = frozenset((*_LINKS, *_COURTESIES, *":.()@!"))


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while match := _TOKEN.search(text, at):
        kind = match.lastgroup or "mark"
        start, at = match.span()
        if kind == "zone" and not zone_named(match.group()):
            kind, at = "word", text.index("/", start)
        said = text[start:at].lower()
        if kind == "word":
            said = re.sub(r"[.'’]", "", said)
        yield _Token(kind, match["ordinal"] if kind == "ordinal" else said, start, at)


class Reader:
    """Walks over the tokens of a text and takes one item after the other."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [*_tokens(text)]
        self.at = 0
        self.kinds: tuple[Callable[[], Item | None], ...] = (
            self._now,
            self._fold,
            self._written_date,
            self._relative_day,
            self._weekday,
            self._day_of_month,
            self._delay,
            self._range,
            self._bound,
            self._single,
            self._part,
            self._zone,
            self._break,
        )

    def items(self) -> Iterator[tuple[Item, int, int]]:
        """Yield every item with where it starts and ends in the text; fillers are passed over."""
        while self.at < len(self.tokens):
            first = self.tokens[self.at]
            item = self._item()
            if item is not None:
                end = self.tokens[self.at - 1].end
                if isinstance(item, Times):
                    item = replace(item, text=self.text[first.start : end])
                yield item, first.start, end

    def _item(self) -> Item | None:
        first = self.at
        for kind in self.kinds:
            if (item := kind()) is not None:
                return item
            self.at = first
        self.at += 1
        token = self.tokens[first]
        return None if token.text in _FILLERS else self.text[token.start : token.end]

    def _next(self, ahead: int = 0) -> _Token:
        at = self.at + ahead
        return self.tokens[at] if at < len(self.tokens) else _Token("", "", 0, 0)

    def _take(self, *phrases: str) -> bool:
        """Step over the first of the phrases that comes next; say whether there was one."""
        for phrase in phrases:
            words = phrase.split(" ")
            if all(self._next(ahead).text == word for ahead, word in enumerate(words)):
                self.at += len(words)
                return True
        return False

    def _step(self, names: Mapping[str, _T]) -> _T | None:
        """Step over the next word and return what it names, or None."""
        self.at += 1
        return names.get(self.tokens[self.at - 1].text) if self.at <= len(self.tokens) else None

    def _number(self, *kinds: str, most: int) -> int | None:
        token = self._next()
        self.at += 1
        if token.kind not in kinds or len(token.text) > 4 or int(token.text) > most:
            return None
        return int(token.text)

    def _now(self) -> Now | None:
        return Now() if self._take(*_NOW) else None

    def _fold(self) -> Fold | None:
        for fold, word in enumerate(("before", "after")):
            if self._take(f"{word} the clocks change"):
                return Fold(fold)
        return None

    def _break(self) -> Break | None:
        text = self._next().text
        return Break(text) if self._take(*_BREAKS) else None

    def _zone(self) -> Zone | None:
        said = self._next().text
        name = zone_named(said)
        patient = said == "pt" and (self.at == 0 or self._next(-1).text in _FILLERS)
        self.at += 1
        if name is None or patient:
            return None
        season = said[-2] if said[-2:] in ("st", "dt") and "/" not in said else ""
        for word in ("standard", "daylight"):
            season = word[0] if self._take(word) else season
        return Zone(said, name, season)

    def _written_date(self) -> Day | None:
        token = self._next()
        if token.kind != "date":
            return None
        self.at += 1
        numbers = [int(number) for number in re.split("[-/]", token.text)]
        if "-" in token.text:
            year, month, number = numbers
            return Day((DayWord("date", number, month, year),), iso=True)
        month, number, year = (*numbers, 0)[:3]
        return Day((DayWord("date", number, month, year + 2000 if 0 < year < 100 else year),))

    def _relative_day(self) -> Day | None:
        for phrase, ahead in _DAYS_AHEAD.items():
            if self._take(phrase):
                return Day((DayWord("ahead", ahead),))
        if self._take("next business day"):
            return Day((DayWord("business"),))
        if not self._take("in"):
            return None
        number = 1 if self._take("a") else self._number("number", most=MOST_DAYS_AHEAD)
        unit = self._step({"day": 1, "days": 1, "week": 7, "weeks": 7})
        return Day((DayWord("ahead", number * unit),)) if number and unit else None

    def _weekday(self) -> Day | None:
        kind = "next" if self._take("next") else "weekday"
        number = self._step(_WEEKDAY)
        if number is None:
            return None
        after_first = self.at
        until = self._step(_WEEKDAY) if kind == "weekday" and self._take(*_RANGE) else None
        self.at = after_first if until is None else self.at
        return Day((DayWord(kind, number),), until=until)

    def _day_of_month(self) -> Day | None:
        """Take "Nov 24", "November 24th 2026", "24 Nov", "24th of November" or "the 24th"."""
        if self._next().kind == "word":
            month = self._step(MONTH_WORDS)
            number = self._number("number", "ordinal", most=99) if month else None
        else:
            ordinal = self._next().kind == "ordinal"
            number = self._number("number", "ordinal", most=99)
            after_number = self.at
            self._take("of")
            month = self._step(MONTH_WORDS)
            if number and ordinal and not month:
                self.at = after_number
                return Day((DayWord("ordinal", number),))
        return Day((DayWord("date", number, month, self._year()),)) if number and month else None

    def _year(self) -> int:
        at = self.at
        self._take(",")
        token = self._next()
        if token.kind == "number" and token.text.startswith("20") and len(token.text) == 4:
            self.at += 1
            return int(token.text)
        self.at = at
        return 0

    def _delay(self) -> Times | None:
        if not self._take("in"):
            return None
        if self._take("half an hour"):
            return Times("delay", delay=timedelta(minutes=30))
        number = 1 if self._take("a", "an") else self._number("number", most=999)
        unit = self._step(_UNITS)
        return Times("delay", delay=number * unit) if number and unit else None

    def _range(self) -> Times | None:
        between = self._take("between")
        if not between:
            self._take("from")
        start = self._clock()
        if start is None or not self._take(*_RANGE, *(("and",) if between else ())):
            return None
        end = self._clock(closing=True)
        return Times("range", start, end) if end else None

    def _bound(self) -> Times | None:
        """Take "after 3", "before noon", or both at once: "after 1 and before 3"."""
        if self._take(*_BEFORE):
            end = self._clock(closing=True)
            return Times("before", end=end) if end else None
        if not self._take("after", "from"):
            return None
        start = self._clock()
        after_start = self.at
        self._take("and", "but", ",")
        end = self._clock(closing=True) if start and self._take(*_BEFORE) else None
        if start and end:
            return Times("range", start, end)
        self.at = after_start
        return Times("after", start) if start else None

    def _single(self) -> Times | None:
        start = self._clock()
        return Times("at", start) if start else None

    def _part(self) -> Times | None:
        if self._take("any time", "anytime", "all day"):
            return Times("part", part="any time")
        self._take("in the", "in")
        part = self._next().text
        self.at += 1
        return Times("part", part=part) if part in PARTS else None

    def _clock(self, closing: bool = False) -> Clock | None:
        """Take a clock time; midnight only where it can but close a span."""
        if self._take("noon"):
            return Clock(12, 0, "pm")
        if closing and self._take("midnight"):
            return Clock(12, 0, "am")
        token = self._next()
        self.at += 1
        if token.kind not in ("clock", "number") or (
            token.kind == "number" and len(token.text) > 4
        ):
            return None
        hour, minute = _hour_and_minute(token)
        self._take("oclock")
        half = self._half()
        if half == "" and token.kind == "number" and hour >= 20 and len(token.text) == 4:
            return None
        if minute > 59 or (hour > 23 if not half else not 1 <= hour <= 12):
            return None
        return Clock(hour, minute, half, zero=token.text[0] == "0")

    def _half(self) -> str:
        for word, half in _HALVES.items():
            if self._take(word):
                return half
        return "pm" if self._take("noon") else ""


def _hour_and_minute(token: _Token) -> tuple[int, int]:
    if token.kind == "clock":
        hour, minute, *_ = token.text.split(":")
        return int(hour), int(minute)
    return divmod(int(token.text), 100) if len(token.text) > 2 else (int(token.text), 0)
