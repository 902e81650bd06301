"""Who saw this: the record of a request's member, for leads. Reading it is on record too."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from p2p_tui.domain.auditing import Access, Of, Subject
from p2p_tui.domain.request import Request
from p2p_tui.tui.keys import binding
from p2p_tui.tui.screens.base import Base
from p2p_tui.tui.widgets.bars import Header, KeyBar, Line, NewsLine

NEWEST = 200
"""How many of the newest are shown; `p2p audit show` has all."""


class AuditScreen(Base):
    """When, who and what, newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("back", "app.pop_screen"), binding("quit", "app.pop_screen"),
    ]  # fmt: skip

    def __init__(self, request: Request) -> None:
        super().__init__()
        self._request = request

    def compose(self) -> ComposeResult:
        """Title, what the record says, keys."""
        yield Header("Desk", self.desk_app.notice)
        yield Line(id="title")
        yield OptionList(id="begun")
        with Vertical(id="foot"):
            yield NewsLine(id="news")
            yield KeyBar(id="keys")

    def started(self) -> None:
        """Ask the record: of the member where one is known, else of the request."""
        one, desk = self._request, self.ledger.desk
        by_member = Subject(of=Of.MEMBER, value=one.member_id)
        subject = by_member if one.member_id else Subject(of=Of.REQUEST, value=one.ref)
        self.query_one("#title", Line).say(
            (" WHO SAW THIS  ", "bold $accent"), subject.told(), ("  newest first", "$quiet")
        )
        self.show_keys(("↑ ↓", "scroll"), ("back", "back"), rest=[("palette", "help")])
        self.query_one(OptionList).focus()
        self.desk_app.do(lambda: desk.accesses(subject, newest=NEWEST), self._show, keys_wait=True)

    def _show(self, found: tuple[Access, ...]) -> None:
        if not self.here:
            return
        options = self.query_one(OptionList)
        options.add_options([self._option(one) for one in reversed(found)])
        if len(found) == NEWEST:
            more = Content.assemble(("Older ones: p2p audit show", "$quiet"))
            options.add_option(Option(more, disabled=True))
        options.action_first()

    def _option(self, one: Access) -> Option:
        zone, roster = self.ledger.zone, self.ledger.roster
        about = f"\n    {one.who(roster)}  {one.whose}".rstrip()
        return Option(Content.assemble(f"{one.when(zone)}  {one.said}", (about, "$quiet")))
