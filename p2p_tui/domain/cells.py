"""What the cells of a table say, whichever spreadsheet or system wrote it: texts, dates, times."""

import re
from datetime import UTC, date, time, timedelta, timezone
from functools import lru_cache

from p2p_tui.domain.wording import MONTH_WORDS

_NOTHING = frozenset({"", "-", "--", "null", "(null)", "n/a", "na", "none", "nil", "#n/a", "nan"})
_NO_DATE = _NOTHING | {"0", "y", "n", "yes", "no", "true", "false", "tbd", "pending"}
_AS_TEXT = re.compile(r'="([^"]*)"')

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
UNREAD = date(1, 1, 2)
"""What stands for a date that can't be read."""
_CLOCK = re.compile(
    r"(?:^|[T ,])([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?"
    r" ?([ap]m?)?\.? ?(z|[+-][0-9]{2}:?[0-9]{2})?$",
    re.IGNORECASE,
)
_BARE = re.compile(r"([1-9]|1[0-2]):[0-9]{2}")


def read_date(text: str) -> date | None:
    """The date that a cell says, in whichever of the usual ways; None where it says none.

    ``2026-11-18``, ``11/18/2026`` (the month first), ``18-Nov-2026``, ``Nov 18, 2026``; a time
    behind it is left out.

    Raises:
        ValueError: it can't be read.
    """
    found = date_or_unread(text)
    if found is UNREAD:
        raise ValueError("not a date")
    return found


def cell_text(cell: str) -> str:
    """What a cell says: without what spreadsheets put before it so that it stays text."""
    cell = cell.strip()
    if cell[:1] in ("=", "'"):
        quoted = _AS_TEXT.fullmatch(cell)
        cell = quoted[1].strip() if quoted else cell.removeprefix("'")
    return "" if cell.casefold() in _NOTHING else cell


@lru_cache(maxsize=4096)
def date_or_unread(cell: str) -> date | None:
    """As ``read_date``, with ``UNREAD`` for what can't be read."""
    text = cell_text(cell)
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
            return UNREAD
        in_year = MONTH_WORDS[month.lower()] if month.isalpha() else int(month)
        on = date(int(year) + (2000 if len(year) == 2 else 0), in_year, int(day))
    except (KeyError, ValueError):
        return UNREAD
    if on in _STAND_INS:
        return None
    return on if 1900 <= on.year < 2200 else UNREAD


def read_clock(cell: str) -> time | None:
    """The time of day behind a date: ``11/18/2026 14:31``, ``2026-11-18T14:31:07-05:00``.

    It has a zone where the cell has one, as an offset. None where there is no time in it.
    """
    found = _CLOCK.search(cell_text(cell))
    if found is None:
        return None
    hour, minute, second, half, offset = found.groups()
    at = int(hour)
    if half:
        if not 0 < at <= 12:
            return None
        at = at % 12 + (12 if half.lower().startswith("p") else 0)
    try:
        return time(at, int(minute), int(second or 0), tzinfo=_offset(offset))
    except ValueError:
        return None


def read_time(cell: str) -> time | None:
    """The time that a cell of its own says: ``2:31 PM``, ``14:31``, ``02:31``, ``2:31:07``.

    None where it can't be read, or could be of the morning or of the afternoon (``2:31``).
    """
    text = cell_text(cell)
    bare = _BARE.fullmatch(text)
    return None if bare and int(bare[1]) <= 12 else read_clock(text)


def _offset(text: str | None) -> timezone | None:
    if not text:
        return None
    if text in "zZ":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    return timezone((-1 if text[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))
