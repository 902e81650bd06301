"""What tests of every part start from: a desk with its people, on each engine."""

import compileall
import contextlib
import gc
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from hypothesis import settings

from p2p_tui.desk import Desk, Office
from p2p_tui.store.store import Store
from tests import copies, servers
from tests.house import (
    ENGINES,
    FILE_ENGINES,
    Address,
    Copies,
    FixedClock,
    sit,
    told_once,
)

ROOT = Path(__file__).parents[1]
_open_things = contextlib.ExitStack()
_ran: Counter[str] = Counter()
_said: list[str] = []
_ENGINE = "engine"
_SPLIT = ("tests/cli/", "tests/journeys/", "tests/rights/", "tests/tui/")
"""Where the tests stand of what knows no engine: they are on one in the short form."""
_LEFT_OUT = pytest.StashKey[dict[str, int]]()
"""How many tests the short form leaves out, by the reason."""


# No test fails by the clock: how long an example takes says how busy the machine is.
settings.register_profile("desk", deadline=None)
settings.load_profile("desk")
# Screens make and drop objects by the hundred thousand: a fifth of the time went into cycles.
gc.set_threshold(200_000, 50, 50)
# What pytest makes of each module of tests is kept beside it, for the other processes of a run.
sys.dont_write_bytecode = False


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--rest`` runs what the short form leaves out, and nothing else; ``--long`` runs all, and
    crashes, races and walks at their full length.
    """
    parser.addoption("--rest", action="store_true", help="what a run without it leaves out")
    parser.addoption("--long", action="store_true", help="all, and crashes at their full length")


@pytest.hookimpl(tryfirst=True)  # before -m looks at marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to ``--rest`` what is the same on a second engine, and all but few of many alike.

    Which ones stay follows from their names: the same in every run, and in every process of one.
    """
    if config.getoption("--long") or config.getoption("--snapshot-update"):
        return  # pictures that no test of a run is about would be taken away
    again = _on_a_second_engine(items)
    for item in again:
        item.add_marker("again")
    alike = _of_many_alike([item for item in items if item not in again])
    rest = config.getoption("--rest")
    further = again | alike
    left_out = [item for item in items if (item in further) is not rest]
    items[:] = [item for item in items if (item in further) is rest]
    config.hook.pytest_deselected(items=left_out)
    if not rest:
        config.stash[_LEFT_OUT] = {"on a second engine": len(again), "of many alike": len(alike)}


def _by_hash(name: str) -> int:
    return crc32(name.encode())


def _on_a_second_engine(items: list[pytest.Item]) -> set[pytest.Item]:
    """The tests that run on another engine too: each stays on one, half of them on each.

    Screens and verbs know no engine; what hangs on the engine all the same is marked ``both``.
    """
    twins: dict[str, list[pytest.Item]] = {}
    for item in items:
        engine = item.callspec.params.get(_ENGINE) if hasattr(item, "callspec") else None
        if engine and item.nodeid.startswith(_SPLIT) and not item.get_closest_marker("both"):
            twins.setdefault(item.nodeid.replace(engine, _ENGINE), []).append(item)
    stay = {some[_by_hash(name) % len(some)] for name, some in twins.items()}
    return {item for some in twins.values() for item in some} - stay


def _of_many_alike(items: list[pytest.Item]) -> set[pytest.Item]:
    """The tests that are marked ``long``, and of a test marked ``few`` all but so many cases."""
    found = {item for item in items if item.get_closest_marker("long")}
    cases: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item not in found and item.get_closest_marker("few"):
            cases.setdefault(item.nodeid.partition("[")[0], []).append(item)
    for some in cases.values():
        (stay,) = some[0].get_closest_marker("few").args  # type: ignore[union-attr]
        found.update(sorted(some, key=lambda item: _by_hash(item.nodeid))[stay:])
    return found


