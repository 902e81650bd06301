"""One person of the simulated week: a session that comes, goes and crashes, and tells things."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from p2p_tui.desk import Desk
from p2p_tui.domain.attention import Ask, What
from p2p_tui.domain.people import AtHand, Role
from p2p_tui.domain.request import Request, Status
from tests.desk.week_plan import ET, Day, Shift
from tests.house import ACCOUNT

if TYPE_CHECKING:
    from tests.desk.week import Week


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@dataclass
class Session:
    """One session: its desk, and what it told its person."""

    desk: Desk
    told: set[str] = field(default_factory=set)
    heard: dict[str, tuple[Ask, int]] = field(default_factory=dict)
    """What was told and is not done yet, with the version at which it stood."""


class Person:
    """Somebody of the desk with their session, if they have one."""

    def __init__(self, week: "Week", shift: Shift) -> None:
        self.week, self.shift, self.username = week, shift, shift.staff.username
        self.session: Session | None = None
        self.answers = shift.staff.has(Role.TECHNICIAN)
        self.can_take = shift.staff.has(Role.PHARMACIST)
        self.back_at: datetime | None = None
        """From when on they sign in again, after a crash."""
        self.went_home: Day | None = None
        self.away_until: datetime | None = None
        """Until when they said that they are at lunch or away."""
        self.idle_until: datetime | None = None
        self.lunched: Day | None = None

    # -- the session

    def come_and_go(self, day: Day) -> None:
        """Sign in when work begins, or after a crash; crash now and then."""
        now, hours = self.week.clock.now, self.shift.on(day)
        if self.session is None:
            waits = self.back_at is not None and self.back_at > now
            if hours and hours[0] <= now < hours[1] and not waits and self.went_home is not day:
                self.session, self.back_at = (
                    Session(Desk(self.week.office, self.username, account=ACCOUNT)),
                    None,
                )
                self.week.tally.counts["sessions"] += 1
            return
        likely = self.week.crash_per_step * (3 if self.week.held[self.username] else 1)
        if self.week.chance.random() < likely:
            self.crash(minutes(self.week.chance.choice((1, 2, 3, 6, 6, 15, 40, 900))))

    def crash(self, gone_for: timedelta) -> None:
        """The session ends without a word; what they have in hand stays theirs."""
        self.session, self.back_at = None, self.week.clock.now + gone_for
        self.idle_until = None
        self.week.tally.counts["crashes"] += 1
        held = [self.week.latest[ref].status for ref in self.week.held[self.username]]
        self.week.tally.counts["crashes with requests in hand"] += bool(held)

    def beat(self) -> None:
        """Say that the session is alive, and whether keys are pressed."""
        assert self.session is not None
        idle = self.idle_until is not None and self.idle_until > self.week.clock.now
        if self.session.desk.at_hand.idle != idle:
            self.session.desk.at_hand = AtHand(idle=idle)
        self.session.desk.heartbeat()

    def free(self) -> bool:
        """Whether they can be rung, by what they declared and do: the desk is not asked."""
        now = self.week.clock.now
        begins, ends = self.shift.works
        at = now.astimezone(ET).time()
        return (
            self.session is not None
            and begins <= at < ends
            and not (self.away_until and now < self.away_until)
            and not (self.idle_until and now < self.idle_until)
            and not any(one.start <= now < one.end for one in self.shift.staff.absences)
            and not any(one.status is Status.ON_CALL for one in self.hands())
        )

    def hears(self, ask: Ask, request: Request) -> bool:
        """Be told of a thing; False where this session told it before."""
        assert self.session is not None
        if ask.key in self.session.told:
            return False
        self.session.told.add(ask.key)
        if ask.what is not What.COVER:
            self.session.heard[ask.ref] = (ask, request.moved_version)
        return True

    def hands(self) -> list[Request]:
        """What they have, as it is known."""
        return [self.week.latest[ref] for ref in sorted(self.week.held[self.username])]

    def make(self, move: str, request: Request, **given: Any) -> Request | None:
        """Make a move; None where somebody else was first, or a rule forbids it by now."""
        assert self.session is not None
        return self.week.make(self.session.desk, move, request, given)
