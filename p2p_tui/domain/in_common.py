"""What the desk has in common: one for everybody, set by a lead, and every change on record."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError, field_validator

from p2p_tui.domain import pa_columns
from p2p_tui.domain.attention import Rules, spoken
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.safety import Safety
from p2p_tui.domain.safety import spoken as safe
from p2p_tui.domain.typed_hours import DAYS, FEDERAL, HOLIDAYS, STATE, write_dates, write_hours
from p2p_tui.domain.values import Frozen, Line, Moment
from p2p_tui.domain.views import View

CHANGED = "desk_settings"
"""Under which name a change stands in the record."""


PHRASES = (
    "The caller is still holding",
    "I am pulling up the PA",
    "Two more minutes, please",
    "The caller has to hang up: please call back",
    "I am calling now",
)
"""What a desk begins with."""


RECORD_PHRASES = (
    "Criteria read with the provider",
    "Letter to follow",
    "The provider was told of the appeal route",
    "The provider was told of the expedited appeal",
    "A 72-hour emergency supply was explained",
    "Chart notes are to be faxed",
)


class InCommon(Frozen):
    """What the desk has in common. Each field has a default: what a desk begins with."""

    hours: DeskHours = DeskHours()
    attention: Rules = Rules()
    """After how many minutes the desk speaks up."""
    safety: Safety = Safety()
    """When sessions lock, and what takes a passphrase or may be copied."""
    phrases: tuple[Line, ...] = PHRASES
    """What is often said in the conversation on a request, ready to be taken."""
    record_phrases: tuple[Line, ...] = RECORD_PHRASES
    """What is often written when a conversation is documented."""
    views: tuple[View, ...] = ()
    """What is looked for in the tracker again and again, for everybody."""
    pa_columns: Mapping[Line, Line] = {}
    """How the PA system's extract heads its columns where no usual name does: header to field,
    or to nothing where it is not to be read."""

    @field_validator("pa_columns")
    @classmethod
    def _known(cls, told: Mapping[str, str]) -> Mapping[str, str]:
        if not all(pa_columns.header_key(name) for name in told):
            raise ValueError("a header is a letter or a digit at least")
        if unknown := set(told.values()) - {*pa_columns.FIELDS, ""}:
            raise ValueError(f"an extract can't say {', '.join(sorted(unknown))}")
        return told


class InForce(Frozen):
    """What is in force, and who set it when. Version 0 is what a desk begins with."""

    common: InCommon = InCommon()
    version: int = 0
    by: Line = ""
    at: Moment | None = None


def difference(before: InCommon, after: InCommon) -> tuple[dict[str, Any], dict[str, Any]]:
    """What changed, as JSON values by name: as it was and as it is."""
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    changed = [name for name in new if old[name] != new[name]]
    return {name: old[name] for name in changed}, {name: new[name] for name in changed}


def tell(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """A change in words: ``changed the desk's hours: Friday 8:00 AM–5:00 PM, was closed``."""
    told = []
    try:
        if "hours" in after:
            old, new = (DeskHours.model_validate(one["hours"]) for one in (before, after))
            told.append(f"changed the desk's hours: {'; '.join(_changes(old, new))}")
        if "attention" in after:
            rules = (Rules.model_validate(one["attention"]) for one in (before, after))
            told.append("changed when the desk speaks up: {1}, was {0}".format(*map(spoken, rules)))
        if "safety" in after:
            care = (Safety.model_validate(one["safety"]) for one in (before, after))
            told.append("changed how it is kept safe: {1}, was {0}".format(*map(safe, care)))
    except (KeyError, TypeError, ValidationError):
        # What it carried was lawfully disposed of, or is of another version of the program.
        return "changed the desk's settings"
    if "phrases" in after:
        told.append("changed the quick phrases")
    if "record_phrases" in after:
        told.append("changed the phrases of the tracker")
    if "views" in after:
        told.append("changed the views of the tracker that all have")
    if columns := pa_columns.tell_change(before.get("pa_columns"), after.get("pa_columns")):
        told.append(columns)
    return "; ".join(told) or "changed the desk's settings"


def _changes(old: DeskHours, new: DeskHours) -> list[str]:
    was, now = write_hours(old), write_hours(new)
    names = {
        "zone": "time zone",
        **DAYS,
        FEDERAL: HOLIDAYS[FEDERAL],
        STATE: "holidays of the state",
    }
    told = [
        f"{said} {now[name] or 'none'}, was {was[name] or 'none'}"
        for name, said in names.items()
        if now[name] != was[name]
    ]
    dates = (("closed", old.holidays, new.holidays), ("open", old.open_on, new.open_on))
    for so, before, after in dates:
        if added := after - before:
            told.append(f"{so} on {write_dates(added)}")
        if gone := before - after:
            told.append(f"no longer {so} on {write_dates(gone)}")
    return told
