"""Backup, restore and another key: whole files, checked before they are trusted, swapped in one."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from p2p_tui.desk import keeping
from p2p_tui.domain.errors import DeskError
from p2p_tui.store.engines import Copy, DatabaseReplacedError, DatabaseUnusableError, sqlite_swaps
from p2p_tui.store.engines.sqlite_copies import fits
from p2p_tui.store.store import MIGRATIONS, Store
from tests.crew import crew, elsewhere
from tests.house import KIM, Address, file_address, furnish, sit
from tests.store import copying
from tests.store.copying import events, place_of, refs
from tests.store.test_opening import CANARY, mode


@pytest.fixture(params=["sqlcipher", "sqlite"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Address:
    """A desk with its people and two requests, which nobody has open."""
    return furnished(file_address(request.param, tmp_path / "desk"), 2)


@pytest.fixture
def locked(tmp_path: Path) -> Address:
    """The same, encrypted."""
    return furnished(file_address("sqlcipher", tmp_path / "desk"), 2)


def furnished(address: Address, count: int) -> Address:
    furnish(address.open()).close()
    add(address, count)
    return address


def add(address: Address, count: int) -> None:
    office = address.open()
    try:
        for _ in range(count):
            sit(office, "tina").place(KIM)
    finally:
        office.close()


def backed_up(address: Address, to: Path) -> Copy:
    return keeping.backup(place_of(address), to)


def bytes_of(address: Address) -> dict[str, bytes]:
    """Every file of the desk as it is."""
    folder = address.path.parent
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def tamper(address: Address, actor: str) -> None:
    """Take the guards away, and let the third event be another's."""
    store = Store.open(address.url, address.key_file)
    for trigger in ("update", "delete", "replace"):
        store.engine.database.execute_sql(f"DROP TRIGGER event_no_{trigger}")
    store.engine.database.execute_sql(f"UPDATE event SET actor = {actor} WHERE seq = 3")
    store.close()


def no_to_restore(address: Address, backup: Path) -> str:
    """What is said instead: one line, and the desk is untouched."""
    before = bytes_of(address)
    with pytest.raises(DatabaseUnusableError) as no:
        keeping.restore(place_of(address), backup)
    said = str(no.value)
    assert "\n" not in said
    assert bytes_of(address) == before
    return said


def key_of(address: Address) -> str:
    assert address.key_file is not None
    return address.key_file.read_text().strip()


def newest_step() -> str:
    """The newest step of the schema, as its file is called."""
    return max(path.stem for path in MIGRATIONS.glob("[0-9]*.py"))


def test_a_backup_is_private_and_says_which_key_opens_it(desk: Address, tmp_path: Path) -> None:
    made = backed_up(desk, tmp_path / "b.db")
    assert (mode(made.path), mode(tmp_path / "b.db.json")) == (0o600, 0o600)
    note = json.loads((tmp_path / "b.db.json").read_text())
    assert (note["events"], note["head"]) == (made.events, made.head)
    assert made.events == events(desk)
    assert (note["schema"], note["key"]) == (newest_step(), made.key)
    encrypted = desk.key_file is not None
    assert (note["encrypted"], bool(made.key), made.key_file) == (
        encrypted,
        encrypted,
        desk.key_file,
    )
    assert {path.name for path in tmp_path.iterdir()} == {"desk", "b.db", "b.db.json"}
    if encrypted:
        assert key_of(desk) not in (tmp_path / "b.db.json").read_text()


def test_a_backup_holds_no_plain_text(locked: Address, tmp_path: Path) -> None:
    office = locked.open()
    sit(office, "tina").place(KIM.model_copy(update={"contact_name": CANARY}))
    office.close()
    backed_up(locked, tmp_path / "b.db")
    found = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    for words in (CANARY, "Ozempic", "Tina Park", "lena", "CREATE TABLE", "SQLite format"):
        assert words.encode() not in found


@pytest.mark.few(1)
def test_a_backup_while_others_write_has_all_that_was_acknowledged(
    desk: Address, tmp_path: Path
) -> None:
    with crew(copying.place_until_told, [(desk, "tina"), (desk, "raj")]) as mates:
        before = [mate.answer() for mate in mates for _ in range(15)]
        made = backed_up(desk, tmp_path / "b.db")
        for mate in mates:
            mate.tell("enough")
        rest = [list(iter(mate.answer, "done")) for mate in mates]
    assert all(rest), "both went on writing"
    assert made.events < events(desk)
    copy = file_address(desk.engine, tmp_path / "copy")
    copy.path.parent.mkdir()
    shutil.copy(made.path, copy.path)
    if desk.key_file and copy.key_file:
        shutil.copy(desk.key_file, copy.key_file)
    assert {ref.removeprefix("P2P-") for ref in before} <= set(refs(copy))


