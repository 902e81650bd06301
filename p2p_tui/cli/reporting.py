"""``p2p report``: what a period was like."""

import argparse
import json
import sys
from datetime import date
from typing import Any

from p2p_tui.cli.anchors import anchor_document, anchor_lines
from p2p_tui.cli.doors import desk_of, office
from p2p_tui.cli.main import OK, UsageError
from p2p_tui.cli.progress import Progress
from p2p_tui.cli.showing import put
from p2p_tui.domain.auditing import Span
from p2p_tui.domain.errors import Mistyped
from p2p_tui.domain.figures import Group, report_groups
from p2p_tui.domain.measures import Report
from p2p_tui.domain.refs import ref_of
from p2p_tui.domain.typed_days import read_day
from p2p_tui.domain.wording import dated

_LABEL, _BAR = 44, 20


def report(args: argparse.Namespace) -> int:
    """Print what the days were like: as text, or as one JSON document."""
    with office() as opened:
        desk = desk_of(opened, args.username, reading=True)
        today = desk.today()
        span = read_span(args, today)
        first, last = span.first or today.replace(day=1), span.last or today
        if last < first:
            raise UsageError("--to is before --from")
        with Progress("requests") as progress:
            found = desk.report(first, last, progress.told)
        roster, head = opened.roster(), opened.head()
    if args.json:
        document = {**_document(found, first, last), "anchor": anchor_document(head)}
        json.dump(document, sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
        return OK
    lines = [f"{dated(first)} to {dated(last)}"]
    for group in report_groups(found, roster):
        lines += _lines(group)
    if head is not None:
        lines += ["", "The record when this was made", *anchor_lines(head)]
    put("\n".join(lines) + "\n")
    return OK


def read_span(args: argparse.Namespace, today: date) -> Span:
    """The days of ``--from`` and ``--to``.

    Raises:
        UsageError: one can't be read, or the last is before the first.
    """
    span = Span(first=_day(args.first, today, "--from"), last=_day(args.last, today, "--to"))
    if span.first and span.last and span.last < span.first:
        raise UsageError("--to is before --from")
    return span


def _lines(group: Group) -> list[str]:
    if not group.figures:
        return []
    found = ["", group.title]
    for one in group.figures:
        bar = "" if one.share is None else f"  {'#' * round(one.share * _BAR)}"
        found.append(f"  {one.label:<{_LABEL}.{_LABEL}} {one.value:>12}{bar}".rstrip())
    return found


def _document(found: Report, first: date, last: date) -> dict[str, Any]:
    document = found.model_dump(mode="json")
    for name in [one for one in document if one.endswith("_in")]:
        document[name] = [ref_of(number) for number in document[name]]
    document["changes"] = [
        {**{name: one[name] for name in ("at", "who_asked")}, "ref": ref_of(one["number"])}
        for one in document["changes"]
    ]
    return {"from": first.isoformat(), "to": last.isoformat(), **document}


def _day(typed: str | None, today: date, option: str) -> date | None:
    try:
        return read_day(typed or "", today, option, option)
    except Mistyped as no:
        raise UsageError(str(no)) from None
