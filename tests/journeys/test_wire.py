"""What goes over the line to a terminal: only what somebody can see."""

import time

import pytest

from tests.house import KIM
from tests.journeys.premises import Premises, new_request
from tests.journeys.terminal import WIDE

pytestmark = pytest.mark.journey

QUIET = 0.3
"""After how many seconds without a byte all is drawn; in a form the cursor blinks."""


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)  # drawing is the same on each
def test_clocks_behind_a_form_draw_nothing(premises: Premises) -> None:
    premises.place(KIM)
    terminal = premises.sit("raj", WIDE)
    terminal.wait_for("WAITING NOW")
    new_request(terminal)
    start = terminal.wait_quiet(QUIET)
    # Three ticks of the clock behind it; the cursor blinks meanwhile.
    time.sleep(3.0)
    assert len(terminal.raw) - start < WIDE.columns * WIDE.rows * 4
