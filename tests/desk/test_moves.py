"""Every move as a verb: one transaction, one event with before and after."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from p2p_tui.desk import Desk, Drafted, Office
from p2p_tui.domain.details import Details
from p2p_tui.domain.errors import Missing, NotFound, Overtaken, Refused
from p2p_tui.domain.lifecycle import BY_NAME, MOVES
from p2p_tui.domain.people import Availability
from p2p_tui.domain.refs import number_of
from p2p_tui.domain.request import Kind, Request, Status
from p2p_tui.store import requests
from tests.crew import elsewhere, together
from tests.desk import jobs
from tests.house import KIM, Address, FixedClock, callback, sit, through

DeskOf = Callable[[str], Desk]

STORIES: dict[str, tuple[bool, tuple[str, ...], str, dict[str, Any], str]] = {
    "acknowledge": (False, (), "ana", {}, "acknowledged"),
    "ready": (False, ("acknowledge",), "ana", {"extension": "4412"}, "ready"),
    "transfer": (False, ("acknowledge", "ready"), "raj", {}, "on_call"),
    "reached": (True, ("acknowledge",), "ana", {}, "on_call"),
    "not_reached": (True, ("acknowledge",), "ana", {"outcome": "no answer"}, "scheduled"),
    "dropped": (False, ("acknowledge", "ready", "transfer"), "tina", {"note": "gone"}, "ready"),
    "end_call": (True, ("acknowledge", "reached"), "ana", {}, "to_document"),
    "document": (
        True,
        ("acknowledge", "reached", "end_call"),
        "ana",
        {"none_offered": True, "determination": "discussion only"},
        "closed",
    ),
    "confirm_time": (True, (), "tina", {"callback_words": "today 5pm"}, "scheduled"),
    "caller_told": (True, (), "tina", {}, "scheduled"),
    "another_time": (
        False,
        (),
        "raj",
        {"who_asked": "Kim Osei", "callback_words": "today 4pm"},
        "scheduled",
    ),
    "hand_over": (False, ("acknowledge",), "ana", {"to": "maya"}, "acknowledged"),
    "take_over": (False, ("acknowledge",), "ben", {"reason": "Ana left"}, "acknowledged"),
    "close": (
        False,
        (),
        "tina",
        {"reason": "already resolved", "said_by": "Kim Osei", "words": "Approved by fax"},
        "closed",
    ),
    "message": (False, (), "raj", {"words": "She holds the line"}, "waiting"),
    "add_to_record": (False, ("close",), "ana", {"words": "They rang again"}, "closed"),
    "undo": (False, ("acknowledge",), "ana", {}, "waiting"),
}


def test_every_move_of_the_table_has_a_story_here() -> None:
    assert set(STORIES) | {"complete", "link"} == {move.name for move in MOVES}


@pytest.mark.parametrize("name", list(STORIES))
def test_a_move_writes_row_and_event(
    name: str, office: Office, desk_of: DeskOf, clock: FixedClock
) -> None:
    later, first, who, given, status = STORIES[name]
    words = "some day after lunch" if name == "confirm_time" else "today 3pm"
    before = desk_of("tina").place(callback(words) if later else KIM)
    before = through(desk_of, before, *first)
    if name == "take_over":
        clock.on(minutes=11)
    after = desk_of(who).make(name, before.ref, before.version, given)
    assert after.status == Status(status)
    assert after.version == before.version + 1
    assert desk_of("lena").request(before.ref) == after
    event = requests.history(before.ref)[-1]
    assert (event.move, event.actor, event.at) == (name, who, clock.now)
    old, new = requests.difference(before, after)
    assert (event.before, event.after) == (old, new)
    assert event.version == after.version
    if name != "undo":
        assert {name: event.given[name] for name in given} == given
    assert desk_of("lena").tell(event)
    assert office.verify().problem == ""


def test_complete_and_link_say_what_changed(desk_of: DeskOf) -> None:
    tina = desk_of("tina")
    one, two = tina.place(Details(phone="614 555 0142")), tina.place(KIM)
    done = tina.make("complete", one.ref, 1, changes={"drug_name": "Humira", "phone": ""})
    assert (done.drug_name, done.phone, done.status) == ("Humira", "", Status.WAITING)
    event = tina.history(one.ref)[-1]
    assert {k: v for k, v in event.before.items() if k != "version"} == {
        "drug_name": "",
        "phone": "614 555 0142",
    }
    linked = tina.make("link", one.ref, 2, {"other": two.ref.lower()})
    assert linked.links == (two.ref,)


def test_undo_gives_the_request_as_it_was(desk_of: DeskOf, clock: FixedClock) -> None:
    placed = desk_of("tina").place(KIM)
    clock.on(seconds=5)
    taken = desk_of("ana").make("acknowledge", placed.ref, 1)
    clock.on(seconds=20)
    back = desk_of("ana").make("undo", placed.ref, taken.version)
    same = {"version": 1, "moved_version": 1}
    assert back.model_copy(update=same) == placed
    assert back.version == 3
    assert desk_of("ana").history(placed.ref)[-1].given == {"undone": "acknowledge"}
    again = desk_of("ben").make("acknowledge", placed.ref, back.version)
    clock.on(seconds=31)
    with pytest.raises(Refused, match="30 seconds"):
        desk_of("ben").make("undo", placed.ref, again.version)


@pytest.mark.parametrize("details", [Details(), Details(not_understood="???"), KIM])
@pytest.mark.parametrize("later", [False, True])
def test_whatever_is_missing_it_is_placed(
    desk_of: DeskOf, details: Details, later: bool, clock: FixedClock
) -> None:
    clock.on(days=1, hours=8)  # Saturday night, nobody there
    placed = desk_of("tina").place(details, callback=later)
    assert placed.open
    assert placed.kind is (Kind.CALLBACK if later else Kind.IMMEDIATE)
    assert placed.time_to_confirm is later
    assert placed.contact_name == details.contact_name


@pytest.mark.parametrize("who", ["tina", "ana", "lena"])
def test_everybody_on_the_desk_places(desk_of: DeskOf, who: str) -> None:
    assert desk_of(who).place(KIM).placed_by == who


def test_uncertain_words_for_a_time_are_kept_and_to_be_confirmed(desk_of: DeskOf) -> None:
    tina = desk_of("tina")
    words = "sometime after the holidays, before her surgery"
    placed = tina.place(callback(words))
    assert (placed.kind, placed.status) == (Kind.CALLBACK, Status.SCHEDULED)
    assert placed.callback_words == words
    assert placed.time_to_confirm
    assert placed.callback_windows == ()
    sure = tina.make("confirm_time", placed.ref, 1, {"callback_words": "Monday 3pm"})
    assert not sure.time_to_confirm
    assert [window.words for window in sure.callback_windows]


def test_a_best_time_to_call_is_a_time_for_a_callback(desk_of: DeskOf) -> None:
    placed = desk_of("tina").place(KIM.model_copy(update={"best_time": "today 4pm"}))
    assert placed.kind is Kind.CALLBACK
    assert placed.callback_words == "today 4pm"
    assert len(placed.callback_windows) == 1


def test_now_is_now_in_whatever_words(desk_of: DeskOf) -> None:
    placed = desk_of("tina").place(callback("Now"))
    assert (placed.kind, placed.callback_words) == (Kind.IMMEDIATE, "")


def test_what_was_told_is_recorded(desk_of: DeskOf, clock: FixedClock) -> None:
    placed = desk_of("tina").place(KIM, told=True)
    assert (placed.told_by, placed.told_at) == ("tina", clock.now)


# -- once


def test_the_same_act_twice_is_done_once(desk_of: DeskOf, office: Office) -> None:
    tina, ana = desk_of("tina"), desk_of("ana")
    placed = tina.place(KIM, act_id="one")
    assert tina.place(KIM, act_id="one") == placed
    taken = ana.make("acknowledge", placed.ref, 1, act_id="two")
    assert ana.make("acknowledge", placed.ref, 1, act_id="two") == taken
    assert len(requests.open_requests()) == 1
    assert [one.move for one in ana.history(placed.ref)] == ["place", "acknowledge"]


def test_the_same_act_from_two_processes_is_done_once(
    desk_of: DeskOf, office: Office, address: Address
) -> None:
    refs = together(jobs.place, [(address, "tina", 1, "one")] * 2)
    assert len(set(refs)) == 1
    assert len(requests.open_requests()) == 1
    ref = refs[0]
    told = together(jobs.act, [(address, "ana", "acknowledge", ref, "two")] * 2)
    assert told == ["acknowledged", "acknowledged"]
    assert [one.move for one in desk_of("ana").history(ref)] == ["place", "acknowledge"]


# -- overtaken


def test_who_comes_second_learns_who_what_and_when(desk_of: DeskOf, clock: FixedClock) -> None:
    placed = desk_of("tina").place(KIM)
    clock.on(minutes=1)
    desk_of("ana").make("acknowledge", placed.ref, 1)
    with pytest.raises(Overtaken) as told:
        desk_of("ben").make("acknowledge", placed.ref, placed.version)
    said = str(told.value)
    assert "Ana Ruiz was first" in said
    assert "acknowledged it" in said
    assert "2:32" in said
    assert desk_of("ben").request(placed.ref).holder == "ana"
    with pytest.raises(Overtaken, match="You were first"):
        desk_of("ana").make("acknowledge", placed.ref, placed.version)


def test_typing_is_not_lost_when_somebody_was_first(desk_of: DeskOf) -> None:
    placed = desk_of("tina").place(KIM)
    desk_of("ana").make("acknowledge", placed.ref, 1)
    tina = desk_of("tina")
    kept = tina.keep_draft("d", "close", {"words": "They appeal instead"})
    given = {"reason": "the caller withdrew", "said_by": "Kim", "words": "They appeal instead"}
    with pytest.raises(Overtaken):
        tina.make("close", placed.ref, 1, given, draft=Drafted("d"))
    assert tina.drafts() == (kept,)
    assert len(tina.history(placed.ref)) == 2


def test_two_who_complete_different_fields_both_go_through(desk_of: DeskOf) -> None:
    placed = desk_of("tina").place(Details())
    desk_of("tina").make("complete", placed.ref, 1, changes={"phone": "614 555 0142"})
    both = desk_of("raj").make("complete", placed.ref, 1, changes={"drug_name": "Humira"})
    assert (both.phone, both.drug_name, both.version) == ("614 555 0142", "Humira", 3)


def test_two_who_complete_the_same_field_are_told(desk_of: DeskOf) -> None:
    placed = desk_of("tina").place(Details())
    desk_of("tina").make("complete", placed.ref, 1, changes={"phone": "614 555 0142"})
    changes = {"drug_name": "Humira", "phone": "614 555 0177"}
    with pytest.raises(Overtaken, match="Tina Park was first"):
        desk_of("raj").make("complete", placed.ref, 1, changes=changes)
    assert desk_of("raj").request(placed.ref).drug_name == ""


def test_completing_goes_through_while_somebody_acknowledges(desk_of: DeskOf) -> None:
    placed = desk_of("tina").place(Details())
    desk_of("ana").make("acknowledge", placed.ref, 1)
    done = desk_of("tina").make("complete", placed.ref, 1, changes={"cntt": "5530192"})
    assert (done.holder, done.cntt) == ("ana", "5530192")
    ready = desk_of("ana").make("ready", placed.ref, 2, {"extension": "4412"})
    assert ready.status is Status.READY


@pytest.mark.parametrize("second", ["another_time", "confirm_time"])
def test_a_time_is_not_written_over_one_that_was_not_seen(desk_of: DeskOf, second: str) -> None:
    placed = desk_of("tina").place(callback("today 4pm"))
    asked = {"who_asked": "Kim Osei", "callback_words": "Monday 3pm"}
    stands = desk_of("tina").make("another_time", placed.ref, 1, asked)
    given = {"callback_words": "Tuesday 3pm"}
    if second == "another_time":
        given["who_asked"] = "Dr. Abara"
    with pytest.raises(Overtaken, match="Tina Park was first"):
        desk_of("raj").make(second, placed.ref, 1, given)
    assert desk_of("raj").request(placed.ref) == stands


def test_a_move_that_lacks_something_or_is_forbidden_changes_nothing(
    desk_of: DeskOf, office: Office
) -> None:
    placed = desk_of("tina").place(KIM)
    before = office.verify()
    with pytest.raises(Refused, match="for a pharmacist"):
        desk_of("tina").make("acknowledge", placed.ref, 1)
    with pytest.raises(Missing, match="needs"):
        desk_of("tina").make("close", placed.ref, 1, {"reason": "the caller withdrew"})
    with pytest.raises(NotFound, match="P2P-9999"):
        desk_of("tina").make("message", "p2p-9999", 1, {"words": "hello"})
    with pytest.raises(Missing, match="no field"):
        desk_of("tina").make("complete", placed.ref, 1, changes={"holder": "ben"})
    assert office.verify() == before
    assert desk_of("tina").request(placed.ref) == placed


def test_an_available_denying_pharmacist_is_passed_over_only_with_a_reason(
    desk_of: DeskOf,
) -> None:
    desk_of("ana")
    placed = desk_of("tina").place(KIM.model_copy(update={"denying_pharmacist": "Ana Ruiz"}))
    with pytest.raises(Missing, match="Ana Ruiz denied this and is available"):
        desk_of("ben").make("acknowledge", placed.ref, 1)
    desk_of("ana").say_of_myself(Availability.LUNCH)
    assert desk_of("ben").make("acknowledge", placed.ref, 1).holder == "ben"


# -- drafts


def test_a_draft_is_used_up_by_what_it_became(desk_of: DeskOf) -> None:
    tina = desk_of("tina")
    tina.keep_draft("new", "new request", {"phone": "614"})
    tina.keep_draft("other", "new request", {"phone": "312"})
    placed = tina.place(KIM, draft=Drafted("new"))
    assert [one.id for one in tina.drafts()] == ["other"]
    tina.make("message", placed.ref, 1, {"words": "hello"}, draft=Drafted("other"))
    assert tina.drafts() == ()


def test_a_draft_is_its_owners_alone(desk_of: DeskOf) -> None:
    tina, raj = desk_of("tina"), desk_of("raj")
    mine = tina.keep_draft("d", "new request", {"phone": "614"})
    assert raj.drafts() == ()
    raj.drop_draft("d")
    raj.place(KIM, draft=Drafted("d"))
    assert tina.drafts() == (mine,)
    again = tina.keep_draft("d", "new request", {"phone": "614 555"})
    assert tina.drafts() == (again,)


def test_drafts_and_signs_of_life_leave_no_event(desk_of: DeskOf, office: Office) -> None:
    before = office.verify()
    tina = desk_of("tina")
    tina.keep_draft("d", "new request", {"phone": "614"})
    tina.heartbeat()
    tina.sign_out()
    assert office.verify() == before


# -- who is here


def test_a_session_that_is_not_heard_of_for_half_a_minute_is_offline(
    desk_of: DeskOf, office: Office, clock: FixedClock
) -> None:
    first, second = desk_of("ana"), desk_of("ana")
    assert office.roster().here("ana")
    first.sign_out()
    assert office.roster().here("ana")
    clock.on(seconds=31)
    assert not office.roster().here("ana")
    second.heartbeat()
    assert office.roster().here("ana")


def test_what_one_says_of_oneself_is_on_record(desk_of: DeskOf, office: Office) -> None:
    ana = desk_of("ana")
    ana.say_of_myself(Availability.ON_A_CALL, extension="4499")
    assert (ana.me.availability, ana.me.extension) == (Availability.ON_A_CALL, "4499")
    ana.say_of_myself(extension="4400")
    assert ana.me.availability is Availability.ON_A_CALL
    event = requests.happenings_since(requests.newest_seq() - 1)[0]
    assert (event.move, event.actor) == ("staff", "ana")
    assert event.before["extension"] == "4499"


def test_a_disabled_person_does_nothing_more(desk_of: DeskOf, office: Office) -> None:
    tina = desk_of("tina")
    placed = tina.place(KIM)
    gone = tina.me.model_copy(update={"disabled": True})
    office.put_staff([gone], by=desk_of("lena").me, account="os:tests")
    for attempt in (
        lambda: tina.place(KIM),
        lambda: tina.make("message", placed.ref, 1, {"words": "hello"}),
        lambda: tina.request(placed.ref),
        tina.snapshot,
    ):
        with pytest.raises((NotFound, Refused), match="disabled"):
            attempt()


def test_only_who_looks_after_staff_changes_staff(desk_of: DeskOf, office: Office) -> None:
    tina = desk_of("tina").me
    for who in ("tina", "ana"):
        with pytest.raises(Refused, match="look after staff"):
            office.put_staff([tina], by=desk_of(who).me, account="os:tests")
    for who in ("lena", "adam"):
        office.put_staff([tina], by=desk_of(who).me, account="os:tests")


def test_both_identities_stand_in_the_record(office: Office) -> None:
    placed = Desk(office, "tina", account="os:frontdesk").place(KIM)
    assert placed.placed_by == "tina"
    from p2p_tui.store.models import EventRow

    row = EventRow.get(EventRow.request_id == number_of(placed.ref))
    assert (row.actor, row.account) == ("tina", "os:frontdesk")


def test_the_table_of_moves_knows_the_ones_that_keep_their_place() -> None:
    from p2p_tui.domain.effects import KEEPS_PLACE

    assert KEEPS_PLACE.issubset(BY_NAME)
    for name in KEEPS_PLACE:
        assert BY_NAME[name].target is None


def test_a_wait_is_kept_through_release(desk_of: DeskOf, clock: FixedClock) -> None:
    placed = desk_of("tina").place(KIM)
    clock.on(minutes=3)
    taken = desk_of("ana").make("acknowledge", placed.ref, 1)
    clock.on(minutes=2)
    back = desk_of("ana").make("hand_over", placed.ref, taken.version)
    assert (back.holder, back.status) == (None, Status.WAITING)
    assert back.waiting_since == placed.placed_at == clock.now - timedelta(minutes=5)


def test_two_processes_never_give_one_reference_twice(address: Address, office: Office) -> None:
    last = together(jobs.place, [(address, who, 20) for who in ("tina", "raj")])
    found: list[Request] = list(requests.open_requests())
    assert [one.ref for one in found] == [f"P2P-{number}" for number in range(1001, 1041)]
    assert "P2P-1040" in last
    assert elsewhere(jobs.place, address, "tina", 1) == "P2P-1041"
    assert sit(office, "lena").request("1041").placed_by == "tina"


def test_another_time_is_read_on_the_clocks_on_which_the_first_one_was(
    desk_of: DeskOf, office: Office
) -> None:
    tina = desk_of("tina")
    # A number of New York, and a provider who sits in Chicago.
    details = callback("Monday 2-4 pm").model_copy(update={"phone": "(212) 555-0142"})
    placed = tina.place(details, zone="America/Chicago")
    asked = {"who_asked": "Kim Osei", "callback_words": "Tuesday 2-4 pm"}
    moved = tina.make("another_time", placed.ref, placed.version, asked)
    assert [one.zone for one in moved.callback_windows] == ["America/Chicago"]
    before = placed.callback_windows[0]
    assert moved.callback_windows[0].start == before.start + timedelta(days=1)
