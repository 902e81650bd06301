"""What the app draws on and hears from in a browser: Textual's own for the web, and no more."""

import contextlib
import os

from textual.app import App
from textual.drivers.web_driver import WebDriver


class PageDriver(WebDriver):
    """Writes for a server that passes it on. Where that is gone nobody reads it: no fault then."""

    def __init__(
        self,
        app: App[object],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._write = self._write_if_heard  # type: ignore[assignment]

    def _write_if_heard(self, data: bytes) -> None:
        with contextlib.suppress(BrokenPipeError):
            os.write(self.fileno, data)
