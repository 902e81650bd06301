"""What is looked for in the tracker again and again: the desk's views and one's own."""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from p2p_tui.domain import finding
from p2p_tui.domain.finding import Find
from p2p_tui.domain.views import View
from p2p_tui.tui.rows import fit
from p2p_tui.tui.screens.options import OptionsScreen
from p2p_tui.tui.widgets.bars import Line

_TITLES = ("ALWAYS THERE", "OF THIS DESK", "YOUR OWN")
_WIDTH = 28


class ViewsScreen(OptionsScreen):
    """One line a view; Enter looks for it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("delete", "drop", "keep it no more", show=False, id="views.drop"),
    ]  # fmt: skip

    tab = "Tracker"

    def __init__(self, then: Callable[[Find], None]) -> None:
        super().__init__()
        self._then = then
        self._views: list[tuple[int, View]] = []

    def started(self) -> None:
        """The list has the keys."""
        key = self.ledger.key("filters")
        self.query_one("#title", Line).say(
            (" VIEWS  ", "bold $accent"), (f"{key} on the Tracker keeps another", "$quiet")
        )
        self.show_keys(
            ("↑ ↓", "choose"), ("open", "look for it"), ("delete", "keep it no more"),
            ("back", "back"), rest=[("palette", "help")],
        )  # fmt: skip
        self._read()
        self.options.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Look for what it says."""
        event.stop()
        if not self.in_front:
            return
        view = self._views[int(event.option_id or 0)][1]
        find, problem = finding.read(view.find, self.ledger.roster, self.ledger.today())
        self.app.pop_screen()
        self._then(find)
        if problem:
            self.desk_app.announce(problem, bad=True)

    def action_drop(self) -> None:
        """Keep one no more."""
        chosen = self.options.highlighted_option
        if chosen is None or chosen.id is None:
            return
        kind, view = self._views[int(chosen.id)]
        if kind == 0:
            self.announce("That one is always there")
            return
        desk = self.ledger.desk
        self.desk_app.do(
            lambda: desk.drop_view(view.name, for_all=kind == 1),
            lambda _: self._dropped(view.name),
            keys_wait=True,
        )

    def _dropped(self, name: str) -> None:
        self._read()
        self.announce(f"“{name}” is kept no more")

    def _read(self) -> None:
        desk = self.ledger.desk
        self.desk_app.do(desk.views, self._show, keys_wait=True)

    def _show(self, found: tuple[tuple[View, ...], ...]) -> None:
        if not self.here:
            return
        options = self.options
        at = options.highlighted
        options.clear_options()
        self._views = []
        for kind, (title, views) in enumerate(zip(_TITLES, found, strict=True)):
            if not views:
                continue
            options.add_option(Option(Content.assemble((title, "bold $accent")), disabled=True))
            for view in views:
                line = Content.assemble(f"  {fit(view.name, _WIDTH)} ", (view.find, "$quiet"))
                options.add_option(Option(line, id=str(len(self._views))))
                self._views.append((kind, view))
        if at is None:
            options.action_first()
        else:
            options.highlighted = min(at, options.option_count - 1)
