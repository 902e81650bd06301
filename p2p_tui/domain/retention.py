"""How long records are kept: spans as people type them, and what went on record of a disposal."""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from p2p_tui.domain.errors import Mistyped
from p2p_tui.domain.text import one_line
from p2p_tui.domain.wording import MONTHS

PURGED = "purged"
"""Under which name it stands in the record that requests, or what is like them, were removed."""
HELD, RELEASED = "legal_hold", "hold_released"
_SPAN = re.compile(r"([1-9][0-9]{0,4}) ?(y|m|d)[a-z]*")
_FIRST_YEAR = 1900
_LIKE = "type it like 6y, 72m or 2190d"


def day_before(typed: str, today: date) -> date:
    """The day that lies so long before today: ``6y``, ``72m``, ``2190d``.

    What was closed before that day is older. Where a month is too short, its last day is meant.

    Raises:
        Mistyped: it is no span, or longer than the calendar.
    """
    found = _SPAN.fullmatch(one_line(typed).casefold())
    if found is None:
        raise Mistyped(f"“{one_line(typed)}” is no span of time; {_LIKE}", "older_than")
    count = int(found[1])
    try:
        if found[2] == "d":
            day = today - timedelta(days=count)
        else:
            months = today.year * 12 + today.month - 1 - count * (12 if found[2] == "y" else 1)
            year, month = months // 12, months % 12 + 1
            day = date(year, month, min(today.day, monthrange(year, month)[1]))
        if day.year < _FIRST_YEAR:
            raise OverflowError
        return day
    except (ValueError, OverflowError):
        raise Mistyped(f"“{one_line(typed)}” is longer than the calendar; {_LIKE}",
                       "older_than") from None  # fmt: skip


def numbers_in_pairs(numbers: list[int]) -> list[list[int]]:
    """Rising numbers as a few pairs, each the first and last of a row without a gap."""
    pairs: list[list[int]] = []
    for number in numbers:
        add_to_pairs(pairs, number)
    return pairs


def add_to_pairs(pairs: list[list[int]], number: int) -> None:
    """Add the next of rising numbers to their pairs."""
    if pairs and pairs[-1][1] == number - 1:
        pairs[-1][1] = number
    else:
        pairs.append([number, number])


def in_pairs(pairs: Iterable[Sequence[int]], number: int) -> bool:
    """Say whether a number is in one of these pairs."""
    return any(first <= number <= last for first, last in pairs)


def counted(count: int, one: str, more: str = "") -> str:
    """A number with the word for what it counts: ``1 request``, ``1,200 requests``."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def full_date(on: date) -> str:
    """A date with its year: ``Nov 20, 2020``."""
    return f"{MONTHS[on.month - 1]} {on.day}, {on.year}"


def tell(given: Mapping[str, Any]) -> str:
    """A disposal in words: ``removed for good 200 requests from before Nov 20, 2020 …``."""
    try:
        told = [
            counted(given["requests"], "request") if given["requests"] else "",
            counted(given["loose"], "note of PAs looked at and calls taken up",
                    "notes of PAs looked at and calls taken up") if given["loose"] else "",
            counted(given["denied_pas"], "denied PA") if given["denied_pas"] else "",
        ]  # fmt: skip
        what = ", ".join(one for one in told if one)
        proof = f", the words of {counted(given['payloads'], 'event')} with them (proof"
        proof = f"{proof} {given['proof'][:12]})" if given["payloads"] else ""
        day = full_date(date.fromisoformat(given["before"]))
        return f"removed for good {what} from before {day}{proof}"
    except (KeyError, TypeError, ValueError):
        return "removed for good what had been kept long enough"
