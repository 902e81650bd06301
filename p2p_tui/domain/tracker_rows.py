"""Reading an old tracker: each row is a closed request with what was documented of it.

Nothing is guessed. A row whose date or ending can't be read is told by its line, with a reason
that names columns and never repeats what stands in them; what else a row says and the desk has no
place for stays with the request, word for word.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from p2p_tui.domain.cells import UNREAD, cell_text, date_or_unread, read_clock, read_time
from p2p_tui.domain.details import Details
from p2p_tui.domain.headings import header_key
from p2p_tui.domain.pa_extract import number_trouble
from p2p_tui.domain.people import Roster
from p2p_tui.domain.request import (
    Addendum,
    ClosingReason,
    Closure,
    Determination,
    Documentation,
    Kind,
    Request,
    Status,
)
from p2p_tui.domain.tables import BadRow, Table
from p2p_tui.domain.tables import Kind as KindOfTable
from p2p_tui.domain.text import one_line
from p2p_tui.domain.tracker_columns import DAYS, HEADINGS, NUMBERS, Ending, ending
from p2p_tui.domain.wording import local

NOBODY = "not named"
"""Who did what the old tracker does not say who did."""
_YES = frozenset({"y", "yes", "true", "x", "1", "done", "given", "told"})
_NO = frozenset({"no", "n", "false", "0"})
_NOW = frozenset({"now", "immediate", "immediately", "no"})
_NONE_OFFERED = frozenset({"nonewasoffered", "noneoffered", "nonewinformation", "nonewinfo"})
_DETAILS = tuple(name for name in HEADINGS.fields if name in Details.model_fields)
_DOCUMENTED = tuple(
    name for name in HEADINGS.fields
    if name in Documentation.model_fields and name != "determination"
)  # fmt: skip
_MISSING = (
    "An old tracker has a column with the date of each request and one with its determination;"
    ' say which they are: --map "HEADER=date" --map "HEADER=determination"'
    " (p2p tracker import --help says what is known)"
)


@dataclass(frozen=True)
class OldRow:
    """A row that was read: on which line it begins, what it becomes, and by what it is known."""

    line: int
    request: Request
    """With no reference yet."""
    content: str
    """What stands in its cells, whichever their order and whatever heads them."""

    @property
    def ending(self) -> Ending:
        """How it ended."""
        if self.request.closure is not None:
            return self.request.closure.reason
        assert self.request.determination is not None
        return self.request.determination


@dataclass(frozen=True)
class Desk:
    """The desk that a tracker comes to: its people, its clock, and the tracker's own words."""

    roster: Roster
    zone: str
    now: datetime
    source: str
    endings: Mapping[str, Ending]


class _Unreadable(Exception):
    """Why a row can't be read."""


def kind(own: Mapping[str, str]) -> KindOfTable:
    """What makes a table an old tracker; ``own`` headers go before the usual ones."""
    return KindOfTable(
        what="an old tracker",
        columns=lambda header: HEADINGS.columns(header, own),
        enough=lambda found: "placed_on" in found and not _ENDS.isdisjoint(found),
        missing=_MISSING,
    )


_ENDS = frozenset({"determination", "closed_as"})


def read_rows(
    table: Table, desk: Desk, left_out: Callable[[str], bool]
) -> Iterator[OldRow | BadRow]:
    """The rows of a tracker; columns whose headers are ``left_out`` are not kept either."""
    used = set(table.columns.values())
    others = [
        (index, one_line(name)) for index, name in enumerate(table.header)
        if index not in used and not left_out(name)
    ]  # fmt: skip
    for row in table.rows():
        if isinstance(row, BadRow):
            yield row
            continue
        line, cells = row
        try:
            request = _Reading(table, cells, desk, line).request(others)
        except _Unreadable as no:
            yield BadRow(line, str(no))
        except ValidationError as no:
            # Its message would repeat what stands there.
            fields = sorted({str(one["loc"][0]) for one in no.errors() if one["loc"]})
            yield BadRow(line, f"it can't be kept: {', '.join(fields)}")
        else:
            yield OldRow(line, request, _content(cells))


