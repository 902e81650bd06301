"""What a journey starts from: a desk with its people, and terminals that are gone afterwards."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import ENGINES, file_address
from tests.journeys.premises import Premises, furnished


@pytest.fixture
def premises(empty_premises: Premises) -> Premises:
    """A desk with its people on each engine in turn."""
    return furnished(empty_premises)


@pytest.fixture
def empty_premises(engine: str) -> Iterator[Premises]:
    """Where a desk can be made on each engine in turn."""
    # A short name: the sockets by which sessions ring each other stand below it.
    with (
        tempfile.TemporaryDirectory(prefix="p2p-j-") as home,
        contextlib.ExitStack() as open_things,
    ):
        if engine == "postgresql":
            address = open_things.enter_context(ENGINES[engine]())
        else:
            address = file_address(engine, Path(home) / "desk")
        yield Premises(address, Path(home), open_things)
