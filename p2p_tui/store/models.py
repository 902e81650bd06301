"""The tables: requests are the fast view, events with payloads are what people argue about."""

from typing import Any

from peewee import (
    SQL,
    AutoField,
    BooleanField,
    CharField,
    CompositeKey,
    IntegerField,
    Model,
    TextField,
)

from p2p_tui.store.fields import DayField, JsonField, MomentField


class Row(Model):
    """A row of the desk's database, bound to it when the store opens."""


class StaffRow(Row):
    """A person of the desk."""

    username = CharField(primary_key=True)
    name = TextField()
    roles = JsonField()
    credentials = TextField()
    extension = TextField()
    availability = TextField()
    until = MomentField(null=True)
    said_at = MomentField(null=True)
    absences = JsonField()
    disabled = BooleanField()
    preferences = JsonField()

    class Meta:
        """Named as people name it."""

        table_name = "staff"


class RequestRow(Row):
    """A request as it stands now. ``id`` is the number in its reference."""

    id = IntegerField(primary_key=True)
    kind = TextField()
    status = TextField(index=True)
    version = IntegerField()
    moved_version = IntegerField()
    placed_at = MomentField(index=True)
    placed_by = TextField(index=True)
    since = MomentField()
    waiting_since = MomentField()
    holder = TextField(null=True)
    came_from = TextField(null=True)
    before_call = TextField(null=True)
    cover = JsonField(null=True)
    extension = TextField()
    redial = BooleanField()
    contact_name = TextField()
    job_title = TextField()
    practice = TextField()
    phone = TextField()
    phone_key = TextField(index=True)
    """The number's digits, by which it is found in any notation."""
    pa_number = TextField(index=True)
    pa_key = TextField(index=True)
    """The PA's number as numbers are compared, however it was typed."""
    member_id = TextField(index=True)
    drug_name = TextField()
    cntt = TextField()
    denial_rationale = TextField()
    prior_denials = JsonField()
    callback_words = TextField()
    callback_windows = JsonField()
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
    told_at = MomentField(null=True)
    told_by = TextField(null=True)
    attempts = JsonField()
    acknowledged_at = MomentField(null=True)
    ready_at = MomentField(null=True)
    connected_at = MomentField(null=True)
    ended_at = MomentField(null=True)
    closed_at = MomentField(null=True, index=True)
    links = JsonField()
    documentation = JsonField(null=True)
    closure = JsonField(null=True)
    addenda = JsonField()
    moved = JsonField()
    legal_hold = JsonField(null=True)
    source = TextField()
    drug_key = TextField()
    """The drug's name as names are compared."""
    determination = TextField(null=True)
    closed_as = TextField(null=True)
    """Why it ended without a P2P."""
    follow_up_on = DayField(null=True)

    class Meta:
        """Found by the newest of each kind; what is rare has an index of its own."""

        table_name = "request"
        indexes = tuple(
            ((name, "id"), False) for name in ("drug_key", "determination", "holder", "closed_as")
        )


RequestRow.add_index(RequestRow.follow_up_on, name="request_follow_up_on")
RequestRow.add_index(RequestRow.id, where=RequestRow.cover.is_null(False), name="request_covered")
RequestRow.add_index(RequestRow.id, where=SQL("moved <> '[]'"), name="request_moved")


class BookingRow(Row):
    """A window in which a provider was to be called, and the first call from its start on.

    Derived from its request, and written with it."""

    request_id = IntegerField()
    number = IntegerField()
    start = MomentField()
    end = MomentField(index=True)
    booked_at = MomentField()
    until = MomentField(null=True)
    called_at = MomentField(null=True)

    class Meta:
        """Named as people name it."""

        table_name = "booking"
        primary_key = CompositeKey("request_id", "number")


BookingRow.add_index(BookingRow.end, where=BookingRow.called_at.is_null(), name="booking_uncalled")
BookingRow.add_index(BookingRow.end, where=SQL('called_at > "end"'), name="booking_late")


