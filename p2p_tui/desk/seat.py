"""One person at an office: who it is, what time it is, and how an act comes on record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from p2p_tui.desk.notes import Note, Notes
from p2p_tui.desk.office import Clock, Office
from p2p_tui.domain.errors import NotFound
from p2p_tui.domain.people import Staff
from p2p_tui.domain.refs import number_of, ref_of
from p2p_tui.domain.request import Request
from p2p_tui.domain.text import one_line
from p2p_tui.store import chain, requests


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
