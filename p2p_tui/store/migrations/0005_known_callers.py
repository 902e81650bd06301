"""A caller's practice, and keys by which numbers are found however they were typed."""

from typing import Any

from peewee import IntegerField, Model, TextField

from p2p_tui.domain.denied_pas import number_key
from p2p_tui.domain.phones import phone_key


def up(migrator, db):  # type: ignore[no-untyped-def]
    class Request(Model):
        id = IntegerField(primary_key=True)
        phone = TextField()
        phone_key = TextField()
        pa_number = TextField()
        pa_key = TextField()

        class Meta:
            database = db
            table_name = "request"

    for name in ("practice", "phone_key", "pa_key"):
        db.execute_sql(f"ALTER TABLE request ADD COLUMN {name} TEXT NOT NULL DEFAULT ''")
    numbers: Any = Request.select(Request.id, Request.phone, Request.pa_number)
    for number, phone, pa_number in list(numbers.tuples()):
        keys = {"phone_key": phone_key(phone), "pa_key": number_key(pa_number)}
        Request.update(**keys).where(Request.id == number).execute()
    for name in ("phone_key", "pa_key"):
        db.execute_sql(f"CREATE INDEX request_{name} ON request ({name})")
