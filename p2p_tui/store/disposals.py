"""What the record says was disposed of, held against what is missing in it.

An event of a disposal names the requests whose words were removed, or the stretch of the record
from which notes without a request were, how many words those were, and a digest of the numbers and
digests of their events, in order. So nobody can remove more, or say that it was something else.
"""

import hashlib
import json
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from p2p_tui.domain.retention import PURGED


class _Hash(Protocol):
    def update(self, data: bytes, /) -> None: ...
    def hexdigest(self) -> str: ...


@dataclass
class Proof:
    """A digest of events whose words are gone, taken in the order of the chain."""

    payloads: int = 0
    _hash: _Hash = field(default_factory=hashlib.sha256)

    def take(self, seq: int, payload_digest: str) -> None:
        """Take the next event."""
        self.payloads += 1
        self._hash.update(f"{seq} {payload_digest}\n".encode())

    @property
    def digest(self) -> str:
        """The digest of all that were taken."""
        return self._hash.hexdigest()


@dataclass
class _Disposal:
    """One event of a disposal, and what was found missing that it speaks of."""

    seq: int
    payloads: int
    proof: str
    moves: frozenset[str]
    found: Proof = field(default_factory=Proof)


class Disposals:
    """Everything that was disposed of. In memory are the events of disposals, never what went."""

    def __init__(self) -> None:
        self._by_seq: dict[int, _Disposal] = {}
        self._requests = _Stretches()
        self._loose = _Stretches()

    def add(self, seq: int, body: str) -> None:
        """Take what an event of a disposal carried; what is no such thing speaks of nothing."""
        try:
            given = json.loads(body)["given"]
            one = _Disposal(seq, given["payloads"], given["proof"], frozenset(given["moves"]))
            numbers = [(int(first), int(last)) for first, last in given["numbers"]]
            events = [(int(first), int(last)) for first, last in given["events"]]
        except (KeyError, TypeError, ValueError):
            return
        self._by_seq[seq] = one
        self._requests.add(numbers, one)
        self._loose.add(events, one)

    def take(self, row: Mapping[str, Any]) -> bool:
        """Take an event whose words are missing; say whether a later one speaks of it."""
        number, seq, move = row["request_id"], row["seq"], row["move"]
        if number is None:
            one = self._loose.at(seq)
            if one is None or move not in one.moves or move == PURGED:
                return False
        else:
            one = self._requests.at(number)
        if one is None or one.seq <= seq:
            return False
        one.found.take(seq, row["payload_digest"])
        return True

    def proven(self, seq: int) -> bool:
        """Say whether just that is missing of which an event speaks; all before it is taken."""
        one = self._by_seq.get(seq)
        if one is None:
            return False
        return (one.found.payloads, one.found.digest) == (one.payloads, one.proof)


class _Stretches:
    """By stretches of numbers that don't overlap, which disposal each is of."""

    def __init__(self) -> None:
        self._sorted = True
        self._all: list[tuple[int, int, _Disposal]] = []

    def add(self, stretches: list[tuple[int, int]], disposal: _Disposal) -> None:
        self._all += [(first, last, disposal) for first, last in stretches]
        self._sorted = False

    def at(self, number: int) -> _Disposal | None:
        if not self._sorted:
            self._all.sort(key=lambda one: one[:2])
            self._sorted = True
        place = bisect_right(self._all, number, key=lambda one: one[0]) - 1
        if place < 0 or self._all[place][1] < number:
            return None
        return self._all[place][2]
