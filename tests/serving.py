"""``p2p serve`` as a real process, and the desks that it starts."""

import asyncio
import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import aiohttp

GONE_WITHIN = 25.0
"""How long what a server started may be there after it."""
SEEN_WITHIN = 40.0
"""How long a desk may take to be drawn on a machine that has other things to do."""


class Serving:
    """A server that runs."""

    def __init__(self, home: Path, *arguments: str, environment: Mapping[str, str]) -> None:
        self.home = home
        self.process = subprocess.Popen(
            [sys.executable, "-m", "p2p_tui", "serve", *arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=dict(environment), cwd=home,
            # A shell that runs the tests behind itself has them ignore Ctrl+C, and what they start.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )  # fmt: skip
        assert self.process.stdout is not None
        said = self.process.stdout.readline() + self.process.stdout.readline()
        found = re.search(r"(http://(127\.0\.0\.1:(\d+))/[\w-]{32}/)$", said, re.M)
        assert found is not None, (said, self.process.communicate())
        self.said = said
        self.address, self.host, self.port = found[1], found[2], int(found[3])
        self._seen: dict[int, str] = {}

    @property
    def origin(self) -> str:
        """What the page itself says of where it comes from."""
        return f"http://{self.host}"

    async def sit(
        self, client: aiohttp.ClientSession, shows: str = "YOUR CALLERS"
    ) -> aiohttp.ClientWebSocketResponse:
        """Open the line of a page without a browser, and wait for what is drawn."""
        line = await client.ws_connect(
            f"{self.address}ws?width=100&height=30", origin=self.origin, max_msg_size=0
        )
        if shows:
            await self.shows(line, shows)
        return line

    @staticmethod
    async def shows(line: aiohttp.ClientWebSocketResponse, wanted: str) -> None:
        """Wait until a text is drawn."""
        drawn = b""
        async with asyncio.timeout(SEEN_WITHIN):
            while wanted.encode() not in drawn:
                message = await line.receive()
                if message.type is aiohttp.WSMsgType.BINARY:
                    drawn += message.data
                assert not line.closed, drawn

    def desks(self) -> dict[int, str]:
        """The processes of its tabs: the number of each, its command line.

        Those that were below it once are looked for wherever they are.
        """
        listed = subprocess.run(
            ["ps", "-axww", "-o", "pid=,ppid=,stat=,args="], capture_output=True, text=True,
            check=True,
        )  # fmt: skip
        rows = [line.split(None, 3) for line in listed.stdout.splitlines()]
        here = {int(row[0]): row[3] for row in rows if len(row) == 4 and row[2][0] != "Z"}
        self._seen |= {int(row[0]): row[3] for row in rows
                       if len(row) == 4 and int(row[1]) == self.process.pid}  # fmt: skip
        return {pid: args for pid, args in self._seen.items() if here.get(pid) == args}

    def wait_for_desks(self, number: int, within: float = GONE_WITHIN) -> None:
        """Wait until so many are there."""
        until = time.monotonic() + within
        while len(left := self.desks()) != number:
            assert time.monotonic() < until, left
            time.sleep(0.05)

    def left_behind(self) -> list[str]:
        """The throw-away databases that are there still."""
        return sorted(one.name for one in self.home.glob("p2p-demo-*"))

    def end(self, number: int = signal.SIGINT) -> tuple[int, str, str]:
        """End it, as Ctrl+C does; its exit code and what it said behind its address."""
        self.process.send_signal(number)
        said, complained = self.process.communicate(timeout=GONE_WITHIN + 4)
        return self.process.returncode, said, complained


@contextlib.contextmanager
def serving(
    home: Path, *arguments: str, environment: Mapping[str, str] | None = None
) -> Iterator[Serving]:
    """A server with everything that it makes in a folder; at the end it is gone, with its desks."""
    told = {"HOME": str(home), "TMPDIR": str(home), "PATH": os.defpath, **(environment or {})}
    server = Serving(home, *arguments, environment=told)
    try:
        yield server
    finally:
        for pid in server.desks():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, 9)
        server.process.kill()
        server.process.communicate()
