"""An old tracker comes to the desk: each row a closed request, on record and found like any other.

A row is known again by what stands in it: bringing the same tracker in twice, or a longer one that
begins with it, doubles nothing.
"""

import hashlib
import hmac
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice

from p2p_tui.desk.seat import Seat
from p2p_tui.domain import tracker_rows
from p2p_tui.domain.headings import header_key
from p2p_tui.domain.refs import number_of, ref_of
from p2p_tui.domain.roles import Ability, require
from p2p_tui.domain.story import BROUGHT_IN, TRACKER_IMPORTED
from p2p_tui.domain.tables import BadRow, Kind, Table
from p2p_tui.domain.text import one_line
from p2p_tui.domain.tracker_columns import Ending
from p2p_tui.domain.tracker_rows import OldRow, read_rows
from p2p_tui.store import requests, walking

BATCH = 25
"""How many rows are written at a time: other writers wait for a batch, some 0.05 s."""
PAUSE_SECONDS = 0.025
"""How long others have the lock to themselves behind each batch."""


@dataclass(frozen=True)
class ReadRow:
    """A row that was read: on which line, how it ended, and whether it was here before."""

    line: int
    ending: Ending
    known: bool


@dataclass(frozen=True)
class TrackerImported:
    """What came of an old tracker, row by row."""

    source: str
    dry_run: bool
    """Whether nothing was written: it is what would come of it."""
    read: tuple[ReadRow, ...]
    bad: tuple[BadRow, ...]
    columns: Mapping[str, str]
    """By the name of a field, the header of its column."""
    not_read: tuple[str, ...]
    """The headers of the columns that no field stands in; they are kept in words."""

    @property
    def brought_in(self) -> int:
        """How many rows were new."""
        return sum(not one.known for one in self.read)

    @property
    def known(self) -> int:
        """How many rows were here before."""
        return sum(one.known for one in self.read)


@dataclass(frozen=True)
class _Named:
    """A row with the id of the act that brings it in."""

    act_id: str
    row: OldRow


class TrackerImport(Seat):
    """The part of a desk that brings an old tracker in."""

    def import_tracker(
        self,
        open_it: Callable[[Kind], Table],
        source: str,
        *,
        columns: Mapping[str, str] | None = None,
        endings: Mapping[str, Ending] | None = None,
        dry_run: bool = False,
    ) -> TrackerImported:
        """Bring in an old tracker, by the batch; the desk goes on meanwhile.

        ``columns`` (header to field, or to none) go before the usual headers, ``endings`` (words to
        what they mean) before the usual words. Each row that is new becomes a closed request with
        an event of its own; the record has one more for the whole. ``dry_run`` writes nothing.

        Raises:
            Refused: this person may not. DeskError: it is no tracker; says what to do.
            OfficeUnusableError: it stopped; what came in by then is there, and on record.
        """
        require(self.me, Ability.IMPORT_TRACKER)
        own, source = dict(columns or {}), one_line(source)
        table = open_it(tracker_rows.kind(own))
        said = {header_key(words): meant for words, meant in (endings or {}).items()}
        here = tracker_rows.Desk(
            self.office.roster(), self.office.hours.zone, self.clock(), source, said
        )
        left_out = {header_key(name) for name, field in own.items() if not field}
        rows = read_rows(table, here, lambda header: header_key(header) in left_out)
        read, bad = list[ReadRow](), list[BadRow]()
        try:
            self._bring_all(self._named(rows, bad), read, source, dry_run=dry_run)
        except BaseException:
            if read and not dry_run:
                with suppress(Exception):  # what stopped it is what is told
                    self._tracker_on_record(source, read, bad, stopped=True)
            raise
        if not dry_run:
            self._tracker_on_record(source, read, bad)
        return TrackerImported(
            source, dry_run, tuple(read), tuple(bad), table.told,
            tuple(name for name in table.not_read if header_key(name) not in left_out),
        )  # fmt: skip

    def _named(self, rows: Iterator[OldRow | BadRow], bad: list[BadRow]) -> Iterator[_Named]:
        """The rows that were read, each with the id of its act.

        It is a digest of what stands in the row, and of how often that stood there before: a row
        that is there twice comes in twice, and once again never. It says nothing without this
        desk's own salt.
        """
        with self.office.store.explained():
            salt = walking.own_salt().encode()
        seen = Counter[str]()
        for row in rows:
            if isinstance(row, BadRow):
                bad.append(row)
                continue
            content = row.content.encode("utf-8", errors="backslashreplace")
            digest = hmac.new(salt, content, hashlib.sha256).hexdigest()
            seen[digest] += 1
            yield _Named(f"tracker-{digest}-{seen[digest]}", row)

    def _bring_all(
        self, rows: Iterator[_Named], read: list[ReadRow], source: str, *, dry_run: bool
    ) -> None:
        while batch := list(islice(rows, BATCH)):
            known = self._done(batch)
            new = [one for one in batch if one.act_id not in known]
            if new and not dry_run:
                self._bring(new, source)
                self.office.let_others(PAUSE_SECONDS)
            read += [ReadRow(one.row.line, one.row.ending, one.act_id in known) for one in batch]

    def _done(self, rows: list[_Named]) -> set[str]:
        with self.office.store.explained():
            return walking.done(one.act_id for one in rows)

    def _bring(self, rows: list[_Named], source: str) -> None:
        """Bring rows in, all or none of them at a time, each once."""
        while rows:
            # The last one's event tells whether they are there, where the answer was lost. Somebody
            # may have brought in just that one meanwhile: then the others are looked at again.
            self.office.once(rows[-1].act_id, partial(self._put_rows, rows, source), lambda _: None)
            done = self._done(rows)
            rows = [one for one in rows if one.act_id not in done]

    def _put_rows(self, rows: list[_Named], source: str) -> None:
        done = walking.done(one.act_id for one in rows)
        number = number_of(requests.next_ref()) or 0
        for one in rows:
            if one.act_id not in done:
                request = one.row.request.model_copy(update={"ref": ref_of(number)})
                requests.insert(request)
                given = {"source": source, "line": one.row.line}
                self._record(BROUGHT_IN, None, request, given, one.act_id)
                number += 1

    def _tracker_on_record(
        self, source: str, read: list[ReadRow], bad: list[BadRow], *, stopped: bool = False
    ) -> None:
        act_id = self.office.new_id()
        known = sum(one.known for one in read)
        told = {"source": source, "brought_in": len(read) - known, "known": known,
                "not_read": len(bad), **({"stopped": True} if stopped else {})}  # fmt: skip
        body = {"before": {}, "after": {}, "given": told}
        self.office.once(
            act_id, lambda: self._event(TRACKER_IMPORTED, None, None, body, act_id), lambda _: None
        )
