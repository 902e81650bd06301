"""The tracker's form: what a determination asks for is on the screen, and nothing else."""

from typing import Any

import pytest

from p2p_tui.desk import Office
from p2p_tui.domain.documenting import TABLE, Asked
from p2p_tui.domain.request import Determination, Documentation, Status
from p2p_tui.store import requests
from p2p_tui.tui.screens.document import DocumentScreen
from p2p_tui.tui.screens.move import MoveScreen
from tests.documented import needed
from tests.house import FixedClock
from tests.tui.sitting import Seat, desk_of, sits

OWED = "P2P-1006"
"""The call that Ana Ruiz held and owes to the tracker."""


async def open_document(seat: Seat) -> None:
    await seat.select(OWED)
    await seat.press("d")
    assert isinstance(seat.app.screen, DocumentScreen)


async def choose(seat: Seat, determination: Determination) -> None:
    await seat.go_to("determination")
    await seat.press(str(list(Determination).index(determination) + 1))


def documented() -> Documentation:
    after = requests.get(OWED)
    assert after is not None
    assert after.status is Status.CLOSED
    assert after.documentation is not None
    return after.documentation


async def fill(seat: Seat, given: dict[str, Any]) -> None:
    """Type into fields; tick those that are said with a yes."""
    await seat.fill(**{name: one for name, one in given.items() if isinstance(one, str)})
    for name in (name for name, one in given.items() if one is True):
        await seat.go_to(name)
        await seat.press("space")


@pytest.mark.few(1)
@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
@pytest.mark.parametrize("determination", Determination, ids=lambda one: one.name.lower())
async def test_the_form_asks_for_what_the_table_says_and_stops_at_what_is_missing(
    office: Office, determination: Determination
) -> None:
    row = TABLE[determination]
    given = needed(determination)
    del given["determination"]
    async with sits(office, "ana") as seat:
        await open_document(seat)
        fields = seat.form.fields
        assert not any(fields[name].display for name in row), "nothing is chosen yet"
        await choose(seat, determination)
        shown = {name: fields[name].display for name in row}
        assert shown == {name: cell is not Asked.NOT for name, cell in row.items()}
        bold = {name for name in row if fields[name].has_class("-needed")}
        assert bold == {name for name, cell in row.items() if cell is Asked.NEEDED} == set(given)

        await seat.fill(heard="A1c of 8.4")
        for name, value in given.items():
            await seat.press("ctrl+s")
            assert seat.focused() == name
            assert seat.said("#problem")
            await fill(seat, {name: value})
        await seat.press("ctrl+s")
        assert seat.news == f"{OWED}: documented and closed"
    assert documented().determination is determination


async def test_the_next_key_goes_to_the_field_that_has_just_come(office: Office) -> None:
    async with sits(office, "ana") as seat:
        await open_document(seat)
        await seat.go_to("determination")
        await seat.press("1", "tab", *"8813")
        assert seat.focused() == "new_pa"
        assert seat.held("new_pa") == "8813"


async def test_what_was_typed_for_another_determination_is_kept_and_not_saved(
    office: Office,
) -> None:
    async with sits(office, "ana") as seat:
        await open_document(seat)
        await choose(seat, Determination.APPROVED)
        await seat.fill(heard="A1c of 8.4", new_pa="88130001")
        await choose(seat, Determination.DISCUSSION)
        assert not seat.form.field("new_pa").display
        await choose(seat, Determination.APPROVED)
        assert seat.held("new_pa") == "88130001"
        await choose(seat, Determination.DISCUSSION)
        await seat.press("ctrl+s")
    assert documented().new_pa == ""


async def test_all_that_is_known_is_there_and_typing_begins_with_what_is_not(
    office: Office,
) -> None:
    async with sits(office, "ana") as seat:
        await open_document(seat)
        assert (seat.held("spoke_with"), seat.held("credentials")) == ("Sam Hale", "PA-C")
        assert seat.focused() == "reason_given"
        assert "the call, by the record: " in seat.said("#reading")


async def test_a_quick_phrase_of_the_trackers_is_taken_where_one_writes(office: Office) -> None:
    async with sits(office, "ana") as seat:
        await open_document(seat)
        await choose(seat, Determination.UPHELD)
        await seat.go_to("rationale")
        await seat.write("Criterion 2.")
        await seat.press("ctrl+o")
        assert seat.held("rationale") == "Criterion 2. Criteria read with the provider"
        await seat.press("ctrl+o")
        assert seat.held("rationale") == "Criterion 2. Letter to follow"
        await seat.go_to("criterion")
        await seat.press("ctrl+o")
        assert seat.held("criterion") == ""


async def test_an_entry_long_after_the_call_says_so_before_it_is_saved(
    office: Office, clock: FixedClock
) -> None:
    clock.on(days=2)
    async with sits(office, "ana") as seat:
        await open_document(seat)
        assert "LATE ENTRY: it ended 2 days ago" in seat.said("#reading")


async def test_a_promise_is_settled_in_an_addendum(office: Office) -> None:
    ana = desk_of(office, "ana")
    request = ana.request(OWED)
    given = {"none_offered": True, **needed("more information promised")}
    ana.make("document", OWED, request.version, given)
    async with sits(office, "ana") as seat:
        await seat.press("3")
        await seat.select(OWED)
        await seat.press("d")
        assert isinstance(seat.app.screen, MoveScreen)
        await seat.fill(words="The labs came by fax")
        await seat.go_to("settles")
        await seat.press("space", "ctrl+s")
        after = requests.get(OWED)
        assert after is not None
        assert after.follow_up_on is None
        await seat.select(OWED)
        await seat.press("d")
        assert "settles" not in seat.form.fields, "nothing is waited for any more"
