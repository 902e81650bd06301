"""Opening the database: what is made and for whom, and one clear line when it can't be used."""

import concurrent.futures
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from peewee import OperationalError
from playhouse.schema_diff import diff_models

from p2p_tui.desk import Office
from p2p_tui.store.engines import DatabaseReplacedError, DatabaseUnusableError
from p2p_tui.store.engines.sqlite import BUSY_MS
from p2p_tui.store.models import MODELS
from p2p_tui.store.store import MIGRATIONS, Store
from tests.crew import crew, together
from tests.house import ACCOUNT, KIM, STAFF, Address, FixedClock, file_address, furnish, sit
from tests.store import jobs

CANARY = "Zygmunt-Quillfeather-40917"
FILES = ["sqlcipher", "sqlite"]


@pytest.fixture(params=FILES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Address:
    """Where a database file can be made."""
    return file_address(request.param, tmp_path / "desk")


def opened(address: Address) -> Iterator[Store]:
    store = Store.open(address.url, address.key_file)
    yield store
    store.close()


def make(address: Address) -> None:
    Store.open(address.url, address.key_file).close()


def why_not(address: Address) -> str:
    """What is said when the database can't be opened: one line, and nothing is left open."""
    with pytest.raises(DatabaseUnusableError) as no:
        Store.open(address.url, address.key_file)
    said = str(no.value)
    assert "\n" not in said
    assert Store._open is None
    return said


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_folder_file_and_key_are_for_this_account_alone(place: Address) -> None:
    office = furnish(place.open())
    sit(office, "tina").place(KIM)
    folder = place.path.parent
    assert mode(folder) == 0o700
    found = {path.name: mode(path) for path in folder.iterdir() if path.is_file()}
    wanted = {"desk.db", "desk.db-wal", "desk.db-shm", "desk.db.lock"}
    assert set(found) == wanted | ({"desk.key"} if place.key_file else set())
    assert set(found.values()) == {0o600}
    office.close()


def test_a_file_that_others_could_read_is_made_private_again(place: Address) -> None:
    make(place)
    place.path.chmod(0o644)
    make(place)
    assert mode(place.path) == 0o600


def test_the_mode_does_not_hang_on_the_umask(place: Address) -> None:
    before = os.umask(0)
    try:
        make(place)
    finally:
        os.umask(before)
    assert mode(place.path) == 0o600
    assert mode(place.path.parent) == 0o700


def test_the_encrypted_file_holds_no_plain_text(tmp_path: Path) -> None:
    kept = {}
    for engine in FILES:
        address = file_address(engine, tmp_path / engine)
        office = furnish(address.open())
        sit(office, "tina").place(KIM.model_copy(update={"contact_name": CANARY}))
        sit(office, "tina").keep_draft("d", "new request", {"contact_name": CANARY})
        folder = address.path.parent
        kept[engine] = b"".join(p.read_bytes() for p in folder.iterdir() if p.is_file())
        office.close()
        kept[engine] += address.path.read_bytes()
    assert CANARY.encode() in kept["sqlite"], "the canary can be found where it should be"
    assert b"SQLite format 3" in kept["sqlite"]
    for words in (CANARY, "Quillfeather", "Ozempic", "Tina Park", "CREATE TABLE", "SQLite format"):
        assert words.encode() not in kept["sqlcipher"]


def test_a_wrong_key(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    address = file_address("sqlcipher", tmp_path / "desk")
    make(address)
    assert address.key_file is not None
    address.key_file.write_text("ab" * 32)
    assert why_not(address) == f"{address.path} can't be opened with the key in {address.key_file}"
    assert capfd.readouterr() == ("", "")


def test_a_missing_key(tmp_path: Path) -> None:
    address = file_address("sqlcipher", tmp_path / "desk")
    make(address)
    assert address.key_file is not None
    address.key_file.unlink()
    said = why_not(address)
    assert f"The key file {address.key_file} is missing" in said
    assert "put it back" in said
    assert not address.key_file.exists()


def test_a_key_that_others_can_read(tmp_path: Path) -> None:
    address = file_address("sqlcipher", tmp_path / "desk")
    make(address)
    assert address.key_file is not None
    address.key_file.chmod(0o640)
    assert why_not(address).endswith(f"run: chmod 600 {address.key_file}")


@pytest.mark.parametrize("key", ["", "hunter2", "AB" * 32, "ab" * 33, "é" * 64])
def test_a_key_that_is_none(tmp_path: Path, key: str) -> None:
    address = file_address("sqlcipher", tmp_path / "desk")
    make(address)
    assert address.key_file is not None
    address.key_file.write_text(key)
    assert "64 hexadecimal digits" in why_not(address)


def test_a_plain_file_where_an_encrypted_one_is_wanted(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    plain = file_address("sqlite", tmp_path)
    make(plain)
    key = tmp_path / "desk.key"
    key.write_text("ab" * 32)
    key.chmod(0o600)
    wanted = Address("sqlcipher", f"sqlcipher://{plain.path}", key, plain.path)
    assert "can't be opened with the key" in why_not(wanted)
    assert capfd.readouterr() == ("", "")


def test_an_encrypted_file_where_a_plain_one_is_wanted(tmp_path: Path) -> None:
    address = file_address("sqlcipher", tmp_path)
    make(address)
    plain = Address("sqlite", f"sqlite://{address.path}", None, address.path)
    assert "is not a plain SQLite file; is it sqlcipher:///" in why_not(plain)


def test_a_folder_is_no_database_and_keeps_its_mode(place: Address) -> None:
    place.path.mkdir(parents=True, mode=0o755)
    place.path.chmod(0o755)
    assert "is no file" in why_not(place)
    assert mode(place.path) == 0o755


def test_a_way_that_leads_through_a_file(place: Address, tmp_path: Path) -> None:
    (tmp_path / "desk").write_text("no folder")
    assert "can't be used" in why_not(place)


@pytest.mark.parametrize("url", ["", "desk.db", "sqlite://", "sqlite:///", "mysql://host/desk"])
def test_an_address_that_is_none(url: str) -> None:
    assert "sqlcipher:///PATH" in why_not(Address("none", url))


def said_to_somebody_else(url: str) -> str:
    """What a process of an account is told that may not: root may everything."""
    script = (
        "import os\n"
        "from p2p_tui.store.store import Store\n"
        "from p2p_tui.store.engines import DatabaseUnusableError, sqlite\n"
        "if os.getuid() == 0:\n"
        "    os.setuid(65534)\n"
        "try:\n"
        f"    store = Store.open('{url}')\n"
        "    with store.writing():\n"
        "        store.engine.database.execute_sql('DELETE FROM draft')\n"
        "except DatabaseUnusableError as no:\n"
        "    print(no)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.stderr == ""
    return done.stdout


def test_a_folder_that_can_not_be_written_to() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o555)
        said = said_to_somebody_else(f"sqlite://{folder}/desk.db")
    assert said == f"{folder}/desk.db.lock can't be used: Permission denied\n"


@pytest.mark.skipif(os.getuid() != 0, reason="giving a file to somebody else takes root")
def test_a_file_that_can_only_be_read() -> None:
    with tempfile.TemporaryDirectory() as folder:
        address = file_address("sqlite", Path(folder))
        make(address)
        for path in (Path(folder), *Path(folder).iterdir()):
            os.chown(path, 65534, 65534)
        Path(folder).chmod(0o755)
        address.path.chmod(0o400)
        os.chown(address.path, 65534, 65534)
        said = said_to_somebody_else(address.url)
    assert said == f"{address.path} can't be written to; check its owner and mode\n"


def test_a_newer_schema(place: Address) -> None:
    for store in opened(place):
        store.engine.database.execute_sql(
            "INSERT INTO schema_migration (name, applied) VALUES ('0099_later', '2027-01-01')"
        )
    assert why_not(place) == ("The database is of a newer version (0099_later): use the newer p2p")


def test_an_older_schema(place: Address, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    make(place)
    here = Path(sys.modules[Store.__module__].__file__ or "").parent / "migrations"
    later = tmp_path / "migrations"
    shutil.copytree(here, later)
    (later / "0099_more.py").write_text("def up(migrator, db):\n    raise AssertionError\n")
    monkeypatch.setattr("p2p_tui.store.store.MIGRATIONS", later)
    assert why_not(place) == (
        "The database is of an older version (it lacks 0099_more): run p2p migrate, which"
        " backs it up first, or use the older p2p"
    )


def test_a_schema_that_fails_on_the_way_leaves_nothing_behind(
    place: Address, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "migrations"
    broken.mkdir()
    (broken / "0001_the_desk.py").write_text(
        "def up(migrator, db):\n"
        "    db.execute_sql('CREATE TABLE staff (username TEXT)')\n"
        "    db.execute_sql('CREATE NONSENSE')\n"
    )
    with monkeypatch.context() as patch:
        patch.setattr("p2p_tui.store.store.MIGRATIONS", broken)
        assert "can't be used" in why_not(place)
    for store in opened(place):
        assert not diff_models(store.engine.database, MODELS)


def test_a_second_database_in_one_process_is_refused(place: Address, tmp_path: Path) -> None:
    for _ in opened(place):
        with pytest.raises(DatabaseUnusableError, match="another desk's database open"):
            Store.open(f"sqlite://{tmp_path}/other.db")
    make(file_address("sqlite", tmp_path / "other"))


def test_migrations_and_models_are_one_schema(address: Address) -> None:
    for store in opened(address):
        difference = diff_models(store.engine.database, MODELS)
        assert not difference, str(difference)
        database = store.engine.database
        for model in MODELS:
            columns = {one.name: one for one in database.get_columns(model._meta.table_name)}
            key = {one.name for one in model._meta.get_primary_keys()}
            for field in model._meta.sorted_fields:
                found = columns[field.column_name]
                assert (found.null, found.primary_key) == (field.null, field.name in key), field


def test_processes_that_begin_on_nothing_at_once_make_one_schema(address: Address) -> None:
    found = together(jobs.open_at_once, [(address,)] * 4)
    tables, applied = found[0]
    assert applied == len(list(MIGRATIONS.glob("[0-9]*.py")))
    assert {model._meta.table_name for model in MODELS} <= set(tables)
    assert found == [found[0]] * 4


def test_the_pragmas_are_in_force_in_every_thread(place: Address) -> None:
    def pragmas(store: Store) -> dict[str, Any]:
        return {name: store.engine.database.pragma(name) for name in wanted}

    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": BUSY_MS,
        "recursive_triggers": 1,
        "secure_delete": 1,
        "temp_store": 2,
    }
    for store in opened(place):
        found: list[dict[str, Any]] = []

        def look(store: Store = store, found: list[dict[str, Any]] = found) -> None:
            found.append(pragmas(store))
            store.release()

        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
        assert [pragmas(store), *found] == [wanted, wanted]


def test_a_writer_waits_for_another_process_and_does_not_fail(
    address: Address, clock: FixedClock
) -> None:
    office = furnish(address.open(clock))
    tina = sit(office, "tina")
    try:
        with crew(jobs.hold_the_write_lock, [(address,)]) as (mate,):
            assert mate.answer() == "held"
            let_go = threading.Timer(0.3, mate.tell, ["let go"])
            let_go.start()
            assert tina.place(KIM).ref == "P2P-1001"
            assert let_go.finished.is_set()
            let_go.join()
    finally:
        office.close()


def test_a_link_to_the_file_is_followed_once_for_all(place: Address, tmp_path: Path) -> None:
    furnish(place.open()).close()
    link = tmp_path / "link.db"
    link.symlink_to(place.path)
    through = Address(place.engine, f"{place.engine}://{link}", place.key_file, link)
    office = through.open()
    try:
        assert len(office.roster().staff) == len(STAFF)
        sit(office, "tina").place(KIM)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["desk", "link.db"]
    finally:
        office.close()
    assert link.is_symlink()


def test_a_link_to_nothing_makes_the_file_where_it_points(place: Address, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(place.path)
    make(Address(place.engine, f"{place.engine}://{link}", place.key_file, link))
    assert mode(place.path) == 0o600


def test_only_the_first_person_founds_a_desk(address: Address) -> None:
    office = address.open()
    try:
        with pytest.raises(Exception, match="a lead or an admin"):
            office.found(STAFF[1], account=ACCOUNT)
        office.found(STAFF[0], account=ACCOUNT)
        with pytest.raises(Exception, match="people already"):
            office.found(STAFF[0], account=ACCOUNT)
    finally:
        office.close()


# -- a file that is taken away


def test_a_connection_makes_no_file_where_the_desk_was_taken_away(
    file_office: Office, file_address: Address
) -> None:
    path = file_address.path
    path.rename(path.with_name("aside.db"))
    engine = file_office.store.engine
    with concurrent.futures.ThreadPoolExecutor() as another:
        with pytest.raises(OperationalError, match="unable to open") as problem:
            another.submit(engine.database.connect).result()
        with pytest.raises(DatabaseReplacedError, match="is gone; nothing was saved"):
            another.submit(file_office.roster).result()
    assert not path.exists()
    assert "is gone; nothing was saved" in str(engine.explain(problem.value))
