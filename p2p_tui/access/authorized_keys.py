"""The file by which sshd knows whose key opens what: one line a key, and one key a person."""

import base64
import binascii
import contextlib
import fcntl
import os
import re
import secrets
import shlex
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from p2p_tui.access.ssh_keys import PublicKey
from p2p_tui.domain.errors import DeskError
from p2p_tui.domain.text import is_hostile

USERNAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,63}")
"""Which usernames stand in a forced command: no letter of them is read by a shell or an option."""
RESTRICTIONS = "restrict,pty"
"""Nothing but the command: no forwarding, no agent, no start-up file; a terminal all the same."""
_KEY = re.compile(r"((?:ssh|ecdsa|sk)-[A-Za-z0-9@.-]+)[ \t]+([A-Za-z0-9+/]+=*)(?:[ \t]|$)")
_OPTION = re.compile(r',?([A-Za-z0-9-]+)(?:="((?:\\"|[^"])*)")?')


@dataclass(frozen=True)
class Entry:
    """A line with a key."""

    number: int
    """Which line, from 1."""
    key: PublicKey
    username: str | None
    """Whose session it opens; None: something else, such as a shell of the account."""
    text: str


def command(python: str, username: str, settings: Mapping[str, str]) -> str:
    """What sshd starts for a person: an isolated Python with the session of that person.

    Raises:
        DeskError: a word of it could be read in another way by a shell or by sshd.
    """
    words = [python, "-I", "-m", "p2p_tui", "session", username]
    words += [f"{name}={value}" for name, value in settings.items()]
    for word in words:
        if any(char in "'\"\\" or is_hostile(char) for char in word):
            raise DeskError(f"“{word}” can't stand in a forced command: it has quotes or the like")
    return shlex.join(words)


def line(forced: str, username: str, key: PublicKey) -> str:
    """The line of ``authorized_keys`` that opens a session with a key."""
    return f'{RESTRICTIONS},command="{forced}" {key.words} {username}'


class AuthorizedKeys:
    """One such file. Lines that are not of the desk stay as they are."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def of_account(cls, home: Path) -> "AuthorizedKeys":
        """The file of the account whose home that is."""
        return cls(home / ".ssh" / "authorized_keys")

    def entries(self) -> list[Entry]:
        """Every line with a key that is read.

        Raises:
            DeskError: the file can't be read, or it is somebody else's.
        """
        return list(_entries(self._lines()))

    def check(self, username: str, key: PublicKey) -> None:
        """See that a key can become a person's.

        Raises:
            DeskError: it opens something else already.
        """
        for one in self.entries():
            if one.key == key and one.username != username:
                whose = f"is {one.username}'s" if one.username else "opens something else"
                raise DeskError(
                    f"This key {whose} (line {one.number} of {self.path}): one key a person"
                )

    def put(self, username: str, key: PublicKey, text: str) -> None:
        """Let a person's key open their session, in place of any other of theirs.

        Raises:
            DeskError: the key opens something else already, or the file can't be written.
        """
        with self._locked():
            self.check(username, key)
            self._write([*self._without(username), text])

    def drop(self, username: str) -> None:
        """Take away what lets a person in."""
        with self._locked():
            self._write(self._without(username))

    def keys_of(self, username: str) -> list[Entry]:
        """The lines that open a person's session."""
        return [one for one in self.entries() if one.username == username]

    # -- inside

    def _without(self, username: str) -> list[str]:
        gone = {one.number for one in self.keys_of(username)}
        return [text for number, text in enumerate(self._lines(), 1) if number not in gone]

    def _lines(self) -> list[str]:
        try:
            with os.fdopen(os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
                found = os.fstat(file.fileno())
                if not stat.S_ISREG(found.st_mode) or found.st_uid != os.getuid():
                    raise DeskError(f"{self.path} is not this account's own file")
                # Only what ends a line for sshd: any other would make two lines of one, and wake
                # a key that stood in a comment.
                text = file.read().decode(errors="surrogateescape").removesuffix("\n")
                return text.split("\n") if text else []
        except FileNotFoundError:
            return []
        except OSError as error:
            raise DeskError(f"{self.path} can't be read: {error.strerror}") from None

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the folder while its file changes; make it where there is none."""
        folder = self.path.parent
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                if folder.name == ".ssh" and os.fstat(held).st_uid == os.getuid():
                    os.fchmod(held, 0o700)
                fcntl.flock(held, fcntl.LOCK_EX)
                yield
                os.fsync(held)
            finally:
                os.close(held)
        except OSError as error:
            raise DeskError(f"{self.path} can't be written: {error.strerror}") from None

    def _write(self, lines: list[str]) -> None:
        """Put new lines in the place of the old, in one step."""
        part = self.path.with_name(f".{self.path.name}.{secrets.token_hex(4)}.part")
        try:
            made = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            with os.fdopen(made, "wb") as file:
                file.write("".join(f"{one}\n" for one in lines).encode(errors="surrogateescape"))
                file.flush()
                os.fsync(made)
            part.replace(self.path)
        finally:
            part.unlink(missing_ok=True)


def _entries(lines: list[str]) -> Iterator[Entry]:
    for number, text in enumerate(lines, 1):
        found = _read(text.strip(" \t\r"))
        if found is not None:
            key, forced = found
            yield Entry(number, key, _whose(forced), text)


def _read(text: str) -> tuple[PublicKey, str] | None:
    """The key on a line, whatever its kind, and the command that it starts; None: no key."""
    if not text or text.startswith("#"):
        return None
    forced, at = "", 0
    if not _KEY.match(text):
        while found := _OPTION.match(text, at):
            if found[1].lower() == "command" and found[2] is not None:
                forced = found[2].replace('\\"', '"')
            at = found.end()
    key = _KEY.match(text[at:].lstrip(" \t"))
    if key is None:
        return None
    try:
        return PublicKey(key[1], base64.b64decode(key[2])), forced
    except binascii.Error:
        return None


def _whose(forced: str) -> str | None:
    """The person whose session a command starts; None where it starts something else."""
    try:
        words = shlex.split(forced)
    except ValueError:
        return None
    for program, verb, username in zip(words, words[1:], words[2:], strict=False):
        if verb == "session" and Path(program).name in ("p2p", "p2p_tui"):
            return username
    return None
