"""What somebody read or copied, on record: a copy leaves only behind it, and where it may."""

from collections.abc import Iterable, Mapping
from typing import Any

from p2p_tui.desk.seat import Seat
from p2p_tui.domain.refs import number_of
from p2p_tui.domain.request import Request
from p2p_tui.domain.retention import numbers_in_pairs
from p2p_tui.domain.roles import Ability, require
from p2p_tui.domain.safety import check_copying
from p2p_tui.domain.story import COPIED, LISTED, SEARCHED, VIEWED
from p2p_tui.domain.text import one_line
from p2p_tui.store import in_common


class Copying(Seat):
    """The part of a desk that shows requests and lets them out."""

    def to_copy(self, ref: str, template: str = "", *, act_id: str | None = None) -> Request:
        """A request as it may be copied now: that it is copied is on record already.

        ``template`` names the one as which it leaves.

        Raises:
            DeskError: copying is switched off. Refused: it is not this person's to see.
            NotFound: there is no such request. OfficeUnusableError: it can't be put on record, so
            it must not leave.
        """
        act_id = act_id or self.office.new_id()

        def copy() -> Request:
            require(self.me, Ability.SEE_OPEN)
            check_copying(in_common.in_force().common.safety)
            request = self._get(ref)
            given = {"given": {"as": f"the template {template}"}} if template else {}
            self._event(COPIED, number_of(request.ref), None, given, act_id)
            return request

        return self._once(act_id, copy, lambda done: self._get(done.ref))

    def look(self, ref: str) -> None:
        """Put on record that this person opened a request."""
        self._note(VIEWED, ref)

    def found(self, ref: str, find: str) -> None:
        """Put on record that this person opened what a search had found, and what it was for."""
        self._note(SEARCHED, ref, {"find": one_line(find)})

    def copied(self, ref: str, form: str = "") -> None:
        """Put on record that this person copied a request out of the desk, and in which form."""
        self._note(COPIED, ref, {"as": form} if form else None)

    def copied_many(self, refs: Iterable[str], form: str) -> None:
        """Put on record that this person copied these requests out of the desk at once."""
        require(self.me, Ability.SEE_OPEN)
        numbers = sorted(number_of(ref) or 0 for ref in refs)
        given = {"as": form, "count": len(numbers), "numbers": numbers_in_pairs(numbers)}
        self._notes.take(LISTED, None, given)

    def _note(self, what: str, ref: str, given: Mapping[str, Any] | None = None) -> None:
        require(self.me, Ability.SEE_OPEN)
        self._notes.take(what, number_of(self._get(ref).ref), given)
