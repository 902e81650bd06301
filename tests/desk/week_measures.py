"""What a simulated week measured, counted again from its events alone, by brute force."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from p2p_tui.domain.measures import Report, Spread
from p2p_tui.domain.story import Happening

AGREED = timedelta(minutes=30)
"""A window no longer than this is a time that was agreed."""
State = dict[str, Any]


class Measured:
    """The same numbers as a report has, from the stories of all requests."""

    def __init__(self, events: Iterable[Happening], report: Report, now: datetime) -> None:
        self.report, self.now = report, now
        self.start, self.end = report.period.start, report.period.end
        self.stories: defaultdict[str, list[Happening]] = defaultdict(list)
        for event in events:
            if event.ref:
                self.stories[event.ref].append(event)
        self.states = {ref: _folded(story) for ref, story in self.stories.items()}

    def faults(self, zone: str) -> list[str]:
        """Every number of the report that the events say otherwise."""
        told = self.report.model_dump()
        wrong = []
        for name, counted in self._counted(zone).items():
            said = told[name]
            if name in _COUNTERS:
                said = {one["what"]: one["count"] for one in said}
            if said != counted:
                wrong.append(f"{name}: the report says {said}, the events {counted}")
        return wrong

    def _counted(self, zone: str) -> dict[str, Any]:
        events = [one for story in self.stories.values() for one in story]
        placed = [one for one in events if one.move == "place" and self._in(one.at)]
        kinds = Counter(self.states[one.ref]["kind"] for one in placed)
        hours = Counter(one.at.astimezone(ZoneInfo(zone)).hour for one in placed)
        done = [one for one in events if one.move == "document" and self._in(one.at)]
        ended = {ref: one for ref, one in self.states.items()
                 if one.get("closure") and self._in(_at(one["closed_at"]))}  # fmt: skip
        covered = {ref: one for ref, one in self.states.items()
                   if one.get("cover") and self._in(_at(one.get("acknowledged_at")))}  # fmt: skip
        return {
            "placed": len(placed), "immediate": kinds["immediate"],
            "callbacks": kinds["callback"],
            "by_hour": tuple(hours[hour] for hour in range(24)),
            "determinations": Counter(one.given["determination"] for one in done),
            "without_p2p": Counter(one["closure"]["reason"] for one in ended.values()),
            "without_p2p_by": Counter(one["closure"]["by"] for one in ended.values()),
            "without_p2p_in": _numbers(ended),
            "rerouted": Counter(one["cover"]["because"] for one in covered.values()),
            "rerouted_in": _numbers(covered),
            "changes": self._changes(events),
            **self._spans(),
            **self._windows(),
        }  # fmt: skip

    def _changes(self, events: Iterable[Happening]) -> tuple[dict[str, Any], ...]:
        found = []
        for story in self.stories.values():
            state: State = {}
            for event in story:
                asked = event.given.get("who_asked") or event.given.get("reached")
                moves = event.move == "another_time" or (
                    event.move == "not_reached" and event.given.get("callback_words")
                )
                if moves and state["kind"] == "callback" and self._in(event.at):
                    number = int(event.ref.removeprefix("P2P-"))
                    found.append({"number": number, "at": event.at, "who_asked": asked})
                state |= event.after
        return tuple(sorted(found, key=lambda one: (one["at"], one["number"])))

    def _spans(self) -> dict[str, Any]:
        steps = {
            "acknowledge": ("waiting_since", "acknowledged_at"),
            "ready": ("acknowledged_at", "ready_at"),
            "connect": ("ready_at", "connected_at"),
        }
        spans: dict[str, list[float]] = {name: [] for name in (*steps, "document")}
        for state in self.states.values():
            for name, (first, last) in steps.items():
                began, ended = _at(state.get(first)), _at(state.get(last))
                if name == "acknowledge" and state["kind"] != "immediate":
                    continue
                if began and ended and self._in(ended):
                    spans[name].append(max(0.0, (ended - began).total_seconds()))
            documented = state.get("documentation")
            if documented and self._in(_at(documented["at"])):
                took = _at(documented["at"]) - _at(state["ended_at"])  # type: ignore[operator]
                spans["document"].append(took.total_seconds())
        return {name: _spread(found) for name, found in spans.items()}

    def _windows(self) -> dict[str, Any]:
        fates: dict[str, list[int]] = {"kept_in": [], "late_in": [], "missed_in": []}
        counts: Counter[str] = Counter(kept=0, late=0, missed=0)
        after: list[float] = []
        late: list[float] = []
        for ref, story in self.stories.items():
            number = int(ref.removeprefix("P2P-"))
            for start, end, until, calls in _stood(story):
                if not self._in(end):
                    continue
                called = min((at for at in calls if at >= start), default=None)
                if called and called <= end:
                    fate = "kept"
                elif (until and until <= end) or end >= self.now:
                    continue
                else:
                    fate = "late" if called else "missed"
                counts[fate] += 1
                fates[f"{fate}_in"].append(number)
                if called:
                    agreed = start if end - start <= AGREED else end
                    after.append(max(0.0, (called - agreed).total_seconds()))
                    late += [(called - end).total_seconds()] if fate == "late" else []
        return {
            **counts, **{name: tuple(sorted(set(found))) for name, found in fates.items()},
            "punctuality": _spread(after), "late_by": _spread(late),
        }  # fmt: skip

    def _in(self, moment: datetime | None) -> bool:
        return moment is not None and self.start <= moment < self.end


_COUNTERS = frozenset({"determinations", "without_p2p", "without_p2p_by", "rerouted"})
_Window = tuple[datetime, datetime, datetime | None, list[datetime]]


def _stood(story: list[Happening]) -> list[_Window]:
    """Every window that was booked, until when it stood, and the calls while it did.

    A move that was taken back is as if it had never been made.
    """
    made: list[Happening] = []
    for event in story:
        if event.move == "undo":
            at = max(n for n, one in enumerate(made) if one.move == event.given["undone"])
            del made[at]
        else:
            made.append(event)
    found: list[_Window] = []
    standing: list[_Window] = []
    spoken: datetime | None = None
    for event in made:
        calls = event.move in ("reached", "not_reached")
        if calls:
            for *_, made_then in standing:
                made_then.append(event.at)
        if event.move in ("reached", "transfer") and spoken is None:
            spoken = event.at
            standing = [_until(one, event.at) for one in standing]
        moves = event.move in ("place", "another_time", "confirm_time") or (
            event.move == "not_reached" and "callback_words" in event.given
            and event.given["callback_words"]
        )  # fmt: skip
        if moves:
            if event.move != "confirm_time":
                found += [_until(one, event.at) for one in standing]
                spoken = None
            if event.move == "confirm_time" or "callback_windows" in event.after:
                windows = event.after.get("callback_windows", ())
                standing = [(_sure(one["start"]), _sure(one["end"]), None, []) for one in windows]
        if event.move in ("close", "document"):
            standing = [_until(one, event.at) for one in standing]
    return found + standing


def _until(window: _Window, at: datetime) -> _Window:
    start, end, until, calls = window
    return (start, end, until or at, calls)


def _folded(story: Iterable[Happening]) -> State:
    state: State = {}
    for event in story:
        state |= event.after
    return state


def _numbers(refs: Iterable[str]) -> tuple[int, ...]:
    return tuple(sorted(int(ref.removeprefix("P2P-")) for ref in refs))


def _spread(spans: list[float]) -> dict[str, Any]:
    ordered = sorted(spans)
    if not ordered:
        return Spread().model_dump()
    half, most = (ordered[max(0, math.ceil(len(ordered) * part) - 1)] for part in (0.5, 0.9))
    return {"count": len(ordered), "p50": half, "p90": most}


def _at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _sure(text: str) -> datetime:
    return datetime.fromisoformat(text)
