"""Opening the desk's database, and what one process does with it."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import peewee
from playhouse.migrations import Runner

from p2p_tui.store.engines import DatabaseUnusableError, Engine, engine_for
from p2p_tui.store.models import TABLES

MIGRATIONS = Path(__file__).parent / "migrations"


class Store:
    """The open database. Threads may share it; each has a connection of its own."""

    _open: "Store | None" = None

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @classmethod
    def open(cls, url: str, key_file: Path | None = None) -> "Store":
        """Open the database at a URL, and make it where there is none.

        Raises:
            DatabaseUnusableError: it can't be used; the message says why and what to do.
        """
        if cls._open is not None:
            raise DatabaseUnusableError("This process has another desk's database open")
        engine = engine_for(url, key_file)
        store = cls(engine)
        try:
            with store.explained(), engine.migrating():
                engine.prepare()
                engine.database.bind(list(TABLES), bind_refs=False, bind_backrefs=False)
                _migrate(engine)
        except BaseException:
            store.close()
            raise
        cls._open = store
        return store

    def close(self) -> None:
        """Let the database go, in the thread that opened it last of all."""
        self.release()
        self.engine.close()
        Store._open = None

    def release(self) -> None:
        """Close this thread's connection."""
        if not self.engine.database.is_closed():
            self.engine.database.close()

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction. When it is committed, every other session is woken."""
        with self.explained():
            with self.engine.writing():
                yield
            self.engine.ring()

    @contextlib.contextmanager
    def explained(self) -> Iterator[None]:
        """Say the engine's errors in words that help."""
        try:
            yield
        except peewee.PeeweeException as error:
            raise self.engine.explain(error) from error


def _migrate(engine: Engine) -> None:
    runner = Runner(engine.database, str(MIGRATIONS))
    status = runner.status()
    unknown = [one.name for one in status if one.path is None]
    if unknown:
        raise DatabaseUnusableError(
            f"The database is of a newer version ({unknown[-1]}): use the newer p2p"
        )
    pending = [one.name for one in status if not one.applied]
    if pending and len(pending) < len(status):
        raise DatabaseUnusableError(
            f"The database is of an older version (it lacks {pending[0]}): use the older p2p"
        )
    if pending:
        runner.up()
