"""What second processes do with the database."""

from p2p_tui.store.store import Store
from tests.crew import Gate
from tests.house import Address


def open_at_once(gate: Gate, address: Address) -> tuple[list[str], int]:
    """Open the database when the others do; its tables, and how often the schema was applied."""
    gate.wait()
    store = Store.open(address.url, address.key_file)
    try:
        database = store.engine.database
        (applied,) = database.execute_sql("SELECT count(*) FROM schema_migration").fetchone()
        return sorted(database.get_tables()), applied
    finally:
        store.close()


def hold_the_write_lock(gate: Gate, address: Address) -> None:
    """Take the write lock, say so, and let it go when told."""
    store = Store.open(address.url, address.key_file)
    try:
        with store.engine.writing():
            gate.tell("held")
            gate.hear()
    finally:
        store.close()
