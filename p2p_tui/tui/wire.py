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

from p2p_tui.tui.sequences import Abilities, blank, change_looks, is_bare, move

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
LONG_BLANK = 6
"""More blank cells than these at the end of a piece are erased rather than written."""
MOVED = 4
"""Fewer rows that moved are written again."""
FURTHEST = 4
"""By so many rows at most they are seen to have moved."""
BEGINNING = 56
"""What so many cells at the beginning of a row say tells it from others."""
_SAVE, _RESTORE = "\x1b7", "\x1b8"


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

    def __init__(self, abilities: Abilities) -> None:
        self._abilities = abilities
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
        before, odd_before = self._rows.copy(), self._odd.copy()
        pieces = [
            piece for y, strips in lines.items() for piece in self._change_row(y, strips, console)
        ]
        if not pieces:
            return ""
        written, place = self._shortest(pieces)
        if (moved := self._moved(before, odd_before)) is not None:
            head, pieces = moved
            scrolled, place_then = self._shortest(pieces)
            if len(head) + len(scrolled) < len(written):
                written, place = head + scrolled, place_then
        self._place = place
        self._placed = self._placed or place is not None
        return written

    def _moved(self, before: list[Row], odd_before: set[int]) -> tuple[str, list[Piece]] | None:
        """How rows are moved up or down in one, and the pieces that are to be written then.

        A terminal moves whole rows: what stands beside them is written again where it was.
        """
        if not self._abilities.moves:
            return None
        after = self._rows
        changed = [y for y, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
        found = shift(before, after, changed)
        if found is None:
            return None
        top, bottom, by = found
        concerned = sorted({*changed, *range(top, bottom + 1)})
        unsure = self._odd | odd_before
        if any(y in unsure or None in after[y] for y in concerned):
            return None
        blank: Row = [None] * self._width
        there = before.copy()
        for y in range(top, bottom + 1):
            there[y] = before[y - by] if top <= y - by <= bottom else blank
        pieces = [
            piece
            for y in concerned
            for piece in _pieces(y, 0, there[y], [cell for cell in after[y] if cell is not None])
        ]
        way = f"{by}L" if by > 0 else f"{-by}M"
        return f"\x1b[{top + 1};{bottom + 1}r\x1b[{top + 1}H\x1b[{way}\x1b[r", pieces

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

    def _shortest(self, pieces: list[Piece]) -> tuple[str, Piece | None]:
        """The pieces in the shortest order: by rows, by looks, or by looks and columns.

        With the place that the terminal keeps then.
        """
        ways = [pieces]
        if len(pieces) > 2:
            seen: dict[str, int] = {}
            for piece in pieces:
                seen.setdefault(piece.looks, len(seen))
            ways.append(sorted(pieces, key=lambda one: seen[one.looks]))
            ways.append(sorted(pieces, key=lambda one: (seen[one.looks], one.x, one.y)))
        return min((self._write(way) for way in ways), key=lambda one: len(one[0]))

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
            text, behind = self._erased(piece)
            written += (there, text)
            # Behind the last column a cursor stands nowhere.
            at = (piece.end - behind, piece.y) if piece.end - behind < self._width else None
            looks = piece.looks
        written.append(change_looks(looks, ""))
        return "".join(written), place

    def _erased(self, piece: Piece) -> tuple[str, int]:
        """A piece's text with its blank end erased, and how many cells the cursor stays behind."""
        text = piece.text.rstrip(" ")
        cells = len(piece.text) - len(text)
        erases = self._abilities.erases and cells > LONG_BLANK and is_bare(piece.looks)
        return (f"{text}\x1b[{cells}X", cells) if erases else (piece.text, 0)


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


def shift(
    before: Sequence[Row], after: Sequence[Row], changed: Sequence[int]
) -> tuple[int, int, int] | None:
    """The rows that moved, first and last, and by how many rows down (up: less than none).

    Rows moved where what most of them begin with stood in others before.
    """
    if len(changed) < MOVED:
        return None
    first, last = changed[0], changed[-1]
    ways = [by for size in range(1, FURTHEST + 1) for by in (size, -size)]
    found: list[tuple[int, int, int, int]] = []
    for by in ways:
        came = [
            y
            for y in changed
            if first <= y - by <= last and after[y][:BEGINNING] == before[y - by][:BEGINNING]
        ]
        if came:
            low, high = (came[0] - by, came[-1]) if by > 0 else (came[0], came[-1] - by)
            found.append((len(came), low, high, by))
    count, low, high, by = max(found, default=(0, 0, 0, 0))
    return (low, high, by) if count >= MOVED else None


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
        return tuple((char, blank(looks) if char == " " else looks) for char in text)
    cells: list[Cell] = []
    for start, end, width in split_graphemes(text)[0]:
        if width == 0 and start == 0:
            raise OddSegmentError
        if width == 0:
            cells[-1] = (cells[-1][0] + text[start:end], looks)
        else:
            char = text[start:end]
            cells += [(char, blank(looks) if char == " " else looks), *[("", looks)] * (width - 1)]
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
        near = start >= 0 and number - end <= BRIDGED
        joined = _looks_of(cells[start : number + 1]) if near else None
        if joined is None:
            if start >= 0:
                yield Piece(y, x + start, x + end, looks, _text(cells[start:end]))
            start, joined = number, cells[number][1]
        looks, end = joined, number + 1
    if start >= 0:
        yield Piece(y, x + start, x + end, looks, _text(cells[start:end]))


def _looks_of(cells: list[Cell]) -> str | None:
    """The looks in which cells can be written in one; None where there are none.

    Blank ones go with any that have their ground.
    """
    found: str | None = None
    for char, own in cells:
        if char != " ":
            found = own if found is None else found
            if own != found:
                return None
    if found is None:
        found = cells[0][1]
    ground = blank(found)
    same = all(own in (found, ground) for char, own in cells if char == " ")
    return found if same else None


def _text(cells: list[Cell]) -> str:
    return "".join(char for char, _ in cells)
