"""What both engines do alike with what a search finds."""

from typing import Any


def walk(found: Any, number: Any, below: int | None, above: int | None, limit: int) -> list[int]:
    """So many numbers of a query, newest first below a number, or oldest first above one."""
    if below is not None:
        found = found.where(number < below)
    if above is not None:
        found = found.where(number > above)
    order = number.desc() if above is None else number.asc()
    return [one for (one,) in found.order_by(order).limit(limit).tuples()]
