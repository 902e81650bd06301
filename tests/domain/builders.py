"""A made-up desk in memory: its people, its callers, and requests that stand wherever one says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from p2p_tui.domain import effects, lifecycle
from p2p_tui.domain.details import CallbackWindow, Details
from p2p_tui.domain.effects import Act, Times
from p2p_tui.domain.lifecycle import LastMove, Situation
from p2p_tui.domain.people import Availability, Role, Roster, Staff
from p2p_tui.domain.request import Kind, Request, Status
from p2p_tui.domain.roles import Ability, require
from p2p_tui.domain.story import Happening

ET = ZoneInfo("America/New_York")
CENTRAL = "America/Chicago"
NOW = datetime(2026, 11, 20, 14, 31, tzinfo=ET).astimezone(UTC)
"""Friday, 2:31 PM at the desk."""
TWO_HOURS = timedelta(hours=2)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def person(username: str, name: str, roles: str, *, disabled: bool = False) -> Staff:
    """Somebody of the desk; ``roles`` are words such as ``lead pharmacist``."""
    known = frozenset(Role(role) for role in roles.split())
    return Staff(username=username, name=name, roles=known, disabled=disabled)


TINA = person("tina", "Tina Park", "technician")
RAJ = person("raj", "Raj Patel", "technician")
ANA = person("ana", "Ana Ruiz", "pharmacist")
BEN = person("ben", "Ben Cole", "pharmacist")
MAYA = person("maya", "Maya Singh", "pharmacist")
PIA = person("pia", "Pia Brandt", "technician pharmacist")
LENA = person("lena", "Lena Ortiz", "lead pharmacist")
LUIS = person("luis", "Luis Vega", "lead")
TESS = person("tess", "Tess Moor", "lead technician")
GIL = person("gil", "Gil Hart", "technician pharmacist lead admin")
OMAR = person("omar", "Omar Said", "admin technician")
ADA = person("ada", "Ada Lind", "admin")
OTTO = person("otto", "Otto Kern", "pharmacist", disabled=True)
EVERYBODY = (TINA, RAJ, ANA, BEN, MAYA, PIA, LENA, LUIS, TESS, GIL, OMAR, ADA, OTTO)


def roster(
    *staff: Staff,
    absent: Iterable[str] = (),
    idle: Iterable[str] = (),
    calls: Mapping[str, str] | None = None,
    **availability: Availability,
) -> Roster:
    """Everybody (or only ``staff``), here but for those ``absent``; ``ben=Availability.LUNCH``."""
    known = tuple(
        one.model_copy(update={"availability": availability.get(one.username, one.availability)})
        for one in staff or EVERYBODY
    )
    present = frozenset({one.username for one in known} - set(absent))
    return Roster(staff=known, present=present, idle=frozenset(idle), calls=calls or {})


def details(**said: Any) -> Details:
    """What a caller says, complete; ``said`` is said otherwise."""
    usual: dict[str, Any] = {
        "contact_name": "Kim Osei",
        "job_title": "MA",
        "phone": "(614) 555-0142",
        "pa_number": "88120417",
        "member_id": "H10024471",
        "drug_name": "Ozempic",
        "cntt": "5530192",
        "denial_rationale": "No A1c within 90 days",
        "caller_verified": True,
        "contact_id_made": True,
        "pa_verified": True,
    }
    return Details(**{**usual, **said})


def window(start: datetime, long: timedelta = TWO_HOURS, zone: str = CENTRAL) -> CallbackWindow:
    """A window that the provider offered, on the clock of their own zone."""
    end = start.astimezone(UTC) + long
    there = ZoneInfo(zone)
    return CallbackWindow(
        words="as offered",
        zone=zone,
        wall_start=start.astimezone(there).replace(tzinfo=None),
        wall_end=end.astimezone(there).replace(tzinfo=None),
        start=start,
        end=end,
    )


AT_ONCE = Times(now=True, windows=())
UNCLEAR = Times(now=False, windows=(), question="which Tuesday?")


def offered(start: datetime, long: timedelta = TWO_HOURS) -> Times:
    """Callback words that were read for certain."""
    return Times(now=False, windows=(window(start, long),))


HELD_IN = (Status.ACKNOWLEDGED, Status.READY, Status.ON_CALL, Status.TO_DOCUMENT)
COHERENT = (
    *((Kind.IMMEDIATE, status) for status in Status if status is not Status.SCHEDULED),
    *((Kind.CALLBACK, status) for status in Status if status not in (Status.WAITING, Status.READY)),
)
"""Every pair of kind and status in which a request can stand."""


def standing(
    kind: Kind, status: Status, *, holder: str = "ana", ref: str = "P2P-1042", **said: Any
) -> Request:
    """A request as it stands, with all that goes with its kind and status."""
    start = Status.WAITING if kind is Kind.IMMEDIATE else Status.SCHEDULED
    held = status in HELD_IN
    talked = status in (Status.ON_CALL, Status.TO_DOCUMENT)
    earlier = NOW - minutes(5)
    usual: dict[str, Any] = {
        **details().model_dump(),
        "ref": ref,
        "kind": kind,
        "status": status,
        "version": 4,
        "moved_version": 4,
        "placed_at": NOW - minutes(20),
        "placed_by": "tina",
        "since": earlier,
        "waiting_since": NOW - minutes(20),
        "holder": holder if held else None,
        "came_from": start if held else None,
        "before_call": (Status.READY if kind is Kind.IMMEDIATE else Status.ACKNOWLEDGED)
        if talked
        else None,
        "callback_windows": (window(NOW - minutes(10)),) if kind is Kind.CALLBACK else (),
        "closed_at": earlier if status is Status.CLOSED else None,
    }
    return Request.model_validate({**usual, **said})


def dump(request: Request) -> dict[str, Any]:
    """A request as the plain values that an event carries."""
    return request.model_dump(mode="json")


@dataclass
class DeskInMemory:
    """The desk without a database: what is open, what happened, who is here, what time it is."""

    now: datetime = NOW
    staff: dict[str, Staff] = field(
        default_factory=lambda: {one.username: one for one in EVERYBODY}
    )
    present: set[str] = field(default_factory=lambda: {one.username for one in EVERYBODY})
    requests: dict[str, Request] = field(default_factory=dict)
    stories: dict[str, list[Happening]] = field(default_factory=dict)

    @property
    def roster(self) -> Roster:
        return Roster(staff=tuple(self.staff.values()), present=frozenset(self.present))

    def later(self, span: timedelta) -> None:
        self.now += span

    def says(self, who: str, availability: Availability) -> None:
        self.staff[who] = self.staff[who].model_copy(update={"availability": availability})

    def situation(self, who: str, ref: str = "") -> Situation:
        return Situation(self.now, self.staff[who], self.roster, last=self._last(ref))

    def place(self, who: str, said: Details | None = None, times: Times = AT_ONCE) -> Request:
        ref = f"P2P-{1001 + len(self.requests)}"
        situation = self.situation(who)
        require(situation.actor, Ability.PLACE)
        placed = effects.place(ref, said or details(), times, situation)
        self._record("place", who, None, placed, {})
        return placed

    def make(
        self,
        who: str,
        move_name: str,
        ref: str,
        *,
        times: Times | None = None,
        changes: Mapping[str, Any] | None = None,
        **given: Any,
    ) -> Request:
        """One move as somebody makes it, with what it needs."""
        move, before = lifecycle.BY_NAME[move_name], self.requests[ref]
        taken = lifecycle.take(move, given)
        other = self.requests.get(taken.get("duplicate_of") or taken.get("other") or "")
        act = Act(move, self.situation(who, ref), taken, changes, times, other)
        after = effects.make(before, act)
        self._record(move_name, who, before, after, taken)
        return after

    def possible(self, who: str, ref: str) -> set[str]:
        found = lifecycle.possible(self.requests[ref], self.situation(who, ref))
        return {move.name for move in found}

    def _last(self, ref: str) -> LastMove | None:
        if not self.stories.get(ref):
            return None
        last = self.stories[ref][-1]
        return LastMove(last.move, last.actor, last.at, last.before)

    def _record(
        self, move: str, who: str, before: Request | None, after: Request, given: Mapping[str, Any]
    ) -> None:
        old, new = dump(before) if before else {}, dump(after)
        names = [name for name in new if old.get(name, ...) != new[name]]
        self.requests[after.ref] = after
        story = self.stories.setdefault(after.ref, [])
        story.append(
            Happening(
                seq=len(story) + 1,
                at=self.now,
                actor=who,
                move=move,
                ref=after.ref,
                version=after.version,
                before={name: old[name] for name in names if name in old},
                after={name: new[name] for name in names},
                given=given,
            )
        )
