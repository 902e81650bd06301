"""How long news takes from a commit to every other session, and what waiting for it costs.

Usage: python tests/bench/feed.py [--engine sqlcipher postgresql] [--sessions 2 10 30] [--acts 300]

Each session is a process of its own with a desk and a real feed; one more process acts. The same
acts are measured twice: with the feed, and with sessions that look for themselves each 50 ms. A
line tells, in ms, the time from a commit until a session has re-read the row (over all sessions and
acts), how much news was lost, what an idle session takes of one core, and what an act takes from
the key to the end of the verb, of that the ringing. A server sends its notices with the commit, so
that its times begin just before the commit and hold it; a file's begin behind it.
"""

import argparse
import contextlib
import gc
import itertools
import os
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[2])

from p2p_tui.desk import Desk, Feed, News, Office  # noqa: E402
from p2p_tui.desk.feed import news_since  # noqa: E402
from p2p_tui.desk.office import utc_now  # noqa: E402
from p2p_tui.store import requests  # noqa: E402
from tests import servers  # noqa: E402
from tests.crew import Gate, together  # noqa: E402
from tests.house import ENGINES, KIM, Address, furnish, sit, through  # noqa: E402

POLL_SECONDS = 0.05
LOST_AFTER = 15.0
"""How many seconds after the last act news counts as lost."""
_STORY = ("acknowledge", "ready", "transfer", "end_call", "document")
_HEAD = (
    f"{'sessions':>8}  {'way':<10} {'p50':>8} {'p99':>8} {'max':>8} {'lost':>6}"
    f" {'idle %':>8} {'act p50':>8} {'act p99':>8} {'ring p50':>9}"
)


@dataclass(frozen=True)
class Plan:
    """What one run does."""

    address: Address
    way: str
    acts: int
    interval: float
    idle: float


@dataclass
class Heard:
    """What one session took in: when it had each event, in ns, and its idle cost in seconds."""

    at: dict[int, int]
    cpu: float


@dataclass
class Acted:
    """What the acting process did: when each event was committed, and what it took, in ns."""

    at: dict[int, int]
    verbs: list[int]
    rings: list[int]


def process(gate: Gate, plan: Plan, number: int) -> Heard | Acted:
    """One process of a run: number 0 acts, the others listen."""
    office = plan.address.open(utc_now)
    gc.freeze()  # as a session does before it draws
    try:
        return _act(gate, plan, office) if number == 0 else _listen(gate, plan, office)
    finally:
        office.close()


def _listen(gate: Gate, plan: Plan, office: Office) -> Heard:
    desk = sit(office, "raj")
    heard = Heard({}, 0.0)
    done = threading.Event()

    def tell(news: News) -> None:
        now = time.monotonic_ns()
        heard.at.update((one.seq, now) for one in news.happenings)
        if len(heard.at) >= plan.acts:
            done.set()

    cursor = desk.snapshot().cursor
    with _fed(desk, cursor, tell) if plan.way == "feed" else _polling(desk, cursor, tell):
        gate.wait()
        before = os.times()
        time.sleep(plan.idle)
        after = os.times()
        heard.cpu = after.user + after.system - before.user - before.system
        gate.wait()
        done.wait(plan.acts * (plan.interval + 0.1) + LOST_AFTER)
    return heard


@contextlib.contextmanager
def _fed(desk: Desk, cursor: int, tell: Callable[[News], None]) -> Iterator[None]:
    feed = Feed(desk, cursor, tell)
    feed.start()
    yield
    feed.stop()


@contextlib.contextmanager
def _polling(desk: Desk, cursor: int, tell: Callable[[News], None]) -> Iterator[None]:
    stopping = threading.Event()

    def run() -> None:
        seen, seq = None, cursor
        database = desk.office.store.engine.database
        in_a_file = desk.office.store.engine.name != "postgresql"
        while not stopping.wait(POLL_SECONDS):
            version = database.pragma("data_version") if in_a_file else requests.newest_seq()
            if version != seen:
                seen = version
                news = news_since(desk, seq)
                seq = news.cursor
                tell(news)
        desk.office.store.release()

    thread = threading.Thread(target=run)
    thread.start()
    yield
    stopping.set()
    thread.join()


def _act(gate: Gate, plan: Plan, office: Office) -> Acted:
    desks = {name: sit(office, name) for name in ("tina", "ana")}
    acted = Acted({}, [], [])
    ring, seq = office.store.engine.ring, itertools.count(desks["tina"].snapshot().cursor + 1)

    def timed() -> None:
        start = time.monotonic_ns()
        acted.at[next(seq)] = start
        ring()
        acted.rings.append(time.monotonic_ns() - start)

    vars(office.store.engine)["ring"] = timed
    gate.wait()
    time.sleep(plan.idle)
    gate.wait()
    request = None
    for number in range(plan.acts):
        step = number % (len(_STORY) + 1)
        start = time.monotonic_ns()
        if request is None or step == 0:
            request = desks["tina"].place(KIM)
        else:
            request = through(desks.__getitem__, request, _STORY[step - 1])
        took = time.monotonic_ns() - start
        acted.verbs.append(took)
        time.sleep(max(0.0, plan.interval - took / 1e9))
    return acted


def run(plan: Plan, sessions: int) -> str:
    """One line of the table."""
    acted, *heard = together(process, [(plan, number) for number in range(sessions + 1)])
    waits = [
        (one.at[seq] - committed) / 1e6
        for one in heard
        for seq, committed in acted.at.items()
        if seq in one.at
    ]
    lost = len(heard) * len(acted.at) - len(waits)
    idle = statistics.mean(one.cpu for one in heard) / plan.idle * 100
    verbs, rings = ([one / 1e6 for one in some] for some in (acted.verbs, acted.rings))
    return (
        f"{sessions:>8}  {plan.way:<10} {at(waits, 50):>8.2f} {at(waits, 99):>8.2f}"
        f" {max(waits):>8.2f} {lost:>6} {idle:>8.2f} {at(verbs, 50):>8.2f} {at(verbs, 99):>8.2f}"
        f" {at(rings, 50):>9.2f}"
    )


def at(values: Sequence[float], percent: int) -> float:
    """The value below which so many of a hundred are."""
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    both = ["sqlcipher", "postgresql"]
    parser.add_argument("--engine", choices=list(ENGINES), nargs="+", default=both)
    parser.add_argument("--sessions", type=int, nargs="+", default=[2, 10, 30])
    parser.add_argument("--acts", type=int, default=300)
    parser.add_argument("--interval", type=float, default=50, help="ms from act to act")
    parser.add_argument("--idle", type=float, default=10, help="seconds of doing nothing")
    args = parser.parse_args()
    interval = args.interval / 1000
    with servers.for_the_run(durable=True):
        for engine in args.engine:
            head = f"{engine}, {args.acts} acts, one each {args.interval:g} ms"
            sys.stdout.write(f"{head}\n{_HEAD}\n")
            for sessions, way in itertools.product(args.sessions, ("feed", "poll 50 ms")):
                with ENGINES[engine]() as address:
                    furnish(address.open(utc_now)).close()
                    plan = Plan(address, way, args.acts, interval, args.idle)
                    sys.stdout.write(run(plan, sessions) + "\n")
                    sys.stdout.flush()


if __name__ == "__main__":
    main()
