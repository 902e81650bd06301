"""The Tracker: every request, newest first, with find."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Input

from p2p_tui.domain.request import Request
from p2p_tui.domain.sections import Section
from p2p_tui.tui.keys import binding
from p2p_tui.tui.screens.acting import REST
from p2p_tui.tui.screens.listing import Listing
from p2p_tui.tui.widgets.bars import Header, KeyBar, Line, NewsLine
from p2p_tui.tui.widgets.fields import LineInput
from p2p_tui.tui.widgets.request_list import RequestList

PAGE = 200
"""How many requests are read at a time."""
PAUSE_SECONDS = 0.15
"""How long typing rests before the tracker is searched."""


class TrackerScreen(Listing):
    """All that the desk documented, and all that is still open."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("find", "find"),
        binding("back", "unfind"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._found: list[Request] = []
        self._words = ""
        self._whole = False
        self._pause: Timer | None = None
        self._reading = False

    def compose(self) -> ComposeResult:
        """Header, find, list, news, keys."""
        yield Header("Tracker", self.desk_app.notice)
        with Horizontal(id="find-line"):
            yield Line(id="find-label")
            yield LineInput(placeholder="reference, PA, name, drug, phone, words", compact=True)
        yield from self.list_and_detail()
        with Vertical(id="foot"):
            yield NewsLine(id="news")
            yield KeyBar(id="keys")

    def started(self) -> None:
        """The list has the keys."""
        super().started()
        self.query_one("#find-label", Line).say((" / find ", "bold $accent"))
        self.list.focus()

    def selected(self) -> Request | None:
        """The request under the cursor."""
        return next((one for one in self._found if one.ref == self.list.selected), None)

    def refresh_all(self) -> None:
        """Read the first page again."""
        super().refresh_all()
        find = ("find", "find")
        self.show_keys(find, ("open", "open"), ("copy", "copy"), ("new", "new request"), rest=REST)
        self._read()

    def on_tick(self, tick: int) -> None:
        """Clocks run on what is open."""
        self.list.redraw()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search once the typing rests."""
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE_SECONDS, self._read)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """From the words to what was found."""
        self.list.focus()

    def on_request_list_near_end(self, event: RequestList.NearEnd) -> None:
        """Read the next page."""
        if not self._whole and self._found:
            self._read(after=self._found[-1].ref)

    def action_find(self) -> None:
        """Type what to find."""
        self.query_one(LineInput).focus()

    def action_unfind(self) -> None:
        """Back to the whole list."""
        self.query_one(LineInput).value = ""
        self.list.focus()

    def _read(self, after: str | None = None) -> None:
        if self._reading and after:
            return
        self._reading = True
        words = self.query_one(LineInput).value
        if not self._found:
            self.list.empty = "Reading the tracker; one can type on."
            self.list.refresh()
        desk = self.ledger.desk
        # What was paged to stays, and so does the selection in it.
        limit = PAGE if after or words != self._words else max(PAGE, len(self._found))
        self.desk_app.do(
            lambda: desk.tracker(words, before=after, limit=limit),
            lambda page: self._take(page, words, after),
        )

    def _take(self, page: tuple[Request, ...], words: str, after: str | None) -> None:
        self._reading = False
        if not self.here or words != self.query_one(LineInput).value:
            return
        self._whole = not page
        if after is None:
            self._found, self._words = [], words
        known = {one.ref for one in self._found}
        self._found += [one for one in page if one.ref not in known]
        self.list.empty = self._nothing(words)
        title = "FOUND" if words.strip() else "TRACKER, newest first"
        shown = [Section(title=title, requests=tuple(self._found))] if self._found else []
        self.list.show(shown, self.ledger)
        self.selection_moved()

    def _nothing(self, words: str) -> str:
        key = self.ledger.key
        if words.strip():
            return f"Nothing is found. {key('back')} shows the whole tracker."
        return f"Nothing is in the tracker yet. {key('new')} places a new request."
