"""What the measures are taken of: the requests that were acted on in a period, and its windows.

By the index over the events' times: a month costs what happened in it, however long the history.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from peewee import SQL

from p2p_tui.domain.bookings import Booking
from p2p_tui.domain.measures import Fact, Period
from p2p_tui.domain.request import Kind
from p2p_tui.store.models import BookingRow, EventRow, RequestRow

_PIECE = 2_000
"""How many requests are read at a time: no read stays open for long."""
_COLUMNS = (
    RequestRow.id, RequestRow.kind, RequestRow.placed_at, RequestRow.waiting_since,
    RequestRow.acknowledged_at, RequestRow.ready_at, RequestRow.connected_at, RequestRow.ended_at,
    RequestRow.closed_at, RequestRow.determination, RequestRow.closed_as, RequestRow.drug_name,
    RequestRow.denial_rationale, RequestRow.cover, RequestRow.moved, RequestRow.closure,
    RequestRow.documentation,
)  # fmt: skip


def facts(
    period: Period, told: Callable[[int, int], None] = lambda done, of: None
) -> Iterator[Fact]:
    """Every request on which something was done in a period.

    ``told`` hears how far it is: so many requests done, of so many.
    """
    numbers = acted_on(period)
    for at in range(0, len(numbers), _PIECE):
        piece = numbers[at : at + _PIECE]
        # Numbers, and written out: more of them than a statement has room for as parameters.
        among = SQL(f"t1.id IN ({', '.join(map(str, piece))})")
        rows: Any = RequestRow.select(*_COLUMNS).where(among)
        for row in rows.dicts():
            yield _fact(row)
        told(at + len(piece), len(numbers))


def acted_on(period: Period) -> list[int]:
    """The numbers of the requests of which an event happened in a period, or that an old tracker
    has of that time: these came in later, with one event each."""
    found: set[int] = set()
    for number, moment in (
        (EventRow.request_id, EventRow.at),
        (RequestRow.id, RequestRow.placed_at),
        (RequestRow.id, RequestRow.closed_at),
    ):
        within = (moment >= period.start) & (moment < period.end) & number.is_null(False)
        rows: Any = number.model.select(number).where(within).distinct().tuples()
        found.update(one for (one,) in rows)
    return sorted(found)


def windows(period: Period) -> Iterator[tuple[int, Booking]]:
    """Every window that ended in a period, with the number of its request."""
    rows: Any = BookingRow.select().where(
        (BookingRow.end >= period.start) & (BookingRow.end < period.end)
    )
    for row in rows.dicts():
        number, _ = row.pop("request_id"), row.pop("number")
        yield number, Booking.model_validate(row)


def _fact(row: Mapping[str, Any]) -> Fact:
    documented = row["documentation"] or {}
    closure = row["closure"] or {}
    cover = row["cover"] or {}
    at = documented.get("at")
    return Fact(
        number=row["id"],
        kind=row["kind"],
        placed_at=row["placed_at"],
        waiting_since=row["waiting_since"],
        acknowledged_at=row["acknowledged_at"],
        ready_at=row["ready_at"],
        connected_at=row["connected_at"],
        ended_at=row["ended_at"],
        documented_at=_moment(at) if at else None,
        closed_at=row["closed_at"],
        closed_as=row["closed_as"],
        closed_by=closure.get("by", ""),
        determination=row["determination"],
        drug=row["drug_name"],
        denial=row["denial_rationale"],
        covered=(cover.get("because") or "for a reason given") if cover else "",
        changes=tuple(
            (_moment(one["at"]), one["who_asked"])
            for one in row["moved"]
            if one["kind"] == Kind.CALLBACK.value
        ),
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
