"""A furnished desk: made-up people in the middle of an ordinary Friday afternoon."""

import contextlib
import functools
import itertools
import threading
from collections.abc import Callable, Iterator

import pytest

from p2p_tui.desk import Office
from p2p_tui.training.synthetic import ACCOUNT as FURNISHER
from p2p_tui.training.synthetic import STAFF, MovableClock, furnish
from p2p_tui.tui import app as app_module
from tests.house import ENGINES, Address, Copies, FixedClock, copies_of
from tests.stylesheets import read_once


def counting(prefix: str) -> Callable[[], str]:
    """Ids that come in the same order each time."""
    numbers = itertools.count(1)
    return lambda: f"{prefix}-{next(numbers):06}"


@pytest.fixture(autouse=True, scope="session")
def stylesheets_read_once() -> Iterator[None]:
    """Each app reads the same stylesheets: they are parsed once for all tests of a process."""
    with pytest.MonkeyPatch.context() as patch:
        read_once(patch)
        yield


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The deadline for leaving ends the process: not here, where the process is the tests'."""
    monkeypatch.setattr(app_module, "LEAVE_WITHIN_SECONDS", 3600.0)


@contextlib.contextmanager
def made_once(engine: str, furnish_it: Callable[[Office, MovableClock], None]) -> Iterator[Copies]:
    """A desk's database that is made once and copied for each test."""
    clock = MovableClock(FixedClock())
    with ENGINES[engine]() as address:
        office = address.open(clock, counting("past"))
        furnish_it(office, clock)
        office.close()
        with copies_of(address) as another:
            yield another


def _people_only(office: Office, clock: MovableClock) -> None:
    office.found(STAFF[0], account=FURNISHER)
    office.put_staff(STAFF[1:], by=None, account=FURNISHER)


@pytest.fixture(scope="session")
def desks() -> Iterator[Callable[[str, bool], Copies]]:
    """The desks to be copied, each made when it is asked for first: furnished ones, empty ones."""
    with contextlib.ExitStack() as made:

        @functools.cache
        def desk(engine: str, furnished: bool) -> Copies:
            how = furnish if furnished else _people_only
            return made.enter_context(made_once(engine, how))

        yield desk


@pytest.fixture
def address(desks: Callable[[str, bool], Copies], engine: str) -> Iterator[Address]:
    """Where a furnished desk is."""
    with desks(engine, True)() as copy:
        yield copy


@pytest.fixture
def office(address: Address, clock: FixedClock) -> Iterator[Office]:
    """A furnished desk."""
    yield from _opened(address, clock)


@pytest.fixture
def empty_office(
    desks: Callable[[str, bool], Copies], engine: str, clock: FixedClock
) -> Iterator[Office]:
    """A desk with its people and no requests yet."""
    with desks(engine, False)() as copy:
        yield from _opened(copy, clock)


def _opened(address: Address, clock: FixedClock) -> Iterator[Office]:
    opened = address.open(clock, counting("now"))
    yield opened
    opened.close()
    # One that is left behind would read from the next test's desk.
    assert not [one.name for one in threading.enumerate() if one.name in ("feed", "heartbeat")]
