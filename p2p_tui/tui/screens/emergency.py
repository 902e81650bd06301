"""Emergency access: what is lent, what waits for a review, and the two forms about it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from p2p_tui.domain.errors import Mistyped
from p2p_tui.domain.lending import USUAL, Lending, read_length, told, why
from p2p_tui.domain.people import Role
from p2p_tui.domain.text import one_line
from p2p_tui.domain.wording import dated, local
from p2p_tui.tui.keys import binding
from p2p_tui.tui.screens.form import Asking
from p2p_tui.tui.screens.options import OptionsScreen
from p2p_tui.tui.widgets.bars import Line
from p2p_tui.tui.widgets.fields import Field, LineInput

_WHO, _ROLE, _SPAN, _REASON, _WORDS = "who", "role", "span", "reason", "words"


class EmergencyScreen(OptionsScreen):
    """Each time that a role was lent: those that nobody has reviewed stand first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("new", "lend"),
        Binding("delete", "end", "end it now", show=False, id="emergency.end"),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._found: tuple[Lending, ...] = ()

    def started(self) -> None:
        """The list has the keys."""
        self.query_one("#title", Line).say(
            (" EMERGENCY ACCESS  ", "bold $accent"),
            ("a role lent for a while, on record", "$quiet"),
        )
        self.show_keys(
            ("new", "lend a role"), ("open", "review"), ("delete", "end it now"), ("back", "back"),
            rest=[("palette", "help")],
        )  # fmt: skip
        self.options.focus()

    def resumed(self) -> None:
        """Read it again."""
        super().resumed()
        self.desk_app.do(self.ledger.desk.lendings, self._show, keys_wait=True)

    def action_lend(self) -> None:
        """Ask to whom, as what, for how long and why."""
        self.desk_app.bring_up(LendScreen(self.desk_app.office.new_id()))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Review one that is over."""
        event.stop()
        one = self._chosen()
        if one is None:
            return
        if one.runs(self.ledger.desk.clock()):
            self.announce("It still runs: delete ends it, then it can be reviewed")
        elif one.reviewed_at is not None:
            self.announce(f"{self.ledger.roster.name(one.reviewed_by)}: {one_line(one.review)}")
        else:
            self.desk_app.bring_up(ReviewScreen(self.desk_app.office.new_id(), one))

    def action_end(self) -> None:
        """End it before its time."""
        one, desk = self._chosen(), self.ledger.desk
        if one is not None:
            self.desk_app.do(lambda: desk.end_lending(one.id), self._ended, keys_wait=True)

    def _ended(self, one: Lending) -> None:
        self.resumed()
        self.announce(f"{self.ledger.roster.name(one.username)} acts as a {one.role} no more")

    def _chosen(self) -> Lending | None:
        chosen = self.options.highlighted_option
        return next((one for one in self._found if chosen and one.id == chosen.id), None)

    def _show(self, found: tuple[Lending, ...]) -> None:
        if not self.here:
            return
        self._found = found
        options = self.options
        at = options.highlighted
        options.clear_options()
        options.add_options([self._option(one) for one in found])
        if not found:
            key = self.ledger.key("new")
            nothing = Content(f"No role was ever lent. {key} lends one, for a day at most.")
            options.add_option(Option(nothing, disabled=True))
        elif at is not None:
            options.highlighted = min(at, options.option_count - 1)
        else:
            options.action_first()

    def _option(self, one: Lending) -> Option:
        now, zone, roster = self.ledger.desk.clock(), self.ledger.zone, self.ledger.roster
        said = f"{dated(local(one.lent_at, zone).date())}  {told(one, roster, now, zone)}"
        style = "" if one.runs(now) or one.reviewed_at else "bold $late"
        about = f"\n    {why(one, roster)}"
        return Option(Content.assemble((said, style), (about, "$quiet")), id=one.id)


class LendScreen(Asking):
    """To whom, as what, for how long, why."""

    keeps_draft = False

    def __init__(self, draft_id: str) -> None:
        super().__init__(draft_id, "emergency access", {})

    def asks(self) -> ComposeResult:
        """The four of them."""
        yield Field(_WHO, "To whom")
        yield Field(_ROLE, "As what", choices=[role.value for role in Role])
        yield Field(_SPAN, "For how long", value=f"{USUAL.seconds // 3600} h")
        yield Field(_REASON, "Why; it is on record", lines=2)
        yield Line(id="reading")

    def started(self) -> None:
        """Names complete as one types."""
        super().started()
        self.query_one("#title", Line).say((" LEND A ROLE ", "bold $accent"))
        said = "It ends by itself. Another lead reviews it then, by what the record says was done."
        self.query_one("#reading", Line).say((said, "$quiet"))
        names = [one.name for one in self.ledger.roster.staff if not one.disabled]
        entry = self.field(_WHO).entry
        if isinstance(entry, LineInput):
            entry.suggester = SuggestFromList(names, case_sensitive=False)
        self.show_form_keys("lend", "back", ("↑ ↓", "choose"))

    def save(self) -> None:
        """Lend it."""
        said = {name: str(value) for name, value in self.body().items()}
        who = self.ledger.roster.anybody_known_as(said[_WHO])
        if who is None:
            self.complain("To whom? A name or username of the desk", _WHO)
            return
        if not said[_ROLE]:
            self.complain("As what? Choose a role", _ROLE)
            return
        try:
            length = read_length(said[_SPAN])
        except Mistyped as no:
            self.complain(str(no), no.field)
            return
        desk, role = self.ledger.desk, Role(said[_ROLE])
        self.desk_app.do(
            lambda: desk.lend(who.username, role, length, said[_REASON], act_id=self.draft_id),
            self._lent,
            self.complain,
            keys_wait=True,
        )

    def _lent(self, one: Lending) -> None:
        self.finish()
        self.desk_app.announce(f"{self.ledger.roster.name(one.username)} acts as a {one.role} too")


class ReviewScreen(Asking):
    """What was found."""

    keeps_draft = False

    def __init__(self, draft_id: str, one: Lending) -> None:
        super().__init__(draft_id, f"review {one.id}", {})
        self._one = one

    def asks(self) -> ComposeResult:
        """The words."""
        yield Field(_WORDS, "What you found", lines=3)
        yield Line(id="reading")

    def started(self) -> None:
        """Say which."""
        super().started()
        now, zone = self.ledger.desk.clock(), self.ledger.zone
        said = told(self._one, self.ledger.roster, now, zone)
        self.query_one("#title", Line).say((" REVIEW ", "bold $accent"), f" {said}")
        self.query_one("#reading", Line).say((f"lent because: {self._one.reason}", "$quiet"))
        self.show_form_keys("reviewed", "back")

    def save(self) -> None:
        """Put it on record."""
        desk, words = self.ledger.desk, str(self.body()[_WORDS])
        self.desk_app.do(
            lambda: desk.review_lending(self._one.id, words, act_id=self.draft_id),
            lambda _: self._reviewed(),
            self.complain,
            keys_wait=True,
        )

    def _reviewed(self) -> None:
        self.finish()
        self.desk_app.announce("Reviewed; it is on record")
