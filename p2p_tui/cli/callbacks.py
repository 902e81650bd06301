"""``p2p callbacks``: those that are one's own to make, as a list or for a calendar."""

import argparse
import json
import sys

from p2p_tui.cli.calendars import calendar
from p2p_tui.cli.delivering import new_file
from p2p_tui.cli.documents import JSON_DOCUMENT, request_document
from p2p_tui.cli.doors import desk_of, office
from p2p_tui.cli.main import OK, UsageError
from p2p_tui.cli.showing import say
from p2p_tui.domain.agenda import callbacks_of
from p2p_tui.domain.due import due
from p2p_tui.domain.presence import with_calls
from p2p_tui.domain.wording import window_words


def listed(args: argparse.Namespace) -> int:
    """The callbacks that this person holds or that are expected of them, by their next window."""
    if args.output and not args.ics:
        raise UsageError("-o is for a calendar: add --ics")
    if args.json and args.ics:
        raise UsageError("A calendar is no JSON: one of --ics and --json")
    with office() as opened:
        desk = desk_of(opened, args.username)
        seen, now, zone = desk.snapshot(), desk.clock(), opened.hours.zone
        roster = with_calls(seen.roster, seen.requests)
        mine = callbacks_of(seen.requests, desk.username, roster, now)
        if args.json:
            desk.copied_many([one.ref for one in mine], JSON_DOCUMENT)
            json.dump([request_document(one) for one in mine], sys.stdout, ensure_ascii=False)
            sys.stdout.write("\n")
            return OK
        if args.ics:
            _give(args, calendar(mine, now))
            return OK
        if not mine:
            sys.stdout.write(f"No callback is {roster.name(desk.username)}'s to make.\n")
        for one in mine:
            who = f"{one.drug_name:<18.18} {one.contact}".strip()
            sys.stdout.write(f"{one.ref:<9} {due(one, now).value:<18} {who}\n")
            for window in one.callback_windows:
                sys.stdout.write(f"{'':<9} {window_words(window, zone)}\n")
    return OK


def _give(args: argparse.Namespace, data: bytes) -> None:
    if not args.output:
        sys.stdout.buffer.write(data)
        return
    with new_file(args.output, force=args.force) as file:
        file.write(data)
    say(f"A calendar without any PHI in {args.output}")
