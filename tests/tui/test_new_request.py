"""New request: what the technician types and pastes while the caller speaks."""

import pytest

from p2p_tui.desk import Office
from p2p_tui.domain import templates
from p2p_tui.domain.details import Denial, DenialKind, Details
from p2p_tui.domain.request import Kind, Request, Status
from p2p_tui.store import requests
from p2p_tui.tui.screens.desk import DeskScreen
from p2p_tui.tui.screens.new_request import NewRequestScreen
from tests.house import KIM, FixedClock
from tests.tui.sitting import Seat, desk_of, sits

FULL = KIM.model_copy(
    update={
        "caller_verified": False, "contact_id_made": False, "pa_verified": False,
        "pa_number": "77120417",
        "prior_denials": (Denial(kind=DenialKind.APPEAL, rationale="Upheld on appeal"),),
    }
)  # fmt: skip
TYPED = {
    "contact_name": "Kim Osei", "job_title": "MA", "phone": "(614) 555-0142",
    "pa_number": "77120417", "member_id": "H10024471", "drug_name": "Ozempic", "cntt": "5530192",
    "denial_rationale": "No A1c within 90 days", "appeal_denial": "Upheld on appeal",
}  # fmt: skip
"""What the fields hold once that template was pasted."""
STEPS = ("caller_verified", "contact_id_made", "pa_verified")


def newest(office: Office) -> Request:
    """The request that was placed last."""
    return desk_of(office, "lena").tracker()[0]


def held(seat: Seat) -> dict[str, str | bool]:
    return {name: value for name, value in seat.form.body().items() if value}


# -- typing


async def test_letters_type_into_the_form_and_never_act(office: Office) -> None:
    async with sits(office, "tina", seats=("tina", "ana")) as seat:
        before = requests.newest_seq()
        await seat.press("n")
        await seat.write("q1?/3sSnaLu")
        assert seat.held("contact_name") == "q1?/3sSnaLu"
        assert isinstance(seat.app.screen, NewRequestScreen)

        await seat.go_to("caller_verified")
        await seat.write("q1?/3sSnaLutxd")
        assert isinstance(seat.app.screen, NewRequestScreen)
        assert seat.held("caller_verified") is False
        assert seat.app.ledger.desk.username == "tina"
        assert requests.newest_seq() == before


async def test_what_comes_after_n_is_typed_however_fast_it_comes(office: Office) -> None:
    async with sits(office, "tina") as seat:
        before = requests.newest_seq()
        await seat.press(*"nnick tax")
        assert isinstance(seat.app.screen, NewRequestScreen)
        assert seat.held("contact_name") == "nick tax"
        assert len(seat.app.screen_stack) == 2
        assert requests.newest_seq() == before


async def test_one_key_ticks_the_guides_steps_one_after_the_other(empty_office: Office) -> None:
    async with sits(empty_office, "tina") as seat:
        await seat.press("n")
        await seat.write("Kim")
        for name in ("caller_verified", "contact_id_made", "pa_verified", "told"):
            assert not seat.held(name)
            await seat.press("ctrl+y")
            assert seat.held(name)
        assert (seat.focused(), seat.held("contact_name")) == ("contact_name", "Kim")
        await seat.press("ctrl+y")
        assert seat.news == "Every step of the guide is ticked"


