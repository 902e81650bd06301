"""Callbacks that fall due: who is reminded, when, in which words (R9-R11, R14)."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from p2p_tui.domain.attention import Rules, What, asks
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.people import Absence, Roster
from p2p_tui.domain.preferences import Preferences
from p2p_tui.domain.request import Request, Status
from tests.domain.asking import DESK, LUNCH, at, callback, desk, session, told, who_is_told
from tests.domain.builders import ANA, BEN, ET, minutes, roster, window
from tests.domain.test_due import tried

ANAS: dict[str, Any] = {"denying_pharmacist": "Ana Ruiz"}


def agreed(minute: float = 60, **said: Any) -> Request:
    """A callback that Ana is to make at 3:31 PM, or so many minutes after NOW."""
    request = callback((minute, minute + 15), **ANAS)
    return request.model_copy(update=said)


REMINDED = [
    (45, "callback in 15 minutes, at 3:31 PM"),
    (55, "callback in 5 minutes, at 3:31 PM"),
    (60, "callback is due now (3:31 PM)"),
    (62, "callback is overdue (3:31 PM)"),
]


def test_who_is_to_call_is_reminded_before_and_at_the_time_and_everybody_once_it_is_overdue() -> (
    None
):
    assert session(agreed(), "ana", desk(), range(120)) == REMINDED
    for who in ("ben", "luis"):
        assert session(agreed(), who, desk(), range(120)) == REMINDED[3:]
    assert session(agreed(), "tina", desk(), range(120)) == []


def test_who_has_it_is_reminded_in_the_same_way() -> None:
    held = agreed(status=Status.ACKNOWLEDGED, holder="ben", since=at(20))
    assert session(held, "ben", desk(ana=LUNCH), range(120)) == REMINDED
    assert session(held, "luis", desk(ana=LUNCH), range(120)) == REMINDED[3:]


def test_who_just_took_it_is_not_reminded_of_what_they_know() -> None:
    held = agreed(status=Status.ACKNOWLEDGED, holder="ana", since=at(47))
    assert session(held, "ana", desk(), range(47, 120)) == REMINDED[1:]


@pytest.mark.parametrize(
    "known", [desk(ana=LUNCH), desk(absent=("ana",)), desk(idle=("ana",)), desk(calls={"P": "ana"})]
)
def test_everybody_who_can_call_is_reminded_while_who_is_to_call_is_not_there(
    known: Roster,
) -> None:
    assert session(agreed(), "ben", known, range(120)) == REMINDED
    assert session(agreed(), "ana", known, range(120)) == []
    assert session(agreed(), "luis", known, range(120)) == REMINDED[3:]


def test_leads_are_reminded_where_nobody_can_call_at_all() -> None:
    nobody = desk(ana=LUNCH, absent=("ben",))
    assert session(agreed(), "luis", nobody, range(120)) == REMINDED


@pytest.mark.parametrize("known", [desk(ben=LUNCH), desk(idle=("ben",)), desk(absent=("ben",))])
def test_everybody_is_reminded_of_a_callback_whose_holder_went_to_lunch(known: Roster) -> None:
    held = agreed(status=Status.ACKNOWLEDGED, holder="ben", since=at(20), denying_pharmacist="")
    assert [one for one in session(held, "ana", known, range(120)) if "callback" in one[1]] == (
        REMINDED
    )
    assert session(held, "ben", known, range(120)) == []


def test_a_holder_who_is_on_another_call_is_still_to_make_it_until_it_is_overdue() -> None:
    held = agreed(status=Status.ACKNOWLEDGED, holder="ben", since=at(20), denying_pharmacist="")
    busy = desk(calls={"P2P-1": "ben"})
    assert session(held, "ana", busy, range(120)) == REMINDED[3:]


def test_who_signs_in_is_told_what_fell_due_meanwhile_and_how_long_is_left() -> None:
    assert told(agreed(), "ana", minute=52.5) == ["callback in 8 minutes, at 3:31 PM"]
    assert told(agreed(), "ana", minute=59.5) == ["callback in 1 minute, at 3:31 PM"]
    assert told(agreed(), "ana", minute=61) == ["callback is due now (3:31 PM)"]
    monday = told(agreed(), "ana", minute=3 * 24 * 60)
    assert monday == ["callback is overdue (Fri Nov 20, 3:31 PM)"]


def test_reminders_come_as_long_before_as_the_desk_has_set() -> None:
    early = Rules(before=(5, 90, 30), overdue=10)
    assert session(agreed(120), "ana", desk(), range(200), early) == [
        (30, "callback in 90 minutes, at 4:31 PM"),
        (90, "callback in 30 minutes, at 4:31 PM"),
        (115, "callback in 5 minutes, at 4:31 PM"),
        (120, "callback is due now (4:31 PM)"),
        (130, "callback is overdue (4:31 PM)"),
    ]
    assert who_is_told(agreed(120), desk(), 60) == ""
    only = session(agreed(), "ana", desk(), range(61), Rules(before=()))
    assert only == [(60, "callback is due now (3:31 PM)")]


def test_long_before_it_is_hers_who_will_be_there_though_she_is_at_lunch_now() -> None:
    early = Rules(before=(90,))
    assert told(agreed(120), "ben", desk(ana=LUNCH), 60, early) == []
    assert told(agreed(120), "ana", desk(ana=LUNCH), 60, early) == []


def test_a_span_to_choose_from_is_told_to_everybody_before_its_end_and_when_it_is_over() -> None:
    span = callback((0, 120), **ANAS)
    ends = [
        (90, "callback until 4:31 PM: nobody called yet"),
        (120, "callback until 4:31 PM is overdue: nobody called"),
    ]
    assert session(span, "ben", desk(), range(-60, 300)) == ends
    assert session(span, "ana", desk(), range(-10, 300)) == [
        (-10, "callback in 10 minutes, at 2:31 PM"),
        (-5, "callback in 5 minutes, at 2:31 PM"),
        (0, "callback is due now (2:31 PM)"),
        *ends,
    ]


def test_a_callback_given_back_after_everybody_was_told_is_told_again() -> None:
    keys = {one.key for one in asks([agreed()], BEN, desk(), at(63), Rules())}
    back = agreed(version=8, moved_version=8, since=at(70))
    again = asks([back], BEN, desk(), at(70), Rules())
    assert [one.words for one in again] == ["P2P-1042: callback is overdue (3:31 PM)"]
    assert keys
    assert not keys & {one.key for one in again}


def test_one_of_no_certain_time_is_told_a_while_after_to_whoever_can_ask_for_one() -> None:
    unclear = callback(since=at(0))
    assert who_is_told(unclear, desk(), 14) == ""
    assert who_is_told(unclear, desk(), 15) == "tina ana ben luis"
    assert told(unclear, "tina", desk(), 15) == [
        "no time is certain: ask the provider when to call"
    ]


# --- tried, and nobody was reached ----------------------------------------------------------------

AGAIN, ASK = "nobody was reached: try again", "no time is left: ask the provider for a new one"


def test_within_its_window_it_comes_back_a_while_after_each_try() -> None:
    once = callback((0, 120), **ANAS)
    once = once.model_copy(update={"attempts": (tried(at(10)),), "since": at(10)})
    assert session(once, "ana", desk(), range(10, 90)) == [(25, AGAIN)]
    assert session(once, "ben", desk(), range(10, 89)) == []
    assert session(once, "ben", desk(), range(10, 120)) == [(90, AGAIN)]
    twice = once.model_copy(update={"attempts": (*once.attempts, tried(at(30)))})
    assert session(twice, "ana", desk(), range(31, 90)) == [(45, AGAIN)]
    assert session(once, "ana", desk(), range(11, 60), Rules(again=40)) == [(50, AGAIN)]


def test_with_no_window_left_somebody_is_to_get_a_new_time_from_the_provider() -> None:
    last = agreed(attempts=(tried(at(61)),), since=at(61))
    assert session(last, "ana", desk(), range(61, 300)) == [(76, ASK), (78, ASK)]
    assert session(last, "ben", desk(), range(61, 300)) == [(78, ASK)]
    assert session(last, "luis", desk(ana=LUNCH, ben=LUNCH), range(61, 300)) == [
        (76, ASK),
        (78, ASK),
    ]


def test_in_the_next_window_it_is_reminded_of_like_any_other() -> None:
    two = callback((0, 15), (60, 75), **ANAS)
    two = two.model_copy(update={"attempts": (tried(at(1)),), "since": at(1)})
    assert session(two, "ana", desk(), range(1, 100)) == REMINDED


def test_who_tried_last_tries_again_beside_who_denied_it_but_not_while_somebody_has_it() -> None:
    once = callback((0, 120), **ANAS)
    once = once.model_copy(update={"attempts": (tried(at(10), by="ben"),), "since": at(10)})
    assert who_is_told(once, minute=30) == "ana ben"
    held = once.model_copy(update={"status": Status.ACKNOWLEDGED, "holder": "ana"})
    assert who_is_told(held, minute=30) == "ana"


def test_a_technician_who_noted_that_a_call_dropped_is_not_asked_to_call() -> None:
    noted = callback((0, 120), attempts=(tried(at(10), by="tina"),), since=at(10))
    assert who_is_told(noted, minute=30) == "ana ben"


# --- out of the office ----------------------------------------------------------------------------


def eastern(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ET).astimezone(UTC)


def out(start: datetime, end: datetime) -> Roster:
    """Ana is out of the office."""
    away = ANA.model_copy(update={"absences": (Absence(start=start, end=end),)})
    return roster(*(away if one == ANA else one for one in DESK))


def booked(start: datetime, **said: Any) -> Request:
    request = callback(**ANAS)
    windows = (window(start, minutes(15)),)
    usual = {"callback_windows": windows, "since": start - timedelta(days=20)}
    return request.model_copy(update={**usual, **said})


def covers(request: Request, known: Roster, now: datetime, who: str = "ben") -> list[str]:
    me = known.get(who)
    assert me is not None
    found = asks([request], me, known, now, Rules())
    assert all(not one.rings and one.since <= now for one in found if one.what is What.COVER)
    return [one.words for one in found if one.what is What.COVER]


def test_the_desk_is_told_the_day_before_that_she_will_not_be_there() -> None:
    wednesday, known = booked(eastern(18, 14)), out(eastern(18, 8), eastern(18, 23))
    assert covers(wednesday, known, eastern(16, 23, 59)) == []
    for moment in (eastern(17, 0), eastern(17, 19)):
        assert covers(wednesday, known, moment) == [
            "P2P-1042: callback on Wed Nov 18, 2:00 PM needs somebody: Ana Ruiz denied it and is"
            " out of the office until Wed Nov 18, 11:00 PM"
        ]
    for who, asked in (("luis", True), ("ana", True), ("tina", False), ("raj", False)):
        assert bool(covers(wednesday, known, eastern(17, 10), who)) is asked
    today = covers(wednesday, known, eastern(18, 13))
    assert today[0].startswith("P2P-1042: callback at 2:00 PM needs somebody")
    assert wednesday.callback_windows[0].start == eastern(18, 14)


def test_it_is_told_once_however_long_a_session_lasts() -> None:
    wednesday, known = booked(eastern(18, 14)), out(eastern(18, 8), eastern(18, 23))
    asked = [
        asks([wednesday], BEN, known, eastern(17, hour), Rules())[0].key for hour in range(8, 20)
    ]
    assert len(set(asked)) == 1


def test_for_a_callback_on_monday_the_desk_is_told_on_friday_when_somebody_is_there() -> None:
    monday, known = booked(eastern(23, 9)), out(eastern(23, 0), eastern(28, 0))
    assert covers(monday, known, eastern(19, 12)) == []
    assert covers(monday, known, eastern(20, 8))


def test_the_day_before_a_holiday_is_the_last_one_on_which_the_desk_is_open() -> None:
    after = booked(eastern(27, 9))
    known = out(eastern(27, 0), eastern(28, 0))
    assert covers(after, known, eastern(25, 8))
    closed = DeskHours(holidays=frozenset({date(2026, 11, 25)}))
    assert asks([after], BEN, known, eastern(24, 8), Rules(), hours=closed)
    always = DeskHours(days={6: (time(9), time(10))}, holidays=frozenset(
        date(2026, 11, 1) + timedelta(days=one) for one in range(30)
    ))  # fmt: skip
    assert asks([after], BEN, known, eastern(26, 8), Rules(), hours=always)
    assert not asks([after], BEN, known, eastern(25, 8), Rules(), hours=always)


def test_her_working_hours_count_and_what_nobody_of_the_desk_denied_asks_nothing() -> None:
    works = ANA.model_copy(update={"preferences": Preferences(works=(time(9), time(12)))})
    known = roster(*(works if one == ANA else one for one in DESK))
    (words,) = covers(booked(eastern(23, 14)), known, eastern(20, 9))
    assert words.endswith("Ana Ruiz denied it and is off (works 9:00 AM–12:00 PM)")
    assert covers(booked(eastern(23, 10)), known, eastern(20, 9)) == []
    for named in ("", "Dr. Nobody"):
        nobodys = booked(eastern(23, 14), denying_pharmacist=named)
        assert covers(nobodys, known, eastern(20, 9)) == []


def test_the_day_is_the_desks_own_over_the_night_the_clocks_change() -> None:
    sunday_night = datetime(2026, 11, 2, 0, 30, tzinfo=ET).astimezone(UTC)
    monday = booked(sunday_night)
    known = out(sunday_night - minutes(60), sunday_night + minutes(60))
    friday = datetime(2026, 10, 30, tzinfo=ET).astimezone(UTC)
    assert covers(monday, known, friday - minutes(1)) == []
    assert covers(monday, known, friday)
