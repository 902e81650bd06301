"""How many bytes a session writes on its terminal, beside a bare app with a stock table.

Usage: python tests/bench/wire.py [--rows 30] [--tries 7] [--idle 60] [--truecolor] [--dump FOLDER]

Real sessions in pseudo-terminals of 120x40, on the encrypted file; the bare app has as many rows
and runs at the same time. An idle minute counts all that is written while nobody does anything; a
shorter --idle is scaled to a minute. All else is the median of the bytes from a key, or from
another process's move, until nothing came for 0.4 s. The detail pane follows the cursor after a
rest: what comes in the first burst is the cursor's, what comes after the pause is the pane's.
Budgets are said, not held: how much is written is no matter of right and wrong.
"""

import argparse
import contextlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[2])

from p2p_tui.desk import Desk  # noqa: E402
from p2p_tui.desk.office import utc_now  # noqa: E402
from p2p_tui.domain.details import Details  # noqa: E402
from p2p_tui.domain.people import AtHand, Availability, Doing  # noqa: E402
from p2p_tui.domain.request import Request  # noqa: E402
from p2p_tui.training.synthetic import details  # noqa: E402
from tests.bench.bare_table import LAST  # noqa: E402
from tests.house import file_address, sit  # noqa: E402
from tests.journeys.premises import Premises, furnished, new_request  # noqa: E402
from tests.journeys.terminal import WIDE, Terminal  # noqa: E402

QUIET = 0.4
"""After so many seconds without a byte all is written."""
BURST = 0.12
"""A pause that ends what a key does at once, and is shorter than the rest of the selection."""
DAY_AHEAD = "next business day 2-4pm"
COLOURS = {"truecolor": {"COLORTERM": "truecolor"}, "256 colours": {}}
TAKES = {"reason": "the desk takes it"}
CLOSES = {"reason": "the caller withdrew", "said_by": "Kim Osei", "words": "We appeal instead"}
BARE = str(Path(__file__).with_name("bare_table.py"))


@dataclass(frozen=True)
class Row:
    """One line of the table: bytes here and in the bare app, and the budget."""

    what: str
    wrote: float
    bare: float | None
    budget: int

    def __str__(self) -> str:
        bare = "" if self.bare is None else f"{self.bare:,.0f}"
        over = "over" if self.wrote >= self.budget else ""
        return f"{self.what:<40} {self.wrote:>9,.0f} {self.budget:>9,} {over:<5} {bare:>9}".rstrip()


HEAD = f"{'bytes':<40} {'p2p':>9} {'below':>9} {'':<5} {'bare':>9}"


@dataclass(frozen=True)
class Plan:
    """How much is measured, and in which colours."""

    rows: int
    tries: int
    idle: float
    colours: str
    dump: Path | None

    @property
    def environment(self) -> dict[str, str]:
        """What the sessions are told."""
        return COLOURS[self.colours]


class Meter:
    """Counts what one terminal's process writes."""

    def __init__(self, terminal: Terminal, dump: Path | None = None) -> None:
        self.terminal = terminal
        self._dump = dump
        self._from = 0
        self.start()

    def start(self, pause: float = QUIET) -> None:
        """Wait until all is written; what comes from now on counts."""
        self._from = self.terminal.wait_quiet(pause)

    def read(self, name: str, pause: float = QUIET) -> int:
        """How many bytes came until it was quiet; the next ones count from here."""
        start, self._from = self._from, self.terminal.wait_quiet(pause)
        if self._dump is not None:
            with (self._dump / f"{name}.txt").open("a") as out:
                out.write(f"{self.terminal.raw[start : self._from]!r}\n")
        return self._from - start


@contextlib.contextmanager
def desk_with(plan: Plan, *callers: Details) -> Iterator[Premises]:
    """A desk on the encrypted file with callbacks for another day, and these callers."""
    with (
        tempfile.TemporaryDirectory(prefix="p2p-w-") as home,
        contextlib.ExitStack() as open_things,
    ):
        address = file_address("sqlcipher", Path(home) / "desk")
        premises = furnished(Premises(address, Path(home), open_things))
        later = [details(number, callback=DAY_AHEAD) for number in range(plan.rows)]
        premises.place(*later, *callers)
        yield premises


