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
    """Walk the whole chain, a piece at a time, and name the first event that does not hold."""
    previous, seq = GENESIS, 0
    for row in _walk():
        problem = _problem(row, seq, previous)
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


def _walk() -> Iterator[dict[str, Any]]:
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
        rows = list(EventRow._meta.database.execute(query))
        for values in rows:
            yield dict(zip(names, values, strict=True))
        if len(rows) < _PIECE:
            return
        after = rows[-1][names.index("seq")]


def _problem(row: dict[str, Any], seq: int, previous: str) -> str:
    columns = {name: row[name] for name in row if name not in ("salt", "body", "digest")}
    if row["seq"] != seq + 1:
        return f"event {seq + 1} is missing"
    if row["previous"] != previous:
        return f"event {row['seq']} does not follow the one before it"
    if row["digest"] != _digest(columns):
        return f"event {row['seq']} was altered"
    if row["body"] is None:
        return f"what event {row['seq']} carried is missing"
    if row["payload_digest"] != _payload_digest(row["salt"], row["body"]):
        return f"what event {row['seq']} carried was altered"
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
