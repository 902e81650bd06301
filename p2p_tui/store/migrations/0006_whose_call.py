"""What people say of themselves, ahead and until when; what their sessions tell; who covers."""


def up(migrator, db):  # type: ignore[no-untyped-def]
    for table, column in (
        ("staff", "until TEXT"),
        ("staff", "said_at TEXT"),
        ("staff", "absences TEXT NOT NULL DEFAULT '[]'"),
        ("request", "cover TEXT"),
        ("presence", "idle BOOLEAN NOT NULL DEFAULT FALSE"),
        ("presence", "ref TEXT NOT NULL DEFAULT ''"),
        ("presence", "doing TEXT NOT NULL DEFAULT ''"),
    ):
        db.execute_sql(f"ALTER TABLE {table} ADD COLUMN {column}")
