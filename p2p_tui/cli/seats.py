"""``p2p``, ``p2p session`` and ``p2p demo``: sitting down at the desk in a terminal."""

import argparse
import os
import sys
from collections.abc import Sequence

from p2p_tui.access import environment, forced, signin
from p2p_tui.cli import made_up, sitting
from p2p_tui.cli.doors import anchorage, office
from p2p_tui.cli.main import UsageError
from p2p_tui.cli.passphrases import ask_who
from p2p_tui.config import load, variables
from p2p_tui.desk import Office
from p2p_tui.desk.anchoring import keep_head_if_it_can_be
from p2p_tui.desk.passphrases import anybody_has_one, let_in
from p2p_tui.domain.errors import DeskError, Refused
from p2p_tui.domain.people import Role, Staff
from p2p_tui.domain.roles import Ability, may

FOR_ADMINS = "p2p staff, hours, passphrase --issue, audit verify, doctor, config"
"""The verbs of the command line for who looks after staff and system."""


def open_desk(args: argparse.Namespace) -> int:
    """Open the desk as oneself; set it up first where it is empty.

    Who is nobody of the desk by the login signs in by passphrase, where anybody has one.
    """
    need_terminal()
    sit_down_as_oneself()
    with office() as opened:
        login = signin.os_login()
        roster = opened.roster()
        if not roster.staff:
            _set_up(opened, login)
        elif roster.get(login) is None and anybody_has_one(opened):
            account = signin.account(by="passphrase")
            return _run(opened, ask_who(opened, account), account=account)
        let_in(opened, login, signin.account())
        return _run(opened, login)


def session(args: argparse.Namespace) -> int:
    """A staff member's session, for the account that owns the desk's file."""
    settings = _settings(args.settings)
    objection = forced.objection(
        os.environ, isolated=bool(sys.flags.isolated), settings=variables() - settings.keys()
    )
    if objection:
        raise UsageError(objection)
    need_terminal()
    account = signin.account(os.environ.get(forced.CONNECTION, ""))
    own = {name: os.environ[name] for name in variables() if name in os.environ}
    environment.take_on(environment.of_session(os.environ, own | settings))
    with office() as opened:
        if args.username != signin.os_login() and not opened.owned():
            raise DeskError("p2p session is for the account that owns the desk's file")
        let_in(opened, args.username, account)
        return _run(opened, args.username, account=account)


def demo(args: argparse.Namespace) -> int:
    """A synthetic desk in a throw-away database."""
    need_terminal()
    sit_down_as_oneself()
    return made_up.demo(args.seat, live=args.live, log_folder=load().log_folder)


def sit_down_as_oneself() -> None:
    """Drop what is not known from the environment, before Textual is imported and obeys it."""
    environment.take_on(environment.of_own_seat(os.environ, variables()))


def _settings(given: Sequence[str]) -> dict[str, str]:
    """The settings that stand on the command line, like ``P2P_DATABASE_URL=…``."""
    found = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or name not in variables():
            raise UsageError(f"“{one}” is no setting: like P2P_DATABASE_URL=…")
        found[name] = value
    return found


def _run(opened: Office, username: str, *, account: str = "") -> int:
    _need_requests(opened.person(username))
    kept = anchorage()
    keep_head_if_it_can_be(opened, kept)
    code = sitting.run(opened, username, log_folder=load().log_folder, account=account)
    keep_head_if_it_can_be(opened, kept)
    return code


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


def _need_requests(person: Staff) -> None:
    """Refuse a seat to who works with no requests, and say what is theirs instead."""
    if may(person, Ability.SEE_OPEN):
        return
    if person.has(Role.ADMIN):
        raise Refused(f"An admin sees no requests; yours are {FOR_ADMINS}", "roles")
    raise Refused(f"{person.name} has no role on this desk; ask a lead", "roles")


def need_terminal() -> None:
    """Refuse to draw where nobody could see it, or press a key."""
    for stream, name in ((0, "stdin"), (1, "stdout")):
        if not os.isatty(stream):
            raise UsageError(
                f"the desk needs a terminal and {name} is none; for programs: p2p queue"
            )
