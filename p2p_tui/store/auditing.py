"""Asking the record who did and saw what."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from p2p_tui.domain.denied_pas import number_key
from p2p_tui.store.models import DeniedPARow, EventRow, PayloadRow, RequestRow

_AT_ONCE = 500


@dataclass(frozen=True)
class Entry:
    """An event, and what it was given."""

    seq: int
    act_id: str
    at: datetime
    actor: str
    account: str
    move: str
    number: int | None
    given: Mapping[str, Any]


@dataclass(frozen=True)
class Within:
    """From when until when, the end left out; None for no bound. ``newest`` so many at most."""

    first: datetime | None = None
    end: datetime | None = None
    newest: int | None = None


def of_requests(numbers: Collection[int], within: Within) -> list[Entry]:
    """What happened to requests and who looked, in order."""
    some = sorted(numbers)
    found: list[Entry] = []
    for at in range(0, len(some), _AT_ONCE):
        found += _read(EventRow.request_id.in_(some[at : at + _AT_ONCE]), within)
    return sorted(found, key=lambda one: one.seq)


def of_moves(moves: Collection[str], within: Within) -> list[Entry]:
    """The events of these names that are of no request alone, in order."""
    return _read(EventRow.request_id.is_null() & EventRow.move.in_(list(moves)), within)


def of_person(username: str, within: Within) -> list[Entry]:
    """What somebody did and saw, in order."""
    return _read(EventRow.actor == username, within)


def of_member(member_id: str) -> set[int]:
    """The requests of a member: those that are, and those that were until they were corrected."""
    wanted = {member_id, member_id.upper(), member_id.lower()}
    rows: Any = RequestRow.select(RequestRow.id).where(RequestRow.member_id.in_(sorted(wanted)))
    found = {number for (number,) in rows.tuples()}
    corrected: Any = (
        EventRow.select(EventRow.request_id, PayloadRow.body)
        .join(PayloadRow, on=(EventRow.seq == PayloadRow.seq))
        .where(
            (EventRow.move == "complete") & PayloadRow.body.contains(json.dumps(member_id)[1:-1])
        )
    )
    for number, body in corrected.tuples():
        told = json.loads(body)
        said = (told.get(side, {}).get("member_id", "") for side in ("before", "after"))
        if wanted & set(said):
            found.add(number)
    return found


def of_pa(number: str) -> set[int]:
    """The requests for a PA."""
    rows: Any = RequestRow.select(RequestRow.id).where(RequestRow.pa_key == number_key(number))
    return {number for (number,) in rows.tuples()}


def pas_of(member_id: str) -> set[str]:
    """By their keys, the PAs that the PA system has for a member."""
    rows: Any = DeniedPARow.select(DeniedPARow.number_key).where(DeniedPARow.member_id == member_id)
    return {key for (key,) in rows.tuples()}


def placed(numbers: Iterable[int]) -> dict[int, tuple[datetime, str]]:
    """When requests were placed, and by whom."""
    rows: Any = RequestRow.select(RequestRow.id, RequestRow.placed_at, RequestRow.placed_by)
    return {
        number: (at, by)
        for number, at, by in rows.where(RequestRow.id.in_(sorted(numbers))).tuples()
    }


def _read(which: Any, within: Within) -> list[Entry]:
    query: Any = EventRow.select(
        EventRow.seq, EventRow.act_id, EventRow.at, EventRow.actor, EventRow.account,
        EventRow.move, EventRow.request_id, PayloadRow.body,
    ).left_outer_join(PayloadRow, on=(EventRow.seq == PayloadRow.seq)).where(which)  # fmt: skip
    if within.first is not None:
        query = query.where(EventRow.at >= within.first)
    if within.end is not None:
        query = query.where(EventRow.at < within.end)
    query = query.order_by(EventRow.seq.desc()).limit(within.newest)
    rows = list(query.tuples())
    return [_entry(*row) for row in reversed(rows)]


def _entry(*row: Any) -> Entry:
    seq, act_id, at, actor, account, move, number, body = row
    return Entry(seq, act_id, at, actor, account, move, number, _given(body))


def _given(body: str | None) -> Mapping[str, Any]:
    """What an event was given, of what it carried; nothing where that was disposed of."""
    given: Mapping[str, Any] = json.loads(body or "{}").get("given", {})
    return given
