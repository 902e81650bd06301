"""What second processes do at the desk."""

import os
import threading
from datetime import date
from typing import Any

from p2p_tui.desk import Feed, News
from p2p_tui.domain.errors import DeskError
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.in_common import CHANGED, InCommon
from p2p_tui.domain.people import AtHand, Availability
from p2p_tui.domain.typed_hours import in_a_line
from p2p_tui.store import chain, retention
from tests.crew import WAIT, Gate
from tests.house import KIM, Address, sit


def place(
    gate: Gate, address: Address, username: str, count: int, act_id: str | None = None
) -> str:
    """Place requests, beginning when all do; the reference of the last."""
    office = address.open()
    try:
        desk = sit(office, username)
        gate.wait()
        placed = [desk.place(KIM, act_id=act_id) for _ in range(count)]
        return placed[-1].ref
    finally:
        office.close()


def act(gate: Gate, address: Address, username: str, move: str, ref: str, act_id: str) -> str:
    """Make one move when all do; what came of it."""
    office = address.open()
    try:
        desk = sit(office, username)
        version = desk.request(ref).version
        gate.wait()
        return desk.make(move, ref, version, act_id=act_id).status.value
    except DeskError as no:
        return str(no)
    finally:
        office.close()


def type_and_be_there(gate: Gate, address: Address, username: str) -> None:
    """Write only plain rows: drafts and signs of life of a session that is there already."""
    office = address.open()
    try:
        desk = sit(office, username)
        desk.heartbeat()
        gate.tell("is here")
        gate.hear()
        desk.keep_draft("one", "new request", {"phone": "614"})
        desk.keep_draft("one", "new request", {"phone": "614 555"})
        desk.heartbeat()
        desk.drop_draft("one")
        gate.tell("has typed")
        gate.hear()
        desk.at_hand = AtHand(idle=True)
        desk.heartbeat()
        gate.tell("left the keys alone")
        gate.hear()
        desk.sign_out()
    finally:
        office.close()


def listen_until_killed(gate: Gate, address: Address, username: str) -> None:
    """Have a feed, say so, and never end."""
    office = address.open()
    desk = sit(office, username)
    feed = Feed(desk, 0, lambda news: None)
    feed.start()
    gate.tell(os.getpid())
    gate.hear()


def go_to_lunch(gate: Gate, address: Address, username: str) -> None:
    """Say of oneself that one is at lunch."""
    office = address.open()
    try:
        sit(office, username).say_of_myself(Availability.LUNCH)
    finally:
        office.close()


def sit_down(gate: Gate, address: Address, username: str) -> None:
    """Be there, and no more."""
    office = address.open()
    sit(office, username)
    office.close()


def set_hours(gate: Gate, address: Address, username: str, hours: DeskHours) -> str:
    """Set the desk's hours when all do, as they stood before; what came of it."""
    office = address.open()
    try:
        desk = sit(office, username)
        seen = office.in_common.version
        gate.wait()
        return f"version {desk.set_common(InCommon(hours=hours), seen).version}"
    except DeskError as no:
        return str(no)
    finally:
        office.close()


def set_guide(gate: Gate, address: Address, username: str, text: str) -> str:
    """Put in a version of the technician's guide when all do; what came of it."""
    office = address.open()
    try:
        desk = sit(office, username)
        seen = desk.guide()[0].number
        gate.wait()
        return f"version {desk.set_guide('technician', text, seen).label}"
    except DeskError as no:
        return str(no)
    finally:
        office.close()


def set_hours_when_told(gate: Gate, address: Address, username: str, hours: DeskHours) -> str:
    """Be ready to set the desk's hours, and do it at a word from the test."""
    gate.tell("ready")
    gate.hear()
    return set_hours(gate, address, username, hours)


def hear_of_hours(gate: Gate, address: Address, username: str) -> str:
    """Have a session until it hears that the hours were set; the hours that it has then."""
    office, heard = address.open(), threading.Event()
    desk = sit(office, username)
    start = desk.snapshot()
    office.learn(start.in_common)

    def take(news: News) -> None:
        office.learn(news.in_common)
        if any(one.move == CHANGED for one in news.happenings):
            heard.set()

    feed = Feed(desk, start.cursor, take)
    feed.start()
    gate.tell("listens")
    try:
        assert heard.wait(WAIT)
        return in_a_line(office.hours)
    finally:
        feed.stop()
        office.close()


def import_pas(gate: Gate, address: Address, username: str, lines: list[str]) -> int:
    """Load an extract; how many PAs were new."""
    office = address.open()
    try:
        gate.wait()
        return sit(office, username).import_pas(lines, "d.csv").loaded
    finally:
        office.close()


def purge_until_killed(
    gate: Gate, address: Address, username: str, before: date, inside: bool
) -> None:
    """Remove what is old, two requests at a time; tell after the first two, or before they are
    saved, and go no further."""

    def stand_still(*told: Any) -> None:
        gate.tell("in the middle of it")
        gate.hear()

    retention.BATCH = 2
    office = address.open()
    desk = sit(office, username)
    if inside:
        vars(chain)["append"] = stand_still
    desk.purge(before, stand_still)
