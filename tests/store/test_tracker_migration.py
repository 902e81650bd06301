"""A desk of before the tracker's tables: what is derived of its requests is there afterwards."""

from typing import Any

from p2p_tui.desk import Office
from p2p_tui.store.models import BookingRow, RequestRow
from p2p_tui.store.store import Store
from tests.documented import needed
from tests.house import Address, FixedClock, callback, sit, through

NEW = ("moved", "legal_hold", "source", "drug_key", "determination", "closed_as", "follow_up_on")
INDEXES = (
    "request_drug_key_id", "request_determination_id", "request_holder_id",
    "request_closed_as_id", "request_follow_up_on", "request_covered", "request_moved",
    "event_at_request_id",
)  # fmt: skip
DERIVED = ("id", "drug_key", "determination", "closed_as")


def derived() -> tuple[list[Any], list[Any]]:
    """What the new columns and the new table say."""
    columns = [getattr(RequestRow, name) for name in DERIVED]
    rows: Any = RequestRow.select(*columns).order_by(RequestRow.id).tuples()
    windows: Any = BookingRow.select().order_by(BookingRow.request_id, BookingRow.number).tuples()
    return list(rows), list(windows)


def undo(office: Office) -> None:
    """Make the database as it was before the step."""
    database = office.store.engine.database
    for name in INDEXES:
        database.execute_sql(f"DROP INDEX {name}")
    database.execute_sql("DROP TABLE booking")
    for name in NEW:
        database.execute_sql(f"ALTER TABLE request DROP COLUMN {name}")
    database.execute_sql("DELETE FROM schema_migration WHERE name = '0007_the_tracker'")


def test_windows_and_keys_of_old_requests_are_made_by_the_step(
    address: Address, clock: FixedClock, office: Office
) -> None:
    tina = sit(office, "tina")
    done = through(
        lambda who: sit(office, who), tina.place(callback("today 3pm")), "acknowledge", "reached",
        "end_call",
    )  # fmt: skip
    ana = sit(office, "ana")
    ana.make("document", done.ref, done.version, {
        "none_offered": True, **needed("upheld, appeal rights told"),
    })  # fmt: skip
    through(lambda who: sit(office, who), tina.place(callback("tomorrow 2-4")), "close")
    tried = tina.place(callback("in 10 min"))
    clock.on(minutes=12)
    tried = through(lambda who: sit(office, who), tried, "acknowledge")
    ana.make("not_reached", tried.ref, tried.version, {"outcome": "no answer"})
    tina.place(callback("after the holidays"))
    before = derived()
    assert len(before[1]) == 3
    undo(office)
    office.close()

    store = Store.open(address.url, address.key_file, any_schema=True)
    try:
        assert store.migrate() == ("0007_the_tracker",)
        assert derived() == before
    finally:
        store.close()
