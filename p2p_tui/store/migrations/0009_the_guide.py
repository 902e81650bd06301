"""The desk's own versions of the guide."""

from peewee import CharField, CompositeKey, IntegerField, Model, TextField


def up(migrator, db):  # type: ignore[no-untyped-def]
    class Guide(Model):
        document = CharField()
        number = IntegerField()
        text = TextField()
        by = TextField()
        at = TextField()

        class Meta:
            database = db
            table_name = "guide"
            primary_key = CompositeKey("document", "number")

    db.create_tables([Guide], safe=False)
