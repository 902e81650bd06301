"""What somebody who signs out still has, owes or is booked for, and to whom it can go (R12)."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from p2p_tui.domain.due import next_window
from p2p_tui.domain.people import Role, Roster, Staff
from p2p_tui.domain.presence import available_pharmacists
from p2p_tui.domain.request import HELD, Kind, Request, Status
from p2p_tui.domain.routing import route
from p2p_tui.domain.values import Frozen


class Still(StrEnum):
    """How a request is still somebody's."""

    HAS = "YOU HAVE THESE"
    CALLER = "YOUR CALLERS STILL WAIT"
    OWES = "YOU OWE THE TRACKER"
    BOOKED = "BOOKED WITH YOU: THE DESK IS REMINDED AT THEIR TIMES"


class Left(Frozen):
    """One request that is still somebody's."""

    still: Still
    request: Request


def still_yours(
    requests: Iterable[Request], me: Staff, roster: Roster, now: datetime
) -> tuple[Left, ...]:
    """What is still this person's, the most pressing first."""
    order = list(Still)
    found = [
        Left(still=still, request=request)
        for request in requests
        if (still := _still(request, me, roster, now)) is not None
    ]

    def pressing(left: Left) -> tuple[int, datetime, str]:
        window = next_window(left.request, now)
        moment = window.start if window else left.request.waiting_since
        return order.index(left.still), moment, left.request.ref

    return tuple(sorted(found, key=pressing))


def can_go_to(request: Request, me: Staff, roster: Roster, now: datetime) -> tuple[Staff, ...]:
    """Who could take it of those who are available: first of all the denying pharmacist."""
    has = {me.username, request.holder}
    others = [one for one in available_pharmacists(roster, now) if one.username not in has]
    denying = roster.known_as(request.denying_pharmacist)
    return tuple(sorted(others, key=lambda one: (one != denying, one.name)))


def _still(request: Request, me: Staff, roster: Roster, now: datetime) -> Still | None:
    if request.holder == me.username and request.status in HELD:
        return Still.HAS
    if request.holder == me.username and request.status is Status.TO_DOCUMENT:
        return Still.OWES
    live = request.status in (Status.WAITING, Status.ACKNOWLEDGED, Status.READY)
    own = request.placed_by == me.username and me.has(Role.TECHNICIAN)
    if live and own and request.kind is Kind.IMMEDIATE:
        return Still.CALLER
    if request.status is Status.SCHEDULED and me.has(Role.PHARMACIST):
        return Still.BOOKED if route(request, roster, now).expected == me.username else None
    return None
