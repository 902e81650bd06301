"""The desk hours as people type them: one line a weekday, the holidays, the time zone.

What can be read in two ways is asked, never guessed. What is written here can be read here.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from itertools import groupby, product

from p2p_tui.domain.errors import Mistyped
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.public_holidays import STATES
from p2p_tui.domain.text import clean, one_line
from p2p_tui.domain.wording import MONTH_WORDS, MONTHS, WEEKDAYS, clock_face, zone_named

DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
"""The field of each weekday, with its name; in the order of their numbers, 0 is Monday."""
CLOSED, OPEN = "closed", "open"
FEDERAL, STATE, OPEN_ON = "federal", "state", "open_on"
HOLIDAYS = {
    FEDERAL: "US federal holidays",
    STATE: "State",
    CLOSED: "Closed dates",
    OPEN_ON: "Open on holidays",
}
"""The fields about holidays, with their names, in their order."""

Hours = tuple[time, time]
"""When the desk opens and when it closes."""

_LIKE = "type it like 8:00 AM–8:00 PM, 8-20 or closed"
_DATES_LIKE = "type it like Nov 26 2026, or 2026-11-26, with commas between"
_LONGEST_ECHO = 24
_HALVES = re.compile(r"([ap])\.? ?m\.?(?![a-z])")
_SPAN = re.compile(r"(.+?) ?(?:[-–—]|\bto\b|\buntil\b) ?(.+)")
_CLOCK = re.compile(r"([0-9]{1,2})(?::([0-9]{2}))? ?(am|pm|a|p)?")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_NUMBERS = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_WORDS = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2})(?: ([0-9]{4}))?")
_YEAR_BEHIND_A_COMMA = re.compile(r"([0-9])\s*,\s*([0-9]{4})(?![0-9/-])")


def read_hours(typed: Mapping[str, str]) -> DeskHours:
    """The hours that the fields say: ``zone``, a field for each weekday, those about holidays.

    Raises:
        Mistyped: the first field that can't be read, what is wrong in it and what to type.
    """
    zone = read_zone(typed["zone"], "zone")
    read = {number: read_day(typed[name], name) for number, name in enumerate(DAYS)}
    days = {number: hours for number, hours in read.items() if hours}
    federal, state = _federal(typed[FEDERAL]), _state(typed[STATE])
    closed, open_on = (read_dates(typed[name], name) for name in (CLOSED, OPEN_ON))
    if not days:
        raise Mistyped("The desk is open on one weekday at least; say when", next(iter(DAYS)))
    if both := write_dates(closed & open_on):
        named = f"{HOLIDAYS[OPEN_ON]}: {both} stands among the closed dates too"
        raise Mistyped(f"{named}; take it out of one of them", OPEN_ON)
    return DeskHours(
        zone=zone, days=days, federal=federal, state=state, holidays=closed, open_on=open_on
    )


def write_hours(hours: DeskHours) -> dict[str, str]:
    """What stands in the fields for these hours."""
    days = {name: write_day(hours.days.get(number)) for number, name in enumerate(DAYS)}
    return {
        "zone": hours.zone,
        **days,
        FEDERAL: CLOSED if hours.federal else OPEN,
        STATE: hours.state,
        CLOSED: write_dates(hours.holidays),
        OPEN_ON: write_dates(hours.open_on),
    }


def in_a_line(hours: DeskHours) -> str:
    """The hours for reading: ``Mon–Fri 8:00 AM–8:00 PM, Sat 9:00 AM–1:00 PM``, zone, holidays."""
    runs = []
    for said, run in groupby(range(7), lambda number: write_day(hours.days.get(number))):
        first, *_, last = [*run] * 2
        name = WEEKDAYS[first] if first == last else f"{WEEKDAYS[first]}–{WEEKDAYS[last]}"
        runs.append(f"{name} {said}")
    holidays = [
        *(["federal holidays"] if hours.federal else []),
        *([f"holidays of {hours.state}"] if hours.state else []),
        *([write_dates(hours.holidays)] if hours.holidays else []),
    ]
    closed = f"; closed on {', '.join(holidays)}" if holidays else ""
    open_on = f"; open on {write_dates(hours.open_on)}" if hours.open_on else ""
    return f"{', '.join(runs)} ({hours.zone}){closed}{open_on}"


def read_day(typed: str, field: str) -> Hours | None:
    """When the desk is open on a weekday, as ``8-20`` or ``8am–8pm`` say it; None for ``closed``.

    Raises:
        Mistyped: it can't be read, or in more ways than one.
    """
    if one_line(typed).lower() == CLOSED:
        return None
    return read_span(typed, DAYS[field], field)


def read_span(typed: str, name: str, field: str) -> Hours:
    """From when until when, as ``8-20`` or ``8am–8pm`` say it.

    Raises:
        Mistyped: it can't be read, or in more ways than one; the message begins with the name.
    """
    words = one_line(typed)
    plain = _HALVES.sub(r"\1m", words.lower())
    if not plain:
        raise Mistyped(f"{name} is empty: {_LIKE}", field)
    found = _SPAN.fullmatch(plain)
    ends = [_CLOCK.fullmatch(end) for end in found.groups()] if found else []
    if len(ends) != 2 or not ends[0] or not ends[1]:
        raise Mistyped(f"{name}: {_echo(words)} is not understood; {_LIKE}", field)
    by_24 = any(_shows_24(*end.groups()) for end in ends if end)
    opens, closes = (_times(*end.groups(), by_24=by_24) for end in ends if end)
    if not opens or not closes:
        raise Mistyped(f"{name}: {_echo(words)} has a time that is on no clock; {_LIKE}", field)
    ways = [(first, last) for first, last in product(opens, closes) if first < last]
    if not ways:
        raise Mistyped(
            f"{name}: {_echo(words)} closes before it opens; the desk closes later on the same"
            " day, at 11:59 PM at the latest",
            field,
        )
    if len(ways) > 1:
        raise Mistyped(f"{name}: {_echo(words)} may be AM or PM; say which, for both", field)
    return ways[0]


def write_day(hours: Hours | None) -> str:
    """The hours of a weekday: ``8:00 AM–8:00 PM``, or ``closed``."""
    return "–".join(clock_face(at) for at in hours) if hours else CLOSED


def read_dates(typed: str, field: str) -> frozenset[date]:
    """The dates in ``Nov 26 2026, 2026-12-25``; nothing at all is no date.

    Raises:
        Mistyped: one of them can't be read, or there is no such date.
    """
    words = _YEAR_BEHIND_A_COMMA.sub(r"\1 \2", clean(typed))
    pieces = (one_line(piece) for piece in re.split(r"[,;\n]", words))
    return frozenset(_date(piece, field) for piece in pieces if piece)


def write_dates(dates: Iterable[date]) -> str:
    """The dates in their order: ``Nov 26 2026, Dec 25 2026``."""
    return ", ".join(f"{MONTHS[on.month - 1]} {on.day} {on.year:04}" for on in sorted(dates))


def read_zone(typed: str, field: str) -> str:
    """The time zone that a name such as ``America/New_York`` or ``Eastern`` means.

    Raises:
        Mistyped: the desk knows no zone of that name.
    """
    words = one_line(typed)
    found = zone_named(words)
    if found is None:
        said = f"{_echo(words)} is no time zone that the desk knows" if words else "It is empty"
        raise Mistyped(f"Time zone: {said}; type it like America/New_York or Eastern", field)
    return found


def _federal(typed: str) -> bool:
    words = one_line(typed)
    if words.lower() not in (CLOSED, OPEN):
        said = f"{_echo(words)} is not understood" if words else "it is empty"
        raise Mistyped(f"{HOLIDAYS[FEDERAL]}: {said}; type closed or open", FEDERAL)
    return words.lower() == CLOSED


def _state(typed: str) -> str:
    words = one_line(typed)
    if words and words.upper() not in STATES:
        raise Mistyped(
            f"{HOLIDAYS[STATE]}: {_echo(words)} is no US state; type it like NY, or leave it empty",
            STATE,
        )
    return words.upper()


def _shows_24(hour: str, minute: str | None, half: str | None) -> bool:
    """Whether a time can only be one of the 24-hour clock: ``20``, ``0:30``, ``08:00``."""
    return half is None and (int(hour) > 12 or hour.startswith("0"))


def _times(hour: str, minute: str | None, half: str | None, *, by_24: bool) -> list[time]:
    """What a time can mean: one thing, two without AM or PM, nothing where there is none such."""
    number, minutes = int(hour), int(minute or 0)
    if minutes > 59 or number > 23 or (half and not 0 < number <= 12):
        return []
    if half:
        return [time(number % 12 + (12 if half.startswith("p") else 0), minutes)]
    if by_24:
        return [time(number, minutes)]
    return [time(number % 12, minutes), time(number % 12 + 12, minutes)]


def _date(piece: str, field: str) -> date:
    words = piece.lower()
    if found := _ISO.fullmatch(words):
        year, month, day = (int(part) for part in found.groups())
    elif found := _NUMBERS.fullmatch(words):
        month, day, year = (int(part) for part in found.groups())
    elif (found := _WORDS.fullmatch(words)) and (number := MONTH_WORDS.get(found[1])):
        if not found[3]:
            raise Mistyped(
                f"{HOLIDAYS[field]}: {_echo(piece)} needs its year; {_DATES_LIKE}", field
            )
        year, month, day = int(found[3]), number, int(found[2])
    else:
        raise Mistyped(f"{HOLIDAYS[field]}: {_echo(piece)} is no date; {_DATES_LIKE}", field)
    try:
        return date(year, month, day)
    except ValueError:
        said = f"{HOLIDAYS[field]}: there is no {_echo(piece)} in any calendar"
        raise Mistyped(said, field) from None


def _echo(words: str) -> str:
    """What was typed, in quotation marks and not too long."""
    short = words if len(words) <= _LONGEST_ECHO else words[: _LONGEST_ECHO - 1] + "…"
    return f"“{short}”"
