"""How long walking the whole record takes: a table.

A day's genuine events are written again and again, chained on and inserted in bulk, until there
are as many as asked for; then `Office.verify` walks them all.

    .venv/bin/python tests/bench/verify.py [--engine sqlcipher|postgresql] [--events 1000000]
        [--keep FOLDER] [--profile]
"""

import argparse
import contextlib
import cProfile
import secrets
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from p2p_tui.desk import Desk, Office
from p2p_tui.domain.wording import moment_text
from p2p_tui.store import chain, requests
from p2p_tui.store.digests import event_digest, payload_digest
from p2p_tui.store.models import EventRow, PayloadRow
from tests import servers
from tests.house import ENGINES, KIM, Address, FixedClock, file_address, furnish, sit, through

LIMIT = 10.0
"""Within how many seconds a million events are to be walked."""
BATCH = 20_000
ROUNDS = 3


def main() -> None:
    """Make the record, walk it a few times, print what it took."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--engine", choices=list(ENGINES), default="sqlcipher")
    asked.add_argument("--events", type=int, default=1_000_000)
    asked.add_argument("--keep", type=Path, help="a folder in which the file is kept for again")
    asked.add_argument("--profile", action="store_true", help="where the time goes")
    args = asked.parse_args()
    with contextlib.ExitStack() as made:
        if args.engine == "postgresql":
            made.enter_context(servers.for_the_run())
        address = made.enter_context(_desk(args.engine, args.keep, args.events))
        office = address.open(FixedClock())
        if args.profile:
            cProfile.runctx("office.verify()", {}, {"office": office}, sort="tottime")
        head = f"{'events':>12}{'seconds':>10}{'of CPU':>8}{'limit':>8}{'a second':>12}"
        print(f"{args.engine:<12}{head}   verdict")
        for _ in range(ROUNDS):
            began, worked = time.perf_counter(), time.process_time()
            verdict = office.verify()
            took = time.perf_counter() - began
            worked = time.process_time() - worked
            limit = LIMIT * verdict.events / 1_000_000
            rate = f"{verdict.events / took:,.0f}"
            said = verdict.problem or "holds"
            figures = f"{verdict.events:>12,}{took:>10.2f}{worked:>8.2f}{limit:>8.2f}{rate:>12}"
            print(f"{'':<12}{figures}   {said}")
        office.close()


@contextlib.contextmanager
def _desk(engine: str, keep: Path | None, size: int) -> Iterator[Address]:
    """A desk with so many events: made now, or found where it was kept."""
    with contextlib.ExitStack() as made:
        if keep is None or engine == "postgresql":
            address = made.enter_context(ENGINES[engine]())
        else:
            address = file_address(engine, keep / f"{engine}-{size}")
        if not (address.file and address.path.exists()):
            office = furnish(address.open(FixedClock()))
            began = time.monotonic()
            fill(office, size)
            took = time.monotonic() - began
            print(f"{engine}: {requests.newest_seq():,} events made in {took:.0f} s", flush=True)
            office.close()
        yield address


def fill(office: Office, size: int) -> None:
    """Chain the events of a genuine story on, again and again."""
    story = _story(office)
    seq, previous = requests.newest_seq(), chain.head()[1]
    while seq < size:
        events, payloads = [], []
        for row in (story[one % len(story)] for one in range(min(BATCH, size - seq))):
            seq += 1
            salt = secrets.token_hex(16)
            event = {
                **row["event"], "seq": seq, "act_id": secrets.token_hex(16), "previous": previous,
                "payload_digest": payload_digest(salt, row["body"]),
            }  # fmt: skip
            previous = event_digest(event)
            events.append((*event.values(), previous))
            payloads.append((seq, salt, row["body"]))
        _put(office, EventRow, [*story[0]["event"], "digest"], events)
        _put(office, PayloadRow, ["seq", "salt", "body"], payloads)
    if office.store.engine.name == "postgresql":
        office.store.engine.database.execute_sql("ANALYZE")


def _story(office: Office) -> list[dict[str, Any]]:
    """A request from its placing to its documenting, opened a few times on the way."""
    before = requests.newest_seq()

    def desk_of(username: str) -> Desk:
        return sit(office, username)

    placed = desk_of("tina").place(KIM)
    for move in ("acknowledge", "ready", "transfer", "end_call", "document"):
        placed = through(desk_of, placed, move)
        desk_of("ana").look(placed.ref)
    names = [name for name in EventRow._meta.sorted_field_names if name != "digest"]
    rows: Any = EventRow.select(EventRow, PayloadRow.body).join(
        PayloadRow, on=(EventRow.seq == PayloadRow.seq)
    )
    return [
        {"event": {name: _plain(row[name]) for name in names}, "body": row["body"]}
        for row in rows.where(EventRow.seq > before).order_by(EventRow.seq).dicts()
    ]


def _plain(value: Any) -> Any:
    return moment_text(value) if isinstance(value, datetime) else value


def _put(office: Office, model: Any, names: list[str], rows: list[tuple[Any, ...]]) -> None:
    database, table = office.store.engine.database, model._meta.table_name
    columns = ", ".join(f'"{name}"' for name in names)
    if office.store.engine.name == "postgresql":
        with database.atomic():
            cursor = database.connection().cursor()
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        return
    marks = ", ".join("?" * len(names))
    with database.atomic():
        database.connection().executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)


if __name__ == "__main__":
    main()
