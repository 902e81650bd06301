"""What is written shows what Textual would show, in fewer bytes, and leaves no colours behind."""

import inspect
import io
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.control import Control
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, InlineUpdate, LayoutUpdate
from textual.app import App
from textual.geometry import Region
from textual.strip import Strip

from p2p_tui.tui import wire as the_wire
from p2p_tui.tui.sequences import ENDS, Abilities, change_looks, move
from p2p_tui.tui.wire import Wire, chops
from tests.journeys.test_wire import seen

WIDTH, HEIGHT = 24, 5
STYLES = [
    Style(), Style.parse("bold"), Style.parse("reverse"), Style.parse("#d7af5f on #005f5f"),
    Style.parse("bold #d7af5f on #005f5f"), Style.parse("#dadada on #005f5f"),
    Style.parse("italic underline red on bright_blue"), Style.parse("dim strike color(215)"),
    Style.parse("underline2 red"), Style.parse("on black"), Style.parse("bold blink on #303030"),
]  # fmt: skip
LETTERS = "ab1:  ─│┌▌○◷◐◆●✎✓•…–é"
WIDE_LETTERS = "大é́健"
ALL, FEW = Abilities(erases=True, moves=True), Abilities(erases=False, moves=False)
HOME = Control.move_to(0, 0).segment.text


def console(colours: str = "256") -> Console:
    return Console(file=io.StringIO(), force_terminal=True, color_system=colours)  # type: ignore[arg-type]


# -- any updates, drawn by Textual and by the wire


@st.composite
def strips(draw: st.DrawFn, width: int) -> Strip:
    letters = draw(st.sampled_from([LETTERS, LETTERS, LETTERS + WIDE_LETTERS]))
    text = st.text(letters, min_size=1, max_size=8).filter(lambda one: one[0] != "\u0301")
    part = st.tuples(text, st.sampled_from(STYLES))
    parts = draw(st.lists(part, max_size=4))
    # A copy: a style keeps the codes of the first colours that it was drawn in.
    strip = Strip([Segment(text, style.copy()) for text, style in parts])
    return strip.adjust_cell_length(width, draw(st.sampled_from(STYLES)).copy())


@st.composite
def full(draw: st.DrawFn) -> LayoutUpdate:
    lines: list[Any] = [[draw(strips(WIDTH))] for _ in range(HEIGHT)]
    return LayoutUpdate(lines, Region(0, 0, WIDTH, HEIGHT))


@st.composite
def partial(draw: st.DrawFn) -> ChopsUpdate:
    all_chops, all_ends, spans = [], [], []
    for y in range(HEIGHT):
        cuts = sorted({0, WIDTH, *draw(st.lists(st.integers(1, WIDTH - 1), max_size=3))})
        starts, ends = cuts[:-1], cuts[1:]
        drawn = [draw(st.none() | strips(end - x)) for x, end in zip(starts, ends, strict=True)]
        all_chops.append(dict(zip(starts, drawn, strict=True)))
        all_ends.append(ends)
        if draw(st.booleans()):
            x1 = draw(st.integers(0, WIDTH - 1))
            spans.append((y, x1, draw(st.integers(x1 + 1, WIDTH))))
    return ChopsUpdate(all_chops, spans or [(0, 0, WIDTH)], all_ends)


class Watched:
    """A terminal, and all that stands on it."""

    def __init__(self, height: int = HEIGHT) -> None:
        self.screen = pyte.Screen(WIDTH, height)
        self._height = height
        self._stream = pyte.Stream(self.screen)
        # As Textual tells each terminal: no line goes on in the next one.
        self.feed("\x1b[?7l")

    def feed(self, text: str) -> None:
        self._stream.feed(text + HOME)

    @property
    def cells(self) -> list[list[Any]]:
        return [[seen(self.screen.buffer[y][x]) for x in range(WIDTH)] for y in range(self._height)]


@settings(max_examples=50)
@given(
    st.sampled_from(["standard", "256", "truecolor"]),
    st.sampled_from([ALL, FEW]),
    full(),
    st.lists(partial() | partial() | partial() | full() | st.just("ctrl+l"), max_size=6),
)
def test_what_is_written_shows_what_textual_shows(
    colours: str, can: Abilities, first: LayoutUpdate, then: Sequence[CompositorUpdate | str]
) -> None:
    ours, theirs, wire = Watched(), Watched(), Wire(can)
    system = console(colours)
    now: CompositorUpdate = first
    for update in (first, *then):
        if isinstance(update, str):
            # Somebody else writes on the terminal, and all is drawn again.
            ours.feed("\x1b[2J\x1b[33msomebody else\x1b7\x1b[m")
            wire.forget()
            update = now
        elif isinstance(update, LayoutUpdate):
            now = update
        else:
            now = LayoutUpdate([[Strip.blank(WIDTH)]] * HEIGHT, Region(0, 0, WIDTH, HEIGHT))
        theirs.feed(update.render_segments(system))
        written = wire.change(update, system).sequences
        ours.feed(written)
        assert ours.cells == theirs.cells
        assert ours.screen.cursor.attrs == pyte.screens.Char(" "), "colours are left behind"


