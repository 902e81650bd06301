"""The desk hours, and what a caller may be told outside them (R17)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from p2p_tui.domain.hours import DeskHours

ET = ZoneInfo("America/New_York")
THANKSGIVING = date(2026, 11, 26)
HOURS = DeskHours()


def at(month: int, on: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, month, on, hour, minute, second, tzinfo=ET)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (at(11, 20, 7, 59, 59), False),
        (at(11, 20, 8), True),
        (at(11, 20, 19, 59, 59), True),
        (at(11, 20, 20), False),
        (at(11, 21, 12), False),
        (at(11, 22, 12), False),
        (at(11, 26, 12), False),
        (at(11, 27, 12), True),
    ],
)
def test_open_on_business_days_from_eight_to_eight(moment: datetime, is_open: bool) -> None:
    assert HOURS.is_open(moment) is is_open
    assert (HOURS.closes_at(moment) is not None) is is_open
    assert (HOURS.next_open(moment) == moment) is is_open


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        (at(11, 20, 14, 31), at(11, 20, 14, 31)),
        (at(11, 20, 6), at(11, 20, 8)),
        (at(11, 20, 20), at(11, 23, 8)),
        (at(11, 25, 21), at(11, 27, 8)),
        (at(3, 6, 21), at(3, 9, 8)),
        (at(10, 30, 21), at(11, 2, 8)),
    ],
)
def test_next_open(moment: datetime, opens: datetime) -> None:
    assert HOURS.next_open(moment) == opens
    assert HOURS.next_open(moment).tzinfo is UTC


def test_the_weekend_of_the_clocks_is_an_hour_shorter_or_longer() -> None:
    closed = timedelta(days=2, hours=12)
    spring = HOURS.next_open(at(3, 6, 20)) - at(3, 6, 20).astimezone(UTC)
    autumn = HOURS.next_open(at(10, 30, 20)) - at(10, 30, 20).astimezone(UTC)
    assert (spring, autumn) == (closed - timedelta(hours=1), closed + timedelta(hours=1))


def test_closing() -> None:
    assert HOURS.closes_at(at(11, 20, 14)) == at(11, 20, 20)
    assert HOURS.closes_at(at(11, 20, 20)) is None


def test_open_spans() -> None:
    assert HOURS.open_spans(at(11, 25, 19), at(11, 27, 9)) == (
        (at(11, 25, 19), at(11, 25, 20)),
        (at(11, 27, 8), at(11, 27, 9)),
    )
    assert HOURS.open_spans(at(11, 21, 9), at(11, 22, 9)) == ()
    assert HOURS.open_spans(at(11, 20, 9), at(11, 20, 9)) == ()
    assert HOURS.open_spans(at(11, 20, 10), at(11, 20, 9)) == ()


def test_business_days() -> None:
    assert HOURS.next_business_day(date(2026, 11, 20)) == date(2026, 11, 23)
    assert HOURS.next_business_day(date(2026, 11, 25)) == date(2026, 11, 27)
    assert not HOURS.is_business_day(THANKSGIVING)
    assert HOURS.on(THANKSGIVING) is None


def test_a_desk_elsewhere_with_other_days() -> None:
    hours = DeskHours(zone="America/Phoenix", days={5: (time(9), time(13, 30))})
    assert hours.next_open(at(11, 20, 14)) == at(11, 21, 11)
    assert hours.closes_at(at(11, 21, 11)) == at(11, 21, 15, 30)


@pytest.mark.parametrize("moment", [at(11, 20, 8), at(11, 20, 14), at(11, 20, 19, 54, 59)])
def test_no_advice_while_the_desk_is_open(moment: datetime) -> None:
    assert HOURS.advice(moment) is None


@pytest.mark.parametrize(
    ("moment", "begins", "ends"),
    [
        (at(11, 20, 19, 55), "The desk closes at 8:00 PM EST:", "next open Mon 8:00 AM EST."),
        (at(11, 20, 20), "The desk is closed:", "next open Mon 8:00 AM EST."),
        (at(11, 20, 6), "The desk is closed:", "next open Fri 8:00 AM EST."),
        (at(11, 25, 20), "The desk is closed:", "next open Fri 8:00 AM EST."),
        (at(11, 26, 12), "The desk is closed (Thanksgiving Day):", "next open Fri 8:00 AM EST."),
        (at(7, 3, 9), "The desk is closed (Independence Day, observed):", "Mon 8:00 AM EDT."),
        (at(7, 4, 9), "The desk is closed:", "next open Mon 8:00 AM EDT."),
        (at(3, 7, 12), "The desk is closed:", "next open Mon 8:00 AM EDT."),
    ],
)
def test_advice_outside_the_hours(moment: datetime, begins: str, ends: str) -> None:
    advice = HOURS.advice(moment)
    assert advice is not None
    assert advice.startswith(begins)
    assert advice.endswith(ends)
    assert "an immediate attempt is possible" in advice
    assert "nobody can promise that a pharmacist is there" in advice
    assert "it can be scheduled into business hours" in advice
    assert advice.count(".") == 1


def test_advice_names_the_date_when_the_weekday_would_mislead() -> None:
    week_off = frozenset(date(2026, 12, on) for on in range(21, 32))
    advice = DeskHours(holidays=week_off).advice(at(12, 18, 21))
    assert advice is not None
    assert advice.endswith("next open Mon Jan 4 8:00 AM EST.")


COLUMBUS, AFTER_THANKSGIVING = date(2026, 10, 12), date(2026, 11, 27)


@pytest.mark.parametrize(
    ("fields", "on", "name"),
    [
        ({}, THANKSGIVING, "Thanksgiving Day"),
        ({}, date(2027, 12, 31), "New Year's Day, observed"),
        ({}, AFTER_THANKSGIVING, None),
        ({"federal": False}, THANKSGIVING, None),
        ({"state": "CA"}, AFTER_THANKSGIVING, "Day After Thanksgiving"),
        ({"state": "CA"}, THANKSGIVING, "Thanksgiving Day"),
        ({"state": "CA"}, COLUMBUS, "Columbus Day"),
        ({"state": "CA", "federal": False}, COLUMBUS, None),
        ({"state": "CA", "federal": False}, THANKSGIVING, "Thanksgiving Day"),
        ({"holidays": [AFTER_THANKSGIVING]}, AFTER_THANKSGIVING, "a closed date of the desk"),
        ({"holidays": [THANKSGIVING]}, THANKSGIVING, "Thanksgiving Day"),
        ({"open_on": [THANKSGIVING]}, THANKSGIVING, None),
        ({"state": "CA", "open_on": [AFTER_THANKSGIVING]}, AFTER_THANKSGIVING, None),
    ],
)
def test_what_a_holiday_is_called(fields: dict[str, object], on: date, name: str | None) -> None:
    hours = DeskHours.model_validate(fields)
    assert hours.holiday_name(on) == name
    assert hours.is_business_day(on) is (name is None)


def test_no_date_makes_the_desk_work_on_another_weekday() -> None:
    saturday = date(2026, 7, 4)
    assert not DeskHours(open_on=frozenset({saturday})).is_business_day(saturday)


def test_advice_on_a_date_that_the_desk_has_closed() -> None:
    advice = DeskHours(holidays=frozenset({date(2026, 11, 20)})).advice(at(11, 20, 12))
    assert advice is not None
    assert advice.startswith("The desk is closed (a closed date of the desk): an immediate")


@pytest.mark.parametrize(
    "fields",
    [
        {"zone": "America/Nowhere"},
        {"zone": "../etc"},
        {"days": {}},
        {"days": {7: (time(8), time(20))}},
        {"days": {0: (time(20), time(8))}},
        {"days": {0: (time(8, tzinfo=UTC), time(20, tzinfo=UTC))}},
        {"state": "XX"},
        {"state": "ny"},
        {"holidays": [THANKSGIVING], "open_on": [THANKSGIVING]},
    ],
)
def test_hours_that_cannot_be(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        DeskHours.model_validate(fields)


def test_hours_survive_json() -> None:
    full = DeskHours(
        federal=False,
        state="OH",
        holidays=frozenset({AFTER_THANKSGIVING}),
        open_on=frozenset({THANKSGIVING}),
    )
    for hours in (HOURS, full):
        assert DeskHours.model_validate_json(hours.model_dump_json()) == hours


def test_hours_that_were_stored_before_there_were_holidays_by_law() -> None:
    stored = """{"zone": "America/Chicago", "days": {"0": ["08:00:00", "17:00:00"]},
                 "holidays": ["2026-11-27"]}"""
    assert DeskHours.model_validate_json(stored) == DeskHours(
        zone="America/Chicago",
        days={0: (time(8), time(17))},
        holidays=frozenset({AFTER_THANKSGIVING}),
    )


MOMENTS = st.integers(0, 3 * 366 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(MOMENTS, st.integers(0, 20 * 24))
@settings(max_examples=150)
def test_open_spans_are_when_it_is_open(start: datetime, hours: int) -> None:
    end = start + timedelta(hours=hours)
    last = start
    for opens, closes in HOURS.open_spans(start, end):
        assert last <= opens < closes <= end
        assert HOURS.is_open(opens)
        assert HOURS.is_open(closes - timedelta(microseconds=1))
        assert closes == end or not HOURS.is_open(closes)
        assert opens == HOURS.next_open(last)
        last = closes


@given(MOMENTS)
@settings(max_examples=150)
def test_the_next_opening(moment: datetime) -> None:
    opens = HOURS.next_open(moment)
    assert opens >= moment
    assert HOURS.is_open(opens)
    assert HOURS.open_spans(moment, opens) == ()
