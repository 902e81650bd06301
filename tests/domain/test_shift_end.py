"""What somebody who signs out still has, owes or is booked for (R12, R16)."""

from typing import Any

import pytest

from p2p_tui.domain.people import Availability, Roster
from p2p_tui.domain.request import Kind, Request, Status
from p2p_tui.domain.shift_end import Still, can_go_to, still_yours
from tests.domain.asking import at, callback, me
from tests.domain.builders import COHERENT, NOW, roster, standing

LUNCH = Availability.LUNCH
DENIED: dict[str, Any] = {"denying_pharmacist": "Ana Ruiz"}


def still(who: str, *requests: Request, known: Roster | None = None) -> list[tuple[Still, str]]:
    """What is still theirs."""
    there = known or roster()
    found = still_yours(requests, me(who, there), there, NOW)
    return [(one.still, one.request.ref) for one in found]


def test_the_most_pressing_stands_first() -> None:
    mine = [
        callback((300, 315), ref="P2P-1", denying_pharmacist="pia"),
        callback((120, 135), ref="P2P-2", denying_pharmacist="pia"),
        standing(Kind.IMMEDIATE, Status.TO_DOCUMENT, holder="pia", ref="P2P-3"),
        standing(Kind.IMMEDIATE, Status.WAITING, placed_by="pia", ref="P2P-4"),
        standing(Kind.IMMEDIATE, Status.READY, holder="pia", ref="P2P-6", waiting_since=at(-1)),
        standing(Kind.CALLBACK, Status.ON_CALL, holder="pia", ref="P2P-7"),
        standing(
            Kind.IMMEDIATE, Status.ACKNOWLEDGED, holder="pia", ref="P2P-8", waiting_since=at(-9)
        ),
    ]
    assert still("pia", *mine) == [
        (Still.HAS, "P2P-7"),
        (Still.HAS, "P2P-8"),
        (Still.HAS, "P2P-6"),
        (Still.CALLER, "P2P-4"),
        (Still.OWES, "P2P-3"),
        (Still.BOOKED, "P2P-2"),
        (Still.BOOKED, "P2P-1"),
    ]


@pytest.mark.parametrize(("kind", "status"), COHERENT)
def test_it_is_who_has_its_and_nobody_elses(kind: Kind, status: Status) -> None:
    request = standing(kind, status, holder="ben", placed_by="raj")
    held = {Status.ACKNOWLEDGED, Status.READY, Status.ON_CALL}
    expected = Still.HAS if status in held else Still.OWES
    known = status in held or status is Status.TO_DOCUMENT
    assert still("ben", request) == ([(expected, "P2P-1042")] if known else [])
    for who in ("ana", "tina", "luis", "ada"):
        assert still(who, request) == []


@pytest.mark.parametrize("status", [Status.WAITING, Status.ACKNOWLEDGED, Status.READY])
def test_a_technicians_caller_is_still_on_the_line(status: Status) -> None:
    caller = standing(Kind.IMMEDIATE, status, holder="ben")
    assert still("tina", caller) == [(Still.CALLER, "P2P-1042")]
    assert still("raj", caller) == []


@pytest.mark.parametrize("spans", [(), ((-10, 110),)])
def test_the_caller_of_a_callback_waits_for_no_technician(spans: tuple[Any, ...]) -> None:
    for status in (Status.SCHEDULED, Status.ACKNOWLEDGED):
        assert still("tina", callback(*spans, status=status, holder="ben")) == []


def test_a_caller_who_was_transferred_is_not_the_technicians_any_more() -> None:
    for status in (Status.ON_CALL, Status.TO_DOCUMENT, Status.CLOSED):
        assert still("tina", standing(Kind.IMMEDIATE, status, holder="ben")) == []


def test_booked_with_her_is_what_she_denied_and_will_be_there_for() -> None:
    booked = callback((120, 135), **DENIED)
    assert still("ana", booked) == [(Still.BOOKED, "P2P-1042")]
    assert still("ana", booked, known=roster(ana=LUNCH)) == [(Still.BOOKED, "P2P-1042")]
    assert still("ben", booked) == []
    near = callback((10, 25), **DENIED)
    assert still("ana", near) == [(Still.BOOKED, "P2P-1042")]
    assert still("ana", near, known=roster(ana=LUNCH)) == []


def test_who_has_nothing_can_go() -> None:
    assert still("ana") == []


def names(request: Request, who: str, known: Roster) -> list[str]:
    return [one.username for one in can_go_to(request, me(who, known), known, NOW)]


def test_it_can_go_to_all_who_are_available_and_first_to_who_denied_it() -> None:
    request = standing(Kind.IMMEDIATE, Status.ACKNOWLEDGED, holder="ben", **DENIED)
    known = roster(pia=LUNCH, absent=("gil",))
    assert names(request, "ben", known) == ["ana", "lena", "maya"]
    mayas = request.model_copy(update={"denying_pharmacist": "Maya Singh"})
    assert names(mayas, "ben", known) == ["maya", "ana", "lena"]
    assert names(mayas, "ben", roster(maya=LUNCH, pia=LUNCH, gil=LUNCH)) == ["ana", "lena"]
    for named in ("", "Dr. Nobody"):
        nobodys = request.model_copy(update={"denying_pharmacist": named})
        assert names(nobodys, "ben", known) == ["ana", "lena", "maya"]


def test_it_goes_neither_to_who_goes_nor_to_who_has_it() -> None:
    request = standing(Kind.IMMEDIATE, Status.ACKNOWLEDGED, holder="ben", **DENIED)
    assert "ben" not in names(request, "lena", roster())
    assert "lena" not in names(request, "lena", roster())


def test_where_nobody_is_available_it_goes_to_nobody() -> None:
    request = standing(Kind.IMMEDIATE, Status.ACKNOWLEDGED, holder="ben", **DENIED)
    alone = roster(absent=("ana", "maya", "pia", "lena", "gil"))
    assert names(request, "ben", alone) == []
