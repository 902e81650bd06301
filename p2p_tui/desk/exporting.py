"""The tracker leaves the desk as a file: who took what, and what became of it, is on record."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from p2p_tui.desk.seat import Seat
from p2p_tui.domain.refs import number_of
from p2p_tui.domain.request import Request
from p2p_tui.domain.retention import add_to_pairs
from p2p_tui.domain.roles import Ability, Right, require
from p2p_tui.domain.story import EXPORTED, EXPORTING
from p2p_tui.store import walking
from p2p_tui.store.finding import Sight


@dataclass(frozen=True)
class Wanted:
    """Which requests an export is asked for: those placed on these days of the desk's calendar,
    both included; None for no bound."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Found:
    """What an export is of: how many requests there were when it began, and they as they come."""

    total: int
    requests: Iterator[Request]


@dataclass(frozen=True)
class Exported:
    """What was exported: how many requests, and the SHA-256 of the bytes that hold them."""

    count: int
    sha256: str


class Exporting(Seat):
    """The part of a desk that lets the tracker out."""

    def export(
        self, form: str, write: Callable[[Found], str], wanted: Wanted | None = None
    ) -> Exported:
        """Let ``write`` write requests, the first placed first, a page at a time.

        ``write`` returns the SHA-256 of what it wrote. The record has an event before the first
        request is read, and one behind the last with count and digest. One that stops on the way
        is on record as stopped; one that was killed stands there as begun.

        Raises:
            Refused: this person may not. Mistyped: the last day is before the first.
            OfficeUnusableError: nothing is exported that can't be put on record.
        """
        wanted = wanted or Wanted()
        level = require(self.me, Ability.EXPORT)
        span = self._between(wanted.first, wanted.last)
        sight = None if level is Right.YES else Sight(self.username, None)
        told = {
            "format": form,
            "from": wanted.first.isoformat() if wanted.first else None,
            "to": wanted.last.isoformat() if wanted.last else None,
            "whose": "all" if sight is None else "own",
        }
        act_id = self.office.new_id()
        with self.office.store.explained():
            total = walking.count(*span, sight)
        self._export_on_record(EXPORTING, told, act_id)
        counted = _Counted(self._walk(*span, sight))
        try:
            digest = write(Found(total, counted))
        except BaseException:
            with suppress(Exception):  # what stopped it is what is told
                stopped = {**told, **counted.told, "sha256": "", "stopped": True}
                self._export_on_record(EXPORTED, stopped, f"{act_id}-end")
            raise
        self._export_on_record(
            EXPORTED, {**told, **counted.told, "sha256": digest}, f"{act_id}-end"
        )
        return Exported(counted.count, digest)

    def _walk(
        self,
        placed_from: datetime | None,
        placed_to: datetime | None,
        sight: Sight | None,
    ) -> Iterator[Request]:
        after, store = 0, self.office.store
        while True:
            with store.explained():
                page = walking.walk(after, walking.PAGE, placed_from, placed_to, sight)
            yield from page
            if len(page) < walking.PAGE:
                return
            after = number_of(page[-1].ref) or 0

    def _export_on_record(self, what: str, given: Mapping[str, Any], act_id: str) -> None:
        body = {"before": {}, "after": {}, "given": dict(given)}
        self.office.once(
            act_id, lambda: self._event(what, None, None, body, act_id), lambda _: None
        )


class _Counted(Iterator[Request]):
    """Requests as they come, how many of them came, and which."""

    def __init__(self, coming: Iterator[Request]) -> None:
        self._coming = coming
        self.count = 0
        self._numbers: list[list[int]] = []

    @property
    def told(self) -> dict[str, Any]:
        """As it goes on record: so it can be told later whose data was in it."""
        return {"count": self.count, "numbers": self._numbers}

    def __next__(self) -> Request:
        one = next(self._coming)
        self.count += 1
        add_to_pairs(self._numbers, number_of(one.ref) or 0)
        return one
