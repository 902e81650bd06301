"""What the tracker is found by, who asked for other times, windows that were booked, holds."""

import json
from typing import Any

from peewee import IntegerField, Model, TextField


def up(migrator, db):  # type: ignore[no-untyped-def]
    class Row(Model):
        class Meta:
            database = db

    class Request(Row):
        id = IntegerField(primary_key=True)
        placed_at = TextField()
        closed_at = TextField(null=True)
        connected_at = TextField(null=True)
        callback_windows = TextField()
        attempts = TextField()
        documentation = TextField(null=True)
        closure = TextField(null=True)
        drug_name = TextField()
        drug_key = TextField()
        determination = TextField(null=True)
        closed_as = TextField(null=True)

    for column in (
        "moved TEXT NOT NULL DEFAULT '[]'",
        "legal_hold TEXT",
        "source TEXT NOT NULL DEFAULT ''",
        "drug_key TEXT NOT NULL DEFAULT ''",
        "determination TEXT",
        "closed_as TEXT",
        "follow_up_on TEXT",
    ):
        db.execute_sql(f"ALTER TABLE request ADD COLUMN {column}")
    db.execute_sql(
        "CREATE TABLE booking (request_id INTEGER NOT NULL, number INTEGER NOT NULL, start TEXT"
        ' NOT NULL, "end" TEXT NOT NULL, booked_at TEXT NOT NULL, until TEXT, called_at TEXT,'
        " PRIMARY KEY (request_id, number))"
    )
    numbers: Any = Request.select(Request.id).order_by(Request.id)
    for (number,) in list(numbers.tuples()):
        _fill(db, Request, number)
    for name, columns in (
        ("request_drug_key_id", "request (drug_key, id)"),
        ("request_determination_id", "request (determination, id)"),
        ("request_holder_id", "request (holder, id)"),
        ("request_closed_as_id", "request (closed_as, id)"),
        ("request_follow_up_on", "request (follow_up_on)"),
        ("request_covered", "request (id) WHERE cover IS NOT NULL"),
        ("request_moved", "request (id) WHERE moved <> '[]'"),
        ("event_at_request_id", "event (at, request_id)"),
        ("booking_end", 'booking ("end")'),
        ("booking_uncalled", 'booking ("end") WHERE called_at IS NULL'),
        ("booking_late", 'booking ("end") WHERE called_at > "end"'),
    ):
        db.execute_sql(f"CREATE INDEX {name} ON {columns}")


def _fill(db: Any, request: Any, number: int) -> None:
    """What is derived of a request, from what stood in it until now."""
    row = request.select().where(request.id == number).get()
    documented, closure = (json.loads(one or "{}") for one in (row.documentation, row.closure))
    request.update(
        drug_key=" ".join(row.drug_name.split()).casefold(),
        determination=documented.get("determination"),
        closed_as=closure.get("reason"),
    ).where(request.id == number).execute()
    spoken = [row.connected_at] if row.connected_at else []
    calls = [_text(one["at"]) for one in json.loads(row.attempts)
             if one["outcome"] != "the call dropped"]  # fmt: skip
    ends = [at for at in (row.closed_at, *spoken) if at and at >= row.placed_at]
    until = min(ends, default=None)
    for at, window in enumerate(json.loads(row.callback_windows)):
        start, end = _text(window["start"]), _text(window["end"])
        made = [one for one in (*calls, *spoken) if one >= start and not (until and one > until)]
        values = (number, at, start, end, row.placed_at, until, min(made, default=None))
        marks = ", ".join([db.param] * len(values))
        db.execute_sql(f"INSERT INTO booking VALUES ({marks})", values)  # noqa: S608 marks


def _text(moment: str) -> str:
    """A moment of a JSON value, in the width in which moments sort."""
    whole, _, rest = moment.removesuffix("Z").partition(".")
    return f"{whole}.{rest:0<6}Z"
