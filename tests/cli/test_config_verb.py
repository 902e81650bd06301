"""``p2p config``: what is in force and where it comes from; nothing is made by looking."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from p2p_tui.access.signin import os_login
from p2p_tui.cli.main import main
from p2p_tui.config import Settings
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.in_common import InCommon
from p2p_tui.domain.people import Role, Staff
from p2p_tui.domain.preferences import Colours, Density, Movement, Preferences
from tests.cli.conftest import P2P
from tests.house import ACCOUNT, FixedClock, file_address, sit

ROOT = Path(__file__).parents[2]
PASSWORD = "Quillfeather-40917"


@dataclass(frozen=True)
class Account:
    """The verb in this process, for an account that has no settings of its own yet."""

    home: Path
    capfd: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def set(self, **variables: str) -> None:
        for name, value in variables.items():
            self.monkeypatch.setenv(name, value)

    def write(self, text: str) -> Path:
        """A settings file in its usual place."""
        path = self.home / ".config" / "p2p" / "config.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def text(self) -> str:
        return self._told("config")

    def json(self) -> Any:
        return json.loads(self._told("config", "--json"))

    def of(self, name: str) -> tuple[str | None, str]:
        """The value of a setting, and where it comes from."""
        (one,) = (one for one in self.json()["settings"] if one["name"] == name)
        return one["value"], one["source"]

    def fails(self) -> str:
        """What is said on stderr where the settings can't be read, with and without ``--json``."""
        errors = []
        for arguments in (["config"], ["config", "--json"]):
            assert main(arguments) == 2
            out, err = self.capfd.readouterr()
            assert out == ""
            assert len(err.splitlines()) == 1
            errors.append(err)
        assert errors[0] == errors[1]
        return errors[0]

    def _told(self, *arguments: str) -> str:
        assert main(arguments) == 0
        out, err = self.capfd.readouterr()
        assert err == ""
        assert PASSWORD not in flat(out)
        return out


