"""Who is at the terminal, and what a crash may leave behind."""

import os
import pwd
from pathlib import Path

import pytest

from p2p_tui.access.incidents import write_incident
from p2p_tui.access.signin import account, os_login
from tests.house import FRIDAY


def test_one_is_who_the_operating_system_says(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USER", "LOGNAME", "USERNAME"):
        monkeypatch.setenv(name, "lena")
    assert os_login() == pwd.getpwuid(os.getuid()).pw_name
    assert account() == f"os:{os_login()}"


def crash(member: str) -> None:
    raise ValueError(f"{member} is no member of Kim Osei's")


def test_an_incident_tells_places_and_no_values(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    numbers = []
    for _ in range(2):
        with pytest.raises(ValueError, match="Osei") as caught:
            crash("H10024471")
        numbers.append(write_incident(folder, caught.value, FRIDAY))
    text = (folder / "incidents.log").read_text()
    assert all(f"{FRIDAY.isoformat()} incident {one} ValueError\n" in text for one in numbers)
    assert "test_access.py" in text
    assert " crash\n" in text
    assert "Osei" not in text
    assert "H10024471" not in text
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "incidents.log").stat().st_mode & 0o777 == 0o600


def test_an_incident_that_can_not_be_written_down_has_a_number_all_the_same(
    tmp_path: Path,
) -> None:
    (tmp_path / "log").write_text("no folder")
    assert "could not be written down" in write_incident(tmp_path / "log", None, FRIDAY)


def test_an_incident_does_not_follow_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("")
    (tmp_path / "incidents.log").symlink_to(tmp_path / "elsewhere")
    assert "could not be written down" in write_incident(tmp_path, None, FRIDAY)
    assert (tmp_path / "elsewhere").read_text() == ""
