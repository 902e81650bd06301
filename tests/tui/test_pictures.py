"""The pictures of the manual are what the app draws now, and need nothing else to be shown."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import pictures
from tests.conftest import note_engine
from tests.house import Copies
from tests.pictures import FOLDER, PICTURES, Picture, drawn

AGAIN = ".venv/bin/python -m tests.pictures"
LARGEST = 80_000
"""Bytes."""


TRIES = 3


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """Looks are the same on every engine."""
    return note_engine(request, "sqlcipher")


@pytest.mark.long
@pytest.mark.parametrize("picture", PICTURES, ids=lambda one: one.name)
async def test_a_picture_is_up_to_date(
    desks: Callable[[str, bool], Copies], engine: str, picture: Picture
) -> None:
    path = FOLDER / f"{picture.name}.svg"
    assert path.is_file(), f"{path.name} is not there: {AGAIN}"
    kept = path.read_text(encoding="utf-8")
    # Whether a blank stands in one run with its neighbours can hang on what was drawn first.
    for _ in range(TRIES):
        now = await drawn(picture, desks(engine, True))
        if now == kept:
            break
    assert now == kept, f"{path.name} is out of date: {AGAIN}"


def test_each_picture_is_in_the_table_and_small_and_loads_nothing() -> None:
    names = [one.name for one in PICTURES]
    assert len(set(names)) == len(names)
    assert sorted(one.stem for one in FOLDER.iterdir()) == sorted(names)
    for path in FOLDER.iterdir():
        text = path.read_text(encoding="utf-8")
        assert len(text.encode()) < LARGEST, path.name
        addresses = set(re.findall(r"\w+://[^\s\"')]+", text))
        assert addresses == {"http://www.w3.org/2000/svg"}, path.name
        assert not re.search(r"@font-face|@import|href|url\(|<image|<script", text), path.name


def test_the_command_takes_names_and_knows_which_there_are(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pictures.main(["nowhere"]) == 2
    assert "no picture is called nowhere" in capsys.readouterr().err
    monkeypatch.setattr(pictures, "FOLDER", tmp_path)
    (tmp_path / "of-old.svg").touch()
    assert pictures.main(["locked"]) == 0
    assert [one.name for one in tmp_path.iterdir()] == ["locked.svg"]
    assert (tmp_path / "locked.svg").read_text() == (FOLDER / "locked.svg").read_text()
