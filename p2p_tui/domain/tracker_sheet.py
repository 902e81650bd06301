"""The tracker as a sheet: which columns it has, in which order, and what stands in them.

A cell is a text, a number, yes or no, a moment, a day, or None for nothing. Every text is clean;
people stand by their names, windows in words, moments in UTC for the writer to put on a clock.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from p2p_tui.domain.people import Roster
from p2p_tui.domain.request import Attempt, Closure, Documentation, Request
from p2p_tui.domain.text import clean
from p2p_tui.domain.wording import local, window_words

Cell = str | int | bool | datetime | date | None

OBEYED = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""With what a cell begins that a spreadsheet takes for a formula; it takes the wide ones too."""
_QUOTE = "'"
_NONE_OFFERED = "none was offered"


@dataclass(frozen=True)
class Reading:
    """With whose names and on whose clock a sheet is written."""

    roster: Roster
    zone: str
    """The desk's, an IANA name."""


class Column(NamedTuple):
    """One column: its header, what stands in it, and how wide it is, in letters."""

    header: str
    cell: Callable[[Request, Reading], Cell]
    width: int = 14


def row(request: Request, reading: Reading) -> list[Cell]:
    """What stands in each column for a request, in the order of ``COLUMNS``."""
    cells = [one.cell(request, reading) for one in COLUMNS]
    return [clean(cell) if isinstance(cell, str) else cell for cell in cells]


