"""Denied PAs as rows: put in by the batch, found by their number."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from operator import attrgetter

from p2p_tui.domain.denied_pas import DeniedPA, number_key
from p2p_tui.domain.wording import moment_text
from p2p_tui.store.engines import Engine
from p2p_tui.store.models import DeniedPARow
from p2p_tui.store.prepared import Prepared

BATCH = 5_000
"""How many are put in at a time: in a file other writers wait for a batch, some 0.1 s."""
_TABLE = DeniedPARow._meta.table_name
_NAMES = DeniedPARow._meta.sorted_field_names
_SAID = attrgetter(*_NAMES[1:])


def put(engine: Engine, pas: Iterable[DeniedPA]) -> tuple[int, int]:
    """Write PAs, new or changed, inside one transaction; return how many were new, how many not.

    Of several with one number the last is taken.
    """
    by_key = {number_key(pa.pa_number): pa for pa in pas}
    # In one order: two extracts that are loaded at once wait for each other, and never both.
    rows = sorted(by_key.items())
    keys = json.dumps([[key] for key, _ in rows])
    known = engine.database.execute_sql(
        f"SELECT count(*) FROM {_TABLE} WHERE {_NAMES[0]} IN ({engine.rows_in_json(1)})",  # noqa: S608
        (keys,),
    ).fetchone()[0]
    changed = ", ".join(f"{name} = excluded.{name}" for name in _NAMES[1:])
    engine.database.execute_sql(
        f"INSERT INTO {_TABLE} ({', '.join(_NAMES)}) {engine.rows_in_json(len(_NAMES))}"
        f" ON CONFLICT ({_NAMES[0]}) DO UPDATE SET {changed}",
        (json.dumps([(key, *_SAID(pa)) for key, pa in rows], default=_text),),
    )
    return len(rows) - known, known


def get(number: str) -> DeniedPA | None:
    """The PA with that number, however it is typed."""
    key = number_key(number)
    row = _BY_KEY.one(key) if key else None
    if row is None:
        return None
    return DeniedPA.model_validate({name: row[name] for name in DeniedPA.model_fields})


def _text(value: date) -> str:
    return moment_text(value) if isinstance(value, datetime) else value.isoformat()


_BY_KEY = Prepared(DeniedPARow, lambda: DeniedPARow.select().where(DeniedPARow.number_key == ""))
