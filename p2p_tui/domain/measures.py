"""What the desk measures: how long people wait, whether calls came when they were promised, what
was decided and why, and what could betray the desk's promises (R7, R8, R11, R14, R16).

Nothing here ranks anybody by what they decided. Spans are in seconds; days and hours are those of
the desk's clock; a percentile is the value of the nearest rank.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from p2p_tui.domain.bookings import Booking, Fate
from p2p_tui.domain.request import Kind
from p2p_tui.domain.values import Frozen, Line, Moment
from p2p_tui.domain.wording import local

MOST_DISCUSSED = 8
"""How many drugs and reasons are told, those that come up most."""


class Fact(NamedTuple):
    """What the measures need to know of a request; ``number`` is that of its reference."""

    number: int
    kind: str
    placed_at: datetime
    waiting_since: datetime
    acknowledged_at: datetime | None
    ready_at: datetime | None
    connected_at: datetime | None
    ended_at: datetime | None
    documented_at: datetime | None
    closed_at: datetime | None
    closed_as: str | None
    closed_by: str
    determination: str | None
    drug: str
    denial: str
    covered: str
    """Why somebody else than the denying pharmacist has it; empty where they have it."""
    changes: tuple[tuple[datetime, str], ...]
    """When a booked time was changed, and who asked for it."""


class Period(Frozen):
    """From a moment until before another."""

    start: Moment
    end: Moment

    def holds(self, moment: datetime | None) -> bool:
        """Whether a moment lies in it."""
        return moment is not None and self.start <= moment < self.end


class Spread(Frozen):
    """How long something took: of how many, the middle, and what nine in ten keep below."""

    count: int = 0
    p50: float = 0.0
    p90: float = 0.0


class Counted(Frozen):
    """How often something was so."""

    what: Line
    count: int


class Change(Frozen):
    """A booked time that was changed: which request, when, and who asked for it."""

    number: int
    at: Moment
    who_asked: Line


class Report(Frozen):
    """What a period was like. ``…_in`` name the requests behind a number, by their numbers."""

    period: Period
    placed: int = 0
    immediate: int = 0
    callbacks: int = 0
    by_hour: tuple[int, ...] = (0,) * 24
    """How many were placed in each hour of the day, from midnight on."""
    acknowledge: Spread = Spread()
    """From when the caller's wait began until a pharmacist had it; of immediate requests."""
    ready: Spread = Spread()
    connect: Spread = Spread()
    document: Spread = Spread()
    """From the end of the call until it was documented."""
    determinations: tuple[Counted, ...] = ()
    without_p2p: tuple[Counted, ...] = ()
    without_p2p_by: tuple[Counted, ...] = ()
    """Who put it on record, by username."""
    without_p2p_in: tuple[int, ...] = ()
    rerouted: tuple[Counted, ...] = ()
    rerouted_in: tuple[int, ...] = ()
    drugs: tuple[Counted, ...] = ()
    denials: tuple[Counted, ...] = ()
    kept: int = 0
    late: int = 0
    missed: int = 0
    punctuality: Spread = Spread()
    """How long after the agreed time calls were made, of all that were made."""
    late_by: Spread = Spread()
    """How long after the end of the window, of those that came after it."""
    kept_in: tuple[int, ...] = ()
    late_in: tuple[int, ...] = ()
    missed_in: tuple[int, ...] = ()
    changes: tuple[Change, ...] = ()


def spread(spans: Sequence[float]) -> Spread:
    """The middle of some spans, and what nine in ten keep below."""
    ordered = sorted(spans)
    if not ordered:
        return Spread()
    at = [ordered[math.ceil(len(ordered) * part) - 1] for part in (0.5, 0.9)]
    return Spread(count=len(ordered), p50=at[0], p90=at[1])


class Board(Frozen):
    """How the desk stands now, today's measures, and those of the weeks before."""

    at: Moment
    waiting_in: tuple[int, ...] = ()
    longest_wait: float = 0.0
    ahead_in: tuple[int, ...] = ()
    """The callbacks whose time is still to come today."""
    owed_in: tuple[int, ...] = ()
    """Calls that were held and are not documented."""
    owed_by: tuple[Counted, ...] = ()
    oldest_owed: float = 0.0
    promised_in: tuple[int, ...] = ()
    """Where promised information is waited for."""
    promised_due: int = 0
    begun: int = 0
    """Calls that were begun and not placed: one's own, and for a lead those left behind."""
    oldest_begun: float = 0.0
    to_review: int = 0
    """Emergency access that is over and waits for a review, for whom that concerns."""
    today: Report
    weeks: Report


