"""What is one's own: colours, density, keys, bell. It follows a person to any terminal."""

from textual.app import ComposeResult

from p2p_tui.domain.errors import Mistyped
from p2p_tui.domain.people import Staff
from p2p_tui.domain.preferences import Bell, Colours, Density, Movement, Notices, Preferences, Title
from p2p_tui.domain.typed_hours import read_span, write_day
from p2p_tui.tui import keys
from p2p_tui.tui.screens.form import Asking
from p2p_tui.tui.widgets.bars import Line
from p2p_tui.tui.widgets.fields import Field

_CHOICES = (
    ("colours", "Colours", Colours),
    ("density", "Lines", Density),
    ("movement", "Moving in lists", Movement),
    ("bell", "For callers: the bell", Bell),
    ("notices", "For callers: a notice", Notices),
    ("title", "The terminal's title", Title),
)
_NAMES = ", ".join(one.name for one in keys.KEYS.values() if not one.fixed)


class SettingsScreen(Asking):
    """A choice for each of one's own settings, one's extension, one's own keys."""

    keeps_draft = False

    def __init__(self, draft_id: str) -> None:
        super().__init__(draft_id, "settings", {})

    def asks(self) -> ComposeResult:
        """The choices, then what is typed."""
        me = self.ledger.me
        mine = me.preferences.model_dump(mode="json")
        for name, label, choices in _CHOICES:
            yield Field(name, label, choices=[one.value for one in choices], value=mine[name])
        yield Field("extension", "My extension", value=me.extension)
        works = write_day(me.preferences.works) if me.preferences.works else ""
        yield Field("works", "I work from – to", value=works)
        yield Field("keys", "My keys", lines=2, value=keys.written(me.preferences.keys))
        yield Line(id="names")

    def started(self) -> None:
        """The first choice has the keys."""
        super().started()
        title = self.query_one("#title", Line)
        title.say((" MY SETTINGS ", "bold $accent"), ("  at every terminal", "$quiet"))
        self.query_one("#names", Line).say(
            ("A line a key, like  acknowledge = A  for any of: ", "$quiet"), (_NAMES, "$quiet")
        )
        self.show_form_keys("save", "back", ("↑ ↓", "choose"))
        self.field("colours").entry.focus()

    def save(self) -> None:
        """Have it so from now on."""
        desk, said = self.ledger.desk, {name: str(value) for name, value in self.body().items()}
        extension, lines, works = said.pop("extension"), said.pop("keys"), said.pop("works")
        try:
            mine = keys.read(lines, Movement(said["movement"]))
            span = read_span(works, "I work from – to", "works") if works.strip() else None
        except keys.KeymapError as problem:
            self.complain(str(problem), "keys")
            return
        except Mistyped as problem:
            self.complain(str(problem), problem.field)
            return
        chosen = Preferences.model_validate({**said, "keys": mine, "works": span})
        self.desk_app.do(
            lambda: desk.say_of_myself(extension=extension, preferences=chosen),
            self._in_force,
            self.complain,
            keys_wait=True,
        )

    def _in_force(self, me: Staff) -> None:
        self.finish()
        self.desk_app.take_me(me)
        self.desk_app.announce("Your settings are saved; they follow you to any terminal")
