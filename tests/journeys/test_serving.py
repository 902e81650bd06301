"""``p2p serve`` in a real browser: a tab has a desk of made-up people, and nothing outlives it."""

import asyncio
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests import browser
from tests.browser import Browser
from tests.serving import serving

pytestmark = [pytest.mark.journey, pytest.mark.long]
if reason := browser.left_out():
    pytest.skip(reason, allow_module_level=True)


@pytest.fixture
def home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="p2p-b-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest_asyncio.fixture
async def chromium(home: Path) -> AsyncIterator[Browser]:
    folder = home / "browser"
    folder.mkdir()
    async with browser.running(folder) as started:
        yield started


async def test_a_request_is_taken_down_in_a_browser_and_nothing_is_asked_of_another_host(
    home: Path, chromium: Browser
) -> None:
    with serving(home) as server:
        tab = await chromium.open(server.address)
        screen = await tab.shows("YOUR CALLERS")
        assert "DEMO S seat" in screen
        assert await tab.run("document.title") == "DEMO · P2P desk, made-up people only"
        banner = await tab.run("document.querySelector('.banner').innerText")
        assert "everybody here is made up" in banner
        await tab.press("n")
        await tab.shows("NEW REQUEST")
        await tab.type("Kim Osei")
        await tab.shows("Kim Osei")
        await tab.press("escape")
        await tab.shows("NEW REQUEST", there=False)
        await tab.press("S")
        await tab.shows("Ana Ruiz, PharmD · pharmacist")
        await tab.close()
        await asyncio.to_thread(server.wait_for_desks, 0)
        assert await asyncio.to_thread(server.end) == (0, "", "")
    assert tab.complaints == []
    assert {one.split("/")[2] for one in tab.asked_for} == {server.host}
    assert any(one.endswith(".ttf") for one in tab.asked_for)


async def test_a_page_says_that_its_desk_is_gone_and_begins_another(
    home: Path, chromium: Browser
) -> None:
    with serving(home, "--seat", "pharmacist") as server:
        tab = await chromium.open(server.address)
        await tab.shows("Ana Ruiz, PharmD · pharmacist")
        (first,) = server.desks()
        await tab.leaves(lambda: tab.press("q", "q"))
        assert "The session has ended." in await tab.run("document.body.innerText")
        await asyncio.to_thread(server.wait_for_desks, 0)
        await tab.again("document.querySelector('button').click()")
        await tab.shows("Ana Ruiz, PharmD · pharmacist")
        (second,) = server.desks()
        assert second != first
        await tab.leaves(lambda: asyncio.to_thread(server.end, signal.SIGKILL))
        assert "The session has ended." in await tab.run("document.body.innerText")
        await asyncio.to_thread(server.wait_for_desks, 0)


async def test_a_lesson_is_taken_in_a_browser(home: Path, chromium: Browser) -> None:
    with serving(home, "train", "first-call") as server:
        tab = await chromium.open(server.address)
        screen = await tab.shows("Press [n] to take the request down")
        assert "TRAINING" in screen
        assert "TRAINING" in await tab.run("document.title")
        await tab.press("n")
        await tab.shows("tick caller verified")
        await tab.close()
        await asyncio.to_thread(server.wait_for_desks, 0)
        assert await asyncio.to_thread(server.end) == (0, "", "")
