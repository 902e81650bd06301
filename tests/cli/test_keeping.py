"""``p2p backup``, ``restore``, ``rekey`` and ``migrate``, as the account runs them that owns it."""

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from p2p_tui.desk import keeping
from p2p_tui.store.store import Store
from tests.cli.conftest import P2P
from tests.crew import together
from tests.house import ENGINES, KIM, Address, file_address, furnish, sit
from tests.store import copying
from tests.store.copying import place_of, refs


@pytest.fixture
def p2p(tmp_path: Path) -> Iterator[P2P]:
    """The command at a desk in an encrypted file, which is what has copies and a key."""
    with ENGINES["sqlcipher"]() as address:
        furnish(address.open()).close()
        yield P2P(address, tmp_path)


def later_steps(folder: Path) -> Path:
    """The steps of a newer program: one more that harms nobody."""
    here = Path(sys.modules[Store.__module__].__file__ or "").parent / "migrations"
    shutil.copytree(here, folder)
    (folder / "0099_more.py").write_text(
        "def up(migrator, db):\n    db.execute_sql('CREATE TABLE more (name TEXT)')\n"
    )
    return folder


def furnished(address: Address) -> Address:
    office = furnish(address.open())
    sit(office, "tina").place(KIM)
    office.close()
    return address


def test_a_desk_is_backed_up_and_restored(p2p: P2P, tmp_path: Path) -> None:
    said = p2p("backup", "b.db")
    found = re.fullmatch(
        rf"Backed up to {tmp_path}/b\.db: 7 events, head [0-9a-f]{{16}};"
        rf" opens with the key [0-9a-f]{{12}} \(in {p2p.address.key_file}\)\n",
        said,
    )
    assert found, said
    p2p("staff", "add", "--username", "zoe", "--name", "Zoe Falk", "--role", "lead")
    said = p2p("restore", "b.db")
    assert re.fullmatch(
        rf"Restored b\.db; the desk before it is kept as {p2p.address.path}\.before-restore-\w+\n",
        said,
    )
    assert "zoe" not in p2p("staff", "list")
    assert p2p.json("audit", "verify")["ok"] is True
    assert "is there already" in p2p("backup", "b.db", code=3)
    assert "There is no backup" in p2p("restore", "none.db", code=3)
    assert "required: FILE" in p2p("backup", code=2)


def test_the_key_is_changed(p2p: P2P) -> None:
    p2p("backup", "b.db")
    said = p2p("rekey")
    assert re.search(rf"backups made before: {p2p.address.key_file}\.[0-9a-f]{{12}}\n$", said)
    assert p2p.json("audit", "verify")["ok"] is True
    p2p("restore", "b.db")
    assert p2p.json("audit", "verify")["ok"] is True


def test_a_change_of_key_that_was_interrupted_is_named_where_it_is_met(p2p: P2P) -> None:
    key_file = p2p.address.key_file
    assert key_file is not None
    p2p("rekey")
    (kept,) = key_file.parent.glob("desk.key.*")
    key_file.rename(key_file.with_name("desk.key.new"))
    key_file.write_bytes(kept.read_bytes())
    key_file.chmod(0o600)
    assert "run p2p rekey, which finishes it" in p2p("queue", code=3)
    p2p("rekey")
    assert p2p.json("audit", "verify")["ok"] is True


def test_what_the_server_does_itself_is_said(tmp_path: Path) -> None:
    address = Address("postgresql", "postgresql://nobody@/desk?host=/nowhere")
    away = P2P(address, tmp_path)
    assert "pg_dump --format=custom --file=b.db" in away("backup", "b.db", code=1)
    assert "pg_restore" in away("restore", "b.db", code=1)
    assert "its host encrypts the disk" in away("rekey", code=1)
    sql = away("migrate", "--roles", "--owner-role", "chief", "--app-role", "clerk")
    assert "CREATE ROLE chief LOGIN" in sql
    assert "GRANT USAGE ON SCHEMA public TO clerk;" in sql
    assert "can't be the name of a role" in away("migrate", "--roles", "--app-role", "A;", code=3)


def test_a_desk_of_this_version_has_nothing_to_migrate(p2p: P2P) -> None:
    assert p2p("migrate") == "The schema is of this version already; nothing to do\n"
    assert "has no roles" in p2p("migrate", "--roles", code=1)
    assert not list(p2p.address.path.parent.glob("*before*"))


def test_an_older_desk_is_backed_up_before_it_is_moved(
    file_address: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = furnished(file_address)
    then = refs(address)
    steps = later_steps(tmp_path / "later")
    with monkeypatch.context() as patch:
        patch.setattr("p2p_tui.store.store.MIGRATIONS", steps)
        found = keeping.migrate(place_of(address))
        assert found.steps == ("0099_more",)
        assert found.copy is not None
        assert re.fullmatch(r"desk\.db\.before-0099_more-\d{8}T\d{6}Z", found.copy.path.name)
        assert refs(address) == then
        assert keeping.migrate(place_of(address)).steps == ()
        # The copy is of the older version: it can be put back, and then lacks the step again.
        assert keeping.restore(place_of(address), found.copy.path).pending == ("0099_more",)
    assert refs(address) == then


def test_two_who_migrate_at_once_make_each_step_once(file_address: Address, tmp_path: Path) -> None:
    address = furnished(file_address)
    steps = later_steps(tmp_path / "later")
    found = together(copying.migrate, [(address, steps)] * 2)
    assert sorted(found) == [(), ("0099_more",)]
    assert len(list(address.path.parent.glob("desk.db.before-*Z"))) == 1


def test_a_desk_is_not_moved_where_its_backup_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = furnished(file_address("sqlcipher", tmp_path / "desk"))
    monkeypatch.setattr("p2p_tui.store.store.MIGRATIONS", later_steps(tmp_path / "later"))
    store = Store.open(address.url, address.key_file, any_schema=True)
    store.engine.database.execute_sql("DROP TRIGGER event_no_update")
    store.engine.database.execute_sql("UPDATE event SET actor = 'nobody' WHERE seq = 1")
    store.close()
    with pytest.raises(Exception, match="does not hold"):
        keeping.migrate(place_of(address))
    store = Store.open(address.url, address.key_file, any_schema=True)
    assert store.pending() == ("0099_more",)
    store.close()


@pytest.mark.skipif("postgresql" not in ENGINES, reason="the tests' server is not wired up here")
def test_on_a_server_somebody_has_to_say_that_it_is_backed_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ENGINES["postgresql"]() as address:
        furnish(address.open()).close()
        monkeypatch.setattr("p2p_tui.store.store.MIGRATIONS", later_steps(tmp_path / "later"))
        with pytest.raises(Exception, match=r"pg_dump .*; then: p2p migrate --backed-up"):
            keeping.migrate(place_of(address))
        found = keeping.migrate(place_of(address), backed_up=True)
        assert (found.steps, found.copy) == (("0099_more",), None)
