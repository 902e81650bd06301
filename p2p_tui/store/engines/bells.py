"""A bell for the sessions of one host: a datagram to each one's Unix socket after a commit."""

import contextlib
import hashlib
import os
import socket
import stat
import threading
import uuid
from pathlib import Path

from p2p_tui.store.engines.base import DatabaseUnusableError

_LONGEST = 70
"""The longest folder name that leaves room for a socket's name: macOS allows 104 bytes in all."""
_RING = b"!"


def bell_folder(database: Path) -> Path:
    """Where the sockets of a database stand: beside it, or under /tmp where that is too long."""
    beside = database.with_name(database.name + ".bells")
    if len(os.fsencode(beside)) <= _LONGEST:
        return beside
    mark = hashlib.sha256(os.fsencode(database)).hexdigest()[:16]
    return Path("/tmp") / f"p2p-{os.getuid()}-{mark}"  # noqa: S108 - checked by ``own_folder``


def own_folder(path: Path) -> None:
    """Make a folder that only this account can use, or check that it is one.

    Raises:
        DatabaseUnusableError: somebody else made it, or others may use it.
    """
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=0o700, parents=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise DatabaseUnusableError(f"{path} belongs to somebody else; remove it or ask them to")
    if found.st_mode & 0o077:
        path.chmod(0o700)


class Bell:
    """Rings every listener of one database on this host."""

    def __init__(self, database: Path) -> None:
        self.folder = bell_folder(database)
        self._sender: socket.socket | None = None
        self._making = threading.Lock()

    def ring(self) -> None:
        """Wake all listeners; a listener that is gone is swept away, a busy one is awake anyway.

        What can't be rung is no error: the act is committed, and listeners also look by themselves.
        """
        with contextlib.suppress(OSError), os.scandir(self.folder) as entries:
            sender = self._made()
            for entry in entries:
                try:
                    sender.sendto(_RING, entry.path)
                except (ConnectionRefusedError, FileNotFoundError):
                    # A socket whose session is gone; whatever else lies there is not ours.
                    if stat.S_ISSOCK(entry.stat(follow_symlinks=False).st_mode):
                        Path(entry.path).unlink(missing_ok=True)
                except OSError:
                    continue

    def _made(self) -> socket.socket:
        """The socket that rings: one, though several threads of a session ring at first at once."""
        with self._making:
            if self._sender is None:
                self._sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
                self._sender.setblocking(False)
            return self._sender

    def listeners(self) -> int:
        """How many sessions listen; those that are gone are not counted."""
        self.ring()
        with contextlib.suppress(OSError), os.scandir(self.folder) as entries:
            return sum(1 for _ in entries)
        return 0

    def close(self) -> None:
        """Let the sending socket go."""
        if self._sender is not None:
            self._sender.close()
            self._sender = None


class Ear:
    """One session's socket."""

    def __init__(self, folder: Path) -> None:
        own_folder(folder)
        self._path = folder / uuid.uuid4().hex[:16]
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            self._socket.bind(str(self._path))
        except FileNotFoundError:
            # Who only looked at the desk took the empty folder away again in this moment.
            own_folder(folder)
            self._socket.bind(str(self._path))

    def heard(self, seconds: float) -> bool:
        """Wait for a ring, and take all that have come as one."""
        self._socket.settimeout(seconds)
        try:
            self._socket.recv(1)
        except TimeoutError:
            return False
        self._socket.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            while True:
                self._socket.recv(1)
        return True

    def wake(self) -> None:
        """Ring this one."""
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as bell:
            bell.sendto(_RING, str(self._path))

    def close(self) -> None:
        """Stop listening."""
        self._socket.close()
        self._path.unlink(missing_ok=True)
