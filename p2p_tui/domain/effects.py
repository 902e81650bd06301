"""What each move does to a request: pure functions from a request to its changed fields."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from p2p_tui.domain import documenting, lifecycle
from p2p_tui.domain.details import CallbackWindow, Details
from p2p_tui.domain.errors import Missing, Refused
from p2p_tui.domain.lifecycle import Move, Situation
from p2p_tui.domain.people import Role
from p2p_tui.domain.request import (
    Addendum,
    Attempt,
    ClosingReason,
    Closure,
    Cover,
    Kind,
    Outcome,
    Request,
    Status,
    TimeChange,
)
from p2p_tui.domain.routing import cover

Changes = dict[str, Any]
KEEPS_PLACE = frozenset(
    {"complete", "confirm_time", "caller_told", "link", "message", "add_to_record"}
)
"""Moves that leave status and holder alone: they go through although others moved meanwhile."""


@dataclass(frozen=True)
class Times:
    """Callback words as they were read: the windows that are certain, or that it is for now."""

    now: bool
    windows: tuple[CallbackWindow, ...]
    question: str = ""


@dataclass(frozen=True)
class Act:
    """One move as somebody makes it.

    ``given`` holds what the move needs. ``changes`` is for completing and correcting, ``times`` for
    callback words that were read, ``other`` is the request that a reference names.
    """

    move: Move
    situation: Situation
    given: Mapping[str, Any]
    changes: Mapping[str, Any] | None = None
    times: Times | None = None
    other: Request | None = None


def place(
    ref: str, details: Details, times: Times, situation: Situation, *, told: bool = False
) -> Request:
    """A new request from what is known, which may be nothing at all (R3, R4, R7)."""
    now, who = situation.now, situation.actor.username
    kind = Kind.IMMEDIATE if times.now else Kind.CALLBACK
    return Request(
        **details.model_dump(),
        ref=ref,
        kind=kind,
        status=_start(kind),
        version=1,
        moved_version=1,
        placed_at=now,
        placed_by=who,
        since=now,
        waiting_since=now,
        callback_windows=() if times.now else times.windows,
        time_to_confirm=_to_confirm(times),
        told_at=now if told else None,
        told_by=who if told else None,
    )


def make(request: Request, act: Act) -> Request:
    """The request after the move.

    Raises:
        Refused: a rule forbids it. Missing: something that it needs is not there.
    """
    lifecycle.check(act.move, request, act.situation)
    changes = _EFFECTS[act.move.name](request, act)
    after = request.model_copy(update=changes)
    update: Changes = {"version": request.version + 1}
    if after.status != request.status and "since" not in changes:
        update["since"] = act.situation.now
    if (after.status, after.holder) != (request.status, request.holder):
        update["moved_version"] = request.version + 1
    return after.model_copy(update=update)


def _start(kind: Kind) -> Status:
    return Status.WAITING if kind is Kind.IMMEDIATE else Status.SCHEDULED


def _to_confirm(times: Times) -> bool:
    return not times.now and (not times.windows or bool(times.question))


def _acknowledge(request: Request, act: Act) -> Changes:
    denying = lifecycle.reason_needed(request, act.situation)
    if denying is not None and not act.given["reason"]:
        raise Missing(
            f"{denying.name} denied this and is available: say why you take it", "R9", "reason"
        )
    actor = act.situation.actor.username
    return {
        "status": Status.ACKNOWLEDGED,
        "holder": actor,
        "cover": _cover(request, act, actor, act.given["reason"]),
        "came_from": request.status,
        "acknowledged_at": act.situation.now,
    }


def _ready(request: Request, act: Act) -> Changes:
    now = act.situation.now
    return {"status": Status.READY, "extension": act.given["extension"], "ready_at": now}


def _on_call(request: Request, act: Act) -> Changes:
    return {
        "status": Status.ON_CALL,
        "before_call": request.status,
        "connected_at": act.situation.now,
        "redial": False,
    }


def _attempt(request: Request, act: Act, outcome: Outcome) -> tuple[Attempt, ...]:
    given = act.given
    attempt = Attempt(
        at=act.situation.now, by=act.situation.actor.username, outcome=outcome,
        number=given.get("number") or request.phone, reached=given.get("reached", ""),
        note=given["note"],
        began=request.connected_at if request.status is Status.ON_CALL else None,
    )  # fmt: skip
    return (*request.attempts, attempt)


def _not_reached(request: Request, act: Act) -> Changes:
    tried = {"attempts": _attempt(request, act, Outcome(act.given["outcome"]))}
    if not act.given["callback_words"]:
        # A callback comes back by itself after a while; a caller who was on the line is rung again.
        redial = request.kind is Kind.IMMEDIATE
        return {**_back_to_queue(request), **tried, "redial": redial}
    if not act.given["reached"]:
        raise Missing("Say who answered and asked for that time", "R11", "reached")
    # Nobody is on the line: who asks for "now" is rung again.
    return {**_another_time(request, act), **tried, "redial": _times(act).now}


def _dropped(request: Request, act: Act) -> Changes:
    before = request.before_call if request.status is Status.ON_CALL else request.status
    return {
        "status": before or Status.ACKNOWLEDGED,
        "before_call": None,
        "redial": True,
        "attempts": _attempt(request, act, Outcome.DROPPED),
    }


def _end_call(request: Request, act: Act) -> Changes:
    return {"status": Status.TO_DOCUMENT, "ended_at": act.situation.now}


def _document(request: Request, act: Act) -> Changes:
    situation = act.situation
    documented, times = documenting.read(
        act.given, request, now=situation.now, by=situation.actor.username,
        zone=situation.roster.zone,
    )  # fmt: skip
    return {
        "status": Status.CLOSED, "closed_at": situation.now, "documentation": documented, **times,
    }  # fmt: skip


def _complete(request: Request, act: Act) -> Changes:
    changes = dict(act.changes or {})
    if not changes:
        raise Missing("Nothing was changed", act.move.rule, "")
    unknown = set(changes) - set(Details.model_fields)
    if unknown:
        raise Missing(f"There is no field {sorted(unknown)[0]}", act.move.rule, "")
    if {"callback_words", "best_time"} & set(changes):
        raise Refused("A callback time changes only when the provider asks for it", "R11")
    try:
        checked = Details.model_validate(changes)
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        raise Missing(f"{name} can't be read", act.move.rule, name) from None
    return {name: getattr(checked, name) for name in changes}


def _confirm_time(request: Request, act: Act) -> Changes:
    times = _times(act)
    if times.now:
        raise Refused("“Now” is another time that the provider asked for: use that move", "R11")
    return {
        "callback_words": act.given["callback_words"],
        "best_time": "",
        "callback_windows": times.windows,
        "time_to_confirm": _to_confirm(times),
    }


def _another_time(request: Request, act: Act) -> Changes:
    times = _times(act)
    kind = Kind.IMMEDIATE if times.now else Kind.CALLBACK
    return {
        **_unheld(),
        "kind": kind,
        "status": _start(kind),
        "came_from": None,
        "callback_words": "" if times.now else act.given["callback_words"],
        "best_time": "",
        "callback_windows": () if times.now else times.windows,
        "time_to_confirm": _to_confirm(times),
        "waiting_since": act.situation.now,
        "redial": False,
        "told_at": None,
        "told_by": None,
        "moved": (*request.moved, _time_change(request, act)),
    }


def _time_change(request: Request, act: Act) -> TimeChange:
    """Who asked for another time, and what was booked until then. Who asks when they are called is
    who answered."""
    given = act.given
    return TimeChange(
        at=act.situation.now, by=act.situation.actor.username, kind=request.kind,
        who_asked=given.get("who_asked") or given["reached"], windows=request.callback_windows,
    )  # fmt: skip


def _hand_over(request: Request, act: Act) -> Changes:
    to = _pharmacist(act)
    owed = request.status is Status.TO_DOCUMENT
    if to is None:
        if owed:
            raise Missing("It is owed to the tracker: say which pharmacist takes it", "R16", "to")
        return _back_to_queue(request)
    _check_somebody_else(to, request, act)
    if owed:
        return {"holder": to, "extension": ""}
    return {
        "status": Status.ACKNOWLEDGED, "holder": to, "extension": "", "ready_at": None,
        "cover": _cover(request, act, to, act.given["note"]),
    }  # fmt: skip


def _take_over(request: Request, act: Act) -> Changes:
    actor = act.situation.actor
    to = _pharmacist(act)
    if to is None:
        if not actor.has(Role.PHARMACIST):
            raise Missing("Say for which pharmacist you take it over", "roles", "to")
        to = actor.username
    elif to != actor.username and not actor.has(Role.LEAD):
        raise Refused("A pharmacist takes over for themselves; a lead does it for one", "roles")
    _check_somebody_else(to, request, act)
    now = act.situation.now
    return {
        "status": Status.ACKNOWLEDGED, "holder": to, "extension": "", "acknowledged_at": now,
        "ready_at": None, "since": now, "cover": _cover(request, act, to, act.given["reason"]),
    }  # fmt: skip


def _close(request: Request, act: Act) -> Changes:
    given, now = act.given, act.situation.now
    reason = ClosingReason(given["reason"])
    duplicate_of = ""
    if reason is ClosingReason.DUPLICATE:
        if act.other is None or act.other.ref == request.ref or not act.other.open:
            raise Missing("A duplicate names another request that stays open", "R7", "duplicate_of")
        duplicate_of = act.other.ref
    elif given["duplicate_of"]:
        raise Missing("Only a duplicate names another request", "R7", "duplicate_of")
    closure = Closure(
        at=now, by=act.situation.actor.username, reason=reason, said_by=given["said_by"],
        words=given["words"], duplicate_of=duplicate_of,
    )  # fmt: skip
    return {"status": Status.CLOSED, "closed_at": now, "closure": closure}


def _link(request: Request, act: Act) -> Changes:
    if act.other is None or act.other.ref == request.ref:
        raise Missing("Name another request by its reference", act.move.rule, "other")
    if act.other.ref in request.links:
        raise Refused(f"{request.ref} is linked with {act.other.ref} already", act.move.rule)
    return {"links": (*request.links, act.other.ref)}


def _add_to_record(request: Request, act: Act) -> Changes:
    given, situation = act.given, act.situation
    if given["settles"] and request.follow_up_on is None:
        raise Missing(f"Nothing that was promised is waited for on {request.ref}", "R15", "settles")
    addendum = Addendum(
        at=situation.now, by=situation.actor.username, words=given["words"],
        settles=given["settles"],
    )  # fmt: skip
    return {"addenda": (*request.addenda, addendum)}


def _undo(request: Request, act: Act) -> Changes:
    last = act.situation.last
    before = dict(last.before) if last else {}
    for name in ("version", "moved_version"):
        before.pop(name, None)
    restored = Request.model_validate({**request.model_dump(), **before})
    return {"since": restored.since, **{name: getattr(restored, name) for name in before}}


def _back_to_queue(request: Request) -> Changes:
    return {**_unheld(), "status": request.came_from or _start(request.kind), "came_from": None}


def _unheld() -> Changes:
    return {
        "holder": None, "extension": "", "acknowledged_at": None, "ready_at": None, "cover": None,
    }  # fmt: skip


def _cover(request: Request, act: Act, to: str, reason: str) -> Cover | None:
    """Why it is theirs, where somebody else denied it (R10)."""
    roster = act.situation.roster
    denying = roster.known_as(request.denying_pharmacist)
    if denying is not None and denying.username == to:
        return None
    return cover(request, roster, act.situation.now, reason)


def _times(act: Act) -> Times:
    return act.times or Times(now=False, windows=())


def _check_somebody_else(to: str, request: Request, act: Act) -> None:
    if to == request.holder:
        raise Refused(f"{act.situation.roster.name(to)} has {request.ref} already", "R12")


def _pharmacist(act: Act) -> str | None:
    words = act.given["to"]
    if not words:
        return None
    found = act.situation.roster.known_as(words)
    if found is None or found.disabled:
        raise Missing(f"No pharmacist of this desk goes by “{words}”", "R9", "to")
    return found.username


_EFFECTS: dict[str, Callable[[Request, Act], Changes]] = {
    "acknowledge": _acknowledge,
    "ready": _ready,
    "transfer": _on_call,
    "reached": _on_call,
    "not_reached": _not_reached,
    "dropped": _dropped,
    "end_call": _end_call,
    "document": _document,
    "complete": _complete,
    "confirm_time": _confirm_time,
    "caller_told": lambda request, act: {
        "told_at": act.situation.now,
        "told_by": act.situation.actor.username,
    },
    "another_time": _another_time,
    "hand_over": _hand_over,
    "take_over": _take_over,
    "close": _close,
    "link": _link,
    "message": lambda request, act: {},
    "add_to_record": _add_to_record,
    "undo": _undo,
}
