"""By which digest a passphrase is known, and how often one was tried in vain."""

from datetime import datetime

from p2p_tui.domain.values import Frozen, Line, Moment
from p2p_tui.store.models import PassphraseRow


class Known(Frozen):
    """What the desk has of somebody's passphrase: never the passphrase."""

    username: Line
    digest: str
    set_at: Moment
    set_by: Line
    first: bool = False
    """Whether somebody else made it: a new one is needed at once."""
    tries: int = 0
    """How often one was tried since it last fitted."""
    tried_at: Moment | None = None


def get(username: str) -> Known | None:
    """What is known of somebody's passphrase."""
    row = PassphraseRow.select().where(PassphraseRow.username == username).dicts().first()
    return None if row is None else Known.model_validate(row)


def any_set() -> bool:
    """Say whether anybody has one."""
    return bool(PassphraseRow.select().exists())


def put(known: Known) -> None:
    """Write it, new or changed: nothing was tried since."""
    values = known.model_dump()
    mine = PassphraseRow.username == known.username
    if not PassphraseRow.update(**values).where(mine).execute():
        PassphraseRow.insert(**values).execute()


def claim_try(known: Known, now: datetime) -> bool:
    """Count a try before it is looked at; say whether nobody else has begun one meanwhile.

    So many processes that guess at once have no more tries than one.
    """
    mine = (PassphraseRow.username == known.username) & (PassphraseRow.tries == known.tries)
    changed = PassphraseRow.update(tries=known.tries + 1, tried_at=now).where(mine).execute()
    return bool(changed)


def fitted(username: str) -> None:
    """Forget the tries: it fitted."""
    mine = PassphraseRow.username == username
    PassphraseRow.update(tries=0, tried_at=None).where(mine).execute()
