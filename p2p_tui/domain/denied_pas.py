"""A denied PA as an extract of the PA system tells it, and what it says beside the caller's words.

It fills what is empty, shows where it differs, and tells what the plan holds; it never overwrites,
and nothing that it says stands in the way of a P2P (R2, R7).
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from p2p_tui.domain.details import Details
from p2p_tui.domain.intake import LABELS
from p2p_tui.domain.people import Roster
from p2p_tui.domain.values import Frozen, Line, Moment, Words
from p2p_tui.domain.wording import MONTHS, YEAR_SHOWN_AFTER_DAYS

IMPORTED = "pa_import"
"""Under which name the loading of an extract stands in the record."""
VIEWED = "pa_viewed"
"""Under which name it stands in the record that somebody was shown a PA."""

# What `clean` writes for a character that draws nothing: no part of a number.
_ESCAPED = re.compile(r"\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})")
_LABEL = re.compile(r"\s*(?:pa|prior auth|auth|case)[a-z. ]*[#:][\s#:]*")
_PREFIX = re.compile(r"pa(?:auth)?(?:id|no|number)?(?=[0-9])")


class DeniedPA(Frozen):
    """One denied PA as the PA system had it when the extract was made."""

    pa_number: Line
    member_id: Line = ""
    drug_name: Line = ""
    denial_rationale: Words = ""
    denying_pharmacist: Line = ""
    """Who denied it: a username of the desk where the desk knows whose name it is."""
    denied_on: date | None = None
    plan: Line = ""
    appeal_filed_on: date | None = None
    p2p_held_on: date | None = None
    p2p_until: date | None = None
    """The last day on which the plan itself counts on a P2P; the desk takes it later too (R7)."""
    loaded_at: Moment
    """When it came to the desk."""
    source: Line
    """The name of the file that it came from."""


class Conflict(Frozen):
    """Where the caller and the PA system say different things: for a person to resolve."""

    field: str
    """The name of the request's field."""
    said: Words
    """What stands on the request."""
    in_pa: Words
    """What the PA system says."""

    @property
    def words(self) -> str:
        """Both, in a line: ``Member ID: the caller said H1, the PA system says H2``."""
        return (
            f"{LABELS[self.field]}: the caller said {' '.join(self.said.split())},"
            f" the PA system says {' '.join(self.in_pa.split())}"
        )


def number_key(typed: str) -> str:
    """By what PA numbers are compared: letters and digits, without the words before them.

    ``PA# 8812-0417``, ``pa 88120417`` and ``88120417`` have one key. Empty where there is no
    letter or digit in it.
    """
    if typed.isascii() and typed.isdigit():
        return typed
    text = unicodedata.normalize("NFKC", _ESCAPED.sub("", typed)).casefold()
    label = _LABEL.match(text)
    plain = _letters_and_digits(text[label.end() :] if label else text)
    prefix = _PREFIX.match(plain)
    return plain[prefix.end() :] if prefix else plain


def plan_facts(pa: DeniedPA, today: date) -> tuple[str, ...]:
    """What the plan holds about a P2P for this PA, in sentences that inform and never stop (R7)."""
    facts = []
    if pa.appeal_filed_on:
        facts.append(f"An appeal was filed {_day(pa.appeal_filed_on, today)}")
    if pa.p2p_held_on:
        facts.append(f"A P2P was already held {_day(pa.p2p_held_on, today)}")
    if pa.p2p_until:
        last = _day(pa.p2p_until, today)
        if pa.p2p_until < today:
            facts.append(f"Past the plan's P2P window (ended {last}): it is still taken")
        elif pa.p2p_until == today:
            facts.append("The plan's P2P window ends today; it is taken later too")
        else:
            facts.append(f"The plan's P2P window ends {last}; it is taken later too")
    return tuple(facts)


def filled(details: Details, pa: DeniedPA) -> dict[str, str]:
    """What the PA says for those fields of a request that are still empty, by their names.

    The reason in VUE is the PA system's own words, whatever the caller said of the denial.
    """
    says = {**_says(pa), "pa_number": pa.pa_number, "reason_in_vue": pa.denial_rationale}
    return {name: value for name, value in says.items() if value and not getattr(details, name)}


def conflicts(details: Details, pa: DeniedPA, roster: Roster | None = None) -> tuple[Conflict, ...]:
    """Where a request and the PA both say something, and not the same.

    With the ``roster`` a name and a username of one pharmacist are the same. A drug that is named
    shorter than in the PA system, without its strength or form, is the same drug.
    """
    found = []
    for name, value in _says(pa).items():
        said = str(getattr(details, name))
        if said and value and not _SAME[name](said, value):
            known = roster if name == "denying_pharmacist" else None
            if known is None or not _one_person(said, value, known):
                found.append(Conflict(field=name, said=said, in_pa=value))
    return tuple(found)


def of_the_desk(pa: DeniedPA, roster: Roster) -> DeniedPA:
    """The PA with the denying pharmacist's username, where just one of the desk is meant (R9)."""
    known = roster.known_as(pa.denying_pharmacist)
    return pa.model_copy(update={"denying_pharmacist": known.username}) if known else pa


def _says(pa: DeniedPA) -> dict[str, str]:
    return {
        "member_id": pa.member_id,
        "drug_name": pa.drug_name,
        "denial_rationale": pa.denial_rationale,
        "denying_pharmacist": pa.denying_pharmacist,
    }


def _day(on: date, today: date) -> str:
    far = abs((on - today).days) > YEAR_SHOWN_AFTER_DAYS
    return f"{MONTHS[on.month - 1]} {on.day}" + (f" {on.year}" if far else "")


def _letters_and_digits(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _word_list(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold())


def _same_id(said: str, value: str) -> bool:
    return _letters_and_digits(said) == _letters_and_digits(value)


def _same_drug(said: str, value: str) -> bool:
    one, other = _word_list(said), _word_list(value)
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter] or _same_id(said, value)


def _same_words(said: str, value: str) -> bool:
    return _word_list(said) == _word_list(value)


def _same_name(said: str, value: str) -> bool:
    return sorted(_word_list(said)) == sorted(_word_list(value))


def _one_person(said: str, value: str, roster: Roster) -> bool:
    one = roster.known_as(said)
    return one is not None and one == roster.known_as(value)


_SAME: Mapping[str, Callable[[str, str], bool]] = {
    "member_id": _same_id,
    "drug_name": _same_drug,
    "denial_rationale": _same_words,
    "denying_pharmacist": _same_name,
}
