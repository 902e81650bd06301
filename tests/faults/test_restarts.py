"""The server crashes while eight processes write: all they were told is there, and once."""

from functools import partial

import pytest

from tests import servers
from tests.conftest import note_engine
from tests.crew import crew
from tests.faults.writers import Outcome, Told, done_twice, outcome, place_until_told, stop
from tests.house import Address, furnish

BETWEEN = 1.2
"""How many seconds the writers write between two crashes."""


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """This is a story of a server."""
    return note_engine(request, "postgresql")


def crash(restarts: int, writers: int, *, broken: bool) -> Outcome:
    """Crash a server under its writers, so often or until something is done twice."""
    told = Told()
    with servers.server() as server:
        server.make_database("desk")
        address = Address("postgresql", server.url("desk"))
        office = furnish(address.open())
        who = ["tina", "raj", "lena", "ana"] * (writers // 4)
        job = partial(place_until_told, broken=broken)
        with crew(job, [(address, one) for one in who]) as mates:
            for _ in range(restarts):
                told.listen(mates, BETWEEN)
                office.store.release()
                server.restart()
                if broken and done_twice():
                    break
            stop(mates, told)
        found = outcome(office, told, f"{restarts} immediate restarts under {writers} writers")
        office.close()
    return found


def test_crashes_under_writers_lose_nothing_and_do_nothing_twice(
    engine: str, request: pytest.FixtureRequest, at_length: bool
) -> None:
    found = crash(4 if at_length else 2, 8 if at_length else 4, broken=False)
    request.node.user_properties.append(("report", found.counts))
    assert found.faults == []


def test_the_crashes_catch_an_act_that_is_done_again_without_a_look(
    engine: str, at_length: bool
) -> None:
    if not at_length:
        pytest.skip("this takes many crashes: --long")
    found = crash(40, 8, broken=True)
    assert any("is there 2 times" in fault for fault in found.faults)
