"""The moves of a request: one table that keys, palette, command line, forms and tests read.

A row says who may make the move, for which kind of request, from which statuses, what it needs and
which rule it serves. What a move does to a request stands in ``effects.py``; who wins when two
people make a move at once is the store's matter, and nothing else is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from p2p_tui.domain import documenting
from p2p_tui.domain.errors import Missing, Refused
from p2p_tui.domain.needs import Form, Need
from p2p_tui.domain.people import DESK_ROLES, Role, Roster, Staff
from p2p_tui.domain.presence import available
from p2p_tui.domain.request import (
    BEFORE_CALL,
    OPEN,
    ClosingReason,
    Kind,
    Outcome,
    Request,
    Status,
)
from p2p_tui.domain.routing import is_offered_back
from p2p_tui.domain.text import clean, one_line


class Who(StrEnum):
    """Whose move it is, among those whose roles may make it."""

    ANYONE = "anyone"
    HOLDER = "its holder"
    HOLDER_OR_LEAD = "its holder or a lead"
    HOLDER_OR_TECHNICIAN = "a technician or its holder"
    MAKER = "who made the last move"


@dataclass(frozen=True)
class Move:
    """One row of the table of moves. ``target`` is None where the status follows or stays."""

    name: str
    label: str
    key: str
    sources: frozenset[Status]
    target: Status | None
    rule: str
    by: frozenset[Role] = DESK_ROLES
    who: Who = Who.ANYONE
    kinds: frozenset[Kind] = frozenset(Kind)
    needs: tuple[Need, ...] = ()
    undoable: bool = False


@dataclass(frozen=True)
class DeskSettings:
    """What the desk has agreed on, in times."""

    undo_within: timedelta = timedelta(seconds=30)
    take_over_after: timedelta = timedelta(minutes=10)
    acknowledge_ahead: timedelta = timedelta(minutes=60)


@dataclass(frozen=True)
class LastMove:
    """The newest event of a request, for undo. ``before`` is what it changed, as it was."""

    move: str
    actor: str
    at: datetime
    before: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Situation:
    """Who acts, when, and who else is there."""

    now: datetime
    actor: Staff
    roster: Roster
    settings: DeskSettings = DeskSettings()
    last: LastMove | None = None


_PHARMACIST = frozenset({Role.PHARMACIST})
_PHARMACIST_OR_LEAD = frozenset({Role.PHARMACIST, Role.LEAD})
_IMMEDIATE = frozenset({Kind.IMMEDIATE})
_ACK, _READY, _ON_CALL = Status.ACKNOWLEDGED, Status.READY, Status.ON_CALL
_ATTEMPTS = tuple(one.value for one in Outcome if one is not Outcome.DROPPED)
_CLOSING_REASONS = tuple(one.value for one in ClosingReason)
_NOTE = Need("note", "Note", Form.WORDS, required=False)

MOVES: tuple[Move, ...] = (
    Move(
        "acknowledge", "acknowledge", "a",
        frozenset({Status.WAITING, Status.SCHEDULED}), _ACK, "R12",
        by=_PHARMACIST, undoable=True,
        needs=(Need("reason", "Why you, and not the denying pharmacist", required=False),),
    ),
    Move(
        "ready", "ready", "r", frozenset({_ACK}), _READY, "R13", undoable=True,
        by=_PHARMACIST, who=Who.HOLDER, kinds=_IMMEDIATE,
        needs=(Need("extension", "Extension to transfer to"),),
    ),
    Move(
        "transfer", "transferred", "t", frozenset({_READY}), _ON_CALL, "R13",
        by=frozenset({Role.TECHNICIAN, Role.PHARMACIST}), who=Who.HOLDER_OR_TECHNICIAN,
        kinds=_IMMEDIATE, undoable=True,
    ),
    Move(
        "reached", "reached", "t", frozenset({_ACK}), _ON_CALL, "R14",
        by=_PHARMACIST, who=Who.HOLDER, undoable=True,
    ),
    Move(
        "not_reached", "not reached", "x", frozenset({_ACK, _READY}), None, "R7",
        by=_PHARMACIST, who=Who.HOLDER,
        needs=(
            Need("outcome", "What came of it", Form.CHOICE, choices=_ATTEMPTS),
            Need("number", "Number dialled", required=False),
            Need("reached", "Who answered", required=False),
            Need("callback_words", "Next time, if they asked for one", Form.TIMES, required=False),
            _NOTE,
        ),
    ),
    Move(
        "dropped", "dropped", "x", frozenset({Status.WAITING, _ACK, _READY, _ON_CALL}), None, "R7",
        needs=(_NOTE,),
    ),
    Move(
        "end_call", "end call", "e", frozenset({_ON_CALL}), Status.TO_DOCUMENT, "R16",
        by=_PHARMACIST, who=Who.HOLDER, undoable=True,
    ),
    Move(
        "document", "document", "d", frozenset({_ON_CALL, Status.TO_DOCUMENT}), Status.CLOSED,
        "R16", by=_PHARMACIST_OR_LEAD, who=Who.HOLDER_OR_LEAD,
        needs=documenting.NEEDS,
    ),
    Move(
        "complete", "complete or correct", "i", OPEN, None, "R7",
        needs=(Need("changes", "What changes", Form.WORDS, required=False),),
    ),
    Move(
        "confirm_time", "confirm the time", "c", OPEN, None, "R14",
        kinds=frozenset({Kind.CALLBACK}),
        needs=(Need("callback_words", "Callback dates and times, as the caller confirms them",
                    Form.TIMES),),
    ),
    Move("caller_told", "caller told what to expect", "v", OPEN, None, "R14"),
    Move(
        "another_time", "another time (provider asked)", "b", BEFORE_CALL, None, "R11",
        needs=(
            Need("who_asked", "Who asked for another time"),
            Need("callback_words", "Callback dates and times, or Now", Form.TIMES),
        ),
    ),
    Move(
        "hand_over", "hand over or release", "h",
        frozenset({_ACK, _READY, Status.TO_DOCUMENT}), None, "R12",
        by=_PHARMACIST_OR_LEAD, who=Who.HOLDER_OR_LEAD,
        needs=(Need("to", "To whom (empty: back to the queue)", Form.STAFF, required=False), _NOTE),
    ),
    Move(
        "take_over", "take over", "o", frozenset({_ACK, _READY}), _ACK, "R12",
        by=_PHARMACIST_OR_LEAD,
        needs=(
            Need("reason", "Why it is taken over"),
            Need("to", "For whom (empty: yourself)", Form.STAFF, required=False),
        ),
    ),
    Move(
        "close", "close without a P2P", "w", BEFORE_CALL, Status.CLOSED, "R7", undoable=True,
        needs=(
            Need("reason", "Why", Form.CHOICE, choices=_CLOSING_REASONS),
            Need("said_by", "Who said so"), Need("words", "In their words", Form.WORDS),
            Need("duplicate_of", "Duplicate of (reference)", Form.REF, required=False),
        ),
    ),
    Move(
        "link", "link", "l", frozenset(Status), None, "R5",
        needs=(Need("other", "Belongs with (reference)", Form.REF),),
    ),
    Move(
        "message", "message", "m", frozenset(Status), None, "R12",
        needs=(Need("words", "Message", Form.WORDS),),
    ),
    Move(
        "add_to_record", "add to the record", "d", frozenset({Status.CLOSED}), None, "R16",
        by=_PHARMACIST_OR_LEAD,
        needs=(
            Need("words", "To add to the record", Form.WORDS),
            Need("settles", "The promised information came, or is waited for no more", Form.YES,
                 required=False),
        ),
    ),
    Move("undo", "undo", "u", frozenset(Status) - {Status.WAITING, Status.SCHEDULED}, None, "R12",
         who=Who.MAKER),
)  # fmt: skip

BY_NAME: dict[str, Move] = {move.name: move for move in MOVES}


def take(move: Move, given: Mapping[str, Any]) -> dict[str, Any]:
    """Read what was given for a move: cleaned, complete, and nothing that it does not know.

    Raises:
        Missing: something that the move needs is empty, or is none of the choices.
    """
    unknown = set(given) - {need.name for need in move.needs}
    if unknown:
        raise Missing(f"“{move.label}” does not take {sorted(unknown)[0]}", move.rule, "")
    return {need.name: _take_one(move, need, given.get(need.name)) for need in move.needs}


def _take_one(move: Move, need: Need, value: Any) -> Any:
    if need.form is Form.YES:
        return bool(value)
    value = "" if value is None else str(value)
    value = clean(value).strip() if need.form is Form.WORDS else one_line(value)
    if need.required and not value:
        raise Missing(f"“{move.label}” needs: {need.label.lower()}", move.rule, need.name)
    if need.form is Form.CHOICE and value and value not in need.choices:
        choices = " · ".join(need.choices)
        raise Missing(f"{need.label}: choose one of {choices}", move.rule, need.name)
    return value


def check(move: Move, request: Request, situation: Situation) -> None:
    """Check that this person may make this move on this request now.

    Raises:
        Refused: and says why, what to do instead, and which rule stands behind it.
    """
    _check_role(move, situation)
    if request.status not in move.sources:
        raise Refused(
            f"{request.ref} is {request.status.words}: “{move.label}” is for requests that are "
            + " or ".join(status.words for status in Status if status in move.sources),
            move.rule,
        )
    if request.kind not in move.kinds:
        raise Refused(f"{request.ref} is {_a(request.kind)}, not for “{move.label}”", move.rule)
    _check_whose(move, request, situation)
    special = _SPECIAL.get(move.name)
    if special:
        special(move, request, situation)


def possible(request: Request, situation: Situation) -> tuple[Move, ...]:
    """The moves that this person can make on this request now, in the order of the table."""
    return tuple(move for move in MOVES if refusal(move, request, situation) is None)


def refusal(move: Move, request: Request, situation: Situation) -> Refused | None:
    """Why this person can't make this move now; None where they can."""
    try:
        check(move, request, situation)
    except Refused as no:
        return no
    return None


