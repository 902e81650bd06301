"""``p2p ssh``: whose key opens whose session."""

import json
import os
import pwd
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import p2p_tui
from p2p_tui.cli import ssh
from p2p_tui.domain.errors import DeskError
from p2p_tui.store.models import EventRow, PayloadRow
from tests.cli.conftest import P2P
from tests.keys import ECDSA, ED25519, ED25519_PRINT, key

FINGERPRINTS = "key_authorized", "key_revoked"


@pytest.fixture
def pub(tmp_path: Path) -> Path:
    """Ana's public key, as she handed it in."""
    found = tmp_path / "ana.pub"
    found.write_text(f"{ED25519} ana@laptop\n")
    return found


def on_record(p2p: P2P) -> list[tuple[str, str, str, str]]:
    """What stands in the record of keys: who, under which account, what, of whom."""
    office = p2p.address.open()
    try:
        rows = EventRow.select().where(EventRow.move.in_(FINGERPRINTS)).order_by(EventRow.seq)
        return [
            (row.move, row.actor, row.account,
             " ".join(json.loads(PayloadRow.get(PayloadRow.seq == row.seq).body)["given"].values()))
            for row in rows
        ]  # fmt: skip
    finally:
        office.close()


def forced_of(line: str) -> list[str]:
    """The words of a line's command."""
    return shlex.split(line.split('"')[1])


