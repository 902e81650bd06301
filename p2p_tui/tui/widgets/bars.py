"""The lines that stand at the same place on every screen: header, band, news, keys."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Digits, Static

from p2p_tui.desk import Trouble
from p2p_tui.domain.people import Availability, Role
from p2p_tui.domain.presence import WORDS
from p2p_tui.domain.request import Kind, Request, Status
from p2p_tui.domain.wording import age_words, clock, clock_seconds, clock_zone, weekday
from p2p_tui.tui.keys import KEYS
from p2p_tui.tui.ledger import Ledger
from p2p_tui.tui.rows import fit
from p2p_tui.tui.states import age_of

ROLES_FROM_WIDTH = 100
"""From which width on a pharmacist's header has room for the roles beside the availability."""
LEAST_WIDTH, LEAST_HEIGHT = 60, 16
"""Below this the header says that things are left out; it works on all the same."""
MOST_KEYS = 5
"""How many keys the last line shows: those that matter here."""
_NAME = " P2P DESK "
TABS = ("desk", "callbacks", "tracker", "board", "guide")


class Line(Static):
    """One line of text that is drawn again only when it says something else."""

    def __init__(self, id: str | None = None, classes: str | None = None) -> None:
        super().__init__("", id=id, classes=f"{classes or ''} -empty", markup=False)
        self._said: object = None

    def say(self, *parts: tuple[str, str] | str) -> None:
        """Show these pieces of text; none of them is read as markup."""
        if parts != self._said:
            self._said = parts
            content = Content.assemble(*parts)
            self.set_class(not content.plain, "-empty")
            self.update(content)


class Header(Vertical):
    """Two lines: where one is and what time it is; who one is and who else is here.

    A third where something is wrong with the database: how old what is shown is, and why.
    """

    def __init__(self, tab: str, notice: str = "") -> None:
        super().__init__(id="header")
        self._tab, self._notice = tab, notice
        self._again: Callable[[], None] = lambda: None
        """Shows what was shown last, in the width that there is now."""

    def compose(self) -> ComposeResult:
        """Left and right halves of each line."""
        with Horizontal(classes="header-line"):
            yield Pressable(id="header-tabs")
            yield Line(id="header-clock", classes="right")
        with Horizontal(classes="header-line"):
            yield Line(id="header-me")
            yield Line(id="header-desk", classes="right")
        yield Line(id="banner")

    def show(self, ledger: Ledger, trouble: Trouble | None = None, *, begun: bool = True) -> None:
        """Show the time, the person and the desk as they are now."""
        self._again = partial(self.show, ledger, trouble, begun=begun)
        now, zone, hours = ledger.desk.clock(), ledger.zone, ledger.desk.office.hours
        notice = self._notice
        if self.app.size.width < ROLES_FROM_WIDTH:
            notice = notice.partition(" ")[0]
        at = self._show_tabs(ledger, self.app.size.width - cell_len(notice), begun=begun)
        self.query_one("#header-clock", Line).say((notice, "bold $late"), at)
        me = ledger.me
        roles = " and ".join(sorted(role.value for role in me.roles))
        lent = "".join(f" · {one.role} until {clock(one.until, zone)}" for one in me.lent)
        if me.has(Role.PHARMACIST):
            wide = self.app.size.width >= ROLES_FROM_WIDTH
            stand = ledger.standing(me).words(zone, now)
            roles = f"{roles} · {stand}" if wide else "" if me.lent else stand
        acts = f" · {roles}" if roles else ""
        name = me.title if roles else me.name
        said = [(f" {name}", "bold"), (acts, "$quiet"), (lent, "bold $late")]
        self.query_one("#header-me", Line).say(*said)
        closes = hours.closes_at(now) if hours.is_open(now) else None
        open_words = f"open until {clock(closes, zone)}" if closes else "desk closed"
        left = sum(cell_len(text) for text, _ in said) + cell_len(open_words) + 6
        who, alarm = _who_is_here(ledger, self.app.size.width - left)
        style = "bold $late" if alarm else "$quiet"
        self.query_one("#header-desk", Line).say((f"{who} · {open_words} ", style))
        self._show_room()
        self._show_trouble(trouble, zone)

    def on_resize(self) -> None:
        """Say it in as many words as there is room for now."""
        self._again()

    def _show_tabs(self, ledger: Ledger, width: int, *, begun: bool) -> str:
        """The screens, and what is still to be done, in as many words as there is room for beside
        the time; give the time as it goes with them."""
        labels = [f" {ledger.key(name)} {KEYS[name].label} " for name in TABS]
        duties = _duties(ledger, begun=begun)
        name, gap, said, at = _fitting(ledger, sum(map(cell_len, labels)), duties, width)
        tabs = self.query_one("#header-tabs", Pressable)
        parts: list[tuple[str, str] | str] = [(name, "bold $accent")]
        cell = cell_len(name)
        tabs.spans = {}
        for tab, label in zip(TABS, labels, strict=True):
            here = KEYS[tab].label == self._tab
            parts += [(label, "bold reverse" if here else "$quiet"), gap]
            tabs.spans[tab] = range(cell, cell := cell + cell_len(label) + len(gap))
        for (duty, _), words in zip(duties, said, strict=True):
            parts += [" ", (words, "bold $late")]
            tabs.spans[duty] = range(cell + 1, cell := cell + 1 + cell_len(words))
        tabs.say(*parts)
        return at

    def _show_room(self) -> None:
        """Say so where the window is too small for the desk."""
        width, height = self.app.size
        if width < LEAST_WIDTH or height < LEAST_HEIGHT:
            room = f" {width}×{height} is too small: make it {LEAST_WIDTH}×{LEAST_HEIGHT}"
            self.query_one("#header-me", Line).say((fit(room, width), "bold $late"))
            self.query_one("#header-desk", Line).say("")

    def _show_trouble(self, trouble: Trouble | None, zone: str) -> None:
        if trouble is None:
            self.query_one("#banner", Line).say("")
            return
        if trouble.for_good:
            what = " ! OPEN THE DESK AGAIN  "
        elif trouble.as_of is not None:
            what = f" ! AS OF {clock_seconds(trouble.as_of, zone)}, reconnecting. Type on.  "
        else:
            what = " ! NOT SAVING NOW. Type on.  "
        room = max(0, self.app.size.width - cell_len(what))
        self.query_one("#banner", Line).say((what, "bold"), fit(trouble.problem, room))


