"""What stands behind a request's place in the list, in a line of words (R9, R10)."""

from typing import Any

import pytest

from p2p_tui.domain.explaining import explain
from p2p_tui.domain.people import Availability, Doing, Looking, Roster
from p2p_tui.domain.request import Cover, Kind, Request, Status
from tests.domain.asking import at, callback, desk, me
from tests.domain.builders import NOW, minutes, standing
from tests.domain.test_due import tried

DENIED: dict[str, Any] = {"denying_pharmacist": "Ana Ruiz"}
LUNCH = Availability.LUNCH


def why(request: Request, who: str = "tina", known: Roster | None = None, minute: float = 0) -> str:
    there = known or desk()
    return explain(request, me(who, there), there, at(minute))


def waits(**said: Any) -> Request:
    return standing(Kind.IMMEDIATE, Status.WAITING, **said)


def has(status: Status, **said: Any) -> Request:
    return standing(Kind.IMMEDIATE, status, **{"holder": "ben", **said})


def looking(*people: tuple[str, Doing], ref: str = "P2P-1042") -> Roster:
    seen = tuple(Looking(username=who, ref=ref, doing=doing) for who, doing in people)
    return desk().model_copy(update={"looking": seen})


@pytest.mark.parametrize("who", ["tina", "ana", "ben"])
def test_as_it_should_be_there_is_nothing_to_say(who: str) -> None:
    assert why(waits(**DENIED), who) == ""
    assert why(waits(), who) == ""
    assert why(has(Status.ACKNOWLEDGED, holder="ana", **DENIED), who) == ""
    assert why(callback((600, 615), **DENIED), who) == ""
    assert why(standing(Kind.IMMEDIATE, Status.CLOSED), who) == ""


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (desk(ana=LUNCH), "Ana Ruiz denied it and is at lunch"),
        (desk(absent=("ana",)), "Ana Ruiz denied it and is not signed in"),
        (desk(idle=("ana",)), "Ana Ruiz denied it and is away"),
        (desk(calls={"P2P-1": "ana"}), "Ana Ruiz denied it and is on a call"),
    ],
)
def test_why_the_desk_is_to_take_it(known: Roster, said: str) -> None:
    assert why(waits(**DENIED), "ben", known) == said


def test_of_who_is_not_known_to_the_desk_no_line_is_made() -> None:
    assert why(waits(denying_pharmacist="Dr. Priya Shah")) == ""


def test_that_nobody_is_available_is_said_beside_why() -> None:
    nobody = desk(ana=LUNCH, absent=("ben",))
    assert why(waits(), "tina", nobody) == "nobody is available"
    line = "Ana Ruiz denied it and is at lunch · nobody is available"
    assert why(waits(**DENIED), "tina", nobody) == line
    assert why(callback((600, 615)), "tina", nobody) == ""


def test_how_often_it_was_tried_is_said_until_it_is_reached() -> None:
    once = callback((0, 120), attempts=(tried(at(1)),))
    twice = callback((0, 120), attempts=(tried(at(1)), tried(at(20))))
    assert why(once, minute=30) == "tried once"
    assert why(twice, minute=30) == "tried 2 times"
    assert why(twice, minute=120) == "tried 2 times in vain"
    assert why(once, minute=120) == "tried once in vain"
    before = callback((0, 120), (300, 420), attempts=(tried(at(1)),))
    assert why(before, minute=200) == ""
    early = callback((0, 120), attempts=(tried(at(-1)),))
    assert why(early, minute=30) == ""


@pytest.mark.parametrize("status", [Status.ACKNOWLEDGED, Status.READY, Status.ON_CALL])
def test_that_who_has_it_is_offline_goes_before_all(status: Status) -> None:
    line = why(has(status, **DENIED), "ana", desk(absent=("ben",)))
    assert line == "Ben Cole is offline"


def test_that_it_is_offered_back_is_said_to_everybody() -> None:
    taken = has(Status.ACKNOWLEDGED, **DENIED)
    assert why(taken, "ana") == "you denied it and are available again"
    for who in ("ben", "tina", "luis"):
        assert why(taken, who) == "Ana Ruiz denied it and is available again"
    assert why(taken, "ana", desk(ana=LUNCH)) == ""
    chosen = Cover(instead_of="Ana Ruiz", why="she asked me to", chosen=True)
    assert why(has(Status.ACKNOWLEDGED, **DENIED, cover=chosen), "ana") == ""
    assert why(has(Status.ON_CALL, **DENIED), "ana") == ""


def test_who_else_is_at_it_and_what_they_do() -> None:
    known = looking(("raj", Doing.LOOKING), ("ana", Doing.WRITING), ("luis", Doing.DOCUMENTING))
    line = "Raj Patel is looking · Ana Ruiz is writing · Luis Vega is documenting"
    assert why(waits(), "tina", known) == line
    assert why(waits(), "raj", known) == line.removeprefix("Raj Patel is looking · ")
    assert why(standing(Kind.IMMEDIATE, Status.TO_DOCUMENT), "tina", known)
    assert why(waits(ref="P2P-7"), "tina", known) == ""


def test_who_has_it_is_at_it_anyway() -> None:
    known = looking(("ben", Doing.WRITING), ("raj", Doing.LOOKING))
    assert why(has(Status.ACKNOWLEDGED), "tina", known) == "Raj Patel is looking"
    assert why(has(Status.TO_DOCUMENT), "tina", known) == "Raj Patel is looking"


def test_somebody_with_two_sessions_stands_once() -> None:
    known = looking(("raj", Doing.LOOKING), ("raj", Doing.WRITING))
    assert why(waits(), "tina", known) == "Raj Patel is writing"
    other_way = looking(("raj", Doing.WRITING), ("raj", Doing.LOOKING))
    assert why(waits(), "tina", other_way) == "Raj Patel is writing"


def test_why_it_is_whose_it_is_stands_before_who_is_at_it() -> None:
    known = looking(("raj", Doing.LOOKING))
    there = desk(ana=LUNCH).model_copy(update={"looking": known.looking})
    line = "Ana Ruiz denied it and is at lunch · Raj Patel is looking"
    assert why(waits(**DENIED), "tina", there) == line
    assert explain(waits(), me("tina", there), there, NOW + minutes(1)) == "Raj Patel is looking"
