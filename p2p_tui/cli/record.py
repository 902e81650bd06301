"""``p2p audit verify`` and ``anchor``: whether the record holds."""

import argparse
import json
import sys
from typing import Any

from p2p_tui.cli.anchors import anchor_document
from p2p_tui.cli.doors import anchorage, office
from p2p_tui.cli.main import NO, OK, UNUSABLE, UsageError
from p2p_tui.desk.anchoring import keep_head
from p2p_tui.desk.office import Found, OfficeDamagedError, Verdict
from p2p_tui.domain.text import one_line
from p2p_tui.domain.wording import moment_text

_CODES = {Found.FINE: OK, Found.DAMAGED: UNUSABLE}


def verify(args: argparse.Namespace) -> int:
    """Walk the whole record and say whether it holds; of what does not, the first event.

    Exit code 0 where it is fine, 3 where the file is damaged, else 1. An anchor that is missing is
    no proof that all is well, so it is 1 too.
    """
    # Read before the record is: the desk goes on, and its head is never older than they are.
    kept = anchorage().kept()
    try:
        with office() as opened:
            verdict = opened.verify(kept)
    except OfficeDamagedError as problem:
        verdict = Verdict(0, "", str(problem), None, Found.DAMAGED)
    if args.json:
        json.dump(_document(verdict), sys.stdout)
        sys.stdout.write("\n")
    elif verdict.found is Found.FINE:
        head = f"{verdict.events} events, head {verdict.head[:16]}"
        sys.stdout.write(f"The record holds: {head}\n{_vouched(verdict)}\n")
    else:
        said = "the record does not hold"
        if verdict.found is Found.NO_ANCHOR:
            said = "the record holds in itself"
        sys.stderr.write(f"p2p: {verdict.found}: {said}: {one_line(verdict.problem)}\n")
    return _CODES.get(verdict.found, NO)


def anchor(args: argparse.Namespace) -> int:
    """Keep the head of the record outside the database, as the settings say where."""
    where = anchorage()
    if where.file is None and not where.syslog:
        raise UsageError("No place is set: anchor_file (P2P_ANCHOR_FILE) or anchor_syslog")
    with office() as opened:
        head = keep_head(opened, where)
    if args.json:
        json.dump(anchor_document(head), sys.stdout)
        sys.stdout.write("\n")
    else:
        sys.stdout.write(f"{head.line}\n" if head else "Nothing is on record yet.\n")
    return OK


def _vouched(verdict: Verdict) -> str:
    fits = verdict.anchored
    if fits is None:
        return "Whether it was cut or replaced can't be told: no anchor_file is set."
    return f"It fits the anchors; the newest is of event {fits.seq}, {moment_text(fits.at)}."


def _document(verdict: Verdict) -> dict[str, Any]:
    return {
        "ok": verdict.found is Found.FINE,
        "found": verdict.found.value,
        "events": verdict.events,
        "head": verdict.head,
        "problem": verdict.problem,
        "first_bad": verdict.first_bad,
        "anchored": anchor_document(verdict.anchored),
    }
