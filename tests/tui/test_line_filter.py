"""The second net: what a terminal could obey is dropped from every line that is drawn."""

import pytest
from rich.cells import cell_len
from rich.segment import ControlType, Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.color import Color
from textual.content import Content
from textual.widgets import Input, Label, Static, TextArea

from p2p_tui.desk import Office
from p2p_tui.domain.text import is_hostile
from p2p_tui.tui.app import DeskApp
from p2p_tui.tui.line_filter import HostileTextFilter, plain
from p2p_tui.tui.states import LOOKS
from tests.house import ACCOUNT

BLACK = Color(0, 0, 0)
HOSTILE = {
    "an escape sequence": "\x1b]52;c;aGk=\x07",
    "a control character": "\x08",
    "a C1 control character": "\x9b2J",
    "delete": "\x7f",
    "a bidirectional override": "\u202e",
    "an isolate": "\u2066",
    "a zero-width space": "\u200b",
    "a byte order mark": "\ufeff",
    "a line separator": "\u2028",
    "a soft hyphen": "\u00ad",
}


def filtered(*texts: str) -> list[Segment]:
    return HostileTextFilter().apply([Segment(text) for text in texts], BLACK)


@pytest.mark.parametrize("bad", list(HOSTILE.values()), ids=list(HOSTILE))
def test_what_a_terminal_could_obey_is_dropped(bad: str) -> None:
    (found,) = filtered(f"Kim{bad}Osei")
    assert not any(is_hostile(char) for char in found.text)
    assert found.text.startswith("Kim")
    assert found.text.endswith("Osei")


@pytest.mark.parametrize("good", ["Ozempic 2 mg", "Müller · ◆ READY ━┓", "大野 健", "naïve é"])
def test_what_people_read_stays_as_it_is(good: str) -> None:
    assert [one.text for one in filtered(good, "x")] == [good, "x"]


def test_the_looks_stay_and_so_do_control_segments() -> None:
    style = Style(bold=True)
    control = Segment("\x1b[1A", None, [(ControlType.CURSOR_UP, 1)])
    found = HostileTextFilter().apply([Segment("a\x1bb", style), control], BLACK)
    assert found == [Segment("ab", style), control]


PLAIN = {
    "◆ READY": "# READY", "○ ◷ ◐ ● ✎ ✓": "o @ % * ~ +", "─│┌┐└┘┼━┃┏╭": "-|+++++-|++",
    "Dr. Müller, né José": "Dr. Muller, ne Jose", "3:00–5:00 PM · …": "3:00-5:00 PM - .",
    "大野": "????", "“now”": '"now"', "Ozempic 2 mg": "Ozempic 2 mg",
}  # fmt: skip


@pytest.mark.parametrize("text", list(PLAIN))
def test_where_the_locale_knows_ascii_alone_it_is_drawn_in_ascii_as_wide_as_it_is(
    text: str,
) -> None:
    assert plain(text) == PLAIN[text]
    assert cell_len(plain(text)) == cell_len(text)


def test_each_state_keeps_a_glyph_of_its_own_in_ascii() -> None:
    glyphs = {plain(look.glyph) for look in LOOKS.values()}
    assert len(glyphs) == len(LOOKS)


class Canaries(DeskApp):
    """An app that shows hostile text in widgets which know nothing of it."""

    def on_mount(self) -> None:
        # Textual calls the one of each class by itself.
        self.screen.mount(*self.birds())

    def birds(self) -> ComposeResult:
        text = "".join(f"<{bad}>" for bad in HOSTILE.values() if "\u2028" not in bad)
        yield Static(Content(text), id="static")
        yield Label(Content(text), id="label")
        yield Static(text, markup=False, id="raw")
        yield Input(text, compact=True)
        yield TextArea(text, compact=True)


async def test_no_widget_draws_what_a_terminal_could_obey(office: Office) -> None:
    app = Canaries(office, "tina", account=ACCOUNT)
    async with app.run_test(size=(120, 60)) as pilot:
        await pilot.pause()
        for widget in app.screen.query("#static, #label, #raw, Input, TextArea"):
            lines = widget.render_lines(widget.size.region)
            text = "".join(part.text for line in lines for part in line)
            assert "<" in text, f"{widget} draws nothing"
            assert not [char for char in text if is_hostile(char)], f"{widget} leaks"
