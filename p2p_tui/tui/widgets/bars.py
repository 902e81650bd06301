"""The lines that stand at the same place on every screen: header, band, news, keys."""

from collections.abc import Iterable

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Digits, Static

from p2p_tui.desk import Trouble
from p2p_tui.domain.people import Role
from p2p_tui.domain.request import Request, Status
from p2p_tui.domain.wording import clock, clock_seconds, clock_zone, weekday
from p2p_tui.tui.ledger import Ledger
from p2p_tui.tui.rows import fit
from p2p_tui.tui.states import age_of

ROLES_FROM_WIDTH = 100
"""From which width on a pharmacist's header has room for the roles beside the availability."""
LEAST_WIDTH, LEAST_HEIGHT = 60, 16
"""Below this the header says that things are left out; it works on all the same."""
TABS = (("1", "Desk"), ("3", "Tracker"))


class Line(Static):
    """One line of text that is drawn again only when it says something else."""

    def __init__(self, id: str | None = None, classes: str | None = None) -> None:
        super().__init__("", id=id, classes=classes, markup=False)
        self.add_class("-empty")
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

    def compose(self) -> ComposeResult:
        """Left and right halves of each line."""
        with Horizontal(classes="header-line"):
            yield Line(id="header-tabs")
            yield Line(id="header-clock", classes="right")
        with Horizontal(classes="header-line"):
            yield Line(id="header-me")
            yield Line(id="header-desk", classes="right")
        yield Line(id="banner")

    def show(self, ledger: Ledger, trouble: Trouble | None = None) -> None:
        """Show the time, the person and the desk as they are now."""
        now, zone, hours = ledger.desk.clock(), ledger.zone, ledger.desk.office.hours
        tabs: list[tuple[str, str] | str] = [(" P2P DESK ", "bold $accent"), "  "]
        for key, name in TABS:
            here = name == self._tab
            tabs += [(f" {key} {name} ", "bold reverse" if here else "$quiet"), " "]
        self.query_one("#header-tabs", Line).say(*tabs)
        at = clock_zone(now, zone)
        self.query_one("#header-clock", Line).say(
            (self._notice, "bold $late"), f"  {_day(ledger)} {at} "
        )
        me = ledger.me
        roles = " and ".join(sorted(role.value for role in me.roles))
        if me.has(Role.PHARMACIST):
            wide = self.app.size.width >= ROLES_FROM_WIDTH
            roles = f"{roles} · {me.availability.value}" if wide else me.availability.value
        said = [(f" {me.title}", "bold"), (f" · {roles}", "$quiet")]
        self.query_one("#header-me", Line).say(*said)
        count = ledger.roster.pharmacists_here()
        who = {0: "no pharmacist is here", 1: "1 pharmacist here"}.get(
            count, f"{count} pharmacists here"
        )
        closes = hours.closes_at(now) if hours.is_open(now) else None
        open_words = f"open until {clock(closes, zone)}" if closes else "desk closed"
        style = "bold $late" if not count else "$quiet"
        self.query_one("#header-desk", Line).say((f"{who} · {open_words} ", style))
        self._show_room()
        self._show_trouble(trouble, zone)

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


class KeyBar(Line):
    """The last line, or two: the keys that matter here."""

    _keys: tuple[tuple[str, str], ...] = ()
    _lines = 1

    def keys(self, keys: Iterable[tuple[str, str]], *, lines: int = 1) -> None:
        """Show pairs of key and word, as many as the lines hold."""
        self._keys, self._lines = tuple(keys), lines
        self._fit()

    def on_resize(self) -> None:
        """Show as many as the lines hold now."""
        self._fit()

    def _fit(self) -> None:
        width = (self.size.width or 80) - 1
        room, left = width, self._lines - 1
        parts: list[tuple[str, str] | str] = []
        for key, word in self._keys:
            need = cell_len(key) + cell_len(word) + 4
            if need > room:
                if not left:
                    break
                parts.append("\n")
                room, left = width, left - 1
            room -= need
            parts += [(f" {key}", "bold $accent"), f" {word}  "]
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
        return (f"REDIAL NOW  {request.ref}", f"the call dropped: {request.phone}", digits, "late")
    if request.status is Status.READY:
        what = "ready for the transfer" if mine else f"transfer to {name}"
        large = request.extension if request.extension.isdigit() else ""
        return (f"◆ READY  {request.ref}  ext. {request.extension}", what, large, "ready")
    if request.status is Status.ON_CALL:
        return (f"● ON CALL  {request.ref}", "you are speaking" if mine else name, "", "on-call")
    what = "you have it: pull up the PA, then r" if mine else f"{name} is pulling up the PA"
    return (f"◐ ACKNOWLEDGED  {request.ref}", what, "", "acknowledged")


def _facts(request: Request) -> str:
    facts = (request.contact, request.drug_name, f"PA {request.pa_number or '—'}")
    return " · ".join(fact for fact in facts if fact)


def _day(ledger: Ledger) -> str:
    return weekday(ledger.desk.clock(), ledger.zone)
