"""What the desk has in common, and how a change of it is told."""

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.in_common import CHANGED, InCommon, InForce, difference
from p2p_tui.domain.people import Roster
from p2p_tui.domain.story import Happening, tell
from tests.domain.builders import NOW

BEFORE = DeskHours(holidays=frozenset({date(2026, 12, 25)}))
AFTER = DeskHours(
    zone="America/Chicago",
    days={**BEFORE.days, 4: (time(8), time(17)), 5: (time(9), time(12))},
    holidays=frozenset({date(2026, 11, 26), date(2026, 11, 27)}),
)


def told(before: dict[str, Any], after: dict[str, Any]) -> str:
    event = Happening(seq=1, at=NOW, actor="lena", move=CHANGED, before=before, after=after)
    return tell(event, Roster())


def test_a_desk_begins_with_the_hours_of_the_rules() -> None:
    assert InForce() == InForce(common=InCommon(hours=DeskHours()), version=0, by="", at=None)


def test_a_change_is_told_by_what_changed() -> None:
    old, new = difference(InCommon(hours=BEFORE), InCommon(hours=AFTER))
    assert told(old, new) == (
        "changed the desk's hours: time zone America/Chicago, was America/New_York;"
        " Friday 8:00 AM–5:00 PM, was 8:00 AM–8:00 PM; Saturday 9:00 AM–12:00 PM, was closed;"
        " closed on Nov 26 2026, Nov 27 2026; no longer closed on Dec 25 2026"
    )


def test_a_change_of_holidays_is_told() -> None:
    here = DeskHours(federal=False, state="NY", open_on=frozenset({date(2026, 11, 11)}))
    old, new = difference(InCommon(hours=DeskHours()), InCommon(hours=here))
    assert told(old, new) == (
        "changed the desk's hours: US federal holidays open, was closed; holidays of the state NY,"
        " was none; open on Nov 11 2026"
    )
    assert told(new, old).endswith("was NY; no longer open on Nov 11 2026")


def test_what_was_recorded_before_there_were_holidays_by_law_is_told_as_it_was() -> None:
    old, new = difference(InCommon(hours=BEFORE), InCommon(hours=AFTER))
    for one in (old, new):
        for name in ("federal", "state", "open_on"):
            del one["hours"][name]
    line = told(old, new)
    assert line.endswith("closed on Nov 26 2026, Nov 27 2026; no longer closed on Dec 25 2026")
    assert "federal" not in line


def test_what_is_as_it_was_is_no_difference() -> None:
    same = DeskHours(days=dict(reversed(list(BEFORE.days.items()))), holidays=BEFORE.holidays)
    assert difference(InCommon(hours=BEFORE), InCommon(hours=same)) == ({}, {})


@pytest.mark.parametrize("carried", [{}, {"hours": {}, "more": 1}, {"hours": {"zone": "?"}}])
def test_a_change_whose_words_were_disposed_of_can_still_be_told(carried: dict[str, Any]) -> None:
    line = told(carried, {})
    assert line == "changed the desk's settings"


@given(st.dictionaries(st.just("hours"), st.recursive(st.text(), st.lists) | st.integers()))
def test_whatever_stands_in_the_record_it_is_one_line(carried: dict[str, Any]) -> None:
    assert told(carried, carried).isprintable()
