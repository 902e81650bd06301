"""The whole story of a request on one page: for the command line, and to be printed (R5, R16)."""

from collections.abc import Iterable
from datetime import datetime
from html import escape

from p2p_tui.domain import documenting
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.intake import LABELS, to_get
from p2p_tui.domain.outside_hours import outside_hours
from p2p_tui.domain.people import Roster
from p2p_tui.domain.phones import read_phone
from p2p_tui.domain.request import Kind, Request
from p2p_tui.domain.story import Happening, steps_taken, tell
from p2p_tui.domain.values import Frozen
from p2p_tui.domain.wording import clock_zone, date_words, dated, local, window_words

Row = tuple[str, str]
MESSAGE = "message"
_LADDER = {
    "original": "Denied",
    "p2p": "Denied, after the P2P",
    "appeal": "Denied, after the appeal",
}


class Block(Frozen):
    """A part of the page: rows of a label and a text, which may have several lines."""

    title: str
    rows: tuple[Row, ...]


class Page(Frozen):
    """A title, and the parts that have something in them."""

    title: str
    blocks: tuple[Block, ...]


def page(request: Request, story: Iterable[Happening], roster: Roster, hours: DeskHours) -> Page:
    """Everything that the desk knows of a request, in the order in which it is asked for."""
    told = tuple(story)
    teller = _Teller(roster, hours)
    blocks = (
        ("The request", teller.request(request)),
        ("The caller", teller.caller(request, told)),
        ("The PA", _pa(request)),
        ("The denials", _denials(request)),
        ("What they say", _said(request)),
        ("When to call", teller.windows(request)),
        ("Attempts", teller.attempts(request)),
        ("Documented", teller.documented(request)),
        ("Closed without a P2P", teller.closed(request)),
        ("Added to the record", teller.added(request)),
        ("Conversation", teller.conversation(told)),
        ("What happened", teller.story(told)),
    )
    return Page(
        title=f"{request.ref}  {request.kind.value}, {request.status.words}",
        blocks=tuple(
            Block(title=title, rows=rows) for title, found in blocks if (rows := tuple(found))
        ),
    )


def as_text(told: Page, width: int = 28) -> str:
    """The page in plain letters; lines behind the first stand under it."""
    lines = [told.title]
    for block in told.blocks:
        lines += ["", block.title]
        for label, text in block.rows:
            first, *more = text.splitlines() or [""]
            lines.append(f"  {label:<{width}} {first}".rstrip())
            lines += [f"  {'':<{width}} {line}".rstrip() for line in more]
    return "\n".join(lines) + "\n"


def as_html(told: Page) -> str:
    """The page to be printed: one document without anything from elsewhere."""
    body = [f"<h1>{escape(told.title)}</h1>"]
    for block in told.blocks:
        body += [f"<h2>{escape(block.title)}</h2>", "<table>"]
        body += [
            f"<tr><th>{escape(label)}</th><td>{escape(text)}</td></tr>"
            for label, text in block.rows
        ]
        body.append("</table>")
    head = f'<meta charset="utf-8"><title>{escape(told.title)}</title><style>{_STYLE}</style>'
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>\n' + "\n".join(
        [*body, "</body></html>", ""]
    )


_STYLE = (
    "body{font:11pt/1.4 sans-serif;max-width:48em;margin:2em auto}"
    "h1{font-size:15pt}h2{font-size:12pt;border-bottom:1px solid;break-after:avoid}"
    "table{border-collapse:collapse;width:100%}tr{break-inside:avoid}"
    "th{width:14em;text-align:left;font-weight:normal;vertical-align:top}"
    "td{white-space:pre-wrap;vertical-align:top}"
)