def test_a_line_is_printed_that_lets_one_key_open_one_session(p2p: P2P, pub: Path) -> None:
    (line,) = p2p("ssh", "authorize", "ana", str(pub), "--file", "keys").splitlines()
    assert line.startswith('restrict,pty,command="')
    assert line.endswith(f'" {ED25519} ana')
    words = forced_of(line)
    assert words[:6] == [sys.executable, "-I", "-m", "p2p_tui", "session", "ana"]
    assert f"P2P_DATABASE_URL={p2p.address.url}" in words
    me = pwd.getpwuid(os.getuid()).pw_name
    said = f"{ED25519_PRINT} ana"
    assert on_record(p2p) == [("key_authorized", f"os:{me}", f"os:{me}", said)]
    assert not (p2p.home / "keys").exists()


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
def test_keys_are_put_in_their_place_listed_and_taken_away(p2p: P2P, pub: Path) -> None:
    file = ("--file", "keys")
    line = p2p("ssh", "authorize", "ana", str(pub), *file)
    said = p2p("ssh", "authorize", "ana", "-", "--install", *file, stdin=ED25519)
    assert said == f"Ana Ruiz signs in with {ED25519_PRINT}\n"
    again = p2p("ssh", "authorize", "ana", str(pub), "--install", *file)
    assert again == f"Ana Ruiz signs in with {ED25519_PRINT} already\n"
    keys = p2p.home / "keys"
    assert keys.read_text() == line
    assert keys.stat().st_mode & 0o777 == 0o600
    assert "is ana's (line 1 of" in p2p("ssh", "authorize", "ben", str(pub), *file, code=1)
    with keys.open("a") as more:
        more.write(f"{ECDSA} the admin\n")
    p2p("staff", "disable", "ana")
    assert [(one["username"], one["state"]) for one in p2p.json("ssh", "list", *file)] == [
        ("ana", "disabled"), (None, "line 2 opens something else than the desk"),
    ]  # fmt: skip
    assert ED25519_PRINT in p2p("ssh", "list", *file)
    assert f"{ED25519_PRINT} no longer opens ana's session" in p2p("ssh", "revoke", "ana", *file)
    assert keys.read_text() == f"{ECDSA} the admin\n"
    assert "No key in" in p2p("ssh", "revoke", "ana", *file, code=1)
    assert [move for move, *_ in on_record(p2p)] == [*["key_authorized"] * 2, "key_revoked"]
    assert "The record holds" in p2p("audit", "verify")


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
def test_a_new_key_takes_the_place_of_the_old(p2p: P2P, pub: Path) -> None:
    p2p("ssh", "authorize", "ana", str(pub), "--install", "--file", "keys")
    pub.write_text(key("ssh-ed25519", b"n" * 32))
    said = p2p("ssh", "authorize", "ana", str(pub), "--install", "--file", "keys")
    assert said.endswith(f"and no longer with {ED25519_PRINT}\n")
    assert len((p2p.home / "keys").read_text().splitlines()) == 1
    assert [move for move, *_ in on_record(p2p)] == [
        "key_authorized", "key_revoked", "key_authorized",
    ]  # fmt: skip
    with (p2p.home / "keys").open("a") as more:
        more.write(f'command="p2p session \x9b2J\u202eb" {ECDSA} b\n')
    assert p2p("ssh", "list", "--file", "keys").splitlines()[1].isprintable()
    assert p2p.json("ssh", "list", "--file", "keys")[1]["username"].isprintable()


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
def test_who_is_not_let_in_and_what_is_no_key(p2p: P2P, pub: Path) -> None:
    def refused(username: str, file: Path, code: int = 1, **environment: str) -> str:
        return p2p("ssh", "authorize", username, str(file), "--file", "keys", code=code,
                   **environment)  # fmt: skip

    p2p("staff", "disable", "ben")
    assert "Nobody on this desk is “mallory”" in refused("mallory", pub)
    assert "Ben Cole is disabled" in refused("ben", pub)
    for hostile in ("ana;id", "ana b", "-ana", "$(id)", 'a"b', "é", "a" * 65, ".."):
        said = p2p("ssh", "authorize", "--file", "keys", "--", hostile, str(pub), code=2)
        assert "can't stand in a forced command" in said
    assert "can't be read" in refused("ana", p2p.home / "nowhere.pub", code=2)
    secret = "postgresql://desk:hunter2@nowhere/desk"
    said = refused("ana", pub, P2P_DATABASE_URL=secret)
    assert "~/.pgpass" in said
    assert "hunter2" not in said
    pub.write_text("\x1b[2Jssh-ed25519")
    assert "no public key" in refused("ana", pub)
    assert on_record(p2p) == []
    assert not (p2p.home / "keys").exists()


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
def test_the_command_of_the_line_starts_this_program_wherever_it_is_started(
    p2p: P2P, pub: Path
) -> None:
    """Without a terminal it says so: it came as far as that, isolated and from an empty folder."""
    words = forced_of(p2p("ssh", "authorize", "ana", str(pub)))
    started = subprocess.run(
        ["/bin/sh", "-c", shlex.join(words)], stdin=subprocess.DEVNULL, capture_output=True,
        text=True, check=False, cwd="/", env={"PATH": "/nowhere"},
    )  # fmt: skip
    assert started.returncode == 2, started
    assert "the desk needs a terminal and stdin is none" in started.stderr


def test_a_python_that_would_not_find_the_program_is_not_written_into_a_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        where = str(Path(p2p_tui.__file__).parents[1])
        patch.setattr("site.getusersitepackages", lambda: where)
        with pytest.raises(DeskError, match="installed with pip --user"):
            ssh._python()
    monkeypatch.setattr(sys, "executable", "")
    with pytest.raises(DeskError, match="can't be told"):
        ssh._python()


CAME = {"SSH_CONNECTION": "10.0.0.7 50122 10.0.0.1 22"}


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
def test_a_session_through_sshd_takes_no_command_and_no_settings_of_a_client(p2p: P2P) -> None:
    shell = CAME | {"SSH_ORIGINAL_COMMAND": "/bin/sh"}
    assert "runs no commands" in p2p("session", "ana", code=2, **shell)
    url = f"P2P_DATABASE_URL={p2p.address.url}"
    assert "PYTHONPATH came with the session" in p2p("session", "ana", url, code=2, **CAME)
    assert "is no setting" in p2p("session", "ana", "PATH=/tmp", code=2)
    assert "is no setting" in p2p("session", "ana", "P2P_CONFIG", code=2)
