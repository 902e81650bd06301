"""The form of a move: its needs as the table of moves names them. Document is one of them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.suggester import SuggestFromList
from textual.widgets import Static

from p2p_tui.domain.guide_places import Place
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.lifecycle import BY_NAME, Move
from p2p_tui.domain.needs import Form as NeedForm
from p2p_tui.domain.needs import Need
from p2p_tui.domain.outside_hours import outside_hours
from p2p_tui.domain.people import Doing
from p2p_tui.domain.request import Request
from p2p_tui.domain.spoken import Reading
from p2p_tui.domain.story import Happening
from p2p_tui.domain.wording import window_words
from p2p_tui.tui.keys import MOVE_NAMES
from p2p_tui.tui.portrait import portrait
from p2p_tui.tui.rows import listed
from p2p_tui.tui.screens.form import Form
from p2p_tui.tui.states import state_words
from p2p_tui.tui.widgets.bars import Header, KeyBar, Line, NewsLine
from p2p_tui.tui.widgets.fields import Field, LineInput, WordsArea

_DONE = {
    "document": "documented and closed",
    "close": "closed without a P2P",
    "another_time": "has the time that the provider asked for",
}


class MoveScreen(Form):
    """Asks for what a move needs, with the request beside it where there is room."""

    def __init__(self, move: Move, request: Request, draft_id: str, body: dict[str, Any]) -> None:
        super().__init__(draft_id, f"{move.name} {request.ref}", body)
        self._move = move
        self._request = request

    def compose(self) -> ComposeResult:
        """Title, fields, the request, what is wrong, keys."""
        yield Header("Desk", self.desk_app.notice)
        yield Line(id="title")
        with Horizontal(id="middle"):
            with VerticalScroll(id="form", can_focus=False):
                yield from self.asks()
            with VerticalScroll(id="detail", can_focus=False):
                yield Static("", id="detail-text", markup=False)
        with Vertical(id="foot"):
            yield Line(id="problem")
            yield Line(id="kept")
            yield NewsLine(id="news")
            yield KeyBar(id="keys")

    def asks(self) -> ComposeResult:
        """A field for each thing that the move needs, and how a time in them is read."""
        for need in self.needs:
            yield self._field(need)
        yield Line(id="reading")

    @property
    def needs(self) -> tuple[Need, ...]:
        """What is asked for: whether a promise is kept, only where something was promised."""
        if self._request.follow_up_on is not None:
            return self._move.needs
        return tuple(need for need in self._move.needs if need.name != "settles")

    def place(self) -> Place:
        """With the move."""
        return replace(super().place(), move=self._move.name, request=self._request)

    def before_them(self) -> tuple[str, Doing]:
        """The request, and what is written on it."""
        documents = self._move.name == "document"
        return self._request.ref, Doing.DOCUMENTING if documents else Doing.WRITING

    def started(self) -> None:
        """Show what it is about; names of pharmacists complete as one types."""
        super().started()
        self.edited()
        free = [one.name for one in self.ledger.can_go_to(self._request)]
        for need in self.needs:
            entry = self.field(need.name).entry
            if need.form is NeedForm.STAFF and isinstance(entry, LineInput):
                entry.suggester = SuggestFromList(free, case_sensitive=False)
                said = f"available: {listed(free, 60)}" if free else "nobody else is available now"
                self.query_one("#reading", Line).say((said, "$quiet"))
        self._read()

    def refresh_all(self) -> None:
        """Show title and keys."""
        super().refresh_all()
        request = self.ledger.requests.get(self._request.ref, self._request)
        move = f" {self._move.label.upper()}  "
        said = f"{request.ref} · {request.contact} · {request.drug_name}"
        self.query_one("#title", Line).say(
            (move, "bold $accent"), said, (f"   {state_words(request, self.ledger)}", "$quiet")
        )
        self.show_form_keys(self._move.label)

    def edited(self) -> None:
        """Read callback times back while they are typed."""
        times = [need for need in self._move.needs if need.form is NeedForm.TIMES]
        if not times:
            return
        words = str(self.field("callback_words").value)
        if not words.strip() and not times[0].required:
            self.query_one("#reading", Line).say("")
            return
        desk = self.ledger.desk
        reading = desk.read_times(words, self._request.phone)
        said = reading_back(reading, words, desk.office.hours)
        self.query_one("#reading", Line).say(*said)

    def save(self) -> None:
        """Make the move."""
        desk, request, given = self.ledger.desk, self._request, self.given()
        passphrase = self.passphrase()
        self.desk_app.do(
            lambda: desk.make(
                self._move.name,
                request.ref,
                request.version,
                given,
                draft=self.drafted(),
                passphrase=passphrase,
                act_id=self.act_of(self._saving_words),
            ),
            self._done,
            self.complain,
            keys_wait=True,
        )

    @property
    def verb(self) -> str:
        """The move."""
        return self._move.name

    def given(self) -> dict[str, Any]:
        """What the move is given: what the fields hold."""
        return self.body()

    def passphrase(self) -> str:
        """What the move is signed off with, where it is to be."""
        return ""

    def _done(self, after: Request) -> None:
        self.desk_app.take_own(after)
        late = [str(value) for value in self.typed_since().values() if value]
        self.finish()
        done = _DONE.get(self._move.name, self._move.label)
        more = f"; {self.ledger.key('undo')} takes it back" if self.ledger.to_take_back() else ""
        if late:
            move = BY_NAME["message" if after.open else "add_to_record"]
            drafts, words = self.desk_app.drafts, {"words": "\n".join(late)}
            drafts.keep(self.desk_app.office.new_id(), f"{move.name} {after.ref}", words)
            more = f"; what you typed since is kept: {self.ledger.key(MOVE_NAMES[move.key])}"
        self.desk_app.announce(f"{after.ref}: {done}{more}")
        if self._move.name == "ready":
            extension = after.extension
            desk = self.ledger.desk
            self.desk_app.do(lambda: desk.say_of_myself(extension=extension), self.desk_app.take_me)

    def type_on(self, name: str) -> None:
        """Go on typing behind what was put into a field."""
        entry = self.field(name).entry
        entry.focus()
        if isinstance(entry, WordsArea):
            entry.move_cursor(entry.document.end)

    def take_phrase(self, field: Field, phrases: Sequence[str]) -> None:
        """Put the next quick phrase behind what was typed; in the place of the one before."""
        if not phrases:
            return
        typed = str(field.value)
        last = next((one for one in phrases if typed.endswith(one)), None)
        at = (phrases.index(last) + 1) % len(phrases) if last else 0
        before = typed.removesuffix(last) if last else f"{typed} " if typed.strip() else ""
        field.fill(before + phrases[at])
        self.type_on(field.field_name)

    def _field(self, need: Need) -> Field:
        return field_for(need, self._draft.get(need.name, self._known(need)))

    def _known(self, need: Need) -> str:
        known = {
            "spoke_with": self._request.contact_name,
            "credentials": self._request.job_title,
            "reason_given": self._request.prescriber_told,
            "extension": self.ledger.me.extension,
            "number": self._request.phone,
        }
        back = self.ledger.offered_back(self._request)
        if back is not None and self._move.name == "take_over":
            known["reason"] = "denied it, and is available again" if back == self.ledger.me else ""
        if back is not None and self._move.name == "hand_over":
            known["to"] = back.name
        if self._move.name == "confirm_time":
            known["callback_words"] = self._request.callback_words
        return known.get(need.name, "")

    def _read(self) -> None:
        desk, ref = self.ledger.desk, self._request.ref
        self.desk_app.do(lambda: desk.history(ref), self._draw)

    def _draw(self, story: tuple[Happening, ...]) -> None:
        # Once the pane has its width.
        self.call_after_refresh(self._draw_now, story)

    def _draw_now(self, story: tuple[Happening, ...]) -> None:
        if self.here:
            text = portrait(
                self._request, self.ledger, story, width=self.detail_width(), keys=False
            )
            self.query_one("#detail-text", Static).update(text)


def field_for(need: Need, value: str | bool = "") -> Field:
    """The field in which one says what a move needs."""
    return Field(
        need.name,
        need.label,
        lines=2 if need.form is NeedForm.WORDS else 1,
        choices=need.choices,
        yes=need.form is NeedForm.YES,
        value=value,
    )


def reading_back(reading: Reading, words: str, hours: DeskHours) -> list[tuple[str, str] | str]:
    """How words for a time were read, said back for the caller to confirm (R4, R17)."""
    if not words.strip():
        return [("empty: the caller is on the line now", "$quiet")]
    parts: list[tuple[str, str] | str] = []
    if reading.is_now:
        parts.append("= now: the caller is on the line")
    for window in reading.windows:
        parts += ["\n" if parts else "", f"= {window_words(window, hours.zone)}"]
        for outside in outside_hours([window], hours):
            parts.append((f" — {outside.reason}; nobody can be promised", "bold $late"))
    if reading.question:
        parts += ["\n" if parts else "", (f"ask: {reading.question}", "bold $late")]
    return parts
