"""``p2p doctor``: each trouble is really made, named with what mends it, and nothing is changed."""

import contextlib
import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
import zoneinfo
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from p2p_tui.cli.main import main
from p2p_tui.store import store as stores
from p2p_tui.store.engines import bells, engine_for
from p2p_tui.store.models import EventRow
from p2p_tui.store.store import Store
from tests import servers
from tests.cli.conftest import ROOT
from tests.house import ENGINES, FILE_ENGINES, KIM, Address, furnish, sit

PASSWORD = "Quillfeather-40917"


@dataclass(frozen=True)
class Told:
    """What the doctor said: its findings, and its exit code."""

    found: list[dict[str, str]]
    code: int

    def of(self, what: str) -> dict[str, str]:
        """The worst finding about something."""
        order = ["bad", "warning", "good"]
        about = [one for one in self.found if one["what"] == what]
        assert about, (what, [one["what"] for one in self.found])
        return min(about, key=lambda one: order.index(one["health"]))

    @property
    def wrong(self) -> dict[str, str]:
        """What is bad, by what it is about."""
        return {one["what"]: one["says"] for one in self.found if one["health"] == "bad"}

    @property
    def noted(self) -> set[str]:
        return {one["what"] for one in self.found if one["health"] == "warning"}


@dataclass(frozen=True)
class Doctor:
    """The verb in this process, for the desk that the environment names."""

    capfd: pytest.CaptureFixture[str]
    set_env: Callable[[str, str], None]

    def at(self, address: Address) -> Told:
        self.set_env("P2P_DATABASE_URL", address.url)
        if address.key_file:
            self.set_env("P2P_DATABASE_KEY_FILE", str(address.key_file))
        return self()

    def __call__(self) -> Told:
        code = main(["doctor", "--json"])
        out, err = self.capfd.readouterr()
        assert err == ""
        assert Store._open is None
        assert PASSWORD not in out
        found = json.loads(out)
        for one in found:
            assert set(one) == {"what", "health", "says", "mend"}
            if one["health"] != "good":
                assert one["mend"], one
        return Told(found, code)

    def text(self) -> str:
        main(["doctor"])
        out, err = self.capfd.readouterr()
        assert err == ""
        assert PASSWORD not in out
        return out


