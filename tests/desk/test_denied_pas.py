"""An extract of the PA system at the desk: loaded by a lead, on record once, seen at once."""

import threading
from collections.abc import Callable, Iterator
from datetime import date

import pytest

from p2p_tui.desk import Desk, Office
from p2p_tui.desk.denied_pas import Imported
from p2p_tui.domain.denied_pas import IMPORTED, VIEWED, DeniedPA
from p2p_tui.domain.errors import DeskError, Refused
from p2p_tui.domain.in_common import InCommon
from p2p_tui.domain.pa_extract import BadRow
from p2p_tui.domain.story import Happening
from p2p_tui.store import denied_pas, requests
from p2p_tui.store.models import DeniedPARow, EventRow, StaffRow
from tests.crew import elsewhere
from tests.desk import jobs
from tests.house import ACCOUNT, FRIDAY, KIM, Address, FixedClock

DeskOf = Callable[[str], Desk]

HEADERS = "PA Number,Member ID,Drug Name,Denial Reason,Pharmacist,Decision Date\n"
ONE = '88120417,H10024471,Ozempic,No A1c within 90 days,"Ruiz, Ana",11/18/2026\n'
TWO = "PA-8812-0434,H10024628,Humira,No trial of methotrexate,Priya Shah,11/17/2026\n"


def on_record(*moves: str) -> list[Happening]:
    return [one for one in requests.happenings_since(0) if one.move in (moves or (IMPORTED,))]


def rows(count: int) -> Iterator[str]:
    """Rows of made-up PAs; an extract asks for some dozens at once, then as batches need them."""
    return (ONE.replace("88120417", str(number)) for number in range(count))


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(denied_pas, "BATCH", 3)


def test_a_lead_loads_an_extract_and_a_number_finds_its_pa(
    desk_of: DeskOf, office: Office, clock: FixedClock
) -> None:
    said = desk_of("lena").import_pas([HEADERS, ONE, TWO, ",,,,,late\n"], "denied\t.csv")
    assert said == Imported("denied .csv", 2, 0, (BadRow(4, "no PA number"),), said.columns, ())
    assert said.columns["denied_on"] == "Decision Date"
    found = desk_of("tina").denied_pa("pa# 8812-0417")
    assert found == DeniedPA(
        pa_number="88120417",
        member_id="H10024471",
        drug_name="Ozempic",
        denial_rationale="No A1c within 90 days",
        denying_pharmacist="ana",
        denied_on=date(2026, 11, 18),
        loaded_at=clock(),
        source="denied .csv",
    )
    other = desk_of("ben").denied_pa("88120434")
    assert other is not None
    assert (other.pa_number, other.denying_pharmacist) == ("PA-8812-0434", "Priya Shah")
    assert [desk_of("tina").denied_pa(number) for number in ("88120418", "", "#")] == [None] * 3


def test_loading_again_updates(desk_of: DeskOf, clock: FixedClock) -> None:
    lena = desk_of("lena")
    lena.import_pas([HEADERS, ONE], "monday.csv")
    clock.on(days=3)
    said = lena.import_pas([HEADERS, TWO, ONE.replace("Ozempic", "Wegovy")], "thursday.csv")
    assert (said.loaded, said.updated) == (1, 1)
    found = lena.denied_pa("88120417")
    assert found is not None
    assert (found.drug_name, found.source, found.loaded_at) == ("Wegovy", "thursday.csv", clock())
    assert DeniedPARow.select().count() == 2


def test_of_several_rows_with_one_number_the_last_is_taken(desk_of: DeskOf) -> None:
    last = ONE.replace("88120417", "PA 88120417").replace("Ozempic", "Wegovy")
    said = desk_of("lena").import_pas([HEADERS, ONE, last], "d.csv")
    assert (said.loaded, said.updated) == (1, 0)
    found = desk_of("lena").denied_pa("88120417")
    assert found is not None
    assert found.drug_name == "Wegovy"


@pytest.mark.usefixtures("small_batches")
def test_the_record_has_one_event_of_it_however_many_there_are(
    desk_of: DeskOf, office: Office
) -> None:
    lena = desk_of("lena")
    said = lena.import_pas([HEADERS, *rows(10), "x\n"], "d.csv", act_id="once")
    assert (said.loaded, said.updated, len(said.bad)) == (10, 0, 1)
    lena.import_pas([HEADERS, *rows(10)], "d.csv", act_id="once")
    (event,) = on_record()
    assert (event.actor, event.at, event.ref, event.version) == ("lena", FRIDAY, "", None)
    assert event.given == {"source": "d.csv", "loaded": 10, "updated": 0, "not_read": 1}
    assert (event.before, event.after) == ({}, {})
    assert EventRow.get_by_id(event.seq).account == ACCOUNT
    assert lena.tell(event) == ("loaded denied PAs from d.csv: 10 new, 0 updated, 1 not read")
    assert office.verify().problem == ""