def test_nothing_is_written_over_by_a_backup(desk: Address, tmp_path: Path) -> None:
    target = tmp_path / "b.db"
    target.write_text("mine")
    (tmp_path / "link.db").symlink_to(tmp_path / "nowhere")
    (tmp_path / "c.db.json").write_text("mine")
    for name in ("b.db", "link.db", "c.db"):
        with pytest.raises(DatabaseUnusableError, match="is there already"):
            backed_up(desk, tmp_path / name)
    assert target.read_text() == (tmp_path / "c.db.json").read_text() == "mine"
    assert {path.name for path in tmp_path.iterdir()} == {"desk", "b.db", "link.db", "c.db.json"}
    with pytest.raises(DatabaseUnusableError, match="SQLite's own name"):
        backed_up(desk, desk.path.with_name("desk.db-wal"))
    with pytest.raises(DatabaseUnusableError, match="No such file"):
        backed_up(desk, tmp_path / "none" / "b.db")


def test_a_backup_of_a_record_that_does_not_hold_is_taken_away(
    desk: Address, tmp_path: Path
) -> None:
    tamper(desk, "'nobody'")
    with pytest.raises(DatabaseUnusableError, match="does not hold: event 3 was altered"):
        backed_up(desk, tmp_path / "b.db")
    assert [path.name for path in tmp_path.iterdir()] == ["desk"]


def test_a_backup_of_a_record_with_bytes_that_are_no_text_says_so_and_repeats_none(
    desk: Address, tmp_path: Path
) -> None:
    tamper(desk, "CAST(X'4b696dff' AS TEXT)")
    with pytest.raises(DatabaseUnusableError, match="event 3 holds what is no text") as no:
        backed_up(desk, tmp_path / "b.db")
    assert "Kim" not in str(no.value)


