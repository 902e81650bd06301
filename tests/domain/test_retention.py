"""Spans as people type them, and what is told of a disposal."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2p_tui.domain.errors import Mistyped
from p2p_tui.domain.retention import HELD, PURGED, RELEASED, day_before, tell
from p2p_tui.domain.story import Happening
from p2p_tui.domain.story import tell as told
from tests.domain.builders import NOW, roster

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("typed", "today", "day"),
    [
        ("6y", FRIDAY, date(2020, 11, 20)),
        (" 6Y ", FRIDAY, date(2020, 11, 20)),
        ("6 years", FRIDAY, date(2020, 11, 20)),
        ("72m", FRIDAY, date(2020, 11, 20)),
        ("1m", date(2026, 3, 31), date(2026, 2, 28)),
        ("11m", date(2026, 11, 20), date(2025, 12, 20)),
        ("12m", date(2026, 1, 1), date(2025, 1, 1)),
        ("6y", date(2028, 2, 29), date(2022, 2, 28)),
        ("4y", date(2028, 2, 29), date(2024, 2, 29)),
        ("2190d", FRIDAY, date(2020, 11, 21)),
        ("1d", FRIDAY, date(2026, 11, 19)),
    ],
)
def test_a_span_is_counted_by_the_calendar(typed: str, today: date, day: date) -> None:
    assert day_before(typed, today) == day


@pytest.mark.parametrize(
    "typed", ["", "6", "y", "0y", "-6y", "6w", "1.5y", "6y 2m", "six years", "٦y", "6y;", "1" * 9]
)
def test_what_is_no_span_is_refused(typed: str) -> None:
    with pytest.raises(Mistyped, match="is no span of time; type it like 6y, 72m or 2190d"):
        day_before(typed, FRIDAY)


@pytest.mark.parametrize("typed", ["127y", "2025y", "2026y", "99999m", "99999d", "99999y"])
def test_a_span_beyond_the_calendar_is_refused(typed: str) -> None:
    with pytest.raises(Mistyped, match="longer than the calendar"):
        day_before(typed, FRIDAY)


@given(st.dates(min_value=date(2000, 1, 1)), st.integers(1, 1000))
def test_more_time_is_never_a_later_day(today: date, months: int) -> None:
    assert day_before(f"{months + 1}m", today) <= day_before(f"{months}m", today) < today


@pytest.mark.parametrize("carried", [{}, {"requests": "x"}, {"requests": 1, "before": "never"}])
def test_a_disposal_of_which_nothing_is_known_can_still_be_told(carried: dict[str, Any]) -> None:
    assert tell(carried) == "removed for good what had been kept long enough"


@pytest.mark.parametrize("move", [PURGED, HELD, RELEASED])
def test_each_can_be_told_without_its_words(move: str) -> None:
    said = told(Happening(seq=1, at=NOW, actor="lena", move=move), roster())
    assert said
    assert said.isprintable()
