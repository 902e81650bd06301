"""``p2p ssh``: whose key opens whose session."""

import argparse
import json
import os
import site
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import p2p_tui
from p2p_tui.access import authorized_keys, environment, signin
from p2p_tui.access.authorized_keys import USERNAME, AuthorizedKeys, Entry
from p2p_tui.access.ssh_keys import LONGEST, PublicKey, read_file
from p2p_tui.cli.doors import office
from p2p_tui.cli.main import OK, UsageError
from p2p_tui.config import PREFIX, load, variables
from p2p_tui.desk import Office
from p2p_tui.desk.ssh_keys import may_look_after, put_on_record
from p2p_tui.domain.errors import DeskError
from p2p_tui.domain.people import Roster, Staff
from p2p_tui.domain.story import KEY_AUTHORIZED, KEY_REVOKED
from p2p_tui.domain.text import one_line


def authorize(args: argparse.Namespace) -> int:
    """Print the line by which a key opens a person's session, or put it in its place."""
    _check_username(args.username)
    key = read_file(_content(args.keyfile))
    settings = _own_settings()
    forced = authorized_keys.command(_python(), args.username, settings)
    # From here on this sees what a session sees: another home than the account's own is no help.
    environment.take_on(environment.of_session(os.environ, settings))
    text = authorized_keys.line(forced, args.username, key)
    keys = _keys(args.file)
    with office() as opened:
        by = _by(opened)
        person = opened.person(args.username)
        before = keys.keys_of(args.username)
        instead = [one.key for one in before if one.key != key]
        keys.check(args.username, key)
        if not args.install:
            _record(opened, KEY_AUTHORIZED, args.username, key, by)
            sys.stdout.write(f"{text}\n")
            return OK
        if [one.text for one in before] == [text]:
            sys.stdout.write(f"{person.name} signs in with {key.fingerprint} already\n")
            return OK
        for old in instead:
            _record(opened, KEY_REVOKED, args.username, old, by)
        _record(opened, KEY_AUTHORIZED, args.username, key, by)
        keys.put(args.username, key, text)
    olds = " and ".join(old.fingerprint for old in instead)
    said = f", and no longer with {olds}" if instead else ""
    sys.stdout.write(f"{person.name} signs in with {key.fingerprint}{said}\n")
    return OK


def revoke(args: argparse.Namespace) -> int:
    """Take a person's key away, on the desk or not."""
    _check_username(args.username)
    keys = _keys(args.file)
    with office() as opened:
        by = _by(opened)
        found = keys.keys_of(args.username)
        if not found:
            where = one_line(str(keys.path))
            raise DeskError(f"No key in {where} is {args.username}'s; see: p2p ssh list")
        for one in found:
            _record(opened, KEY_REVOKED, args.username, one.key, by)
        keys.drop(args.username)
        for one in found:
            sys.stdout.write(f"{one.key.fingerprint} no longer opens {args.username}'s session\n")
    sys.stdout.write(f"A session that is open goes on; p2p staff disable {args.username} ends it\n")
    return OK


def listed(args: argparse.Namespace) -> int:
    """Whose key opens what."""
    keys = _keys(args.file)
    with office() as opened:
        _by(opened)
        roster = opened.roster()
    found = [
        {
            "username": one.username and one_line(one.username),
            "fingerprint": one.key.fingerprint,
            "kind": one.key.kind,
            "line": one.number,
            "state": _state(one, roster),
        }
        for one in keys.entries()
    ]
    if args.json:
        json.dump(found, sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
        return OK
    for row in found:
        who = row["username"] or "-"
        sys.stdout.write(f"{who:<14} {row['fingerprint']} {row['kind']:<20} {row['state']}\n")
    if not found:
        sys.stdout.write(f"No key in {one_line(str(keys.path))} opens anything.\n")
    return OK


def _state(entry: Entry, roster: Roster) -> str:
    if entry.username is None:
        return f"line {entry.number} opens something else than the desk"
    person = roster.get(entry.username)
    if person is None:
        return "nobody on this desk"
    return "disabled" if person.disabled else "in use"


def _by(opened: Office) -> Staff | None:
    """Who says who signs in: a person of the desk, or None, the account that owns its file.

    Raises:
        DeskError: they may not.
    """
    by = None if opened.owned() else opened.person(signin.os_login())
    may_look_after(by)
    return by


def _record(opened: Office, move: str, username: str, key: PublicKey, by: Staff | None) -> None:
    put_on_record(opened, move, username, key.fingerprint, by=by, account=signin.account())


def _keys(named: str | None) -> AuthorizedKeys:
    if named:
        return AuthorizedKeys(Path(named).absolute())
    return AuthorizedKeys.of_account(Path(environment.home()))


def _check_username(username: str) -> None:
    if not USERNAME.fullmatch(username):
        raise UsageError(
            f"“{username}” can't stand in a forced command: letters, digits and . _ @ + - alone"
        )


def _content(named: str) -> bytes:
    try:
        if named == "-":
            return sys.stdin.buffer.read(LONGEST + 1)
        with Path(named).open("rb") as file:
            return file.read(LONGEST + 1)
    except OSError as error:
        raise UsageError(f"{named} can't be read: {error.strerror}") from None


def _python() -> str:
    """The Python that runs this: isolated, it finds the program as this one did.

    Raises:
        DeskError: it would not.
    """
    python = sys.executable
    if not Path(python).is_absolute():
        raise DeskError("Where this Python is can't be told: run p2p from its own environment")
    if Path(p2p_tui.__file__).is_relative_to(site.getusersitepackages()):
        raise DeskError(
            "p2p is installed with pip --user, where an isolated Python does not find it:"
            " install it in an environment of its own"
        )
    return python


def _own_settings() -> dict[str, str]:
    """The settings that the environment names here: a session has them from its command alone.

    Raises:
        DeskError: one has a password in it, which every account of the host could read there.
    """
    settings = load()
    found = {}
    for name in sorted(one for one in variables() if os.environ.get(one)):
        value = getattr(settings, name.removeprefix(PREFIX).lower(), Path(os.environ[name]))
        found[name] = str(value.expanduser().absolute() if isinstance(value, Path) else value)
    url = urlsplit(found.get("P2P_DATABASE_URL", ""))
    if url.password or "password" in parse_qs(url.query):
        raise DeskError("A password in the URL could be read by anybody here: put it in ~/.pgpass")
    return found