class _Reading:
    """One row of a tracker, field by field; what is not taken is left over."""

    def __init__(self, table: Table, cells: list[str], desk: Desk, line: int) -> None:
        self._desk, self._line = desk, line
        self._header = {name: table.header[at] for name, at in table.columns.items()}
        self._cells = cells
        self._left = {
            name: said for name, at in table.columns.items() if (said := cell_text(cells[at]))
        }

    def request(self, others: list[tuple[int, str]]) -> Request:
        desk, how = self._desk, self._ending()
        placed_at = self._placed_at()
        called_at = self._moment("called_on", placed_at)
        closed_at = self._moment("documented_on", placed_at) or called_at or placed_at
        pharmacist = self._person("pharmacist", desk.roster.known_as)
        documents = isinstance(how, Determination)
        by = self._first_of(
            ("documented_by", "closed_by") if documents else ("closed_by", "documented_by")
        )
        placed_by = self._person("placed_by", desk.roster.anybody_known_as)
        self._check_numbers()
        details = {name: self._take(name) for name in _DETAILS if name in self._left}
        said = details.get("callback_words", "")
        ended: dict[str, Any]
        if isinstance(how, Determination):
            ended = {"documentation": self._documentation(how, closed_at, by or pharmacist)}
        else:
            ended = {"closure": self._closure(how, closed_at, by)}
        notes = self._take("notes")
        added = Addendum(at=closed_at, by=by or pharmacist or placed_by or NOBODY, words=notes)
        has_time = called_at is not None and called_at != placed_at
        return Request.model_validate(
            {
                **details,
                **ended,
                "ref": "",
                "kind": Kind.CALLBACK if said and said.casefold() not in _NOW else Kind.IMMEDIATE,
                "status": Status.CLOSED,
                "version": 1,
                "moved_version": 1,
                "placed_at": placed_at,
                "placed_by": placed_by or NOBODY,
                "since": closed_at,
                "waiting_since": placed_at,
                "holder": pharmacist or None,
                "connected_at": called_at if has_time else None,
                "closed_at": closed_at,
                "addenda": (added,) if notes else (),
                "not_understood": self._over(others),
                "source": f"{desk.source}, line {self._line}",
            }
        )

    def _check_numbers(self) -> None:
        for name in NUMBERS:
            told = number_trouble(self._left.get(name, ""), dialled=name == "phone")
            if told:
                raise _Unreadable(f"“{self._headed(name)}” {told}")

    def _ending(self) -> Ending:
        found = set[Ending]()
        for name in ("determination", "closed_as"):
            if name not in self._left:
                continue
            how = ending(self._take(name), self._desk.endings)
            if how is None:
                raise _Unreadable(f"“{self._headed(name)}” says no ending that the desk knows")
            found.add(how)
        if not found:
            raise _Unreadable("it does not say how it ended")
        if len(found) > 1:
            raise _Unreadable("it says two endings")
        return found.pop()

    def _placed_at(self) -> datetime:
        if "placed_on" not in self._left:
            raise _Unreadable(f"no date in “{self._headed('placed_on')}”")
        cell, own = self._left["placed_on"], self._left.get("placed_time", "")
        at = read_clock(cell) or read_time(own)
        day = self._day("placed_on")
        if day is None:
            raise _Unreadable(f"no date in “{self._headed('placed_on')}”")
        if at is not None and at == read_time(own):
            self._take("placed_time")
        self._keep_time("placed_on", cell, at)
        return self._not_ahead(_moment(day, at, self._desk.zone), "placed_on")

    def _moment(self, name: str, placed_at: datetime) -> datetime | None:
        """When something happened after it was placed; without a time, on the day that it says."""
        cell = self._left.get(name, "")
        at, day = read_clock(cell), self._day(name)
        if day is None:
            return None
        self._keep_time(name, cell, at)
        moment = self._not_ahead(_moment(day, at, self._desk.zone), name)
        if moment >= placed_at:
            return moment
        if at is None and local(placed_at, self._desk.zone).date() == day:
            return placed_at
        first, second = self._headed(name), self._headed("placed_on")
        raise _Unreadable(f"“{first}” is before “{second}”")

    def _keep_time(self, name: str, cell: str, at: time | None) -> None:
        """Leave a time that can't be read where it is: it stays with the request in its words."""
        if at is None and ":" in cell:
            self._left[name] = cell

    def _not_ahead(self, moment: datetime, name: str) -> datetime:
        if moment > self._desk.now:
            raise _Unreadable(f"the date in “{self._headed(name)}” is in the future")
        return moment

    def _day(self, name: str) -> date | None:
        found = date_or_unread(self._take(name))
        if found is UNREAD:
            raise _Unreadable(f"the date in “{self._headed(name)}” can't be read")
        return found

    def _person(self, name: str, known: Callable[[str], Any]) -> str:
        """The username of somebody whom the desk knows, else their name as it stands there."""
        words = one_line(self._take(name))
        found = known(words)
        return found.username if found else words

    def _first_of(self, names: tuple[str, ...]) -> str:
        """Who stands in the first of these columns that says somebody."""
        named = next((name for name in names if name in self._left), names[0])
        return self._person(named, self._desk.roster.anybody_known_as)

    def _documentation(self, how: Determination, at: datetime, by: str) -> Documentation:
        said: dict[str, Any] = {name: self._day(name) for name in DAYS}
        told = self._left.get("appeal_rights_told", "").casefold()
        if told in _YES | _NO:
            self._take("appeal_rights_told")
        # What is neither yes nor no stays with the request in its words.
        said["appeal_rights_told"] = told in _YES
        plain = (name for name in _DOCUMENTED if name not in said)
        said |= {name: self._take(name) for name in plain if name in self._left}
        if header_key(said.get("heard", "")) in _NONE_OFFERED:
            said |= {"heard": "", "none_offered": True}
        return Documentation(at=at, by=by or NOBODY, determination=how, **said)

    def _closure(self, how: ClosingReason, at: datetime, by: str) -> Closure:
        said_by, words = self._take("said_by"), self._take("words")
        return Closure(at=at, by=by or NOBODY, reason=how, said_by=said_by, words=words)

    def _over(self, others: list[tuple[int, str]]) -> str:
        """What is left over of the row, a line a column."""
        left = [(self._headed(name), said) for name, said in self._left.items()]
        left += [(header, cell_text(self._cells[at])) for at, header in others]
        return "\n".join(f"{header}: {said}" if header else said for header, said in left if said)

    def _take(self, name: str) -> str:
        return self._left.pop(name, "")

    def _headed(self, name: str) -> str:
        return one_line(self._header.get(name, ""))


def _moment(day: date, at: time | None, zone: str) -> datetime:
    """A moment on the desk's clock, or on the one that the time names; else as the day begins."""
    at = at or time()
    there = at.tzinfo or ZoneInfo(zone)
    return datetime.combine(day, at.replace(tzinfo=None), there).astimezone(UTC)


def _content(cells: list[str]) -> str:
    """By what a row is known again: its texts in one order, its dates in one spelling."""
    return "\n".join(sorted(filter(None, map(_spelled, cells))))


def _spelled(cell: str) -> str:
    text = cell_text(cell)
    found = date_or_unread(cell)
    if found is None or found is UNREAD:
        return one_line(text).casefold()
    if ":" not in text:
        return str(found)
    at = read_clock(cell)
    return f"{found} {at}" if at else one_line(text).casefold()
