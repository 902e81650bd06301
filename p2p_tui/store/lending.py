"""Emergency access: what is lent now, what waits for a review."""

from datetime import UTC, datetime

from p2p_tui.domain.lending import Lending
from p2p_tui.domain.people import Lent
from p2p_tui.domain.wording import moment_text
from p2p_tui.store.models import LendingRow
from p2p_tui.store.prepared import Prepared


def lent(now: datetime) -> dict[str, tuple[Lent, ...]]:
    """What is lent now, by username."""
    found: dict[str, tuple[Lent, ...]] = {}
    for row in _RUNNING(moment_text(now)):
        one = Lent(role=row["role"], until=row["until"])
        found[row["username"]] = (*found.get(row["username"], ()), one)
    return found


def get(lending_id: str) -> Lending | None:
    """One time that a role was lent."""
    row = LendingRow.select().where(LendingRow.id == lending_id).dicts().first()
    return None if row is None else Lending.model_validate(row)


def newest(limit: int) -> tuple[Lending, ...]:
    """All that nobody has reviewed, oldest first; behind them so many others, newest first."""
    unread = LendingRow.reviewed_at.is_null()
    waiting = LendingRow.select().where(unread).order_by(LendingRow.lent_at, LendingRow.id)
    done = LendingRow.select().where(~unread).order_by(LendingRow.lent_at.desc()).limit(limit)
    return tuple(Lending.model_validate(row) for row in (*waiting.dicts(), *done.dicts()))


def to_review(now: datetime) -> int:
    """How many are over and wait for a review."""
    unread = LendingRow.reviewed_at.is_null()
    over = (LendingRow.until <= now) | LendingRow.ended_at.is_null(False)
    return int(LendingRow.select().where(unread & over).count())


def put(one: Lending) -> None:
    """Write it, new or changed."""
    values = one.model_dump()
    if not LendingRow.update(**values).where(LendingRow.id == one.id).execute():
        LendingRow.insert(**values).execute()


_RUNNING = Prepared(
    LendingRow,
    lambda: LendingRow.select(LendingRow.username, LendingRow.role, LendingRow.until).where(
        (LendingRow.until > datetime.now(UTC)) & LendingRow.ended_at.is_null()
    ),
)
