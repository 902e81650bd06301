"""What comes back to the queue is told anew, and what is one thing is told once (R14)."""

from datetime import timedelta
from typing import Any

import pytest

from p2p_tui.domain.attention import Rules, asks
from p2p_tui.domain.people import Roster
from p2p_tui.domain.request import Attempt, Kind, Outcome, Request, Status
from tests.domain.builders import ANA, BEN, NOW, minutes, roster, standing, window


def keys(request: Request, known: Roster, after: timedelta = timedelta()) -> set[str]:
    """By which keys Ben's session tells what asks of him."""
    return {one.key for one in asks([request], BEN, known, NOW + after, Rules())}


def waits(since: timedelta, **said: Any) -> Request:
    return standing(Kind.IMMEDIATE, Status.WAITING, waiting_since=NOW - since, **said)


def test_a_caller_who_is_released_to_the_queue_is_told_anew() -> None:
    taken_and_released = waits(minutes(6), moved_version=6, version=6)
    told = keys(waits(minutes(6)), roster())
    assert told
    assert not told & keys(taken_and_released, roster())


def test_that_all_are_rung_is_told_once_whoever_is_expected_meanwhile() -> None:
    request = waits(minutes(6), denying_pharmacist="ana")
    assert keys(request, roster()) == keys(request, roster(absent=[ANA.username]))


@pytest.mark.parametrize("long", [minutes(30), timedelta(hours=2)])
def test_a_callback_that_is_released_to_the_queue_is_told_anew(long: timedelta) -> None:
    windows = (window(NOW - minutes(1), long),)
    due = standing(Kind.CALLBACK, Status.SCHEDULED, callback_windows=windows, moved_version=1)
    released = due.model_copy(update={"moved_version": 3, "version": 6, "since": NOW})
    told = keys(due, roster())
    assert told
    assert not told & keys(released, roster())


def test_who_took_it_to_try_again_is_not_told_to_try_again() -> None:
    tried = Attempt(at=NOW - minutes(20), by="ben", number="", outcome=Outcome.BUSY)
    callback = standing(
        Kind.CALLBACK, Status.SCHEDULED, attempts=(tried,),
        callback_windows=(window(NOW - minutes(30)),),
    )  # fmt: skip
    assert keys(callback, roster())
    taken = {"status": Status.ACKNOWLEDGED, "holder": "ben", "acknowledged_at": NOW,
             "since": NOW}  # fmt: skip
    assert not keys(callback.model_copy(update=taken), roster())


def test_a_reminder_longer_ahead_than_a_callback_is_near_is_given_at_its_time() -> None:
    soon = standing(
        Kind.CALLBACK, Status.SCHEDULED, callback_windows=(window(NOW + minutes(30)),)
    )  # fmt: skip
    (found,) = asks([soon], BEN, roster(), NOW, Rules(before=(30, 5)))
    assert "callback in 30 minutes" in found.words
    assert asks([soon], BEN, roster(), NOW, Rules(before=())) == ()
