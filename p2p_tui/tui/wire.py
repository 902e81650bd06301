"""What a session writes on its terminal: only the cells that look other than what stands there.

Textual writes each line that it draws again from its first cell to its last. Here is known what
stands on the terminal, cell for cell, and how it is got from there to what is to stand on it. All
that is drawn whole is written as Textual writes it, and learned from. Each update begins and ends
without colours, so that a session that is killed leaves none behind.

The updates of Textual's compositor are private ground of it; ``tests/tui/test_wire.py`` says so if
they change their shape.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len, split_graphemes
from rich.color import ColorSystem
from rich.console import Console
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

Cell = tuple[str, str]
"""What stands in a cell: its character, and the codes of its looks.

A wide character stands in the first of its two cells and leaves the second without one; what
combines stands with the character before it.
"""
Row = list[Cell | None]
"""The cells of a line; where nobody knows what stands there, none."""

BRIDGED = 4
"""So many cells that stay as they are are written again rather than jumped over."""
OFTEN = 4
"""With so few pieces to write, an update is of the kind that comes back at the same place."""
BACK = 4
"""A kept place that is so many characters away is as good as a new one."""
_SAVE, _RESTORE = "\x1b7", "\x1b8"
PLAIN_COLOUR, PLAIN_GROUND = "39", "49"
_COLOURS = frozenset(str(code) for code in (*range(30, 38), 39, *range(90, 98)))
_GROUNDS = frozenset(str(code) for code in (*range(40, 48), 49, *range(100, 108)))
ENDS = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "9": "29"}
"""What ends an attribute that all terminals end alike."""


class Piece(NamedTuple):
    """Characters in one row that look the same; ``whole`` are a terminal's sequences as they are.

    It ends in front of the column ``end``.
    """

    y: int
    x: int
    end: int
    looks: str
    text: str
    whole: bool = False


class OddSegmentError(Exception):
    """A line holds what is no plain text: a link, a control sequence."""


class Written(CompositorUpdate):
    """An update in the sequences that are still to be written."""

    def __init__(self, sequences: str) -> None:
        self.sequences = sequences
        self.taken = False

    def render_segments(self, console: Console) -> str:
        """The sequences, which are written now."""
        self.taken = True
        return self.sequences


class Wire:
    """Knows what stands on the terminal, and says how to change it."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._odd: set[int] = set()
        self._width = 0
        self._place: Piece | None = None
        self._placed = False

    def forget(self) -> None:
        """Nobody knows any more what stands on the terminal."""
        self._rows, self._odd, self._width, self._place = [], set(), 0, None

    def change(self, update: CompositorUpdate, console: Console) -> Written:
        """What is to be written so that an update is on the terminal, and know that it is."""
        try:
            if isinstance(update, LayoutUpdate):
                return Written(self._learn(update, console))
            if isinstance(update, ChopsUpdate) and self._rows:
                return Written(self._differences(update, console))
        except OddSegmentError:
            pass
        self.forget()
        return Written(update.render_segments(console))

    def leave(self, height: int) -> str:
        """What is written last, so that a terminal keeps no place with colours of ours.

        Most terminals keep a place for each of their two screens; where there is one for both, the
        shell goes on there: in the last line.
        """
        return f"\x1b[m\x1b[{height}H{_SAVE}" if self._placed else ""

    # -- what is drawn whole

    def _learn(self, update: LayoutUpdate, console: Console) -> str:
        lines = [list(line) for line in update.strips]
        update.strips = [*lines]
        written = update.render_segments(console)
        self.forget()
        if update.region.offset == (0, 0):
            self._width = update.region.width
            self._rows = [self._whole_row(line, console) for line in lines]
            self._odd = {y for y, row in enumerate(self._rows) if odd(row)}
        return written

    def _whole_row(self, line: Sequence[Strip], console: Console) -> Row:
        row: Row = [cell for strip in line for cell in _cells(strip, console)]
        row = [*row[: self._width], *[None] * (self._width - len(row))]
        odd = next((x for x, cell in enumerate(row) if cell and len(cell[0]) != 1), self._width)
        # Where a terminal takes a character for wider or narrower, all behind it stands elsewhere.
        return [*row[: odd + 1], *[None] * (self._width - odd - 1)]

    # -- what changed

    def _differences(self, update: ChopsUpdate, console: Console) -> str:
        lines: dict[int, list[tuple[int, Strip]]] = {}
        for y, x, strip in chops(update):
            lines.setdefault(y, []).append((x, strip))
        pieces = [
            piece for y, strips in lines.items() for piece in self._change_row(y, strips, console)
        ]
        return self._shortest(pieces) if pieces else ""

    def _change_row(
        self, y: int, strips: list[tuple[int, Strip]], console: Console
    ) -> Iterator[Piece]:
        if y >= len(self._rows):
            raise OddSegmentError
        before = self._rows[y]
        after = before.copy()
        drawn = [(x, strip, _cells(strip, console)) for x, strip in strips]
        if all(before[x : x + len(cells)] == cells for x, _, cells in drawn):
            return
        for x, _, cells in drawn:
            if x + len(cells) > self._width:
                raise OddSegmentError
            after[x : x + len(cells)] = cells
        was_odd = y in self._odd
        # A row that was odd may still be so where nothing is drawn now.
        is_odd = any(odd(cells) for _, _, cells in drawn) or (was_odd and odd(after))
        if is_odd:
            self._odd.add(y)
        elif was_odd:
            self._odd.discard(y)
            after = [None] * self._width
            for x, _, cells in drawn:
                after[x : x + len(cells)] = cells
        self._rows[y] = after
        for x, strip, cells in drawn:
            old = before[x : x + len(cells)]
            if not (was_odd or is_odd):
                yield from _pieces(y, x, old, cells)
            elif old != cells:
                yield Piece(y, x, x + len(cells), "", strip.render(console), whole=True)

    def _shortest(self, pieces: list[Piece]) -> str:
        """The pieces in the shortest order: by rows, by looks, or by looks and columns."""
        ways = [pieces]
        if len(pieces) > 2:
            seen: dict[str, int] = {}
            for piece in pieces:
                seen.setdefault(piece.looks, len(seen))
            ways.append(sorted(pieces, key=lambda one: seen[one.looks]))
            ways.append(sorted(pieces, key=lambda one: (seen[one.looks], one.x, one.y)))
        written, self._place = min((self._write(way) for way in ways), key=lambda one: len(one[0]))
        self._placed = self._placed or self._place is not None
        return written

    def _write(self, pieces: Sequence[Piece]) -> tuple[str, Piece | None]:
        """The sequences for pieces in this order, and the place that the terminal keeps then."""
        at: tuple[int, int] | None = None
        looks = ""
        place = self._place
        written: list[str] = []
        for number, piece in enumerate(pieces):
            if piece.whole:
                written += (change_looks(looks, ""), move(None, (piece.x, piece.y)), piece.text)
                at, looks = None, ""
                continue
            there = move(at, (piece.x, piece.y)) + change_looks(looks, piece.looks)
            if number == 0 and piece.looks and len(pieces) <= OFTEN:
                there, place = _keep_place(place, piece, there)
            written += (there, piece.text)
            # Behind the last column a cursor stands nowhere.
            at = (piece.end, piece.y) if piece.end < self._width else None
            looks = piece.looks
        written.append(change_looks(looks, ""))
        return "".join(written), place


