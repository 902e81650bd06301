"""What every engine does for the store, and the errors that it speaks in."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Protocol


class DatabaseUnusableError(Exception):
    """The database can't be used. The message says why and what to do."""


class DatabaseAwayError(DatabaseUnusableError):
    """The database does not answer now and may again by itself. What was under way is not saved."""


class OutcomeUnknownError(DatabaseAwayError):
    """The database went away at the commit: whether it was saved has to be looked up."""


class DatabaseReplacedError(DatabaseUnusableError):
    """It is no longer the database that this session opened: the desk has to be opened again."""


class DatabaseDamagedError(DatabaseUnusableError):
    """The database can't read what it wrote."""


class NotThisEngineError(Exception):
    """The engine leaves that to its own tools. The message says which command to run."""


class NotOwnedError(Exception):
    """That is for the account that owns the database. The message says which."""


class Health(Enum):
    """How something that was looked at is."""

    GOOD = "ok"
    WARNING = "note"
    BAD = "BAD"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what, how it is, in words, and the command that mends it."""

    what: str
    health: Health
    says: str
    mend: str = ""


@dataclass(frozen=True)
class Copy:
    """A copy of the whole database that was made and opened: where, and which key opens it."""

    path: Path
    key: str
    """The mark of its key; empty where it is not encrypted."""
    events: int
    head: str
    key_file: Path | None = None
    """Where that key stands."""


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


class Errors(Protocol):
    """What errors of a database mean."""

    def is_damage(self, error: Exception) -> bool:
        """Say whether it could not read what it wrote."""

    def is_no_text(self, error: Exception) -> bool:
        """Say whether bytes stand where there should be text."""


class Engine(Errors, Protocol):
    """One database engine, as the store uses it."""

    name: str
    database: Any
    errors: tuple[type[Exception], ...]
    """Peewee's errors, and the driver's own, which it does not wrap while rows are read."""

    # -- opening

    def prepare(self) -> None:
        """Make what must exist before the first connection: folder, key, files and their modes.

        Raises:
            DatabaseUnusableError: with what to do about it.
        """

    def exists(self) -> bool:
        """Say whether there is a database, as far as that can be seen without opening it."""

    def look(self) -> None:
        """As ``prepare``, to look at what is there: nothing is made and nothing changed.

        Raises:
            DatabaseUnusableError: with what to do about it.
        """

    def owned(self) -> bool:
        """Say whether the account that runs this process owns the database."""

    def migrating(self) -> AbstractContextManager[None]:
        """Hold the lock under which the schema moves: one process at a time."""

    def moving(self) -> AbstractContextManager[None]:
        """Let no act in between the steps that are made; they take as long as they take."""

    def check(self) -> None:
        """Make sure that what this thread talks to is there, and is what was opened; cheap.

        Raises:
            DatabaseReplacedError: something else stands in its place.
        """

    def explain(self, error: Exception) -> DatabaseUnusableError:
        """Say an engine's error in words that help, and let a lost connection go."""

    def close(self) -> None:
        """Let go of what is not a connection."""

    # -- writing

    def writing(self) -> AbstractContextManager[None]:
        """One transaction of the record; writers wait for each other: the chain never forks.

        When it is committed, every other session is woken.

        Raises:
            OutcomeUnknownError: the database went away while it was committed.
        """

    def writing_plainly(self) -> AbstractContextManager[None]:
        """One transaction of plain rows: no lock but their own is waited for, nobody woken."""

    def make_append_only(self, table: str, *keys: str) -> None:
        """Refuse UPDATE, DELETE and inserts that would replace a row, by any of its ``keys``."""

    def disposing(self, table: str) -> AbstractContextManager[None]:
        """Allow DELETE on an append-only table, inside the open transaction and until its end.

        Who ends on the way, killed for instance, leaves the table guarded as it was.

        Raises:
            DatabaseUnusableError: this account can't; the message says which can.
        """

    def rows_in_json(self, width: int) -> str:
        """A SELECT of so many texts or NULLs, whose rows are one parameter: a JSON list of lists.

        For many rows at once: a parameter for each value takes longer than the rows themselves.
        """

    # -- searching

    def make_search(self) -> None:
        """Create what the search needs."""

    def index(self, request_id: int, words: str) -> None:
        """Make a request findable by these words, and by no others."""

    def unindex(self, request_ids: Collection[int]) -> None:
        """Make requests findable by no words at all."""

    def search(
        self, words: str, *, below: int | None = None, above: int | None = None, limit: int
    ) -> list[int]:
        """The numbers of requests that hold all the words (each may be a beginning), newest first:
        so many, ``below`` a number if one is given; ``above`` one, the oldest first.
        """

    def wipe(self) -> bool:
        """See that no word of rows that were removed is left where the engine keeps its data.

        Outside of transactions, and while the desk goes on. Says whether all is gone: it is not
        where somebody reads for so long that the journal can't be emptied.
        """

    # -- news

    def ring(self) -> None:
        """Wake every session that listens."""

    def listen(self) -> Listener:
        """Start to listen for news."""

    # -- looking after it

    def outside(self) -> Sequence[Finding]:
        """What can be seen before it is opened, even where it can't be: files, modes, key, disk."""

    def findings(self) -> Sequence[Finding]:
        """What the open database says of itself: version, encryption, rights, how news arrives."""

    def if_unopened(self) -> str:
        """The commands to go on with where it can't be opened."""

    def grant(self, app_role: str) -> bool:
        """Let a role do the desk's daily work and no more; say whether there is such a role."""

    def roles_sql(self, owner_role: str, app_role: str) -> str:
        """The statements that make the two roles: one owns the schema, one works at the desk.

        Raises:
            NotThisEngineError: it has no roles.
        """

    def spare(self, what: str) -> Path:
        """Where a copy of the database may stand that is named for what it is kept for."""

    def backup(self, to: Path) -> Copy:
        """Copy the whole database into a new file while the desk goes on, and open the copy.

        For a process that does nothing else with the database meanwhile.

        Raises:
            NotThisEngineError: with the commands that do it. NotOwnedError: it is another
            account's. DatabaseUnusableError: it failed; nothing is left of it.
        """

    def restore(self, backup: Path) -> Path | None:
        """Put a copy in the database's place, once it was opened.

        Returns where the old one is kept; None where there was none.

        Raises:
            NotThisEngineError: with the commands that do it. NotOwnedError: it is another
            account's. DatabaseUnusableError: it failed, or somebody is at the desk; the desk is as
            it was.
        """

    def rekey(self) -> Path:
        """Encrypt the database with a new key; return where the old key is kept.

        Raises:
            NotThisEngineError: it has no key. NotOwnedError, DatabaseUnusableError: as for
            ``restore``; what was interrupted is finished by doing it again.
        """


def identifier(name: str) -> str:
    """A name that stands in a statement as it is.

    Raises:
        ValueError: it is no identifier.
    """
    if not name.isidentifier():
        raise ValueError(name)
    return name
