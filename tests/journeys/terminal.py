"""A terminal that a test sits at: a process in a pseudo-terminal, and the screen it draws."""

import codecs
import fcntl
import os
import pty
import re
import selectors
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pyte

from tests.forks import Fork

WITHIN = 15.0
"""How long a terminal waits for something to be shown, in seconds, before the test fails."""

Lines = list[str]
Seen = str | Callable[[Lines], bool]
"""Text that stands on one line of the screen, or a question about all lines."""


class Size(NamedTuple):
    """A terminal's size, in cells."""

    columns: int
    rows: int


SMALL, WIDE = Size(80, 24), Size(120, 40)

KEYS = {
    "enter": "\r", "escape": "\x1b", "sure escape": "\x1b[27u", "tab": "\t",
    "shift+tab": "\x1b[Z", "space": " ",
    "backspace": "\x7f", "delete": "\x1b[3~", "insert": "\x1b[2~", "up": "\x1b[A",
    "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "f1": "\x1bOP", "f5": "\x1b[15~",
    **{f"ctrl+{chr(96 + number)}": chr(number) for number in range(1, 27)},
    "ctrl+@": "\x00", "ctrl+backslash": "\x1c", "ctrl+]": "\x1d", "ctrl+^": "\x1e",
    "ctrl+_": "\x1f",
}  # fmt: skip
"""What a terminal sends for the keys that have names; any other key sends itself.

Escape alone is told from the beginning of another key by the pause after it; the sure one is what
newer terminals send.
"""

# As a session leader without a terminal, the shell gets the one that it opens first as its own:
# so that hanging up reaches the process, as it does where somebody closes their window.
_OWN_THE_TERMINAL = ("/bin/sh", "-c", 'tty=$1; shift; exec "$@" <>"$tty" >&0 2>&0', "sh")

# What the emulator would draw as text: private sequences of the kitty keyboard protocol.
_UNKNOWN = re.compile(r"\x1b\[[<=>][\d;]*[A-Za-z]")
_BELL = re.compile(rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|(\x07)")
"""A bell, and what ends in the same character without being one."""
_UNFINISHED = re.compile(r"\x1b(\[[<=>]?[\d;]*)?\Z")


class P2P(NamedTuple):
    """The program with some arguments, started from a process that has imported it."""

    arguments: tuple[str, ...]


class Terminal:
    """One process in a terminal. Use it in a ``with``: at its end the process is gone.

    A thread of its own reads what the process writes; who waits is woken by new output, or by the
    end of the process, and never looks at a clock in between.
    """

    def __init__(
        self, argv: Sequence[str] | P2P, environment: Mapping[str, str], size: Size = SMALL
    ) -> None:
        self._changed = threading.Condition()
        self._screen = pyte.Screen(size.columns, size.rows)
        self._stream = pyte.Stream(self._screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.pressed: list[str] = []
        self._held = ""
        self._raw = bytearray()
        self._status: int | None = None
        self._fd, child = pty.openpty()
        _set_size(self._fd, size)
        home = Path(environment["HOME"])
        self._process: Fork | subprocess.Popen[bytes]
        if isinstance(argv, P2P):
            self._process = Fork(argv.arguments, home, environment, child)
        else:
            self._process = subprocess.Popen(
                [*_OWN_THE_TERMINAL, os.ttyname(child), *argv],
                stdin=child, stdout=child, stderr=child, env=dict(environment),
                cwd=home, start_new_session=True,
            )  # fmt: skip
        os.close(child)
        self._stop, self._stopping = os.pipe()
        self._reader = threading.Thread(target=self._read, name="terminal", daemon=True)
        self._waiter = threading.Thread(target=self._wait, name="terminal's end", daemon=True)
        self._reader.start()
        self._waiter.start()

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- what somebody at it does

    def press(self, *keys: str) -> None:
        """Press keys, by the names of ``KEYS`` or as the character that they type."""
        self.pressed += keys
        self._send("".join(KEYS.get(key, key) for key in keys))

    def type(self, text: str) -> None:
        """Type text, as fast as a terminal takes it. A lone surrogate stands for a broken byte."""
        self._send(text)

    def paste(self, text: str) -> None:
        """Paste text, in the brackets that tell a program that it was not typed."""
        self._send(f"\x1b[200~{text}\x1b[201~")

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size, and wait until something is drawn into it."""
        with self._changed:
            before = len(self._raw)
            self._screen.resize(rows, columns)
            _set_size(self._fd, Size(columns, rows))
        self._await(lambda _: len(self._raw) > before, WITHIN, f"{columns}x{rows} to be drawn")

    def hang_up(self) -> None:
        """Close the window: the terminal is gone, and with it what was not read yet."""
        self._stop_reading()
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def signal(self, number: signal.Signals) -> None:
        """Send the process a signal."""
        if self._status is None:
            self._process.send_signal(number)

    def kill(self) -> int:
        """End the process as a crash of the machine would; give its exit status."""
        self.signal(signal.SIGKILL)
        return self.ended()

    def close(self) -> None:
        """End the process, however it is, and let the terminal go."""
        self.kill()
        self.hang_up()
        self._waiter.join()
        os.close(self._stop)
        os.close(self._stopping)

    # -- what somebody at it sees

    @property
    def screen(self) -> Lines:
        """The lines of the screen as they are drawn now."""
        with self._changed:
            return list(self._screen.display)

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(line.rstrip() for line in self.screen)

    @property
    def raw(self) -> bytes:
        """Every byte that the process wrote on the terminal."""
        with self._changed:
            return bytes(self._raw)

    @property
    def cursor_line(self) -> str:
        """The line on which the terminal's own cursor stands."""
        with self._changed:
            return str(self._screen.display[self._screen.cursor.y])

    def wait_for_cursor_on(self, *texts: str) -> None:
        """Wait until the terminal's own cursor stands on a line with all these texts."""

        def there(lines: Lines) -> bool:
            return all(text in lines[self._screen.cursor.y] for text in texts)

        self._await(there, WITHIN, f"the cursor on a line with {texts}")

    @property
    def alive(self) -> bool:
        """Say whether the process is there."""
        with self._changed:
            return self._status is None

    def echoes(self) -> bool:
        """Say whether the terminal itself shows what is typed, line by line, as a shell expects."""
        flags = termios.tcgetattr(self._fd)[3]
        return bool(flags & termios.ECHO and flags & termios.ICANON)

    def shows(self, text: str) -> bool:
        """Say whether a line of the screen holds the text now."""
        return any(text in line for line in self.screen)

    def line_with(self, *texts: str) -> str:
        """Wait for a line that holds all these texts; give it."""

        def line(lines: Lines) -> str | None:
            return next((one for one in lines if all(text in one for text in texts)), None)

        lines = self._await(lambda lines: line(lines) is not None, WITHIN, f"a line with {texts}")
        return str(line(lines))

    def wait_for(self, seen: Seen, within: float = WITHIN) -> Lines:
        """Wait until the screen shows something; give its lines. The process must live."""
        if callable(seen):
            return self._await(seen, within, "something to be shown")
        return self._await(
            lambda lines: any(seen in line for line in lines), within, f"{seen!r} to be shown"
        )

    def wait_gone(self, text: str, within: float = WITHIN) -> Lines:
        """Wait until no line of the screen holds the text."""
        return self._await(
            lambda lines: not any(text in line for line in lines), within, f"{text!r} to be gone"
        )

    def wait_for_bell(self) -> None:
        """Wait until the terminal's bell has rung, now or before."""
        self._await(
            lambda _: any(one[1] for one in _BELL.finditer(self._raw)), WITHIN, "the bell to ring"
        )

    def wait_for_bytes(self, wanted: bytes, within: float = WITHIN) -> None:
        """Wait until the process has written these bytes, whether they can be seen or not."""
        self._await(lambda _: wanted in self._raw, within, f"{wanted!r} to be written")

    def wait_quiet(self, seconds: float) -> int:
        """Wait until nothing was written for so long; give how many bytes came in all."""
        with self._changed:
            while self._changed.wait(seconds):
                if self._status is not None:
                    self._fail("quiet: the process ended", seconds)
            return len(self._raw)

    def ended(self, within: float = WITHIN) -> int:
        """Wait for the end of the process; give its exit status, negative for a signal."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._status is not None, within):
                self._fail("the process to end", within)
            assert self._status is not None
            return self._status

    def leave(self) -> int:
        """Leave, with what is still one's own; give the exit status."""
        self.press("q")

        def seen() -> bool:
            shown = any("BEFORE YOU GO" in line for line in self._screen.display)
            return self._status is not None or shown

        with self._changed:
            if not self._changed.wait_for(seen, WITHIN):
                self._fail("the process to end", WITHIN)
            ended = self._status is not None
        if not ended:
            self.press("q")
        return self.ended()

    # -- inside

    def _send(self, text: str) -> None:
        data = text.encode(errors="surrogateescape")
        while data:
            data = data[os.write(self._fd, data) :]

    def _await(self, asked: Callable[[Lines], bool], within: float, what: str) -> Lines:
        until = time.monotonic() + within
        with self._changed:
            while not asked(lines := list(self._screen.display)):
                left = until - time.monotonic()
                if self._status is not None:
                    self._fail(f"{what}: the process ended with {self._status}", within)
                if left <= 0 or not self._changed.wait(left):
                    self._fail(what, within)
            return lines

    def _fail(self, what: str, within: float) -> None:
        shown = "\n".join(f"|{line}|" for line in self._screen.display)
        raise AssertionError(f"waited {within:g} s for {what}; the screen:\n{shown}")

    def _read(self) -> None:
        with selectors.DefaultSelector() as ready:
            ready.register(self._fd, selectors.EVENT_READ)
            ready.register(self._stop, selectors.EVENT_READ)
            while True:
                if any(key.fd == self._stop for key, _ in ready.select()):
                    return
                try:
                    data = os.read(self._fd, 65536)
                except OSError:  # as Linux says that nobody has the other end open
                    return
                if not data:
                    return
                with self._changed:
                    self._raw += data
                    self._draw(self._decoder.decode(data))
                    self._changed.notify_all()

    def _draw(self, text: str) -> None:
        text = self._held + text
        held = _UNFINISHED.search(text)
        self._held = held.group() if held else ""
        self._stream.feed(_UNKNOWN.sub("", text[: len(text) - len(self._held)]))

    def _wait(self) -> None:
        status = self._process.wait()
        self._reader.join(WITHIN)
        with self._changed:
            self._status = status
            self._changed.notify_all()

    def _stop_reading(self) -> None:
        os.write(self._stopping, b"!")
        self._reader.join()


def p2p(*arguments: str) -> tuple[str, ...]:
    """The command line of ``p2p`` with these arguments."""
    return (sys.executable, "-m", "p2p_tui", *arguments)


def _set_size(fd: int, size: Size) -> None:
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", size.rows, size.columns, 0, 0))
