"""The server of ``p2p serve``: one page on loopback, and a process for each tab that has it open.

textual-serve brings what draws in the browser and what speaks with the processes. What it lacks is
here: it takes every page of the same browser for its own, and its processes can outlive it.
"""

import asyncio
import contextlib
import json
import secrets
import signal
import socket
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aiohttp import WSCloseCode, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager
from textual_serve.server import Server, to_int

from p2p_tui.cli.web_page import SCRIPT, STYLE, headers, page

LOOPBACK = "127.0.0.1"
"""The only address that is listened on."""
MOST_SEATS = 4
"""How many tabs may have a desk at a time."""
LARGEST = (400, 150)
"""The columns and lines of the largest window that is drawn in."""
LEAVES_WITHIN_SECONDS = 6.0
"""How long a process may take to end before it is ended."""
CLOSES_WITHIN_SECONDS = 1.0
"""How long a page may take to say that it knows of the end."""
_KEY_BYTES = 24


class Seat(AppService):
    """The desk of one tab: a process that ends with the tab and with the server."""

    def __init__(
        self,
        line: Sequence[str],
        environ: Mapping[str, str],
        websocket: web.WebSocketResponse,
        downloads: DownloadManager,
    ) -> None:
        super().__init__(
            "", write_bytes=websocket.send_bytes, write_str=websocket.send_str,
            close=self._close, download_manager=downloads,
        )  # fmt: skip
        self._websocket = websocket
        self._stopping = asyncio.Lock()
        self._line, self._environ = line, environ

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Start it without a shell, out of reach of a Ctrl+C that is meant for the server."""
        columns, lines = within((width, height))
        process = await asyncio.create_subprocess_exec(
            *self._line, f"--size={columns}x{lines}",
            stdin=PIPE, stdout=PIPE, stderr=PIPE, env=self._environ, start_new_session=True,
        )  # fmt: skip
        self._process, self._stdin = process, process.stdin
        return process

    async def set_terminal_size(self, width: int, height: int) -> None:
        """Tell it the size of the window."""
        await super().set_terminal_size(*within((int(width), int(height))))

    async def run(self) -> None:
        """Pass on what it draws until it ends; then the page is told, however it ended."""
        try:
            await super().run()
        finally:
            with contextlib.suppress(Exception):
                await self.remote_close()

    async def stop(self) -> None:
        """Ask it to end, and see that it does; the tab and the server may both ask."""
        async with self._stopping:
            if self._process is None:
                return
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LEAVES_WITHIN_SECONDS):
                    with contextlib.suppress(ProcessLookupError):
                        self._process.terminate()
                    await self._process.wait()
            self._kill(self._process)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(2 * CLOSES_WITHIN_SECONDS):
                    await super().stop()
            self._process = None

    async def _close(self) -> None:
        await self._websocket.close()

    @staticmethod
    def _kill(process: Process) -> None:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()

    async def on_meta(self, data: bytes) -> None:
        """Hear that it ended. No page is opened and no file is delivered, whatever it asks for."""
        if json.loads(data).get("type") == "exit":
            await self.remote_close()


def within(size: tuple[int, int]) -> tuple[int, int]:
    """The size of a window, as far as one is drawn in."""
    columns, lines = (max(1, min(most, one)) for one, most in zip(size, LARGEST, strict=True))
    return columns, lines


class DeskServer(Server):
    """Serves a desk of made-up people to the browser of whoever was told the address."""

    def __init__(
        self, desk: str, line: Sequence[str], environ: Mapping[str, str], listening: socket.socket
    ) -> None:
        """``line`` starts a seat's process with ``environ`` and nothing else in its environment.

        The address has a key, made anew for each server.
        """
        super().__init__("", host=LOOPBACK, port=listening.getsockname()[1], title=desk)
        self._line, self._environ = line, environ
        self._listening = listening
        self._key = secrets.token_urlsafe(_KEY_BYTES)
        self._seats: dict[Seat, web.WebSocketResponse] = {}
        self._headers = headers(self.port)

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"{self.public_url}/{self._key}/"

    async def run(self, ready: Callable[[], None]) -> None:
        """Serve until a signal ends it; every seat is gone then."""
        over = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:
                loop.add_signal_handler(number, over.set)
        runner = web.AppRunner(
            await self._make_app(), access_log=None, shutdown_timeout=CLOSES_WITHIN_SECONDS
        )
        await runner.setup()
        try:
            await web.SockSite(runner, self._listening).start()
            ready()
            await over.wait()
        finally:
            await runner.cleanup()

    async def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[self._only_here])
        app.router.add_get(f"/{self._key}/", self.handle_index)
        app.router.add_get(f"/{self._key}/ws", self.handle_websocket)
        app.router.add_static(f"/{self._key}/static", self.statics_path)
        for name, text, kind in (
            ("page.css", STYLE, "text/css"), ("page.js", SCRIPT, "text/javascript"),
        ):  # fmt: skip
            app.router.add_get(f"/{self._key}/{name}", _file(text, kind))
        app.on_response_prepare.append(self._say_what_to_keep_to)
        app.on_shutdown.append(self.on_shutdown)
        return app

    @web.middleware
    async def _only_here(
        self, request: web.Request, handler: Callable[[web.Request], Any]
    ) -> web.StreamResponse:
        """Turn away what does not come from the page itself, or was not told the key.

        A page of another site can have its own name point at loopback, and can open a websocket to
        it: the browser says in ``Host`` and ``Origin`` whose page it is.
        """
        here = f"{LOOPBACK}:{self.port}"
        if request.headers.getall("Host", []) != [here]:
            raise web.HTTPForbidden(text=f"This desk is at {here} and nowhere else.\n")
        origins = request.headers.getall("Origin", [])
        needed = "Upgrade" in request.headers or bool(origins)
        if needed and origins != [f"http://{here}"]:
            raise web.HTTPForbidden(text="Another page may not reach this desk.\n")
        key = request.path.split("/")[1]
        if not secrets.compare_digest(key.encode(errors="replace"), self._key.encode()):
            raise web.HTTPForbidden(text="Open the address that p2p serve has said.\n")
        response: web.StreamResponse = await handler(request)
        return response

    async def _say_what_to_keep_to(self, _: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(self._headers)

    async def handle_index(self, request: web.Request) -> web.Response:
        """The page."""
        socket_address = f"ws://{LOOPBACK}:{self.port}/{self._key}/ws"
        return web.Response(text=page(self.title, socket_address), content_type="text/html")

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Give a tab a desk for as long as it is open."""
        if len(self._seats) >= MOST_SEATS:
            raise web.HTTPServiceUnavailable(text=f"{MOST_SEATS} tabs have a desk: close one.\n")
        websocket = web.WebSocketResponse(heartbeat=15, timeout=CLOSES_WITHIN_SECONDS)
        seat = Seat(self._line, self._environ, websocket, self.download_manager)
        self._seats[seat] = websocket
        try:
            await websocket.prepare(request)
            columns, lines = (to_int(request.query.get(one, ""), 80) for one in ("width", "height"))
            await seat.start(columns, lines)
            await self._process_messages(websocket, seat)
        finally:
            await asyncio.shield(seat.stop())
            del self._seats[seat]
        return websocket

    async def on_shutdown(self, app: web.Application) -> None:
        """End every seat, then close its tab's line."""
        seats = dict(self._seats)
        await asyncio.gather(*(seat.stop() for seat in seats))
        for websocket in seats.values():
            await websocket.close(code=WSCloseCode.GOING_AWAY)


def _file(text: str, kind: str) -> Callable[[web.Request], Any]:
    async def give(request: web.Request) -> web.Response:
        return web.Response(text=text, content_type=kind)

    return give
