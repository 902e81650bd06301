"""The command line in this process, against a desk's database."""

import io
import itertools
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from p2p_tui.access import signin
from p2p_tui.cli.main import main
from p2p_tui.desk import Office
from p2p_tui.store.engines.sqlite import SqliteEngine
from tests.command_line import made_once
from tests.house import Address, FixedClock
from tests.house import furnish as furnish_house
from tests.rights.scene import Scene, furnish
from tests.tui.conftest import stylesheets_read_once, unhurried

__all__ = ["stylesheets_read_once", "unhurried"]


@dataclass(frozen=True)
class Ran:
    """What came of a command."""

    code: int
    out: str
    err: str


@dataclass
class Line:
    """The command line: what somebody types, and what they read."""

    capture: pytest.CaptureFixture[bytes]
    patch: pytest.MonkeyPatch

    def run(self, *argv: str, stdin: str = "", login: str = "") -> Ran:
        """Run ``p2p``; under somebody's own login, which owns nothing then."""
        with self.patch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
            if login:
                patch.setattr(signin, "os_login", lambda: login)
                patch.setattr(SqliteEngine, "owned", lambda engine: False)
            self.capture.readouterr()
            try:
                code = main(argv)
            except SystemExit as ended:
                code = int(ended.code or 0)
            sys.stdout.flush()
        out, err = self.capture.readouterr()
        return Ran(code, out.decode(), err.decode())


@pytest.fixture
def line(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Line:
    """The command line of an account with nothing in its home."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("P2P_LOG_FOLDER", str(tmp_path / "log"))
    made_once(monkeypatch)
    return Line(capfdbinary, monkeypatch)


@pytest.fixture
def in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Scene]:
    """The scene, now, in an encrypted file that ``p2p`` opens; nobody has it open yet."""
    folder, numbers = tmp_path / "desk", itertools.count(1)
    address = Address("sqlcipher", f"sqlcipher://{folder}/desk.db", folder / "desk.key")
    clock = FixedClock(datetime.now(UTC))

    def opened() -> Office:
        return address.open(clock, lambda: f"made-{next(numbers):06}")

    scene = furnish(furnish_house(opened()), clock)
    scene.reopen = opened
    monkeypatch.setenv("P2P_DATABASE_URL", address.url)
    monkeypatch.setenv("P2P_DATABASE_KEY_FILE", str(address.key_file))
    yield scene
    scene.office.close()
