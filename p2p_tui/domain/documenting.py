"""Documenting a conversation on the tracker: what each determination needs, in one table.

The form shows what the table asks for, the verb checks it, tests go through it cell by cell
(R15, R16, R18).
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from p2p_tui.domain.errors import Missing, Mistyped
from p2p_tui.domain.needs import Form, Need
from p2p_tui.domain.request import Determination, Documentation, Request
from p2p_tui.domain.typed_days import day_at, read_call_times, read_day
from p2p_tui.domain.wording import dated

LATE_AFTER = timedelta(hours=24)
"""How long after the call an entry on the tracker is marked late."""


class Asked(StrEnum):
    """Whether a determination needs something, has room for it, or none."""

    NEEDED = "needed"
    OPTIONAL = "optional"
    NOT = "not asked"


_N, _O, _X = Asked.NEEDED, Asked.OPTIONAL, Asked.NOT
_D = Determination

_COLUMNS = (
    "new_pa", "valid_from", "valid_until", "changed_to", "appeal_rights_told", "alternative",
    "promised", "promised_by", "promised_until", "in_their_words", "rationale", "criterion",
)  # fmt: skip
_ROWS: dict[Determination, tuple[Asked, ...]] = {
    #                   new PA, from, until, changed, rights, altern., promised, by, until, words,
    #                   rationale, criterion
    _D.APPROVED:        (_N, _N, _N, _X, _X, _X, _X, _X, _X, _X, _O, _O),
    _D.CHANGED:         (_N, _N, _N, _N, _O, _X, _X, _X, _X, _X, _N, _O),
    _D.UPHELD:          (_X, _X, _X, _X, _N, _X, _X, _X, _X, _X, _N, _O),
    _D.ALTERNATIVE:     (_O, _O, _O, _X, _O, _N, _X, _X, _X, _X, _O, _O),
    _D.MORE_INFORMATION: (_X, _X, _X, _X, _X, _X, _N, _N, _N, _X, _O, _O),
    _D.RECONSIDERATION: (_X, _X, _X, _X, _O, _X, _X, _X, _X, _X, _O, _O),
    _D.APPEAL:          (_X, _X, _X, _X, _O, _X, _X, _X, _X, _X, _O, _O),
    _D.DISCUSSION:      (_X, _X, _X, _X, _O, _X, _X, _X, _X, _X, _O, _O),
    _D.WITHDRAWN:       (_X, _X, _X, _X, _O, _X, _X, _X, _X, _N, _O, _X),
}  # fmt: skip
TABLE: dict[Determination, dict[str, Asked]] = {
    one: dict(zip(_COLUMNS, cells, strict=True)) for one, cells in _ROWS.items()
}
"""What each determination needs, beside what every conversation has."""

NEEDS = (
    Need("spoke_with", "Who was on the line", required=False),
    Need("credentials", "Title, credentials", required=False),
    Need("npi", "NPI, if given", required=False),
    Need("reason_given", "Asked why denied, they said", Form.WORDS, required=False),
    Need("heard", "New information heard", Form.WORDS, required=False),
    Need("none_offered", "No new information was offered", Form.YES, required=False),
    Need("determination", "Determination", Form.CHOICE, choices=tuple(one.value for one in _D)),
    Need("new_pa", "New PA number", required=False),
    Need("valid_from", "Valid from", Form.DAY, required=False),
    Need("valid_until", "Valid until", Form.DAY, required=False),
    Need("changed_to", "Approved instead", required=False),
    Need("appeal_rights_told", "Appeal rights were told", Form.YES, required=False),
    Need("alternative", "Alternative accepted", required=False),
    Need("promised", "Promised information", required=False),
    Need("promised_by", "Promised by whom", required=False),
    Need("promised_until", "Promised by when", Form.DAY, required=False),
    Need("in_their_words", "Withdrawn, in their words", Form.WORDS, required=False),
    Need("rationale", "Rationale", Form.WORDS, required=False),
    Need("criterion", "Criterion", required=False),
    Need("call_times", "Times of the call, if others", required=False),
    Need("times_reason", "Why they are others", required=False),
)
"""What documenting asks for, in the order of the form."""
LABELS = {need.name: need.label for need in NEEDS}
_RULES = {"appeal_rights_told": "R18", "promised": "R15", "promised_by": "R15",
          "promised_until": "R15", "in_their_words": "R7"}  # fmt: skip
_DAYS = tuple(need.name for need in NEEDS if need.form is Form.DAY)
_OF_THE_CALL = ("call_times", "times_reason")


def asked(determination: str, name: str) -> Asked:
    """Whether something is asked for with a determination; before one is chosen, its own is not."""
    if name not in _COLUMNS:
        return Asked.NEEDED if name == "determination" else Asked.OPTIONAL
    if not determination:
        return Asked.NOT
    return TABLE[Determination(determination)][name]


def read(
    given: Mapping[str, Any], request: Request, *, now: datetime, by: str, zone: str
) -> tuple[Documentation, dict[str, Any]]:
    """What is documented, and what of the request changes with it: the times of the call.

    Raises:
        Missing: something is needed with this determination, contradicts it, or can't be read.
    """
    determination = Determination(given["determination"])
    _check_heard(given)
    for name, cell in TABLE[determination].items():
        if cell is Asked.NEEDED and not given[name]:
            raise Missing(_needs(determination, name), _RULES.get(name, "R16"), name)
        if cell is Asked.NOT and given[name]:
            raise Missing(
                f"“{determination.value}” has no {LABELS[name].lower()}: leave it empty", "R16",
                name,
            )  # fmt: skip
    times = _times(given, request, now, zone)
    ended = times.get("ended_at") or request.ended_at or now
    said = {name: given[name] for name in given if name not in ("call_times", *_DAYS)}
    try:
        days = {
            name: read_day(given[name], day_at(now, zone), name, LABELS[name]) for name in _DAYS
        }
    except Mistyped as no:
        raise Missing(str(no), "R16", no.field) from None
    _check_days(days, ended, zone)
    documented = Documentation(
        at=now, by=by, **{**said, **days, "determination": determination, "npi": _npi(given)},
        late=now - ended > LATE_AFTER,
    )  # fmt: skip
    return documented, {"ended_at": ended, **times}


def _check_heard(given: Mapping[str, Any]) -> None:
    if not given["heard"] and not given["none_offered"]:
        raise Missing(
            "Say what new information was heard, or that none was offered", "R15", "heard"
        )
    if given["heard"] and given["none_offered"]:
        raise Missing(
            "New information is written down, so “none was offered” can't stand", "R15", "heard"
        )


def _needs(determination: Determination, name: str) -> str:
    if name == "appeal_rights_told":
        return "Upheld: the provider is told of the appeal route; tick it once it is said"
    return f"“{determination.value}” needs: {LABELS[name].lower()}"


def _npi(given: Mapping[str, Any]) -> str:
    """A National Provider Identifier: ten digits, of which the last checks the others."""
    digits = "".join(char for char in given["npi"] if char not in " -")
    if not digits:
        return ""
    if not (digits.isascii() and digits.isdigit() and len(digits) == 10):
        raise Missing("An NPI has ten digits; leave it empty where none was given", "R16", "npi")
    # By CMS's rule the check digit is Luhn's, over the number with 80840 before it.
    doubled = [int(digit) * (2 - at % 2) for at, digit in enumerate(digits)]
    if (24 + sum(one // 10 + one % 10 for one in doubled)) % 10:
        raise Missing("That is no NPI: a digit in it is wrong; ask again", "R16", "npi")
    return digits


def _times(
    given: Mapping[str, Any], request: Request, now: datetime, zone: str
) -> dict[str, datetime]:
    began = request.connected_at or request.since
    try:
        times = read_call_times(given["call_times"], day_at(began, zone), zone, "call_times")
    except Mistyped as no:
        raise Missing(str(no), "R16", no.field) from None
    if times is None:
        if given["times_reason"]:
            raise Missing("Say which times, or leave the reason empty", "R16", "call_times")
        return {}
    if not given["times_reason"]:
        raise Missing("Say why the times are others than those on record", "R16", "times_reason")
    if times[1] > now:
        raise Missing("The call can't have ended in the future", "R16", "call_times")
    return {"connected_at": times[0], "ended_at": times[1]}


def _check_days(days: Mapping[str, date | None], ended: datetime, zone: str) -> None:
    first, last, promised = (days[name] for name in _DAYS)
    if first and last and last < first:
        raise Missing("It is valid until a day before it begins", "R16", "valid_until")
    if promised and promised < day_at(ended, zone):
        raise Missing("That day was over when they promised it", "R15", "promised_until")


def told(said: Documentation) -> list[tuple[str, str]]:
    """What was documented, by the labels of the form; who and when stand beside it.

    That nothing new was offered is said in words; what was left empty is left out.
    """
    values = said.model_dump(include=set(LABELS) - set(_OF_THE_CALL))
    found: list[tuple[str, str]] = []
    for name, label in LABELS.items():
        value = values.get(name)
        if name == "heard" and said.none_offered:
            value = "none was offered"
        if name == "none_offered" or not value:
            continue
        if isinstance(value, date):
            value = dated(value)
        found.append((label, "yes" if value is True else str(value)))
    if said.times_reason:
        found.append(("Times of the call were corrected", said.times_reason))
    return found
