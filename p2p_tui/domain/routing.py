"""Whose call it is: the denying pharmacist if available, else the desk (R9, R10)."""

from p2p_tui.domain.people import Availability, Roster
from p2p_tui.domain.request import Request
from p2p_tui.domain.typed_hours import write_day
from p2p_tui.domain.values import Frozen


class Route(Frozen):
    """Who is to take it before anyone acknowledges, and why. ``expected`` is None for the desk."""

    expected: str | None
    why: str


_WHY_NOT = {
    Availability.ON_A_CALL: "is on a call",
    Availability.LUNCH: "is at lunch",
    Availability.AWAY: "is away",
    Availability.OUT_OF_OFFICE: "is out of the office",
    Availability.OFF: "is off",
}


def route(request: Request, roster: Roster) -> Route:
    """The expected pharmacist of a request, with the reason in words."""
    named = request.denying_pharmacist
    if not named:
        return Route(expected=None, why="no denying pharmacist is named")
    denying = roster.known_as(named)
    if denying is None:
        return Route(expected=None, why=f"{named} denied it and is not known to this desk")
    if roster.available(denying.username):
        return Route(expected=denying.username, why=f"{denying.name} denied it and is available")
    if denying.disabled or not roster.here(denying.username):
        works = denying.preferences.works
        reason = "is not signed in" + (f" (works {write_day(works)})" if works else "")
    else:
        reason = _WHY_NOT.get(denying.availability, "is not available")
    return Route(expected=None, why=f"{denying.name} denied it and {reason}")
