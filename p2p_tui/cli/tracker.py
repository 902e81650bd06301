"""``p2p tracker export`` and ``p2p tracker import``."""

import argparse
import hashlib
import sys
import tempfile
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO

from p2p_tui.cli.delivering import hashed, new_file, progress
from p2p_tui.cli.doors import desk_of, office
from p2p_tui.cli.main import OK, UsageError
from p2p_tui.cli.sheets import csv_pieces, json_pieces, write_xlsx
from p2p_tui.desk.exporting import Found, Wanted
from p2p_tui.domain.errors import Mistyped
from p2p_tui.domain.tracker_sheet import Reading
from p2p_tui.domain.typed_days import day_at, read_day

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
    sys.stdout.write(f"{counted} in {args.output}, SHA-256 {done.sha256}\n")
    return OK


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
