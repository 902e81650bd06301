"""Takes days out of a caller's words: "next Tue", "M-F", "the 24th", "any day this week" (R4).

Each function steps over what it takes; where it returns None the walk may stand anywhere.
"""

import re
from dataclasses import replace

from p2p_tui.domain.spoken.clocks import RANGE
from p2p_tui.domain.spoken.items import Day, DayWord
from p2p_tui.domain.spoken.tokens import Table, Walk, phrases
from p2p_tui.domain.wording import MONTH_WORDS

MOST_DAYS_AHEAD = 366
"""A day further ahead than this is asked about."""

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY_WORDS = {
    **{name[:3]: number for number, name in enumerate(_NAMES)},
    **{f"{name}{s}": number for number, name in enumerate(_NAMES) for s in ("", "s")},
    **{"tues": 1, "weds": 2, "thur": 3, "thurs": 3},
}
_LETTER_WORDS = {"m": 0, "t": 1, "tu": 1, "w": 2, "th": 3, "f": 4}
"""Weekdays as schedules abbreviate them; only beside another day or before a time."""
_WEEKDAYS, _LETTERS = Table(_WEEKDAY_WORDS), Table(_LETTER_WORDS)
_DAY_NAMES = frozenset((*_WEEKDAY_WORDS, *_LETTER_WORDS))
_LISTING = frozenset(("/", "-", "–", ",", "&", "or", "and"))
_NEXT = phrases("next")
_THIS = phrases("this coming", "coming", "this", "every")
_OF = phrases("of", "of the")
_FROM = phrases("from")
_IN = phrases("in")
_COMMA = phrases(",")
_MONTHS = Table(MONTH_WORDS)
_NTHS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
_SPELLED_NTHS = Table({**{name: n for n, name in enumerate(_NTHS, 1)}, "thirtieth": 30})

_EACH = ("any day", "every day", "each day", "all", "the rest of", "rest of", "any time")
_NAMED = Table(
    {
        "yesterday": DayWord("ahead", -1),
        "today": DayWord("ahead", 0),
        "tomorrow": DayWord("ahead", 1),
        "day after tomorrow": DayWord("ahead", 2),
        **{f"next {kind} day": DayWord("business", 1) for kind in ("business", "working", "work")},
        **dict.fromkeys(("this week", "all week", "the rest of the week"), DayWord("week", 0)),
        **dict.fromkeys((f"{each} this week" for each in _EACH), DayWord("week", 0)),
        "later this week": DayWord("rest"),
        "next week": DayWord("week", 1),
        **dict.fromkeys((f"{each} next week" for each in _EACH), DayWord("week", 1)),
        **dict.fromkeys(("weekend", "this weekend", "the weekend"), DayWord("weekend", 0)),
        "next weekend": DayWord("weekend", 1),
        **dict.fromkeys(
            ("weekdays", "any weekday", "business days", "any business day"), DayWord("weekdays")
        ),
        **dict.fromkeys(("any day", "every day", "each day", "daily"), DayWord("any")),
        "christmas eve": DayWord("date", 24, 12),
        "christmas day": DayWord("date", 25, 12),
        "new years eve": DayWord("date", 31, 12),
        "new years day": DayWord("date", 1, 1),
    }
)
_ONE = phrases("a", "an")
_COUPLE = phrases("a couple of", "a couple")
_FROM_NOW = phrases("from now", "from today")
_UNITS = Table(
    {
        **dict.fromkeys(("day", "days"), ("ahead", 1)),
        **dict.fromkeys(("week", "weeks"), ("ahead", 7)),
        **{
            f"{kind} {days}": ("business", 1)
            for kind in ("business", "working", "work")
            for days in ("day", "days")
        },
    }
)


