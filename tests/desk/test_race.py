"""Many pharmacists take one request at the same moment: exactly one has it (R12)."""

from functools import partial

import pytest

from p2p_tui.desk import Office
from tests.crew import together
from tests.desk.racing import acknowledge_all, faults, pharmacists, waiting
from tests.house import Address

RUNNERS = 8


def race(office: Office, address: Address, rounds: int, *, broken: bool) -> list[str]:
    names, refs = pharmacists(office, RUNNERS), waiting(office, rounds)
    run = partial(acknowledge_all, broken=broken)
    told = together(run, [(address, name, names, refs) for name in names])
    return faults(office, refs, dict(zip(names, told, strict=True)))


def test_of_two_to_eight_in_every_round_exactly_one_has_it_and_the_others_learn_who(
    office: Office, address: Address, at_length: bool
) -> None:
    assert race(office, address, 200 if at_length else 30, broken=False) == []


@pytest.mark.few(1)
def test_the_race_catches_a_claim_that_looks_first_and_writes_then(
    office: Office, address: Address
) -> None:
    found = race(office, address, 30, broken=True)
    assert any("holders, each told that they have it" in fault for fault in found)
    assert any("times on record" in fault for fault in found)
