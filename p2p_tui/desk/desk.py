"""One person's desk: every move as a verb, and what that person may read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from p2p_tui.desk.auditing import Auditing
from p2p_tui.desk.copying import Copying
from p2p_tui.desk.denied_pas import DeniedPAs
from p2p_tui.desk.exporting import Exporting
from p2p_tui.desk.guide import Guides
from p2p_tui.desk.importing import TrackerImport
from p2p_tui.desk.lending import Lends
from p2p_tui.desk.measuring import Measuring
from p2p_tui.desk.office import Clock, Office
from p2p_tui.desk.overtaking import check_not_overtaken, overtaken
from p2p_tui.desk.passphrases import FIELD, Passphrases
from p2p_tui.desk.retention import Retention
from p2p_tui.desk.views import Views
from p2p_tui.domain import effects, finding, lifecycle, story
from p2p_tui.domain.details import Details
from p2p_tui.domain.effects import Act, Times
from p2p_tui.domain.errors import Mistyped
from p2p_tui.domain.finding import Find
from p2p_tui.domain.in_common import InCommon, InForce
from p2p_tui.domain.lifecycle import BY_NAME, LastMove, Move, Situation
from p2p_tui.domain.people import Absence, AtHand, Availability, Roster, Staff
from p2p_tui.domain.preferences import Preferences
from p2p_tui.domain.refs import number_of
from p2p_tui.domain.request import Request
from p2p_tui.domain.roles import (
    CLOSED_DAYS_OWN,
    Ability,
    Right,
    finds_closed,
    require,
    right,
)
from p2p_tui.domain.safety import takes_passphrase
from p2p_tui.domain.story import Happening
from p2p_tui.domain.text import one_line
from p2p_tui.domain.wording import local
from p2p_tui.store import in_common, people, requests
from p2p_tui.store.finding import Looking, Sight, exactly, page

__all__ = ["Clock", "Desk", "Drafted", "Snapshot"]

PAGE = 200
"""How many requests a page of the tracker holds."""


@dataclass(frozen=True)
class Snapshot:
    """What a screen starts from: open requests and those on which promised information is awaited,
    roster and what is in common, as of one event."""

    cursor: int
    requests: tuple[Request, ...]
    roster: Roster
    in_common: InForce


@dataclass(frozen=True)
class Drafted:
    """Which draft a verb uses up: it is forgotten in the same transaction."""

    id: str


class Desk(
    Auditing, DeniedPAs, Exporting, TrackerImport, Retention, Views, Measuring, Lends, Passphrases,
    Copying, Guides,
):  # fmt: skip
    """What one person can do and see. Every verb is one transaction, checked by the rules."""

    def __init__(self, office: Office, username: str, *, account: str = "") -> None:
        super().__init__(office, username, account=account)
        self.session = office.new_id()
        self.at_hand = AtHand()
        """What the session tells of its person with its next heartbeat."""
        self._told: AtHand | None = None

    def situation(self, roster: Roster | None = None, last: LastMove | None = None) -> Situation:
        """Who acts, when, and who else is there: what the rules look at."""
        known = roster or self.office.roster()
        me = known.get(self.username) or self.me
        return Situation(self.clock(), me, known, self.office.settings, last)

    # -- moves

    def place(
        self,
        details: Details,
        *,
        callback: bool = False,
        told: bool = False,
        zone: str = "",
        said: str = "",
        beside: Iterable[str] = (),
        closing: Mapping[str, Any] | None = None,
        draft: Drafted | None = None,
        act_id: str | None = None,
    ) -> Request:
        """Place a request. It is taken whatever is missing (R7).

        Words for a callback time make it a callback; ``callback`` makes it one without them. They
        are read in the provider's ``zone``, or in that of the number where none is given; ``said``
        are the words as they were spoken, where the caller chose among several readings of them.
        ``told`` says that the caller was told what to expect. Requests ``beside`` it are linked
        with it. ``closing`` is what closing without a P2P needs, where the caller withdrew before
        it was placed: it is on record like every other. The same ``act_id`` twice places one.
        """
        act_id = act_id or self.office.new_id()

        def place() -> Request:
            require(self.me, Ability.PLACE)
            words = details.callback_words or details.best_time
            now = Times(now=True, windows=())
            times = self._times(words, details.phone, zone) if words or callback else now
            placed = self._placed(details, times, told=told)
            requests.insert(placed)
            self._record("place", None, placed, {"said": one_line(said)} if said else {}, act_id)
            for number, other in enumerate(beside):
                placed = self._link(placed, other, f"{act_id}-link-{number}")
            if closing is not None:
                placed = self._made(BY_NAME["close"], placed, closing, f"{act_id}-close")
            self._use_up(draft)
            return placed

        return self._once(act_id, place, lambda done: self._get(done.ref))

    def make(
        self,
        move_name: str,
        ref: str,
        version: int,
        given: Mapping[str, Any] | None = None,
        *,
        changes: Mapping[str, Any] | None = None,
        draft: Drafted | None = None,
        passphrase: str = "",
        act_id: str | None = None,
    ) -> Request:
        """Make a move of the table on a request, as it was when its author saw ``version``.

        Documenting takes the ``passphrase`` again, where the desk is set so.

        Raises:
            Overtaken: somebody else moved it meanwhile; says who, what and when.
            Refused: a rule forbids it; names the rule. NotFound: there is no such request.
        """
        move = BY_NAME[move_name]
        act_id = act_id or self.office.new_id()
        signed = self._sign_off(move, passphrase)

        def make() -> Request:
            # Before anything is said of the request: how far it has come is theirs alone to know.
            # And in here: an act waits for a database that is away.
            self._require(Ability.SEE_OPEN)
            if not signed and takes_passphrase(in_common.in_force().common.safety, move.name):
                raise Mistyped("Sign off with your passphrase", FIELD)
            before = self._get(ref)
            # A time that the provider asked for writes over whichever stands there.
            times = ["callback_words"] if (given or {}).get("callback_words") else []
            written = (*(changes or ()), *times)
            check_not_overtaken(
                move, before, version, written, office=self.office, username=self.username
            )
            after = self._made(move, before, given or {}, act_id, changes, signed=signed)
            self._use_up(draft)
            return after

        return self._once(act_id, make, lambda _: self._get(ref))

    def say_of_myself(
        self,
        availability: Availability | None = None,
        *,
        until: datetime | None = None,
        absences: Iterable[Absence] | None = None,
        extension: str | None = None,
        preferences: Preferences | None = None,
    ) -> Staff:
        """Say what one is doing and until when (R10), when one is out of the office, where calls
        are transferred to, what is one's own. What is not said stays as it is."""
        said: dict[str, Any] = {"extension": extension, "preferences": preferences}
        if absences is not None:
            said["absences"] = tuple(absences)
        given = {name: value for name, value in said.items() if value is not None}
        if availability is not None:
            given |= {"availability": availability, "until": until, "said_at": self.clock()}
        me = Staff.model_validate({**self.me.model_dump(), **given})
        self.office.put_own(me, account=self.account)
        return me

    def set_common(self, common: InCommon, seen: int, *, act_id: str | None = None) -> InForce:
        """Change what the desk has in common, as it was when its author saw version ``seen``.

        Raises:
            Refused: this person may not. Overtaken: it was changed meanwhile.
        """
        return self.office.set_in_common(
            common, seen, by=self.username, account=self.account, act_id=act_id
        )

    # -- reading

    def snapshot(self) -> Snapshot:
        """What a screen starts from, with the newest event that it includes."""
        me, now = self._require(Ability.SEE_OPEN), self.clock()
        with self.office.store.explained():
            cursor = requests.newest_seq()
            awaited = (one for one in requests.awaited() if finds_closed(me, one, now))
            found = (*requests.open_requests(), *awaited)
            return Snapshot(cursor, found, self.office.roster(), self.office.read_in_common())

    def request(self, ref: str) -> Request:
        """One request by its reference.

        Raises:
            NotFound: there is none. Refused: it is not this person's to see.
        """
        self._require(Ability.SEE_OPEN)
        with self.office.store.explained():
            return self._get(ref)

    def history(self, ref: str) -> tuple[Happening, ...]:
        """Everything that happened to a request, oldest first; looking at it left out."""
        self._require(Ability.SEE_OPEN)
        with self.office.store.explained():
            return tuple(one for one in requests.history(ref) if one.move not in story.UNTOLD)

    def tell(self, event: Happening, roster: Roster | None = None) -> str:
        """What happened, in words."""
        return story.tell(event, roster or self.office.roster())

    def tracker(
        self,
        find: Find | str = "",
        *,
        before: str | None = None,
        after: str | None = None,
        oldest: bool = False,
        limit: int = PAGE,
    ) -> tuple[Request, ...]:
        """A page of the tracker, newest first: of those that one may see, what is looked for.

        ``before`` is the reference below which the page goes on, ``after`` the one above which it
        ends; ``oldest`` gives the last page of all. A reference or a PA number finds its requests
        for everybody on the desk. Words that are given as text are read as they are typed.
        """
        me = self._require(Ability.SEE_CLOSED)
        with self.office.store.explained():
            if isinstance(find, str):
                find, _ = finding.read(find, self.office.roster(), self.today())
            searching = bool(find.words or find.filters)
            ability = Ability.SEARCH_TRACKER if searching else Ability.SEE_CLOSED
            looking = Looking(find, self._sight(me, ability), self.clock(), self.office.hours.zone)
            first = not (before or after or oldest)
            exact = exactly(find.words) if first and find.words and not find.filters else ()
            above = number_of(after) if after else 0 if oldest else None
            below = number_of(before) if before else None
            engine = self.office.store.engine
            found = page(engine, looking, below=below, above=above, limit=limit)
        known = {one.ref for one in exact}
        return (*exact, *(one for one in found if one.ref not in known))[:limit]

    def today(self) -> date:
        """What day it is at the desk."""
        return local(self.clock(), self.office.hours.zone).date()

    # -- drafts and presence: plain rows

    def heartbeat(self) -> None:
        """Say that this session is alive, and what its person has at hand.

        Others are woken where that changed: whose call it is may follow from it.
        """
        told, news = self.at_hand, self.at_hand != self._told
        with self.office.store.writing_plainly(ring=news):
            people.alive(self.session, self.username, self.clock(), told)
        self._told = told

    def sign_out(self) -> None:
        """Say that this session ended."""
        with self.office.store.writing_plainly(ring=True):
            people.gone(self.session, self.clock())

    # -- inside a verb

    def _made(
        self,
        move: Move,
        before: Request,
        given: Mapping[str, Any],
        act_id: str,
        changes: Mapping[str, Any] | None = None,
        *,
        signed: bool = False,
    ) -> Request:
        """Make a move inside a transaction, and put it on record."""
        taken = lifecycle.take(move, given)
        last = self._last(before.ref) if move.name == "undo" else None
        act = Act(
            move=move,
            situation=self.situation(last=last),
            given=taken,
            changes=changes,
            times=self._times(taken["callback_words"], before.phone, _zone_of(before))
            if "callback_words" in taken
            else None,
            other=self._other(taken),
        )
        after = effects.make(before, act)
        if not requests.update(after, before):
            raise overtaken(
                requests.get(before.ref) or before, office=self.office, username=self.username
            )
        if last is not None:
            taken = {"undone": last.move}
        if signed:
            taken = {**taken, "signed_off": True}
        self._record(move.name, before, after, taken, act_id)
        return after

    def _sign_off(self, move: Move, passphrase: str) -> bool:
        """Have a determination signed off where the desk is set so; say whether it was."""
        if not takes_passphrase(self.office.in_common.common.safety, move.name):
            return False
        if not passphrase:
            raise Mistyped("Sign off with your passphrase", FIELD)
        self.prove(passphrase, "to sign off")
        return True

    def _link(self, placed: Request, other: str, act_id: str) -> Request:
        """Link a request that was just placed with another, on both of them."""
        link = BY_NAME["link"]
        found = self._get(other)
        self._made(link, found, {"other": placed.ref}, f"{act_id}-back")
        return self._made(link, placed, {"other": found.ref}, act_id)

    def _placed(self, details: Details, times: Times, *, told: bool) -> Request:
        if times.now:
            # The words stay, as they were said: "asap" is no time to show beside "now".
            said = details.best_time or details.callback_words
            details = details.model_copy(update={"callback_words": "", "best_time": said})
        elif not details.callback_words:
            details = details.model_copy(update={"callback_words": details.best_time})
        return effects.place(requests.next_ref(), details, times, self.situation(), told=told)

    def _require(self, ability: Ability) -> Staff:
        me = self.me
        require(me, ability)
        return me

    def _sight(self, me: Staff, ability: Ability) -> Sight | None:
        level = right(me, ability)
        if level is Right.YES:
            return None
        since = self.clock() - timedelta(days=CLOSED_DAYS_OWN)
        everything_own = right(me, Ability.SEE_CLOSED) is Right.YES
        return Sight(self.username, None if everything_own else since)

    def _times(self, words: str, phone: str, zone: str = "") -> Times:
        reading = self.read_times(words, phone, zone)
        return Times(reading.is_now, reading.windows, reading.question)

    def _other(self, taken: Mapping[str, Any]) -> Request | None:
        ref = taken.get("duplicate_of") or taken.get("other")
        return self._get(ref) if ref else None

    def _last(self, ref: str) -> LastMove | None:
        story_so_far = [one for one in requests.history(ref) if one.move not in story.UNTOLD]
        if not story_so_far:
            return None
        last = story_so_far[-1]
        return LastMove(last.move, last.actor, last.at, last.before)

    def _use_up(self, draft: Drafted | None) -> None:
        if draft is not None:
            people.drop_draft(draft.id, self.username)


def _zone_of(request: Request) -> str:
    """In which zone the provider is, where a time of theirs was read before; else empty."""
    return request.callback_windows[0].zone if request.callback_windows else ""
