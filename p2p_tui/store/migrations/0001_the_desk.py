"""The desk's first tables."""

from peewee import BooleanField, CharField, IntegerField, Model, TextField

from p2p_tui.store.engines import engine_of


def up(migrator, db):  # type: ignore[no-untyped-def]
    class Row(Model):
        class Meta:
            database = db

    class Staff(Row):
        username = CharField(primary_key=True)
        name = TextField()
        roles = TextField()
        credentials = TextField()
        extension = TextField()
        availability = TextField()
        disabled = BooleanField()

    class Request(Row):
        id = IntegerField(primary_key=True)
        kind = TextField()
        status = TextField(index=True)
        version = IntegerField()
        moved_version = IntegerField()
        placed_at = TextField(index=True)
        placed_by = TextField(index=True)
        since = TextField()
        waiting_since = TextField()
        holder = TextField(null=True)
        came_from = TextField(null=True)
        before_call = TextField(null=True)
        extension = TextField()
        redial = BooleanField()
        contact_name = TextField()
        job_title = TextField()
        phone = TextField()
        pa_number = TextField(index=True)
        member_id = TextField(index=True)
        drug_name = TextField()
        cntt = TextField()
        denial_rationale = TextField()
        prior_denials = TextField()
        callback_words = TextField()
        callback_windows = TextField()
        time_to_confirm = BooleanField()
        best_time = TextField()
        additional_info = TextField()
        reason_technician_cannot_approve = TextField()
        denying_pharmacist = TextField()
        reason_in_vue = TextField()
        prescriber_told = TextField()
        caller_verified = BooleanField()
        contact_id_made = BooleanField()
        pa_verified = BooleanField()
        not_understood = TextField()
        told_at = TextField(null=True)
        told_by = TextField(null=True)
        attempts = TextField()
        acknowledged_at = TextField(null=True)
        ready_at = TextField(null=True)
        connected_at = TextField(null=True)
        ended_at = TextField(null=True)
        closed_at = TextField(null=True, index=True)
        links = TextField()
        documentation = TextField(null=True)
        closure = TextField(null=True)
        addenda = TextField()

    class Event(Row):
        seq = IntegerField(primary_key=True)
        act_id = CharField(unique=True)
        at = TextField()
        actor = TextField()
        account = TextField()
        move = TextField()
        request_id = IntegerField(null=True)
        version = IntegerField(null=True)
        payload_digest = TextField()
        previous = TextField()
        digest = TextField()

        class Meta:
            indexes = ((("request_id", "seq"), False),)

    class Payload(Row):
        seq = IntegerField(primary_key=True)
        salt = TextField()
        body = TextField()

    class Draft(Row):
        id = CharField(primary_key=True)
        owner = TextField(index=True)
        form = TextField()
        body = TextField()
        kept_at = TextField()

    class Presence(Row):
        session = CharField(primary_key=True)
        username = TextField()
        started_at = TextField()
        seen_at = TextField()

    db.create_tables([Staff, Request, Event, Payload, Draft, Presence], safe=False)
    engine = engine_of(db)
    engine.make_append_only("event", "seq", "act_id")
    engine.make_append_only("payload", "seq")
    engine.make_search()
