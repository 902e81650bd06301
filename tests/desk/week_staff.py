"""What people of the simulated week do, by what they were told and what they have in hand."""

from datetime import timedelta

from p2p_tui.domain.attention import What
from p2p_tui.domain.people import Availability, Role
from p2p_tui.domain.request import (
    ClosingReason,
    Determination,
    Kind,
    Outcome,
    Request,
    Status,
)
from tests.desk.week_callers import Call, Offer, offer
from tests.desk.week_people import Person, minutes
from tests.desk.week_plan import Day
from tests.documented import needed

PRESSING = (What.DUE, What.LEFT, What.OFFERED_BACK, What.WAITING)
"""In which order somebody takes up what they were told of."""
SOON = timedelta(minutes=6)
"""How long before its time a callback is acknowledged."""
UNCLEAR = "some day after lunch"


class Worker(Person):
    """Somebody at work."""

    def work(self, day: Day) -> None:
        """One step of somebody's work."""
        now, hours, chance = self.week.clock.now, self.shift.on(day), self.week.chance
        if self.session is None or (self.away_until and now < self.away_until):
            return
        if self.idle_until and now < self.idle_until:
            return
        if hours is None or (now >= hours[1] and not self._stays(day)):
            self._leave(day)
            return
        for request in self.hands():
            self._go_on(request)
        if self._bring_through():
            return
        if any(self._keeps_busy(one) for one in self.hands()):
            return
        if self.lunched is not day and now >= day.at(self.shift.lunch) and not self.hands():
            self.lunched, self.away_until = day, now + minutes(30)
            self.session.desk.say_of_myself(Availability.LUNCH, until=self.away_until)
        elif chance.random() < self.week.crash_per_step / 4:
            self.idle_until = now + minutes(12)
        elif self.can_take:
            self._pick()
        else:
            self._look_after_others()

    def _pick(self) -> None:
        """Take up the most pressing thing that one was told of."""
        assert self.session is not None
        found = []
        for ref, (ask, version) in list(self.session.heard.items()):
            request = self.week.latest.get(ref)
            if request is None or request.moved_version != version:
                del self.session.heard[ref]
            elif ask.what in PRESSING and self._is_time(request):
                found.append((PRESSING.index(ask.what), ask.since, ref))
        if not found or self.week.chance.random() < 0.1:
            return
        ref = min(found)[2]
        ask, _ = self.session.heard.pop(ref)
        request = self.week.latest[ref]
        if request.status in (Status.WAITING, Status.SCHEDULED):
            self._acknowledge(request)
        elif request.status in (Status.ACKNOWLEDGED, Status.READY) and (
            not self.week.roster.here(request.holder)
            or (ask.what is What.OFFERED_BACK and self.week.chance.random() < 0.3)
        ):
            self.make("take_over", request, reason="I can take it now")

    def _acknowledge(self, request: Request) -> None:
        rivals = self.week.hostile.rivals(self, request)
        mine = self.make("acknowledge", request, reason="the caller is waiting")
        self.week.hostile.race(request, [self] if mine else [], rivals)
        if mine is None:
            return
        if self.week.chance.random() < 0.03:
            self.make("undo", mine)
        elif self.week.chance.random() < 0.04:
            self.make("hand_over", mine, note="I have to go to a meeting")
        elif mine.kind is Kind.IMMEDIATE and not mine.redial and self.week.chance.random() < 0.7:
            self.make("ready", mine, extension=self.shift.staff.extension)

    def _go_on(self, request: Request) -> None:
        """The next thing to do with a request that one has."""
        now, chance = self.week.clock.now, self.week.chance
        live = request.kind is Kind.IMMEDIATE and not request.redial
        if request.status is Status.ACKNOWLEDGED and live:
            self.make("ready", request, extension=self.shift.staff.extension)
        elif request.status is Status.ACKNOWLEDGED and self._may_dial(request):
            self._dial(request)
        elif request.status is Status.READY and request.redial:
            if chance.random() < 0.6:
                self.make("transfer", request)
            else:
                self.make("not_reached", request, outcome=Outcome.NO_ANSWER.value)
        elif request.status is Status.READY:
            if request.ready_at and now - request.ready_at >= minutes(6):
                self.make("transfer", request)
        elif request.status is Status.ON_CALL:
            if request.connected_at and now - request.connected_at < minutes(2):
                return
            if chance.random() < 0.04:
                self.make("dropped", request, note="the line went dead")
            elif (ended := self.make("end_call", request)) and chance.random() < 0.8:
                self._document(ended)
        elif request.status is Status.TO_DOCUMENT:
            self._document(request)

    def _dial(self, request: Request) -> None:
        """Phone the provider, who answers or does not, or asks for another time."""
        chance = self.week.chance
        if chance.random() < 0.65:
            self.make("reached", request)
        elif chance.random() < 0.2 and (later := self._another(_zone_of(request))):
            self.make("not_reached", request, outcome=Outcome.WRONG_PERSON.value,
                      reached="the front desk", callback_words=later.words)  # fmt: skip
        else:
            outcome = chance.choice((Outcome.NO_ANSWER, Outcome.VOICEMAIL, Outcome.BUSY))
            self.make("not_reached", request, outcome=outcome.value)

    def _document(self, request: Request) -> None:
        number = int(request.ref.removeprefix("P2P-"))
        chosen = list(Determination)[number % len(Determination)]
        self.make("document", request, spoke_with="Dr. Abara", heard="A1c of 8.4 last week",
                  **needed(chosen))  # fmt: skip

    # -- the end of a shift

    def _leave(self, day: Day) -> None:
        """Hand over what one has, and go; now and then somebody just goes."""
        assert self.session is not None
        chance = self.week.chance
        if chance.random() < 0.04:
            self.session, self.went_home = None, day
            return
        for request in self.hands():
            if request.status in (Status.ON_CALL, Status.TO_DOCUMENT):
                self._go_on(request)
                continue
            others = [one for one in self.week.workers
                      if one is not self and one.can_take and one.free()]  # fmt: skip
            to = chance.choice(others).username if others and chance.random() < 0.6 else ""
            self.make("hand_over", request, to=to, note="my shift is over")
        if not self.hands():
            self.session.desk.sign_out()
            self.session, self.went_home = None, day

    # -- technicians and leads

    def _stays(self, day: Day) -> bool:
        """Whether they stay on the last day, until every caller of it is helped."""
        return (
            day is self.week.plan.days[-1]
            and self.free()
            and any(one.kind is Kind.IMMEDIATE for one in self.week.latest.values())
        )

    def take_down(self, call: Call) -> None:
        """Take a caller down, and place what they want."""
        assert self.session is not None
        chance, desk = self.week.chance, self.session.desk
        words = "" if call.wants is None else UNCLEAR if call.unclear else call.wants.words
        details = call.details.model_copy(update={"callback_words": words})
        zone = call.zone if call.elsewhere or chance.random() < 0.5 else ""
        placed = desk.place(details, told=True, zone=zone)
        self.week.placed.append(placed.ref)
        self.week.take(placed)
        if call.unclear:
            self.week.unclear.append((self.week.clock.now + minutes(10), placed.ref, call))
        elif call.wants:
            self._check_read(placed, call.wants)
        if chance.random() < 0.02:
            twice = desk.place(details, told=True, zone=zone)
            self.week.placed.append(twice.ref)
            self.week.take(twice)
            self.make("close", twice, reason=ClosingReason.DUPLICATE.value, words="We called twice",
                      said_by=details.contact_name, duplicate_of=placed.ref)  # fmt: skip

    def ask_for_time(self, ref: str, call: Call) -> None:
        """Ask a caller again whose words for the time were not certain."""
        request = self.week.latest.get(ref)
        if request and request.time_to_confirm and (wants := self._another(call.zone)):
            done = self.make("confirm_time", request, callback_words=wants.words)
            if done:
                self._check_read(done, wants)

    def caller_rings_again(self, request: Request | None) -> None:
        """A caller rings before their time: for another one, or because it is needless."""
        if request is None:
            return
        if self.week.chance.random() < 0.3:
            reason = self.week.chance.choice((ClosingReason.WITHDREW, ClosingReason.RESOLVED))
            self.make("close", request, reason=reason.value, said_by=request.contact_name,
                      words="We do not need it any more")  # fmt: skip
        elif wants := self._another(request.callback_windows[0].zone):
            done = self.make("another_time", request, who_asked=request.contact_name,
                             callback_words=wants.words)  # fmt: skip
            if done:
                self._check_read(done, wants)

    def _bring_through(self) -> bool:
        """Transfer the callers whose pharmacist is ready; some have hung up."""
        assert self.session is not None
        for ref, (ask, version) in list(self.session.heard.items()):
            if ask.what is not What.READY:
                continue
            del self.session.heard[ref]
            request = self.week.latest.get(ref)
            if request is not None and request.moved_version == version:
                hung_up = self.week.chance.random() < 0.04
                self.make("dropped" if hung_up else "transfer", request)
                return True
        return False

    def _look_after_others(self) -> None:
        """A lead gives what was left behind to a pharmacist who is there."""
        assert self.session is not None
        if not self.shift.staff.has(Role.LEAD) or self.week.chance.random() < 0.8:
            return
        free = [one.username for one in self.week.workers if one.can_take and one.free()]
        for ref, (ask, version) in list(self.session.heard.items()):
            del self.session.heard[ref]
            request = self.week.latest.get(ref)
            if ask.what is What.LEFT and request and request.moved_version == version and free:
                self.make("take_over", request, reason="left behind",
                          to=self.week.chance.choice(free))  # fmt: skip
                return

    # -- inside

    def _another(self, zone: str) -> Offer | None:
        now = self.week.clock.now
        days = tuple(one for one in self.week.plan.days if one.at(one.closes) > now)
        return offer(now, zone, days, self.week.chance)

    def _check_read(self, request: Request, wants: Offer) -> None:
        """Hold what the desk read against what the provider means."""
        read = tuple((one.start, one.end) for one in request.callback_windows)
        if read != wants.means:
            self.week.tally.faults.append(
                f"{request.ref}: “{wants.words}” was read as {read}, and means {wants.means}"
            )

    def _may_dial(self, request: Request) -> bool:
        now = self.week.clock.now
        return request.redial or any(one.start <= now for one in request.callback_windows)

    def _is_time(self, request: Request, ahead: timedelta = SOON) -> bool:
        """Whether a callback is near, or somebody is on the line."""
        if request.kind is Kind.IMMEDIATE or request.redial:
            return True
        now = self.week.clock.now
        starts = [one.start for one in request.callback_windows if one.end > now]
        return not starts or min(starts) <= now + ahead

    def _keeps_busy(self, request: Request) -> bool:
        return request.status is not Status.TO_DOCUMENT and self._is_time(request, minutes(10))


def _zone_of(request: Request) -> str:
    """Where the provider is."""
    return request.callback_windows[0].zone if request.callback_windows else "America/New_York"
