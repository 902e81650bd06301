"""Another file in the desk's place: a backup, or the same desk with a new key.

Whoever comes here holds the lock under which a desk is opened. The new file is made and looked
through beside the old one; then one rename puts it in place, so that at every moment either the
old desk stands there or the new one.
"""

import contextlib
import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import peewee

from p2p_tui.store.contents import contents
from p2p_tui.store.engines import sqlite_errors
from p2p_tui.store.engines.base import DatabaseUnusableError
from p2p_tui.store.engines.files import (
    digest,
    make_private,
    mark,
    new_key,
    put_private,
    read_key,
    sync,
)
from p2p_tui.store.engines.sqlite_copies import (
    JOURNALS,
    Files,
    copy_pages,
    fits,
    in_words,
    look_into,
    opened,
    read_note,
    remove,
)

NEW_KEY = ".new"
"""How the name of a key ends that is not in force yet."""
_ALONE_SECONDS = 2.0
"""How long somebody who only passes through is waited for."""
_LOCK_BYTES = (0x40000000, 512)
"""Where in a file SQLite locks: who has it open holds a part of this."""
_PLAIN = b"SQLite format 3\0"

Sessions = Callable[[], int]
"""How many sessions listen at the desk."""


def restore(files: Files, backup: Path, sessions: Sessions) -> Path | None:
    """Put a copy in the desk's place; see ``Engine.restore``."""
    backup = Path(os.path.realpath(backup))
    with in_words(backup):
        if not backup.is_file():
            raise DatabaseUnusableError(f"There is no backup {backup}")
        if files.path.exists() and backup.samefile(files.path):
            raise DatabaseUnusableError(f"{backup} is the desk itself")
    key, staged = files.key(), files.beside(".restoring")
    remove(staged)
    try:
        with in_words(backup):
            _bring(backup, staged)
            _turn_to(key, staged, files, backup)
            look_into(staged, key, backup)
            sync(staged)
        with _alone(files.path, key, sessions):
            return _swap(files, staged)
    finally:
        remove(staged)


def rekey(files: Files, sessions: Sessions) -> Path:
    """Encrypt the desk with a new key; see ``Engine.rekey``.

    The file and its key can't be swapped in one step. The new key stands beside the one in force
    until the file is in place; whoever is interrupted between finds it there and goes on.
    """
    assert files.key_file is not None
    key = files.key()
    pending = files.key_file.with_name(files.key_file.name + NEW_KEY)
    if not files.path.is_file():
        raise DatabaseUnusableError(f"There is no desk at {files.path}")
    with in_words(files.path):
        if fits(files.path, key):
            left = _left_over(files)
            if left is not None and not pending.exists():
                left.unlink()
                return _kept_key(files.key_file, left.name.rpartition("-")[2])
            _turn_desk(files, key, pending, sessions)
        elif pending.exists() and fits(files.path, read_key(pending, make=False)):
            _put_in_force(pending, files.key_file)
        else:
            raise DatabaseUnusableError(
                f"{files.path} can't be opened with the key in {files.key_file}"
            )
        look_into(files.path, files.key())
        left = _left_over(files)
        if left is not None:
            left.unlink()
    return _kept_key(files.key_file, mark(key))


def _turn_desk(files: Files, key: str, pending: Path, sessions: Sessions) -> None:
    """Put a copy that the pending key opens in the desk's place, and at once that key in force.

    The old key is kept before that, and the old file until the new one was looked through there.
    """
    assert files.key_file is not None
    new = _pending_key(pending)
    staged, before = files.beside(".rekeying"), files.beside(f".before-rekey-{mark(key)}")
    remove(staged)
    try:
        with _alone(files.path, key, sessions) as desk:
            make_private(staged, b"")
            copy_pages(desk, staged, new)
            if look_into(staged, new) != contents(desk, sqlite_errors.OfACopy()):
                raise DatabaseUnusableError(
                    f"{staged} is not what was copied; the desk is as it was"
                )
            sync(staged)
            put_private(_kept_key(files.key_file, mark(key)), key.encode() + b"\n")
            before.unlink(missing_ok=True)
            before.hardlink_to(files.path)
            staged.replace(files.path)
            sync(files.path.parent)
            _put_in_force(pending, files.key_file)
    finally:
        remove(staged)


@contextlib.contextmanager
def _alone(path: Path, key: str, sessions: Sessions) -> Iterator[Any]:
    """Hold the desk's file while nobody else has it open; its connection, if it can be read.

    All that was written stands in the file itself then, with no journal beside it. Who had opened
    it before and comes back later can't write into it: SQLite sees that it was moved.

    Raises:
        DatabaseUnusableError: somebody has it open.
    """
    with contextlib.ExitStack() as held:
        desk: Any = None
        if path.exists():
            try:
                desk = held.enter_context(opened(path, key))
                _lock(desk, path, sessions)
            except peewee.DatabaseError as error:
                if not any(said in str(error) for said in ("not a database", "malformed")):
                    raise DatabaseUnusableError(f"{path} can't be used: {error}") from error
                held.close()
                desk = None
                held.enter_context(_locked_unread(path, sessions))
        yield desk


