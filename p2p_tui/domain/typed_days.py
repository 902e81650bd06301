"""Days and the times of a call, as people type them beside a conversation.

What can be read in two ways is asked, never guessed. A day is a date of the desk's calendar.
"""

import re
from datetime import date, datetime, time, timedelta

from p2p_tui.domain.errors import Mistyped
from p2p_tui.domain.text import one_line
from p2p_tui.domain.wording import MONTH_WORDS, WEEKDAYS, instants, local

_LATELY = timedelta(days=183)
"""A date without its year is the one nearest to today: at most this long ago."""
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_US = re.compile(r"([0-9]{1,2})/([0-9]{1,2})(?:/([0-9]{4}|[0-9]{2}))?")
_NAMED = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?(?:,? ([0-9]{4}))?")
_NAMED_LAST = re.compile(r"([0-9]{1,2})[ -]([a-z]{3,9})\.?(?:[ ,-]+([0-9]{4}))?")
_WITHIN = re.compile(r"(?:in )?([0-9]{1,3}) ?(d|days?|w|weeks?|m|months?|y|years?)")
_WEEKDAY = re.compile(r"(?:on |next |by )?(mon|tue|wed|thu|fri|sat|sun)[a-z]*(?:,? (.+))?")
_CLOCK = r"([0-9]{1,2})(?::?([0-9]{2}))? ?(am|pm|a|p)?"
_SPAN = re.compile(rf"{_CLOCK} ?(?:–|—|-|to|until) ?{_CLOCK}")
_LIKE = "type it like Nov 30, 11/30, Friday or in 5 days"


def read_day(typed: str, today: date, field: str, label: str) -> date | None:
    """The day that is meant: ``Nov 30``, ``11/30/2026``, ``Friday``, ``in 12 months``.

    A weekday is the next one, today left out. None where nothing is said.

    Raises:
        Mistyped: it can't be read, or is on no calendar.
    """
    words = one_line(typed).casefold().strip(" .")
    if not words:
        return None
    near = {"today": 0, "tomorrow": 1, "yesterday": -1}
    if words in near:
        return today + timedelta(days=near[words])
    try:
        found = _counted(words, today) or _weekday(words, today) or _dated(words, today)
    except (ValueError, OverflowError):
        raise Mistyped(f"{label}: “{one_line(typed)}” is on no calendar", field) from None
    if found is None:
        raise Mistyped(f"{label}: “{one_line(typed)}” is not understood; {_LIKE}", field)
    return found


def read_call_times(
    typed: str, on: date, zone: str, field: str
) -> tuple[datetime, datetime] | None:
    """From when until when a call lasted on that day, by the desk's clock: ``2:30–2:41 PM``.

    Where one end alone says AM or PM, both are meant. None where nothing is said.

    Raises:
        Mistyped: it can't be read, or ends before it begins.
    """
    words = one_line(typed).casefold().replace(".", "")
    if not words:
        return None
    found = _SPAN.fullmatch(words)
    like = "type it like 2:30–2:41 PM"
    if found is None:
        raise Mistyped(f"Call times: “{one_line(typed)}” is not understood; {like}", field)
    hour, minute, half, last_hour, last_minute, last_half = found.groups()
    half, last_half = half or last_half, last_half or half
    start = _clock(hour, minute, half)
    end = _clock(last_hour, last_minute, last_half)
    if start is None or end is None:
        raise Mistyped(f"Call times: say AM or PM; {like}", field)
    ends = [instants(datetime.combine(on, at), zone) for at in (start, end)]
    if not all(ends) or ends[0][0] >= ends[1][0]:
        raise Mistyped(f"Call times: they end before they begin; {like}", field)
    return ends[0][0], ends[1][0]


def day_at(moment: datetime, zone: str) -> date:
    """The day of a moment, by the desk's calendar."""
    return local(moment, zone).date()


def _clock(hour: str, minute: str | None, half: str | None) -> time | None:
    """The time; None where it could be of the morning or of the afternoon, or is on no clock."""
    at, past = int(hour), int(minute or 0)
    if past > 59 or at > 23 or (half and not 0 < at <= 12):
        return None
    if half:
        return time(at % 12 + (12 if half.startswith("p") else 0), past)
    return None if 0 < at <= 12 else time(at, past)


def _counted(words: str, today: date) -> date | None:
    found = _WITHIN.fullmatch(words)
    if found is None:
        return None
    count, unit = int(found[1]), found[2][0]
    if unit in "dw":
        return today + timedelta(days=count * (7 if unit == "w" else 1))
    months = today.month - 1 + count * (12 if unit == "y" else 1)
    year, month = today.year + months // 12, months % 12 + 1
    for back in range(4):
        try:
            return date(year, month, today.day - back)
        except ValueError:
            continue
    raise ValueError(words)


def _weekday(words: str, today: date) -> date | None:
    found = _WEEKDAY.fullmatch(words)
    if found is None:
        return None
    number = [one.lower() for one in WEEKDAYS].index(found[1])
    if found[2]:
        said = _dated(found[2], today)
        # "Mon Nov 30" says it twice: where the two differ, neither is taken.
        return said if said and said.weekday() == number else None
    return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)


def _dated(words: str, today: date) -> date | None:
    if found := _ISO.fullmatch(words):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _US.fullmatch(words):
        year, month, day = found[3], int(found[1]), int(found[2])
    elif found := _NAMED.fullmatch(words):
        year, month, day = found[3], MONTH_WORDS.get(found[1], 0), int(found[2])
    elif found := _NAMED_LAST.fullmatch(words):
        year, month, day = found[3], MONTH_WORDS.get(found[2], 0), int(found[1])
    else:
        return None
    if not month:
        return None
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    near = [_valid(today.year + more, month, day) for more in (-1, 0, 1)]
    return next(one for one in near if one is not None and one >= today - _LATELY)


def _valid(year: int, month: int, day: int) -> date | None:
    """The date; None for February 29 of a year that has none."""
    if (month, day) == (2, 29) and not (year % 4 == 0 and (year % 100 or year % 400 == 0)):
        return None
    return date(year, month, day)
