"""What a desk does with denied PAs: an extract of the PA system comes in, a number is looked up."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from p2p_tui.desk.seat import Seat
from p2p_tui.domain.denied_pas import IMPORTED, VIEWED, DeniedPA, of_the_desk
from p2p_tui.domain.pa_extract import BadRow, open_extract
from p2p_tui.domain.roles import Ability, require
from p2p_tui.domain.text import one_line
from p2p_tui.store import denied_pas


@dataclass(frozen=True)
class Imported:
    """What came of an extract: how many PAs were new, how many known, and what was not read."""

    source: str
    loaded: int
    updated: int
    bad: tuple[BadRow, ...]
    columns: Mapping[str, str]
    """By the name of a field, the header of its column."""
    not_read: tuple[str, ...]
    """The headers of the columns that say nothing to the desk."""


class DeniedPAs(Seat):
    """The part of a desk that knows the PA system's extract."""

    def import_pas(
        self,
        lines: Iterable[str],
        source: str,
        *,
        columns: Mapping[str, str] | None = None,
        act_id: str | None = None,
    ) -> Imported:
        """Load an extract, by the batch: what was known is updated, the desk goes on meanwhile.

        ``columns`` (header to field) go before the desk's own, and those before the usual headers.
        The record has one event of it, behind the last batch. Loading it again does no harm.

        Raises:
            Refused: this person may not. DeskError: it is no extract; says what to do.
            OfficeUnusableError: it stopped; what was loaded by then is there, and on record.
        """
        require(self.me, Ability.IMPORT_PAS)
        own = {**self.office.read_in_common().common.pa_columns, **(columns or {})}
        source = one_line(source)
        extract = open_extract(lines, own, loaded_at=self.clock(), source=source)
        bad: list[BadRow] = []
        counts = {"loaded": 0, "updated": 0}
        try:
            self._put_all(_good(extract.rows, bad), counts)
        except BaseException:
            if any(counts.values()):
                with suppress(Exception):  # what stopped it is what is told
                    self._record_import(source, {**counts, "not_read": len(bad), "stopped": True})
            raise
        self._record_import(source, {**counts, "not_read": len(bad)}, act_id)
        return Imported(
            source, counts["loaded"], counts["updated"], tuple(bad), extract.columns,
            extract.not_read,
        )  # fmt: skip

    def denied_pa(self, number: str) -> DeniedPA | None:
        """What the PA system says of a PA, by its number however it is typed.

        Its denying pharmacist is a username where the desk knows just one of that name (R9).

        Raises:
            Refused: this person works with no requests.
        """
        require(self.me, Ability.SEE_OPEN)
        with self.office.store.explained():
            found = denied_pas.get(number)
        return None if found is None else of_the_desk(found, self.office.roster())

    def saw_pa(self, pa: DeniedPA) -> None:
        """Put on record that this person was shown what the PA system says of a PA."""
        require(self.me, Ability.SEE_OPEN)
        self._notes.take(VIEWED, None, {"pa_number": pa.pa_number})

    def _put_all(self, pas: Iterator[DeniedPA], counts: dict[str, int]) -> None:
        store = self.office.store
        while batch := list(islice(pas, denied_pas.BATCH)):
            store.check()
            with store.writing_plainly():
                new, known = denied_pas.put(store.engine, batch)
            counts["loaded"] += new
            counts["updated"] += known

    def _record_import(
        self, source: str, told: Mapping[str, int], act_id: str | None = None
    ) -> None:
        act_id = act_id or self.office.new_id()

        body = {"before": {}, "after": {}, "given": {"source": source, **told}}

        def append() -> None:
            self._event(IMPORTED, None, None, body, act_id)

        self.office.once(act_id, append, lambda _: None)


def _good(rows: Iterator[DeniedPA | BadRow], bad: list[BadRow]) -> Iterator[DeniedPA]:
    for row in rows:
        if isinstance(row, BadRow):
            bad.append(row)
        else:
            yield row
