"""How values stand in the database: one representation on every engine."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

from peewee import DatabaseError, TextField

from p2p_tui.domain.wording import moment_text

T = TypeVar("T")


class MomentField(TextField):
    """A moment in UTC as text of fixed width, which sorts as time does."""

    def db_value(self, value: datetime | None) -> str | None:
        """The text of a moment."""
        return None if value is None else moment_text(value)

    def python_value(self, value: str | None) -> datetime | None:
        """The moment of a text."""
        return None if value is None else _read(datetime.fromisoformat, value)


class DayField(TextField):
    """A date without a time, as text that sorts as dates do."""

    def db_value(self, value: date | None) -> str | None:
        """The text of a date."""
        return None if value is None else value.isoformat()

    def python_value(self, value: str | None) -> date | None:
        """The date of a text."""
        return None if value is None else _read(date.fromisoformat, value)


class JsonField(TextField):
    """Lists and records as canonical JSON: sorted keys, no white space."""

    def db_value(self, value: Any) -> str | None:
        """The JSON of a value."""
        return None if value is None else canonical(value)

    def python_value(self, value: str | None) -> Any:
        """The value of a JSON text."""
        return None if value is None else _read(json.loads, value)


def _read(read: Callable[[str], T], text: str) -> T:
    """Read what was written here; what nobody can have written is damage, and not repeated."""
    try:
        return read(text)
    except ValueError:
        raise DatabaseError("malformed value") from None


def canonical(value: Any) -> str:
    """The one JSON text of a value: what digests are taken of."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
