"""Looking after the desk's database as a whole: backup, restore, another key, a newer schema.

For the account that owns it, with nobody's desk open in the same process.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from p2p_tui.desk.office import Clock, utc_now
from p2p_tui.domain.errors import DeskError
from p2p_tui.store.engines import Copy, Engine, NotOwnedError, NotThisEngineError, engine_for
from p2p_tui.store.store import Store


@dataclass(frozen=True)
class Place:
    """Which database: its URL and where its key stands, as the settings name them."""

    url: str
    key_file: Path | None = None


@dataclass(frozen=True)
class Restored:
    """What came of a restore: where the old database is kept, and what the new one still lacks."""

    kept: Path | None
    pending: tuple[str, ...]


@dataclass(frozen=True)
class Moved:
    """What came of moving the schema: the steps made, the copy made before, and the grant."""

    steps: tuple[str, ...]
    copy: Copy | None
    granted: bool


def backup(place: Place, to: Path) -> Copy:
    """Copy the whole database into a new file while the desk goes on, and look through the copy.

    Raises:
        DeskError: it is not this account's, or it is backed up by other tools: which, it says.
        OfficeUnusableError: it failed; nothing is left of it.
    """
    with _engine(place) as engine:
        return engine.backup(to)


def restore(place: Place, copy: Path) -> Restored:
    """Put a copy in the database's place, once all of it was looked through.

    Raises:
        DeskError: as for ``backup``.
        OfficeUnusableError: it can't be used, or somebody is at the desk; the desk is as it was.
    """
    with _engine(place) as engine:
        kept = engine.restore(copy)
    store = Store.open(place.url, place.key_file, any_schema=True)
    try:
        return Restored(kept, store.pending())
    finally:
        store.close()


def rekey(place: Place) -> Path:
    """Encrypt the database with a new key; return where the old one is kept, for old backups.

    Raises:
        DeskError: as for ``backup``; or it has no key.
        OfficeUnusableError: as for ``restore``. What was interrupted is finished by the next one.
    """
    with _engine(place) as engine:
        return engine.rekey()


def migrate(
    place: Place, *, clock: Clock = utc_now, app_role: str = "", backed_up: bool = False
) -> Moved:
    """Move the schema to what this program knows, once a backup was made.

    ``app_role`` may do the desk's daily work from then on, if there is such a role. ``backed_up``
    says that a backup was made with other tools, where the database has its own.

    Raises:
        DeskError: as for ``backup``.
        OfficeUnusableError: a step failed; those before it stand, and the next run goes on there.
    """
    store = Store.open(place.url, place.key_file, any_schema=True)
    copies: list[Copy] = []

    def keep(pending: object) -> None:
        _require_owner(store.engine)
        stamp = clock().strftime("%Y%m%dT%H%M%SZ")
        try:
            copies.append(store.engine.backup(store.engine.spare(f"before-{first}-{stamp}")))
        except NotThisEngineError as no:
            if not backed_up:
                raise DeskError(f"{no}; then: p2p migrate --backed-up") from None

    try:
        pending = store.pending()
        first = next(iter(pending), "")
        with store.explained():
            if not pending:
                _require_owner(store.engine)
        steps = store.migrate(keep) if pending else ()
        with store.explained():
            granted = bool(app_role) and store.engine.grant(app_role)
        return Moved(steps, next(iter(copies), None), granted)
    finally:
        store.close()


def roles_sql(place: Place, owner_role: str, app_role: str) -> str:
    """The statements that make the roles of a database that has such.

    Raises:
        DeskError: it has none.
    """
    with _engine(place) as engine:
        return engine.roles_sql(owner_role, app_role)


@contextlib.contextmanager
def _engine(place: Place) -> Iterator[Engine]:
    engine = engine_for(place.url, place.key_file)
    try:
        yield engine
    except (NotThisEngineError, NotOwnedError) as no:
        raise DeskError(str(no)) from None
    finally:
        engine.close()


def _require_owner(engine: Engine) -> None:
    if not engine.owned():
        raise DeskError("That is for the account that owns the desk's database")