@pytest.fixture
def account(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Account:
    for name in list(os.environ):
        if name.startswith(("P2P_", "XDG_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    return Account(tmp_path, capfd, monkeypatch)


def flat(text: str) -> str:
    """A page without its columns: what was broken over lines is whole again."""
    return re.sub(r"\n {2,}", "", text)


def test_without_any_settings_all_are_defaults(account: Account) -> None:
    told = account.json()
    assert set(told) == {"file", "settings", "desk", "own"}
    assert told["file"] is None
    assert told["desk"] == {
        "in_common": None, "version": None, "source": None, "problem": "there is no desk yet",
    }  # fmt: skip
    assert [one["name"] for one in told["settings"]] == list(Settings.model_fields)
    for one in told["settings"]:
        assert set(one) == {"name", "value", "source", "means"}
        assert one["source"] == "default"
        assert one["means"] == Settings.model_fields[one["name"]].description
    assert account.of("database_url")[0] == f"sqlcipher://{account.home}/.local/share/p2p/desk.db"
    assert account.of("database_key_file")[0] is None
    text = flat(account.text())
    assert f"none at {account.home}/.config/p2p/config.toml" in text
    assert "database_key_file  none nameddefault" in text
    assert "hours              not known: there is no desk yet" in text
    assert "note" not in text


def test_nothing_is_made(account: Account) -> None:
    account.text()
    account.json()
    assert list(account.home.iterdir()) == []
    account.set(P2P_DATABASE_URL=f"sqlite://{account.home}/new/desk.db")
    account.text()
    assert list(account.home.iterdir()) == []


def test_the_environment_goes_before_the_file_and_each_is_named(account: Account) -> None:
    path = account.write("database_url = 'sqlite:///file.db'\nlog_folder = '/var/log/p2p'\n")
    account.set(P2P_DATABASE_URL="sqlite:///env.db")
    assert account.json()["file"] == str(path)
    assert account.of("database_url") == ("sqlite:///env.db", "P2P_DATABASE_URL")
    assert account.of("log_folder") == ("/var/log/p2p", str(path))
    assert account.of("database_key_file") == (None, "default")
    text = flat(account.text())
    assert f"settings file      {path}\n" in text
    assert "database_url       sqlite:///env.dbfrom P2P_DATABASE_URL\n" in text
    assert re.search(rf"log_folder         /var/log/p2pfrom ?{re.escape(str(path))}\n", text)


def test_the_file_that_a_variable_names(account: Account) -> None:
    path = account.home / "other.toml"
    path.write_text("database_key_file = '/keys/desk.key'")
    account.set(P2P_CONFIG=str(path))
    assert account.json()["file"] == str(path)
    assert account.of("database_key_file") == ("/keys/desk.key", str(path))
    assert "note" not in account.text()


def test_a_variable_that_is_no_setting_is_named_without_its_value(account: Account) -> None:
    account.set(P2P_DATABSE_URL=f"postgresql://a:{PASSWORD}@h/d", OTHER="1")
    assert account.text().endswith(
        "\n\nnote               P2P_DATABSE_URL is no setting and does nothing\n"
    )
    account.set(**{"P2P_A\x1b[2J": "1"})
    said = account.text().splitlines()[-1]
    assert said.split(maxsplit=1)[1] == (
        r"P2P_A\x1b[2J, P2P_DATABSE_URL are no settings and do nothing"
    )
    assert set(account.json()) == {"file", "settings", "desk", "own"}


@pytest.mark.parametrize(
    "form",
    [
        "postgresql://app:{p}@host/desk?sslmode=verify-full",
        "postgresql://host/desk?user=app&password={p}",
        "postgresql://app:{p}/x@host/desk",
        "host=h user=app password='{p} more'",
    ],
)
@pytest.mark.parametrize("from_file", [False, True])
def test_a_password_is_never_shown(account: Account, form: str, from_file: bool) -> None:
    url = form.format(p=PASSWORD)
    if from_file:
        source = str(account.write(f'database_url = "{url}"'))
    else:
        account.set(P2P_DATABASE_URL=url)
        source = "P2P_DATABASE_URL"
    value, where = account.of("database_url")
    assert value is not None
    assert "•••" in value
    assert where == source
    assert "•••" in account.text()


def test_every_line_fits_and_stands_in_its_column(account: Account) -> None:
    far = account.home / "-".join(["a long way"] * 12)
    account.write(f"log_folder = '{far}'")
    account.set(P2P_DATABASE_URL="sqlite:///" + "d" * 200, P2P_DATABASE_KEY_FILE=" \x1b[2J\n")
    for number in range(9):
        account.set(**{f"P2P_UNHEARD_OF_{number}": ""})
    lines = account.text().splitlines()
    assert max(map(len, lines)) <= 80
    for line in filter(None, lines):
        assert re.match(r"[a-z_]+( file)? +$|                   $", line[:19]), line
        assert line[19] != " ", line
        assert line.isprintable()


def test_a_value_that_is_empty_says_so(account: Account) -> None:
    account.set(P2P_DATABASE_URL="")
    assert account.of("database_url") == ("", "P2P_DATABASE_URL")
    assert "database_url       empty\n" in account.text()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("databse_url = 'x'", "databse_url: extra inputs are not permitted"),
        (f"database_url = postgresql://a:{PASSWORD}@h/d", "is not TOML"),
        ("log_folder = 7", "log_folder: "),
    ],
)
def test_a_file_that_is_wrong(account: Account, text: str, said: str) -> None:
    path = account.write(text)
    error = account.fails()
    assert error.startswith(f"p2p: {path}")
    assert said in error
    assert PASSWORD not in error


def test_a_file_that_is_not_there(account: Account) -> None:
    account.set(P2P_CONFIG=str(account.home / "none.toml"))
    assert account.fails() == (
        f"p2p: There is no settings file {account.home}/none.toml (P2P_CONFIG)\n"
    )


_WATCH = """
import runpy, sys
sys.argv = ["p2p", "config"]
try:
    runpy.run_module("p2p_tui", run_name="__main__")
finally:
    sys.stderr.write(" ".join(sorted(sys.modules)))
"""


@pytest.mark.few(1)
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize("there", [True, False])
def test_it_needs_no_screens_and_no_database_that_answers(
    account: Account, encoding: str, there: bool
) -> None:
    """Where the file is missing, too, and where the encoding lacks the mark of what is hidden."""
    done = subprocess.run(
        [sys.executable, "-c", _WATCH],
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
        env={
            "HOME": str(account.home),
            "PYTHONPATH": str(ROOT),
            "PYTHONIOENCODING": encoding,
            "P2P_DATABASE_URL": f"postgresql://a:{PASSWORD}@localhost:1/d",
        }
        | ({} if there else {"P2P_CONFIG": "/nowhere/p2p.toml"}),
        cwd=account.home,
    )
    assert done.returncode == (0 if there else 2)
    assert PASSWORD not in done.stdout + done.stderr
    if there:
        hidden = "•••" if encoding == "utf-8" else r"\u2022" * 3
        assert f"postgresql://a:{hidden}@localhost:1/d" in done.stdout
        assert "\nhours              not known: " in done.stdout
    found = {name.split(".")[0] for name in done.stderr.split()}
    assert "p2p_tui" in found
    assert not found & {"textual", "rich"}
    assert there or not found & {"peewee", "playhouse", "sqlcipher3", "psycopg"}


# -- what the desk has in common


def desk_settings(p2p: P2P) -> Any:
    """What ``--json`` says of the desk."""
    return p2p.json("config")["desk"]


def test_a_desk_begins_with_the_hours_of_the_rules(p2p: P2P) -> None:
    assert desk_settings(p2p) == {
        "in_common": InCommon().model_dump(mode="json"),
        "version": 0, "source": "default", "problem": None,
    }  # fmt: skip
    assert "hours              Mon–Fri 8:00 AM–8:00 PM, Sat–Sun closed (America/New_York)" in flat(
        p2p("config")
    )


def test_what_a_lead_has_set_and_who_it_was(p2p: P2P, clock: FixedClock) -> None:
    hours = DeskHours(zone="America/Chicago", state="OH", holidays=frozenset({date(2026, 11, 27)}))
    office = p2p.address.open(clock)
    sit(office, "lena").set_common(InCommon(hours=hours), 0)
    before = office.verify()
    office.close()
    told = desk_settings(p2p)
    assert told["in_common"]["hours"]["zone"] == "America/Chicago"
    assert told["in_common"]["hours"]["holidays"] == ["2026-11-27"]
    assert told["in_common"]["hours"]["federal"] is True
    assert told["in_common"]["hours"]["state"] == "OH"
    assert told["version"] == 1
    assert told["source"] == "the desk's settings, by Lena Ortiz on Nov 20 2026"
    lines = p2p("config").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("hours  "))
    assert lines[at + 1].strip() == "closed on federal holidays, holidays of OH, Nov 27 2026"
    assert lines[at + 2] == " " * 19 + "the desk's settings, by Lena Ortiz on Nov 20 2026"
    office = p2p.address.open(clock)
    assert office.verify() == before, "looking leaves nothing in the record"
    office.close()


