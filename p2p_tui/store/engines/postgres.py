"""Several hosts: PostgreSQL, through psycopg 3, with nothing built that its own tools do."""

import contextlib
import os
import re
import select
import shlex
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import peewee
import psycopg
from peewee import SQL, IntegerField, Model, PostgresqlDatabase, Psycopg3Adapter, TextField
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import ConnStatus, TransactionStatus

from p2p_tui.store.engines import postgres_disposal, postgres_health, postgres_roles
from p2p_tui.store.engines.base import (
    Copy,
    DatabaseAwayError,
    DatabaseDamagedError,
    DatabaseUnusableError,
    Finding,
    Listener,
    NotThisEngineError,
    OutcomeUnknownError,
)
from p2p_tui.store.engines.hearing import feed
from p2p_tui.store.engines.postgres_listening import CHANNEL, Notices
from p2p_tui.store.engines.searching import walk

LOCK_MS = 5_000
"""How long a writer waits for another."""
STATEMENT_MS = 15_000
"""How long one statement may take; the record is read in pieces."""
_SERVER_SIDE = (
    f"-c statement_timeout={STATEMENT_MS} -c lock_timeout={LOCK_MS}"
    f" -c idle_in_transaction_session_timeout={STATEMENT_MS}"
    r" -c default_transaction_isolation=read\ committed -c timezone=UTC"
)
_CONNECT: dict[str, Any] = {
    "application_name": "p2p",
    "connect_timeout": 3,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
"""How a connection is made where the URL does not say otherwise; TLS is the URL's to say."""
_LOCKS = 0x5032
"""The first half of this program's advisory locks; the second says for what."""
_RECORD, _SCHEMA = 1, 2
_LONGEST_WORD = 200


class _Adapter(Psycopg3Adapter):
    """Peewee's adapter, for a Peewee that was imported without the driver."""

    txn_idle = TransactionStatus.IDLE
    txn_inerror = TransactionStatus.INERROR
    txn_unknown = TransactionStatus.UNKNOWN

    def check_driver(self) -> None:
        """It was imported above."""

    def get_binary_type(self) -> Any:
        """How bytes are told from text."""
        return psycopg.Binary

    def connect(self, db: Any, **params: Any) -> Any:
        """A connection as the URL and ``_CONNECT`` say."""
        return psycopg.connect(**params)


class _Database(PostgresqlDatabase):
    psycopg2_adapter = psycopg3_adapter = _Adapter


class PostgresEngine:
    """PostgreSQL, wherever the URL says that it is."""

    errors: tuple[type[Exception], ...] = (peewee.PeeweeException, psycopg.Error)

    def __init__(self, url: str, key_file: Path | None) -> None:
        self.name = "postgresql"
        params = _read(url)
        self.where = _words(params)
        self._params = params
        self.database: Any = _Database(params.get("dbname", "") or "p2p", **params)

        class Words(Model):
            request_id = IntegerField(primary_key=True)
            words = TextField()

            class Meta:
                database = self.database
                table_name = "request_words"

        self._words = Words

    def prepare(self) -> None:
        """Connect: folder, key and files are the server's."""
        self.database.connect(reuse_if_open=True)

    def exists(self) -> bool:
        """Only the server can say."""
        return True

    def look(self) -> None:
        """A connection makes nothing; of a password file that it ignores the driver is quiet."""
        if any(postgres_health.outside(self._params)):
            self.database.connect_params["passfile"] = f"{os.devnull}/none"
        self.prepare()

    def owned(self) -> bool:
        """Who holds the desk's rights itself, not through another role, is the desk's account."""
        sql = (
            "SELECT EXISTS (SELECT 1 FROM information_schema.role_table_grants WHERE table_name ="
            " 'request' AND table_schema = current_schema() AND grantee = session_user)"
        )
        return bool(self.database.execute_sql(sql).fetchone()[0])

    @contextlib.contextmanager
    def migrating(self) -> Iterator[None]:
        """An advisory lock of the session: the schema moves in one process at a time."""
        self.database.execute_sql("SELECT pg_advisory_lock(%s, %s)", (_LOCKS, _SCHEMA))
        try:
            yield
        finally:
            with contextlib.suppress(peewee.PeeweeException):
                self.database.execute_sql("SELECT pg_advisory_unlock(%s, %s)", (_LOCKS, _SCHEMA))

    @contextlib.contextmanager
    def moving(self) -> Iterator[None]:
        """The lock that acts take, for the session; a step takes as long as its tables are."""
        limits = ("statement_timeout", "idle_in_transaction_session_timeout")
        self.database.execute_sql("SELECT pg_advisory_lock(%s, %s)", (_LOCKS, _RECORD))
        try:
            for limit in limits:
                self.database.execute_sql(f"SET {limit} = 0")
            yield
        finally:
            with contextlib.suppress(peewee.PeeweeException):
                for limit in limits:
                    self.database.execute_sql(f"RESET {limit}")
                self.database.execute_sql("SELECT pg_advisory_unlock(%s, %s)", (_LOCKS, _RECORD))

    def check(self) -> None:
        """A connection that the server has ended meanwhile is let go; the next one is made anew."""
        if self.database.is_closed():
            return
        connection = self.database.connection()
        if not self.database.in_transaction():
            with contextlib.suppress(psycopg.OperationalError):
                while select.select([connection.fileno()], [], [], 0)[0]:
                    connection.pgconn.consume_input()
        if connection.pgconn.status == ConnStatus.BAD:
            self.database.close()

    def explain(self, error: Exception) -> DatabaseUnusableError:
        """Say what is wrong with the server, the network, or what this role may do."""
        cause = _cause(error)
        said = " ".join(str(cause or error).split("\n")[0].split())
        if self._let_go_if_lost(cause):
            _, refused, why = said.partition("FATAL: ")
            how = f"says no: {why}" if refused else f"can't be reached: {said}"
            return DatabaseAwayError(f"The database at {self.where} {how}")
        if isinstance(cause, psycopg.errors.LockNotAvailable | psycopg.errors.QueryCanceled):
            what = f"The database at {self.where} is busy; nothing was saved, try again"
        elif isinstance(cause, psycopg.errors.ReadOnlySqlTransaction):
            # A connection stays what it was made as, also when writes are taken again.
            if not self.database.is_closed() and not self.database.in_transaction():
                self.database.close()
            return DatabaseAwayError(f"The database at {self.where} takes no writes now: {said}")
        elif isinstance(cause, psycopg.errors.InsufficientPrivilege):
            what = f"The database at {self.where} says no: {said}; see: p2p migrate --roles"
        elif isinstance(cause, psycopg.errors.DiskFull):
            what = f"The disk of the database at {self.where} is full; nothing was saved"
        elif self.is_damage(error):
            return DatabaseDamagedError(f"The database at {self.where} is damaged: {said}")
        else:
            what = f"The database at {self.where} can't be used: {said}"
        return DatabaseUnusableError(what)

    def is_damage(self, error: Exception) -> bool:
        """A page that fails its checksum, an index that does not fit its table."""
        damage = (psycopg.errors.DataCorrupted, psycopg.errors.IndexCorrupted)
        return isinstance(_cause(error), damage)

    def is_no_text(self, error: Exception) -> bool:
        """Never: a server takes no bytes that are not text."""
        return False

    def close(self) -> None:
        """Nothing is held besides connections."""

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """READ COMMITTED behind an advisory lock: it is taken before anything is read."""
        committing = False
        try:
            with self.database.atomic():
                self.database.execute_sql("SELECT pg_advisory_xact_lock(%s, %s)", (_LOCKS, _RECORD))
                yield
                self.ring()
                committing = True
        except peewee.PeeweeException as error:
            if committing and self._let_go_if_lost(_cause(error)):
                raise OutcomeUnknownError(
                    f"The database at {self.where} went away while it saved"
                ) from error
            raise

    @contextlib.contextmanager
    def writing_plainly(self) -> Iterator[None]:
        """A transaction with the locks of its own rows."""
        self.check()
        with self.database.atomic():
            yield

    def make_append_only(self, table: str, *keys: str) -> None:
        """A trigger for each statement; inserts that would replace are updates here."""
        postgres_disposal.append_only(self.database, table)

    @contextlib.contextmanager
    def disposing(self, table: str) -> Iterator[None]:
        """The trigger switched off, which only the owner of the table can."""
        try:
            with postgres_disposal.disposing(self.database, table):
                yield
        except peewee.PeeweeException as error:
            if not isinstance(_cause(error), psycopg.errors.InsufficientPrivilege):
                raise
            raise DatabaseUnusableError(
                "Only the role that owns the tables removes what is on record, and nothing was"
                " removed; run it as that one: P2P_DATABASE_URL=postgresql://p2p_owner@…"
            ) from error

    def rows_in_json(self, width: int) -> str:
        """The rows as the server takes JSON apart."""
        texts = ", ".join(f"value ->> {number}" for number in range(width))
        return f"SELECT {texts} FROM jsonb_array_elements(%s::jsonb) AS row (value)"  # noqa: S608

    def make_search(self) -> None:
        """A table of words, with an index over their beginnings."""
        self.database.execute_sql(
            "CREATE TABLE request_words (request_id INTEGER PRIMARY KEY, words tsvector NOT NULL)"
        )
        self.database.execute_sql(
            "CREATE INDEX request_words_words ON request_words USING gin (words)"
        )

    def index(self, request_id: int, words: str) -> None:
        """Replace the request's words."""
        self.database.execute_sql(
            "INSERT INTO request_words (request_id, words) VALUES (%s, array_to_tsvector(%s))"
            " ON CONFLICT (request_id) DO UPDATE SET words = EXCLUDED.words",
            (request_id, sorted(set(_split(words)))),
        )

    def unindex(self, request_ids: Collection[int]) -> None:
        """Remove their rows."""
        self._words.delete().where(self._words.request_id.in_(request_ids)).execute()

    def search(
        self, words: str, *, below: int | None = None, above: int | None = None, limit: int
    ) -> list[int]:
        """Every word as a beginning, all of them needed; punctuation never reaches the syntax."""
        parts = _split(words)
        if not parts:
            return []
        query = " & ".join(f"'{part}':*" for part in parts)
        number = self._words.request_id
        found = self._words.select(number).where(SQL("words @@ %s::tsquery", (query,)))
        return walk(found, number, below, above, limit)

    def wipe(self) -> bool:
        """Vacuuming is the server's own."""
        return True

    def ring(self) -> None:
        """A notice without words: whoever may connect may listen. Sent with the commit."""
        self.database.execute_sql(f"NOTIFY {CHANNEL}")

    def listen(self) -> Listener:
        """The connection of the thread that listens, with a look for itself behind it."""
        return Notices(self.database)

    def outside(self) -> Sequence[Finding]:
        """The file of passwords, where there is one."""
        return tuple(postgres_health.outside(self._params))

    def findings(self) -> Sequence[Finding]:
        """Version, TLS, roles, what a crash could lose, its clock, and whether news arrives."""
        return (*postgres_health.findings(self.database, self.where), feed(self))

    def if_unopened(self) -> str:
        """The server's own tools say more."""
        named = (("h", "host"), ("p", "port"), ("d", "dbname"))
        told = [(f"-{short}", str(self._params[name])) for short, name in named
                if self._params.get(name)]  # fmt: skip
        options = " ".join(shlex.quote(part) for pair in told for part in pair)
        return f"see that the server runs and lets you in: pg_isready {options}".rstrip()

    def grant(self, app_role: str) -> bool:
        """Grant what ``roles_sql`` says, as far as tables are concerned."""
        found = self.database.execute_sql(
            "SELECT 1 FROM pg_roles WHERE rolname = %s AND rolname <> current_user", (app_role,)
        )
        if found.fetchone() is None:
            return False
        with self.database.atomic():
            for statement in postgres_roles.grants(app_role):
                self.database.execute_sql(statement)
        return True

    def roles_sql(self, owner_role: str, app_role: str) -> str:
        """For a superuser of the server, in the desk's database."""
        return postgres_roles.script(owner_role, app_role)

    def spare(self, what: str) -> Path:
        """In the folder where its tools are run."""
        return Path(f"{self.database.database}.{what}.dump")

    def backup(self, to: Path) -> Copy:
        """The server's own tools do that."""
        raise NotThisEngineError(
            f"PostgreSQL is backed up by its own tools: pg_dump --format=custom --file={to},"
            " or continuous archiving (pg_basebackup and WAL); see docs/postgresql.md"
        )

    def restore(self, backup: Path) -> Path:
        """The server's own tools do that."""
        raise NotThisEngineError(
            "PostgreSQL is restored by its own tools, into an empty database:"
            f" pg_restore --exit-on-error --dbname=… {backup}; see docs/postgresql.md"
        )

    def rekey(self) -> Path:
        """Encryption at rest is the host's."""
        raise NotThisEngineError(
            "PostgreSQL has no key of the desk's: its host encrypts the disk;"
            " see docs/postgresql.md"
        )

    def _let_go_if_lost(self, cause: Exception | None) -> bool:
        """Whether the connection is gone, or there was none; a lost one is let go."""
        if self.database.is_closed():
            return isinstance(cause, psycopg.OperationalError)
        if not self.database.connection().closed:
            return False
        self.database.close()
        return True


def _read(url: str) -> dict[str, Any]:
    try:
        told = conninfo_to_dict(url)
    except psycopg.Error:
        # What the driver says of it repeats it, and a password may stand in it.
        raise DatabaseUnusableError(
            "The database URL can't be read: postgresql://USER@HOST/DATABASE?sslmode=…"
        ) from None
    params = {**_CONNECT, **told}
    params["options"] = " ".join([_SERVER_SIDE, str(told.get("options") or "")])
    return params


def _words(params: dict[str, Any]) -> str:
    """Where the server is, without what is secret."""
    host = params.get("host") or params.get("service") or "the local socket"
    port = f":{params['port']}" if params.get("port") else ""
    return f"{host}{port}/{params.get('dbname', '')}"


def _cause(error: BaseException | None) -> Exception | None:
    """The driver's own error behind Peewee's: of several, the one that came first."""
    found: Exception | None = None
    seen = error
    while seen is not None:
        if isinstance(seen, psycopg.Error):
            found = seen
        if seen.args and isinstance(seen.args[0], psycopg.Error):
            found = seen.args[0]
        seen = seen.__cause__ or seen.__context__
    return found


def _split(text: str) -> list[str]:
    """The words of a text: lower case, without accents, letters and digits alone."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return [word[:_LONGEST_WORD] for word in re.findall(r"[^\W_]+", plain)]
