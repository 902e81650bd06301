"""An old tracker at the desk: brought in by a lead, once, on record row by row."""

import io
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from p2p_tui.cli.sheets import csv_pieces
from p2p_tui.desk import Desk, Office, importing
from p2p_tui.desk.importing import TrackerImported
from p2p_tui.domain.errors import Refused
from p2p_tui.domain.request import Determination, Request
from p2p_tui.domain.story import BROUGHT_IN, TRACKER_IMPORTED, Happening
from p2p_tui.domain.tables import BadRow, open_table
from p2p_tui.domain.tracker_sheet import Reading
from p2p_tui.store import requests, walking
from p2p_tui.store.models import EventRow, RequestRow
from tests.house import KIM, through

DeskOf = Callable[[str], Desk]
HEADER = "Date,Tech,PA #,Drug,RPh,Outcome,Fax\n"
ROWS = (
    "11/18/2026,Tina Park,88120417,Ozempic,Ana Ruiz,Overturned,1\n",
    "11/17/2026,Jess K.,88120434,Humira,Mo Lind,no answer,2\n",
    "11/17/2026,raj,88120451,Dupixent,ben,Duplicate,3\n",
)


def bring(desk: Desk, *rows: str, source: str = "old.csv", **how: bool) -> TrackerImported:
    return desk.import_tracker(partial(open_table, [HEADER, *rows]), source, **how)  # type: ignore[arg-type]


def on_record(*moves: str) -> list[Happening]:
    return [one for one in requests.happenings_since(0) if one.move in moves]


def test_each_row_is_a_closed_request_with_an_event_of_its_own(
    desk_of: DeskOf, office: Office
) -> None:
    placed = desk_of("tina").place(KIM)
    lena = desk_of("lena")
    done = bring(lena, *ROWS)
    assert (done.brought_in, done.known, done.not_read) == (2, 0, ("Fax",))
    assert done.bad == (BadRow(3, "“Outcome” says no ending that the desk knows"),)
    first, second = lena.request("P2P-1002"), lena.request("P2P-1003")
    assert placed.ref == "P2P-1001"
    assert (first.placed_by, first.holder, first.determination, first.source) == (
        "tina", "ana", Determination.APPROVED, "old.csv, line 2",
    )  # fmt: skip
    assert (second.placed_by, second.holder, second.open) == ("raj", "ben", False)
    assert {one.ref for one in lena.tracker("Dupixent")} == {"P2P-1003"}
    assert lena.tracker("88120417")[0].ref in {first.ref, placed.ref}
    (told,) = lena.history("P2P-1002")
    assert lena.tell(told) == "brought it in from old.csv, line 2"
    (event,) = on_record(TRACKER_IMPORTED)
    assert event.given == {"source": "old.csv", "brought_in": 2, "known": 0, "not_read": 1}
    assert lena.tell(event) == "brought in the tracker old.csv: 2 new, 0 known, 1 not read"
    assert office.verify().problem == ""
    assert desk_of("tina").place(KIM).ref == "P2P-1004"


def test_twice_doubles_nothing_and_a_longer_one_brings_what_is_new(
    desk_of: DeskOf, office: Office
) -> None:
    lena = desk_of("lena")
    bring(lena, ROWS[0], ROWS[2])
    assert (bring(lena, ROWS[0], ROWS[2]).brought_in, RequestRow.select().count()) == (0, 2)
    later = bring(lena, ROWS[2], ROWS[2], ROWS[0], ROWS[0].replace("Overturned", "approved"),
                  source="longer.csv")  # fmt: skip
    # A row that stands there twice is two; the second is new, and so is one that differs.
    assert [(one.line, one.known) for one in later.read] == [
        (2, True), (3, False), (4, True), (5, False),
    ]  # fmt: skip
    again = bring(lena, ROWS[2], ROWS[2], ROWS[0], ROWS[0].replace("Overturned", "approved"))
    assert (again.brought_in, again.known) == (0, 4)
    assert RequestRow.select().count() == 4
    assert office.verify().problem == ""


