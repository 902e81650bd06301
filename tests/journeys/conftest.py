"""What a journey starts from: a desk with its people, and terminals that are gone afterwards."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import FILE_ENGINES
from tests.journeys.premises import Premises, furnished


@contextlib.contextmanager
def _premises(engine: str) -> Iterator[Premises]:
    # A short name: the sockets by which sessions ring each other stand below it.
    with (
        tempfile.TemporaryDirectory(prefix="p2p-j-") as home,
        contextlib.ExitStack() as open_things,
    ):
        yield furnished(engine, Path(home), open_things)


@pytest.fixture
def premises() -> Iterator[Premises]:
    """A desk in the encrypted database that a desk has by default."""
    with _premises("sqlcipher") as made:
        yield made


@pytest.fixture
def plain_premises() -> Iterator[Premises]:
    """A desk in a plain SQLite file, which a test can write in behind the desk's back."""
    with _premises("sqlite") as made:
        yield made


@pytest.fixture(params=FILE_ENGINES)
def each_premises(request: pytest.FixtureRequest) -> Iterator[Premises]:
    """A desk on each engine that keeps its database in a file."""
    with _premises(request.param) as made:
        yield made
