"""What Python would say of a fault that nobody caught: written down without values, never shown.

A thread that dies, a task that nobody awaited, a warning: each is told on stderr, with a message
that may hold a person's words. In a session stderr is the terminal.
"""

import logging
import sys
import threading
import warnings
from collections.abc import Callable
from typing import Any

Tell = Callable[[BaseException], None]
"""Takes a fault, on whatever thread it came."""


def hush(note: Tell, fault: Tell) -> None:
    """Say no more on stderr. ``fault`` gets what ended a thread, ``note`` what did no harm.

    For the life of the process.
    """

    def thread_died(told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            fault(told.exc_value)

    def ignored(told: Any) -> None:
        if told.exc_value is not None:
            note(told.exc_value)

    def warned(message: Warning | str, *_: Any, **__: Any) -> None:
        if isinstance(message, Warning):
            note(message)

    threading.excepthook = thread_died
    sys.unraisablehook = ignored
    warnings.showwarning = warned
    logging.getLogger().addHandler(_Noting(note))


class _Noting(logging.Handler):
    """Passes on the faults that libraries log, and nothing else of what they log."""

    def __init__(self, note: Tell) -> None:
        super().__init__(logging.WARNING)
        self._note = note

    def emit(self, record: logging.LogRecord) -> None:
        """Pass a fault on; what it says is left out."""
        if record.exc_info and record.exc_info[1] is not None:
            self._note(record.exc_info[1])
