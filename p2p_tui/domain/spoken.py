"""Reads callback times as callers say them: "Tue or Wed after 3 central" (R4, R11).

The words become items (days, times, zones), the items become offers (days and the times said for
them), and each day of an offer with each of its times becomes one window on the provider's clock.
What is impossible or could mean two things is never guessed: it becomes a question to the caller.

What is understood without being said:

- A single time is a window of 30 minutes that starts then.
- AM or PM: 7 to 11 is AM, 12 to 6 is PM. The end of a range is the nearest such time after its
  start; where only the end says it, the start is the nearest before the end ("2-4pm", "9-11pm").
- A leading zero means the 24-hour clock after a date like 2026-11-24, and is asked about elsewhere.
- Morning is 8:00-12:00, afternoon 12:00-17:00, any time 8:00-17:00. "After" runs until 17:00, or
  until the desk closes where 17:00 is too early; "before" starts at 8:00. All but the closing are
  on the provider's clock. Of a span that has begun, what is left of it counts.
- No day means today. A weekday means the next such day, today while the time is still to come.
- A date without a year is the next such date, and is asked about when that is more than half a
  year ahead; with a year it may be a year ahead.
- "EST" and "EDT" both mean Eastern time; they tell apart a time that comes twice in a night.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from p2p_tui.domain.details import CallbackWindow
from p2p_tui.domain.hours import DESK_ZONE, DeskHours
from p2p_tui.domain.text import clean, one_line
from p2p_tui.domain.values import Frozen, Line
from p2p_tui.domain.wording import (
    MONTHS,
    WEEKDAYS,
    YEAR_SHOWN_AFTER_DAYS,
    date_words,
    instants,
    local,
    zone_named,
    zone_short,
)

MOST_WINDOWS = 24
"""How many windows one reading gives; more than these are asked about."""
SINGLE_TIME = timedelta(minutes=30)
"""How long a window is when only its start was said."""

_T = TypeVar("_T")
_ASK = "When should the pharmacist call?"
_MOST_QUESTIONS = 3
_QUOTED = 40
_MOST_DAYS_AHEAD = 366
_DAY = 24 * 60
_PARTS = {  # minutes of the day from which and until which, and what it makes of "7"
    "any time": (8 * 60, 17 * 60, ""),
    "morning": (8 * 60, 12 * 60, "am"),
    "afternoon": (12 * 60, 17 * 60, "pm"),
    "evening": (17 * 60, 17 * 60, "pm"),
}


# ---------------------------------------------------------------------------- from words to items


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Break:
    text: str


@dataclass(frozen=True, slots=True)
class _Now:
    pass


@dataclass(frozen=True, slots=True)
class _Fold:
    """Which of the two times in the night the clocks go back: 0 before they do, 1 after."""

    fold: int


@dataclass(frozen=True, slots=True)
class _Zone:
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
class _DayWord:
    """One word for a day: a weekday, a day so many days ahead, the next business day, a date."""

    kind: str  # weekday, next (weekday), ahead, business, ordinal, date
    number: int = 0
    month: int = 0
    year: int = 0


@dataclass(frozen=True, slots=True)
class _Day:
    """A day in one or more words that must agree: "Tue", "tomorrow", "Tue Nov 24".

    ``until`` is the weekday at which "Mon-Thu" ends.
    """

    words: tuple[_DayWord, ...]
    iso: bool = False
    until: int | None = None

    @property
    def each(self) -> list["_Day"]:
        """The days that it covers: itself, or every weekday from the first to the last."""
        if self.until is None:
            return [self]
        first = self.words[0].number
        span = range(first, first + (self.until - first) % 7 + 1)
        return [_Day((_DayWord("weekday", number % 7),)) for number in span]

    @property
    def floats(self) -> bool:
        """Whether only a weekday was said."""
        return all(word.kind == "weekday" for word in self.words)

    def joins(self, other: "_Day", comma: bool) -> bool:
        """Say whether the other day's words, coming next, speak of this same day."""
        return self.floats != other.floats if comma else not (self.floats and other.floats)


