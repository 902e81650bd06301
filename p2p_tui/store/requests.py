"""Requests and their stories, as rows and as values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from p2p_tui.domain.bookings import bookings
from p2p_tui.domain.callers import KnownCaller
from p2p_tui.domain.denied_pas import number_key
from p2p_tui.domain.phones import phone_key
from p2p_tui.domain.request import OPEN, Request, Status
from p2p_tui.domain.story import Happening
from p2p_tui.store.fields import JsonField
from p2p_tui.store.models import BookingRow, EventRow, PayloadRow, RequestRow
from p2p_tui.store.prepared import Prepared

FIRST_NUMBER = 1001
_PREFIX = "P2P-"
_KEYS = ("phone_key", "pa_key", "drug_key", "determination", "closed_as", "follow_up_on")
"""Columns by which requests are found and that say nothing of their own."""
_COLUMNS = [name for name in RequestRow._meta.fields if name not in ("id", *_KEYS)]
_JSON = {name for name, field in RequestRow._meta.fields.items() if isinstance(field, JsonField)}


def number_of(ref: str) -> int | None:
    """The number in a reference, however people write it: ``P2P-1042``, ``p2p 1042``, ``1042``."""
    digits = ref.strip().upper().removeprefix("P2P").strip(" -#")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 12 else None


def ref_of(number: int) -> str:
    """The reference that people say: ``P2P-1042``."""
    return f"{_PREFIX}{number}"


def next_ref() -> str:
    """The reference of the next request; called inside the transaction that places it."""
    newest = _NEWEST_NUMBER.one()
    return ref_of(newest["id"] + 1 if newest else FIRST_NUMBER)


def insert(request: Request) -> None:
    """Write a request that was just placed."""
    RequestRow.insert(id=number_of(request.ref), **_values(request)).execute()
    _book(request)


def update(request: Request, seen: Request) -> bool:
    """Write a request if it still is as it was seen; say whether it was."""
    old = _values(seen)
    changed = {name: value for name, value in _values(request).items() if value != old[name]}
    rows = (
        RequestRow.update(**changed)
        .where(
            (RequestRow.id == number_of(request.ref))
            & (RequestRow.status == seen.status.value)
            & (RequestRow.version == seen.version)
        )
        .execute()
    )
    if rows == 1 and bookings(request) != bookings(seen):
        _book(request)
    return bool(rows == 1)


def _book(request: Request) -> None:
    """Write the windows of a request anew."""
    number = number_of(request.ref)
    BookingRow.delete().where(BookingRow.request_id == number).execute()
    rows = [
        {"request_id": number, "number": at, **booking.model_dump()}
        for at, booking in enumerate(bookings(request))
    ]
    if rows:
        BookingRow.insert_many(rows).execute()


def get(ref: str) -> Request | None:
    """The request with that reference."""
    number = number_of(ref)
    row = _BY_NUMBER.one(number) if number is not None else None
    return None if row is None else from_row(row)


def open_requests() -> tuple[Request, ...]:
    """Every request that is not closed."""
    rows = RequestRow.select().where(RequestRow.status.in_([one.value for one in OPEN]))
    return tuple(from_row(row) for row in rows.order_by(RequestRow.id).dicts())


def by_refs(refs: Iterable[str]) -> tuple[Request, ...]:
    """The requests with these references."""
    found = (get(ref) for ref in refs)
    return tuple(one for one in found if one is not None)


def exactly(words: str) -> tuple[Request, ...]:
    """The requests whose reference or PA number is just this."""
    rows = RequestRow.select().where(
        (RequestRow.id == number_of(words)) | (RequestRow.pa_key == (number_key(words) or None))
    )
    return tuple(from_row(row) for row in rows.order_by(RequestRow.id.desc()).dicts())


@dataclass(frozen=True)
class Sight:
    """Which closed requests somebody sees: their own, since a moment if one is given."""

    username: str
    since: datetime | None


def page(
    *,
    sight: Sight | None,
    numbers: Any | None = None,
    before: int | None = None,
    limit: int,
) -> tuple[Request, ...]:
    """A page of the tracker, newest first: those below ``before``, of ``numbers`` if given.

    ``numbers`` are numbers or a query for them.
    Open requests are everybody's to see; ``sight`` narrows the closed ones, None does not.
    """
    rows = RequestRow.select()
    if sight is not None:
        own = (RequestRow.placed_by == sight.username) | (RequestRow.holder == sight.username)
        if sight.since is not None:
            own &= RequestRow.closed_at > sight.since
        rows = rows.where((RequestRow.status != Status.CLOSED.value) | own)
    if numbers is not None:
        rows = rows.where(RequestRow.id.in_(numbers))
    if before is not None:
        rows = rows.where(RequestRow.id < before)
    return tuple(from_row(row) for row in rows.order_by(RequestRow.id.desc()).limit(limit).dicts())


def open_for_pa(key: str) -> tuple[Request, ...]:
    """The open requests for one PA, by its number's key."""
    rows = RequestRow.select().where(
        (RequestRow.pa_key == key) & (RequestRow.status != Status.CLOSED.value)
    )
    return tuple(from_row(row) for row in rows.dicts())