def day(walk: Walk) -> Day | None:
    """Take a day, or the days from one until another: "Mon-Thu", "today through Friday"."""
    at = walk.at
    led = walk.take(_FROM)
    first = _day(walk)
    if first is None:
        return None
    after_first = walk.at
    if walk.take(RANGE):
        last = _day(walk)
        if last and not (last.until or last.word("week")):
            return replace(first, until=last)
    walk.at = at if led else after_first
    return None if led else first


def _day(walk: Walk) -> Day | None:
    at = walk.at
    for kind in (_written, _named, _ahead, _weekday, _of_month):
        if (found := kind(walk)) is not None:
            return found
        walk.at = at
    return None


def _written(walk: Walk) -> Day | None:
    """Take "11/24", "11/24/26" or "2026-11-24"."""
    token = walk.peek()
    if token.kind != "date":
        return None
    walk.at += 1
    numbers = [int(number) for number in re.split("[-/]", token.text)]
    if "-" in token.text:
        year, month, number = numbers
        return Day((DayWord("date", number, month, year),), iso=True)
    month, number, year = (*numbers, 0)[:3]
    return Day((DayWord("date", number, month, year + 2000 if 0 < year < 100 else year),))


def _named(walk: Walk) -> Day | None:
    word = walk.take(_NAMED)
    return Day((word,)) if word else None


def _ahead(walk: Walk) -> Day | None:
    """Take "in 3 days", "in 2 business days", "a week from now" or "a week from Monday"."""
    led = walk.take(_IN)
    couple = walk.take(_COUPLE)
    one = couple is None and bool(walk.take(_ONE))
    number = 2 if couple else 1 if one else walk.number("number", "spelled", most=MOST_DAYS_AHEAD)
    unit = walk.take(_UNITS) if number else None
    if not number or not unit:
        return None
    kind, days = unit
    if walk.take(_FROM_NOW) or led:
        return Day((DayWord(kind, number * days),))
    led_on = kind == "ahead" and bool(walk.take(_FROM))
    base = _day(walk) if led_on else None
    return replace(base, later=number * days) if base and not base.later else None


def _weekday(walk: Walk) -> Day | None:
    """Take "Tue", "this Tuesday", "next Tuesday", "Tuesday of next week"."""
    kind = "next" if walk.take(_NEXT) else "weekday"
    if kind == "weekday":
        walk.take(_THIS)
    number = walk.take(_WEEKDAYS)
    if number is None:
        number = _letter(walk)
    return None if number is None else Day((DayWord(kind, number),))


def _letter(walk: Walk) -> int | None:
    before, two_before = walk.peek(-1), walk.peek(-2)
    number = walk.take(_LETTERS)
    if number is None or before.kind == "date":
        return None
    after = walk.peek()
    listed = before.text in _LISTING and two_before.text in _DAY_NAMES
    goes_on = after.text in _LISTING and walk.peek(1).text in _DAY_NAMES
    return number if listed or goes_on or after.kind in ("clock", "number") else None


def _of_month(walk: Walk) -> Day | None:
    """Take "Nov 24", "December first", "24 Nov", "the 24th of November" or "the 24th"."""
    if month := walk.take(_MONTHS):
        number = walk.number("number", "ordinal", most=99) or walk.take(_SPELLED_NTHS)
        return Day((DayWord("date", number, month, _year(walk)),)) if number else None
    ordinal = walk.peek().kind == "ordinal"
    number = walk.number("number", "ordinal", most=99) or walk.take(_SPELLED_NTHS)
    if not number:
        return None
    after_number = walk.at
    walk.take(_OF)
    if month := walk.take(_MONTHS):
        return Day((DayWord("date", number, month, _year(walk)),))
    walk.at = after_number
    return Day((DayWord("ordinal", number),)) if ordinal else None


def _year(walk: Walk) -> int:
    at = walk.at
    walk.take(_COMMA)
    token = walk.peek()
    if token.kind == "number" and token.text.startswith("20") and len(token.text) == 4:
        walk.at += 1
        return int(token.text)
    walk.at = at
    return 0
