"""The next windows to offer: within desk hours, in the caller's day, and read back (R11, R17)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.next_windows import BLOCK, CALLERS_DAY, SHORTEST, next_windows
from p2p_tui.domain.outside_hours import outside_hours
from p2p_tui.domain.spoken import read_times

NEW_YORK, CHICAGO, HONOLULU = "America/New_York", "America/Chicago", "Pacific/Honolulu"
ET = ZoneInfo(NEW_YORK)
HOURS = DeskHours()


def at(month: int, on: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, on, hour, minute, tzinfo=ET)


def offered(now: datetime, zone: str = NEW_YORK, hours: DeskHours = HOURS) -> list[str]:
    return [one.words for one in next_windows(hours, now, zone)]


@pytest.mark.parametrize(
    ("now", "zone", "words"),
    [
        (
            at(11, 20, 14, 31),
            NEW_YORK,
            ["Fri Nov 20 3:00 PM-5:00 PM", "Mon Nov 23 8:00 AM-10:00 AM",
             "Mon Nov 23 10:00 AM-12:00 PM"],
        ),
        (
            at(11, 20, 20, 30),
            CHICAGO,
            ["Mon Nov 23 8:00 AM-10:00 AM", "Mon Nov 23 10:00 AM-12:00 PM",
             "Tue Nov 24 8:00 AM-10:00 AM"],
        ),
        (  # Thanksgiving is left out
            at(11, 25, 15, 30),
            HONOLULU,
            ["Wed Nov 25 10:30 AM-12:30 PM", "Wed Nov 25 12:30 PM-2:30 PM",
             "Fri Nov 27 8:00 AM-10:00 AM"],
        ),
        (
            at(12, 31, 19),
            NEW_YORK,
            ["Mon Jan 4 8:00 AM-10:00 AM", "Mon Jan 4 10:00 AM-12:00 PM",
             "Tue Jan 5 8:00 AM-10:00 AM"],
        ),
        (  # the clocks go forward in between
            at(3, 7, 10),
            "America/Phoenix",
            ["Mon Mar 9 8:00 AM-10:00 AM", "Mon Mar 9 10:00 AM-12:00 PM",
             "Tue Mar 10 8:00 AM-10:00 AM"],
        ),
        (  # the caller's day and the desk's share two hours
            at(7, 15, 12),
            "Pacific/Guam",
            ["Thu Jul 16 8:00 AM-10:00 AM", "Fri Jul 17 8:00 AM-10:00 AM",
             "Sat Jul 18 8:00 AM-10:00 AM"],
        ),
        (  # and here nothing: the desk's hours alone count
            at(7, 15, 21),
            "Asia/Karachi",
            ["Thu Jul 16 5:00 PM-7:00 PM", "Thu Jul 16 7:00 PM-9:00 PM",
             "Fri Jul 17 5:00 PM-7:00 PM"],
        ),
    ],
)  # fmt: skip
def test_what_is_offered(now: datetime, zone: str, words: list[str]) -> None:
    assert offered(now, zone) == words


def test_the_last_half_hour_of_a_day_is_offered_as_a_single_time() -> None:
    hours = DeskHours(days={0: (time(9), time(9, 45)), 1: (time(9), time(9, 20))})
    assert offered(at(11, 20, 12), hours=hours)[0] == "Mon Nov 23 9:00 AM-9:45 AM"
    assert offered(at(11, 20, 16, 30))[0] == "Fri Nov 20 4:30 PM"


def test_as_many_as_are_asked_for_two_a_day() -> None:
    now = datetime(2026, 11, 20, 21, tzinfo=ET)
    for many in (0, 1, 2, 5):
        found = next_windows(HOURS, now, NEW_YORK, many)
        assert len(found) == many
        assert [one.wall_start.day for one in found] == [23, 23, 24, 24, 25][:many]


def test_a_desk_that_is_closed_for_long_offers_nothing() -> None:
    closed = frozenset(date(2026, 11, 1) + timedelta(days=on) for on in range(60))
    hours = HOURS.model_copy(update={"holidays": closed})
    assert next_windows(hours, datetime(2026, 11, 20, 14, tzinfo=ET), NEW_YORK) == ()


zones = st.sampled_from(
    [
        NEW_YORK, CHICAGO, HONOLULU, "America/Denver", "America/Phoenix", "America/Los_Angeles",
        "America/Anchorage", "America/Puerto_Rico", "America/St_Johns", "America/Indiana/Knox",
        "Pacific/Guam", "Pacific/Pago_Pago", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC",
    ]
)  # fmt: skip
minutes = st.times().map(lambda at: at.replace(second=0, microsecond=0))
spans = st.tuples(minutes, minutes).filter(lambda two: two[0] < two[1])
desks = st.just(HOURS) | st.builds(
    DeskHours,
    zone=zones,
    days=st.dictionaries(st.integers(0, 6), spans, min_size=1),
    state=st.sampled_from(["", "NY", "HI"]),
)
moments = st.integers(0, 3 * 366 * 24 * 60).map(
    lambda count: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=count)
)
around = st.sampled_from(
    [
        datetime(2026, 3, 8, 6, tzinfo=UTC), datetime(2026, 11, 1, 5, tzinfo=UTC),
        datetime(2027, 1, 1, 4, tzinfo=UTC), datetime(2028, 2, 28, 20, tzinfo=UTC),
        datetime(2026, 11, 26, 15, tzinfo=UTC),
    ]
)  # fmt: skip
"""The weekends on which the clocks change, New Year's Eve, a leap day, Thanksgiving."""
near = st.builds(lambda at, by: at + timedelta(seconds=by), around, st.integers(-200_000, 200_000))
ALL_WEEK = DeskHours(days=dict.fromkeys(range(7), (time(0), time(23, 59))))


@given(hours=desks, now=near | moments, zone=zones)
@example(ALL_WEEK, datetime(2026, 11, 1, 4, tzinfo=UTC), "Asia/Karachi")
@example(ALL_WEEK, datetime(2026, 3, 8, 4, tzinfo=UTC), NEW_YORK)
@settings(max_examples=150)
def test_whatever_is_offered_is_within_the_hours_and_read_back(
    hours: DeskHours, now: datetime, zone: str
) -> None:
    found = next_windows(hours, now, zone, 4)
    assert len(found) == 4 or hours is not HOURS
    assert outside_hours(found, hours) == ()
    assert list(found) == sorted(found, key=lambda one: one.start)
    last = now
    for one in found:
        assert last <= one.start
        last = one.end
        assert SHORTEST <= one.end - one.start <= BLOCK
        assert one.wall_start.minute in (0, 30)
        assert one.wall_start.second == one.start.second == 0
        assert read_times(one.words, now=now, zone=zone, hours=hours).windows == (one,)
    if found:
        together = "; ".join(one.words for one in found)
        reading = read_times(together, now=now, zone=zone, hours=hours)
        assert (reading.windows, reading.question) == (found, "")
    if zone in (NEW_YORK, CHICAGO, HONOLULU) and hours is HOURS:
        first, until = CALLERS_DAY
        assert all(first <= one.wall_start.time() < one.wall_end.time() <= until for one in found)
