"""A document of the guide in lines: its blocks, wrapped for a width, in pieces with their looks."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from rich.cells import cell_len, chop_cells

from p2p_tui.domain.guide import step_of, with_keys
from p2p_tui.domain.guide_text import Block, Kind, Span, blocks, spans

Pieces = tuple[Span, ...]
Key = Callable[[str], str]
"""Gives the key that is pressed for something, by its name."""
WIDEST = 92
"""How long a line gets, however wide the window is: longer ones are hard to read."""
_LOOKS = {1: "title", 2: "title"}
_BETWEEN = 3


class PageLine(NamedTuple):
    """A line as it is drawn, and of which block it is."""

    pieces: Pieces
    block: int


def lay_out(text: str, width: int, key: Key) -> list[PageLine]:
    """The lines of a document, with keys as they are pressed."""
    width = max(10, min(WIDEST, width))
    lines: list[PageLine] = []
    found = blocks(text)
    for number, block in enumerate(found):
        if lines and not _close(found[number - 1], block):
            lines.append(PageLine((), number))
        lines += [PageLine(tuple(pieces), number) for pieces in _block(block, width, key)]
    return lines


def wrapped(pieces: Iterable[Span], width: int) -> list[Pieces]:
    """Pieces in lines of a width: broken between words, or within one that is longer."""
    lines: list[list[Span]] = [[]]
    room = width
    for word in _words(pieces):
        cells = sum(cell_len(one.text) for one in word)
        gap = 1 if lines[-1] else 0
        if cells + gap > room and lines[-1]:
            lines.append([])
            room, gap = width, 0
        if cells > room:
            for piece in word:
                for number, part in enumerate(chop_cells(piece.text, width)):
                    if number or cell_len(part) > room:
                        lines.append([])
                        room = width
                    lines[-1].append(Span(part, piece.look))
                    room -= cell_len(part)
            continue
        if gap:
            # Between two words of one look the space looks like them.
            same = lines[-1][-1].look == word[0].look
            lines[-1].append(Span(" ", word[0].look if same else ""))
        lines[-1] += word
        room -= cells + gap
    return [tuple(line) for line in lines]


def _words(pieces: Iterable[Span]) -> Iterator[list[Span]]:
    """Words, each in the pieces it is made of: ``**now**,`` is one of two."""
    word: list[Span] = []
    for text, look in pieces:
        for number, part in enumerate(text.replace("\n", " ").split(" ")):
            if number and word:
                yield word
                word = []
            if part:
                word.append(Span(part, look))
    if word:
        yield word


def _close(before: Block, block: Block) -> bool:
    """Whether there is no empty line between two blocks."""
    return before.kind is Kind.ITEM and block.kind is Kind.ITEM


def _said(text: str, key: Key) -> Pieces:
    return tuple(Span(with_keys(one.text, key), one.look) for one in spans(text))


def _block(block: Block, width: int, key: Key) -> Iterator[Pieces]:
    if block.kind is Kind.HEADING:
        yield from _heading(block, width)
    elif block.kind is Kind.ITEM:
        indent = " " * (2 * block.level)
        mark = f"{indent}{block.mark:>2} "
        room = max(8, width - cell_len(mark))
        for number, line in enumerate(wrapped(_said(block.text, key), room)):
            yield (Span(mark if not number else " " * cell_len(mark), "quiet"), *line)
    elif block.kind is Kind.TABLE:
        yield from _table(block.rows, width, key)
    elif block.kind is Kind.QUOTE:
        for line in wrapped(_said(block.text, key), width - 2):
            yield (Span("│ ", "quiet"), *line)
    elif block.kind is Kind.CODE:
        for said in with_keys(block.text, key).split("\n"):
            for part in chop_cells(said, width - 2) or [""]:
                yield (Span("  "), Span(part, "code"))
    elif block.kind is Kind.RULE:
        yield (Span("─" * width, "quiet"),)
    else:
        yield from wrapped(_said(block.text, key), width)


def _heading(block: Block, width: int) -> Iterator[Pieces]:
    step = step_of(block.text)
    if step is not None:
        rules = f" ({', '.join(step.rules)})" if step.rules else ""
        head = (Span(f"{step.id} ", "title"), Span(step.title, "bold"), Span(rules, "quiet"))
        yield from wrapped(head, width)
        return
    look = _LOOKS.get(block.level, "bold")
    text = "".join(span.text for span in spans(block.text))
    yield from wrapped([Span(text.upper() if block.level == 1 else text, look)], width)


def _table(rows: Sequence[Sequence[str]], width: int, key: Key) -> Iterator[Pieces]:
    count = max((len(row) for row in rows), default=0)
    cells = [[_said(cell, key) for cell in (*row, *[""] * (count - len(row)))] for row in rows]
    widths = _widths(cells, width - _BETWEEN * (count - 1))
    for number, row in enumerate(cells):
        columns = [wrapped(cell, room) for cell, room in zip(row, widths, strict=True)]
        for line in zip_longest(*columns, fillvalue=()):
            yield tuple(_row(line, widths, "bold" if number == 0 else ""))
        if number == 0:
            yield (Span((" " * _BETWEEN).join("─" * room for room in widths), "quiet"),)


def _widths(cells: Sequence[Sequence[Pieces]], room: int) -> list[int]:
    """How wide each column is: as wide as it wants to be, the widest narrowed to fit."""
    wanted = [max(1, *(_cells(row[at]) for row in cells)) for at in range(len(cells[0]))]
    while sum(wanted) > room and max(wanted) > 6:
        widest = wanted.index(max(wanted))
        second = max((one for at, one in enumerate(wanted) if at != widest), default=0)
        over = sum(wanted) - room
        wanted[widest] = max(6, wanted[widest] - over, min(second, wanted[widest] - 1))
    return wanted


def _row(line: Sequence[Pieces], widths: Sequence[int], look: str) -> Iterator[Span]:
    last = len(widths) - 1
    for at, (cell, room) in enumerate(zip(line, widths, strict=True)):
        yield from (Span(one.text, one.look or look) for one in cell)
        if at < last:
            yield Span(" " * (max(0, room - _cells(cell)) + _BETWEEN))


def _cells(pieces: Pieces) -> int:
    return sum(cell_len(one.text) for one in pieces)


def marked(pieces: Pieces, wanted: Sequence[re.Pattern[str]]) -> list[Span]:
    """The pieces, with the words marked that are looked for."""
    found: list[Span] = []
    for text, look in pieces:
        folded = text.lower()
        if not wanted or len(folded) != len(text):
            found.append(Span(text, look))
            continue
        hit = [False] * len(text)
        for word in wanted:
            for match in word.finditer(folded):
                hit[match.start() : match.end()] = [True] * len(match[0])
        edges = [0, *(at for at in range(1, len(text)) if hit[at] != hit[at - 1]), len(text)]
        found += [Span(text[a:b], "found" if hit[a] else look) for a, b in pairwise(edges) if b > a]
    return found
