"""``p2p audit``."""

import argparse
import json
import sys

from p2p_tui.cli.doors import office
from p2p_tui.cli.main import NO, OK


def verify(args: argparse.Namespace) -> int:
    """Walk the whole record and say whether it holds."""
    with office() as opened:
        verdict = opened.verify()
    if args.json:
        json.dump(
            {
                "ok": not verdict.problem,
                "events": verdict.events,
                "head": verdict.head,
                "problem": verdict.problem,
                "first_bad": verdict.first_bad,
            },
            sys.stdout,
        )
        sys.stdout.write("\n")
    elif verdict.problem:
        sys.stderr.write(f"p2p: the record does not hold: {verdict.problem}\n")
    else:
        sys.stdout.write(f"The record holds: {verdict.events} events, head {verdict.head[:16]}\n")
    return NO if verdict.problem else OK
