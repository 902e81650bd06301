"""New request: the fields of the desk's templates, in their order. It is never in the way (R7)."""

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.timer import Timer

from p2p_tui.domain.details import Denial, DenialKind, Details
from p2p_tui.domain.intake import LABELS, to_get, what_to_say
from p2p_tui.domain.phones import ZONES
from p2p_tui.domain.request import Request
from p2p_tui.domain.wording import day
from p2p_tui.tui.keys import bindings
from p2p_tui.tui.rows import listed
from p2p_tui.tui.screens.form import Form
from p2p_tui.tui.screens.move import reading_back
from p2p_tui.tui.widgets.bars import Header, KeyBar, Line, NewsLine
from p2p_tui.tui.widgets.fields import Edited, Field, TemplatePasted

NEW_REQUEST = "new request"
"""The form under which drafts of new requests are kept."""
STEPS = ("caller_verified", "contact_id_made", "pa_verified")
_TOLD, _ZONE, _SAID, _TAKEN = "told", "zone", "said", "taken"
_LINES = {
    "denial_rationale": 2, "not_understood": 3, "additional_info": 2, "prescriber_told": 2,
    "reason_technician_cannot_approve": 2, "reason_in_vue": 2,
}  # fmt: skip
_FIRST = (
    "contact_name", "job_title", "phone", "pa_number", "member_id", "drug_name", "cntt",
    "denial_rationale", "p2p_denial", "appeal_denial", "callback_words",
)  # fmt: skip
_MORE = (
    "denying_pharmacist", "additional_info", "prescriber_told", "reason_in_vue",
    "reason_technician_cannot_approve",
)  # fmt: skip
_EXTRA_LABELS = {
    "p2p_denial": "P2P denial, if held",
    "appeal_denial": "Appeal denial, if held",
    "caller_verified": "caller verified",
    "contact_id_made": "Contact ID made",
    "pa_verified": "PA verified",
    _TOLD: "caller told",
    "reason_technician_cannot_approve": "Why technician can't approve",
    "prescriber_told": "Asked why denied, they said",
    "reason_in_vue": "Reason for denial in VUE",
}


def details_of(body: dict[str, Any]) -> Details:
    """What a form's fields say."""
    known = {name: value for name, value in body.items() if name in Details.model_fields}
    denials = [
        Denial(kind=kind, rationale=body[name])
        for kind, name in ((DenialKind.P2P, "p2p_denial"), (DenialKind.APPEAL, "appeal_denial"))
        if str(body.get(name, "")).strip()
    ]
    return Details.model_validate({**known, "prior_denials": denials})


def body_of(details: Details) -> dict[str, Any]:
    """What a form's fields hold for these details."""
    body = details.model_dump(mode="json", exclude={"prior_denials", "best_time"})
    for kind, name in ((DenialKind.P2P, "p2p_denial"), (DenialKind.APPEAL, "appeal_denial")):
        said = [one.rationale for one in details.prior_denials if one.kind is kind]
        body[name] = "; ".join(said)
    body["callback_words"] = details.callback_words or details.best_time
    return body