def test_the_rest_is_shown_where_the_key_is_wrong(account: Account) -> None:
    address = file_address("sqlcipher", account.home)
    address.open().close()
    assert address.key_file is not None
    address.key_file.write_text("ab" * 32)
    account.set(P2P_DATABASE_URL=address.url, P2P_DATABASE_KEY_FILE=str(address.key_file))
    said = f"{address.path} can't be opened with the key in {address.key_file}"
    assert account.json()["desk"]["problem"] == said
    assert account.of("database_url") == (address.url, "P2P_DATABASE_URL")
    assert "hours              not known: " in account.text()


def test_the_rest_is_shown_where_the_database_is_of_an_older_version(account: Account) -> None:
    address = file_address("sqlite", account.home)
    office = address.open()
    office.store.engine.database.execute_sql(
        "DELETE FROM schema_migration WHERE name = '0003_in_common'"
    )
    office.close()
    account.set(P2P_DATABASE_URL=address.url)
    assert account.json()["desk"]["problem"] == (
        "the database is of an older version, it lacks 0003_in_common: p2p migrate"
    )


def test_the_rest_is_shown_where_the_file_is_damaged(account: Account) -> None:
    address = file_address("sqlite", account.home)
    office = address.open()
    office.store.engine.database.execute_sql(
        "INSERT INTO in_common VALUES ('hours', 'not JSON', 1, '2026-11-20T19:31:07Z', 'lena')"
    )
    office.close()
    account.set(P2P_DATABASE_URL=address.url)
    problem = account.json()["desk"]["problem"]
    assert problem.endswith("desk.db is damaged: malformed value; see: p2p doctor")


# -- what is one's own


def test_what_is_ones_own_and_what_nobody_chose(p2p: P2P) -> None:
    assert f"the desk knows nobody called {os_login()}" in flat(p2p("config"))
    assert p2p.json("config")["own"] == []
    me = Staff(
        username=os_login(), name="Jo Ekström", roles=frozenset({Role.TECHNICIAN}),
        extension="4455",
        preferences=Preferences(
            colours=Colours.LIGHT, works=(time(9), time(17, 30)), keys={"new": "+"}
        ),
    )  # fmt: skip
    office = p2p.address.open()
    office.put_staff([me], by=None, account=ACCOUNT)
    office.close()
    told = {one["name"]: (one["value"], one["source"]) for one in p2p.json("config")["own"]}
    mine = "the settings of Jo Ekström"
    assert told == {
        "colours": ("light", mine), "density": (Density.CLOSE.value, "default"),
        "movement": (Movement.ARROWS.value, "default"), "bell": ("rings", "default"),
        "notices": ("none", "default"), "works": ("9:00 AM–5:30 PM", mine),
        "extension": ("4455", mine), "keys": ("new = +", mine),
    }  # fmt: skip
    assert f"works              9:00 AM–5:30 PM{mine}" in flat(p2p("config"))