@pytest.mark.long
@settings(max_examples=40)
@given(full(), partial())
def test_what_changes_no_cell_is_not_written(first: LayoutUpdate, update: ChopsUpdate) -> None:
    wire, system = Wire(ALL), console()
    assert wire.change(first, system).sequences
    wire.change(update, system)
    assert wire.change(update, system).sequences == ""


@settings(max_examples=40)
@given(partial())
def test_the_strips_of_an_update_are_those_that_textual_writes(update: ChopsUpdate) -> None:
    system = console()
    ours = "".join(
        Control.move_to(x, y).segment.text + strip.render(system) for y, x, strip in chops(update)
    )
    assert ours == update.render_segments(system).replace("\n", "")


# -- rows that move

ROWS = st.lists(
    st.tuples(
        st.text("abc ─◷", min_size=4, max_size=12),
        st.text("xyz   │", max_size=8),
        st.sampled_from(STYLES),
    ),
    min_size=9,
    max_size=9,
)


def beside(rows: Sequence[tuple[str, str, Style]]) -> ChopsUpdate:
    """A list with a pane beside it, all drawn again as two widgets."""
    left, right = 14, WIDTH - 14
    both = [
        {0: Strip([Segment(one, style.copy())]).adjust_cell_length(left),
         left: Strip([Segment(two)]).adjust_cell_length(right)}
        for one, two, style in rows
    ]  # fmt: skip
    spans = [(y, x, end) for y in range(len(rows)) for x, end in ((0, left), (left, WIDTH))]
    return ChopsUpdate(both, spans, [[left, WIDTH]] * len(rows))


