"""What the desk has in common: when it is open, when it speaks up, how it is kept safe.

Leads set it for all.
"""

from textual.app import ComposeResult

from p2p_tui.desk import News
from p2p_tui.domain.errors import Mistyped
from p2p_tui.domain.in_common import CHANGED, InCommon, InForce
from p2p_tui.domain.roles import Ability, Right, right
from p2p_tui.domain.typed_common import (
    ATTENTION,
    LOCK_AFTER,
    NO,
    PHRASES,
    RECORD_PHRASES,
    SAFETY,
    YES,
    read_common,
    write_common,
)
from p2p_tui.domain.typed_hours import (
    CLOSED,
    DAYS,
    HOLIDAYS,
    OPEN_ON,
    STATE,
    in_a_line,
    write_dates,
)
from p2p_tui.domain.wording import local
from p2p_tui.tui.screens.form import Asking
from p2p_tui.tui.widgets.bars import Line
from p2p_tui.tui.widgets.fields import Field

_MORE_OF = {STATE: ", for its holidays too"}
_LINES = {CLOSED: 2, OPEN_ON: 2}
WHO_MAY = "A lead sets this for everybody; ask one"


class DeskSettingsScreen(Asking):
    """A field for the zone, one for each weekday, those about holidays, reminders and phrases.

    What is typed is kept on the screen alone: brought back on another day it would undo what
    somebody else has set meanwhile.
    """

    keeps_draft = False

    def __init__(self, draft_id: str) -> None:
        super().__init__(draft_id, "desk settings", {})
        self._shown = InForce()
        """What the fields were filled from; what differs from it was typed here."""
        self._seen = 0
        """The version that this person knows of: a newer one is not overwritten unasked."""
        self._tried: tuple[InCommon, int] | None = None
        self._act_id = ""

    @property
    def may(self) -> bool:
        """Whether this person may set it."""
        return right(self.ledger.me, Ability.LOOK_AFTER_DESK) is Right.YES

    def asks(self) -> ComposeResult:
        """The fields, as they stand now."""
        self._shown = self.ledger.desk.office.in_common
        self._seen = self._shown.version
        held = write_common(self._shown.common)
        yield Field("zone", "Time zone", value=held["zone"])
        for name, label in (DAYS | HOLIDAYS).items():
            lines, more = _LINES.get(name, 1), _MORE_OF.get(name, "")
            yield Field(name, f"{label}{more}", lines=lines, value=held[name])
        yield Line(id="reading")
        for name, label in ATTENTION.items():
            yield Field(name, label, value=held[name])
        for name, label in SAFETY.items():
            choices = () if name == LOCK_AFTER else (NO, YES)
            yield Field(name, label, choices=choices, value=held[name])
        yield Field(PHRASES, "Quick phrases, a line each", lines=4, value=held[PHRASES])
        label = "For the tracker, a line each"
        yield Field(RECORD_PHRASES, label, lines=4, value=held[RECORD_PHRASES])

    def started(self) -> None:
        """The zone has the keys, where they may type."""
        super().started()
        if self.may:
            self.show_form_keys("save for everybody", "back")
        else:
            self.show_keys(("back", "back"), rest=[("palette", "help")])
        for field in self.query(Field):
            field.entry.disabled = not self.may
        if self.may:
            self.field("zone").entry.focus()
        self.edited()

    def refresh_all(self) -> None:
        """Say who set it, and when."""
        super().refresh_all()
        told = self._shown
        by = self.ledger.roster.name(told.by)
        at = local(told.at, told.common.hours.zone).date() if told.at else None
        said = f"set by {by} on {write_dates([at])}" if at else "as every desk begins"
        self.query_one("#title", Line).say(
            (" DESK SETTINGS ", "bold $accent"), (f"  {said}", "$quiet")
        )

    def edited(self) -> None:
        """Read the hours back while they are typed; say who may where one may not."""
        try:
            read = read_common(self._typed(), self._shown.common)
            said = (f"= {in_a_line(read.hours)}", "$quiet")
        except Mistyped as no:
            said = (f"ask: {no}", "bold $late")
        self.query_one("#reading", Line).say(said if self.may else (WHO_MAY, "$accent"))

    def take_news(self, news: News) -> None:
        """Show what somebody else set meanwhile, but for the fields in which something is typed."""
        now = self.ledger.desk.office.in_common
        if self._saving or now.version <= self._shown.version:
            return
        kept = self._show_anew(now)
        if not kept:
            self._seen = now.version
        for event in news.happenings:
            if event.move == CHANGED:
                who = self.ledger.roster.name(event.actor)
                said = self.ledger.desk.tell(event, self.ledger.roster)
                self.announce(f"{who} {said}{'; what you typed stays' if kept else ''}")

    def save(self) -> None:
        """Have it so for everybody, from now on."""
        if not self.may:
            self.complain(WHO_MAY)
            return
        try:
            common = read_common(self._typed(), self._shown.common)
        except Mistyped as no:
            self.complain(str(no), no.field)
            return
        desk, seen = self.ledger.desk, self._seen
        if self._tried != (common, seen):
            self._tried, self._act_id = (common, seen), self.desk_app.office.new_id()
        act_id = self._act_id
        self.desk_app.do(
            lambda: desk.set_common(common, seen, act_id=act_id),
            self._saved_as,
            self._refused,
            keys_wait=True,
        )

    def _saved_as(self, now: InForce) -> None:
        changed = now.version != self._seen
        self.finish()
        said = "Saved for everybody at the desk" if changed else "Nothing was changed"
        self.desk_app.announce(said)

    def _refused(self, problem: str, field: str) -> None:
        """Say why, and show what stands there now, so that one can decide to save all the same."""
        office = self.ledger.desk.office
        self.desk_app.do(
            office.read_in_common,
            lambda now: self._look_again(problem, field, now),
            lambda _problem, _field: self.complain(problem, field),
            keys_wait=True,
        )

    def _look_again(self, problem: str, field: str, now: InForce) -> None:
        if now.version != self._seen:
            self._seen = now.version
            self._show_anew(now)
            problem += f". {self.ledger.key('save')} again saves what stands here"
        self.complain(problem, field)
        self.refresh_all()

    def _show_anew(self, now: InForce) -> bool:
        """Fill the fields in which nothing is typed; say whether there are others."""
        was, held = write_common(self._shown.common), write_common(now.common)
        self._shown = now
        kept = False
        for field in self.query(Field):
            if field.value == was[field.field_name]:
                field.fill(held[field.field_name])
            else:
                kept = kept or field.value != held[field.field_name]
        return kept

    def _typed(self) -> dict[str, str]:
        return {name: str(value) for name, value in self.body().items()}
