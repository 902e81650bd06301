"""A desk whose database is a file."""

from collections.abc import Iterator

import pytest

from p2p_tui.desk import Office
from tests.house import Address, FixedClock


@pytest.fixture
def file_office(file_address: Address, clock: FixedClock) -> Iterator[Office]:
    """A desk with its people, on each engine that keeps its database in a file."""
    opened = file_address.open(clock)
    yield opened
    opened.close()