@dataclass(frozen=True, slots=True)
class _Clock:
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
class _Times:
    """A span of a day as it was said; ``text`` is what was said."""

    kind: str  # at, after, before, range, part, delay
    start: _Clock | None = None
    end: _Clock | None = None
    part: str = ""
    delay: timedelta = timedelta()
    text: str = ""

    def joins(self, other: "_Times") -> bool:
        """Say whether one is a part of the day and the other a time in it."""
        kinds = {self.kind, other.kind}
        return "part" in kinds and len(kinds) == 2 and not (self.part and other.part)

    def joined(self, other: "_Times") -> "_Times":
        timed, part = (self, other) if other.kind == "part" else (other, self)
        return replace(timed, part=part.part, text=f"{self.text} {other.text}")

    def led_by(self, later: "_Times") -> "_Times":
        """Return this time with the AM or PM that one named after it gives it: "9 or 10 pm"."""
        first, second = self.start, later.start
        if self.kind != "at" or self.part or not (first and first.open and second):
            return self
        earlier = [minute for minute in first.readings if minute < second.usual]
        if second.open or not earlier:
            return self
        half = "am" if earlier[-1] < _DAY // 2 else "pm"
        return replace(self, start=replace(first, half=half), text=f"{self.text} {half}")


_Pair = tuple[_Day | None, _Times | None]
_Item = _Break | _Now | _Fold | _Zone | _Day | _Times | str
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
_LONG_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august")
_MONTH_NAMES = (*_LONG_MONTHS, "september", "october", "november", "december")
_WEEKDAY = {name[:length]: n for n, name in enumerate(_WEEKDAY_NAMES) for length in (3, len(name))}
_WEEKDAY |= {"tues": 1, "thu": 3, "thur": 3, "thurs": 3}
_MONTH = {name[:n]: i for i, name in enumerate(_MONTH_NAMES, 1) for n in (3, len(name))}
_MONTH |= {"sept": 9}
_BREAKS = ("or", "and", ",", ";", "\n", "/", "&", "+")
_LISTING = (",", ";", "\n")
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