@pytest.mark.parametrize("who", ["tina", "ana", "adam"])
def test_nobody_but_a_lead_loads_one(desk_of: DeskOf, who: str) -> None:
    with pytest.raises(Refused, match=r"may not load denied PAs; ask a lead \(roles\)$"):
        desk_of(who).import_pas([HEADERS, ONE], "d.csv")
    assert DeniedPARow.select().count() == 0
    assert on_record() == []


def test_an_admin_looks_up_none(desk_of: DeskOf) -> None:
    with pytest.raises(Refused, match="may not see open requests"):
        desk_of("adam").denied_pa("88120417")


@pytest.mark.usefixtures("small_batches")
def test_the_desk_goes_on_meanwhile(desk_of: DeskOf, office: Office) -> None:
    placed = list[str]()

    def place() -> None:
        placed.append(desk_of("tina").place(KIM).ref)
        office.store.release()

    def lines() -> Iterator[str]:
        yield HEADERS
        yield from rows(70)
        assert DeniedPARow.select().count() == 69
        caller = threading.Thread(target=place)
        caller.start()
        caller.join()
        yield from rows(8)

    said = desk_of("lena").import_pas(lines(), "d.csv")
    assert placed == ["P2P-1001"]
    assert (said.loaded, said.updated) == (70, 8)
    assert [one.move for one in on_record("place", IMPORTED)] == ["place", IMPORTED]


@pytest.mark.usefixtures("small_batches")
def test_one_that_stops_on_the_way_is_on_record_with_what_was_loaded(
    desk_of: DeskOf, office: Office
) -> None:
    def lines() -> Iterator[str]:
        yield HEADERS
        yield from rows(70)
        raise KeyboardInterrupt

    lena = desk_of("lena")
    with pytest.raises(KeyboardInterrupt):
        lena.import_pas(lines(), "d.csv", act_id="once")
    (event,) = on_record()
    assert lena.tell(event) == (
        "loaded denied PAs from d.csv: 69 new, 0 updated, 0 not read; it stopped before its end"
    )
    said = lena.import_pas([HEADERS, *rows(70)], "d.csv", act_id="once")
    assert (said.loaded, said.updated) == (1, 69)
    assert len(on_record()) == 2
    assert office.verify().problem == ""


def test_what_is_no_extract_leaves_nothing(desk_of: DeskOf) -> None:
    with pytest.raises(DeskError, match="No column is headed"):
        desk_of("lena").import_pas(["a,b\n", "1,2\n"], "d.csv")
    assert on_record() == []


def test_headers_are_the_command_lines_then_the_desks_own_then_the_usual(desk_of: DeskOf) -> None:
    lena = desk_of("lena")
    own = {"Vue": "pa_number", "Line": "plan", "Drug": ""}
    lena.set_common(InCommon(pa_columns=own), 0)
    lines = ["Case ID,Vue,Line,Drug,Member\n", "1,2,3,4,5\n"]
    assert lena.import_pas(lines, "d.csv").columns == {
        "pa_number": "Vue", "plan": "Line", "member_id": "Member",
    }  # fmt: skip
    said = lena.import_pas(lines, "d.csv", columns={"Line": "drug_name"})
    assert said.columns == {"pa_number": "Vue", "drug_name": "Line", "member_id": "Member"}
    assert said.not_read == ("Case ID", "Drug")


def test_another_session_sees_it_at_once(desk_of: DeskOf, address: Address) -> None:
    tina = desk_of("tina")
    assert tina.denied_pa("88120417") is None
    assert elsewhere(jobs.import_pas, address, "lena", [HEADERS, ONE]) == 1
    assert tina.denied_pa("88120417") is not None


def test_of_two_pharmacists_of_one_name_neither_is_meant(desk_of: DeskOf) -> None:
    desk_of("lena").import_pas([HEADERS, ONE], "d.csv")
    StaffRow.update(name="Ana Ruiz").where(StaffRow.username == "ben").execute()
    found = desk_of("tina").denied_pa("88120417")
    assert found is not None
    assert found.denying_pharmacist == "Ruiz, Ana"


def test_who_was_shown_a_pa_stands_in_the_record(desk_of: DeskOf, office: Office) -> None:
    desk_of("lena").import_pas([HEADERS, ONE], "d.csv")
    tina = desk_of("tina")
    found = tina.denied_pa("88120417")
    assert found is not None
    tina.saw_pa(found)
    (event,) = on_record(VIEWED)
    assert (event.actor, tina.tell(event)) == (
        "tina", "looked at PA 88120417 as the PA system has it",
    )  # fmt: skip
    assert "88120417" not in str(EventRow.select().where(EventRow.seq == event.seq).dicts().get())
    with pytest.raises(Refused):
        desk_of("adam").saw_pa(found)
    assert office.verify().problem == ""
