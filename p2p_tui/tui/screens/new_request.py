"""New request: the fields of the desk's templates, in their order. It is never in the way (R7)."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget

from p2p_tui.desk import NEW_REQUEST
from p2p_tui.domain.callers import caller_words
from p2p_tui.domain.details import STEPS, Details
from p2p_tui.domain.intake import to_get, what_to_say
from p2p_tui.domain.next_windows import next_windows
from p2p_tui.domain.phones import ZONES
from p2p_tui.domain.request import Request
from p2p_tui.domain.spoken import Reading
from p2p_tui.domain.wording import day
from p2p_tui.tui.drafts import Body
from p2p_tui.tui.keys import bindings
from p2p_tui.tui.rows import listed
from p2p_tui.tui.screens.form import Form
from p2p_tui.tui.screens.intake_fields import (
    FIELD_LABELS,
    FIRST,
    LINES,
    MORE,
    TOLD,
    body_of,
    details_of,
    merged,
)
from p2p_tui.tui.screens.looking_up import HINTED, LookingUp
from p2p_tui.tui.screens.move import reading_back
from p2p_tui.tui.widgets.bars import Header, KeyBar, Line, NewsLine
from p2p_tui.tui.widgets.fields import Edited, Field, TemplatePasted

_ZONE, _SAID, _TAKEN = "zone", "said", "taken"


class NewRequestScreen(Form):
    """A request being taken down while the caller speaks, or one being completed."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "tick", "offer", "zone", "add_to", "another", "other"
    )

    takes_templates = True

    def __init__(
        self, draft_id: str, body: dict[str, Any], *, completes: Request | None = None
    ) -> None:
        form = f"complete {completes.ref}" if completes else NEW_REQUEST
        super().__init__(draft_id, form, body)
        self.completes = completes
        self._start = {**body_of(completes), **body} if completes else body
        self._zone, self._said, self._taken = (
            str(body.get(name, "")) for name in (_ZONE, _SAID, _TAKEN)
        )
        self._offered: tuple[str, ...] = ()
        self._timed = False
        self._others: dict[str, Body] = {}
        self.hints: dict[str, Line] = {}
        """The lines beneath fields that say what is known of them."""
        self._looking_up = LookingUp(self)

    # -- what is shown

    def compose(self) -> ComposeResult:
        """The steps, the template's fields, more for the pharmacist, what is to get, keys."""
        yield Header("Desk", self.desk_app.notice)
        with Horizontal(id="title-line"):
            yield Line(id="title")
            yield Line(id="kept", classes="right")
        with Horizontal(id="steps"):
            for name in STEPS:
                yield self._field(name, yes=True)
            if self.completes is None:
                yield self._field(TOLD, yes=True)
            yield Line(id="ticks")
        with VerticalScroll(id="form", can_focus=False):
            for name in self._first():
                yield from self._with_hint(name)
            if self.completes is None:
                yield Line(id="reading")
            yield Line(id="more-title")
            for name in MORE:
                yield from self._with_hint(name)
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
        self.query_one("#more-title", Line).say(("More for the pharmacist", "bold $accent"))
        self.query_one("#ticks", Line).say((f"{self.ledger.key('tick')} ticks", "$quiet"))
        self._show_title()
        self._looking_up.begin()
        self.edited()
        if self.completes is None:
            self.desk_app.drafts.begun(NEW_REQUEST, self._show_others)

    def action_tick(self) -> None:
        """Tick the next step of the guide that is not ticked yet: what one does is the same key."""
        steps = [name for name in (*STEPS, TOLD) if name in self.fields]
        for name in steps:
            if not self.field(name).value:
                self.field(name).fill(True)
                return
        self.announce("Every step of the guide is ticked")

    def first_field(self) -> Field:
        """The first of the template's fields that is empty."""
        empty = [name for name in self._first() if not self.field(name).value]
        return self.field((empty or self._first())[0])

    def refresh_all(self) -> None:
        """Show the keys."""
        super().refresh_all()
        self._show_keys()

    def body(self) -> dict[str, Any]:
        """What the fields hold, the zone that was chosen, and the words that a choice was for."""
        beside = {_ZONE: self._zone, _SAID: self._said, _TAKEN: self._taken}
        return {**super().body(), **{name: value for name, value in beside.items() if value}}

    def to_keep(self) -> dict[str, Any]:
        """What is typed; of a request that is completed, only what is other than it stands."""
        body = self.body()
        if self.completes is None:
            return body
        stands = body_of(self.completes)
        return {name: value for name, value in body.items() if value != stands.get(name, value)}

    def nothing_in(self, body: dict[str, Any]) -> bool:
        """Of a request that is completed, a field that was emptied is something typed, too."""
        return super().nothing_in(body) if self.completes is None else not body

    @property
    def verb(self) -> str:
        """Placing, or completing."""
        return "place" if self.completes is None else "complete"

    def edited(self) -> None:
        """Read the time back, list what is missing, ask the desk what it knows."""
        body = self.body()
        details, kept = details_of(body), self.field("not_understood")
        kept.display = bool(kept.value) or kept.entry.has_focus
        if self.completes is None:
            self._read_back(str(body.get("callback_words", "")), details.phone)
        missing = to_get(details)
        words_to_get = listed(missing, max(20, self.size.width - 10)) if missing else "nothing"
        style = "bold $late" if missing else "$quiet"
        self.query_one("#to-get", Line).say((" To get: ", style), words_to_get)
        self._looking_up.edited(details)
        self._show_keys()

    def on_descendant_focus(self) -> None:
        """Have in sight what one goes to."""
        self.call_after_refresh(self.keep_in_sight)

    def keep_in_sight(self) -> None:
        """Have the field in sight in which one types; with a time, also how it is read."""
        if not self.here or self.focused is None:
            return
        for reading in self.query("#reading").results(Line):
            if self.field("callback_words").entry.has_focus:
                reading.scroll_visible(animate=False, immediate=True)
        self.focused.scroll_visible(animate=False, immediate=True)

    def show_open(self) -> None:
        """Show that a request for this PA is open; another may be placed all the same."""
        line, found = self.query_one("#same-pa", Line), self._looking_up.open
        if not found:
            line.say("")
        else:
            first, key = found[0], self.ledger.key
            since = day(first.placed_at, self.ledger.zone, self.ledger.desk.clock())
            text = f" ! {first.ref} for this PA is open since {since} ({first.status.words})"
            more = f" and {len(found) - 1} more" if len(found) > 1 else ""
            both = f"\n   {key('add_to')} adds this to it   {key('save')} places another, linked"
            line.say((f"{text}{more}", "bold $late"), both if self.completes is None else "")
        self._show_keys()

    def _read_back(self, words: str, phone: str) -> None:
        """Say how a time is read, on whose clocks, what else is offered, and what to tell."""
        desk = self.ledger.desk
        reading, guess = desk.read_times(words, phone, self._zone), desk.zone_of(phone, self._zone)
        advice = desk.office.hours.advice(desk.clock())
        self._offer(reading, words, guess.zone, late=advice is not None)
        if words != self._taken:
            self._said = self._taken = ""
        lines = reading_back(reading, words, desk.office.hours)
        if self._offered:
            key = self.ledger.key("offer")
            lines += [(f"\n{key} takes: ", "$accent"), " · ".join(self._offered)]
        unsaid = bool(words.strip()) and not reading.zone_said
        self._timed = unsaid and bool(reading.windows or reading.question)
        if self._timed and guess.how in ("guessed", "chosen"):
            lines += [(f"\n{guess.words}; {self.ledger.key('zone')} changes it", "$quiet")]
        callback = bool(words.strip()) and not reading.is_now
        lines += [("\nsay: ", "$quiet"), what_to_say(callback=callback, advice=advice)]
        self.query_one("#reading", Line).say(*lines)

    def _offer(self, reading: Reading, words: str, zone: str, *, late: bool) -> None:
        """What can be taken with a key: the ways to read the words, or the next open windows."""
        if reading.choices:
            self._offered = reading.choices
        elif words not in self._offered:
            self._offered = ()
            if late and (reading.is_now or not words.strip()):
                desk = self.ledger.desk
                windows = next_windows(desk.office.hours, desk.clock(), zone)
                self._offered = tuple(one.words for one in windows)

    def _show_title(self) -> None:
        title = self.query_one("#title", Line)
        if self.completes is not None:
            title.say((f" {self.completes.ref}  ", "bold $accent"), ("complete", "$quiet"))
            return
        names = [caller_words(details_of(body)) for body in self._others.values()]
        hint = f"also begun: {' · '.join(names)}" if names else "paste a filled template anywhere"
        title.say((" NEW REQUEST  ", "bold $accent"), (hint, "$late" if names else "$quiet"))

    def _show_others(self, begun: Mapping[str, Body]) -> None:
        self._others = {one: body for one, body in begun.items() if one != self.draft_id}
        if self.here:
            self._show_title()
            self._show_keys()

    def _show_keys(self) -> None:
        word = "place" if self.completes is None else "save"
        more = [("offer", "take it")] if self._offered or self._otherwise_here() else []
        more += [("add_to", "add to it")] if self._looking_up.open and not self.completes else []
        more += [("zone", "time zone")] if self._timed else []
        more += [("other", "next call")] if self._others else []
        self.show_form_keys(word, "leave (kept)", *more)

    # -- keys

    def action_offer(self) -> None:
        """Take what is offered here: what the PA system says, or a time; again, the next of it."""
        if (name := self._otherwise_here()) and (says := self._looking_up.offered(name)):
            field = self.field(name)
            if field.value:
                self._keep_beside(f"{FIELD_LABELS[name]}, as the caller said: {field.value}")
            field.fill(says)
            return
        if not self._offered or self.completes is not None:
            self.announce("Nothing is offered here now")
            return
        field = self.field("callback_words")
        words = str(field.value)
        at = self._offered.index(words) + 1 if words in self._offered else 0
        self._said = self._said or words
        self._taken = self._offered[at % len(self._offered)]
        field.fill(self._taken)

    def action_zone(self) -> None:
        """Choose the next time zone for the provider."""
        if self.completes is not None:
            self.announce("The time stands as it was agreed; b changes it where the provider asks")
            return
        known = self.ledger.desk.zone_of(str(self.field("phone").value), self._zone)
        zones = list(dict.fromkeys([*known.choices, *ZONES]))
        at = zones.index(known.zone) + 1 if known.zone in zones and known.how != "asked" else 0
        self._zone = zones[at % len(zones)]
        self.on_edited(Edited())

    def action_add_to(self) -> None:
        """Go on with the open request for this PA, and bring what was typed here into it."""
        if not self._looking_up.open or self.completes is not None:
            self.announce("No other request for this PA is open")
            return
        found = self._looking_up.open[0]
        fields = frozenset(self.fields) - {"callback_words", TOLD}
        self.put_by()
        self.desk_app.open_merged(
            found, self.draft_id, merged(body_of(found), super().body(), fields)
        )

    def action_another(self) -> None:
        """Begin another call in an empty form; this one is kept."""
        self.put_by()
        self.desk_app.turn_to(NewRequestScreen(self.desk_app.office.new_id(), {}))

    def action_other(self) -> None:
        """Turn to the next call that was begun; this one is kept."""
        self.put_by()
        self.desk_app.drafts.begun(NEW_REQUEST, self._turn)

    def _turn(self, begun: Mapping[str, Body]) -> None:
        if not self.in_front:
            return
        order = sorted({*begun, self.draft_id})
        following = order[(order.index(self.draft_id) + 1) % len(order)]
        if following == self.draft_id:
            self.announce("No other call was begun")
        else:
            self.desk_app.turn_to(NewRequestScreen(following, begun[following]))

    def on_template_pasted(self, event: TemplatePasted) -> None:
        """Fill the form from the first template; keep each further one as a draft of its own."""
        event.stop()
        names = frozenset(self.fields)
        self.fill(merged(super().body(), body_of(event.found[0].details), names))
        drafts, others = self.desk_app.drafts, event.found[1:]
        for other in others:
            drafts.keep(self.desk_app.office.new_id(), NEW_REQUEST, body_of(other.details))
        more = f"; {len(others)} more kept as drafts: n opens the next" if others else ""
        self.announce(f"Read from the paste{more}. ctrl+s places it")
        self.field("callback_words" if self.completes is None else "phone").entry.focus()
        if others:
            drafts.begun(NEW_REQUEST, self._show_others)

    def _keep_beside(self, line: str) -> None:
        kept = str(self.field("not_understood").value)
        self.fill({"not_understood": f"{kept}\n{line}" if kept else line})

    def _keep_unresolved(self) -> None:
        """What caller and PA system say otherwise goes with the request, for whoever takes it."""
        kept = str(self.field("not_understood").value)
        for line in self._looking_up.unresolved():
            if line not in kept:
                self._keep_beside(line)

    # -- saving

    def action_save(self) -> None:
        """Save once, with what caller and PA system still say otherwise."""
        if not self._saving:
            self._keep_unresolved()
        super().action_save()

    def save(self) -> None:
        """Place the request, or save what was completed."""
        if self.completes is not None:
            self._save_changes(self.completes)
            return
        desk, body = self.ledger.desk, self.body()
        details, told = details_of(body), bool(body.get(TOLD))
        zone, said = self._zone, self._said
        beside = [one.ref for one in self._looking_up.open_for(details)]
        act_id = self.act_of(self._saving_words)
        self.desk_app.do(
            lambda: desk.place(
                details, told=told, zone=zone, said=said, beside=beside, draft=self.drafted(),
                act_id=act_id,
            ),
            self._placed,
            self.complain,
            keys_wait=True,
        )  # fmt: skip

    def _save_changes(self, request: Request) -> None:
        new, old = details_of(self.body()), details_of(body_of(request))
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
                act_id=self.act_of(self._saving_words),
            ),
            self._placed,
            self.complain,
            keys_wait=True,
        )

    def _placed(self, request: Request) -> None:
        self.desk_app.take_own(request)
        late = self.typed_since()
        self.finish()
        more = ""
        drafts, new_id = self.desk_app.drafts, self.desk_app.office.new_id
        if words := late.pop("callback_words", ""):
            # Completing has no field for a time: it is the provider's to ask for another.
            drafts.keep(new_id(), f"another_time {request.ref}", {"callback_words": words})
            more = f"; the time that you typed since is kept: {self.ledger.key('another_time')}"
        if late := {name: value for name, value in late.items() if name in Details.model_fields}:
            drafts.keep(new_id(), f"complete {request.ref}", late)
            more += "; what you typed since is kept: i"
        if self._others:
            many = len(self._others)
            calls = "1 call begun is" if many == 1 else f"{many} calls begun are"
            more += f"; {calls} left: {self.ledger.key('new')}"
        if self.completes is None:
            self.desk_app.select_on_desk(request.ref)
            self.desk_app.announce(f"{request.ref} is placed: {request.status.words}{more}")
        else:
            self.desk_app.announce(f"{request.ref} is completed{more}")

    # -- inside

    def _first(self) -> tuple[str, ...]:
        return tuple(name for name in FIRST if name != "callback_words" or not self.completes)

    def _otherwise_here(self) -> str:
        """The name of the field one is in, where the PA system says otherwise than the caller."""
        offered = (name for name in self.fields if self._looking_up.offered(name))
        return next((name for name in offered if self.field(name).entry.has_focus), "")

    def _with_hint(self, name: str) -> Iterator[Widget]:
        yield self._field(name)
        if name in HINTED:
            self.hints[name] = Line(id=f"hint-{name}", classes="hint")
            yield self.hints[name]

    def _field(self, name: str, *, yes: bool = False) -> Field:
        return Field(
            name, FIELD_LABELS[name], lines=LINES.get(name, 1), yes=yes,
            value=self._start.get(name, ""),
        )  # fmt: skip
