"""What a lead asks the record: who did and saw what, and how a member's data left the desk."""

from collections.abc import Iterable, Iterator

from p2p_tui.desk.seat import Seat
from p2p_tui.domain import denied_pas, story
from p2p_tui.domain.auditing import DISCLOSED, YEARS_BACK, Access, Of, Span, Subject, years_before
from p2p_tui.domain.denied_pas import number_key
from p2p_tui.domain.refs import number_of, ref_of
from p2p_tui.domain.retention import in_pairs
from p2p_tui.domain.roles import Ability, require
from p2p_tui.domain.wording import local
from p2p_tui.store import auditing as store
from p2p_tui.store.auditing import Entry, Within

_TOOK = frozenset({"acknowledge", "take_over"})
_OF_MANY = (story.EXPORTING, story.EXPORTED, story.LISTED)


class Auditing(Seat):
    """The part of a desk that answers for it."""

    def accesses(
        self,
        subject: Subject,
        span: Span | None = None,
        *,
        newest: int | None = None,
    ) -> tuple[Access, ...]:
        """Who did and saw what, oldest first; that it was asked is on record before it is told.

        ``newest`` tells so many of the newest alone.

        Raises:
            Refused: this person may not. NotFound: there is no such request, or nobody of that
            name. Mistyped: the last day is before the first.
        """
        require(self.me, Ability.AUDIT)
        span = span or Span()
        within = Within(*self._between(span.first, span.last))
        with self.office.store.explained():
            numbers = self._numbers(subject)
            if subject.of is Of.PERSON:
                found = store.of_person(subject.value, within)
                told = [_told(one, [one.number] if one.number else []) for one in found]
            else:
                told = list(self._of_requests(numbers, within))
                told += self._of_pas(subject, within)
                told.sort(key=lambda one: one.seq)
        self._on_record(story.AUDIT_READ, subject)
        return tuple(told[-newest:] if newest else told)

    def disclosures(self, member_id: str, span: Span | None = None) -> tuple[Access, ...]:
        """How a member's data left the desk, oldest first: six years back unless ``span`` says.

        Raises:
            As ``accesses`` does.
        """
        require(self.me, Ability.AUDIT)
        span = span or Span()
        if span.first is None:
            today = local(self.clock(), self.office.hours.zone).date()
            span = Span(first=years_before(span.last or today, YEARS_BACK), last=span.last)
        within = Within(*self._between(span.first, span.last))
        subject = Subject(of=Of.MEMBER, value=member_id)
        with self.office.store.explained():
            numbers = self._numbers(subject)
            every = sorted(self._of_requests(numbers, within), key=lambda one: one.seq)
        self._on_record(story.ACCOUNTED, subject)
        return tuple(one for one in every if one.move in DISCLOSED)

    def _numbers(self, subject: Subject) -> set[int]:
        if subject.of is Of.MEMBER:
            return store.of_member(subject.value)
        if subject.of is Of.PA:
            return store.of_pa(subject.value)
        if subject.of is Of.REQUEST:
            # One that was disposed of may be asked about too: who saw it stands in the record.
            number = number_of(subject.value)
            if number is None or not store.of_requests([number], Within(newest=1)):
                self._get(subject.value)
            return {number or 0}
        # Somebody who is disabled may be asked about too.
        if self.office.roster().get(subject.value) is None:
            self.office.person(subject.value)
        return set()

    def _of_requests(self, numbers: set[int], within: Within) -> Iterator[Access]:
        """What is of these requests, and what was of many with one of them among them."""
        own = store.of_requests(numbers, Within())
        events = [
            one for one in own
            if (within.first is None or one.at >= within.first)
            and (within.end is None or one.at < within.end)
        ]  # fmt: skip
        yield from (_told(one, [one.number or 0]) for one in events)
        many = store.of_moves(_OF_MANY, within)
        over = {one.act_id for one in many}
        for one in many:
            if one.move == story.EXPORTING and f"{one.act_id}-end" in over:
                continue
            among = [number for number in sorted(numbers) if self._was_in(number, one, own)]
            if among:
                yield _told(one, among)

    def _was_in(self, number: int, one: Entry, own: Iterable[Entry]) -> bool:
        """Say whether a request was in what was taken out at once, as far as can be known."""
        if "numbers" in one.given:
            return in_pairs(one.given["numbers"], number)
        # Of an export that was killed, or is older than that list, days and sight are known.
        at, by = store.placed([number]).get(number, (None, ""))
        if at is None or at > one.at:
            return False
        first, last = (one.given.get(name) for name in ("from", "to"))
        day = local(at, self.office.hours.zone).date().isoformat()
        if (first and day < first) or (last and day > last):
            return False
        return one.given.get("whose") != "own" or by == one.actor or any(
            event.number == number and event.actor == one.actor and event.move in _TOOK
            for event in own
        )  # fmt: skip

    def _of_pas(self, subject: Subject, within: Within) -> list[Access]:
        """Who looked at what the PA system has, and who asked this before."""
        keys: set[str] = set()
        if subject.of is Of.PA:
            keys = {number_key(subject.value)}
        elif subject.of is Of.MEMBER:
            keys = store.pas_of(subject.value)
        looked = [
            _told(one, [])
            for one in store.of_moves([denied_pas.VIEWED], within)
            if number_key(str(one.given.get("pa_number", ""))) in keys
        ]
        asked = store.of_moves([story.AUDIT_READ, story.ACCOUNTED], within)
        return looked + [
            _told(one, [])
            for one in asked
            if (one.given.get("of"), one.given.get("value")) == (subject.of, subject.value)
        ]

    def _on_record(self, what: str, subject: Subject) -> None:
        self._notes.take(what, None, {"of": subject.of.value, "value": subject.value})


def _told(one: Entry, numbers: Iterable[int]) -> Access:
    return Access(
        seq=one.seq, at=one.at, actor=one.actor, account=one.account, move=one.move,
        said=story.tell_without_words(one.move, one.given),
        refs=tuple(ref_of(number) for number in numbers),
    )  # fmt: skip
