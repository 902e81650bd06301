"""Copies of a desk's file: how they are made, looked through, and what is noted beside them."""

import contextlib
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import peewee
from peewee import SqliteDatabase

from p2p_tui import __version__
from p2p_tui.store.contents import Contents, contents
from p2p_tui.store.engines import sqlite_errors
from p2p_tui.store.engines.base import Copy, DatabaseUnusableError
from p2p_tui.store.engines.files import digest, make_private, mark, read_key, sync, unusable

JOURNALS = ("-wal", "-shm", "-journal")
"""What SQLite may keep beside a file, and would read into whichever file has its name."""
PATIENCE_SECONDS = 10.0
"""How long a copy waits for a database that somebody has for themselves."""
_BUSY_MS = 1_000


@dataclass(frozen=True)
class Files:
    """The files of a desk."""

    path: Path
    key_file: Path | None
    """None where the database is not encrypted."""

    def key(self) -> str:
        """The key in force; empty where there is none."""
        return read_key(self.key_file, make=False) if self.key_file else ""

    def beside(self, ending: str) -> Path:
        """A file beside the database whose name goes on with ``ending``."""
        return self.path.with_name(self.path.name + ending)


def backup(files: Files, to: Path) -> Copy:
    """Copy the database into a new file while the desk goes on; see ``Engine.backup``."""
    if not files.path.is_file():
        raise DatabaseUnusableError(f"There is no desk at {files.path} to back up")
    to = Path(os.path.realpath(to.parent)) / to.name
    if to.parent == files.path.parent and to.name in {files.path.name + one for one in JOURNALS}:
        raise DatabaseUnusableError(f"{to} is SQLite's own name beside the desk; use another")
    key, part, note = files.key(), to.with_name(to.name + ".part"), note_of(to)
    with opened(files.path, key) as desk, contextlib.ExitStack() as failed:
        desk.get_tables()  # What is wrong with the desk is not said of the copy.
        failed.enter_context(in_words(to))
        for new in (to, part, note):
            # All three names are taken first; whoever is killed on the way leaves no file under
            # the name of a backup but an empty one.
            _take(new)
            failed.callback(remove, new)
        copy_pages(desk, part, key)
        found = look_into(part, key, to)
        sync(part)
        part.replace(to)
        said = {
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "schema": found.schema,
            "events": found.events,
            "head": found.head,
            "encrypted": bool(key),
            "key": mark(key),
            "sha256": digest(to),
            "program": f"p2p {__version__}",
        }
        note.write_text(json.dumps(said, indent=2) + "\n")
        sync(note)
        sync(to.parent)
        failed.pop_all()
    return Copy(to, mark(key), found.events, found.head, files.key_file)


def note_of(copy: Path) -> Path:
    """Where a copy's note stands: what it is, readable without its key, and no word of anybody."""
    return copy.with_name(copy.name + ".json")


def read_note(copy: Path) -> Mapping[str, Any]:
    """What is noted beside a copy; nothing where there is no such note."""
    try:
        found = json.loads(note_of(copy).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


@contextlib.contextmanager
def opened(path: Path, key: str) -> Iterator[Any]:
    """A database file, as it is, open with one connection."""
    if key:
        from playhouse.sqlcipher_ext import SqlCipherDatabase

        # Quiet first: of a wrong key SQLCipher would speak on stderr.
        pragmas = (("cipher_log_level", "none"), ("busy_timeout", _BUSY_MS))
        found: Any = SqlCipherDatabase(str(path), pragmas=pragmas, passphrase=f"x'{key}'")
    else:
        found = SqliteDatabase(str(path), timeout=_BUSY_MS / 1000)
    try:
        found.connect()
        yield found
    finally:
        found.close()


def fits(path: Path, key: str) -> bool:
    """Say whether a file is a database that this key opens."""
    try:
        with opened(path, key) as database:
            database.get_tables()
    except peewee.DatabaseError as error:
        if "not a database" in str(error):
            return False
        raise
    return True


def copy_pages(source: Any, to: Path, key: str) -> None:
    """Copy an open database, in one step, into an empty file, and encrypt it with ``key``.

    It goes on reading what was there when it began, whatever is written meanwhile.
    """
    with opened(to, key) as copy:
        with peewee.__exception_wrapper__:  # type: ignore[attr-defined]
            source.connection().backup(copy.connection(), progress=_patience())
        copy.pragma("journal_mode", "delete")


def look_into(path: Path, key: str, name: Path | None = None) -> Contents:
    """Check every page of a database, its schema and its whole record.

    Raises:
        DatabaseUnusableError: something does not hold; it calls the file ``name``.
    """
    with in_words(name or path), opened(path, key) as database:
        said = [row[0] for row in database.execute_sql("PRAGMA integrity_check(1)")]
        if key:
            said += [row[0] for row in database.execute_sql("PRAGMA cipher_integrity_check")]
        if said != ["ok"]:
            problem = next(one for one in said if one != "ok").split("\n")[-1]
            raise DatabaseUnusableError(f"{name or path} is damaged: {problem}")
        try:
            return contents(database, sqlite_errors.OfACopy())
        except DatabaseUnusableError as no:
            raise DatabaseUnusableError(f"{name or path} can't be used: {no}") from None


def remove(path: Path) -> None:
    """Remove a database file with all that SQLite keeps beside it."""
    for ending in ("", *JOURNALS):
        path.with_name(path.name + ending).unlink(missing_ok=True)


@contextlib.contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Say what went wrong with a copy in one line that names it."""
    try:
        yield
    except peewee.PeeweeException as error:
        raise DatabaseUnusableError(f"{path} can't be used: {error}") from error
    except OSError as error:
        raise unusable(error, path) from None


def _take(path: Path) -> None:
    try:
        make_private(path, b"")
    except FileExistsError:
        raise DatabaseUnusableError(
            f"{path} is there already, and nothing is written over: name a new file"
        ) from None


def _patience() -> Callable[..., None]:
    """Called after each try: SQLite's own loop would try for ever."""
    until = time.monotonic() + PATIENCE_SECONDS

    def look(_status: int, remaining: int, _total: int) -> None:
        if remaining and time.monotonic() > until:
            raise DatabaseUnusableError("The desk is in use by another process; try again")

    return look
