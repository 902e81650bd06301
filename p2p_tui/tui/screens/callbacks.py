"""The callbacks by day and hour: what is due before, at and after its time (R14)."""

from p2p_tui.domain.sections import Section
from p2p_tui.tui.screens.desk import Queue


class CallbacksScreen(Queue):
    """The agenda: the desk's clock in the first column, the provider's under it."""

    tab = "Callbacks"

    def shown(self) -> tuple[Section, ...]:
        """The callbacks that are not made yet, by their times."""
        return self.ledger.agenda()

    def nothing(self) -> str:
        """Why there is nothing to see."""
        return f"No callback is booked. {self.ledger.key('new')} places a new request."
