"""What a session drops from its environment before Textual is imported."""

import os

_DROPPED = (
    "TEXTUAL_LOG", "TEXTUAL_SCREENSHOT", "TEXTUAL_SCREENSHOT_LOCATION",
    "TEXTUAL_SCREENSHOT_FILENAME", "TEXTUAL_DRIVER", "TEXTUAL_PRESS", "TEXTUAL_DEBUG",
    "TEXTUAL_DEVTOOLS_HOST", "TEXTUAL_DEVTOOLS_PORT", "TEXTUAL", "BROWSER",
)  # fmt: skip


def forget_environment() -> None:
    """Drop what would make Textual write to disk, import code or open a browser.

    Called before Textual is imported for the first time.
    """
    for name in _DROPPED:
        os.environ.pop(name, None)
