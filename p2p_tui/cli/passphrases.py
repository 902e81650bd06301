"""``p2p passphrase``, and who signs in by one."""

import argparse
import getpass
import sys

from p2p_tui.access import signin
from p2p_tui.cli.doors import desk_of, office
from p2p_tui.cli.main import OK, UsageError
from p2p_tui.desk import Desk, Office
from p2p_tui.desk.passphrases import sign_in
from p2p_tui.domain.errors import DeskError, Mistyped
from p2p_tui.domain.passphrases import tries_in_vain

_TRIES = 5


def passphrase(args: argparse.Namespace) -> int:
    """Set one's own, or make a first one for somebody."""
    with office() as opened:
        desk = desk_of(opened, args.username, reading=args.issue is not None)
        if args.issue is not None:
            made = desk.issue_passphrase(args.issue)
            sys.stdout.write(
                f"The first passphrase of {args.issue}, for nobody else: {made}\n"
                "They set one of their own as soon as they sign in by it\n"
            )
            return OK
        if not sys.stdin.isatty():
            raise UsageError("a passphrase needs a terminal in which it can be typed unseen")
        old = _ask("The passphrase that you have: ") if desk.has_passphrase() else ""
        _set_new(desk, old)
        sys.stdout.write("Your passphrase is set\n")
    return OK


def ask_who(opened: Office, account: str) -> str:
    """Ask at the terminal who it is, and for their passphrase; give the username.

    Raises:
        DeskError: it was mistyped too often.
    """
    sys.stdout.write(f"{signin.os_login()} is nobody on this desk: sign in by passphrase.\n")
    for _ in range(_TRIES):
        username = _line("Your username: ")
        typed = _ask("Your passphrase: ")
        try:
            in_vain = sign_in(opened, username, typed, account)
        except Mistyped as no:
            sys.stdout.write(f"{no}.\n")
            continue
        if in_vain:
            sys.stdout.write(f"{tries_in_vain(in_vain)}.\n")
        desk = Desk(opened, username, account=account)
        if desk.needs_new_passphrase():
            sys.stdout.write("Somebody else made that one: set your own now.\n")
            _set_new(desk, typed)
        return username
    raise DeskError("No passphrase that fits; ask a lead for a new one, or try again later")


def _set_new(desk: Desk, old: str) -> None:
    """Ask for a new one until it can be one."""
    while True:
        new = _ask("A new passphrase: ")
        if _ask("The same again: ") != new:
            sys.stdout.write("The two are not the same.\n")
            continue
        try:
            desk.set_passphrase(new, old)
        except Mistyped as no:
            if no.field != "new":
                raise
            sys.stdout.write(f"{no}.\n")
        else:
            return


def _line(said: str) -> str:
    sys.stdout.write(said)
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:
        raise UsageError("Nobody is there to sign in")
    return line.strip()


def _ask(said: str) -> str:
    """Ask for a passphrase; what is typed is not shown."""
    try:
        return getpass.getpass(said)
    except EOFError:
        raise UsageError("Nobody is there to say a passphrase") from None
