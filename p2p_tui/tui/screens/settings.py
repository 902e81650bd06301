"""What is one's own: colours, keys, bell. It follows a person to any terminal."""

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll

from p2p_tui.domain.preferences import Bell, Colours, Movement, Preferences
from p2p_tui.tui.screens.form import Form
from p2p_tui.tui.widgets.bars import Header, KeyBar, Line, NewsLine
from p2p_tui.tui.widgets.fields import Field

_FIELDS = (
    ("colours", "Colours", Colours),
    ("movement", "Moving in lists", Movement),
    ("bell", "The bell", Bell),
)


class SettingsScreen(Form):
    """A choice for each of one's own settings."""

    keeps_draft = False

    def __init__(self, draft_id: str) -> None:
        super().__init__(draft_id, "settings", {})

    def compose(self) -> ComposeResult:
        """The choices."""
        mine = self.ledger.me.preferences.model_dump(mode="json")
        yield Header("Desk", self.desk_app.notice)
        yield Line(id="title")
        with VerticalScroll(id="form", can_focus=False):
            for name, label, choices in _FIELDS:
                yield Field(name, label, choices=[one.value for one in choices], value=mine[name])
        with Vertical(id="foot"):
            yield Line(id="problem")
            yield NewsLine(id="news")
            yield KeyBar(id="keys")

    def started(self) -> None:
        """The first choice has the keys."""
        super().started()
        title = self.query_one("#title", Line)
        title.say((" MY SETTINGS ", "bold $accent"), ("  at every terminal", "$quiet"))
        keys = [("↑ ↓", "choose"), ("tab", "next"), ("ctrl+s", "save"), ("esc", "back")]
        self.query_one(KeyBar).keys(keys)
        self.field("colours").entry.focus()

    def save(self) -> None:
        """Have it so from now on."""
        desk, chosen = self.ledger.desk, Preferences.model_validate(self.body())
        self.desk_app.do(
            lambda: desk.say_of_myself(preferences=chosen),
            lambda _: self._saved_as(chosen),
            self.complain,
            keys_wait=True,
        )

    def _saved_as(self, chosen: Preferences) -> None:
        self.finish()
        self.desk_app.suit(chosen)
        self.desk_app.announce("Your settings are saved; they follow you to any terminal")
