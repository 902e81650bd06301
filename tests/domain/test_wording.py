"""How the desk says times."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from p2p_tui.domain.details import CallbackWindow
from p2p_tui.domain.wording import (
    age,
    age_words,
    clock,
    clock_zone,
    date_words,
    day,
    instants,
    local,
    span,
    weekday,
    window_words,
    zone_named,
    zone_short,
)

ET = ZoneInfo("America/New_York")
NEW_YORK = "America/New_York"
CHICAGO = "America/Chicago"
PHOENIX = "America/Phoenix"
TOKYO = "Asia/Tokyo"


def at(
    month: int, on: int, hour: int, minute: int = 0, year: int = 2026, fold: int = 0
) -> datetime:
    return datetime(year, month, on, hour, minute, tzinfo=ET, fold=fold)


def window(start: datetime, end: datetime, zone: str) -> CallbackWindow:
    return CallbackWindow(
        words="said",
        zone=zone,
        wall_start=local(start, zone).replace(tzinfo=None),
        wall_end=local(end, zone).replace(tzinfo=None),
        start=start,
        end=end,
    )


def test_clock_times() -> None:
    assert clock(at(11, 20, 14, 31), NEW_YORK) == "2:31 PM"
    assert clock(at(11, 20, 0, 5), NEW_YORK) == "12:05 AM"
    assert clock(at(11, 20, 12), NEW_YORK) == "12:00 PM"
    assert clock_zone(at(11, 20, 14, 31), NEW_YORK) == "2:31 PM EST"
    assert clock_zone(at(7, 20, 14, 31), NEW_YORK) == "2:31 PM EDT"
    assert clock_zone(at(7, 20, 14, 31), CHICAGO) == "1:31 PM CDT"
    assert clock_zone(at(7, 20, 14, 31), "America/Sao_Paulo") == "3:31 PM UTC-03"


def test_new_york_and_phoenix() -> None:
    assert clock(at(11, 16, 9), PHOENIX) == "7:00 AM"
    assert clock(at(3, 15, 9), PHOENIX) == "6:00 AM"


def test_days() -> None:
    now = at(11, 20, 14, 31)
    assert day(now, NEW_YORK, now) == "today"
    assert day(at(11, 24, 9), NEW_YORK, now) == "Tue Nov 24"
    assert day(at(11, 20, 23), TOKYO, at(11, 20, 22)) == "today"
    assert day(at(11, 20, 23), TOKYO, at(11, 20, 9)) == "Sat Nov 21"
    assert day(at(1, 4, 9, year=2027), NEW_YORK, now) == "Mon Jan 4"
    assert day(at(11, 24, 9, year=2025), NEW_YORK, now) == "Mon Nov 24, 2025"
    assert weekday(at(11, 20, 23), TOKYO) == "Sat"
    assert date_words(at(11, 1, 9)) == "Sun Nov 1"


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (at(11, 24, 14), at(11, 24, 16), "2:00–4:00 PM EST"),
        (at(11, 24, 9), at(11, 24, 10, 30), "9:00–10:30 AM EST"),
        (at(11, 24, 11, 30), at(11, 24, 13), "11:30 AM–1:00 PM EST"),
        (at(11, 24, 23), at(11, 25, 1), "11:00 PM–Wed 1:00 AM EST"),
        (at(11, 24, 9), at(11, 25, 10), "9:00 AM–Wed 10:00 AM EST"),
        (at(3, 8, 1), at(3, 8, 4), "1:00 AM EST–4:00 AM EDT"),
        (at(11, 1, 1, 45), at(11, 1, 1, 15, fold=1), "1:45 AM EDT–1:15 AM EST"),
    ],
)
def test_spans(start: datetime, end: datetime, said: str) -> None:
    assert span(start, end, NEW_YORK) == said


@pytest.mark.parametrize(
    ("start", "end", "zone", "said"),
    [
        (15, 17, CHICAGO, "Tue Nov 24, 2:00–4:00 PM CST (3:00–5:00 PM here)"),
        (15, 17, NEW_YORK, "Tue Nov 24, 3:00–5:00 PM EST"),
        (15, 17, "America/Detroit", "Tue Nov 24, 3:00–5:00 PM EST"),
        (12, 13, CHICAGO, "Tue Nov 24, 11:00 AM–12:00 PM CST (12:00–1:00 PM here)"),
        (19, 20, TOKYO, "Wed Nov 25, 9:00–10:00 AM JST (Tue 7:00–8:00 PM here)"),
    ],
)
def test_windows(start: int, end: int, zone: str, said: str) -> None:
    assert window_words(window(at(11, 24, start), at(11, 24, end), zone), NEW_YORK) == said


@pytest.mark.parametrize(
    ("seconds", "running", "words"),
    [
        (-5, "0:00", "0 min"),
        (40, "0:40", "0 min"),
        (40.9, "0:40", "0 min"),
        (725, "12:05", "12 min"),
        (22 * 60, "22:00", "22 min"),
        (3600, "1:00:00", "1 h"),
        (3730, "1:02:10", "1 h 2 min"),
        (185 * 60, "3:05:00", "3 h 5 min"),
        (47 * 3600, "47:00:00", "47 h"),
        (50 * 3600, "50:00:00", "2 days"),
    ],
)
def test_ages(seconds: float, running: str, words: str) -> None:
    assert age(seconds) == running
    assert age_words(seconds) == words


def test_zones_by_name() -> None:
    assert zone_named("Central") == CHICAGO
    assert zone_named("ET") == NEW_YORK
    assert zone_named("america/new_york") == NEW_YORK
    assert zone_named("Mars/Olympus") is None
    assert zone_named("") is None
    assert zone_short(at(7, 1, 9), "UTC") == "UTC"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a time zone"):
        clock(at(1, 1, 1).replace(tzinfo=None), NEW_YORK)


def test_wall_times_that_come_never_once_and_twice() -> None:
    def moments(moment: datetime) -> tuple[datetime, ...]:
        return instants(moment.replace(tzinfo=None), NEW_YORK)

    assert moments(at(3, 8, 2, 30)) == ()
    assert moments(at(3, 8, 3, 30)) == (datetime(2026, 3, 8, 7, 30, tzinfo=UTC),)
    first, second = moments(at(11, 1, 1, 30))
    assert second - first == timedelta(hours=1)
    assert first == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


@given(
    st.integers(0, 3 * 366 * 24 * 60).map(
        lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    st.sampled_from([NEW_YORK, PHOENIX, TOKYO, "Asia/Kolkata", "Pacific/Apia"]),
    st.integers(-12, 12),
)
@settings(max_examples=100)
def test_the_zone_of_a_moment_does_not_matter(moment: datetime, zone: str, hours: int) -> None:
    same = moment.astimezone(timezone(timedelta(hours=hours)))
    assert clock_zone(same, zone) == clock_zone(moment, zone)
    assert moment in instants(local(moment, zone).replace(tzinfo=None), zone)
