"""What the record of the simulated week says, event by event, held against the rules."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from p2p_tui.domain.refs import ref_of
from p2p_tui.domain.request import BEFORE_CALL, ClosingReason, Status
from p2p_tui.domain.story import Happening
from p2p_tui.store.models import RequestRow
from p2p_tui.store.requests import by_refs

if TYPE_CHECKING:
    from tests.desk.week import Week

State = dict[str, Any]

CALLS = frozenset({"reached", "not_reached"})
"""What shows that somebody phoned the provider."""
CHANGES_HOLDER = frozenset(
    {"acknowledge", "not_reached", "another_time", "hand_over", "take_over", "undo"}
)
BY_ITS_HOLDER = frozenset({"ready", "reached", "not_reached", "end_call"})
_BEFORE_CALL = frozenset(one.value for one in BEFORE_CALL)
ENOUGH = 3
"""For how many steps of a window somebody must have been free, that it counts as missed."""


class Record:
    """The stories of all requests, walked from the beginning."""

    def __init__(self, week: "Week") -> None:
        self.week = week
        self.faults: list[str] = []
        self.counts: Counter[str] = Counter()
        self.stories: defaultdict[str, list[Happening]] = defaultdict(list)
        for event in week.events:
            if event.ref:
                self.stories[event.ref].append(event)

    def check(self) -> list[str]:
        """Everything that is wrong."""
        ends = {ref: self._walk(ref, story) for ref, story in self.stories.items()}
        self._nothing_is_lost(ends)
        for ref, story in self.stories.items():
            self._callbacks_were_made(ref, story)
        return self.faults

    # -- who has it, and who moves its time

    def _walk(self, ref: str, story: list[Happening]) -> State:
        state: State = {}
        for event in story:
            before = {name: state.get(name) for name in event.before}
            if event.before != before:
                self._fault(ref, event, f"it was {before}, and the event says {event.before}")
            if event.version != state.get("version", 0) + 1:
                self._fault(ref, event, f"version {event.version} follows {state.get('version')}")
            self._holder(ref, event, state)
            self._time(ref, event, state)
            state |= event.after
        return state

    def _holder(self, ref: str, event: Happening, state: State) -> None:
        had = state.get("holder")
        if event.move == "acknowledge" and had is not None:
            self._fault(ref, event, f"{had} had it, and {event.actor} has it too")
        if event.move in BY_ITS_HOLDER and had != event.actor:
            self._fault(ref, event, f"{had} has it, and not {event.actor}")
        if "holder" in event.after and event.move not in CHANGES_HOLDER | {"place"}:
            self._fault(ref, event, "it changes who has it")

    def _time(self, ref: str, event: Happening, state: State) -> None:
        if "callback_windows" not in event.after or event.move == "place":
            return
        given = event.given
        asked: Mapping[str, Callable[[], bool]] = {
            "another_time": lambda: bool(given["who_asked"] and given["callback_words"]),
            "not_reached": lambda: bool(given["reached"] and given["callback_words"]),
            "confirm_time": lambda: bool(given["callback_words"] and state["time_to_confirm"]),
        }
        if event.move not in asked or not asked[event.move]():
            self._fault(ref, event, "it moves the callback, and no provider asked for it")
        self.counts["times changed by providers"] += 1

    # -- nothing is lost

    def _nothing_is_lost(self, ends: Mapping[str, State]) -> None:
        placed = [event.ref for event in self.week.events if event.move == "place"]
        rows = [ref_of(row.id) for row in RequestRow.select(RequestRow.id)]
        if not sorted(placed) == sorted(rows) == sorted(self.week.placed):
            self.faults.append(
                f"{len(self.week.placed)} requests were placed, {len(placed)} are on record,"
                f" {len(rows)} are there"
            )
        for request in by_refs(rows):
            if request.model_dump(mode="json") != ends.get(request.ref):
                self.faults.append(f"{request.ref} is not what its events say")
            told = request.closure is not None and (
                request.closure.reason in ClosingReason
                and bool(request.closure.said_by and request.closure.words)
            )
            if request.status is Status.CLOSED and not request.documentation and not told:
                self.faults.append(f"{request.ref} is closed, and nothing says why")
            self.counts["closed" if request.status is Status.CLOSED else "open at the end"] += 1
            if request.status is Status.WAITING:
                self.faults.append(f"{request.ref} waits at the end, and nobody has it")
        verdict = self.week.office.verify()
        if verdict.problem:
            self.faults.append(f"the record does not hold: {verdict.problem}")
        self.counts["events"] = verdict.events

    # -- no callback is missed

    def _callbacks_were_made(self, ref: str, story: list[Happening]) -> None:
        windows: dict[tuple[datetime, datetime], None] = {}
        for event in story:
            for one in event.after.get("callback_windows", ()):
                span = (_moment(one["start"]), _moment(one["end"]))
                windows[span] = None
        for start, end in windows:
            if start >= self.week.clock.now:
                continue
            state = _state_at(story, end)
            stood = [(_moment(one["start"]), _moment(one["end"]))
                     for one in state.get("callback_windows", ())]  # fmt: skip
            called = any(one.move in CALLS and start <= one.at <= end for one in story)
            self.counts["callbacks with a call in their time"] += called
            waits = (start, end) in stood and state["status"] in _BEFORE_CALL
            self.counts["callbacks that came due"] += called or waits
            if called or not waits:
                continue
            free = sum(many > 0 for at, many in self.week.staffed if start <= at < end)
            self.counts["callbacks for which nobody was there"] += free < ENOUGH
            if free >= ENOUGH:
                self.faults.append(f"{ref}: nobody called between {start} and {end}")

    def _fault(self, ref: str, event: Happening, what: str) -> None:
        self.faults.append(f"{ref}, {event.move} by {event.actor} (event {event.seq}): {what}")


def _state_at(story: list[Happening], moment: datetime) -> State:
    state: State = {}
    for event in story:
        if event.at <= moment:
            state |= event.after
    return state


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
