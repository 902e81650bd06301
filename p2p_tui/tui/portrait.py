"""Everything known of a request, as text for the detail pane and the request's own screen."""

from collections.abc import Iterable
from datetime import datetime
from textwrap import wrap

from textual.content import Content

from p2p_tui.domain import documenting
from p2p_tui.domain.auditing import masked
from p2p_tui.domain.explaining import at_it, why
from p2p_tui.domain.intake import LABELS, to_get
from p2p_tui.domain.lifecycle import possible
from p2p_tui.domain.outside_hours import needs_lead, outside_hours
from p2p_tui.domain.phones import read_phone
from p2p_tui.domain.request import Kind, Request, Status
from p2p_tui.domain.story import Happening, steps_taken, tell
from p2p_tui.domain.wording import clock, date_words, day, window_words
from p2p_tui.tui.keys import MOVE_NAMES
from p2p_tui.tui.ledger import Ledger
from p2p_tui.tui.rows import bounded
from p2p_tui.tui.states import look, state_words

MESSAGE = "message"

Part = Content | tuple[str, str] | str


def portrait(
    request: Request,
    ledger: Ledger,
    story: Iterable[Happening],
    *,
    width: int,
    keys: bool = True,
    alone: bool = False,
    listed: bool = False,
) -> Content:
    """The request in full: who, what was denied, what they say, what happened, what can be done.

    ``width`` is how many cells a line has; ``alone`` it has a screen of its own; ``listed`` it
    stands beside a list in which nobody opened it: of its member ID the last four alone.
    """
    parts: list[Part] = []
    style = f"${look(request, ledger).style}"
    parts += [(request.ref, "bold"), "   ", (state_words(request, ledger), f"bold {style}"), "\n"]
    parts += [(request.drug_name or "Drug not named yet", "bold"), "\n"]
    parts += [
        request.contact,
        (f" of {request.practice}" if request.practice else ""),
        (f" · {read_phone(request.phone).shown}" if request.phone else ""),
        "\n",
    ]
    member = masked(request.member_id) if listed and request.member_id else request.member_id
    numbers = (("PA", request.pa_number), ("member", member), ("CNTT", request.cntt))
    parts += [" · ".join(f"{name} {value or '—'}" for name, value in numbers), "\n"]
    parts += [(f"{_whose(request, ledger)}\n", "$quiet")]
    if alone:
        # Beside a list it stands there, in a line that is there already.
        others = at_it(request, ledger.me, ledger.roster)
        parts += [(f"{' · '.join(others)}\n", "$accent")] if others else []
    if request.status is Status.READY:
        parts += [(f"Transfer to ext. {request.extension}\n", "bold $ready")]
    if request.redial:
        number = read_phone(request.phone).shown or "the caller: no number yet"
        parts += [(f"Redial {number}\n", "bold $late")]
    parts += _windows(request, ledger)
    if request.callback_words:
        parts += [("In their words  ", "$quiet"), f"“{request.callback_words}”\n"]
    if request.told_at:
        who = ledger.roster.name(request.told_by)
        parts += [(f"Caller told what to expect by {who}\n", "$quiet")]
    if request.links:
        parts += [("Belongs with  ", "$quiet"), ", ".join(request.links), "\n"]
    story = tuple(story)
    parts += _steps(request, ledger, story)
    missing = to_get(request) if request.open else ()
    if missing:
        parts += [("To get from the caller: ", "bold $late"), " · ".join(missing), "\n"]
    parts += _texts(request)
    parts += _attempts(request, ledger)
    parts += _outcome(request, ledger, width)
    if any(event.move == MESSAGE for event in story):
        parts += [("\nConversation\n", "bold $accent"), conversation(story, ledger, width=width)]
    parts += [("\nWhat happened\n", "bold $accent")]
    for event in story:
        if event.move != MESSAGE:
            said = f"{ledger.roster.name(event.actor)} {tell(event, ledger.roster)}"
            parts += [(f"{_at(event, ledger):>8}  ", "$quiet"), _hanging(said, 10, width), "\n"]
    if keys:
        parts += [("\nWhat can be done now\n", "bold $accent"), *_moves(request, ledger)]
    return Content.assemble(*map(_drawn, parts))


def conversation(
    story: Iterable[Happening], ledger: Ledger, *, newest: int | None = None, width: int = 72
) -> Content:
    """What people said to each other on a request, oldest first: all of it, or the newest."""
    said = [event for event in story if event.move == MESSAGE]
    parts: list[Part] = []
    left_out = len(said) - newest if newest is not None else 0
    if left_out > 0:
        parts.append((f"{left_out} earlier\n", "$quiet"))
    for event in said[-newest:] if newest is not None else said:
        name = ledger.roster.name(event.actor)
        words = _hanging(f"{name}: {event.given.get('words') or '(disposed of)'}", 10, width)
        parts += [(f"{_at(event, ledger):>8}  ", "$quiet"), words, "\n"]
    return Content.assemble(*map(_drawn, parts))


def _drawn(part: Part) -> Part:
    if isinstance(part, Content):
        return part
    return bounded(part) if isinstance(part, str) else (bounded(part[0]), part[1])


def _at(event: Happening, ledger: Ledger) -> str:
    """When something happened: the time, with the day where it is not today's."""
    return _when(event.at, ledger)


def _when(moment: datetime, ledger: Ledger) -> str:
    on, at = day(moment, ledger.zone, ledger.desk.clock()), clock(moment, ledger.zone)
    return at if on == "today" else f"{on} {at}"


