"""Days and call times as they are typed beside a conversation."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2p_tui.domain.errors import Mistyped
from p2p_tui.domain.typed_days import read_call_times, read_day
from p2p_tui.domain.wording import date_words

FRIDAY = date(2026, 11, 20)
ZONE = "America/New_York"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("", None),
        ("  ", None),
        ("today", FRIDAY),
        ("Tomorrow", date(2026, 11, 21)),
        ("friday", date(2026, 11, 27)),
        ("by Monday", date(2026, 11, 23)),
        ("in 5 days", date(2026, 11, 25)),
        ("2 weeks", date(2026, 12, 4)),
        ("in 12 months", date(2027, 11, 20)),
        ("1 year", date(2027, 11, 20)),
        ("3 months", date(2027, 2, 20)),
        ("Nov 30", date(2026, 11, 30)),
        ("November 30th, 2027", date(2027, 11, 30)),
        ("30 Nov", date(2026, 11, 30)),
        ("30-Nov-2026", date(2026, 11, 30)),
        ("Mon Nov 30", date(2026, 11, 30)),
        ("11/30", date(2026, 11, 30)),
        ("11/30/26", date(2026, 11, 30)),
        ("2026-11-30", date(2026, 11, 30)),
        ("Jan 2", date(2027, 1, 2)),
        ("Nov 2", date(2026, 11, 2)),
        ("Mar 1", date(2027, 3, 1)),
        ("Feb 29", date(2028, 2, 29)),
    ],
)
def test_a_day_is_read_as_people_type_it(typed: str, day: date | None) -> None:
    today = date(2027, 11, 20) if typed == "Feb 29" else FRIDAY
    assert read_day(typed, today, "f", "Day") == day


@pytest.mark.parametrize("typed", ["soon", "Tue Nov 30", "13/1", "Feb 30", "30", "0001-13-01",
                                   "in 999 years and a day", "Foo 3"])  # fmt: skip
def test_what_is_no_day_is_asked_again(typed: str) -> None:
    with pytest.raises(Mistyped, match=r"^Day: ") as no:
        read_day(typed, FRIDAY, "f", "Day")
    assert no.value.field == "f"


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_what_the_desk_writes_it_can_read(day: date) -> None:
    assert read_day(day.isoformat(), FRIDAY, "f", "Day") == day
    assert read_day(f"{date_words(day)}, {day.year}", FRIDAY, "f", "Day") == day


@given(st.text(max_size=20))
def test_whatever_is_typed_is_a_day_or_is_asked_again(typed: str) -> None:
    try:
        read_day(typed, FRIDAY, "f", "Day")
        read_call_times(typed, FRIDAY, ZONE, "f")
    except Mistyped:
        pass


@pytest.mark.parametrize("typed", ["2:20–2:35 PM", "2:20 pm - 2:35pm", "14:20-14:35", "220-235p",
                                   "2.20 pm to 2.35 pm"])  # fmt: skip
def test_times_of_a_call_are_on_the_desks_clock(typed: str) -> None:
    typed = typed.replace(".", ":")
    found = read_call_times(typed, FRIDAY, ZONE, "f")
    assert found == (
        datetime(2026, 11, 20, 19, 20, tzinfo=UTC), datetime(2026, 11, 20, 19, 35, tzinfo=UTC),
    )  # fmt: skip


@pytest.mark.parametrize("typed", ["2:20–2:35", "2:35–2:20 PM", "2:20 PM", "25:00–26:00",
                                   "2:20–2:20 PM", "13:00–2:00 PM"])  # fmt: skip
def test_times_that_can_be_read_in_two_ways_or_in_none_are_asked_again(typed: str) -> None:
    with pytest.raises(Mistyped, match="Call times"):
        read_call_times(typed, FRIDAY, ZONE, "f")
