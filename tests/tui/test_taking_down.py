"""What the desk knows while a call is taken down, and several calls side by side."""

import pytest

from p2p_tui.desk import Desk, Office
from p2p_tui.domain.details import Details
from p2p_tui.domain.people import Availability
from p2p_tui.domain.request import ClosingReason, Status
from p2p_tui.store import requests
from p2p_tui.training.synthetic import details
from p2p_tui.tui.screens.begun import BegunScreen, CloseBegunScreen
from p2p_tui.tui.screens.desk import DeskScreen
from p2p_tui.tui.screens.new_request import NewRequestScreen
from tests.house import ACCOUNT, FixedClock
from tests.tui.sitting import Seat, desk_of, sits
from tests.tui.test_new_request import newest

ORDINARY, APPEALED = details(30), details(31)
"""Denied PAs of the extract that nobody called about yet."""


def gone(office: Office, username: str) -> Desk:
    """The desk of somebody who has no session."""
    return Desk(office, username, account=ACCOUNT)


async def found(seat: Seat, number: str) -> str:
    """Type the number of a PA; give what is said of it once the desk looked it up."""
    await seat.go_to("pa_number")
    await seat.press("ctrl+u")
    await seat.paste(number)
    await seat.press("tab")
    await seat.until(lambda: seat.said("#hint-pa_number"))
    return seat.said("#hint-pa_number")


# -- the denied PA (R2)


