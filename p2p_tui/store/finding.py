"""The tracker by the page, newest first: what is looked for, of what one may see.

Pages go by the number in the reference, never by counting rows: the last page of a million
requests costs what the first one does.
"""

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
    rows = RequestRow.select().where(
        (RequestRow.id == number_of(words)) | (RequestRow.pa_key == (number_key(words) or None))
    )
    return tuple(of_row(row) for row in rows.order_by(RequestRow.id.desc()).dicts())


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
    rows = RequestRow.select()
    for condition in _conditions(engine, looking):
        rows = rows.where(condition)
    if below is not None:
        rows = rows.where(RequestRow.id < below)
    if above is not None:
        rows = rows.where(RequestRow.id > above)
    order = RequestRow.id.desc() if above is None else RequestRow.id.asc()
    found = [of_row(row) for row in rows.order_by(order).limit(limit).dicts()]
    return tuple(found if above is None else reversed(found))


def _conditions(engine: Engine, looking: Looking) -> list[Any]:
    find, now = looking.find, looking.now
    found: list[Any] = [] if looking.sight is None else [_seen(looking.sight)]
    if find.words:
        found.append(_words(engine, find.words))
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
        # Written out: there may be more of them than a statement has room for as parameters.
        numbers = [int(one) for one in ",".join(among).split(",")]
        found.append(SQL(f"t1.id IN ({', '.join(map(str, numbers))})"))
    if drugs := find.values(By.DRUG):
        found.append(reduce(or_, [RequestRow.drug_key.between(one, one + _LAST) for one in drugs]))
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
        return RequestRow.id.in_(booked.where(SQL('called_at > "end"')))
    stood = BookingRow.until.is_null() | (BookingRow.until > BookingRow.end)
    uncalled = BookingRow.called_at.is_null() & (BookingRow.end < now) & stood
    return RequestRow.id.in_(booked.where(uncalled))


def _words(engine: Engine, words: str) -> Any:
    """What holds all the words, or has this phone number or member ID."""
    found = engine.search(words)
    numbers = found if found is not None else RequestRow.select(RequestRow.id).where(SQL("1 = 0"))
    key = phone_key(words)
    if len(key) >= _PHONE_DIGITS and not any(char.isalpha() for char in words):
        same = RequestRow.select(RequestRow.id).where(RequestRow.phone_key == key)
        return RequestRow.id.in_(numbers) | RequestRow.id.in_(same)
    return RequestRow.id.in_(numbers)


def _seen(sight: Sight) -> Any:
    """What is open, and of what is closed their own."""
    own = (RequestRow.placed_by == sight.username) | (RequestRow.holder == sight.username)
    is_open = RequestRow.status.in_(sorted(one.value for one in OPEN))
    if sight.since is None:
        return is_open | own
    # By two indexes: looked for among all, the last page would read every request there is.
    lately = RequestRow.select(RequestRow.id).where((RequestRow.closed_at > sight.since) & own)
    still = RequestRow.select(RequestRow.id).where(is_open)
    return RequestRow.id.in_(still | lately)
