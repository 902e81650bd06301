"""A simulated week on the real desk: nothing is missed, lost, held twice or moved by the desk."""

import dataclasses
import time as clocks
from collections.abc import Callable, Iterator
from datetime import time, timedelta
from typing import Any

import pytest

from p2p_tui.domain import attention, effects
from p2p_tui.domain.attention import Ask, What
from p2p_tui.domain.lifecycle import BY_NAME
from p2p_tui.domain.people import Availability
from p2p_tui.domain.presence import Standing
from p2p_tui.domain.request import Status
from p2p_tui.domain.wording import local
from p2p_tui.store.models import RequestRow
from tests.desk import week_hostile
from tests.desk.week import Week
from tests.desk.week_measures import Measured
from tests.desk.week_plan import DAY, WEEK, WEEKEND, Plan
from tests.desk.week_record import Record
from tests.house import ENGINES, Address

FIGURES = (
    "closed", "open at the end", "callbacks that came due", "callbacks with a call in their time",
    "callbacks for which nobody was there", "times changed by providers", "sessions", "crashes",
    "crashes with requests in hand", "take_over", "hand_over", "undo", "not_reached", "dropped",
    "rivals", "forbidden things tried", "reminders told", "stages told",
    "stages while its holder was busy", "events",
)  # fmt: skip


def live(
    plan: Plan, address: Address, afterwards: Callable[[], object] = lambda: None
) -> tuple[list[str], str]:
    """Let it pass; what was wrong, and its figures in a line."""
    began, worked = clocks.monotonic(), clocks.process_time()
    week = Week(plan, address)
    try:
        week.run()
        afterwards()
        record = Record(week)
        faults = [*week.tally.faults, *record.check(), *measured(week)]
    finally:
        week.close()
    counts = week.tally.counts + record.counts
    figures = ", ".join(f"{counts[name]} {name.replace('_', ' ')}" for name in FIGURES)
    return faults, (
        f"{address.engine}: {len(week.workers)} staff, {len(week.placed)} requests placed,"
        f" {figures}; {clocks.monotonic() - began:.0f} s,"
        f" {clocks.process_time() - worked:.0f} of work"
    )


def measured(week: Week) -> list[str]:
    """What the reports of the week and of its last day say otherwise than the events do."""
    zone, now = week.office.hours.zone, week.clock.now
    first, last = (local(at, zone).date() for at in (week.plan.days[0].at(time(8)), now))
    faults = []
    for since in (first, last):
        report = week.observer.report(since, last)
        faults += Measured(week.events, report, now).faults(zone)
    board = week.observer.board()
    states = Measured(week.events, board.today, now).states
    for status, numbers in (("waiting", board.waiting_in), ("to_document", board.owed_in)):
        standing = {ref for ref, one in states.items() if one["status"] == status}
        if {f"P2P-{number}" for number in numbers} != standing:
            faults.append(f"the board says {status}: {numbers}, the events {sorted(standing)}")
    return faults


@pytest.mark.timeout(1200)
@pytest.mark.parametrize(
    "plan", [DAY, pytest.param(WEEKEND, marks=pytest.mark.long)], ids=["a day", "longer"]
)
def test_a_week_ends_with_nothing_missed_lost_held_twice_or_moved_but_by_a_provider(
    address: Address, request: pytest.FixtureRequest, plan: Plan, at_length: bool
) -> None:
    faults, figures = live(WEEK if at_length and plan is WEEKEND else plan, address)
    request.node.user_properties.append(("report", figures))
    assert faults == []


# -- what is broken on purpose


@pytest.fixture
def file() -> Iterator[Address]:
    """One database is enough to see that a check catches what it is for."""
    with ENGINES["sqlcipher"]() as address:
        yield address


def faults_of(address: Address, afterwards: Callable[[], object] = lambda: None) -> str:
    return "\n".join(live(DAY, address, afterwards)[0])


def edit_asks(monkeypatch: pytest.MonkeyPatch, edit: Callable[[Ask, Any], Ask | None]) -> None:
    """Sessions work out something else than what asks for attention."""
    honest = attention.asks

    def edited(*told: Any, **more: Any) -> tuple[Ask, ...]:
        found = (edit(one, told[3]) for one in honest(*told, **more))
        return tuple(one for one in found if one)

    monkeypatch.setattr(attention, "asks", edited)


@pytest.mark.long
def test_it_catches_a_stage_of_which_nobody_is_told(
    file: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit_asks(monkeypatch, lambda ask, now: None if ask.key.endswith(":-5") else ask)
    faults = faults_of(file)
    assert "was told to nobody" in faults
    assert "“-15”" not in faults


@pytest.mark.long
def test_it_catches_callbacks_that_ask_for_nobody(
    file: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit_asks(monkeypatch, lambda ask, now: None if ask.what is What.DUE else ask)
    assert "nobody called between" in faults_of(file)


@pytest.mark.long
def test_it_catches_a_reminder_that_is_given_at_every_look(
    file: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit_asks(monkeypatch, lambda ask, now: ask.model_copy(update={"key": f"{ask.key}:{now}"}))
    assert "was told twice" in faults_of(file)


@pytest.mark.long
def test_it_catches_a_desk_that_rings_people_at_lunch(
    file: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = Standing(availability=Availability.AVAILABLE)
    monkeypatch.setattr(attention, "standing", lambda person, roster, now: there)
    assert "was told outside of their availability" in faults_of(file)


@pytest.mark.long
def test_it_catches_a_desk_that_lets_two_hold(
    file: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = BY_NAME["acknowledge"]
    loose = dataclasses.replace(honest, sources=honest.sources | {Status.ACKNOWLEDGED})
    monkeypatch.setitem(BY_NAME, "acknowledge", loose)
    monkeypatch.setattr("p2p_tui.desk.desk.check_not_overtaken", lambda *seen, **of: None)
    monkeypatch.setattr(week_hostile, "RIVALRY", 1.0)
    faults = faults_of(file)
    assert "has two holders" in faults
    assert "has it too" in faults


@pytest.mark.long
def test_it_catches_a_move_that_moves_a_callback(
    file: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = effects._EFFECTS["acknowledge"]

    def when_it_suits_us(request: Any, act: Any) -> Any:
        later = timedelta(minutes=15)
        windows = tuple(
            one.model_copy(update={"start": one.start + later, "end": one.end + later})
            for one in request.callback_windows
        )
        return {**honest(request, act), "callback_windows": windows}

    monkeypatch.setitem(effects._EFFECTS, "acknowledge", when_it_suits_us)
    assert "it moves the callback, and no provider asked for it" in faults_of(file)


@pytest.mark.long
def test_it_catches_a_request_that_is_lost(file: Address) -> None:
    def lose() -> None:
        RequestRow.delete().where(RequestRow.id == 1005).execute()

    assert "requests were placed" in faults_of(file, lose)
