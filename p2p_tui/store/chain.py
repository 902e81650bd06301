"""The event log and its hash chain.

Every event carries the digest of the one before, so that no event can be altered, removed or put
in between without every later digest telling. The chained row holds a salted digest of what the
event carried; the words themselves stand in the payload beside it.
"""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

import peewee

from p2p_tui.domain.retention import PURGED
from p2p_tui.domain.wording import moment_text
from p2p_tui.store.anchors import Anchor, Kept
from p2p_tui.store.digests import (
    CHAINED,
    GENESIS,
    event_digest,
    event_digest_of,
    payload_digest,
)
from p2p_tui.store.disposals import Disposals
from p2p_tui.store.engines import engine_of
from p2p_tui.store.engines.base import Errors
from p2p_tui.store.fields import canonical
from p2p_tui.store.models import EventRow, PayloadRow
from p2p_tui.store.prepared import Prepared

_PIECE = 10_000
"""How many events are read at a time: no read stays open for long, and memory is bounded."""

Raw = tuple[Any, ...]
"""An event as it stands in the database: the values of ``CHAINED``, its digest, salt and body."""


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


class Found(StrEnum):
    """What became of the record, as verifying found it."""

    FINE = "fine"
    ALTERED = "altered"
    """An event, or what it carried, is not what was written: changed, put in, moved or gone."""
    CUT = "cut at the end"
    REPLACED = "replaced as a whole"
    """It holds in itself, and is another than the one that anchors are of."""
    NO_ANCHOR = "anchor missing"
    """It holds in itself; what should be kept outside the database is not there, or was edited."""
    DAMAGED = "file damaged"
    """The database can't read what it wrote."""


@dataclass(frozen=True)
class Verdict:
    """What verifying found. ``problem`` is empty where everything holds; ``events`` hold."""

    events: int
    head: str
    problem: str = ""
    first_bad: int | None = None
    found: Found = Found.FINE
    anchored: Anchor | None = None
    """The newest head kept outside the database that the record fits."""


def head() -> tuple[int, str]:
    """The number and the digest of the newest event; 0 and ``GENESIS`` where there is none."""
    newest = _HEAD.one()
    return (newest["seq"], newest["digest"]) if newest else (0, GENESIS)


def append(event: NewEvent) -> int:
    """Add an event to the chain, inside the transaction of the verb; return its number."""
    newest, previous = head()
    seq = newest + 1
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
        "payload_digest": payload_digest(salt, body),
        "previous": previous,
    }
    EventRow.insert(**{**columns, "at": event.at, "digest": event_digest(columns)}).execute()
    PayloadRow.insert(seq=seq, salt=salt, body=body).execute()
    return seq


def anchor(now: datetime) -> Anchor | None:
    """The head of the chain, to be kept outside the database; None where nothing happened yet."""
    seq, digest = head()
    return Anchor(now, seq, digest, _DESK.one()["digest"]) if seq else None  # type: ignore[index]


def verify(kept: Kept | None = None, errors: Errors | None = None) -> Verdict:
    """Walk the whole chain, a piece at a time, and name the first event that does not hold.

    Words that are missing hold where an event of the record proves that they were disposed of.
    ``kept`` is what was anchored outside the database before; None where nothing is. ``errors``
    says what errors mean, of a database that no engine has open.
    """
    while True:
        walk = _Walk({one.seq for one in kept.anchors} if kept else set(), errors)
        verdict = walk.verdict()
        # What is removed while the chain is walked is proven by an event that is not yet known.
        if not verdict.problem or not walk.disposed_of_meanwhile():
            break
    return _held_against(kept, walk, verdict) if kept and not verdict.problem else verdict