def test_a_desk_that_its_key_does_not_open_is_not_backed_up(
    locked: Address, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert locked.key_file is not None
    locked.key_file.write_text("ab" * 32)
    with pytest.raises(DatabaseUnusableError) as no:
        backed_up(locked, tmp_path / "b.db")
    assert str(no.value) == f"{locked.path} can't be opened with the key in {locked.key_file}"
    assert [path.name for path in tmp_path.iterdir()] == ["desk"]
    assert capfd.readouterr() == ("", "")


def test_no_desk_is_made_to_be_backed_up(tmp_path: Path) -> None:
    address = file_address("sqlcipher", tmp_path / "desk")
    with pytest.raises(DatabaseUnusableError, match="There is no desk"):
        backed_up(address, tmp_path / "b.db")
    assert list(tmp_path.iterdir()) == []


def test_a_restored_desk_is_the_one_of_the_backup(desk: Address, tmp_path: Path) -> None:
    made = backed_up(desk, tmp_path / "b.db")
    then = refs(desk)
    add(desk, 3)
    after = refs(desk)
    found = keeping.restore(place_of(desk), made.path)
    assert (refs(desk), events(desk), found.pending) == (then, made.events, ())
    assert mode(desk.path) == 0o600
    assert found.kept is not None
    assert found.kept.name.startswith("desk.db.before-restore-")
    again = keeping.restore(place_of(desk), found.kept)
    assert refs(desk) == after
    assert again.kept not in (None, found.kept)
    office = desk.open()
    assert sit(office, "tina").place(KIM).ref == "P2P-1006"
    office.close()


def test_a_lost_disk_is_restored_from_backup_and_key(desk: Address, tmp_path: Path) -> None:
    made = backed_up(desk, tmp_path / "b.db")
    then = refs(desk)
    desk.path.unlink()
    desk.path.with_name("desk.db-wal").write_bytes(b"of another file")
    found = keeping.restore(place_of(desk), made.path)
    assert found.kept is None
    assert refs(desk) == then


def test_without_its_key_nothing_is_restored_and_no_key_made_up(
    locked: Address, tmp_path: Path
) -> None:
    made = backed_up(locked, tmp_path / "b.db")
    shutil.rmtree(locked.path.parent)
    with pytest.raises(DatabaseUnusableError, match=r"desk\.key is missing"):
        keeping.restore(place_of(locked), made.path)
    assert not locked.path.exists()


@pytest.mark.parametrize("with_note", [True, False])
def test_a_backup_with_another_key_names_both(
    locked: Address, tmp_path: Path, with_note: bool
) -> None:
    other = furnished(file_address("sqlcipher", tmp_path / "other"), 1)
    made, ours = backed_up(other, tmp_path / "b.db"), backed_up(locked, tmp_path / "ours.db")
    if not with_note:
        (tmp_path / "b.db.json").unlink()
    said = no_to_restore(locked, made.path)
    assert f"can't be opened with the key {ours.key} in {locked.key_file}" in said
    assert (f"it wants the key {made.key}" in said) is with_note


def test_a_file_that_is_no_backup_is_refused(desk: Address, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    other.write_text("Dear all, " * 1000)
    assert str(other) in no_to_restore(desk, other)
    other.write_bytes(b"")
    assert no_to_restore(desk, other) == f"{other} is empty"
    assert "There is no backup" in no_to_restore(desk, tmp_path / "none.db")
    assert "is the desk itself" in no_to_restore(desk, desk.path)
    other.unlink()
    with sqlite3.connect(other) as database:
        database.execute("CREATE TABLE recipes (name TEXT)")
    database.close()
    said = no_to_restore(desk, other)
    assert ("there is no desk in it" if desk.key_file is None else "is a plain SQLite file") in said


@pytest.mark.parametrize("with_note", [True, False])
def test_a_damaged_backup_is_refused(desk: Address, tmp_path: Path, with_note: bool) -> None:
    made = backed_up(desk, tmp_path / "b.db")
    whole = made.path.read_bytes()
    if not with_note:
        (tmp_path / "b.db.json").unlink()
    broken = [whole[: len(whole) // 2], whole[:5000], whole[:-1000]]
    for at in (30, 5000, len(whole) // 2):
        flipped = bytearray(whole)
        flipped[at] ^= 0x10
        if with_note or desk.key_file:
            broken.append(bytes(flipped))
    for content in broken:
        made.path.write_bytes(content)
        assert str(made.path) in no_to_restore(desk, made.path)


def test_a_backup_of_a_newer_version_is_refused(desk: Address, tmp_path: Path) -> None:
    store = Store.open(desk.url, desk.key_file)
    database = store.engine.database
    database.execute_sql(
        "INSERT INTO schema_migration (name, applied) VALUES ('0099_later', '2027-01-01')"
    )
    store.close()
    shutil.copy(desk.path, tmp_path / "b.db")
    store = Store.open(desk.url, desk.key_file, any_schema=True)
    store.engine.database.execute_sql("DELETE FROM schema_migration WHERE name = '0099_later'")
    store.close()
    said = no_to_restore(desk, tmp_path / "b.db")
    assert "is of a newer version (0099_later): use the newer p2p" in said


@pytest.mark.few(1)
def test_nothing_is_restored_while_somebody_sits_at_the_desk(desk: Address, tmp_path: Path) -> None:
    made = backed_up(desk, tmp_path / "b.db")
    with crew(copying.have_a_session, [(desk, "raj"), (desk, "tina")]) as mates:
        assert [mate.answer() for mate in mates] == ["here", "here"]
        with pytest.raises(
            DatabaseUnusableError, match=r"Sessions are open at this desk \(2\): ask"
        ):
            keeping.restore(place_of(desk), made.path)
        for number, mate in enumerate(mates):
            mate.tell("place")
            assert mate.answer() == f"P2P-{1003 + number}"
            mate.tell("leave")
            assert mate.answer() == "left"
    assert len(refs(desk)) == 4
    assert not desk.path.with_name("desk.db.restoring").exists()
    keeping.restore(place_of(desk), made.path)
    assert len(refs(desk)) == 2


def test_a_damaged_desk_is_restored_unless_somebody_has_it_open(
    desk: Address, tmp_path: Path
) -> None:
    made = backed_up(desk, tmp_path / "b.db")
    then = refs(desk)
    with crew(copying.have_a_session, [(desk, "raj")]) as (mate,):
        assert mate.answer() == "here"
        with desk.path.open("r+b") as file:
            file.write(b"spilled coffee, " * 4)
        with pytest.raises(DatabaseUnusableError, match=r"Sessions are open at this desk \(1\)"):
            keeping.restore(place_of(desk), made.path)
        mate.kill()
    found = keeping.restore(place_of(desk), made.path)
    assert refs(desk) == then
    assert found.kept is not None
    assert found.kept.read_bytes().startswith(b"spilled coffee")


def test_a_session_whose_file_was_moved_away_under_it_does_not_write(
    desk: Address, tmp_path: Path
) -> None:
    made = backed_up(desk, tmp_path / "b.db")
    office = desk.open()
    tina = sit(office, "tina")
    made.path.replace(desk.path)
    with pytest.raises(DatabaseReplacedError, match="was replaced; nothing was saved"):
        tina.place(KIM)
    office.close()


def test_a_session_that_comes_back_after_the_swap_does_not_write(
    desk: Address, tmp_path: Path
) -> None:
    made = backed_up(desk, tmp_path / "b.db")
    then = refs(desk)
    with crew(copying.have_a_session, [(desk, "raj")]) as (mate,):
        assert mate.answer() == "here"
        with pytest.MonkeyPatch.context() as patch:
            # As if it had had no connection open in that moment.
            patch.setattr(sqlite_swaps, "_lock", lambda desk, path, sessions: None)
            keeping.restore(place_of(desk), made.path)
        mate.tell("place")
        assert "DatabaseReplacedError" in mate.answer()
        mate.kill()
    assert refs(desk) == then


def test_a_desk_of_another_account_is_left_alone(
    desk: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backed_up(desk, tmp_path / "b.db")
    monkeypatch.setattr("os.getuid", lambda: 4711)
    for act in (
        lambda: backed_up(desk, tmp_path / "c.db"),
        lambda: keeping.restore(place_of(desk), made.path),
        lambda: keeping.migrate(place_of(desk)),
    ):
        with pytest.raises(DeskError, match="for the account that owns"):
            act()


def test_after_a_change_of_key_only_the_new_one_opens_the_desk(
    locked: Address, tmp_path: Path
) -> None:
    made, then, old = backed_up(locked, tmp_path / "b.db"), refs(locked), key_of(locked)
    kept = keeping.rekey(place_of(locked))
    assert key_of(locked) != old
    assert (kept.read_text().strip(), kept.name) == (old, f"desk.key.{made.key}")
    assert mode(kept) == mode(locked.path) == mode(locked.path.with_name("desk.key")) == 0o600
    assert fits(locked.path, key_of(locked))
    assert not fits(locked.path, old)
    assert refs(locked) == then
    names = {path.name for path in locked.path.parent.iterdir()}
    assert names == {"desk.db", "desk.db.lock", "desk.key", kept.name}
    assert fits(made.path, old)
    add(locked, 1)
    keeping.restore(place_of(locked), made.path)
    assert refs(locked) == then
    assert fits(locked.path, key_of(locked)), "an old backup gets the key in force"


def test_the_key_is_not_changed_while_somebody_sits_at_the_desk(locked: Address) -> None:
    old = key_of(locked)
    with crew(copying.have_a_session, [(locked, "raj")]) as (mate,):
        assert mate.answer() == "here"
        with pytest.raises(DatabaseUnusableError, match="Sessions are open"):
            keeping.rekey(place_of(locked))
        mate.tell("place")
        assert mate.answer() == "P2P-1003"
        mate.tell("leave")
        assert mate.answer() == "left"
    assert key_of(locked) == old
    assert len(refs(locked)) == 3
    keeping.rekey(place_of(locked))
    assert key_of(locked) != old


def test_a_plain_desk_has_no_key_to_change(tmp_path: Path) -> None:
    plain = furnished(file_address("sqlite", tmp_path / "desk"), 1)
    with pytest.raises(DeskError, match="is a plain file and has no key"):
        keeping.rekey(place_of(plain))


@pytest.mark.few(1)
def test_a_restore_that_is_cut_off_leaves_the_old_desk_or_the_new(
    desk: Address, tmp_path: Path
) -> None:
    then = refs(desk)
    made = backed_up(desk, tmp_path / "b.db")
    add(desk, 1)
    now = refs(desk)
    steps, opened = elsewhere(copying.cut_off_at_each_step, desk, "restore", made.path, [now, then])
    assert steps >= 8
    assert all(opened)


@pytest.mark.long
def test_a_change_of_key_that_is_cut_off_is_finished_by_the_next(
    locked: Address, tmp_path: Path
) -> None:
    then = refs(locked)
    steps, opened = elsewhere(
        copying.cut_off_at_each_step, locked, "rekey", tmp_path / "none", [then]
    )
    assert steps >= 12
    assert opened.count(False) <= 2, "between file and key there is little"
