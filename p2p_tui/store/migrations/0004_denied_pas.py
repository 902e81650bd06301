"""What the PA system says of denied PAs stands with the desk."""

from peewee import CharField, Model, TextField


def up(migrator, db):  # type: ignore[no-untyped-def]
    class DeniedPA(Model):
        number_key = CharField(primary_key=True)
        pa_number = TextField()
        member_id = TextField()
        drug_name = TextField()
        denial_rationale = TextField()
        denying_pharmacist = TextField()
        denied_on = TextField(null=True)
        plan = TextField()
        appeal_filed_on = TextField(null=True)
        p2p_held_on = TextField(null=True)
        p2p_until = TextField(null=True)
        loaded_at = TextField()
        source = TextField()

        class Meta:
            database = db
            table_name = "denied_pa"

    db.create_tables([DeniedPA], safe=False)
