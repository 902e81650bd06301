"""What is kept of learners, in a folder for each."""

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from p2p_tui.training.lessons import Found, LessonError
from p2p_tui.training.records import Finished, Folder, everybody, standings
from p2p_tui.training.run import Caught, Progress
from tests.training.teaching import BEGINS, lesson

FOUND = Found("small", lesson(), "digest")
CAUGHT = Caught(id="closed", step="ready", rule="R7", guide="T9", says="No.", points=25)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Nina's folder."""
    return Folder.of(tmp_path / "training", "nina")


def progress(**changes: object) -> Progress:
    return Progress.model_validate(
        {"begun_at": BEGINS, "entered_at": BEGINS, "now": BEGINS, **changes}
    )


def finished(learner: str = "nina", score: int = 75, day: int = 20) -> Finished:
    return Finished(
        learner=learner, lesson="small", title="A small one", digest="digest", begun_at=BEGINS,
        finished_at=datetime(2026, 11, day, 20, tzinfo=UTC), seconds=61, score=score, hints=1,
        caught=(CAUGHT,) if score < 100 else (),
    )  # fmt: skip


def test_a_lesson_is_resumed_where_it_was_left(folder: Folder) -> None:
    assert folder.resumed(FOUND) is None
    folder.keep(FOUND, progress(step=2, caught=[CAUGHT]))
    folder.database(FOUND).touch()
    found = folder.resumed(FOUND)
    assert found is not None
    assert (found.step, found.caught) == (2, [CAUGHT])


def test_a_lesson_that_changed_begins_anew(folder: Folder) -> None:
    folder.keep(FOUND, progress(step=2))
    folder.database(FOUND).touch()
    assert folder.resumed(Found("small", lesson(), "another")) is None


def test_without_its_desk_or_with_half_a_file_it_begins_anew(folder: Folder) -> None:
    folder.keep(FOUND, progress(step=2))
    assert folder.resumed(FOUND) is None
    folder.database(FOUND).touch()
    (folder.path / "small.json").write_text('{"digest": "dig')
    assert folder.resumed(FOUND) is None


def test_forgetting_takes_all_of_it_and_nothing_else(folder: Folder) -> None:
    folder.keep(FOUND, progress())
    for name in ("small.db", "small.db-wal", "other.db"):
        (folder.path / name).touch()
    (folder.path / "small.db.bells").mkdir()
    folder.finish(finished())
    folder.forget(FOUND)
    assert {one.name for one in folder.path.iterdir()} == {"other.db", "record.jsonl"}


def test_what_was_finished_stays_on_record_in_order(folder: Folder) -> None:
    folder.finish(finished(score=75))
    folder.finish(finished(score=100, day=21))
    assert [one.score for one in folder.finished()] == [75, 100]
    with (folder.path / "record.jsonl").open("a") as file:
        file.write('{"learner": "ni')
    assert [one.score for one in folder.finished()] == [75, 100]


def test_everybody_is_told_learner_by_learner(tmp_path: Path) -> None:
    for learner, score in (("omar", 100), ("nina", 75), ("nina", 90)):
        Folder.of(tmp_path, learner).finish(finished(learner, score))
    done = everybody(tmp_path)
    assert [(one.learner, one.score) for one in done] == [("nina", 75), ("nina", 90), ("omar", 100)]
    nina, omar = standings(done)
    assert (nina.times, nina.best, nina.last, nina.rules) == (2, 90, 90, ("R7",))
    assert (omar.times, omar.best, omar.rules) == (1, 100, ())


@pytest.mark.parametrize("name", ["../../etc", "/etc/passwd", "..", "a/b", "\x1b[2Jx", ""])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    root = tmp_path / "training"
    made = Folder.of(root, name)
    assert made.path.parent == root
    assert made.path.is_dir()
    assert made.path.name not in ("", ".", "..")


def test_a_lesson_is_taken_in_one_terminal_at_a_time(folder: Folder) -> None:
    with folder.alone(FOUND):
        with pytest.raises(LessonError, match="in another terminal"), folder.alone(FOUND):
            pass
        with folder.alone(Found("another", lesson(), "digest")):
            pass
    with folder.alone(FOUND):
        pass


def test_it_is_for_its_owner_alone(folder: Folder) -> None:
    folder.keep(FOUND, progress())
    folder.finish(finished())
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700
    for one in folder.path.iterdir():
        assert stat.S_IMODE(one.stat().st_mode) == 0o600, one.name
