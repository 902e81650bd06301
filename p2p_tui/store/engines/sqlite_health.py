"""How a desk in a file is: what ``p2p doctor`` says of the file, its key and the disk.

Everything that can be seen from outside is looked at before the file is opened: opening it mends
modes, and needs the key.
"""

import hashlib
import os
import pwd
import re
import shlex
import shutil
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import peewee

from p2p_tui.store.engines.base import Finding, Health

SOUND = (3, 51, 3)
"""The first SQLite in which a WAL that is reset at the wrong moment does not damage the file."""
FULL, NEARLY_FULL = 100_000_000, 1_000_000_000
"""Bytes free on the disk below which it is bad, and below which it is said."""
MOUNTS = Path("/proc/self/mountinfo")
_KEY = re.compile(r"[0-9a-f]{64}")
_OVER_THE_NETWORK = re.compile(
    r"nfs\d?|cifs|smb\w*|afs|ceph|lustre|9p|fuse\.(sshfs|glusterfs|s3fs|rclone)|beegfs|glusterfs"
)


@dataclass(frozen=True)
class Place:
    """Where a desk's files are."""

    path: Path
    key_file: Path | None
    """None where the file is plain."""
    bells: Path

    @property
    def files(self) -> Sequence[Path]:
        """The files that there are, the database first."""
        around = (self.path.with_name(self.path.name + end) for end in ("-wal", "-shm", ".lock"))
        return [one for one in (self.path, *around) if one.exists()]


def mark(key: str) -> str:
    """What tells one key from another and gives neither away."""
    return hashlib.sha256(key.encode()).hexdigest()[:12]


def outside(place: Place) -> Iterator[Finding]:
    """What can be seen without opening the file; nothing is made and nothing changed."""
    if place.key_file is None:
        yield Finding(
            "encryption", Health.WARNING, "none: who can read the file can read every patient's",
            "keep the desk in an encrypted file: P2P_DATABASE_URL=sqlcipher:///PATH",
        )  # fmt: skip
    if not place.path.parent.is_dir():
        return
    yield _folder(place)
    yield from _files(place)
    if place.key_file is not None:
        yield _key(place.key_file, place.path)
    if place.bells.is_dir() and place.bells != place.path:
        yield from _bells(place.bells)
    yield _disk(place.path.parent)
    kind = file_system(place.path)
    if kind:
        yield _file_system(kind)


def inside(database: Any, place: Place) -> Iterator[Finding]:
    """What the open file says of itself."""
    version = str(database.execute_sql("SELECT sqlite_version()").fetchone()[0])
    cipher = database.pragma("cipher_version") if place.key_file else None
    old = tuple(int(part) for part in version.split(".")) < SOUND
    name = f"SQLCipher {cipher}, SQLite {version}" if cipher else f"SQLite {version}"
    yield Finding(
        "engine",
        Health.WARNING if old else Health.GOOD,
        f"{name}, a file: {place.path}" + (_UNSOUND if old else ""),
        ("pip install --upgrade sqlcipher3" if cipher else _OWN_SQLITE) if old else "",
    )
    yield _check(database, place.path)


_UNSOUND = "; before 3.51.3 a WAL that is reset at the wrong moment can damage the file"
_OWN_SQLITE = "use sqlcipher:///PATH, which brings a newer SQLite, or a newer Python"


def file_system(path: Path) -> str:
    """The kind of file system that a file is on; empty where the host does not say."""
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    found, kind = "", ""
    for line in lines:
        before, _, after = line.partition(" - ")
        fields = before.split()
        if len(fields) < 5 or not after:
            continue
        point = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), fields[4])
        if path.is_relative_to(point) and len(point) >= len(found):
            found, kind = point, after.split()[0]
    return kind


def _folder(place: Place) -> Finding:
    folder = place.path.parent
    found = folder.stat()
    mine = found.st_uid == os.getuid()
    of_the_file = place.path.exists() and found.st_uid == place.path.stat().st_uid
    if not os.access(folder, os.W_OK | os.X_OK):
        return Finding(
            "folder", Health.BAD, f"{folder} can't be written to by {_me()}: nothing can be saved",
            f"sudo -u {_name(found.st_uid)} p2p doctor, or: chmod u+rwx {_quoted(folder)}",
        )  # fmt: skip
    if not mine and not of_the_file:
        return Finding(
            "folder", Health.WARNING, f"{folder} belongs to {_name(found.st_uid)}",
            "move the desk into a folder of its own (mkdir -m 700 FOLDER) while nobody is at it",
        )  # fmt: skip
    mode = stat.S_IMODE(found.st_mode)
    if mode & 0o077:
        can = "put other files in the desk's place" if mode & 0o022 else "see what is in it"
        return Finding(
            "folder", Health.BAD if mode & 0o022 else Health.WARNING,
            f"{folder} has mode {mode:04o}: others can {can}", f"chmod 700 {_quoted(folder)}",
        )  # fmt: skip
    return Finding("folder", Health.GOOD, f"{folder} is for {_name(found.st_uid)} alone")


