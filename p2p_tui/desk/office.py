"""The desk's rooms as a whole: its open database, its people, its clock.

An ``Office`` is opened once in a process; each person who sits down gets a ``Desk`` from it.
"""

import threading
import time
import uuid
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from p2p_tui.access.passphrases import Digests
from p2p_tui.domain.errors import DeskError, NotFound, Overtaken
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.in_common import CHANGED, InCommon, InForce, difference
from p2p_tui.domain.lifecycle import DeskSettings
from p2p_tui.domain.people import Role, Roster, Staff
from p2p_tui.domain.roles import Ability, check_change, require
from p2p_tui.domain.story import Happening
from p2p_tui.domain.text import one_line
from p2p_tui.domain.wording import clock_zone, day
from p2p_tui.store import chain, in_common, people, requests
from p2p_tui.store.anchors import Anchor, Kept
from p2p_tui.store.chain import Found, Verdict
from p2p_tui.store.engines import (
    DatabaseAwayError,
    DatabaseDamagedError,
    DatabaseReplacedError,
    DatabaseUnusableError,
    OutcomeUnknownError,
)
from p2p_tui.store.store import Store

OfficeUnusableError = DatabaseUnusableError
"""The database can't be used. The message says why and what to do."""
OfficeDamagedError = DatabaseDamagedError
"""It can't read what it wrote."""
OfficeReplacedError = DatabaseReplacedError
"""It is no longer the database that was opened: the desk has to be opened again."""

__all__ = [
    "CARETAKER", "Clock", "Found", "Office", "OfficeDamagedError", "OfficeReplacedError",
    "OfficeUnusableError", "Verdict", "utc_now",
]  # fmt: skip

PATIENCE_SECONDS = 8.0
"""How long an act waits for a database that went away before it is given back as not saved."""
DOUBT_SECONDS = 60.0
"""How long it waits where it is not known whether it was saved."""
_AGAIN_SECONDS = 0.2

T = TypeVar("T")

CARETAKER = Staff(username="(account)", name="The desk's own account", roles=frozenset({Role.LEAD}))
"""Who reads on the command line when the account that owns the desk's file is nobody's own."""

Clock = Callable[[], datetime]
"""What time it is, in UTC."""


def utc_now() -> datetime:
    """The time of this machine's clock."""
    return datetime.now(UTC)