class _Reader:
    """Walks over the tokens of a text and takes one item after the other."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [*_tokens(text)]
        self.at = 0
        self.kinds: tuple[Callable[[], _Item | None], ...] = (
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

    def items(self) -> Iterator[tuple[_Item, int, int]]:
        """Yield every item with where it starts and ends in the text; fillers are passed over."""
        while self.at < len(self.tokens):
            first = self.tokens[self.at]
            item = self._item()
            if item is not None:
                end = self.tokens[self.at - 1].end
                if isinstance(item, _Times):
                    item = replace(item, text=self.text[first.start : end])
                yield item, first.start, end

    def _item(self) -> _Item | None:
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

    def _now(self) -> _Now | None:
        return _Now() if self._take(*_NOW) else None

    def _fold(self) -> _Fold | None:
        for fold, word in enumerate(("before", "after")):
            if self._take(f"{word} the clocks change"):
                return _Fold(fold)
        return None

    def _break(self) -> _Break | None:
        text = self._next().text
        return _Break(text) if self._take(*_BREAKS) else None

    def _zone(self) -> _Zone | None:
        said = self._next().text
        name = zone_named(said)
        patient = said == "pt" and (self.at == 0 or self._next(-1).text in _FILLERS)
        self.at += 1
        if name is None or patient:
            return None
        season = said[-2] if said[-2:] in ("st", "dt") and "/" not in said else ""
        for word in ("standard", "daylight"):
            season = word[0] if self._take(word) else season
        return _Zone(said, name, season)

    def _written_date(self) -> _Day | None:
        token = self._next()
        if token.kind != "date":
            return None
        self.at += 1
        numbers = [int(number) for number in re.split("[-/]", token.text)]
        if "-" in token.text:
            year, month, number = numbers
            return _Day((_DayWord("date", number, month, year),), iso=True)
        month, number, year = (*numbers, 0)[:3]
        return _Day((_DayWord("date", number, month, year + 2000 if 0 < year < 100 else year),))

    def _relative_day(self) -> _Day | None:
        for phrase, ahead in _DAYS_AHEAD.items():
            if self._take(phrase):
                return _Day((_DayWord("ahead", ahead),))
        if self._take("next business day"):
            return _Day((_DayWord("business"),))
        if not self._take("in"):
            return None
        number = 1 if self._take("a") else self._number("number", most=_MOST_DAYS_AHEAD)
        unit = self._step({"day": 1, "days": 1, "week": 7, "weeks": 7})
        return _Day((_DayWord("ahead", number * unit),)) if number and unit else None

    def _weekday(self) -> _Day | None:
        kind = "next" if self._take("next") else "weekday"
        number = self._step(_WEEKDAY)
        if number is None:
            return None
        after_first = self.at
        until = self._step(_WEEKDAY) if kind == "weekday" and self._take(*_RANGE) else None
        self.at = after_first if until is None else self.at
        return _Day((_DayWord(kind, number),), until=until)

    def _day_of_month(self) -> _Day | None:
        """Take "Nov 24", "November 24th 2026", "24 Nov", "24th of November" or "the 24th"."""
        if self._next().kind == "word":
            month = self._step(_MONTH)
            number = self._number("number", "ordinal", most=99) if month else None
        else:
            ordinal = self._next().kind == "ordinal"
            number = self._number("number", "ordinal", most=99)
            after_number = self.at
            self._take("of")
            month = self._step(_MONTH)
            if number and ordinal and not month:
                self.at = after_number
                return _Day((_DayWord("ordinal", number),))
        return _Day((_DayWord("date", number, month, self._year()),)) if number and month else None

    def _year(self) -> int:
        at = self.at
        self._take(",")
        token = self._next()
        if token.kind == "number" and token.text.startswith("20") and len(token.text) == 4:
            self.at += 1
            return int(token.text)
        self.at = at
        return 0

    def _delay(self) -> _Times | None:
        if not self._take("in"):
            return None
        if self._take("half an hour"):
            return _Times("delay", delay=timedelta(minutes=30))
        number = 1 if self._take("a", "an") else self._number("number", most=999)
        unit = self._step(_UNITS)
        return _Times("delay", delay=number * unit) if number and unit else None

    def _range(self) -> _Times | None:
        between = self._take("between")
        if not between:
            self._take("from")
        start = self._clock()
        if start is None or not self._take(*_RANGE, *(("and",) if between else ())):
            return None
        end = self._clock(closing=True)
        return _Times("range", start, end) if end else None

    def _bound(self) -> _Times | None:
        """Take "after 3", "before noon", or both at once: "after 1 and before 3"."""
        if self._take(*_BEFORE):
            end = self._clock(closing=True)
            return _Times("before", end=end) if end else None
        if not self._take("after", "from"):
            return None
        start = self._clock()
        after_start = self.at
        self._take("and", "but", ",")
        end = self._clock(closing=True) if start and self._take(*_BEFORE) else None
        if start and end:
            return _Times("range", start, end)
        self.at = after_start
        return _Times("after", start) if start else None

    def _single(self) -> _Times | None:
        start = self._clock()
        return _Times("at", start) if start else None

    def _part(self) -> _Times | None:
        if self._take("any time", "anytime", "all day"):
            return _Times("part", part="any time")
        self._take("in the", "in")
        part = self._next().text
        self.at += 1
        return _Times("part", part=part) if part in _PARTS else None

    def _clock(self, closing: bool = False) -> _Clock | None:
        """Take a clock time; midnight only where it can but close a span."""
        if self._take("noon"):
            return _Clock(12, 0, "pm")
        if closing and self._take("midnight"):
            return _Clock(12, 0, "am")
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
        return _Clock(hour, minute, half, zero=token.text[0] == "0")

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


# --------------------------------------------------------------------------- from items to offers


@dataclass(slots=True)
class _Offer:
    """Days and times that were said together: a window for each day with each time."""

    text: str
    start: int
    end: int
    days: list[_Day] = field(default_factory=list)
    times: list[_Times] = field(default_factory=list)
    zones: list[_Zone] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    is_now: bool = False
    fold: int | None = None
    day_first: bool = False
    last: _Item | None = None
    pause: _Break | None = None

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]

    def takes(self, item: _Item, pause: _Break | None) -> bool:
        """Say whether the item, coming after that pause or none, belongs to this offer."""
        if pause or isinstance(item, _Day):
            comma = pause is not None and pause.text == ","
            if isinstance(item, _Day) and isinstance(self.last, _Day) and (comma or not pause):
                return self.last.joins(item, comma)
            return not pause and not self.days
        if isinstance(item, _Times) and self.times and isinstance(self.last, _Day):
            return self.times[-1].joins(item)
        return True

    def add(self, item: _Item, end: int) -> None:
        """Take the item, which ends there in the text, into this offer."""
        self.end = end
        match item:
            case _Now():
                self.is_now = True
            case _Fold():
                self.fold = item.fold
            case _Zone():
                self.zones.append(item)
            case _Day():
                self._add_day(item)
            case _Times():
                self._add_times(item)
            case str():
                self.unknown.append(item)
        if isinstance(item, _Day | _Times):
            self.last = item

    def _add_day(self, day: _Day) -> None:
        self.day_first = self.day_first or not self.times
        if isinstance(self.last, _Day):
            before = self.days.pop()
            day = _Day(before.words + day.words, before.iso or day.iso, day.until)
        self.days += day.each

    def _add_times(self, times: _Times) -> None:
        if self.times and self.times[-1].joins(times):
            times = self.times.pop().joined(times)
        elif self.times:
            self.unknown.append(times.text)
        self.times.append(times)

    def shares(self, later: "_Offer") -> bool:
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

    def _is_timed_by(self, later: "_Offer") -> bool:
        """Say whether later times are those of these days: not in "Dec 1, 2" or "Tue or 2-4"."""
        counted = later.times[0].text.isdigit() and not self.days[-1].floats
        return later.pause is None or (later.pause.text in _LISTING and not counted)

    def go_on(self, later: "_Offer") -> None:
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


def _offers(text: str) -> list[_Offer]:
    clauses: list[_Offer] = []
    pause: _Break | None = None
    for item, start, end in _Reader(text).items():
        if isinstance(item, _Break):
            pause = item
            continue
        if not clauses or not clauses[-1].takes(item, pause):
            clauses.append(_Offer(text, start, end, pause=pause))
        clauses[-1].add(item, end)
        pause = None
    offers: list[_Offer] = []
    for clause in clauses:
        if offers and offers[-1].shares(clause):
            offers[-1].go_on(clause)
        else:
            offers.append(clause)
    return offers


# -------------------------------------------------------------------------- from offers to windows


class Reading(Frozen):
    """What words about a time mean (R4, R11).

    ``windows`` are those that are certain, in the order spoken; ``is_now`` that the caller wants
    the call now (R3), perhaps with windows besides. While ``question`` is not empty something of
    what was said is not in them, and the caller must be asked. ``choices`` answer the question:
    each, read again with the same arguments, is certain and keeps the windows that were.
    ``zone`` is an IANA name, ``zone_said`` whether the words named it.
    """

    is_now: bool = False
    windows: tuple[CallbackWindow, ...] = ()
    question: Line = ""
    choices: tuple[Line, ...] = ()
    zone: str
    zone_said: bool = False


def read_times(
    words: str,
    *,
    now: datetime,
    zone: str,
    desk_zone: str = DESK_ZONE,
    hours: DeskHours | None = None,
) -> Reading:
    """Return what ``words`` say about when to call, seen from ``now``. No string is an error.

    ``zone`` is the provider's, by its IANA name, and holds unless the words name another one.
    ``hours`` say which days are business days and when the desk closes; without them the usual
    hours in ``desk_zone`` do.
    """
    seen_from = now.astimezone(UTC).replace(second=0, microsecond=0)
    desk = _Desk(seen_from, zone, hours or DeskHours(zone=desk_zone))
    reading = _read(words, desk)
    certain = (choice for choice in dict.fromkeys(reading.choices) if _keeps(choice, reading, desk))
    return reading.model_copy(update={"choices": tuple(certain)})


@dataclass(frozen=True, slots=True)
class _Desk:
    """From when and where words are read, and the minute they are read at, in UTC."""

    now: datetime
    zone: str
    hours: DeskHours
    label: str = ""  # how the zone was said, to say it again
    season: str = ""
    fold: int | None = None

    @property
    def today(self) -> date:
        return local(self.now, self.zone).date()

    def begun(self, on: date) -> int:
        """Return how many minutes of that date are over, on the provider's clock."""
        shown = local(self.now, self.zone)
        return shown.hour * 60 + shown.minute if on == shown.date() else 0

    def closing(self, on: date) -> int:
        """Return the minute of that date at which the desk closes; 0 if it is not open."""
        span = self.hours.on(on)
        shown = local(span[1], self.zone) if span else None
        return shown.hour * 60 + shown.minute if shown and shown.date() == on else 0


