"""How a callback stands to the clock: derived from its windows, never stored (R14)."""

from datetime import datetime, timedelta
from enum import StrEnum

from p2p_tui.domain.details import CallbackWindow
from p2p_tui.domain.request import Request

SOON = timedelta(hours=2)
"""How long before its time a callback stands among those that are near."""
A_TIME = timedelta(minutes=30)
"""A window no longer than this is a time that was agreed, and not a span to choose from."""
GRACE = timedelta(minutes=2)
"""How long after an agreed time a callback is overdue."""


class Due(StrEnum):
    """How a callback stands to the clock."""

    TO_CONFIRM = "time to confirm"
    LATER = "later"
    SOON = "due soon"
    NOW = "due now"
    LATE = "overdue"
    NO_TIME_LEFT = "ask for a new time"


def next_window(request: Request, now: datetime) -> CallbackWindow | None:
    """The window that counts: the first that has not ended, else the last of all."""
    windows = request.callback_windows
    ahead = [window for window in windows if window.end > now]
    if ahead:
        return min(ahead, key=lambda one: one.start)
    return max(windows, key=lambda one: one.end) if windows else None


def due(request: Request, now: datetime) -> Due:
    """How a callback stands to its windows.

    Within the windows that were given it comes back by itself when nobody was reached; with none
    left, somebody gets a new time from the provider.
    """
    window = next_window(request, now)
    if window is None:
        return Due.TO_CONFIRM
    if window.start > now:
        return Due.SOON if window.start - now <= SOON else Due.LATER
    tried = tried_since(request, window.start)
    if window.end <= now:
        return Due.NO_TIME_LEFT if tried else Due.LATE
    return Due.LATE if not tried and overdue_at(window) <= now else Due.NOW


def overdue_at(window: CallbackWindow) -> datetime:
    """When a callback that nobody tried to make is overdue: soon after an agreed time, or when a
    longer window is over."""
    is_a_time = window.end - window.start <= A_TIME
    return min(window.start + GRACE, window.end) if is_a_time else window.end


def tried_since(request: Request, moment: datetime) -> bool:
    """Say whether somebody tried to call since then."""
    return any(attempt.at >= moment for attempt in request.attempts)
