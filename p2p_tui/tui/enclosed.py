"""The ways by which Textual's app leaves its terminal: a session takes none of them.

Behind a session there is one account for all: no browser of that account is started, no file of it
written, and no shell comes back to whoever stops the process.
"""

import contextlib
from collections.abc import Iterator
from typing import Any

from textual.app import App


class Enclosed(App[int]):
    """An app that starts nothing, writes no file and can't be put into the background."""

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """No link is followed: Textual would run what ``$BROWSER`` names."""

    def save_screenshot(self, *_: Any, **__: Any) -> str:
        """No picture of the screen is written: it shows patients' data."""
        return ""

    def deliver_screenshot(self, *_: Any, **__: Any) -> None:
        """The same."""

    def deliver_text(self, *_: Any, **__: Any) -> None:
        """No file is written from a screen."""

    def deliver_binary(self, *_: Any, **__: Any) -> None:
        """The same."""

    @contextlib.contextmanager
    def suspend(self) -> Iterator[None]:
        """The screen stays: nothing else gets the terminal."""
        yield

    def action_suspend_process(self) -> None:
        """The process is not stopped."""