class Tally:
    """Counts what a period was like, a request and a window at a time."""

    def __init__(self, period: Period, zone: str, now: datetime) -> None:
        self._period, self._zone, self._now = period, zone, now
        self._kinds: Counter[str] = Counter()
        self._hours = [0] * 24
        self._spans: dict[str, list[float]] = {
            name: []
            for name in ("acknowledge", "ready", "connect", "document", "punctuality", "late_by")
        }
        self._counts: dict[str, Counter[str]] = {
            name: Counter()
            for name in ("determinations", "without_p2p", "without_p2p_by", "rerouted", "drugs",
                         "denials")
        }  # fmt: skip
        self._lists: dict[str, list[int]] = {
            name: []
            for name in ("without_p2p_in", "rerouted_in", "kept_in", "late_in", "missed_in")
        }
        self._changes: list[Change] = []

    def add(self, fact: Fact) -> None:
        """Count a request, for each thing about it that happened in the period."""
        holds = self._period.holds
        if holds(fact.placed_at):
            self._kinds[fact.kind] += 1
            self._hours[local(fact.placed_at, self._zone).hour] += 1
        self._took(fact)
        if fact.determination and holds(fact.documented_at):
            self._counts["determinations"][fact.determination] += 1
            self._counts["drugs"][fact.drug] += 1
            self._counts["denials"][fact.denial] += 1
        if fact.closed_as and holds(fact.closed_at):
            self._counts["without_p2p"][fact.closed_as] += 1
            self._counts["without_p2p_by"][fact.closed_by] += 1
            self._lists["without_p2p_in"].append(fact.number)
        if fact.covered and holds(fact.acknowledged_at):
            self._counts["rerouted"][fact.covered] += 1
            self._lists["rerouted_in"].append(fact.number)
        self._changes += [
            Change(number=fact.number, at=at, who_asked=who)
            for at, who in fact.changes
            if holds(at)
        ]

    def add_window(self, number: int, window: Booking) -> None:
        """Count a window that ended in the period, by what became of it."""
        fate = window.fate(self._now)
        lists = {Fate.KEPT: "kept_in", Fate.LATE: "late_in", Fate.MISSED: "missed_in"}
        if not self._period.holds(window.end) or fate not in lists:
            return
        self._lists[lists[fate]].append(number)
        if window.punctuality is not None:
            self._spans["punctuality"].append(window.punctuality.total_seconds())
        if fate is Fate.LATE and window.called_at is not None:
            self._spans["late_by"].append((window.called_at - window.end).total_seconds())

    def report(self) -> Report:
        """What was counted."""
        counts = {name: _ordered(found) for name, found in self._counts.items()}
        for name in ("drugs", "denials"):
            counts[name] = tuple([one for one in counts[name] if one.what][:MOST_DISCUSSED])
        told: dict[str, Any] = {
            **counts,
            **{name: spread(spans) for name, spans in self._spans.items()},
            **{name: tuple(sorted(set(found))) for name, found in self._lists.items()},
        }
        return Report(
            period=self._period,
            placed=self._kinds.total(),
            immediate=self._kinds[Kind.IMMEDIATE.value],
            callbacks=self._kinds[Kind.CALLBACK.value],
            by_hour=tuple(self._hours),
            kept=len(self._lists["kept_in"]),
            late=len(self._lists["late_in"]),
            missed=len(self._lists["missed_in"]),
            changes=tuple(sorted(self._changes, key=lambda one: (one.at, one.number))),
            **told,
        )

    def _took(self, fact: Fact) -> None:
        """How long each step took that ended in the period; of steps that were all made."""
        now = fact.kind == Kind.IMMEDIATE.value
        steps = (
            ("acknowledge", fact.waiting_since if now else None, fact.acknowledged_at),
            ("ready", fact.acknowledged_at, fact.ready_at),
            ("connect", fact.ready_at, fact.connected_at),
            ("document", fact.ended_at, fact.documented_at),
        )
        for name, began, ended in steps:
            if began is not None and ended is not None and self._period.holds(ended):
                self._spans[name].append(max(0.0, (ended - began).total_seconds()))


def report(
    facts: Iterable[Fact],
    windows: Iterable[tuple[int, Booking]],
    period: Period,
    *,
    zone: str,
    now: datetime,
) -> Report:
    """What a period was like, from what is known of its requests and windows."""
    tally = Tally(period, zone, now)
    for fact in facts:
        tally.add(fact)
    for number, window in windows:
        tally.add_window(number, window)
    return tally.report()


def _ordered(counts: Counter[str]) -> tuple[Counted, ...]:
    """What came up most first, of equals by name."""
    found = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return tuple(Counted(what=what, count=count) for what, count in found)
