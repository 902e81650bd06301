"""How a callback stands to the clock (R14)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from p2p_tui.domain.due import A_TIME, Due, due, next_window, overdue_at, tried_since
from p2p_tui.domain.request import Attempt, Kind, Outcome, Request, Status
from tests.domain.builders import ET, NOW, minutes, standing, window

SECOND = timedelta(seconds=1)


def tried(at: datetime, outcome: Outcome = Outcome.NO_ANSWER, by: str = "ana") -> Attempt:
    return Attempt(at=at, by=by, number="(614) 555-0142", outcome=outcome)


def callback(*spans: tuple[float, float], attempts: tuple[float, ...] = (), **said: Any) -> Request:
    """A callback offered from and until so many minutes after NOW, tried at such minutes."""
    return standing(
        Kind.CALLBACK,
        Status.SCHEDULED,
        callback_windows=tuple(
            window(NOW + minutes(start), minutes(end - start)) for start, end in spans
        ),
        attempts=tuple(tried(NOW + minutes(at)) for at in attempts),
        **said,
    )


def at(minute: float) -> datetime:
    return NOW + minutes(minute)


@pytest.mark.parametrize("long", [3, 15, 30])
def test_a_time_that_was_agreed_is_overdue_two_minutes_after(long: int) -> None:
    agreed = callback((0, long))
    assert due(agreed, NOW - SECOND) is Due.SOON
    assert due(agreed, NOW) is Due.NOW
    assert due(agreed, at(2) - SECOND) is Due.NOW
    assert due(agreed, at(2)) is Due.LATE
    assert due(agreed, at(6000)) is Due.LATE


def test_a_time_that_is_over_sooner_is_overdue_then() -> None:
    assert due(callback((0, 1)), at(1)) is Due.LATE


@pytest.mark.parametrize("long", [31, 120, 600])
def test_a_span_to_choose_from_is_overdue_when_it_is_over(long: int) -> None:
    span = callback((0, long))
    assert due(span, at(long) - SECOND) is Due.NOW
    assert due(span, at(long)) is Due.LATE


@pytest.mark.parametrize(
    ("minute", "stands"),
    [(11, Due.NOW), (119, Due.NOW), (120, Due.NO_TIME_LEFT), (9000, Due.NO_TIME_LEFT)],
)
def test_tried_in_its_window_it_comes_back_until_none_is_left(minute: int, stands: Due) -> None:
    assert due(callback((0, 120), attempts=(10,)), at(minute)) is stands


def test_an_agreed_time_that_was_tried_is_not_overdue_and_then_needs_a_new_one() -> None:
    agreed = callback((0, 15), attempts=(1,))
    assert due(agreed, at(14)) is Due.NOW
    assert due(agreed, at(15)) is Due.NO_TIME_LEFT


def test_tried_too_early_it_still_is_to_be_made_at_its_time() -> None:
    early = callback((0, 15), attempts=(-5,))
    assert due(early, at(-4)) is Due.SOON
    assert due(early, at(2)) is Due.LATE


def test_what_was_tried_in_one_window_comes_back_in_the_next() -> None:
    two = callback((0, 60), (300, 360), attempts=(10,))
    assert due(two, at(59)) is Due.NOW
    assert due(two, at(60)) is Due.LATER
    assert due(two, at(180)) is Due.SOON
    assert due(two, at(300)) is Due.NOW
    assert due(two, at(360)) is Due.LATE


def test_without_a_certain_time_it_is_to_be_confirmed() -> None:
    assert due(callback(), NOW) is Due.TO_CONFIRM
    assert next_window(callback(), NOW) is None


def test_the_window_that_counts_is_the_first_that_is_not_over_else_the_last() -> None:
    several = callback((300, 360), (0, 60), (30, 45))

    def starts(minute: float) -> datetime | None:
        found = next_window(several, at(minute))
        return found.start if found else None

    assert starts(-10) == starts(59) == at(0)
    assert starts(60) == starts(359) == at(300)
    assert starts(360) == starts(9999) == at(300)


def test_since_when_somebody_tried_counts_to_the_second() -> None:
    request = callback((0, 60), attempts=(10,))
    assert tried_since(request, at(10))
    assert not tried_since(request, at(10) + SECOND)
    assert not tried_since(callback((0, 60)), at(-9999))


@pytest.mark.parametrize("night", [(2026, 3, 8), (2026, 11, 1)])
def test_two_hours_and_two_minutes_are_so_on_the_nights_when_the_clocks_change(
    night: tuple[int, int, int],
) -> None:
    at_four = datetime(*night, 4, tzinfo=ET).astimezone(UTC)
    agreed = (window(at_four, minutes(15), "America/New_York"),)
    request = standing(Kind.CALLBACK, Status.SCHEDULED, callback_windows=agreed)
    assert due(request, at_four - minutes(120) - SECOND) is Due.LATER
    assert due(request, at_four - minutes(120)) is Due.SOON
    assert due(request, at_four + minutes(2) - SECOND) is Due.NOW
    assert due(request, at_four + minutes(2)) is Due.LATE


def test_a_span_over_the_hour_that_comes_twice_is_as_long_as_it_is() -> None:
    half_past_one = datetime(2026, 11, 1, 1, 30, tzinfo=ET)
    span = window(half_past_one, minutes(60), "America/New_York")
    assert span.wall_start == span.wall_end == half_past_one.replace(tzinfo=None)
    assert overdue_at(span) == span.end == half_past_one.astimezone(UTC) + minutes(60)


spans = st.lists(
    st.tuples(st.integers(-3000, 3000), st.integers(1, 300)).map(
        lambda one: (one[0], one[0] + one[1])
    ),
    max_size=3,
)
tries = st.lists(st.integers(-3000, 0), max_size=3).map(lambda found: tuple(sorted(found)))


@settings(deadline=None)
@given(spans=spans, attempts=tries)
def test_however_it_stands_it_follows_from_its_windows_and_tries(
    spans: list[tuple[int, int]], attempts: tuple[int, ...]
) -> None:
    stands = due(callback(*spans, attempts=attempts), NOW)
    ahead = sorted((one for one in spans if one[1] > 0), key=lambda one: one[0])
    if not spans:
        assert stands is Due.TO_CONFIRM
    elif ahead and ahead[0][0] > 0:
        assert stands is (Due.SOON if ahead[0][0] <= 120 else Due.LATER)
    else:
        start, end = ahead[0] if ahead else max(spans, key=lambda one: one[1])
        was_tried = any(one >= start for one in attempts)
        late = start + 2 if minutes(end - start) <= A_TIME else end
        if not was_tried:
            assert stands is (Due.LATE if min(late, end) <= 0 else Due.NOW)
        else:
            assert stands is (Due.NOW if ahead else Due.NO_TIME_LEFT)
