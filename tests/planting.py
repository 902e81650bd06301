"""A desk that has something of everything, and each text in its database poisoned behind its back.

Which columns hold text is read off the tables, and what stands in a JSON column off the values that
are made of it: a new column or field is poisoned without anybody thinking of it.
"""

import itertools
import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Annotated, Any, get_args, get_origin

from peewee import CharField, TextField
from pydantic import AfterValidator, BaseModel

from p2p_tui.desk import NEW_REQUEST, Desk, Office
from p2p_tui.domain.denied_pas import DeniedPA
from p2p_tui.domain.guide import Version
from p2p_tui.domain.in_common import InCommon, InForce
from p2p_tui.domain.lending import Lending
from p2p_tui.domain.people import AtHand, Looking, Role, Staff
from p2p_tui.domain.request import Request
from p2p_tui.domain.story import Happening
from p2p_tui.domain.views import View
from p2p_tui.store import models
from p2p_tui.store.fields import DayField, JsonField, MomentField
from p2p_tui.store.people import Draft
from p2p_tui.training.synthetic import ACCOUNT, MovableClock, details, furnish
from tests.hostile import CHARACTERS, LONG, MARKUP, SEQUENCES
from tests.house import unguard

VALUES: dict[str, tuple[type[BaseModel], ...]] = {
    "staff": (Staff,), "request": (Request,), "event": (Happening,), "draft": (Draft,),
    "presence": (Looking, AtHand), "denied_pa": (DeniedPA,), "lending": (Lending,),
    "guide": (Version,),
}  # fmt: skip
"""Of which values the rows of a table are made."""
KEPT = {
    **dict.fromkeys(
        ("staff.username", "draft.id", "draft.form", "lending.id", "presence.session",
         "denied_pa.number_key", "in_common.name", "passphrase.username", "event.act_id",
         "request.pa_key", "request.phone_key",
         "guide.document"), "by this it is found, and it is not shown"),
    **dict.fromkeys(
        ("event.payload_digest", "event.previous", "event.digest", "payload.salt",
         "passphrase.digest", "passphrase.set_by"), "nobody is shown it"),
    **dict.fromkeys(
        ("request.kind", "request.status", "request.came_from", "request.before_call",
         "request.determination", "request.closed_as", "staff.availability", "presence.doing",
         "lending.role"), "one of a few, or the row can't be read"),
}  # fmt: skip
"""Columns that are left as they are, and why."""
WHOSE = frozenset({
    "request.holder", "request.placed_by", "request.told_by", "draft.owner", "presence.username",
    "lending.username", "lending.lent_by", "event.actor",
})  # fmt: skip
"""Columns that name somebody: poisoned in every second row, or it would be nobody's desk."""
KEPT_WITHIN = frozenset({"pa_columns", "keys", "zone", "state"})
"""What within a JSON column is checked against a list: a row that says else can't be read."""
VISIBLE = "[red]x[/]"
"""With what each planted text begins: it is to be seen as it is."""


def something_of_everything(office: Office, clock: MovableClock) -> None:
    """Furnish an empty desk with at least a row of each kind."""
    furnish(office, clock)
    lena, tina, raj = (Desk(office, one, account=ACCOUNT) for one in ("lena", "tina", "raj"))
    closed, moved, held = (tina.place(details(number)) for number in (40, 41, 42))
    why = {"reason": "already resolved", "said_by": "Kim", "words": "It was approved"}
    tina.make("close", closed.ref, closed.version, why)
    tina.make("another_time", moved.ref, moved.version,
              {"who_asked": "Dr. Ito", "callback_words": "tomorrow 2-4pm"})  # fmt: skip
    tina.make("link", moved.ref, moved.version + 1, {"other": held.ref})
    lena.hold(held.ref, "a claim is pending")
    documented = lena.tracker("status:closed")[-1]
    lena.make("add_to_record", documented.ref, documented.version, {"words": "It came by fax"})
    lena.end_lending(lena.lend("raj", Role.PHARMACIST, timedelta(hours=1), "both ill").id)
    lena.lend("raj", Role.PHARMACIST, timedelta(hours=2), "both are ill")
    for desk, number in ((Desk(office, "ben", account=ACCOUNT), 50), (lena, 51)):
        desk.keep_draft(f"draft-{number}", NEW_REQUEST, details(number).model_dump(mode="json"))
    lena.set_guide("pharmacist", "# Ours\n\n### P1 · Whose call (R9)\n\nAsk them", 1)
    lena.keep_view(View(name="Mine", find="ozempic"))
    lena.keep_view(View(name="Ours", find="humira"), for_all=True)
    now = office.read_in_common()
    phrases = {"phrases": ("The caller holds",), "record_phrases": ("Letter to follow",)}
    lena.set_common(now.common.model_copy(update=phrases), now.version)
    raj.at_hand = AtHand(ref=held.ref)
    raj.heartbeat()


def columns() -> Iterator[tuple[type[models.Row], Any]]:
    """Every column that holds text, of every table."""
    for model in models.MODELS:
        for field in model._meta.sorted_fields:
            if isinstance(field, TextField | CharField):
                yield model, field


def is_planted(name: str, field: Any) -> bool:
    """Say whether a column is poisoned: all are that hold neither a time nor what is kept."""
    return name not in KEPT and not isinstance(field, MomentField | DayField)


