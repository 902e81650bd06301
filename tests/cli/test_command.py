"""The command line as a whole: setting up, staff, the record, exit codes and what is imported."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from p2p_tui import __version__
from p2p_tui.store.models import EventRow
from tests.cli.conftest import P2P
from tests.house import KIM, sit, unguard


def test_a_desk_is_set_up_once(new_p2p: P2P) -> None:
    p2p = new_p2p
    said = p2p("init", "--username", "lena", "--name", "Lena Ortiz")
    assert said == "The desk is set up. First lead: Lena Ortiz\n"
    if p2p.address.file:
        assert p2p.address.file.stat().st_mode & 0o777 == 0o600
    again = p2p("init", "--username", "max", "--name", "Max Roe", code=1)
    assert "people already; a lead adds more: p2p staff add" in again
    (lena,) = p2p.json("staff", "list")
    assert lena == {
        "username": "lena",
        "name": "Lena Ortiz",
        "roles": ["lead"],
        "credentials": "",
        "availability": "available",
        "here": False,
        "disabled": False,
    }
    assert "The record holds: 1 events" in p2p("audit", "verify")


def test_a_desk_begins_with_somebody_who_can_look_after_it(new_p2p: P2P) -> None:
    ask = ("init", "--username", "tina", "--name", "Tina Park", "--role", "technician")
    assert "a lead or an admin" in new_p2p(*ask, code=1)
    assert new_p2p.json("staff", "list") == []


def test_staff_are_added_changed_disabled_and_enabled(p2p: P2P) -> None:
    add = ("staff", "add", "--username", "zoe", "--name", "Zoe Falk", "--role", "lead")
    said = p2p(*add, "--role", "pharmacist", "--credentials", "PharmD")
    assert said == "Added pharmacist and lead Zoe Falk (zoe)\n"
    assert "on the desk already: p2p staff set" in p2p(*add, code=1)
    assert p2p("staff", "set", "zoe", "--name", "Zoë Falk", "--role", "pharmacist") == (
        "Changed Zoë Falk (zoe)\n"
    )
    p2p("staff", "set", "zoe", "--out", "Dec 21 2090 – Jan 2 2091; Feb 3 2091")
    assert "AM or PM" in p2p("staff", "set", "zoe", "--out", "Dec 21 2090 1 – Dec 22 2090", code=2)
    p2p("staff", "disable", "zoe")
    zoe = next(one for one in p2p.json("staff", "list") if one["username"] == "zoe")
    assert (zoe["name"], zoe["roles"], zoe["disabled"]) == ("Zoë Falk", ["pharmacist"], True)
    assert zoe["credentials"] == "PharmD"
    assert re.search(r"^zoe +Zoë Falk +pharmacist +disabled$", p2p("staff", "list"), re.M)
    assert "Zoë Falk is disabled" in p2p("queue", "--as", "zoe", code=1)
    p2p("staff", "enable", "zoe")
    assert p2p("queue", "--as", "zoe") == "Nothing is open.\n"
    assert "Nobody on this desk is “nobody”" in p2p("staff", "set", "nobody", code=1)
    spaced = ("staff", "add", "--username", "a b", "--name", "A", "--role", "lead")
    assert "username of letters" in p2p(*spaced, code=2)
    assert p2p.json("audit", "verify")["ok"] is True


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("bogus",), "invalid choice: 'bogus'"),
        (("show",), "required: REF"),
        (("staff",), "required: ACT"),
        (("template", "later", "1001"), "invalid choice: 'later'"),
        (("queue", "--nonsense"), "unrecognized arguments: --nonsense"),
        (("staff", "add", "--username", "x", "--name", "X"), "--role"),
    ],
)
def test_a_wrong_command_line_is_two(p2p: P2P, arguments: tuple[str, ...], said: str) -> None:
    assert said in p2p(*arguments, code=2)


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
def test_a_file_that_can_not_be_used_is_three(p2p: P2P) -> None:
    key = p2p.address.key_file
    assert key is not None
    right = key.read_text()
    key.write_text("ab" * 32)
    for verb in (("queue",), ("audit", "verify"), ("staff", "list", "--json")):
        assert "can't be opened with the key in" in p2p(*verb, code=3)
    key.chmod(0o644)
    assert "run: chmod 600" in p2p("queue", code=3)
    key.unlink()
    assert "is missing" in p2p("queue", code=3)
    key.touch(0o600)
    key.write_text(right)
    assert p2p("queue") == "Nothing is open.\n"
    assert "No database can be opened" in p2p("queue", code=3, P2P_DATABASE_URL="mysql://h/d")
    plain = f"sqlite://{p2p.address.path}"
    assert "is not a plain SQLite file" in p2p("queue", code=3, P2P_DATABASE_URL=plain)


def test_a_server_that_can_not_be_reached_is_three(p2p: P2P) -> None:
    nowhere = "postgresql://tina:secret@127.0.0.1:9/desk?sslmode=disable"
    said = p2p("queue", code=3, P2P_DATABASE_URL=nowhere)
    assert "The database at 127.0.0.1:9/desk can't be reached: " in said
    assert "refused" in said
    assert "secret" not in said
    unread = p2p("queue", code=3, P2P_DATABASE_URL="postgresql://h/d?sslmod=require")
    assert "The database URL can't be read" in unread
    assert "sslmod" in unread


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_what_a_server_says_no_to_is_three(p2p: P2P) -> None:
    there = p2p.address.url
    away = there.replace("/p2p_", "/no_such_")
    assert 'database "no_such_' in p2p("queue", code=3, P2P_DATABASE_URL=away)
    nobody = there.replace("postgres@", "nobody@")
    assert 'role "nobody" does not exist' in p2p("queue", code=3, P2P_DATABASE_URL=nobody)


def test_wrong_settings_are_two(p2p: P2P) -> None:
    (p2p.home / "c.toml").write_text("databse_url = 'x'")
    wrong = p2p("queue", code=2, P2P_CONFIG=str(p2p.home / "c.toml"))
    assert "c.toml: databse_url:" in wrong
    assert "no settings file" in p2p("queue", code=2, P2P_CONFIG="/nowhere/c.toml")


def test_without_a_terminal_there_is_no_desk_to_open(p2p: P2P) -> None:
    for verb in ((), ("demo",), ("demo", "--seat", "lead", "--live"), ("session", "tina")):
        assert "the desk needs a terminal and stdin is none" in p2p(*verb, code=2)


def test_a_record_that_does_not_hold_is_told(p2p: P2P) -> None:
    office = p2p.address.open()
    sit(office, "tina").place(KIM)
    unguard(office)
    EventRow.update(actor="ben").where(EventRow.seq == 3).execute()
    office.close()
    assert "the record does not hold: event 3 was altered" in p2p("audit", "verify", code=1)
    done = subprocess.run(
        [sys.executable, "-m", "p2p_tui", "audit", "verify", "--json"],
        capture_output=True,
        check=False,
        env=p2p.environment,
        cwd=p2p.home,
    )
    assert done.returncode == 1
    assert done.stderr == b""
    verdict = json.loads(done.stdout)
    assert (verdict["ok"], verdict["first_bad"], verdict["events"]) == (False, 3, 2)


def test_help_and_version(p2p: P2P) -> None:
    assert p2p("--version") == f"p2p {__version__}\n"
    text = p2p("--help")
    for verb in ("init", "staff", "submit", "queue", "show", "template", "audit", "demo"):
        assert re.search(rf"^ +{verb} ", text, re.M)
    assert "exit codes:" in text


HEAVY = (
    "textual", "rich", "playhouse.sqlcipher_ext", "p2p_tui.tui", "psycopg", "psycopg2", "holidays",
    "xlsxwriter", "icalendar", "openpyxl", "aiohttp", "shtab",
    "textual_serve",
)  # fmt: skip
_WATCH = """
import runpy, sys
sys.argv = ["p2p", *sys.argv[1:]]
try:
    runpy.run_module("p2p_tui", run_name="__main__")
