"""Second processes: each opens the desk's database for itself, and all begin at one moment.

They are forked from one that has imported the program: importing it took most of their time.
"""

import contextlib
import os
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Barrier
from typing import Any

from tests.forks import FORKS

WAIT = 60.0
"""How long a process is waited for, in seconds, before the test is called off."""


class Gate:
    """What a process has of the others: where all wait for all, and a line to the test."""

    def __init__(self, barrier: Barrier, line: Connection) -> None:
        self._barrier, self._line = barrier, line

    def wait(self) -> None:
        """Wait for the others: none goes on before all are here."""
        self._barrier.wait(WAIT)

    def tell(self, said: Any = None) -> None:
        """Say something to the test."""
        self._line.send((True, said))

    def told(self) -> bool:
        """Say whether there is a word from the test."""
        return self._line.poll()

    def hear(self) -> Any:
        """Wait for a word from the test."""
        assert self._line.poll(WAIT), "the test does not answer"
        return self._line.recv()


Job = Callable[..., Any]
"""A function of a module: it gets the gate, then the arguments of its process."""


@dataclass(frozen=True)
class Mate:
    """One process of a crew, with a line to it."""

    process: BaseProcess
    line: Connection

    def answer(self) -> Any:
        """What its job returned, or told on the way."""
        assert self.line.poll(WAIT), "a process of the crew does not answer"
        done, found = self.line.recv()
        assert done, found
        return found

    def tell(self, said: Any = None) -> None:
        """Say something to its job."""
        self.line.send(said)

    def kill(self) -> None:
        """End it as a crash would, without a word."""
        self.process.kill()
        self.process.join(WAIT)


@contextlib.contextmanager
def crew(job: Job, arguments: Sequence[tuple[Any, ...]]) -> Iterator[list[Mate]]:
    """A process for each set of arguments, at work while the test goes on."""
    barrier = FORKS.Barrier(len(arguments))
    mates = [_start(job, barrier, one) for one in arguments]
    try:
        yield mates
        for mate in mates:
            mate.process.join(WAIT)
    finally:
        for mate in mates:
            if mate.process.is_alive():
                mate.process.kill()
                mate.process.join(WAIT)
            mate.process.close()
            mate.line.close()


def together(job: Job, arguments: Sequence[tuple[Any, ...]]) -> list[Any]:
    """Run a job in a process for each set of arguments; give what each returned."""
    with crew(job, arguments) as mates:
        return [mate.answer() for mate in mates]


def elsewhere(job: Job, *arguments: Any) -> Any:
    """Run a job in one other process; give what it returned."""
    return together(job, [arguments])[0]


def _start(job: Job, barrier: Barrier, arguments: tuple[Any, ...]) -> Mate:
    here, there = FORKS.Pipe()
    process = FORKS.Process(
        target=_work, args=(job, barrier, there, arguments, dict(os.environ)), daemon=True
    )
    process.start()
    there.close()
    return Mate(process, here)


def _work(
    job: Job, barrier: Barrier, line: Connection, arguments: tuple[Any, ...],
    environment: Mapping[str, str],
) -> None:  # fmt: skip
    os.environ.clear()
    os.environ.update(environment)
    try:
        line.send((True, job(Gate(barrier, line), *arguments)))
    except BaseException:  # whatever it was, the test is told
        barrier.abort()
        line.send((False, traceback.format_exc()))
    finally:
        line.close()