async def test_the_number_of_a_pa_fills_what_is_empty_and_says_from_where(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        said = await found(seat, ORDINARY.pa_number)
        assert "found: denied" in said
        assert "by Ana Ruiz" in said
        assert "filled member, drug, rationale, denied by, in VUE" in said
        assert "denied-pas.csv, loaded" in said
        for name in ("member_id", "drug_name", "denial_rationale", "denying_pharmacist"):
            assert seat.held(name) == getattr(ORDINARY, name)
        await seat.press("ctrl+s")
    assert newest(office).drug_name == ORDINARY.drug_name


async def test_what_the_plan_holds_is_told_and_stops_nobody(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        assert "! An appeal was filed" in await found(seat, APPEALED.pa_number)
        await seat.press("ctrl+s")
    assert newest(office).status is Status.WAITING


async def test_what_the_caller_says_otherwise_is_a_conflict_for_a_person_to_resolve(
    office: Office,
) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.fill(drug_name="Wegovy")
        await found(seat, ORDINARY.pa_number)
        assert seat.held("drug_name") == "Wegovy", "the caller's word is not overwritten"
        conflict = f"! the PA system says “{ORDINARY.drug_name}” · ctrl+o here takes that"
        assert seat.said("#hint-drug_name") == conflict
        await seat.go_to("drug_name")
        await seat.press("ctrl+o")
        assert seat.held("drug_name") == ORDINARY.drug_name
        assert seat.held("not_understood") == "Drug name, as the caller said: Wegovy"
        assert not seat.said("#hint-drug_name")


async def test_a_conflict_that_nobody_resolved_goes_with_the_request(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await found(seat, ORDINARY.pa_number)
        # What the PA system brought is typed over as a whole.
        await seat.go_to("member_id")
        await seat.write("H7")
        assert seat.held("member_id") == "H7"
        await seat.press("ctrl+s")
        assert desk_of(office, "tina").drafts() == (), "nothing is left to be typed on"
    placed = newest(office)
    assert placed.member_id == "H7"
    assert placed.not_understood == (
        f"Member ID: the caller said H7, the PA system says {ORDINARY.member_id}"
    )


@pytest.mark.long
async def test_another_number_takes_back_what_the_first_one_brought(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await found(seat, ORDINARY.pa_number)
        await seat.go_to("drug_name")
        await seat.write("Humira pen")
        await found(seat, APPEALED.pa_number)
        await seat.until(lambda: seat.held("member_id") == APPEALED.member_id)
        assert seat.held("drug_name") == "Humira pen", "what was typed stays"
        await seat.go_to("pa_number")
        await seat.press("ctrl+u")
        await seat.write("1")
        await seat.until(lambda: not seat.held("member_id"))
        assert not seat.said("#hint-pa_number")


# -- who called before (R1)


async def test_a_known_number_brings_name_title_and_practice(office: Office) -> None:
    caller = details(3).model_copy(
        update={"phone": "(919) 555-0199", "practice": "Lakeside Clinic", "contact_name": "Jo Wu",
                "job_title": "RN"}
    )  # fmt: skip
    desk_of(office, "raj").place(caller)
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.fill(phone="919.555.0199 x7")
        await seat.until(lambda: seat.said("#hint-phone"))
        assert seat.said("#hint-phone") == "called before: Jo Wu, RN of Lakeside Clinic"
        assert seat.held("contact_name") == "Jo Wu"
        assert seat.held("job_title") == "RN"
        assert seat.held("practice") == "Lakeside Clinic"


@pytest.mark.long
async def test_of_a_number_that_several_share_only_the_practice_is_brought(office: Office) -> None:
    for name in ("Jo Wu", "Al Ray"):
        caller = details(3).model_copy(
            update={"phone": "9195550199", "practice": "Lakeside Clinic", "contact_name": name}
        )
        desk_of(office, "raj").place(caller)
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.fill(phone="(919) 555-0199")
        await seat.until(lambda: seat.said("#hint-phone"))
        assert seat.held("contact_name") == ""
        assert seat.held("practice") == "Lakeside Clinic"
        await seat.go_to("contact_name")
        await seat.write("jo")
        await seat.press("right")
        assert seat.held("contact_name") == "Jo Wu", "the names are there to complete with"


@pytest.mark.few(1)
@pytest.mark.parametrize(
    ("name", "typed", "whole"),
    [("drug_name", "cosen", "Cosentyx"), ("denying_pharmacist", "an", "Ana Ruiz")],
)
async def test_names_complete_as_one_types(
    office: Office, name: str, typed: str, whole: str
) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.go_to(name)
        await seat.write(typed)
        await seat.press("right")
        assert seat.held(name) == whole


# -- the same PA


async def test_what_was_typed_is_added_to_the_open_request(office: Office) -> None:
    async with sits(office, "tina") as seat:
        known = seat.app.ledger.requests["P2P-1014"]
        count = len(seat.app.ledger.requests)
        await seat.press("n")
        await seat.fill(
            contact_name="Somebody Else", prescriber_told="She asked why",
            pa_number=known.pa_number, callback_words="tomorrow 3pm",
        )  # fmt: skip
        await seat.until(lambda: seat.said("#same-pa"))
        await seat.press("ctrl+f")
        assert seat.front(NewRequestScreen).completes == known
        kept = str(seat.held("not_understood"))
        assert "Contact name: Somebody Else" in kept
        assert "Callback dates and times: tomorrow 3pm" in kept
        await seat.press("ctrl+s")
    after = requests.get("P2P-1014")
    assert after is not None
    assert (after.contact_name, after.prescriber_told) == (known.contact_name, "She asked why")
    assert "tomorrow 3pm" in after.not_understood
    assert len(desk_of(office, "tina").snapshot().requests) == count
    assert desk_of(office, "tina").drafts() == ()


async def test_another_for_the_same_pa_is_placed_and_linked(office: Office) -> None:
    async with sits(office, "tina") as seat:
        known = seat.app.ledger.requests["P2P-1014"]
        await seat.press("n")
        await seat.fill(pa_number=f"PA# {known.pa_number}")
        await seat.until(lambda: seat.said("#same-pa"))
        assert "ctrl+s places another, linked" in seat.said("#same-pa")
        await seat.press("ctrl+s")
    placed, other = newest(office), requests.get("P2P-1014")
    assert other is not None
    assert placed.links == ("P2P-1014",)
    assert other.links == (placed.ref,)


# -- after hours (R17)


async def test_outside_the_hours_a_key_takes_the_next_open_time(
    office: Office, clock: FixedClock
) -> None:
    clock.on(hours=8)
    async with sits(office, "tina") as seat:
        await seat.press("n")
        assert "ctrl+o takes: Mon Nov 23 8:00 AM" in " ".join(seat.said("#reading").split())
        await seat.press("ctrl+o")
        first = seat.held("callback_words")
        assert str(first).startswith("Mon Nov 23 8:00 AM")
        await seat.press("ctrl+o", "ctrl+s")
    placed = newest(office)
    assert placed.status is Status.SCHEDULED
    assert not placed.time_to_confirm
    assert placed.callback_words != first


# -- several calls side by side


async def test_a_second_call_in_the_middle_of_the_first(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.write("Kim Osei")
        seat.strike("ctrl+n", *"Dr Lee")
        await seat.settle()
        assert seat.held("contact_name") == "Dr Lee"
        assert "also begun: Kim Osei" in seat.said("#title")
        await seat.press("ctrl+r")
        assert seat.held("contact_name") == "Kim Osei"
        assert "also begun: Dr Lee" in seat.said("#title")
        await seat.press("ctrl+s")
        assert "1 call begun is left: n" in seat.news
        assert "N 1 begun" in seat.said("#header-tabs")
        await seat.press("n")
        assert seat.held("contact_name") == "Dr Lee"


async def test_a_call_that_was_begun_is_closed_in_the_caller_s_words(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.write("Kim Osei")
        await seat.press("escape", "N")
        seat.front(BegunScreen)
        await seat.press("w")
        seat.front(CloseBegunScreen)
        await seat.press("ctrl+s")
        assert seat.said("#problem"), "it wants to know who said so, and in which words"
        await seat.go_to("reason")
        await seat.press("1")
        await seat.fill(said_by="Kim Osei", words="We appeal instead")
        await seat.press("ctrl+s")
        assert "closed without a P2P" in seat.news
        seat.front(BegunScreen)
    closed = newest(office)
    assert closed.status is Status.CLOSED
    assert closed.contact_name == "Kim Osei"
    assert closed.closure is not None
    assert closed.closure.reason is ClosingReason.WITHDREW
    assert closed.closure.words == "We appeal instead"
    assert desk_of(office, "tina").drafts() == ()


async def test_a_lead_goes_on_with_a_call_that_was_left_behind(
    office: Office, clock: FixedClock
) -> None:
    clock.on(minutes=1)
    tina = gone(office, "tina")
    draft = tina.keep_draft("left", "new request", {"contact_name": "Kim Osei", "phone": "1"})
    async with sits(office, "lena") as seat:
        assert "N 0+1 begun" in seat.said("#header-tabs")
        await seat.press("N", "enter")
        assert seat.held("contact_name") == "Kim Osei"
        taken = [one.move for one in requests.happenings_since(0)][-1]
        assert taken == "draft_taken", "it is on record that she read it"
        # Whoever began it types on elsewhere: that is kept as a call of its own.
        own = tina.keep_draft("left", "new request", {**draft.body, "job_title": "MA"})
        assert own.id != "left"
        await seat.press("ctrl+s")
    assert newest(office).placed_by == "lena"
    assert [one.body["job_title"] for one in tina.drafts()] == ["MA"]


async def test_nobody_but_a_lead_sees_what_others_began(office: Office) -> None:
    gone(office, "tina").keep_draft("left", "new request", {"contact_name": "Kim Osei"})
    async with sits(office, "ana") as seat:
        assert desk_of(office, "ana").me.availability is Availability.AVAILABLE
        await seat.press("N")
        assert "No call was begun" in seat.screen()
        await seat.press("escape")
        seat.front(DeskScreen)


# -- who ticked what (R1)


async def test_the_request_says_who_took_which_step(office: Office, clock: FixedClock) -> None:
    async with sits(office, "tina", size=(120, 40)) as seat:
        await seat.press("n")
        await seat.go_to("caller_verified")
        await seat.press("space", "ctrl+s")
        ref = newest(office).ref
        clock.on(minutes=2)
        placed = newest(office)
        desk_of(office, "raj").make(
            "complete", ref, placed.version, changes={"contact_id_made": True}
        )
        await seat.hears_of(newest(office))
        await seat.select(ref)
        await seat.press("enter")
        text = seat.screen()
    assert "✓ Caller verified  Tina Park, 2:31 PM" in text
    assert "✓ Contact ID made  Raj Patel, 2:33 PM" in text
    assert "✓ PA pulled up" not in text


# -- completing


async def test_what_the_pa_system_says_is_offered_to_a_request_and_taken_by_a_key(
    office: Office,
) -> None:
    placed = desk_of(office, "raj").place(Details(pa_number=ORDINARY.pa_number))
    async with sits(office, "tina") as seat:
        await seat.select(placed.ref)
        await seat.press("i")
        await seat.until(lambda: seat.said("#hint-drug_name"))
        assert seat.held("drug_name") == "", "it says what somebody placed"
        await seat.go_to("drug_name")
        await seat.press("ctrl+o", "ctrl+s")
    after = requests.get(placed.ref)
    assert after is not None
    assert (after.drug_name, after.not_understood) == (ORDINARY.drug_name, "")


@pytest.mark.long
async def test_a_completion_that_was_left_takes_back_nothing_that_others_did_since(
    office: Office,
) -> None:
    async with sits(office, "tina") as seat:
        await seat.select("P2P-1007")
        before = desk_of(office, "raj").request("P2P-1007")
        await seat.press("i")
        await seat.go_to("practice")
        await seat.write("Lakeside Clinic")
        await seat.press("escape")
        await seat.until(lambda: desk_of(office, "tina").drafts())
        changes = {"member_id": "H999"}
        desk_of(office, "raj").make("complete", before.ref, before.version, changes=changes)
        await seat.hears_of(desk_of(office, "raj").request(before.ref))
        await seat.press("i")
        assert (seat.held("practice"), seat.held("member_id")) == ("Lakeside Clinic", "H999")
        await seat.press("ctrl+s")
    after = requests.get(before.ref)
    assert after is not None
    assert (after.practice, after.member_id) == ("Lakeside Clinic", "H999")
    assert desk_of(office, "tina").drafts() == ()


async def test_a_number_without_a_letter_or_digit_is_no_pa(office: Office) -> None:
    nobody = desk_of(office, "raj").place(Details())
    assert nobody.pa_number == ""
    assert desk_of(office, "tina").same_pa("-") == ()


@pytest.mark.long
async def test_a_number_that_was_just_changed_links_nothing_with_the_one_before(
    office: Office,
) -> None:
    async with sits(office, "tina") as seat:
        known = seat.app.ledger.requests["P2P-1014"]
        await seat.press("n")
        await seat.fill(pa_number=known.pa_number)
        await seat.until(lambda: seat.said("#same-pa"))
        # It is placed before the desk was asked about the number as it stands now.
        seat.strike("9", "ctrl+s")
        await seat.settle()
    placed, other = newest(office), requests.get("P2P-1014")
    assert other is not None
    assert placed.pa_number == f"{known.pa_number}9"
    assert (placed.links, other.links) == ((), ())


async def test_the_words_of_who_closes_a_call_are_kept_while_they_are_typed(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.write("Kim Osei")
        await seat.press("escape", "N", "w")
        await seat.fill(said_by="Kim Osei", words="We appeal instead")
        await seat.press("escape")
        await seat.until(lambda: len(desk_of(office, "tina").drafts()) == 2)
        await seat.press("w")
        assert seat.held("words") == "We appeal instead"
        await seat.go_to("reason")
        await seat.press("1", "ctrl+s")
    assert newest(office).status is Status.CLOSED
    assert desk_of(office, "tina").drafts() == ()


async def test_the_field_in_which_one_types_stays_in_sight_with_how_it_is_read(
    office: Office,
) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.fill(drug_name="Wegovy", member_id="H7", denial_rationale="Something else")
        await seat.fill(pa_number=APPEALED.pa_number)
        await seat.go_to("callback_words")
        await seat.until(lambda: seat.said("#hint-pa_number"))
        await seat.write("tomorrow 2-4 central")
        shown = seat.screen()
        assert "tomorrow 2-4 central" in shown
        assert "= Sat Nov 21, 2:00–4:00 PM CST (3:00–5:00 PM here)" in shown
        assert "say: “A pharmacist will call you back" in shown