def _keep_place(place: Piece | None, piece: Piece, there: str) -> tuple[str, Piece]:
    """The way to the first piece of a small update, and the place that the terminal keeps then.

    A terminal keeps one place with its colours for whoever asks for it: a clock runs at the same
    place, and typing goes on where it was.
    """
    if place is None or place.looks != piece.looks:
        return there + _SAVE, piece
    on = move((place.x, place.y), (piece.x, piece.y))
    if len(on) <= BACK:
        return f"{_RESTORE}{_SAVE}{on}", place
    return f"{_RESTORE}{on}{_SAVE}", piece


def chops(update: ChopsUpdate) -> Iterator[tuple[int, int, Strip]]:
    """The strips that an update writes, with row and column, as Textual chooses them."""
    for y, x1, x2 in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is None or x > x2 or end <= x1:
                continue
            inside = x1 <= x < x2 and end <= x2
            yield y, x, strip if inside else strip.crop(0, min(end, x2) - x)


def _cells(strip: Strip, console: Console) -> list[Cell]:
    system = console._color_system or ColorSystem.TRUECOLOR
    cells: list[Cell] = []
    for text, style, control in strip:
        if control or (style is not None and style._link):
            raise OddSegmentError
        looks = "" if style is None else style._ansi
        if looks is None:
            assert style is not None
            looks = Strip.render_ansi(style, system)
        cells += _letters(text, looks)
    return cells