class _DoubtError(Exception):
    """What was said is not certain: the question to ask, and words that would answer it."""

    def __init__(self, question: str, *choices: str) -> None:
        super().__init__(question)
        self.question = question
        self.choices = choices


@dataclass(slots=True)
class _Answer:
    """What has been read so far."""

    is_now: bool = False
    windows: list[CallbackWindow] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    doubts: list[_DoubtError] = field(default_factory=list)

    def keep(self, window: CallbackWindow, said: str) -> None:
        """Add a certain window and the words that say it again; the same one is kept once."""
        if said not in self.kept:
            self.windows.append(window)
            self.kept.append(said)

    def reading(self, zone: str, zone_said: bool) -> Reading:
        """Return it all; where one question is open, with the choices that answer it."""
        questions = list(dict.fromkeys(doubt.question for doubt in self.doubts))
        said = (["now"] if self.is_now else []) + self.kept
        choices = self.doubts[0].choices if len(self.doubts) == 1 else ()
        return Reading(
            is_now=self.is_now,
            windows=tuple(self.windows),
            question=" ".join(questions[:_MOST_QUESTIONS]),
            choices=tuple("; ".join([*said, choice]) for choice in choices),
            zone=zone,
            zone_said=zone_said,
        )


def _keeps(choice: str, reading: Reading, desk: _Desk) -> bool:
    again = _read(choice, desk)
    kept = {(window.start, window.end) for window in again.windows}
    return not again.question and all((w.start, w.end) in kept for w in reading.windows)


