"""What the people of the desk are doing now: what they said, and what their sessions tell (R10).

Nobody is expected to take a call at a time for which they said otherwise, nor while no key of
theirs was heard for a while: a session that was left alone draws no callers.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from p2p_tui.domain.people import Availability, Role, Roster, Staff
from p2p_tui.domain.request import Request, Status
from p2p_tui.domain.typed_hours import write_day
from p2p_tui.domain.values import Frozen, Line, Moment
from p2p_tui.domain.wording import clock, day, instants, local

IDLE_AFTER = timedelta(minutes=10)
"""After how long without a key, outside a call, somebody is away."""

JUST_NOW = timedelta(seconds=20)
"""Who did something so lately is here, though news of who is here comes later than of the deed."""

WORDS = {
    Availability.AVAILABLE: "available",
    Availability.ON_A_CALL: "on a call",
    Availability.LUNCH: "at lunch",
    Availability.AWAY: "away",
    Availability.OUT_OF_OFFICE: "out of the office",
    Availability.OFF: "off",
    None: "not signed in",
}
"""What people say of somebody who is so: Ben Cole *is at lunch*."""


class Standing(Frozen):
    """What somebody is doing now. ``availability`` is None where no session of theirs is alive."""

    availability: Availability | None
    until: Moment | None = None
    """Until when, where they said so."""
    works: Line = ""
    """Their working hours, where it follows from these."""

    @property
    def available(self) -> bool:
        """Say whether they can take a call."""
        return self.availability is Availability.AVAILABLE

    def words(self, zone: str, now: datetime) -> str:
        """In words: ``at lunch until 12:30 PM``, ``not signed in (works 9:00 AM–5:00 PM)``."""
        until = f" until {moment_words(self.until, zone, now)}" if self.until else ""
        works = f" (works {self.works})" if self.works else ""
        return f"{WORDS[self.availability]}{until}{works}"


def standing(person: Staff, roster: Roster, now: datetime) -> Standing:
    """What somebody is doing now.

    A planned absence goes before everything but a call that they are on; what they said holds until
    the time they gave; who left the keys alone is away, and who works at set hours is off outside
    them, unless they said since then that they are available.
    """
    here = roster.here(person.username) and not person.disabled
    works = person.preferences.works
    if here and person.username in roster.calls.values():
        return Standing(availability=Availability.ON_A_CALL)
    for absence in person.absences:
        if absence.start <= now < absence.end:
            return Standing(availability=Availability.OUT_OF_OFFICE, until=absence.end)
    if not here:
        return Standing(availability=None, works=write_day(works) if works else "")
    if person.availability is not Availability.AVAILABLE and not _over(person, now):
        return Standing(availability=person.availability, until=person.until)
    if person.username in roster.idle:
        return Standing(availability=Availability.AWAY)
    since = _off_since(person, roster.zone, now)
    if works and since and not (person.said_at and person.said_at >= since):
        return Standing(availability=Availability.OFF, works=write_day(works))
    return Standing(availability=Availability.AVAILABLE)


def available(username: str | None, roster: Roster, now: datetime) -> bool:
    """Say whether this is a pharmacist who can take a call now (R10)."""
    found = roster.get(username)
    return (
        found is not None and found.has(Role.PHARMACIST) and standing(found, roster, now).available
    )


def available_pharmacists(roster: Roster, now: datetime) -> tuple[Staff, ...]:
    """Every pharmacist who can take a call now."""
    return tuple(one for one in roster.staff if available(one.username, roster, now))


def anybody_available(roster: Roster, now: datetime) -> bool:
    """Say whether any pharmacist can take a call now."""
    return any(
        one.has(Role.PHARMACIST) and standing(one, roster, now).available for one in roster.staff
    )


def left(request: Request, roster: Roster, now: datetime) -> bool:
    """Say whether who has a request is gone: who moved it just now is here, whatever is known."""
    return not roster.here(request.holder) and now - request.since >= JUST_NOW


def with_calls(roster: Roster, requests: Iterable[Request]) -> Roster:
    """The roster where these requests stand as they do now: who is on a call follows from them."""
    calls = dict(roster.calls)
    for request in requests:
        calls.pop(request.ref, None)
        if request.status is Status.ON_CALL and request.holder:
            calls[request.ref] = request.holder
    return roster if calls == roster.calls else roster.model_copy(update={"calls": calls})


def misses(person: Staff, start: datetime, end: datetime, zone: str) -> Standing | None:
    """How somebody stands who, by their own plans, is not there at any time between two moments.

    None where they are there for some of it.
    """
    works = person.preferences.works
    at_work = _shifts(works, start, end, zone) if works else [(start, end)]
    if works and not at_work:
        return Standing(availability=Availability.OFF, works=write_day(works))
    gone = sorted(person.absences, key=lambda one: one.start)
    until = None
    for begins, ends in at_work:
        at = begins
        for absence in gone:
            if absence.start <= at < absence.end:
                at = until = absence.end
        if at < ends:
            return None
    return Standing(availability=Availability.OUT_OF_OFFICE, until=until)


def moment_words(moment: datetime, zone: str, now: datetime) -> str:
    """A moment as short as it can be said: ``12:30 PM``, ``Mon Dec 1``, ``Mon Dec 1, 9:00 AM``."""
    on, at = day(moment, zone, now), clock(moment, zone)
    if on == "today":
        return at
    return on if local(moment, zone).time() == time(0) else f"{on}, {at}"


def _over(person: Staff, now: datetime) -> bool:
    return person.until is not None and person.until <= now


def _off_since(person: Staff, zone: str, now: datetime) -> datetime | None:
    """Since when somebody with working hours has been off; None while they work."""
    works = person.preferences.works
    if works is None:
        return None
    here = local(now, zone)
    if works[0] <= here.time() < works[1]:
        return None
    on = here.date() if here.time() >= works[1] else here.date() - timedelta(days=1)
    found = instants(datetime.combine(on, works[1]), zone)
    return found[0] if found else now


def _shifts(
    works: tuple[time, time], start: datetime, end: datetime, zone: str
) -> list[tuple[datetime, datetime]]:
    """The parts of the time between two moments that lie within somebody's working hours."""
    on, last = local(start, zone).date(), local(end, zone).date()
    found = []
    while on <= last:
        begins, ends = (instants(datetime.combine(on, at), zone) for at in works)
        if begins and ends and max(begins[0], start) < min(ends[-1], end):
            found.append((max(begins[0], start), min(ends[-1], end)))
        on += timedelta(days=1)
    return found