@lru_cache(4096)
def _letters(text: str, looks: str) -> tuple[Cell, ...]:
    if text.isascii() and text.isprintable():
        return tuple((char, looks) for char in text)
    cells: list[Cell] = []
    for start, end, width in split_graphemes(text)[0]:
        if width == 0 and start == 0:
            raise OddSegmentError
        if width == 0:
            cells[-1] = (cells[-1][0] + text[start:end], looks)
        else:
            cells += [(text[start:end], looks), *[("", looks)] * (width - 1)]
    if len(cells) != cell_len(text):
        raise OddSegmentError
    return tuple(cells)


def odd(row: Sequence[Cell | None]) -> bool:
    """Whether terminals may disagree on where the characters of a row stand."""
    # A comprehension takes half the time of a generator, and this is asked for each row.
    return bool([1 for cell in row if cell is not None and len(cell[0]) != 1])


def _pieces(y: int, x: int, old: Row, cells: list[Cell]) -> Iterator[Piece]:
    """The pieces of a row that differ, over small gaps of the same looks."""
    start = end = -1
    looks = ""
    for number in [number for number, cell in enumerate(cells) if cell != old[number]]:
        now = cells[number][1]
        near = start >= 0 and now == looks and number - end <= BRIDGED
        if not (near and all(cell[1] == looks for cell in cells[end:number])):
            if start >= 0:
                yield _piece(y, x, start, end, cells)
            start, looks = number, now
        end = number + 1
    if start >= 0:
        yield _piece(y, x, start, end, cells)


def _piece(y: int, x: int, start: int, end: int, cells: list[Cell]) -> Piece:
    text = "".join(cell[0] for cell in cells[start:end])
    return Piece(y, x + start, x + end, cells[start][1], text)


@lru_cache(8192)
def move(at: tuple[int, int] | None, to: tuple[int, int]) -> str:
    """The shortest way of the cursor from one place (column, row) to another."""
    (x, y) = to
    there = f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H"
    if at is None:
        return there
    right, down = x - at[0], y - at[1]
    up_or_down = _by(down, "B", "A")
    sideways = _by(right, "C", "D")
    if x == 0 and right:
        sideways = "\r"
    return min(up_or_down + sideways, there, key=len)


def _by(cells: int, forward: str, back: str) -> str:
    if not cells:
        return ""
    number = "" if abs(cells) == 1 else str(abs(cells))
    return f"\x1b[{number}{forward if cells > 0 else back}"


class Looks(NamedTuple):
    """The codes of a style, by what they are for."""

    attributes: tuple[str, ...]
    colour: str
    ground: str


@lru_cache(4096)
def looks_of(codes: str) -> Looks:
    """What codes say: the colours of a character and its ground, and the rest."""
    attributes: list[str] = []
    colour, ground = PLAIN_COLOUR, PLAIN_GROUND
    left = codes.split(";") if codes else []
    while left:
        code, left = left[0], left[1:]
        if code in ("38", "48"):
            taken = 2 if left[0] == "5" else 4
            code, left = ";".join([code, *left[:taken]]), left[taken:]
        if code.startswith("38;") or code in _COLOURS:
            colour = code
        elif code.startswith("48;") or code in _GROUNDS:
            ground = code
        else:
            attributes.append(code)
    return Looks(tuple(attributes), colour, ground)


@lru_cache(4096)
def change_looks(old: str, new: str) -> str:
    """The shortest sequence from one style to another; none begins and ends a terminal's update."""
    if old == new:
        return ""
    if not new:
        return "\x1b[m"
    anew = f"\x1b[0;{new}m" if old else f"\x1b[{new}m"
    was, now = looks_of(old), looks_of(new)
    if not all(one in ENDS for one in (*was.attributes, *now.attributes)):
        return anew
    ended = {ENDS[one] for one in was.attributes if one not in now.attributes}
    kept = [one for one in was.attributes if ENDS[one] not in ended]
    codes = [*sorted(ended), *(one for one in now.attributes if one not in kept)]
    codes += [now.colour] if now.colour != was.colour else []
    codes += [now.ground] if now.ground != was.ground else []
    # Without a code it would end them all.
    return min(anew, f"\x1b[{';'.join(codes)}m", key=len) if codes else ""
