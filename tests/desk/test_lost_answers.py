"""The answer to a commit is lost: the act is looked up, and nothing is guessed or done twice."""

import time
from collections.abc import Iterator

import peewee
import pytest

from p2p_tui.desk import Office
from p2p_tui.desk import office as office_module
from p2p_tui.domain.errors import Refused
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.in_common import CHANGED, InCommon
from p2p_tui.store.engines import DatabaseAwayError, OutcomeUnknownError
from p2p_tui.store.models import EventRow, RequestRow
from tests.conftest import note_engine
from tests.desk.proxy import Cut, Line, line_to
from tests.house import ENGINES, KIM, Address, FixedClock, furnish, sit

CUTS = [Cut.BEFORE, Cut.BEHIND]


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """These are stories of a server."""
    return note_engine(request, "postgresql")


@pytest.fixture
def line_and_office(engine: str, clock: FixedClock) -> Iterator[tuple[Line, Office]]:
    """A desk at the far end of a line that can be cut."""
    with ENGINES[engine]() as address, line_to(address.url) as (line, url):
        office = Address(engine, url).open(clock)
        # A commit that is prepared goes over the line as a number.
        office.store.engine.database.connection().prepare_threshold = None
        furnish(office)
        yield line, office
        line.cut = Cut.NOWHERE
        office.close()


@pytest.mark.parametrize("cut", CUTS)
def test_a_request_is_placed_once_whatever_became_of_the_answer(
    line_and_office: tuple[Line, Office], cut: Cut
) -> None:
    line, office = line_and_office
    tina = sit(office, "tina")
    line.cut = cut
    placed = tina.place(KIM)
    assert line.cuts == 1
    assert placed.ref == "P2P-1001"
    assert tina.request(placed.ref) == placed
    assert RequestRow.select().count() == 1
    assert office.verify().problem == ""


@pytest.mark.parametrize("cut", CUTS)
def test_the_hours_are_set_once_whatever_became_of_the_answer(
    line_and_office: tuple[Line, Office], cut: Cut
) -> None:
    line, office = line_and_office
    lena = sit(office, "lena")
    common = InCommon(hours=DeskHours(zone="America/Chicago"))
    line.cut = cut
    now = lena.set_common(common, 0)
    assert line.cuts == 1
    assert (now.common, now.version) == (common, 1)
    assert EventRow.select().where(EventRow.move == CHANGED).count() == 1
    assert office.verify().problem == ""


@pytest.mark.parametrize("cut", CUTS)
def test_a_move_is_made_once_whatever_became_of_the_answer(
    line_and_office: tuple[Line, Office], cut: Cut
) -> None:
    line, office = line_and_office
    placed = sit(office, "tina").place(KIM)
    ana = sit(office, "ana")
    line.cut = cut
    taken = ana.make("acknowledge", placed.ref, placed.version)
    assert (line.cuts, taken.holder, taken.version) == (1, "ana", 2)
    assert [one.move for one in ana.history(placed.ref)] == ["place", "acknowledge"]


@pytest.mark.parametrize("cut", CUTS)
def test_a_person_is_changed_once_and_a_look_noted_once(
    line_and_office: tuple[Line, Office], cut: Cut
) -> None:
    line, office = line_and_office
    ana = sit(office, "ana")
    before = EventRow.select().count()
    line.cut = cut
    ana.say_of_myself(extension="4499")
    assert ana.me.extension == "4499"
    assert EventRow.select().count() == before + 1
    placed = ana.place(KIM)
    line.cut = cut
    ana.look(placed.ref)
    assert line.cuts == 2
    assert EventRow.select().where(EventRow.move == "viewed").count() == 1


def test_what_the_rules_refuse_is_refused_after_the_line_broke(
    line_and_office: tuple[Line, Office],
) -> None:
    _, office = line_and_office
    tina = sit(office, "tina")
    placed = tina.place(KIM)
    with pytest.raises(peewee.OperationalError):
        office.store.engine.database.execute_sql("SELECT pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(Refused):
        tina.make("acknowledge", placed.ref, placed.version)


@pytest.mark.parametrize("cut", CUTS)
def test_where_nobody_comes_back_it_is_said_whether_it_is_known(
    line_and_office: tuple[Line, Office], cut: Cut, monkeypatch: pytest.MonkeyPatch
) -> None:
    line, office = line_and_office
    tina = sit(office, "tina")
    office.doubt_seconds = 0.3
    monkeypatch.setattr(office_module, "PATIENCE_SECONDS", 0.3)
    line.cut = cut
    line.close()
    start = time.monotonic()
    with pytest.raises(OutcomeUnknownError, match="is looked up when it is tried again"):
        tina.place(KIM, act_id="one")
    with pytest.raises(DatabaseAwayError, match=r"; not saved$"):
        tina.place(KIM, act_id="two")
    assert time.monotonic() - start < 20


def test_who_leaves_waits_for_nobody(line_and_office: tuple[Line, Office]) -> None:
    line, office = line_and_office
    tina = sit(office, "tina")
    line.cut = Cut.BEFORE
    line.close()
    office.leave()
    start = time.monotonic()
    with pytest.raises(OutcomeUnknownError):
        tina.place(KIM)
    assert time.monotonic() - start < 5
