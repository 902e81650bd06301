"""What every value of the desk is made of: frozen models whose text has been cleaned."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict

from p2p_tui.domain.text import clean, clean_nested, one_line


class Frozen(BaseModel):
    """A value: it never changes, and it has the fields that it declares and no others."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a time needs a time zone")
    return moment.astimezone(UTC)


def _trimmed(text: str) -> str:
    return clean(text).strip()


Line = Annotated[str, AfterValidator(one_line)]
"""One line of text, safe to show."""
Words = Annotated[str, AfterValidator(_trimmed)]
"""Text of any number of lines, safe to show."""
Carried = Annotated[Mapping[str, Any], AfterValidator(clean_nested)]
"""A record of values as JSON has them, each text in it safe to show."""
Moment = Annotated[datetime, AfterValidator(_utc)]
"""A moment in UTC."""
