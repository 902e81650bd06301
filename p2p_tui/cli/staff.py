"""``p2p init`` and ``p2p staff``."""

import argparse
import json
import sys
from typing import Any

from pydantic import ValidationError

from p2p_tui.access import signin
from p2p_tui.access.authorized_keys import USERNAME
from p2p_tui.cli.doors import office
from p2p_tui.cli.main import OK, UsageError
from p2p_tui.desk import Office
from p2p_tui.domain.errors import DeskError, Mistyped
from p2p_tui.domain.people import Absence, Role, Staff
from p2p_tui.domain.presence import standing
from p2p_tui.domain.typed_absences import read_absences


def init(args: argparse.Namespace) -> int:
    """Create the database and its first lead."""
    person = _person(args, args.role or ["lead"])
    with office() as opened:
        opened.found(person, account=signin.account())
        sys.stdout.write(f"The desk is set up. First {_roles(person)}: {person.name}\n")
    return OK


def add(args: argparse.Namespace) -> int:
    """Add a person."""
    person = _person(args, args.role)
    with office() as opened:
        if opened.roster().get(person.username):
            raise DeskError(f"{person.username} is on the desk already: p2p staff set")
        _put(opened, person)
        sys.stdout.write(f"Added {_roles(person)} {person.name} ({person.username})\n")
    return OK


def change(args: argparse.Namespace) -> int:
    """Change what was given of a person."""
    given = {"name": args.name, "credentials": args.credentials, "roles": args.role}
    changes = {name: value for name, value in given.items() if value is not None}
    return _change(args.username, changes, out=args.out)


def disable(args: argparse.Namespace) -> int:
    """Disable a person; what they did stays on record."""
    return _change(args.username, {"disabled": True})


def enable(args: argparse.Namespace) -> int:
    """Let a disabled person in again."""
    return _change(args.username, {"disabled": False})


def listed(args: argparse.Namespace) -> int:
    """Everybody on the desk."""
    with office() as opened:
        roster, now = opened.roster(), opened.clock()
    people: list[dict[str, Any]] = [
        {
            "username": one.username,
            "name": one.name,
            "roles": sorted(role.value for role in one.roles),
            "credentials": one.credentials,
            "availability": one.availability.value,
            "here": roster.here(one.username),
            "disabled": one.disabled,
        }
        for one in roster.staff
    ]
    if args.json:
        json.dump(people, sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
        return OK
    for one, person in zip(people, roster.staff, strict=True):
        stands = standing(person, roster, now).words(roster.zone, now)
        state = "disabled" if person.disabled else stands
        roles = ", ".join(one["roles"])
        sys.stdout.write(f"{one['username']:<14} {one['name']:<24} {roles:<24} {state}\n")
    return OK


def _change(username: str, changes: dict[str, Any], *, out: str | None = None) -> int:
    with office() as opened:
        before = opened.roster().get(username)
        if before is None:
            raise DeskError(f"Nobody on this desk is “{username}”; see: p2p staff list")
        if out is not None:
            changes = {**changes, "absences": _absences(opened, out)}
        after = _checked({**before.model_dump(), **changes})
        _put(opened, after)
        sys.stdout.write(f"Changed {after.name} ({after.username})\n")
    return OK


def _absences(opened: Office, typed: str) -> tuple[Absence, ...]:
    try:
        return read_absences(typed.replace(";", "\n"), opened.clock(), opened.hours.zone)
    except Mistyped as no:
        raise UsageError(str(no)) from None


def _put(opened: Office, person: Staff) -> None:
    if opened.owned():
        opened.put_staff([person], by=None, account=signin.account())
    else:
        by = opened.person(signin.os_login())
        opened.put_staff([person], by=by, account=signin.account())


def _person(args: argparse.Namespace, roles: list[str]) -> Staff:
    return _checked(
        {
            "username": args.username,
            "name": args.name,
            "roles": roles,
            "credentials": args.credentials,
            "extension": args.extension,
        }
    )


def _checked(values: dict[str, Any]) -> Staff:
    try:
        person = Staff.model_validate(values)
    except ValidationError as error:
        raise UsageError(f"{error.errors()[0]['loc'][0]} can't be read") from None
    if not USERNAME.fullmatch(person.username) or not person.name:
        raise UsageError(
            "A person has a name, and a username of letters, digits and . _ - without spaces"
        )
    return person


def _roles(person: Staff) -> str:
    return " and ".join(role.value for role in Role if role in person.roles)
