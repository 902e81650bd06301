"""The public holidays, as the library has them; and that it is asked no sooner than need be."""

import subprocess
import sys
from datetime import date, timedelta

import holidays as library
import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2p_tui.domain import public_holidays
from p2p_tui.domain.public_holidays import STATES, holidays_of, public_holiday
from p2p_tui.domain.text import one_line

FEDERAL_2026 = {
    "New Year's Day": (1, 1),
    "Martin Luther King Jr. Day": (1, 19),
    "Washington's Birthday": (2, 16),
    "Memorial Day": (5, 25),
    "Juneteenth National Independence Day": (6, 19),
    "Independence Day, observed": (7, 3),
    "Independence Day": (7, 4),
    "Labor Day": (9, 7),
    "Columbus Day": (10, 12),
    "Veterans Day": (11, 11),
    "Thanksgiving Day": (11, 26),
    "Christmas Day": (12, 25),
}
"""As the law and a calendar have them (5 U.S.C. 6103)."""


def test_the_federal_holidays_of_a_year() -> None:
    named = {date(2026, *on): name for name, on in FEDERAL_2026.items()}
    assert holidays_of(2026) == named


def test_states_are_those_that_the_library_knows() -> None:
    uninhabited = {"UM"}
    assert set(library.country_holidays("US").subdivisions) - uninhabited == STATES


@pytest.mark.parametrize("state", ["", "NY", "TX", "HI", "PR"])
def test_the_calendar_loaded_by_itself_is_as_the_library_has_it(state: str) -> None:
    whole = library.country_holidays("US", subdiv=state or None, years=2027, language="en_US")
    assert set(holidays_of(2027, state)) == set(whole)


def test_where_the_calendar_is_not_in_its_place_the_library_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(library, "__path__", ["/nowhere"])
    public_holidays._united_states.cache_clear()
    try:
        assert holidays_of.__wrapped__(2026) == holidays_of(2026)
    finally:
        public_holidays._united_states.cache_clear()


@given(st.dates(), st.booleans(), st.sampled_from(["", *sorted(STATES)]))
def test_any_date_can_be_asked_about(on: date, federal: bool, state: str) -> None:
    name = public_holiday(on, federal=federal, state=state)
    assert name is None or (name and name == one_line(name) and not set(name) & set("();"))
    if not federal and not state:
        assert name is None


def test_a_year_is_worked_out_once() -> None:
    holidays_of.cache_clear()
    for days in range(365):
        public_holiday(date(2026, 1, 1) + timedelta(days=days), federal=True, state="NY")
    assert holidays_of.cache_info().misses == 2


_LOOK = """
import sys
from datetime import date
from p2p_tui.domain.hours import DeskHours
hours = DeskHours(state="NY", holidays=frozenset({date(2026, 11, 27)}))
hours.is_business_day(date(2026, 11, 21))
DeskHours(federal=False).is_business_day(date(2026, 11, 20))
print("holidays" in sys.modules)
hours.is_business_day(date(2026, 11, 20))
print("holidays" in sys.modules, "holidays.countries" in sys.modules)
"""


def test_the_library_is_imported_where_a_date_is_asked_about_and_no_other_country() -> None:
    said = subprocess.run(
        [sys.executable, "-c", _LOOK], capture_output=True, check=True, text=True
    ).stdout
    assert said.split() == ["False", "True", "False"]
