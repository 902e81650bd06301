"""What is left of a fault: its number, its types and its places, and of a process no memory."""

import logging
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from p2p_tui.access.hushing import hush
from p2p_tui.access.incidents import MOST_CAUSES, write_incident

SECRET = "Kim Osei, member H10024471"
AT = datetime(2026, 11, 20, 19, 31, 7, tzinfo=UTC)


def fault() -> None:
    raise KeyError(SECRET)


def caught(*, hidden: bool = False) -> BaseException:
    try:
        try:
            fault()
        except KeyError as cause:
            raise ValueError(SECRET) from (None if hidden else cause)
    except ValueError as error:
        found = error
    return found


def written(folder: Path, error: BaseException) -> list[str]:
    write_incident(folder, error, AT)
    text = (folder / "incidents.log").read_text()
    assert "Osei" not in text
    return text.splitlines()


def test_the_faults_behind_a_fault_stand_there_by_type_and_place(tmp_path: Path) -> None:
    first, place, cause, *places = written(tmp_path, caught())
    assert first.endswith(" ValueError")
    assert place.endswith(" caught")
    assert cause == "  from KeyError"
    assert [one.split()[-1] for one in places] == ["caught", "fault"]


def test_what_was_hidden_stays_hidden_and_a_circle_comes_to_an_end(tmp_path: Path) -> None:
    assert not [one for one in written(tmp_path, caught(hidden=True)) if "from" in one]
    one, two = ValueError(SECRET), KeyError(SECRET)
    one.__cause__, two.__cause__ = two, one
    lines = written(tmp_path / "round", one)
    assert sum("from" in line for line in lines) == MOST_CAUSES


@pytest.fixture
def hushed(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, list[BaseException]]]:
    told: dict[str, list[BaseException]] = {"note": [], "fault": []}
    for where, name in (
        (threading, "excepthook"), (sys, "unraisablehook"), (warnings, "showwarning"),
    ):  # fmt: skip
        monkeypatch.setattr(where, name, getattr(where, name))
    before = list(logging.getLogger().handlers)
    hush(told["note"].append, told["fault"].append)
    yield told
    logging.getLogger().handlers[:] = before


def test_what_python_would_say_goes_to_the_log_alone(
    hushed: dict[str, list[BaseException]], capfd: pytest.CaptureFixture[str]
) -> None:
    thread = threading.Thread(target=fault)
    thread.start()
    thread.join()
    assert [type(one) for one in hushed["fault"]] == [KeyError]
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning(UserWarning(SECRET), UserWarning, "x.py", 1)
    logger = logging.getLogger("asyncio")
    logger.error(SECRET)
    try:
        fault()
    except KeyError:
        logger.exception(SECRET)
    assert [type(one) for one in hushed["note"]] == [UserWarning, KeyError]
    assert capfd.readouterr() == ("", "")


def test_a_process_of_ours_leaves_no_core_file() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "from p2p_tui.access.cores import no_core_files as no\n"
         "import resource\nno()\nprint(resource.getrlimit(resource.RLIMIT_CORE))"],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert said.stdout == "(0, 0)\n"
