"""Databases of the shared server, used again by the next test that wants one like it.

Making a database takes 0.1 s, and hundreds of tests want one. An empty one is emptied by
dropping its schema; a copy gets the rows of its original back, and is given up where a test has
changed more than rows.
"""

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import psycopg

from tests import servers

Connection = psycopg.Connection[tuple[object, ...]]

_SHAPE = """
WITH ours AS (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
SELECT md5(string_agg(one, ',' ORDER BY one)) FROM (
    SELECT 'class ' || oid || ' ' || xmin::text FROM pg_class WHERE oid IN (TABLE ours)
    UNION ALL SELECT 'column ' || attrelid || attname || ' ' || xmin::text FROM pg_attribute
        WHERE attrelid IN (TABLE ours)
    UNION ALL SELECT 'trigger ' || oid || ' ' || xmin::text FROM pg_trigger
    UNION ALL SELECT 'function ' || oid || ' ' || xmin::text FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'schema ' || oid || ' ' || xmin::text FROM pg_namespace
        WHERE nspname = 'public' OR nspname NOT LIKE 'pg!_%' ESCAPE '!'
    UNION ALL SELECT 'setting ' || setrole || setconfig::text FROM pg_db_role_setting
        JOIN pg_database ON pg_database.oid = setdatabase WHERE datname = current_database()
) AS shape (one)
"""
"""Any statement that changes more than rows leaves a trace in one of these."""
_TABLES = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname
"""
_emptied: list[str] = []


@contextlib.contextmanager
def empty() -> Iterator[str]:
    """An empty database: its name."""
    name = _emptied.pop() if _emptied else servers.make_database()
    try:
        yield name
    finally:
        try:
            with _alone_with(name) as admin:
                admin.execute(f"ALTER DATABASE {name} RESET ALL")
                admin.execute("DROP SCHEMA public CASCADE")
                admin.execute("CREATE SCHEMA public")
            _emptied.append(name)
        except psycopg.Error:
            servers.drop_database(name)


def drop_emptied() -> None:
    """Remove the databases that wait to be used again."""
    while _emptied:
        servers.drop_database(_emptied.pop())


@contextlib.contextmanager
def of(original: str) -> Iterator[Callable[[], AbstractContextManager[str]]]:
    """What gives copies of a database that nobody has open, each by its name."""
    copies = _Copies(original)
    try:
        yield copies.one
    finally:
        copies.drop()


class _Copies:
    def __init__(self, original: str) -> None:
        self._original = original
        self._rows: dict[str, bytes] = {}
        self._shapes: dict[str, object] = {}
        self._idle: list[str] = []
        with _alone_with(original) as admin:
            for (table,) in admin.execute(_TABLES).fetchall():
                with admin.cursor().copy(f"COPY {table} TO STDOUT (FORMAT binary)".encode()) as out:
                    self._rows[str(table)] = b"".join(bytes(part) for part in out)

    @contextlib.contextmanager
    def one(self) -> Iterator[str]:
        """A copy: its name."""
        name = self._again() or self._anew()
        try:
            yield name
        finally:
            self._idle.append(name)

    def drop(self) -> None:
        """Remove the copies that wait to be used again."""
        while self._idle:
            servers.drop_database(self._idle.pop())

    def _again(self) -> str | None:
        while self._idle:
            name = self._idle.pop()
            try:
                with _alone_with(name) as admin:
                    if _shape(admin) == self._shapes[name]:
                        self._refill(admin)
                        return name
            except psycopg.Error:
                pass  # A test has taken it away, or made it refuse.
            servers.drop_database(name)
        return None

    def _anew(self) -> str:
        name = servers.make_database(self._original)
        with _alone_with(name) as admin:
            self._shapes[name] = _shape(admin)
        return name

    def _refill(self, admin: Connection) -> None:
        with admin.transaction():
            # What keeps the record from being changed does not hold for who restores a backup.
            admin.execute("SET LOCAL session_replication_role = replica")
            for table, rows in self._rows.items():
                admin.execute(f"DELETE FROM {table}".encode())
                with admin.cursor().copy(f"COPY {table} FROM STDIN (FORMAT binary)".encode()) as to:
                    to.write(rows)


def _shape(admin: Connection) -> object:
    row = admin.execute(_SHAPE).fetchone()
    return row and row[0]


def _alone_with(name: str) -> Connection:
    servers.end_connections(name)
    return servers.connect(servers.shared_url(name))
