"""Callers who wait, and what people have in hand: who is asked, when, in which words (R9-R13)."""

from typing import Any

import pytest

from p2p_tui.domain.attention import Rules, What, asks
from p2p_tui.domain.people import Availability, Roster
from p2p_tui.domain.request import Cover, Kind, Request, Status
from tests.domain.asking import LUNCH, at, callback, desk, session, told, waiting, who_is_told
from tests.domain.builders import ANA, BEN, NOW, TINA, minutes, roster, standing
from tests.domain.test_due import tried

DENIED: dict[str, Any] = {"denying_pharmacist": "Ana Ruiz"}


def has(status: Status, holder: str = "ben", **said: Any) -> Request:
    """An immediate request of Tina's that somebody has since NOW."""
    usual: dict[str, Any] = {
        "holder": holder,
        "since": NOW,
        "acknowledged_at": NOW,
        "waiting_since": NOW,
    }
    return standing(Kind.IMMEDIATE, status, **{**usual, **said})


# --- a caller who waits --------------------------------------------------------------------------


def test_a_waiting_caller_is_told_to_who_denied_it_then_to_all_then_to_leads() -> None:
    caller = waiting(**DENIED)
    assert [who_is_told(caller, minute=one) for one in (0, 1.9, 2, 4.9)] == ["ana"] * 4
    assert [who_is_told(caller, minute=one) for one in (5, 9.9)] == ["ana ben"] * 2
    assert [who_is_told(caller, minute=one) for one in (10, 600)] == ["ana ben luis"] * 2


def test_who_denied_it_is_rung_again_and_each_of_them_once_a_stage() -> None:
    caller = waiting(**DENIED)
    assert session(caller, "ana", desk(), range(60)) == [
        (0, "a caller is waiting, for you"),
        (2, "a caller waits since 2:31 PM, for you"),
        (5, "a caller waits since 2:31 PM, for you"),
    ]
    theirs = "a caller waits since 2:31 PM, for Ana Ruiz"
    assert session(caller, "ben", desk(), range(60)) == [(5, theirs)]
    assert session(caller, "luis", desk(), range(60)) == [(10, theirs)]
    assert session(caller, "tina", desk(), range(60)) == []


@pytest.mark.parametrize("known", [desk(ana=LUNCH), desk(absent=("ana",)), desk(idle=("ana",))])
def test_all_who_are_available_are_told_at_once_while_who_denied_it_is_not(known: Roster) -> None:
    assert session(waiting(**DENIED), "ben", known, range(20)) == [
        (0, "a caller is waiting, for the desk"),
        (2, "a caller waits since 2:31 PM, for the desk"),
        (5, "a caller waits since 2:31 PM, for the desk"),
    ]


def test_when_who_denied_it_goes_to_lunch_the_desk_is_told_and_she_when_she_comes_back() -> None:
    caller = waiting(**DENIED)
    assert who_is_told(caller, desk(ana=LUNCH), 1) == "ben"
    assert told(caller, "ana", minute=3) == ["a caller waits since 2:31 PM, for you"]


def test_the_minutes_are_the_desks_own() -> None:
    caller, slow = waiting(**DENIED), Rules(waiting=(5, 10, 30))
    assert told(caller, "ben", minute=9, rules=slow) == []
    assert told(caller, "ben", minute=10, rules=slow)
    assert told(caller, "luis", minute=29, rules=slow) == []
    assert told(caller, "luis", minute=30, rules=slow)


def test_who_placed_it_and_could_take_it_knows_of_it_until_it_waits() -> None:
    own = waiting(placed_by="pia", denying_pharmacist="pia")
    known = roster()
    assert told(own, "pia", known) == []
    assert told(own, "pia", known, 2) == ["a caller waits since 2:31 PM, for you"]


def test_a_caller_who_is_given_back_to_the_queue_is_told_anew() -> None:
    caller = waiting()
    keys = {one.key for one in asks([caller], BEN, desk(), at(1), Rules())}
    back = caller.model_copy(update={"version": 3, "moved_version": 3, "since": at(1)})
    again = asks([back], BEN, desk(), at(1), Rules())
    assert [one.words for one in again] == ["P2P-1042: a caller is waiting, for the desk"]
    assert not keys & {one.key for one in again}


def test_a_caller_of_yesterday_waits_since_a_day_that_is_said() -> None:
    said = told(waiting(), "ben", minute=24 * 60)
    assert said == ["a caller waits since Fri Nov 20, 2:31 PM, for the desk"]


def test_a_caller_whose_line_dropped_is_rung_back_from_both_sides() -> None:
    dropped = waiting(**DENIED, redial=True, attempts=(tried(at(1)),))
    assert told(dropped, "tina", minute=1) == ["redial now"]
    assert told(dropped, "raj", minute=1) == []
    assert told(dropped, "ana", minute=1) == ["a caller is waiting to be rung back, for you"]
    keys = [one.key for one in asks([waiting(**DENIED)], ANA, desk(), at(1), Rules())]
    assert asks([dropped], ANA, desk(), at(1), Rules())[0].key not in keys


# --- a caller whom somebody has ------------------------------------------------------------------


