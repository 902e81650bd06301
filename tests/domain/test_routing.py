"""Whose call it is (R9, R10)."""

from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from p2p_tui.domain.people import Availability
from p2p_tui.domain.preferences import Preferences
from p2p_tui.domain.request import Kind, Request, Status
from p2p_tui.domain.routing import route
from tests.domain.builders import EVERYBODY, roster, standing


def denied_by(name: str) -> Request:
    return standing(Kind.IMMEDIATE, Status.WAITING, denying_pharmacist=name)


@pytest.mark.parametrize("named", ["Ana Ruiz", "ana", "Ana Ruiz, PharmD"])
def test_who_denied_it_is_expected_to_take_it(named: str) -> None:
    found = route(denied_by(named), roster())
    assert (found.expected, found.why) == ("ana", "Ana Ruiz denied it and is available")


@pytest.mark.parametrize(
    ("says", "why"),
    [
        (Availability.ON_A_CALL, "is on a call"),
        (Availability.LUNCH, "is at lunch"),
        (Availability.AWAY, "is away"),
        (Availability.OUT_OF_OFFICE, "is out of the office"),
        (Availability.OFF, "is off"),
    ],
)
def test_the_desk_takes_it_while_who_denied_it_cannot(says: Availability, why: str) -> None:
    found = route(denied_by("ana"), roster(ana=says))
    assert (found.expected, found.why) == (None, f"Ana Ruiz denied it and {why}")


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("", "no denying pharmacist is named"),
        ("Dr. Priya Shah", "Dr. Priya Shah denied it and is not known to this desk"),
        ("Tina Park", "Tina Park denied it and is not known to this desk"),
        ("Otto Kern", "Otto Kern denied it and is not signed in"),
    ],
)
def test_the_desk_takes_what_none_of_its_pharmacists_denied(named: str, why: str) -> None:
    found = route(denied_by(named), roster())
    assert (found.expected, found.why) == (None, why)


def test_who_is_not_signed_in_is_not_expected_whatever_they_last_said() -> None:
    found = route(denied_by("ana"), roster(absent=("ana",), ana=Availability.LUNCH))
    assert (found.expected, found.why) == (None, "Ana Ruiz denied it and is not signed in")


def test_the_hours_of_who_is_not_signed_in_are_said_where_they_gave_them() -> None:
    known = roster(absent=("ana",))
    works = Preferences(works=(time(9), time(17, 30)))
    staff = [
        one.model_copy(update={"preferences": works}) if one.username == "ana" else one
        for one in known.staff
    ]
    found = route(denied_by("ana"), known.model_copy(update={"staff": tuple(staff)}))
    why = "Ana Ruiz denied it and is not signed in (works 9:00 AM–5:30 PM)"
    assert (found.expected, found.why) == (None, why)


people = st.sampled_from([one.username for one in EVERYBODY])


@settings(max_examples=100, deadline=None)
@given(
    named=people | st.sampled_from(["", "Dr. Nobody", "Ana Ruiz"]),
    absent=st.sets(people),
    says=st.dictionaries(people, st.sampled_from(Availability)),
)
def test_whoever_is_expected_can_take_a_call_now(
    named: str, absent: set[str], says: dict[str, Availability]
) -> None:
    here = roster(absent=tuple(absent), **says)
    found = route(denied_by(named), here)
    assert found.why.isprintable()
    if found.expected is not None:
        assert here.available(found.expected)
        assert found.why.endswith("and is available")
    else:
        denying = here.known_as(named)
        assert denying is None or not here.available(denying.username)
        assert not found.why.endswith("and is available")
