"""Writers are killed while they write: what they acknowledged is there, all of it once."""

import os
import random
import signal

import pytest

from p2p_tui.store.models import RequestRow
from tests.conftest import note_engine
from tests.crew import Gate, crew
from tests.faults.writers import BEGUN, SAVED, Outcome, Told, outcome, place_until_told, stop
from tests.house import ENGINES, KIM, Address, furnish, sit

KILLED = 3
"""How many writers are killed in a round."""
BETWEEN = 0.8
"""How many seconds the writers write before some are killed."""


def kill(engine: str, rounds: int, writers: int) -> Outcome:
    """Kill writers in the middle of it, again and again."""
    told, chance = Told(), random.Random(7)
    with ENGINES[engine]() as address:
        office = furnish(address.open())
        who = ["tina", "raj", "lena", "ana"] * (writers // 4)
        for _ in range(rounds):
            with crew(place_until_told, [(address, one) for one in who]) as mates:
                told.listen(mates, BETWEEN)
                for mate in chance.sample(mates, KILLED):
                    mate.kill()
                    told.take(mate)
                stop([mate for mate in mates if mate.process.is_alive()], told)
        found = outcome(
            office, told, f"{engine}: {rounds * KILLED} kills (-9) under {writers} writers"
        )
        office.close()
    return found


@pytest.mark.parametrize("engine_name", ["sqlcipher", "postgresql"])
def test_kills_among_writers_lose_nothing_and_do_nothing_twice(
    engine_name: str, request: pytest.FixtureRequest, at_length: bool
) -> None:
    note_engine(request, engine_name)
    found = kill(engine_name, 4 if at_length else 1, 8 if at_length else 4)
    request.node.user_properties.append(("report", found.counts))
    assert found.faults == []


def acknowledge_before_it_is_saved(gate: Gate, address: Address, username: str) -> None:
    """A writer that says too early that something is saved, and then comes to its end."""
    office = address.open()
    sit(office, username)
    gate.wait()
    gate.tell((BEGUN, "writer too early"))
    with office.store.writing():
        RequestRow.update(contact_name="writer too early").execute()
        gate.tell((SAVED, "writer too early"))
        os.kill(os.getpid(), signal.SIGKILL)


def test_the_kills_catch_a_writer_that_says_saved_too_early() -> None:
    told = Told()
    with ENGINES["sqlcipher"]() as address:
        office = furnish(address.open())
        sit(office, "tina").place(KIM)
        with crew(acknowledge_before_it_is_saved, [(address, "tina")]) as (mate,):
            mate.process.join()
            told.take(mate)
        found = outcome(office, told, "one kill").faults
        assert found == ["writer too early was acknowledged and is not there"]
        office.close()
