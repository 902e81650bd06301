"""By which digest somebody's passphrase is known; roles that were lent in an emergency."""

from peewee import BooleanField, CharField, IntegerField, Model, TextField


def up(migrator, db):  # type: ignore[no-untyped-def]
    class Row(Model):
        class Meta:
            database = db

    class Passphrase(Row):
        username = CharField(primary_key=True)
        digest = TextField()
        set_at = TextField()
        set_by = TextField()
        first = BooleanField()
        tries = IntegerField()
        tried_at = TextField(null=True)

        class Meta:
            table_name = "passphrase"

    class Lending(Row):
        id = CharField(primary_key=True)
        username = TextField()
        role = TextField()
        reason = TextField()
        lent_by = TextField()
        lent_at = TextField()
        until = TextField(index=True)
        ended_at = TextField(null=True)
        ended_by = TextField()
        reviewed_at = TextField(null=True)
        reviewed_by = TextField()
        review = TextField()

        class Meta:
            table_name = "lending"

    db.create_tables([Passphrase, Lending], safe=False)