@pytest.hookimpl(wrapper=True)
def pytest_sessionfinish(session: pytest.Session) -> Iterator[None]:
    """A process of the run tells the first one how many it has left out."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left out"] = session.config.stash.get(_LEFT_OUT, {})
    return (yield)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Hear how many were left out; every process of the run has collected the same."""
    node.config.stash[_LEFT_OUT] = getattr(node, "workeroutput", {}).get("left out", {})


def pytest_configure(config: pytest.Config) -> None:
    """One server for the whole run, started before the processes among which it is spread."""
    if not hasattr(config, "workerinput") and not config.option.collectonly:
        # Hundreds of processes start from these: none of them is to compile them again.
        for folder in ("p2p_tui", "tests"):
            compileall.compile_dir(ROOT / folder, quiet=2)
        _open_things.enter_context(servers.for_the_run())


def pytest_collection_finish() -> None:
    """Thousands of tests and all modules stay to the end: no look at them for cycles."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server. What is left is looked through once: pytest does it five times more."""
    _open_things.close()
    gc.collect()
    gc.freeze()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count on which engine a test has run."""
    if report.when == "call":
        _ran.update(f"{value} {report.outcome}" for name, value in report.user_properties
                    if name == _ENGINE)  # fmt: skip
        _said.extend(str(value) for name, value in report.user_properties if name == "report")


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Let go of a database that a test left open: it failed, and those after it are not to."""
    if Store._open is not None:
        Store._open.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests have run on each engine."""
    for line in _said:
        terminalreporter.write_line(line)
    for engine in ENGINES:
        said = [f"{_ran[key]} {key.split()[1]}" for key in sorted(_ran) if key.split()[0] == engine]
        terminalreporter.write_line(f"on {engine}: {', '.join(said) or 'none'}")
    left_out = terminalreporter.config.stash.get(_LEFT_OUT, {})
    counts = ", ".join(f"{count} {reason}" for reason, count in left_out.items() if count)
    if counts:
        terminalreporter.write_line(f"left out: {counts}; they run with --rest")


@pytest.fixture
def at_length(request: pytest.FixtureRequest) -> bool:
    """Say whether crashes, races and walks run at their full length."""
    return bool(request.config.getoption("--long"))


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands still on a Friday afternoon."""
    return FixedClock()


def note_engine(request: pytest.FixtureRequest, engine: str) -> str:
    """Let the summary count a test under the engine that it runs on."""
    request.node.user_properties.append((_ENGINE, engine))
    return engine


@pytest.fixture(params=["sqlcipher", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine in turn that a desk is run on."""
    return note_engine(request, request.param)


@pytest.fixture(scope="session")
def desks_with_people() -> Iterator[Callable[[str], Copies]]:
    """What gives copies of a desk on an engine: with its people, without any requests."""
    with told_once(lambda office: None) as copies_on:
        yield copies_on
    copies.drop_emptied()


@pytest.fixture
def address(
    engine: str, request: pytest.FixtureRequest, desks_with_people: Callable[[str], Copies]
) -> Iterator[Address]:
    """Where an empty database of each engine in turn can be made.

    Where a test asks for ``office`` or ``p2p`` too, that one's database is there already.
    """
    peopled = {"office", "p2p"} & set(request.fixturenames)
    make = desks_with_people(engine) if peopled else ENGINES[engine]
    with make() as found:
        yield found


@pytest.fixture(params=FILE_ENGINES)
def file_address(
    request: pytest.FixtureRequest, desks_with_people: Callable[[str], Copies]
) -> Iterator[Address]:
    """The same, for engines that keep their database in a file: ``file_office``, ``file_p2p``."""
    engine = note_engine(request, request.param)
    peopled = {"file_office", "file_p2p"} & set(request.fixturenames)
    make = desks_with_people(engine) if peopled else ENGINES[engine]
    with make() as found:
        yield found


@pytest.fixture
def office(address: Address, clock: FixedClock) -> Iterator[Office]:
    """A desk with its people and no requests yet."""
    opened = address.open(clock)
    yield opened
    opened.close()


@pytest.fixture
def desk_of(office: Office) -> Callable[[str], Desk]:
    """Somebody's desk, with a session that is alive."""
    return lambda username: sit(office, username)
