"""Which callback windows lie outside the desk hours, why, and when a lead is needed (R7, R17)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.outside_hours import needs_lead, outside_hours
from p2p_tui.domain.request import Kind, Status
from tests.domain.builders import ET, NOW, minutes, standing, window

HOURS = DeskHours()


def at(month: int, on: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, on, hour, minute, tzinfo=ET)


def why(start: datetime, long: float, hours: DeskHours = HOURS) -> list[str]:
    """What is said of a window of so many hours."""
    return [one.reason for one in outside_hours([window(start, minutes(60 * long))], hours)]


@pytest.mark.parametrize(
    ("start", "long", "reasons"),
    [
        (at(11, 20, 8), 12, []),
        (at(11, 20, 19, 30), 0.5, []),
        (at(11, 20, 19), 2, ["after 8:00 PM EST"]),
        (at(11, 20, 20), 1, ["after 8:00 PM EST"]),
        (at(11, 20, 7), 0.5, ["before 8:00 AM EST"]),
        (at(11, 20, 7), 14, ["before 8:00 AM EST, after 8:00 PM EST"]),
        (at(11, 21, 9), 2, ["Sat: the desk is closed"]),
        (at(11, 26, 9), 2, ["Thanksgiving Day"]),
        (at(7, 3, 9), 2, ["Independence Day, observed"]),
        (at(7, 4, 9), 2, ["Sat: the desk is closed"]),
        (at(11, 20, 19), 5, ["after 8:00 PM EST"]),
        (at(11, 20, 22), 4, ["after 8:00 PM EST, Sat: the desk is closed"]),
        (at(11, 25, 18), 40, ["after 8:00 PM EST, Thanksgiving Day, before 8:00 AM EST"]),
        (at(7, 10, 21), 1, ["after 8:00 PM EDT"]),
    ],
)
def test_why_a_window_is_outside(start: datetime, long: float, reasons: list[str]) -> None:
    assert why(start, long) == reasons


def test_a_date_that_the_desk_has_closed_and_one_that_it_works_on() -> None:
    hours = DeskHours(
        holidays=frozenset({date(2026, 11, 27)}), open_on=frozenset({date(2026, 11, 26)})
    )
    assert why(at(11, 27, 9), 2, hours) == ["a closed date of the desk"]
    assert why(at(11, 26, 9), 2, hours) == []


def test_each_window_is_judged_by_itself_in_the_order_spoken() -> None:
    windows = [window(at(11, on, 9)) for on in (21, 23, 26)]
    found = outside_hours(windows, HOURS)
    assert [one.window for one in found] == [windows[0], windows[2]]
    assert outside_hours([], HOURS) == ()


SATURDAY, MONDAY, TONIGHT = 24 * 60, 3 * 24 * 60, 300


@pytest.mark.parametrize(
    ("starts", "needed"),
    [
        ([], False),
        ([MONDAY], False),
        ([SATURDAY], True),
        ([TONIGHT], True),
        ([SATURDAY, TONIGHT], True),
        ([SATURDAY, MONDAY], False),
        ([-600, SATURDAY], True),
        ([-7 * SATURDAY], False),
    ],
)
def test_a_lead_is_needed_where_no_time_ahead_is_within_the_hours(
    starts: list[int], needed: bool
) -> None:
    windows = tuple(window(NOW + minutes(start)) for start in starts)
    for status in Status:
        request = standing(Kind.CALLBACK, status, callback_windows=windows)
        assert needs_lead(request, HOURS, NOW) is (needed and status is Status.SCHEDULED)


@given(st.integers(0, 3 * 366 * 24 * 60), st.integers(1, 3 * 24 * 60))
@settings(max_examples=150)
def test_outside_is_what_no_open_span_covers(since: int, long: int) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=since)
    end = start + timedelta(minutes=long)
    inside = HOURS.open_spans(start, end) == ((start, end),)
    found = outside_hours([window(start, minutes(long))], HOURS)
    assert bool(found) is not inside
    assert all(one.reason.isprintable() and one.reason for one in found)
