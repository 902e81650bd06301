"""Lessons in this process: nothing of them ends it."""

import pytest

from p2p_tui.tui import app as app_module


@pytest.fixture(autouse=True)
def nothing_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session that leaves has a deadline; a test has its own."""
    monkeypatch.setattr(app_module, "LEAVE_WITHIN_SECONDS", 3600.0)
