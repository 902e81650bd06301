"""Windows in which a provider was to be called: what became of each, and when the call was made."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2p_tui.domain.bookings import Booking, Fate, bookings
from tests.domain.builders import AT_ONCE, NOW, DeskInMemory, details, minutes, offered

HOUR = timedelta(hours=1)


@pytest.fixture
def desk() -> DeskInMemory:
    return DeskInMemory()


@pytest.fixture
def ref(desk: DeskInMemory) -> str:
    """A callback that was booked for an hour from now, an hour long."""
    return desk.place("tina", details(), offered(desk.now + HOUR, HOUR)).ref


def fates(desk: DeskInMemory, ref: str) -> list[Fate]:
    return [one.fate(desk.now) for one in bookings(desk.requests[ref])]


def test_a_window_that_is_ahead_is_ahead_and_one_in_which_nobody_called_is_missed(
    desk: DeskInMemory, ref: str
) -> None:
    assert fates(desk, ref) == [Fate.AHEAD]
    desk.later(2 * HOUR)
    assert fates(desk, ref) == [Fate.AHEAD], "it ends now"
    desk.later(minutes(1))
    assert fates(desk, ref) == [Fate.MISSED]


def test_a_call_in_the_window_keeps_it_whether_somebody_answers_or_not(
    desk: DeskInMemory, ref: str
) -> None:
    desk.later(1.5 * HOUR)
    desk.make("ana", "acknowledge", ref)
    desk.make("ana", "not_reached", ref, outcome="no answer")
    assert fates(desk, ref) == [Fate.KEPT]
    desk.later(HOUR)
    assert fates(desk, ref) == [Fate.KEPT]


def test_a_call_after_the_window_is_late(desk: DeskInMemory, ref: str) -> None:
    desk.later(2.5 * HOUR)
    desk.make("ana", "acknowledge", ref)
    desk.make("ana", "reached", ref)
    assert fates(desk, ref) == [Fate.LATE]
    (booked,) = bookings(desk.requests[ref])
    assert booked.punctuality == 0.5 * HOUR


def test_a_window_that_the_provider_moved_before_its_end_is_not_needed_any_more(
    desk: DeskInMemory, ref: str
) -> None:
    desk.later(1.5 * HOUR)
    monday = offered(desk.now + 60 * HOUR, HOUR)
    desk.make("tina", "another_time", ref, who_asked="Dr. Lee", times=monday,
              callback_words="Monday")  # fmt: skip
    assert fates(desk, ref) == [Fate.MOOT, Fate.AHEAD]
    desk.later(2 * HOUR)
    assert fates(desk, ref) == [Fate.MOOT, Fate.AHEAD]


def test_a_window_that_was_missed_stays_missed_though_a_new_time_was_asked_for(
    desk: DeskInMemory, ref: str
) -> None:
    desk.later(3 * HOUR)
    monday = offered(desk.now + 60 * HOUR, HOUR)
    desk.make("tina", "another_time", ref, who_asked="Dr. Lee", times=monday,
              callback_words="Monday")  # fmt: skip
    assert fates(desk, ref) == [Fate.MISSED, Fate.AHEAD]


def test_a_conversation_that_broke_off_kept_its_window(desk: DeskInMemory, ref: str) -> None:
    desk.later(1.5 * HOUR)
    desk.make("ana", "acknowledge", ref)
    desk.make("ana", "reached", ref)
    desk.later(HOUR)
    desk.make("ana", "dropped", ref)
    desk.make("ana", "reached", ref)
    assert fates(desk, ref) == [Fate.KEPT]
    (booked,) = bookings(desk.requests[ref])
    assert booked.called_at is not None
    assert booked.called_at <= booked.end


def test_a_provider_who_can_talk_now_needs_no_window(desk: DeskInMemory, ref: str) -> None:
    desk.make("tina", "another_time", ref, who_asked="Dr. Lee", times=AT_ONCE, callback_words="now")
    desk.later(3 * HOUR)
    assert fates(desk, ref) == [Fate.MOOT]


def test_a_caller_who_withdrew_in_time_was_not_left_waiting(desk: DeskInMemory, ref: str) -> None:
    desk.make("tina", "close", ref, reason="the caller withdrew", said_by="Kim", words="no need")
    desk.later(3 * HOUR)
    assert fates(desk, ref) == [Fate.MOOT]


def test_a_time_that_was_agreed_counts_from_its_minute() -> None:
    booked = Booking(start=NOW, end=NOW + minutes(30), booked_at=NOW - HOUR,
                     called_at=NOW + minutes(7))  # fmt: skip
    assert booked.fate(NOW + HOUR) is Fate.KEPT
    assert booked.punctuality == minutes(7)
    assert Booking(start=NOW, end=NOW + HOUR, booked_at=NOW).punctuality is None


moments = st.integers(-300, 300).map(lambda count: NOW + minutes(count))


@given(moments, st.integers(1, 200), st.none() | moments, st.none() | moments, moments)
def test_every_window_has_one_fate_and_none_is_blamed_for_what_was_moot_or_ahead(
    start: datetime, long: int, until: datetime | None, called: datetime | None, now: datetime
) -> None:
    if called is not None and (called < start or (until is not None and called > until)):
        called = None
    booked = Booking(start=start, end=start + minutes(long), booked_at=start, until=until,
                     called_at=called)  # fmt: skip
    fate = booked.fate(now)
    if fate in (Fate.MISSED, Fate.LATE):
        assert booked.end <= now
        assert until is None or until > booked.end
        assert called is None or called > booked.end
    if fate is Fate.KEPT:
        assert called is not None
        assert start <= called <= booked.end