async def test_a_tick_is_made_by_space_and_taken_back_by_it(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.go_to("pa_verified")
        await seat.press("space")
        assert seat.held("pa_verified") is True
        assert "✓ PA verified" in seat.screen()
        await seat.press("space")
        assert seat.held("pa_verified") is False
        await seat.press("enter")
        assert seat.held("pa_verified") is True
        await seat.pilot.click(seat.field("caller_verified").entry)
        await seat.settle()
        assert seat.held("caller_verified") is True


async def test_what_is_still_to_get_grows_shorter_and_nothing_is_ever_in_the_way(
    office: Office,
) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        assert seat.said("#to-get").strip().startswith("To get: Contact name · Job title · ")
        await seat.write("Kim Osei")
        assert seat.said("#to-get").strip().startswith("To get: Job title · ")
        await seat.press("ctrl+s")
        assert isinstance(seat.app.screen, DeskScreen)
        placed = newest(office)
        assert (placed.contact_name, placed.status) == ("Kim Osei", Status.WAITING)
        assert seat.news == f"{placed.ref} is placed: waiting"
        assert seat.list.selected == placed.ref

        await seat.press("n")
        await seat.press("ctrl+s")
        assert newest(office).ref != placed.ref, "an empty form is placed too"
        assert "caller not named" in seat.line_of(newest(office).ref)


async def test_all_that_was_typed_stands_in_the_request(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        for name in (*STEPS, "told"):
            await seat.go_to(name)
            await seat.press("space")
        more = {"denying_pharmacist": "Maya Singh", "prescriber_told": "She did not ask",
                "reason_in_vue": "No A1c", "reason_technician_cannot_approve": "Not mine to do",
                "additional_info": "A1c can be faxed"}  # fmt: skip
        await seat.fill(**TYPED, **more)
        assert seat.said("#to-get").strip() == "To get: nothing"
        await seat.press("ctrl+s")
    placed = newest(office)
    known = {name: getattr(placed, name) for name in Details.model_fields}
    assert Details.model_validate(known) == FULL.model_copy(
        update={**more, **dict.fromkeys(STEPS, True)}
    )
    assert (placed.told_by, placed.placed_by) == ("tina", "tina")


async def test_placing_twice_in_a_hurry_places_once(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.write("Kim Osei")
        before = len(seat.app.ledger.requests)
        await seat.press("ctrl+s", "ctrl+s", "ctrl+s")
        assert isinstance(seat.app.screen, DeskScreen)
        assert len(seat.app.screen_stack) == 1
        assert len(desk_of(office, "tina").snapshot().requests) == before + 1
        assert desk_of(office, "tina").drafts() == ()
    found = [one for one in desk_of(office, "lena").tracker() if one.contact_name == "Kim Osei"]
    assert found[0].ref == newest(office).ref


async def test_leaving_while_it_is_being_placed_places_it_and_harms_nothing(
    office: Office,
) -> None:
    async with sits(office, "tina") as seat:
        before = len(seat.app.ledger.requests)
        await seat.press("n")
        await seat.write("Kim Osei")
        await seat.press("ctrl+s", "escape", "escape")
        assert isinstance(seat.app.screen, DeskScreen)
        assert len(desk_of(office, "tina").snapshot().requests) == before + 1
        assert desk_of(office, "tina").drafts() == ()


# -- drafts


async def test_escape_keeps_the_draft_and_n_goes_on_with_it(
    office: Office, clock: FixedClock
) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.fill(contact_name="Kim Osei", denial_rationale="No A1c")
        await seat.go_to("caller_verified")
        await seat.press("space")
        kept = held(seat)
        await seat.press("escape")
        assert isinstance(seat.app.screen, DeskScreen)

        await seat.press("n")
        assert held(seat) == kept
        assert seat.focused() == "job_title", "typing goes on at the first empty field"
        assert len(desk_of(office, "tina").drafts()) == 1

    async with sits(office, "tina") as seat:
        await seat.press("n")
        assert held(seat) == kept, "in the next session too"
        await seat.press("ctrl+s")
        await seat.press("n")
        assert held(seat) == {}, "what is placed is no draft any more"


async def test_the_draft_is_kept_while_one_types(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.press("escape", "n")
        assert desk_of(office, "tina").drafts() == (), "only looked at, it leaves none"
        await seat.write("Kim")
        await seat.until(lambda: "draft kept 2:31 PM" in seat.screen())
        (draft,) = desk_of(office, "tina").drafts()
        assert draft.body["contact_name"] == "Kim"


# -- pasting


@pytest.mark.few(1)
@pytest.mark.parametrize(
    ("field", "form"),
    [("contact_name", "table"), ("cntt", "bullets"), ("denial_rationale", "plain")],
)
async def test_a_template_pasted_into_any_field_fills_the_form(
    office: Office, field: str, form: templates.Form
) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.go_to(field)
        await seat.paste(templates.write("now", FULL, form))
        assert held(seat) == TYPED
        assert seat.news.startswith("Read from the paste")


async def test_a_pasted_note_for_the_pharmacist_fills_its_fields_too(office: Office) -> None:
    told = FULL.model_copy(
        update={
            "best_time": "tomorrow 2-4 central", "additional_info": "A1c 8.4 last week",
            "denying_pharmacist": "Maya Singh", "reason_in_vue": "No A1c",
            "prescriber_told": "She was not told", "reason_technician_cannot_approve": "Not mine",
        }
    )  # fmt: skip
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.paste(templates.write("rph", told, "bullets"))
        found = held(seat)
        assert found["callback_words"] == "tomorrow 2-4 central"
        for name in ("additional_info", "denying_pharmacist", "reason_in_vue", "prescriber_told",
                     "reason_technician_cannot_approve", "pa_number"):  # fmt: skip
            assert found[name] == getattr(told, name)


async def test_a_value_that_is_pasted_stays_a_value(office: Office) -> None:
    value = "PA # 88120417 was denied"
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.fill(contact_name=value, denial_rationale=value)
        assert held(seat) == {"contact_name": value, "denial_rationale": value}


async def test_what_is_pasted_is_cleaned_before_it_is_shown(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.paste("Kim\x1b]52;c;aGk=\x07 Osei\u202e")
        assert seat.held("contact_name") == "Kim\\x1b]52;c;aGk=\\x07 Osei\\u202e"


async def test_a_paste_over_what_was_typed_keeps_both(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.fill(contact_name="Dr. Abara", drug_name="Ozempic")
        await seat.paste(templates.write("now", FULL, "plain") + "\nplease hurry, she is upset")
        assert seat.held("contact_name") == "Dr. Abara"
        assert seat.held("pa_number") == FULL.pa_number
        kept = str(seat.held("not_understood")).splitlines()
        assert "Contact name: Kim Osei" in kept
        assert any("please hurry" in line for line in kept)
        assert not any("Ozempic" in line for line in kept), "what agrees is said once"
        assert seat.field("not_understood").display

        await seat.press("ctrl+s")
        placed = newest(office)
        assert placed.contact_name == "Dr. Abara"
        assert "Contact name: Kim Osei" in placed.not_understood


async def test_of_two_templates_in_a_paste_the_second_is_the_next_draft(office: Office) -> None:
    other = FULL.model_copy(update={"contact_name": "Joan Webb", "pa_number": "88120999"})
    async with sits(office, "tina") as seat:
        await seat.press("n")
        both = "\n\n".join(templates.write("now", one, "bullets") for one in (FULL, other))
        await seat.paste(both)
        assert seat.held("contact_name") == "Kim Osei"
        assert "1 more kept as drafts: n opens the next" in seat.news

        await seat.press("ctrl+s")
        assert newest(office).contact_name == "Kim Osei"
        await seat.press("n")
        assert (seat.held("contact_name"), seat.held("pa_number")) == ("Joan Webb", "88120999")
        await seat.press("ctrl+s")
        assert newest(office).contact_name == "Joan Webb"
        await seat.press("n")
        assert held(seat) == {}


# -- the callback time, read back


async def test_the_words_for_a_callback_are_read_back_on_both_clocks(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        assert "the caller is on the line now" in seat.said("#reading")
        await seat.fill(callback_words="tomorrow 2-4 central")
        said = seat.said("#reading")
        assert "= Sat Nov 21, 2:00–4:00 PM CST (3:00–5:00 PM here)" in said
        assert "Sat: the desk is closed; nobody can be promised" in said
        await seat.press("ctrl+u")
        await seat.fill(callback_words="monday 2-4 central")
        said = seat.said("#reading")
        assert "= Mon Nov 23, 2:00–4:00 PM CST (3:00–5:00 PM here)" in said
        assert "the desk is closed" not in said
        assert "A pharmacist will call you back during the time that you asked for" in said

        await seat.press("ctrl+s")
        placed = newest(office)
        assert (placed.kind, placed.status) == (Kind.CALLBACK, Status.SCHEDULED)
        (window,) = placed.callback_windows
        assert (window.zone, window.start.hour, window.end.hour) == ("America/Chicago", 20, 22)


async def test_the_provider_s_zone_is_guessed_from_the_number_and_changed_with_a_key(
    office: Office,
) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.fill(phone="3125550118", callback_words="Tuesday 2-4")
        said = seat.said("#reading")
        assert "= Tue Nov 24, 2:00–4:00 PM CST (3:00–5:00 PM here)" in said
        assert "Central time, guessed from the area code 312; ctrl+t changes it" in said
        await seat.press("ctrl+t")
        assert "Mountain time, as chosen" in seat.said("#reading")
        await seat.press("ctrl+s")
        (window,) = newest(office).callback_windows
        assert (window.zone, newest(office).phone) == ("America/Denver", "3125550118")


async def test_a_number_without_a_zone_of_its_own_is_asked_about(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.fill(phone="(800) 555-0101", callback_words="Tuesday 2-4")
        assert "ask: In which time zone is the provider" in seat.said("#reading")
        await seat.press("ctrl+o", "ctrl+o")
        assert seat.held("callback_words") == "Tuesday 2-4 Central"
        assert "2:00–4:00 PM CST" in seat.said("#reading")
        await seat.press("ctrl+s")
        placed = newest(office)
        assert not placed.time_to_confirm
        (event,) = requests.history(placed.ref)
        assert event.given["said"] == "Tuesday 2-4"
        told = desk_of(office, "tina").tell(event)
        assert told == "placed it; for when to call they said “Tuesday 2-4”"


async def test_of_what_words_may_mean_each_is_offered_and_the_draft_keeps_what_was_chosen(
    office: Office,
) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.press("ctrl+o")
        assert seat.news == "Nothing is offered here now"
        await seat.fill(callback_words="Monday")
        assert "ctrl+o takes: Mon Nov 23 8:00 AM-5:00 PM · " in seat.said("#reading")
        await seat.press("ctrl+o", "ctrl+o", "escape", "n")
        assert seat.held("callback_words") == "Mon Nov 23 8:00 AM-12:00 PM"
        await seat.press("ctrl+s")
        placed = newest(office)
        assert [one.words for one in placed.callback_windows] == ["Mon Nov 23 8:00 AM-12:00 PM"]
        assert requests.history(placed.ref)[0].given["said"] == "Monday"


async def test_words_that_say_no_time_ask_for_one_and_are_taken(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.fill(callback_words="sometime after the holidays")
        assert "ask: " in seat.said("#reading")
        await seat.press("ctrl+s")
        placed = newest(office)
        assert placed.time_to_confirm
        assert "time to confirm" in seat.line_of(placed.ref)


async def test_outside_the_desk_hours_the_technician_sees_what_can_be_promised(
    office: Office, clock: FixedClock
) -> None:
    clock.on(hours=8)
    async with sits(office, "tina") as seat:
        await seat.press("n")
        said = " ".join(seat.said("#reading").split())
        assert "The desk is closed: an immediate attempt is possible" in said
        assert "next open Mon 8:00 AM EST" in said
        await seat.press("ctrl+s")
        assert newest(office).status is Status.WAITING


# -- the same PA


async def test_another_open_request_for_the_pa_is_shown_and_stops_nobody(office: Office) -> None:
    async with sits(office, "tina") as seat:
        known = seat.app.ledger.requests["P2P-1014"]
        await seat.press("n")
        await seat.fill(pa_number=known.pa_number)
        await seat.until(lambda: seat.said("#same-pa"))
        assert "P2P-1014 for this PA is open since today (waiting)" in seat.said("#same-pa")
        await seat.press("backspace")
        await seat.until(lambda: not seat.said("#same-pa"))
        await seat.write(known.pa_number[-1])
        await seat.press("ctrl+s")
        assert newest(office).pa_number == known.pa_number


# -- completing (i)


async def test_a_request_is_completed_field_by_field(office: Office) -> None:
    async with sits(office, "raj") as seat:
        await seat.select("P2P-1007")
        before = desk_of(office, "raj").request("P2P-1007")
        await seat.press("i")
        assert seat.held("member_id") == before.member_id
        assert not seat.form.query("#field-callback_words"), "a time changes as the provider asks"
        await seat.go_to("pa_verified")
        await seat.press("space")
        await seat.go_to("contact_name")
        await seat.press("end")
        await seat.write(" Jr")
        await seat.press("ctrl+s")
        assert seat.news == "P2P-1007 is completed"
        after = desk_of(office, "raj").request("P2P-1007")
        changed = {"contact_name": f"{before.contact_name} Jr", "pa_verified": True,
                   "version": before.version + 1}  # fmt: skip
        assert after == before.model_copy(update=changed)


@pytest.mark.long
async def test_a_completion_that_was_left_goes_on_where_it_stood(office: Office) -> None:
    async with sits(office, "raj") as seat:
        await seat.select("P2P-1014")
        await seat.press("i")
        await seat.fill(reason_in_vue="Dose limit")
        await seat.press("escape")
        await seat.press("i")
        assert seat.held("reason_in_vue") == "Dose limit"
        await seat.press("escape")
        await seat.select("P2P-1007")
        await seat.press("i")
        assert seat.held("reason_in_vue") == "", "a draft is of one request"


@pytest.mark.long
async def test_completing_nothing_is_said_and_changes_nothing(office: Office) -> None:
    async with sits(office, "raj") as seat:
        await seat.select("P2P-1014")
        await seat.press("i")
        await seat.press("ctrl+s")
        assert seat.said("#problem").startswith("Nothing was changed")
        assert isinstance(seat.app.screen, NewRequestScreen)
