"""The desk hours: when the pharmacist team works, and what may be said outside them (R17).

Hours are wall-clock times of the desk's own zone, so 8:00 stays 8:00 when the clocks change.
Moments are given and returned in UTC.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import Field, field_serializer, field_validator, model_validator

from p2p_tui.domain.public_holidays import STATES, public_holiday
from p2p_tui.domain.values import Frozen
from p2p_tui.domain.wording import clock_zone, day, local, weekday

DESK_ZONE = "America/New_York"
"""The desk's time zone unless a setting says otherwise."""
CLOSING_SOON = timedelta(minutes=5)
"""How long before closing a caller is told what they would be told after it."""

OWN_HOLIDAY = "a closed date of the desk"
"""What a day is called that the desk itself has closed."""

Span = tuple[datetime, datetime]
"""From a moment until another, in UTC; the last moment is no longer part of it."""


def _weekdays() -> dict[int, tuple[time, time]]:
    return {number: (time(8), time(20)) for number in range(5)}


class DeskHours(Frozen):
    """When the desk is open: per weekday (0 is Monday) from when until when, less holidays.

    Closed are the federal holidays, unless ``federal`` says otherwise, the holidays of ``state``
    (two letters, or empty) and the desk's own ``holidays``; but on the dates of ``open_on`` the
    desk works, whatever holiday it is.
    """

    zone: str = DESK_ZONE
    days: Mapping[int, tuple[time, time]] = Field(default_factory=_weekdays)
    federal: bool = True
    state: str = ""
    holidays: frozenset[date] = frozenset()
    open_on: frozenset[date] = frozenset()

    @field_validator("zone")
    @classmethod
    def _known(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            raise ValueError("no such time zone; it needs a name like America/New_York") from None
        return zone

    @field_validator("days")
    @classmethod
    def _in_order(cls, days: Mapping[int, tuple[time, time]]) -> Mapping[int, tuple[time, time]]:
        if not days:
            raise ValueError("the desk is open on one weekday at least")
        for number, (opens, closes) in days.items():
            if number not in range(7):
                raise ValueError("weekdays are 0 (Monday) to 6 (Sunday)")
            if opens.tzinfo or closes.tzinfo or closes <= opens:
                raise ValueError("the desk closes later on the day that it opens")
        return days

    @field_validator("state")
    @classmethod
    def _a_state(cls, state: str) -> str:
        if state and state not in STATES:
            raise ValueError("no US state; it needs two letters like NY")
        return state

    @model_validator(mode="after")
    def _open_or_closed(self) -> "DeskHours":
        if self.holidays & self.open_on:
            raise ValueError("the desk is either open or closed on a date")
        return self

    @field_serializer("holidays", "open_on", when_used="json")
    def _sorted(self, dates: frozenset[date]) -> list[str]:
        return sorted(on.isoformat() for on in dates)

    def holiday_name(self, on: date) -> str | None:
        """Return the name of the holiday for which the desk is closed on that date, or None."""
        if on in self.open_on:
            return None
        own = OWN_HOLIDAY if on in self.holidays else None
        return public_holiday(on, federal=self.federal, state=self.state) or own

    def is_business_day(self, on: date) -> bool:
        """Say whether the desk opens on that date."""
        return on.weekday() in self.days and self.holiday_name(on) is None

    def next_business_day(self, after: date) -> date:
        """Return the first date later than ``after`` on which the desk opens."""
        on = after + timedelta(days=1)
        while not self.is_business_day(on):
            on += timedelta(days=1)
        return on

    def on(self, date_of_desk: date) -> Span | None:
        """Return from when until when the desk is open on a date of its own; None if it is not."""
        if not self.is_business_day(date_of_desk):
            return None
        opens, closes = self.days[date_of_desk.weekday()]
        return self._moment(date_of_desk, opens), self._moment(date_of_desk, closes)

    def is_open(self, moment: datetime) -> bool:
        """Say whether the desk is open; at the very moment of closing it no longer is."""
        return self.closes_at(moment) is not None

    def closes_at(self, moment: datetime) -> datetime | None:
        """Return when the desk that is open at ``moment`` closes; None if it is not open."""
        span = self.on(local(moment, self.zone).date())
        return span[1] if span and span[0] <= moment < span[1] else None

    def next_open(self, moment: datetime) -> datetime:
        """Return when the desk opens next; ``moment`` itself, in UTC, if it is open."""
        today = local(moment, self.zone).date()
        span = self.on(today)
        if span and moment < span[1]:
            return max(moment.astimezone(UTC), span[0])
        opens, _ = self.days[(later := self.next_business_day(today)).weekday()]
        return self._moment(later, opens)

    def open_spans(self, start: datetime, end: datetime) -> tuple[Span, ...]:
        """Return the spans between two moments during which the desk is open, in order."""
        spans = (self.on(on) for on in self._dates(start, end))
        cut = (
            (max(start.astimezone(UTC), span[0]), min(end.astimezone(UTC), span[1]))
            for span in spans
            if span
        )
        return tuple(span for span in cut if span[0] < span[1])

    def advice(self, moment: datetime) -> str | None:
        """Return what a caller may truthfully be told outside the desk hours, or None within (R17).

        The last five minutes before closing count as outside. A holiday is named. It never says
        that the request cannot be placed (R7).
        """
        closes = self.closes_at(moment)
        if closes and closes - moment > CLOSING_SOON:
            return None
        opens = self.next_open(closes or moment)
        closed = f"is closed{self._because(local(moment, self.zone).date())}"
        state = f"closes at {clock_zone(closes, self.zone)}" if closes else closed
        return (
            f"The desk {state}: an immediate attempt is possible, nobody can promise that a"
            " pharmacist is there, and it can be scheduled into business hours,"
            f" next open {self._when(opens, moment)}."
        )

    def _because(self, on: date) -> str:
        name = self.holiday_name(on) if on.weekday() in self.days else None
        return f" ({name})" if name else ""

    def _when(self, opens: datetime, moment: datetime) -> str:
        ahead = local(opens, self.zone).date() - local(moment, self.zone).date()
        near = ahead < timedelta(days=7)
        said = weekday(opens, self.zone) if near else day(opens, self.zone, moment)
        return f"{said} {clock_zone(opens, self.zone)}"

    def _dates(self, start: datetime, end: datetime) -> Iterator[date]:
        on, last = local(start, self.zone).date(), local(end, self.zone).date()
        while on <= last:
            yield on
            on += timedelta(days=1)

    def _moment(self, on: date, at: time) -> datetime:
        return datetime.combine(on, at, ZoneInfo(self.zone)).astimezone(UTC)
