"""A screen with one list of lines to choose from, under a title."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import OptionList

from p2p_tui.tui.keys import binding
from p2p_tui.tui.screens.base import Base
from p2p_tui.tui.widgets.bars import Header, KeyBar, Line, NewsLine


class OptionsScreen(Base):
    """Title, lines, keys; back and quit lead to where one came from."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("back", "step_back"), binding("quit", "step_back"),
    ]  # fmt: skip

    tab = "Desk"
    """Under which of the main screens it stands."""

    def compose(self) -> ComposeResult:
        """Title, lines, keys."""
        yield Header(self.tab, self.desk_app.notice)
        yield Line(id="title")
        yield OptionList(id="options")
        with Vertical(id="foot"):
            yield NewsLine(id="news")
            yield KeyBar(id="keys")

    @property
    def options(self) -> OptionList:
        """The lines."""
        return self.query_one(OptionList)
