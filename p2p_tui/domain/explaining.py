"""What stands behind a request's place in the list, in one line of words (R9, R10)."""

from datetime import datetime

from p2p_tui.domain.due import Due, due, next_window, tried_since
from p2p_tui.domain.people import Doing, Roster, Staff
from p2p_tui.domain.presence import left
from p2p_tui.domain.request import HELD, Request, Status
from p2p_tui.domain.routing import offered_back, route

_LOOKING = Doing.LOOKING


def explain(request: Request, me: Staff, roster: Roster, now: datetime) -> str:
    """Why it is whose it is, and who else is at it; empty where there is nothing to say.

    That the denying pharmacist is expected, or has it, is as it should be and not said; nor is
    that somebody denied it whom the desk does not know, which no time will change.
    """
    return " · ".join((*why(request, me, roster, now), *at_it(request, me, roster)))


def why(request: Request, me: Staff, roster: Roster, now: datetime) -> list[str]:
    """Why it is whose it is, where that is not as it should be."""
    if request.status in (Status.WAITING, Status.SCHEDULED):
        found = route(request, roster, now)
        known = roster.known_as(request.denying_pharmacist)
        said = [found.why] if found.expected is None and known is not None else []
        if found.nobody:
            said.append("nobody is available")
        return [*said, *_tried(request, now)]
    if request.status not in HELD:
        return []
    if left(request, roster, now):
        return [f"{roster.name(request.holder)} is offline"]
    back = offered_back(request, roster, now)
    if back is not None:
        who = "you denied it" if back.username == me.username else f"{back.name} denied it"
        return [f"{who} and {'are' if back.username == me.username else 'is'} available again"]
    return []


def _tried(request: Request, now: datetime) -> list[str]:
    window = next_window(request, now)
    if window is None or not tried_since(request, window.start):
        return []
    count = sum(one.at >= window.start for one in request.attempts)
    said = "tried once" if count == 1 else f"tried {count} times"
    # That a new time is to be asked for is its state already.
    return [f"{said} in vain" if due(request, now) is Due.NO_TIME_LEFT else said]


def at_it(request: Request, me: Staff, roster: Roster) -> list[str]:
    """Who else has it before them: ``Ben Cole is looking``."""
    doing: dict[str, Doing] = {}
    for one in roster.looking:
        known = one.username in (me.username, request.holder)
        # Somebody with two sessions stands once, with what says more than that they look.
        if one.ref == request.ref and not known and doing.get(one.username) in (None, _LOOKING):
            doing[one.username] = one.doing
    return [f"{roster.name(username)} {found.value}" for username, found in doing.items()]
