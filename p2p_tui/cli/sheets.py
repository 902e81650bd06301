"""The tracker in the forms in which it leaves the desk: CSV, a spreadsheet, lines of JSON.

Each is written as the requests come: what stands in memory does not grow with them.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from p2p_tui.cli.documents import request_document
from p2p_tui.domain.request import Request
from p2p_tui.domain.tracker_sheet import COLUMNS, Cell, Reading, harmless, row, text
from p2p_tui.domain.wording import local

ROWS_A_SHEET = 1_048_575
"""How many requests a sheet holds, under its headers; the next sheet takes what is beyond."""
LONGEST_CELL = 32_767
"""How many characters a cell of a spreadsheet holds, as UTF-16 counts them."""
_CUT = " … (cut here; CSV and JSON have all of it)"
_AT_ONCE = 64 * 1024


def csv_pieces(requests: Iterable[Request], reading: Reading) -> Iterator[bytes]:
    """CSV in UTF-8: a row of headers, then a row a request. No cell is obeyed by a spreadsheet."""
    piece = io.StringIO()
    # Every text in quotes: it can't be taken for a number, nor parted at another delimiter.
    writer = csv.writer(piece, quoting=csv.QUOTE_ALL)
    writer.writerow([one.header for one in COLUMNS])
    for request in requests:
        writer.writerow([harmless(text(cell, reading.zone)) for cell in row(request, reading)])
        if piece.tell() >= _AT_ONCE:
            yield _taken(piece)
    yield _taken(piece)


def json_pieces(requests: Iterable[Request]) -> Iterator[bytes]:
    """A document a line, as ``p2p show --json`` prints it."""
    for request in requests:
        line = json.dumps(request_document(request), ensure_ascii=False)
        yield line.encode("utf-8", errors="backslashreplace") + b"\n"


def write_xlsx(
    requests: Iterable[Request], reading: Reading, into: IO[bytes], scratch: Path
) -> None:
    """A spreadsheet: dates as dates on the desk's clock, all else as text, and no formula ever.

    ``scratch`` is a folder for what is on its way; it is the caller's to remove.
    """
    from xlsxwriter import Workbook

    options = {
        "constant_memory": True, "tmpdir": str(scratch), "use_zip64": True,
        "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    workbook = Workbook(into, options)
    try:
        workbook.set_properties({"title": "P2P tracker", "comments": f"Times: {reading.zone}"})
        _Sheets(workbook, reading).write(requests)
        workbook.close()
    except BaseException:
        # What it has open is let go; it would be written at exit otherwise.
        for sheet in workbook.worksheets():
            sheet._opt_close()
        workbook.fileclosed = True
        raise


class _Sheets:
    def __init__(self, workbook: Any, reading: Reading) -> None:
        self._workbook, self._reading = workbook, reading
        self._head = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        self._text = workbook.add_format({"num_format": "@"})
        self._sheet: Any = None
        self._filled = 0
        self._count = 0

    def write(self, requests: Iterable[Request]) -> None:
        self._begin()
        for request in requests:
            if self._filled == ROWS_A_SHEET:
                self._end()
                self._begin()
            self._filled += 1
            for at, cell in enumerate(row(request, self._reading)):
                self._put(at, cell)
        self._end()

    def _begin(self) -> None:
        self._count += 1
        self._filled = 0
        name = "Tracker" if self._count == 1 else f"Tracker {self._count}"
        self._sheet = self._workbook.add_worksheet(name)
        self._sheet.freeze_panes(1, 1)
        for at, column in enumerate(COLUMNS):
            self._sheet.set_column(at, at, column.width)
            self._sheet.write_string(0, at, column.header, self._head)

    def _end(self) -> None:
        self._sheet.autofilter(0, 0, self._filled, len(COLUMNS) - 1)

    def _put(self, at: int, cell: Cell) -> None:
        sheet, line = self._sheet, self._filled
        if cell is None:
            return
        if isinstance(cell, datetime):
            there = local(cell, self._reading.zone).replace(tzinfo=None)
            sheet.write_datetime(line, at, there, self._moment)
        elif isinstance(cell, date):
            sheet.write_datetime(line, at, cell, self._day)
        elif isinstance(cell, int) and not isinstance(cell, bool):
            sheet.write_number(line, at, cell)
        else:
            sheet.write_string(line, at, _fitting(text(cell, self._reading.zone)), self._text)


def _fitting(told: str) -> str:
    """A text as a cell takes it: XML has no place for two characters, nor a cell for a book."""
    told = told.replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
    if len(told) * 2 > LONGEST_CELL and len(told.encode("utf-16-le")) // 2 > LONGEST_CELL:
        room = (LONGEST_CELL - len(_CUT)) * 2
        told = told.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore") + _CUT
    # The library writes what looks like its own markup as it is; a blank behind it makes it text.
    return f"{told} " if told.startswith("<r>") and told.endswith("</r>") else told


def _taken(piece: io.StringIO) -> bytes:
    told = piece.getvalue()
    piece.seek(0)
    piece.truncate()
    return told.encode("utf-8", errors="backslashreplace")