def _who_is_here(ledger: Ledger, room: int) -> tuple[str, bool]:
    """Which pharmacists are here and what they do, as many as there is room for, and whether that
    is nobody who could take a call: an alarm."""
    doing: dict[str, list[str]] = {}
    for one in ledger.roster.staff:
        if one.has(Role.PHARMACIST) and not one.disabled and ledger.roster.here(one.username):
            doing.setdefault(WORDS[ledger.standing(one).availability], []).append(one.name)
    free = doing.get(WORDS[Availability.AVAILABLE], [])
    if not doing:
        return "no pharmacist is here", True
    first = sorted(doing, key=lambda words: words != WORDS[Availability.AVAILABLE])
    counted = " · ".join(f"{len(doing[words])} {words}" for words in first)
    named = " · ".join(f"{words}: {', '.join(doing[words])}" for words in first)
    said = named if cell_len(named) <= room else counted
    if cell_len(said) > room:
        said = f"{len(free)} of {sum(map(len, doing.values()))} available"
    return (said, False) if free else (f"none available · {said}", True)


def _fitting(
    ledger: Ledger, tabs: int, duties: list[tuple[str, tuple[str, ...]]], width: int
) -> tuple[str, str, list[str], str]:
    """What stands before the tabs and between them, what is to be done in how many words, and the
    time: the first of what fits into one line, in the order in which it is missed least."""
    now = clock_zone(ledger.desk.clock(), ledger.zone)
    most = max((len(words) for _, words in duties), default=1)
    for fewer in range(most):
        said = [words[min(fewer, len(words) - 1)] for _, words in duties]
        for at in (f"  {_day(ledger)} {now} ", f"  {now} "):
            for name, gap in ((f"{_NAME}  ", " "), (_NAME, ""), (" ", " "), ("", "")):
                wide = cell_len(name) + tabs + len(TABS) * len(gap) + _wide(said) + cell_len(at)
                if wide <= width:
                    return name, gap, said, at
    return "", "", said, at


def _duties(ledger: Ledger, *, begun: bool) -> list[tuple[str, tuple[str, ...]]]:
    """What is still to be done: the key that leads there, and that in words, and in fewer.

    Calls to be placed (one's own, and behind a plus those that others left), and what one owes to
    the tracker, with the age of the oldest (R16).
    """
    found: list[tuple[str, tuple[str, ...]]] = []
    own, left = ledger.begun
    count = f"{own}+{left}" if left else f"{own}" if own else ""
    if begun and count:
        key = ledger.key("begun")
        found.append(("begun", (f"{key} {count} begun", f"{key} {count}")))
    if owed := ledger.owed():
        since = min(one.ended_at or one.since for one in owed)
        old = age_words((ledger.desk.clock() - since).total_seconds())
        count = f"✎ {len(owed)}"
        found.append(("desk", (f"{count} owed {old}", f"{count} {old}", count)))
    return found


def _wide(words: list[str]) -> int:
    return sum(cell_len(one) + 1 for one in words)


