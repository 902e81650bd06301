"""What a journey starts from: a desk with its people, and terminals that are gone afterwards."""

import contextlib
import functools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.house import ENGINES, Address, Copies, copies_of, file_address
from tests.journeys.premises import Premises, furnished


class _Desk(NamedTuple):
    """A desk with its people that is copied for each journey."""

    address: Address
    another: Copies


@pytest.fixture(scope="session")
def staffed(desks_with_people: Callable[[str], Copies]) -> Iterator[Callable[[str], _Desk]]:
    """The desk to be copied, on an engine: made when it is asked for first."""
    with contextlib.ExitStack() as made:

        @functools.cache
        def desk(engine: str) -> _Desk:
            address = made.enter_context(ENGINES[engine]())
            home = Path(made.enter_context(tempfile.TemporaryDirectory(prefix="p2p-j-")))
            furnished(Premises(address, home, made))
            return _Desk(address, made.enter_context(copies_of(address)))

        yield desk


@pytest.fixture
def premises(engine: str, staffed: Callable[[str], _Desk]) -> Iterator[Premises]:
    """A desk with its people on each engine in turn."""
    desk = staffed(engine)
    with _home() as (home, open_things):
        if engine == "postgresql":
            address = open_things.enter_context(desk.another())
        else:
            address = file_address(engine, home / "desk")
            shutil.copytree(desk.address.path.parent, address.path.parent)
        yield Premises(address, home, open_things)


@pytest.fixture
def empty_premises(engine: str) -> Iterator[Premises]:
    """Where a desk can be made on each engine in turn."""
    with _home() as (home, open_things):
        if engine == "postgresql":
            address = open_things.enter_context(ENGINES[engine]())
        else:
            address = file_address(engine, home / "desk")
        yield Premises(address, home, open_things)


@contextlib.contextmanager
def _home() -> Iterator[tuple[Path, contextlib.ExitStack]]:
    """A home, and what is open in it and closed at the end."""
    # A short name: the sockets by which sessions ring each other stand below it.
    with (
        tempfile.TemporaryDirectory(prefix="p2p-j-") as home,
        contextlib.ExitStack() as open_things,
    ):
        yield Path(home), open_things
