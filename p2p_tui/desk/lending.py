"""Emergency access as leads open it, end it and review it."""

from collections.abc import Callable
from datetime import timedelta

from p2p_tui.desk.seat import Seat
from p2p_tui.domain import lending
from p2p_tui.domain.errors import NotFound
from p2p_tui.domain.lending import Lending
from p2p_tui.domain.people import Role
from p2p_tui.domain.roles import Ability, may, require
from p2p_tui.store import lending as store

SHOWN = 50
"""How many are shown: those to be reviewed first."""


class Lends(Seat):
    """The part of a desk that lends roles in an emergency."""

    def lend(
        self, username: str, role: Role, span: timedelta, reason: str, *, act_id: str | None = None
    ) -> Lending:
        """Lend somebody a role from now on, for a while.

        Raises:
            Refused: this person may not. Missing: there is no reason, or it is for too long.
            NotFound: nobody has that username. DeskError: they have the role already.
        """
        act_id = act_id or self.office.new_id()

        def lent() -> Lending:
            to = self.office.person(username)
            return lending.lend(
                to, role, span, reason, by=self.me, now=self.clock(), lending_id=act_id
            )

        return self._change(lending.LENT, act_id, act_id, lent)

    def end_lending(self, lending_id: str, *, act_id: str | None = None) -> Lending:
        """End it before its time; raises as ``domain.lending.end`` does."""

        def ended() -> Lending:
            return lending.end(self._lending(lending_id), by=self.me, now=self.clock())

        return self._change(lending.ENDED, lending_id, act_id, ended)

    def review_lending(self, lending_id: str, words: str, *, act_id: str | None = None) -> Lending:
        """Say what was found; raises as ``domain.lending.review`` does."""

        def reviewed() -> Lending:
            one, roster = self._lending(lending_id), self.office.roster()
            return lending.review(one, words, by=self.me, roster=roster, now=self.clock())

        return self._change(lending.REVIEWED, lending_id, act_id, reviewed)

    def lendings(self) -> tuple[Lending, ...]:
        """What was lent, newest first, what nobody has reviewed before all.

        Raises:
            Refused: this person may not.
        """
        require(self.me, Ability.AUDIT)
        with self.office.store.explained():
            return store.newest(SHOWN)

    def lendings_to_review(self) -> int:
        """How many are over and wait for a review; 0 for whom it does not concern."""
        if not may(self.me, Ability.AUDIT):
            return 0
        with self.office.store.explained():
            return store.to_review(self.clock())

    def _change(
        self, move: str, lending_id: str, act_id: str | None, change: Callable[[], Lending]
    ) -> Lending:
        act_id = act_id or self.office.new_id()

        def put() -> Lending:
            one = change()
            store.put(one)
            given = one.model_dump(mode="json", exclude={"id"}, exclude_defaults=True)
            self._event(move, None, None, {"given": {"lending": one.id, **given}}, act_id)
            return one

        return self._once(act_id, put, lambda _: self._lending(lending_id))

    def _lending(self, lending_id: str) -> Lending:
        found = store.get(lending_id)
        if found is None:
            raise NotFound("There is no such emergency access; see: p2p emergency")
        return found
