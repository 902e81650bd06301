"""What one says of oneself: available, at lunch, away …"""

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll

from p2p_tui.domain.people import Availability
from p2p_tui.tui.screens.form import Form
from p2p_tui.tui.widgets.bars import Header, KeyBar, Line, NewsLine
from p2p_tui.tui.widgets.fields import Field


class AvailabilityScreen(Form):
    """A choice of six, and the extension to which calls are transferred."""

    keeps_draft = False

    def __init__(self, draft_id: str) -> None:
        super().__init__(draft_id, "availability", {})

    def compose(self) -> ComposeResult:
        """The choice, then the extension."""
        me = self.ledger.me
        yield Header("Desk", self.desk_app.notice)
        yield Line(id="title")
        with VerticalScroll(id="form", can_focus=False):
            yield Field(
                "availability", "I am", choices=[one.value for one in Availability],
                value=me.availability.value,
            )  # fmt: skip
            yield Field("extension", "My extension", value=me.extension)
        with Vertical(id="foot"):
            yield Line(id="problem")
            yield NewsLine(id="news")
            yield KeyBar(id="keys")

    def started(self) -> None:
        """The choice has the keys."""
        super().started()
        self.query_one("#title", Line).say((" MY AVAILABILITY ", "bold $accent"))
        self.show_keys(
            ("↑ ↓", "choose"), ("save", "save"), ("back", "back"), rest=[("palette", "help")]
        )
        self.field("availability").entry.focus()

    def save(self) -> None:
        """Say it to everybody."""
        desk, said = self.ledger.desk, self.body()
        chosen, extension = Availability(str(said["availability"])), str(said["extension"])
        self.desk_app.do(
            lambda: desk.say_of_myself(chosen, extension=extension),
            lambda _: self._said(chosen),
            self.complain,
            keys_wait=True,
        )

    def _said(self, chosen: Availability) -> None:
        self.dismiss()
        self.desk_app.announce(f"Your availability: {chosen.value}")
