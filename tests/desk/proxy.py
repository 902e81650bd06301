"""A line to a server that breaks where a test says: at the commit, before it or behind it."""

import contextlib
import select
import socket
import tempfile
import threading
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit


class Cut(Enum):
    """Where the line breaks, once."""

    NOWHERE = "nowhere"
    BEFORE = "the server never hears of the commit"
    BEHIND = "the server commits, and its answer is lost"


_NAME = ".s.PGSQL.5432"


class Line:
    """Everything that goes to and from one server."""

    def __init__(self, server: Path, folder: Path) -> None:
        self.folder = folder
        self.cut = Cut.NOWHERE
        self.cuts = 0
        self._server = server
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(str(folder / _NAME))
        self._door.listen()
        threading.Thread(target=self._take, daemon=True).start()

    def close(self) -> None:
        """Take no more calls."""
        (self.folder / _NAME).unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()

    def _take(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._door.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, socket.socket(socket.AF_UNIX) as server, contextlib.suppress(OSError):
            server.connect(str(self._server / _NAME))
            while True:
                for ready in select.select([client, server], [], [])[0]:
                    data = ready.recv(65536)
                    if not data:
                        return
                    if ready is client and b"COMMIT" in data and self.cut is not Cut.NOWHERE:
                        self._break(server, data)
                        return
                    (server if ready is client else client).sendall(data)

    def _break(self, server: socket.socket, data: bytes) -> None:
        behind = self.cut is Cut.BEHIND
        self.cut = Cut.NOWHERE
        self.cuts += 1
        if behind:
            server.sendall(data)
            assert server.recv(65536), "the server did not answer the commit"


@contextlib.contextmanager
def line_to(url: str) -> Iterator[tuple[Line, str]]:
    """A line to the server of a URL, and the URL that goes through it."""
    (host,) = parse_qs(urlsplit(url).query)["host"]
    with tempfile.TemporaryDirectory(prefix="p2p-line-") as folder:
        line = Line(Path(host), Path(folder))
        try:
            yield line, url.replace(quote(host, safe=""), quote(folder, safe=""))
        finally:
            line.close()
