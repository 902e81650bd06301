"""``p2p hold`` and ``p2p purge``."""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from p2p_tui.cli.documents import request_document
from p2p_tui.cli.doors import desk_of, office
from p2p_tui.cli.main import NO, OK, UsageError
from p2p_tui.cli.progress import Progress
from p2p_tui.cli.showing import put
from p2p_tui.desk.retention import Due, Purged
from p2p_tui.domain.errors import Mistyped
from p2p_tui.domain.retention import counted, day_before, full_date
from p2p_tui.domain.text import one_line
from p2p_tui.domain.typed_days import day_at

_STOPPED = 130
"""As shells say of what ctrl+c ended."""
_LOOSE = ("note of PAs looked at and calls taken up", "notes of PAs looked at and calls taken up")


def hold(args: argparse.Namespace) -> int:
    """Put a request on legal hold, release it, or list those that are."""
    if args.ref is None:
        if args.why or args.release:
            raise UsageError("Name the request: p2p hold REF --why WORDS")
        return _list_held(args)
    if not one_line(args.why or ""):
        raise UsageError("Say why: p2p hold REF --why WORDS")
    with office() as opened:
        desk = desk_of(opened, args.username)
        act = desk.release_hold if args.release else desk.hold
        request = act(args.ref, args.why)
    if args.json:
        _json(request_document(request))
    elif request.legal_hold:
        put(f"{request.ref} is on legal hold: {request.legal_hold.why}\n")
    else:
        put(f"{request.ref} is no longer on legal hold\n")
    return OK


def purge(args: argparse.Namespace) -> int:
    """Remove for good what has been kept long enough; with ``--dry-run`` say what that would be."""
    with office() as opened:
        desk = desk_of(opened, args.username, reading=True)
        try:
            before = day_before(args.older_than, desk.today())
        except Mistyped as no:
            raise UsageError(f"--older-than: {no}") from None
        due = desk.due_for_disposal(before)
        if args.dry_run:
            if args.json:
                _json(_planned(due, before, opened.hours.zone))
            else:
                put("\n".join(_lines(due, before, opened.hours.zone)) + "\n")
            return OK
        if not args.yes and not _confirmed(due, before, opened.hours.zone):
            sys.stderr.write("p2p: That is another number; nothing was removed\n")
            return NO
        heard: list[Purged] = []
        try:
            with Progress("requests") as line:

                def told(done: Purged) -> None:
                    heard[:] = [done]
                    line.told(done.requests, due.requests)

                done = desk.purge(before, told)
                clean = desk.wipe()
        except KeyboardInterrupt:
            removed = heard[-1].requests if heard else 0
            sys.stderr.write(
                f"p2p: Stopped: {removed:,} of"
                f" {counted(due.requests, 'request')} removed; run it again to go on\n"
            )
            return _STOPPED
    if args.json:
        _json({"before": before.isoformat(), "dry_run": False, **asdict(done), "wiped": clean})
        return OK
    put(f"Removed for good, from before {full_date(before)}: {_counts(done)}\n")
    if not clean:
        put("Words of it may still stand in the database's journal, as somebody reads: run it again"
            " once fewer are there\n")  # fmt: skip
    return OK


def _list_held(args: argparse.Namespace) -> int:
    with office() as opened:
        desk = desk_of(opened, args.username, reading=True)
        held, roster, zone = desk.on_hold(), opened.roster(), opened.hours.zone
    if args.json:
        _json([request_document(one) for one in held])
        return OK
    for one in held:
        assert one.legal_hold is not None
        since = full_date(day_at(one.legal_hold.at, zone))
        put(f"{one.ref:<9} since {since} by {roster.name(one.legal_hold.by)}:"
            f" {one.legal_hold.why}\n")  # fmt: skip
    if not held:
        put("Nothing is on legal hold.\n")
    return OK


def _confirmed(due: Due, before: date, zone: str) -> bool:
    """Ask for the number of what is removed; where nothing is there is nothing to ask.

    Raises:
        UsageError: nobody is there to be asked.
    """
    count = due.requests or due.denied_pas or due.loose
    if not count:
        return True
    if not sys.stdin.isatty():
        raise UsageError("Removing is for good: look with --dry-run, then confirm it with --yes")
    what = "requests" if due.requests else "denied PAs" if due.denied_pas else "notes"
    sys.stderr.write("\n".join(_lines(due, before, zone)) + "\n")
    sys.stderr.write(f"This is for good. Type the number of {what} to remove them: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().replace(",", "") == str(count)


def _lines(due: Due, before: date, zone: str) -> Iterator[str]:
    yield f"From before {full_date(before)}: {_counts(_all_of(due))}"
    if due.first and due.last:
        first, last = (full_date(day_at(one, zone)) for one in (due.first, due.last))
        yield f"These requests were closed from {first} to {last}"
    kept = (
        (due.on_hold, "on legal hold"),
        (due.followed_up, "waiting for information that was promised"),
        (due.changed_since, "added to, linked or corrected since"),
    )
    for count, why in kept:
        if count:
            yield f"Kept: {counted(count, 'request')} {why}"


def _all_of(due: Due) -> Purged:
    return Purged(due.requests, due.payloads + due.loose, due.loose, due.denied_pas)


def _counts(done: Purged) -> str:
    what = [counted(done.requests, "request"), f"the words of {counted(done.payloads, 'event')}"]
    if done.loose:
        what.append(f"{counted(done.loose, *_LOOSE)} among them")
    what.append(counted(done.denied_pas, "denied PA"))
    return ", ".join(what)


def _planned(due: Due, before: date, zone: str) -> dict[str, Any]:
    first, last = (day_at(one, zone).isoformat() if one else None for one in (due.first, due.last))
    kept = {
        "on_hold": due.on_hold, "followed_up": due.followed_up, "changed_since": due.changed_since,
    }  # fmt: skip
    counts = asdict(_all_of(due))
    return {
        "before": before.isoformat(), "dry_run": True, **counts,
        "first_closed": first, "last_closed": last, "kept": kept,
    }  # fmt: skip


def _json(document: object) -> None:
    json.dump(document, sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")
