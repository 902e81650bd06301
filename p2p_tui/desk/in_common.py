"""Reading the desk's settings from outside: nothing is made and nothing changed by it."""

from dataclasses import dataclass
from pathlib import Path

from p2p_tui.desk.office import Office
from p2p_tui.domain.in_common import InForce
from p2p_tui.domain.people import Staff
from p2p_tui.store.engines import DatabaseUnusableError, engine_for
from p2p_tui.store.store import Store


@dataclass(frozen=True)
class Found:
    """What is in force at a desk, the name of who set it, and who it is that asks."""

    in_force: InForce
    by: str
    own: Staff | None = None
    """Who asks, with their own settings; None: the desk knows nobody of that login."""


def look(url: str, key_file: Path | None, login: str = "") -> Found:
    """What the desk at a URL has in common, and what is that person's own.

    Raises:
        OfficeUnusableError: it can't be read; the message says why.
    """
    engine = engine_for(url, key_file)
    if not engine.exists():
        engine.close()
        raise DatabaseUnusableError("there is no desk yet")
    store = Store.look(engine)
    try:
        if store.is_empty():
            raise DatabaseUnusableError("there is no desk yet")
        if pending := store.pending():
            raise DatabaseUnusableError(
                f"the database is of an older version, it lacks {pending[0]}: p2p migrate"
            )
        office = Office(store)
        found = office.read_in_common()
        roster = office.roster()
        return Found(found, roster.name(found.by) if found.by else "", roster.get(login))
    finally:
        store.close()
