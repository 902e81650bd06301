"""The shared queue in sections, as it asks something of one person (R12-R16)."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from p2p_tui.domain.due import Due, due
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.people import Availability, Roster, Staff
from p2p_tui.domain.request import Kind, Request, Status
from p2p_tui.domain.sections import sections
from tests.domain.builders import (
    ANA,
    BEN,
    COHERENT,
    ET,
    EVERYBODY,
    LENA,
    LUIS,
    NOW,
    PIA,
    TESS,
    TINA,
    minutes,
    roster,
    standing,
    window,
)

HOURS = DeskHours()
IMMEDIATE, CALLBACK = Kind.IMMEDIATE, Kind.CALLBACK


def where(request: Request, me: Staff, known: Roster | None = None) -> str:
    """In which section of somebody's queue a request is."""
    (part,) = sections([request], me, known or roster(), NOW, HOURS)
    assert part.requests == (request,)
    return part.title


def callback(*starts: float, **said: Any) -> Request:
    """A callback with windows of two hours that start so many minutes from now."""
    windows = tuple(window(NOW + minutes(start)) for start in starts)
    return standing(CALLBACK, Status.SCHEDULED, callback_windows=windows, **said)


@pytest.mark.parametrize("status", [Status.WAITING, Status.ACKNOWLEDGED, Status.READY])
def test_a_technicians_own_callers_come_first(status: Status) -> None:
    request = standing(IMMEDIATE, status, holder="ben")
    assert where(request, TINA) == "YOUR CALLERS"
    others = {Status.WAITING: "WAITING NOW"}.get(status, "IN HAND")
    assert where(request, LUIS) == others
    assert where(request.model_copy(update={"placed_by": "raj"}), TINA) == others


def test_a_caller_who_was_transferred_no_longer_asks_anything_of_the_technician() -> None:
    assert where(standing(IMMEDIATE, Status.ON_CALL, holder="ben"), TINA) == "ON THE LINE"
    assert where(standing(IMMEDIATE, Status.TO_DOCUMENT, holder="ben"), TINA) == "TO BE DOCUMENTED"


@pytest.mark.parametrize(
    ("status", "mine", "a_colleagues"),
    [
        (Status.ACKNOWLEDGED, "IN YOUR HANDS", "IN HAND"),
        (Status.READY, "IN YOUR HANDS", "IN HAND"),
        (Status.ON_CALL, "IN YOUR HANDS", "ON THE LINE"),
        (Status.TO_DOCUMENT, "YOU OWE THE TRACKER", "TO BE DOCUMENTED"),
    ],
)
def test_what_a_pharmacist_has_is_in_their_hands(
    status: Status, mine: str, a_colleagues: str
) -> None:
    request = standing(IMMEDIATE, status, holder="ana")
    assert (where(request, ANA), where(request, BEN)) == (mine, a_colleagues)


def test_who_denied_it_sees_it_as_theirs_while_they_are_available() -> None:
    request = standing(IMMEDIATE, Status.WAITING, denying_pharmacist="Ana Ruiz")
    assert (where(request, ANA), where(request, BEN)) == ("YOU DENIED THESE", "WAITING NOW")
    assert where(request, ANA, roster(ana=Availability.LUNCH)) == "WAITING NOW"


def test_callbacks_are_near_or_later() -> None:
    for me in (TINA, ANA, LUIS):
        assert where(callback(120), me) == "CALLBACKS"
        late = "CALL BACK NOW" if me is ANA else "CALLBACKS"
        assert where(callback(-600), me) == late
        assert where(callback(), me) == "CALLBACKS"
        assert where(callback(120.1), me) == "LATER CALLBACKS"


SATURDAY, MONDAY = 24 * 60, 3 * 24 * 60


def test_what_no_time_within_the_desk_hours_was_said_for_needs_a_lead() -> None:
    beyond, past_closing = callback(SATURDAY), callback(300)
    for me in (LUIS, LENA, TESS):
        assert where(beyond, me) == "OUTSIDE DESK HOURS: NEEDS A LEAD"
        assert where(past_closing, me) == "OUTSIDE DESK HOURS: NEEDS A LEAD"
        assert where(callback(SATURDAY, MONDAY), me) == "LATER CALLBACKS"
        assert where(callback(-600, SATURDAY), me) == "OUTSIDE DESK HOURS: NEEDS A LEAD"
    for me in (TINA, ANA):
        assert where(beyond, me) == "LATER CALLBACKS"


def test_closed_requests_are_in_no_section() -> None:
    closed = [standing(kind, Status.CLOSED) for kind in Kind]
    assert sections(closed, ANA, roster(), NOW, HOURS) == ()
    assert sections([], ANA, roster(), NOW, HOURS) == ()


def test_somebody_with_two_roles_sees_each_request_once() -> None:
    own = standing(IMMEDIATE, Status.WAITING, placed_by="pia", denying_pharmacist="pia")
    assert where(own, PIA) == "YOUR CALLERS"
    assert where(own.model_copy(update={"placed_by": "tina"}), PIA) == "YOU DENIED THESE"


