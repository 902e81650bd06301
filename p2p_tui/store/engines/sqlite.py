"""One file on one host: SQLite, encrypted by SQLCipher unless the URL says plain."""

import contextlib
import fcntl
import os
import re
import shlex
import sqlite3
import stat
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote

import peewee
from peewee import SqliteDatabase
from playhouse.sqlite_ext import FTS5Model, RowIDField, SearchField

from p2p_tui.store.engines import sqlite_disposal, sqlite_errors, sqlite_health
from p2p_tui.store.engines.base import (
    Copy,
    DatabaseDamagedError,
    DatabaseUnusableError,
    Finding,
    Listener,
    NotOwnedError,
    NotThisEngineError,
)
from p2p_tui.store.engines.bells import Bell, Ear
from p2p_tui.store.engines.files import make_private, read_key, unusable
from p2p_tui.store.engines.hearing import feed
from p2p_tui.store.engines.searching import walk
from p2p_tui.store.engines.sqlite_standing import Standing, gone, lock_of

if TYPE_CHECKING:
    from p2p_tui.store.engines import sqlite_copies

BUSY_MS = 5_000
_PRAGMAS = (
    ("busy_timeout", BUSY_MS),
    ("journal_mode", "wal"),
    ("synchronous", "full"),
    ("foreign_keys", 1),
    ("recursive_triggers", 1),
    ("secure_delete", 1),
    ("temp_store", "memory"),
)
_QUIET = ("cipher_log_level", "none")
"""First of all: of a wrong key SQLCipher would speak on stderr, across the screen."""