class Band(Horizontal):
    """The one thing that cannot wait, at the foot, to be read from two metres away."""

    def __init__(self) -> None:
        super().__init__(id="band")
        self._shown: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """Words on the left, the extension in large digits on the right."""
        with Vertical(id="band-words"):
            yield Line(id="band-state")
            yield Line(id="band-who")
            yield Line(id="band-more")
        yield Digits("", id="band-digits")

    def show(self, request: Request | None, ledger: Ledger) -> None:
        """Show a request's state large, or nothing."""
        self.display = request is not None
        if request is None:
            return
        state, who, digits, style = _band_words(request, ledger)
        held = age_of(request, ledger)
        self.query_one("#band-state", Line).say((state, "bold"), f"   {held}")
        self.query_one("#band-who", Line).say((who, "bold"))
        self.query_one("#band-more", Line).say(_facts(request))
        shown = (style, digits)
        if shown != self._shown:
            self._shown = shown
            self.set_classes(f"band-{style}")
            self.query_one("#band-digits", Digits).update(digits)


class Hint(NamedTuple):
    """A key in the last line: the name of what it does, how it is written, what it is called."""

    name: str
    key: str
    word: str

    @property
    def cells(self) -> int:
        """How wide it is drawn, with the space around it."""
        return cell_len(self.key) + cell_len(self.word) + 4


class Pressable(Line):
    """A line with keys in it: a click presses the one that is clicked."""

    def __init__(self, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.spans: dict[str, range] = {}
        """Which cells are which key, by its name."""

    async def on_click(self, event: events.Click) -> None:
        """Do what the key does."""
        for name, cells in self.spans.items():
            if event.x in cells:
                await press(self, name)


async def press(widget: Widget, name: str) -> None:
    """Do what a key does that is heard now, by its name."""
    for active in widget.screen.active_bindings.values():
        if active.binding.id == name and active.enabled:
            await widget.app.run_action(active.binding.action, active.node)
            return


class KeyBar(Pressable):
    """The last line: the few keys that matter here, and at its end where all others are found."""

    _hints: tuple[Hint, ...] = ()
    _rest: tuple[Hint, ...] = ()

    def keys(self, hints: Iterable[Hint], rest: Iterable[Hint] = ()) -> None:
        """Show as many keys as there is room for; room is kept for the first of the ``rest``."""
        self._hints, self._rest = tuple(hints)[:MOST_KEYS], tuple(rest)
        self._fit()

    def on_resize(self) -> None:
        """Show as many as there is room for now."""
        self._fit()

    def _fit(self) -> None:
        width = self.size.width or 80
        room = width - sum(one.cells for one in self._rest[:1])
        shown: list[Hint] = []
        for one in self._hints:
            if one.cells > room:
                break
            shown.append(one)
            room -= one.cells
        rest = list(self._rest[:1])
        for one in self._rest[1:]:
            if one.cells <= room:
                rest.append(one)
                room -= one.cells
        self.spans, at = {}, 0
        parts: list[tuple[str, str] | str] = []
        for one in shown:
            parts += [(f" {one.key}", "bold $accent"), f" {one.word}  "]
            self.spans[one.name] = range(at, at := at + one.cells)
        at += max(0, room)
        parts.append(" " * max(0, room))
        for one in rest:
            parts += [(f" {one.key}", "$accent"), (f" {one.word}  ", "$quiet")]
            self.spans[one.name] = range(at, at := at + one.cells)
        self.say(*parts)


class NewsLine(Line):
    """What just happened, in one line of text at a fixed place."""

    def announce(self, text: str, *, style: str = "") -> None:
        """Say it."""
        self.say((fit(f" {text}", max(20, self.size.width or 80)), style))


def _band_words(request: Request, ledger: Ledger) -> tuple[str, str, str, str]:
    holder = ledger.roster.get(request.holder)
    name = holder.title if holder else ""
    mine = request.holder == ledger.desk.username
    digits = "".join(char for char in request.phone if char.isdigit())
    if request.redial:
        then = f", then ext. {request.extension}" if request.status is Status.READY else ""
        said = f"the call dropped: {request.phone}{then}"
        return (f"REDIAL NOW  {request.ref}", said, digits, "late")
    if request.status is Status.READY:
        what = "ready for the transfer" if mine else f"transfer to {name}"
        large = request.extension if request.extension.isdigit() else ""
        return (f"◆ READY  {request.ref}  ext. {request.extension}", what, large, "ready")
    if request.status is Status.ON_CALL:
        return (f"● ON CALL  {request.ref}", "you are speaking" if mine else name, "", "on-call")
    callback = request.kind is Kind.CALLBACK
    go_on = f"call; {ledger.key('transfer')} once reached" if callback else ledger.key("ready")
    then = f"you have it: pull up the PA, then {go_on}"
    what = then if mine else f"{name} is pulling up the PA"
    return (f"◐ ACKNOWLEDGED  {request.ref}", what, "", "acknowledged")


def _facts(request: Request) -> str:
    facts = (request.contact, request.drug_name, f"PA {request.pa_number or '—'}")
    return " · ".join(fact for fact in facts if fact)


def _day(ledger: Ledger) -> str:
    return weekday(ledger.desk.clock(), ledger.zone)
