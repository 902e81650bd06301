"""The guide as all read it, and a lead putting in the desk's own version of a document (R19)."""

import hashlib

from p2p_tui.desk.seat import Seat
from p2p_tui.domain import guide
from p2p_tui.domain.errors import Overtaken
from p2p_tui.domain.guide import SET, Version
from p2p_tui.domain.roles import Ability, require
from p2p_tui.domain.story import Happening
from p2p_tui.domain.wording import clock_zone, day
from p2p_tui.store import guide as store


class Guides(Seat):
    """The part of a desk that keeps the guide."""

    def guide(self) -> tuple[Version, ...]:
        """Every document, in the version that all read.

        Raises:
            NotFound: this person is disabled.
        """
        self.office.person(self.username)
        with self.office.store.explained():
            return guide.in_force(store.current())

    def guide_versions(self, document: str) -> tuple[Version, ...]:
        """Every version of a document, newest first; the shipped one is the last.

        Raises:
            NotFound: there is no such document, or this person is disabled.
        """
        first = guide.first(document)
        self.office.person(self.username)
        with self.office.store.explained():
            return (*store.every(document), first)

    def set_guide(
        self, document: str, text: str, seen: int, *, act_id: str | None = None
    ) -> Version:
        """Put in the desk's own version of a document for all, where ``seen`` is the newest.

        Raises:
            Refused: this person may not. NotFound: there is no such document. Mistyped: it is
            empty or too long. Overtaken: somebody put in another meanwhile; says who and when.
        """
        act_id = act_id or self.office.new_id()
        shipped = guide.first(document)

        def put() -> Version:
            require(self.me, Ability.LOOK_AFTER_DESK)
            before = store.current().get(document, shipped)
            if before.number != seen:
                raise self._meanwhile(before)
            after = guide.following(before, text, by=self.username, at=self.clock())
            if after.text == before.text:
                return before
            store.add(after)
            digest = hashlib.sha256(after.text.encode()).hexdigest()
            given = {"document": document, "number": after.number, "sha256": digest}
            self._event(SET, None, None, {"given": given}, act_id)
            return after

        def done(event: Happening) -> Version:
            every = store.every(str(event.given["document"]))
            return next(one for one in every if one.number == event.given["number"])

        return self._once(act_id, put, done)

    def _meanwhile(self, now: Version) -> Overtaken:
        """The answer to somebody who saw another version than the newest."""
        if not now.by:
            return Overtaken(f"The newest version is {now.label}, which ships with the program")
        who = "You" if now.by == self.username else self.office.roster().name(now.by)
        zone = self.office.hours.zone
        when = f"{day(now.at, zone, self.clock())}, {clock_zone(now.at, zone)}"
        said = f"{who} put in version {now.label} meanwhile ({when})"
        return Overtaken(f"{said}: look at it first. Nothing was lost")
