"""A session leaves its terminal by none of Textual's ways."""

import os
import webbrowser
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Link

from p2p_tui.desk import Office
from tests.tui.sitting import sits


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
async def test_no_link_is_followed_no_file_written_and_nothing_stopped(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    done: list[Any] = []
    monkeypatch.setattr(webbrowser, "open", lambda *what, **_: done.append(what))
    monkeypatch.setattr(os, "kill", lambda *what: done.append(what))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    async with sits(office, "tina") as seat:
        app = seat.app
        app.open_url("https://example.org/evil")
        await app.screen.mount(Link("a link", url="https://example.org"))
        app.screen.query_one(Link).action_open_link()
        await seat.press("ctrl+z")
        await app.run_action("suspend_process")
        await app.run_action("screenshot")
        app.deliver_text(str(tmp_path / "desk.db"))
        app.deliver_binary(str(tmp_path / "desk.db"))
        assert app.save_screenshot("screen.svg", str(tmp_path)) == ""
        with app.suspend():
            assert app._driver is not None
        await seat.settle()
        assert seat.app.is_running
    assert done == []
    assert list(tmp_path.iterdir()) == []
