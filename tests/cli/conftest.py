"""The command ``p2p`` in a process of its own, against a desk's database of its own."""

import json
import multiprocessing
import os
import runpy
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.house import Address, furnish

ROOT = Path(__file__).parents[2]
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(
    [
        *(f"p2p_tui.cli.{name}" for name in ("main", "requests", "staff", "record", "keeping")),
        *(f"p2p_tui.store.engines.{name}" for name in ("sqlite", "postgres")),
        "playhouse.sqlcipher_ext",
    ]
)


@dataclass(frozen=True)
class P2P:
    """The command, as somebody runs it who owns the desk's file."""

    address: Address
    home: Path

    @property
    def environment(self) -> dict[str, str]:
        """What it finds in its environment."""
        ours = ("P2P_", "PYTHON")
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
        returned, out, err = _run(arguments, told, self.home, self.environment | environment)
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


def _run(
    arguments: tuple[str, ...], stdin: bytes, home: Path, environment: dict[str, str]
) -> tuple[int | None, str, str]:
    """Run the command in a process of its own, forked where its modules are imported already."""
    with tempfile.TemporaryDirectory() as folder:
        pipes = [Path(folder) / name for name in ("in", "out", "err")]
        pipes[0].write_bytes(stdin)
        process = _FORKS.Process(target=_be_p2p, args=(arguments, home, environment, pipes))
        process.start()
        process.join(60)
        assert process.exitcode is not None, f"{arguments} does not end"
        return process.exitcode, pipes[1].read_text("utf-8"), pipes[2].read_text("utf-8")


def _be_p2p(
    arguments: tuple[str, ...], home: Path, environment: dict[str, str], pipes: list[Path]
) -> None:
    for number, path in enumerate(pipes):
        flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT
        os.dup2(os.open(path, flags, 0o600), number)
    sys.stdin = os.fdopen(0, encoding="utf-8")
    sys.stdout, sys.stderr = (os.fdopen(n, "w", encoding="utf-8") for n in (1, 2))
    os.chdir(home)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["p2p", *arguments]
    runpy.run_module("p2p_tui", run_name="__main__")


@pytest.fixture
def new_p2p(address: Address, tmp_path: Path) -> P2P:
    """The command before there is a desk."""
    return P2P(address, tmp_path)


@pytest.fixture
def p2p(address: Address, tmp_path: Path) -> P2P:
    """The command at a desk with its people."""
    furnish(address.open()).close()
    return P2P(address, tmp_path)


@pytest.fixture
def file_p2p(file_address: Address, tmp_path: Path) -> P2P:
    """The same, where the desk's database is a file."""
    furnish(file_address.open()).close()
    return P2P(file_address, tmp_path)
