"""A page of the file is damaged: whoever reads it is told so in a line, whichever row it holds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from p2p_tui.desk import OfficeUnusableError
from p2p_tui.store.engines import DatabaseDamagedError
from tests.house import FILE_ENGINES, KIM, Address, file_address, furnish, sit

PAGE = 4096
REQUESTS = 12


@pytest.fixture(params=FILE_ENGINES)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Address:
    """A desk with requests of many words, which nobody has open."""
    address = file_address(request.param, tmp_path / "desk")
    office = furnish(address.open())
    tina = sit(office, "tina")
    for number in range(REQUESTS):
        tina.place(KIM.model_copy(update={"denial_rationale": f"No A1c {number} " * 400}))
    office.close()
    return address


def damaged(address: Address) -> Iterator[int]:
    """Each page in turn but the first ones, without which there is no desk at all."""
    whole = address.path.read_bytes()
    for start in range(8 * PAGE, len(whole), PAGE):
        spoiled = whole[:start] + b"\xff" * PAGE + whole[start + PAGE :]
        address.path.write_bytes(spoiled)
        yield start // PAGE
    address.path.write_bytes(whole)


def test_whichever_page_is_damaged_no_fault_comes_of_it(desk: Address) -> None:
    said, read = set(), 0
    for page in damaged(desk):
        try:
            office = desk.open()
        except OfficeUnusableError as problem:
            said.add(type(problem))
            continue
        try:
            lena = sit(office, "lena", here=False)
            found = list(lena.tracker())
            assert len(found) == REQUESTS, page
            read += 1
        except OfficeUnusableError as problem:
            said.add(type(problem))
        finally:
            office.close()
    assert said >= {DatabaseDamagedError}
    assert read


def test_bytes_that_are_no_text_are_told_and_not_repeated(desk: Address) -> None:
    office = desk.open()
    office.store.engine.database.execute_sql(
        "UPDATE request SET drug_name = CAST(X'4f7a656d706963ff' AS TEXT) WHERE id = 1007"
    )
    with pytest.raises(DatabaseDamagedError, match="bytes that are no text") as told:
        list(sit(office, "lena", here=False).tracker())
    assert "Ozem" not in str(told.value)
    office.close()
