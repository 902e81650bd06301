"""One request: everything known, its story, and what can be done next, each with its key."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from p2p_tui.desk import News
from p2p_tui.domain.people import Doing
from p2p_tui.domain.request import Request
from p2p_tui.domain.story import Happening
from p2p_tui.tui.keys import KEYS, binding
from p2p_tui.tui.portrait import portrait
from p2p_tui.tui.screens.acting import MOST_STEPS, REST, Acting
from p2p_tui.tui.widgets.bars import Header, KeyBar, NewsLine


class RequestScreen(Acting):
    """One request in full."""

    BINDINGS: ClassVar[list[BindingType]] = [binding("back", "step_back")]

    def __init__(self, request: Request) -> None:
        super().__init__()
        self._request = request
        self._story: tuple[Happening, ...] = ()

    def compose(self) -> ComposeResult:
        """Header, the request, news, keys."""
        tab = KEYS[self.app.current_mode].label
        yield Header(tab, self.desk_app.notice)
        with VerticalScroll(id="page"):
            yield Static("", id="page-text", markup=False)
        with Vertical(id="foot"):
            yield NewsLine(id="news")
            yield KeyBar(id="keys")

    def started(self) -> None:
        """Read the story, and note that it was read."""
        super().started()
        self.query_one("#page").focus()
        self.desk_app.note_view(self._request.ref)
        self._read()

    def selected(self) -> Request | None:
        """The request of this screen, as one's own last move left it: reading it again takes longer
        than the next key."""
        known = self.ledger.requests.get(self._request.ref)
        return known if known and known.version > self._request.version else self._request

    def before_them(self) -> tuple[str, Doing]:
        """The request of this screen."""
        return self._request.ref, Doing.LOOKING

    def take_news(self, news: News) -> None:
        """Read it again where the news is of it."""
        mine = [one for one in news.happenings if one.ref == self._request.ref]
        if mine:
            last = mine[-1]
            who = self.ledger.roster.name(last.actor)
            if last.actor != self.ledger.desk.username:
                self.announce(f"{who} {self.ledger.desk.tell(last, self.ledger.roster)}")
            self._read()

    def resumed(self) -> None:
        """Read it again after a form."""
        super().resumed()
        self._read()

    def recovered(self) -> None:
        """Read it again."""
        super().recovered()
        self._read()

    def refresh_all(self) -> None:
        """Show the request as it is now."""
        super().refresh_all()
        text = portrait(
            self._request, self.ledger, self._story, width=self.size.width - 6, alone=True
        )
        self.query_one("#page-text", Static).update(text)
        steps = self.moves_now(self._request)[:MOST_STEPS]
        self.show_keys(*steps[:2], ("back", "back"), *steps[2:], rest=REST)

    def _read(self) -> None:
        desk, ref = self.ledger.desk, self._request.ref
        self.desk_app.do(lambda: (desk.request(ref), desk.history(ref)), self._take)

    def _take(self, found: tuple[Request, tuple[Happening, ...]]) -> None:
        self._request, self._story = found
        if self.here:
            self.refresh_all()
