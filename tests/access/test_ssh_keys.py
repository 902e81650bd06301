"""What a file with a public key may hold."""

import re

import pytest

from p2p_tui.access.ssh_keys import BadKey, read_file
from tests.keys import ECDSA, ECDSA_PRINT, ED25519, ED25519_PRINT, key, rsa

POINT = b"\x04" + b"p" * 64


@pytest.mark.parametrize(
    ("text", "fingerprint"),
    [(f"{ED25519} ana@laptop\n", ED25519_PRINT), (ECDSA, ECDSA_PRINT)],
    ids=["ed25519", "ecdsa"],
)
def test_a_key_is_known_by_the_fingerprint_that_ssh_keygen_gives_it(
    text: str, fingerprint: str
) -> None:
    found = read_file(text.encode())
    assert found.fingerprint == fingerprint
    assert found.words == " ".join(text.split()[:2])


@pytest.mark.parametrize(
    "text",
    [
        rsa(3072),
        rsa(4096),
        key("ecdsa-sha2-nistp256", b"nistp256", POINT),
        key("ecdsa-sha2-nistp521", b"nistp521", b"\x04" + b"p" * 132),
        key("sk-ssh-ed25519@openssh.com", b"k" * 32, b"ssh:"),
        key("sk-ecdsa-sha2-nistp256@openssh.com", b"nistp256", POINT, b"ssh:desk"),
        f"  {ED25519}\tAna Ruíz, PharmD \r\n\n",
    ],
)
def test_keys_of_each_kind_are_taken(text: str) -> None:
    assert read_file(text.encode()).words == " ".join(text.split()[:2])


PRIVATE = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "it is empty"),
        (b" \n \n", "it is empty"),
        (b"\xff\xfe\x00", "it is not text"),
        (PRIVATE, "a private key, which stays with its owner"),
        ("---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n", "ssh-keygen -i -f FILE"),
        (f"{ED25519}\n{ECDSA}\n", "more than one line"),
        (f"# mine\n{ED25519}\n", "more than one line"),
        (f"{ED25519} a\x85{ECDSA}", "more than one line"),
        (f"{ED25519} a\u2028{ECDSA}", "more than one line"),
        (f"{ED25519} a\x00b", "characters in it that no public key"),
        (f"{ED25519} \x1b]52;c;aGk=\x07", "characters in it that no public key"),
        (f"{ED25519} \u202emoc.live", "characters in it that no public key"),
        (f'command="/bin/sh" {ED25519}', "without options before it"),
        (f"pty,{ED25519}", "without options before it"),
        (f"cert-authority {ED25519}", "without options before it"),
        (key("ssh-dss", b"p", b"q", b"g", b"y"), "does not begin with a key that is taken"),
        (ED25519.split()[1], "does not begin with a key that is taken"),
        (ED25519.replace("ssh-ed25519", "ssh-ed25519-cert-v01@openssh.com"), "a certificate"),
        ("ssh-ed25519", "is damaged"),
        (ED25519[:-4], "is damaged"),
        (f"{ED25519}====", "is damaged"),
        (ED25519.replace("Iu", "I*"), "is damaged"),
        (ED25519.replace("ssh-ed25519", "ssh-rsa"), "is damaged"),
        (ECDSA.replace("nistp384", "nistp256"), "is damaged"),
        (key("ssh-ed25519", b"k" * 31), "is damaged"),
        (key("ssh-ed25519", b"k" * 32, b"more"), "is damaged"),
        (key("ecdsa-sha2-nistp256", b"nistp256", b"\x02" + b"p" * 32), "is damaged"),
        (key("sk-ssh-ed25519@openssh.com", b"k" * 32, b"web:x"), "is damaged"),
        (key("ssh-rsa", b"\x01", b"\x00" + b"\xff" * 512), "is damaged"),
        (key("ssh-rsa", b"\x03", b"\xff" * 512), "is damaged"),
        (rsa(2048), "RSA key of 2048 bits is too weak: ssh-keygen -t ed25519"),
        (rsa(3071), "RSA key of 3071 bits is too weak"),
        ("x" * 20_000, "too much for one public key"),
    ],
)  # fmt: skip
def test_anything_else_is_told_in_one_line_that_is_safe_to_show(
    content: str | bytes, says: str
) -> None:
    data = content.encode() if isinstance(content, str) else content
    with pytest.raises(BadKey, match=re.escape(says)) as caught:
        read_file(data)
    assert str(caught.value).isprintable()
