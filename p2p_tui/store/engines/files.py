"""Files for this account alone: the database, its key, and what is made of them."""

import hashlib
import os
import re
import secrets
from pathlib import Path

from p2p_tui.store.engines.base import DatabaseUnusableError

_KEY = re.compile(r"[0-9a-f]{64}")


def unusable(error: OSError, path: Path) -> DatabaseUnusableError:
    """What the operating system says of a file, in words that name it."""
    return DatabaseUnusableError(f"{error.filename or path} can't be used: {error.strerror}")


def make_private(path: Path, content: bytes) -> None:
    """Make a new file that only this account can use; one that is there is left alone.

    Raises:
        FileExistsError: something stands there already, be it a link to nothing.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def put_private(path: Path, content: bytes) -> None:
    """Put a whole file in place in one step: after a crash it is there or not, never in part."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    make_private(part, content)
    part.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """See a file, or the names in a folder, safely on the disk."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest(path: Path) -> str:
    """The SHA-256 of a file. Not of a database that this process has open: its locks would go."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def new_key() -> str:
    """A key that nobody can guess."""
    return secrets.token_hex(32)


def mark(key: str) -> str:
    """A short mark by which a key is told from others; it does not give the key away."""
    return hashlib.sha256(key.encode()).hexdigest()[:12] if key else ""


def read_key(path: Path, *, make: bool) -> str:
    """The key in a file; ``make`` puts a new one there where there is none.

    Raises:
        DatabaseUnusableError: it is missing, others can read it, or it holds no key.
    """
    if make and not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_private(path, new_key().encode() + b"\n")
    try:
        found = path.stat()
    except FileNotFoundError:
        raise DatabaseUnusableError(
            f"The key file {path} is missing; without it the desk can't be opened: put it back"
        ) from None
    if found.st_mode & 0o077:
        raise DatabaseUnusableError(f"Others can read {path}; run: chmod 600 {path}")
    key = path.read_text(encoding="ascii", errors="replace").strip()
    if not _KEY.fullmatch(key):
        raise DatabaseUnusableError(f"{path} holds no key: 64 hexadecimal digits are expected")
    return key