@settings(max_examples=100)
@given(ROWS, st.lists(st.tuples(st.integers(0, 8), st.integers(-3, 3), ROWS), max_size=4))
def test_rows_that_move_show_what_textual_shows(
    rows: list[tuple[str, str, Style]],
    moves: list[tuple[int, int, list[tuple[str, str, Style]]]],
) -> None:
    height = len(rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(the_wire, "BEGINNING", 12)
        patch.setattr(the_wire, "MOVED", 2)
        ours, theirs = Watched(height), Watched(height)
        wire, system = Wire(ALL), console()
        blank = LayoutUpdate([[Strip.blank(WIDTH)]] * height, Region(0, 0, WIDTH, height))
        for screen in (ours, theirs):
            screen.feed(blank.render_segments(system))
        wire.change(blank, system)
        for at, by, others in [(0, 0, []), *moves]:
            lines, panes = [(one, style) for one, _, style in rows], [pane for _, pane, _ in rows]
            new = [(one, style) for one, _, style in others[: abs(by)]]
            lines = lines[:at] + new + lines[at:] if by > 0 else lines[:at] + lines[at - by :] + new
            rows = [
                (line, pane, style)
                for (line, style), pane in zip(lines[:height], panes, strict=True)
            ]
            update = beside(rows)
            theirs.feed(update.render_segments(system))
            ours.feed(wire.change(update, system).sequences)
            assert ours.cells == theirs.cells


def listed(*names: str) -> ChopsUpdate:
    return beside([(one, f"{y}", Style()) for y, one in enumerate(names)])


@pytest.mark.parametrize(("can", "moved"), [(ALL, True), (FEW, False)])
def test_a_caller_who_comes_moves_the_list_down_where_the_terminal_can(
    can: Abilities, moved: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(the_wire, "BEGINNING", 12)
    wire, system = Wire(can), console()
    rows: list[Any] = [[line("")] for _ in range(7)]
    wire.change(LayoutUpdate(rows, Region(0, 0, WIDTH, 7)), system)
    callers = ["Dr. Abara", "Kim Osei", "Lee Marsh", "Rosa Diaz", "Sam Hale", "Joan Webb"]
    wire.change(listed(*callers, ""), system)
    written = wire.change(listed("Paolo Rossi", *callers), system).sequences
    assert written.startswith("\x1b[1;7r\x1b[1H\x1b[1L\x1b[r") is moved
    assert ("Joan" in written) is not moved


@pytest.mark.parametrize(
    ("term", "can"),
    [("xterm-256color", ALL), ("screen", Abilities(erases=False, moves=True)),
     ("no-such-terminal", FEW), ("", FEW)],
)  # fmt: skip
def test_what_a_terminal_can_do_is_what_the_system_knows_of_it(term: str, can: Abilities) -> None:
    # The system's library asks for one kind of terminal a process.
    asked = "import sys; from p2p_tui.tui.sequences import abilities_of"
    asked += "; print(*abilities_of(sys.argv[1]))"
    environment = {"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": os.defpath}
    done = subprocess.run(
        [sys.executable, "-c", asked, term], capture_output=True, text=True, env=environment,
        check=True,
    )  # fmt: skip
    assert done.stdout.split() == [str(one) for one in can]


# -- one line


def drawn(text: str, wire: Wire | None = None) -> tuple[Wire, Console]:
    wire, system = wire or Wire(ALL), console()
    rows: list[Any] = [[line(one)] for one in (text, *[""] * (HEIGHT - 1))]
    wire.change(LayoutUpdate(rows, Region(0, 0, WIDTH, HEIGHT)), system)
    return wire, system


def line(text: str, width: int = WIDTH) -> Strip:
    return Strip([Segment(text, STYLES[3])]).adjust_cell_length(width, STYLES[3])


def again(wire: Wire, system: Console, y: int, text: str) -> str:
    all_chops: list[Any] = [{0: None}] * HEIGHT
    all_chops[y] = {0: line(text)}
    update = ChopsUpdate(all_chops, [(y, 0, WIDTH)], [[WIDTH]] * HEIGHT)
    return wire.change(update, system).sequences


def test_a_clock_writes_its_digits_at_the_place_that_the_terminal_keeps() -> None:
    wire, system = drawn("waiting 0:07")
    assert again(wire, system, 0, "waiting 0:08") == "\x1b[1;12H\x1b[38;5;179;48;5;23m\x1b78\x1b[m"
    assert again(wire, system, 0, "waiting 0:09") == "\x1b8\x1b79\x1b[m"
    assert again(wire, system, 0, "waiting 0:10") == "\x1b8\x1b7\x1b[D10\x1b[m"


def test_the_kept_place_is_forgotten_with_all_else() -> None:
    wire, system = drawn("waiting 0:07")
    again(wire, system, 0, "waiting 0:08")
    wire.forget()
    assert "\x1b8" not in again(wire, system, 0, "waiting 0:09")
    assert "waiting 0:09" in again(wire, system, 0, "waiting 0:09")
    drawn("waiting 0:09", wire)
    assert "\x1b8" not in again(wire, system, 0, "waiting 0:10")


def test_the_shell_finds_no_kept_place_in_our_colours() -> None:
    wire, system = drawn("waiting 0:07")
    assert wire.leave(HEIGHT) == ""
    again(wire, system, 0, "waiting 0:08")
    wire.forget()
    assert wire.leave(HEIGHT) == "\x1b[m\x1b[5H\x1b7"


@pytest.mark.parametrize("name", ["大野 健", "Jose\u0301", "❤\ufe0f Kim"])
def test_a_row_on_whose_width_terminals_disagree_is_written_whole(name: str) -> None:
    wire, system = drawn(f"0:07 {name}")
    assert f"0:08 {name}" in again(wire, system, 0, f"0:08 {name}")
    assert again(wire, system, 0, f"0:08 {name}") == ""
    assert "0:08 Kim" in again(wire, system, 0, "0:08 Kim")
    assert "Kim" not in again(wire, system, 0, "0:09 Kim")


@pytest.mark.parametrize("now", ["健", "Kim"])
def test_what_may_stand_elsewhere_behind_such_a_name_is_written_again(now: str) -> None:
    wire, system = drawn("")
    half = WIDTH // 2

    def halves(left: str | None) -> str:
        both = {0: None if left is None else line(left, half), half: line("for you", half)}
        everything = [(0, 0, half), (0, half, WIDTH)] if left else [(0, half, WIDTH)]
        return wire.change(ChopsUpdate([both], everything, [[half, WIDTH]]), system).sequences

    assert "for you" in halves("大野")
    assert "for you" not in halves(None)
    halves_now = ChopsUpdate([{0: line(now, half), half: None}], [(0, 0, half)], [[half, WIDTH]])
    assert now in wire.change(halves_now, system).sequences
    assert ("for you" in halves(None)) is (now == "Kim")


def test_what_is_no_plain_text_is_left_to_textual() -> None:
    wire, system = drawn("0:07")
    link = Strip([Segment("here", Style(link="https://example.org"))], 4)
    update = ChopsUpdate([{0: link}], [(0, 0, 4)], [[4]])
    assert wire.change(update, system).sequences == update.render_segments(system)
    assert "0:07" in again(wire, system, 0, "0:07")


def test_an_update_larger_than_the_screen_that_is_known_is_left_to_textual() -> None:
    wire, system = drawn("0:07")
    wider = Strip.blank(WIDTH + 1)
    update = ChopsUpdate([{0: wider}], [(0, 0, WIDTH + 1)], [[WIDTH + 1]])
    assert wire.change(update, system).sequences == update.render_segments(system)


# -- looks and ways

CODES = st.builds(
    lambda attributes, *colours: ";".join([*sorted(attributes), *filter(None, colours)]),
    st.sets(st.sampled_from(["1", "2", "3", "4", "5", "7", "8", "9", "21", "53"])),
    st.sampled_from(["", "31", "39", "97", "38;5;215", "38;2;1;48;5"]),
    st.sampled_from(["", "41", "49", "100", "48;5;23", "48;2;38;5;1"]),
)


def obey(sequence: str, looks: frozenset[str]) -> frozenset[str]:
    """What a terminal's looks are after a sequence, by the standard."""
    codes = sequence.removeprefix("\x1b[").removesuffix("m").split(";") if sequence else []
    while codes:
        code = codes.pop(0) or "0"
        if code in ("38", "48"):
            code = ";".join([code, *(codes.pop(0) for _ in range(2 if codes[0] == "5" else 4))])
        looks = frozenset(one for one in looks if code != "0" and not _ends(code, one))
        if code not in ("0", "39", "49", *ENDS.values()):
            looks |= {code}
    return looks


def _ends(code: str, old: str) -> bool:
    ground = "48;" in code[:3] or code in ("41", "49", "100")
    colour = "38;" in code[:3] or code in ("31", "39", "97")
    was_ground = "48;" in old[:3] or old in ("41", "100")
    was_colour = "38;" in old[:3] or old in ("31", "97")
    return (ground and was_ground) or (colour and was_colour) or ENDS.get(old) == code


@settings(max_examples=200)
@given(CODES, CODES)
def test_a_change_of_looks_ends_at_the_looks_that_are_wanted(old: str, new: str) -> None:
    before = obey(f"\x1b[{old}m" if old else "", frozenset())
    wanted = obey(f"\x1b[{new}m" if new else "", frozenset())
    assert obey(change_looks(old, new), before) == wanted


PLACES = st.tuples(st.integers(0, WIDTH - 1), st.integers(0, HEIGHT - 1))


@given(PLACES, PLACES)
def test_each_way_leads_there(at: tuple[int, int], to: tuple[int, int]) -> None:
    screen = pyte.Screen(WIDTH, HEIGHT)
    pyte.Stream(screen).feed(move(None, at) + move(at, to))
    assert (screen.cursor.x, screen.cursor.y) == to


# -- the ground of Textual on which it stands


@pytest.mark.parametrize(
    ("what", "takes"),
    [
        (App._display, ["self", "screen", "renderable"]),
        (App._process_messages_loop, ["self"]),
        (LayoutUpdate.__init__, ["self", "strips", "region"]),
        (ChopsUpdate.__init__, ["self", "chops", "spans", "chop_ends"]),
        (CompositorUpdate.render_segments, ["self", "console"]),
        (Strip.render_ansi, ["style", "color_system"]),
    ],
    ids=lambda one: getattr(one, "__qualname__", ""),
)
def test_textual_draws_through_what_is_overridden(what: Any, takes: list[str]) -> None:
    assert list(inspect.signature(what).parameters) == takes


def test_textual_knows_no_other_kinds_of_updates() -> None:
    here = {kind for kind in CompositorUpdate.__subclasses__() if "textual." in kind.__module__}
    assert here == {LayoutUpdate, ChopsUpdate, InlineUpdate}


def test_textual_writes_as_the_ground_supposes() -> None:
    source = inspect.getsource(App._display)
    for supposed in (
        "isinstance(renderable, CompositorUpdate)", "self._batch_count", "self._running",
        "self._closed", "self._previous_cursor_position = cursor_position",
        "self.screen.outer_size.clamp_offset(", "renderable.render_segments(console)",
        "self.post_display_hook()",
    ):  # fmt: skip
        assert supposed in source, f"Textual's App._display knows no {supposed}"
