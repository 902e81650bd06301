"""Choosing a lesson: all that there are, and how the learner stands in each."""

from pathlib import Path
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from p2p_tui.desk.office import utc_now
from p2p_tui.domain.preferences import Colours
from p2p_tui.training.lessons import SEATS, Found, shipped
from p2p_tui.training.records import Folder, Standing, standings
from p2p_tui.tui.app import DeskApp, styles_folder
from p2p_tui.tui.ground import Ground
from p2p_tui.tui.theme import THEMES
from p2p_tui.tui.widgets.bars import Hint, KeyBar, Line

FOR = {"technician": "FOR TECHNICIANS", "pharmacist": "FOR PHARMACISTS", "lead": "FOR LEADS"}


class ChoosingScreen(Screen[None]):
    """The lessons, a seat after the other."""

    takes_keys = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape", "app.leave", "leave", show=False),
    ]

    def __init__(self, folder: Folder) -> None:
        super().__init__()
        self._folder = folder

    def compose(self) -> ComposeResult:
        """Title, lessons, what one is about, keys."""
        yield Line(id="title")
        yield OptionList(*self._options(), id="options")
        with Vertical(id="foot"):
            yield Line(id="about")
            yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """The list has the keys, at the first lesson that is not done."""
        self.query_one("#title", Line).say(
            (" TRAINING ", "bold reverse"), f"  {self._folder.learner}",
            ("   nobody in it is real; nothing of it reaches the desk", "$quiet"),
        )  # fmt: skip
        self.query_one(KeyBar).keys(
            [Hint("open", "enter", "take it"), Hint("", "↑ ↓", "choose"), Hint("", "q", "leave")]
        )
        lessons = self.query_one(OptionList)
        done = {one.lesson for one in standings(self._folder.finished())}
        names = [one.name for one in shipped()]
        first = next((name for name in names if name not in done), names[0])
        lessons.highlighted = lessons.get_option_index(first)
        lessons.focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say what it is about."""
        found = {one.name: one for one in shipped()}.get(event.option_id or "")
        self.query_one("#about", Line).say(f" {found.lesson.about}" if found else "")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take it."""
        if event.option_id and isinstance(self.app, ChoosingApp):
            self.app.chosen = event.option_id
            self.app.exit()

    def _options(self) -> list[Option]:
        stands = {one.lesson: one for one in standings(self._folder.finished())}
        options: list[Option] = []
        for seat in SEATS:
            options.append(Option(Content(f"\n{FOR[seat]}"), disabled=True))
            options += [
                Option(
                    _line(one, stands.get(one.name), begun=bool(self._folder.resumed(one))),
                    id=one.name,
                )
                for one in shipped()
                if one.lesson.seat == seat
            ]
        return options


class ChoosingApp(Ground):
    """The list of lessons, before one sits down to a desk."""

    TITLE = "P2P training"
    CSS_PATH: ClassVar[Any] = [*DeskApp.CSS_PATH, styles_folder() / "coach.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "nothing", show=False, priority=True),
        Binding("ctrl+c", "leave", show=False, priority=True),
    ]

    def __init__(self, folder: Folder, log_folder: Path | None) -> None:
        super().__init__(log_folder, utc_now)
        self._folder = folder
        self.chosen: str | None = None
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = THEMES[Colours.DARK].name

    def get_default_screen(self) -> Screen[None]:
        """The lessons."""
        return ChoosingScreen(self._folder)

    def keep_typing(self) -> bool:
        """Nothing is typed here."""
        return True

    def action_leave(self) -> None:
        """Leave without taking one."""
        self.exit()

    def action_nothing(self) -> None:
        """A key that does nothing."""


def choose(folder: Folder, log_folder: Path | None) -> str | None:
    """Let the learner choose a lesson; None where they leave."""
    app = ChoosingApp(folder, log_folder)
    app.run()
    return app.chosen


def _line(found: Found, done: Standing | None, *, begun: bool) -> Content:
    """A lesson, and how the learner stands in it."""
    lesson = found.lesson
    said = f"best {done.best}" if done else ""
    if begun:
        said = f"begun, {said}" if said else "begun"
    mark = "✓" if done else " "
    return Content.assemble(
        (f"{mark} ", "bold $ready"), f"{lesson.title:<48}",
        (f"{lesson.minutes} min  ", "$quiet"), (said, "$accent"),
    )  # fmt: skip
