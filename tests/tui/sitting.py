"""Somebody sits at the desk, with a pilot's hands on the keys."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.keys import _character_to_key
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static

from p2p_tui.desk import Desk, News, Office
from p2p_tui.domain.request import Request
from p2p_tui.tui.app import DeskApp
from p2p_tui.tui.screens.desk import DeskScreen
from p2p_tui.tui.screens.form import Form
from p2p_tui.tui.widgets.fields import Field
from p2p_tui.tui.widgets.request_list import RequestList
from tests.house import ACCOUNT

SMALL, WIDE = (80, 24), (120, 40)
PATIENCE = 20.0
"""How many seconds something that was promised may take before the test gives up."""

LOOK_AGAIN = 0.005
"""How many seconds pass between two looks at whether something is so."""
ROUNDS = 2
"""How often everything must be quiet before it counts as quiet: messages set off messages."""

ScreenT = TypeVar("ScreenT")


class Seat:
    """One person's session: what they press, and what they see."""

    def __init__(self, app: DeskApp, pilot: Pilot[int]) -> None:
        self.app, self.pilot = app, pilot
        self._rang = asyncio.Event()
        app.news.subscribe(app, self._hear, immediate=True)

    def _hear(self, news: News) -> None:
        self._rang.set()

    # -- doing

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, then wait until all of it is done."""
        self.strike(*keys)
        await self.settle()

    def strike(self, *keys: str) -> None:
        """Press keys as fast as a terminal sends them, and wait for nothing."""
        for key in keys:
            if len(key) == 1:
                name = key if key.isalnum() else _character_to_key(key)
                self.app.post_message(events.Key(name, key))
            else:
                self.app.post_message(events.Key(key, None))

    async def write(self, text: str) -> None:
        """Type words, letter by letter."""
        await self.press(*text)

    async def paste(self, text: str) -> None:
        """Paste into what has the keys."""
        self.app.post_message(events.Paste(text))
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing is under way: keys, verbs on their thread, messages, drawing."""
        calm = 0
        async with asyncio.timeout(PATIENCE):
            while calm < ROUNDS:
                if _has_turns():
                    calm = 0
                    await asyncio.sleep(0)
                elif self._busy():
                    calm = 0
                    await asyncio.sleep(LOOK_AGAIN)
                else:
                    calm += 1
                    self.app.screen._on_timer_update()
                    await asyncio.sleep(0)

    def _busy(self) -> bool:
        app = self.app
        working = any(not worker.is_finished for worker in app.workers)
        ready = getattr(app.screen, "takes_keys", True)
        told = any(map(_at_work, [app, *app.screen.walk_children(with_self=True)]))
        return working or told or bool(app._keys) or bool(app._holds) or not ready

    async def until(self, so: Callable[[], object]) -> None:
        """Wait until something is so, and everything else is done too."""
        await self.until_so(so)
        await self.settle()

    async def until_so(self, so: Callable[[], object]) -> None:
        """Wait until something is so, whatever else is under way."""
        async with asyncio.timeout(PATIENCE):
            while not so():
                await asyncio.sleep(LOOK_AGAIN)

    async def hears_of(self, request: Request) -> None:
        """Wait until the feed brought a request as it stands now."""

        def known() -> bool:
            mine = self.app.ledger.requests.get(request.ref)
            if not request.open:
                return mine is None
            return mine is not None and mine.version >= request.version

        async with asyncio.timeout(PATIENCE):
            while not known():
                self._rang.clear()
                await self._rang.wait()
        await self.settle()

    async def fill(self, **values: str) -> None:
        """Put values into fields of the form in front, as one pastes them."""
        for name, value in values.items():
            await self.go_to(name)
            await self.paste(value)

    async def go_to(self, name: str) -> None:
        """Let a field of the form in front have the keys."""
        entry = self.field(name).entry
        entry.focus()
        await self.until(lambda: self.app.focused is entry)

    async def select(self, ref: str) -> None:
        """Go to a request with the arrow keys."""
        shown = [one.ref for one in self.list.requests()]
        by = shown.index(ref) - shown.index(self.list.selected)
        if by:
            await self.press(*(["down" if by > 0 else "up"] * abs(by)))
        assert self.list.selected == ref

    async def tick(self, number: int = 1) -> None:
        """A second passes on the screens."""
        self.app.tick.publish(number)
        await self.settle()

    # -- seeing

    @property
    def desk_screen(self) -> DeskScreen:
        """The Desk, in front."""
        return self.front(DeskScreen)

    def front(self, kind: type[ScreenT]) -> ScreenT:
        """The screen in front, which is of that kind."""
        assert isinstance(self.app.screen, kind), f"{self.app.screen} is in front"
        return self.app.screen

    @property
    def list(self) -> RequestList:
        """The list of the screen in front."""
        return self.app.screen.query_one(RequestList)

    @property
    def form(self) -> Form:
        """The form in front."""
        return self.front(Form)

    def field(self, name: str) -> Field:
        """A field of the form in front."""
        return self.form.field(name)

    def held(self, name: str) -> str | bool:
        """What a field of the form in front holds."""
        return self.field(name).value

    def focused(self) -> str:
        """The name of the field that has the keys."""
        entry = self.app.focused
        assert entry is not None
        return next(one.field_name for one in entry.ancestors if isinstance(one, Field))

    def said(self, selector: str) -> str:
        """The words of a line that is shown; empty where it is hidden."""
        found = self.app.screen.query_one(selector, Static)
        return plain(found) if found.display else ""

    @property
    def news(self) -> str:
        """What was announced last."""
        return self.said("#news").strip()

    def screen(self) -> str:
        """All that is on the screen, as text."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(part.text for part in strip) for strip in strips)

    def line_of(self, ref: str) -> str:
        """The line of a request in the list in front."""
        lines = [line for line in self.screen().splitlines() if ref in line[: self.list.size.width]]
        assert lines, f"{ref} is not on the screen:\n{self.screen()}"
        return lines[0]

    def section_of(self, ref: str) -> str:
        """The title of the section in which a request stands."""
        for part in self.list._sections:
            if ref in [one.ref for one in part.requests]:
                return part.title
        raise AssertionError(f"{ref} is in no section")


def _has_turns() -> bool:
    """Say whether anything but the one who asks is to have its turn in the loop now."""
    return bool(asyncio.get_running_loop()._ready)  # type: ignore[attr-defined]


def _at_work(pump: MessagePump) -> bool:
    """Say whether a widget has a message before it, or in hand: then it does not wait for one.

    It could be sent a message and waited for, as Textual's pilot does. That is a turn of each
    widget's for each key, and was a good part of all that the tests took.
    """
    if not pump._message_queue.empty() or pump._next_callbacks:
        return True
    waits, task = bool(pump._message_queue.ready_event._waiters), pump._task
    lives = pump._running or (task is not None and not task.done())
    return lives and not waits and not pump._closing


def plain(widget: Widget) -> str:
    """The text of a widget, without its looks."""
    shown = widget.render()
    return shown.plain if isinstance(shown, Content) else str(shown)


def segments(seat: Seat) -> list[Segment]:
    """Every piece of text that is drawn now."""
    return [part for strip in seat.app.screen._compositor.render_strips() for part in strip]


@contextlib.asynccontextmanager
async def sits(
    office: Office, username: str, size: tuple[int, int] = SMALL, **kwargs: Any
) -> AsyncIterator[Seat]:
    """Somebody sits down at the desk."""
    app = DeskApp(office, username, account=ACCOUNT, **kwargs)
    async with app.run_test(size=size) as pilot:
        seat = Seat(app, pilot)
        feed = app._feed
        assert feed is not None
        # The first news says who is here.
        await seat.until(lambda: feed._roster is not None)
        yield seat


def desk_of(office: Office, username: str) -> Desk:
    """Somebody's desk at another terminal, with a session that is alive."""
    desk = Desk(office, username, account=ACCOUNT)
    desk.heartbeat()
    return desk
