"""The file by which sshd knows whose key opens what."""

import shlex
import threading
from pathlib import Path

import pytest

from p2p_tui.access.authorized_keys import AuthorizedKeys, command, line
from p2p_tui.access.ssh_keys import PublicKey, read_file
from p2p_tui.domain.errors import DeskError
from tests.keys import ECDSA, ED25519, key

ANAS, TINAS = read_file(ED25519.encode()), read_file(ECDSA.encode())
NEW = read_file(key("ssh-ed25519", b"n" * 32).encode())
FORCED = "/opt/p2p/bin/python -I -m p2p_tui session"


def of(username: str, one: PublicKey) -> str:
    return line(f"{FORCED} {username}", username, one)


@pytest.fixture
def keys(tmp_path: Path) -> AuthorizedKeys:
    return AuthorizedKeys.of_account(tmp_path)


def test_the_line_says_all_that_a_key_may(keys: AuthorizedKeys) -> None:
    assert of("ana", ANAS) == (
        f'restrict,pty,command="/opt/p2p/bin/python -I -m p2p_tui session ana" {ED25519} ana'
    )


def test_a_file_is_made_for_its_owner_alone(keys: AuthorizedKeys) -> None:
    keys.put("ana", ANAS, of("ana", ANAS))
    assert keys.path.read_text() == f"{of('ana', ANAS)}\n"
    assert keys.path.stat().st_mode & 0o777 == 0o600
    assert keys.path.parent.stat().st_mode & 0o777 == 0o700
    assert [one.name for one in keys.path.parent.iterdir()] == ["authorized_keys"]
    keys.path.chmod(0o644)
    keys.path.parent.chmod(0o755)
    keys.put("ana", ANAS, of("ana", ANAS))
    assert keys.path.read_text() == f"{of('ana', ANAS)}\n"
    assert keys.path.stat().st_mode & 0o777 == 0o600
    assert keys.path.parent.stat().st_mode & 0o777 == 0o700


def test_one_key_a_person_and_one_person_a_key(keys: AuthorizedKeys) -> None:
    for who, one in (("ana", ANAS), ("tina", TINAS), ("ana", NEW)):
        keys.put(who, one, of(who, one))
    assert [(one.username, one.key) for one in keys.entries()] == [("tina", TINAS), ("ana", NEW)]
    with pytest.raises(DeskError, match="This key is tina's"):
        keys.put("ben", TINAS, of("ben", TINAS))
    keys.drop("tina")
    assert keys.path.read_text() == f"{of('ana', NEW)}\n"


OTHERS = f"""\
# the admin's own

{ECDSA} admin@laptop \udcff
not a key at all
# a comment \x0c{ED25519} of somebody who went \u2028{ED25519}\r
from="10.0.0.0/8",command="echo \\"hi, there\\"" {key("ssh-dss", b"p", b"q", b"g", b"y")} old
command="P2P_CONFIG=/etc/p2p.toml /usr/local/bin/p2p session ben" {key("ssh-rsa", b"e", b"n")} b
"""


def test_lines_of_others_stay_as_they_are(keys: AuthorizedKeys) -> None:
    keys.path.parent.mkdir()
    before = OTHERS.encode(errors="surrogateescape")
    keys.path.write_bytes(before)
    assert [(one.number, one.key.kind, one.username) for one in keys.entries()] == [
        (3, "ecdsa-sha2-nistp384", None), (6, "ssh-dss", None), (7, "ssh-rsa", "ben"),
    ]  # fmt: skip
    with pytest.raises(DeskError, match="opens something else"):
        keys.check("tina", TINAS)
    keys.put("ana", ANAS, of("ana", ANAS))
    assert keys.path.read_bytes() == before + f"{of('ana', ANAS)}\n".encode()
    keys.drop("ana")
    assert keys.path.read_bytes() == before


def test_a_file_of_somebody_else_or_a_link_is_left_alone(
    keys: AuthorizedKeys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys.path.parent.mkdir()
    keys.path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DeskError, match="can't be read"):
        keys.put("ana", ANAS, of("ana", ANAS))
    assert not (tmp_path / "elsewhere").exists()
    keys.path.unlink()
    keys.path.touch()
    monkeypatch.setattr("os.getuid", lambda: -1)
    with pytest.raises(DeskError, match="not this account's own file"):
        keys.put("ana", ANAS, of("ana", ANAS))
    nowhere = AuthorizedKeys(tmp_path / "no" / "such" / "folder")
    with pytest.raises(DeskError, match="can't be written"):
        nowhere.put("ana", ANAS, of("ana", ANAS))


def test_people_who_are_let_in_at_one_moment_are_all_in(keys: AuthorizedKeys) -> None:
    people = {f"p{n}": PublicKey("ssh-ed25519", bytes([n]) * 40) for n in range(12)}
    putting = [
        threading.Thread(target=keys.put, args=(who, one, of(who, one)))
        for who, one in people.items()
    ]
    for one in putting:
        one.start()
    for one in putting:
        one.join()
    assert {one.username: one.key for one in keys.entries()} == people


def test_a_command_is_the_words_that_were_meant(keys: AuthorizedKeys, tmp_path: Path) -> None:
    python = "/opt/our desk/$HOME/`id`/bin/python"
    forced = command(python, "ana.ruiz@desk", {"P2P_DATABASE_URL": "sqlcipher:///srv/desk;a.db"})
    assert shlex.split(forced) == [
        python, "-I", "-m", "p2p_tui", "session", "ana.ruiz@desk",
        "P2P_DATABASE_URL=sqlcipher:///srv/desk;a.db",
    ]  # fmt: skip
    keys.put("ana.ruiz@desk", ANAS, line(forced, "ana.ruiz@desk", ANAS))
    assert [one.username for one in keys.entries()] == ["ana.ruiz@desk"]
    for hostile in ('/opt/a"b/python', "/opt/a'b/python", "/opt/a\\b/python", "/opt/a\nb/python"):
        with pytest.raises(DeskError, match="can't stand in a forced command"):
            command(hostile, "ana", {})
