"""A request leaves by the clipboard: on record first, and only where the desk allows it."""

from p2p_tui.desk.seat import Seat
from p2p_tui.domain.refs import number_of
from p2p_tui.domain.request import Request
from p2p_tui.domain.roles import Ability, require
from p2p_tui.domain.safety import check_copying
from p2p_tui.domain.story import COPIED
from p2p_tui.store import in_common


class Copying(Seat):
    """The part of a desk that lets words out to somebody's own clipboard."""

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
            given = {"given": {"template": template}} if template else {}
            self._event(COPIED, number_of(request.ref), None, given, act_id)
            return request

        return self.office.once(act_id, copy, lambda done: self._get(done.ref))
