"""However a session ends, what was typed is kept and the terminal is given back."""

import signal

import pytest

from tests.house import KIM
from tests.journeys.premises import Premises, new_request
from tests.journeys.terminal import Terminal

pytestmark = pytest.mark.journey

NAME, TITLE = "Dr. Amara Bello-Quist", "rheumatology"
GONE_WITHIN = 5.0


def half_typed(premises: Premises) -> Terminal:
    """A technician in the middle of a form: the last letter was shown just now."""
    technician = premises.sit("tina")
    technician.wait_for("Nobody is waiting")
    new_request(technician)
    technician.type(NAME)
    technician.press("tab")
    technician.type(TITLE)
    technician.line_with("Job title", TITLE)
    return technician


def comes_back(premises: Premises) -> None:
    """The next session finds every letter of it."""
    (draft,) = premises.drafts("tina")
    assert (draft["contact_name"], draft["job_title"]) == (NAME, TITLE)
    technician = premises.sit("tina")
    technician.wait_for("Nobody is waiting")
    new_request(technician)
    technician.line_with("Contact name", NAME)
    technician.line_with("Job title", TITLE)


def test_the_line_goes_dead_in_the_middle_of_a_form(premises: Premises) -> None:
    technician = half_typed(premises)
    technician.hang_up()
    technician.ended(within=GONE_WITHIN)
    assert "tina" not in premises.present()
    comes_back(premises)


def test_the_session_is_told_to_end_in_the_middle_of_a_form(premises: Premises) -> None:
    technician = half_typed(premises)
    before = len(technician.raw)
    technician.signal(signal.SIGTERM)
    assert technician.ended(within=GONE_WITHIN) == 128 + signal.SIGTERM
    last = technician.raw[before:]
    assert b"\x1b[?1049l" in last, "the alternate screen is not left"
    assert last.rindex(b"\x1b[?25h") > last.rfind(b"\x1b[?25l"), "the cursor is not shown"
    assert b"\x1b[?1003l" in last, "the mouse still reports"
    assert technician.echoes(), "what is typed next is not shown"
    assert b"Warning" not in last
    assert b"Traceback" not in last
    comes_back(premises)


def test_the_machine_takes_the_session_away_after_the_draft_was_kept(premises: Premises) -> None:
    technician = half_typed(premises)
    premises.wait_for_draft("tina", TITLE)
    technician.kill()
    comes_back(premises)


def test_quitting_keeps_the_words_of_a_document_half_written(premises: Premises) -> None:
    (request,) = premises.place(KIM)
    pharmacist = premises.sit("ana")
    pharmacist.line_with("▌", request.ref)
    pharmacist.press("a", "r", "t", "e", "d")
    pharmacist.wait_for("DOCUMENT")
    pharmacist.type("She said the A1c")
    pharmacist.wait_for("She said the A1c")
    pharmacist.hang_up()
    pharmacist.ended(within=GONE_WITHIN)
    again = premises.sit("ana")
    again.line_with("✎ to document", request.ref)
    again.press("d")
    again.line_with("Asked why", "She said the A1c")


def test_the_terminal_goes_away_while_nothing_is_typed(premises: Premises) -> None:
    technician = premises.sit("tina")
    technician.wait_for("Nobody is waiting")
    technician.hang_up()
    technician.ended(within=GONE_WITHIN)
    assert premises.drafts("tina") == []
    assert premises.present() == frozenset()
