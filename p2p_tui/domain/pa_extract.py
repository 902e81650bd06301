"""Reading an extract of the PA system: a table of text with a line of headers.

What can be read is read; of every other row it is said on which line it stands and what is wrong
with it. The reason names columns and never repeats what stands in them.
"""

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import chain, islice

from p2p_tui.domain.denied_pas import DeniedPA, number_key
from p2p_tui.domain.errors import DeskError
from p2p_tui.domain.pa_columns import DATES, columns
from p2p_tui.domain.text import one_line
from p2p_tui.domain.wording import MONTH_WORDS

LONGEST_NUMBER = 100
"""How many characters a PA number has at most."""
LINES_A_ROW = 30
"""Over how many lines one row may go, where a cell has line ends in it."""
_HEADERS_WITHIN = 60
"""Within how many lines the headers are looked for."""
_DELIMITERS = ",;\t|"

_NOTHING = frozenset({"", "-", "--", "null", "(null)", "n/a", "na", "none", "nil", "#n/a", "nan"})
_NO_DATE = _NOTHING | {"0", "y", "n", "yes", "no", "true", "false", "tbd", "pending"}
_AS_TEXT = re.compile(r'="([^"]*)"')
_FORMULA = re.compile(r"[=+@]")
_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+[0-9]+")

_TIME = r"(?:[T ,]+[0-9]{1,2}:[0-9]{2}.*)?"
_ISO = re.compile(rf"([0-9]{{4}})[-/.]([0-9]{{1,2}})[-/.]([0-9]{{1,2}}){_TIME}")
_PLAIN = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_US = re.compile(rf"([0-9]{{1,2}})[/-]([0-9]{{1,2}})[/-]([0-9]{{4}}|[0-9]{{2}}){_TIME}")
_DAY_FIRST = re.compile(
    rf"([0-9]{{1,2}})[ -]([A-Za-z]{{3,9}})\.?[ ,-]+([0-9]{{4}}|[0-9]{{2}}){_TIME}"
)
_MONTH_FIRST = re.compile(rf"([A-Za-z]{{3,9}})\.? ([0-9]{{1,2}}),? ([0-9]{{4}}){_TIME}")
_STAND_INS = frozenset({date(1, 1, 1), date(1900, 1, 1), date(9999, 12, 31)})
"""What systems write where they have no date."""
_UNREAD = date(1, 1, 2)
"""What stands for a date that can't be read."""


@dataclass(frozen=True)
class BadRow:
    """A row that was not read: on which line it begins, and why."""

    line: int
    reason: str


@dataclass(frozen=True)
class Extract:
    """An opened extract: which column says what, and its rows, read as they are asked for."""

    columns: Mapping[str, str]
    """By the name of a field, the header of its column."""
    not_read: tuple[str, ...]
    """The headers of the columns that say nothing to the desk."""
    rows: Iterator[DeniedPA | BadRow]


def open_extract(
    lines: Iterable[str], own: Mapping[str, str], *, loaded_at: datetime, source: str
) -> Extract:
    """Find the headers of an extract; ``own`` are the desk's own, header to field.

    Raises:
        DeskError: there is nothing in it, or no column for PA numbers; says what to do.
    """
    coming = iter(lines)
    first = list(islice(coming, _HEADERS_WITHIN))
    if not any(line.strip("\ufeff\r\n\t ,;|") for line in first):
        raise DeskError("There is nothing in it; an extract is a table with a line of headers")
    found = _find_headers(first, own)
    rest = _records(chain(first, coming), found.delimiter)
    for line, _ in rest:
        if line == found.line:
            break
    told = {name: one_line(found.header[index]) for name, index in found.columns.items()}
    used = set(found.columns.values())
    others = [one_line(name) for index, name in enumerate(found.header) if index not in used]
    reader = _Reader(found, loaded_at, source)
    return Extract(told, tuple(name for name in others if name), reader.read(rest))


def read_date(text: str) -> date | None:
    """The date that a cell says, in whichever of the usual ways; None where it says none.

    ``2026-11-18``, ``11/18/2026`` (the month first), ``18-Nov-2026``, ``Nov 18, 2026``; a time
    behind it is left out.

    Raises:
        ValueError: it can't be read.
    """
    found = _read_date(text)
    if found is _UNREAD:
        raise ValueError("not a date")
    return found


