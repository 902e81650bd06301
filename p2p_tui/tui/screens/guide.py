"""The Guide: one of the main screens, at a step over whatever one is doing, and as it once was."""

from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from p2p_tui.domain.guide import Version
from p2p_tui.domain.guide_places import document_of
from p2p_tui.domain.typed_hours import write_dates
from p2p_tui.domain.wording import local
from p2p_tui.tui.keys import KEYS, binding
from p2p_tui.tui.screens.options import OptionsScreen
from p2p_tui.tui.screens.reading import Reading
from p2p_tui.tui.widgets.bars import Line


class GuideScreen(Reading):
    """The whole guide; it opens at one's own document."""

    BINDINGS: ClassVar[list[BindingType]] = [binding("views", "versions")]

    more_keys = (("views", "versions"),)

    tab = KEYS["guide"].label

    def started(self) -> None:
        """Begin with one's own document."""
        self.document = self.document or document_of(self.ledger.me)
        super().started()

    def action_versions(self) -> None:
        """See every version of the document that one reads."""
        desk, document = self.ledger.desk, self.version.document
        self.desk_app.do(
            lambda: desk.guide_versions(document),
            lambda found: self.desk_app.bring_up(VersionsScreen(found)),
            keys_wait=True,
        )


class GuideStepScreen(Reading):
    """The guide at the step that one is at. Back leads to what one was doing, as it was."""

    leads_back = True

    def go_back(self) -> None:
        """Back to it."""
        if self.in_front:
            self.dismiss()


class VersionsScreen(OptionsScreen):
    """Every version of a document: who put it in, and when. Enter reads one."""

    tab = KEYS["guide"].label

    def __init__(self, versions: tuple[Version, ...]) -> None:
        super().__init__()
        self._versions = versions

    def started(self) -> None:
        """The newest stands first."""
        self.query_one("#title", Line).say(
            (" VERSIONS  ", "bold $accent"), self._versions[0].title, ("  newest first", "$quiet")
        )
        self.show_keys(
            ("↑ ↓", "choose"), ("open", "read it"), ("back", "back"), rest=[("palette", "help")]
        )
        self.options.add_options([self._option(one) for one in self._versions])
        self.options.action_first()
        self.options.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Read it."""
        event.stop()
        self.desk_app.bring_up(OneVersionScreen(self._versions[event.option_index]))

    def _option(self, one: Version) -> Option:
        on = write_dates([local(one.at, self.ledger.zone).date()])
        said = f"{one.label:<6} {on:<12} {one.author(self.ledger.roster)}"
        return Option(Content.assemble(said, (f"   {one.title}", "$quiet")))


class OneVersionScreen(Reading):
    """A document as it was, or is, in one of its versions."""

    tab = KEYS["guide"].label
    leads_back = True

    def __init__(self, version: Version) -> None:
        super().__init__(version.document)
        self._version = version

    @property
    def versions(self) -> tuple[Version, ...]:
        """This one alone."""
        return (self._version,)

    def go_back(self) -> None:
        """Back to the others."""
        self.dismiss()
