"""What stands between the session and Textual: crashes, hostile text, a screen drawn again.

The methods of Textual's app that are overridden here are private ground of it; each is held by a
test.
"""

import base64
import os
import select
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from rich.console import RenderableType
from textual import events
from textual._compositor import CompositorUpdate
from textual.app import SystemCommand
from textual.drivers.linux_driver import LinuxDriver
from textual.filter import LineFilter
from textual.geometry import Offset, Size
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input, TextArea
from textual.worker import WorkerFailed

from p2p_tui.access.incidents import write_incident
from p2p_tui.tui.enclosed import Enclosed
from p2p_tui.tui.line_filter import HostileTextFilter, PlainLetters
from p2p_tui.tui.sequences import abilities_of
from p2p_tui.tui.typeahead import KeysInOrder
from p2p_tui.tui.wire import Wire

REDRAW_SECONDS = 0.05
"""How long a window that changed its size rests before it is drawn again."""
IN_ONE = 512
"""Up to so many characters a terminal takes an update in one, without half of it being seen."""
_FILTER, _PLAIN = HostileTextFilter(), PlainLetters()


class Faulted(Message):
    """A thread of this session's died of a fault."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error


class Ground(KeysInOrder, Enclosed):
    """An app whose crashes tell nothing and whose lines obey nobody."""

    def __init__(
        self, log_folder: Path | None, clock: Callable[[], datetime], *, ascii_only: bool = False
    ) -> None:
        """``ascii_only`` draws in letters that any terminal has."""
        self._cursor = Offset(0, 0)
        self._wire = Wire(abilities_of(os.environ.get("TERM", "")))
        self._in_one = False
        super().__init__()
        self._ascii_only = ascii_only
        self._log_folder = log_folder
        self._clock = clock
        self._incident = ""
        self._redrawing: Timer | None = None

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's own cursor stands: where the focus is.

        Screen readers and braille lines follow it. A field is asked where it is now: Textual itself
        goes by where it was when one typed in it last, whatever has scrolled since.
        """
        focused = self.focused if self.screen_stack else None
        if isinstance(focused, Input | TextArea):
            return focused.cursor_screen_offset
        at = getattr(focused, "cursor_at", None)
        return at() if at is not None else self._cursor

    @cursor_position.setter
    def cursor_position(self, position: Offset) -> None:
        self._cursor = position

    def keep_typing(self) -> bool:
        """Keep what is being typed: the session ends; say whether that went well."""
        raise NotImplementedError

    def action_redraw(self) -> None:
        """Draw the whole screen again: something else wrote on the terminal."""
        self._wire.forget()
        self.refresh(layout=True, repaint=True)
        # A session that just ends has no screen any more.
        for screen in self.screen_stack[-1:]:
            screen.refresh(layout=True, repaint=True)

    def write_to_terminal(self, sequence: str) -> None:
        """Ask the terminal for something it has of its own, such as a title; or it ignores it.

        Only for what the program itself says: nothing that people typed gets here, but as base64.
        """
        if self._driver is not None:
            self._driver.write(sequence)
            self._driver.flush()

    def copy_to_clipboard(self, text: str) -> None:
        """Keep what was cut or marked, to be pasted in this session: the terminal hears nothing.

        Textual would send it out, for ctrl+c in a field and for text that a mouse marked.
        """
        self._clipboard = text

    def send_to_clipboard(self, text: str) -> None:
        """Send text to the terminal's own clipboard (OSC 52): the one door by which words leave.

        Only for what is on record as copied.
        """
        self.copy_to_clipboard(text)
        self.write_to_terminal(f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\x07")

    def forget_clipboard(self) -> None:
        """Keep nothing that was cut or marked any longer."""
        self._clipboard = ""

    def on_resize(self) -> None:
        """Draw a window again once its size rests.

        It may have come back to the size that was drawn, and have lost what stood in it on its way.
        """
        self._wire.forget()
        if self._redrawing is not None:
            self._redrawing.stop()
        if self._size is not None:
            self._redrawing = self.set_timer(REDRAW_SECONDS, self._size_rests)

    def _size_rests(self) -> None:
        """Draw all of it in the size that the terminal has now.

        Textual asks for it while it handles the signal of a change, which the next one can
        interrupt: the older size is then told last.
        """
        if isinstance(self._driver, LinuxDriver):
            size = Size(*self._driver._get_terminal_size())
            if size != self._size:
                self.post_message(events.Resize(size, size))
                return
        self.action_redraw()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Write what looks other than what stands on the terminal; nothing where nothing does."""
        drawn = self._running and not self._closed and not self._batch_count
        if not (drawn and isinstance(self._driver, LinuxDriver)) or renderable is None:
            super()._display(screen, renderable)
            return
        if not isinstance(renderable, CompositorUpdate):
            self._wire.forget()
            super()._display(screen, renderable)
            return
        written = self._wire.change(renderable, self.console)
        cursor = self.screen.outer_size.clamp_offset(self.cursor_position)
        if not written.sequences and cursor == self._previous_cursor_position:
            self.post_display_hook()
            return
        self._in_one = len(written.sequences) <= IN_ONE
        super()._display(screen, cast(RenderableType, written))
        self._in_one = False
        if not written.taken:
            self._wire.forget()

    def _begin_update(self) -> None:
        """What is written in one needs no brackets: a clock would cost twice as much with them."""
        if not self._in_one:
            super()._begin_update()

    def _end_update(self) -> None:
        """The same behind it."""
        if not self._in_one:
            super()._end_update()

    async def _process_messages_loop(self) -> None:
        """Leave the terminal nothing of what was kept in it, before its other screen comes back."""
        try:
            await super()._process_messages_loop()
        finally:
            last = self._wire.leave(self.size.height)
            if self._driver is not None and last:
                self._driver.write(last)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The second net against hostile text stands behind all others."""
        plain = [_PLAIN] if self._ascii_only else []
        return [*super().get_line_filters(), _FILTER, *plain]

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """None of Textual's own: one of them writes the screen to disk."""
        return ()

    def note(self, error: BaseException) -> None:
        """Write down a fault that did no harm; it is said to nobody. May be called anywhere."""
        if self._log_folder is not None:
            write_incident(self._log_folder, error, self._clock())

    def stop_of(self, error: BaseException) -> None:
        """Stop because of a fault that ended a thread: without it the session would be deaf.

        May be called by any thread.
        """
        if not self._running or not self.post_message(Faulted(error)):
            self.note(error)

    def on_faulted(self, message: Faulted) -> None:
        """Stop as of a fault of the session's own."""
        raise message.error

    def panic(self, *renderables: Any) -> None:
        """Say that it stopped, and nothing that was on the screen."""
        self._fatal_error()

    def _fatal_error(self) -> None:
        """A crash tells an incident number and no values."""
        error = self._exception or sys.exc_info()[1]
        if isinstance(error, WorkerFailed):
            error = error.error
        kept = "is kept" if self.keep_typing() else "last may not be kept"
        said = f"p2p stopped because of a fault in it; what you typed {kept}."
        if self._log_folder is not None:
            number = write_incident(self._log_folder, error, self._clock())
            said += f" Tell whoever looks after it: incident {number}."
        self._return_code = 1
        self._incident = said
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        """The incident in one line on stderr."""
        self._exit_renderables.clear()
        if self._incident:
            sys.stderr.write(f"{self._incident}\n")
            self._incident = ""


def terminal_gone() -> bool:
    """Say whether the terminal hung up: reading from it would spin for ever."""
    if not sys.__stdin__ or sys.__stdin__.closed:
        return True
    poll = select.poll()
    poll.register(sys.__stdin__.fileno(), select.POLLHUP)
    return any(event & (select.POLLHUP | select.POLLERR) for _, event in poll.poll(0))
