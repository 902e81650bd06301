"""Times to offer a caller: the next windows within the desk hours, on their clock (R11, R17).

They are offers. What the provider prefers goes before all of them.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from p2p_tui.domain.details import CallbackWindow
from p2p_tui.domain.hours import DeskHours, Span
from p2p_tui.domain.spoken import read_times
from p2p_tui.domain.spoken.asking import Desk, say_window
from p2p_tui.domain.wording import local

BLOCK = timedelta(hours=2)
"""How long an offered window is; shorter where the day has no more room."""
SHORTEST = timedelta(minutes=30)
"""No window that is shorter is offered."""
A_DAY = 2
"""How many windows of one day are offered before the next day's."""
CALLERS_DAY = (time(8), time(17))
"""From when until when callers are offered times, on their own clock; "any time" means as much."""
_STEP = timedelta(minutes=30)
_MOST_DAYS = 31
"""How many days ahead are looked at: a desk that is closed for so long has nothing to offer."""


def next_windows(
    hours: DeskHours, now: datetime, zone: str, many: int = 3
) -> tuple[CallbackWindow, ...]:
    """Return the next windows to offer a caller in ``zone``, an IANA name: at most ``many``.

    They stand in their order: two blocks of two hours of the first day with room, then of the
    business days that follow. Each lies wholly within the desk hours, begins at ``now`` or later,
    on the full or half hour of the caller's clock, and in the caller's day from 8:00 to 17:00
    where desk and caller share any of it. A block is shorter where the day has no more room.
    Where the desk is closed for a month there may be fewer, or none.

    The ``words`` of a window, put into the field for the callback time, are read back by
    ``read_times`` with the same zone and hours as exactly that window; so are those of several,
    joined by "; ".
    """
    days = (_offers(span, now, zone, hours) for span in _days(hours, now))
    return tuple(islice((one for day in days for one in islice(day, A_DAY)), many))


def _offers(span: Span, now: datetime, zone: str, hours: DeskHours) -> Iterator[CallbackWindow]:
    """The windows of one day of the desk that a caller can be offered."""
    said = (_said(start, end, zone, now, hours) for start, end in _blocks(span, now, zone))
    return (window for window in said if window)


def _days(hours: DeskHours, now: datetime) -> Iterator[Span]:
    """From when until when the desk is open, on each business day from today on."""
    first = local(now, hours.zone).date()
    for days in range(_MOST_DAYS):
        if span := hours.on(first + timedelta(days=days)):
            yield span


def _blocks(span: Span, now: datetime, zone: str) -> Iterator[Span]:
    """The blocks of one day of the desk that are not begun, as they suit the caller's day."""
    for opens, closes in _shared(span, zone):
        start = _next_step(max(opens, now.astimezone(UTC)), zone)
        while closes - start >= SHORTEST:
            end = min(start + BLOCK, closes)
            yield start, end
            start = _next_step(end, zone)


def _shared(span: Span, zone: str) -> list[Span]:
    """What a day of the desk shares with the caller's days; all of it where that is nothing."""
    on, last = (local(moment, zone).date() for moment in span)
    shared: list[Span] = []
    while on <= last:
        begins, ends = (_moment(on, at, zone) for at in CALLERS_DAY)
        part = max(span[0], begins), min(span[1], ends)
        if part[1] - part[0] >= SHORTEST:
            shared.append(part)
        on += timedelta(days=1)
    return shared or [span]


def _moment(on: date, at: time, zone: str) -> datetime:
    return datetime.combine(on, at, ZoneInfo(zone)).astimezone(UTC)


def _next_step(moment: datetime, zone: str) -> datetime:
    """The next full or half hour of the caller's clock, at ``moment`` or later."""
    shown = local(moment, zone)
    over = timedelta(minutes=shown.minute, seconds=shown.second, microseconds=shown.microsecond)
    return moment + (-over % _STEP)


def _said(
    start: datetime, end: datetime, zone: str, now: datetime, hours: DeskHours
) -> CallbackWindow | None:
    """The window with words that are read as just this one; None where a clock has none for it."""
    first, last = (local(moment, zone).replace(tzinfo=None) for moment in (start, end))
    silent = CallbackWindow(
        words="", zone=zone, wall_start=first, wall_end=last, start=start, end=end
    )
    words = say_window(Desk(now.astimezone(UTC), zone, hours), silent)
    reading = read_times(words, now=now, zone=zone, desk_zone=hours.zone, hours=hours)
    if reading.question or len(reading.windows) != 1:
        return None
    read = reading.windows[0]
    return read if (read.start, read.end, read.zone) == (start, end, zone) else None
