"""Reading the guide: a document with its version, and finding words in all of them (R19)."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from p2p_tui.desk import News
from p2p_tui.domain.guide import SET, Found, Version, find, place_of, step_of
from p2p_tui.domain.guide_text import blocks, plain
from p2p_tui.domain.roles import Ability, Right, right
from p2p_tui.domain.text import one_line
from p2p_tui.domain.typed_hours import write_dates
from p2p_tui.domain.wording import local
from p2p_tui.tui.keys import KEYS, binding
from p2p_tui.tui.rows import fit
from p2p_tui.tui.screens.acting import REST
from p2p_tui.tui.screens.base import Base
from p2p_tui.tui.widgets.bars import Header, KeyBar, Line, NewsLine
from p2p_tui.tui.widgets.fields import LineInput
from p2p_tui.tui.widgets.guide_page import GuidePage

_SHORT = {
    "technician": "Technician",
    "pharmacist": "Pharmacist",
    "lead": "Lead",
    "reconsideration": "Reconsideration",
}
"""The documents as they are called in one line with the others."""
CONTENTS_WIDTH = 40


class FindInput(LineInput):
    """Where one types what to find."""

    async def action_submit(self) -> None:
        """On to what is found, at once: the next key is for the document."""
        self.screen.set_focus(self.screen.query_one(GuidePage))
        await super().action_submit()


class Reading(Base):
    """A document with its version above it and its headings beside it, where there is room."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("find", "find_here"),
        binding("back", "leave"),
        Binding("left", "document(-1)", "the document before", show=False, id="guide.before"),
        Binding("right", "document(1)", "the next document", show=False, id="guide.after"),
        Binding("tab", "onward(1)", "next step, or what is found", show=False, id="guide.next"),
        Binding("shift+tab", "onward(-1)", "the one before", show=False, id="guide.previous"),
    ]

    tab = ""
    """Under which of the main screens it stands; empty for the one under it."""
    leads_back = False
    """Whether there is a place where one came from."""
    more_keys: tuple[tuple[str, str], ...] = ()
    """Keys of its own, for the last line."""

    def __init__(self, document: str = "", step: str = "") -> None:
        super().__init__()
        self.document = document
        """The document that is read, by its name."""
        self._step = step
        """The step that is gone to as soon as the guide is there."""
        self._hits: tuple[Found, ...] = ()
        self._hit = -1
        self._words = ""
        self._contents: object = None
        """What the headings beside the document were drawn of last."""

    def compose(self) -> ComposeResult:
        """Documents, version, what one finds, the document, keys."""
        yield Header(self.tab or KEYS[self.app.current_mode].label, self.desk_app.notice)
        yield Line(id="guide-documents")
        yield Line(id="guide-about")
        with Horizontal(id="find-line"):
            yield Line(id="find-label")
            yield FindInput(placeholder="words in any of the documents", compact=True)
            yield Line(id="guide-found")
        with Horizontal(id="guide-middle"):
            yield Static("", id="guide-contents", markup=False)
            yield GuidePage()
        with Vertical(id="foot"):
            yield NewsLine(id="news")
            yield KeyBar(id="keys")

    @property
    def page(self) -> GuidePage:
        """The document."""
        return self.query_one(GuidePage)

    @property
    def entry(self) -> FindInput:
        """Where one types what to find."""
        return self.query_one(FindInput)

    @property
    def versions(self) -> tuple[Version, ...]:
        """Every document, as it was read last."""
        return self.ledger.guide.versions

    @property
    def version(self) -> Version:
        """The document that is read."""
        named = (one for one in self.versions if one.document == self.document)
        return next(named, self.versions[0])

    def started(self) -> None:
        """The document has the keys."""
        super().started()
        self.query_one("#find-line").display = False
        self.query_one("#find-label", Line).say((" find ", "bold $accent"))
        self.page.focus()

    def resumed(self) -> None:
        """Read it where it is not as all read it."""
        super().resumed()
        self.read()

    def read(self) -> None:
        """Have the guide as all read it."""
        self.desk_app.with_guide(self._have)

    def refresh_all(self) -> None:
        """Show the keys, and the document in what it calls them."""
        super().refresh_all()
        self._show_keys()
        self._show_page()

    def take_news(self, news: News) -> None:
        """Read it again where a version was put in."""
        for event in news.happenings:
            if event.move == SET:
                who = self.ledger.roster.name(event.actor)
                self.announce(f"{who} {self.ledger.desk.tell(event, self.ledger.roster)}")
                self.read()

    # -- keys

    def action_leave(self) -> None:
        """End the finding, or go back."""
        if self._words or self.entry.has_focus:
            self._end_finding()
        else:
            self.go_back()

    def go_back(self) -> None:
        """Go where one came from, if there is such a place."""

    def action_document(self, by: int) -> None:
        """Read the next document, or the one before."""
        names = [one.document for one in self.versions]
        at = names.index(self.version.document) + by
        self._turn_to(names[at % len(names)], None)

    def action_onward(self, by: int) -> None:
        """To the next heading, or to what is found next."""
        if self._hits:
            self._go_to_hit((self._hit + by) % len(self._hits))
            return
        page = self.page
        ahead = [one for one in page.headings if (one - page.here) * by > 0]
        if ahead:
            page.go_to(ahead[0] if by > 0 else ahead[-1])
        elif by < 0:
            page.action_end(-1)

    def action_find_here(self) -> None:
        """Type what to find in the guide."""
        self.query_one("#find-line").display = True
        self.set_focus(self.entry)
        self._show_keys()

    # -- finding

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find while one types; from where one is on."""
        self._words = one_line(event.value)
        self._hits = find(self.versions, self._words)
        order = [one.document for one in self.versions]
        here = (order.index(self.version.document), self.page.top)
        ahead = (
            number for number, hit in enumerate(self._hits)
            if (order.index(hit.document), hit.block) >= here
        )  # fmt: skip
        if self._hits:
            self._go_to_hit(next(ahead, 0))
        else:
            self._hit = -1
            self._show_page()
        self._say_found()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """On to what was found."""
        if self._words:
            self._show_keys()
        else:
            self._end_finding()

    def _go_to_hit(self, number: int) -> None:
        self._hit = number
        hit = self._hits[number]
        self._turn_to(hit.document, hit.block)
        self._say_found()

    def _say_found(self) -> None:
        said = f" {self._hit + 1} of {len(self._hits)} " if self._hits else " nothing "
        style = "$quiet" if self._hits else "bold $late"
        self.query_one("#guide-found", Line).say((said, style) if self._words else "")
        self._show_keys()

    def _end_finding(self) -> None:
        self._words, self._hits, self._hit = "", (), -1
        with self.prevent(Input.Changed):
            self.entry.value = ""
        self.query_one("#find-line").display = False
        self.set_focus(self.page)
        self._show_page()
        self._say_found()

    # -- what is shown

    def _have(self, versions: tuple[Version, ...]) -> None:
        """Show the guide as it was just read; one stays at the step where one was."""
        if not self.here:
            return
        step, self._step = self._step, ""
        if step:
            self._turn_to(self.document, place_of(self.version, step))
            return
        was = self._heading_here()
        found = step_of(was) if was else None
        before = self.page.showing
        self._show_page()
        if found is not None and before and before != self.version.text:
            self.page.go_to(place_of(self.version, found.id))
        if self._words:
            self._hits = find(self.versions, self._words)
            self._hit = min(self._hit, len(self._hits) - 1)
            self._say_found()

    def _turn_to(self, document: str, block: int | None) -> None:
        self.document = document
        self._show_page(at=block)

    def _show_page(self, *, at: int | None = None) -> None:
        self.page.show(self.version.text, self.ledger.key, self._words, at=at)
        self._show_about()
        self._show_contents()

    def on_guide_page_turned(self, event: GuidePage.Turned) -> None:
        """The headings beside it say where one is."""
        self._show_contents()

    def _show_about(self) -> None:
        version, ledger = self.version, self.ledger
        parts: list[tuple[str, str] | str] = [" "]
        for one in self.versions:
            here = one.document == version.document
            parts += [(f" {_SHORT[one.document]} ", "bold reverse" if here else "$quiet"), " "]
        self.query_one("#guide-documents", Line).say(*parts)
        on = write_dates([local(version.at, ledger.zone).date()])
        said = f"version {version.label} · {version.author(ledger.roster)} · {on}"
        room = self.app.size.width - len(said) - 6
        more = ""
        if right(ledger.me, Ability.LOOK_AFTER_DESK) is Right.YES:
            how = f"   p2p guide {version.document} --set FILE"
            more = how if len(how) + len(version.title) <= room else ""
        self.query_one("#guide-about", Line).say(
            (f"  {fit(version.title, min(len(version.title), max(10, room)))}", "bold"),
            (f"  {said}", "$quiet"), (more, "$quiet"),
        )  # fmt: skip

    def _show_keys(self) -> None:
        onward = ("tab", "next found") if self._hits else ("tab", "next step")
        keys = [onward, ("find", "find")]
        if self._words or self.entry.has_focus:
            keys = [onward, ("back", "end the find")]
        elif self.leads_back:
            keys = [("back", "back"), *keys]
        rest = [("palette", "help")] if self.desk_app.in_form else REST
        if len(self.versions) > 1:
            keys.append(("← →", "document"))
        self.show_keys(*keys, *self.more_keys, rest=rest)

    def _heading_here(self) -> str:
        """The heading under which one reads."""
        here, page = self.page.here, self.page
        above = [one for one in page.headings if one <= here]
        found = blocks(page.showing)
        return found[above[-1]].text if above and above[-1] < len(found) else ""

    def _show_contents(self) -> None:
        if not self.has_class("-wide"):
            return
        page, room = self.page, max(4, self.size.height - 8)
        here, headings = page.here, page.headings
        at = max((n for n, one in enumerate(headings) if one <= here), default=0)
        first = max(0, min(at - room // 2, len(headings) - room))
        shown = (page.showing, at, first, room)
        if shown == self._contents:
            return
        self._contents = shown
        found = blocks(page.showing)
        parts: list[tuple[str, str] | str] = []
        for number in range(first, min(len(headings), first + room)):
            block = found[headings[number]]
            step = step_of(block.text)
            text = f"{step.id:<4}{step.title}" if step else plain(block.text)
            style = "$accent bold" if number == at else "$quiet" if step else ""
            bar = "▌" if number == at else " "
            parts += [(f"{bar} {fit(text, CONTENTS_WIDTH - 3).rstrip()}\n", style)]
        self.query_one("#guide-contents", Static).update(Content.assemble(*parts))
