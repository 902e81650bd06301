"""A desk for training is never taken for the real one, and the real one never for training."""

import shutil
from pathlib import Path

import pytest

from p2p_tui.desk import Office, OfficeUnusableError
from p2p_tui.desk.keeping import Place, restore
from p2p_tui.training.clock import LessonClock
from p2p_tui.training.counterpart import furnish as furnish_lesson
from p2p_tui.training.lessons import find
from p2p_tui.training.records import Folder
from p2p_tui.training.run import Progress, Run
from p2p_tui.training.taking import take
from tests.forks import run as run_p2p
from tests.house import Address, FixedClock, furnish
from tests.training.teaching import BEGINS

FOUND = find("first-call")


@pytest.fixture
def engine() -> str:
    """Lessons are files: the real desk beside them is one that could be mistaken for one."""
    return "sqlite"


@pytest.fixture
def real(address: Address) -> Address:
    """A real desk, in a plain file."""
    furnish(address.open()).close()
    return address


@pytest.fixture
def training(tmp_path: Path) -> Path:
    """A desk for training, as a lesson left it."""
    path = tmp_path / "training" / "nina" / "first-call.db"
    path.parent.mkdir(parents=True)
    clock = LessonClock(BEGINS)
    office = Office.open(f"sqlite://{path}", clock=clock, training=True)
    run = Run(FOUND.lesson, "tina", Progress(begun_at=BEGINS, entered_at=BEGINS, now=BEGINS))
    furnish_lesson(office, FOUND.lesson, clock, run)
    office.close()
    return path


def p2p(home: Path, *arguments: str, **environment: str) -> tuple[int | None, str, str]:
    told = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **environment}
    return run_p2p(arguments, b"", home, told)


VERBS = (
    ("queue",), ("queue", "--json"), ("tracker", "export", "--format", "csv"), ("report",),
    ("show", "P2P-1001"), ("staff", "list"), ("audit", "verify"), ("pa", "import", "-"),
)  # fmt: skip


@pytest.mark.few(1)
@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_no_verb_opens_a_training_desk(
    tmp_path: Path, training: Path, verb: tuple[str, ...]
) -> None:
    before = training.read_bytes()
    code, out, err = p2p(tmp_path, *verb, P2P_DATABASE_URL=f"sqlite://{training}")
    assert (code, out) == (3, "")
    assert err.startswith("p2p: This is a desk for training")
    assert training.read_bytes() == before


def test_the_desk_itself_does_not_open_on_a_training_desk(training: Path) -> None:
    with pytest.raises(OfficeUnusableError, match="This is a desk for training"):
        Office.open(f"sqlite://{training}", clock=FixedClock())


def test_training_is_never_done_in_the_real_desk(real: Address, tmp_path: Path) -> None:
    before = real.path.read_bytes()
    folder = Folder.of(tmp_path / "training", "nina")
    database = folder.database(FOUND)
    shutil.copy(real.path, database)
    for is_a_link in (False, True):
        if is_a_link:
            database.unlink()
            database.symlink_to(real.path)
        for again in (False, True):
            with pytest.raises(OfficeUnusableError, match="There is a real desk in this file"):
                take(FOUND, folder, lambda app: 0, again=again)
            assert database.exists()
    assert real.path.read_bytes() == before


def test_training_takes_no_notice_of_where_the_real_desk_is(real: Address, tmp_path: Path) -> None:
    before = real.path.read_bytes()
    code, out, err = p2p(
        tmp_path, "train", "--list", P2P_DATABASE_URL=real.url,
        P2P_TRAINING_FOLDER=str(tmp_path / "t"),
    )  # fmt: skip
    assert (code, err) == (0, "")
    assert "first-call" in out
    assert real.path.read_bytes() == before


def test_a_training_desk_is_not_put_in_the_real_ones_place(real: Address, training: Path) -> None:
    before = real.path.read_bytes()
    with pytest.raises(OfficeUnusableError, match="it is a desk for training"):
        restore(Place(real.url, real.key_file), training)
    assert real.path.read_bytes() == before
    real.open().close()


def test_a_training_desk_stays_one(training: Path) -> None:
    for _ in range(2):
        Office.open(f"sqlite://{training}", clock=FixedClock(), training=True).close()
    with pytest.raises(OfficeUnusableError):
        Office.open(f"sqlite://{training}", clock=FixedClock())
