"""What the desk knows while a request is taken down: the PA, who called before, what is open.

It fills what is empty and shows where that came from. What the caller says otherwise stands beside
it and is never overwritten.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.suggester import SuggestFromList
from textual.timer import Timer
from textual.widgets import Input

from p2p_tui.desk import Completions
from p2p_tui.domain.callers import KnownCaller, brought
from p2p_tui.domain.denied_pas import Conflict, DeniedPA, conflicts, filled, number_key, plan_facts
from p2p_tui.domain.details import Details
from p2p_tui.domain.phones import phone_key
from p2p_tui.domain.request import Request
from p2p_tui.domain.wording import date_words, day
from p2p_tui.tui.screens.intake_fields import details_of
from p2p_tui.tui.widgets.fields import LineInput, WordsArea

if TYPE_CHECKING:
    from p2p_tui.tui.screens.new_request import NewRequestScreen

REST_SECONDS = 0.3
"""How long typing rests before the desk is asked."""
FROM_PA = ("member_id", "drug_name", "denial_rationale", "denying_pharmacist")
_FILLED = {
    "member_id": "member", "drug_name": "drug", "denial_rationale": "rationale",
    "denying_pharmacist": "denied by", "reason_in_vue": "in VUE",
}  # fmt: skip
HINTED = ("phone", "pa_number", *FROM_PA)
"""The fields beneath which a line may stand that says what is known."""


class LookingUp:
    """What is looked up for one form, and what it brought."""

    def __init__(self, form: NewRequestScreen) -> None:
        self._form = form
        self._waiting: Timer | None = None
        self._phone = self._key = ""
        self._brought: dict[str, str] = {}
        """What the PA brought into fields and nobody typed over."""
        self._otherwise: dict[str, str] = {}
        self._conflicts: tuple[Conflict, ...] = ()
        self.pa: DeniedPA | None = None
        self.open: tuple[Request, ...] = ()
        """The open requests for this PA, but for the one that is being completed."""

    def begin(self) -> None:
        """Ask for what typing is completed with."""
        desk = self._form.ledger.desk
        self._form.desk_app.do(desk.completions, self._complete_with, _not_asked)

    def edited(self, details: Details) -> None:
        """Ask soon for what is new; show at once what is said otherwise."""
        self._show_conflicts(details)
        self._settle()
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self._form.set_timer(REST_SECONDS, self.ask)

    def ask(self) -> None:
        """Ask the desk about the number and the PA, where they are others than before."""
        details = details_of(self._form.body())
        desk = self._form.ledger.desk
        phone, number = phone_key(details.phone), details.pa_number
        if phone != self._phone:
            self._phone = phone
            self._form.desk_app.do(
                lambda: desk.known_callers(details.phone), self._show_callers, _not_asked
            )
        if number_key(number) != self._key:
            self._key = number_key(number)
            self._form.desk_app.do(
                lambda: (desk.denied_pa(number), desk.same_pa(number)), self._show_pa, _not_asked
            )

    def open_for(self, details: Details) -> tuple[Request, ...]:
        """The open requests for the PA whose number stands there now: it may just have changed."""
        return self.open if number_key(details.pa_number) == self._key else ()

    def unresolved(self) -> tuple[str, ...]:
        """Where the caller and the PA system still say different things, a line each."""
        return tuple(one.words for one in self._conflicts)

    def offered(self, name: str) -> str:
        """What the PA system says for a field where the caller says otherwise, or nothing."""
        return self._otherwise.get(name, "")

    # -- what came of it; the answer may come when the form is gone

    def _complete_with(self, found: Completions) -> None:
        for name, words in (("drug_name", found.drugs), ("denying_pharmacist", found.pharmacists)):
            entry = self._form.field(name).entry
            if isinstance(entry, LineInput):
                entry.suggester = SuggestFromList(words, case_sensitive=False)

    def _show_callers(self, known: Sequence[KnownCaller]) -> None:
        if not self._form.here:
            return
        self._form.fill(brought(details_of(self._form.body()), known))
        said = "; ".join(one.words for one in known[:3] if one.words)
        more = f" and {len(known) - 3} more" if len(known) > 3 else ""
        self._say("phone", ((f"called before: {said}{more}", "$quiet"),) if said else ())
        names = tuple(one.contact_name for one in known if one.contact_name)
        self._settle()
        entry = self._form.field("contact_name").entry
        if isinstance(entry, Input) and names:
            entry.suggester = SuggestFromList(names, case_sensitive=False)

    def _show_pa(self, found: tuple[DeniedPA | None, Sequence[Request]]) -> None:
        if not self._form.here:
            return
        pa, opened = found
        desk, roster = self._form.ledger.desk, self._form.ledger.roster
        if pa is not None:
            name = roster.name(pa.denying_pharmacist) if pa.denying_pharmacist else ""
            self.pa = shown = pa.model_copy(update={"denying_pharmacist": name})
            self._form.desk_app.do(lambda: desk.saw_pa(shown), lambda _: None, _not_asked)
        else:
            self.pa = None
        own = self._form.completes.ref if self._form.completes else ""
        self.open = tuple(one for one in opened if one.ref != own)
        self._bring()
        self._show_facts()
        self._show_conflicts(details_of(self._form.body()))
        self._form.show_open()
        self._settle()

    def _bring(self) -> None:
        """Fill what is empty; what another PA brought goes, unless somebody typed over it.

        A request that is completed is filled by a key alone: it says what somebody placed.
        """
        if self._form.completes is not None:
            return
        body = self._form.body()
        untouched = {name: "" for name, value in self._brought.items() if body.get(name) == value}
        details = details_of({**body, **untouched})
        new = filled(details, self.pa) if self.pa else {}
        self._form.fill({**untouched, **new})
        self._brought = dict(new)
        for name in FROM_PA:
            entry = self._form.field(name).entry
            if isinstance(entry, LineInput | WordsArea):
                # What nobody typed is typed over as a whole.
                entry.select_on_focus = name in new

    def _show_facts(self) -> None:
        pa = self.pa
        if pa is None:
            self._say("pa_number", ())
            return
        now, zone = self._form.ledger.desk.clock(), self._form.ledger.zone
        when = f" {date_words(pa.denied_on)}" if pa.denied_on else ""
        by = f" by {pa.denying_pharmacist}" if pa.denying_pharmacist else ""
        names = ", ".join(_FILLED.get(name, name) for name in self._brought)
        facts = [f"found: denied{when}{by}"]
        facts += [f"filled {names}"] if names else []
        facts += [f"{pa.source}, loaded {day(pa.loaded_at, zone, now)}"]
        plan = plan_facts(pa, self._form.ledger.today())
        said = [(" · ".join(facts), "$quiet"), *((f"\n! {one}", "bold") for one in plan)]
        self._say("pa_number", said)

    def _show_conflicts(self, details: Details) -> None:
        pa = self.pa if number_key(details.pa_number) == self._key else None
        self._conflicts = conflicts(details, pa, self._form.ledger.roster) if pa else ()
        self._otherwise = {one.field: one.in_pa for one in self._conflicts}
        if self._form.completes is not None and pa is not None:
            self._otherwise |= filled(details, pa)
        key = self._form.ledger.key("offer")
        for name in FROM_PA:
            says = self._otherwise.get(name, "")
            line = f"! the PA system says “{says}” · {key} here takes that"
            shown = says and not self._half_typed(name, says)
            self._say(name, ((line, "bold $late"),) if shown else ())

    def _half_typed(self, name: str, says: str) -> bool:
        """Whether what the PA system says is just being typed."""
        field = self._form.field(name)
        typed = str(field.value).casefold()
        return field.entry.has_focus and bool(typed) and says.casefold().startswith(typed)

    def _settle(self) -> None:
        """A line that came in above has moved the field in which one types."""
        self._form.call_after_refresh(self._form.keep_in_sight)

    def _say(self, name: str, parts: Sequence[tuple[str, str]]) -> None:
        if self._form.here:
            self._form.hints[name].say(*parts)


def _not_asked(problem: str, field: str) -> None:
    """What can't be looked up now is asked again with the next change; typing goes on."""
