"""One session's ear for the server's notices."""

import contextlib
import select
import socket
from typing import Any

CHANNEL = "p2p"


class Notices:
    """What is heard on a connection of the thread that listens."""

    def __init__(self, database: Any) -> None:
        self._database = database
        self._connection: Any = None
        self._noted = False
        self._waking, self._woken = socket.socketpair()

    def wait(self, seconds: float) -> bool:
        """Wait for a notice, or so long."""
        connection = self._database.connection()
        if connection is not self._connection:
            # Notices that went out meanwhile are lost: look, once the next ones are heard.
            connection.add_notify_handler(self._note)
            self._database.execute_sql(f"LISTEN {CHANNEL}")
            self._connection = connection
            return True
        if self._heard(connection):
            return True
        ready = select.select([connection.fileno(), self._woken], [], [], seconds)[0]
        if self._woken in ready:
            self._woken.recv(64)
        if connection.fileno() in ready:
            # A server that went away is readable too: asking it something tells.
            self._database.execute_sql("SELECT 1")
            self._heard(connection)
            return True
        return not ready

    def _note(self, notice: object) -> None:
        """Remember that a notice came along with an answer: the driver hands those out here."""
        self._noted = True

    def _heard(self, connection: Any) -> bool:
        """Take all notices that have come as one."""
        heard, self._noted = self._noted, False
        while connection.pgconn.notifies() is not None:
            heard = True
        return heard

    def wake(self) -> None:
        """End a wait from another thread."""
        with contextlib.suppress(OSError):
            self._waking.send(b"!")

    def close(self) -> None:
        """Let both ends of the waking go; the connection is its thread's."""
        self._waking.close()
        self._woken.close()
