"""Whose call it is: the denying pharmacist if available, else the desk (R9, R10).

It follows from who is here and what they said, and is never stored: a request is routed anew the
moment that anything of it changes.
"""

from datetime import datetime, timedelta

from p2p_tui.domain.people import Roster, Staff
from p2p_tui.domain.presence import WORDS, anybody_available, misses, standing
from p2p_tui.domain.request import Cover, Kind, Request, Status
from p2p_tui.domain.values import Frozen

NEAR = timedelta(minutes=15)
"""How long before a callback it counts who is here; until then, what people planned."""
BEFORE_IT_BEGAN = frozenset({Status.ACKNOWLEDGED, Status.READY})
"""Somebody has it, and the conversation has not begun."""


class Route(Frozen):
    """Who is to take it before anyone acknowledges, and why. ``expected`` is None for the desk."""

    expected: str | None
    why: str
    nobody: bool = False
    """Whether no pharmacist is available at all: an alarm, not silence."""


def route(request: Request, roster: Roster, now: datetime) -> Route:
    """The expected pharmacist of a request, with the reason in words."""
    later = _later(request, now)
    nobody = later is None and not anybody_available(roster, now)
    named = request.denying_pharmacist
    if not named:
        return Route(expected=None, why="no denying pharmacist is named", nobody=nobody)
    denying = roster.known_as(named)
    if denying is None:
        why = f"{named} denied it and is not known to this desk"
        return Route(expected=None, why=why, nobody=nobody)
    if later is not None:
        return _planned(denying, later, roster, now)
    found = standing(denying, roster, now)
    why = f"{denying.name} denied it and is {found.words(roster.zone, now)}"
    if found.available:
        return Route(expected=denying.username, why=why)
    return Route(expected=None, why=why, nobody=nobody)


def cover(request: Request, roster: Roster, now: datetime, reason: str = "") -> Cover | None:
    """Why somebody else than the denying pharmacist takes it now; None where nobody is named.

    ``reason`` are their own words for it, if they gave any.
    """
    named = request.denying_pharmacist
    if not named:
        return None
    denying = roster.known_as(named)
    if denying is None:
        return Cover(instead_of=named, why=reason or f"{named} is not known to this desk",
                     chosen=False, because="not known to this desk")  # fmt: skip
    found = standing(denying, roster, now)
    why = f"{denying.name} was {found.words(roster.zone, now)}"
    because = "available, for a reason given" if found.available else WORDS[found.availability]
    return Cover(instead_of=named, why=reason or why, chosen=found.available, because=because)


def offered_back(request: Request, roster: Roster, now: datetime) -> Staff | None:
    """The denying pharmacist to whom a request is offered back (R9); None where it is not.

    It is as long as the conversation has not begun, unless who has it took it with a reason of
    their own while the denying pharmacist was available.
    """
    if request.status not in BEFORE_IT_BEGAN or (request.cover and request.cover.chosen):
        return None
    denying = roster.known_as(request.denying_pharmacist)
    if denying is None or denying.username == request.holder:
        return None
    return denying if standing(denying, roster, now).available else None


def is_offered_back(request: Request, to: Staff, roster: Roster, now: datetime) -> bool:
    """Say whether a request is offered back to this person."""
    found = offered_back(request, roster, now)
    return found is not None and found.username == to.username


def _later(request: Request, now: datetime) -> tuple[datetime, datetime] | None:
    """The window in which a callback is made that is not near yet."""
    ahead = [one for one in request.callback_windows if one.end > now]
    if request.kind is not Kind.CALLBACK or request.status is not Status.SCHEDULED or not ahead:
        return None
    window = min(ahead, key=lambda one: one.start)
    return None if window.start - NEAR <= now else (window.start, window.end)


def _planned(
    denying: Staff, window: tuple[datetime, datetime], roster: Roster, now: datetime
) -> Route:
    if denying.disabled:
        return Route(expected=None, why=f"{denying.name} denied it and no longer works here")
    missing = misses(denying, *window, roster.zone)
    if missing is not None:
        why = f"{denying.name} denied it and is {missing.words(roster.zone, now)}"
        return Route(expected=None, why=why)
    return Route(expected=denying.username, why=f"{denying.name} denied it and is to call")
