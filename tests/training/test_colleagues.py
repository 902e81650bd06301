"""Colleagues of the demo: they do what people do, by the same verbs, and leave the learner's be."""

import threading
from pathlib import Path

import pytest

from p2p_tui.desk import Desk, Office
from p2p_tui.domain.request import Request
from p2p_tui.store import requests
from p2p_tui.training import colleagues as module
from p2p_tui.training.colleagues import Colleagues
from p2p_tui.training.synthetic import LEAD, PHARMACIST, SEATS, STAFF, MovableClock, furnish
from tests.house import KIM, FixedClock

STEPS = 60


def every(office: Office) -> dict[str, Request]:
    return {one.ref: one for one in Desk(office, LEAD).tracker()}


@pytest.mark.few(1)
@pytest.mark.parametrize("me", list(SEATS.values()))
def test_they_move_the_queue_and_never_touch_what_is_the_learners(
    office: Office, clock: FixedClock, me: str
) -> None:
    start, head = every(office), requests.newest_seq()
    mine = {ref for ref, one in start.items() if me in (one.placed_by, one.holder)}
    colleagues = Colleagues(office, me)

    for _ in range(STEPS):
        clock.on(seconds=20)
        colleagues.step()

    after = every(office)
    assert {ref: after[ref] for ref in mine} == {ref: start[ref] for ref in mine}
    happened = requests.happenings_since(head)
    assert len([one for one in happened if one.ref]) >= STEPS // 2, "the queue moves"
    assert me not in {one.actor for one in happened}
    assert not {one.ref for one in happened} & mine
    assert {one.actor for one in happened} <= {one.username for one in STAFF} - {"ben"}


def test_they_take_no_request_that_became_the_learners_meanwhile(
    office: Office, clock: FixedClock
) -> None:
    ana = Desk(office, PHARMACIST)
    ana.heartbeat()
    colleagues = Colleagues(office, PHARMACIST)
    waiting = Desk(office, "raj").place(KIM)
    taken = ana.make("acknowledge", waiting.ref, waiting.version)
    for _ in range(STEPS):
        clock.on(seconds=20)
        ana.heartbeat()
        colleagues.step()
    assert every(office)[taken.ref] == taken


def test_all_that_they_do_stands_in_the_record(office: Office, clock: FixedClock) -> None:
    colleagues = Colleagues(office, "tina")
    for _ in range(STEPS):
        clock.on(seconds=20)
        colleagues.step()
    assert office.verify().problem == ""
    for one in every(office).values():
        story = [event for event in requests.history(one.ref) if event.version]
        assert [event.version for event in story] == list(range(1, one.version + 1))
        rebuilt: dict[str, object] = {}
        for event in story:
            rebuilt.update(event.after)
        assert Request.model_validate(rebuilt) == one, "nothing changed beside the record"


@pytest.mark.long
def test_the_same_seed_gives_the_same_afternoon(tmp_path: Path, clock: FixedClock) -> None:
    told: list[list[tuple[str, str, str]]] = []
    for name in ("one", "two"):
        now = FixedClock(clock.now)
        movable = MovableClock(now)
        opened = Office.open(f"sqlite://{tmp_path}/{name}.db", clock=movable)
        furnish(opened, movable)
        colleagues = Colleagues(opened, "tina", seed=7)
        head = requests.newest_seq()
        for _ in range(15):
            now.on(seconds=20)
            colleagues.step()
        told.append([(e.actor, e.move, e.ref) for e in requests.happenings_since(head)])
        opened.close()
    assert told[0] == told[1]
    assert told[0]


def test_they_work_on_a_thread_of_their_own_until_they_are_sent_home(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAUSE_SECONDS", (0.0, 0.01))
    worked = threading.Event()
    step = Colleagues.step

    def watched(self: Colleagues) -> None:
        step(self)
        if requests.newest_seq() > head:
            worked.set()

    head = requests.newest_seq()
    monkeypatch.setattr(Colleagues, "step", watched)
    colleagues = Colleagues(office, "tina")
    colleagues.start()
    assert worked.wait(20)
    colleagues.stop()
    assert "colleagues" not in {one.name for one in threading.enumerate()}
    assert office.verify().problem == ""
