"""The main job, by somebody who hears what is announced and feels where the cursor is.

Nothing else of the screen is read: one line at a fixed place, and the line on which the terminal's
own cursor stands, as a screen reader or a braille line has it.
"""

import re

import pytest

from tests.journeys.premises import TEMPLATE, Premises
from tests.journeys.terminal import Terminal

pytestmark = [pytest.mark.journey, pytest.mark.both]

ANNOUNCED = -2
"""The line above the keys."""


def hears(terminal: Terminal, *texts: str) -> str:
    """Wait until these words are announced; all of the announcement."""

    def said(lines: list[str]) -> bool:
        return all(text in lines[ANNOUNCED] for text in texts)

    return terminal.wait_for(said)[ANNOUNCED].strip()


@pytest.mark.few(1)
def test_the_main_job_can_be_done_without_looking(premises: Premises) -> None:
    technician, pharmacist = premises.sit("tina"), premises.sit("ana")
    for terminal in (technician, pharmacist):
        terminal.wait_for("Nobody is waiting")

    technician.press("n")
    technician.wait_for_cursor_on("Contact name")
    technician.paste(TEMPLATE)
    hears(technician, "Read from the paste", "ctrl+s places it")
    technician.wait_for_cursor_on("Callback dates and times")
    technician.press("ctrl+s")
    found = re.search(r"P2P-\d+", hears(technician, "is placed: waiting"))
    assert found is not None
    ref = found.group()

    hears(pharmacist, ref, "a caller is waiting, for the desk")
    pharmacist.wait_for_cursor_on("waiting", ref, "Ozempic", "Kim Osei")
    pharmacist.press("a")
    hears(pharmacist, ref, "acknowledge", "now acknowledged")
    hears(technician, ref, "Ana Ruiz acknowledged it")
    technician.wait_for_cursor_on("acknowledged", ref, "Ana Ruiz")

    pharmacist.press("r")
    hears(pharmacist, ref, "now ready")
    hears(technician, ref, "Ana Ruiz is ready", "4412")
    technician.wait_for_cursor_on("READY", ref, "ext. 4412")
    technician.press("t")
    hears(technician, ref, "transferred", "now on call")
    hears(pharmacist, ref, "Tina Park transferred")
    pharmacist.press("e")
    hears(pharmacist, ref, "end call")
    pharmacist.wait_for_cursor_on("to document", ref)

    pharmacist.press("d")
    pharmacist.wait_for_cursor_on("Asked why denied")
    pharmacist.type("The A1c was not with the request")
    pharmacist.press("tab")
    pharmacist.wait_for_cursor_on("New information heard")
    pharmacist.type("A1c of 8.4, drawn last week")
    pharmacist.press("tab")
    pharmacist.wait_for_cursor_on("○ No new information was offered")
    pharmacist.press("tab")
    pharmacist.wait_for_cursor_on("Determination", "1 approved")
    pharmacist.press("2")
    pharmacist.wait_for_cursor_on("● 2 approved in part")
    pharmacist.press("1")
    pharmacist.wait_for_cursor_on("● 1 approved")
    for label, words in (
        ("New PA number", "88130001"), ("Valid from", "today"), ("Valid until", "in 12 months"),
    ):  # fmt: skip
        pharmacist.press("tab")
        pharmacist.wait_for_cursor_on(label)
        pharmacist.type(words)
    pharmacist.press("ctrl+s")
    hears(pharmacist, ref, "documented and closed")
    hears(technician, ref, "Ana Ruiz", "documented")
    assert premises.json("show", ref)["determination"] == "approved"