def text(cell: Cell, zone: str) -> str:
    """A cell as text: ``2026-11-20 14:31:07-05:00`` on the desk's clock, a day, ``yes``."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return local(cell, zone).isoformat(sep=" ", timespec="seconds")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def harmless(written: str) -> str:
    """A text that no spreadsheet takes for a formula: with an apostrophe before what it would obey.

    What begins with an apostrophe gets one more, so that ``as_written`` gives back every text.
    """
    return _QUOTE + written if written.startswith((*OBEYED, _QUOTE)) else written


def as_written(cell: str) -> str:
    """The text of a cell that ``harmless`` made: without its one apostrophe."""
    return cell.removeprefix(_QUOTE)


def _plain(name: str) -> Callable[[Request, Reading], Cell]:
    return lambda request, _: getattr(request, name) or None


def _person(name: str) -> Callable[[Request, Reading], Cell]:
    return lambda request, reading: _named(getattr(request, name), reading)


def _said(name: str) -> Callable[[Request, Reading], Cell]:
    """What is documented; nothing where nothing is."""

    def cell(request: Request, _: Reading) -> Cell:
        value: Cell = getattr(request.documentation, name, None)
        return value if isinstance(value, bool) else value or None

    return cell


def _closed(tell: Callable[[Closure], Cell]) -> Callable[[Request, Reading], Cell]:
    return lambda request, _: None if request.closure is None else tell(request.closure)


def _documented(tell: Callable[[Documentation], Cell]) -> Callable[[Request, Reading], Cell]:
    return lambda request, _: None if request.documentation is None else tell(request.documentation)


def _named(username: str | None, reading: Reading) -> str | None:
    return reading.roster.name(username) if username else None


def _lines(said: Iterable[str]) -> str | None:
    return "\n".join(said) or None


def _attempt(one: Attempt, reading: Reading) -> str:
    reached = f", {one.reached} answered" if one.reached else ""
    note = f": {one.note}" if one.note else ""
    when = text(one.at, reading.zone)
    return f"{when} {_named(one.by, reading)} {one.number}, {one.outcome.value}{reached}{note}"


def _heard(said: Documentation) -> Cell:
    return said.heard or (_NONE_OFFERED if said.none_offered else None)


def _documenter(request: Request, reading: Reading) -> Cell:
    return _named(request.documentation.by, reading) if request.documentation else None


def _closer(request: Request, reading: Reading) -> Cell:
    return _named(request.closure.by, reading) if request.closure else None


def _windows(request: Request, reading: Reading) -> Cell:
    return "; ".join(window_words(one, reading.zone) for one in request.callback_windows) or None


def _addenda(request: Request, reading: Reading) -> Cell:
    return _lines(
        f"{text(one.at, reading.zone)} {_named(one.by, reading)}: {one.words}"
        for one in request.addenda
    )


COLUMNS: tuple[Column, ...] = (
    Column("Reference", _plain("ref"), 11),
    Column("Kind", lambda request, _: request.kind.value, 11),
    Column("Status", lambda request, _: request.status.words, 13),
    Column("Placed at", _plain("placed_at"), 19),
    Column("Placed by", _person("placed_by"), 18),
    Column("Caller", _plain("contact_name"), 20),
    Column("Title", _plain("job_title"), 10),
    Column("Practice", _plain("practice"), 20),
    Column("Phone", _plain("phone"), 16),
    Column("PA number", _plain("pa_number"), 14),
    Column("Member ID", _plain("member_id"), 14),
    Column("Drug", _plain("drug_name"), 20),
    Column("CNTT", _plain("cntt"), 11),
    Column("Denying pharmacist", _plain("denying_pharmacist"), 20),
    Column("Denial rationale", _plain("denial_rationale"), 34),
    Column(
        "Prior denials",
        lambda request, _: _lines(
            f"{one.kind.value}: {one.rationale}" for one in request.prior_denials
        ),
        24,
    ),
    Column("Additional info", _plain("additional_info"), 34),
    Column("Why the technician cannot approve", _plain("reason_technician_cannot_approve"), 24),
    Column("Reason in VUE", _plain("reason_in_vue"), 24),
    Column("Prescriber said of the denial", _plain("prescriber_told"), 24),
    Column("Callback times as said", _plain("callback_words"), 24),
    Column("Best time to call", _plain("best_time"), 20),
    Column("Callback windows", _windows, 34),
    Column("Told what to expect at", _plain("told_at"), 19),
    Column("Acknowledged at", _plain("acknowledged_at"), 19),
    Column("Ready at", _plain("ready_at"), 19),
    Column("Connected at", _plain("connected_at"), 19),
    Column("Ended at", _plain("ended_at"), 19),
    Column("Closed at", _plain("closed_at"), 19),
    Column("Pharmacist", _person("holder"), 18),
    Column(
        "Why not the denying pharmacist",
        lambda request, _: request.cover.why if request.cover else None,
        24,
    ),
    Column("Attempts", lambda request, _: len(request.attempts), 9),
    Column(
        "Attempts in words",
        lambda request, reading: _lines(_attempt(one, reading) for one in request.attempts),
        30,
    ),
    Column("Times moved", lambda request, _: len(request.moved), 11),
    Column("On the line", _said("spoke_with"), 20),
    Column("Credentials", _said("credentials"), 11),
    Column("NPI", _said("npi"), 12),
    Column("Asked why denied", _said("reason_given"), 30),
    Column("New information", _documented(_heard), 34),
    Column("Determination", _documented(lambda said: said.determination.value), 26),
    Column("New PA number", _said("new_pa"), 14),
    Column("Valid from", _said("valid_from"), 11),
    Column("Valid until", _said("valid_until"), 11),
    Column("Approved instead", _said("changed_to"), 20),
    Column("Appeal rights told", _said("appeal_rights_told"), 9),
    Column("Alternative accepted", _said("alternative"), 20),
    Column("Promised information", _said("promised"), 20),
    Column("Promised by", _said("promised_by"), 16),
    Column("Promised until", _said("promised_until"), 11),
    Column("Rationale", _said("rationale"), 34),
    Column("Criterion", _said("criterion"), 20),
    Column("Withdrawn, in their words", _said("in_their_words"), 24),
    Column("Documented at", _said("at"), 19),
    Column("Documented by", _documenter, 18),
    Column("Late", _said("late"), 7),
    Column("Why other times", _said("times_reason"), 20),
    Column("Closed without a P2P", _closed(lambda end: end.reason.value), 24),
    Column("Said by", _closed(lambda end: end.said_by or None), 18),
    Column("In these words", _closed(lambda end: end.words or None), 30),
    Column("Closed by", _closer, 18),
    Column("Duplicate of", _closed(lambda end: end.duplicate_of or None), 11),
    Column("Addenda", _addenda, 30),
    Column("Links", lambda request, _: ", ".join(request.links) or None, 14),
    Column("Not understood", _plain("not_understood"), 24),
    Column("Source", _plain("source"), 20),
)
"""The columns of the sheet, in their order. Programs read them by their headers."""
