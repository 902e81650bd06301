"""What is counted of a period: how long things took, what was kept, what was decided and why."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2p_tui.domain.bookings import Booking
from p2p_tui.domain.figures import Group, board_groups, report_groups
from p2p_tui.domain.measures import Board, Fact, Period, Report, Spread, report, spread
from tests.domain.builders import roster

NOON = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
"""Noon at the desk."""
DAY = Period(start=NOON - timedelta(hours=12), end=NOON + timedelta(hours=12))
ZONE = "America/New_York"


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def fact(number: int = 1001, **said: object) -> Fact:
    """An immediate request at noon that went its ordinary way, and was approved."""
    usual: dict[str, object] = {
        "number": number, "kind": "immediate", "placed_at": NOON, "waiting_since": NOON,
        "acknowledged_at": NOON + minutes(2), "ready_at": NOON + minutes(5),
        "connected_at": NOON + minutes(6), "ended_at": NOON + minutes(16),
        "documented_at": NOON + minutes(20), "closed_at": NOON + minutes(20), "closed_as": None,
        "closed_by": "", "determination": "approved", "drug": "Ozempic", "denial": "No A1c",
        "covered": "", "changes": (),
    }  # fmt: skip
    return Fact(**{**usual, **said})  # type: ignore[arg-type]


def counted(*facts: Fact, windows: tuple[tuple[int, Booking], ...] = ()) -> Report:
    return report(facts, windows, DAY, zone=ZONE, now=NOON + timedelta(hours=11))


def test_each_step_is_measured_from_the_one_before() -> None:
    found = counted(fact())
    assert [getattr(found, name).p50 for name in ("acknowledge", "ready", "connect", "document")] \
        == [120, 180, 60, 240]  # fmt: skip
    assert (found.placed, found.immediate, found.callbacks) == (1, 1, 0)
    assert found.by_hour[12] == 1 == sum(found.by_hour)


def test_a_callback_is_not_waited_for_on_the_line() -> None:
    found = counted(fact(kind="callback", ready_at=None))
    assert (found.acknowledge.count, found.ready.count, found.connect.count) == (0, 0, 0)
    assert found.callbacks == 1


def test_what_happened_on_another_day_is_of_that_day() -> None:
    before = fact(placed_at=NOON - timedelta(days=2), waiting_since=NOON - timedelta(days=2))
    found = counted(before)
    assert (found.placed, found.acknowledge.count) == (0, 1)
    tomorrow = NOON + timedelta(days=1)
    found = counted(fact(documented_at=tomorrow, closed_at=tomorrow))
    assert found.determinations == ()
    assert found.document == Spread()


def test_what_could_betray_a_promise_is_counted_with_the_requests_behind_it() -> None:
    window = Booking(start=NOON, end=NOON + minutes(30), booked_at=NOON - minutes(60))
    late = window.model_copy(update={"called_at": NOON + minutes(50)})
    kept = window.model_copy(update={"called_at": NOON + minutes(3)})
    found = counted(
        fact(1001, closed_as="the caller withdrew", closed_by="tina", determination=None),
        fact(1002, changes=((NOON, "Dr. Lee"), (NOON - timedelta(days=3), "Kim"))),
        fact(1003, covered="at lunch"),
        windows=((1004, window), (1005, late), (1006, kept), (1006, kept)),
    )
    assert (found.kept, found.late, found.missed) == (2, 1, 1)
    assert (found.kept_in, found.late_in, found.missed_in) == ((1006,), (1005,), (1004,))
    assert (found.late_by.p50, found.punctuality.p90) == (1200, 3000)
    assert [(one.number, one.who_asked) for one in found.changes] == [(1002, "Dr. Lee")]
    assert (found.without_p2p_in, found.rerouted_in) == ((1001,), (1003,))
    assert [(one.what, one.count) for one in found.without_p2p_by] == [("tina", 1)]


@given(st.lists(st.integers(0, 10_000), max_size=60))
def test_half_and_nine_in_ten_keep_within_what_is_told(spans: list[int]) -> None:
    found = spread(spans)
    assert found.count == len(spans)
    if spans:
        for told, part in ((found.p50, 0.5), (found.p90, 0.9)):
            assert told in spans
            assert sum(one <= told for one in spans) >= part * len(spans)
            assert sum(one < told for one in spans) < part * len(spans)


# -- in words


def board(**said: object) -> Board:
    return Board.model_validate({"at": NOON, "today": counted(fact()), "weeks": counted(), **said})


def lines(groups: tuple[Group, ...]) -> dict[str, str]:
    return {one.label: f"{one.value} {one.beside}".strip() for group in groups
            for one in group.figures}  # fmt: skip


def test_the_board_says_how_many_and_how_old_and_names_who_owes() -> None:
    found = lines(board_groups(
        board(waiting_in=(1001, 1002), longest_wait=245.0, owed_in=(1003,), oldest_owed=7300.0,
              owed_by=({"what": "ana", "count": 1},), begun=2, oldest_begun=60.0,
              promised_in=(1004,), promised_due=1),
        roster(), range(8, 20),
    ))  # fmt: skip
    assert found["callers waiting"] == "2 longest 4:05"
    assert found["held and not documented"] == "1 oldest 2:01:40"
    assert found["  Ana Ruiz"] == "1"
    assert found["begun and never placed"] == "2 oldest 1:00"
    assert found["promised information awaited"] == "1 1 due"
    assert found["to acknowledge"] == "2:00 / 2:00 –"
    assert found["approved"] == "1"
    assert found["8 AM"] == "0"


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ({"owed_in": (1003,), "oldest_owed": 60.0}, "held and not documented"),
        ({"begun": 1, "oldest_begun": 1000.0}, "begun and never placed"),
    ],
)
def test_what_could_betray_a_promise_stands_out(said: dict[str, object], label: str) -> None:
    for shown, alarm in ((board(), False), (board(**said), True)):
        groups = board_groups(shown, roster(), range(0))
        (figure,) = [one for group in groups for one in group.figures if one.label == label]
        assert figure.alarm is alarm


def test_nobody_is_ranked_by_what_they_decided() -> None:
    names = {one.name for one in roster().staff}
    groups = board_groups(board(), roster(), range(8, 20))
    titles = [group.title for group in groups]
    assert "DETERMINATIONS" in titles
    shown = {one.label.strip() for group in groups for one in group.figures}
    assert not names & shown


def test_a_report_in_words_has_what_the_board_has_and_who_asked() -> None:
    found = counted(fact(1002, changes=((NOON, "Dr. Lee"),)))
    told = lines(report_groups(found, roster()))
    assert told["placed"] == "1"
    assert told["12 PM"] == "1"
    assert told["P2P-1002"] == "Dr. Lee"
    assert told["times changed, as asked"] == "1"
