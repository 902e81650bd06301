"""What goes over the line to a terminal: only what somebody can see."""

import re
import time
from typing import Any

import pytest

from p2p_tui.training.synthetic import details
from tests.house import KIM, sit
from tests.journeys.premises import Premises, new_request
from tests.journeys.terminal import SMALL, WIDE, Size, Terminal

pytestmark = pytest.mark.journey

QUIET = 0.3
"""After how many seconds without a byte all is drawn; in a form the cursor blinks."""
LOOKS = {
    "256 colours": {},
    "ASCII": {"LANG": "C", "LC_ALL": "C"},
}
FULL = 2000
"""An update of the whole screen has more bytes than this."""
CLOCK = re.compile(r"\d+:\d\d")
REF = re.compile(r"P2P-\d+ ")
BESIDE = 73
"""The column in which the text of the pane begins that stands beside the list."""


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


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
def test_a_clock_that_runs_draws_its_digits_alone(premises: Premises) -> None:
    premises.place(KIM)
    terminal = premises.sit("raj", WIDE)
    terminal.wait_for("WAITING NOW")
    # What a session puts on record and draws in its first seconds.
    terminal.wait_for(lambda lines: any("0:04" in line for line in lines))
    start = len(terminal.raw)
    terminal.wait_for(lambda lines: any("0:07" in line for line in lines))
    assert len(terminal.raw) - start < 200


@pytest.mark.long
@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
@pytest.mark.parametrize("looks", ["256 colours", "ASCII"])
def test_the_screen_is_what_it_would_be_if_all_were_drawn_again(
    premises: Premises, looks: str
) -> None:
    wide_name = KIM.model_copy(update={"contact_name": "大野 健, José"})
    premises.place(KIM, wide_name, *(details(number) for number in range(6)))
    terminal = premises.fork("session", "raj", size=WIDE, environment=LOOKS[looks])
    terminal.wait_for("WAITING NOW")
    with premises.office() as office:
        tina, ana = sit(office, "tina"), sit(office, "ana")
        terminal.wait_for("available: Ana Ruiz")
        terminal.wait_for(beside_is_the_selected)
        same_when_drawn_again(terminal)
        terminal.press("down", "down", "up", "down")
        terminal.line_with("▌", "P2P-1003")
        terminal.wait_for(beside_is_the_selected)
        same_when_drawn_again(terminal)
        one = tina.place(details(7))
        terminal.line_with(one.ref, "waiting")
        one = ana.make("acknowledge", one.ref, one.version, {"reason": "the desk takes it"})
        terminal.line_with(one.ref, "acknowledged")
        same_when_drawn_again(terminal)
        said = {
            "reason": "the caller withdrew",
            "said_by": "Kim Osei",
            "words": "We appeal instead",
        }
        ana.make("close", one.ref, one.version, said)
        terminal.line_with(f"{one.ref}: Ana Ruiz closed it")
    same_when_drawn_again(terminal)
    for keys, shown in {("3",): "newest first", ("1", "enter"): "esc back"}.items():
        terminal.press(*keys)
        terminal.wait_for(shown)
        if keys == ("3",):
            terminal.wait_for(beside_is_the_selected)
        same_when_drawn_again(terminal)
    terminal.press("escape")
    for size in (SMALL, Size(70, 20), WIDE):
        terminal.resize(*size)
        terminal.press("down")
        if size == WIDE:
            terminal.wait_for(beside_is_the_selected)
        same_when_drawn_again(terminal)
    new_request(terminal)
    terminal.type("大a K")
    terminal.press("tab", "shift+tab", "backspace")
    terminal.wait_for("draft kept")
    same_when_drawn_again(terminal, blinks=True)


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
def test_the_shell_gets_its_terminal_without_colours_of_ours(premises: Premises) -> None:
    premises.place(KIM)
    terminal = premises.sit("raj", WIDE)
    terminal.wait_for(lambda lines: any("0:02" in line for line in lines))
    # A session that came up late has a clock to draw yet: by then it keeps a place.
    terminal.wait_for_bytes(b"\x1b7")
    terminal.wait_quiet(0.1)
    # Each update ends without colours: a session that is killed leaves none behind.
    assert re.search(rb"\x1b\[0?m(\x1b\[\d+;\d+H)?\Z", terminal.raw)
    assert terminal.leave() == 0
    before, _, _ = terminal.raw.rpartition(b"\x1b[?1049l")
    assert re.search(rb"\x1b\[m\x1b\[40H\x1b7[^m]*\Z", before)


def beside_is_the_selected(lines: list[str]) -> bool:
    """Say whether the pane beside the list shows the request that is selected in it.

    It follows once the selection rests, which on a busy machine is later than a quiet line tells.
    """
    beside = [one[0] for line in lines if (one := REF.match(line[BESIDE:]))]
    return len(beside) == 1 and any(line[0] != " " and beside[0] in line[:BESIDE] for line in lines)


def same_when_drawn_again(terminal: Terminal, *, blinks: bool = False) -> None:
    """Each cell of the screen is what it is once all was drawn anew, but for clocks that run.

    In a form one cell ``blinks``: that in which the next character comes to stand.
    """
    terminal.wait_quiet(QUIET)
    before, start = cells(terminal), len(terminal.raw)
    terminal.press("ctrl+l")
    terminal.wait_for(lambda _: len(terminal.raw) - start > FULL)
    terminal.wait_quiet(QUIET)
    after = cells(terminal)
    other = {at: (before[at], after[at]) for at in after if before[at] != after[at]}
    if blinks and len(other) == 1:
        ((_, y),) = other
        assert y == terminal._screen.cursor.y
        return
    assert not other, f"other when drawn again: {other}\n{terminal.text}"


def seen(cell: Any) -> Any:
    """A cell as it is seen: a blank one has no colour of letters and no weight."""
    shows = cell.data != " " or cell.reverse or cell.underscore or cell.strikethrough or cell.blink
    return cell if shows else cell._replace(fg="default", bold=False, italics=False)


def cells(terminal: Terminal) -> dict[tuple[int, int], Any]:
    """What stands in each cell, and its looks, but for the digits of clocks and marks that fade."""
    with terminal._changed:
        screen = terminal._screen
        found: dict[tuple[int, int], Any] = {}
        for y in range(screen.lines):
            row = [screen.buffer[y][x] for x in range(screen.columns)]
            text = "".join(one.data or "\0" for one in row)
            if len(text) == len(row):
                text = CLOCK.sub(lambda one: re.sub(r"\d", ".", one.group()), text)
                text = text.replace("•", " ")
                row = [one._replace(data=char) for one, char in zip(row, text, strict=True)]
            found |= {(x, y): seen(one) for x, one in enumerate(row)}
        return found