class EventRow(Row):
    """One thing that happened, chained to the one before. Never changed, never removed."""

    seq = IntegerField(primary_key=True)
    act_id = CharField(unique=True)
    at = MomentField()
    actor = TextField()
    account = TextField()
    """Under which identity the actor came in: the OS account, a key, a passphrase."""
    move = TextField()
    request_id = IntegerField(null=True)
    version = IntegerField(null=True)
    payload_digest = TextField()
    previous = TextField()
    digest = TextField()

    class Meta:
        """A request's story is read by request and order."""

        table_name = "event"
        indexes = ((("request_id", "seq"), False), (("at", "request_id"), False))


class PayloadRow(Row):
    """What an event carried: PHI, apart from the chain so that lawful disposal can remove it."""

    seq = IntegerField(primary_key=True)
    salt = TextField()
    body = TextField()

    class Meta:
        """Beside the event of the same number."""

        table_name = "payload"


class DraftRow(Row):
    """Words somebody is still typing. A plain row: no chain, no ring."""

    id = CharField(primary_key=True)
    owner = TextField(index=True)
    form = TextField()
    body = JsonField()
    kept_at = MomentField()

    class Meta:
        """Named as people name it."""

        table_name = "draft"


class PresenceRow(Row):
    """A session that says it is alive. A plain row: no chain, no ring."""

    session = CharField(primary_key=True)
    username = TextField()
    started_at = MomentField()
    seen_at = MomentField()
    idle = BooleanField()
    ref = TextField()
    """The request before them, or empty."""
    doing = TextField()

    class Meta:
        """Named as people name it."""

        table_name = "presence"


class InCommonRow(Row):
    """One thing that the desk has in common, and who set it; no PHI."""

    name = CharField(primary_key=True)
    body = JsonField()
    version = IntegerField()
    """The version of all that is in common which this came with."""
    changed_at = MomentField()
    changed_by = TextField()

    class Meta:
        """Named as people name it."""

        table_name = "in_common"


class DeniedPARow(Row):
    """A denied PA as an extract of the PA system told it last. A plain row: no chain, no ring."""

    number_key = CharField(primary_key=True)
    """By what its number is compared."""
    pa_number = TextField()
    member_id = TextField()
    drug_name = TextField()
    denial_rationale = TextField()
    denying_pharmacist = TextField()
    denied_on = DayField(null=True)
    plan = TextField()
    appeal_filed_on = DayField(null=True)
    p2p_held_on = DayField(null=True)
    p2p_until = DayField(null=True)
    loaded_at = MomentField()
    source = TextField()

    class Meta:
        """Named as people name it."""

        table_name = "denied_pa"


class PassphraseRow(Row):
    """By which digest somebody's passphrase is known, and the tries since it last fitted."""

    username = CharField(primary_key=True)
    digest = TextField()
    set_at = MomentField()
    set_by = TextField()
    first = BooleanField()
    """Whether somebody else made it, so that a new one is needed at once."""
    tries = IntegerField()
    tried_at = MomentField(null=True)

    class Meta:
        """Named as people name it."""

        table_name = "passphrase"


class LendingRow(Row):
    """A role lent to somebody in an emergency: why, for how long, and what a review said of it."""

    id = CharField(primary_key=True)
    username = TextField()
    role = TextField()
    reason = TextField()
    lent_by = TextField()
    lent_at = MomentField()
    until = MomentField(index=True)
    ended_at = MomentField(null=True)
    ended_by = TextField()
    reviewed_at = MomentField(null=True)
    reviewed_by = TextField()
    review = TextField()

    class Meta:
        """Named as people name it."""

        table_name = "lending"


class GuideRow(Row):
    """A version of a document of the guide that a lead put in; no PHI. Only added to."""

    document = CharField()
    number = IntegerField()
    text = TextField()
    by = TextField()
    at = MomentField()

    class Meta:
        """Named as people name it."""

        table_name = "guide"
        primary_key = CompositeKey("document", "number")


class SchemaRow(Row):
    """A step of the schema that was made, as the runner of the migrations writes it down."""

    id = AutoField()
    name = CharField(unique=True)

    class Meta:
        """The runner's own table, read here and never written."""

        table_name = "schema_migration"


MODELS: tuple[type[Any], ...] = (
    StaffRow, RequestRow, BookingRow, EventRow, PayloadRow, DraftRow, PresenceRow, InCommonRow,
    DeniedPARow, PassphraseRow, LendingRow, GuideRow,
)  # fmt: skip
"""The tables that the migrations make."""
TABLES = (*MODELS, SchemaRow)
