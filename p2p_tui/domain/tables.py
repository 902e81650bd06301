"""A table of text with a line of headers: where its rows begin, and what stands in them.

It is delimited by whatever names most of the headers that are known. Of a row that can't be read
it is said on which line it begins and why; the rest is read.
"""

import csv
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from p2p_tui.domain.errors import DeskError
from p2p_tui.domain.text import one_line

LINES_A_ROW = 30
"""Over how many lines one row may go, where a cell has line ends in it."""
_HEADERS_WITHIN = 60
"""Within how many lines the headers are looked for."""
_DELIMITERS = ",;\t|"

Record = tuple[int, list[str] | str]
"""The line on which a row begins, and its cells, or what is wrong with it."""
_UNCLOSED = "a quote is not closed"
_UNREADABLE = "its quotes are not right, or a cell of it is too long"


@dataclass(frozen=True)
class BadRow:
    """A row that was not read: on which line it begins, and why."""

    line: int
    reason: str


@dataclass(frozen=True)
class Kind:
    """A kind of table: what is known of its headers, and what is said where it is none."""

    what: str
    """As in "… is a table with a line of headers"."""
    columns: Callable[[Sequence[str]], Mapping[str, int]]
    """In which column each field stands, by the headers."""
    enough: Callable[[Mapping[str, int]], bool]
    """Whether these fields make it one."""
    missing: str
    """What is said where no line has enough headers. It repeats none: it may be a patient's."""


@dataclass(frozen=True)
class Table:
    """An opened table: its headers, which column says what, and its rows as they come."""

    header: Sequence[str]
    columns: Mapping[str, int]
    records: Iterator[Record]

    @property
    def told(self) -> dict[str, str]:
        """By the name of a field, the header of its column."""
        return {name: one_line(self.header[index]) for name, index in self.columns.items()}

    @property
    def not_read(self) -> tuple[str, ...]:
        """The headers of the columns that no field stands in."""
        used = set(self.columns.values())
        others = [one_line(name) for index, name in enumerate(self.header) if index not in used]
        return tuple(name for name in others if name)

    def rows(self) -> Iterator["tuple[int, list[str]] | BadRow"]:
        """The rows that say something: line and cells, as many as there are headers."""
        width = len(self.header)
        for line, cells in self.records:
            if isinstance(cells, str):
                yield BadRow(line, cells)
            elif any(map(str.strip, cells)) and cells != self.header:
                if len(cells) != width and (len(cells) < width or any(cells[width:])):
                    has = "1 column" if len(cells) == 1 else f"{len(cells)} columns"
                    yield BadRow(line, f"{has}, the headers are {width}")
                else:
                    yield line, cells


def open_table(lines: Iterable[str], kind: Kind) -> Table:
    """Find the headers of a table of text.

    Raises:
        DeskError: there is nothing in it, or it is not of that kind; says what to do.
    """
    coming = iter(lines)
    first = list(islice(coming, _HEADERS_WITHIN))
    if not any(line.strip("\ufeff\r\n\t ,;|") for line in first):
        raise _nothing(kind)
    best: tuple[str, int, list[str], Mapping[str, int]] | None = None
    for delimiter in _DELIMITERS:
        for line, header, columns in _headers(_records(first, delimiter), kind):
            if best is None or len(columns) > len(best[3]):
                best = (delimiter, line, header, columns)
    if best is None:
        raise DeskError(kind.missing)
    delimiter, at, header, columns = best
    return Table(header, columns, _behind(_records(chain(first, coming), delimiter), at))


def open_rows(rows: Iterable[Record], kind: Kind) -> Table:
    """Find the headers of a table that comes in rows, as out of a spreadsheet's own file.

    Raises:
        DeskError: there is nothing in it, or it is not of that kind; says what to do.
    """
    coming = iter(rows)
    first = list(islice(coming, _HEADERS_WITHIN))
    if not any(cells and any(map(str.strip, cells)) for _, cells in first):
        raise _nothing(kind)
    found = list(_headers(first, kind))
    if not found:
        raise DeskError(kind.missing)
    line, header, columns = max(found, key=lambda one: len(one[2]))
    return Table(header, columns, _behind(chain(first, coming), line))


def _nothing(kind: Kind) -> DeskError:
    return DeskError(f"There is nothing in it; {kind.what} is a table with a line of headers")


def _headers(
    records: Iterable[Record], kind: Kind
) -> Iterator[tuple[int, list[str], Mapping[str, int]]]:
    """The lines that name enough of what such a table can say."""
    for line, cells in records:
        if not isinstance(cells, str):
            columns = kind.columns(cells)
            if kind.enough(columns):
                yield line, cells, columns


def _behind(records: Iterable[Record], line: int) -> Iterator[Record]:
    """The rows behind that line."""
    coming = iter(records)
    for at, _ in coming:
        if at == line:
            break
    return coming


class _TooLong(Exception):
    pass


class _Lines:
    """Lines that can be given back: what an unclosed quote has swallowed is read again."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._again: deque[str] = deque()
        self.taken: list[str] = []
        self.before = 0
        """How many lines stand before the row that is being read."""

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if len(self.taken) >= LINES_A_ROW:
            raise _TooLong
        line = self._again.popleft() if self._again else next(self._lines)
        self.taken.append(line)
        return line

    def begin(self) -> None:
        """The row before is read."""
        self.before += len(self.taken)
        self.taken.clear()

    def give_back(self) -> None:
        """Of a row that can't be read, only its first line is done with."""
        self._again.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]


def _records(lines: Iterable[str], delimiter: str) -> Iterator[Record]:
    source = _Lines(lines)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    while True:
        source.begin()
        line = source.before + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _TooLong) as error:
            swallowed = len(source.taken) > 1 or "end of data" in str(error)
            source.give_back()
            yield line, _UNCLOSED if swallowed else _UNREADABLE
        else:
            if line == 1 and cells:
                cells[0] = cells[0].removeprefix("\ufeff")
            yield line, cells
