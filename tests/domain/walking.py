"""An afternoon on which anybody does anything, and every step is checked against the rules."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from typing import Any

from p2p_tui.domain import lifecycle
from p2p_tui.domain.details import Details
from p2p_tui.domain.errors import Refused
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.lifecycle import BY_NAME
from p2p_tui.domain.people import DESK_ROLES, Availability, Role
from p2p_tui.domain.request import BEFORE_CALL, ClosingReason, Determination, Kind, Request, Status
from p2p_tui.domain.sections import sections
from tests.domain.builders import (
    AT_ONCE,
    COHERENT,
    ET,
    EVERYBODY,
    HELD_IN,
    UNCLEAR,
    DeskInMemory,
    details,
    offered,
)
from tests.domain.proper import Pick, Proper, callback_times

FRIDAYS = (
    datetime(2026, 3, 6, 19, 40, tzinfo=ET),
    datetime(2026, 10, 30, 19, 40, tzinfo=ET),
    datetime(2026, 11, 20, 14, 31, tzinfo=ET),
)
"""Before the clocks go forward, before they go back, and an ordinary one."""
STEPS_OF_TIME = (0.1, 0.4, 1, 9, 10, 59, 61, 600)
MOST_OPEN = 3
ALWAYS_HERE = {"ana", "ben"}
"""Two who are never disabled: there is always a pharmacist to hand over to."""
UNDOABLE = {"acknowledge", "ready", "transfer", "reached", "end_call", "close"}
CHANGE_WINDOWS = {"another_time", "confirm_time"}
CHANGE_HOLDER = {
    "acknowledge", "take_over", "hand_over", "not_reached", "another_time", "undo",
}  # fmt: skip
FORWARD = {
    "acknowledge", "ready", "transfer", "reached", "not_reached", "end_call", "document",
}  # fmt: skip
DUPLICATE = ClosingReason.DUPLICATE
NEVER_CHANGES = ("ref", "placed_at", "placed_by")

USERNAMES = [one.username for one in EVERYBODY]
CARELESS = [
    "",
    " ",
    None,
    True,
    4412,
    "Ana Ruiz",
    "P2P-1001",
    "P2P-1002",
    "Otto Kern",
    "busy",
    "a\nb",
    "\x1b]52;c;eA==\x07",
]


def needs_of(move: str) -> list[str]:
    """What a move is given by name; the changes of a correction come by a way of their own."""
    return [need.name for need in BY_NAME[move].needs if need.name != "changes"]


def check_refusal(no: Refused) -> None:
    said = str(no)
    assert said.isprintable()
    assert said.endswith(f"({no.rule})")
    assert no.rule == "roles" or (no.rule[0] == "R" and 1 <= int(no.rule[1:]) <= 19)
    for word in ("Traceback", "Error", "Exception", "None", "KeyError", "validation", "<", "_at"):
        assert word not in said


def check_step(before: Request, after: Request, move: str) -> None:
    """What every move that was made keeps to, whichever it was."""
    assert after.version == before.version + 1
    moved = (before.status, before.holder) != (after.status, after.holder)
    assert after.moved_version == (after.version if moved else before.moved_version)
    for name in NEVER_CHANGES:
        assert getattr(after, name) == getattr(before, name)
    if move != "another_time":
        assert after.kind == before.kind
        assert after.waiting_since == before.waiting_since
    if move not in CHANGE_WINDOWS:
        assert after.callback_windows == before.callback_windows
        assert after.callback_words == before.callback_words
        assert after.best_time == before.best_time
    if move not in CHANGE_HOLDER:
        assert after.holder == before.holder
    if move in ("hand_over", "take_over"):
        assert after.holder != before.holder
    if after.status == before.status and move not in ("take_over", "undo"):
        assert after.since == before.since
    if before.open and not after.open:
        assert move in ("document", "close")
        assert (move == "close") == (before.status in BEFORE_CALL)
        check_end(after)
    if after.open and not before.open:
        assert move == "undo"
        assert before.closure is not None
    assert after.attempts[: len(before.attempts)] == before.attempts
    assert len(after.attempts) - len(before.attempts) == (move in ("not_reached", "dropped"))
    assert after.addenda[: len(before.addenda)] == before.addenda
    assert set(before.links) <= set(after.links)
    if before.documentation is not None:
        assert after.documentation == before.documentation


def check_end(request: Request) -> None:
    """What is on record of an end: who said so in which words, or what was heard and decided."""
    if request.closure is not None:
        assert request.closure.said_by
        assert request.closure.words
        assert bool(request.closure.duplicate_of) == (request.closure.reason is DUPLICATE)
        assert request.closure.duplicate_of != request.ref
    if request.documentation is not None:
        said = request.documentation
        assert bool(said.heard) != said.none_offered
        assert said.appeal_rights_told or said.determination is not Determination.UPHELD
        assert said.promised or said.determination is not Determination.MORE_INFORMATION


def check_standing(request: Request) -> None:
    """What holds of a request wherever it stands."""
    assert (request.kind, request.status) in COHERENT
    assert not (request.kind is Kind.IMMEDIATE and request.callback_windows)
    if request.status in HELD_IN:
        assert request.holder is not None
        assert request.came_from in (Status.WAITING, Status.SCHEDULED)
    elif request.open:
        assert request.holder is None
        assert request.extension == ""
    assert 1 <= request.moved_version <= request.version
    assert (request.closed_at is None) == request.open
    ends = [request.documentation is not None, request.closure is not None]
    assert sum(ends) == (not request.open)
    assert Request.model_validate(request.model_dump()) == request
    assert Request.model_validate_json(request.model_dump_json()) == request


class CheckedDesk:
    """A desk on which every step is checked. Each public method is one step that somebody takes."""

    def __init__(self, now: datetime) -> None:
        self.desk = DeskInMemory(now=now.astimezone(UTC))
        self.earlier: dict[str, Request] = {}
        self.made: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.desk.place("tina", details(denying_pharmacist="Ana Ruiz"))
        self.desk.place("raj", details(), offered(self.desk.now + timedelta(minutes=50)))

    def somebody_places_a_request(self, pick: Pick[Any]) -> None:
        who = pick(USERNAMES)
        me = self.desk.staff[who]
        still_open = sum(one.open for one in self.desk.requests.values())
        if still_open >= MOST_OPEN or me.disabled or not me.on_the_desk:
            return
        now = pick([True, False])
        times = AT_ONCE if now else callback_times(self.desk.now, pick)
        self.desk.place(who, pick([Details(), details(denying_pharmacist="ben")]), times)

    def something_that_can_be_done_is_done(self, pick: Pick[Any]) -> None:
        self._do_one_of(set(BY_NAME), pick)

    def the_work_goes_on(self, pick: Pick[Any]) -> None:
        self._do_one_of(FORWARD, pick)

    def somebody_is_careless(self, pick: Pick[Any]) -> None:
        who, move = pick(USERNAMES), pick(sorted(BY_NAME))
        given = {name: pick(CARELESS) for name in needs_of(move) if pick([True, True, False])}
        changes = {pick(["phone", "status", "best_time", "prior_denials"]): pick(CARELESS)}
        self.tries(who, move, self._one(pick), changes, given)

    def somebody_gives_one_thing_wrong(self, pick: Pick[Any]) -> None:
        who, ref = pick(USERNAMES), self._one(pick)
        can = [name for name in sorted(self.desk.possible(who, ref)) if needs_of(name)]
        if can:
            move = pick(can)
            given = Proper(self.desk, who, ref, pick).of(move) or {}
            given[pick(needs_of(move))] = pick(CARELESS)
            self._make(who, move, ref, **given)

    def who_moved_last_takes_it_back(self, pick: Pick[Any]) -> None:
        ref = self._one(pick)
        who = self.desk.stories[ref][-1].actor
        if "undo" in self.desk.possible(who, ref):
            self._properly(who, "undo", ref, pick)

    def what_is_possible_is_what_is_accepted(self, pick: Pick[Any]) -> None:
        who, ref = pick(USERNAMES), self._one(pick)
        can = self.desk.possible(who, ref)
        situation, request = self.desk.situation(who, ref), self.desk.requests[ref]
        for name, move in BY_NAME.items():
            no = lifecycle.refusal(move, request, situation)
            assert (no is None) == (name in can)
            if no is not None:
                check_refusal(no)
            else:
                self._accepts(who, name, ref)

    def time_passes(self, pick: Pick[Any]) -> None:
        self.desk.later(timedelta(minutes=pick(STEPS_OF_TIME)))

    def it_is_monday_morning(self, _: Pick[Any]) -> None:
        here = self.desk.now.astimezone(ET)
        monday = here.date() + timedelta(days=7 - here.weekday())
        self.desk.now = datetime.combine(monday, time(8), ET).astimezone(UTC)

    def somebody_says_what_they_do(self, pick: Pick[Any]) -> None:
        self.desk.says(pick(USERNAMES), pick(list(Availability)))

    def somebody_comes_or_goes(self, pick: Pick[Any]) -> None:
        self.desk.present ^= {pick(USERNAMES)}

    def somebody_leaves_the_desk_for_good_or_returns(self, pick: Pick[Any]) -> None:
        who = pick([who for who in USERNAMES if who not in ALWAYS_HERE])
        one = self.desk.staff[who]
        self.desk.staff[who] = one.model_copy(update={"disabled": not one.disabled})

    def tries(
        self, who: str, move: str, ref: str, changes: dict[str, Any], given: dict[str, Any]
    ) -> None:
        """Somebody makes a move with whatever they give."""
        self._make(who, move, ref, changes=changes, times=UNCLEAR, **given)

    # -- what holds after every step

    def nobody_on_the_desk_is_ever_kept_from_placing(self) -> None:
        for who, one in self.desk.staff.items():
            if one.roles & DESK_ROLES and not one.disabled:
                aside = DeskInMemory(self.desk.now, self.desk.staff, self.desk.present)
                for times in (AT_ONCE, UNCLEAR):
                    assert aside.place(who, Details(), times).open

    def every_open_request_is_in_one_section_of_everybodys_queue(self) -> None:
        requests = list(self.desk.requests.values())
        still_open = Counter(one.ref for one in requests if one.status is not Status.CLOSED)
        for one in self.desk.staff.values():
            shown = sections(requests, one, self.desk.roster, self.desk.now, DeskHours())
            assert Counter(it.ref for part in shown for it in part.requests) == still_open
            assert all(part.requests for part in shown)

    def every_request_stands_as_it_can(self) -> None:
        for request in self.desk.requests.values():
            check_standing(request)

    def holds(self) -> None:
        """What holds after every step."""
        self.nobody_on_the_desk_is_ever_kept_from_placing()
        self.every_open_request_is_in_one_section_of_everybodys_queue()
        self.every_request_stands_as_it_can()

    # -- how a step is made

    def _do_one_of(self, moves: set[str], pick: Pick[Any]) -> None:
        ref = self._one(pick)
        can: dict[str, list[str]] = {}
        for who in self.desk.staff:
            for move in self.desk.possible(who, ref) & moves:
                can.setdefault(move, []).append(who)
        if can:
            move = pick(sorted(can))
            self._properly(pick(can[move]), move, ref, pick)

    def _one(self, pick: Pick[Any]) -> str:
        still_open = sorted(ref for ref, one in self.desk.requests.items() if one.open)
        often = still_open and pick([True, True, True, False])
        return str(pick(still_open if often else sorted(self.desk.requests)))

    def _accepts(self, who: str, move: str, ref: str) -> None:
        """See that a move that is possible goes through, in a world that is then forgotten."""
        given = Proper(self.desk, who, ref, lambda options: options[0]).of(move)
        if given is None:
            return
        requests, stories = dict(self.desk.requests), dict(self.desk.stories)
        self.desk.stories[ref] = list(stories[ref])
        before = requests[ref]
        check_step(before, self.desk.make(who, move, ref, **given), move)
        self.made[move] += 1
        self.desk.requests, self.desk.stories = requests, stories

    def _properly(self, who: str, move: str, ref: str, pick: Pick[Any]) -> None:
        given = Proper(self.desk, who, ref, pick).of(move)
        if given is not None:
            assert self._make(who, move, ref, **given), f"{move} is possible for {who}"

    def _make(self, who: str, move: str, ref: str, **said: Any) -> bool:
        before, story = self.desk.requests[ref], self.desk.stories[ref]
        last, told = story[-1], len(story)
        try:
            after = self.desk.make(who, move, ref, **said)
        except Refused as no:
            check_refusal(no)
            assert self.desk.requests[ref] == before
            assert len(story) == told
            self.refused[move] += 1
            return False
        self.made[move] += 1
        check_step(before, after, move)
        if move == "undo":
            self._check_undone(ref, after, last.move, last.actor == who, last.at)
        if after.holder != before.holder and after.holder is not None and move != "undo":
            holder = self.desk.staff[after.holder]
            assert holder.has(Role.PHARMACIST)
            assert not holder.disabled
        if move == "close" and after.closure and after.closure.duplicate_of:
            assert self.desk.requests[after.closure.duplicate_of].open
        self.earlier[ref] = before
        return True

    def _check_undone(
        self, ref: str, after: Request, undone: str, by_its_maker: bool, at: datetime
    ) -> None:
        assert undone in UNDOABLE
        assert by_its_maker
        assert self.desk.now - at <= timedelta(seconds=30)
        versions = {"version": after.version, "moved_version": after.moved_version}
        assert after == self.earlier[ref].model_copy(update=versions)
