"""Windows of any size, changed at any moment."""

import pytest

from tests.house import KIM
from tests.journeys.premises import Premises, new_request, select
from tests.journeys.terminal import SMALL, WIDE, Size

pytestmark = pytest.mark.journey


SIZES = (
    WIDE, SMALL, Size(40, 10), Size(20, 5), Size(2, 2), Size(1, 1), Size(3, 40), Size(200, 3),
    Size(2, 2), WIDE, Size(2, 2), SMALL,
)  # fmt: skip
"""Each of these after the other, and the size that a test began with at the end."""


def test_the_selection_stays_whatever_becomes_of_the_window(premises: Premises) -> None:
    refs = [one.ref for one in premises.place(*[KIM] * 12)]
    technician = premises.sit("tina")
    technician.line_with("▌", refs[0])
    select(technician, refs[7])
    for size in SIZES:
        technician.resize(*size)
        if size in (SMALL, WIDE):
            technician.line_with("▌", refs[7])
    technician.press("down")
    technician.line_with("▌", refs[8])


@pytest.mark.few(2)
@pytest.mark.parametrize("place", ["enter", "3", "?", "w", "s", "ctrl+p"])
def test_every_screen_lives_through_it(premises: Premises, place: str) -> None:
    ref = premises.place(KIM, KIM)[0].ref
    technician = premises.sit("tina")
    technician.line_with("▌", ref)
    shows = {
        "enter": "What happened", "3": "newest first", "?": "On a request, when it is time",
        "w": "CLOSE WITHOUT", "s": "MY AVAILABILITY", "ctrl+p": "New request  (n)",
    }[place]  # fmt: skip
    technician.press(place)
    technician.wait_for(shows)
    for size in SIZES:
        technician.resize(*size)
    technician.wait_for(shows)
    technician.press("1" if place == "3" else "escape")
    technician.line_with("▌", ref)


def test_what_is_being_typed_stays_and_can_be_typed_on(premises: Premises) -> None:
    technician = premises.sit("tina")
    technician.wait_for("Nobody is waiting")
    new_request(technician)
    for number, size in enumerate(SIZES):
        technician.type(f"{number:x}")
        technician.resize(*size)
    written = "".join(f"{number:x}" for number in range(len(SIZES)))
    technician.line_with("Contact name", written)
    technician.press("ctrl+s")
    technician.line_with("is placed")
    assert premises.json("queue")[0]["contact_name"] == written


def test_a_session_starts_in_a_window_of_no_size_to_speak_of(premises: Premises) -> None:
    ref = premises.place(KIM)[0].ref
    technician = premises.sit("tina", Size(2, 2))
    technician.wait_for_bytes(b"\x1b[?1049h")
    technician.resize(*SMALL)
    technician.line_with("▌", ref)


def test_a_window_that_is_too_small_says_so_and_works_on(premises: Premises) -> None:
    (request,) = premises.place(KIM)
    technician = premises.sit("tina")
    technician.line_with("▌", request.ref)
    technician.resize(40, 10)
    technician.wait_for("40×10 is too small")
    technician.press("v")
    technician.resize(*SMALL)
    technician.wait_gone("too small")
    technician.line_with("▌", request.ref)
    assert premises.json("show", request.ref)["told_at"]
