"""The filters that are in force, one after the other; each is taken away by a click."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.message import Message

from p2p_tui.domain.finding import Filter
from p2p_tui.tui.rows import fit
from p2p_tui.tui.widgets.bars import Line


class Chips(Line):
    """A line of chips, gone where there are none; behind them what is wrong with a filter."""

    class Removed(Message):
        """A filter is to go."""

        def __init__(self, gone: Filter) -> None:
            super().__init__()
            self.gone = gone

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._spans: list[tuple[range, Filter]] = []

    def show(self, filters: Sequence[tuple[Filter, str]], hint: str, problem: str) -> None:
        """Show filters with their words; ``hint`` says how they go."""
        parts: list[tuple[str, str] | str] = []
        self._spans, at = [], 1
        for one, words in filters:
            said = f" {words} × "
            parts += [" ", (said, "reverse")]
            self._spans.append((range(at, at := at + cell_len(said) + 1), one))
        if problem:
            parts += ["  ", (problem, "bold $late")]
        elif filters:
            room = (self.app.size.width or 80) - at - 2
            parts += ["  ", (fit(hint, max(0, room)).rstrip(), "$quiet")]
        self.say(*parts)

    def on_click(self, event: events.Click) -> None:
        """Take away what was clicked."""
        for cells, one in self._spans:
            if event.x in cells:
                self.post_message(self.Removed(one))
