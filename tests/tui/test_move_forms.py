"""The forms of moves: Document, Close and the others, and the fields that they are made of."""

import threading

import pytest

from p2p_tui.desk import Office
from p2p_tui.domain import templates
from p2p_tui.domain.people import Availability
from p2p_tui.domain.request import ClosingReason, Determination, Status
from p2p_tui.store import requests
from p2p_tui.tui.screens.availability import AvailabilityScreen
from p2p_tui.tui.screens.desk import DeskScreen
from p2p_tui.tui.screens.help import HelpScreen
from p2p_tui.tui.screens.move import MoveScreen
from p2p_tui.tui.screens.request import RequestScreen
from p2p_tui.tui.widgets.fields import Field
from tests.house import KIM, FixedClock
from tests.tui.sitting import WIDE, Seat, desk_of, sits

OWED = "P2P-1006"
"""The call that Ana Ruiz held and owes to the tracker."""


async def open_document(seat: Seat) -> None:
    await seat.select(OWED)
    await seat.press("d")
    assert isinstance(seat.app.screen, MoveScreen)


# -- Document


async def test_a_call_is_documented_and_leaves_the_queue(office: Office) -> None:
    async with sits(office, "ana") as seat:
        await open_document(seat)
        assert seat.held("spoke_with") == "Sam Hale"
        await seat.fill(reason_given="Cost", heard="Nausea on two alternatives",
                        rationale="Criterion 3 is met")  # fmt: skip
        await seat.go_to("determination")
        await seat.press("8")
        await seat.press("ctrl+s")
        assert isinstance(seat.app.screen, DeskScreen)
        assert OWED not in seat.screen().replace(seat.news, "")
        assert seat.news == f"{OWED}: documented and closed"
        after = requests.get(OWED)
        assert after is not None
        assert after.status is Status.CLOSED
        assert after.documentation is not None
        said = after.documentation.model_dump(include={"heard", "rationale", "reason_given",
                                                       "determination", "by"})  # fmt: skip
        assert said == {
            "heard": "Nausea on two alternatives", "rationale": "Criterion 3 is met",
            "reason_given": "Cost", "determination": Determination.DISCUSSION, "by": "ana",
        }  # fmt: skip


async def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(
    office: Office,
) -> None:
    async with sits(office, "ana") as seat:
        await open_document(seat)
        await seat.fill(rationale="Criterion 3")
        await seat.press("ctrl+s")
        assert "“document” needs: determination" in seat.said("#problem")
        assert seat.focused() == "determination"

        await seat.press("3")
        assert seat.said("#problem") == "", "it goes once something is done about it"
        await seat.press("ctrl+s")
        assert "Say what new information was heard" in seat.said("#problem")
        assert seat.focused() == "heard"
        await seat.go_to("none_offered")
        await seat.press("space", "ctrl+s")
        assert "told of the appeal route" in seat.said("#problem")
        assert seat.focused() == "appeal_rights_told"
        assert (seat.held("rationale"), seat.held("none_offered")) == ("Criterion 3", True)

        await seat.press("space", "ctrl+s")
        after = requests.get(OWED)
        assert after is not None
        assert after.determination is Determination.UPHELD


@pytest.mark.long
async def test_a_documentation_that_was_left_goes_on_where_it_stood(
    office: Office, clock: FixedClock
) -> None:
    async with sits(office, "ana") as seat:
        await open_document(seat)
        await seat.fill(heard="Nausea on")
        await seat.go_to("determination")
        await seat.press("3")
        await seat.fill(rationale="Criterion 2")
        await seat.go_to("appeal_rights_told")
        await seat.press("space")
        kept = seat.form.body()
        await seat.press("escape")
        assert isinstance(seat.app.screen, DeskScreen)
        clock.on(minutes=5)

        await seat.press("d")
        assert seat.form.body() == kept
        assert kept["determination"] == Determination.UPHELD.value

    async with sits(office, "ana") as seat:
        await open_document(seat)
        assert seat.form.body() == kept, "in the next session too"
        await seat.press("ctrl+s")
        assert desk_of(office, "ana").drafts() == ()


