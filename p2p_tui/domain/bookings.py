"""Every window in which a provider was to be called, and what became of it (R11, R14).

The record must answer for the windows in which nobody called too. They follow from the request
alone: the windows that stand, those that stood until the provider asked for another time, and the
calls that were made.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from p2p_tui.domain.details import CallbackWindow
from p2p_tui.domain.due import A_TIME
from p2p_tui.domain.request import Outcome, Request
from p2p_tui.domain.values import Frozen, Moment


class Fate(StrEnum):
    """What became of a window."""

    AHEAD = "not over yet"
    KEPT = "called in it"
    LATE = "called after it"
    MISSED = "nobody called"
    MOOT = "not needed any more"
    """The provider was spoken to, or asked for another time, or withdrew, before it was over."""


class Booking(Frozen):
    """A window that was booked: how long it stood, and the first call from its start on."""

    start: Moment
    end: Moment
    booked_at: Moment
    until: Moment | None = None
    """When it stopped to stand: changed by the provider, spoken to, closed; None while it does."""
    called_at: Moment | None = None

    def fate(self, now: datetime) -> Fate:
        """What became of it by now."""
        if self.called_at is not None and self.called_at <= self.end:
            return Fate.KEPT
        if self.until is not None and self.until <= self.end:
            return Fate.MOOT
        if self.end >= now:
            return Fate.AHEAD
        return Fate.MISSED if self.called_at is None else Fate.LATE

    @property
    def punctuality(self) -> timedelta | None:
        """How long after the agreed time the call was made: zero within a window to choose from.

        None where nobody called yet.
        """
        if self.called_at is None:
            return None
        agreed = self.start if self.end - self.start <= A_TIME else self.end
        return max(timedelta(), self.called_at - agreed)


def bookings(request: Request) -> tuple[Booking, ...]:
    """Every window of a request that was ever booked, in the order in which they were."""
    calls, spoken = _calls(request), _spoken(request)
    found = []
    booked_at = request.placed_at
    spans: list[tuple[tuple[CallbackWindow, ...], datetime | None]] = [
        *((change.windows, change.at) for change in request.moved),
        (request.callback_windows, request.closed_at),
    ]
    for windows, changed_at in spans:
        ends = [at for at in (changed_at, *spoken) if at is not None and at >= booked_at]
        until = min(ends, default=None)
        for window in windows:
            made = [at for at in calls if at >= window.start and (until is None or at <= until)]
            found.append(
                Booking(
                    start=window.start, end=window.end, booked_at=booked_at, until=until,
                    called_at=min(made, default=None),
                )
            )  # fmt: skip
        booked_at = changed_at or booked_at
    return tuple(found)


def _calls(request: Request) -> list[datetime]:
    """When somebody of the desk called, whether they were answered or not."""
    tried = [one.at for one in request.attempts if one.outcome is not Outcome.DROPPED]
    return [*tried, *_spoken(request)]


def _spoken(request: Request) -> list[datetime]:
    """When a conversation began, one that broke off later too."""
    began = [one.began for one in request.attempts if one.began is not None]
    return [*began, *([request.connected_at] if request.connected_at is not None else [])]
