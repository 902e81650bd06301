"""How long an old tracker takes to come in and the tracker to leave, and with how much memory.

Usage: python tests/bench/tracker_files.py [--engine sqlcipher sqlite postgresql] [--rows 20000]

Made-up rows are brought in from CSV, then a second time, when all are known; meanwhile another
process places a request each 50 ms. Then the tracker is exported in each form. A line tells the
seconds that each took, in ms how long the other process's requests took (half of them, and the
slowest), and by how many MB the peak of memory grew while the largest export was written.
"""

import argparse
import io
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

sys.path[0] = str(Path(__file__).resolve().parents[2])

from p2p_tui.cli.delivering import hashed  # noqa: E402
from p2p_tui.cli.sheets import csv_pieces, json_pieces, write_xlsx  # noqa: E402
from p2p_tui.desk.exporting import Found  # noqa: E402
from p2p_tui.desk.office import utc_now  # noqa: E402
from p2p_tui.domain.tables import open_table  # noqa: E402
from p2p_tui.domain.tracker_sheet import Reading  # noqa: E402
from tests import servers  # noqa: E402
from tests.bench.pa_import import place  # noqa: E402
from tests.crew import crew  # noqa: E402
from tests.house import ENGINES, Address, furnish, sit  # noqa: E402

_HEADERS = "Date,Tech,Caller,Phone,PA #,Member ID,Drug,Denial Reason,RPh,Provider,Outcome,Notes\n"
_DRUGS = ("OZEMPIC 2 MG/3 ML PEN", "HUMIRA PEN 40 MG", "DUPIXENT 300 MG", "SKYRIZI 150 MG/ML")
_OUTCOMES = ("Overturned", "Denial upheld", "Partial approval", "Pending info")
T = TypeVar("T")
_HEAD = (
    f"{'engine':<12}{'rows':>8}{'in s':>8}{'again s':>9}{'rows/s':>8}{'p50 ms':>8}{'max ms':>8}"
    f"{'csv s':>8}{'jsonl s':>9}{'xlsx s':>8}{'grew MB':>9}"
)


def made_up(rows: int) -> Iterator[str]:
    """An old tracker with so many rows."""
    yield _HEADERS
    for number in range(rows):
        day = number % 28 + 1
        yield (
            f"1/{day}/2025 10:{number % 60:02},Tina Park,Kim Osei,(614) 555-{number % 9000 + 1000},"
            f"{88_000_000 + number},H{10_000_000 + number},{_DRUGS[number % 4]},"
            f'"No trial of a formulary alternative on file, as policy {number % 90} asks",'
            f"Ana Ruiz,Dr. Abara,{_OUTCOMES[number % 4]},labs were faxed on the {day}th\n"
        )


def run(engine: str, address: Address, rows: int) -> str:
    """One line of the table."""
    office = furnish(address.open(utc_now))
    lena, seconds = sit(office, "lena"), list[float]()
    text = "".join(made_up(rows))
    with crew(place, [(address,)]) as (other,):
        other.answer()
        for known in (0, rows):
            done = _timed(
                seconds, partial(lena.import_tracker, partial(open_table, io.StringIO(text)), "o")
            )
            assert (done.brought_in, done.known, done.bad) == (rows - known, known, ())
        other.tell()
        took = sorted(other.answer())
    reading = Reading(office.roster(), office.hours.zone)
    before = _peak()
    with tempfile.TemporaryDirectory() as folder, Path(os.devnull).open("wb") as nowhere:

        def spreadsheet(found: Found) -> str:
            with (Path(folder) / "x").open("w+b") as into:
                write_xlsx(found.requests, reading, into, Path(folder))
            return ""

        forms: dict[str, Callable[[Found], str]] = {
            "csv": lambda found: hashed(csv_pieces(found.requests, reading), nowhere),
            "jsonl": lambda found: hashed(json_pieces(found.requests), nowhere),
            "xlsx": spreadsheet,
        }
        for form, write in forms.items():
            _timed(seconds, partial(lena.export, form, write))
    grew = _peak() - before
    assert office.verify().problem == ""
    office.close()
    into, again, *out = seconds
    return (
        f"{engine:<12}{rows:>8,}{into:>8.1f}{again:>9.1f}{rows / into:>8,.0f}"
        f"{took[len(took) // 2]:>8.1f}{took[-1]:>8.1f}{out[0]:>8.1f}{out[1]:>9.1f}{out[2]:>8.1f}"
        f"{grew:>9.1f}"
    )


def _timed(seconds: list[float], act: Callable[[], T]) -> T:
    start = time.perf_counter()
    done = act()
    seconds.append(time.perf_counter() - start)
    return done


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--engine", choices=list(ENGINES), nargs="+", default=list(ENGINES))
    parser.add_argument("--rows", type=int, default=20_000)
    args = parser.parse_args()
    sys.stdout.write(f"{_HEAD}\n")
    with servers.for_the_run(durable=True):
        for engine in args.engine:
            with ENGINES[engine]() as address:
                sys.stdout.write(f"{run(engine, address, args.rows)}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
