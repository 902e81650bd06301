"""A paste laid out line by line: what was folded into columns, boxes, quotations and cells.

Each step gives as many words as it took; only what is drawn around them goes.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from p2p_tui.domain.templates.labels import title_of
from p2p_tui.domain.templates.lines import is_empty_label, is_labelled, is_ruler
from p2p_tui.domain.templates.talk import is_sign_off
from p2p_tui.domain.templates.values import INDENT

_QUOTED = re.compile(r"\s{0,3}> ?")
_BOX = re.compile("[│┃║]")
_BARS = re.compile(r"\s\|\s")
_LEAST_COLUMNS = 3
_START = "Peer to Peer"
"""What stands before each row of a sheet: a row is a request of its own."""


def unfolded(lines: Sequence[str]) -> list[str]:
    """The lines of a paste, each with one label at most where it was folded."""
    lines = _unquoted([_unboxed(line) for line in lines])
    lines = list(_cells_joined(lines))
    lines = list(_rows(lines))
    return [part for line in _closed_up(lines) for part in _split_at_bars(line)]


def _unboxed(line: str) -> str:
    """A row of a drawn box as a row of a table."""
    body = line.strip()
    drawn = len(body) > 2 and _BOX.match(body[0]) and _BOX.match(body[-1])
    return _BOX.sub("|", line) if drawn else line


def _unquoted(lines: list[str]) -> list[str]:
    """Lines of a mail that was answered, without the mark of the quotation before each of them."""
    written = [line for line in lines if line.strip()]
    if len(written) > 1 and all(_QUOTED.match(line) for line in written):
        return [_QUOTED.sub("", line, count=1) for line in lines]
    return lines


def _cells_joined(lines: list[str]) -> Iterator[str]:
    """Cells of a spreadsheet with line ends in them, which it puts into quotation marks."""
    at = 0
    while at < len(lines):
        line, at = lines[at], at + 1
        label, tab, cell = line.partition("\t")
        if not tab or "\t" in cell or not cell.startswith('"') or not is_empty_label(label):
            yield line
            continue
        inner, end = [cell[1:]], at
        while not _ends(inner[-1]) and end < len(lines) and "\t" not in lines[end]:
            inner.append(lines[end])
            end += 1
        if not _ends(inner[-1]):
            yield line
            continue
        at = end
        inner[-1] = inner[-1].rstrip().removesuffix('"')
        first, *more = (one.replace('""', '"') for one in inner)
        yield f"{label}\t{first}"
        yield from (f"{INDENT}{one}" for one in more)


def _ends(cell: str) -> bool:
    marks = len(cell.rstrip()) - len(cell.rstrip().rstrip('"'))
    return marks % 2 == 1


def _rows(lines: list[str]) -> Iterator[str]:
    """The rows of a sheet with headings: a request a row, a label before each of its cells."""
    heads: list[str] = []
    for line in lines:
        cells = _columns(line)
        if not heads and _are_headings(cells):
            heads = cells
        elif heads and is_ruler(line):
            continue
        elif heads and 1 < len(cells) <= len(heads):
            pairs = [pair for pair in zip(heads, cells, strict=False) if pair[1]]
            known = [f"{head}: {cell}" for head, cell in pairs if is_empty_label(head)]
            other = [f"{head}: {cell}" for head, cell in pairs if not is_empty_label(head)]
            yield from (_START, *other, *known)
        else:
            heads = _headings_of(cells)
            if not heads:
                yield line


def _headings_of(cells: list[str]) -> list[str]:
    return cells if _are_headings(cells) else []


def _are_headings(cells: list[str]) -> bool:
    known = sum(is_empty_label(cell) for cell in cells)
    words = all(cell and not any(char.isdigit() for char in cell) for cell in cells)
    return len(cells) >= _LEAST_COLUMNS and words and known >= _LEAST_COLUMNS


def _columns(line: str) -> list[str]:
    """The cells of a line of a sheet or a table, empty ones too."""
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    body = line.strip()
    if len(body) > 1 and body.startswith("|") and body.endswith("|") and "\\" not in body:
        return [cell.strip() for cell in body[1:-1].split("|")]
    return []


def _closed_up(lines: list[str]) -> list[str]:
    """Labels and values that stand apart, each in a paragraph of its own, closed up."""
    written = [at for at, line in enumerate(lines) if line.strip()]
    gaps: list[range] = []
    for number, (here, there) in enumerate(pairwise(written)):
        value = lines[there]
        apart = there > here + 1 and is_empty_label(lines[here]) and ":" in lines[here]
        if not apart or is_labelled(value) or title_of(value) or is_sign_off(value.strip()):
            continue
        after = written[number + 2] if number + 2 < len(written) else None
        if after is None or (after > there + 1 and is_labelled(lines[after])):
            gaps.append(range(here + 1, there))
    if len(gaps) < 2:
        return lines
    gone = {at for gap in gaps for at in gap}
    return [line for at, line in enumerate(lines) if at not in gone]


def _split_at_bars(line: str) -> list[str]:
    """One line with label after label, bars between them, as a line each."""
    cells = _BARS.split(line)
    folded = len(cells) >= _LEAST_COLUMNS and not line.lstrip().startswith("|")
    return cells if folded and all(is_labelled(cell) for cell in cells) else [line]
