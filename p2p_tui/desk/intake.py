"""What a form asks the desk while the caller speaks, and the calls that were begun."""

from dataclasses import dataclass
from typing import Any

from p2p_tui.desk.seat import Seat
from p2p_tui.domain.callback_times import read_for
from p2p_tui.domain.callers import KnownCaller
from p2p_tui.domain.denied_pas import number_key
from p2p_tui.domain.errors import Overtaken
from p2p_tui.domain.people import Role, Roster
from p2p_tui.domain.phones import ZoneGuess, guess_zone
from p2p_tui.domain.request import Request
from p2p_tui.domain.roles import Ability, Right, require, right
from p2p_tui.domain.spoken import Reading
from p2p_tui.store import people, requests
from p2p_tui.store.people import Draft

NEW_REQUEST = "new request"
"""The form under which drafts of new requests are kept."""
TAKEN_UP = "draft_taken"
"""Under which name it stands in the record that somebody took up another's draft."""
_CALLS = 50
"""How many calls from a number are looked through for who called."""
_LATELY = 2000
"""How many of the newest requests words are completed from."""


@dataclass(frozen=True)
class Begun:
    """The calls that were begun and not placed: one's own, and for a lead those left behind."""

    own: tuple[Draft, ...] = ()
    left_behind: tuple[Draft, ...] = ()

    @property
    def counts(self) -> tuple[int, int]:
        """How many are one's own, and how many were left behind."""
        return len(self.own), len(self.left_behind)


@dataclass(frozen=True)
class Completions:
    """The words that typing is completed with, in the order in which they are tried."""

    drugs: tuple[str, ...] = ()
    pharmacists: tuple[str, ...] = ()


class Intake(Seat):
    """The part of a desk that serves a form: what is known, how times are read, what was begun."""

    # -- while the caller speaks

    def known_callers(self, phone: str) -> tuple[KnownCaller, ...]:
        """Who called from a number before, newest first."""
        require(self.me, Ability.SEE_OPEN)
        with self.office.store.explained():
            return requests.known_callers(phone, _CALLS)

    def completions(self) -> Completions:
        """What drug names and denying pharmacists are completed with; the desk's own come first."""
        require(self.me, Ability.SEE_OPEN)
        roster = self.office.roster()
        staff = [one.name for one in roster.staff if one.has(Role.PHARMACIST) and not one.disabled]
        with self.office.store.explained():
            lately = requests.said_lately("denying_pharmacist", _LATELY)
            drugs = requests.said_lately("drug_name", _LATELY)
        others = (name for name in lately if roster.known_as(name) is None)
        return Completions(drugs=drugs, pharmacists=tuple(dict.fromkeys((*staff, *others))))

    def same_pa(self, pa_number: str) -> tuple[Request, ...]:
        """The open requests for one PA: shown at once while another is taken down."""
        require(self.me, Ability.SEE_OPEN)
        key = number_key(pa_number)
        with self.office.store.explained():
            return requests.open_for_pa(key) if key else ()

    def zone_of(self, phone: str, chosen: str = "") -> ZoneGuess:
        """In which zone the provider is, by what was chosen or the number tells."""
        return guess_zone(phone, chosen, self.office.hours.zone, self.clock())

    def read_times(self, words: str, phone: str = "", zone: str = "") -> Reading:
        """How the desk reads words for a callback time now, where the provider is (R4)."""
        guess = self.zone_of(phone, zone)
        return read_for(words, guess, now=self.clock(), hours=self.office.hours)

    # -- drafts, which are plain rows

    def keep_draft(self, draft_id: str, form: str, body: dict[str, Any], act_id: str = "") -> Draft:
        """Keep what is being typed into a form. It asks for no right: who loses theirs while they
        type, or is disabled, loses no word.

        Where a lead took the draft up meanwhile, it is kept as one of its own: nothing is lost. Of
        what the act ``act_id`` has placed or saved meanwhile, nothing is kept.
        """
        draft = Draft(id=draft_id, owner=self.username, form=form, body=body, kept_at=self.clock())
        with self.office.store.writing_plainly():
            if people.keep_draft(draft):
                if act_id and requests.act(act_id) is not None:
                    people.drop_draft(draft_id, self.username)
                return draft
            own = draft.model_copy(update={"id": self.office.new_id()})
            people.keep_draft(own)
            return own

    def drafts(self) -> tuple[Draft, ...]:
        """This person's drafts, newest first.

        Raises:
            Refused: this person works with no requests, now.
        """
        require(self.me, Ability.SEE_OPEN)
        with self.office.store.explained():
            return people.drafts(self.username)

    def drop_draft(self, draft_id: str) -> None:
        """Forget a draft."""
        require(self.me, Ability.SEE_OPEN)
        with self.office.store.writing_plainly():
            people.drop_draft(draft_id, self.username)

    def begun(self, known: Roster | None = None) -> Begun:
        """The calls that were begun and not placed; ``known`` is the roster where it was just read.

        A draft is left behind while its owner has no session; a lead sees those.
        """
        roster = known or self.office.roster()
        own = tuple(one for one in self.drafts() if one.form == NEW_REQUEST)
        if right(roster.get(self.username) or self.me, Ability.TAKE_DRAFT) is not Right.YES:
            return Begun(own)
        here = roster.present | {self.username}
        with self.office.store.explained():
            return Begun(own, people.drafts_but_of(here, NEW_REQUEST))

    def take_up(self, draft: Draft) -> Draft:
        """Make a call one's own that another began and left behind; it is on record.

        Raises:
            Refused: this person may not. Overtaken: it is placed, or somebody else took it up, or
            who began it is back.
        """
        act_id = self.office.new_id()

        def take() -> Draft:
            require(self.me, Ability.TAKE_DRAFT)
            back = self.office.roster().here(draft.owner)
            found = None if back else people.give_draft(draft.id, draft.owner, self.username)
            if found is None:
                raise Overtaken("It is no longer left behind: whoever began it is back, or it is"
                                " placed. Nothing was lost")  # fmt: skip
            body = {
                "before": {"owner": draft.owner},
                "after": {"owner": self.username},
                "given": {"draft": found.id, "words": found.body},
            }
            self._event(TAKEN_UP, None, None, body, act_id)
            return found

        return self.office.once(
            act_id, take, lambda _: draft.model_copy(update={"owner": self.username})
        )