def test_a_dry_run_writes_nothing(desk_of: DeskOf) -> None:
    lena = desk_of("lena")
    before = EventRow.select().count()
    done = bring(lena, *ROWS, dry_run=True)
    assert (done.dry_run, done.brought_in, len(done.bad)) == (True, 2, 1)
    assert (RequestRow.select().count(), EventRow.select().count()) == (0, before)
    assert bring(lena, *ROWS).read == done.read
    assert bring(lena, *ROWS, dry_run=True).known == 2


@pytest.mark.parametrize("who", ["tina", "ana", "adam"])
def test_nobody_but_a_lead_brings_one_in(desk_of: DeskOf, who: str) -> None:
    for dry_run in (True, False):
        with pytest.raises(Refused, match="may not bring in an old tracker; ask a lead"):
            bring(desk_of(who), *ROWS, dry_run=dry_run)
    assert RequestRow.select().count() == 0


def test_one_that_stops_on_the_way_is_on_record_and_goes_on_later(
    desk_of: DeskOf, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 3)
    rows = [ROWS[0].replace("88120417", str(number)) for number in range(70)]

    def lines() -> Iterator[str]:
        yield HEADER
        yield from rows
        raise KeyboardInterrupt

    lena = desk_of("lena")
    with pytest.raises(KeyboardInterrupt):
        lena.import_tracker(partial(open_table, lines()), "old.csv")
    (event,) = on_record(TRACKER_IMPORTED)
    there = RequestRow.select().count()
    assert (event.given["brought_in"], event.given["stopped"]) == (there, True)
    assert 0 < there < 70
    done = bring(lena, *rows)
    assert (done.brought_in, done.known) == (70 - there, there)
    refs = [f"P2P-{1001 + at}" for at in range(70)]
    assert [one.ref for one in walking.walk(0, 100)] == refs
    assert office.verify().problem == ""


def test_what_another_brought_in_meanwhile_is_not_doubled(
    desk_of: DeskOf, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    lena = desk_of("lena")
    bring(lena, ROWS[2])
    done = walking.done
    answers = iter([set[str](), set[str]()])
    # The looks before the lock come too early: only the one behind it counts.
    monkeypatch.setattr(walking, "done", lambda ids: next(answers, None) or done(ids))
    bring(lena, ROWS[0], ROWS[2])
    assert RequestRow.select().count() == 2
    assert len(on_record(BROUGHT_IN)) == 2
    assert office.verify().problem == ""


def test_the_chained_rows_tell_nothing_of_a_patient(desk_of: DeskOf) -> None:
    bring(desk_of("lena"), ROWS[0])
    for row in EventRow.select().dicts():
        assert "88120417" not in str(row)
        assert "Ozempic" not in str(row)


def test_what_was_exported_comes_in_at_another_desk(desk_of: DeskOf, office: Office) -> None:
    ended = through(desk_of, desk_of("tina").place(KIM), "acknowledge", "ready", "transfer",
                    "end_call", "document")  # fmt: skip
    withdrawn = through(desk_of, desk_of("raj").place(KIM), "close")
    told = b"".join(csv_pieces([ended, withdrawn], Reading(office.roster(), office.hours.zone)))
    lines = io.StringIO(told.decode(), newline=None)
    lena = desk_of("lena")
    assert lena.import_tracker(partial(open_table, lines), "export.csv").brought_in == 2
    kept = (
        "contact_name", "job_title", "phone", "pa_number", "member_id", "drug_name", "cntt",
        "denial_rationale", "placed_by", "holder", "kind", "status", "determination",
    )  # fmt: skip
    for old, new in ((ended, lena.request("P2P-1003")), (withdrawn, lena.request("P2P-1004"))):
        assert _these(old, kept) == _these(new, kept)
        assert new.placed_at == old.placed_at.replace(microsecond=0)
        assert new.closure == old.closure
    brought = lena.request("P2P-1003").documentation
    assert brought is not None
    assert ended.documentation is not None
    assert brought == ended.documentation


def _these(request: Request, names: tuple[str, ...]) -> list[object]:
    return [getattr(request, name) for name in names]
