"""Staff, who is here, and drafts: the plain rows."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator

from p2p_tui.domain.hours import DESK_ZONE
from p2p_tui.domain.people import AtHand, Doing, Lent, Looking, Roster, Staff
from p2p_tui.domain.refs import ref_of
from p2p_tui.domain.request import Status
from p2p_tui.domain.text import clean_nested
from p2p_tui.domain.values import Frozen, Line, Moment
from p2p_tui.domain.wording import moment_text
from p2p_tui.store import lending
from p2p_tui.store.models import DraftRow, PresenceRow, RequestRow, StaffRow
from p2p_tui.store.prepared import Prepared, Row

ALIVE_FOR = timedelta(seconds=20)
"""A session that was not heard of for this long is offline: others know it 30 s after its end."""


class Draft(Frozen):
    """Words that somebody is still typing into a form."""

    id: Line
    owner: Line
    form: Line
    body: Annotated[dict[str, Any], AfterValidator(clean_nested)]
    kept_at: Moment


def roster(now: datetime, zone: str = DESK_ZONE) -> Roster:
    """Everybody the desk knows, who is here and what their sessions tell."""
    alive = _ALIVE(moment_text(now - ALIVE_FOR))
    lent = lending.lent(now)
    everybody = (_staff(row, lent.get(row["username"], ())) for row in _EVERYBODY())
    people = tuple(sorted(everybody, key=lambda one: one.name))
    present = frozenset(row["username"] for row in alive)
    looking = {
        Looking(username=row["username"], ref=row["ref"], doing=Doing(row["doing"]))
        for row in alive
        if row["ref"] and not row["idle"]
    }
    return Roster(
        staff=people,
        present=present,
        idle=present - {row["username"] for row in alive if not row["idle"]},
        looking=tuple(sorted(looking, key=lambda one: (one.ref, one.username, one.doing))),
        calls={ref_of(row["id"]): row["holder"] for row in _ON_CALL()},
        zone=zone,
    )


def sessions(now: datetime) -> int:
    """How many sessions are alive; one person may have several."""
    return len(_ALIVE(moment_text(now - ALIVE_FOR)))


def get(username: str, now: datetime) -> Staff | None:
    """The person with that username, and what is lent to them now."""
    row = _PERSON.one(username)
    return None if row is None else _staff(row, lending.lent(now).get(username, ()))


def put(person: Staff) -> None:
    """Write a person, new or changed."""
    values = person.model_dump(mode="json", exclude={"lent"})
    values["roles"] = sorted(values["roles"])
    values["until"], values["said_at"] = person.until, person.said_at
    if not StaffRow.update(**values).where(StaffRow.username == person.username).execute():
        StaffRow.insert(**values).execute()


def alive(session: str, username: str, now: datetime, at_hand: AtHand) -> None:
    """Note that a session is alive, and what it tells."""
    PresenceRow.insert(
        session=session, username=username, started_at=now, seen_at=now, idle=at_hand.idle,
        ref=at_hand.ref, doing=at_hand.doing.value,
    ).on_conflict(
        conflict_target=[PresenceRow.session],
        preserve=[PresenceRow.seen_at, PresenceRow.idle, PresenceRow.ref, PresenceRow.doing],
    ).execute()  # fmt: skip


def gone(session: str, now: datetime) -> None:
    """Note that a session ended, and sweep those that died long ago."""
    PresenceRow.delete().where(
        (PresenceRow.session == session) | (PresenceRow.seen_at < now - timedelta(days=1))
    ).execute()


def keep_draft(draft: Draft) -> bool:
    """Write a draft, new or changed; say whether it is still its owner's."""
    DraftRow.insert(**draft.model_dump()).on_conflict(
        conflict_target=[DraftRow.id],
        preserve=[DraftRow.form, DraftRow.body, DraftRow.kept_at],
        where=DraftRow.owner == draft.owner,
    ).execute()
    return draft_owner(draft.id) == draft.owner


def drafts(owner: str) -> tuple[Draft, ...]:
    """Somebody's drafts, newest first."""
    return _drafts(DraftRow.owner == owner)


def drafts_but_of(owners: Iterable[str], form: str) -> tuple[Draft, ...]:
    """The drafts of a form that are nobody's of these, newest first."""
    return _drafts(DraftRow.owner.not_in(list(owners)) & (DraftRow.form == form))


def give_draft(draft_id: str, away_from: str, to: str) -> Draft | None:
    """Make a draft another's, if it still is whose it was; give it as it is then."""
    mine = (DraftRow.id == draft_id) & (DraftRow.owner == away_from)
    if not DraftRow.update(owner=to).where(mine).execute():
        return None
    found = _drafts(DraftRow.id == draft_id)
    return found[0] if found else None


def draft_owner(draft_id: str) -> str | None:
    """Whose a draft is."""
    row = DraftRow.get_or_none(DraftRow.id == draft_id)
    return row.owner if row else None


def _drafts(which: Any) -> tuple[Draft, ...]:
    rows = DraftRow.select().where(which).order_by(DraftRow.kept_at.desc())
    return tuple(
        Draft(id=row.id, owner=row.owner, form=row.form, body=row.body, kept_at=row.kept_at)
        for row in rows
    )


def drop_draft(draft_id: str, owner: str) -> None:
    """Forget a draft: what it said is placed or saved."""
    DraftRow.delete().where((DraftRow.id == draft_id) & (DraftRow.owner == owner)).execute()


_EVERYBODY = Prepared(StaffRow, StaffRow.select)
_PERSON = Prepared(StaffRow, lambda: StaffRow.select().where(StaffRow.username == ""))
_ALIVE = Prepared(
    PresenceRow,
    lambda: PresenceRow.select(
        PresenceRow.username, PresenceRow.idle, PresenceRow.ref, PresenceRow.doing
    ).where(PresenceRow.seen_at > datetime.now(UTC)),
)
_ON_CALL = Prepared(
    RequestRow,
    lambda: RequestRow.select(RequestRow.id, RequestRow.holder).where(
        RequestRow.status == Status.ON_CALL.value
    ),
)


def _staff(row: Row, lent: tuple[Lent, ...]) -> Staff:
    return Staff.model_validate({**row, "lent": lent})
