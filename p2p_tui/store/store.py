"""Opening the desk's database, and what one process does with it."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import peewee
from playhouse.migrations import Runner

from p2p_tui.store.engines import (
    DatabaseReplacedError,
    DatabaseUnusableError,
    Engine,
    engine_for,
)
from p2p_tui.store.models import TABLES, SchemaRow
from p2p_tui.store.prepared import Prepared

MIGRATIONS = Path(__file__).parent / "migrations"


class Store:
    """The open database. Threads may share it; each has a connection of its own."""

    _open: "Store | None" = None

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.schema = ""
        """The newest step of the schema when it was opened."""

    @classmethod
    def open(cls, url: str, key_file: Path | None = None, *, any_schema: bool = False) -> "Store":
        """Open the database at a URL, and make it where there is none.

        ``any_schema`` opens an older or newer one too: to look at it, or to move it.

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
                if not any_schema:
                    _make_or_check(engine)
                    store.schema = _newest_step()
        except BaseException:
            store.close()
            raise
        cls._open = store
        return store

    @classmethod
    def look(cls, engine: Engine) -> "Store":
        """Open the database that is there, of whichever schema: nothing is made or changed by it.

        Raises:
            DatabaseUnusableError: it can't be opened; the message says why and what to do.
        """
        if cls._open is not None:
            raise DatabaseUnusableError("This process has another desk's database open")
        store = cls(engine)
        try:
            with store.explained():
                engine.look()
                engine.database.bind(list(TABLES), bind_refs=False, bind_backrefs=False)
                engine.database.get_tables()
        except BaseException:
            store.close()
            raise
        cls._open = store
        return store

    def close(self) -> None:
        """Let the database go, in the thread that opened it last of all."""
        with contextlib.suppress(peewee.PeeweeException):
            self.release()
        self.engine.close()
        Store._open = None

    def release(self) -> None:
        """Close this thread's connection."""
        if not self.engine.database.is_closed():
            self.engine.database.close()

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction of the record. When it is committed, every other session is woken.

        Raises:
            DatabaseReplacedError: it is another database by now, or its schema has moved.
        """
        with self.explained(), self.engine.writing():
            self._check_schema()
            yield

    @contextlib.contextmanager
    def writing_plainly(self, *, ring: bool = False) -> Iterator[None]:
        """One transaction of plain rows; they are kept whatever became of the schema.

        Others are woken only by what matters to them at once (``ring``), such as who is here.
        """
        try:
            with self.engine.writing_plainly():
                yield
            if ring:
                self.engine.ring()
        except self.engine.errors as error:
            raise self.engine.explain(error) from error

    def check(self) -> None:
        """Make sure that it is still the database that was opened.

        Raises:
            DatabaseReplacedError: it is another one, or its schema has moved.
        """
        with self.explained():
            self._check_schema()

    @contextlib.contextmanager
    def explained(self) -> Iterator[None]:
        """Say the engine's errors in words that help, the driver's own while rows are read too."""
        try:
            self.engine.check()
            yield
        except self.engine.errors as error:
            raise self.engine.explain(error) from error

    def pending(self) -> tuple[str, ...]:
        """The steps that the schema lacks.

        Raises:
            DatabaseUnusableError: it is newer than this program.
        """
        with self.explained():
            return pending_steps(Runner(self.engine.database, str(MIGRATIONS)))

    def is_empty(self) -> bool:
        """Say whether no step of the schema was ever made: there is no desk in it yet."""
        with self.explained():
            return not Runner(self.engine.database, str(MIGRATIONS)).applied()

    def migrate(self, first: Callable[[Sequence[str]], None] | None = None) -> tuple[str, ...]:
        """Move the schema forward, in one process at a time; return the steps that were made.

        ``first`` is called with what is to be made, where there is something that could be lost.
        """
        with self.explained(), self.engine.migrating():
            runner = Runner(self.engine.database, str(MIGRATIONS))
            pending = pending_steps(runner)
            if first is not None and 0 < len(pending) < len(runner.migrations()):
                first(pending)
            with self.engine.moving():
                return tuple(runner.up())

    def _check_schema(self) -> None:
        if self.schema and _newest_step() != self.schema:
            raise DatabaseReplacedError(
                "The desk's database was moved to a newer version: leave and open the desk again;"
                " what you typed is kept"
            )


_NEWEST_STEP = Prepared(
    SchemaRow, lambda: SchemaRow.select(SchemaRow.name).order_by(SchemaRow.name.desc()).limit(1)
)


def _newest_step() -> str:
    found = _NEWEST_STEP.one()
    return found["name"] if found else ""


def _make_or_check(engine: Engine) -> None:
    runner = Runner(engine.database, str(MIGRATIONS))
    pending = pending_steps(runner)
    if pending and len(pending) < len(runner.migrations()):
        raise DatabaseUnusableError(
            f"The database is of an older version (it lacks {pending[0]}): run p2p migrate, which"
            " backs it up first, or use the older p2p"
        )
    if pending:
        runner.up()


def pending_steps(runner: Runner) -> tuple[str, ...]:
    """The steps of the schema that a database lacks.

    Raises:
        DatabaseUnusableError: it is newer than this program.
    """
    status = runner.status()
    unknown = [one.name for one in status if one.path is None]
    if unknown:
        raise DatabaseUnusableError(
            f"The database is of a newer version ({unknown[-1]}): use the newer p2p"
        )
    return tuple(one.name for one in status if not one.applied)
