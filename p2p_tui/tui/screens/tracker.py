"""The Tracker: every request, newest first, with find."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from p2p_tui.desk import News
from p2p_tui.domain import finding
from p2p_tui.domain.finding import Filter, Find
from p2p_tui.domain.people import Role
from p2p_tui.domain.request import Request
from p2p_tui.domain.sections import Section
from p2p_tui.tui.keys import binding
from p2p_tui.tui.screens.acting import REST
from p2p_tui.tui.screens.listing import Listing
from p2p_tui.tui.widgets.bars import Header, KeyBar, Line, NewsLine
from p2p_tui.tui.widgets.chips import Chips
from p2p_tui.tui.widgets.fields import LineInput
from p2p_tui.tui.widgets.request_list import RequestList
from p2p_tui.tui.window import PAGE, Window

PAUSE_SECONDS = 0.15
"""How long typing rests before the tracker is searched."""


class FindInput(LineInput):
    """Where one types what to find. Going back where nothing stands takes away a filter."""

    class WentBack(Message):
        """There was nothing left to delete."""

    async def action_submit(self) -> None:
        """On to what is found, at once: the next key is for the list."""
        self.screen.set_focus(self.screen.query_one(RequestList))
        await super().action_submit()

    def action_delete_left(self) -> None:
        """Delete what is left of the cursor."""
        if self.value:
            super().action_delete_left()
        else:
            self.post_message(self.WentBack())


class TrackerScreen(Listing):
    """All that the desk documented, and all that is still open."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("find", "find"),
        binding("back", "unfind"),
        binding("filters", "filters"),
        binding("views", "views"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._window = Window()
        self._find = Find()
        """What is shown, or being read."""
        self._filters: tuple[Filter, ...] = ()
        self._problem = ""
        self._pause: Timer | None = None
        self._lengthening = False
        self._read_as = frozenset[Role]()
        """In which roles it was read: in others one finds more, or less."""

    def compose(self) -> ComposeResult:
        """Header, find, chips, list, news, keys."""
        yield Header("Tracker", self.desk_app.notice)
        with Horizontal(id="find-line"):
            yield Line(id="find-label")
            yield FindInput(placeholder="reference, PA, name, drug, phone, words", compact=True)
        yield Chips(id="chips")
        yield from self.list_and_detail()
        with Vertical(id="foot"):
            yield NewsLine(id="news")
            yield KeyBar(id="keys")

    def started(self) -> None:
        """The list has the keys."""
        super().started()
        key = self.ledger.key("find")
        self.query_one("#find-label", Line).say((f" {key} find ", "bold $accent"))
        self.list.focus()

    def selected(self) -> Request | None:
        """The request under the cursor."""
        return next((one for one in self._window.requests if one.ref == self.list.selected), None)

    def refresh_all(self) -> None:
        """Read anew what is shown, where it is the newest."""
        super().refresh_all()
        find = [("find", "find"), ("filters", "filter"), ("views", "views")]
        self.show_keys(*find, ("open", "open"), ("copy", "copy"), rest=REST)
        self._show_chips()
        if self._window.newest or self._read_as != self.ledger.me.acts_as:
            self._read()

    def take_news(self, news: News) -> None:
        """Farther down, show what changed as it is now."""
        if not self._window.newest and self._window.replace(news.requests):
            self._show()

    def on_tick(self, tick: int) -> None:
        """Clocks run on what is open."""
        self.list.redraw()

    def action_open(self) -> None:
        """Open the selected request; where a search found it, that counts as searched."""
        super().action_open()
        request, find = self.selected(), self._find
        if request is not None and (find.words.strip() or find.filters):
            desk, looked_for = self.ledger.desk, finding.write(find)
            self.desk_app.do(
                lambda: desk.found(request.ref, looked_for), lambda _: None, lambda _said, _at: None
            )

    # -- what is looked for

    @property
    def find(self) -> Find:
        """What is looked for: the words that are typed, and the filters, typed or chips already."""
        typed = self.query_one(FindInput).value
        found, _ = finding.read(typed, self.ledger.roster, self.ledger.today())
        words = " ".join(one for one in found.words.split() if not finding.is_begun(one))
        return Find(words=words, filters=self._filters).also(found.filters)

    def look_for(self, find: Find) -> None:
        """Look for something else."""
        self._filters = find.filters
        self.query_one(FindInput).value = find.words
        self._show_chips()
        self._read(keys_wait=True)
        self.list.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search once the typing rests; a filter that is typed to its end becomes a chip."""
        self._problem = ""
        typed, space, rest = event.value.rpartition(" ")
        if space and typed.count('"') % 2 == 0:
            self._lift(typed, rest)
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE_SECONDS, self._read)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """From the words to what was found."""
        self._lift(event.value, "")
        self._read(keys_wait=True)
        self.list.focus()

    def on_find_input_went_back(self, event: FindInput.WentBack) -> None:
        """Take away the last filter."""
        if self._filters:
            self._without(self._filters[-1])

    def on_chips_removed(self, event: Chips.Removed) -> None:
        """Take away a filter."""
        self._without(event.gone)

    def action_find(self) -> None:
        """Type what to find."""
        self.query_one(FindInput).focus()

    def action_unfind(self) -> None:
        """Back to the whole list."""
        self.look_for(Find())

    def action_filters(self) -> None:
        """See the filters, and set them."""
        from p2p_tui.tui.screens.filters import FiltersScreen

        form = FiltersScreen(self.desk_app.office.new_id(), self.find, self.look_for)
        self.desk_app.bring_up(form)

    def action_views(self) -> None:
        """See what is looked for again and again."""
        from p2p_tui.tui.screens.views import ViewsScreen

        self.desk_app.bring_up(ViewsScreen(self.look_for))

    def _lift(self, typed: str, rest: str) -> None:
        """Make chips of the filters in what was typed; the words stay."""
        ledger = self.ledger
        found, problem = finding.read(typed, ledger.roster, ledger.today())
        self._problem = problem
        if found.filters:
            self._filters = Find(filters=self._filters).also(found.filters).filters
            words = f"{found.words} " if found.words else ""
            entry = self.query_one(FindInput)
            with self.prevent(Input.Changed):
                entry.value = words + rest
            entry.cursor_position = len(entry.value)
        self._show_chips()

    def _without(self, gone: Filter) -> None:
        self._filters = Find(filters=self._filters).without(gone).filters
        self._show_chips()
        self._read()

    def _show_chips(self) -> None:
        roster = self.ledger.roster
        said = [(one, finding.chip(one, roster)) for one in self._filters]
        hint = f"backspace takes the last away, {self.ledger.key('back')} all"
        self.query_one(Chips).show(said, hint, self._problem)

    # -- the window over it

    def on_request_list_near_end(self, event: RequestList.NearEnd) -> None:
        """Read the next page there."""
        window, by = self._window, event.by
        if self._lengthening or window.ends(by) or not window.requests:
            return
        self._lengthening = True
        desk, find, edge = self.ledger.desk, self._find, window.edge(by)
        before, after = (edge, None) if by > 0 else (None, edge)

        def take(page: tuple[Request, ...]) -> None:
            self._lengthening = False
            if find == self._find and window.requests and window.edge(by) == edge:
                window.lengthen(page, by)
                self._show(still=True)

        def failed(problem: str, field: str) -> None:
            self._lengthening = False
            self.announce(problem, bad=True)

        self.desk_app.do(
            lambda: desk.tracker(find, before=before, after=after, limit=PAGE), take, failed
        )

    def on_request_list_to_end(self, event: RequestList.ToEnd) -> None:
        """Go to the newest or the oldest of all."""
        if self._window.ends(event.by):
            return
        if event.by < 0:
            self._read(then_select=True)
            return
        desk, find = self.ledger.desk, self._find

        def take(page: tuple[Request, ...]) -> None:
            if find == self._find and page:
                self._window.finish(page, PAGE)
                self._show()
                self.list.select(page[-1].ref)

        self.desk_app.do(lambda: desk.tracker(find, oldest=True, limit=PAGE), take, keys_wait=True)

    def _read(self, *, then_select: bool = False, keys_wait: bool = False) -> None:
        find = self.find
        if not self._window.requests:
            self.list.empty = "Reading the tracker; one can type on."
        desk, same = self.ledger.desk, find == self._find
        # What was paged to stays, and so does the selection in it.
        limit = max(PAGE, len(self._window.requests)) if same and self._window.newest else PAGE
        self._find, self._read_as = find, self.ledger.me.acts_as

        def take(page: tuple[Request, ...]) -> None:
            if self.here and find == self.find:
                self._window.start(page, limit)
                self._show()
                if then_select and page:
                    self.list.select(page[0].ref)

        self.desk_app.do(lambda: desk.tracker(find, limit=limit), take, keys_wait=keys_wait)

    def _show(self, *, still: bool = False) -> None:
        if not self.here:
            return
        window, find = self._window, self._find
        self.list.empty = self._nothing(find)
        title = "FOUND" if find.words.strip() or find.filters else "TRACKER, newest first"
        shown = Section(
            title=title, requests=tuple(window.requests), more=not (window.newest and window.oldest)
        )
        self.list.show([shown] if window.requests else [], self.ledger, still=still)
        self.selection_moved()

    def _nothing(self, find: Find) -> str:
        key = self.ledger.key
        if find.words.strip() or find.filters:
            return f"Nothing is found. {key('back')} shows the whole tracker."
        return f"Nothing is in the tracker yet. {key('new')} places a new request."
