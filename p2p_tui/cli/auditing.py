"""``p2p audit show`` and ``disclosures``: who did and saw what, in one line of command."""

import argparse
import json
import sys
import textwrap
from collections.abc import Sequence
from typing import Any

from p2p_tui.cli.doors import desk_of, office
from p2p_tui.cli.main import OK
from p2p_tui.cli.reporting import read_span
from p2p_tui.cli.showing import WIDTH, put
from p2p_tui.desk import Desk
from p2p_tui.domain.auditing import UNKNOWN, Access, Of, Subject
from p2p_tui.domain.people import Roster
from p2p_tui.domain.refs import number_of, ref_of
from p2p_tui.domain.retention import counted
from p2p_tui.domain.wording import moment_text


def show(args: argparse.Namespace) -> int:
    """Who did and saw what of a member, a PA, a request, or what one person did and saw."""
    with office() as opened:
        desk = desk_of(opened, args.username, reading=True)
        subject = _subject(args)
        span = read_span(args, desk.today())
        found = desk.accesses(subject, span)
        return _give(args, desk, subject, found)


def disclosures(args: argparse.Namespace) -> int:
    """How a member's data left the desk, with what the desk can't know of it."""
    with office() as opened:
        desk = desk_of(opened, args.username, reading=True)
        subject = Subject(of=Of.MEMBER, value=args.member)
        found = desk.disclosures(subject.value, read_span(args, desk.today()))
        return _give(args, desk, subject, found, note=UNKNOWN)


def _subject(args: argparse.Namespace) -> Subject:
    for of, value in (
        (Of.MEMBER, args.member), (Of.PA, args.pa), (Of.REQUEST, args.ref), (Of.PERSON, args.who),
    ):  # fmt: skip
        if value is not None:
            number = number_of(value) if of is Of.REQUEST else None
            return Subject(of=of, value=ref_of(number) if number else value)
    raise AssertionError("one of them is required")


def _give(
    args: argparse.Namespace, desk: Desk, subject: Subject, found: Sequence[Access], note: str = ""
) -> int:
    roster, zone = desk.office.roster(), desk.office.hours.zone
    if args.json:
        document: dict[str, Any] = {
            "of": subject.told(), "entries": [_entry(one, roster) for one in found],
        }  # fmt: skip
        if note:
            document["note"] = note
        json.dump(document, sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
        return OK
    lines = [f"{subject.told()}: {counted(len(found), 'entry', 'entries')}"]
    lines += [
        f"{one.when(zone)}  {one.who(roster)}  {one.said}  {one.whose}".rstrip() for one in found
    ]
    if note:
        lines += ["", *textwrap.wrap(note, WIDTH)]
    put("\n".join(lines) + "\n")
    return OK


def _entry(one: Access, roster: Roster) -> dict[str, Any]:
    return {
        "seq": one.seq, "at": moment_text(one.at), "who": one.actor,
        "name": roster.name(one.actor), "account": one.account, "event": one.move,
        "what": one.said, "refs": list(one.refs),
    }  # fmt: skip
