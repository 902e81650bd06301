"""The Desk: the live queue, in sections by what they ask of me."""

from textual.app import ComposeResult
from textual.containers import Vertical

from p2p_tui.desk import Begun, News
from p2p_tui.domain.guide import SET
from p2p_tui.domain.in_common import CHANGED
from p2p_tui.domain.people import Role
from p2p_tui.domain.request import Request, Status
from p2p_tui.domain.sections import Section
from p2p_tui.tui.ledger import Ledger
from p2p_tui.tui.screens.acting import MOST_STEPS, REST
from p2p_tui.tui.screens.listing import Listing
from p2p_tui.tui.states import running
from p2p_tui.tui.widgets.bars import Band, Header, KeyBar, NewsLine

RESORT_TICKS = 5
"""How many seconds pass between two looks at which callbacks became due."""


class Queue(Listing):
    """Open requests in sections, live, with the selected one beside them where there is room."""

    tab = "Desk"

    def shown(self) -> tuple[Section, ...]:
        """What is listed, as it stands now."""
        return self.ledger.sections()

    def nothing(self) -> str:
        """Why there is nothing to see, and which key to press."""
        return f"Nobody is waiting. {self.ledger.key('new')} places a new request."

    def compose(self) -> ComposeResult:
        """Header, queue and detail, band, news, keys."""
        yield Header(self.tab, self.desk_app.notice)
        yield from self.list_and_detail()
        with Vertical(id="foot"):
            yield Band()
            yield NewsLine(id="news")
            yield KeyBar(id="keys")

    def started(self) -> None:
        """The queue has the keys."""
        super().started()
        self.list.focus()

    def resumed(self) -> None:
        """Have at once what one's own forms left; of others' the news tells."""
        super().resumed()
        self.desk_app.do(self.ledger.desk.begun, self._show_begun, lambda problem, field: None)

    def _show_begun(self, begun: Begun) -> None:
        self.ledger.begun = begun.counts
        if self.here:
            self.show_header()

    def selected(self) -> Request | None:
        """The request under the cursor."""
        return self.ledger.requests.get(self.list.selected)

    def refresh_all(self) -> None:
        """Show the queue, the band and the keys as they are now."""
        super().refresh_all()
        self.list.empty = self.nothing()
        self.list.show(self.shown(), self.ledger)
        self.query_one(Band).show(urgent(self.ledger), self.ledger)
        self.selection_moved()

    def on_tick(self, tick: int) -> None:
        """Clocks run; now and then, a callback that became due moves to where it is seen."""
        if tick % RESORT_TICKS == 0:
            self.list.show(self.shown(), self.ledger)
        elif any(running(one) for one in self.ledger.requests.values()):
            self.list.redraw()
        self.query_one(Band).show(urgent(self.ledger), self.ledger)

    def take_news(self, news: News) -> None:
        """Say the last thing that somebody else did."""
        others = [one for one in news.happenings if one.actor != self.ledger.desk.username]
        told = [one for one in others if one.ref or one.move in (CHANGED, SET)]
        if told:
            last = told[-1]
            who = self.ledger.roster.name(last.actor)
            about = f"{last.ref}: " if last.ref else ""
            self.announce(f"{about}{who} {self.ledger.desk.tell(last, self.ledger.roster)}")

    def selection_moved(self) -> None:
        """Keys follow the selection at once."""
        self._show_keys()
        super().selection_moved()

    def _show_keys(self) -> None:
        steps = self.moves_now(self.selected())[:MOST_STEPS]
        more = [("new", "new request"), *([("open", "open")] if steps else [])]
        self.show_keys(*steps, *more, rest=REST)


class DeskScreen(Queue):
    """The live queue, by what it asks of this person."""


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
