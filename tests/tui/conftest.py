"""A furnished desk: made-up people in the middle of an ordinary Friday afternoon."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from p2p_tui.desk import Office
from p2p_tui.training.synthetic import ACCOUNT as FURNISHER
from p2p_tui.training.synthetic import STAFF, MovableClock, furnish
from p2p_tui.tui import app as app_module
from tests.house import FixedClock


def counting(prefix: str) -> Callable[[], str]:
    """Ids that come in the same order each time."""
    numbers = itertools.count(1)
    return lambda: f"{prefix}-{next(numbers):06}"


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The deadline for leaving ends the process: not here, where the process is the tests'."""
    monkeypatch.setattr(app_module, "LEAVE_WITHIN_SECONDS", 3600.0)


@pytest.fixture(scope="session")
def furnished_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a furnished desk, to be copied."""
    path = tmp_path_factory.mktemp("furnished") / "desk.db"
    clock = MovableClock(FixedClock())
    office = Office.open(f"sqlite://{path}", clock=clock, new_id=counting("past"))
    furnish(office, clock)
    office.close()
    return path


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a desk with its people and no requests, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "desk.db"
    office = Office.open(f"sqlite://{path}", clock=FixedClock(), new_id=counting("past"))
    office.found(STAFF[0], account=FURNISHER)
    office.put_staff(STAFF[1:], by=None, account=FURNISHER)
    office.close()
    return path


@pytest.fixture
def office(furnished_file: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Office]:
    """A furnished desk."""
    yield from _opened(furnished_file, tmp_path, clock)


@pytest.fixture
def empty_office(empty_file: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Office]:
    """A desk with its people and no requests yet."""
    yield from _opened(empty_file, tmp_path, clock)


def _opened(file: Path, folder: Path, clock: FixedClock) -> Iterator[Office]:
    shutil.copy(file, folder / "desk.db")
    opened = Office.open(f"sqlite://{folder}/desk.db", clock=clock, new_id=counting("now"))
    yield opened
    opened.close()
