"""What the tracker costs with a long history beside a short one, in one run: a table.

A generator fills a desk of 10,000 and one of 1,000,000 requests straight into its tables. In both,
the same is found as often, and the newest month holds as much; the rest is years of history.

    .venv/bin/python tests/bench/tracker.py [--engine sqlcipher|postgresql] [--large 1000000]
        [--keep FOLDER]
"""

import argparse
import contextlib
import gc
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from p2p_tui.desk import Desk, Office
from p2p_tui.domain.finding import By, Filter, Find
from p2p_tui.store.models import BookingRow, EventRow, PayloadRow, RequestRow
from tests import servers
from tests.documented import APPROVED
from tests.house import ENGINES, KIM, Address, FixedClock, file_address, furnish, sit

SMALL = 10_000
MONTH = 4_000
"""How many requests the newest month has in both."""
OLD_PER_DAY = 400
"""How many requests a day of the older history has: a million are seven years."""
HITS = 150
"""In how many requests the two words stand that are looked for, and the phone number."""
BATCH = 2_000
TIMES = 15
ROUNDS = 3
LIMIT = 1.5
WORDS = ("quillfeather", "zygomatic")
PHONE = "(907) 555-0199"


def main() -> None:
    """Fill both desks, measure both in turns, print the table: of each the least that it took."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--engine", choices=list(ENGINES), default="sqlcipher")
    asked.add_argument("--large", type=int, default=1_000_000)
    asked.add_argument("--keep", type=Path, help="a folder in which the files are kept for again")
    args = asked.parse_args()
    sizes = (SMALL, args.large)
    with contextlib.ExitStack() as made:
        if args.engine == "postgresql":
            made.enter_context(servers.for_the_run())
        desks = {size: made.enter_context(_desk(args.engine, args.keep, size)) for size in sizes}
        found: dict[int, dict[str, tuple[float, int]]] = {size: {} for size in sizes}
        for number in range(ROUNDS):
            for size, address in desks.items():
                office = address.open(FixedClock())
                for name, (took, hits) in measure(office, walks=number == 0).items():
                    best = min(took, found[size].get(name, (took, hits))[0])
                    found[size][name] = (best, hits)
                office.close()
    show(sizes, found)


@contextlib.contextmanager
def _desk(engine: str, keep: Path | None, size: int) -> Iterator[Address]:
    """A desk with so many requests: made now, or found where it was kept."""
    with contextlib.ExitStack() as made:
        if keep is None or engine == "postgresql":
            address = made.enter_context(ENGINES[engine]())
        else:
            address = file_address(engine, keep / f"{engine}-{size}")
        if not (address.file and address.path.exists()):
            clock = FixedClock()
            office = furnish(address.open(clock))
            began = time.monotonic()
            fill(office, clock, size)
            office.close()
            took = time.monotonic() - began
            print(f"{engine}: {size:,} requests made in {took:.0f} s", flush=True)
        yield address


def show(sizes: Sequence[int], found: dict[int, dict[str, tuple[float, int]]]) -> None:
    """A line for each thing that was measured."""
    small, large = (found[size] for size in sizes)
    head = f"{'':<38}{sizes[0]:>12,}{sizes[1]:>12,}{'ratio':>8}{'limit':>7}   hits"
    print(head)
    for name, (before, hits) in small.items():
        after, more = large[name]
        same = f"{hits:,}" if hits == more else f"{hits:,} and {more:,}"
        limit = f"{LIMIT:>7}" if not name.startswith("(") else " " * 7
        print(f"{name:<38}{before:>9.2f} ms{after:>9.2f} ms{after / before:>8.2f}{limit}   {same}")


# -- the generator


def fill(office: Office, clock: FixedClock, size: int) -> None:
    """Years of closed requests, the newest month among them, as the desk would have written them.

    Two events a request; a million of them in minutes. The chain is not made: nothing here walks
    it.
    """
    model = _documented(office, clock)
    row: Any = RequestRow.select().where(RequestRow.id == requests_number(model)).dicts().get()
    last = requests_number(model)
    now = clock.now
    days_of_month = timedelta(days=28)
    old = size - MONTH
    store, engine = office.store, office.store.engine
    at = 0
    while at < size:
        many = range(at, min(size, at + BATCH))
        rows, events, payloads, bookings = [], [], [], []
        with store.engine.database.atomic():
            for one in many:
                newest = one >= old
                if newest:
                    back = days_of_month * (size - one) / MONTH
                else:
                    back = days_of_month + timedelta(days=(old - one) / OLD_PER_DAY)
                placed, number = now - back, last + 1 + one
                rows.append(_row(row, number, placed, one, size))
                for seq, move in ((2 * one, "place"), (2 * one + 1, "document")):
                    events.append(_event(seq, number, move, placed))
                    payloads.append({"seq": 10_000_000 + seq, "salt": "", "body": "{}"})
                if one % 10 == 0:
                    bookings.append({
                        "request_id": number, "number": 0, "start": placed, "booked_at": placed,
                        "end": placed + timedelta(hours=1), "until": None,
                        "called_at": placed + timedelta(minutes=20),
                    })  # fmt: skip
            for table, many_rows in (
                (RequestRow, rows), (EventRow, events), (PayloadRow, payloads),
                (BookingRow, bookings),
            ):  # fmt: skip
                for piece in range(0, len(many_rows), 400):
                    table.insert_many(many_rows[piece : piece + 400]).execute()
            for made in rows:
                engine.index(made["id"], _words(made))
        at += BATCH
    if engine.name == "postgresql":
        engine.database.execute_sql("ANALYZE")


def requests_number(request: Any) -> int:
    """The number in its reference."""
    return int(request.ref.removeprefix("P2P-"))


def _documented(office: Office, clock: FixedClock) -> Any:
    """One request as the desk itself writes it: the others are made after it."""
    clock.now -= timedelta(days=28)
    tina, ana = sit(office, "tina"), sit(office, "ana")
    request = tina.place(KIM)
    request = ana.make("acknowledge", request.ref, request.version)
    request = ana.make("ready", request.ref, request.version, {"extension": "4412"})
    request = tina.make("transfer", request.ref, request.version)
    request = ana.make("end_call", request.ref, request.version)
    given = {**APPROVED, "heard": "A1c of 8.4 last week"}
    done = ana.make("document", request.ref, request.version, given)
    clock.now += timedelta(days=28)
    return done


_DRUGS = ("Ozempic", "Humira", "Dupixent", "Skyrizi", "Stelara", "Enbrel", "Otezla", "Cosentyx")


def _row(model: dict[str, Any], number: int, placed: Any, one: int, size: int) -> dict[str, Any]:
    drug = _DRUGS[one % len(_DRUGS)]
    every = size // HITS
    hit = one % every == 7 and one // every < HITS
    ended = placed + timedelta(minutes=12)
    told = {**model["documentation"], "at": _iso(ended + timedelta(minutes=4))}
    return {
        **model,
        "id": number, "drug_name": drug, "drug_key": drug.casefold(),
        "contact_name": f"Kim {WORDS[0]} {one}" if hit else f"Kim Osei {one}",
        "denial_rationale": f"No {WORDS[1]} value" if hit else "No A1c within 90 days",
        "phone": PHONE if hit else f"(614) 55{one % 10}-{one % 9973:04}",
        "phone_key": "9075550199" if hit else f"61455{one % 10}{one % 9973:04}",
        "pa_number": str(88_000_000 + one), "pa_key": str(88_000_000 + one),
        "member_id": f"H{10_000_000 + one}",
        "placed_at": placed, "waiting_since": placed, "since": ended,
        "acknowledged_at": placed + timedelta(seconds=40 + one % 60),
        "ready_at": placed + timedelta(seconds=120), "connected_at": placed + timedelta(minutes=3),
        "ended_at": ended, "closed_at": ended + timedelta(minutes=4), "documentation": told,
    }  # fmt: skip


def _event(seq: int, number: int, move: str, placed: Any) -> dict[str, Any]:
    at = placed if move == "place" else placed + timedelta(minutes=16)
    return {
        "seq": 10_000_000 + seq, "act_id": f"made-{seq}", "at": at, "actor": "ana",
        "account": "bench", "move": move, "request_id": number, "version": 1,
        "payload_digest": "", "previous": "", "digest": f"{seq:064x}",
    }  # fmt: skip


def _words(row: dict[str, Any]) -> str:
    names = ("contact_name", "job_title", "phone", "phone_key", "pa_number", "member_id",
             "drug_name", "cntt", "denial_rationale")  # fmt: skip
    return " ".join(str(row[name]) for name in names) + " approved A1c of 8.4 last week"


def _iso(moment: Any) -> str:
    return str(moment.isoformat()).replace("+00:00", "Z")


# -- what is measured


def measure(office: Office, *, walks: bool) -> dict[str, tuple[float, int]]:
    """Each thing that people do, several times: the middle of how long it took, in ms, and how
    much was found."""
    lena = sit(office, "lena")
    tina = Desk(office, "tina", account="bench")
    middle = lena.tracker(limit=1)[0].ref
    today = lena.today()
    weeks = lena.report(today - timedelta(days=28), today - timedelta(days=1))
    steps: dict[str, Callable[[], int]] = {
        "open the Tracker": lambda: len(lena.tracker()),
        "open it as a technician": lambda: len(tina.tracker()),
        "find by reference": lambda: len(lena.tracker(middle)),
        "find by PA": lambda: len(lena.tracker("88000777")),
        "find by phone": lambda: len(lena.tracker(PHONE)),
        "find by member": lambda: len(lena.tracker("H10000777")),
        "find by two words": lambda: len(lena.tracker(" ".join(WORDS))),
        "find a word that many have": lambda: len(lena.tracker("ozempic")),
        "filter by drug": lambda: len(lena.tracker(_by(By.DRUG, "humira"))),
        "filter by determination": lambda: len(lena.tracker(_by(By.DETERMINATION, "approved"))),
        "filter by pharmacist": lambda: len(lena.tracker(_by(By.PHARMACIST, "ana"))),
        "what nobody called in": lambda: len(lena.tracker("is:uncalled")),
        "the oldest page": lambda: len(lena.tracker(oldest=True)),
        "a page in the middle": lambda: len(lena.tracker(before="P2P-6000")),
        "open the Board, weeks known": lambda: lena.board(weeks).today.placed,
        "open the Board": lambda: lena.board().weeks.placed,
        "a month's report": lambda: lena.report(today - timedelta(days=28), today).placed,
    }
    found = {}
    gc.collect()
    for name, step in steps.items():
        hits = step()
        spans = []
        for _ in range(3 if "Board" in name or "report" in name else TIMES):
            began = time.perf_counter()
            step()
            spans.append((time.perf_counter() - began) * 1000)
        found[name] = (statistics.median(spans), hits)
    if walks:
        began = time.perf_counter()
        pages = sum(1 for _ in _walk(lena))
        took = (time.perf_counter() - began) * 1000 / pages
        found["(paging to the end, a page)"] = (took, pages)
    return found


def _by(by: By, value: str) -> Find:
    return Find(filters=(Filter(by=by, value=value),))


def _walk(desk: Desk) -> Iterator[str]:
    """From the newest page to the oldest."""
    before = None
    while page := desk.tracker(before=before):
        yield page[-1].ref
        before = page[-1].ref


if __name__ == "__main__":
    main()
