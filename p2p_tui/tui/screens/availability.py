"""What one says of oneself: available, at lunch until, away, out of the office from – to (R10)."""

from datetime import datetime

from textual.app import ComposeResult

from p2p_tui.domain.errors import Mistyped
from p2p_tui.domain.people import Absence, Availability, Staff
from p2p_tui.domain.presence import moment_words, standing
from p2p_tui.domain.typed_absences import (
    ABSENCES,
    UNTIL,
    read_absences,
    read_until,
    write_absences,
)
from p2p_tui.tui.screens.form import Asking
from p2p_tui.tui.widgets.bars import Line
from p2p_tui.tui.widgets.fields import Field

_LIKE = "back at: 12:30, 45 min, Mon 8 AM · out of office: Dec 21 – Jan 2, a line each"


class AvailabilityScreen(Asking):
    """A choice of six, when one is back, when one is out of the office, one's extension."""

    keeps_draft = False

    def __init__(self, draft_id: str) -> None:
        super().__init__(draft_id, "availability", {})

    def asks(self) -> ComposeResult:
        """The choice, then what is typed."""
        me, now, zone = self.ledger.me, self.ledger.desk.clock(), self.ledger.zone
        holds = me.until is not None and me.until > now
        over = me.until is not None and not holds
        said = Availability.AVAILABLE if over else me.availability
        yield Field(
            "availability", "I am", choices=[one.value for one in Availability],
            value=said.value,
        )  # fmt: skip
        back = moment_words(me.until, zone, now) if me.until and holds else ""
        yield Field(UNTIL, "Back at", value=back)
        away = write_absences(me.absences, zone, now)
        yield Field(ABSENCES, "Out of office, from – to", lines=2, value=away)
        yield Field("extension", "My extension", value=me.extension)
        yield Line(id="reading")

    def started(self) -> None:
        """The choice has the keys."""
        super().started()
        self.query_one("#title", Line).say(
            (" MY AVAILABILITY ", "bold $accent"),
            (f"  you are {self.ledger.standing(self.ledger.me).words(*self._here())}", "$quiet"),
        )
        self.show_form_keys("save", "back", ("↑ ↓", "choose"))
        self.field("availability").entry.focus()

    def edited(self) -> None:
        """Say back what was understood."""
        zone, now = self._here()
        try:
            until, absences = self._read()
        except Mistyped as no:
            self.query_one("#reading", Line).say((f"ask: {no}", "bold $late"))
            return
        parts = [f"back at {moment_words(until, zone, now)}"] if until else []
        parts += [
            f"out {moment_words(one.start, zone, now)} until {moment_words(one.end, zone, now)}"
            for one in absences
        ]
        said = f"= {'; '.join(parts)}" if parts else _LIKE
        self.query_one("#reading", Line).say((said, "$quiet"))

    def save(self) -> None:
        """Say it to everybody."""
        desk, said = self.ledger.desk, self.body()
        chosen, extension = Availability(str(said["availability"])), str(said["extension"])
        try:
            until, absences = self._read()
        except Mistyped as no:
            self.complain(str(no), no.field)
            return
        until = None if chosen is Availability.AVAILABLE else until
        self.desk_app.do(
            lambda: desk.say_of_myself(chosen, until=until, absences=absences, extension=extension),
            self._said,
            self.complain,
            keys_wait=True,
        )

    def _read(self) -> tuple[datetime | None, tuple[Absence, ...]]:
        said, (zone, now) = self.body(), self._here()
        until = read_until(str(said[UNTIL]), now, self.ledger.desk.office.hours)
        return until, read_absences(str(said[ABSENCES]), now, zone)

    def _here(self) -> tuple[str, datetime]:
        return self.ledger.zone, self.ledger.desk.clock()

    def _said(self, me: Staff) -> None:
        self.finish()
        self.desk_app.take_me(me)
        stands = standing(me, self.ledger.roster, self.ledger.desk.clock())
        self.desk_app.announce(f"You are {stands.words(*self._here())}")
