"""What a passphrase may be, and how long one waits between tries.

Length is what counts: there are no rules of composition, and nobody is ever locked out for good
(NIST SP 800-63B, OWASP ASVS 5.0, 6.2 and 6.3).
"""

import unicodedata
from datetime import datetime, timedelta

from p2p_tui.domain.errors import Mistyped
from p2p_tui.domain.people import Staff

LEAST, MOST = 12, 1_000
"""How many letters it has, at least and at most."""
_FREE = 3
"""After how many tries in vain one has to wait."""
_LONGEST_WAIT = 60
_DIFFERENT = 5
_GUESSED = (
    "peer", "p2p", "desk", "passphrase", "password", "pharmacy", "administrator", "iloveyou",
    "letmein", "welcome", "sunshine", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwerty", "1qaz2wsx",
    "abcdefghijklmnopqrstuvwxyz", "abcdefghijkl", "abcdef", "1234567890", "123456", "0987654321",
)  # fmt: skip
"""What is first guessed at such a desk: a passphrase has more in it than these."""
FIRST_LASTS = timedelta(days=3)
"""How long one that somebody else made is good for."""


def same(typed: str) -> str:
    """The one form of what can be typed in several ways, such as an é; spaces count."""
    return unicodedata.normalize("NFC", typed)


def check(typed: str, person: Staff) -> str:
    """What somebody typed as their new passphrase, in its one form.

    Raises:
        Mistyped: it can't be one; says why.
    """
    found = same(typed)
    if len(found) < LEAST:
        raise Mistyped(f"A passphrase has {LEAST} letters at least: some words are easy", "new")
    if len(found) > MOST:
        raise Mistyped(f"A passphrase has {MOST:,} letters at most", "new")
    plain = "".join(found.casefold().split())
    if len(set(plain)) < _DIFFERENT:
        raise Mistyped("Those are the same few letters again and again: take other words", "new")
    for word in sorted({person.username, *person.name.split(), *_GUESSED}, key=len, reverse=True):
        plain = plain.replace(word.casefold(), "")
    if len(plain) < LEAST // 2:
        raise Mistyped("Your name, or what anybody would guess, is not enough: add words", "new")
    return found


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many tries in vain: none, 1 s, 2 s, 4 s … a minute at most."""
    if tries < _FREE:
        return timedelta()
    return timedelta(seconds=min(2 ** (tries - _FREE), _LONGEST_WAIT))


def tries_in_vain(number: int) -> str:
    """What whoever gave the right one at last is told."""
    tries = "1 try was" if number == 1 else f"{number} tries were"
    return f"{tries} in vain before this one; if that was not you, tell a lead"


def still_to_wait(tries: int, tried_at: datetime | None, now: datetime) -> int:
    """For how many seconds one still has to wait; 0 where one may try."""
    if tried_at is None:
        return 0
    left = (tried_at + wait_after(tries) - now).total_seconds()
    # A clock that was set back makes nobody wait for longer than the wait itself.
    return max(0, -int(-min(left, wait_after(tries).total_seconds()) // 1))
