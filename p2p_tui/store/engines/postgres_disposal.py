"""What keeps a table on a server append-only, and how rows are lawfully taken out of it."""

import contextlib
from collections.abc import Iterator
from typing import Any

from p2p_tui.store.engines.base import identifier


def append_only(database: Any, table: str) -> None:
    """A trigger for each statement; inserts that would replace are updates here."""
    name = identifier(table)
    database.execute_sql(
        f"CREATE FUNCTION {name}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$"
        f"BEGIN RAISE EXCEPTION '{name} is append-only'; END $$"
    )
    database.execute_sql(
        f"CREATE TRIGGER {name}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {name} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}_is_append_only()"
    )


@contextlib.contextmanager
def disposing(database: Any, table: str) -> Iterator[None]:
    """Switch the trigger off inside the open transaction, and on again: those who read go on."""
    name = identifier(table)
    database.execute_sql(f"ALTER TABLE {name} DISABLE TRIGGER {name}_is_append_only")
    yield
    database.execute_sql(f"ALTER TABLE {name} ENABLE TRIGGER {name}_is_append_only")