def _read(words: str, desk: _Desk) -> Reading:
    text = "\n".join(one_line(line) for line in clean(words).split("\n")).strip()
    offers = _offers(text)
    said = _zones((zone for offer in offers for zone in offer.zones), desk)
    answer = _Answer()
    day: _Day | None = None
    for offer in offers:
        try:
            there = _in_its_zone(offer, desk, said)
            pairs = _pairs(offer, there, day, MOST_WINDOWS - len(answer.windows))
        except _DoubtError as doubt:
            answer.doubts.append(doubt)
        else:
            answer.is_now = answer.is_now or offer.is_now
            _add_windows(answer, there, pairs, offer.words)
        day = offer.days[-1] if offer.days else day
    if not offers:
        answer.doubts.append(_DoubtError(_ASK))
    return answer.reading(next(iter(said), desk.zone), bool(said))


def _add_windows(answer: _Answer, desk: _Desk, pairs: list[_Pair], words: str) -> None:
    for day, times in pairs:
        try:
            window = _window(*_moments(desk, day, times), desk.zone, words)
            _check_mountain(desk, window)
            answer.keep(window, _say_window(desk, window))
        except _DoubtError as doubt:
            answer.doubts.append(doubt)


def _pairs(offer: _Offer, desk: _Desk, day_before: _Day | None, most: int) -> list[_Pair]:
    """Return each day of an offer with each of its times, if it is clear which; none for now."""
    if offer.unknown:
        raise _DoubtError(f'{_ASK} "{_shortened(" ".join(offer.unknown))}" was not understood.')
    if offer.is_now:
        today = all(word == _DayWord("ahead", 0) for day in offer.days for word in day.words)
        if offer.times or not today:
            raise _DoubtError("Should the pharmacist call now, or at another time?", "now")
        return []
    if not offer.days and not offer.times:
        raise _DoubtError(_ASK)
    if not offer.days and day_before:
        text = offer.times[0].text
        dates = (desk.today, _date(desk, day_before, offer.times[0]))
        raise _DoubtError(
            f'Which day is meant by "{_shortened(text)}"?',
            *(_say_day(desk, on, offer.times[0]) for on in dates),
        )
    if max(1, len(offer.days)) * max(1, len(offer.times)) > most:
        raise _DoubtError(f"That is more than {MOST_WINDOWS} times: which of them?")
    days: Sequence[_Day | None] = offer.days or [None]
    times_said: Sequence[_Times | None] = offer.times or [None]
    return [(day, times) for day in days for times in times_said]


def _in_its_zone(offer: _Offer, desk: _Desk, said: dict[str, _Zone]) -> _Desk:
    """Return the desk as seen from the zone that the offer names, or that all offers share."""
    own = _zones(offer.zones, desk) or said
    if len(own) > 1:
        raise _DoubtError(f"In which time zone: {' or '.join(list(own)[:_MOST_QUESTIONS])}?")
    there = replace(desk, fold=offer.fold)
    for name, zone in own.items():
        there = replace(there, zone=name, label=f" {zone.label}", season=zone.season)
    return there