async def test_where_there_is_room_the_request_stands_beside_its_form(office: Office) -> None:
    async with sits(office, "ana", WIDE) as seat:
        await open_document(seat)
        await seat.until(lambda: "Sam Hale, PA-C · (404) 555-0151" in seat.said("#detail-text"))
        assert "Ana Ruiz ended the call" in seat.said("#detail-text")


async def test_a_form_stays_as_it_is_when_news_of_its_request_comes(office: Office) -> None:
    async with sits(office, "ana") as seat:
        await open_document(seat)
        await seat.fill(heard="Nausea")
        tina = desk_of(office, "tina")
        said = tina.make("message", OWED, tina.request(OWED).version, {"words": "She rang again"})
        await seat.hears_of(said)
        assert isinstance(seat.app.screen, MoveScreen)
        assert (seat.focused(), seat.held("heard")) == ("heard", "Nausea")
        await seat.write(" on two")
        assert seat.held("heard") == "Nausea on two"


async def test_a_template_pasted_into_the_words_of_a_move_is_words(office: Office) -> None:
    pasted = templates.write("now", KIM, "plain")
    async with sits(office, "ana") as seat:
        await open_document(seat)
        await seat.go_to("heard")
        await seat.paste(pasted)
        assert seat.held("heard") == pasted


# -- Choice


