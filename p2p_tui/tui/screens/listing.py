"""Screens with a list of requests, and the selected one beside it where there is room."""

from collections.abc import Callable, Iterator
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from p2p_tui.domain.people import Doing
from p2p_tui.domain.request import Request
from p2p_tui.domain.story import Happening
from p2p_tui.tui.keys import bindings
from p2p_tui.tui.portrait import portrait
from p2p_tui.tui.screens.acting import Acting
from p2p_tui.tui.widgets.request_list import RequestList

REST_SECONDS = 0.25
"""How long the selection rests before the detail pane follows it."""
VIEW_SECONDS = 2.0
"""How long a request rests in the detail pane before it counts as read."""


class Listing(Acting):
    """A list of requests with a detail pane, which follows the selection once it rests."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("new", "open")

    def __init__(self) -> None:
        super().__init__()
        self._rest: Timer | None = None
        self._view: Timer | None = None
        self._rests_on = ""
        self._read_ref = ""

    def list_and_detail(self) -> Iterator[Widget]:
        """The list, and the pane beside it."""
        with Horizontal(id="middle"):
            yield RequestList(self.ledger, id="list")
            with VerticalScroll(id="detail", can_focus=False):
                yield Static("", id="detail-text", markup=False)

    @property
    def list(self) -> RequestList:
        """The list of requests."""
        return self.query_one("#list", RequestList)

    def on_request_list_selected(self, event: RequestList.Selected) -> None:
        """Keys and detail follow the selection."""
        self.selection_moved()

    def on_request_list_opened(self, event: RequestList.Opened) -> None:
        """Open what was clicked twice."""
        self.action_open()

    def action_open(self) -> None:
        """Open the selected request."""
        if self.selected() is not None:
            self.desk_app.open_request(self.list.selected)

    def selection_moved(self) -> None:
        """Show the selected request once the selection rests, and note later that it was read."""
        if self._rest is not None:
            self._rest.stop()
        if not self.has_class("-wide"):
            return
        self._rest = self.set_timer(REST_SECONDS, self._show_detail)
        request = self.selected()
        if request is not None and request.ref != self._rests_on:
            self._rests_on = request.ref
            if self._view is not None:
                self._view.stop()
            self._view = self.set_timer(VIEW_SECONDS, self._note_view)

    def _show_detail(self) -> None:
        request = self.selected()
        if request is None:
            self.query_one("#detail-text", Static).update("")
            return
        desk = self.ledger.desk
        self.desk_app.do(lambda: desk.history(request.ref), self._draw_detail(request))

    def _draw_detail(self, request: Request) -> Callable[[tuple[Happening, ...]], None]:
        def draw(story: tuple[Happening, ...]) -> None:
            if self.here and self.list.selected == request.ref:
                # What can be done stands in the last line, and all of it in help and palette.
                width = self.detail_width()
                text = portrait(request, self.ledger, story, width=width, keys=False, listed=True)
                self.query_one("#detail-text", Static).update(text)

        return draw

    def before_them(self) -> tuple[str, Doing]:
        """The request that rested in the detail pane until it counts as read."""
        # A screen that is being left may have lost its list already.
        shown = any(one.selected == self._read_ref for one in self.query(RequestList))
        return self._read_ref if shown else "", Doing.LOOKING

    def _note_view(self) -> None:
        if self.in_front:
            self._read_ref = self._rests_on
            self.desk_app.note_view(self._rests_on)
        else:
            self._rests_on = ""
