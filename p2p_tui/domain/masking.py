"""A password in a database URL, which must not be shown anywhere."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

HIDDEN = "•••"
_PARAMETER = re.compile(r"password\s*=\s*('[^']*'|[^&\s#]*)", re.IGNORECASE)
_MISPLACED = re.compile(r"[/?#@\s]")


@dataclass(frozen=True)
class Masked:
    """What of a database URL is secret."""

    passwords: tuple[str, ...]
    readable: bool = True
    """False where a password has characters that end it early: pieces of it pass for a host."""

    def hide(self, text: str) -> str:
        """The text without the passwords, as they stand in the URL or as they are meant."""
        every = {one for found in self.passwords for one in (found, unquote(found)) if one}
        for one in sorted(every, key=len, reverse=True):
            text = text.replace(one, HIDDEN)
        return text


def secrets_in(url: str) -> Masked:
    """The passwords in a database URL, well-formed or not."""
    found = [one.strip("'") for one in _PARAMETER.findall(url)]
    rest = url.partition("://")[2]
    before, at, _ = rest.partition("?")[0].rpartition("@")
    user, colon, password = before.partition(":")
    if not at and "@" in rest and _ends_in_no_port(rest):
        user, colon, password = rest.rpartition("@")[0].partition(":")
    if not colon or "/" in user:
        return Masked(tuple(one for one in found if one))
    return Masked(tuple(one for one in (*found, password) if one), not _MISPLACED.search(password))


def _ends_in_no_port(rest: str) -> bool:
    """Whether what stands where a port would, before a ``?``, is none: a password with a ``?``."""
    _, colon, after = re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition(":")
    return bool(colon) and not after.isdigit() and "]" not in after
