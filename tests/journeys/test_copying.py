"""Read at the terminal: words reach its clipboard by the copy screen, and in no other way."""

import base64
import re

import pytest

from tests.house import KIM
from tests.journeys.premises import Premises, new_request, select
from tests.journeys.terminal import WIDE, Terminal

pytestmark = pytest.mark.journey

_SENT = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")
LEFT, MARKED = "\x1b[1;2H", "\x1b[<0;{};{}M\x1b[<32;{};{}M\x1b[<0;{};{}m"
"""Shift and home, as a terminal sends them; a mouse that is pressed, drawn and let go."""


def sent(terminal: Terminal) -> list[str]:
    found = _SENT.findall(terminal.raw)
    assert terminal.raw.count(b"]52") == len(found)
    return [base64.b64decode(one).decode() for one in found]


def mark(terminal: Terminal, words: str) -> None:
    lines = terminal.wait_for(words)
    row, column = next((at + 1, line.index(words) + 1) for at, line in enumerate(lines)
                       if words in line)  # fmt: skip
    end = column + len(words)
    terminal.press(MARKED.format(column, row, end, row, end, row))


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
def test_the_clipboard_gets_what_y_sends_and_nothing_that_was_marked_or_cut(
    premises: Premises,
) -> None:
    ref = premises.place(KIM)[0].ref
    technician = premises.sit("tina", WIDE)
    technician.line_with("○ waiting", ref)
    new_request(technician)
    technician.press("tab", "shift+tab")
    technician.type("Noor Haddad")
    technician.line_with("Contact name", "Noor Haddad")
    technician.press(LEFT, "ctrl+c", "ctrl+x")
    technician.wait_gone("Noor Haddad")
    technician.press("ctrl+v")
    technician.line_with("Contact name", "Noor Haddad")
    mark(technician, "Noor Haddad")
    technician.press("ctrl+c", "escape")
    select(technician, ref)
    mark(technician, "Kim Osei")
    technician.press("ctrl+c")
    technician.press("y")
    technician.wait_for("was sent to the terminal's clipboard")
    (copied,) = sent(technician)
    assert copied.splitlines()[0] == "Peer to Peer"
    assert KIM.member_id in copied
    technician.press("down", "right", "y")
    technician.wait_for(lambda _: len(_SENT.findall(technician.raw)) == 2)
    technician.press("escape")
    technician.wait_gone("COPY ")
    assert len(sent(technician)) == 2
