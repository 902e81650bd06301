"""What the desk has in common, and how a change of it is told."""

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from p2p_tui.domain.attention import Rules, spoken
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.in_common import CHANGED, PHRASES, InCommon, InForce, difference
from p2p_tui.domain.people import Roster
from p2p_tui.domain.safety import Safety
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


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["hours", "attention", "phrases"]),
        st.recursive(st.text(), st.lists) | st.integers(),
    )
)
def test_whatever_stands_in_the_record_it_is_one_line(carried: dict[str, Any]) -> None:
    assert told(carried, carried).isprintable()


# --- when the desk speaks up, and what is often said ----------------------------------------------


def test_a_desk_begins_with_the_minutes_of_the_rules() -> None:
    begins = InCommon()
    assert begins.attention == Rules(before=(15, 5), overdue=2, again=15, waiting=(2, 5, 10))
    assert begins.phrases == PHRASES


def test_reminders_stand_in_their_order_each_once_and_there_may_be_none() -> None:
    assert Rules(before=(5, 30, 5, 15)).before == (30, 15, 5)
    assert Rules(before=()).before == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"before": (0,)},
        {"before": (15, -5)},
        {"before": (121,)},
        {"overdue": 0},
        {"overdue": 121},
        {"again": 0},
        {"again": -1},
        {"waiting": (0, 5, 10)},
        {"waiting": (2, 2, 10)},
        {"waiting": (2, 10, 5)},
        {"waiting": (2, 5, 121)},
        {"waiting": (2, 5)},
        {"more": 1},
    ],
)
def test_minutes_that_make_no_sense_are_not_taken(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Rules.model_validate(wrong)


@settings(deadline=None)
@given(
    before=st.lists(st.integers(1, 120), max_size=5),
    overdue=st.integers(1, 120),
    again=st.integers(1, 120),
    waiting=st.sets(st.integers(1, 120), min_size=3, max_size=3),
)
def test_whatever_a_lead_sets_is_kept_and_said_in_a_line(
    before: list[int], overdue: int, again: int, waiting: set[int]
) -> None:
    rules = Rules.model_validate(
        {"before": before, "overdue": overdue, "again": again, "waiting": sorted(waiting)}
    )
    common = InCommon(attention=rules)
    assert InCommon.model_validate(common.model_dump(mode="json")) == common
    line = spoken(rules)
    assert line.isprintable()
    assert all(str(one) in line for one in (*before, overdue, again, *waiting))


def test_the_minutes_are_said_in_a_line() -> None:
    usual = "callbacks 15, 5 min before, overdue after 2, again after 15; callers at 2, 5, 10"
    assert spoken(Rules()) == usual
    assert spoken(Rules(before=())).startswith("callbacks at their time only, overdue after 2")


def test_a_change_of_the_minutes_is_told() -> None:
    slower = Rules(before=(30,), waiting=(5, 10, 20))
    old, new = difference(InCommon(), InCommon(attention=slower))
    assert set(old) == set(new) == {"attention"}
    assert told(old, new) == (
        "changed when the desk speaks up: callbacks 30 min before, overdue after 2, again after"
        " 15; callers at 5, 10, 20, was callbacks 15, 5 min before, overdue after 2, again after"
        " 15; callers at 2, 5, 10"
    )


def test_a_change_of_the_phrases_is_told_without_repeating_them() -> None:
    old, new = difference(InCommon(), InCommon(phrases=("Two minutes",)))
    assert (set(old), new) == ({"phrases"}, {"phrases": ["Two minutes"]})
    assert told(old, new) == "changed the quick phrases"


def test_several_changes_are_told_in_one_line() -> None:
    closed = DeskHours(holidays=frozenset({date(2026, 11, 27)}))
    after = InCommon(hours=closed, attention=Rules(overdue=4), phrases=("Hold on",))
    line = told(*difference(InCommon(), after))
    assert line.startswith("changed the desk's hours: closed on Nov 27 2026; changed when the desk")
    assert "overdue after 4, again" in line
    assert line.endswith("; changed the quick phrases")


@pytest.mark.parametrize(
    "carried", [{"attention": None}, {"attention": {"waiting": 1}}, {"attention": {"old": 3}}]
)
def test_minutes_that_were_disposed_of_or_are_of_another_version_can_still_be_told(
    carried: dict[str, Any],
) -> None:
    assert told(carried, carried) == "changed the desk's settings"
    assert told({}, carried) == "changed the desk's settings"


def test_how_it_is_kept_safe_is_told_when_it_changes() -> None:
    old, new = difference(InCommon(), InCommon(safety=Safety(lock_after=5, copying=False)))
    assert told(old, new) == (
        "changed how it is kept safe: locks after 5 min; no passphrase to document; no copying,"
        " was locks after 10 min; no passphrase to document; copying"
    )


@pytest.mark.parametrize("minutes", [0, -1, 121])
def test_a_session_locks_after_a_while_that_makes_sense(minutes: int) -> None:
    with pytest.raises(ValidationError, match="1 to 120 minutes"):
        Safety(lock_after=minutes)
