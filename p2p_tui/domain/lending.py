"""Emergency access: a lead lends somebody another row of the table of roles, for a while."""

import re
from datetime import datetime, timedelta

from p2p_tui.domain.errors import DeskError, Missing, Mistyped
from p2p_tui.domain.people import Role, Roster, Staff
from p2p_tui.domain.roles import Ability, require
from p2p_tui.domain.text import one_line
from p2p_tui.domain.values import Frozen, Line, Moment, Words
from p2p_tui.domain.wording import clock_zone

LENT, ENDED, REVIEWED = "access_lent", "access_ended", "access_reviewed"
"""Under which names it stands in the record: as it is opened, ended before its time, reviewed."""
SAID = {
    LENT: "lent {username} the rights of a {role} until {until}: {reason}",
    ENDED: "ended the rights of a {role} that {username} had been lent",
    REVIEWED: "reviewed the rights of a {role} that {username} had been lent: {review}",
}
"""How each is told."""
LONGEST = timedelta(hours=24)
"""For how long a role is lent at most."""
USUAL = timedelta(hours=2)
_RULE = "emergency access"


class Lending(Frozen):
    """One time that a role was lent: to whom, why, by whom, from when until when."""

    id: Line
    username: Line
    role: Role
    reason: Words
    lent_by: Line
    lent_at: Moment
    until: Moment
    ended_at: Moment | None = None
    """When it was ended before its time."""
    ended_by: Line = ""
    reviewed_at: Moment | None = None
    reviewed_by: Line = ""
    review: Words = ""
    """What whoever reviewed it says of it."""

    def over_at(self) -> datetime:
        """When it ends, or has ended."""
        return self.ended_at or self.until

    def runs(self, now: datetime) -> bool:
        """Say whether the role is lent now."""
        return self.lent_at <= now < self.over_at()


def lend(to: Staff, role: Role, span: timedelta, reason: str, *, by: Staff, now: datetime,
         lending_id: str) -> Lending:  # fmt: skip
    """A role lent to somebody from now on.

    Raises:
        Refused: ``by`` may not. Missing: there is no reason, or it is for too long. DeskError:
        it makes no difference.
    """
    require(by, Ability.LEND)
    if not reason.strip():
        raise Missing("Say why: it is on record and will be reviewed", _RULE, "reason")
    if not timedelta(minutes=1) <= span <= LONGEST:
        raise Missing("It lasts from a minute to 24 hours", _RULE, "span")
    if to.disabled:
        raise DeskError(f"{to.name} is disabled on this desk: p2p staff enable {to.username}")
    if to.has(role):
        raise DeskError(f"{to.name} is a {role} already")
    return Lending(
        id=lending_id, username=to.username, role=role, reason=reason, lent_by=by.username,
        lent_at=now, until=now + span,
    )  # fmt: skip


def read_length(typed: str) -> timedelta:
    """For how long, as people type it: ``2 h``, ``90 min``.

    Raises:
        Mistyped: it can't be read.
    """
    found = re.fullmatch(r"([0-9]{1,3})\s*(h|hours?|min|minutes?|m)", one_line(typed).casefold())
    if found is None:
        raise Mistyped("For how long: like 2 h or 90 min, 24 h at most", "span")
    number, unit = int(found[1]), found[2]
    return timedelta(hours=number) if unit.startswith("h") else timedelta(minutes=number)


def told(one: Lending, roster: Roster, now: datetime, zone: str) -> str:
    """It in a line: ``Raj Patel as a pharmacist until 5:00 PM EST: to review``."""
    over = clock_zone(one.over_at(), zone)
    how = f"until {over}" if one.runs(now) else f"ended {over}"
    state = "runs" if one.runs(now) else "reviewed" if one.reviewed_at else "to review"
    return f"{roster.name(one.username)} as a {one.role} {how}: {state}"


def why(one: Lending, roster: Roster) -> str:
    """Who lent it and why, and what a review said: ``Lena Ortiz: both are ill``."""
    reviewed = f" · {roster.name(one.reviewed_by)}: {one.review}" if one.reviewed_at else ""
    return one_line(f"{roster.name(one.lent_by)}: {one.reason}{reviewed}")


def end(one: Lending, *, by: Staff, now: datetime) -> Lending:
    """It, ended before its time. Whoever it was lent to may end it too.

    Raises:
        Refused: ``by`` may not. DeskError: it is over.
    """
    if by.username != one.username:
        require(by, Ability.LEND)
    if not one.runs(now):
        raise DeskError("That emergency access is over already")
    return one.model_copy(update={"ended_at": now, "ended_by": by.username})


def review(one: Lending, words: str, *, by: Staff, roster: Roster, now: datetime) -> Lending:
    """It, as reviewed. Another lead than those who opened it or had it does that, if there is one.

    Raises:
        Refused: ``by`` may not. Missing: nothing is said of it. DeskError: it still runs, was
        reviewed already, or another lead is to do it.
    """
    require(by, Ability.LEND)
    if one.runs(now):
        raise DeskError("That emergency access still runs: end it first, then review it")
    if one.reviewed_at is not None:
        raise DeskError(f"{roster.name(one.reviewed_by)} has reviewed it already")
    concerned = {one.lent_by, one.username}
    leads = [one for one in roster.staff if Role.LEAD in one.roles and not one.disabled]
    others = [one.name for one in leads if one.username not in concerned]
    if by.username in concerned and others:
        raise DeskError(f"Whom it concerns does not review it: {' or '.join(others)} does")
    if not words.strip():
        raise Missing("Say what you found", _RULE, "words")
    return one.model_copy(update={"reviewed_at": now, "reviewed_by": by.username, "review": words})
