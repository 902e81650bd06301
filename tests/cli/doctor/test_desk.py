"""How a desk is as a whole: well, not there yet, of another version, tampered with."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from p2p_tui.store import store as stores
from p2p_tui.store.anchors import Anchorage
from p2p_tui.store.models import EventRow
from tests.cli.conftest import ROOT
from tests.cli.doctor.conftest import Doctor, ServerDesk, everything, unchanged
from tests.house import FILE_ENGINES, FRIDAY, KIM, Address, FixedClock, furnish, sit


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
    assert page.startswith("ok    program              p2p ")
    assert f"note  file                 {file_desk.path} has mode 0644" in page
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


def test_an_older_schema(
    doctor: Doctor, address: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    furnish(address.open()).close()
    steps = tmp_path / "migrations"
    shutil.copytree(stores.MIGRATIONS, steps)
    (steps / "0099_more.py").write_text("def up(migrator, db):\n    raise AssertionError\n")
    monkeypatch.setattr(stores, "MIGRATIONS", steps)
    told = doctor.at(address)
    assert told.code == 1
    assert told.wrong["schema"] == "the database is of an older version: it lacks 0099_more"
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


def test_an_old_head_is_noted_once_something_happened_since(
    doctor: Doctor, file_desk: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = Anchorage(tmp_path / "anchors")
    monkeypatch.setenv("P2P_ANCHOR_FILE", str(where.file))
    office = file_desk.open(FixedClock())
    head = office.head()
    assert head is not None
    where.keep(replace(head, at=FRIDAY - timedelta(days=9)))
    office.close()
    told = doctor.at(file_desk)
    assert told.of("anchor")["says"].endswith("the record fits"), "nothing has happened since"
    office = file_desk.open(FixedClock())
    sit(office, "tina").place(KIM)
    office.close()
    told = doctor.at(file_desk)
    assert told.of("anchor")["health"] == "warning"
    assert told.of("anchor")["mend"].startswith("p2p audit anchor")


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
