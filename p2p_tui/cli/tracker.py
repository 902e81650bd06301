"""``p2p tracker export`` and ``p2p tracker import``."""

import argparse
import hashlib
import io
import json
import sys
import tempfile
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO

from p2p_tui.cli.delivering import hashed, new_file
from p2p_tui.cli.doors import desk_of, office
from p2p_tui.cli.files import SPREADSHEETS, mapped, read_file, text_of
from p2p_tui.cli.main import NO, OK, UsageError
from p2p_tui.cli.progress import progress
from p2p_tui.cli.sheets import csv_pieces, json_pieces, write_xlsx
from p2p_tui.cli.showing import WIDTH, put, say
from p2p_tui.desk.exporting import Found, Wanted
from p2p_tui.desk.importing import TrackerImported
from p2p_tui.domain.errors import Mistyped
from p2p_tui.domain.tables import Kind, Table, open_rows, open_table
from p2p_tui.domain.tracker_columns import HEADINGS, ending_named
from p2p_tui.domain.tracker_sheet import Reading
from p2p_tui.domain.typed_days import day_at, read_day

LONGEST = 500_000_000
"""How many bytes ``import`` reads; a million rows of an old tracker are fewer."""
TOLD = 20
"""How many rows are listed of those that were not read; ``--json`` lists all."""
_AT_ONCE = 1 << 20


def export(args: argparse.Namespace) -> int:
    """Write the tracker into a file, or to stdout."""
    if args.format == "xlsx" and not args.output:
        raise UsageError("A spreadsheet is no text for stdout: say where it goes with -o FILE")
    with office() as opened:
        desk = desk_of(opened, args.username, reading=True)
        zone = opened.hours.zone
        wanted = _wanted(args, day_at(desk.clock(), zone))
        reading = Reading(opened.roster(), zone)
        if not args.output:
            desk.export(args.format, partial(_write, args, reading, sys.stdout.buffer), wanted)
            return OK
        with new_file(args.output, force=args.force) as file:
            done = desk.export(args.format, partial(_write, args, reading, file), wanted)
    counted = f"{done.count:,} {'request' if done.count == 1 else 'requests'}"
    say(f"{counted} in {args.output}, SHA-256 {done.sha256}")
    return OK


def bring_in(args: argparse.Namespace) -> int:
    """Bring an old tracker in, or tell what would come of it."""
    own = mapped(args.map, HEADINGS.field_named, '"Handled=pharmacist"')
    endings = mapped(args.means, ending_named, '"OVT=approved"', "--means")
    with office() as opened:
        desk = desk_of(opened, args.username)
        source = "stdin" if args.file == "-" else Path(args.file).name
        data = read_file(args.file, LONGEST, "the old tracker")
        done = desk.import_tracker(
            _opener(data, args.file), source, columns=own, endings=endings, dry_run=args.dry_run
        )
    if args.json:
        json.dump(_document(done), sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
    else:
        put("\n".join(_lines(done)) + "\n")
    return NO if done.bad and not done.read else OK


def _opener(data: bytes, name: str) -> Callable[[Kind], Table]:
    """What opens a tracker, as text or out of a spreadsheet's own file."""
    if data.startswith(SPREADSHEETS[0]):
        from p2p_tui.cli.spreadsheets import rows_of

        rows, total = rows_of(data, name)
        return partial(open_rows, progress(rows, total, "rows"))
    text = text_of(data, name)
    lines = io.StringIO(text, newline=None)
    return partial(open_table, progress(lines, text.count("\n"), "lines"))


def _lines(done: TrackerImported) -> Iterable[str]:
    bad = len(done.bad)
    would = "Nothing is written. " if done.dry_run else ""
    brought = "to bring in" if done.dry_run else "brought in"
    head = f"{would}{done.brought_in:,} {brought}, {done.known:,} here before"
    yield head + (f", {bad:,} {'row' if bad == 1 else 'rows'} not read:" if bad else "")
    for one in done.bad[:TOLD]:
        yield f"line {one.line}: {one.reason}"
    if bad > TOLD:
        yield f"and {bad - TOLD:,} more; --json lists all"
    for ending, count in Counter(one.ending for one in done.read).most_common():
        yield f"{count:>8,}  {ending.value}"
    if done.dry_run:
        yield from (_wrapped(f"“{header}” is the {HEADINGS.fields[name]}")
                    for name, header in done.columns.items())  # fmt: skip
    if done.not_read:
        names = ", ".join(f"“{name}”" for name in done.not_read)
        yield _wrapped(f"Kept as words, with their headers: {names}")


def _document(done: TrackerImported) -> dict[str, object]:
    return {
        "source": done.source,
        "dry_run": done.dry_run,
        "brought_in": done.brought_in,
        "known": done.known,
        "read": [
            {"line": one.line, "ending": one.ending.value, "known": one.known} for one in done.read
        ],
        "not_read": [{"line": one.line, "reason": one.reason} for one in done.bad],
        "columns": dict(done.columns),
        "columns_kept_as_words": list(done.not_read),
    }


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH, subsequent_indent="  ", break_on_hyphens=False)


def _write(args: argparse.Namespace, reading: Reading, into: BinaryIO, found: Found) -> str:
    """Write what was found in the form that was asked for; the SHA-256 of it."""
    coming = progress(found.requests, found.total, "requests")
    if args.format == "csv":
        return hashed(csv_pieces(coming, reading), into)
    if args.format == "jsonl":
        return hashed(json_pieces(coming), into)
    # What is on its way is as private as the file, and on the same disk.
    with tempfile.TemporaryDirectory(prefix=".p2p-", dir=Path(args.output).parent) as scratch:
        write_xlsx(coming, reading, into, Path(scratch))
    digest = hashlib.sha256()
    into.seek(0)
    while piece := into.read(_AT_ONCE):
        digest.update(piece)
    return digest.hexdigest()


def _wanted(args: argparse.Namespace, today: date) -> Wanted:
    try:
        return Wanted(
            read_day(args.first or "", today, "from", "--from"),
            read_day(args.last or "", today, "to", "--to"),
        )
    except Mistyped as no:
        raise UsageError(str(no)) from None
