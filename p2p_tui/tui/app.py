"""The app: one person's session at the desk."""

import asyncio
import math
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.signal import Signal

from p2p_tui.desk import Desk, Feed, News, Office, OfficeUnusableError, Trouble
from p2p_tui.domain.errors import DeskError, Missing, Mistyped
from p2p_tui.domain.people import Doing, Staff
from p2p_tui.domain.preferences import Density, Preferences
from p2p_tui.domain.request import Request
from p2p_tui.tui.at_hand import Watching
from p2p_tui.tui.attention import Attention
from p2p_tui.tui.drafts import Drafts
from p2p_tui.tui.going import Going, board_screen, guide_screen
from p2p_tui.tui.ground import terminal_gone
from p2p_tui.tui.guard import Guard
from p2p_tui.tui.keys import Where, actions, bindings, usable
from p2p_tui.tui.ledger import Ledger
from p2p_tui.tui.palette import DeskCommands
from p2p_tui.tui.screens.base import Base
from p2p_tui.tui.screens.callbacks import CallbacksScreen
from p2p_tui.tui.screens.desk import DeskScreen
from p2p_tui.tui.screens.form import Form
from p2p_tui.tui.screens.tracker import TrackerScreen
from p2p_tui.tui.theme import THEMES

LEAVE_WITHIN_SECONDS = 4.0
"""How long a session that is told to end may take to keep what was typed."""
SLOW_SECONDS = 1.0
"""After how long a verb that a key began is said to wait for the database."""
LOOK_TICKS = 5
"""How many seconds pass between two looks at what the clock alone made due; news is looked at at
once. With a hundred open requests a look takes 20 ms."""
_HERE = Path(__file__).resolve()
_STYLES = ("theme", "bars", "desk", "form", "page", "tracker", "board", "guide", "lock")
_ON_A_LOCK = frozenset({"redraw", "nothing"})
"""What keys do on a locked session besides typing the passphrase."""
T = TypeVar("T")


def styles_folder() -> Path:
    """Where the stylesheets stand: inside the package when installed, beside it in a checkout."""
    inside = _HERE.parents[1] / "styles"
    return inside if inside.is_dir() else _HERE.parents[2] / "styles"


class NewsArrived(Message):
    """The feed brought news."""

    def __init__(self, news: News) -> None:
        super().__init__()
        self.news = news


class TroubleCame(Message):
    """Something is wrong with the database, or nothing any more."""

    def __init__(self, trouble: Trouble | None) -> None:
        super().__init__()
        self.trouble = trouble


