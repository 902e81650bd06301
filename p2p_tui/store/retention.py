"""What has been kept long enough: counted, and removed by the batch inside a transaction.

Events stay, each with the digest of what it carried; requests, their windows, the words that they
are found by and what their events carried go.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import SQL, fn

from p2p_tui.domain.refs import ref_of
from p2p_tui.domain.request import Request, Status
from p2p_tui.domain.retention import HELD, RELEASED
from p2p_tui.domain.story import UNTOLD
from p2p_tui.store import requests
from p2p_tui.store.disposals import Proof
from p2p_tui.store.engines import Engine
from p2p_tui.store.models import BookingRow, DeniedPARow, EventRow, PayloadRow, RequestRow

BATCH = 200
"""How many requests are removed in a transaction: other writers wait for it, some 0.1 s."""
PLAIN_BATCH = 5_000
"""How many notes, or denied PAs, are removed in one."""
_PIECE = 5_000
"""How many requests are looked for at a time, so that no look takes long."""
_NO_CHANGE = (*UNTOLD, HELD, RELEASED)
"""After which a request is as old as it was before."""


@dataclass(frozen=True)
class Due:
    """What would be removed, and how many closed requests of that age are kept, by why."""

    requests: int
    payloads: int
    loose: int
    denied_pas: int
    first: datetime | None
    last: datetime | None
    """When the first and the last of the requests were closed."""
    on_hold: int
    followed_up: int
    changed_since: int


@dataclass(frozen=True)
class Batch:
    """What was removed in one transaction."""

    numbers: tuple[int, ...] = ()
    events: tuple[int, int] | None = None
    """Between which events the notes without a request were, both ends with it."""
    proof: Proof | None = None
    denied_pas: int = 0


def due(limit: datetime, loose: Collection[str]) -> Due:
    """Count what was closed, noted or loaded before ``limit``.

    ``loose`` are the moves of events that carry patients' data and belong to no request.
    """
    old = (RequestRow.status == Status.CLOSED.value) & (RequestRow.closed_at < limit)
    held = old & RequestRow.legal_hold.is_null(False)
    followed = old & RequestRow.legal_hold.is_null() & RequestRow.follow_up_on.is_null(False)
    rest = old & RequestRow.legal_hold.is_null() & RequestRow.follow_up_on.is_null()
    count = payloads = 0
    ends: list[datetime] = []
    for numbers in due_numbers(limit):
        count += len(numbers)
        payloads += _carried(EventRow.request_id.in_(numbers)).count()
        closed: Any = RequestRow.select(
            fn.MIN(RequestRow.closed_at), fn.MAX(RequestRow.closed_at)
        ).where(RequestRow.id.in_(numbers))
        ends += next(iter(closed.tuples()))
    return Due(
        requests=count,
        payloads=payloads,
        loose=_loose(limit, loose).count(),
        denied_pas=DeniedPARow.select().where(_forgettable(limit)).count(),
        first=min(ends, default=None),
        last=max(ends, default=None),
        on_hold=RequestRow.select().where(held).count(),
        followed_up=RequestRow.select().where(followed).count(),
        changed_since=RequestRow.select().where(rest).count() - count,
    )


def due_numbers(limit: datetime) -> Iterator[list[int]]:
    """The numbers of all requests that go, rising, a batch at a time."""
    after = 0
    while True:
        rows = RequestRow.select(RequestRow.id).where(_due(limit) & (RequestRow.id > after))
        piece: Any = rows.order_by(RequestRow.id).limit(_PIECE).tuples()
        found = [number for (number,) in piece]
        for start in range(0, len(found), BATCH):
            yield found[start : start + BATCH]
        if len(found) < _PIECE:
            return
        after = found[-1]


def remove_requests(engine: Engine, limit: datetime, wanted: Collection[int]) -> Batch | None:
    """Remove those of the wanted requests that still are to go; None where none are."""
    rows: Any = RequestRow.select(RequestRow.id).where(RequestRow.id.in_(wanted) & _due(limit))
    numbers = sorted(number for (number,) in rows.tuples())
    if not numbers:
        return None
    proof = _remove_carried(engine, EventRow.request_id.in_(numbers))
    BookingRow.delete().where(BookingRow.request_id.in_(numbers)).execute()
    RequestRow.delete().where(RequestRow.id.in_(numbers)).execute()
    engine.unindex(numbers)
    return Batch(numbers=tuple(numbers), proof=proof)


def remove_loose(engine: Engine, limit: datetime, loose: Collection[str]) -> Batch | None:
    """Remove what the next events without a request carried; None where none are left."""
    seqs = [seq for seq, _ in _loose(limit, loose).limit(PLAIN_BATCH).tuples()]
    if not seqs:
        return None
    first, last = seqs[0], seqs[-1]
    proof = _remove_carried(engine, EventRow.seq.between(first, last) & _without_request(loose))
    return Batch(events=(first, last), proof=proof)


def remove_denied_pas(limit: datetime) -> Batch | None:
    """Remove the next denied PAs that no extract has told since; None where none are left."""
    old = DeniedPARow.select(DeniedPARow.number_key).where(_forgettable(limit))
    keys = old.order_by(DeniedPARow.number_key).limit(PLAIN_BATCH)
    # What an extract tells anew in this moment stays: the day is looked at once more.
    gone = DeniedPARow.delete().where(
        DeniedPARow.number_key.in_(keys) & (DeniedPARow.loaded_at < limit)
    )
    count = gone.execute()
    return Batch(denied_pas=count) if count else None


def on_hold() -> tuple[Request, ...]:
    """The requests on legal hold, oldest first."""
    rows = RequestRow.select(RequestRow.id).where(RequestRow.legal_hold.is_null(False))
    numbers: Any = rows.order_by(RequestRow.id).tuples()
    return requests.by_refs([ref_of(number) for (number,) in numbers])


def _due(limit: datetime) -> Any:
    """Closed long enough ago, held by nobody, waiting for nothing, and not added to since."""
    since = EventRow.select(SQL("1")).where(
        (EventRow.request_id == RequestRow.id)
        & (EventRow.at >= limit)
        & EventRow.move.not_in(_NO_CHANGE)
    )
    return (
        (RequestRow.status == Status.CLOSED.value)
        & (RequestRow.closed_at < limit)
        & RequestRow.legal_hold.is_null()
        & RequestRow.follow_up_on.is_null()
        & ~fn.EXISTS(since)
    )


def _carried(which: Any) -> Any:
    """Events whose words are there, in the order of the chain."""
    return (
        EventRow.select(EventRow.seq, EventRow.payload_digest)
        .join(PayloadRow, on=(PayloadRow.seq == EventRow.seq))
        .where(which)
        .order_by(EventRow.seq)
    )


def _without_request(loose: Collection[str]) -> Any:
    return EventRow.request_id.is_null() & EventRow.move.in_(list(loose))


def _loose(limit: datetime, loose: Collection[str]) -> Any:
    """The notes before the first event of the time that is kept: so each goes in one stretch."""
    kept = EventRow.select(fn.MIN(EventRow.seq)).where(
        (EventRow.at >= limit) & _without_request(loose)
    )
    newest = fn.COALESCE(kept, EventRow.seq + 1)
    return _carried(_without_request(loose) & (EventRow.seq < newest))


def _remove_carried(engine: Engine, which: Any) -> Proof:
    proof = Proof()
    for seq, digest in _carried(which).tuples():
        proof.take(seq, digest)
    with engine.disposing(PayloadRow._meta.table_name):
        PayloadRow.delete().where(
            PayloadRow.seq.in_(EventRow.select(EventRow.seq).where(which))
        ).execute()
    return proof


def _forgettable(limit: datetime) -> Any:
    """A PA of a request that is still open, or on hold, stays with it."""
    needed = RequestRow.select(SQL("1")).where(
        (RequestRow.pa_key == DeniedPARow.number_key)
        & ((RequestRow.status != Status.CLOSED.value) | RequestRow.legal_hold.is_null(False))
    )
    return (DeniedPARow.loaded_at < limit) & ~fn.EXISTS(needed)
