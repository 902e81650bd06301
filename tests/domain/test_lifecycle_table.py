"""The desk's table of moves, cell by cell, from a copy of it that stands here."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Any

import pytest

from p2p_tui.domain import effects
from p2p_tui.domain.effects import Act
from p2p_tui.domain.lifecycle import BY_NAME, MOVES, LastMove, Situation, check, possible, take
from p2p_tui.domain.people import Role, Roster, Staff
from p2p_tui.domain.request import Kind, Request, Status
from tests.documented import DISCUSSED
from tests.domain.builders import AT_ONCE, COHERENT, HELD_IN, NOW, minutes, offered, standing

# "back" is where it stood before it was acknowledged, "before" where it stood before the call,
# "stays" is no change, "undone" is the status before the last move.
TABLE = """
move          | by                       | kind      | from                                  | to
acknowledge   | a pharmacist             | both      | waiting scheduled                     | acknowledged
take_over     | a pharmacist, a lead     | both      | acknowledged ready                    | acknowledged
ready         | its holder               | immediate | acknowledged                          | ready
transfer      | a technician, its holder | immediate | ready                                 | on_call
reached       | its holder               | both      | acknowledged                          | on_call
not_reached   | its holder               | both      | acknowledged ready                    | back
dropped       | anyone                   | immediate | waiting acknowledged ready            | stays
dropped       | anyone                   | both      | on_call                               | before
end_call      | its holder               | both      | on_call                               | to_document
document      | its holder, a lead       | both      | on_call to_document                   | closed
hand_over     | its holder, a lead       | both      | acknowledged ready                    | back
hand_over     | its holder, a lead       | both      | to_document                           | stays
another_time  | anyone                   | both      | waiting scheduled acknowledged ready  | scheduled
close         | anyone                   | both      | waiting scheduled acknowledged ready  | closed
complete      | anyone                   | both      | open                                  | stays
confirm_time  | anyone                   | callback  | open                                  | stays
caller_told   | anyone                   | both      | open                                  | stays
link          | anyone                   | both      | open closed                           | stays
message       | anyone                   | both      | open closed                           | stays
add_to_record | a pharmacist, a lead     | both      | closed                                | stays
undo          | its maker                | both      | acknowledged ready on_call to_document closed | undone
"""  # noqa: E501
OPEN = "waiting scheduled acknowledged ready on_call to_document"
ON_THE_DESK = {"technician", "pharmacist", "lead"}


@dataclass(frozen=True)
class Row:
    move: str
    by: tuple[str, ...]
    kind: str
    sources: frozenset[str]
    to: str


def rows() -> tuple[Row, ...]:
    found = []
    for line in TABLE.strip().splitlines()[1:]:
        move, by, kind, sources, to = (cell.strip() for cell in line.split("|"))
        statuses = frozenset(sources.replace("open", OPEN).split())
        found.append(Row(move, tuple(one.strip() for one in by.split(",")), kind, statuses, to))
    return tuple(found)


ROWS = rows()


@dataclass(frozen=True)
class Somebody:
    """One kind of person: what they are, whether they hold the request and made its last move."""

    roles: frozenset[str]
    disabled: bool
    holds: bool
    moved_last: bool

    def is_one_of(self, by: tuple[str, ...]) -> bool:
        is_a = {
            "anyone": bool(self.roles & ON_THE_DESK),
            "a technician": "technician" in self.roles,
            "a pharmacist": "pharmacist" in self.roles,
            "a lead": "lead" in self.roles,
            "its holder": self.holds and "pharmacist" in self.roles,
            "its maker": self.moved_last and bool(self.roles & ON_THE_DESK),
        }
        return not self.disabled and any(is_a[words] for words in by)

    def allowed(self, row: Row, kind: Kind, status: Status) -> bool:
        if row.move == "take_over" and self.holds:
            return False
        return (
            row.kind in ("both", kind.value)
            and status.value in row.sources
            and self.is_one_of(row.by)
        )

    @property
    def staff(self) -> Staff:
        roles = frozenset(Role(role) for role in self.roles)
        return Staff(username="sam", name="Sam Fox", roles=roles, disabled=self.disabled)


def everybody() -> Iterator[Somebody]:
    roles = [role.value for role in Role]
    subsets = chain.from_iterable(combinations(roles, size) for size in range(len(roles) + 1))
    for some in subsets:
        for disabled in (False, True):
            for holds in (False, True):
                for moved_last in (False, True):
                    yield Somebody(frozenset(some), disabled, holds, moved_last)


def request_of(kind: Kind, status: Status, *, holds: bool) -> Request:
    """One whose time has come: the caller is to be rung back, and only its holder is missing."""
    return standing(
        kind,
        status,
        holder="sam" if holds else "mona",
        redial=True,
        time_to_confirm=kind is Kind.CALLBACK,
    )


def situation(one: Somebody) -> Situation:
    mona = Staff(username="mona", name="Mona Hale", roles=frozenset({Role.PHARMACIST}))
    kurt = Staff(username="kurt", name="Kurt Lowe", roles=frozenset({Role.PHARMACIST}))
    known = Roster(staff=(one.staff, mona, kurt), present=frozenset({"sam", "kurt"}))
    maker = "sam" if one.moved_last else "kurt"
    last = LastMove("ready", maker, NOW - minutes(0.2), {"status": "waiting"})
    return Situation(NOW, one.staff, known, last=last)


def test_the_table_here_and_the_table_of_the_desk_have_the_same_moves() -> None:
    assert {row.move for row in ROWS} == set(BY_NAME)
    assert len(BY_NAME) == len(MOVES)


@pytest.mark.parametrize(("kind", "status"), COHERENT)
def test_everybody_may_make_the_moves_of_the_table_and_no_others(
    kind: Kind, status: Status
) -> None:
    for one in everybody():
        if one.holds and status not in HELD_IN:
            continue
        expected = {row.move for row in ROWS if one.allowed(row, kind, status)}
        request = request_of(kind, status, holds=one.holds)
        made = {move.name for move in possible(request, situation(one))}
        assert made == expected, one


GIVEN: dict[str, dict[str, Any]] = {
    "acknowledge": {},
    "take_over": {"reason": "she went home", "to": "kurt"},
    "ready": {"extension": "4412"},
    "not_reached": {"outcome": "no answer"},
    "document": DISCUSSED,
    "confirm_time": {"callback_words": "as before"},
    "another_time": {"callback_words": "Monday 2-4", "who_asked": "Dr. Lee"},
    "close": {"reason": "the caller withdrew", "said_by": "Kim Osei", "words": "not needed"},
    "link": {"other": "P2P-1001"},
    "message": {"words": "labs are in the fax"},
    "add_to_record": {"words": "the labs came"},
}


@pytest.mark.parametrize(("kind", "status"), COHERENT)
def test_every_move_leads_where_the_table_says(kind: Kind, status: Status) -> None:
    lead = Somebody(frozenset({"lead", "pharmacist", "technician"}), False, False, True)
    holder = Somebody(frozenset({"pharmacist"}), False, True, True)
    for row in ROWS:
        one = next((it for it in (lead, holder) if it.allowed(row, kind, status)), None)
        if one is None:
            continue
        before = request_of(kind, status, holds=one.holds)
        given = GIVEN.get(row.move, {})
        if row.move == "hand_over" and status is Status.TO_DOCUMENT:
            given = {"to": "kurt"}
        move = BY_NAME[row.move]
        after = effects.make(
            before,
            Act(
                move,
                situation(one),
                take(move, given),
                changes={"phone": "(614) 555-0199"},
                times=offered(NOW + minutes(600)),
                other=standing(Kind.IMMEDIATE, Status.WAITING, ref="P2P-1001"),
            ),
        )
        start = "waiting" if kind is Kind.IMMEDIATE else "scheduled"
        before_call = "ready" if kind is Kind.IMMEDIATE else "acknowledged"
        leads = {"back": start, "before": before_call, "stays": status.value, "undone": "waiting"}
        assert after.status.value == leads.get(row.to, row.to), row.move


@pytest.mark.parametrize("status", [Status.WAITING, Status.SCHEDULED])
def test_now_makes_any_request_before_the_call_immediate(status: Status) -> None:
    kind = Kind.IMMEDIATE if status is Status.WAITING else Kind.CALLBACK
    one = Somebody(frozenset({"technician"}), False, False, False)
    move = BY_NAME["another_time"]
    given = take(move, {"who_asked": "Dr. Lee", "callback_words": "now"})
    act = Act(move, situation(one), given, times=AT_ONCE)
    after = effects.make(request_of(kind, status, holds=False), act)
    assert (after.kind, after.status) == (Kind.IMMEDIATE, Status.WAITING)


def test_a_refusal_for_a_role_names_the_roles_that_may() -> None:
    one = Somebody(frozenset({"technician"}), False, False, False)
    request = request_of(Kind.IMMEDIATE, Status.WAITING, holds=False)
    with pytest.raises(Exception, match=r"“acknowledge” is for a pharmacist \(roles\)"):
        check(BY_NAME["acknowledge"], request, situation(one))
