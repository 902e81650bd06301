"""``p2p serve`` in a real browser: a tab has a desk of made-up people, and nothing outlives it."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests import browser
from tests.browser import Browser
from tests.serving import serving

pytestmark = pytest.mark.journey
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


async def test_a_request_is_taken_down_in_a_browser(home: Path, chromium: Browser) -> None:
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
        await tab.press("ctrl+s")
        await tab.press("escape")
        await tab.shows("NEW REQUEST", there=False)
        await tab.close()
        server.wait_for_desks(0)
        assert server.end() == (0, "", "")
    assert tab.complaints == []
    assert {one.split("/")[2] for one in tab.asked_for if "://" in one} == {server.host}
