"""How each state looks: a glyph, a word and a style, never a colour alone."""

from datetime import datetime
from typing import NamedTuple

from p2p_tui.domain.due import A_TIME, Due, due, next_window
from p2p_tui.domain.request import BEFORE_CALL, Kind, Request, Status
from p2p_tui.domain.wording import (
    age,
    age_words,
    clock,
    local,
    weekday,
    window_words,
    zone_short,
)
from p2p_tui.tui.ledger import Ledger


class Look(NamedTuple):
    """How a state is drawn. ``style`` names a component class of the lists."""

    glyph: str
    word: str
    style: str


LOOKS: dict[Status, Look] = {
    Status.WAITING: Look("○", "waiting", "waiting"),
    Status.SCHEDULED: Look("◷", "scheduled", "scheduled"),
    Status.ACKNOWLEDGED: Look("◐", "acknowledged", "acknowledged"),
    Status.READY: Look("◆", "READY", "ready"),
    Status.ON_CALL: Look("●", "on call", "on-call"),
    Status.TO_DOCUMENT: Look("✎", "to document", "owed"),
    Status.CLOSED: Look("✓", "closed", "closed"),
}
_REDIAL = Look("!", "redial now", "late")
_DUE: dict[Due, Look] = {
    Due.TO_CONFIRM: Look("?", "time to confirm", "late"),
    Due.LATER: LOOKS[Status.SCHEDULED],
    Due.SOON: Look("◔", "due soon", "scheduled"),
    Due.NOW: Look("▶", "due now", "ready"),
    Due.LATE: Look("!", "overdue", "late"),
    Due.NO_TIME_LEFT: Look("?", "ask for a new time", "late"),
}


def look(request: Request, ledger: Ledger) -> Look:
    """How a request's state is drawn now."""
    if request.redial and request.status in (Status.WAITING, Status.ACKNOWLEDGED, Status.READY):
        return _REDIAL
    if request.status is Status.SCHEDULED:
        return _DUE[due(request, ledger.desk.clock())]
    return LOOKS[request.status]


def running(request: Request) -> bool:
    """Say whether a clock of m:ss runs on a request: somebody is holding or being spoken to."""
    if request.status in (Status.ACKNOWLEDGED, Status.ON_CALL):
        return True
    live = (Status.WAITING, Status.READY)
    return request.kind is Kind.IMMEDIATE and request.status in live


def age_of(request: Request, ledger: Ledger) -> str:
    """How long it has been so: m:ss where somebody is holding, in words elsewhere."""
    now = ledger.desk.clock()
    if request.status is Status.WAITING:
        return age((now - request.waiting_since).total_seconds())
    if running(request):
        return age((now - request.since).total_seconds())
    return age_words((now - request.since).total_seconds())


def when(request: Request, ledger: Ledger) -> str:
    """When a callback is due, as short as a list can say it, on the desk's clock."""
    now, zone = ledger.desk.clock(), ledger.zone
    window = next_window(request, now)
    if window is None:
        return ""
    stands = due(request, now)
    if stands is Due.NO_TIME_LEFT:
        return _DUE[stands].word
    day = "" if _same_day(window.start, now, zone) else f"{weekday(window.start, zone)} "
    if stands is Due.LATE:
        agreed = window.end - window.start <= A_TIME
        return f"overdue {day}{clock(window.start if agreed else window.end, zone)}"
    if stands is Due.NOW:
        return f"now until {clock(window.end, zone).replace(':00', '')}"
    soon = "soon " if stands is Due.SOON else ""
    return f"{soon}{day}{_short_span(window.start, window.end, zone)}"


def theirs(request: Request, ledger: Ledger) -> str:
    """When a callback is due on the provider's clock, where it shows another time; else empty."""
    window = next_window(request, ledger.desk.clock())
    if window is None or request.status not in BEFORE_CALL:
        return ""
    here, there = (local(window.start, zone) for zone in (ledger.zone, window.zone))
    if here.replace(tzinfo=None) == there.replace(tzinfo=None):
        return ""
    day = "" if here.date() == there.date() else f"{weekday(window.start, window.zone)} "
    zone = zone_short(window.start, window.zone)
    return f"{day}{_short_span(window.start, window.end, window.zone)} {zone} there"


def _same_day(one: datetime, other: datetime, zone: str) -> bool:
    return local(one, zone).date() == local(other, zone).date()


def _short_span(start: datetime, end: datetime, zone: str) -> str:
    first, last = (clock(one, zone).replace(":00", "") for one in (start, end))
    if (local(start, zone).hour < 12) == (local(end, zone).hour < 12):
        first = first.removesuffix(" AM").removesuffix(" PM")
    return f"{first}–{last}"


def state_words(request: Request, ledger: Ledger) -> str:
    """A request's state in one line, for the detail pane and the title of a screen."""
    found = look(request, ledger)
    if request.status is Status.SCHEDULED and request.callback_windows:
        return (
            f"{found.glyph} {found.word} · {window_words(request.callback_windows[0], ledger.zone)}"
        )
    if request.status is Status.CLOSED:
        return f"{found.glyph} {found.word}"
    return f"{found.glyph} {found.word} {age_of(request, ledger)}"
