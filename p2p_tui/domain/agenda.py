"""The callbacks by the time that their providers chose, in the desk's days and hours (R14)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from p2p_tui.domain.due import Due, due, next_window
from p2p_tui.domain.people import Roster
from p2p_tui.domain.request import BEFORE_CALL, Kind, Request, Status
from p2p_tui.domain.routing import route
from p2p_tui.domain.sections import Section
from p2p_tui.domain.wording import date_words, local

ON_THE_AGENDA = BEFORE_CALL | {Status.ON_CALL}
"""A callback stands on the agenda until it was made, whoever has it."""
_FIRST = {
    Due.LATE: "OVERDUE",
    Due.NO_TIME_LEFT: "NO TIME LEFT: ASK THE PROVIDER",
    Due.NOW: "DUE NOW",
    Due.TO_CONFIRM: "TIME TO CONFIRM",
}
"""What stands before the days and hours, in this order."""
_ON_THE_LINE = "ON THE LINE"
"""It is being made: no clock says that it is late."""


def agenda(requests: Iterable[Request], now: datetime, zone: str) -> tuple[Section, ...]:
    """Every callback that is not made yet, once, by its next window: today by the hour."""
    parts: dict[tuple[int, str], list[tuple[datetime, Request]]] = {}
    for request in requests:
        if request.kind is not Kind.CALLBACK or request.status not in ON_THE_AGENDA:
            continue
        at = _next(request, now)
        place = _place(request, at, now, zone)
        parts.setdefault(place, []).append((at, request))
    return tuple(
        Section(
            title=title,
            requests=tuple(
                one for _, one in sorted(found, key=lambda each: (each[0], each[1].ref))
            ),
        )
        for (_, title), found in sorted(parts.items())
    )


def callbacks_of(
    requests: Iterable[Request], who: str, roster: Roster, now: datetime
) -> tuple[Request, ...]:
    """The callbacks that are this person's to make, by their next window: those they hold, and
    those expected of them that nobody holds (R9). Who asks counts as being here."""
    here = roster.model_copy(update={"present": roster.present | {who}})
    found = [
        one for one in requests
        if one.kind is Kind.CALLBACK and one.status in ON_THE_AGENDA
        and (one.holder or route(one, here, now).expected) == who
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (_next(one, now), one.ref)))


def _next(request: Request, now: datetime) -> datetime:
    window = next_window(request, now)
    return window.start if window else request.placed_at


def _place(request: Request, at: datetime, now: datetime, zone: str) -> tuple[int, str]:
    """Where a callback stands: a number that sorts, and the title of the section."""
    stands = due(request, now)
    titles = [*_FIRST.values(), _ON_THE_LINE]
    if request.status is Status.ON_CALL:
        return titles.index(_ON_THE_LINE), _ON_THE_LINE
    if stands in _FIRST:
        return titles.index(_FIRST[stands]), _FIRST[stands]
    there, today = local(at, zone), local(now, zone).date()
    days = (there.date() - today).days
    number = len(titles) + days * 24 + (there.hour if not days else 0)
    if not days:
        hour = f"{there.hour % 12 or 12} {'AM' if there.hour < 12 else 'PM'}"
        return number, f"TODAY, {hour}"
    name = "TOMORROW, " if there.date() == today + timedelta(days=1) else ""
    return number, f"{name}{date_words(there.date())}".upper()
