"""How long an extract of the PA system takes to load, and what the desk feels of it meanwhile.

Usage: python tests/bench/pa_import.py [--engine sqlcipher sqlite postgresql] [--rows 200000]

Made-up rows are written as CSV and loaded twice: the first time all are new, the second all known.
Meanwhile another process places a request each 50 ms. A line tells the seconds that each load took,
from text to the event in the record, and, in ms, how long the other process's requests took: half
of them, all but one of a hundred, and the slowest; beside the half while nothing is loaded.
"""

import argparse
import io
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[2])

from p2p_tui.desk.office import utc_now  # noqa: E402
from tests import servers  # noqa: E402
from tests.crew import Gate, crew  # noqa: E402
from tests.house import ENGINES, KIM, Address, furnish, sit  # noqa: E402

INTERVAL = 0.05
"""Seconds from one request that is placed to the next."""
ALONE = 40
"""How many requests are placed before anything is loaded."""
_HEADERS = (
    "PA Number,Member ID,Drug Name,Denial Reason,Pharmacist,Decision Date,Plan,P2P Deadline,"
    "Appeal Date\n"
)
_DRUGS = ("OZEMPIC 2 MG/3 ML PEN", "HUMIRA PEN 40 MG", "DUPIXENT 300 MG", "SKYRIZI 150 MG/ML")
_HEAD = (
    f"{'engine':<12}{'rows':>9}{'new s':>9}{'again s':>9}{'rows/s':>9}"
    f"{'alone p50':>11}{'p50 ms':>9}{'p99 ms':>9}{'max ms':>9}"
)


def made_up(rows: int) -> str:
    """An extract with so many rows."""
    return "".join([_HEADERS, *_rows(rows)])


def _rows(rows: int) -> Iterator[str]:
    for number in range(rows):
        day = number % 28 + 1
        yield (
            f"{88_000_000 + number},H{10_000_000 + number},{_DRUGS[number % 4]},"
            f'"No trial of a formulary alternative on file, as policy {number % 90} asks",'
            f"Ana Ruiz,11/{day}/2026,Gold {number % 7},2026-12-{day:02},\n"
        )


def place(gate: Gate, address: Address) -> list[float]:
    """Place requests until told to stop; how long each took, in ms."""
    office = address.open(utc_now)
    tina, took = sit(office, "tina"), list[float]()
    try:
        while not gate.told():
            start = time.perf_counter()
            tina.place(KIM)
            took.append((time.perf_counter() - start) * 1000)
            time.sleep(INTERVAL)
            if len(took) == ALONE:
                gate.tell()
        return took
    finally:
        office.close()


def run(engine: str, address: Address, text: str, rows: int) -> str:
    """One line of the table."""
    office = furnish(address.open(utc_now))
    lena, seconds = sit(office, "lena"), list[float]()
    with crew(place, [(address,)]) as (other,):
        other.answer()
        for known in (0, rows):
            start = time.perf_counter()
            done = lena.import_pas(io.StringIO(text), "made_up.csv")
            seconds.append(time.perf_counter() - start)
            assert (done.loaded, done.updated, done.bad) == (rows - known, known, ())
        other.tell()
        took = other.answer()
    assert office.verify().problem == ""
    office.close()
    alone, meanwhile = sorted(took[:ALONE]), sorted(took[ALONE:])
    half, most = (meanwhile[len(meanwhile) * percent // 100] for percent in (50, 99))
    return (
        f"{engine:<12}{rows:>9,}{seconds[0]:>9.1f}{seconds[1]:>9.1f}{rows / max(seconds):>9,.0f}"
        f"{alone[ALONE // 2]:>11.1f}{half:>9.1f}{most:>9.1f}{meanwhile[-1]:>9.1f}"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--engine", choices=list(ENGINES), nargs="+", default=list(ENGINES))
    parser.add_argument("--rows", type=int, default=200_000)
    args = parser.parse_args()
    text = made_up(args.rows)
    sys.stdout.write(f"{_HEAD}\n")
    with servers.for_the_run(durable=True):
        for engine in args.engine:
            with ENGINES[engine]() as address:
                sys.stdout.write(run(engine, address, text, args.rows) + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