def for_key(key: str, request: Request, situation: Situation) -> Move | None:
    """What a key does on this request now: where several share a key, the first that is possible.

    Where none is possible it is the first one of that key, so that its refusal can be said.
    """
    moves = [move for move in MOVES if move.key == key]
    for move in moves:
        if refusal(move, request, situation) is None:
            return move
    return moves[0] if moves else None


def reason_needed(request: Request, situation: Situation) -> Staff | None:
    """The denying pharmacist who is available while somebody else would take it (R9, R10)."""
    denying = situation.roster.known_as(request.denying_pharmacist)
    if denying is None or denying.username == situation.actor.username:
        return None
    there = available(denying.username, situation.roster, situation.now)
    return denying if there else None


def _check_role(move: Move, situation: Situation) -> None:
    actor = situation.actor
    if actor.disabled:
        raise Refused(f"{actor.name} is disabled on this desk; ask a lead", "roles")
    if not actor.acts_as & move.by:
        who = " or ".join(f"a {role.value}" for role in Role if role in move.by)
        raise Refused(f"“{move.label}” is for {who}", "roles")


def _check_whose(move: Move, request: Request, situation: Situation) -> None:
    actor = situation.actor
    holds = request.holder == actor.username
    ok = {
        Who.ANYONE: True,
        Who.HOLDER: holds and actor.has(Role.PHARMACIST),
        Who.HOLDER_OR_LEAD: (holds and actor.has(Role.PHARMACIST)) or actor.has(Role.LEAD),
        Who.HOLDER_OR_TECHNICIAN: holds or actor.has(Role.TECHNICIAN),
        Who.MAKER: True,
    }[move.who]
    if not ok:
        has = situation.roster.name(request.holder)
        raise Refused(f"{has} has {request.ref}: “{move.label}” is for {move.who.value}", move.rule)


