"""Digests of passphrases: argon2id, with what RFC 9106 recommends where memory is limited.

The library is imported when a passphrase is first asked for.
"""

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

_CONSONANTS, _VOWELS = "bdfghklmnprstvz", "aeiou"
_WORDS, _SYLLABLES = 6, 2


class Digests:
    """Makes digests of passphrases, and says which passphrase fits one."""

    def __init__(self, *, light: bool = False) -> None:
        """``light`` costs next to nothing: for desks of made-up people."""
        self._light = light
        self._made: PasswordHasher | None = None

    def of(self, passphrase: str) -> str:
        """The digest of a passphrase, with a salt of its own and what it cost."""
        return self._hasher.hash(passphrase)

    def fits(self, digest: str, passphrase: str) -> bool:
        """Say whether it is the passphrase of the digest; a broken digest fits none."""
        from argon2.exceptions import InvalidHashError, VerificationError

        try:
            return self._hasher.verify(digest, passphrase)
        except (VerificationError, InvalidHashError):
            return False

    def is_weak(self, digest: str) -> bool:
        """Say whether it was made at another cost than today's."""
        return self._hasher.check_needs_rehash(digest)

    def waste_time(self, passphrase: str) -> None:
        """Take as long as for a passphrase that is known: so nobody learns whether one is."""
        self.of(passphrase)

    @property
    def _hasher(self) -> "PasswordHasher":
        if self._made is None:
            from argon2 import PasswordHasher

            if self._light:
                self._made = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
            else:
                self._made = PasswordHasher()
        return self._made


def made_up() -> str:
    """A passphrase that nobody could guess and everybody can say on the phone (74 bits)."""

    def syllable() -> str:
        return secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS)

    return " ".join("".join(syllable() for _ in range(_SYLLABLES)) for _ in range(_WORDS))
