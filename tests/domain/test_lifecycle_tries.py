"""A try that reached nobody: what was dialled, who answered, when to try again (R7, R11, R14)."""

from typing import Any

import pytest

from p2p_tui.domain.due import Due, due
from p2p_tui.domain.errors import Missing
from p2p_tui.domain.request import Kind, Outcome, Request, Status
from tests.domain.builders import AT_ONCE, NOW, UNCLEAR, DeskInMemory, minutes, offered


@pytest.fixture
def desk() -> DeskInMemory:
    return DeskInMemory()


@pytest.fixture
def callback(desk: DeskInMemory) -> str:
    """A callback that is due, that the caller was told of, and that Ana has acknowledged."""
    ref = desk.place("tina", times=offered(NOW)).ref
    desk.make("tina", "caller_told", ref)
    desk.make("ana", "acknowledge", ref)
    desk.later(minutes(3))
    return ref


def tries(desk: DeskInMemory, ref: str, outcome: str = "no answer", **given: Any) -> Request:
    """Ana calls, and it comes to no conversation."""
    return desk.make("ana", "not_reached", ref, outcome=outcome, **given)


def test_a_try_says_what_was_dialled_who_answered_and_what_came_of_it(
    desk: DeskInMemory, callback: str
) -> None:
    after = tries(
        desk, callback, "somebody else answered", number=" (614) 555-0188\n",
        reached="Jo, front desk", note="the doctor is in surgery",
    )  # fmt: skip
    (said,) = after.attempts
    assert (said.at, said.by, said.outcome) == (desk.now, "ana", Outcome.WRONG_PERSON)
    assert (said.number, said.reached) == ("(614) 555-0188", "Jo, front desk")
    assert said.note == "the doctor is in surgery"
    assert after.phone == "(614) 555-0142"


def test_without_another_number_it_was_the_callers_and_nobody_answered(
    desk: DeskInMemory, callback: str
) -> None:
    (said,) = tries(desk, callback, "voicemail, message left").attempts
    assert (said.number, said.reached) == ("(614) 555-0142", "")


def test_without_a_new_time_it_comes_back_in_the_windows_that_were_given(
    desk: DeskInMemory, callback: str
) -> None:
    before = desk.requests[callback]
    after = tries(desk, callback, reached="Jo")
    assert (after.status, after.holder, after.cover) == (Status.SCHEDULED, None, None)
    assert after.callback_windows == before.callback_windows
    assert (after.waiting_since, after.told_at) == (before.waiting_since, before.told_at)
    assert due(after, desk.now) is Due.NOW
    assert due(after, NOW + minutes(120)) is Due.NO_TIME_LEFT


def test_a_new_time_is_the_providers_and_the_record_says_who_asked(
    desk: DeskInMemory, callback: str
) -> None:
    before = desk.requests[callback]
    tomorrow = offered(NOW + minutes(24 * 60))
    for nobody in ("", " \t"):
        with pytest.raises(Missing, match=r"who answered and asked for that time \(R11\)") as no:
            tries(desk, callback, callback_words="tomorrow", times=tomorrow, reached=nobody)
        assert no.value.field == "reached"
    assert desk.requests[callback] == before
    after = tries(
        desk, callback, "somebody else answered", reached="Jo", callback_words="tomorrow at 2",
        times=tomorrow,
    )  # fmt: skip
    assert (after.kind, after.status, after.holder) == (Kind.CALLBACK, Status.SCHEDULED, None)
    assert after.callback_words == "tomorrow at 2"
    assert after.callback_windows == tomorrow.windows
    assert (after.time_to_confirm, after.redial, after.came_from) == (False, False, None)
    assert (after.attempts[-1].reached, after.attempts[-1].by) == ("Jo", "ana")
    assert due(after, desk.now) is Due.LATER


def test_that_they_were_told_holds_for_the_time_that_they_were_told_of(
    desk: DeskInMemory, callback: str
) -> None:
    assert desk.requests[callback].told_by == "tina"
    after = tries(
        desk, callback, reached="Jo", callback_words="tomorrow", times=offered(NOW + minutes(1440))
    )
    assert (after.told_at, after.told_by) == (None, None)


def test_a_new_time_that_is_not_certain_is_to_be_confirmed(
    desk: DeskInMemory, callback: str
) -> None:
    after = tries(desk, callback, reached="Jo", callback_words="Tuesday", times=UNCLEAR)
    assert (after.status, after.callback_windows) == (Status.SCHEDULED, ())
    assert (after.callback_words, after.time_to_confirm) == ("Tuesday", True)


def test_who_asks_to_be_called_right_now_is_rung_again_and_begins_to_wait_now(
    desk: DeskInMemory, callback: str
) -> None:
    after = tries(desk, callback, reached="Jo", callback_words="now", times=AT_ONCE)
    assert (after.kind, after.status, after.redial) == (Kind.IMMEDIATE, Status.WAITING, True)
    assert (after.waiting_since, after.callback_windows) == (desk.now, ())
    desk.make("ben", "acknowledge", callback)
    assert desk.make("ben", "reached", callback).status is Status.ON_CALL


def test_a_caller_whose_line_dropped_can_ask_for_a_time(desk: DeskInMemory) -> None:
    ref = desk.place("tina").ref
    desk.make("tina", "dropped", ref)
    desk.make("ana", "acknowledge", ref)
    later = offered(NOW + minutes(90))
    after = tries(desk, ref, reached="Kim Osei", callback_words="4 PM", times=later)
    assert (after.kind, after.status, after.redial) == (Kind.CALLBACK, Status.SCHEDULED, False)
    assert (after.callback_windows, after.holder) == (later.windows, None)


def test_a_callback_that_dropped_and_was_rung_in_vain_is_to_be_redialled_no_more(
    desk: DeskInMemory, callback: str
) -> None:
    desk.make("ana", "reached", callback)
    assert desk.make("ana", "dropped", callback).redial
    after = tries(desk, callback)
    assert (after.status, after.redial) == (Status.SCHEDULED, False)
    assert [one.outcome for one in after.attempts] == [Outcome.DROPPED, Outcome.NO_ANSWER]


def test_a_callback_that_dropped_and_was_given_back_is_redialled_before_its_next_window(
    desk: DeskInMemory,
) -> None:
    windows = (*offered(NOW, minutes(15)).windows, *offered(NOW + minutes(1440)).windows)
    ref = desk.place("tina", times=offered(NOW)).ref
    desk.requests[ref] = desk.requests[ref].model_copy(update={"callback_windows": windows})
    desk.make("ana", "acknowledge", ref)
    desk.make("ana", "reached", ref)
    desk.later(minutes(20))
    desk.make("ana", "dropped", ref)
    released = desk.make("ana", "hand_over", ref)
    assert (released.status, released.redial) == (Status.SCHEDULED, True)
    assert desk.make("ben", "acknowledge", ref).holder == "ben"