class Office:
    """One open database with what the desk has in common."""

    def __init__(
        self,
        store: Store,
        *,
        clock: Clock = utc_now,
        hours: DeskHours | None = None,
        settings: DeskSettings | None = None,
        new_id: Callable[[], str] | None = None,
        made_up: bool = False,
    ) -> None:
        """``hours`` go before those that the database holds, for lessons and tests at set hours;
        where people are ``made_up``, so are their passphrases, which cost nothing to try."""
        self.store = store
        self.clock = clock
        self._set_hours = hours
        self._in_common: InForce | None = None
        self.settings = settings or DeskSettings()
        self.new_id = new_id or (lambda: uuid.uuid4().hex)
        self.digests = Digests(light=made_up)
        self.doubt_seconds = DOUBT_SECONDS
        self._leaving = threading.Event()

    @classmethod
    def open(
        cls,
        url: str,
        key_file: Path | None = None,
        *,
        clock: Clock = utc_now,
        hours: DeskHours | None = None,
        new_id: Callable[[], str] | None = None,
        made_up: bool = False,
        training: bool = False,
    ) -> "Office":
        """Open the database at a URL, and make it where there is none.

        A desk for ``training`` (or a demo) is marked as such when it is made: neither is ever
        opened as the other.

        Raises:
            OfficeUnusableError: it can't be used; the message says why and what to do.
        """
        store = Store.open(url, key_file)
        made_up = made_up or training
        opened = cls(store, clock=clock, hours=hours, new_id=new_id, made_up=made_up)
        try:
            opened._keep_apart(training=training)
        except BaseException:
            opened.close()
            raise
        return opened

    def _keep_apart(self, *, training: bool) -> None:
        with self.store.explained():
            marked = in_common.is_made_up()
            taken = training and not marked and bool(people.roster(self.clock()).staff)
        if marked and not training:
            raise OfficeUnusableError(
                "This is a desk for training, with nobody real in it: p2p train opens it. Name the"
                " desk's own database (P2P_DATABASE_URL)"
            )
        if taken:
            raise OfficeUnusableError(
                "There is a real desk in this file: nothing is trained in it. Name another folder"
                " (P2P_TRAINING_FOLDER)"
            )
        if training and not marked:
            with self.store.writing_plainly():
                in_common.mark_made_up(self.clock())

    def close(self) -> None:
        """Let the database go."""
        self.store.close()

    def leave(self) -> None:
        """Wait for nothing any more: the session ends. May be called by any thread."""
        self._leaving.set()

    @property
    def hours(self) -> DeskHours:
        """The desk hours, as this process knows them."""
        return self._set_hours or self.in_common.common.hours

    @property
    def in_common(self) -> InForce:
        """What the desk has in common, as this process knows it: read once, kept by ``learn``."""
        if self._in_common is None:
            self.learn(self.read_in_common())
        assert self._in_common is not None
        return self._in_common

    def read_in_common(self) -> InForce:
        """What the desk has in common, as the database holds it now."""
        with self.store.explained():
            return in_common.in_force()

    def learn(self, told: InForce) -> None:
        """Take in what the desk has in common; what comes too late changes nothing."""
        if self._in_common is None or told.version >= self._in_common.version:
            self._in_common = told

    def set_in_common(
        self, common: InCommon, seen: int, *, by: str, account: str, act_id: str | None = None
    ) -> InForce:
        """Change what the desk has in common, as it was when its author saw version ``seen``.

        Raises:
            Refused: ``by`` may not. Overtaken: it was changed meanwhile; says by whom and when.
        """
        act_id = act_id or self.new_id()

        def put() -> InForce:
            person = self.person(by)
            require(person, Ability.LOOK_AFTER_HOURS)
            before = in_common.in_force()
            if before.version != seen:
                raise self._changed_meanwhile(before, by)
            old, new = difference(before.common, common)
            if not new:
                return before
            if new.keys() - {"hours"}:
                require(person, Ability.LOOK_AFTER_DESK)
            after = InForce(common=common, version=seen + 1, by=by, at=self.clock())
            for name, body in new.items():
                in_common.put(name, body, after)
            chain.append(
                chain.NewEvent(
                    act_id=act_id, at=self.clock(), actor=by, account=account, move=CHANGED,
                    request_id=None, version=after.version,
                    body={"before": old, "after": new, "given": {}},
                )
            )  # fmt: skip
            return after

        self.learn(after := self.once(act_id, put, lambda _: in_common.in_force()))
        return after

    def _changed_meanwhile(self, now: InForce, by: str) -> Overtaken:
        who = people.get(now.by, self.clock())
        name = "You" if now.by == by else who.name if who else now.by
        at, zone = now.at or self.clock(), now.common.hours.zone
        when = f"{day(at, zone, self.clock())}, {clock_zone(at, zone)}"
        return Overtaken(f"{name} changed it meanwhile ({when}): look again. Nothing was lost")

    def once(
        self,
        act_id: str,
        act: Callable[[], T],
        done: Callable[[Happening], T],
        *,
        patience: float | None = None,
    ) -> T:
        """Do an act in one transaction, and just once, whatever becomes of the database meanwhile.

        Where the database goes away, the act waits for it, for ``patience`` seconds or, where it is
        not known whether it was saved, for ``doubt_seconds``. Then it looks first whether it was
        done before, behind the lock that its own first try held until it was decided; ``done``
        gives what is said then. Nothing is guessed, nothing done twice.

        Raises:
            OfficeUnusableError: it is not saved, or, as the message says then, not known to be.
        """
        patience = PATIENCE_SECONDS if patience is None else patience
        began, doubted = time.monotonic(), False
        while True:
            try:
                with self.store.writing():
                    found = requests.act(act_id)
                    if found is not None:
                        return done(found)
                    doubted = False
                    return act()
            except DatabaseAwayError as problem:
                doubted = doubted or isinstance(problem, OutcomeUnknownError)
                limit = max(patience, self.doubt_seconds) if doubted else patience
                if self._leaving.is_set() or time.monotonic() - began >= limit:
                    if doubted:
                        said = "whether this was saved is looked up when it is tried again"
                        raise OutcomeUnknownError(f"{problem}; {said}") from problem
                    raise DatabaseAwayError(f"{problem}; not saved") from problem
            self._leaving.wait(_AGAIN_SECONDS)

    def let_others(self, seconds: float) -> None:
        """Wait so long between two acts of many, for those who wait for the lock meanwhile.

        In a file they ask for it again and again: without a pause they would seldom get it.
        """
        self._leaving.wait(seconds)

    def owned(self) -> bool:
        """Say whether the account that runs this process owns the desk's database."""
        return self.store.engine.owned()

    def roster(self) -> Roster:
        """Everybody the desk knows, and who is here."""
        with self.store.explained():
            return people.roster(self.clock(), self.hours.zone)

    def person(self, username: str) -> Staff:
        """The person with that username.

        Raises:
            NotFound: nobody has it, or the person is disabled.
        """
        if username == CARETAKER.username:
            return CARETAKER
        with self.store.explained():
            found = people.get(one_line(username), self.clock())
        if found is None:
            raise NotFound(
                f"Nobody on this desk is “{username}”; a lead adds people: p2p staff add"
            )
        if found.disabled:
            raise NotFound(f"{found.name} is disabled on this desk; ask a lead")
        return found

    def found(self, first: Staff, *, account: str) -> None:
        """Set up an empty desk with its first lead.

        Raises:
            DeskError: somebody works here already, or the first one could not look after staff.
        """

        def put() -> None:
            if not self.owned():
                raise DeskError("The account that owns the desk's database sets it up: p2p init")
            if people.roster(self.clock()).staff:
                raise DeskError("This desk has people already; a lead adds more: p2p staff add")
            if not first.roles & {Role.LEAD, Role.ADMIN}:
                raise DeskError("The first person of a desk is a lead or an admin")
            self._put(first, first.username, account, act_id)

        act_id = self.new_id()
        self.once(act_id, put, lambda _: None)

    def put_staff(self, changed: Iterable[Staff], *, by: Staff | None, account: str) -> None:
        """Add people or change them. ``by`` is None for the account that owns the desk's file.

        Raises:
            Refused: ``by`` may not look after staff.
        """
        if by is not None:
            changed = tuple(changed)
            for one in changed:
                check_change(by, one)
        self._put_all(changed, by.username if by else account, account)

    def put_own(self, person: Staff, *, account: str) -> None:
        """Write what a person said of themselves: availability, extension.

        What others set of them stays as it is by then, their roles and that they are disabled too.

        Raises:
            NotFound: they were disabled meanwhile.
        """
        self._put_all([person], person.username, account, own=True)

    def verify(self, kept: Kept | None = None) -> Verdict:
        """Walk the whole record and say whether it holds, and fits what was ``kept`` outside."""
        with self.store.explained():
            return chain.verify(kept)

    def head(self) -> Anchor | None:
        """The newest event, to be kept outside the database; None where nothing happened yet."""
        with self.store.explained():
            return chain.anchor(self.clock())

    def _put_all(
        self, changed: Iterable[Staff], actor: str, account: str, *, own: bool = False
    ) -> None:
        acts = [(person, self.new_id()) for person in changed]

        def put() -> None:
            for person, act_id in acts:
                if own:
                    now = self.person(person.username)
                    others = {name: getattr(now, name) for name in _SET_BY_OTHERS}
                    self._put(person.model_copy(update=others), actor, account, act_id)
                else:
                    self._put(person, actor, account, act_id)

        for _, act_id in acts[:1]:
            self.once(act_id, put, lambda _: None)

    def _put(self, person: Staff, actor: str, account: str, act_id: str) -> None:
        before = people.get(person.username, self.clock())
        people.put(person)
        chain.append(
            chain.NewEvent(
                act_id=act_id,
                at=self.clock(),
                actor=actor,
                account=account,
                move="staff",
                request_id=None,
                version=None,
                body={
                    "before": _plain(before) if before else {},
                    "after": _plain(person),
                    "given": {},
                },
            )
        )


_SET_BY_OTHERS = ("name", "roles", "credentials", "disabled")
"""What of a person they don't say themselves."""


def _plain(person: Staff) -> dict[str, object]:
    values = person.model_dump(mode="json", exclude={"lent"})
    values["roles"] = sorted(values["roles"])
    return values
