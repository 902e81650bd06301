"""The conversation on a request: what was said, live, and a line for what one says (R12)."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from p2p_tui.desk import News
from p2p_tui.domain.story import Happening
from p2p_tui.tui.keys import binding
from p2p_tui.tui.portrait import conversation
from p2p_tui.tui.screens.move import MoveScreen
from p2p_tui.tui.widgets.bars import Line

NEWEST = 12
"""How many messages the form shows above what one types: the newest; the request has them all."""


class MessageScreen(MoveScreen):
    """Messages are part of the record; the quick phrases are the desk's own."""

    BINDINGS: ClassVar[list[BindingType]] = [binding("offer", "phrase")]

    def asks(self) -> ComposeResult:
        """The conversation, what one says, the phrases."""
        yield Static("", id="conversation", markup=False)
        yield from super().asks()
        yield Line(id="phrases")

    @property
    def phrases(self) -> tuple[str, ...]:
        """The desk's quick phrases."""
        return self.ledger.desk.office.in_common.common.phrases

    def started(self) -> None:
        """Say which phrases there are."""
        super().started()
        if self.phrases:
            key = self.ledger.key("offer")
            lines = "".join(f"\n  {phrase}" for phrase in self.phrases)
            self.query_one("#phrases", Line).say((f"{key} takes the next of:{lines}", "$quiet"))

    def take_news(self, news: News) -> None:
        """Show what others say while one types."""
        if any(one.ref == self._request.ref for one in news.happenings):
            self._read()

    def action_phrase(self) -> None:
        """Put the next quick phrase behind what was typed."""
        self.take_phrase(self.field("words"), self.phrases)

    def _draw_now(self, story: tuple[Happening, ...]) -> None:
        super()._draw_now(story)
        if self.here:
            said = conversation(story[-200:], self.ledger, newest=NEWEST)
            self.query_one("#conversation", Static).update(said)
