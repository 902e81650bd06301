"""What the desk has in common: one row for each thing that was ever set."""

from datetime import datetime
from typing import Any

from pydantic import ValidationError

from p2p_tui.domain.in_common import InCommon, InForce
from p2p_tui.store.engines import DatabaseUnusableError
from p2p_tui.store.models import InCommonRow
from p2p_tui.store.prepared import Prepared

MADE_UP = "made_up"
"""Under which name stands that a desk is one of made-up people; it is nothing that can be set."""


def in_force() -> InForce:
    """What is in force: what was set, and defaults for the rest.

    Raises:
        DatabaseUnusableError: this host can't make anything of it; the message says what to do.
    """
    rows = {row["name"]: row for row in _ALL() if row["name"] in InCommon.model_fields}
    if not rows:
        return InForce()
    newest = max(rows.values(), key=lambda row: row["version"])
    try:
        common = InCommon.model_validate({name: row["body"] for name, row in rows.items()})
    except ValidationError as error:
        first = error.errors()[0]
        where = " ".join(str(part) for part in first["loc"])
        raise DatabaseUnusableError(
            f"The desk's {where} can't be used on this host ({first['msg']}): install the time"
            " zones that it lacks (pip install tzdata), or the newer p2p"
        ) from None
    return InForce(
        common=common, version=newest["version"], by=newest["changed_by"], at=newest["changed_at"]
    )


def put(name: str, body: Any, setting: InForce) -> None:
    """Write one thing, new or changed, as it came with what is in force from now on."""
    values = {
        "body": body, "version": setting.version, "changed_at": setting.at,
        "changed_by": setting.by,
    }  # fmt: skip
    if not InCommonRow.update(**values).where(InCommonRow.name == name).execute():
        InCommonRow.insert(name=name, **values).execute()


def is_made_up() -> bool:
    """Say whether this is a desk of made-up people, for training and demos."""
    return any(row["name"] == MADE_UP for row in _ALL())


def mark_made_up(at: datetime) -> None:
    """Mark the desk as one of made-up people, for good."""
    put(MADE_UP, True, InForce(at=at, by="training"))


_ALL = Prepared(InCommonRow, InCommonRow.select)
