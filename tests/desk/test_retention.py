"""What was kept long enough goes for good, what is held stays, and the record still holds."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from p2p_tui.desk import Office
from p2p_tui.desk.retention import Due, Purged
from p2p_tui.domain.errors import DeskError, Mistyped, NotFound, Refused
from p2p_tui.domain.request import Request, Status
from p2p_tui.store import requests
from p2p_tui.store.models import BookingRow, DeniedPARow, EventRow, PayloadRow, RequestRow
from tests.desk.long_ago import BEFORE, CLOSED, THEN, DeskOf, carried, closed, on_record
from tests.documented import needed
from tests.house import FRIDAY, KIM, FixedClock, callback, through

# -- what goes


def test_what_is_old_goes_and_its_events_stay(
    desk_of: DeskOf, office: Office, then: FixedClock
) -> None:
    gone = closed(desk_of)
    booked = through(desk_of, desk_of("tina").place(callback("today 3pm")), "acknowledge", "close")
    then.now = FRIDAY
    kept = closed(desk_of)
    lena, events = desk_of("lena"), EventRow.select().count()
    rows = list(EventRow.select().order_by(EventRow.seq).tuples())

    words = carried(gone.ref) + carried(booked.ref)
    due = lena.due_for_disposal(BEFORE)
    assert due == Due(2, words, 0, 0, THEN, THEN, 0, 0, 0)
    assert lena.purge(BEFORE) == Purged(requests=2, payloads=words)
    assert lena.wipe()

    assert lena.tracker() == (kept,)
    assert lena.tracker("osei") == (kept,)
    assert lena.tracker(gone.ref) == ()
    assert BookingRow.select().where(BookingRow.request_id == 1002).count() == 0
    assert carried(gone.ref) + carried(booked.ref) == 0
    assert carried(kept.ref) == len(CLOSED) + 1
    assert list(EventRow.select().order_by(EventRow.seq).tuples())[:-1] == rows
    assert office.verify().problem == ""
    assert office.verify().events == events + 1
    assert lena.due_for_disposal(BEFORE) == Due(0, 0, 0, 0, None, None, 0, 0, 0)
    assert lena.purge(BEFORE) == Purged()
    assert EventRow.select().count() == events + 1


def test_its_event_says_by_whom_and_proves_what(
    desk_of: DeskOf, office: Office, then: FixedClock
) -> None:
    closed(desk_of)
    closed(desk_of)
    then.now = FRIDAY
    desk_of("lena").purge(BEFORE)
    (event,) = on_record()
    assert (event.actor, event.at, event.ref, event.version) == ("lena", FRIDAY, "", None)
    assert event.given["before"] == "2020-11-20"
    assert event.given["numbers"] == [[1001, 1002]]
    assert (event.given["requests"], event.given["payloads"]) == (2, 12)
    assert len(event.given["proof"]) == 64
    assert desk_of("lena").tell(event) == (
        "removed for good 2 requests from before Nov 20, 2020, the words of 12 events with them"
        f" (proof {event.given['proof'][:12]})"
    )
    assert "Osei" not in json.dumps(event.model_dump(mode="json"))


def test_of_what_was_removed_people_are_told_so(
    desk_of: DeskOf, office: Office, then: FixedClock
) -> None:
    gone = closed(desk_of)
    then.now = FRIDAY
    kept = desk_of("tina").place(KIM)
    desk_of("lena").purge(BEFORE)
    said = r"^P2P-1001 was kept as long as records are kept, and then removed$"
    for ask in (
        lambda: desk_of("tina").request(gone.ref),
        lambda: desk_of("tina").look("p2p 1001"),
        lambda: desk_of("ana").make("add_to_record", gone.ref, gone.version, {"words": "x"}),
        lambda: desk_of("tina").make("link", kept.ref, kept.version, {"other": gone.ref}),
        lambda: desk_of("lena").hold(gone.ref, "a case"),
    ):
        with pytest.raises(NotFound, match=said):
            ask()
    with pytest.raises(NotFound, match="There is no request P2P-4711"):
        desk_of("tina").request("P2P-4711")
    lena, told = desk_of("lena"), desk_of("lena").history(gone.ref)
    assert [one.move for one in told] == ["place", *CLOSED]
    assert all(lena.tell(one) for one in told)


def test_no_reference_is_given_twice(desk_of: DeskOf, office: Office, then: FixedClock) -> None:
    newest = [closed(desk_of).ref for _ in range(3)][-1]
    then.now = FRIDAY
    assert desk_of("lena").purge(BEFORE).requests == 3
    assert RequestRow.select().count() == 0
    assert newest == "P2P-1003"
    assert desk_of("tina").place(KIM).ref == "P2P-1004"
    assert desk_of("tina").place(KIM).ref == "P2P-1005"


def test_denied_pas_go_that_no_extract_told_since(
    desk_of: DeskOf, office: Office, then: FixedClock
) -> None:
    lena = desk_of("lena")
    lena.import_pas(["PA #,Drug\n", "1,a\n", "2,b\n", "3,c\n", "4,d\n"], "then.csv")
    still_open = desk_of("tina").place(KIM.model_copy(update={"pa_number": "PA-3"}))
    held = closed(desk_of, KIM.model_copy(update={"pa_number": "4"}))
    then.now = FRIDAY
    lena.hold(held.ref, "a case")
    lena.import_pas(["PA #,Drug\n", "2,b\n", "9,z\n"], "now.csv")
    assert lena.due_for_disposal(BEFORE).denied_pas == 1
    assert lena.purge(BEFORE) == Purged(denied_pas=1)
    numbers = {row.number_key for row in DeniedPARow.select()}
    assert numbers == {"2", "3", "4", "9"}
    assert desk_of("lena").tell(on_record()[0]) == (
        "removed for good 1 denied PA from before Nov 20, 2020"
    )
    assert office.verify().problem == ""
    assert still_open.open


@pytest.mark.usefixtures("small_batches")
def test_notes_go_that_belong_to_no_request(
    desk_of: DeskOf, office: Office, then: FixedClock
) -> None:
    lena, tina, raj = desk_of("lena"), desk_of("tina"), desk_of("raj")
    lena.import_pas(["PA #,Drug\n", "88120417,a\n"], "then.csv")
    pa = tina.denied_pa("88120417")
    assert pa is not None
    for _ in range(3):
        tina.saw_pa(pa)
    draft = raj.keep_draft("d", "new request", {"phone": "614 555 0142", "said": "canary"})
    raj.sign_out()
    then.on(minutes=5)
    lena.take_up(draft)
    then.now = FRIDAY
    desk_of("tina").saw_pa(pa)
    assert lena.due_for_disposal(BEFORE).loose == 4
    done = lena.purge(BEFORE)
    assert (done.loose, done.payloads, done.denied_pas) == (4, 4, 1)
    assert [one.given["loose"] for one in on_record()] == [2, 2, 0]
    assert lena.tell(on_record()[0]).startswith(
        "removed for good 2 notes of PAs looked at and calls taken up from before Nov 20, 2020,"
    )
    assert not any("canary" in row.body for row in PayloadRow.select())
    numbers = [one.given.get("pa_number") for one in on_record("pa_viewed")]
    assert numbers == [None, None, None, "88120417"]
    assert office.verify().problem == ""
    then.now = FRIDAY + timedelta(days=1)
    assert lena.purge(FRIDAY.date() + timedelta(days=1)).loose == 1
    assert office.verify().problem == ""


# -- what stays


def held(desk_of: DeskOf, clock: FixedClock, request: Request) -> None:
    desk_of("lena").hold(request.ref, "a case")


def added_to(desk_of: DeskOf, clock: FixedClock, request: Request) -> None:
    clock.now = FRIDAY
    desk_of("ana").make("add_to_record", request.ref, request.version, {"words": "They rang"})


def linked(desk_of: DeskOf, clock: FixedClock, request: Request) -> None:
    clock.now = FRIDAY
    desk_of("tina").place(KIM, beside=[request.ref])


def held_and_released(desk_of: DeskOf, clock: FixedClock, request: Request) -> None:
    clock.now = FRIDAY
    lena = desk_of("lena")
    lena.hold(request.ref, "a case")
    lena.release_hold(request.ref, "it is over")


def looked_at(desk_of: DeskOf, clock: FixedClock, request: Request) -> None:
    clock.now = FRIDAY
    desk_of("tina").look(request.ref)
    desk_of("tina").copied(request.ref)


@pytest.mark.parametrize(
    ("happened", "on_hold", "changed_since"),
    [
        (held, 1, 0),
        (added_to, 0, 1),
        (linked, 0, 1),
        (held_and_released, 0, 0),
        (looked_at, 0, 0),
    ],
)
def test_what_is_held_or_was_added_to_since_stays(
    desk_of: DeskOf,
    office: Office,
    then: FixedClock,
    happened: Callable[[DeskOf, FixedClock, Request], None],
    on_hold: int,
    changed_since: int,
) -> None:
    request = closed(desk_of)
    happened(desk_of, then, request)
    then.now = FRIDAY
    lena, goes = desk_of("lena"), int(not on_hold + changed_since)
    due = lena.due_for_disposal(BEFORE)
    assert (due.requests, due.on_hold, due.changed_since) == (goes, on_hold, changed_since)
    assert lena.purge(BEFORE).requests == goes
    assert (requests.get(request.ref) is None) == bool(goes)
    assert (carried(request.ref) == 0) == bool(goes)
    assert office.verify().problem == ""


def test_what_is_open_or_waits_for_information_stays(
    desk_of: DeskOf, office: Office, then: FixedClock
) -> None:
    still_open = desk_of("tina").place(KIM)
    promised = through(desk_of, desk_of("tina").place(KIM), *CLOSED[:-1])
    given = {"none_offered": True, **needed("more information promised")}
    promised = desk_of("ana").make("document", promised.ref, promised.version, given)
    assert promised.status is Status.CLOSED
    then.now = FRIDAY
    lena = desk_of("lena")
    assert lena.due_for_disposal(BEFORE).followed_up == 1
    assert lena.purge(BEFORE) == Purged()
    assert {one.ref for one in lena.tracker()} == {still_open.ref, promised.ref}


@pytest.mark.parametrize(("minutes", "goes"), [(-1, 1), (0, 0), (1, 0)])
def test_the_day_begins_at_midnight_at_the_desk(
    desk_of: DeskOf, then: FixedClock, minutes: int, goes: int
) -> None:
    midnight = datetime(2020, 11, 20, 5, 0, tzinfo=UTC)
    then.now = midnight + timedelta(minutes=minutes)
    closed(desk_of)
    then.now = FRIDAY
    assert desk_of("lena").today() == date(2026, 11, 20)
    assert desk_of("lena").purge(BEFORE).requests == goes


# -- legal hold


def test_a_hold_is_on_record_with_its_reason(desk_of: DeskOf, office: Office) -> None:
    lena, tina = desk_of("lena"), desk_of("tina")
    placed = tina.place(KIM)
    held = lena.hold(placed.ref, "Osei v.\nPlan", act_id="once")
    assert lena.hold(placed.ref, "Osei v. Plan", act_id="once") == held
    assert held.legal_hold is not None
    assert (held.legal_hold.by, held.legal_hold.at, held.legal_hold.why) == (
        "lena", FRIDAY, "Osei v. Plan",
    )  # fmt: skip
    assert (held.version, held.moved_version) == (2, 1)
    assert tina.request(placed.ref) == held
    assert lena.on_hold() == (held,)
    # Nobody's work is in the way: who saw it before goes on.
    desk_of("ana").make("acknowledge", placed.ref, placed.version)
    released = lena.release_hold(placed.ref, "settled")
    assert released.legal_hold is None
    assert lena.on_hold() == ()
    told = [lena.tell(one) for one in lena.history(placed.ref)]
    assert told[1] == "put it on legal hold: Osei v. Plan"
    assert told[-1] == "released the legal hold: settled"
    assert lena.history(placed.ref)[-1].before["legal_hold"]["why"] == "Osei v. Plan"
    assert office.verify().problem == ""


def test_what_can_not_be_held_or_released_is_said(desk_of: DeskOf) -> None:
    lena, placed = desk_of("lena"), desk_of("tina").place(KIM)
    with pytest.raises(DeskError, match="P2P-1001 is not on legal hold"):
        lena.release_hold(placed.ref, "x")
    with pytest.raises(Mistyped, match=r"^Say why it is held or released$"):
        lena.hold(placed.ref, " \n")
    lena.hold(placed.ref, "a case")
    with pytest.raises(DeskError, match="P2P-1001 is on legal hold already: a case"):
        lena.hold(placed.ref, "another")
    with pytest.raises(NotFound, match="There is no request P2P-9"):
        lena.hold("P2P-9", "a case")


@pytest.mark.parametrize("who", ["tina", "ana", "adam"])
def test_only_a_lead_holds_or_removes(desk_of: DeskOf, who: str) -> None:
    placed, desk = desk_of("tina").place(KIM), desk_of(who)
    for ask in (
        lambda: desk.hold(placed.ref, "x"),
        lambda: desk.release_hold(placed.ref, "x"),
        lambda: desk.on_hold(),
        lambda: desk.due_for_disposal(BEFORE),
        lambda: desk.purge(BEFORE),
        lambda: desk.wipe(),
    ):
        with pytest.raises(Refused, match=r"may not dispose of records or hold them; ask a lead"):
            ask()
    assert on_record() == []


def test_a_lead_who_does_not_own_the_database_removes_nothing(
    desk_of: DeskOf, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office.store.engine, "owned", lambda: False)
    with pytest.raises(DeskError, match="for the account that owns the desk's database"):
        desk_of("lena").purge(BEFORE)