def test_ready_is_told_to_the_technician_who_placed_it_whatever_they_said_of_themselves() -> None:
    ready = has(Status.READY, extension="4412")
    for known in (desk(), desk(tina=LUNCH), desk(idle=("tina",))):
        assert told(ready, "tina", known) == ["Ben Cole is ready: ext. 4412"]
    assert who_is_told(ready) == "tina"
    assert who_is_told(has(Status.ACKNOWLEDGED)) == ""


def test_a_line_that_dropped_is_told_to_both_sides_each_time() -> None:
    once = has(Status.READY, redial=True, attempts=(tried(at(3)),))
    assert who_is_told(once, minute=3) == "tina ben"
    assert told(once, "ben", desk(ben=LUNCH), 3) == ["redial now"]
    twice = once.model_copy(update={"attempts": (*once.attempts, tried(at(4)))})
    keys = {asks([one], TINA, desk(), at(4), Rules())[0].key for one in (once, twice)}
    assert len(keys) == 2


def test_what_she_denied_is_offered_back_once_she_is_available_and_once_for_each_who_has_it() -> (
    None
):
    offered = "you denied it, and Ben Cole has it: yours again?"
    taken = has(Status.ACKNOWLEDGED, **DENIED)
    assert told(taken, "ana", desk(ana=LUNCH)) == []
    assert told(taken, "ana") == [offered]
    now_ready = taken.model_copy(
        update={"status": Status.READY, "since": at(1), "moved_version": 6, "version": 6}
    )
    handed_on = taken.model_copy(update={"holder": "maya", "moved_version": 6, "version": 6})
    first, second, third = (
        next(one for one in asks([each], ANA, roster(), at(1), Rules())
             if one.what is What.OFFERED_BACK)
        for each in (taken, now_ready, handed_on)
    )  # fmt: skip
    assert first.key == second.key != third.key
    chosen = Cover(instead_of="Ana Ruiz", why="she asked me to", chosen=True)
    assert told(has(Status.ACKNOWLEDGED, **DENIED, cover=chosen), "ana") == []
    assert told(has(Status.ON_CALL, **DENIED), "ana") == []


@pytest.mark.parametrize("status", [Status.ACKNOWLEDGED, Status.READY])
def test_who_is_available_is_told_that_somebody_has_it_and_is_gone(status: Status) -> None:
    known = desk(absent=("ben",), idle=("raj",))
    left = has(status, placed_by="raj", extension="1")
    assert told(left, "ana", known) == [], "who took it just now is here"
    for who in ("ana", "luis"):
        assert told(left, who, known, 0.5) == ["Ben Cole is offline and has it"]
    assert told(left, "tina", known, 0.5) == []
    assert told(left, "ana", desk(absent=("ben",), ana=LUNCH), 0.5) == []


def test_a_caller_who_waits_on_although_somebody_has_it_is_not_forgotten() -> None:
    kept = has(Status.ACKNOWLEDGED, waiting_since=at(-3))
    known = desk(idle=("ben",))
    assert who_is_told(kept, known, 9.9) == ""
    assert who_is_told(kept, known, 10) == "ana luis"
    words = "it, and the caller still waits, since 2:28 PM"
    assert told(kept, "ana", known, 10) == [f"Ben Cole has {words}"]
    assert told(kept, "ben", desk(), 10) == [f"you have {words}"]
    assert session(kept, "ana", known, range(60)) == [(10, f"Ben Cole has {words}")]


def test_a_call_that_dropped_and_was_not_rung_back_is_not_forgotten() -> None:
    dropped = callback(
        (-20, 100), status=Status.ACKNOWLEDGED, holder="ben", redial=True, attempts=(tried(at(0)),)
    )
    assert told(dropped, "ben", minute=1) == ["redial now"]
    assert who_is_told(dropped, minute=1) == "tina ben"
    assert told(dropped, "ana", minute=10) == ["Ben Cole has it, and nobody rang back"]


def test_a_callback_that_dropped_and_that_nobody_has_is_redialled_by_who_is_available() -> None:
    given_back = callback((-20, 100), redial=True, attempts=(tried(at(0)),), **DENIED)
    assert who_is_told(given_back, desk(ana=LUNCH)) == "tina ben luis"
    assert told(given_back, "ben") == ["redial now"]


# --- for everything ------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [Status.ON_CALL, Status.TO_DOCUMENT, Status.CLOSED])
def test_a_call_that_was_made_asks_nobody(status: Status) -> None:
    for kind in Kind:
        request = standing(kind, status, holder="ben", **DENIED, since=at(-500))
        assert who_is_told(request, minute=500) == ""


def test_the_oldest_is_told_first() -> None:
    several = [
        waiting(ref="P2P-3", waiting_since=NOW - minutes(1)),
        callback((0, 15), ref="P2P-1"),
        waiting(ref="P2P-2", waiting_since=NOW - minutes(4)),
    ]
    found = asks(several, BEN, desk(), NOW, Rules())
    assert [one.ref for one in found] == ["P2P-2", "P2P-3", "P2P-1"]
    assert [one.rings for one in found] == [True] * 3


def test_nobody_who_is_disabled_is_told_anything() -> None:
    gone = TINA.model_copy(update={"disabled": True})
    assert asks([has(Status.READY, extension="1")], gone, desk(), NOW, Rules()) == ()


def test_a_lead_who_is_off_is_not_rung() -> None:
    assert told(waiting(), "luis", desk(luis=Availability.OFF), 60) == []
