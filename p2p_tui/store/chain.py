"""The event log and its hash chain.

Every event carries the digest of the one before, so that no event can be altered, removed or put
in between without every later digest telling. The chained row holds a salted digest of what the
event carried; the words themselves stand in the payload beside it.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import fn

from p2p_tui.domain.retention import PURGED
from p2p_tui.store.disposals import Disposals
from p2p_tui.store.fields import canonical, moment_text
from p2p_tui.store.models import EventRow, PayloadRow
from p2p_tui.store.prepared import Prepared

GENESIS = "0" * 64
"""What the first event names as the one before."""
_PIECE = 5_000
"""How many events are read at a time: no read stays open for long, and memory is bounded."""


@dataclass(frozen=True)
class NewEvent:
    """An event as a verb writes it. ``body`` is what it carried; it may be PHI."""

    act_id: str
    at: datetime
    actor: str
    account: str
    move: str
    request_id: int | None
    version: int | None
    body: Mapping[str, Any]


@dataclass(frozen=True)
class Verdict:
    """What verifying the chain found. ``problem`` is empty where everything holds."""

    events: int
    head: str
    problem: str = ""
    first_bad: int | None = None


def append(event: NewEvent) -> int:
    """Add an event to the chain, inside the transaction of the verb; return its number."""
    head = _HEAD.one()
    seq = head["seq"] + 1 if head else 1
    previous = head["digest"] if head else GENESIS
    salt = secrets.token_hex(16)
    body = canonical(event.body)
    columns = {
        "seq": seq,
        "act_id": event.act_id,
        "at": moment_text(event.at),
        "actor": event.actor,
        "account": event.account,
        "move": event.move,
        "request_id": event.request_id,
        "version": event.version,
        "payload_digest": _payload_digest(salt, body),
        "previous": previous,
    }
    EventRow.insert(**{**columns, "at": event.at, "digest": _digest(columns)}).execute()
    PayloadRow.insert(seq=seq, salt=salt, body=body).execute()
    return seq


def verify() -> Verdict:
    """Walk the whole chain, a piece at a time, and name the first event that does not hold.

    Words that are missing hold where an event of the record proves that they were disposed of.
    """
    while True:
        disposed = _disposed()
        verdict = _verify(disposed)
        # What is removed while the chain is walked is proven by an event that is not yet known.
        if not verdict.problem or _newest_disposal() == disposed.newest:
            return verdict


def _verify(disposed: Disposals) -> Verdict:
    previous, seq = GENESIS, 0
    for row in _walk():
        problem = _problem(row, seq, previous, disposed)
        if problem:
            return Verdict(seq, previous, problem, seq + 1)
        previous, seq = row["digest"], row["seq"]
    bereft = (
        PayloadRow.select(PayloadRow.seq)
        .left_outer_join(EventRow, on=(EventRow.seq == PayloadRow.seq))
        .where((PayloadRow.seq > seq) & EventRow.seq.is_null())
    )
    if bereft.exists():
        return Verdict(seq, previous, f"event {seq + 1} is missing", seq + 1)
    return Verdict(seq, previous)


def _disposed() -> Disposals:
    """What the events of disposals say, as far as each is what the chain holds it to be."""
    found = Disposals()
    for row in _walk(EventRow.move == PURGED):
        whole = row["body"] is not None and row["payload_digest"] == _payload_digest(
            row["salt"], row["body"]
        )
        found.add(row["seq"], row["body"] if whole else "")
    return found


def _newest_disposal() -> int:
    return EventRow.select(fn.MAX(EventRow.seq)).where(EventRow.move == PURGED).scalar() or 0


def _walk(*which: Any) -> Iterator[dict[str, Any]]:
    names = [*EventRow._meta.sorted_field_names, "salt", "body"]
    after: Any = None
    while True:
        query = (
            EventRow.select(EventRow, PayloadRow.salt, PayloadRow.body)
            .left_outer_join(PayloadRow, on=(EventRow.seq == PayloadRow.seq))
            .order_by(EventRow.seq)
            .limit(_PIECE)
        )
        if after is not None:
            query = query.where(EventRow.seq > after)
        if which:
            query = query.where(*which)
        rows = list(EventRow._meta.database.execute(query))
        for values in rows:
            yield dict(zip(names, values, strict=True))
        if len(rows) < _PIECE:
            return
        after = rows[-1][names.index("seq")]


def _problem(row: dict[str, Any], seq: int, previous: str, disposed: Disposals) -> str:
    columns = {name: row[name] for name in row if name not in ("salt", "body", "digest")}
    if row["seq"] != seq + 1:
        return f"event {seq + 1} is missing"
    if row["previous"] != previous:
        return f"event {row['seq']} does not follow the one before it"
    if row["digest"] != _digest(columns):
        return f"event {row['seq']} was altered"
    if row["body"] is None:
        if not disposed.take(row):
            return f"what event {row['seq']} carried is missing"
    elif row["payload_digest"] != _payload_digest(row["salt"], row["body"]):
        return f"what event {row['seq']} carried was altered"
    if row["move"] == PURGED and not disposed.proven(row["seq"]):
        return f"what is missing is not what event {row['seq']} says was disposed of"
    return ""


_HEAD = Prepared(
    EventRow,
    lambda: EventRow.select(EventRow.seq, EventRow.digest).order_by(EventRow.seq.desc()).limit(1),
)


def _payload_digest(salt: str, body: str) -> str:
    return hashlib.sha256(f"{salt}\n{body}".encode()).hexdigest()


def _digest(columns: Mapping[str, Any]) -> str:
    """The digest of an event's columns as they stand in the database, whatever stands in them."""
    text = json.dumps(columns, sort_keys=True, separators=(",", ":"), default=repr)
    return hashlib.sha256(text.encode()).hexdigest()