class NewRequestScreen(Form):
    """A request being taken down while the caller speaks, or one being completed."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("offer", "zone")

    takes_templates = True

    def __init__(
        self, draft_id: str, body: dict[str, Any], *, completes: Request | None = None
    ) -> None:
        form = f"complete {completes.ref}" if completes else NEW_REQUEST
        super().__init__(draft_id, form, body)
        self._completes = completes
        self._start = {**body_of(completes), **body} if completes else body
        self._zone, self._said, self._taken = (
            str(body.get(name, "")) for name in (_ZONE, _SAID, _TAKEN)
        )
        self._offered: tuple[str, ...] = ()
        self._looking: Timer | None = None
        self._looked_for = ""

    def compose(self) -> ComposeResult:
        """The steps, the template's fields, more for the pharmacist, what is to get, keys."""
        yield Header("Desk", self.desk_app.notice)
        with Horizontal(id="title-line"):
            yield Line(id="title")
            yield Line(id="kept", classes="right")
        with Horizontal(id="steps"):
            for name in STEPS:
                yield self._field(name, yes=True)
            if self._completes is None:
                yield self._field(_TOLD, yes=True)
        with VerticalScroll(id="form", can_focus=False):
            for name in _FIRST:
                if name != "callback_words" or self._completes is None:
                    yield self._field(name)
                if name == "callback_words":
                    yield Line(id="reading")
            yield Line(id="more-title")
            for name in _MORE:
                yield self._field(name)
            yield self._field("not_understood")
        with Vertical(id="foot"):
            yield Line(id="to-get")
            yield Line(id="same-pa")
            yield Line(id="problem")
            yield NewsLine(id="news")
            yield KeyBar(id="keys")

    def started(self) -> None:
        """Typing begins at the contact's name."""
        super().started()
        title = " NEW REQUEST  " if self._completes is None else f" {self._completes.ref}  "
        hint = "paste a filled template anywhere here" if self._completes is None else "complete"
        self.query_one("#title", Line).say((title, "bold $accent"), (hint, "$quiet"))
        self.query_one("#more-title", Line).say(("More for the pharmacist", "bold $accent"))
        self.field("not_understood").display = bool(self.field("not_understood").value)
        self.edited()

    def first_field(self) -> Field:
        """The first of the template's fields that is empty."""
        names = [name for name in _FIRST if name != "callback_words" or not self._completes]
        empty = [name for name in names if not self.field(name).value]
        return self.field((empty or names)[0])

    def refresh_all(self) -> None:
        """Show the keys."""
        super().refresh_all()
        self._show_keys()

    def body(self) -> dict[str, Any]:
        """What the fields hold, the zone that was chosen, and the words that a choice was for."""
        beside = {_ZONE: self._zone, _SAID: self._said, _TAKEN: self._taken}
        return {**super().body(), **{name: value for name, value in beside.items() if value}}

    def edited(self) -> None:
        """Read the time back, list what is missing, look for the same PA."""
        body = self.body()
        words = str(body.get("callback_words", ""))
        details = details_of(body)
        if self._completes is None:
            self._read_back(words, details.phone)
        missing = to_get(details)
        words_to_get = listed(missing, max(20, self.size.width - 10)) if missing else "nothing"
        self.query_one("#to-get", Line).say((" To get: ", "bold $late" if missing else "$quiet"),
                                            words_to_get)  # fmt: skip
        if self._looking is not None:
            self._looking.stop()
        self._looking = self.set_timer(0.3, self._look_for_same_pa)

    def _read_back(self, words: str, phone: str) -> None:
        """Say how a time is read, on whose clocks, what else is offered, and what to tell."""
        desk = self.ledger.desk
        reading = desk.read_times(words, phone, self._zone)
        if reading.choices:
            self._offered = reading.choices
        elif words not in self._offered:
            self._offered = ()
        if words != self._taken:
            self._said = self._taken = ""
        lines = reading_back(reading, words, desk.office.hours)
        if self._offered:
            key = self.ledger.key("offer")
            lines += [(f"\n{key} takes: ", "$accent"), " · ".join(self._offered)]
        guess = desk.zone_of(phone, self._zone)
        unsaid = bool(words.strip()) and not reading.zone_said
        timed = unsaid and bool(reading.windows or reading.question)
        if timed and guess.how in ("guessed", "chosen"):
            lines += [(f"\n{guess.words}; {self.ledger.key('zone')} changes it", "$quiet")]
        advice = desk.office.hours.advice(desk.clock())
        callback = bool(words.strip()) and not reading.is_now
        lines += [("\nsay: ", "$quiet"), what_to_say(callback=callback, advice=advice)]
        self.query_one("#reading", Line).say(*lines)
        self._show_keys(timed=timed)

    def _show_keys(self, *, timed: bool = False) -> None:
        word = "place" if self._completes is None else "save"
        more = [("offer", "take it")] if self._offered else []
        more += [("zone", "time zone")] if timed else []
        self.show_form_keys(word, "leave (kept)", *more)

    def action_offer(self) -> None:
        """Take what is offered for the callback time; again, the next of it."""
        if not self._offered or self._completes is not None:
            self.announce("No time is offered here now")
            return
        field = self.field("callback_words")
        words = str(field.value)
        at = self._offered.index(words) + 1 if words in self._offered else 0
        self._said = self._said or words
        self._taken = self._offered[at % len(self._offered)]
        field.fill(self._taken)

    def action_zone(self) -> None:
        """Choose the next time zone for the provider."""
        if self._completes is not None:
            self.announce("The time stands as it was agreed; b changes it where the provider asks")
            return
        known = self.ledger.desk.zone_of(str(self.field("phone").value), self._zone)
        zones = list(dict.fromkeys([*known.choices, *ZONES]))
        at = zones.index(known.zone) + 1 if known.zone in zones and known.how != "asked" else 0
        self._zone = zones[at % len(zones)]
        self.on_edited(Edited())

    def on_template_pasted(self, event: TemplatePasted) -> None:
        """Fill the form from the first template; keep each further one as a draft of its own."""
        event.stop()
        self._fill(event.found[0].details)
        drafts, others = self.desk_app.drafts, event.found[1:]
        for other in others:
            drafts.keep(self.desk_app.office.new_id(), NEW_REQUEST, body_of(other.details))
        more = f"; {len(others)} more kept as drafts: n opens the next" if others else ""
        self.announce(f"Read from the paste{more}. ctrl+s places it")
        self.field("callback_words" if self._completes is None else "phone").entry.focus()

    def save(self) -> None:
        """Place the request, or save what was completed."""
        desk, body = self.ledger.desk, self.body()
        if self._completes is not None:
            self._save_changes(self._completes, body)
            return
        details, told = details_of(body), bool(body.get(_TOLD))
        zone, said = self._zone, self._said
        act_id = f"place-{self.draft_id}"
        self.desk_app.do(
            lambda: desk.place(
                details, told=told, zone=zone, said=said, draft=self.drafted(), act_id=act_id
            ),
            self._placed,
            self.complain,
            keys_wait=True,
        )

    def _save_changes(self, request: Request, body: dict[str, Any]) -> None:
        new, old = (
            details_of(body),
            Details.model_validate({name: getattr(request, name) for name in Details.model_fields}),
        )
        names = set(Details.model_fields) - {"callback_words", "best_time"}
        changes = {
            name: getattr(new, name) for name in names if getattr(new, name) != getattr(old, name)
        }
        desk = self.ledger.desk
        self.desk_app.do(
            lambda: desk.make(
                "complete",
                request.ref,
                request.version,
                changes=changes,
                draft=self.drafted(),
                act_id=f"complete-{self.draft_id}",
            ),
            self._placed,
            self.complain,
            keys_wait=True,
        )

    def _placed(self, request: Request) -> None:
        self.desk_app.take_own(request)
        late, body = self.typed_since(), self.body()
        self.finish()
        more = ""
        if late:
            self.desk_app.drafts.keep(
                self.desk_app.office.new_id(), f"complete {request.ref}", body
            )
            more = "; what you typed since is kept: i"
        if self._completes is None:
            self.desk_app.select_on_desk(request.ref)
            self.desk_app.announce(f"{request.ref} is placed: {request.status.words}{more}")
        else:
            self.desk_app.announce(f"{request.ref} is completed{more}")

    def _fill(self, details: Details) -> None:
        beside: list[str] = []
        for name, value in body_of(details).items():
            found = self.query(f"#field-{name}").results(Field)
            for field in found:
                if not value or field.value == value:
                    continue
                if field.value and name != "not_understood":
                    beside.append(f"{LABELS.get(name, name)}: {value}")
                elif name == "not_understood":
                    beside.append(str(value))
                else:
                    field.fill(value)
        if beside:
            kept = self.field("not_understood")
            kept.display = True
            kept.fill("\n".join(line for line in (str(kept.value), *beside) if line))

    def _field(self, name: str, *, yes: bool = False) -> Field:
        label = {**LABELS, **_EXTRA_LABELS}[name]
        return Field(
            name, label, lines=_LINES.get(name, 1), yes=yes, value=self._start.get(name, "")
        )

    def _look_for_same_pa(self) -> None:
        number = str(self.field("pa_number").value).strip()
        if number == self._looked_for:
            return
        self._looked_for = number
        desk = self.ledger.desk
        self.desk_app.do(lambda: desk.same_pa(number), self._show_same_pa)

    def _show_same_pa(self, found: Sequence[Request]) -> None:
        own = self._completes.ref if self._completes else ""
        others = [one for one in found if one.ref != own]
        # The answer may come when the form is gone.
        for line in self.query("#same-pa").results(Line):
            if not others:
                line.say("")
                return
            first = others[0]
            since = day(first.placed_at, self.ledger.zone, self.ledger.desk.clock())
            text = f" ! {first.ref} for this PA is open since {since} ({first.status.words})"
            line.say((text, "bold $late"), "  another may be placed all the same")
