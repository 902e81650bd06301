"""What a verb writes for somebody to take away: a whole file or none."""

import contextlib
import hashlib
import os
import secrets
import signal
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import FrameType
from typing import IO, BinaryIO

from p2p_tui.cli.main import UsageError

_ENDING = (signal.SIGTERM, signal.SIGHUP)


@contextlib.contextmanager
def new_file(name: str, *, force: bool) -> Iterator[BinaryIO]:
    """A file for its owner alone, there under its name once it is whole, else not at all.

    Raises:
        UsageError: there is one of that name and it is not to be replaced, or none can be made.
    """
    wanted = Path(name)
    try:
        if wanted.is_dir():
            raise UsageError(f"{name} is a folder; name a file in it")
        if wanted.exists() and not force:
            raise _there(name)
        partial = wanted.with_name(f".{wanted.name[:50]}.{secrets.token_hex(4)}.part")
        made = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    except OSError as error:
        raise UsageError(f"{name} can't be written: {error.strerror}") from None
    try:
        with _ended_by_signals(), os.fdopen(made, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _put_in_place(partial, wanted, force=force)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise UsageError(f"{name} can't be written: {error.strerror or error}") from error
    finally:
        partial.unlink(missing_ok=True)


def hashed(pieces: Iterable[bytes], into: IO[bytes]) -> str:
    """Write pieces one after the other; the SHA-256 of them all."""
    digest = hashlib.sha256()
    for piece in pieces:
        into.write(piece)
        digest.update(piece)
    into.flush()
    return digest.hexdigest()


def _put_in_place(partial: Path, wanted: Path, *, force: bool) -> None:
    if force:
        partial.replace(wanted)
        return
    try:
        # A link is refused where somebody made a file of that name meanwhile; a rename is not.
        wanted.hardlink_to(partial)
    except FileExistsError:
        raise _there(str(wanted)) from None
    except OSError:  # no links on this file system
        if wanted.exists():
            raise _there(str(wanted)) from None
        partial.replace(wanted)


def _there(name: str) -> UsageError:
    return UsageError(f"{name} is there already; name another file, or replace it with --force")


@contextlib.contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let who ends the process from outside end it as a person does: half a file is removed."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, _: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = {one: signal.signal(one, end) for one in _ENDING}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
