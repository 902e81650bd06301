"""When people are back, and when they are out of the office, as they type it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from p2p_tui.domain.errors import Mistyped
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.people import Absence
from p2p_tui.domain.typed_absences import read_absences, read_until, write_absences
from tests.domain.builders import ET, NOW

ZONE = "America/New_York"


def eastern(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ET)


@pytest.mark.parametrize(
    ("typed", "back"),
    [
        ("", None),
        ("3", eastern(2026, 11, 20, 15)),
        ("3:15 pm", eastern(2026, 11, 20, 15, 15)),
        ("45 min", eastern(2026, 11, 20, 15, 16)),
        ("1 h", eastern(2026, 11, 20, 15, 31)),
        ("Mon 8 AM", eastern(2026, 11, 23, 8)),
    ],
)
def test_when_somebody_is_back(typed: str, back: datetime | None) -> None:
    assert read_until(typed, NOW, DeskHours()) == back


@pytest.mark.parametrize("typed", ["later", "now", "Mon", "3 or 4 PM"])
def test_what_is_no_time_to_be_back_at_is_asked(typed: str) -> None:
    with pytest.raises(Mistyped, match=r"^Back at: "):
        read_until(typed, NOW, DeskHours())


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("Dec 21", eastern(2026, 12, 21), eastern(2026, 12, 22)),
        ("Dec 21 – Jan 2", eastern(2026, 12, 21), eastern(2027, 1, 3)),
        ("Dec 21 to Dec 24", eastern(2026, 12, 21), eastern(2026, 12, 25)),
        ("Mon Dec 21 - Thu Dec 24", eastern(2026, 12, 21), eastern(2026, 12, 25)),
        ("Dec 21 1 PM – 5 PM", eastern(2026, 12, 21, 13), eastern(2026, 12, 21, 17)),
        ("12/21 - 12/24", eastern(2026, 12, 21), eastern(2026, 12, 25)),
        ("2026-12-21 13:00 – 2026-12-22", eastern(2026, 12, 21, 13), eastern(2026, 12, 23)),
        ("Nov 2 – Nov 24", eastern(2026, 11, 2), eastern(2026, 11, 25)),
        ("Oct 19", eastern(2027, 10, 19), eastern(2027, 10, 20)),
        ("Mar 14 2027 – Mar 14 2027", eastern(2027, 3, 14), eastern(2027, 3, 15)),
    ],
)
def test_an_absence(typed: str, start: datetime, end: datetime) -> None:
    assert read_absences(typed, NOW, ZONE) == (Absence(start=start, end=end),)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("next week", "is not understood"),
        ("Dec 21 – Dec 22 – Dec 23", "is not understood"),
        ("– Dec 22", "is not understood"),
        ("Dec 32", "of no calendar"),
        ("Dec 21 2026 – Dec 20 2026", "ends before it begins"),
        ("Dec 21 1 – 5", "AM or PM"),
        ("Dec 21 25:00 – Dec 22", "on no clock"),
        ("Mar 14 2027 2:30 AM – Mar 15 2027", "the clocks skip"),
        ("1 PM – 5 PM", "is not understood"),
    ],
)
def test_what_can_not_be_read_is_said_with_what_to_type(typed: str, why: str) -> None:
    with pytest.raises(Mistyped, match=why) as no:
        read_absences(f"Dec 1\n{typed}", NOW, ZONE)
    assert no.value.field == "absences"


moments = st.integers(-60 * 24 * 20, 60 * 24 * 900).map(
    lambda after: datetime(2026, 11, 20, 19, 31, tzinfo=UTC) + timedelta(minutes=after)
)


@settings(max_examples=200)
@given(spans=st.lists(st.tuples(moments, st.integers(1, 60 * 24 * 40)), max_size=4))
def test_what_is_written_is_read_back_the_same(spans: list[tuple[datetime, int]]) -> None:
    absences = {Absence(start=at, end=at + timedelta(minutes=long)) for at, long in spans}
    ahead = {one for one in absences if one.end > NOW}
    written = write_absences(absences, ZONE, NOW)
    again = read_absences(written, NOW, ZONE)
    assert {(_wall(one.start), _wall(one.end)) for one in again} == {
        (_wall(one.start), _wall(one.end)) for one in ahead
    }


def _wall(moment: datetime) -> datetime:
    """On the wall: of an hour that comes twice, the first is as good."""
    return moment.astimezone(ET).replace(tzinfo=None, fold=0)