async def test_a_digit_chooses_and_the_arrows_step(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.select("P2P-1015")
        await seat.press("w")
        reasons = [one.value for one in ClosingReason]
        assert seat.focused() == "reason"
        assert seat.held("reason") == "", "nothing is chosen to begin with"
        await seat.press("2")
        assert seat.held("reason") == reasons[1]
        assert f"● 2 {reasons[1]}" in seat.screen()
        await seat.press("down")
        assert seat.held("reason") == reasons[2]
        await seat.press("down")
        assert seat.held("reason") == reasons[2]
        await seat.press("up", "up", "up")
        assert seat.held("reason") == reasons[0]
        await seat.press("9", "0")
        assert seat.held("reason") == reasons[0]


async def test_words_that_were_meant_for_elsewhere_choose_nothing(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.select("P2P-1015")
        await seat.press("w")
        await seat.write("call 2 again at 3")
        assert seat.held("reason") == ""
        assert isinstance(seat.app.screen, MoveScreen)
        await seat.press("tab", "shift+tab", "3")
        assert seat.held("reason") == [one.value for one in ClosingReason][2]


async def test_a_click_chooses(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.select("P2P-1015")
        await seat.press("w")
        await seat.pilot.click(seat.field("reason").entry, offset=(3, 1))
        await seat.settle()
        assert seat.held("reason") == [one.value for one in ClosingReason][1]


# -- Close without a P2P, another time, confirm


async def test_a_request_is_closed_in_the_callers_words_and_in_no_other_way(
    office: Office,
) -> None:
    async with sits(office, "tina") as seat:
        await seat.select("P2P-1015")
        await seat.press("w")
        await seat.press("1", "ctrl+s")
        assert "needs: who said so" in seat.said("#problem")
        assert seat.focused() == "said_by"
        await seat.write("Dr. Rossi")
        await seat.press("ctrl+s")
        assert "needs: in their words" in seat.said("#problem")
        assert seat.focused() == "words"
        await seat.write("We appeal instead")
        await seat.press("ctrl+s")
        assert seat.news == "P2P-1015: closed without a P2P; u takes it back"
        after = requests.get("P2P-1015")
        assert after is not None
        assert after.closure is not None
        assert (after.closure.reason, after.closure.said_by, after.closure.words) == (
            ClosingReason.WITHDREW, "Dr. Rossi", "We appeal instead",
        )  # fmt: skip


async def test_another_time_is_read_back_before_it_is_saved(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.select("P2P-1015")
        await seat.press("b")
        await seat.fill(who_asked="Dr. Rossi", callback_words="tomorrow 2-4 central")
        said = seat.said("#reading")
        assert "= Sat Nov 21, 2:00–4:00 PM CST (3:00–5:00 PM here)" in said
        assert "Sat: the desk is closed; nobody" in said
        await seat.press("ctrl+s")
        after = requests.get("P2P-1015")
        assert after is not None
        assert (after.status, after.callback_words) == (Status.SCHEDULED, "tomorrow 2-4 central")


async def test_confirming_a_time_begins_with_the_callers_words(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.select("P2P-1010")
        await seat.press("c")
        assert seat.held("callback_words") == "sometime after the holidays"


async def test_a_form_goes_back_to_the_screen_that_it_came_from(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.select("P2P-1015")
        await seat.press("enter")
        await seat.press("m")
        await seat.write("She is upset")
        await seat.press("ctrl+s")
        assert isinstance(seat.app.screen, RequestScreen)
        await seat.until(lambda: "Tina Park: She is upset" in seat.screen())


# -- my availability


async def test_one_says_what_one_does_and_everybody_knows(office: Office) -> None:
    async with sits(office, "ana") as seat:
        await seat.press("s")
        assert isinstance(seat.app.screen, AvailabilityScreen)
        assert seat.held("availability") == "available"
        await seat.press("3")
        await seat.fill(extension="9")
        await seat.press("ctrl+s")
        assert seat.news == "You are at lunch"
        await seat.until(lambda: seat.said("#header-me").endswith("lunch"))
        assert seat.section_of("P2P-1015") == "WAITING NOW", "nobody expects me to take it now"
    ana = office.person("ana")
    assert (ana.availability, ana.extension) == (Availability.LUNCH, "44129")


async def test_leaving_it_says_nothing(office: Office) -> None:
    async with sits(office, "ana") as seat:
        await seat.press("s")
        await seat.press("3", "escape")
        assert isinstance(seat.app.screen, DeskScreen)
    assert office.person("ana").availability is Availability.AVAILABLE
    assert desk_of(office, "ana").drafts() == ()


async def test_what_came_up_while_it_was_said_stays_in_front(office: Office) -> None:
    async with sits(office, "ana") as seat:
        await seat.press("s")
        await seat.press("3")
        form = seat.front(AvailabilityScreen)
        form.action_save()
        seat.app.bring_up(HelpScreen(form))
        await seat.until(lambda: office.person("ana").availability is Availability.LUNCH)
        seat.front(HelpScreen)
        await seat.press("escape")
        seat.front(DeskScreen)


@pytest.mark.few(1)
@pytest.mark.parametrize("key", ["w", "d", "s"])
async def test_letters_are_off_in_every_form(office: Office, key: str) -> None:
    async with sits(office, "ana", seats=("ana", "tina")) as seat:
        await seat.select(OWED if key == "d" else "P2P-1014")
        before = requests.newest_seq()
        await seat.press(key)
        form = seat.form
        for field in form.query(Field):
            await seat.go_to(field.field_name)
            await seat.press(*"q1?S")
            assert seat.app.screen is form
        assert requests.newest_seq() == before
        assert seat.app.ledger.desk.username == "ana"


@pytest.mark.long
async def test_what_came_due_to_be_kept_while_saving_failed_is_kept_then(office: Office) -> None:
    async with sits(office, "ana") as seat:
        await seat.select("P2P-1006")
        await seat.press("d")
        busy = threading.Event()
        seat.app._verbs.submit(busy.wait)
        seat.strike(*"No labs", "ctrl+s")
        form = seat.form
        await seat.until_so(lambda: form._saving and form._keeping is None)
        busy.set()
        await seat.until(lambda: seat.said("#problem"))
        (draft,) = desk_of(office, "ana").drafts()
        assert "No labs" in draft.body.values()
