"""Public keys of SSH as people hand them in: one key on one line, in OpenSSH's form.

What stands in a key is checked here, down to its bytes (RFC 4253 section 6.6, RFC 5656 section 3.1,
RFC 8709 section 4, OpenSSH's PROTOCOL.u2f): a line that sshd could read in another way than the
person who looks at it does not get into anybody's ``authorized_keys``.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from p2p_tui.domain.errors import DeskError
from p2p_tui.domain.text import is_hostile

LONGEST = 16_384
"""How many bytes a key file may have: sixteen times what the longest key needs."""
RSA_BITS = 3072
"""How long an RSA key is at least (NIST SP 800-57: as strong as 128 bits)."""
_POINTS = {"nistp256": 32, "nistp384": 48, "nistp521": 66}
_ED25519_BYTES = 32
_SHAPES: dict[str, tuple[str, ...]] = {
    "ssh-ed25519": ("ed25519",),
    "sk-ssh-ed25519@openssh.com": ("ed25519", "application"),
    "ssh-rsa": ("exponent", "modulus"),
    "sk-ecdsa-sha2-nistp256@openssh.com": ("nistp256", "point", "application"),
    **{f"ecdsa-sha2-{curve}": (curve, "point") for curve in _POINTS},
}
"""The kinds of keys that open a session, and what stands in each behind the kind."""


class BadKey(DeskError):
    """A file does not hold one public key. The message says what it holds and what to do."""


@dataclass(frozen=True)
class PublicKey:
    """One public key, without the options and the comment around it."""

    kind: str
    blob: bytes

    @property
    def words(self) -> str:
        """The key as ``authorized_keys`` has it."""
        return f"{self.kind} {base64.b64encode(self.blob).decode()}"

    @property
    def fingerprint(self) -> str:
        """What ``ssh-keygen -l`` and sshd's log call it."""
        digest = base64.b64encode(hashlib.sha256(self.blob).digest()).decode()
        return f"SHA256:{digest.rstrip('=')}"


def read_file(content: bytes) -> PublicKey:
    """The one key in a file; its comment is left out.

    Raises:
        BadKey: there is none, there is something else, or it is too weak.
    """
    if b"PRIVATE KEY" in content:
        raise BadKey("That is a private key, which stays with its owner: give the file named .pub")
    if len(content) > LONGEST:
        raise BadKey("That is too much for one public key")
    try:
        text = content.decode().strip()
    except UnicodeDecodeError:
        raise BadKey("That is no public key: it is not text") from None
    if not text:
        raise BadKey("There is no public key in it: it is empty")
    if text.startswith("---- BEGIN SSH2"):
        raise BadKey("That is another form of public key: ssh-keygen -i -f FILE makes it OpenSSH's")
    if len(text.splitlines()) > 1:
        raise BadKey("There is more than one line in it: a file with one public key")
    if any(is_hostile(char) for char in text if char != "\t"):
        raise BadKey("There are characters in it that no public key and no comment has")
    return _read(text)


def _read(text: str) -> PublicKey:
    kind, *rest = text.split()
    if "-cert-v01@" in kind:
        raise BadKey("That is a certificate: give the public key that it was made for")
    if kind not in _SHAPES:
        raise BadKey(
            "It does not begin with a key that is taken (ssh-ed25519, ecdsa-sha2-…, ssh-rsa, sk-…),"
            " without options before it"
        )
    try:
        key = PublicKey(kind, base64.b64decode("".join(rest[:1]), validate=True))
    except (binascii.Error, ValueError):
        key = PublicKey(kind, b"")
    _check(kind, key.blob if key.words.split()[1:] == rest[:1] else b"")
    return key


def _check(kind: str, blob: bytes) -> None:
    parts = _parts(blob)
    shape = _SHAPES[kind]
    if len(parts) != 1 + len(shape) or parts[0] != kind.encode():
        raise BadKey(f"The key after {kind} is damaged: copy the whole file again")
    for name, part in zip(shape, parts[1:], strict=True):
        if not _fits(name, part, shape):
            raise BadKey(f"The key after {kind} is damaged: copy the whole file again")
    if kind == "ssh-rsa" and (bits := int.from_bytes(parts[2]).bit_length()) < RSA_BITS:
        raise BadKey(
            f"An RSA key of {bits} bits is too weak: ssh-keygen -t ed25519 makes a new one"
        )


def _fits(name: str, part: bytes, shape: tuple[str, ...]) -> bool:
    match name:
        case "ed25519":
            return len(part) == _ED25519_BYTES
        case "point":
            return part[:1] == b"\x04" and len(part) == 1 + 2 * _POINTS[shape[0]]
        case "application":
            return part.startswith(b"ssh:")
        case "exponent" | "modulus":
            # A number of the wire: without a sign, and without zeros that it does not need.
            number = int.from_bytes(part)
            return number % 2 == 1 and number > 2 and part == _number(number)
        case _:
            return part == name.encode()


def _number(number: int) -> bytes:
    return number.to_bytes(number.bit_length() // 8 + 1)


def _parts(blob: bytes) -> list[bytes]:
    """What stands in a blob, each part behind its length; nothing where one is cut short."""
    parts = []
    while blob:
        length = int.from_bytes(blob[:4])
        part, blob = blob[4 : 4 + length], blob[4 + length :]
        if len(part) < length:
            return []
        parts.append(part)
    return parts