def session(premises: Premises, plan: Plan) -> Terminal:
    """A technician's session, all drawn."""
    terminal = premises.start(
        sys.executable, "-m", "p2p_tui", "session", "raj", size=WIDE, environment=plan.environment
    )
    terminal.wait_for("LATER CALLBACKS")
    return terminal


def bare(premises: Premises, plan: Plan, *more: str) -> Terminal:
    """The bare app, all drawn."""
    terminal = premises.start(
        sys.executable, BARE, str(plan.rows), *more, size=WIDE, environment=plan.environment
    )
    terminal.wait_for(LAST)
    return terminal


def idle_minutes(plan: Plan) -> Iterator[Row]:
    """Nobody does anything, at four terminals at once."""
    with desk_with(plan) as still, desk_with(plan, details(3)) as calling:
        terminals = [
            session(still, plan), session(calling, plan), bare(still, plan),
            bare(still, plan, "--ticking"),
        ]  # fmt: skip
        terminals[1].wait_for("WAITING NOW")
        # The view of the selected request is put on record in the first seconds.
        with contextlib.suppress(AssertionError):
            terminals[0].wait_for(lambda _: False, within=4)
        before = [len(one.raw) for one in terminals]
        time.sleep(plan.idle)
        minute = [
            (len(one.raw) - start) * 60 / plan.idle
            for one, start in zip(terminals, before, strict=True)
        ]
        if plan.dump is not None:
            for name, one, start in zip(("idle", "clock"), terminals, before, strict=False):
                (plan.dump / f"{name}.txt").write_text(repr(one.raw[start:]))
    nobody, caller, stock, ticking = minute
    yield Row("an idle minute, nobody waiting", nobody, stock, 1024)
    yield Row("a running clock, a minute", caller - nobody, ticking - stock, 1024)


def keys(plan: Plan) -> Iterator[Row]:
    """What keys and other people's moves cost."""
    with desk_with(plan) as premises:
        ours, stock = session(premises, plan), bare(premises, plan)
        meter, beside = Meter(ours, plan.dump), Meter(stock)

        def press(key: str) -> int:
            beside.start()
            stock.press(key)
            return beside.read(key)

        changed = median(plan, lambda: press("c"))
        yield from changes(plan, premises, meter, changed)
        yield from presence(plan, premises, meter)
        moves = [cursor(meter) for _ in range(plan.tries)]
        at_once, pane = (statistics.median(one) for one in zip(*moves, strict=True))
        yield Row("the cursor one row down", at_once, median(plan, lambda: press("down")), 800)
        yield Row("  its detail pane", pane, None, 3072)
        new_request(ours)
        ours.press("K")
        stock.press("i", "K")
        typed = median(plan, lambda: _typed(meter))
        yield Row("a character typed", typed, median(plan, lambda: press("i")), 250)


def changes(plan: Plan, premises: Premises, meter: Meter, stock: float) -> Iterator[Row]:
    """Moves of this process: of a callback, and of a caller, whose clock ticks meanwhile."""
    wrote: dict[str, list[int]] = {}
    office = premises.address.open(utc_now)

    def count(name: str, move: Callable[[], Request]) -> Request:
        meter.start()
        after = move()
        wrote.setdefault(name, []).append(meter.read(name))
        return after

    try:
        tina, ana = sit(office, "tina"), sit(office, "ana")
        for number in range(plan.rows, plan.rows + plan.tries):
            said = details(number, callback=DAY_AHEAD)
            one = count("a callback comes", partial(tina.place, said))
            count("a callback leaves", partial(_make, ana, "close", one, CLOSES))
            one = count("a caller comes", partial(tina.place, details(number)))
            one = count("a caller is taken", partial(_make, ana, "acknowledge", one, TAKES))
            count("a caller leaves", partial(_make, ana, "close", one, CLOSES))
    finally:
        office.close()
    for name, counted in wrote.items():
        yield Row(f"a change: {name}", statistics.median(counted), stock, 1536)


