"""What the desk has in common stands with the desk."""

from peewee import CharField, IntegerField, Model, TextField


def up(migrator, db):  # type: ignore[no-untyped-def]
    class InCommon(Model):
        name = CharField(primary_key=True)
        body = TextField()
        version = IntegerField()
        changed_at = TextField()
        changed_by = TextField()

        class Meta:
            database = db
            table_name = "in_common"

    db.create_tables([InCommon], safe=False)