@dataclass(frozen=True)
class _Headers:
    delimiter: str
    line: int
    header: Sequence[str]
    columns: Mapping[str, int]


class _Reader:
    def __init__(self, headers: _Headers, loaded_at: datetime, source: str) -> None:
        self._width = len(headers.header)
        self._texts = [item for item in headers.columns.items() if item[0] not in DATES]
        self._dates = [item for item in headers.columns.items() if item[0] in DATES]
        self._header = headers.header
        self._came = {"loaded_at": loaded_at, "source": source}

    def read(self, records: Iterable["_Record"]) -> Iterator[DeniedPA | BadRow]:
        for line, cells in records:
            if isinstance(cells, str):
                yield BadRow(line, cells)
            elif any(map(str.strip, cells)) and cells != self._header:
                yield self._row(line, cells)

    def _row(self, line: int, cells: list[str]) -> DeniedPA | BadRow:
        if len(cells) != self._width and (len(cells) < self._width or any(cells[self._width :])):
            has = "1 column" if len(cells) == 1 else f"{len(cells)} columns"
            return BadRow(line, f"{has}, the headers are {self._width}")
        said: dict[str, object] = {name: _text(cells[index]) for name, index in self._texts}
        problem = _number_problem(str(said["pa_number"]))
        if problem:
            return BadRow(line, problem)
        for name, index in self._dates:
            said[name] = _read_date(cells[index])
            if said[name] is _UNREAD:
                return BadRow(line, f"the date in “{one_line(self._header[index])}” can't be read")
        return DeniedPA.model_validate({**said, **self._came})


def _number_problem(number: str) -> str:
    key = number_key(number)
    if not key:
        return "no PA number"
    if _FORMULA.match(number):
        return "the PA number is a formula"
    if _ROUNDED.fullmatch(number):
        return "the PA number was rounded by a spreadsheet; export it as text"
    longest = max(len(key), len(one_line(number)))
    return "the PA number is too long" if longest > LONGEST_NUMBER else ""


def _text(cell: str) -> str:
    """What a cell says: without what spreadsheets put before it so that it stays text."""
    cell = cell.strip()
    if cell[:1] in ("=", "'"):
        quoted = _AS_TEXT.fullmatch(cell)
        cell = quoted[1].strip() if quoted else cell.removeprefix("'")
    return "" if cell.casefold() in _NOTHING else cell


@lru_cache(maxsize=4096)
def _read_date(cell: str) -> date | None:
    text = _text(cell)
    if text.casefold() in _NO_DATE or not text.strip("0-/.: "):
        return None
    try:
        if found := _ISO.fullmatch(text) or _PLAIN.fullmatch(text):
            year, month, day = found.groups()
        elif found := _US.fullmatch(text):
            month, day, year = found.groups()
        elif found := _DAY_FIRST.fullmatch(text):
            day, month, year = found.groups()
        elif found := _MONTH_FIRST.fullmatch(text):
            month, day, year = found.groups()
        else:
            return _UNREAD
        in_year = MONTH_WORDS[month.lower()] if month.isalpha() else int(month)
        on = date(int(year) + (2000 if len(year) == 2 else 0), in_year, int(day))
    except (KeyError, ValueError):
        return _UNREAD
    if on in _STAND_INS:
        return None
    return on if 1900 <= on.year < 2200 else _UNREAD


# -- rows of a table of text

_Record = tuple[int, list[str] | str]
"""The line on which a row begins, and its cells, or what is wrong with it."""


_UNCLOSED = "a quote is not closed"
_UNREADABLE = "its quotes are not right, or a cell of it is too long"


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


def _records(lines: Iterable[str], delimiter: str) -> Iterator[_Record]:
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


def _find_headers(first: Sequence[str], own: Mapping[str, str]) -> _Headers:
    """The line that names most of what an extract can say, by whichever delimiter."""
    best: _Headers | None = None
    for delimiter in _DELIMITERS:
        for line, cells in _records(first, delimiter):
            if isinstance(cells, str):
                continue
            found = columns(cells, own)
            if "pa_number" in found and (best is None or len(found) > len(best.columns)):
                best = _Headers(delimiter, line, cells, found)
    if best is None:
        # Without headers the first line is a patient's: it is not repeated.
        raise DeskError(
            "No column is headed as PA numbers are; say which it is:"
            ' --map "HEADER=PA number" (p2p pa import --help says what is known)'
        )
    return best
