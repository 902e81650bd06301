"""The Board: how the desk stands, for leads and for a screen on the wall."""

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from p2p_tui.desk import News
from p2p_tui.domain import finding
from p2p_tui.domain.figures import board_groups
from p2p_tui.domain.measures import Board, Report
from p2p_tui.domain.wording import local
from p2p_tui.tui.keys import bindings
from p2p_tui.tui.screens.base import Base
from p2p_tui.tui.widgets.bars import Header, KeyBar, NewsLine
from p2p_tui.tui.widgets.figure_list import FigureList

COUNT_TICKS = 10
"""How many seconds pass between two counts while nothing happens; news is counted after a rest."""
REST_TICKS = 2


class BoardScreen(Base):
    """The figures of now, of today and of the weeks before; each opens the list behind it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("new")

    def __init__(self) -> None:
        super().__init__()
        self._board: Board | None = None
        self._weeks: tuple[date, Report] | None = None
        """The weeks before that day: they are counted once a day."""
        self._counting = False
        self._count_at = 0

    def compose(self) -> ComposeResult:
        """Header, figures, news, keys."""
        yield Header("Board", self.desk_app.notice)
        yield FigureList(id="figures")
        with Vertical(id="foot"):
            yield NewsLine(id="news")
            yield KeyBar(id="keys")

    def started(self) -> None:
        """The figures have the keys."""
        super().started()
        figures = self.query_one(FigureList)
        figures.empty = "Counting the last four weeks; one can go on."
        figures.focus()
        self._count()

    def resumed(self) -> None:
        """Count again: one was elsewhere."""
        super().resumed()
        self._count()

    def refresh_all(self) -> None:
        """Show what was counted last."""
        super().refresh_all()
        self.show_keys(
            ("↑ ↓", "choose"), ("open", "the list behind it"), ("new", "new request"),
            rest=[("help", "help"), ("palette", "more")],
        )  # fmt: skip
        self._show()

    def take_news(self, news: News) -> None:
        """Count again, once the news rests."""
        self._count_at = min(self._count_at or REST_TICKS, REST_TICKS)

    def on_tick(self, tick: int) -> None:
        """Count now and then: waits grow by themselves."""
        self._count_at -= 1
        if self._count_at <= 0:
            self._count()

    def on_figure_list_opened(self, event: FigureList.Opened) -> None:
        """Open the list behind a figure in the Tracker."""
        behind = event.figure.behind
        if event.figure.opens:
            app = self.desk_app
            {"begun": app.action_begun, "emergency": app.action_emergency}[event.figure.opens]()
            return
        if not behind:
            self.announce(f"{event.figure.label}: none")
            return
        self.desk_app.look_for(finding.among(behind))

    def _count(self) -> None:
        self._count_at = COUNT_TICKS
        if self._counting:
            return
        self._counting = True
        desk = self.ledger.desk
        today = self.ledger.today()
        weeks = self._weeks[1] if self._weeks and self._weeks[0] == today else None

        def take(board: Board) -> None:
            self._counting = False
            self._board, self._weeks = board, (today, board.weeks)
            self._show()

        def failed(problem: str, field: str) -> None:
            self._counting = False
            self.announce(problem, bad=True)

        self.desk_app.do(lambda: desk.board(weeks), take, failed)

    def _show(self) -> None:
        if self._board is None or not self.here:
            return
        zone, hours = self.ledger.zone, self.ledger.desk.office.hours
        span = hours.on(self.ledger.today())
        opens = range(*(local(at, zone).hour for at in span)) if span else range(0)
        self.query_one(FigureList).show(board_groups(self._board, self.ledger.roster, opens))
