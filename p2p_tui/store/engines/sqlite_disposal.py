"""What keeps a table in a file append-only, and how rows are lawfully taken out of the file."""

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

from p2p_tui.store.engines.base import identifier

_PAGES = 500
"""How many pages of the search's index are written anew in one transaction, some 0.05 s."""


def append_only(database: Any, table: str, keys: Sequence[str]) -> None:
    """Triggers; the one on INSERT stops ``REPLACE`` where recursive triggers are off."""
    name, columns = identifier(table), [identifier(key) for key in keys]
    taken = " OR ".join(f"{column} = NEW.{column}" for column in columns)
    database.execute_sql(_guard(name, "UPDATE"))
    database.execute_sql(_guard(name, "DELETE"))
    database.execute_sql(
        f"CREATE TRIGGER {name}_no_replace BEFORE INSERT ON {name} "  # noqa: S608 identifiers
        f"WHEN EXISTS (SELECT 1 FROM {name} WHERE {taken}) BEGIN {_no(name)}; END"
    )


@contextlib.contextmanager
def disposing(database: Any, table: str) -> Iterator[None]:
    """Take the guard on DELETE away inside the open transaction, and put it back."""
    name = identifier(table)
    database.execute_sql(f"DROP TRIGGER {name}_no_delete")
    yield
    database.execute_sql(_guard(name, "DELETE"))


def wipe(database: Any, words: str) -> bool:
    """Write the search's index anew without the words that were removed; empty the journal.

    A row of the table ``words`` that goes leaves its words in the index until pieces of that are
    merged. It is done piece by piece: the desk goes on meanwhile.
    """
    pages = -_PAGES  # the first says that all of the index is meant, whatever its age
    while _merge(database, identifier(words), pages) >= 2:  # as the library's manual counts
        pages = _PAGES
    busy = database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return not busy


def _merge(database: Any, name: str, pages: int) -> int:
    with database.atomic():
        connection = database.connection()
        before = connection.total_changes
        database.execute_sql(
            f"INSERT INTO {name} ({name}, rank) VALUES ('merge', ?)",  # noqa: S608 identifier
            (pages,),
        )
        return int(connection.total_changes - before)


def _guard(name: str, event: str) -> str:
    return (
        f"CREATE TRIGGER {name}_no_{event.lower()} BEFORE {event} ON {name} BEGIN {_no(name)}; END"
    )


def _no(name: str) -> str:
    return f"SELECT RAISE(ABORT, '{name} is append-only')"
