"""Headings with rows below them, and cells with line ends, as a spreadsheet gives them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from p2p_tui.domain.templates.cells import bar_cells, unboxed
from p2p_tui.domain.templates.labels import BARE_LENGTH, title_of
from p2p_tui.domain.templates.lines import Labelled, empty_label, is_ruler, labels_in, line_of

_DIGIT = re.compile(r"\d")
_CELL_START = re.compile(r'\t *"(?=[^\t]*\Z)')
_CELL = re.compile(r'((?:[^"]|"")*+)"(?=\s*(?:\t|\Z))')


@dataclass(frozen=True)
class Row:
    """One row: the values of fields, and what stands under headings that are no labels."""

    values: dict[str, str]
    others: list[str]


@dataclass(frozen=True)
class Grid:
    """The rows below a line of headings, and the index of the line after them."""

    rows: list[Row]
    end: int


def grid_at(lines: Sequence[str], at: int) -> Grid | None:
    """Return the grid whose headings are the line at ``at``, or None.

    Headings are labels, most of them, each of another field; without a row below them they are not
    headings.
    """
    heads = _cells(lines[at])
    labels = [empty_label(head) for head in heads]
    if not _are_headings(heads, labels):
        return None
    end = at + 1
    if end < len(lines) and is_ruler(unboxed(lines[end])) and lines[end].strip():
        end += 1
    found: list[list[str]] = []
    while end < len(lines) and (cells := _row(lines[end], len(heads))):
        found.append(cells)
        end += 1
    rows = [_as_row(heads, labels, cells) for cells in found]
    if rows:
        rows[0].others.extend(_unused(heads, labels, found))
    return Grid(rows, end) if rows else None


def _are_headings(heads: list[str], labels: list[Labelled | None]) -> bool:
    known = [label.field for label in labels if label]
    others = [head for head, label in zip(heads, labels, strict=True) if head and not label]
    return (
        len(known) >= 2
        and len(set(known)) == len(known)
        and len(others) < len(known)
        and not any(_DIGIT.search(head) or len(head) > BARE_LENGTH for head in others)
    )


def _row(line: str, width: int) -> list[str]:
    """Return the cells of a row of values, none where ``line`` is not one."""
    cells = _cells(line)
    while cells and not cells[-1]:
        cells.pop()
    if not 2 <= len(cells) <= width or is_ruler(line) or title_of(line) or labels_in(cells):
        return []
    return cells


def _as_row(heads: list[str], labels: list[Labelled | None], cells: list[str]) -> Row:
    filled = list(zip(heads, labels, cells, strict=False))
    return Row(
        values={label.field: cell for _, label, cell in filled if label},
        others=[f"{head}: {cell}" for head, label, cell in filled if cell and not _is_known(label)],
    )


def _unused(heads: list[str], labels: list[Labelled | None], rows: list[list[str]]) -> list[str]:
    """Return the headings that are no labels of the templates and have nothing below them."""
    used = {at for row in rows for at, cell in enumerate(row) if cell}
    known = {at for at, label in enumerate(labels) if _is_known(label)}
    return [head for at, head in enumerate(heads) if head and at not in used | known]


def _is_known(label: Labelled | None) -> bool:
    return label is not None and not label.odd


def _cells(line: str) -> list[str]:
    """Return the cells of ``line`` in their places, empty ones too; none where it has no cells."""
    line = unboxed(line)
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    return bar_cells(line.strip()) if "|" in line else []


def with_whole_cells(lines: Sequence[str]) -> list[str]:
    """Return ``lines`` with those as one that a quoted cell of a spreadsheet goes over.

    Such a cell stands last on its line and is closed by a quotation mark before the next label.
    """
    whole: list[str] = []
    at = 0
    while at < len(lines):
        end = _closed_at(lines, at)
        cell = _joined(lines[at : end + 1]) if end > at else None
        whole.append(lines[at] if cell is None else cell)
        at = at + 1 if cell is None else end + 1
    return whole


def _closed_at(lines: Sequence[str], at: int) -> int:
    """Return the index of the line that closes the cell left open at ``at``; ``at`` if none does.

    That is the next line with an odd number of marks: to look for it takes no line twice.
    """
    if lines[at].count('"') % 2 == 0 or not _CELL_START.search(lines[at]):
        return at
    for end in range(at + 1, len(lines)):
        if "\t" in lines[end] and line_of(lines[end]).labels:
            return at
        if lines[end].count('"') % 2:
            return end
    return at


def _joined(lines: Sequence[str]) -> str | None:
    text = "\n".join(lines)
    start = _CELL_START.search(lines[0])
    cell = _CELL.match(text, start.end()) if start else None
    if not start or not cell:
        return None
    inside = cell[1].replace('""', '"')
    return f"{text[: start.start()]}\t{inside}{text[cell.end() :]}"