class SqliteEngine:
    """SQLCipher or plain SQLite."""

    def __init__(self, url: str, key_file: Path | None) -> None:
        scheme, _, path = url.partition("://")
        self.name = scheme
        self.path = _file_of(path)
        self._key_file = key_file or self.path.with_suffix(".key")
        self._bell = Bell(self.path)
        self._encrypted = scheme == "sqlcipher"
        # A connection never makes the file: where it was taken away, nothing is to stand there.
        where = f"file:{quote(str(self.path))}?mode=rw"
        self.errors: tuple[type[Exception], ...] = (peewee.PeeweeException, sqlite3.Error)
        if self._encrypted:
            from playhouse.sqlcipher_ext import SqlCipherDatabase
            from sqlcipher3 import dbapi2

            self.errors = (peewee.PeeweeException, dbapi2.Error)
            self.database: Any = SqlCipherDatabase(
                where, pragmas=(_QUIET, *_PRAGMAS), lock_type="IMMEDIATE", passphrase="", uri=True
            )
        else:
            self.database = SqliteDatabase(
                where, pragmas=_PRAGMAS, lock_type="IMMEDIATE", timeout=BUSY_MS / 1000, uri=True
            )

        self._standing = Standing(self.path, self.database)

        class Words(FTS5Model):  # type: ignore[misc]
            rowid = RowIDField()
            words = SearchField()

            class Meta:
                database = self.database
                table_name = "request_words"
                options: ClassVar = {"tokenize": "unicode61 remove_diacritics 2", "prefix": "2 3"}

        self._words = Words

    def prepare(self) -> None:
        """Make folder, key and file, each for this account alone."""
        try:
            new = not self.path.exists()
            if not new and not self.path.is_file():
                raise DatabaseUnusableError(
                    f"{self.path} is no file; name one: {self.name}:///PATH"
                )
            if self._encrypted:
                key = read_key(self._key_file, make=new)
                self.database.set_passphrase(f"x'{key}'")
            if new:
                make_private(self.path, b"")
            if stat.S_IMODE(self.path.stat().st_mode) & 0o077:
                self.path.chmod(0o600)
            self._standing.open(to_write=True)
        except OSError as error:
            raise unusable(error, self.path) from None

    def exists(self) -> bool:
        """Whether something stands at the path."""
        return self.path.exists()

    def look(self) -> None:
        """Open the file that is there as it is, in whichever journal mode that may be."""
        try:
            if not self.path.is_file():
                raise DatabaseUnusableError(f"There is no file {self.path}")
            pragmas = tuple(one for one in _PRAGMAS if one[0] != "journal_mode")
            keyed: dict[str, str] = {}
            if self._encrypted:
                keyed["passphrase"] = f"x'{read_key(self._key_file, make=False)}'"
                pragmas = (_QUIET, *pragmas)
            self.database.init(self.database.database, pragmas=pragmas, uri=True, **keyed)
            self._standing.open(to_write=False)
        except OSError as error:
            raise unusable(error, self.path) from None

    def owned(self) -> bool:
        """The owner of the file is who could open it anyway; of none, whoever may make it."""
        return not self.path.exists() or self.path.stat().st_uid == os.getuid()

    @contextlib.contextmanager
    def migrating(self) -> Iterator[None]:
        """A file lock beside the database: the schema moves in one process at a time."""
        lock = lock_of(self.path)
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise unusable(error, lock) from None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def moving(self) -> AbstractContextManager[None]:
        """Each step has the lock that acts take, and no statement a limit."""
        return contextlib.nullcontext()

    def check(self) -> None:
        """A file that was moved or replaced takes writes in silence, and they are lost."""
        self._standing.check()

    def explain(self, error: Exception) -> DatabaseUnusableError:
        """Say what is wrong with the file."""
        said = str(sqlite_errors.first_of(error))
        if "unable to open" in said and self._standing.opened and not self.path.exists():
            return gone(self.path)
        if "not a database" in said:
            what = f"{self.path} can't be opened with the key in {self._key_file}"
            if self._key_file.with_name(self._key_file.name + ".new").exists():
                what += "; a change of key was interrupted: run p2p rekey, which finishes it"
            if not self._encrypted:
                what = f"{self.path} is not a plain SQLite file; is it sqlcipher:///…?"
        elif "locked" in said or "busy" in said:
            what = f"{self.path} is in use by another process; try again"
        elif "readonly" in said:
            what = f"{self.path} can't be written to; check its owner and mode"
        elif "full" in said:
            what = f"The disk of {self.path} is full; nothing was saved"
        elif self.is_no_text(error):
            # What SQLite says of it repeats it.
            return DatabaseDamagedError(
                f"{self.path} is damaged: bytes that are no text; see: p2p doctor"
            )
        elif self.is_damage(error):
            return DatabaseDamagedError(f"{self.path} is damaged: {said}; see: p2p doctor")
        else:
            what = f"{self.path} can't be used: {said}"
        return DatabaseUnusableError(what)

    def is_damage(self, error: Exception) -> bool:
        """A page that is malformed, or does not fit its seal."""
        return sqlite_errors.is_damage(error, opened=not self.database.is_closed())

    def is_no_text(self, error: Exception) -> bool:
        """Bytes that are no UTF-8."""
        return sqlite_errors.is_no_text(error)

    def close(self) -> None:
        """Let the bell go."""
        self._bell.close()

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """``BEGIN IMMEDIATE``: the lock is taken before anything is read."""
        with self.database.atomic():
            self.check()
            yield
            self.check()
        # A commit that fails is rolled back here and now: its outcome is never in doubt.
        self.ring()

    @contextlib.contextmanager
    def writing_plainly(self) -> Iterator[None]:
        """The file has one lock for all. Words are kept in whichever file stands there now, unless
        what stands beside it is of another.
        """
        self._standing.turn()
        with self.database.atomic():
            self._standing.note()
            yield

    def make_append_only(self, table: str, *keys: str) -> None:
        """Triggers; the one on INSERT stops ``REPLACE`` where recursive triggers are off."""
        sqlite_disposal.append_only(self.database, table, keys)

    def disposing(self, table: str) -> AbstractContextManager[None]:
        """The trigger on DELETE is taken away and made anew."""
        return sqlite_disposal.disposing(self.database, table)

    def rows_in_json(self, width: int) -> str:
        """``WHERE true``: or an ON CONFLICT behind it would be read as part of a join."""
        texts = ", ".join(f"json_extract(value, '$[{number}]')" for number in range(width))
        return f"SELECT {texts} FROM json_each(?) WHERE true"  # noqa: S608 numbers

    def make_search(self) -> None:
        """A full-text index of its own."""
        self._words.create_table()

    def index(self, request_id: int, words: str) -> None:
        """Replace the request's words in the full-text index."""
        self._words.delete().where(self._words.rowid == request_id).execute()
        self._words.insert({self._words.rowid: request_id, self._words.words: words}).execute()

    def unindex(self, request_ids: Collection[int]) -> None:
        """Remove their rows; what is left of the words ``wipe`` removes."""
        self._words.delete().where(self._words.rowid.in_(request_ids)).execute()

    def search(
        self, words: str, *, below: int | None = None, above: int | None = None, limit: int
    ) -> list[int]:
        """Every word as a beginning, all of them needed; punctuation never reaches the syntax."""
        parts = re.findall(r"\w+", words)
        if not parts:
            return []
        match = self._words.match(" ".join(f'"{part}"*' for part in parts))
        return walk(self._words.select(self._words.rowid).where(match), self._words.rowid,
                    below, above, limit)  # fmt: skip

    def wipe(self) -> bool:
        """The index and the journal; pages are cleared as rows go (``secure_delete``)."""
        return sqlite_disposal.wipe(self.database, self._words._meta.table_name)

    def ring(self) -> None:
        """A datagram to each session's socket."""
        self._bell.ring()

    def listen(self) -> Listener:
        """A socket of this session's own, with ``data_version`` looked at behind it."""
        return _Listener(self.database, Ear(self._bell.folder))

    def outside(self) -> Sequence[Finding]:
        """Encryption, files and modes, key, disk."""
        return tuple(sqlite_health.outside(self._place))

    def findings(self) -> Sequence[Finding]:
        """Version, pages, and whether news arrives."""
        found = tuple(sqlite_health.inside(self.database, self._place))
        folder = self._bell.folder
        if not self.owned() or (folder.is_dir() and folder.stat().st_mode & 0o077):
            return found  # Listening would make or change what is another account's to mend.
        new = not folder.exists()
        found = (*found, feed(self))
        if new:
            with contextlib.suppress(OSError):
                folder.rmdir()
        return found

    def if_unopened(self) -> str:
        """The account that it is for; the right key, or the newest backup."""
        if mends := self._standing.mends():
            return mends
        if not (os.access(self.path, os.R_OK | os.W_OK) and os.access(self.path.parent, os.W_OK)):
            return "see file and folder above"
        if not self._encrypted:
            return "p2p restore BACKUP"
        key = shlex.quote(str(self._key_file))
        return f"put the right key into {key} (chmod 600), or: p2p restore BACKUP"

    def grant(self, app_role: str) -> bool:
        """A file has no roles: who can read the key can do everything."""
        return False

    def roles_sql(self, owner_role: str, app_role: str) -> str:
        """A file has no roles."""
        raise NotThisEngineError(
            "A desk in a file has no roles: its owner is who owns the file and the key"
        )

    def spare(self, what: str) -> Path:
        """Beside the database."""
        return self.path.with_name(f"{self.path.name}.{what}")

    def backup(self, to: Path) -> Copy:
        """Copied page by page, encrypted as the desk is."""
        from p2p_tui.store.engines import sqlite_copies

        files = self._files()
        try:
            return sqlite_copies.backup(files, to)
        except peewee.PeeweeException as error:
            raise self.explain(error) from error

    def restore(self, backup: Path) -> Path | None:
        """Swapped in one step, while nobody is at the desk."""
        from p2p_tui.store.engines import sqlite_swaps

        files = self._files()
        with self.migrating():
            return sqlite_swaps.restore(files, backup, self._bell.listeners)

    def rekey(self) -> Path:
        """A copy with the new key, swapped as by ``restore``."""
        from p2p_tui.store.engines import sqlite_swaps

        if not self._encrypted:
            raise NotThisEngineError(
                f"{self.path} is a plain file and has no key; a new desk at sqlcipher:///… has one"
            )
        files = self._files()
        with self.migrating():
            return sqlite_swaps.rekey(files, self._bell.listeners)

    @property
    def _place(self) -> sqlite_health.Place:
        key = self._key_file if self._encrypted else None
        return sqlite_health.Place(self.path, key, self._bell.folder)

    def _files(self) -> "sqlite_copies.Files":
        """The desk's files, for whoever owns them, with this thread's connection let go."""
        from p2p_tui.store.engines import sqlite_copies

        if not self.owned():
            raise NotOwnedError(
                f"That is for the account that owns {self.path}; it belongs to another"
            )
        self._standing.see_what_is_beside()
        if not self.database.is_closed():
            self.database.close()
        key_file = Path(os.path.realpath(self._key_file)) if self._encrypted else None
        return sqlite_copies.Files(self.path, key_file)


class _Listener:
    def __init__(self, database: Any, ear: Ear) -> None:
        self._database, self._ear = database, ear
        self._seen: int | None = None

    def wait(self, seconds: float) -> bool:
        if self._ear.heard(seconds):
            return True
        try:
            version = int(self._database.pragma("data_version"))
        except peewee.DatabaseError:
            return True
        changed, self._seen = version != self._seen, version
        return changed

    def wake(self) -> None:
        self._ear.wake()

    def close(self) -> None:
        self._ear.close()


def _file_of(path: str) -> Path:
    if not path.startswith("/") or path == "/":
        raise DatabaseUnusableError("The database URL needs a path: sqlcipher:///PATH")
    return Path(os.path.realpath(Path("/" + path.lstrip("/")).expanduser()))
