"""``p2p train`` without a screen: checking a lesson, listing them, telling who took them."""

import csv
import io
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from p2p_tui.training.lessons import SHIPPED, shipped
from p2p_tui.training.records import Finished, Folder
from p2p_tui.training.run import Caught
from tests.forks import run

FIRST = SHIPPED / "t1-first-call.toml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Where training is kept."""
    return tmp_path / "training"


def p2p(root: Path, *arguments: str) -> tuple[int | None, str, str]:
    told = {
        "HOME": str(root.parent), "PATH": os.defpath, "LANG": "C.UTF-8",
        "P2P_TRAINING_FOLDER": str(root),
    }  # fmt: skip
    return run(("train", *arguments), b"", root.parent, told)


def finished(learner: str, score: int, *rules: str) -> Finished:
    at = datetime(2026, 11, 20, 20, tzinfo=UTC)
    caught = tuple(
        Caught(id=f"m{number}", step="s", rule=rule, guide="T1", says="No.", points=10)
        for number, rule in enumerate(rules)
    )
    return Finished(
        learner=learner, lesson="first-call", title="Your first immediate P2P", digest="d",
        begun_at=at, finished_at=at, seconds=181, score=score, hints=1, caught=caught,
    )  # fmt: skip


@pytest.fixture
def taken(root: Path) -> Path:
    """Two learners who took a lesson, one of them twice."""
    Folder.of(root, "nina").finish(finished("nina", 80, "R2", "R7"))
    Folder.of(root, "nina").finish(finished("nina", 90, "R2"))
    Folder.of(root, "=omar").finish(finished("=omar", 100))
    return root


def test_a_lesson_of_ones_own_is_checked(root: Path) -> None:
    code, out, err = p2p(root, "--check", str(FIRST))
    assert (code, err) == (0, "")
    assert out.startswith("t1-first-call.toml can be taught: 10 steps, 5 mistakes to catch")


def test_all_that_is_wrong_is_listed_and_said_in_one_line(root: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(FIRST.read_text().replace('"ana"', '"nobody"').replace("{new}", "{none}"))
    code, out, err = p2p(root, "--check", str(own))
    assert code == 1
    assert len(out.splitlines()) == 4
    assert err == "p2p: own.toml can't be taught as it is: see the list\n"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--check", "nothing.toml"), 2, "nothing.toml can't be read"),
        (("--speed", "0", "first-call"), 2, "0.25 to 60 times"),
        (("--speed", "fast"), 2, "0.25 to 60 times"),
        (("first-call",), 2, "needs a terminal"),
        (("--list", "--report"), 2, "not allowed with"),
    ],
)
def test_what_can_t_be_is_said_in_one_line(
    root: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    returned, out, err = p2p(root, *arguments)
    assert (returned, out) == (code, "")
    assert err.startswith("p2p: ")
    assert len(err.splitlines()) == 1
    assert said in err


def test_a_folder_that_can_t_be_is_named(root: Path) -> None:
    root.write_text("a file")
    code, _, err = p2p(root, "--list")
    assert code == 2
    assert "can't be used for training" in err
    assert "P2P_TRAINING_FOLDER" in err


def test_the_lessons_are_listed_with_how_one_stands(taken: Path) -> None:
    code, out, _ = p2p(taken, "--list", "--learner", "nina")
    assert code == 0
    assert len(out.splitlines()) == len(shipped())
    assert "(best 90)" in out.splitlines()[0]


def test_the_report_tells_who_took_what(taken: Path) -> None:
    code, out, _ = p2p(taken, "--report")
    assert code == 0
    omar, nina = out.splitlines()[1:]
    assert nina.split() == ["nina", "first-call", "2", "90", "90", "R2"]
    assert omar.split() == ["=omar", "first-call", "1", "100", "100", "none"]
    assert "=omar" not in p2p(taken, "--report", "--learner", "nina")[1]


def test_the_report_as_csv_is_obeyed_by_no_spreadsheet(taken: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(p2p(taken, "--report", "--csv")[1])))
    assert [row["learner"] for row in rows] == ["'=omar", "nina", "nina"]
    assert [row["rules"] for row in rows] == ["", "R2 R7", "R2"]
    assert rows[1]["seconds"] == "181"


def test_the_report_as_json_is_one_document(taken: Path) -> None:
    told = json.loads(p2p(taken, "--report", "--json")[1])
    assert {one["learner"] for one in told} == {"nina", "=omar"}
    assert [caught["rule"] for caught in told[1]["caught"]] == ["R2", "R7"]


def test_nobody_took_one_yet(root: Path) -> None:
    assert p2p(root, "--report")[1] == "Nobody has finished a lesson yet.\n"
