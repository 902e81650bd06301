"""Keys that were meant for something else: nothing breaks, nothing goes astray."""

import string

import pytest

from p2p_tui.domain.lifecycle import MOVES
from tests.house import KIM
from tests.journeys.premises import Premises, new_request
from tests.journeys.terminal import KEYS, Terminal

pytestmark = pytest.mark.journey


PRINTABLE = [char for char in string.printable if char.isprintable()]
CONTROL = [name for name in KEYS if "escape" not in name]
STRAY = [
    "\x1b[<0;10;6M", "\x1b[<0;10;6m", "\x1b[<35;3;2M", "\x1b[I", "\x1b[O", "\x1b[?2026;2$y",
    "\x1b[99~", "\x1b[1;5A", "\x1b[1;2H", "\x1bOQ", "\x1b[27;5;13~", "\x1b[0u",
    "\x1b]11;rgb:0000/0000/0000\x07", "\x1b[200~\x1b[201~", "\x1b[200~two\nlines\x1b[201~",
    "ĸ", "é", "本", "🏥", "a\u0301",
]  # fmt: skip
"""What terminals send besides keys: mouse, focus, answers, pastes, other alphabets."""
OPENING = ["ctrl+p", "ctrl+g", "enter", "ctrl+m"]
BOUND = sorted({move.key for move in MOVES} | set("nsyS135/?")) + OPENING
"""Keys that do something on the main screens. The one that quits is left out."""
UNBOUND = [key for key in (*PRINTABLE, *CONTROL, *STRAY) if key not in (*BOUND, "q")]
IN_FORMS = [key for key in CONTROL if key not in ("ctrl+s", "ctrl+p", "ctrl+g")]
"""All control keys but those that save the form, or open the palette or the guide over it."""
BACK = ("sure escape", "sure escape", "1")
"""From wherever a key led, back to the Desk."""


MARK = "zebra-7"


def still_there(terminal: Terminal) -> None:
    """On the Desk: it did all that its keys asked for, and answers the next one.

    Nothing that looks like a crash was ever written.
    """
    terminal.press("/", *MARK)
    terminal.wait_for(MARK, within=60)
    terminal.press("sure escape")
    terminal.wait_gone(MARK)
    terminal.press("1")
    terminal.wait_gone(" / find ")
    assert b"Traceback" not in terminal.raw
    assert b"incident" not in terminal.raw


def press_every_key(terminal: Terminal, *way: str) -> None:
    """Press every key at a place that these keys lead to, then go back to the Desk."""
    terminal.press(*way, *UNBOUND)
    for key in BOUND:
        terminal.press(*BACK, *way, key)
    terminal.press(*BACK)
    still_there(terminal)


def test_on_an_empty_desk_no_key_does_harm(premises: Premises) -> None:
    technician = premises.sit("tina")
    technician.wait_for("Nobody is waiting")
    press_every_key(technician)
    technician.wait_for("Nobody is waiting")
    technician.press("q")
    assert technician.ended() == 0
    assert premises.json("queue") == []
    assert premises.drafts("tina") == []


@pytest.mark.long
@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)  # the demo has its own
@pytest.mark.parametrize(
    ("seat", "way"),
    [("technician", ()), ("pharmacist", ("enter",)), ("lead", ("3",))],
    ids=lambda value: value if isinstance(value, str) else "-".join(value) or "desk",
)
def test_on_a_busy_desk_no_key_does_harm(
    premises: Premises, seat: str, way: tuple[str, ...]
) -> None:
    person = premises.fork("demo", "--seat", seat)
    person.wait_for("READY")
    press_every_key(person, *way)
    assert person.leave() == 0


def test_in_a_form_letters_only_type_and_escape_keeps_them_word_for_word(
    premises: Premises,
) -> None:
    technician = premises.sit("tina")
    technician.wait_for("Nobody is waiting")
    new_request(technician)
    technician.press("shift+tab", *[key for key in PRINTABLE if key != " "])
    technician.line_with("NEW REQUEST")
    technician.press("tab", "tab", *IN_FORMS, "sure escape")
    technician.wait_for("Nobody is waiting")
    new_request(technician)
    every = "".join(PRINTABLE)
    pieces = [every[start : start + 35] for start in range(0, len(every), 35)]
    for piece in pieces:
        technician.type(piece)
        technician.press("tab")
    labels = ("Contact name", "Job title", "Contact phone #")
    for label, piece in zip(labels, pieces, strict=True):
        technician.line_with(label, piece)
    technician.press("escape")
    technician.wait_for("Nobody is waiting")
    technician.press("n")
    for label, piece in zip(labels, pieces, strict=True):
        technician.line_with(label, piece)
    assert premises.json("queue") == []


def test_in_the_form_of_a_move_letters_only_type(premises: Premises) -> None:
    (request,) = premises.place(KIM)
    technician = premises.sit("tina")
    technician.line_with("▌", request.ref)
    technician.press("w")
    technician.wait_for("CLOSE WITHOUT A P2P")
    for _ in range(4):
        technician.press(*PRINTABLE, "tab")
    technician.press(*IN_FORMS, "sure escape")
    technician.wait_gone("CLOSE WITHOUT A P2P")
    still_there(technician)
    assert premises.json("show", request.ref)["status"] == "waiting"


def test_a_request_is_opened_and_left_as_fast_as_keys_come(premises: Premises) -> None:
    premises.place(KIM)
    technician = premises.sit("tina")
    technician.line_with("▌")
    for _ in range(8):
        technician.press("enter", "sure escape", "enter", "m", "sure escape", "sure escape")
    still_there(technician)


def test_what_is_typed_in_one_breath_goes_where_it_was_meant_for(premises: Premises) -> None:
    technician = premises.sit("tina")
    technician.wait_for("Nobody is waiting")
    technician.type("nquick Quinn\tMA\t614 555 0142\t88120417\tH10024471\tOzempic\x13")
    technician.wait_for("is placed")
    (placed,) = premises.json("queue")
    said = [placed[name] for name in ("contact_name", "job_title", "phone", "pa_number",
            "member_id", "drug_name")]  # fmt: skip
    assert said == ["quick Quinn", "MA", "614 555 0142", "88120417", "H10024471", "Ozempic"]


def test_a_terminal_of_another_encoding_types_what_it_can(premises: Premises) -> None:
    technician = premises.sit("tina")
    technician.wait_for("Nobody is waiting")
    technician.type("\udce9\udcff")
    new_request(technician)
    technician.type("Jos\udce9 Garc\udceda")
    technician.line_with("Contact name", "Jos", "Garc", "a")
    technician.press("escape")
    technician.wait_for("Nobody is waiting")
    still_there(technician)
