"""What is a person's own stands with the person."""


def up(migrator, db):  # type: ignore[no-untyped-def]
    db.execute_sql("ALTER TABLE staff ADD COLUMN preferences TEXT NOT NULL DEFAULT '{}'")