finally:
    sys.stderr.write(" ".join(sorted(sys.modules)))
"""


@pytest.mark.few(2)
@pytest.mark.parametrize(
    ("arguments", "lean"),
    [
        (("--help",), True),
        (("staff", "add", "--help"), True),
        (("queue",), False),
        (("submit", "--as", "tina"), False),
        (("show", "P2P-1"), False),
        (("callbacks", "--as", "ana"), False),
        (("tracker", "export", "--format", "csv"), False),
        (("tracker", "import", "--help"), True),
        (("serve", "--help"), True),
        (("staff", "list"), False),
        (("audit", "verify"), False),
        (("config",), False),
    ],
)
def test_headless_verbs_import_no_screens_and_no_holidays(
    p2p: P2P, arguments: tuple[str, ...], lean: bool
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WATCH, *arguments],
        capture_output=True,
        check=False,
        text=True,
        input="PA #: 1",
        env=p2p.environment,
        cwd=p2p.home,
    )
    found = set(done.stderr.split())
    assert "p2p_tui.cli.main" in found
    wanted = {"playhouse.sqlcipher_ext"} if p2p.address.file else {"psycopg"}
    assert not found & (set(HEAVY) - wanted)
    if lean:
        assert not found & {"peewee", "pydantic", "playhouse.sqlcipher_ext"}


def test_a_fault_tells_a_number_and_no_values(p2p: P2P, tmp_path: Path) -> None:
    office = p2p.address.open()
    sit(office, "tina").place(KIM)
    office.store.engine.database.execute_sql("UPDATE request SET kind = 'Kim Osei told us'")
    office.close()
    said = p2p("show", "1001", code=1, P2P_LOG_FOLDER=str(tmp_path / "log"))
    found = re.search(r"stopped by a fault in it; .* incident ([0-9A-F]{6})$", said.strip())
    assert found, said
    log = tmp_path / "log" / "incidents.log"
    text = log.read_text()
    assert f"incident {found[1]} ValidationError" in text
    assert "requests.py" in text
    assert "Osei" not in text
    assert log.stat().st_mode & 0o777 == 0o600