def known_callers(phone: str, limit: int) -> tuple[KnownCaller, ...]:
    """Who called from a number, newest first, each of one name and practice once."""
    key = phone_key(phone)
    if not key:
        return ()
    names = (RequestRow.contact_name, RequestRow.job_title, RequestRow.practice)
    rows = RequestRow.select(*names, RequestRow.placed_at).where(RequestRow.phone_key == key)
    found: dict[tuple[str, str], KnownCaller] = {}
    newest: Any = rows.order_by(RequestRow.id.desc()).limit(limit).tuples()
    for name, title, practice, at in newest:
        caller = KnownCaller(contact_name=name, job_title=title, practice=practice, last_at=at)
        found.setdefault((name.casefold(), practice.casefold()), caller)
    return tuple(found.values())


def said_lately(column: str, limit: int) -> tuple[str, ...]:
    """What stands in a column of the newest requests, each once, that of the newest first."""
    field = RequestRow._meta.fields[column]
    rows: Any = RequestRow.select(field).order_by(RequestRow.id.desc()).limit(limit).tuples()
    return tuple(dict.fromkeys(value for (value,) in rows if value))


def words_of(request: Request) -> str:
    """What a request is found by."""
    digits = "".join(char for char in request.phone if char.isdigit())
    parts = [
        request.ref, request.contact_name, request.job_title, request.practice, request.phone,
        digits, request.pa_number, request.member_id, request.drug_name, request.cntt,
        request.denial_rationale, request.denying_pharmacist, request.additional_info,
    ]  # fmt: skip
    if request.documentation:
        parts += [request.documentation.determination.value, request.documentation.heard]
        said = request.documentation
        parts += [
            said.rationale, said.criterion, said.spoke_with, said.reason_given, said.new_pa,
            said.changed_to, said.alternative, said.promised, said.in_their_words,
        ]  # fmt: skip
    if request.closure:
        parts += [request.closure.said_by, request.closure.words]
    parts += [one.words for one in request.addenda]
    return " ".join(part for part in parts if part)


def difference(before: Request | None, after: Request) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that changed, as JSON values: as they were and as they are."""
    new = after.model_dump(mode="json")
    old = before.model_dump(mode="json") if before else {}
    names = [name for name in new if before is None or old[name] != new[name]]
    return {name: old[name] for name in names if name in old}, {name: new[name] for name in names}


def history(ref: str) -> tuple[Happening, ...]:
    """Everything that happened to a request, oldest first."""
    return tuple(_happening(row) for row in _STORY(number_of(ref)))


def happenings_since(seq: int, limit: int = 500) -> tuple[Happening, ...]:
    """What happened after an event, oldest first, at most ``limit``."""
    return tuple(_happening(row) for row in _SINCE(seq, limit))


def newest_seq() -> int:
    """The number of the newest event; 0 where there is none."""
    newest = _NEWEST_SEQ.one()
    return newest["seq"] if newest else 0


def act(act_id: str) -> Happening | None:
    """The event that an act left, if it was done."""
    row = _ACT.one(act_id)
    return None if row is None else _happening(row)


def _with_payload() -> Any:
    return EventRow.select(EventRow, PayloadRow.body).left_outer_join(
        PayloadRow, on=(EventRow.seq == PayloadRow.seq)
    )


_NEWEST_NUMBER = Prepared(
    RequestRow, lambda: RequestRow.select(RequestRow.id).order_by(RequestRow.id.desc()).limit(1)
)
_BY_NUMBER = Prepared(RequestRow, lambda: RequestRow.select().where(RequestRow.id == 0))
_NEWEST_SEQ = Prepared(
    EventRow, lambda: EventRow.select(EventRow.seq).order_by(EventRow.seq.desc()).limit(1)
)
_ACT = Prepared(EventRow, lambda: _with_payload().where(EventRow.act_id == ""))
_STORY = Prepared(
    EventRow, lambda: _with_payload().where(EventRow.request_id == 0).order_by(EventRow.seq)
)
_SINCE = Prepared(
    EventRow, lambda: _with_payload().where(EventRow.seq > 0).order_by(EventRow.seq).limit(1)
)


def _happening(row: Mapping[str, Any]) -> Happening:
    body = JsonField().python_value(row["body"]) or {}
    return Happening(
        seq=row["seq"],
        at=row["at"],
        actor=row["actor"],
        move=row["move"],
        ref=ref_of(row["request_id"]) if row["request_id"] else "",
        version=row["version"],
        before=body.get("before", {}),
        after=body.get("after", {}),
        given=body.get("given", {}),
    )


def _values(request: Request) -> dict[str, Any]:
    plain = request.model_dump(mode="json", include=_JSON)
    values: dict[str, Any] = {}
    for name in _COLUMNS:
        value = plain[name] if name in _JSON else getattr(request, name)
        values[name] = value.value if isinstance(value, Enum) else value
    return {
        **values,
        "phone_key": phone_key(request.phone),
        "pa_key": number_key(request.pa_number),
        "drug_key": request.drug_name.casefold(),
        "determination": request.determination and request.determination.value,
        "closed_as": request.closure and request.closure.reason.value,
        "follow_up_on": request.follow_up_on,
    }


def from_row(row: Any) -> Request:
    """The request of a row, by the names of its fields."""
    values = {name: row[name] for name in _COLUMNS}
    return Request.model_validate({"ref": ref_of(row["id"]), **values})
