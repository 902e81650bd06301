"""What tests of every part start from: a desk with its people, on each engine."""

from collections.abc import Callable, Iterator

import pytest

from p2p_tui.desk import Desk, Office
from tests.house import ENGINES, FILE_ENGINES, Address, FixedClock, furnish, sit


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands still on a Friday afternoon."""
    return FixedClock()


@pytest.fixture(params=list(ENGINES))
def address(request: pytest.FixtureRequest) -> Iterator[Address]:
    """Where an empty database of each engine in turn can be made."""
    with ENGINES[request.param]() as found:
        yield found


@pytest.fixture(params=FILE_ENGINES)
def file_address(request: pytest.FixtureRequest) -> Iterator[Address]:
    """The same, for engines that keep their database in a file."""
    with ENGINES[request.param]() as found:
        yield found


@pytest.fixture
def office(address: Address, clock: FixedClock) -> Iterator[Office]:
    """A desk with its people and no requests yet."""
    opened = furnish(address.open(clock))
    yield opened
    opened.close()


@pytest.fixture
def desk_of(office: Office) -> Callable[[str], Desk]:
    """Somebody's desk, with a session that is alive."""
    return lambda username: sit(office, username)
