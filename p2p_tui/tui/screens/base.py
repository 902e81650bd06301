"""What all screens share: the app and its ledger, the news, the tick of the clock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from textual import events
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from p2p_tui.domain.guide import Step
from p2p_tui.domain.guide_places import Place, step_at
from p2p_tui.domain.people import Doing
from p2p_tui.tui.keys import KEYS
from p2p_tui.tui.ledger import Ledger
from p2p_tui.tui.typeahead import LookAgain
from p2p_tui.tui.widgets.bars import Header, Hint, KeyBar, NewsLine

if TYPE_CHECKING:
    from p2p_tui.desk import News
    from p2p_tui.tui.app import DeskApp


def called(name: str) -> str:
    """What a screen is called in the guide's table: ``NewRequestScreen`` is new_request."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name.removesuffix("Screen")).lower()


class Base(Screen[None]):
    """A screen of the desk."""

    HORIZONTAL_BREAKPOINTS = [(120, "-wide")]  # noqa: RUF012 as Textual declares it
    AUTO_FOCUS = ""
    takes_keys = False
    """Whether everything is there that keys are for, the focus too."""
    tells_begun = True
    """Whether the header counts the calls that were begun: in a form one of them is being typed."""
    newly_made = True
    """Whether what stands on it looks as it was made, until something in it changes."""
    said_bad = False
    """Whether the line that was said last is of something that went wrong."""

    @property
    def desk_app(self) -> DeskApp:
        """The app, by its own type."""
        return cast("DeskApp", self.app)

    @property
    def ledger(self) -> Ledger:
        """What the session knows of the desk."""
        return self.desk_app.ledger

    @property
    def here(self) -> bool:
        """Whether one can still draw on it: what it asked for may come when it is being left."""
        return self.is_attached and self.display

    @property
    def in_front(self) -> bool:
        """Whether it is this screen that one sees; Textual calls what stands under it current."""
        return self.app.screen is self

    # Textual calls a handler of every class of a screen by itself, so handlers stand here alone;
    # screens override ``started`` and ``resumed``.

    def on_compose(self) -> None:
        """Be as wide as the window before anything stands here: all of it is styled once."""
        for width, name in self.HORIZONTAL_BREAKPOINTS:
            self.set_class(self.app.size.width >= width, name)

    def on_mount(self) -> None:
        """Begin to listen, unless the session ended as this came up: nothing stands here then."""
        if not self._stands:
            return
        self.desk_app.news.subscribe(self, self._on_news)
        self.desk_app.tick.subscribe(self, self._on_tick)
        self.started()
        self.refresh_all()
        self.app.call_later(self._take_keys)

    @property
    def _stands(self) -> bool:
        return bool(self.children) and self.app.is_running

    def _take_keys(self) -> None:
        self.takes_keys = True
        self.app.post_message(LookAgain())

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Come to the front again; what has just been made was styled as it was made."""
        if self.newly_made:
            self.newly_made = event.refresh_styles = False
            self.style_late()
        if self._stands:
            self.desk_app.accompany(self)
            self.resumed()

    def action_step_back(self) -> None:
        """Back to where one came from: a second key or click of the same moment does nothing."""
        if self.in_front:
            self.app.pop_screen()

    def style_late(self) -> None:
        """Style what could not be styled as it was made."""

    def started(self) -> None:
        """Do what this screen begins with."""

    def resumed(self) -> None:
        """Show what changed while another screen was in front."""
        self.refresh_all()

    def _screen_resized(self, size: Size) -> None:
        """Lay out anew for another size: what was laid out at its own learns of it by this too."""
        if size != self._size:
            super()._screen_resized(size)

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        """Lay out, and believe no size of what has asked for another one and is not heard yet.

        Textual keeps a size for as long as a widget's count of changes stands, and counts no
        further while the widget waits to be heard: what changed again meanwhile kept the size that
        it had here, a line too few for instance, until it changed once more.
        """
        super()._refresh_layout(size, scroll)
        for widget in self.walk_children(Widget):
            if widget._layout_required:
                widget._layout_updates += 1

    def _compositor_refresh(self) -> None:
        """Draw nothing of a screen that another one covers: that one would be drawn whole again."""
        front = self.app.screen
        if front is self or front.styles.background.a < 1:
            super()._compositor_refresh()
        else:
            self._dirty_widgets.clear()
            self._compositor._dirty_regions.clear()

    def _on_news(self, news: News) -> None:
        if self.is_current:
            self.take_news(news)
            self.refresh_all()

    def _on_tick(self, tick: int) -> None:
        if self.is_current:
            self.show_header()
            self.on_tick(tick)

    def show_header(self) -> None:
        """Show the header as it is now."""
        for header in self.query(Header):
            header.show(self.ledger, self.desk_app.trouble, begun=self.tells_begun)

    def show_keys(self, *keys: tuple[str, str], rest: Sequence[tuple[str, str]]) -> None:
        """Show the keys that matter here, by the names of what they do, and where the others are.

        A name that is none stands for itself: arrows, for instance.
        """
        self.query_one(KeyBar).keys(self._hints(keys), self._hints(rest))

    def _hints(self, keys: Sequence[tuple[str, str]]) -> list[Hint]:
        return [
            Hint(name, self.ledger.key(name) if name in KEYS else name, word) for name, word in keys
        ]

    def announce(self, text: str, *, bad: bool = False, urgent: bool = False) -> None:
        """Say one line at the fixed place."""
        self.said_bad = bad
        style = "bold $late" if bad else "bold $accent" if urgent else ""
        for line in self.query(NewsLine):
            line.announce(text, style=style)

    def before_them(self) -> tuple[str, Doing]:
        """Which request this screen has before its person, and what they are doing with it."""
        return "", Doing.LOOKING

    def place(self) -> Place:
        """Where one is on it, for the guide."""
        office = self.desk_app.office
        closed = not office.hours.is_open(office.clock())
        return Place(screen=called(type(self).__name__), closed_now=closed)

    def guide_step(self) -> Step | None:
        """The step of the guide that belongs to where one is."""
        return step_at(self.place(), self.ledger.situation())

    def refresh_all(self) -> None:
        """Show everything as it is now."""
        self.show_header()

    def recovered(self) -> None:
        """Go on after the database was away."""
        self.refresh_all()

    def take_news(self, news: News) -> None:
        """Do what this screen does with a piece of news beside showing it."""

    def on_tick(self, tick: int) -> None:
        """Let the clocks of this screen run; ``tick`` counts seconds."""

    def detail_width(self) -> int:
        """How many cells a line of the detail pane has."""
        return self.query_one("#detail-text").size.width

    def save_now(self) -> None:
        """Keep what is being typed: the session is about to end."""
