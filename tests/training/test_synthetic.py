"""The made-up desk of demo and training: people, an ordinary afternoon, a record that holds."""

from collections import Counter
from pathlib import Path

import pytest

from p2p_tui.desk import Desk, Office
from p2p_tui.domain.denied_pas import conflicts, plan_facts
from p2p_tui.domain.due import Due, due
from p2p_tui.domain.people import Availability, Role
from p2p_tui.domain.request import Kind, Status
from p2p_tui.training.synthetic import (
    ACCOUNT,
    LEAD,
    PHARMACIST,
    SEATS,
    STAFF,
    TECHNICIAN,
    TO_TRY,
    MovableClock,
    details,
    furnish,
)  # fmt: skip
from tests.house import FixedClock


def test_the_record_of_the_furnished_desk_holds(office: Office) -> None:
    verdict = office.verify()
    assert verdict.problem == ""
    assert verdict.events > 50


def test_every_state_is_there_to_be_seen(office: Office, clock: FixedClock) -> None:
    every = Desk(office, LEAD).tracker()
    assert {one.status for one in every} == set(Status)
    assert {one.kind for one in every} == set(Kind)
    callbacks = [one for one in every if one.status is Status.SCHEDULED]
    assert {due(one, clock()) for one in callbacks} == {
        Due.NO_TIME_LEFT, Due.LATE, Due.SOON, Due.LATER, Due.TO_CONFIRM,
    }  # fmt: skip
    assert any(one.attempts for one in every)
    assert any(one.prior_denials for one in every)


def test_each_seat_finds_something_to_do(office: Office) -> None:
    held = Counter(one.holder for one in Desk(office, LEAD).snapshot().requests)
    placed = Counter(one.placed_by for one in Desk(office, LEAD).snapshot().requests)
    assert placed[TECHNICIAN] >= 3
    assert held[PHARMACIST] >= 2
    assert set(SEATS) == {"technician", "pharmacist", "lead"}
    for role, username in SEATS.items():
        assert office.person(username).has(Role(role))


def test_everybody_is_here_and_one_is_at_lunch(office: Office) -> None:
    roster = office.roster()
    assert roster.present == {one.username for one in STAFF}
    assert [one.username for one in roster.staff if one.availability is Availability.LUNCH] == [
        "ben"
    ]


def test_the_past_lies_in_the_past_and_the_clock_is_right_again(
    tmp_path: Path, clock: FixedClock
) -> None:
    movable = MovableClock(clock)
    office = Office.open(f"sqlite://{tmp_path}/desk.db", clock=movable)
    furnish(office, movable)
    assert office.clock() == clock()
    every = Desk(office, LEAD).tracker()
    assert all(one.placed_at < clock() for one in every)
    assert all(one.placed_at <= one.since <= clock() for one in every)
    told = [event.at for one in every for event in Desk(office, LEAD).history(one.ref)]
    assert max(told) <= clock()
    office.close()


def test_every_act_stands_under_the_account_of_the_demo(office: Office) -> None:
    from p2p_tui.store.models import EventRow

    assert {row.account for row in EventRow.select()} == {ACCOUNT}


def test_the_denied_pas_to_try_show_what_is_said_of_them(office: Office, clock: FixedClock) -> None:
    tina = Desk(office, TECHNICIAN)
    known = {number: tina.denied_pa(number) for number in TO_TRY}
    placed = {one.pa_number for one in Desk(office, LEAD).tracker()}
    assert not placed & set(TO_TRY)
    facts = {number: " ".join(plan_facts(pa, clock().date())) for number, pa in known.items() if pa}
    assert list(facts) == list(TO_TRY)
    ordinary, appealed, held, late, unknown = facts
    assert "window ends" in facts[ordinary]
    assert "An appeal was filed" in facts[appealed]
    assert "A P2P was already held" in facts[held]
    assert "Past the plan's P2P window" in facts[late]
    roster = office.roster()
    deniers = {number: roster.get(pa.denying_pharmacist) for number, pa in known.items() if pa}
    assert [number for number, who in deniers.items() if who is None] == [unknown]


def test_what_was_placed_and_the_extract_say_the_same(office: Office) -> None:
    lena = Desk(office, LEAD)
    for one in lena.tracker():
        pa = lena.denied_pa(one.pa_number)
        assert pa is not None
        assert conflicts(one, pa, office.roster()) == ()


def test_the_made_up_callers_are_the_same_each_time_and_never_a_real_number() -> None:
    assert [details(n) for n in range(40)] == [details(n) for n in range(40)]
    for number in range(200):
        assert ") 555-01" in details(number).phone
    assert len({details(number).pa_number for number in range(200)}) == 200


def test_a_desk_that_has_people_is_not_furnished_again(office: Office, clock: FixedClock) -> None:
    from p2p_tui.domain.errors import DeskError

    before = office.verify().events
    with pytest.raises(DeskError, match="has people already"):
        furnish(office, MovableClock(clock))
    assert office.verify().events == before
