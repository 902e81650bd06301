"""A real browser (Chromium), driven over its DevTools protocol, for the pages of ``p2p serve``."""

import asyncio
import contextlib
import os
import re
import shutil
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp

REQUIRED = "P2P_TEST_BROWSER_REQUIRED"
"""Set where the browser is to be there: its absence is a failure then, and no reason to skip."""
LEFT_OUT = "left out: needs a browser: apt-get install chromium"
WAIT_SECONDS = 30.0
_OPTIONS = (
    "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--no-first-run",
    "--enable-unsafe-swiftshader", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-extensions", "--no-default-browser-check", "--no-proxy-server",
    "--remote-debugging-port=0", "--window-size=1000,640",
    # There is no network: whatever a page asks another host for is not to be had.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
_KEYS = {
    "escape": ("Escape", 27, ""), "enter": ("Enter", 13, "\r"), "tab": ("Tab", 9, ""),
    "down": ("ArrowDown", 40, ""), "up": ("ArrowUp", 38, ""),
}  # fmt: skip
_CONTROL = 2
# xterm.js keeps its terminal to itself: every object that gets the part it is made of is noted.
_HOOK = """
(() => {
  let found;
  const terminal = new Promise((done) => { found = done; });
  Object.defineProperty(Object.prototype, "_core", { configurable: true, set(value) {
    Object.defineProperty(this, "_core",
      { value, writable: true, configurable: true, enumerable: true });
    if (this.onWriteParsed) found(this);
  } });
  const text = (one) => {
    const lines = [];
    for (let y = 0; y < one.rows; y++) {
      lines.push(one.buffer.active.getLine(y).translateToString(true));
    }
    return lines.join("\\n");
  };
  window.over = () => new Promise((done) => {
    const body = document.body;
    const look = () => { if (body.classList.contains("-closed")) done(true); };
    new MutationObserver(look).observe(body, { attributeFilter: ["class"] });
    look();
  });
  window.drawn = async () => text(await terminal);
  window.shows = async (wanted, there) => {
    const one = await terminal;
    return new Promise((done) => {
      const look = () => { if (text(one).includes(wanted) === there) done(text(one)); };
      one.onWriteParsed(look);
      look();
    });
  };
})();
"""


def program() -> str | None:
    """Where the browser is, if it is installed."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def left_out() -> str:
    """Why no page can be looked at here, if so; where it is required, nothing is said."""
    return "" if REQUIRED in os.environ or program() else LEFT_OUT


class Browser:
    """A browser that runs; what its pages do is told to each of its tabs."""

    def __init__(self, line: aiohttp.ClientWebSocketResponse) -> None:
        self._line = line
        self._number = 0
        self._asked: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.tabs: dict[str, Tab] = {}
        self.listening = asyncio.create_task(self._listen())

    async def call(self, method: str, session: str = "", **told: Any) -> dict[str, Any]:
        """Ask it for something, and wait for the answer."""
        self._number += 1
        asked = self._asked[self._number] = asyncio.get_running_loop().create_future()
        message = {"id": self._number, "method": method, "params": told}
        await self._line.send_json(message | ({"sessionId": session} if session else {}))
        return await asyncio.wait_for(asked, WAIT_SECONDS)

    async def open(self, address: str) -> "Tab":
        """Open an address in a tab of its own, with the letters of its terminal to be read."""
        target = (await self.call("Target.createTarget", url="about:blank"))["targetId"]
        session = (await self.call("Target.attachToTarget", targetId=target, flatten=True))[
            "sessionId"
        ]
        tab = self.tabs[session] = Tab(self, target, session)
        for domain in ("Page", "Runtime", "Network", "Log"):
            await tab.call(f"{domain}.enable")
        await tab.call("Page.addScriptToEvaluateOnNewDocument", source=_HOOK)
        await tab.call("Page.navigate", url=address)
        return tab

    async def _listen(self) -> None:
        async for message in self._line:
            told = message.json()
            if "id" in told:
                asked = self._asked.pop(told["id"])
                if not asked.done():
                    if "error" in told:
                        asked.set_exception(AssertionError(told["error"]))
                    else:
                        asked.set_result(told["result"])
            elif told.get("sessionId") in self.tabs:
                self.tabs[told["sessionId"]].hear(told["method"], told["params"])


class Tab:
    """One page: what it drew, what it asked for, what went wrong in it."""

    def __init__(self, browser: Browser, target: str, session: str) -> None:
        self._browser, self._target, self._session = browser, target, session
        self.asked_for: list[str] = []
        self.complaints: list[str] = []
        self._loaded = asyncio.Event()

    def hear(self, event: str, told: dict[str, Any]) -> None:
        """Keep what matters of what the browser tells."""
        if event == "Network.requestWillBeSent":
            self.asked_for.append(told["request"]["url"])
        elif event == "Network.webSocketCreated":
            self.asked_for.append(told["url"])
        elif event == "Page.loadEventFired":
            self._loaded.set()
        elif event == "Runtime.exceptionThrown":
            details = told["exceptionDetails"]
            self.complaints.append(str(details.get("exception", details)))
        elif event == "Log.entryAdded" and told["entry"]["level"] == "error":
            self.complaints.append(told["entry"]["text"])

    async def call(self, method: str, **told: Any) -> dict[str, Any]:
        """Ask the browser for something that is this tab's."""
        return await self._browser.call(method, self._session, **told)

    async def run(self, script: str) -> Any:
        """What a line of script in the page comes to."""
        said = await self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in said, said
        return said["result"].get("value")

    async def shows(self, wanted: str, *, there: bool = True) -> str:
        """Wait until a text stands in the terminal, or no longer; the whole of its screen."""
        try:
            said = await self.run(f"shows({wanted!r}, {'true' if there else 'false'})")
        except TimeoutError:
            drawn = await self.run("drawn()")
            raise AssertionError(f"{wanted!r}: {there} is waited for\n{drawn}") from None
        return str(said)

    async def leaves(self, ending: Callable[[], Awaitable[object]]) -> None:
        """Do what ends the page's session, and wait until the page says so."""
        await ending()
        assert await self.run("over()")

    async def again(self, script: str) -> None:
        """Run a line of script that loads the page again, and wait until it has begun to."""
        self._loaded.clear()
        await self.run(script)
        await asyncio.wait_for(self._loaded.wait(), WAIT_SECONDS)

    async def press(self, *keys: str) -> None:
        """Press keys as a person does: whatever has the focus gets them."""
        for key in keys:
            name, code, text = _KEYS.get(key) or (key[-1], ord(key[-1].upper()), key)
            control = key.startswith("ctrl+")
            told = {"key": name, "windowsVirtualKeyCode": code}
            if control:
                told["modifiers"] = _CONTROL
            elif text:
                told["text"] = text
            await self.call("Input.dispatchKeyEvent", type="keyDown", **told)
            await self.call("Input.dispatchKeyEvent", type="keyUp", **(told | {"text": ""}))

    async def type(self, text: str) -> None:
        """Type a text letter by letter."""
        await self.press(*text)

    async def close(self) -> None:
        """Close the tab."""
        await self._browser.call("Target.closeTarget", targetId=self._target)


@contextlib.asynccontextmanager
async def running(folder: Path) -> AsyncIterator[Browser]:
    """A browser with everything that it keeps in a folder; at the end it is gone."""
    path = program()
    assert path is not None, LEFT_OUT
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TMPDIR": str(folder),
    }
    process = subprocess.Popen(
        [path, *_OPTIONS, f"--user-data-dir={folder / 'profile'}", "about:blank"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        env=environment, start_new_session=True,
    )  # fmt: skip
    assert process.stderr is not None
    try:
        said = []
        for line in process.stderr:
            said.append(line)
            if found := re.search(r"DevTools listening on (ws://\S+)", line):
                break
        else:
            raise AssertionError("the browser does not start:\n" + "".join(said))
        drain = asyncio.create_task(asyncio.to_thread(process.stderr.read))
        async with aiohttp.ClientSession() as client:
            async with client.ws_connect(found[1], max_msg_size=0) as line_to_it:
                browser = Browser(line_to_it)
                yield browser
                await browser.call("Browser.close")
            await browser.listening
        await drain
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, 9)
        process.wait()
        process.stderr.close()
