"""Walking through the tracker from its first request on, a page at a time."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from p2p_tui.domain.request import Request
from p2p_tui.store.finding import Sight
from p2p_tui.store.models import EventRow, PayloadRow, RequestRow
from p2p_tui.store.requests import of_row

PAGE = 500
"""How many requests are read at a time: no read stays open for long, and memory is bounded."""
_ASKED_AT_ONCE = 500


def walk(
    after: int,
    limit: int,
    placed_from: datetime | None = None,
    placed_to: datetime | None = None,
    sight: Sight | None = None,
) -> tuple[Request, ...]:
    """A page of requests behind the number ``after``, the first placed first.

    ``placed_from`` is the first moment that counts and ``placed_to`` the first that doesn't any
    more; ``sight`` leaves those that one placed or holds, open ones too.
    """
    rows = _within(RequestRow.select(), placed_from, placed_to, sight)
    rows = rows.where(RequestRow.id > after).order_by(RequestRow.id).limit(limit)
    return tuple(of_row(row) for row in rows.dicts())


def count(
    placed_from: datetime | None = None,
    placed_to: datetime | None = None,
    sight: Sight | None = None,
) -> int:
    """How many requests ``walk`` comes by."""
    return int(_within(RequestRow.select(), placed_from, placed_to, sight).count())


def done(act_ids: Iterable[str]) -> set[str]:
    """Which of these acts are on record."""
    wanted, found = list(act_ids), set[str]()
    for at in range(0, len(wanted), _ASKED_AT_ONCE):
        some = wanted[at : at + _ASKED_AT_ONCE]
        rows: Any = EventRow.select(EventRow.act_id).where(EventRow.act_id.in_(some)).tuples()
        found.update(act_id for (act_id,) in rows)
    return found


def own_salt() -> str:
    """What is this desk's alone: the salt of its first event. Empty on a desk without any."""
    rows: Iterator[Any] = iter(
        PayloadRow.select(PayloadRow.salt).where(PayloadRow.seq == 1).tuples()
    )
    return str(next(rows, ("",))[0])


def _within(
    rows: Any, placed_from: datetime | None, placed_to: datetime | None, sight: Sight | None
) -> Any:
    if placed_from is not None:
        rows = rows.where(RequestRow.placed_at >= placed_from)
    if placed_to is not None:
        rows = rows.where(RequestRow.placed_at < placed_to)
    if sight is not None:
        own = (RequestRow.placed_by == sight.username) | (RequestRow.holder == sight.username)
        rows = rows.where(own)
    return rows
