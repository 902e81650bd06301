"""Which step of the guide belongs to where somebody is: one table of fields, moves, screens.

What is closest goes first: the field that one types in, then the move, the request, the screen.
"""

from dataclasses import dataclass

from p2p_tui.domain.guide import LEAD, PHARMACIST, TECHNICIAN, Step, step
from p2p_tui.domain.lifecycle import Situation
from p2p_tui.domain.people import Role, Staff
from p2p_tui.domain.request import Kind, Request, Status
from p2p_tui.domain.routing import route

_W, _S, _A, _R, _C, _D, _X = (
    Status.WAITING, Status.SCHEDULED, Status.ACKNOWLEDGED, Status.READY, Status.ON_CALL,
    Status.TO_DOCUMENT, Status.CLOSED,
)  # fmt: skip
OUTSIDE_HOURS, BEFORE = "T10", "T12"

FIELDS: dict[str, str] = {
    **dict.fromkeys(
        ("contact_name", "job_title", "phone", "practice", "cntt", "caller_verified",
         "contact_id_made"), "T1"),
    **dict.fromkeys(
        ("pa_number", "member_id", "drug_name", "denial_rationale", "denying_pharmacist",
         "reason_in_vue", "pa_verified"), "T2"),
    **dict.fromkeys(("p2p_denial", "appeal_denial"), BEFORE),
    "callback_words": "T7",
    "told": "T8",
    **dict.fromkeys(
        ("additional_info", "prescriber_told", "reason_technician_cannot_approve",
         "not_understood"), "T13"),
}  # fmt: skip
"""In the form in which a request is taken down or completed: by field."""

MOVES: dict[str, dict[str, str]] = {
    TECHNICIAN: {
        "acknowledge": "T4", "ready": "T5", "transfer": "T6", "reached": "T8", "not_reached": "T11",
        "dropped": "T11", "end_call": "T6", "document": "T13", "complete": "T13",
        "confirm_time": "T7", "caller_told": "T8", "another_time": "T7", "hand_over": "T4",
        "take_over": "T4", "close": "T9", "link": BEFORE, "message": "T4", "add_to_record": "T13",
        "undo": "T6",
    },
    PHARMACIST: {
        "acknowledge": "P3", "ready": "P4", "transfer": "P4", "reached": "P6", "not_reached": "P7",
        "dropped": "P7", "end_call": "P5", "document": "P9", "complete": "T13",
        "confirm_time": "P6", "caller_told": "P6", "another_time": "P6", "hand_over": "P10",
        "take_over": "P2", "close": "T9", "link": BEFORE, "message": "P3", "add_to_record": "P9",
        "undo": "P10",
    },
    LEAD: {
        **dict.fromkeys(("hand_over", "take_over"), "L2"),
        "document": "P9", "add_to_record": "P9",
    },
}  # fmt: skip
"""In the form of a move, by who one is; a lead has the technician's where nothing else is said."""

MOVE_FIELDS: dict[tuple[str, str], str] = {
    ("document", "determination"): "P8",
    ("document", "heard"): "P5",
    ("document", "reason_given"): "P5",
}
"""Where one field of a move has a step of its own."""

STATES: dict[str, dict[Status, str]] = {
    TECHNICIAN: {_W: "T4", _S: "T8", _A: "T5", _R: "T6", _C: "T11", _D: "T13", _X: BEFORE},
    PHARMACIST: {_W: "P3", _S: "P6", _A: "P4", _R: "P4", _C: "P5", _D: "P9", _X: "P9"},
    LEAD: {_W: "L2", _S: "L2", _A: "L2", _R: "L2", _C: "L1", _D: "P9", _X: "L3"},
}
"""With a request before one, by its status."""

