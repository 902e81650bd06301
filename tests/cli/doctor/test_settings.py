"""What the doctor says of settings and of the host."""

import sys
import zoneinfo
from pathlib import Path

import pytest

from tests.cli.doctor.conftest import PASSWORD, Doctor
from tests.house import Address


def test_settings_that_can_not_be_read(doctor: Doctor, tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text("databse_url = 'x'")
    doctor.set_env("P2P_CONFIG", str(path))
    told = doctor()
    assert told.code == 1
    assert "databse_url: extra inputs" in told.wrong["settings"]
    assert str(path) in told.of("settings")["mend"]
    assert told.of("time zones")["health"] == "good"


def test_each_setting_says_where_it_comes_from(
    doctor: Doctor, file_desk: Address, tmp_path: Path
) -> None:
    path = tmp_path / "c.toml"
    path.write_text(f"database_url = '{file_desk.url}'\nlog_folder = '/var/log/p2p'\n")
    doctor.set_env("P2P_CONFIG", str(path))
    doctor.set_env("P2P_DATABASE_KEY_FILE", str(file_desk.key_file))
    told = doctor()
    assert told.code == 0
    assert told.of("database url")["says"] == f"{file_desk.url} (from {path})"
    assert told.of("database key file")["says"].endswith("(from P2P_DATABASE_KEY_FILE)")
    assert told.of("log folder")["says"] == f"/var/log/p2p (from {path})"
    path.chmod(0o666)
    told = doctor()
    assert told.code == 1
    assert f"chmod 600 {path}" in told.of("settings file")["mend"]


def test_a_settings_file_with_a_password_is_for_its_owner_alone(
    doctor: Doctor, tmp_path: Path
) -> None:
    path = tmp_path / "c.toml"
    path.write_text(f"database_url = 'postgresql://a:{PASSWORD}@/d?host={tmp_path}'\n")
    path.chmod(0o644)
    doctor.set_env("P2P_CONFIG", str(path))
    told = doctor()
    assert "others can read the password in it" in told.wrong["settings file"]
    path.chmod(0o600)
    told = doctor()
    assert "settings file" not in told.wrong
    assert str(path) in told.of("password")["says"]


def test_a_host_without_time_zones(
    doctor: Doctor, file_desk: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    zoneinfo.ZoneInfo.clear_cache()
    # Whatever looked a zone up before may have left parts of it imported.
    for name in ("tzdata", *(one for one in sys.modules if one.startswith("tzdata."))):
        monkeypatch.setitem(sys.modules, name, None)
    zoneinfo.reset_tzpath(())
    try:
        told = doctor.at(file_desk)
    finally:
        zoneinfo.reset_tzpath()
    assert told.code == 1
    assert told.of("time zones")["mend"] == "pip install tzdata"
