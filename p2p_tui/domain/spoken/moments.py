"""Which moments a spoken day and time mean, on clocks that skip and repeat hours (R4, R11)."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from p2p_tui.domain.spoken.asking import (
    SINGLE_TIME,
    Desk,
    DoubtError,
    PastError,
    past,
    say,
    say_day,
    say_minute,
    shortened,
    unclear,
)
from p2p_tui.domain.spoken.days import date_meant
from p2p_tui.domain.spoken.items import DAY_MINUTES, NOON, PARTS, Clock, Day, Times
from p2p_tui.domain.wording import date_words, instants, zone_short


def moments_meant(desk: Desk, day: Day | None, times: Times | None) -> tuple[datetime, datetime]:
    """Return from when until when, in UTC, a day and a time mean."""
    if times is None:
        on = date_meant(desk, day, times)
        parts = (Times("part", text=part) for part in ("any time", "morning", "afternoon"))
        raise DoubtError(
            f"What time on {date_words(on)}?", *(say_day(desk, on, part) for part in parts)
        )
    if times.kind == "delay":
        if day:
            raise unclear(times)
        start = desk.now + times.delay
        return start, desk.now + times.most if times.most else start + SINGLE_TIME
    on = date_meant(desk, day, times)
    if times.kind == "midnight":
        return _midnight(desk, on, sure=day is None)
    if day is None and times.part == "first thing" and times.kind == "part":
        raise past(desk, on, times)  # of the next day that comes, whatever the time is now
    times = _settled(desk, on, times, iso=day is not None and day.iso)
    try:
        start, end = _on_date(desk, on, times)
    except PastError:
        if not (day and day.floats) or day.any:
            raise
        start, end = _on_date(desk, on + timedelta(days=7), times)
    return max(start, desk.now), end


def _midnight(desk: Desk, on: date, sure: bool) -> tuple[datetime, datetime]:
    """Return the midnight at the end of today; of another day it may be the one before it."""
    later = on + timedelta(days=1)
    if not sure:
        said = (say(desk, one, 0, SINGLE_TIME.seconds // 60) for one in (on, later))
        raise DoubtError("Midnight at the beginning of that day, or at its end?", *said)
    start = _moment(desk, later, 0, (0, SINGLE_TIME.seconds // 60))
    return start, start + SINGLE_TIME


def _on_date(desk: Desk, on: date, times: Times) -> tuple[datetime, datetime]:
    first, last = _minutes(desk, on, times)
    single = times.kind == "at"
    start = _moment(desk, on, first, (first, last))
    end = start + SINGLE_TIME if single else _moment(desk, on, last, (first, last))
    if (start if single else end - timedelta(minutes=1)) < desk.now:
        raise past(desk, on, times, (first, last))
    if end <= start:
        raise unclear(times)
    return start, end


def _moment(desk: Desk, on: date, minute: int, span: tuple[int, int]) -> datetime:
    """Return the one moment at which the provider's clock shows that minute of that date."""
    wall = datetime.combine(on, time()) + timedelta(minutes=minute)
    found = instants(wall, desk.zone)
    if not found:
        shifted = (say(desk, on, span[0] + by, span[1] + by) for by in (-60, 60))
        raise DoubtError(f"{say_minute(minute)} is skipped that night: which time?", *shifted)
    if len(found) == 1:
        return found[0]
    if desk.fold is not None:
        return found[desk.fold]
    told = [m for m in found if desk.season and zone_short(m, desk.zone)[-2].lower() == desk.season]
    left = told or [moment for moment in found if moment >= desk.now] or [found[1]]
    if len(left) == 1:
        return left[0]
    question = f"{say_minute(minute)} happens twice that day: before or after the clocks change?"
    said = say(desk, on, *span)
    raise DoubtError(
        question, *(f"{said} {word} the clocks change" for word in ("before", "after"))
    )


def _settled(desk: Desk, on: date, times: Times, iso: bool) -> Times:
    """Return the times with AM or PM put where the part of the day or a written date says it."""
    half = "am" if iso else PARTS[times.part or "any time"][2]
    ranged = times.kind == "range" and not iso
    start = times.start if ranged and half == "pm" else _halved(times.start, half, iso)
    end = times.end if ranged and half == "am" else _halved(times.end, half, iso)
    clocks = [clock for clock in (start, end) if clock]
    if all(clock.open for clock in clocks) and any(c.zero and c.hour < 7 for c in clocks):
        said = say_day(desk, on, times)
        raise DoubtError(f'Is "{shortened(times.text)}" AM or PM?', f"{said} AM", f"{said} PM")
    return replace(times, start=start, end=end)


def _halved(clock: Clock | None, half: str, iso: bool) -> Clock | None:
    if clock is None or not clock.open or clock.hour == 12 or (iso and not clock.zero):
        return clock
    return replace(clock, half=half)


def _minutes(desk: Desk, on: date, times: Times) -> tuple[int, int]:
    """Return from which until which minute of that date the words mean."""
    first, last, half = PARTS[times.part or "any time"]
    if times.kind == "part" and last <= first:
        last = _until(desk, on, first, times.part)
    if times.start and times.end:
        first, last = _range_minutes(times, times.start, times.end)
        _check_rival(desk, on, times, first, last)
    elif times.end:
        last = times.end.usual or DAY_MINUTES
    elif times.start and times.kind == "after":
        first = times.start.usual
        last = _until(desk, on, first, times.part)
    elif times.start:
        first = times.start.usual
        last = first + SINGLE_TIME.seconds // 60
    if last <= first:
        asked = "From when" if times.kind == "before" else "Until when"
        raise DoubtError(f'{asked} may the pharmacist call: "{shortened(times.text)}"?')
    if (half == "am" and first >= NOON) or (half == "pm" and last <= NOON):
        raise unclear(times)
    return first, last


def _check_rival(desk: Desk, on: date, times: Times, first: int, last: int) -> None:
    """Ask whether "ten to four" is a span, or ten minutes before four."""
    if times.rival is not None:
        single = times.rival.usual
        spoken = (
            say(desk, on, first, last),
            say(desk, on, single, single + SINGLE_TIME.seconds // 60),
        )
        raise DoubtError(
            f'Is "{shortened(times.text)}" one time, or from then until then?', *spoken
        )


def _range_minutes(times: Times, start: Clock, end: Clock) -> tuple[int, int]:
    lasts = [minute or DAY_MINUTES for minute in end.readings]
    firsts = [start.usual]
    if start.open and not end.open:
        earlier = [minute for minute in start.readings if minute < lasts[0]]
        firsts = earlier[-1:] or [DAY_MINUTES]
    later = [minute for minute in lasts if minute > firsts[0]]
    if not later:
        raise DoubtError(f'"{shortened(times.text)}" ends before it starts: which times?')
    return firsts[0], min(later)


def _until(desk: Desk, on: date, first: int, part: str) -> int:
    """Return the minute until which "after" runs: the first end that is still to come, or 0."""
    end = PARTS[part or "any time"][1]
    ends = (end,) if part not in ("", "any time", "evening") else (end, desk.closing(on))
    later = [minute for minute in ends if minute > first]
    coming = [minute for minute in later if minute > desk.begun(on)]
    return (coming or later[-1:] or [0])[0]
