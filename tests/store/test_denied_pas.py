"""Denied PAs as the database keeps them."""

from datetime import date
from pathlib import Path

from p2p_tui.desk import Office, keeping
from p2p_tui.domain.denied_pas import DeniedPA
from p2p_tui.store import denied_pas
from tests.house import FRIDAY, Address, furnish
from tests.store.copying import place_of

EVERY = DeniedPA(
    pa_number="PA-8812 “0417”",
    member_id="H'1\\x00",
    drug_name="Ozempic 💊",
    denial_rationale='No A1c\nwithin 90 days; "%s" ?',
    denying_pharmacist="",
    denied_on=date(2026, 11, 18),
    plan="Gold",
    appeal_filed_on=date(2026, 11, 19),
    p2p_held_on=None,
    p2p_until=date(2026, 12, 3),
    loaded_at=FRIDAY,
    source="d.csv",
)


def test_every_value_comes_back_as_it_was(office: Office) -> None:
    with office.store.writing_plainly():
        assert denied_pas.put(office.store.engine, [EVERY]) == (1, 0)
        assert denied_pas.put(office.store.engine, [EVERY]) == (0, 1)
        assert denied_pas.put(office.store.engine, []) == (0, 0)
    assert denied_pas.get("88120417") == EVERY
    assert denied_pas.get("8812") is None


def test_they_are_many_at_once(office: Office) -> None:
    many = [EVERY.model_copy(update={"pa_number": str(number)}) for number in range(2_500)]
    with office.store.writing_plainly():
        assert denied_pas.put(office.store.engine, many) == (2_500, 0)
        assert denied_pas.put(office.store.engine, many[2_000:]) == (0, 500)
    assert denied_pas.get("2499") == many[-1]


def test_they_go_into_a_backup(file_address: Address, tmp_path: Path) -> None:
    office = furnish(file_address.open())
    with office.store.writing_plainly():
        denied_pas.put(office.store.engine, [EVERY])
    office.close()
    keeping.backup(place_of(file_address), tmp_path / "b.db")
    keeping.restore(place_of(file_address), tmp_path / "b.db")
    office = file_address.open()
    assert denied_pas.get("88120417") == EVERY
    office.close()
