"""How each state looks: a glyph, a word and a style, never a colour alone."""

from typing import NamedTuple

from p2p_tui.domain.due import Due, due
from p2p_tui.domain.request import Kind, Request, Status
from p2p_tui.domain.wording import age, age_words, clock, local, weekday, window_words
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
_LATE = Look("!", "late", "late")
_CONFIRM = Look("?", "time to confirm", "late")
_REDIAL = Look("!", "redial now", "late")


def look(request: Request, ledger: Ledger) -> Look:
    """How a request's state is drawn now."""
    if request.redial and request.status in (Status.WAITING, Status.ACKNOWLEDGED, Status.READY):
        return _REDIAL
    if request.status is Status.SCHEDULED:
        standing = due(request, ledger.desk.clock())
        if standing is Due.LATE:
            return _LATE
        if standing is Due.TO_CONFIRM:
            return _CONFIRM
        if standing is Due.NOW:
            return Look("◷", "due now", "ready")
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
    windows = request.callback_windows
    if not windows:
        return ""
    ahead = [window for window in windows if window.end > now] or [windows[-1]]
    window = min(ahead, key=lambda one: one.start)
    start, end = local(window.start, zone), local(window.end, zone)
    day = "" if start.date() == local(now, zone).date() else f"{weekday(window.start, zone)} "
    if window.end <= now:
        return f"late {day}{clock(window.end, zone)}"
    last = clock(window.end, zone).replace(":00", "")
    if window.start <= now:
        return f"now until {last}"
    first = clock(window.start, zone).replace(":00", "")
    if (start.hour < 12) == (end.hour < 12):
        first = first.removesuffix(" AM").removesuffix(" PM")
    return f"{day}{first}–{last}"


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
