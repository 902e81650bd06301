"""What somebody is doing now: what they said, until when, and what their sessions tell (R10)."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from p2p_tui.domain.people import Absence, Availability, Roster, Staff
from p2p_tui.domain.preferences import Preferences
from p2p_tui.domain.presence import available, available_pharmacists, misses, standing, with_calls
from p2p_tui.domain.request import Kind, Status
from tests.domain.builders import ANA, ET, NOW, OTTO, TINA, minutes, roster
from tests.domain.builders import standing as request

AVAILABLE = Availability.AVAILABLE
NINE_TO_FIVE = Preferences(works=(time(9), time(17)))
ZONE = "America/New_York"


def ana(**said: Any) -> Staff:
    return ANA.model_copy(update=said)


def says(person: Staff, now: datetime = NOW, **known: Any) -> str:
    """What the desk says of her."""
    there = roster(person, **known)
    return standing(person, there, now).words(ZONE, now)


def eastern(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ET)


@pytest.mark.parametrize("said", Availability)
def test_a_pharmacist_who_is_here_and_says_so_is_available(said: Availability) -> None:
    assert available("ana", roster(ana=said), NOW) is (said is AVAILABLE)


@pytest.mark.parametrize("who", ["tina", "luis", "otto", "nobody", None])
def test_only_a_pharmacist_of_this_desk_is_available(who: str | None) -> None:
    assert not available(who, roster(), NOW)


def test_a_pharmacist_without_a_session_is_not_available() -> None:
    assert not available("ana", roster(absent=("ana",)), NOW)
    assert says(ana(), absent=("ana",)) == "not signed in"
    assert says(ana(preferences=NINE_TO_FIVE), absent=("ana",)) == (
        "not signed in (works 9:00 AM–5:00 PM)"
    )


def test_what_somebody_said_holds_until_the_time_they_gave() -> None:
    at_lunch = ana(availability=Availability.LUNCH, until=NOW + minutes(29))
    assert says(at_lunch) == "at lunch until 3:00 PM"
    assert says(at_lunch, NOW + minutes(28)) == "at lunch until 3:00 PM"
    assert says(at_lunch, NOW + minutes(29)) == "available"
    assert says(ana(availability=Availability.LUNCH), NOW + minutes(300)) == "at lunch"


def test_who_comes_late_from_lunch_is_away_until_a_key_is_heard() -> None:
    at_lunch = ana(availability=Availability.LUNCH, until=NOW)
    assert says(at_lunch, idle=("ana",)) == "away"
    assert says(at_lunch) == "available"


def test_keys_left_alone_for_a_while_draw_no_callers_but_a_call_is_a_call() -> None:
    assert says(ana(), idle=("ana",)) == "away"
    assert says(ana(), idle=("ana",), calls={"P2P-1": "ana"}) == "on a call"


def test_who_is_on_a_call_is_so_by_the_calls_themselves() -> None:
    before = roster(ANA)
    call = request(Kind.IMMEDIATE, Status.ON_CALL, ref="P2P-9", holder="ana")
    during = with_calls(before, [call])
    assert standing(ANA, during, NOW).availability is Availability.ON_A_CALL
    after = with_calls(during, [call.model_copy(update={"status": Status.TO_DOCUMENT})])
    assert standing(ANA, after, NOW).availability is AVAILABLE
    assert with_calls(after, [request(Kind.IMMEDIATE, Status.WAITING)]) is after


def test_two_calls_of_one_person_end_one_after_the_other() -> None:
    first, second = (
        request(Kind.IMMEDIATE, Status.ON_CALL, ref=ref, holder="ana") for ref in ("P2P-1", "P2P-2")
    )
    both = with_calls(roster(ANA), [first, second])
    one = with_calls(both, [first.model_copy(update={"status": Status.TO_DOCUMENT})])
    assert standing(ANA, one, NOW).availability is Availability.ON_A_CALL


def test_an_absence_planned_ahead_begins_and_ends_by_itself() -> None:
    planned = ana(absences=(Absence(start=eastern(23, 0), end=eastern(28, 0)),))
    assert says(planned) == "available"
    assert says(planned, eastern(23, 9)) == "out of the office until Sat Nov 28"
    assert says(planned, eastern(27, 23, 59)) == "out of the office until Sat Nov 28"
    assert says(planned, eastern(28, 0)) == "available"
    assert says(planned, eastern(23, 9), absent=("ana",)) == "out of the office until Sat Nov 28"


def test_outside_her_hours_she_is_off_unless_she_said_since_that_she_is_here() -> None:
    works = ana(preferences=NINE_TO_FIVE, said_at=eastern(20, 9))
    assert says(works, eastern(20, 16, 59)) == "available"
    assert says(works, eastern(20, 17)) == "off (works 9:00 AM–5:00 PM)"
    assert says(works, eastern(21, 8)) == "off (works 9:00 AM–5:00 PM)"
    stays = works.model_copy(update={"said_at": eastern(20, 17, 5)})
    assert says(stays, eastern(20, 19)) == "available"
    assert says(stays, eastern(21, 8)) == "available"
    assert says(stays, eastern(21, 18)) == "off (works 9:00 AM–5:00 PM)"


def test_who_is_disabled_is_not_here_whatever_session_they_left() -> None:
    assert standing(OTTO, roster(OTTO, TINA), NOW).availability is None


def test_a_technician_takes_no_calls_of_pharmacists() -> None:
    assert [one.username for one in available_pharmacists(roster(TINA, ANA), NOW)] == ["ana"]


@pytest.mark.parametrize(
    ("hours", "missing"),
    [
        ((8, 9), "off (works 9:00 AM–5:00 PM)"),
        ((8, 10), None),
        ((16, 18), None),
        ((17, 18), "off (works 9:00 AM–5:00 PM)"),
    ],
)
def test_a_window_beside_her_hours_misses_her(hours: tuple[int, int], missing: str | None) -> None:
    person = ana(preferences=NINE_TO_FIVE)
    found = misses(person, eastern(23, hours[0]), eastern(23, hours[1]), ZONE)
    assert (found and found.words(ZONE, NOW)) == missing


def test_absences_that_cover_a_window_together_miss_it() -> None:
    morning = Absence(start=eastern(23, 9), end=eastern(23, 11))
    noon = Absence(start=eastern(23, 11), end=eastern(23, 13))
    both = ana(absences=(noon, morning))
    found = misses(both, eastern(23, 10), eastern(23, 12), ZONE)
    assert found is not None
    assert found.words(ZONE, NOW) == "out of the office until Mon Nov 23, 1:00 PM"
    assert misses(both, eastern(23, 10), eastern(23, 13) + timedelta(minutes=1), ZONE) is None
    assert misses(ana(absences=(morning,)), eastern(23, 10), eastern(23, 12), ZONE) is None


def test_a_roster_of_nobody_has_nobody_available() -> None:
    assert available_pharmacists(Roster(), NOW) == ()