def _lock(desk: Any, path: Path, sessions: Sessions) -> None:
    """Leave WAL mode, which SQLite allows to the last connection only, and keep others out."""
    until = time.monotonic() + _ALONE_SECONDS
    while True:
        try:
            if desk.pragma("journal_mode", "delete") == "delete":
                desk.pragma("locking_mode", "exclusive")
                # Not held as a transaction: the file is still to be copied from.
                desk.execute_sql("BEGIN EXCLUSIVE")
                desk.execute_sql("COMMIT")
                return
        except peewee.OperationalError as error:
            if "locked" not in str(error):
                raise
        if time.monotonic() > until:
            raise _in_use(sessions)
        time.sleep(0.1)


@contextlib.contextmanager
def _locked_unread(path: Path, sessions: Sessions) -> Iterator[None]:
    """The same for a file that SQLite can't read: its lock without SQLite."""
    handle = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        start, length = _LOCK_BYTES
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, length, start)
        except OSError:
            raise _in_use(sessions) from None
        yield
    finally:
        os.close(handle)


def _in_use(sessions: Sessions) -> DatabaseUnusableError:
    many = sessions()
    who = f"Sessions are open at this desk ({many})" if many else "Somebody is at this desk"
    return DatabaseUnusableError(
        f"{who}: ask them to leave, what they typed is kept; then run it again"
    )


def _bring(backup: Path, staged: Path) -> None:
    """Copy a backup beside the desk; with its journals, if somebody copied a desk by hand."""
    for ending in ("", "-wal", "-journal"):
        source = backup.with_name(backup.name + ending)
        if source.exists():
            target = staged.with_name(staged.name + ending)
            make_private(target, b"")
            shutil.copyfile(source, target)
    noted = read_note(backup).get("sha256")
    if noted is not None and noted != digest(staged):
        raise DatabaseUnusableError(
            f"{backup} is not as it was when it was made: {backup.name}.json says so; use another"
            " backup, or take that note away to use this one all the same"
        )


def _turn_to(key: str, staged: Path, files: Files, backup: Path) -> None:
    """Give the copy the key in force, where it is another of the desk's keys that opens it."""
    if not staged.stat().st_size:
        raise DatabaseUnusableError(f"{backup} is empty")
    if not key and not fits(staged, ""):
        raise DatabaseUnusableError(f"{backup} is not a plain SQLite file, as the desk is")
    opening = next((one for one in (key, *_other_keys(files)) if fits(staged, one)), None)
    if opening is None:
        raise DatabaseUnusableError(_no_key(key, staged, files, backup, read_note(backup)))
    with opened(staged, opening) as copy:
        copy.pragma("journal_mode", "delete")
        if opening != key:
            copy.execute_sql(f"PRAGMA rekey = \"x'{key}'\"")


def _other_keys(files: Files) -> Iterator[str]:
    """The desk's keys that are not in force: those before, and one that is to come."""
    if files.key_file is None:
        return
    for path in sorted(files.key_file.parent.glob(f"{files.key_file.name}.*")):
        with contextlib.suppress(DatabaseUnusableError, OSError):
            yield read_key(path, make=False)


def _no_key(
    key: str, staged: Path, files: Files, backup: Path, note: Mapping[str, Any]
) -> str:  # fmt: skip
    with staged.open("rb") as file:
        if file.read(len(_PLAIN)) == _PLAIN:
            return f"{backup} is a plain SQLite file, and the desk is encrypted"
    said = f"{backup} can't be opened with the key {mark(key)} in {files.key_file}"
    if note.get("key"):
        return f"{said}: it wants the key {note['key']}, as {backup.name}.json says"
    return f"{said}: it is no copy of a desk, or one with another key"


def _swap(files: Files, staged: Path) -> Path | None:
    """Put the new file in place and keep the old one, with what SQLite left beside it."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    there = files.path.exists()
    kept = _free(files.beside(f".before-restore-{stamp}"))
    if there:
        _forget_second_names(files.path)
        kept.hardlink_to(files.path)
    for ending in JOURNALS:
        # Left where it is, SQLite would read it into the new file.
        if (journal := files.beside(ending)).exists():
            journal.replace(kept.with_name(kept.name + ending))
    staged.replace(files.path)
    sync(files.path.parent)
    return kept if there else None


def _forget_second_names(path: Path) -> None:
    """An interrupted swap may have left the desk a second name."""
    for other in path.parent.glob(f"{path.name}.before-*"):
        if other.samefile(path):
            other.unlink()


def _free(path: Path) -> Path:
    found, number = path, 1
    while os.path.lexists(found):
        number += 1
        found = path.with_name(f"{path.name}-{number}")
    return found


def _left_over(files: Files) -> Path | None:
    """The desk under its old key, where it was replaced and not yet removed."""
    for found in files.path.parent.glob(f"{files.path.name}.before-rekey-*"):
        if not found.samefile(files.path):
            return found
    return None


def _kept_key(key_file: Path, key_mark: str) -> Path:
    return key_file.with_name(f"{key_file.name}.{key_mark}")


def _put_in_force(pending: Path, key_file: Path) -> None:
    pending.replace(key_file)
    sync(key_file.parent)


def _pending_key(path: Path) -> str:
    """The key that is to come: the one that an interrupted change left, or a new one."""
    if not path.exists():
        put_private(path, new_key().encode() + b"\n")
    return read_key(path, make=False)