def presence(plan: Plan, premises: Premises, meter: Meter) -> Iterator[Row]:
    """Who is here, who is at which request, and what they say to each other on it."""
    wrote: dict[str, list[int]] = {}
    office = premises.address.open(utc_now)

    def count(name: str, act: Callable[[], object], shows: str) -> None:
        meter.start()
        act()
        meter.terminal.wait_for(shows)
        wrote.setdefault(name, []).append(meter.read(name))

    def tell(desk: Desk, told: AtHand) -> None:
        desk.at_hand = told
        desk.heartbeat()

    try:
        ana, ben = sit(office, "ana"), sit(office, "ben")
        meter.terminal.wait_for("available: Ana Ruiz, Ben Cole")
        ref = ana.snapshot().requests[0].ref
        for number in range(plan.tries):
            count("a pharmacist leaves the keys", partial(tell, ben, AtHand(idle=True)),
                  "away: Ben Cole")  # fmt: skip
            count("and is back", partial(tell, ben, AtHand()), "available: Ana Ruiz, Ben Cole")
            count("one goes to lunch", partial(ben.say_of_myself, Availability.LUNCH),
                  "at lunch: Ben Cole")  # fmt: skip
            count("and comes back", partial(ben.say_of_myself, Availability.AVAILABLE),
                  "available: Ana Ruiz, Ben Cole")  # fmt: skip
            looks = AtHand(ref=ref)
            count("one looks at a request", partial(tell, ana, looks), "Ana Ruiz is looking")
            writes = AtHand(ref=ref, doing=Doing.WRITING)
            count("and types on it", partial(tell, ana, writes), "Ana Ruiz is writing")
            said = f"Message number {number}"
            count("a message", partial(_say, ana, ref, said), said)
            meter.start()
            tell(ana, AtHand())
            meter.terminal.wait_gone("Ana Ruiz is writing")
            wrote.setdefault("and leaves it", []).append(meter.read("leaves"))
    finally:
        office.close()
    for name, counted in wrote.items():
        yield Row(f"presence: {name}", statistics.median(counted), None, 2048)


def _say(desk: Desk, ref: str, words: str) -> None:
    desk.make("message", ref, desk.request(ref).version, {"words": words})


def _make(desk: Desk, move: str, request: Request, given: Mapping[str, str]) -> Request:
    return desk.make(move, request.ref, request.version, given)


def cursor(meter: Meter) -> tuple[int, int]:
    """One row down: what comes at once, and what comes when the cursor rests."""
    meter.start()
    meter.terminal.press("down")
    return meter.read("cursor", BURST), meter.read("pane")


def _typed(meter: Meter) -> int:
    meter.start()
    meter.terminal.press("i")
    return meter.read("typed")


def median(plan: Plan, measure: Callable[[], int]) -> float:
    """What it is, as a rule."""
    return statistics.median(measure() for _ in range(plan.tries))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, default=30)
    parser.add_argument("--tries", type=int, default=7)
    parser.add_argument("--idle", type=float, default=60, help="seconds of doing nothing")
    parser.add_argument("--truecolor", action="store_true", help="as terminals that say so get it")
    parser.add_argument("--dump", type=Path, help="a folder for what was written")
    args = parser.parse_args()
    colours = "truecolor" if args.truecolor else "256 colours"
    plan = Plan(args.rows, args.tries, args.idle, colours, args.dump)
    scaled = "" if args.idle == 60 else f", idle {args.idle:g} s scaled to a minute"
    size = f"{WIDE.columns}x{WIDE.rows}"
    sys.stdout.write(f"{size}, {colours}, {args.rows} rows, median of {args.tries}{scaled}\n")
    sys.stdout.write(f"{HEAD}\n")
    for measured in (idle_minutes, keys):
        for row in measured(plan):
            sys.stdout.write(f"{row}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