def test_the_sections_of_a_pharmacist_stand_in_the_order_in_which_they_ask() -> None:
    everything = [
        standing(IMMEDIATE, Status.TO_DOCUMENT, ref="P2P-1"),
        standing(IMMEDIATE, Status.TO_DOCUMENT, ref="P2P-2", holder="ben"),
        callback(600, ref="P2P-3"),
        standing(IMMEDIATE, Status.ON_CALL, ref="P2P-4", holder="ben"),
        standing(IMMEDIATE, Status.READY, ref="P2P-5", holder="ben"),
        callback(10, ref="P2P-6"),
        standing(IMMEDIATE, Status.WAITING, ref="P2P-7"),
        standing(IMMEDIATE, Status.WAITING, ref="P2P-8", denying_pharmacist="ana"),
        standing(IMMEDIATE, Status.READY, ref="P2P-9"),
    ]
    shown = sections(everything, ANA, roster(), NOW, HOURS)
    assert [(part.title, *(one.ref for one in part.requests)) for part in shown] == [
        ("IN YOUR HANDS", "P2P-9"),
        ("YOU DENIED THESE", "P2P-8"),
        ("WAITING NOW", "P2P-7"),
        ("CALLBACKS", "P2P-6"),
        ("YOU OWE THE TRACKER", "P2P-1"),
        ("IN HAND", "P2P-5"),
        ("ON THE LINE", "P2P-4"),
        ("LATER CALLBACKS", "P2P-3"),
        ("TO BE DOCUMENTED", "P2P-2"),
    ]


def test_who_waits_longest_stands_first_and_ready_before_all() -> None:
    callers = [
        standing(IMMEDIATE, status, ref=ref, waiting_since=NOW - minutes(waited))
        for ref, status, waited in [
            ("P2P-1", Status.WAITING, 2),
            ("P2P-2", Status.WAITING, 9),
            ("P2P-3", Status.ACKNOWLEDGED, 1),
            ("P2P-4", Status.READY, 1),
            ("P2P-5", Status.WAITING, 9),
        ]
    ]
    (part,) = sections(callers, TINA, roster(), NOW, HOURS)
    refs = ["P2P-4", "P2P-3", "P2P-2", "P2P-5", "P2P-1"]
    assert [one.ref for one in part.requests] == refs


def test_callbacks_stand_in_the_order_of_their_next_time_with_the_late_ones_first() -> None:
    several = [
        callback(100, ref="P2P-1"),
        callback(20, 3000, ref="P2P-2"),
        callback(-600, ref="P2P-3"),
        callback(-3000, 50, ref="P2P-4"),
        callback(-60, ref="P2P-5"),
    ]
    (part,) = sections(several, TINA, roster(), NOW, HOURS)
    refs = ["P2P-3", "P2P-5", "P2P-2", "P2P-4", "P2P-1"]
    assert [one.ref for one in part.requests] == refs


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        ([], Due.TO_CONFIRM),
        ([121], Due.LATER),
        ([120], Due.SOON),
        ([1], Due.SOON),
        ([0], Due.NOW),
        ([-119], Due.NOW),
        ([-120], Due.LATE),
        ([-3000], Due.LATE),
        ([-3000, 30], Due.SOON),
        ([-3000, 3000], Due.LATER),
        ([3000, -10], Due.NOW),
    ],
)
def test_how_a_callback_stands_to_the_clock(starts: list[float], expected: Due) -> None:
    assert due(callback(*starts), NOW) is expected


def test_two_hours_before_is_two_hours_before_on_the_night_the_clocks_change() -> None:
    one_in_the_night = datetime(2026, 3, 8, 1, 0, tzinfo=ET)
    window_at_four = (window(datetime(2026, 3, 8, 4, 0, tzinfo=ET)),)
    request = standing(CALLBACK, Status.SCHEDULED, callback_windows=window_at_four)
    assert due(request, one_in_the_night) is Due.SOON


places = st.tuples(
    st.sampled_from(COHERENT),
    st.sampled_from([one.username for one in EVERYBODY]),
    st.sampled_from([one.username for one in EVERYBODY]),
    st.sampled_from(["", "Ana Ruiz", "pia", "gil", "Dr. Nobody"]),
    st.lists(st.integers(-4000, 4000), max_size=3),
)


@settings(max_examples=60)
@given(
    stand=st.lists(places, max_size=8),
    absent=st.sets(st.sampled_from([one.username for one in EVERYBODY])),
    late=st.integers(-3000, 3000),
)
def test_every_open_request_is_in_exactly_one_section_of_everybodys_queue(
    stand: list[tuple[tuple[Kind, Status], str, str, str, list[int]]],
    absent: set[str],
    late: int,
) -> None:
    requests = [
        standing(
            kind,
            status,
            holder=holder,
            ref=f"P2P-{number}",
            placed_by=placed_by,
            denying_pharmacist=denied_by,
            callback_windows=tuple(window(NOW + minutes(start)) for start in starts),
        )
        for number, ((kind, status), holder, placed_by, denied_by, starts) in enumerate(stand)
    ]
    open_ones = Counter(one.ref for one in requests if one.status is not Status.CLOSED)
    for me in EVERYBODY:
        here, now = roster(absent=tuple(absent)), NOW + timedelta(minutes=late)
        shown = sections(requests, me, here, now, HOURS)
        assert Counter(one.ref for part in shown for one in part.requests) == open_ones
        titles = [part.title for part in shown]
        assert len(set(titles)) == len(titles)
        assert all(part.requests for part in shown)
