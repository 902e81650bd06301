"""Who proves to be who they say: passphrases, as they are set, tried and issued."""

from contextlib import suppress
from typing import NoReturn

from p2p_tui.access import passphrases as access
from p2p_tui.desk.office import CARETAKER, Office, OfficeUnusableError
from p2p_tui.desk.seat import Seat
from p2p_tui.domain import passphrases
from p2p_tui.domain.errors import DeskError, Mistyped, NotFound
from p2p_tui.domain.people import Staff
from p2p_tui.domain.roles import Ability, require
from p2p_tui.domain.signing import (
    LOCKED,
    PASSPHRASE_FAILED,
    PASSPHRASE_ISSUED,
    PASSPHRASE_SET,
    SIGNED_IN,
    SIGNED_OUT,
    TURNED_AWAY,
    UNLOCKED,
)
from p2p_tui.store import passphrases as store
from p2p_tui.store.passphrases import Known

NOBODY = "(nobody)"
"""Under whose name a try stands in the record that named nobody of the desk."""
FIELD = "passphrase"
TO_SIGN_IN = "to sign in"


class Passphrases(Seat):
    """The part of a desk that asks its person who they are."""

    def has_passphrase(self) -> bool:
        """Say whether this person has one."""
        with self.office.store.explained():
            return store.get(self.username) is not None

    def needs_new_passphrase(self) -> bool:
        """Say whether the one that they have was made by somebody else."""
        with self.office.store.explained():
            known = store.get(self.username)
        return known is not None and known.first

    def prove(self, typed: str, to: str) -> int:
        """See that whoever types knows this person's passphrase; a try in vain is on record.

        ``to`` says what for: ``to sign in``. Gives how many tries were in vain since it last
        fitted: that may be news to them. After some tries in vain one has to wait, longer each
        time and a minute at most.

        Raises:
            Mistyped: it is not it, or one has to wait. DeskError: this person has none, or is
            disabled.
        """
        person, typed = self.me, passphrases.same(typed)
        known = self._try()
        digests = self.office.digests
        if not digests.fits(known.digest, typed):
            _in_vain(self, to)
        if known.first and self.clock() - known.set_at > passphrases.FIRST_LASTS:
            raise Mistyped("That first passphrase has run out: ask for another", FIELD)
        with self.office.store.writing_plainly():
            store.fitted(person.username)
            if digests.is_weak(known.digest):
                store.put(known.model_copy(update={"digest": digests.of(typed), "tries": 0}))
        return known.tries

    def _try(self) -> Known:
        """Count a try, where one may try."""
        with self.office.store.writing_plainly():
            known = store.get(self.username)
            if known is None:
                raise DeskError("You have no passphrase yet: set one in your settings")
            now = self.clock()
            seconds = passphrases.still_to_wait(known.tries, known.tried_at, now)
            if seconds:
                raise Mistyped(f"Too many tries: wait {seconds} s before the next", FIELD)
            if not store.claim_try(known, now):
                raise Mistyped("Another try is under way: try again", FIELD)
        return known

    def lock(self) -> None:
        """Put on record that this person's session is locked."""
        self._notes.take(LOCKED, None)

    def unlock(self, typed: str) -> int:
        """Unlock this person's session; as ``prove``."""
        in_vain = self.prove(typed, "to unlock")
        self._notes.take(UNLOCKED, None)
        return in_vain

    def signed_in(self) -> None:
        """Put on record that this person's session began."""
        self._notes.take(SIGNED_IN, None)

    def signed_out(self) -> None:
        """Put on record that it ended."""
        self._notes.take(SIGNED_OUT, None)

    def set_passphrase(self, new: str, old: str = "") -> None:
        """Set this person's passphrase; whoever has one already says that first.

        Raises:
            Mistyped: the new one is too easy, or the old one is not it.
        """
        found = passphrases.check(new, self.me)
        if self.has_passphrase():
            self.prove(old, "to set another")
            if passphrases.same(old) == found:
                raise Mistyped("That is the one that you have: take another", "new")
        self._put(self.me, found, first=False)

    def issue_passphrase(self, username: str) -> str:
        """Make a first passphrase for somebody, who needs another as soon as they use it.

        Raises:
            Refused: this person may not. NotFound: nobody has that username.
        """
        require(self.me, Ability.LOOK_AFTER_STAFF)
        made = access.made_up()
        self._put(_somebody(self.office, username), made, first=True)
        return made

    def _put(self, person: Staff, passphrase: str, *, first: bool) -> None:
        act_id = self.office.new_id()
        known = Known(
            username=person.username, digest=self.office.digests.of(passphrase),
            set_at=self.clock(), set_by=self.username, first=first,
        )  # fmt: skip

        def put() -> None:
            store.put(known)
            move = PASSPHRASE_ISSUED if first else PASSPHRASE_SET
            self._event(move, None, None, {"given": {"to": person.username}}, act_id)

        self.office.once(act_id, put, lambda _: None)


def anybody_has_one(office: Office) -> bool:
    """Say whether anybody on the desk signs in by passphrase."""
    with office.store.explained():
        return store.any_set()


def sign_in(office: Office, username: str, typed: str, account: str) -> int:
    """See that somebody of that name is on the desk and knows their passphrase.

    Gives how many tries were in vain since it last fitted.

    Whoever names nobody is told the same as who mistypes, and it takes as long.

    Raises:
        Mistyped: it does not fit, or one has to wait.
    """
    with office.store.explained():
        known = store.get(username)
    try:
        _somebody(office, username)
    except NotFound:
        known = None
    if known is None:
        office.digests.waste_time(typed)
        _in_vain(Seat(office, NOBODY, account=account), TO_SIGN_IN)
    return Passphrases(office, username, account=account).prove(typed, TO_SIGN_IN)


def let_in(office: Office, username: str, account: str) -> Staff:
    """The person whose session is to begin; that somebody was turned away is on record.

    Raises:
        NotFound: nobody has that username, or the person is disabled.
    """
    try:
        return _somebody(office, username)
    except NotFound:
        known = office.roster().get(username)
        seat = Seat(office, known.username if known else NOBODY, account=account)
        with suppress(OfficeUnusableError):
            seat._notes.take(TURNED_AWAY, None)
        raise


def _somebody(office: Office, username: str) -> Staff:
    """The person with that username; the desk's own account is none."""
    found = office.person(username)
    if found == CARETAKER:
        raise NotFound(f"Nobody on this desk is “{username}”; see: p2p staff list")
    return found


def _in_vain(seat: Seat, to: str) -> NoReturn:
    """Put on record that a try was in vain, and say so."""
    seat._notes.take(PASSPHRASE_FAILED, None, {"for": to})
    raise Mistyped("That is not the passphrase; the try is on record", FIELD)
