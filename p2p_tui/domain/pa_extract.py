"""Reading an extract of the PA system: a table of text with a line of headers.

What can be read is read; of every other row it is said on which line it stands and what is wrong
with it. The reason names columns and never repeats what stands in them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from p2p_tui.domain.cells import UNREAD, cell_text, date_or_unread, read_date
from p2p_tui.domain.denied_pas import DeniedPA, number_key
from p2p_tui.domain.pa_columns import DATES, columns
from p2p_tui.domain.tables import LINES_A_ROW, BadRow, Kind, Table, open_table
from p2p_tui.domain.text import one_line

__all__ = ["LINES_A_ROW", "LONGEST_NUMBER", "BadRow", "Extract", "open_extract", "read_date"]

LONGEST_NUMBER = 100
"""How many characters a PA number has at most."""
_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+[0-9]+")
_MISSING = (
    "No column is headed as PA numbers are; say which it is:"
    ' --map "HEADER=PA number" (p2p pa import --help says what is known)'
)


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
    kind = Kind(
        what="an extract",
        columns=lambda header: columns(header, own),
        enough=lambda found: "pa_number" in found,
        missing=_MISSING,
    )
    table = open_table(lines, kind)
    return Extract(table.told, table.not_read, _Reader(table, loaded_at, source).read())


class _Reader:
    def __init__(self, table: Table, loaded_at: datetime, source: str) -> None:
        self._table = table
        self._texts = [item for item in table.columns.items() if item[0] not in DATES]
        self._dates = [item for item in table.columns.items() if item[0] in DATES]
        self._came = {"loaded_at": loaded_at, "source": source}

    def read(self) -> Iterator[DeniedPA | BadRow]:
        for row in self._table.rows():
            yield row if isinstance(row, BadRow) else self._row(*row)

    def _row(self, line: int, cells: list[str]) -> DeniedPA | BadRow:
        said: dict[str, object] = {name: cell_text(cells[index]) for name, index in self._texts}
        problem = _number_problem(str(said["pa_number"]))
        if problem:
            return BadRow(line, problem)
        for name, index in self._dates:
            said[name] = date_or_unread(cells[index])
            if said[name] is UNREAD:
                header = one_line(self._table.header[index])
                return BadRow(line, f"the date in “{header}” can't be read")
        return DeniedPA.model_validate({**said, **self._came})


def _number_problem(number: str) -> str:
    key = number_key(number)
    if not key:
        return "no PA number"
    if told := number_trouble(number):
        return f"the PA number {told}"
    longest = max(len(key), len(one_line(number)))
    return "the PA number is too long" if longest > LONGEST_NUMBER else ""


def number_trouble(number: str, *, dialled: bool = False) -> str:
    """What a spreadsheet did to a number, behind the number's name; empty where it is well.

    One that is ``dialled`` may begin with a plus.
    """
    if number.startswith(("=", "@") if dialled else ("=", "@", "+")):
        return "is a formula"
    if _ROUNDED.fullmatch(number):
        return "was rounded by a spreadsheet; export it as text"
    return ""
