"""The furnished desk of demo and training, made once and copied for each test."""

from collections.abc import Iterator

import pytest

from p2p_tui.desk import Office
from p2p_tui.training.synthetic import MovableClock, furnish
from p2p_tui.tui import app as app_module
from tests.house import ENGINES, Copies, FixedClock, copies_of


@pytest.fixture(autouse=True)
def nothing_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session that leaves has a deadline; a test has its own."""
    monkeypatch.setattr(app_module, "LEAVE_WITHIN_SECONDS", 3600.0)


@pytest.fixture
def clock() -> FixedClock:
    """A Friday afternoon."""
    return FixedClock()


@pytest.fixture(scope="session")
def desks() -> Iterator[Copies]:
    """Copies of it, in a file."""
    with ENGINES["sqlite"]() as address:
        clock = MovableClock(FixedClock())
        office = address.open(clock)
        furnish(office, clock)
        office.close()
        with copies_of(address) as another:
            yield another


@pytest.fixture
def office(desks: Copies, clock: FixedClock) -> Iterator[Office]:
    """A furnished desk."""
    with desks() as address:
        opened = address.open(MovableClock(clock))
        yield opened
        opened.close()
