"""Requests of seven years ago, and what is left of them."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from p2p_tui.desk import Desk
from p2p_tui.domain.details import Details
from p2p_tui.domain.refs import number_of
from p2p_tui.domain.request import Request
from p2p_tui.domain.retention import PURGED
from p2p_tui.domain.story import Happening
from p2p_tui.store import requests
from p2p_tui.store.models import EventRow, PayloadRow
from tests.house import KIM, through

DeskOf = Callable[[str], Desk]

THEN = datetime(2019, 11, 20, 19, 31, 7, tzinfo=UTC)
"""Seven years before: what was closed then is older than six years."""
BEFORE = date(2020, 11, 20)
CLOSED = ("acknowledge", "ready", "transfer", "end_call", "document")


def closed(desk_of: DeskOf, details: Details = KIM) -> Request:
    return through(desk_of, desk_of("tina").place(details), *CLOSED)


def on_record(move: str = PURGED) -> list[Happening]:
    return [one for one in requests.happenings_since(0) if one.move == move]


def carried(ref: str) -> int:
    """How many events of a request still have their words."""
    seqs = EventRow.select(EventRow.seq).where(EventRow.request_id == number_of(ref))
    return int(PayloadRow.select().where(PayloadRow.seq.in_(seqs)).count())