@pytest.fixture
def doctor(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Doctor:
    """The doctor of an account that has no settings of its own."""
    for name in list(os.environ):
        if name.startswith(("P2P_", "XDG_", "PG")) and not name.startswith("P2P_TEST_"):
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    return Doctor(capfd, monkeypatch.setenv)


@pytest.fixture
def file_desk() -> Iterator[Address]:
    """A desk with its people in the kind of file that a desk has by default."""
    with ENGINES["sqlcipher"]() as address:
        furnish(address.open()).close()
        yield address


@pytest.fixture(scope="module")
def server() -> Iterator[servers.Server]:
    """A server that keeps what is saved, as a desk's is."""
    with servers.server(durable=True) as made:
        yield made


class ServerDesk:
    """An empty database of a real server, and the two roles that a desk has there."""

    def __init__(self, server: servers.Server, name: str) -> None:
        self.server, self.name = server, name
        self.owner, self.app = f"{name}_owner", f"{name}_app"

    def url(self, user: str = "postgres", **parameters: str) -> str:
        return self.server.url(self.name, user) + "".join(
            f"&{name}={value}" for name, value in parameters.items()
        )

    def address(self, user: str = "postgres") -> Address:
        return Address("postgresql", self.url(user))

    def run(self, *statements: str, database: str | None = None) -> None:
        """As the superuser of the server."""
        at = self.server.url(database or self.name)
        with psycopg.connect(at, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def furnish_with_roles(self) -> Address:
        """The desk as ``p2p migrate --roles`` has it; the address of the role that works there."""
        engine = engine_for(self.url(), None)
        self.run(engine.roles_sql(self.owner, self.app))
        office = furnish(self.address(self.owner).open())
        assert office.store.engine.grant(self.app)
        office.close()
        return self.address(self.app)


_databases = iter(range(1000))


@pytest.fixture
def server_desk(server: servers.Server) -> Iterator[ServerDesk]:
    """A database of its own for each test."""
    made = ServerDesk(server, f"desk_{next(_databases)}")
    made.run(f"CREATE DATABASE {made.name} TEMPLATE template0", database="postgres")
    yield made
    made.run(f"DROP DATABASE IF EXISTS {made.name} WITH (FORCE)", database="postgres")


def seen(folder: Path) -> dict[str, tuple[Any, ...]]:
    """All that stands in a folder, with modes, owners and what is in it."""
    found = {}
    for path in sorted([folder, *folder.rglob("*")]):
        state = path.lstat()
        # The -shm holds marks of who reads where, not what anybody wrote.
        kept = stat.S_ISREG(state.st_mode) and not path.name.endswith("-shm")
        read = path.read_bytes() if kept else b""
        digest = hashlib.sha256(read).hexdigest()
        found[str(path)] = (oct(state.st_mode), state.st_uid, state.st_ino, digest)
    return found


def everything(url: str) -> dict[str, list[Any]]:
    """All rows of all tables."""
    with psycopg.connect(url) as connection:
        names = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        return {
            name: sorted(map(str, connection.execute(f"SELECT * FROM {name}".encode()).fetchall()))
            for (name,) in names
        }


@contextlib.contextmanager
def unchanged(folder: Path) -> Iterator[None]:
    """Looking makes nothing and changes nothing."""
    before = seen(folder)
    yield
    assert seen(folder) == before


# -- a desk that is well


def test_a_healthy_desk_in_a_file_is_all_ok(doctor: Doctor, file_desk: Address) -> None:
    with unchanged(file_desk.path.parent.parent):
        told = doctor.at(file_desk)
    assert (told.code, told.wrong, told.noted) == (0, {}, set())
    assert "SQLCipher" in told.of("engine")["says"]
    assert told.of("record")["says"].startswith("it holds: 7 events, head ")
    assert told.of("people")["says"] == "7 people at this desk"
    assert told.of("here now")["says"] == "nobody"
    assert told.of("news")["says"].startswith("a ring is heard after ")
    assert file_desk.key_file is not None
    key = file_desk.key_file.read_text().strip()
    assert f"mark {hashlib.sha256(key.encode()).hexdigest()[:12]}:" in told.of("key")["says"]
    assert key not in json.dumps(told.found)


def test_a_healthy_desk_on_a_server_is_all_ok(doctor: Doctor, server_desk: ServerDesk) -> None:
    address = server_desk.furnish_with_roles()
    before = everything(server_desk.url())
    told = doctor.at(address)
    assert (told.code, told.wrong, told.noted) == (0, {}, set())
    assert told.of("engine")["says"].startswith("PostgreSQL ")
    assert told.of("record")["says"].startswith("it holds: 7 events, head ")
    assert told.of("news")["says"].startswith("a ring is heard after ")
    assert "agree on the time" in told.of("clock")["says"]
    assert everything(server_desk.url()) == before


def test_a_desk_is_looked_at_while_people_work_at_it(doctor: Doctor, file_desk: Address) -> None:
    script = (
        "import sys; from tests.house import *; from datetime import datetime, UTC;"
        "a = Address('sqlcipher', sys.argv[1], Path(sys.argv[2]));"
        "o = a.open(lambda: datetime.now(UTC)); sit(o, 'tina').place(KIM); sit(o, 'tina');"
        "sit(o, 'ana'); print('here', flush=True); sys.stdin.read(); o.close()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, file_desk.url, str(file_desk.key_file)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    ) as session:  # fmt: skip
        assert session.stdout is not None
        assert session.stdout.readline() == "here\n"
        with unchanged(file_desk.path.parent):
            told = doctor.at(file_desk)
        session.communicate("")
    assert (told.code, told.wrong) == (0, {})
    assert told.of("here now")["says"] == "2 people in 3 sessions"
    assert told.of("record")["says"].startswith("it holds: 8 events")


def test_on_paper_it_fits_eighty_columns(doctor: Doctor, file_desk: Address) -> None:
    file_desk.path.chmod(0o644)
    doctor.at(file_desk)
    page = doctor.text()
    for line in page.splitlines():
        assert len(line) <= 80 or " " not in line.removeprefix(" " * 12).strip(), line
    assert page.startswith("ok    program            p2p ")
    assert f"note  file               {file_desk.path} has mode 0644" in page
    assert f"\n      mend: chmod 600 {file_desk.path}\n" in page
    assert page.endswith("\nNothing is wrong, 1 to note\n")


def test_it_runs_without_a_terminal_and_in_any_encoding(file_desk: Address, tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("P2P_")}
    done = subprocess.run(
        [sys.executable, "-m", "p2p_tui", "doctor"],
        stdin=subprocess.DEVNULL, capture_output=True, check=False, cwd=tmp_path,
        env=kept | {
            "HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii",
            "P2P_DATABASE_URL": file_desk.url, "P2P_DATABASE_KEY_FILE": str(file_desk.key_file),
            "TERM": "",
        },
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"none here; run this in the one that you work in" in done.stdout


def test_it_imports_no_screens(file_desk: Address, tmp_path: Path) -> None:
    script = (
        "import sys; from p2p_tui.cli.main import main; main(['doctor']);"
        "print(*sorted({'textual', 'rich', 'p2p_tui.tui'} & set(sys.modules)),"
        " file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=False, cwd=tmp_path,
        env=os.environ | {
            "HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "P2P_DATABASE_URL": file_desk.url,
        },
    )  # fmt: skip
    assert done.stderr == b"\n"


# -- no desk yet


@pytest.mark.parametrize("engine", FILE_ENGINES)
def test_there_is_no_desk_yet_and_none_is_made(doctor: Doctor, engine: str, tmp_path: Path) -> None:
    doctor.set_env("P2P_DATABASE_URL", f"{engine}://{tmp_path}/new/desk.db")
    with unchanged(tmp_path):
        told = doctor()
    assert told.code == 1
    assert told.wrong == {"desk": "there is no desk yet"}
    assert told.of("desk")["mend"].startswith("p2p init --username ")


def test_an_empty_database_of_a_server_is_no_desk_yet(
    doctor: Doctor, server_desk: ServerDesk
) -> None:
    told = doctor.at(server_desk.address())
    assert told.code == 1
    assert told.wrong == {"desk": "there is no desk yet"}
    assert everything(server_desk.url()) == {}


def test_a_desk_without_people(doctor: Doctor, address: Address) -> None:
    Address.open(address).close()
    told = doctor.at(address)
    assert told.code == 1
    assert told.wrong["people"] == "nobody works at this desk"
    assert told.of("people")["mend"].startswith("p2p init --username ")


# -- files, modes, key


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


# -- schema and record


def test_an_older_schema(
    doctor: Doctor, address: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    furnish(address.open()).close()
    steps = tmp_path / "migrations"
    shutil.copytree(stores.MIGRATIONS, steps)
    (steps / "0002_more.py").write_text("def up(migrator, db):\n    raise AssertionError\n")
    monkeypatch.setattr(stores, "MIGRATIONS", steps)
    told = doctor.at(address)
    assert told.code == 1
    assert told.wrong["schema"] == "the database is of an older version: it lacks 0002_more"
    assert told.of("schema")["mend"] == "p2p migrate"


def test_a_newer_schema(doctor: Doctor, address: Address) -> None:
    office = furnish(address.open())
    office.store.engine.database.execute_sql(
        "INSERT INTO schema_migration (name, applied) VALUES ('9999_later', '2099-01-01')"
    )
    office.close()
    told = doctor.at(address)
    assert told.code == 1
    assert told.wrong["schema"] == "The database is of a newer version (9999_later)"
    assert told.of("schema")["mend"] == "use the newer p2p"


def test_a_record_that_was_tampered_with(doctor: Doctor, file_desk: Address) -> None:
    office = file_desk.open()
    office.store.engine.database.execute_sql("DROP TRIGGER event_no_update")
    EventRow.update(actor="ben").where(EventRow.seq == 3).execute()
    office.close()
    told = doctor.at(file_desk)
    assert told.code == 1
    assert told.wrong == {"record": "it does not hold: event 3 was altered"}
    assert "p2p audit verify" in told.of("record")["mend"]


def test_a_record_on_a_server_that_was_tampered_with(
    doctor: Doctor, server_desk: ServerDesk
) -> None:
    address = server_desk.furnish_with_roles()
    server_desk.run(
        "ALTER TABLE event DISABLE TRIGGER ALL", "UPDATE event SET actor = 'ben' WHERE seq = 3"
    )
    told = doctor.at(address)
    assert (told.code, told.wrong) == (1, {"record": "it does not hold: event 3 was altered"})


def test_rows_that_can_not_be_read_hide_nothing_else_and_tell_no_values(
    doctor: Doctor, file_desk: Address
) -> None:
    office = file_desk.open()
    office.store.engine.database.execute_sql("UPDATE staff SET roles = '[\"Kim Osei\"]'")
    office.close()
    told = doctor.at(file_desk)
    assert told.code == 1
    assert told.wrong == {"people": "can't be looked at: ValidationError"}
    assert "Osei" not in json.dumps(told.found)


def test_nobody_who_looks_after_staff(doctor: Doctor, file_desk: Address) -> None:
    office = file_desk.open()
    office.store.engine.database.execute_sql("UPDATE staff SET roles = '[\"technician\"]'")
    office.close()
    told = doctor.at(file_desk)
    assert (told.code, told.noted) == (0, {"people"})
    assert told.of("people")["mend"].startswith("p2p staff set ")


# -- a server


def test_a_server_that_can_not_be_reached(doctor: Doctor, tmp_path: Path) -> None:
    doctor.set_env("P2P_DATABASE_URL", f"postgresql://tina:{PASSWORD}@/desk?host={tmp_path}")
    told = doctor()
    assert told.code == 3
    assert "can't be reached" in told.wrong["database"]
    assert f"pg_isready -h {tmp_path}" in told.of("database")["mend"]


def test_a_database_that_the_server_does_not_have(doctor: Doctor, server: servers.Server) -> None:
    doctor.set_env("P2P_DATABASE_URL", server.url("nowhere"))
    told = doctor()
    assert told.code == 3
    assert '"nowhere" does not exist' in told.wrong["database"]


def test_a_role_that_could_rewrite_the_record(doctor: Doctor, server_desk: ServerDesk) -> None:
    server_desk.furnish_with_roles()
    told = doctor.at(server_desk.address(server_desk.owner))
    assert (told.code, told.noted) == (0, {"rights"})
    assert "could rewrite it" in told.of("rights")["says"]
    assert "p2p migrate --roles" in told.of("rights")["mend"]


def test_a_server_that_may_lose_what_was_saved(doctor: Doctor, server_desk: ServerDesk) -> None:
    address = server_desk.furnish_with_roles()
    server_desk.run(f"ALTER DATABASE {server_desk.name} SET synchronous_commit = off")
    told = doctor.at(address)
    assert told.code == 1
    assert set(told.wrong) == {"durability"}


def test_a_server_that_takes_no_writes(doctor: Doctor, server_desk: ServerDesk) -> None:
    address = server_desk.furnish_with_roles()
    server_desk.run(f"ALTER DATABASE {server_desk.name} SET default_transaction_read_only = on")
    told = doctor.at(address)
    assert told.code == 1
    assert set(told.wrong) == {"saving"}
    assert "takes no writes now" in told.wrong["saving"]


@pytest.mark.parametrize(("apart", "health", "code"), [(60, "bad", 1), (-5, "warning", 0)])
def test_a_server_whose_clock_says_another_time(
    doctor: Doctor, server_desk: ServerDesk, apart: int, health: str, code: int
) -> None:
    address = server_desk.furnish_with_roles()
    server_desk.run(
        "CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS"
        f" $$SELECT pg_catalog.clock_timestamp() + interval '{apart} s'$$",
        f"ALTER DATABASE {server_desk.name} SET search_path = public, pg_catalog",
    )
    told = doctor.at(address)
    clock = told.of("clock")
    assert (clock["health"], told.code) == (health, code)
    assert f"{abs(apart)} s {'behind' if apart > 0 else 'ahead of'} the server" in clock["says"]
    assert "timedatectl" in clock["mend"]


@pytest.mark.parametrize(
    "form",
    [
        "postgresql://app:{p}@/desk?host={h}",
        "postgresql://app@/desk?host={h}&password={p}",
        "postgresql://app:{p}/x@/desk?host={h}",
        "postgresql://app:x?{p}@h/desk",
        "postgresql://app:{p}@one@/desk?host={h}",
        "postgresql://app:{p}%4@h/desk",
        "postgresql://app:{p}@h:port/desk",
        "postgresql://app:{p}@h/desk?nonsense=1",
        "postgresql://app:{p}@h/desk?sslmode=never",
        "host=h user=app password={p}",
        "mysql://app:{p}@h/desk",
    ],
)
def test_a_password_in_the_url_is_never_shown(doctor: Doctor, form: str, tmp_path: Path) -> None:
    doctor.set_env("P2P_DATABASE_URL", form.format(p=PASSWORD, h=tmp_path))
    told = doctor()
    assert told.code == 3
    assert PASSWORD not in doctor.text()
    assert "P2P_DATABASE_URL" in told.of("password")["says"]
    assert "~/.pgpass" in told.of("password")["mend"]


def test_a_password_in_the_url_is_noted_where_all_is_well(
    doctor: Doctor, server_desk: ServerDesk
) -> None:
    server_desk.furnish_with_roles()
    url = server_desk.url(server_desk.app, password=PASSWORD)
    told = doctor.at(Address("postgresql", url))
    assert (told.code, told.noted) == (0, {"password"})
    doctor.text()


def test_a_password_file_that_others_can_read(doctor: Doctor, server_desk: ServerDesk) -> None:
    address = server_desk.furnish_with_roles()
    path = Path(os.environ["HOME"], ".pgpass")
    path.touch(0o644)
    path.chmod(0o644)
    told = doctor.at(address)
    assert told.code == 1
    assert told.of("password file")["mend"] == f"chmod 600 {path}"


# -- settings, time zones


def test_settings_that_can_not_be_read(doctor: Doctor, tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text("databse_url = 'x'")
    doctor.set_env("P2P_CONFIG", str(path))
    told = doctor()
    assert told.code == 1
    assert "databse_url: extra inputs" in told.wrong["settings"]
    assert str(path) in told.of("settings")["mend"]
    assert told.of("time zones")["health"] == "good"


def test_each_setting_says_where_it_comes_from(
    doctor: Doctor, file_desk: Address, tmp_path: Path
) -> None:
    path = tmp_path / "c.toml"
    path.write_text(f"database_url = '{file_desk.url}'\nlog_folder = '/var/log/p2p'\n")
    doctor.set_env("P2P_CONFIG", str(path))
    doctor.set_env("P2P_DATABASE_KEY_FILE", str(file_desk.key_file))
    told = doctor()
    assert told.code == 0
    assert told.of("database url")["says"] == f"{file_desk.url} (from {path})"
    assert told.of("database key file")["says"].endswith("(from P2P_DATABASE_KEY_FILE)")
    assert told.of("log folder")["says"] == f"/var/log/p2p (from {path})"
    path.chmod(0o666)
    told = doctor()
    assert told.code == 1
    assert f"chmod 600 {path}" in told.of("settings file")["mend"]


def test_a_settings_file_with_a_password_is_for_its_owner_alone(
    doctor: Doctor, tmp_path: Path
) -> None:
    path = tmp_path / "c.toml"
    path.write_text(f"database_url = 'postgresql://a:{PASSWORD}@/d?host={tmp_path}'\n")
    path.chmod(0o644)
    doctor.set_env("P2P_CONFIG", str(path))
    told = doctor()
    assert "others can read the password in it" in told.wrong["settings file"]
    path.chmod(0o600)
    told = doctor()
    assert "settings file" not in told.wrong
    assert str(path) in told.of("password")["says"]


def test_a_host_without_time_zones(
    doctor: Doctor, file_desk: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    zoneinfo.ZoneInfo.clear_cache()
    monkeypatch.setitem(sys.modules, "tzdata", None)
    zoneinfo.reset_tzpath(())
    try:
        told = doctor.at(file_desk)
    finally:
        zoneinfo.reset_tzpath()
    assert told.code == 1
    assert told.of("time zones")["mend"] == "pip install tzdata"
