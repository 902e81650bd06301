"""The people of the desk: who they are, what they may do, and whether they are here."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from p2p_tui.domain.hours import DESK_ZONE
from p2p_tui.domain.preferences import Preferences
from p2p_tui.domain.values import Frozen, Line, Moment


class Role(StrEnum):
    """What somebody is on the desk. A person has a set of these."""

    TECHNICIAN = "technician"
    PHARMACIST = "pharmacist"
    LEAD = "lead"
    ADMIN = "admin"


DESK_ROLES = frozenset({Role.TECHNICIAN, Role.PHARMACIST, Role.LEAD})
"""The roles that see requests. An admin looks after staff and system, and sees no PHI."""


class Availability(StrEnum):
    """What a pharmacist says of themselves."""

    AVAILABLE = "available"
    ON_A_CALL = "on a call"
    LUNCH = "lunch"
    AWAY = "away"
    OUT_OF_OFFICE = "out of office"
    OFF = "off"


class Absence(Frozen):
    """A span for which somebody said, maybe long ahead, that they are out of the office."""

    start: Moment
    end: Moment


class Doing(StrEnum):
    """What somebody is doing with a request. It is shown, and never a lock."""

    LOOKING = "is looking"
    WRITING = "is writing"
    DOCUMENTING = "is documenting"


class AtHand(Frozen):
    """What a session tells of its person."""

    idle: bool = False
    """No key was heard for a while, or the session is locked."""
    ref: Line = ""
    """The request before them, if any."""
    doing: Doing = Doing.LOOKING


class Looking(Frozen):
    """Somebody who has a request before them."""

    username: Line
    ref: Line
    doing: Doing


class Lent(Frozen):
    """A role that a lead lent somebody in an emergency, for a while."""

    role: Role
    until: Moment


class Staff(Frozen):
    """One person of the desk."""

    username: Line
    name: Line
    roles: frozenset[Role]
    credentials: Line = ""
    extension: Line = ""
    availability: Availability = Availability.AVAILABLE
    """What they said last."""
    until: Moment | None = None
    """Until when that holds; after it they are available again."""
    said_at: Moment | None = None
    """When they said it."""
    absences: tuple[Absence, ...] = ()
    """When they are out of the office, planned ahead."""
    disabled: bool = False
    preferences: Preferences = Preferences()
    lent: tuple[Lent, ...] = ()
    """What is lent to them now. It is kept apart, and never written with the person."""

    @property
    def title(self) -> str:
        """The name with its credentials: ``Ana Ruiz, PharmD``."""
        return f"{self.name}, {self.credentials}" if self.credentials else self.name

    @property
    def acts_as(self) -> frozenset[Role]:
        """The roles that this person acts in: their own, and what is lent to them."""
        return self.roles.union(one.role for one in self.lent)

    def has(self, role: Role) -> bool:
        """Say whether this person acts in the role."""
        return role in self.acts_as

    @property
    def on_the_desk(self) -> bool:
        """Say whether this person works with requests at all."""
        return bool(self.acts_as & DESK_ROLES)


class Roster(Frozen):
    """Everybody the desk knows, and what their sessions tell of them."""

    staff: tuple[Staff, ...] = ()
    present: frozenset[Line] = frozenset()
    """Who has a session that is alive."""
    idle: frozenset[Line] = frozenset()
    """Who of them left the keys alone for a while, in every session of theirs."""
    looking: tuple[Looking, ...] = ()
    """Who has which request before them."""
    calls: Mapping[Line, Line] = {}
    """Who is on a call, by the reference of the request."""
    zone: str = DESK_ZONE
    """On whose clock people say their hours: the desk's."""

    def get(self, username: str | None) -> Staff | None:
        """The person with that username."""
        return next((one for one in self.staff if one.username == username), None)

    def name(self, username: str | None) -> str:
        """The person's name, or the username of somebody the desk no longer knows."""
        found = self.get(username)
        return found.name if found else (username or "nobody")

    def here(self, username: str | None) -> bool:
        """Say whether the person has a session that is alive."""
        return username in self.present

    def known_as(self, words: str) -> Staff | None:
        """The pharmacist whom somebody means by a username or a name, with credentials or not.

        ``Ruiz, Ana`` is Ana Ruiz, as other systems write it. Two pharmacists of one name are
        nobody: the desk does not guess whose call it is.
        """
        return _meant(words, [one for one in self.staff if one.has(Role.PHARMACIST)])

    def anybody_known_as(self, words: str) -> Staff | None:
        """As ``known_as``, whatever they are on the desk."""
        return _meant(words, self.staff)


def _meant(words: str, among: Iterable[Staff]) -> Staff | None:
    wanted, known = words.casefold().strip(), tuple(among)
    if not wanted:
        return None
    for one in known:
        if one.username.casefold() == wanted:
            return one
    parts = [part.strip() for part in wanted.split(",")]
    names = {parts[0], " ".join((*parts[1:2], parts[0]))}
    named = [one for one in known if one.name.casefold() in names]
    return named[0] if len(named) == 1 else None
