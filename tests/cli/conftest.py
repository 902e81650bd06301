"""The command ``p2p`` in a process of its own, against a desk's database of its own."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.forks import run
from tests.house import Address

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class P2P:
    """The command, as somebody runs it who owns the desk's file."""

    address: Address
    home: Path

    @property
    def environment(self) -> dict[str, str]:
        """What it finds in its environment."""
        ours = ("P2P_", "PYTHON", "SSH_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        kept |= {"HOME": str(self.home), "PYTHONPATH": str(ROOT), "TEXTUAL_LOG": "/nowhere"}
        kept["P2P_DATABASE_URL"] = self.address.url
        if self.address.key_file:
            kept["P2P_DATABASE_KEY_FILE"] = str(self.address.key_file)
        return kept

    def __call__(
        self, *arguments: str, stdin: str | bytes = b"", code: int = 0, **environment: str
    ) -> str:
        """Run it: its stdout, or the one line on its stderr where it is to fail."""
        told = stdin.encode() if isinstance(stdin, str) else stdin
        returned, out, err = run(arguments, told, self.home, self.environment | environment)
        assert returned == code, (arguments, returned, out, err)
        if code == 0:
            assert err == "", err
            return out
        assert out == "", out
        assert err.startswith("p2p: "), err
        assert err.endswith("\n"), err
        assert len(err.splitlines()) == 1, err
        return err

    def json(self, *arguments: str, stdin: str | bytes = b"") -> Any:
        """Run it with ``--json``: the one document on its stdout."""
        return json.loads(self(*arguments, "--json", stdin=stdin))


@pytest.fixture
def new_p2p(address: Address, tmp_path: Path) -> P2P:
    """The command before there is a desk."""
    return P2P(address, tmp_path)


@pytest.fixture
def p2p(address: Address, tmp_path: Path) -> P2P:
    """The command at a desk with its people."""
    return P2P(address, tmp_path)


@pytest.fixture
def file_p2p(file_address: Address, tmp_path: Path) -> P2P:
    """The same, where the desk's database is a file."""
    return P2P(file_address, tmp_path)
