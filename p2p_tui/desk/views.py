"""What is looked for in the tracker again and again: one's own views, and those of the desk."""

from p2p_tui.desk.seat import Seat
from p2p_tui.domain.roles import Ability, require
from p2p_tui.domain.views import USUAL, View, with_view, without_view


class Views(Seat):
    """The part of a desk that keeps views of the tracker."""

    def views(self) -> tuple[tuple[View, ...], tuple[View, ...], tuple[View, ...]]:
        """The views that every desk has, those that this desk's leads keep for all, one's own."""
        return USUAL, self.office.in_common.common.views, self.me.preferences.views

    def keep_view(self, view: View, *, for_all: bool = False) -> None:
        """Keep a view under its name, in the place of the one of that name.

        Raises:
            Refused: those for all are a lead's to set. Overtaken: they were changed meanwhile.
        """
        if for_all:
            self._set_for_all(with_view(self.office.read_in_common().common.views, view))
        else:
            self._set_own(with_view(self.me.preferences.views, view))

    def drop_view(self, name: str, *, for_all: bool = False) -> None:
        """Keep a view no more.

        Raises:
            Refused: those for all are a lead's to set. Overtaken: they were changed meanwhile.
        """
        if for_all:
            self._set_for_all(without_view(self.office.read_in_common().common.views, name))
        else:
            self._set_own(without_view(self.me.preferences.views, name))

    def _set_for_all(self, views: tuple[View, ...]) -> None:
        require(self.me, Ability.LOOK_AFTER_DESK)
        now = self.office.read_in_common()
        common = now.common.model_copy(update={"views": views})
        self.office.set_in_common(common, now.version, by=self.username, account=self.account)

    def _set_own(self, views: tuple[View, ...]) -> None:
        me = self.me
        preferences = me.preferences.model_copy(update={"views": views})
        self.office.put_own(
            me.model_copy(update={"preferences": preferences}), account=self.account
        )