SCREENS: dict[str, dict[str, str]] = {
    "desk": {TECHNICIAN: "T1", PHARMACIST: "P1", LEAD: "L1"},
    "callbacks": {TECHNICIAN: "T8", PHARMACIST: "P6", LEAD: "L2"},
    "tracker": {TECHNICIAN: BEFORE, PHARMACIST: "P9", LEAD: "L1"},
    "filters": {TECHNICIAN: BEFORE, PHARMACIST: "P9", LEAD: "L1"},
    "views": {TECHNICIAN: BEFORE, PHARMACIST: "P9", LEAD: "L1"},
    "board": {TECHNICIAN: "L1", PHARMACIST: "L1", LEAD: "L1"},
    "new_request": {TECHNICIAN: "T1", PHARMACIST: "T1", LEAD: "T1"},
    "begun": {TECHNICIAN: "T13", PHARMACIST: "T13", LEAD: "T13"},
    "close_begun": {TECHNICIAN: "T9", PHARMACIST: "T9", LEAD: "T9"},
    "copy": {TECHNICIAN: "T3", PHARMACIST: "T3", LEAD: "T3"},
    "availability": {TECHNICIAN: "P2", PHARMACIST: "P2", LEAD: "L2"},
    "leaving": {TECHNICIAN: "T13", PHARMACIST: "P10", LEAD: "P10"},
    "audit": {TECHNICIAN: "L3", PHARMACIST: "L3", LEAD: "L3"},
    "emergency": {TECHNICIAN: "L2", PHARMACIST: "L2", LEAD: "L2"},
    "lend": {TECHNICIAN: "L2", PHARMACIST: "L2", LEAD: "L2"},
    "review": {TECHNICIAN: "L2", PHARMACIST: "L2", LEAD: "L2"},
    "desk_settings": {TECHNICIAN: OUTSIDE_HOURS, PHARMACIST: "P2", LEAD: "L2"},
}
"""Where no request is before one: by screen."""
NOWHERE = frozenset(
    {"settings", "passphrase", "lock", "help", "guide", "guide_step", "versions", "one_version"}
)
"""Screens that belong to no step: there one's own document opens at its top."""


@dataclass(frozen=True)
class Place:
    """Where somebody is."""

    screen: str = ""
    move: str = ""
    field: str = ""
    request: Request | None = None
    closed_now: bool = False
    """Whether the desk is closed at this moment."""


def document_of(person: Staff) -> str:
    """Which document is somebody's own: by what they can do most of."""
    for role, name in ((Role.PHARMACIST, PHARMACIST), (Role.TECHNICIAN, TECHNICIAN)):
        if person.has(role):
            return name
    return LEAD


def step_at(place: Place, situation: Situation) -> Step | None:
    """The step that belongs to where somebody is; None where none does."""
    return step(_id_at(place, situation))


def _id_at(place: Place, situation: Situation) -> str:
    mine = document_of(situation.actor)
    if place.move:
        of_field = MOVE_FIELDS.get((place.move, place.field))
        return of_field or MOVES[mine].get(place.move) or MOVES[TECHNICIAN].get(place.move, "")
    if place.field in FIELDS:
        found = FIELDS[place.field]
        return OUTSIDE_HOURS if found == "T7" and place.closed_now else found
    if place.request is not None:
        return _of_request(place.request, mine, situation)
    return SCREENS.get(place.screen, {}).get(mine, "")


def _of_request(request: Request, mine: str, situation: Situation) -> str:
    usual = STATES[mine][request.status]
    if request.redial:
        return "P7" if mine == PHARMACIST else "T11"
    called_back = request.kind is Kind.CALLBACK and request.status is _A
    if mine == TECHNICIAN and called_back:
        return "T8"
    if mine != PHARMACIST:
        return usual
    if request.status is _W:
        return _whose(request, situation)
    if request.status in (_A, _R) and request.holder != situation.actor.username:
        return "P2"
    return "P6" if called_back else usual


def _whose(request: Request, situation: Situation) -> str:
    """For a pharmacist, of a request that waits: theirs, a colleague's, or one to be covered."""
    found = route(request, situation.roster, situation.now)
    if found.expected == situation.actor.username or not request.denying_pharmacist:
        return STATES[PHARMACIST][_W]
    return "P2" if found.expected is None else "P1"
