"""Reading a spreadsheet's own file, where the library for it is installed."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from p2p_tui.cli.main import UsageError
from p2p_tui.domain.tables import Record


def rows_of(data: bytes, name: str) -> tuple[Iterator[Record], int]:
    """The rows of its first sheet, each with its number, as text; and about how many there are.

    Raises:
        UsageError: it can't be read; says what to do.
    """
    try:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError:
        raise UsageError(
            f"{name} is a spreadsheet's own file: save it as CSV and import that, or install what"
            " reads it: pip install 'p2p-tui[xlsx]'"
        ) from None
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, IndexError, ValueError):
        raise UsageError(f"{name} can't be read as a spreadsheet; save it as CSV") from None
    return _rows(sheet), sheet.max_row or 0


def _rows(sheet: Any) -> Iterator[Record]:
    width = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        cells = [_text(value) for value in values]
        # A sheet tells its cells to the last that was ever touched: empty ones behind are none.
        while cells and not cells[-1]:
            cells.pop()
        width = max(width, len(cells))
        yield number, cells + [""] * (width - len(cells))


def _text(value: Any) -> str:
    """What a cell says, as CSV would have it; a number as it stands, with no ``.0`` behind it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
