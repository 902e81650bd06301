"""Another file is put where the desk's stands, under people at work: neither of the two is lost."""

import shutil
from pathlib import Path

import pytest

from p2p_tui.desk import Desk, Office, keeping
from p2p_tui.store.engines import DatabaseReplacedError, engine_for
from p2p_tui.store.store import Store
from tests.house import FILE_ENGINES, KIM, Address, file_address, furnish, sit
from tests.store.copying import place_of, refs

REPLACED = "was replaced; nothing was saved"
BESIDE = ("-wal", "-shm")


@pytest.fixture(params=FILE_ENGINES)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Address:
    """A desk that has gone on by a request since its backup was made."""
    address = file_address(request.param, tmp_path / "desk")
    office = furnish(address.open())
    sit(office, "tina").place(KIM)
    office.close()
    keeping.backup(place_of(address), backup_of(address))
    office = address.open()
    sit(office, "tina").place(KIM)
    office.close()
    return address


def backup_of(address: Address) -> Path:
    return address.path.with_name("friday.db")


def at_work(address: Address) -> tuple[Office, Desk]:
    """Somebody who has just placed a request, which stands beside the file still."""
    office = address.open()
    tina = sit(office, "tina")
    tina.place(KIM)
    assert all(one.exists() for one in beside(address))
    return office, tina


def beside(address: Address) -> list[Path]:
    return [address.path.with_name(address.path.name + end) for end in BESIDE]


def looked_at(address: Address) -> None:
    Store.look(engine_for(address.url, address.key_file))


def backed_up_again(address: Address) -> None:
    keeping.backup(place_of(address), address.path.with_name("now.db"))


def keep(tina: Desk) -> None:
    tina.keep_draft("d1", "new", {"contact_name": "Kim Osei"})


def test_a_file_put_in_its_place_is_opened_by_nobody_who_is_at_work(desk: Address) -> None:
    office, tina = at_work(desk)
    backup_of(desk).replace(desk.path)
    before = desk.path.read_bytes()

    def reads() -> None:
        tina.request("P2P-1001")

    for act in (tina.heartbeat, lambda: keep(tina), lambda: tina.place(KIM), reads):
        with pytest.raises(DatabaseReplacedError, match=REPLACED):
            act()
    assert desk.path.read_bytes() == before
    office.close()
    for opens in (desk.open, lambda: looked_at(desk), lambda: backed_up_again(desk)):
        with pytest.raises(DatabaseReplacedError, match=r"give it up: rm .*desk\.db-wal"):
            opens()
    assert desk.path.read_bytes() == before
    for one in beside(desk):
        one.unlink(missing_ok=True)
    assert refs(desk) == ["1001"]


def test_it_is_where_all_of_the_old_one_was_taken_away_with_it(desk: Address) -> None:
    office, tina = at_work(desk)
    for one in beside(desk):
        one.unlink()
    backup_of(desk).replace(desk.path)
    keep(tina)
    with pytest.raises(DatabaseReplacedError, match=REPLACED):
        tina.place(KIM)
    office.close()
    office = desk.open()
    assert [one.body for one in Desk(office, "tina").drafts()] == [{"contact_name": "Kim Osei"}]
    office.close()
    assert refs(desk) == ["1001"]


def test_a_file_that_is_put_back_goes_on_with_all_that_it_had(desk: Address) -> None:
    office, tina = at_work(desk)
    aside = desk.path.with_name("aside.db")
    desk.path.rename(aside)
    shutil.copy(backup_of(desk), desk.path)
    with pytest.raises(DatabaseReplacedError, match=REPLACED):
        keep(tina)
    aside.replace(desk.path)
    keep(tina)
    assert tina.place(KIM).ref == "P2P-1004"
    office.close()
    assert refs(desk) == ["1001", "1002", "1003", "1004"]


def test_put_back_beside_what_is_of_another_it_takes_nothing(desk: Address) -> None:
    office, tina = at_work(desk)
    aside = desk.path.with_name("aside")
    aside.mkdir()
    for one in (desk.path, *beside(desk)):
        one.rename(aside / one.name)
    shutil.copy(backup_of(desk), desk.path)
    keep(tina)  # by now what stands beside it is the backup's
    (aside / desk.path.name).replace(desk.path)
    with pytest.raises(DatabaseReplacedError, match=REPLACED):
        tina.place(KIM)
    for one in beside(desk):
        (aside / one.name).replace(one)
    assert tina.place(KIM).ref == "P2P-1004"
    office.close()
    assert refs(desk) == ["1001", "1002", "1003", "1004"]
