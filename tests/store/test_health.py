"""What the file engine says of disks, file systems and versions that a test can't have really."""

import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from p2p_tui.store.engines import Finding, Health, engine_for, sqlite_health
from p2p_tui.store.engines.sqlite_health import Place
from p2p_tui.store.store import Store
from tests.house import Address, file_address, furnish

MOUNTS = """\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/root rw
31 22 0:29 / /srv rw - nfs4 files:/srv rw,vers=4.2
32 22 0:30 / /home/tina/my\\040files rw - fuse.sshfs tina@host: rw
33 31 254:1 / /srv/local rw - xfs /dev/vdb rw
34 22 0:31 / /mnt/win rw - cifs //host/share rw
not a line of this kind
"""


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def desk(tmp_path: Path) -> Address:
    address = file_address("sqlcipher", tmp_path / "desk")
    furnish(address.open()).close()
    return address


def outside(address: Address) -> dict[str, Finding]:
    return {one.what: one for one in engine_for(address.url, address.key_file).outside()}


@pytest.mark.parametrize(
    ("free", "health", "says"),
    [
        (2_500_000_000, Health.GOOD, "2.5 GB free"),
        (999_000_000, Health.WARNING, "999 MB free"),
        (99_000_000, Health.BAD, "99 MB free"),
    ],
)
def test_a_disk_that_fills_up(
    desk: Address, monkeypatch: pytest.MonkeyPatch, free: int, health: Health, says: str
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(10**12, 10**12 - free, free))
    found = outside(desk)["disk"]
    assert found.health is health
    assert found.says.startswith(says)
    assert ("du -xh" in found.mend) is (health is not Health.GOOD)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/p2p/desk.db", "ext4"),
        ("/srv/p2p/desk.db", "nfs4"),
        ("/srvx/desk.db", "ext4"),
        ("/srv/local/desk.db", "xfs"),
        ("/home/tina/my files/desk.db", "fuse.sshfs"),
        ("/mnt/win/desk.db", "cifs"),
    ],
)
def test_the_file_system_that_a_file_is_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, kind: str
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS)
    monkeypatch.setattr(sqlite_health, "MOUNTS", mounts)
    assert sqlite_health.file_system(Path(path)) == kind


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "xfs", "fuse.ext4"])
def test_a_file_on_a_network_is_bad(
    desk: Address, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"22 1 254:0 / / rw - {kind} somewhere rw\n")
    monkeypatch.setattr(sqlite_health, "MOUNTS", mounts)
    found = outside(desk)["file system"]
    assert found.health is (Health.GOOD if kind in ("xfs", "fuse.ext4") else Health.BAD)
    if found.health is Health.BAD:
        assert "PostgreSQL" in found.mend


def test_a_host_that_does_not_say_what_it_has_mounted(
    desk: Address, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sqlite_health, "MOUNTS", tmp_path / "none")
    assert "file system" not in outside(desk)


class _Cursor:
    def __init__(self, said: str) -> None:
        self._said = said

    def fetchone(self) -> tuple[str]:
        return (self._said,)


class _Database:
    """A database of a version that this host does not have."""

    def __init__(self, version: str) -> None:
        self._version = version

    def execute_sql(self, sql: str) -> _Cursor:
        return _Cursor(self._version if "version" in sql else "ok")

    def pragma(self, name: str) -> Any:
        return "4.0.0"


@pytest.mark.parametrize(
    ("version", "health"),
    [("3.40.1", Health.WARNING), ("3.51.2", Health.WARNING), ("3.51.3", Health.GOOD),
     ("3.100.0", Health.GOOD)],
)  # fmt: skip
def test_a_sqlite_that_can_damage_the_file(tmp_path: Path, version: str, health: Health) -> None:
    for key, mend in ((tmp_path / "k", "pip install"), (None, "sqlcipher:///PATH")):
        place = Place(tmp_path / "d", key, tmp_path / "b")
        found = next(sqlite_health.inside(_Database(version), place))
        assert found.health is health
        assert f"SQLite {version}" in found.says
        assert (mend in found.mend) is (health is Health.WARNING)


def test_looking_leaves_the_journal_as_it_is(desk: Address) -> None:
    store = Store.open(desk.url, desk.key_file)
    store.engine.database.execute_sql("PRAGMA journal_mode = delete")
    store.close()
    before = desk.path.read_bytes()
    store = Store.look(engine_for(desk.url, desk.key_file))
    assert store.engine.database.pragma("journal_mode") == "delete"
    assert not store.is_empty()
    store.close()
    assert desk.path.read_bytes() == before


def test_one_process_looks_at_one_desk(desk: Address) -> None:
    store = Store.look(engine_for(desk.url, desk.key_file))
    with pytest.raises(Exception, match="another desk's database open"):
        Store.look(engine_for(desk.url, desk.key_file))
    store.close()
