"""What the chain is made of: the digest of what an event carried, and that of the event itself."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring_ascii as quoted
from typing import Any

GENESIS = "0" * 64
"""What the first event names as the one before."""
CHAINED = (
    "account", "act_id", "actor", "at", "move", "payload_digest", "previous", "request_id", "seq",
    "version",
)  # fmt: skip
"""The columns of an event of which its digest is taken, in the order in which they are."""


def payload_digest(salt: str, body: str) -> str:
    """The salted digest of what an event carried."""
    return hashlib.sha256(f"{salt}\n{body}".encode()).hexdigest()


def event_digest(columns: Mapping[str, Any]) -> str:
    """The digest of an event's columns as they stand in the database, whatever stands in them."""
    return hashlib.sha256(chained_text(columns).encode()).hexdigest()


def chained_text(columns: Mapping[str, Any]) -> str:
    """The text of which an event's digest is taken: this is what defines it."""
    return json.dumps(columns, sort_keys=True, separators=(",", ":"), default=repr)


def event_digest_of(row: Sequence[Any]) -> str:
    """The digest of an event whose row begins with the values of ``CHAINED``."""
    return hashlib.sha256(chained_text_of(row).encode()).hexdigest()


def chained_text_of(row: Sequence[Any]) -> str:
    """The same text, of a row that begins with the values of ``CHAINED``, four times as fast.

    What is of another kind than the desk writes goes the way of the definition.
    """
    account, act_id, actor, at, move, payload, previous, request_id, seq, version = row[:10]
    if (
        seq.__class__ is int
        and (version is None or version.__class__ is int)
        and (request_id is None or request_id.__class__ is int)
    ):
        try:
            return (
                f'{{"account":{quoted(account)},"act_id":{quoted(act_id)},"actor":{quoted(actor)},'
                f'"at":{quoted(at)},"move":{quoted(move)},"payload_digest":{quoted(payload)},'
                f'"previous":{quoted(previous)},'
                f'"request_id":{"null" if request_id is None else request_id},"seq":{seq},'
                f'"version":{"null" if version is None else version}}}'
            )
        except TypeError:
            pass
    return chained_text(dict(zip(CHAINED, row[:10], strict=True)))
