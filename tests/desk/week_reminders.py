"""Whether each reminder was given, once, and to nobody outside of their availability."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from p2p_tui.domain.attention import Ask, What
from p2p_tui.domain.details import CallbackWindow
from p2p_tui.domain.request import Kind, Request, Status

if TYPE_CHECKING:
    from tests.desk.week import Week
    from tests.desk.week_people import Person

ON_THE_LINE = frozenset({What.READY, What.REDIAL})
"""Told to somebody whose caller is on the line, whatever they declared."""
DUE_NOW = "0"
"""The stage at the time itself; those before it are named by their minutes: ``-15``."""
_OVERDUE = timedelta(minutes=2)
_A_TIME, _LAST_CALL = timedelta(minutes=30), timedelta(minutes=30)


@dataclass
class Stage:
    """One reminder of one callback: whether anybody could hear it, and who did."""

    could_hear: bool = False
    holder_busy: bool = False
    told: list[str] = field(default_factory=list)


class Reminders:
    """Everything that sessions told, held against what they were to tell."""

    def __init__(self, week: "Week") -> None:
        self.week = week
        self._stages: dict[tuple[str, datetime, str], Stage] = {}
        self._said: dict[tuple[str, str, str], int] = {}

    def look(self, requests: Iterable[Request]) -> None:
        """Note which callbacks are at which stage now, and whether anybody could hear of it."""
        free = [one.username for one in self.week.workers if one.can_take and one.free()]
        for request in requests:
            if request.kind is not Kind.CALLBACK or request.redial:
                continue
            if request.status not in (Status.SCHEDULED, Status.ACKNOWLEDGED):
                continue
            window = _next(request, self.week.clock.now)
            stage = window and self.stage(request, window)
            if window is None or not stage:
                continue
            found = self._stages.setdefault((request.ref, window.start, stage), Stage())
            holder = self.week.by_name.get(request.holder or "")
            if holder is not None and holder.session is not None:
                found.could_hear |= holder.username in free
                found.holder_busy |= holder.username not in free
            else:
                found.could_hear |= bool(free)

    def stage(self, request: Request, window: CallbackWindow) -> str:
        """Which reminder of a window is to be given now; empty where none is."""
        now = self.week.clock.now
        long = window.end - window.start > _A_TIME
        presses = window.start + _OVERDUE
        if long:
            presses = max(presses, window.end - _LAST_CALL)
        if window.start <= now < presses:
            tried = any(one.at >= window.start for one in request.attempts)
            return "" if tried else DUE_NOW
        before = self.week.office.in_common.common.attention.before
        passed = [one for one in before if window.start - timedelta(minutes=one) <= now]
        return f"-{min(passed)}" if passed and now < window.start else ""

    def heard(self, worker: "Person", ask: Ask) -> None:
        """A session told something to its person."""
        tally, request = self.week.tally, self.week.latest[ask.ref]
        tally.counts["reminders told"] += 1
        tally.counts[f"told: {ask.what.value}"] += 1
        if ask.what not in ON_THE_LINE and not worker.free():
            tally.faults.append(f"{worker.username} was told outside of their availability: {ask}")
        if ask.what is not What.DUE:
            return
        window = _next(request, self.week.clock.now)
        if window is None or worker.session is None:
            return
        session = worker.session.desk.session
        for (ref, start, stage), found in self._now(ask.ref, window.start):
            if stage_of(ask, start) == stage:
                found.told.append(worker.username)
                again = (session, f"{ref} {start}", f"{stage} {self._returns(request)}")
                self._said[again] = self._said.get(again, 0) + 1
                if self._said[again] > 1:
                    tally.faults.append(f"{worker.username} was told twice: {ask.words}")

    def finish(self) -> None:
        """Hold what was told against what was to be told."""
        for (ref, start, stage), found in self._stages.items():
            if found.could_hear and not found.told:
                self.week.tally.faults.append(f"{ref}: “{stage}” of {start} was told to nobody")
            silent = found.holder_busy and not found.could_hear and not found.told
            self.week.tally.counts["stages while its holder was busy"] += silent
            self.week.tally.counts["stages told"] += bool(found.told)

    def _now(self, ref: str, start: datetime) -> list[tuple[tuple[str, datetime, str], Stage]]:
        return [(key, one) for key in self._keys(ref, start) if (one := self._stages.get(key))]

    def _keys(self, ref: str, start: datetime) -> list[tuple[str, datetime, str]]:
        before = self.week.office.in_common.common.attention.before
        return [(ref, start, each) for each in (*(f"-{one}" for one in before), DUE_NOW)]

    def _returns(self, request: Request) -> str:
        """Which return to the queue it is, if it is one: then it is a new thing."""
        back = request.status is Status.SCHEDULED and request.moved_version > 1
        return str(request.moved_version) if back else ""


def stage_of(ask: Ask, start: datetime) -> str:
    """Which stage of the window that starts then is told: what is told once is known by it."""
    _, _, mark = ask.key.partition(f"{start.isoformat()}:")
    return mark.partition(":")[0]


def _next(request: Request, now: datetime) -> CallbackWindow | None:
    ahead = [one for one in request.callback_windows if one.end > now]
    return min(ahead, key=lambda one: one.start) if ahead else None
