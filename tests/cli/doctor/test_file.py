"""Troubles of a file, its folder and its key: each is really made, named, and left as it is."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from p2p_tui.store.engines import bells
from tests.cli.conftest import ROOT
from tests.cli.doctor.conftest import Doctor, Told, unchanged
from tests.house import ENGINES, KIM, Address, furnish, sit


@pytest.mark.parametrize(
    ("name", "mode", "what", "health", "code"),
    [
        ("desk.db", 0o644, "file", "warning", 0),
        ("desk.db", 0o666, "file", "bad", 1),
        ("desk.db", 0o400, "file", "bad", 1),
        ("desk.db.lock", 0o660, "file", "bad", 1),
        (".", 0o755, "folder", "warning", 0),
        (".", 0o770, "folder", "bad", 1),
        ("desk.key", 0o640, "key", "bad", 3),
    ],
)
def test_modes_that_let_others_in_are_named_and_left(
    doctor: Doctor, file_desk: Address, name: str, mode: int, what: str, health: str, code: int
) -> None:
    folder = file_desk.path.parent
    path = folder / name
    path.chmod(mode)
    with unchanged(folder):
        told = doctor.at(file_desk)
    found = told.of(what)
    assert (found["health"], told.code) == (health, code), told.wrong
    assert f"{path} has mode {mode:04o}" in found["says"]
    assert f"chmod {'700' if name == '.' else '600'} {path}" in found["mend"]
    path.chmod(0o700 if name == "." else 0o600)
    assert doctor().code == 0


def test_a_plain_file_is_noted_and_others_who_can_read_it_are_bad(
    doctor: Doctor, tmp_path: Path
) -> None:
    address = Address("sqlite", f"sqlite://{tmp_path}/d/desk.db", None, tmp_path / "d" / "desk.db")
    furnish(address.open()).close()
    told = doctor.at(address)
    assert (told.code, told.wrong) == (0, {})
    assert "encryption" in told.noted
    assert "sqlcipher:///PATH" in told.of("encryption")["mend"]
    address.path.chmod(0o640)
    with unchanged(address.path.parent):
        told = doctor()
    assert told.code == 1
    assert "others can read it" in told.wrong["file"]


def test_a_wrong_key_and_a_key_that_is_none(doctor: Doctor, file_desk: Address) -> None:
    assert file_desk.key_file is not None
    for key, what in (("ab" * 32, "database"), ("hunter2", "key")):
        file_desk.key_file.write_text(key)
        with unchanged(file_desk.path.parent):
            told = doctor.at(file_desk)
        assert told.code == 3
        assert str(file_desk.key_file) in told.wrong[what]
        assert "p2p restore BACKUP" in told.of("database")["mend"]
        assert told.of("disk")["health"] == "good"


def test_a_missing_key_is_not_made_anew(doctor: Doctor, file_desk: Address) -> None:
    assert file_desk.key_file is not None
    file_desk.key_file.unlink()
    with unchanged(file_desk.path.parent):
        told = doctor.at(file_desk)
    assert told.code == 3
    assert "is missing" in told.wrong["key"]
    assert f"chmod 600 {file_desk.key_file}" in told.of("key")["mend"]


def test_a_second_name_of_the_file(doctor: Doctor, file_desk: Address) -> None:
    os.link(file_desk.path, file_desk.path.parent / "second.db")
    told = doctor.at(file_desk)
    assert (told.code, told.noted) == (0, {"file"})
    assert "has 2 names" in told.of("file")["says"]
    assert f"-samefile {file_desk.path}" in told.of("file")["mend"]


def test_a_name_that_would_rewrite_the_screen_does_not(doctor: Doctor, tmp_path: Path) -> None:
    doctor.set_env("P2P_DATABASE_URL", f"sqlcipher://{tmp_path}/\x1b]52;c;aGk=\x07/\u202edesk.db")
    doctor()
    page = doctor.text()
    assert not {"\x1b", "\x07", "\u202e"} & set(page)
    assert "\\x1b]52" in page


def test_what_is_no_database(doctor: Doctor, file_desk: Address) -> None:
    file_desk.path.write_bytes(b"not a database at all, by no means" * 200)
    with unchanged(file_desk.path.parent):
        told = doctor.at(file_desk)
    assert told.code == 3
    assert "can't be opened with the key in" in told.wrong["database"]


def test_damaged_pages(doctor: Doctor, file_desk: Address) -> None:
    office = file_desk.open()
    for _ in range(30):
        sit(office, "tina").place(KIM)
    office.close()
    with file_desk.path.open("r+b") as file:
        file.seek(0, os.SEEK_END)
        file.seek(file.tell() // 2)
        file.write(os.urandom(8192))
    told = doctor.at(file_desk)
    assert told.code == 1
    assert "is damaged" in told.wrong["pages"]
    assert "p2p restore BACKUP" in told.of("pages")["mend"]


def test_a_bell_that_can_not_be_heard(doctor: Doctor, file_desk: Address) -> None:
    bells.bell_folder(file_desk.path).write_text("in the way")
    told = doctor.at(file_desk)
    assert told.code == 1
    assert "belongs to somebody else; remove it" in told.wrong["news"]


def test_bells_that_others_may_ring_are_left_as_they_are(
    doctor: Doctor, file_desk: Address
) -> None:
    folder = bells.bell_folder(file_desk.path)
    folder.mkdir()
    folder.chmod(0o755)
    with unchanged(file_desk.path.parent):
        told = doctor.at(file_desk)
    assert (told.code, told.noted) == (0, {"bells"})
    assert told.of("bells")["mend"] == f"chmod 700 {folder}"


_AS_NOBODY = """
import os, sys
from p2p_tui.cli.main import main
main(["doctor"])
sys.stdout.flush()
os.ftruncate(1, 0)
os.lseek(1, 0, os.SEEK_SET)
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
sys.exit(main(["doctor", "--json"]))
"""


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_an_account_to_which_the_file_does_not_belong(
    doctor: Doctor, file_desk: Address, tmp_path: Path
) -> None:
    os.chown(file_desk.path, 65534, 65534)
    with unchanged(file_desk.path.parent):
        told = doctor.at(file_desk)
    assert told.code == 1
    assert "belongs to nobody and you are root" in told.wrong["file"]
    assert "sudo -u nobody p2p doctor" in told.of("file")["mend"]


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_another_account_that_may_read_at_most(mode: int, tmp_path: Path) -> None:
    with ENGINES["sqlite"]() as address:
        furnish(address.open()).close()
        for folder in (address.path.parent, address.path.parent.parent):
            folder.chmod(0o755)
        address.path.chmod(mode)
        said = tmp_path / "said"
        with said.open("wb") as out, unchanged(address.path.parent):
            done = subprocess.run(
                [sys.executable, "-c", _AS_NOBODY], check=False, cwd=address.path.parent,
                stdout=out, stderr=subprocess.PIPE, env=os.environ | {
                    "HOME": "/nonexistent", "PYTHONPATH": str(ROOT),
                    "P2P_DATABASE_URL": address.url,
                },
            )  # fmt: skip
    assert done.stderr == b""
    told = Told(json.loads(said.read_text()), done.returncode)
    assert "belongs to root and you are nobody" in told.wrong["file"]
    assert "can't be written to by nobody" in told.wrong["folder"]
    assert "sudo -u root p2p doctor" in told.of("file")["mend"]
    assert told.of("database")["mend"] == "see file and folder above"
    assert told.code == 3
