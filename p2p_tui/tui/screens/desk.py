"""The Desk: the live queue, in sections by what they ask of me."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.timer import Timer
from textual.widgets import Static

from p2p_tui.desk import News
from p2p_tui.domain.in_common import CHANGED
from p2p_tui.domain.people import Role
from p2p_tui.domain.request import Request, Status
from p2p_tui.domain.story import Happening
from p2p_tui.tui.keys import bindings
from p2p_tui.tui.ledger import Ledger
from p2p_tui.tui.portrait import portrait
from p2p_tui.tui.screens.acting import MOST_STEPS, REST, Acting
from p2p_tui.tui.states import running
from p2p_tui.tui.widgets.bars import Band, Header, KeyBar, NewsLine
from p2p_tui.tui.widgets.request_list import RequestList

REST_SECONDS = 0.25
"""How long the selection rests before the detail pane follows it."""
VIEW_SECONDS = 2.0
"""How long a request rests in the detail pane before it counts as read."""

RESORT_TICKS = 5
"""How many seconds pass between two looks at which callbacks became due."""


class DeskScreen(Acting):
    """The queue, with the selected request beside it where there is room."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("new", "open")

    def __init__(self) -> None:
        super().__init__()
        self._rest: Timer | None = None
        self._view: Timer | None = None

    def compose(self) -> ComposeResult:
        """Header, queue and detail, band, news, keys."""
        yield Header("Desk", self.desk_app.notice)
        with Horizontal(id="middle"):
            yield RequestList(self.ledger, id="queue")
            with VerticalScroll(id="detail", can_focus=False):
                yield Static("", id="detail-text", markup=False)
        with Vertical(id="foot"):
            yield Band()
            yield NewsLine(id="news")
            yield KeyBar(id="keys")

    def started(self) -> None:
        """The queue has the keys."""
        super().started()
        self.queue.focus()

    @property
    def queue(self) -> RequestList:
        """The list of requests."""
        return self.query_one("#queue", RequestList)

    def selected(self) -> Request | None:
        """The request under the cursor."""
        return self.ledger.requests.get(self.queue.selected)

    def refresh_all(self) -> None:
        """Show the queue, the band and the keys as they are now."""
        super().refresh_all()
        self.queue.empty = f"Nobody is waiting. {self.ledger.key('new')} places a new request."
        self.queue.show(self.ledger.sections(), self.ledger)
        self.query_one(Band).show(urgent(self.ledger), self.ledger)
        self._show_keys()
        self._show_detail_soon()

    def on_tick(self, tick: int) -> None:
        """Clocks run; now and then, a callback that became due moves to where it is seen."""
        if tick % RESORT_TICKS == 0:
            self.queue.show(self.ledger.sections(), self.ledger)
        elif any(running(one) for one in self.ledger.requests.values()):
            self.queue.redraw()
        self.query_one(Band).show(urgent(self.ledger), self.ledger)

    def take_news(self, news: News) -> None:
        """Say the last thing that somebody else did."""
        others = [one for one in news.happenings if one.actor != self.ledger.desk.username]
        told = [one for one in others if one.ref or one.move == CHANGED]
        if told:
            last = told[-1]
            who = self.ledger.roster.name(last.actor)
            about = f"{last.ref}: " if last.ref else ""
            self.announce(f"{about}{who} {self.ledger.desk.tell(last, self.ledger.roster)}")

    def on_request_list_selected(self, event: RequestList.Selected) -> None:
        """Keys and detail follow the selection."""
        self._show_keys()
        self._show_detail_soon()

    def on_request_list_opened(self, event: RequestList.Opened) -> None:
        """Open what was clicked twice."""
        self.action_open()

    def action_open(self) -> None:
        """Open the selected request."""
        if self.selected() is not None:
            self.desk_app.open_request(self.queue.selected)

    def _show_keys(self) -> None:
        steps = self.moves_now(self.selected())[:MOST_STEPS]
        more = [("new", "new request"), *([("open", "open")] if steps else [])]
        self.show_keys(*steps, *more, rest=REST)

    def _show_detail_soon(self) -> None:
        for timer in (self._rest, self._view):
            if timer is not None:
                timer.stop()
        if self.has_class("-wide"):
            self._rest = self.set_timer(REST_SECONDS, self._show_detail)
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
            if self.queue.selected == request.ref and self.here:
                text = portrait(request, self.ledger, story, width=self.detail_width())
                self.query_one("#detail-text", Static).update(text)

        return draw

    def _note_view(self) -> None:
        request = self.selected()
        if request is not None and self.in_front:
            self.desk_app.note_view(request.ref)


def urgent(ledger: Ledger) -> Request | None:
    """The one request that can't wait for this person: their caller, or the call they have."""
    me = ledger.me
    mine = [
        one
        for one in ledger.requests.values()
        if (one.holder == me.username and me.has(Role.PHARMACIST))
        or (one.placed_by == me.username and me.has(Role.TECHNICIAN))
    ]
    order = (Status.READY, Status.ACKNOWLEDGED, Status.ON_CALL)
    live = [one for one in mine if one.status in order or one.redial]
    live = [one for one in live if one.status is not Status.ON_CALL or one.holder == me.username]
    return min(
        live,
        key=lambda one: (
            not one.redial,
            order.index(one.status) if one.status in order else 9,
            one.waiting_since,
        ),
        default=None,
    )