class _Teller:
    """Tells moments and people as the desk does."""

    def __init__(self, roster: Roster, hours: DeskHours) -> None:
        self._roster, self._hours, self._zone = roster, hours, hours.zone

    def _at(self, moment: datetime) -> str:
        on = local(moment, self._zone).date()
        return f"{dated(on)}, {clock_zone(moment, self._zone)}"

    def _by(self, who: str | None, moment: datetime) -> str:
        return f"{self._roster.name(who)}, {self._at(moment)}"

    def request(self, request: Request) -> list[Row]:
        rows = [("Placed by", self._by(request.placed_by, request.placed_at))]
        if request.holder:
            rows.append(("Holder", self._roster.name(request.holder)))
        if request.cover:
            instead = request.cover.instead_of
            rows.append((f"Instead of {instead}", request.cover.why))
        for label, moment in (
            ("Acknowledged", request.acknowledged_at), ("Ready", request.ready_at),
            ("The call began", request.connected_at), ("The call ended", request.ended_at),
            ("Closed", request.closed_at),
        ):  # fmt: skip
            rows += [(label, self._at(moment))] if moment else []
        rows += [("Belongs with", ", ".join(request.links))] if request.links else []
        if request.legal_hold:
            by = self._by(request.legal_hold.by, request.legal_hold.at)
            rows.append(("On legal hold", f"{request.legal_hold.why}\n{by}"))
        rows += [("Brought in from", request.source)] if request.source else []
        missing = to_get(request) if request.open else ()
        rows += [("To get from the caller", " · ".join(missing))] if missing else []
        return rows

    def caller(self, request: Request, story: tuple[Happening, ...]) -> list[Row]:
        phone = read_phone(request.phone).shown if request.phone else ""
        rows = [("Contact", request.contact), ("Practice", request.practice), ("Phone", phone)]
        rows += [
            (f"✓ {LABELS[taken.step]}", self._by(taken.by, taken.at))
            for taken in steps_taken(request, story)
        ]
        return [row for row in rows if row[1]]

    def windows(self, request: Request) -> list[Row]:
        rows: list[Row] = []
        if request.callback_words:
            rows.append(("In their words", request.callback_words))
        rows += [
            ("Callback window", window_words(one, self._zone)) for one in request.callback_windows
        ]
        if request.open:
            rows += [
                ("Outside desk hours", beyond.reason)
                for beyond in outside_hours(request.callback_windows, self._hours)
            ]
        if request.told_at:
            rows.append(("Caller told what to expect", self._by(request.told_by, request.told_at)))
        for change in request.moved:
            was = [window_words(one, self._zone) for one in change.windows]
            said = f"{change.who_asked} asked; {self._by(change.by, change.at)}"
            rows.append(("Another time", "\n".join([said, *(f"was {one}" for one in was)])))
        return rows

    def attempts(self, request: Request) -> list[Row]:
        rows = []
        for number, one in enumerate(request.attempts, 1):
            parts = [one.outcome.value, read_phone(one.number).shown if one.number else ""]
            parts += [f"{one.reached} answered" if one.reached else "", one.note]
            said = " · ".join(part for part in parts if part)
            rows.append((f"{number}", f"{said}\n{self._by(one.by, one.at)}"))
        return rows

    def documented(self, request: Request) -> list[Row]:
        said = request.documentation
        if said is None:
            return []
        late = " (late entry)" if said.late else ""
        rows = [*documenting.told(said), ("Documented by", self._by(said.by, said.at) + late)]
        if request.follow_up_on:
            rows.append(("Waiting for it until", date_words(request.follow_up_on)))
        return rows

    def closed(self, request: Request) -> list[Row]:
        closure = request.closure
        if closure is None:
            return []
        rows = [
            ("Why", closure.reason.value),
            (f"In the words of {closure.said_by}", f"“{closure.words}”"),
        ]
        rows += [("Duplicate of", closure.duplicate_of)] if closure.duplicate_of else []
        return [*rows, ("Put on record by", self._by(closure.by, closure.at))]

    def added(self, request: Request) -> list[Row]:
        return [
            (self._by(one.by, one.at), one.words + ("\nsettled" if one.settles else ""))
            for one in request.addenda
        ]

    def conversation(self, story: tuple[Happening, ...]) -> list[Row]:
        return [
            (self._by(event.actor, event.at), str(event.given.get("words") or "(disposed of)"))
            for event in story
            if event.move == MESSAGE
        ]

    def story(self, story: tuple[Happening, ...]) -> list[Row]:
        return [
            (self._at(event.at), f"{self._roster.name(event.actor)} {tell(event, self._roster)}")
            for event in story
            if event.move != MESSAGE
        ]


def _pa(request: Request) -> list[Row]:
    rows = (
        ("PA", request.pa_number), ("Member ID", request.member_id), ("Drug", request.drug_name),
        ("CNTT", request.cntt),
    )  # fmt: skip
    return [row for row in rows if row[1]]


def _denials(request: Request) -> list[Row]:
    """The ladder of denials, the original one first (R5)."""
    by = f"\n{request.denying_pharmacist}" if request.denying_pharmacist else ""
    rows = (
        [(_LADDER["original"], request.denial_rationale + by)] if request.denial_rationale else []
    )
    if not request.denial_rationale and by:
        rows = [("Denied by", request.denying_pharmacist)]
    rows += [(_LADDER[one.kind.value], one.rationale) for one in request.prior_denials]
    return rows


def _said(request: Request) -> list[Row]:
    names = ["prescriber_told", "additional_info", "reason_in_vue",
             "reason_technician_cannot_approve", "not_understood"]  # fmt: skip
    if request.kind is Kind.CALLBACK:
        names.append("best_time")
    return [(LABELS[name], value) for name in names if (value := getattr(request, name))]
