"""What each role may do and see: the desk's table of roles, as data."""

from datetime import datetime, timedelta
from enum import StrEnum

from p2p_tui.domain.errors import Refused
from p2p_tui.domain.people import Role, Staff
from p2p_tui.domain.request import Request


class Right(StrEnum):
    """How far a right goes."""

    YES = "yes"
    OWN = "own"
    """Only for what is this person's own."""
    NO = "no"


class Ability(StrEnum):
    """What somebody may do. The value completes the sentence "… may not …"."""

    PLACE = "place and complete requests"
    TAKE = "take and document requests"
    REASSIGN = "hand over or take over for somebody"
    SEE_OPEN = "see open requests"
    SEE_CLOSED = "see closed requests"
    TAKE_DRAFT = "take up the calls that others began"
    SEARCH_TRACKER = "search the whole tracker"
    REPORT_NAMES = "see reports with names"
    EXPORT = "export the tracker"
    IMPORT_TRACKER = "bring in an old tracker"
    IMPORT_PAS = "load denied PAs"
    LOOK_AFTER_HOURS = "set the desk's hours"
    LOOK_AFTER_DESK = "set what the desk has in common"
    LOOK_AFTER_STAFF = "look after staff"
    RETAIN = "dispose of records or hold them"
    LEND = "open or review emergency access"
    AUDIT = "read the audit"
    VERIFY_CHAIN = "verify the record"


_T, _P, _L, _A = Role.TECHNICIAN, Role.PHARMACIST, Role.LEAD, Role.ADMIN
_Y, _O, _N = Right.YES, Right.OWN, Right.NO

TABLE: dict[Ability, dict[Role, Right]] = {
    Ability.PLACE: {_T: _Y, _P: _Y, _L: _Y, _A: _N},
    Ability.TAKE: {_T: _N, _P: _Y, _L: _N, _A: _N},
    Ability.REASSIGN: {_T: _N, _P: _O, _L: _Y, _A: _N},
    Ability.SEE_OPEN: {_T: _Y, _P: _Y, _L: _Y, _A: _N},
    Ability.SEE_CLOSED: {_T: _O, _P: _Y, _L: _Y, _A: _N},
    Ability.TAKE_DRAFT: {_T: _N, _P: _N, _L: _Y, _A: _N},
    Ability.SEARCH_TRACKER: {_T: _N, _P: _O, _L: _Y, _A: _N},
    Ability.REPORT_NAMES: {_T: _N, _P: _O, _L: _Y, _A: _N},
    Ability.EXPORT: {_T: _N, _P: _O, _L: _Y, _A: _N},
    Ability.IMPORT_TRACKER: {_T: _N, _P: _N, _L: _Y, _A: _N},
    Ability.IMPORT_PAS: {_T: _N, _P: _N, _L: _Y, _A: _N},
    Ability.LOOK_AFTER_HOURS: {_T: _N, _P: _N, _L: _Y, _A: _Y},
    Ability.LOOK_AFTER_DESK: {_T: _N, _P: _N, _L: _Y, _A: _N},
    Ability.LOOK_AFTER_STAFF: {_T: _N, _P: _N, _L: _Y, _A: _Y},
    Ability.RETAIN: {_T: _N, _P: _N, _L: _Y, _A: _N},
    Ability.LEND: {_T: _N, _P: _N, _L: _Y, _A: _N},
    Ability.AUDIT: {_T: _N, _P: _N, _L: _Y, _A: _N},
    Ability.VERIFY_CHAIN: {_T: _N, _P: _N, _L: _Y, _A: _Y},
}

CLOSED_DAYS_OWN = 7
"""For how many days a technician finds the closed requests that they placed in their list."""


GIVES_RIGHTS = frozenset({Ability.LOOK_AFTER_STAFF, Ability.LOOK_AFTER_DESK, Ability.LEND})
"""What a role that is lent does not give: or what is lent could be made to stay."""


def right(person: Staff, ability: Ability) -> Right:
    """How far this person's roles reach, taken together."""
    roles = person.roles if ability in GIVES_RIGHTS else person.acts_as
    rights = {TABLE[ability][role] for role in roles}
    for level in (Right.YES, Right.OWN):
        if level in rights:
            return level
    return Right.NO


def may(person: Staff, ability: Ability) -> bool:
    """Say whether this person may do it at all, be it only with what is their own."""
    return not person.disabled and right(person, ability) is not Right.NO


def finds_closed(person: Staff, request: Request, now: datetime) -> bool:
    """Say whether a closed request is among those that this person finds in lists."""
    level = right(person, Ability.SEE_CLOSED)
    if level is not Right.OWN:
        return level is Right.YES
    own = person.username in (request.placed_by, request.holder)
    since = now - timedelta(days=CLOSED_DAYS_OWN)
    return own and request.closed_at is not None and request.closed_at > since


def require(person: Staff, ability: Ability) -> Right:
    """The person's right, if there is one.

    Raises:
        Refused: the person's roles do not reach so far, or the person is disabled.
    """
    if person.disabled:
        raise Refused(f"{person.name} is disabled on this desk; ask a lead", "roles")
    level = right(person, ability)
    if level is Right.NO:
        roles = " and ".join(sorted(person.acts_as))
        a = "An" if roles.startswith(Role.ADMIN) else "A"
        who = f"{a} {roles}" if roles else "Somebody without a role"
        raise Refused(f"{who} may not {ability.value}; ask a lead", "roles")
    return level


def check_change(by: Staff, after: Staff) -> None:
    """See that somebody may change a person so.

    Raises:
        Refused: their roles don't reach so far, or they would give themselves one.
    """
    require(by, Ability.LOOK_AFTER_STAFF)
    if after.username == by.username and after.roles - by.roles:
        raise Refused("Nobody gives themselves a role; another lead or admin does", "roles")
