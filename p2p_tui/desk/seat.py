"""One person at an office: who it is, what time it is, and how an act comes on record."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from p2p_tui.desk.notes import Note, Notes
from p2p_tui.desk.office import Clock, Office
from p2p_tui.domain.errors import DeskError, Mistyped, NotFound
from p2p_tui.domain.people import Staff
from p2p_tui.domain.refs import number_of, ref_of
from p2p_tui.domain.request import Request
from p2p_tui.domain.story import Happening
from p2p_tui.domain.text import one_line
from p2p_tui.domain.wording import midnight
from p2p_tui.store import chain, requests

T = TypeVar("T")


class Seat:
    """What every part of a desk stands on."""

    def __init__(self, office: Office, username: str, *, account: str = "") -> None:
        self.office = office
        # As it is found, so it stands in the record: " tina" is Tina, and is told as such.
        self.username = one_line(username)
        self.account = account or self.username
        self._notes = Notes(office, self._write_note)

    @property
    def clock(self) -> Clock:
        """What time it is."""
        return self.office.clock

    @property
    def me(self) -> Staff:
        """This person, as the desk knows them now."""
        return self.office.person(self.username)

    def _get(self, ref: str) -> Request:
        """The request with that reference.

        Raises:
            NotFound: there is none, or there is none any more.
        """
        found = requests.get(ref)
        if found is not None:
            return found
        if requests.disposed_of(ref):
            number = number_of(ref)
            assert number is not None
            raise NotFound(
                f"{ref_of(number)} was kept as long as records are kept, and then removed"
            )
        raise NotFound(f"There is no request {ref.strip().upper() or '(no reference)'}")

    def _event(
        self,
        move: str,
        number: int | None,
        version: int | None,
        body: Mapping[str, Any],
        act_id: str,
        *,
        at: datetime | None = None,
    ) -> None:
        """Append an event of this person's to the record, inside a transaction."""
        chain.append(
            chain.NewEvent(
                act_id=act_id,
                at=at or self.clock(),
                actor=self.username,
                account=self.account,
                move=move,
                request_id=number,
                version=version,
                body=body,
            )
        )

    def _once(self, act_id: str, act: Callable[[], T], done: Callable[[Happening], T]) -> T:
        """Do an act just once (``Office.once``); what was done before is told to its author alone.

        Raises:
            DeskError: somebody else did another thing under the same mark.
        """

        def done_by_me(found: Happening) -> T:
            if found.actor != self.username:
                raise DeskError("Somebody else did that under the same mark; open it again")
            return done(found)

        return self.office.once(act_id, act, done_by_me)

    def _between(
        self, first: date | None, last: date | None
    ) -> tuple[datetime | None, datetime | None]:
        """From which moment until which days of the desk's reach, the end left out.

        Raises:
            Mistyped: the last day is before the first.
        """
        if first and last and last < first:
            raise Mistyped("The last day is before the first", "to")
        zone = self.office.hours.zone
        begins = midnight(first, zone) if first else None
        return begins, midnight(last + timedelta(days=1), zone) if last else None

    def _write_note(self, note: Note) -> None:
        body = {"given": dict(note.given)} if note.given else {}
        self._event(note.what, note.number, None, body, note.act_id, at=note.at)

    def _record(
        self,
        move: str,
        before: Request | None,
        after: Request,
        given: Mapping[str, Any],
        act_id: str,
    ) -> None:
        """Append what became of a request to the record, and make it findable by its words."""
        old, new = requests.difference(before, after)
        body = {"before": old, "after": new, "given": dict(given)}
        number = number_of(after.ref)
        self._event(move, number, after.version, body, act_id)
        words = requests.words_of(after)
        if number and (before is None or words != requests.words_of(before)):
            self.office.store.engine.index(number, words)
