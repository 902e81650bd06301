"""The tracker by the page, newest first: what is looked for, of what one may see.

Pages go by the number in the reference, never by counting rows: the last page of a million
requests costs what the first one does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from peewee import SQL

from p2p_tui.domain.denied_pas import number_key
from p2p_tui.domain.finding import OPEN as IS_OPEN
from p2p_tui.domain.finding import By, Find, Is
from p2p_tui.domain.phones import phone_key
from p2p_tui.domain.refs import number_of
from p2p_tui.domain.request import OPEN, Request, Status
from p2p_tui.domain.wording import local, midnight
from p2p_tui.store.engines import Engine
from p2p_tui.store.models import BookingRow, RequestRow
from p2p_tui.store.requests import of_row

_LAST = "\U0010ffff"
_PIECE = 2_000
"""How many of what the search gives are looked at together."""
_PHONE_DIGITS = 7
"""From how many digits on a number is looked for as a phone number."""


@dataclass(frozen=True)
class Sight:
    """Which closed requests somebody sees: their own, since a moment if one is given."""

    username: str
    since: datetime | None


@dataclass(frozen=True)
class Looking:
    """What is looked for, by whom, and what time it is there."""

    find: Find
    sight: Sight | None
    now: datetime
    zone: str


def exactly(words: str) -> tuple[Request, ...]:
    """The requests whose reference or PA number is just this."""
    number, key = number_of(words), number_key(words)
    # One after the other, by an index each: either of two is looked for among all there are.
    found = _rows([RequestRow.id == number], limit=1) if number is not None else []
    if key:
        found += _rows([RequestRow.pa_key == key], limit=_PIECE)
    once = {request.ref: request for request in found}.values()
    return tuple(sorted(once, key=_number, reverse=True))


def page(
    engine: Engine,
    looking: Looking,
    *,
    below: int | None = None,
    above: int | None = None,
    limit: int,
) -> tuple[Request, ...]:
    """So many requests, newest first: the newest ones, or those next ``below`` a number, or those
    next ``above`` one: 0 gives the oldest of all.

    Open requests are everybody's to see; ``sight`` narrows the closed ones, None does not.
    """
    conditions = _conditions(looking)
    words = looking.find.words
    if not words:
        found = _rows(conditions, below=below, above=above, limit=limit)
    else:
        found = _with_words(engine, words, conditions, below=below, above=above, limit=limit)
        if _is_phone(words):
            same = [*conditions, RequestRow.phone_key == phone_key(words)]
            found += _rows(same, below=below, above=above, limit=limit)
    once = {request.ref: request for request in found}.values()
    ordered = sorted(once, key=_number, reverse=above is None)[:limit]
    return tuple(sorted(ordered, key=_number, reverse=True))


def _with_words(
    engine: Engine,
    words: str,
    conditions: list[Any],
    *,
    below: int | None,
    above: int | None,
    limit: int,
) -> list[Request]:
    """Those that hold all the words, from the search a piece at a time: what many hold is not read
    as a whole."""
    found: list[Request] = []
    while True:
        numbers = engine.search(words, below=below, above=above, limit=_PIECE)
        if numbers:
            among = [*conditions, _among(numbers)]
            found += _rows(among, above=above, limit=limit - len(found))
        if len(numbers) < _PIECE or len(found) >= limit:
            return found
        below, above = (numbers[-1], None) if above is None else (None, numbers[-1])


def _rows(
    conditions: Iterable[Any],
    *,
    below: int | None = None,
    above: int | None = None,
    limit: int,
) -> list[Request]:
    """The requests of which all this holds, in the order in which they are walked."""
    rows = RequestRow.select()
    for condition in conditions:
        rows = rows.where(condition)
    if below is not None:
        rows = rows.where(RequestRow.id < below)
    if above is not None:
        rows = rows.where(RequestRow.id > above)
    order = RequestRow.id.desc() if above is None else RequestRow.id.asc()
    return [of_row(row) for row in rows.order_by(order).limit(limit).dicts()]


def _conditions(looking: Looking) -> list[Any]:
    find, now = looking.find, looking.now
    found: list[Any] = [] if looking.sight is None else [_seen(looking.sight)]
    for by, column in (
        (By.KIND, RequestRow.kind),
        (By.DETERMINATION, RequestRow.determination),
        (By.CLOSED, RequestRow.closed_as),
        (By.PHARMACIST, RequestRow.holder),
        (By.TECHNICIAN, RequestRow.placed_by),
    ):
        if values := find.values(by):
            found.append(column.in_(values))
    if statuses := find.values(By.STATUS):
        every = {one.value for one in OPEN} if IS_OPEN in statuses else set()
        found.append(RequestRow.status.in_(sorted({*statuses, *every} - {IS_OPEN})))
    if among := find.values(By.AMONG):
        found.append(_among(int(one) for one in ",".join(among).split(",")))
    if drugs := find.values(By.DRUG):
        found.append(reduce(or_, map(_drug, drugs)))
    for value in find.values(By.FROM):
        found.append(RequestRow.placed_at >= midnight(date.fromisoformat(value), looking.zone))
    for value in find.values(By.UNTIL):
        day_after = date.fromisoformat(value) + timedelta(days=1)
        found.append(RequestRow.placed_at < midnight(day_after, looking.zone))
    today = local(now, looking.zone).date()
    for one in find.values(By.IS):
        found.append(_is(Is(one), now, today))
    return found


def _is(one: Is, now: datetime, today: date) -> Any:
    if one is Is.OWED:
        return RequestRow.status == Status.TO_DOCUMENT.value
    if one is Is.FOLLOW_UP:
        return RequestRow.follow_up_on.is_null(False)
    if one is Is.FOLLOW_UP_DUE:
        return RequestRow.follow_up_on <= today
    if one is Is.REROUTED:
        return RequestRow.cover.is_null(False)
    if one is Is.MOVED:
        return SQL("moved <> '[]'")
    if one is Is.WITHOUT:
        return RequestRow.closed_as.is_null(False)
    if one is Is.HELD:
        return RequestRow.legal_hold.is_null(False)
    booked = BookingRow.select(BookingRow.request_id)
    if one is Is.LATE:
        return _among(_numbers(booked.where(SQL('called_at > "end"'))))
    stood = BookingRow.until.is_null() | (BookingRow.until > BookingRow.end)
    uncalled = BookingRow.called_at.is_null() & (BookingRow.end < now) & stood
    return _among(_numbers(booked.where(uncalled)))


def _drug(key: str) -> Any:
    """Drugs whose name begins so. By the index where they are few; where they are many the newest
    requests have some, and reading all of them to sort them would take longer."""
    named = RequestRow.drug_key.between(key, key + _LAST)
    few = _numbers(RequestRow.select(RequestRow.id).where(named).limit(_PIECE))
    if len(few) < _PIECE:
        return _among(few)
    return RequestRow.drug_key.concat("").between(key, key + _LAST)


def _is_phone(words: str) -> bool:
    return len(phone_key(words)) >= _PHONE_DIGITS and not any(char.isalpha() for char in words)


def _seen(sight: Sight) -> Any:
    """What is open, and of what is closed their own."""
    own = (RequestRow.placed_by == sight.username) | (RequestRow.holder == sight.username)
    is_open = RequestRow.status.in_(sorted(one.value for one in OPEN))
    if sight.since is None:
        return is_open | own
    # By two indexes: looked for among all, the last page would read every request there is. The
    # names are kept from an index of their own: somebody's week is shorter than all their years.
    theirs = [one.concat("") == sight.username for one in (RequestRow.placed_by, RequestRow.holder)]
    lately = RequestRow.select(RequestRow.id).where(
        (RequestRow.closed_at > sight.since) & reduce(or_, theirs)
    )
    still = RequestRow.select(RequestRow.id).where(is_open)
    return _among((*_numbers(still), *_numbers(lately)))


def _numbers(query: Any) -> list[int]:
    return [number for (number,) in query.tuples()]


def _among(numbers: Iterable[int]) -> Any:
    """Just these. Written out: they may be more than a statement has room for as parameters, and
    of a query in this place an engine can't tell how little it gives."""
    return SQL(f"t1.id IN ({', '.join(map(str, numbers)) or 'NULL'})")


def _number(request: Request) -> int:
    return number_of(request.ref) or 0
