"""Who called before: a known number brings the name, the job title and the practice (R1).

It is told, never decided: several people share a practice's number.
"""

from collections.abc import Iterable

from p2p_tui.domain.details import Details
from p2p_tui.domain.values import Frozen, Line, Moment


class KnownCaller(Frozen):
    """Somebody who called from a number, as they were taken down last, and when that was."""

    contact_name: Line = ""
    job_title: Line = ""
    practice: Line = ""
    last_at: Moment

    @property
    def words(self) -> str:
        """The caller as people say it: ``Kim Osei, MA of Lakeside Clinic``."""
        who = ", ".join(part for part in (self.contact_name, self.job_title) if part)
        return " of ".join(part for part in (who, self.practice) if part)


def brought(details: Details, known: Iterable[KnownCaller]) -> dict[str, str]:
    """What a known number brings into fields that are empty.

    The practice, where all who called from there are of one; name and job title, where only one
    person called from there and no other name was typed.
    """
    callers = tuple(known)
    found: dict[str, str] = {}
    practices = {one.practice for one in callers if one.practice}
    if len(practices) == 1:
        found["practice"] = practices.pop()
    names = {one.contact_name.casefold() for one in callers if one.contact_name}
    typed = details.contact_name.casefold()
    if len(names) == 1 and (not typed or typed in names):
        newest = next(one for one in callers if one.contact_name)
        found["contact_name"], found["job_title"] = newest.contact_name, newest.job_title
    return {name: value for name, value in found.items() if value and not getattr(details, name)}


def caller_words(body: Details) -> str:
    """How a call that was begun is named: by its caller, else by what is known of it."""
    for value in (body.contact_name, body.phone, body.drug_name):
        if value:
            return value
    return f"PA {body.pa_number}" if body.pa_number else "caller not named yet"
