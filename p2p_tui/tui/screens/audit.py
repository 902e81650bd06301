"""Who saw this: the record of a request's member, for leads. Reading it is on record too."""

from textual.content import Content
from textual.widgets.option_list import Option

from p2p_tui.domain.auditing import Access, Of, Subject
from p2p_tui.domain.request import Request
from p2p_tui.tui.screens.options import OptionsScreen
from p2p_tui.tui.widgets.bars import Line

NEWEST = 200
"""How many of the newest are shown; `p2p audit show` has all."""


class AuditScreen(OptionsScreen):
    """When, who and what, newest first."""

    def __init__(self, request: Request) -> None:
        super().__init__()
        self._request = request

    def started(self) -> None:
        """Ask the record: of the member where one is known, else of the request."""
        one, desk = self._request, self.ledger.desk
        by_member = Subject(of=Of.MEMBER, value=one.member_id)
        subject = by_member if one.member_id else Subject(of=Of.REQUEST, value=one.ref)
        self.query_one("#title", Line).say(
            (" WHO SAW THIS  ", "bold $accent"), subject.told(), ("  newest first", "$quiet")
        )
        self.show_keys(("↑ ↓", "scroll"), ("back", "back"), rest=[("palette", "help")])
        self.options.focus()
        self.desk_app.do(lambda: desk.accesses(subject, newest=NEWEST), self._show, keys_wait=True)

    def _show(self, found: tuple[Access, ...]) -> None:
        if not self.here:
            return
        options = self.options
        options.add_options([self._option(one) for one in reversed(found)])
        if len(found) == NEWEST:
            more = Content.assemble(("Older ones: p2p audit show", "$quiet"))
            options.add_option(Option(more, disabled=True))
        options.action_first()

    def _option(self, one: Access) -> Option:
        zone, roster = self.ledger.zone, self.ledger.roster
        about = f"\n    {one.who(roster)}  {one.whose}".rstrip()
        return Option(Content.assemble(f"{one.when(zone)}  {one.said}", (about, "$quiet")))
