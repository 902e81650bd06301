"""What one still has when one signs out, and to whom it can go (R12, R16)."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from p2p_tui.domain.request import Request
from p2p_tui.domain.sections import Section
from p2p_tui.domain.shift_end import Still
from p2p_tui.tui.keys import binding
from p2p_tui.tui.rows import listed
from p2p_tui.tui.screens.acting import MOST_STEPS, REST
from p2p_tui.tui.screens.listing import Listing
from p2p_tui.tui.widgets.bars import Header, KeyBar, Line, NewsLine


class LeavingScreen(Listing):
    """The requests that are still one's own; the keys of the moves act on them, q leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("back", "step_back"), binding("quit", "app.leave_anyway"),
    ]  # fmt: skip

    def compose(self) -> ComposeResult:
        """Title, list and detail, to whom it can go, news, keys."""
        yield Header("Desk", self.desk_app.notice)
        yield Line(id="title")
        yield from self.list_and_detail()
        with Vertical(id="foot"):
            yield Line(id="who")
            yield NewsLine(id="news")
            yield KeyBar(id="keys")

    def started(self) -> None:
        """The list has the keys."""
        super().started()
        self.query_one("#title", Line).say(
            (" BEFORE YOU GO  ", "bold $accent"),
            (f"this is still yours; {self.ledger.key('quit')} leaves all the same", "$quiet"),
        )
        self.list.focus()

    def selected(self) -> Request | None:
        """The request under the cursor."""
        return self.ledger.requests.get(self.list.selected)

    def refresh_all(self) -> None:
        """Show what is still this person's, as it is now."""
        super().refresh_all()
        left = self.ledger.still_yours()
        self.list.empty = f"Nothing is yours any more. {self.ledger.key('quit')} leaves."
        parts = [(still, tuple(one.request for one in left if one.still is still))
                 for still in Still]  # fmt: skip
        shown = [Section(title=still.value, requests=found) for still, found in parts if found]
        self.list.show(shown, self.ledger)
        self.selection_moved()

    def on_tick(self, tick: int) -> None:
        """Clocks run."""
        self.list.redraw()

    def selection_moved(self) -> None:
        """Say to whom the selected one can go."""
        super().selection_moved()
        request = self.selected()
        steps = self.moves_now(request)[:MOST_STEPS]
        self.show_keys(("quit", "leave"), ("back", "stay"), *steps, rest=REST)
        self.query_one("#who", Line).say(*self._who(request))

    def _who(self, request: Request | None) -> list[tuple[str, str] | str]:
        if request is None:
            return [""]
        names = [one.name for one in self.ledger.can_go_to(request)]
        if not names:
            return [(" Nobody else is available: a lead can hand it over", "bold $late")]
        said = f" {request.ref} can go to "
        return [(said, "$quiet"), listed(names, max(20, self.size.width - len(said)))]
