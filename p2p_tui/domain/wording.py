"""How the desk says times, spans, ages and zones, in American English.

Zones are IANA names such as ``America/Chicago``; what stands behind a time ("CST", "CDT") comes
from the zone and the date. A moment always carries a time zone of its own; one without is refused,
because nobody could say when it is.
"""

from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from p2p_tui.domain.details import CallbackWindow

YEAR_SHOWN_AFTER_DAYS = 180
"""A date further away than this many days is said with its year."""

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
MONTH_WORDS = {
    "sept": 9,
    **{name[:n]: i for i, name in enumerate(_MONTH_NAMES, 1) for n in (3, len(name))},
}
"""How people name a month, in lower case, and its number."""

_EASTERN = "America/New_York"
_CENTRAL = "America/Chicago"
_MOUNTAIN = "America/Denver"
_PACIFIC = "America/Los_Angeles"
_ALASKA = "America/Anchorage"
_HAWAII = "Pacific/Honolulu"
_ARIZONA = "America/Phoenix"

ZONE_WORDS = {
    **dict.fromkeys(("et", "est", "edt", "eastern"), _EASTERN),
    **dict.fromkeys(("ct", "cst", "cdt", "central"), _CENTRAL),
    **dict.fromkeys(("mt", "mst", "mdt", "mountain"), _MOUNTAIN),
    **dict.fromkeys(("pt", "pst", "pdt", "pacific"), _PACIFIC),
    **dict.fromkeys(("akt", "akst", "akdt", "alaska"), _ALASKA),
    **dict.fromkeys(("hst", "hawaii"), _HAWAII),
    "arizona": _ARIZONA,
    "utc": "UTC",
}
"""How callers name a zone, in lower case, and the IANA name of it."""


def local(moment: datetime, zone: str) -> datetime:
    """Return ``moment`` as a clock in ``zone`` shows it. A moment without a zone is an error."""
    if moment.tzinfo is None:
        raise ValueError("a time needs a time zone")
    return moment.astimezone(ZoneInfo(zone))


def instants(wall: datetime, zone: str) -> tuple[datetime, ...]:
    """Return the moments, in UTC, at which a clock in ``zone`` shows ``wall`` (which has no zone).

    One as a rule; none for a time that is skipped when the clocks go forward; two, the earlier
    first, for a time that comes twice when they go back.
    """
    found: list[datetime] = []
    for fold in (0, 1):
        moment = wall.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)
        shown = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        if shown == wall and moment not in found:
            found.append(moment)
    return tuple(found)


def midnight(day: date, zone: str) -> datetime:
    """Return the moment, in UTC, at which a day begins there: later where the clocks skip it."""
    found = instants(datetime.combine(day, time()), zone)
    return found[0] if found else instants(datetime.combine(day, time(1)), zone)[0]


def zone_named(word: str) -> str | None:
    """Return the IANA name of the zone that a word names in any case, or None: "Central", "ET"."""
    word = word.lower()
    return ZONE_WORDS.get(word) or (_zones().get(word) if "/" in word else None)


def zone_short(moment: datetime, zone: str) -> str:
    """Return what stands behind a time in that zone on that date: "EST", "EDT", "UTC-03"."""
    name = local(moment, zone).tzname() or zone
    return f"UTC{name}" if name[0] in "+-" else name


def clock(moment: datetime, zone: str) -> str:
    """Return the clock time in ``zone``: "2:31 PM"."""
    return clock_face(local(moment, zone))


def clock_face(shown: datetime | time) -> str:
    """Return a time as a clock shows it, in no zone: "8:00 AM"."""
    return f"{_hours(shown)} {'AM' if shown.hour < 12 else 'PM'}"


def clock_seconds(moment: datetime, zone: str) -> str:
    """Return the clock time in ``zone`` to the second: "2:31:07 PM"."""
    shown, half = clock(moment, zone).rsplit(" ", 1)
    return f"{shown}:{local(moment, zone).second:02} {half}"


