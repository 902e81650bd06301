"""Which step of the guide opens where somebody is."""

from typing import Any

import pytest

from p2p_tui.domain import guide
from p2p_tui.domain.guide_places import (
    FIELDS,
    MOVE_FIELDS,
    MOVES,
    NOWHERE,
    SCREENS,
    STATES,
    Place,
    document_of,
    step_at,
)
from p2p_tui.domain.lifecycle import BY_NAME, Situation
from p2p_tui.domain.people import Availability, Roster, Staff
from p2p_tui.domain.request import Kind, Request, Status
from p2p_tui.tui.screens.base import called
from p2p_tui.tui.screens.intake_fields import FIELD_LABELS
from tests.domain.builders import ANA, GIL, LENA, LUIS, NOW, OMAR, PIA, TESS, TINA, roster, standing
from tests.journeys.test_hostile_walk import every_screen

WHO = {"technician": TINA, "pharmacist": ANA, "lead": LUIS}


def step(me: Staff, place: Place, known: Roster | None = None) -> str:
    found = step_at(place, Situation(NOW, me, known or roster()))
    return found.id if found else ""


def test_every_step_named_in_the_table_is_there() -> None:
    named = {*FIELDS.values(), *MOVE_FIELDS.values()}
    for table in (*MOVES.values(), *SCREENS.values()):
        named |= set(table.values())
    named |= {one for table in STATES.values() for one in table.values()}
    assert all(guide.step(one) for one in named)


def test_every_move_state_field_and_screen_has_its_step() -> None:
    for who in WHO.values():
        assert all(step(who, Place(move=name)) for name in BY_NAME)
        for status in Status:
            request = standing(Kind.IMMEDIATE, status)
            assert step(who, Place(request=request))
        assert all(step(who, Place(screen=name)) for name in SCREENS)
    assert set(FIELDS) == set(FIELD_LABELS) - {"best_time", "prior_denials"}
    assert all(set(one) == set(WHO) for one in SCREENS.values())
    by_request = {"request", "move", "message", "document"}
    assert {called(one) for one in every_screen()} == {*SCREENS, *NOWHERE, *by_request}


def test_ones_own_document_follows_from_ones_roles() -> None:
    said = {one.username: document_of(one) for one in (TINA, ANA, LUIS, LENA, PIA, TESS, GIL, OMAR)}
    assert said == {
        "tina": "technician", "ana": "pharmacist", "luis": "lead", "lena": "pharmacist",
        "pia": "pharmacist", "tess": "technician", "gil": "pharmacist", "omar": "technician",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("field", "closed_now", "wanted"),
    [
        ("contact_name", False, "T1"), ("cntt", False, "T1"), ("pa_number", False, "T2"),
        ("callback_words", False, "T7"), ("callback_words", True, "T10"), ("told", True, "T8"),
        ("p2p_denial", False, "T12"), ("appeal_denial", False, "T12"),
        ("additional_info", False, "T13"), ("pa_number", True, "T2"),
    ],
)  # fmt: skip
def test_in_a_field_of_the_form(field: str, closed_now: bool, wanted: str) -> None:
    for who in WHO.values():
        place = Place(screen="new_request", field=field, closed_now=closed_now)
        assert step(who, place) == wanted


@pytest.mark.parametrize(
    ("who", "move", "field", "wanted"),
    [
        ("technician", "close", "words", "T9"), ("technician", "another_time", "", "T7"),
        ("technician", "dropped", "note", "T11"), ("technician", "link", "other", "T12"),
        ("pharmacist", "acknowledge", "reason", "P3"), ("pharmacist", "document", "", "P9"),
        ("pharmacist", "document", "determination", "P8"),
        ("pharmacist", "document", "heard", "P5"),
        ("pharmacist", "not_reached", "outcome", "P7"), ("pharmacist", "hand_over", "to", "P10"),
        ("pharmacist", "take_over", "reason", "P2"), ("lead", "hand_over", "to", "L2"),
        ("lead", "close", "words", "T9"), ("pharmacist", "another_time", "callback_words", "P6"),
    ],
)  # fmt: skip
def test_in_the_form_of_a_move(who: str, move: str, field: str, wanted: str) -> None:
    assert step(WHO[who], Place(move=move, field=field)) == wanted


def on(kind: Kind, status: Status, **said: Any) -> Request:
    return standing(kind, status, denying_pharmacist="Ana Ruiz", **said)


NOW_, LATER = Kind.IMMEDIATE, Kind.CALLBACK


@pytest.mark.parametrize(
    ("who", "request_", "wanted"),
    [
        ("technician", on(NOW_, Status.WAITING), "T4"),
        ("technician", on(NOW_, Status.ACKNOWLEDGED), "T5"),
        ("technician", on(LATER, Status.ACKNOWLEDGED), "T8"),
        ("technician", on(NOW_, Status.READY), "T6"),
        ("technician", on(NOW_, Status.READY, redial=True), "T11"),
        ("technician", on(LATER, Status.SCHEDULED), "T8"),
        ("pharmacist", on(NOW_, Status.WAITING), "P3"),
        ("pharmacist", on(NOW_, Status.ACKNOWLEDGED), "P4"),
        ("pharmacist", on(NOW_, Status.ACKNOWLEDGED, holder="ben"), "P2"),
        ("pharmacist", on(LATER, Status.ACKNOWLEDGED), "P6"),
        ("pharmacist", on(LATER, Status.SCHEDULED), "P6"),
        ("pharmacist", on(NOW_, Status.ON_CALL), "P5"),
        ("pharmacist", on(NOW_, Status.TO_DOCUMENT), "P9"),
        ("pharmacist", on(NOW_, Status.ACKNOWLEDGED, redial=True), "P7"),
        ("lead", on(NOW_, Status.WAITING), "L2"),
        ("lead", on(NOW_, Status.CLOSED), "L3"),
    ],
)
def test_with_a_request_before_one(who: str, request_: Request, wanted: str) -> None:
    assert step(WHO[who], Place(screen="desk", request=request_)) == wanted


def test_whose_call_it_is_decides_what_a_pharmacist_reads_of_one_that_waits() -> None:
    place = Place(request=standing(NOW_, Status.WAITING, denying_pharmacist="Ben Cole"))
    assert step(ANA, place) == "P1"
    assert step(ANA, place, roster(ben=Availability.LUNCH)) == "P2"
    assert step(ANA, Place(request=standing(NOW_, Status.WAITING))) == "P3"


def test_where_no_step_belongs_there_is_none() -> None:
    assert step(TINA, Place(screen="settings")) == ""
    assert step(TINA, Place()) == ""
