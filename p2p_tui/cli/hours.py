"""``p2p hours``: when the desk is open, and setting that from the command line."""

import argparse
import json
import sys
from collections.abc import Iterable

from p2p_tui.cli.doors import desk_of, office
from p2p_tui.cli.main import OK, UsageError
from p2p_tui.cli.showing import put
from p2p_tui.domain.errors import Mistyped
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.text import one_line
from p2p_tui.domain.typed_hours import DAYS, HOLIDAYS, read_hours, write_hours

NAMES = {"zone": "Time zone", **DAYS, **HOLIDAYS}
"""The fields, with their names, in their order."""


def hours(args: argparse.Namespace) -> int:
    """Print the hours field by field; with ``--set`` change some of them first."""
    with office() as opened:
        desk = desk_of(opened, args.username, reading=not args.changes)
        now = opened.read_in_common()
        if args.changes:
            changed = _changed(now.common.hours, args.changes)
            now = desk.set_common(now.common.model_copy(update={"hours": changed}), now.version)
    told = write_hours(now.common.hours)
    if args.json:
        json.dump(told, sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
        return OK
    put("".join(f"{name:<9} {NAMES[name]:<20} {told[name]}".rstrip() + "\n" for name in NAMES))
    return OK


def _changed(now: DeskHours, changes: Iterable[str]) -> DeskHours:
    typed = write_hours(now)
    for change in changes:
        name, equals, words = change.partition("=")
        name = name.strip().casefold()
        if not equals or name not in typed:
            said = one_line(change)
            raise UsageError(f"--set {said}: write it as FIELD=WORDS; fields: {' '.join(NAMES)}")
        typed[name] = words
    try:
        return read_hours(typed)
    except Mistyped as no:
        raise UsageError(f"--set {no.field}: {no}") from None