def plant(office: Office, *, long: bool = False) -> int:
    """Poison every row of every table; say how many texts were planted.

    ``long`` makes the texts of one request 100 kB long.
    """
    unguard(office)
    database = office.store.engine.database
    on_a_server = office.store.engine.name == "postgresql"
    mark = "%s" if on_a_server else "?"
    poison = Poison(on_a_server=on_a_server)
    for model in models.MODELS:
        table, keys = model._meta.table_name, _keys(model)
        fields = [one for of, one in columns() if of is model
                  and is_planted(f"{table}.{one.column_name}", one)]  # fmt: skip
        if not fields:
            continue
        quoted = ", ".join(f'"{one.column_name}"' for one in fields)
        # In the order of the keys: which row is whose is the same on each engine.
        named = ", ".join(keys)
        found = database.execute_sql(f'SELECT {named}, {quoted} FROM "{table}" ORDER BY {named}')
        for number, row in enumerate(found.fetchall()):
            at, old = row[: len(keys)], row[len(keys) :]
            poison.long = long and table == "request" and number == 0
            new = [
                _new(table, one, value, dict(zip(keys, at, strict=True)), poison, number)
                for one, value in zip(fields, old, strict=True)
            ]
            sets = ", ".join(f'"{one.column_name}" = {mark}' for one in fields)
            where = " AND ".join(f"{key} = {mark}" for key in keys)
            database.execute_sql(f'UPDATE "{table}" SET {sets} WHERE {where}', [*new, *at])
    return poison.planted


class Poison:
    """Gives one canary after the other."""

    def __init__(self, *, on_a_server: bool) -> None:
        self._canaries = itertools.cycle((*SEQUENCES.values(), *CHARACTERS.values(),
                                          *MARKUP.values()))  # fmt: skip
        self._on_a_server = on_a_server
        self.planted = 0
        self.long = False

    def text(self, *, in_json: bool = False) -> str:
        """The next; what an engine takes in no column is left out, unless JSON writes it."""
        self.planted += 1
        told = f"{VISIBLE}{next(self._canaries)}" + (LONG["100 kB hostile"] if self.long else "")
        if in_json:
            return told
        told = told.encode(errors="ignore").decode()
        return told.replace("\0", "") if self._on_a_server else told


def poisoned(value: Any, annotation: Any, poison: Poison, metadata: Any = ()) -> Any:
    """A value as JSON has it, with each text of it poisoned that a person or a file could say."""
    if any(isinstance(one, AfterValidator) for one in metadata):
        return _all_of_it(value, poison) if annotation is not None else value
    if get_origin(annotation) is Annotated:
        inner, *told = get_args(annotation)
        return poisoned(value, inner, poison, told)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if not isinstance(value, Mapping):
            return value
        return {
            name: one if name in KEPT_WITHIN or name not in annotation.model_fields
            else poisoned(one, (field := annotation.model_fields[name]).annotation, poison,
                          field.metadata)
            for name, one in value.items()
        }  # fmt: skip
    kinds = [one for one in get_args(annotation) if one not in (type(None), Ellipsis)]
    if isinstance(value, list) and kinds:
        return [poisoned(one, kinds[0], poison) for one in value]
    if kinds and value is not None:
        return poisoned(value, kinds[0], poison)
    return value


def _all_of_it(value: Any, poison: Poison) -> Any:
    """Each text in a value poisoned, however deep; dates are texts that are left."""
    if isinstance(value, str):
        return value if value[:4].isdigit() and "T" in value else poison.text(in_json=True)
    if isinstance(value, Mapping):
        return {name: _all_of_it(one, poison) for name, one in value.items()}
    return [_all_of_it(one, poison) for one in value] if isinstance(value, list) else value


def _new(
    table: str, column: Any, old: Any, keys: Mapping[str, Any], poison: Poison, row: int
) -> Any:
    name = f"{table}.{column.column_name}"
    if name in WHOSE and row % 2:
        return old
    if name == "payload.body":
        return json.dumps(_payload(json.loads(old), poison))
    if isinstance(column, JsonField):
        if old is None:
            return None
        annotation, metadata = _kind_of(table, column.column_name, keys)
        return json.dumps(poisoned(json.loads(old), annotation, poison, metadata))
    return None if old is None else poison.text()


def _payload(body: Mapping[str, Any], poison: Poison) -> dict[str, Any]:
    """What an event carried: what was given, and the fields of a request before and after."""
    told = {name: poisoned(body[name], Request, poison) for name in ("before", "after")
            if name in body}  # fmt: skip
    return {**body, **told, "given": _all_of_it(body.get("given", {}), poison)}


def _kind_of(table: str, column: str, keys: Mapping[str, Any]) -> tuple[Any, Any]:
    if table == "in_common":
        if column != "body":
            return InForce.model_fields["by"].annotation, InForce.model_fields["by"].metadata
        field = InCommon.model_fields[keys["name"]]
        if keys["name"] in KEPT_WITHIN:
            return None, ()
        return field.annotation, field.metadata
    for value in VALUES[table]:
        if column in value.model_fields:
            return value.model_fields[column].annotation, value.model_fields[column].metadata
    raise AssertionError(f"{table}.{column} is of no value: say of which, or why it is kept")


def _keys(model: type[models.Row]) -> list[str]:
    key = model._meta.primary_key
    names: Any = getattr(key, "field_names", None) or [getattr(key, "name", "")]
    return [model._meta.fields[name].column_name for name in names]
