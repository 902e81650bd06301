"""``p2p emergency``: a role lent for a while, ended, reviewed."""

import argparse
import json
import sys

from p2p_tui.cli.doors import desk_of, office
from p2p_tui.cli.main import OK, UsageError
from p2p_tui.domain.errors import Mistyped
from p2p_tui.domain.lending import read_length, told, why
from p2p_tui.domain.people import Role
from p2p_tui.domain.wording import clock_zone, dated, local


def lend(args: argparse.Namespace) -> int:
    """Lend somebody a role."""
    try:
        length = read_length(args.length)
    except Mistyped as no:
        raise UsageError(str(no)) from None
    with office() as opened:
        desk = desk_of(opened, args.username)
        one = desk.lend(args.who, Role(args.role), length, args.why)
        until, name = clock_zone(one.until, opened.hours.zone), opened.roster().name(one.username)
        sys.stdout.write(f"{name} acts as a {one.role} too until {until}; reference {one.id}\n")
    return OK


def end(args: argparse.Namespace) -> int:
    """End it before its time."""
    with office() as opened:
        desk_of(opened, args.username).end_lending(args.reference)
    sys.stdout.write("Ended\n")
    return OK


def review(args: argparse.Namespace) -> int:
    """Say what was found."""
    with office() as opened:
        desk_of(opened, args.username).review_lending(args.reference, args.found)
    sys.stdout.write("Reviewed\n")
    return OK


def listed(args: argparse.Namespace) -> int:
    """What was lent, what is to be reviewed first."""
    with office() as opened:
        desk = desk_of(opened, args.username, reading=True)
        found, roster, now = desk.lendings(), opened.roster(), opened.clock()
        zone = opened.hours.zone
    if args.json:
        json.dump([one.model_dump(mode="json") for one in found], sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
        return OK
    for one in found:
        on = dated(local(one.lent_at, zone).date())
        sys.stdout.write(f"{on}  {told(one, roster, now, zone)}\n")
        sys.stdout.write(f"    {why(one, roster)}; reference {one.id}\n")
    if not found:
        sys.stdout.write("No role was ever lent on this desk\n")
    return OK
