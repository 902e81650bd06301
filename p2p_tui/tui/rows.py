"""One request as one line of a list: the same columns at the same place on every screen."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from p2p_tui.domain.request import Request, Status
from p2p_tui.domain.wording import date_words, local
from p2p_tui.tui.ledger import Ledger
from p2p_tui.tui.states import age_of, look, theirs, when

Piece = tuple[str, str]
"""A piece of a line: its text and the name of its style."""


WIDE = 100
"""From which width on a list has room for the longest state, with its date."""
WIDE_STATE = 27
MOST_SHOWN = 8_000
"""How many letters of one text are drawn: each is laid out anew whenever anything comes in."""
NOTE_INDENT = 6
"""How far what stands under a line is set in, in cells."""


class Columns(NamedTuple):
    """How wide each column is, in cells."""

    state: int
    age: int
    ref: int
    drug: int
    contact: int
    who: int


def columns(width: int) -> Columns:
    """The columns for a list of this width: the bar, the mark and the glyph take four cells."""
    state = WIDE_STATE if width >= WIDE else 13
    rest = max(24, width - 4 - state - 7 - 10)
    drug = max(10, min(24, rest * 28 // 100))
    who = max(12 if rest >= 34 else 10, min(30, rest * 35 // 100))
    return Columns(state, 7, 10, drug, max(4, rest - drug - who), who)


def row(request: Request, ledger: Ledger, width: int) -> list[Piece]:
    """The pieces of a request's line, without the bar of the selection."""
    sizes = columns(width)
    shown = look(request, ledger)
    mark = "•" if ledger.fresh(request.ref) else " "
    if request.status is Status.SCHEDULED and request.callback_windows:
        state = fit(when(request, ledger), sizes.state + sizes.age - 1) + " "
    elif request.status is Status.SCHEDULED:
        state = fit(shown.word, sizes.state + sizes.age - 1) + " "
    elif request.status is Status.CLOSED:
        word, on = _outcome(request, shown.word), f" {_closed_on(request, ledger)} "
        room = sizes.state + sizes.age
        if cell_len(word) + len(on) > room:
            on = " "
        state = fit(word, room - len(on)) + on
    else:
        age = f" {age_of(request, ledger)} "
        state = fit(shown.word, sizes.state + sizes.age - len(age)) + age
    return [
        (mark, "fresh"),
        (f"{shown.glyph} ", shown.style),
        (state, shown.style),
        (fit(request.ref, sizes.ref - 1) + " ", "ref"),
        (fit(request.drug_name or "drug not named", sizes.drug - 1) + " ", "drug"),
        (fit(request.contact, sizes.contact - 1) + " ", "contact"),
        (fit(whose(request, ledger), sizes.who), "who"),
    ]


def note(request: Request, ledger: Ledger, width: int) -> list[Piece]:
    """What stands under a request's line: the provider's clock, why it is whose it is, who else
    is at it; nothing where there is nothing to say."""
    parts = (theirs(request, ledger), ledger.explain(request), _awaited(request))
    said = " · ".join(part for part in parts if part)
    if not said:
        return []
    indent = " " * NOTE_INDENT
    return [(fit(f"{indent}{said}", width), "note")]


def _awaited(request: Request) -> str:
    """Which information is waited for, from whom and until when."""
    said = request.documentation
    if said is None or request.follow_up_on is None:
        return ""
    until = date_words(request.follow_up_on)
    return f"promised by {said.promised_by} until {until}: {said.promised}"


def whose(request: Request, ledger: Ledger) -> str:
    """Whose it is, as short as a list can say it: the extension, the holder, or for whom."""
    if request.status is Status.READY:
        return f"→ ext. {request.extension}"
    if request.holder:
        return (
            "you" if request.holder == ledger.desk.username else ledger.roster.name(request.holder)
        )
    if request.status is Status.CLOSED:
        return ""
    expected = ledger.route(request).expected
    if expected is None:
        return "for the desk"
    return "for you" if expected == ledger.desk.username else f"for {ledger.roster.name(expected)}"


def fit(text: str, width: int) -> str:
    """Text in exactly so many cells; what is cut ends in a mark that says so."""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(text, max(0, width - 1)).rstrip() + "…" + " " * _short(text, width)


def bounded(text: str, most: int = MOST_SHOWN) -> str:
    """A text as far as it is drawn, and how much more of it there is."""
    more = len(text) - most
    if more <= 0:
        return text
    end = "\n" if text.endswith("\n") else ""
    said = f"({more:,} more letters: the form and a copy have them)"
    return f"{text[:most]} … {said}{end}"


def listed(items: Sequence[str], width: int) -> str:
    """As many items as fit into a line, and how many more there are."""
    shown = " · ".join(items)
    count = len(items)
    while cell_len(shown) > width and count > 1:
        count -= 1
        shown = f"{' · '.join(items[:count])} · and {len(items) - count} more"
    return shown


def _short(text: str, width: int) -> int:
    kept = set_cell_size(text, max(0, width - 1)).rstrip()
    return max(0, width - 1 - cell_len(kept))


def _closed_on(request: Request, ledger: Ledger) -> str:
    if request.closed_at is None:
        return ""
    _, _, date = date_words(local(request.closed_at, ledger.zone).date()).partition(" ")
    return date


def _outcome(request: Request, word: str) -> str:
    if request.documentation:
        return request.documentation.determination.value
    return request.closure.reason.value if request.closure else word
