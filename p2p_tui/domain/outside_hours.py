"""Callbacks at times when the desk is closed: taken like any other, and a lead is told (R7, R17).

It follows from the windows and the hours as they are now, and is never stored.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from p2p_tui.domain.details import CallbackWindow
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.request import Request, Status
from p2p_tui.domain.values import Frozen, Line
from p2p_tui.domain.wording import WEEKDAYS, clock_zone, local

_A_WEEK = 7
"""How many dates of a window are looked at: in a week all that can be said has been said."""


class Outside(Frozen):
    """A window that is not wholly within the desk hours, and why: "after 8:00 PM EST"."""

    window: CallbackWindow
    reason: Line


def outside_hours(windows: Iterable[CallbackWindow], hours: DeskHours) -> tuple[Outside, ...]:
    """Return those of the windows that lie outside the desk hours, wholly or in part, with why.

    A reason is "Sat: the desk is closed", the name of a holiday, or "before 8:00 AM EST" or
    "after 8:00 PM EST" on the desk's clock; a window can have several.
    """
    return tuple(
        Outside(window=window, reason=", ".join(dict.fromkeys(_reasons(window, hours))))
        for window in windows
        if not _within(window, hours)
    )


def needs_lead(request: Request, hours: DeskHours, now: datetime) -> bool:
    """Say whether a lead has to see to it that somebody can call: nobody has it yet, and none of
    the windows that are not over lies wholly within the desk hours."""
    if request.status is not Status.SCHEDULED:
        return False
    ahead = [window for window in request.callback_windows if window.end > now]
    return bool(ahead) and not any(_within(window, hours) for window in ahead)


def _within(window: CallbackWindow, hours: DeskHours) -> bool:
    closes = hours.closes_at(window.start)
    return closes is not None and window.end <= closes


def _reasons(window: CallbackWindow, hours: DeskHours) -> Iterator[str]:
    on = local(window.start, hours.zone).date()
    last = local(window.end - timedelta(microseconds=1), hours.zone).date()
    for _ in range(_A_WEEK):
        if on > last:
            return
        if span := hours.on(on):
            if window.start < span[0]:
                yield f"before {clock_zone(span[0], hours.zone)}"
            if window.end > span[1]:
                yield f"after {clock_zone(span[1], hours.zone)}"
        elif on.weekday() in hours.days:
            yield hours.holiday_name(on) or ""
        else:
            yield f"{WEEKDAYS[on.weekday()]}: the desk is closed"
        on += timedelta(days=1)
