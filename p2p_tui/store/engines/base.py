"""What every engine does for the store."""

from contextlib import AbstractContextManager
from typing import Any, Protocol


class DatabaseUnusableError(Exception):
    """The database can't be used. The message says why and what to do."""


class Listener(Protocol):
    """One session's ear for news. Used by one thread."""

    def wait(self, seconds: float) -> bool:
        """Wait until something may have changed, or ``seconds`` have passed; say which.

        A ring can be missed and a ring can be empty: whoever waits reads from its own cursor.
        """

    def wake(self) -> None:
        """End a wait now; may be called by any thread."""

    def close(self) -> None:
        """Stop listening."""


class Engine(Protocol):
    """One database engine, as the store uses it."""

    name: str
    database: Any

    def prepare(self) -> None:
        """Make what must exist before the first connection: folder, key, files and their modes.

        Raises:
            DatabaseUnusableError: with what to do about it.
        """

    def owned(self) -> bool:
        """Say whether the account that runs this process owns the database."""

    def migrating(self) -> AbstractContextManager[None]:
        """Hold the lock under which the schema moves: one process at a time."""

    def writing(self) -> AbstractContextManager[None]:
        """One transaction; writers wait for each other, so that the chain never forks."""

    def make_append_only(self, table: str, key: str) -> None:
        """Refuse UPDATE, DELETE and replacing inserts on a table from now on."""

    def make_search(self) -> None:
        """Create what the search needs."""

    def index(self, request_id: int, words: str) -> None:
        """Make a request findable by these words, and by no others."""

    def search(self, words: str) -> Any | None:
        """A query for the numbers of requests that hold all the words (each may be a beginning).

        It stands in a larger one, as what is found may be many. None where ``words`` hold nothing
        to search for.
        """

    def ring(self) -> None:
        """Wake every other session: something was committed."""

    def listen(self) -> Listener:
        """Start to listen for news."""

    def explain(self, error: Exception) -> DatabaseUnusableError:
        """Say an engine's error in words that help."""

    def close(self) -> None:
        """Let go of what is not a connection."""
