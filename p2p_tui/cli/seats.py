"""``p2p``, ``p2p session`` and ``p2p demo``: sitting down at the desk in a terminal."""

import argparse
import gc
import locale
import os
import sys
import tempfile

from p2p_tui.access import signin
from p2p_tui.access.hushing import hush
from p2p_tui.cli import terminal
from p2p_tui.cli.doors import office
from p2p_tui.cli.main import OK, UsageError
from p2p_tui.cli.passphrases import ask_who
from p2p_tui.config import load
from p2p_tui.desk import Office
from p2p_tui.desk.passphrases import anybody_has_one
from p2p_tui.domain.errors import DeskError
from p2p_tui.domain.people import Role, Staff


def open_desk(args: argparse.Namespace) -> int:
    """Open the desk as oneself; set it up first where it is empty.

    Who is nobody of the desk by the login signs in by passphrase, where anybody has one.
    """
    _need_terminal()
    with office() as opened:
        login = signin.os_login()
        roster = opened.roster()
        if not roster.staff:
            _set_up(opened, login)
        elif roster.get(login) is None and anybody_has_one(opened):
            account = signin.account("passphrase")
            return _run(opened, ask_who(opened, account), account=account)
        opened.person(login)
        return _run(opened, login)


def session(args: argparse.Namespace) -> int:
    """A staff member's session, for the account that owns the desk's file."""
    _need_terminal()
    with office() as opened:
        if args.username != signin.os_login() and not opened.owned():
            raise DeskError("p2p session is for the account that owns the desk's file")
        opened.person(args.username)
        return _run(opened, args.username)


def demo(args: argparse.Namespace) -> int:
    """A synthetic desk in a throw-away database."""
    _need_terminal()
    from p2p_tui.desk.office import utc_now
    from p2p_tui.training.colleagues import Colleagues
    from p2p_tui.training.synthetic import PASSPHRASE, SEATS, MovableClock, furnish

    with tempfile.TemporaryDirectory(prefix="p2p-demo-") as folder:
        clock = MovableClock(utc_now)
        opened = Office.open(f"sqlite://{folder}/demo.db", clock=clock, made_up=True)
        try:
            furnish(opened, clock)
            username = SEATS[args.seat]
            colleagues = Colleagues(opened, username, live=args.live)
            colleagues.start()
            try:
                hint = f"In the demo it is: {PASSPHRASE}"
                seats = list(SEATS.values())
                return _run(opened, username, seats=seats, notice="DEMO S seat", hint=hint)
            finally:
                colleagues.stop()
        finally:
            opened.close()


def _run(
    opened: Office,
    username: str,
    *,
    account: str = "",
    seats: list[str] | None = None,
    notice: str = "",
    hint: str = "",
) -> int:
    # The session's own module first: it drops what Textual would obey from the environment.
    from p2p_tui.tui.environment import forget_environment

    forget_environment()
    from p2p_tui.tui.app import DeskApp
    from p2p_tui.tui.decoding import forgive_bytes

    forgive_bytes()
    app = DeskApp(
        opened,
        username,
        account=account or signin.account(),
        seats=seats or (),
        notice=notice,
        hint=hint,
        log_folder=load().log_folder,
        ascii_only=not terminal.speaks_utf8(locale.getencoding()),
    )
    hush(app.note, app.stop_of)
    gc.freeze()
    app.run()
    if app.said_at_end:
        sys.stdout.write(f"{app.said_at_end}.\n")
    return app.return_code or OK


def _set_up(opened: Office, login: str) -> None:
    """Ask the first person of an empty desk for their name."""
    sys.stdout.write("This desk is new. You become its first lead; more people: p2p staff add\n")
    sys.stdout.write(f"Your name (you sign in as {login}): ")
    sys.stdout.flush()
    name = sys.stdin.readline().strip()
    if not name:
        raise UsageError("No name was given; nothing was set up")
    roles = frozenset({Role.LEAD})
    opened.found(Staff(username=login, name=name, roles=roles), account=signin.account())


def _need_terminal() -> None:
    """Refuse to draw where nobody could see it, or press a key."""
    for stream, name in ((0, "stdin"), (1, "stdout")):
        if not os.isatty(stream):
            raise UsageError(
                f"the desk needs a terminal and {name} is none; for programs: p2p queue"
            )