class _Walk:
    """One walk over the whole chain."""

    def __init__(self, wanted: set[int], errors: Errors | None) -> None:
        """``wanted`` are the numbers of the events whose digests are to be known behind it."""
        self._began = head()[0]
        self._wanted = wanted | {1}
        self._errors = errors
        self.digests: dict[int, str] = {}
        self._disposals: Disposals | None = None
        self._seq, self._previous = 0, GENESIS

    def verdict(self) -> Verdict:
        """Walk, until something does not hold or to the end."""
        try:
            for piece in _pieces():
                problem = self._piece(piece)
                if problem:
                    return self._bad(Found.ALTERED, problem)
            if self._bereft():
                return self._bad(Found.CUT, f"event {self._seq + 1} is missing")
        except peewee.DatabaseError as error:
            errors = self._errors or engine_of(EventRow._meta.database)
            if errors.is_damage(error):
                return self._bad(Found.DAMAGED, f"event {self._seq + 1} can't be read any more")
            if errors.is_no_text(error):
                return self._bad(Found.ALTERED, f"event {self._seq + 1} holds what is no text")
            raise
        return Verdict(self._seq, self._previous)

    def disposed_of_meanwhile(self) -> bool:
        """Say whether a disposal came on record since the walk began."""
        since = EventRow.select(EventRow.seq).where(
            (EventRow.seq > self._began) & (EventRow.move == PURGED)
        )
        return bool(since.exists())

    def _piece(self, piece: list[Raw]) -> str:
        seq, previous, wanted = self._seq, self._previous, self._wanted
        for row in piece:
            (_, _, _, _, move, payload, before, _, number, _, digest, salt, body) = row
            # What nearly every event passes; where it does not, one looks closely.
            if (
                number != seq + 1 or before != previous or digest != event_digest_of(row)
                or body is None or payload != payload_digest(salt, body) or move == PURGED
            ):  # fmt: skip
                self._seq, self._previous = seq, previous
                problem = self._problem(row)
                if problem:
                    return problem
            seq, previous = number, digest
            if seq in wanted:
                self.digests[seq] = digest
        self._seq, self._previous = seq, previous
        return ""

    def _problem(self, raw: Raw) -> str:
        row = dict(zip(_NAMES, raw, strict=True))
        seq = row["seq"]
        if seq != self._seq + 1:
            return f"event {self._seq + 1} is missing"
        if row["previous"] != self._previous:
            return f"event {seq} does not follow the one before it"
        if row["digest"] != event_digest_of(raw):
            return f"event {seq} was altered"
        if row["body"] is None:
            if not self._disposed.take(row):
                return f"what event {seq} carried is missing"
        elif row["payload_digest"] != payload_digest(row["salt"], row["body"]):
            return f"what event {seq} carried was altered"
        if row["move"] == PURGED and not self._disposed.proven(seq):
            return f"what is missing is not what event {seq} says was disposed of"
        return ""

    @property
    def _disposed(self) -> Disposals:
        """What the events of disposals say, as far as each is what the chain holds it to be."""
        if self._disposals is None:
            self._disposals = Disposals()
            for piece in _pieces(EventRow.move == PURGED):
                for row in (dict(zip(_NAMES, raw, strict=True)) for raw in piece):
                    whole = row["body"] is not None and row["payload_digest"] == payload_digest(
                        row["salt"], row["body"]
                    )
                    self._disposals.add(row["seq"], row["body"] if whole else "")
        return self._disposals

    def _bereft(self) -> bool:
        """Say whether there are words of events behind the last: those events are gone."""
        bereft = (
            PayloadRow.select(PayloadRow.seq)
            .left_outer_join(EventRow, on=(EventRow.seq == PayloadRow.seq))
            .where((PayloadRow.seq > self._seq) & EventRow.seq.is_null())
        )
        return bool(bereft.exists())

    def _bad(self, found: Found, problem: str) -> Verdict:
        return Verdict(self._seq, self._previous, problem, self._seq + 1, found)


def _held_against(kept: Kept, walk: _Walk, verdict: Verdict) -> Verdict:
    """A record that holds in itself, held against what was kept outside the database."""
    fits: Anchor | None = None
    for one in sorted(kept.anchors, key=lambda one: one.seq):
        when = moment_text(one.at)
        if verdict.events == 0 or (one.desk == walk.digests[1] and one.seq > verdict.events):
            problem = f"the record ends at event {verdict.events} and had {one.seq} on {when}"
            return replace(
                verdict, problem=problem, first_bad=verdict.events + 1, found=Found.CUT,
                anchored=fits,
            )  # fmt: skip
        other_desk = one.desk != walk.digests[1]
        if other_desk or one.digest != walk.digests[one.seq]:
            first = 1 if other_desk else one.seq
            problem = f"event {first} is another than the one that was anchored on {when}"
            return replace(
                verdict, problem=problem, first_bad=first, found=Found.REPLACED, anchored=fits
            )
        fits = one
    if kept.problem:
        return replace(verdict, problem=kept.problem, found=Found.NO_ANCHOR, anchored=fits)
    return replace(verdict, anchored=fits)


def _pieces(*which: Any) -> Iterator[list[Raw]]:
    """The events and what they carried, as they stand in the database, in order.

    Where some can't be read they come one by one, up to the first that can't.
    """
    fields = [*(EventRow._meta.fields[name] for name in (*CHAINED, "digest")), PayloadRow.salt,
              PayloadRow.body]  # fmt: skip
    after: Any = None
    limit = _PIECE
    while True:
        beside, where = EventRow.seq == PayloadRow.seq, list(which)
        if after is not None:
            # Both are told where to begin: a server reads what was carried from its first row on.
            beside &= PayloadRow.seq > after
            where.append(EventRow.seq > after)
        piece = EventRow.select(*fields).left_outer_join(PayloadRow, on=beside)
        piece = piece.order_by(EventRow.seq).limit(limit)
        if where:
            piece = piece.where(*where)
        try:
            # Fetched inside: what can't be read is found then, and said in the driver's own error.
            with peewee.__exception_wrapper__:  # type: ignore[attr-defined]
                rows: list[Raw] = EventRow._meta.database.execute(piece).fetchall()
        except peewee.DatabaseError:
            if limit == 1:
                raise
            limit = 1
            continue
        if rows:
            yield rows
        if len(rows) < limit:
            return
        after = rows[-1][_SEQ]


_NAMES = (*CHAINED, "digest", "salt", "body")
_SEQ = _NAMES.index("seq")
_HEAD = Prepared(
    EventRow,
    lambda: EventRow.select(EventRow.seq, EventRow.digest).order_by(EventRow.seq.desc()).limit(1),
)
_DESK = Prepared(EventRow, lambda: EventRow.select(EventRow.digest).order_by(EventRow.seq).limit(1))