def _zones(said: Iterable[_Zone], desk: _Desk) -> dict[str, _Zone]:
    """Return the different zones said, by IANA name, each as it was said first.

    A name that the provider's own clocks go by means the provider's own zone ("MST" in Phoenix).
    """
    months = (datetime(desk.now.year, month, 1, tzinfo=UTC) for month in (1, 7))
    own = {zone_short(moment, desk.zone).lower() for moment in months}
    found: dict[str, _Zone] = {}
    for zone in said:
        found.setdefault(desk.zone if zone.said in own else zone.name, zone)
    return found


def _check_mountain(desk: _Desk, window: CallbackWindow) -> None:
    """Ask which clocks "MST" means while only Arizona's go by it and Denver's by "MDT"."""
    if desk.label == " MST" and zone_short(window.start, desk.zone) == "MDT":
        said = _say_window(replace(desk, label=""), window)
        raise _DoubtError(
            "Does MST mean Denver's time or Arizona's?", f"{said} mountain", f"{said} Arizona"
        )


def _moments(desk: _Desk, day: _Day | None, times: _Times | None) -> tuple[datetime, datetime]:
    """Return from when until when, in UTC, a day and a time mean."""
    if times is None:
        on = _date(desk, day, times)
        parts = (_Times("part", text=part) for part in ("any time", "morning", "afternoon"))
        raise _DoubtError(
            f"What time on {date_words(on)}?", *(_say_day(desk, on, part) for part in parts)
        )
    if times.kind == "delay":
        if day:
            raise _unclear(times)
        return desk.now + times.delay, desk.now + times.delay + SINGLE_TIME
    on = _date(desk, day, times)
    times = _settled(desk, on, times, iso=day is not None and day.iso)
    try:
        start, end = _on_date(desk, on, times)
    except _PastError:
        if not (day and day.floats):
            raise
        start, end = _on_date(desk, on + timedelta(days=7), times)
    return max(start, desk.now), end


class _PastError(_DoubtError):
    """The time is over."""


def _on_date(desk: _Desk, on: date, times: _Times) -> tuple[datetime, datetime]:
    first, last = _minutes(desk, on, times)
    single = times.kind == "at"
    start = _moment(desk, on, first, (first, last))
    end = start + SINGLE_TIME if single else _moment(desk, on, last, (first, last))
    if (start if single else end - timedelta(minutes=1)) < desk.now:
        raise _past(desk, on, times, (first, last))
    if end <= start:
        raise _unclear(times)
    return start, end


def _moment(desk: _Desk, on: date, minute: int, span: tuple[int, int]) -> datetime:
    """Return the one moment at which the provider's clock shows that minute of that date."""
    wall = datetime.combine(on, time()) + timedelta(minutes=minute)
    found = instants(wall, desk.zone)
    if not found:
        shifted = (_say(desk, on, span[0] + by, span[1] + by) for by in (-60, 60))
        raise _DoubtError(f"{_say_minute(minute)} is skipped that night: which time?", *shifted)
    if len(found) == 1:
        return found[0]
    if desk.fold is not None:
        return found[desk.fold]
    told = [m for m in found if desk.season and zone_short(m, desk.zone)[-2].lower() == desk.season]
    left = told or [moment for moment in found if moment >= desk.now] or [found[1]]
    if len(left) == 1:
        return left[0]
    question = f"{_say_minute(minute)} happens twice that day: before or after the clocks change?"
    said = _say(desk, on, *span)
    raise _DoubtError(
        question, *(f"{said} {word} the clocks change" for word in ("before", "after"))
    )


# ------------------------------------------------------------------------------ minutes of the day


def _settled(desk: _Desk, on: date, times: _Times, iso: bool) -> _Times:
    """Return the times with AM or PM put where the part of the day or a written date says it."""
    half = "am" if iso else _PARTS[times.part or "any time"][2]
    ranged = times.kind == "range" and not iso
    start = times.start if ranged and half == "pm" else _halved(times.start, half, iso)
    end = times.end if ranged and half == "am" else _halved(times.end, half, iso)
    clocks = [clock for clock in (start, end) if clock]
    if all(clock.open for clock in clocks) and any(c.zero and c.hour < 7 for c in clocks):
        said = _say_day(desk, on, times)
        raise _DoubtError(f'Is "{_shortened(times.text)}" AM or PM?', f"{said} AM", f"{said} PM")
    return replace(times, start=start, end=end)