def _files(place: Place) -> Iterator[Finding]:
    troubled = False
    for path in place.files:
        try:
            found = path.stat()
        except OSError:
            continue  # A session that ends takes its -wal and -shm away.
        for trouble in (_owner("file", path, found), _mode(path, found, place.key_file is None)):
            if trouble:
                troubled = True
                yield trouble
        if path == place.path and found.st_nlink > 1:
            troubled = True
            yield Finding(
                "file", Health.WARNING,
                f"{path} has {found.st_nlink} names (hard links): sessions that open it by"
                " different names damage it",
                f"find / -xdev -samefile {_quoted(path)}, and remove the other names",
            )  # fmt: skip
    if place.files and not troubled:
        yield Finding(
            "file", Health.GOOD,
            f"{place.path} is for {_name(place.path.stat().st_uid)} alone, and what stands by it",
        )  # fmt: skip


def _owner(what: str, path: Path, found: os.stat_result) -> Finding | None:
    if found.st_uid == os.getuid():
        return None
    owner = _name(found.st_uid)
    return Finding(
        what, Health.BAD, f"{path} belongs to {owner} and you are {_me()}: what one of you makes"
        " locks the other out",
        f"sudo -u {owner} p2p doctor; where it should be yours: chown {_me()} {_quoted(path)}",
    )  # fmt: skip


def _mode(path: Path, found: os.stat_result, plain: bool) -> Finding | None:
    mode = stat.S_IMODE(found.st_mode)
    if mode & 0o077:
        can = "write to it" if mode & 0o022 else "read it"
        bad = plain or mode & 0o022
        return Finding(
            "file", Health.BAD if bad else Health.WARNING,
            f"{path} has mode {mode:04o}: others can {can}", f"chmod 600 {_quoted(path)}",
        )  # fmt: skip
    if mode & 0o600 != 0o600:
        return Finding(
            "file", Health.BAD, f"{path} has mode {mode:04o}: its owner can't write to it",
            f"chmod 600 {_quoted(path)}",
        )  # fmt: skip
    return None


def _key(path: Path, database: Path) -> Finding:
    quoted = _quoted(path)
    try:
        found = path.stat()
    except FileNotFoundError:
        if not database.exists():
            return Finding("key", Health.GOOD, "none yet; it is made with the desk")
        return Finding(
            "key", Health.BAD, f"{path} is missing, and the desk can't be opened without it",
            f"put the second copy of it back, and: chmod 600 {quoted}",
        )  # fmt: skip
    except OSError as error:
        return Finding(
            "key", Health.BAD, f"{path} can't be read: {error.strerror}", f"ls -l {quoted}"
        )
    mode = stat.S_IMODE(found.st_mode)
    if mode & 0o077:
        return Finding(
            "key", Health.BAD, f"{path} has mode {mode:04o}: it is not for its owner alone",
            f"chmod 600 {quoted}; if others may have read it: p2p rekey",
        )  # fmt: skip
    trouble = _owner("key", path, found)
    if trouble:
        return trouble
    try:
        key = path.read_text(encoding="ascii", errors="replace").strip()
    except OSError as error:
        return Finding(
            "key", Health.BAD, f"{path} can't be read: {error.strerror}", f"chmod 600 {quoted}"
        )
    if not _KEY.fullmatch(key):
        return Finding(
            "key", Health.BAD, f"{path} holds no key: 64 hexadecimal digits are expected",
            f"put the second copy of it back, and: chmod 600 {quoted}",
        )  # fmt: skip
    return Finding(
        "key", Health.GOOD,
        f"{path}, mark {mark(key)}: keep a second copy elsewhere, without it nothing can be read",
    )  # fmt: skip


def _bells(folder: Path) -> Iterator[Finding]:
    found = folder.lstat()
    mode = stat.S_IMODE(found.st_mode)
    trouble = _owner("bells", folder, found)
    if trouble:
        yield trouble
    elif mode & 0o077:
        yield Finding(
            "bells", Health.WARNING, f"{folder} has mode {mode:04o}: others can ring or see who is"
            " here", f"chmod 700 {_quoted(folder)}",
        )  # fmt: skip


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    says = f"{free / 1e9:.1f} GB free" if free >= 1e9 else f"{free / 1e6:.0f} MB free"
    if free >= NEARLY_FULL:
        return Finding("disk", Health.GOOD, f"{says} at {folder}")
    health = Health.BAD if free < FULL else Health.WARNING
    return Finding(
        "disk", health, f"{says} at {folder}: on a full disk nothing is saved",
        f"make room; this shows what takes it: du -xh {_quoted(folder)} | sort -h | tail",
    )  # fmt: skip


def _file_system(kind: str) -> Finding:
    if _OVER_THE_NETWORK.fullmatch(kind):
        return Finding(
            "file system", Health.BAD,
            f"{kind} is a network's: two hosts that write at once damage the file",
            "move the desk to a local disk, or to PostgreSQL for several hosts",
        )  # fmt: skip
    return Finding("file system", Health.GOOD, f"{kind}, of this host")


def _check(database: Any, path: Path) -> Finding:
    try:
        said = str(database.execute_sql("PRAGMA quick_check(1)").fetchone()[0])
    except peewee.PeeweeException as error:
        said = str(error)
    if said == "ok":
        return Finding("pages", Health.GOOD, "every page of the file holds")
    return Finding(
        "pages", Health.BAD, f"{path} is damaged: {said}",
        "copy it and its -wal aside as they are, then: p2p restore BACKUP",
    )  # fmt: skip


def _quoted(path: Path) -> str:
    return shlex.quote(str(path))


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _me() -> str:
    return _name(os.getuid())
