"""When people are back and when they are out of the office, as they type it.

A time is on the desk's clock. What can be read in two ways is asked, never guessed; what is written
here can be read here.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from p2p_tui.domain.errors import Mistyped
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.people import Absence
from p2p_tui.domain.spoken import read_times
from p2p_tui.domain.text import clean, one_line
from p2p_tui.domain.wording import MONTH_WORDS, MONTHS, clock_face, instants, local

UNTIL, ABSENCES = "until", "absences"
_LATELY = timedelta(days=31)
"""A date without its year is the next one, or one that was not longer ago than this."""
_LIKE = "type it like Dec 21 – Jan 2, or Dec 21 1 PM – Dec 21 5 PM; a line each"
_A_WHILE = re.compile(r"[0-9]+ ?(?:m|min|minutes?|h|hours?)\.?", re.I)
_PARTS = re.compile(r" *(?:–|—| - |\bto\b|\buntil\b|\bthrough\b) *")
_END = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?"
    r"(?:(?P<name>[a-z]{3,9})\.? (?P<day>[0-9]{1,2})(?:,? (?P<year>[0-9]{4}))?"
    r"|(?P<iso>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})"
    r"|(?P<m>[0-9]{1,2})/(?P<d>[0-9]{1,2})(?:/(?P<y>[0-9]{4}))?)?"
    r",? ?(?:(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2}))? ?(?P<half>am|pm|a|p)?)?",
    re.I,
)


def read_until(typed: str, now: datetime, hours: DeskHours) -> datetime | None:
    """When somebody is back: ``12:30``, ``45 min``, ``Mon 8 AM``; None where nothing is said.

    Raises:
        Mistyped: it can't be read, or in more ways than one.
    """
    words = one_line(typed)
    if not words:
        return None
    said = f"in {words}" if _A_WHILE.fullmatch(words) else words
    zone = hours.zone
    reading = read_times(said, now=now, zone=zone, desk_zone=zone, hours=hours)
    if reading.question or len(reading.windows) != 1 or reading.is_now:
        why = "" if reading.is_now else reading.question
        like = "type when you are back, like 12:30, 45 min or Mon 8 AM"
        raise Mistyped(f"Back at: {why or like}", UNTIL)
    return reading.windows[0].start


def read_absences(typed: str, now: datetime, zone: str) -> tuple[Absence, ...]:
    """When somebody is out of the office, a line each; a date alone is the whole day.

    Raises:
        Mistyped: a line can't be read, or ends before it begins.
    """
    lines = [one_line(line) for line in clean(typed).splitlines()]
    found = {_absence(line, now, zone) for line in lines if line}
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def write_absences(absences: Iterable[Absence], zone: str, now: datetime) -> str:
    """Those that are not over, a line each: ``Dec 21 2026 – Jan 2 2027``."""
    ahead = [one for one in absences if one.end > now]
    return "\n".join(_written(one, zone) for one in sorted(ahead, key=lambda one: one.start))


def _written(absence: Absence, zone: str) -> str:
    start, end = local(absence.start, zone), local(absence.end, zone)
    if start.time() == end.time() == time(0):
        last = end.date() - timedelta(days=1)
        return " – ".join(dict.fromkeys((_date_words(start.date()), _date_words(last))))
    return " – ".join(f"{_date_words(one.date())} {clock_face(one)}" for one in (start, end))


def _date_words(on: date) -> str:
    return f"{MONTHS[on.month - 1]} {on.day} {on.year:04}"


def _absence(line: str, now: datetime, zone: str) -> Absence:
    parts = _PARTS.split(line)
    if len(parts) > 2:
        raise _wrong(line)
    first = _end(parts[0], line, now, zone, None)
    last = _end(parts[-1], line, now, zone, first[0])
    start = _moment(first[0], first[1] or time(0), line, zone)
    end_on, end_at = last
    if end_at is None:
        end = _moment(end_on + timedelta(days=1), time(0), line, zone)
    else:
        end = _moment(end_on, end_at, line, zone)
    if end <= start:
        raise Mistyped(f"Out of office: “{line}” ends before it begins", ABSENCES)
    return Absence(start=start, end=end)


def _end(
    part: str, line: str, now: datetime, zone: str, on: date | None
) -> tuple[date, time | None]:
    """The date and, where one is said, the time of one end of an absence."""
    found = _END.fullmatch(part.strip().lower())
    if not found or not part.strip():
        raise _wrong(line)
    said = found.groupdict()
    said_date = _date(said, line, local(now, zone).date(), on)
    if said_date is None:
        raise _wrong(line)
    return said_date, _time(said, line)


def _date(said: dict[str, str | None], line: str, today: date, on: date | None) -> date | None:
    """The date that is said; ``on``, the one before it, where none is."""
    year, month, day = said["year"] or said["y"], said["m"], said["day"] or said["d"]
    if said["iso"]:
        year, month, day = said["iso"].split("-")
    elif said["name"]:
        number = MONTH_WORDS.get(said["name"])
        if number is None:
            raise _wrong(line)
        month = str(number)
    elif not day:
        return on
    try:
        if year:
            return date(int(year), int(month or 0), int(day or 0))
        near = [date(today.year + more, int(month or 0), int(day or 0)) for more in (0, 1)]
    except ValueError:
        raise Mistyped(f"Out of office: “{line}” has a date of no calendar", ABSENCES) from None
    earliest = on or today - _LATELY
    return next((one for one in near if one >= earliest), near[-1])


def _time(said: dict[str, str | None], line: str) -> time | None:
    if said["hour"] is None:
        return None
    hour, minute, half = int(said["hour"]), int(said["minute"] or 0), said["half"]
    if hour > 23 or minute > 59 or (half and not 0 < hour <= 12):
        raise Mistyped(f"Out of office: “{line}” has a time that is on no clock", ABSENCES)
    if half:
        return time(hour % 12 + (12 if half.startswith("p") else 0), minute)
    if 0 < hour <= 12 and not (said["hour"] or "").startswith("0"):
        raise Mistyped(f"Out of office: is “{line}” AM or PM? Say it with the time", ABSENCES)
    return time(hour, minute)


def _moment(on: date, at: time, line: str, zone: str) -> datetime:
    found = instants(datetime.combine(on, at), zone)
    if not found:
        raise Mistyped(f"Out of office: “{line}” has a time that the clocks skip", ABSENCES)
    return found[0]


def _wrong(line: str) -> Mistyped:
    return Mistyped(f"Out of office: “{line}” is not understood; {_LIKE}", ABSENCES)
