"""The Guide, one of the main screens, and the guide at a step, over whatever one is doing."""

from p2p_tui.domain.guide_places import document_of
from p2p_tui.tui.keys import KEYS
from p2p_tui.tui.screens.reading import Reading


class GuideScreen(Reading):
    """The whole guide; it opens at one's own document."""

    @property
    def tab(self) -> str:
        """Its own."""
        return KEYS["guide"].label

    def started(self) -> None:
        """Begin with one's own document."""
        self.document = self.document or document_of(self.ledger.me)
        super().started()


class GuideStepScreen(Reading):
    """The guide at the step that one is at. Back leads to what one was doing, as it was."""

    @property
    def tab(self) -> str:
        """That of the screen under it."""
        return KEYS[self.app.current_mode].label

    @property
    def leads_back(self) -> bool:
        """It stands over what one was doing."""
        return True

    def go_back(self) -> None:
        """Back to it."""
        self.dismiss()