def clock_zone(moment: datetime, zone: str) -> str:
    """Return the clock time with its zone: "2:31 PM EST"."""
    return f"{clock(moment, zone)} {zone_short(moment, zone)}"


def weekday(moment: datetime, zone: str) -> str:
    """Return the weekday of ``moment`` in ``zone``: "Tue"."""
    return WEEKDAYS[local(moment, zone).weekday()]


def date_words(on: date) -> str:
    """Return a date without its year: "Tue Nov 24"."""
    return f"{WEEKDAYS[on.weekday()]} {MONTHS[on.month - 1]} {on.day}"


def dated(on: date) -> str:
    """Return a date with its year: "Tue Nov 24, 2026"."""
    return f"{date_words(on)}, {on.year}"


def day(moment: datetime, zone: str, now: datetime) -> str:
    """Return the day of ``moment`` in ``zone``: "today", "Tue Nov 24", far off with its year."""
    there, here = local(moment, zone), local(now, zone)
    if there.date() == here.date():
        return "today"
    far = abs((there.date() - here.date()).days) > YEAR_SHOWN_AFTER_DAYS
    return dated(there) if far else date_words(there)


def span(start: datetime, end: datetime, zone: str) -> str:
    """Return a span in ``zone``, as short as is honest: "2:00–4:00 PM EST".

    AM or PM is said once where it holds for both ends, and so is the zone; an end on a later date
    carries its weekday.
    """
    first, last = zone_short(start, zone), zone_short(end, zone)
    if first != last:
        return f"{clock(start, zone)} {first}–{_end(start, end, zone)} {last}"
    return f"{_range(start, end, zone)} {last}"


def window_words(window: CallbackWindow, desk_zone: str) -> str:
    """Return a callback window on the provider's clock, and on the desk's where they differ (R4).

    "Tue Nov 24, 2:00–4:00 PM CST (3:00–5:00 PM here)"; the bracket names the weekday where the
    desk's date is another one.
    """
    start, end, zone = window.start, window.end, window.zone
    there, here = local(start, zone), local(start, desk_zone)
    said = f"{date_words(there)}, {span(start, end, zone)}"
    if _wall(there) == _wall(here) and _wall(local(end, zone)) == _wall(local(end, desk_zone)):
        return said
    other = f"{weekday(start, desk_zone)} " if here.date() != there.date() else ""
    return f"{said} ({other}{_range(start, end, desk_zone)} here)"


def age(seconds: float) -> str:
    """Return a running age in hours, minutes and seconds: "0:40", "12:05", "1:02:10"."""
    minutes, second = divmod(max(0, int(seconds)), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def age_words(seconds: float) -> str:
    """Return an age in the largest units that matter: "22 min", "3 h 5 min", "2 days"."""
    minutes = max(0, int(seconds)) // 60
    hours, minute = divmod(minutes, 60)
    if hours >= 48:
        return f"{hours // 24} days"
    if not hours:
        return f"{minute} min"
    return f"{hours} h {minute} min" if minute else f"{hours} h"


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}


def _wall(shown: datetime) -> datetime:
    return shown.replace(tzinfo=None)


def _hours(shown: datetime | time) -> str:
    return f"{shown.hour % 12 or 12}:{shown.minute:02}"


def _range(start: datetime, end: datetime, zone: str) -> str:
    first, last = local(start, zone), local(end, zone)
    same = first.date() == last.date() and (first.hour < 12) == (last.hour < 12)
    return f"{_hours(first) if same else clock_face(first)}–{_end(start, end, zone)}"


def _end(start: datetime, end: datetime, zone: str) -> str:
    first, last = local(start, zone), local(end, zone)
    later = f"{weekday(end, zone)} " if first.date() != last.date() else ""
    return f"{later}{clock_face(last)}"


def moment_text(moment: datetime) -> str:
    """A moment as the database and programs have it: ``2026-11-20T19:31:07.000000Z``."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