class DeskApp(Going):
    """One person's session: the screens over a desk, and the one way by which news reaches them."""

    TITLE = "P2P desk"
    COMMANDS: ClassVar[set[Any]] = {DeskCommands}
    MODES: ClassVar[dict[str, Any]] = {
        "desk": DeskScreen,
        "callbacks": CallbacksScreen,
        "tracker": TrackerScreen,
        "board": board_screen,
        "guide": guide_screen,
    }
    DEFAULT_MODE = "desk"
    CSS_PATH: ClassVar[Any] = [styles_folder() / f"{name}.tcss" for name in _STYLES]
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "desk", "callbacks", "tracker", "board", "guide", "guide_step", "begun", "availability",
        "settings", "desk_settings", "passphrase", "emergency", "lock", "seat", "find", "help",
        "palette", "redraw", "no_quit", "quit",
    )  # fmt: skip

    def __init__(
        self,
        office: Office,
        username: str,
        *,
        account: str = "",
        seats: Sequence[str] = (),
        notice: str = "",
        log_folder: Path | None = None,
        ascii_only: bool = False,
        hint: str = "",
    ) -> None:
        """``seats`` are the people whom a demo can change to; ``notice`` stands in the header,
        ``hint`` on the lock."""
        super().__init__(log_folder, office.clock, ascii_only=ascii_only)
        self.office = office
        self.seats = tuple(seats)
        self.notice = notice
        self._account = account
        self.news: Signal[News] = Signal(self, "news")
        self.tick: Signal[int] = Signal(self, "tick")
        self._ticks = 0
        self._verbs = ThreadPoolExecutor(max_workers=1, thread_name_prefix="verbs")
        self._feed: Feed | None = None
        self.trouble: Trouble | None = None
        self.drafts = Drafts(self)
        self.attention = Attention(self)
        self.guard = Guard(self, hint)
        self.said_at_end = ""
        """What is said on the terminal once the session has ended."""
        self._warned = False
        self._deadline: threading.Timer | None = None
        self._mine: dict[str, str] = {}
        """Keys of one's own, as they were set last."""
        self.ledger = self._sit(username)
        self.watching = Watching(self)
        for theme in THEMES.values():
            self.register_theme(theme)
        self.suit(self.ledger.me.preferences)

    # -- the session

    def _sit(self, username: str) -> Ledger:
        desk = Desk(self.office, username, account=self._account)
        ledger = Ledger(desk, desk.snapshot())
        # What comes is read on threads of its own; a server counts its connections.
        self.office.store.release()
        return ledger

    def suit(self, preferences: Preferences) -> None:
        """Look as the person who sits here wants it."""
        self.theme = THEMES[preferences.colours].name
        self.set_class(preferences.density is Density.AIRY, "-airy")
        mine = usable(preferences)
        if mine != self._mine:
            self._mine = mine
            self.set_keymap(mine)

    def _listen(self) -> None:
        self._feed = Feed(
            self.ledger.desk,
            self.ledger.cursor,
            lambda news: self._post(NewsArrived(news)),
            lambda trouble: self._post(TroubleCame(trouble)),
        )
        self._feed.start()
        self.do(self.ledger.desk.signed_in, lambda _: None, lambda _problem, _field: None)

    def _post(self, message: Message) -> None:
        self.post_message(message)

    def on_mount(self) -> None:
        """Listen for news, for signals and for the terminal going away."""
        self.office.doubt_seconds = math.inf
        self._listen()
        self.set_interval(1.0, self._second)
        self.call_after_refresh(self.attention.look)
        loop = asyncio.get_running_loop()
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGHUP, signal.SIGTERM):
                loop.add_signal_handler(number, self.leave_now, 128 + number)

    def on_unmount(self) -> None:
        """Stop listening; the session is over."""
        self.attention.leave()
        self._stop_listening()
        self._verbs.submit(self.office.store.release)
        self._verbs.shutdown(wait=True)

    def _stop_listening(self) -> None:
        if self._feed is not None:
            self._feed.stop()
            self._feed = None
            try:
                self.ledger.desk.signed_out()
                self.ledger.desk.sign_out()
            except (OfficeUnusableError, DeskError):
                return

    def _second(self) -> None:
        self._ticks += 1
        if not self.is_headless and terminal_gone():
            self.leave_now(128 + signal.SIGHUP)
            return
        self.tick.publish(self._ticks)
        if self._feed is not None:
            self._feed.watch()
        self.watching.look()
        self.guard.look()
        if self._ticks % LOOK_TICKS == 0:
            self.attention.look()

    def on_news_arrived(self, message: NewsArrived) -> None:
        """Take the news in, then let every screen show it; a session that ends has none."""
        if not self.screen_stack:
            return
        self.ledger.take(message.news)
        self.suit(self.ledger.me.preferences)
        self.guard.check()
        self.news.publish(message.news)
        # Behind what the screen itself says of the news: what asks for attention goes before it.
        self.screen.call_next(self.attention.look, message.news)

    def on_trouble_came(self, message: TroubleCame) -> None:
        """Say on every screen that what is shown may be old; go on where it is over."""
        if not self.screen_stack:
            return
        self.trouble = message.trouble
        for screen in self.screen_stack:
            if isinstance(screen, Base) and screen.is_mounted:
                screen.show_header()
        if self.trouble is None:
            self._warned = False
            self.drafts.try_again()
            if isinstance(self.screen, Base) and self.screen.is_mounted:
                self.screen.recovered()
                if self.screen.said_bad:
                    self.announce("The desk's database answers again")

    async def on_event(self, event: events.Event) -> None:
        """A key or the mouse says that somebody is there."""
        if isinstance(event, events.Key | events.Paste | events.MouseDown):
            self.watching.heard()
        await super().on_event(event)

    def before_them(self) -> tuple[str, Doing]:
        """Which request is before this person, and what they are doing with it."""
        for screen in self.screen_stack[-1:]:
            if isinstance(screen, Base) and screen.takes_keys:
                return screen.before_them()
        return "", Doing.LOOKING

    def tell_now(self) -> None:
        """Tell others at once what this person has before them."""
        if self._feed is not None:
            self._feed.tell_now()

    # -- doing things

    def do(
        self,
        verb: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[str, str], None] | None = None,
        *,
        keys_wait: bool = False,
    ) -> None:
        """Run a verb of the desk on its own thread, then go on here with what came of it.

        ``failed`` gets the message and the field it is about; without it the message is announced.
        ``keys_wait`` is for verbs that a key began: keys pressed meanwhile are for what comes next.
        What a session learns when its screens are gone already, as it ends, goes to nobody.
        """
        slow = None
        if keys_wait:
            self.hold_keys()
            slow = self.set_timer(SLOW_SECONDS, self._say_slow)

        async def work() -> None:
            loop = asyncio.get_running_loop()
            try:
                result = await loop.run_in_executor(self._verbs, verb)
            except (DeskError, OfficeUnusableError) as problem:
                field = problem.field if isinstance(problem, Missing | Mistyped) else ""
                if not self.is_running:
                    return
                if failed is not None:
                    failed(str(problem), field)
                else:
                    self.announce(str(problem), bad=True)
            else:
                if self.is_running:
                    then(result)
            finally:
                if slow is not None:
                    slow.stop()
                    self.release_keys()

        self.run_worker(work, exit_on_error=True)  # type: ignore[arg-type]

    def _say_slow(self) -> None:
        self.announce("Waiting for the desk's database; nothing is lost", bad=True)

    def take_own(self, request: Request) -> None:
        """Show the answer to a move of one's own at once."""
        self.ledger.take_own(request)
        self.ledger.last_closed = request if request.closure else None
        self.attention.know(request)
        self._show_answer()

    def take_me(self, me: Staff) -> None:
        """Show at once what one said of oneself: a form opened again offers nothing older."""
        self.ledger.take_me(me)
        self.suit(self.ledger.me.preferences)
        self._show_answer()

    def _show_answer(self) -> None:
        if isinstance(self.screen, Base) and self.screen.is_mounted:
            self.screen.refresh_all()

    def announce(self, text: str, *, bad: bool = False, urgent: bool = False) -> None:
        """Say one line on the screen in front; what is urgent on those under it too: the one in
        front may be about to go. On a lock nothing is said: it waits."""
        if self.guard.locked and not urgent:
            self.guard.said_meanwhile(lambda: self.announce(text, bad=bad, urgent=True))
        for screen in self.screen_stack if urgent else [self.screen]:
            if isinstance(screen, Base):
                screen.announce(text, bad=bad, urgent=urgent)

    def note_view(self, ref: str) -> None:
        """Put on record that a request was read; reading goes on where that fails."""
        desk = self.ledger.desk
        self.do(lambda: desk.look(ref), lambda _: None, lambda problem, field: None)

    @property
    def in_form(self) -> bool:
        """Whether a form is in front, or under what is."""
        return any(isinstance(one, Form) for one in self.screen_stack)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In forms letters type: no key of the main screens acts there, nor on what stands over
        one; and none on a lock."""
        if self.guard.locked and action not in _ON_A_LOCK:
            return False
        if self.in_form and action in actions(Where.MAIN):
            return False
        return super().check_action(action, parameters)

    def action_change_seat(self) -> None:
        """Sit down as the next person of the demo."""
        if not self.seats:
            self.announce("Seats are changed in the demo only; this is your own session")
            return
        at = self.seats.index(self.ledger.desk.username)
        username = self.seats[(at + 1) % len(self.seats)]
        self._stop_listening()
        self.forget_clipboard()
        self.ledger = self._sit(username)
        self.attention = Attention(self, greets=False)
        self.suit(self.ledger.me.preferences)
        self._listen()
        self.action_go("desk")
        if isinstance(self.screen, Base):
            self.screen.refresh_all()
        key = self.ledger.key("seat")
        self.announce(f"You sit as {self.ledger.me.title}. {key} changes the seat")

    # -- leaving

    def action_leave(self) -> None:
        """Quit; what is typed is kept. Where it can't be, quitting takes a second key."""
        held = len({*self.drafts.held, *self.drafts.saving})
        if self.trouble is not None and held and not self._warned:
            self._warned = True
            what = "a draft" if held == 1 else f"{held} drafts"
            again = f"{self.ledger.key('quit')} again leaves it behind"
            self.announce(f"{what} of yours can't be kept now. Wait, or {again}", bad=True)
            return
        if self.ledger.still_yours() and self.trouble is None:
            self.see_what_is_left()
            return
        self.leave_now(0)

    def action_leave_anyway(self) -> None:
        """Leave, with what is still one's own."""
        self.leave_now(0)

    def end(self, said: str, code: int) -> None:
        """End the session for a reason that is said on the terminal."""
        self.said_at_end = said
        self.leave_now(code)

    def leave_now(self, code: int) -> None:
        """Keep what is being typed, then end the session: at the latest by a deadline."""
        self._deadline = threading.Timer(LEAVE_WITHIN_SECONDS, os._exit, (code or 1,))
        self._deadline.daemon = True
        self._deadline.start()
        self.office.leave()
        self.keep_typing()
        self.exit(code, return_code=code)

    def has_left(self) -> None:
        """Let the process go on: the session has ended in time."""
        if self._deadline is not None:
            self._deadline.cancel()

    def keep_typing(self) -> bool:
        """Keep what is being typed on the screens in front; say whether that went well."""
        kept = True
        try:
            self.drafts.keep_held_now()
        except Exception:  # whatever it is: the session ends all the same
            kept = False
        for screen in self.screen_stack:
            if isinstance(screen, Base):
                try:
                    screen.save_now()
                except Exception:  # whatever it is: the session ends all the same
                    kept = False
        return kept

    def action_nothing(self) -> None:
        """A key that does nothing."""
