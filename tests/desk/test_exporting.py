"""An export of the tracker: who may take what, and that it is on record whatever becomes of it."""

import itertools
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from p2p_tui.desk import Desk, Office
from p2p_tui.desk.exporting import Found, Wanted
from p2p_tui.domain.errors import Mistyped, Refused
from p2p_tui.domain.story import EXPORTED, EXPORTING, Happening
from p2p_tui.store import requests, walking
from tests.house import KIM, FixedClock, through

DeskOf = Callable[[str], Desk]
EVENTS = (EXPORTING, EXPORTED)
TODAY = date(2026, 11, 20)


def on_record() -> list[Happening]:
    return [one for one in requests.happenings_since(0) if one.move in EVENTS]


def taken(desk: Desk, wanted: Wanted | None = None) -> list[str]:
    refs = list[str]()

    def write(found: Found) -> str:
        refs.extend(one.ref for one in found.requests)
        assert found.total == len(refs)
        return "ab" * 32

    done = desk.export("csv", write, wanted)
    assert (done.count, done.sha256) == (len(refs), "ab" * 32)
    return refs


def test_a_lead_takes_all_of_it_a_page_at_a_time(
    desk_of: DeskOf, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walking, "PAGE", 2)
    placed = [desk_of("tina").place(KIM).ref for _ in range(4)]
    assert taken(desk_of("lena")) == placed
    placed.append(desk_of("tina").place(KIM).ref)
    assert taken(desk_of("lena")) == placed
    began, over, *_ = on_record()
    told = {"format": "csv", "from": None, "to": None, "whose": "all"}
    assert (began.move, began.actor, began.given) == (EXPORTING, "lena", told)
    assert (over.move, over.given) == (
        EXPORTED,
        {**told, "count": 4, "numbers": [[1001, 1004]], "sha256": "ab" * 32},
    )
    assert desk_of("lena").tell(over) == (
        f"exported the tracker as csv: 4 requests, SHA-256 {'ab' * 32}"
    )
    assert office.verify().problem == ""


def test_a_pharmacist_takes_what_they_placed_or_hold(desk_of: DeskOf) -> None:
    mine = desk_of("ana").place(KIM)
    taken_on = through(desk_of, desk_of("tina").place(KIM), "acknowledge", "ready", "transfer",
                       "end_call", "document")  # fmt: skip
    desk_of("tina").place(KIM)
    assert taken(desk_of("ana")) == [mine.ref, taken_on.ref]
    assert taken(desk_of("ben")) == []
    assert [one.given["whose"] for one in on_record()] == ["own"] * 4


@pytest.mark.parametrize("who", ["tina", "adam"])
def test_nobody_else_takes_any_of_it(desk_of: DeskOf, who: str) -> None:
    desk_of("tina").place(KIM)
    with pytest.raises(Refused, match=r"may not export the tracker; ask a lead \(roles\)$"):
        taken(desk_of(who))
    assert on_record() == []


def test_days_are_of_the_desks_calendar_and_both_are_included(
    desk_of: DeskOf, clock: FixedClock
) -> None:
    start = clock.now
    # 4:59 and 5:00 UTC on the 20th: the last minute of the 19th at the desk, and the first behind.
    for hours in (-14 - 32 / 60, -14 - 31 / 60, 0):
        clock.now = start + timedelta(hours=hours) - timedelta(seconds=7)
        desk_of("tina").place(KIM)
    lena, before = desk_of("lena"), TODAY - timedelta(days=1)
    assert taken(lena, Wanted(first=TODAY)) == ["P2P-1002", "P2P-1003"]
    assert taken(lena, Wanted(last=before)) == ["P2P-1001"]
    assert taken(lena, Wanted(before, TODAY)) == ["P2P-1001", "P2P-1002", "P2P-1003"]
    assert lena.tell(on_record()[-1]).startswith(
        "exported the tracker as csv from 2026-11-19 to 2026-11-20: 3 requests"
    )
    with pytest.raises(Mistyped, match="before the first"):
        taken(lena, Wanted(TODAY, before))


def test_one_that_stops_on_the_way_is_on_record(desk_of: DeskOf, office: Office) -> None:
    for _ in range(3):
        desk_of("tina").place(KIM)

    def write(found: Found) -> str:
        assert len(on_record()) == 1, "nothing leaves before it is on record"
        list(itertools.islice(found.requests, 2))
        raise KeyboardInterrupt

    lena = desk_of("lena")
    with pytest.raises(KeyboardInterrupt):
        lena.export("xlsx", write)
    _, over = on_record()
    assert over.given["stopped"] is True
    assert lena.tell(over) == (
        "exported the tracker as xlsx: 2 requests; it stopped before its end"
    )
    assert office.verify().problem == ""


def test_memory_is_bounded_by_a_page(desk_of: DeskOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "PAGE", 2)
    asked = list[int]()
    walk = walking.walk

    def watched(after: int, limit: int, *given: object) -> object:
        asked.append(after)
        return walk(after, limit, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(walking, "walk", watched)
    for _ in range(5):
        desk_of("tina").place(KIM)

    def write(found: Found) -> str:
        next(found.requests)
        assert asked == [0]
        assert len(list(found.requests)) == 4
        return ""

    desk_of("lena").export("jsonl", write)
    assert asked == [0, 1002, 1004]