def _a(kind: Kind) -> str:
    return "an immediate request" if kind is Kind.IMMEDIATE else "a callback"


def _acknowledge(move: Move, request: Request, situation: Situation) -> None:
    ahead = situation.settings.acknowledge_ahead
    starts = [one.start for one in request.callback_windows if one.end > situation.now]
    later = request.status is Status.SCHEDULED and not request.redial
    if later and starts and min(starts) - ahead > situation.now:
        raise Refused(
            f"{request.ref} is for later: it can be acknowledged from {_minutes(ahead)} before "
            "the time that the provider chose",
            move.rule,
        )


def _redialling(move: Move, request: Request, situation: Situation) -> None:
    if request.kind is Kind.IMMEDIATE and not request.redial:
        raise Refused(
            f"{request.ref}: the caller is on the line; say ready, then it is transferred", "R13"
        )


def _dropped(move: Move, request: Request, situation: Situation) -> None:
    if request.kind is Kind.CALLBACK and request.status is not Status.ON_CALL:
        raise Refused(f"{request.ref}: nobody is on the line yet", move.rule)


def _confirm_time(move: Move, request: Request, situation: Situation) -> None:
    if not request.time_to_confirm:
        raise Refused(
            f"{request.ref} has a certain time: another one is the provider's to ask for, and the"
            " record says who asked",
            "R11",
        )


def _take_over(move: Move, request: Request, situation: Situation) -> None:
    holder, roster, patience = request.holder, situation.roster, situation.settings.take_over_after
    if holder == situation.actor.username:
        raise Refused(f"You have {request.ref} already", move.rule)
    if is_offered_back(request, situation.actor, roster, situation.now):
        return
    if roster.here(holder) and situation.now - _kept_waiting_since(request) < patience:
        raise Refused(
            f"{roster.name(holder)} has {request.ref} and is here; it can be taken over once they "
            f"are offline or the caller has waited {_minutes(patience)}",
            move.rule,
        )


def _kept_waiting_since(request: Request) -> datetime:
    """Since when its holder keeps the caller waiting: nobody waits before the time they chose."""
    starts = [window.start for window in request.callback_windows] or [request.since]
    return max(request.since, min(starts))


def _minutes(span: timedelta) -> str:
    return f"{int(span.total_seconds() // 60)} minutes"


def _undo(move: Move, request: Request, situation: Situation) -> None:
    last = situation.last
    undoable = last is not None and last.move in BY_NAME and BY_NAME[last.move].undoable
    if last is None or not undoable:
        raise Refused(f"There is nothing to undo on {request.ref}", move.rule)
    if last.actor != situation.actor.username:
        who = situation.roster.name(last.actor)
        raise Refused(f"The last move on {request.ref} is {who}'s: only they undo it", move.rule)
    if situation.now - last.at > situation.settings.undo_within:
        seconds = int(situation.settings.undo_within.total_seconds())
        raise Refused(f"A move can be undone for {seconds} seconds", move.rule)


_SPECIAL = {
    "acknowledge": _acknowledge,
    "reached": _redialling,
    "not_reached": _redialling,
    "dropped": _dropped,
    "confirm_time": _confirm_time,
    "take_over": _take_over,
    "undo": _undo,
}