def _halved(clock: _Clock | None, half: str, iso: bool) -> _Clock | None:
    if clock is None or not clock.open or clock.hour == 12 or (iso and not clock.zero):
        return clock
    return replace(clock, half=half)


def _minutes(desk: _Desk, on: date, times: _Times) -> tuple[int, int]:
    """Return from which until which minute of that date the words mean."""
    first, last, half = _PARTS[times.part or "any time"]
    if times.start and times.end:
        first, last = _range_minutes(times, times.start, times.end)
    elif times.end:
        last = times.end.usual or _DAY
    elif times.start and times.kind == "after":
        first = times.start.usual
        last = _until(desk, on, first, times.part)
    elif times.start:
        first = times.start.usual
        last = first + SINGLE_TIME.seconds // 60
    if last <= first:
        asked = "From when" if times.kind == "before" else "Until when"
        raise _DoubtError(f'{asked} may the pharmacist call: "{_shortened(times.text)}"?')
    if (half == "am" and first >= _DAY // 2) or (half == "pm" and last <= _DAY // 2):
        raise _unclear(times)
    return first, last


def _range_minutes(times: _Times, start: _Clock, end: _Clock) -> tuple[int, int]:
    lasts = [minute or _DAY for minute in end.readings]
    firsts = [start.usual]
    if start.open and not end.open:
        firsts = [max((minute for minute in start.readings if minute < lasts[0]), default=_DAY)]
    later = [minute for minute in lasts if minute > firsts[0]]
    if not later:
        raise _DoubtError(f'"{_shortened(times.text)}" ends before it starts: which times?')
    return firsts[0], min(later)


def _until(desk: _Desk, on: date, first: int, part: str) -> int:
    """Return the minute until which "after" runs: the first end that is still to come, or 0."""
    end = _PARTS[part or "any time"][1]
    ends = (end,) if part in ("morning", "afternoon") else (end, desk.closing(on))
    later = [minute for minute in ends if minute > first]
    coming = [minute for minute in later if minute > desk.begun(on)]
    return (coming or later[-1:] or [0])[0]


# -------------------------------------------------------------------------------------------- days


def _date(desk: _Desk, day: _Day | None, times: _Times | None) -> date:
    """Return the date that a day means, seen from the provider's today."""
    if day is None:
        return desk.today
    weekdays = {word.number for word in day.words if word.kind in ("weekday", "next")}
    dates = {
        _dated(desk, word, times) for word in day.words if word.kind not in ("weekday", "next")
    }
    if not dates:
        dates = {_coming_weekday(desk, day, times)}
    fits = {on for on in dates if weekdays <= {on.weekday()}}
    if len(dates) > 1 or not fits:
        asked = sorted(dates | {_on_weekday(desk.today, number) for number in weekdays})
        which = " or ".join(date_words(on) for on in asked)
        raise _DoubtError(f"Which day: {which}?", *(_say_day(desk, on, times) for on in asked))
    on = fits.pop()
    if on < desk.today:
        raise _past(desk, on, times)
    if on > desk.today + timedelta(days=_MOST_DAYS_AHEAD):
        raise _DoubtError(f"{date_words(on)}, {on.year} is more than a year away: which day?")
    return on


def _dated(desk: _Desk, word: _DayWord, times: _Times | None) -> date:
    match word.kind:
        case "ahead":
            return desk.today + timedelta(days=word.number)
        case "business":
            return desk.hours.next_business_day(desk.today)
        case "ordinal":
            return _next_day_of_month(desk.today, word.number)
        case _:
            return _calendar_date(desk, word, times)


def _on_weekday(today: date, number: int) -> date:
    return today + timedelta(days=(number - today.weekday()) % 7)


def _coming_weekday(desk: _Desk, day: _Day, times: _Times | None) -> date:
    """Return the next such weekday; "next Tue" only where it cannot mean this week's."""
    word = day.words[0]
    on = _on_weekday(desk.today, word.number)
    if word.kind == "weekday":
        return on
    later = on + timedelta(days=7)
    if on == desk.today:
        return later
    to_sunday, to_saturday = (last - desk.today.weekday() for last in (6, 5))
    if (on - desk.today).days > max(to_sunday, to_saturday % 7):
        return on
    raise _DoubtError(
        f"Which {WEEKDAYS[word.number]}: {date_words(on)} or {date_words(later)}?",
        *(_say_day(desk, either, times) for either in (on, later)),
    )


def _next_day_of_month(today: date, number: int) -> date:
    for ahead in range(13):
        years, month = divmod(today.month - 1 + ahead, 12)
        on = _valid(today.year + years, month + 1, number)
        if on and on >= today:
            return on
    raise _DoubtError(f"No month has a day {number}: which day?")


def _calendar_date(desk: _Desk, word: _DayWord, times: _Times | None) -> date:
    today = desk.today
    years = (word.year,) if word.year else (today.year, today.year + 1)
    found = [on for year in years if (on := _valid(year, word.month, word.number))]
    if not found:
        known = 1 <= word.month <= 12
        name = f"{MONTHS[word.month - 1]} {word.number}" if known else f"month {word.month}"
        raise _DoubtError(f"There is no {name}: which day?")
    on = next((on for on in found if on >= today), found[0])
    if not word.year and on > today + timedelta(days=YEAR_SHOWN_AFTER_DAYS):
        said = _say_day(desk, on, times)
        raise _DoubtError(f"{date_words(on)}, {on.year} is far away: is that the day?", said)
    return on


def _valid(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


# ------------------------------------------------------------------- questions, and words to repeat


def _unclear(times: _Times) -> _DoubtError:
    return _DoubtError(f'"{_shortened(times.text)}" could not be understood. {_ASK}')


def _past(
    desk: _Desk, on: date, times: _Times | None, span: tuple[int, int] | None = None
) -> _PastError:
    """Return the question for a time that is over, and the same time on the days that follow."""
    said = f"{date_words(on)} {times.text if times else ''}".strip()
    days = (desk.today + timedelta(days=1), desk.hours.next_business_day(desk.today))
    choices = [_say_day(desk, day, times) for day in days]
    if span and times and times.start and times.start.open and span[1] <= _DAY // 2:
        choices.insert(0, _say(desk, on, span[0] + _DAY // 2, span[1] + _DAY // 2))
    return _PastError(f"{_shortened(said)} is past: when instead?", *choices)


def _say_date(desk: _Desk, on: date) -> str:
    far = on > desk.today + timedelta(days=YEAR_SHOWN_AFTER_DAYS)
    return f"{date_words(on)}, {on.year}" if far else date_words(on)


def _say_day(desk: _Desk, on: date, times: _Times | None) -> str:
    return f"{_say_date(desk, on)} {times.text if times else 'any time'}{desk.label}"


def _say_minute(minute: int) -> str:
    hour, rest = divmod(minute % _DAY, 60)
    return f"{hour % 12 or 12}:{rest:02} {'AM' if hour < 12 else 'PM'}"


def _say(desk: _Desk, on: date, first: int, last: int) -> str:
    """Return words for a span of minutes of a date; its start alone for that of a single time."""
    said = _say_minute(first)
    if timedelta(minutes=last - first) != SINGLE_TIME:
        said = f"{said}-{'midnight' if last == _DAY else _say_minute(last)}"
    return f"{_say_date(desk, on)} {said}{desk.label}"


def _say_window(desk: _Desk, window: CallbackWindow) -> str:
    first, last = window.wall_start, window.wall_end
    minute = first.hour * 60 + first.minute
    midnight = datetime.combine(first, time())
    until = (last - midnight).seconds // 60 + (last - midnight).days * _DAY
    if window.end - window.start == SINGLE_TIME:
        until = minute + SINGLE_TIME.seconds // 60
    said = _say(desk, first.date(), minute, until)
    for wall, moment in ((first, window.start), (last, window.end)):
        twice = instants(wall, window.zone)
        if len(twice) == 2:
            return f"{said} {'after' if moment == twice[1] else 'before'} the clocks change"
    return said


def _window(start: datetime, end: datetime, zone: str, words: str) -> CallbackWindow:
    return CallbackWindow(
        words=words,
        zone=zone,
        wall_start=local(start, zone).replace(tzinfo=None),
        wall_end=local(end, zone).replace(tzinfo=None),
        start=start,
        end=end,
    )


def _shortened(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"
