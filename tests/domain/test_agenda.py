"""The callbacks by the time that their providers chose (R11, R14)."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from p2p_tui.domain.agenda import agenda
from p2p_tui.domain.request import Kind, Outcome, Request, Status
from tests.domain.asking import at, callback
from tests.domain.builders import COHERENT, ET, NOW, minutes, standing, window
from tests.domain.test_due import tried

ZONE = "America/New_York"


def booked(start: datetime, ref: str = "P2P-1042", **said: Any) -> Request:
    """A callback for a quarter of an hour from then on."""
    windows = (window(start.astimezone(UTC), minutes(15)),)
    return standing(Kind.CALLBACK, Status.SCHEDULED, ref=ref, callback_windows=windows, **said)


def stands(*requests: Request, now: datetime = NOW, zone: str = ZONE) -> list[tuple[str, ...]]:
    """The agenda: titles with the references below them."""
    parts = agenda(requests, now, zone)
    return [(part.title, *(one.ref for one in part.requests)) for part in parts]


def test_first_what_is_late_or_needs_words_then_today_by_the_hour_then_the_days_after() -> None:
    assert stands(
        callback((24 * 60, 24 * 60 + 15), ref="P2P-1"),
        callback((31, 46), ref="P2P-2"),
        callback((20, 35), ref="P2P-3"),
        callback((0, 120), ref="P2P-4"),
        callback(ref="P2P-5"),
        callback((-60, -45), ref="P2P-6"),
        callback((-60, -45), ref="P2P-7", attempts=(tried(at(-50)),)),
        callback((3 * 24 * 60, 3 * 24 * 60 + 15), ref="P2P-8"),
        callback((-90, -75), ref="P2P-9"),
        callback((-5, 10), status=Status.ON_CALL, ref="P2P-10"),
    ) == [
        ("OVERDUE", "P2P-9", "P2P-6"),
        ("NO TIME LEFT: ASK THE PROVIDER", "P2P-7"),
        ("DUE NOW", "P2P-4"),
        ("TIME TO CONFIRM", "P2P-5"),
        ("ON THE LINE", "P2P-10"),
        ("TODAY, 2 PM", "P2P-3"),
        ("TODAY, 3 PM", "P2P-2"),
        ("TOMORROW, SAT NOV 21", "P2P-1"),
        ("MON NOV 23", "P2P-8"),
    ]


@pytest.mark.parametrize("status", [Status.SCHEDULED, Status.ACKNOWLEDGED])
def test_whoever_has_it_it_stands_until_it_is_made(status: Status) -> None:
    assert stands(callback((31, 46), status=status)) == [("TODAY, 3 PM", "P2P-1042")]
    assert stands(callback((-31, -16), status=status)) == [("OVERDUE", "P2P-1042")]


def test_one_that_is_being_made_is_never_overdue_and_is_not_gone_when_it_drops() -> None:
    made = callback((-31, -16), status=Status.ON_CALL)
    assert stands(made) == [("ON THE LINE", "P2P-1042")]
    dropped = callback(
        (-31, 90),
        status=Status.ACKNOWLEDGED,
        redial=True,
        attempts=(tried(at(-1), Outcome.DROPPED),),
    )
    assert stands(dropped) == [("DUE NOW", "P2P-1042")]


@pytest.mark.parametrize("status", [Status.TO_DOCUMENT, Status.CLOSED])
def test_what_was_made_or_ended_stands_no_more_and_callers_on_the_line_never(
    status: Status,
) -> None:
    assert stands(callback((31, 46), status=status)) == []
    assert stands(standing(Kind.IMMEDIATE, Status.WAITING)) == []
    assert stands() == []


def test_within_an_hour_the_earlier_stands_first_and_else_the_smaller_reference() -> None:
    assert stands(
        callback((80, 95), ref="P2P-1"),
        callback((40, 55), ref="P2P-3"),
        callback((40, 70), ref="P2P-2"),
    ) == [("TODAY, 3 PM", "P2P-2", "P2P-3", "P2P-1")]


def test_it_stands_at_its_next_window_only() -> None:
    several = callback((-300, -200), (31, 60), (3000, 3060))
    assert stands(several) == [("TODAY, 3 PM", "P2P-1042")]


def test_hours_and_days_are_the_desks_own() -> None:
    late = booked(datetime(2026, 11, 20, 23, 30, tzinfo=ET))
    assert stands(late) == [("TODAY, 11 PM", "P2P-1042")]
    assert stands(late, zone="America/Chicago") == [("TODAY, 10 PM", "P2P-1042")]
    assert stands(late, zone="UTC") == [("TOMORROW, SAT NOV 21", "P2P-1042")]
    noon, midnight = (booked(datetime(2026, 11, 21, hour, tzinfo=ET)) for hour in (12, 0))
    early = datetime(2026, 11, 21, 0, tzinfo=ET) - minutes(1)
    assert stands(midnight, now=early) == [("TOMORROW, SAT NOV 21", "P2P-1042")]
    assert stands(noon, now=early + minutes(1)) == [("TODAY, 12 PM", "P2P-1042")]


def test_the_hour_that_comes_twice_is_one_section_in_the_order_of_time() -> None:
    night = datetime(2026, 11, 1, 0, 10, tzinfo=ET)
    first = booked(datetime(2026, 11, 1, 1, 40, tzinfo=ET), "P2P-2")
    second = booked(datetime(2026, 11, 1, 1, 20, tzinfo=ET, fold=1), "P2P-1")
    after = booked(datetime(2026, 11, 1, 2, 0, tzinfo=ET), "P2P-3")
    next_day = booked(datetime(2026, 11, 2, 0, 30, tzinfo=ET), "P2P-4")
    assert stands(next_day, after, second, first, now=night) == [
        ("TODAY, 1 AM", "P2P-2", "P2P-1"),
        ("TODAY, 2 AM", "P2P-3"),
        ("TOMORROW, MON NOV 2", "P2P-4"),
    ]


def test_over_the_short_night_tomorrow_is_tomorrow() -> None:
    saturday = datetime(2026, 3, 7, 23, 30, tzinfo=ET)
    sunday = booked(datetime(2026, 3, 8, 23, 0, tzinfo=ET), "P2P-1")
    monday = booked(datetime(2026, 3, 9, 0, 0, tzinfo=ET), "P2P-2")
    assert stands(monday, sunday, now=saturday) == [
        ("TOMORROW, SUN MAR 8", "P2P-1"),
        ("MON MAR 9", "P2P-2"),
    ]


callbacks = st.tuples(
    st.sampled_from(COHERENT),
    st.lists(st.tuples(st.integers(-6000, 60000), st.integers(1, 300)), max_size=3),
    st.lists(st.integers(-6000, 0), max_size=2),
)


@settings(max_examples=150)
@given(
    some=st.lists(callbacks, max_size=8),
    zone=st.sampled_from([ZONE, "UTC", "Pacific/Honolulu", "Pacific/Kiritimati"]),
    after=st.integers(-60000, 300000),
)
def test_every_callback_that_is_not_made_stands_exactly_once_in_the_order_of_time(
    some: list[tuple[tuple[Kind, Status], list[tuple[int, int]], list[int]]],
    zone: str,
    after: int,
) -> None:
    now = at(after)
    requests = [
        standing(
            kind,
            status,
            ref=f"P2P-{number}",
            callback_windows=tuple(
                window(now + minutes(start), minutes(long)) for start, long in spans
            ),
            attempts=tuple(tried(now + minutes(one)) for one in sorted(tries)),
        )
        for number, ((kind, status), spans, tries) in enumerate(some)
    ]
    parts = agenda(requests, now, zone)
    made = (Status.TO_DOCUMENT, Status.CLOSED)
    assert Counter(one.ref for part in parts for one in part.requests) == Counter(
        one.ref for one in requests if one.kind is Kind.CALLBACK and one.status not in made
    )
    assert len({part.title for part in parts}) == len(parts)
    assert all(part.requests for part in parts)
    ahead = [
        min(each.start for each in one.callback_windows if each.end > now)
        for part in parts
        if part.title.startswith(
            ("TODAY", "TOMORROW", "MON ", "TUE ", "WED ", "THU ", "FRI ", "SAT ", "SUN ")
        )
        for one in part.requests
    ]
    assert ahead == sorted(ahead)
    assert all(one > now for one in ahead)