def _windows(request: Request, ledger: Ledger) -> list[Part]:
    """When to call back; on what is open, which of it lies outside the desk hours (R17)."""
    hours, now = ledger.desk.office.hours, ledger.desk.clock()
    found = outside_hours(request.callback_windows, hours) if request.open else ()
    why = {one.window: one.reason for one in found}
    parts: list[Part] = []
    for window in request.callback_windows:
        parts += [("Call back  ", "$quiet"), window_words(window, ledger.zone), "\n"]
        if window in why:
            parts += [("Outside desk hours  ", "bold $late"), why[window], "\n"]
    if needs_lead(request, hours, now):
        parts += [("A lead sees to it that somebody can call then\n", "bold $late")]
    return parts


def _moves(request: Request, ledger: Ledger) -> list[Part]:
    parts: list[Part] = []
    for move in possible(request, ledger.situation()):
        parts += [(f" {ledger.key(MOVE_NAMES[move.key])} ", "bold $accent"), f"{move.label}\n"]
    return parts


def _steps(request: Request, ledger: Ledger, story: Iterable[Happening]) -> list[Part]:
    """Who ticked which step of the guide, and when (R1, R2)."""
    by: dict[str, list[str]] = {}
    for taken in steps_taken(request, story):
        who = f"{ledger.roster.name(taken.by)}, {clock(taken.at, ledger.zone)}"
        by.setdefault(who, []).append(LABELS[taken.step])
    parts: list[Part] = []
    for who, steps in by.items():
        parts += [("✓ ", "$ready"), " · ".join(steps), (f"  {who}\n", "$quiet")]
    return parts


def _whose(request: Request, ledger: Ledger) -> str:
    if request.holder:
        me = request.holder == ledger.desk.username
        has = ("have", "has") if request.open else ("had", "had")
        said = f"You {has[0]} it" if me else f"{ledger.roster.name(request.holder)} {has[1]} it"
        covers = f": {request.cover.why}" if request.cover else ""
        more = why(request, ledger.me, ledger.roster, ledger.desk.clock())
        return " · ".join((f"{said}{covers}", *more))
    found = ledger.route(request)
    words = f"{found.why[0].upper()}{found.why[1:]}"
    parts = [words if found.expected else f"{words}: the desk takes it"]
    parts += ["nobody is available now"] if found.nobody else []
    return " · ".join(parts)


def _texts(request: Request) -> list[Part]:
    parts: list[Part] = []
    shown = [("denial_rationale", "Denied, originally")]
    shown += [
        (name, LABELS[name])
        for name in (
            "prescriber_told", "additional_info", "reason_in_vue",
            "reason_technician_cannot_approve", "best_time", "not_understood",
        )
    ]  # fmt: skip
    for name, label in shown:
        value = getattr(request, name)
        if name == "best_time" and request.kind is Kind.IMMEDIATE:
            continue
        if value:
            parts += [(f"\n{label}\n", "bold $accent"), _indented(value)]
        if name == "denial_rationale":
            for denial in request.prior_denials:
                parts += [(f"\nDenied, after the {_KINDS[denial.kind.value]}\n", "bold $accent")]
                parts += [_indented(denial.rationale)]
    return parts


_KINDS = {"original": "PA", "p2p": "P2P", "appeal": "appeal"}


def _attempts(request: Request, ledger: Ledger) -> list[Part]:
    if not request.attempts:
        return []
    parts: list[Part] = [("\nAttempts\n", "bold $accent")]
    for attempt in request.attempts:
        at = clock(attempt.at, ledger.zone)
        number = f" · {attempt.number}" if attempt.number else ""
        note = f" · {attempt.note}" if attempt.note else ""
        parts.append(f"  {at} {attempt.outcome.value}{number}{note}\n")
    return parts


def _outcome(request: Request, ledger: Ledger, width: int) -> list[Part]:
    parts: list[Part] = []
    if request.documentation:
        said = request.documentation
        parts += [("\nDetermination  ", "bold $accent"), (said.determination.value, "bold"), "\n"]
        by = f"{ledger.roster.name(said.by)}, {_when(said.at, ledger)}"
        parts += [(f"{'Late entry' if said.late else 'Documented'} by {by}\n", "$quiet")]
        for label, text in documenting.told(said):
            if label != documenting.LABELS["determination"]:
                parts += [(f"{label}  ", "$quiet"), _hanging(text, 2, width), "\n"]
        if request.follow_up_on:
            until = date_words(request.follow_up_on)
            parts += [(f"Waiting for what was promised, until {until}\n", "bold $late")]
    if request.closure:
        said_by = f"{request.closure.said_by}: “{request.closure.words}”"
        parts += [("\nClosed without a P2P  ", "bold $accent"), request.closure.reason.value, "\n"]
        parts += [_indented(said_by)]
    for addendum in request.addenda:
        by = f"{ledger.roster.name(addendum.by)}, {_when(addendum.at, ledger)}"
        kept = " · what was promised is settled" if addendum.settles else ""
        parts += [("\nAdded to the record", "bold $accent"), (f"  {by}{kept}\n", "$quiet")]
        parts += [_indented(addendum.words)]
    return parts


def _indented(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.splitlines())


def _hanging(text: str, indent: int, width: int) -> str:
    room = max(16, width - indent)
    lines = [part for line in text.splitlines() for part in wrap(line, room) or [""]]
    return f"\n{' ' * indent}".join(lines)
