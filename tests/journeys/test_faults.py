"""A fault in the program ends the session; it tells a number and nothing of what was on screen."""

import re
import stat
import sys
from pathlib import Path

import pytest

from tests.house import KIM
from tests.journeys.faulty_desk import CANARY
from tests.journeys.premises import Premises, new_request
from tests.journeys.terminal import Terminal

pytestmark = [pytest.mark.journey, pytest.mark.both]

SCRIPT = Path(__file__).with_name("faulty_desk.py")
KEYS = {"key": "enter", "verb": "enter", "drawing": "down"}


def sit_at_a_faulty_desk(premises: Premises, place: str) -> Terminal:
    refs = [one.ref for one in premises.place(KIM, KIM)]
    technician = premises.start(sys.executable, str(SCRIPT), place, "tina")
    technician.line_with("▌", refs[0])
    return technician


def tells_a_number_and_no_more(premises: Premises, terminal: Terminal) -> None:
    assert terminal.ended() == 1
    raw = terminal.raw
    said = re.search(rb"incident ([0-9A-F]{6})", raw[raw.rindex(b"\x1b[?1049l") :])
    assert said is not None, "no incident is told once the alternate screen is left"
    assert CANARY.encode() not in raw
    for word in (b"Traceback", b"ValueError", b"Warning", b"locals"):
        assert word not in raw
    (log,) = premises.home.rglob("incidents.log")
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    written = log.read_text()
    assert f"incident {said.group(1).decode()} ValueError" in written
    assert "faulty_desk.py" in written, "where it went wrong is not written down"
    assert CANARY not in written
    assert terminal.echoes()


@pytest.mark.few(2)
@pytest.mark.parametrize("place", list(KEYS))
def test_a_fault_tells_a_number_and_no_more(premises: Premises, place: str) -> None:
    technician = sit_at_a_faulty_desk(premises, place)
    technician.press(KEYS[place])
    tells_a_number_and_no_more(premises, technician)


@pytest.mark.few(1)
def test_a_fault_in_a_form_keeps_what_was_typed(premises: Premises) -> None:
    technician = sit_at_a_faulty_desk(premises, "form")
    new_request(technician)
    technician.type("Dr. Amara Bello-Quist\t\t\t8")
    tells_a_number_and_no_more(premises, technician)
    (draft,) = premises.drafts("tina")
    assert (draft["contact_name"], draft["pa_number"]) == ("Dr. Amara Bello-Quist", "8")


@pytest.mark.few(1)
def test_a_fault_in_keeping_what_was_typed_is_told_too(premises: Premises) -> None:
    technician = sit_at_a_faulty_desk(premises, "keeping")
    new_request(technician)
    technician.type("Dr. Amara Bello-Quist")
    tells_a_number_and_no_more(premises, technician)


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
def test_a_fault_in_a_thread_ends_the_session_as_any_other_does(premises: Premises) -> None:
    technician = premises.start(sys.executable, str(SCRIPT), "feed", "tina")
    tells_a_number_and_no_more(premises, technician)


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
def test_what_does_no_harm_is_written_down_and_said_to_nobody(premises: Premises) -> None:
    technician = sit_at_a_faulty_desk(premises, "harmless")
    technician.press("enter")
    technician.wait_for("all of it was hushed")
    assert technician.leave() == 0
    (log,) = premises.home.rglob("incidents.log")
    written = log.read_text()
    assert written.count(" ValueError\n") == 2
    assert written.count(" UserWarning\n") == 1
    assert CANARY.encode() not in technician.raw
    assert CANARY not in written
