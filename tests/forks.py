"""The program in processes forked from one that has imported it: none pays for the imports again.

What starts this way differs from ``python -m p2p_tui`` in nothing but what stood in memory before.
"""

import contextlib
import multiprocessing
import os
import runpy
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import IO, NamedTuple

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(
    [
        "tests.forks",
        *(f"p2p_tui.cli.{name}" for name in ("main", "requests", "seats", "staff", "record")),
        "p2p_tui.cli.keeping",
        *(f"p2p_tui.store.engines.{name}" for name in ("sqlite", "postgres")),
        "p2p_tui.tui.app",
        "p2p_tui.tui.decoding",
        "p2p_tui.tui.going",
        "p2p_tui.tui.screens.locked",
        "p2p_tui.domain.public_holidays",
        "holidays",
        "curses",
        "playhouse.sqlcipher_ext",
        "tests.forked",
    ]
)
_one_at_a_time = threading.Lock()
"""Starting a process asks after all others, and what ended can be asked after only once."""


class Streams(NamedTuple):
    """What a process reads and writes, as descriptors; it takes copies of them."""

    stdin: int
    stdout: int
    stderr: int


class Fork:
    """``p2p`` with some arguments, in a process of its own."""

    def __init__(
        self,
        arguments: Sequence[str],
        home: Path,
        environment: Mapping[str, str],
        streams: Streams | int,
    ) -> None:
        """Start it; a single descriptor is a terminal, which becomes its own."""
        given = [streams] if isinstance(streams, int) else streams
        copies = [Connection(os.dup(one)) for one in given]
        told = (tuple(arguments), home, dict(environment), copies)
        self._process = FORKS.Process(target=_be_p2p, args=told, daemon=True)
        with _one_at_a_time:
            self._process.start()
        for one in copies:
            one.close()

    @property
    def pid(self) -> int:
        """Its number."""
        assert self._process.pid is not None
        return self._process.pid

    def send_signal(self, number: int) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    def wait(self, within: float | None = None) -> int | None:
        """Wait for its end; its exit status, negative for a signal; None where it goes on."""
        if not wait([self._process.sentinel], within):
            return None
        with _one_at_a_time:
            self._process.join()
            return self._process.exitcode


def run(
    arguments: Sequence[str], stdin: bytes, home: Path, environment: Mapping[str, str]
) -> tuple[int | None, str, str]:
    """Run the command: its exit code, what it said and what it complained of."""
    with contextlib.ExitStack() as files:
        told, out, err = (files.enter_context(tempfile.TemporaryFile()) for _ in range(3))
        told.write(stdin)
        told.seek(0)
        streams = Streams(told.fileno(), out.fileno(), err.fileno())
        code = Fork(arguments, home, environment, streams).wait(60)
        assert code is not None, f"{arguments} does not end"
        return code, _all_of(out), _all_of(err)


def _all_of(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def _be_p2p(
    arguments: tuple[str, ...], home: Path, environment: dict[str, str], given: list[Connection]
) -> None:
    if len(given) == 1:
        os.login_tty(os.dup(given[0].fileno()))
    else:
        for number, one in enumerate(given):
            os.dup2(one.fileno(), number)
    for one in given:
        one.close()
    sys.stdin = os.fdopen(0, encoding="utf-8")
    sys.stdout, sys.stderr = (os.fdopen(n, "w", encoding="utf-8") for n in (1, 2))
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr  # type: ignore[misc]
    os.chdir(home)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["p2p", *arguments]
    runpy.run_module("p2p_tui", run_name="__main__")
