"""Opening the desk for a verb, as the person who runs it."""

import contextlib
from collections.abc import Iterator

from p2p_tui.access import signin
from p2p_tui.config import load
from p2p_tui.desk import Desk, Office
from p2p_tui.desk.anchoring import Anchorage
from p2p_tui.desk.office import CARETAKER
from p2p_tui.domain.errors import DeskError, NotFound


@contextlib.contextmanager
def office() -> Iterator[Office]:
    """The desk's database as the settings name it, open while a verb runs."""
    settings = load()
    opened = Office.open(settings.database_url, settings.database_key_file)
    try:
        yield opened
    finally:
        opened.close()


def anchorage() -> Anchorage:
    """Where heads of the record are kept outside the database, as the settings say."""
    settings = load()
    return Anchorage(settings.anchor_file, settings.anchor_syslog)


def desk_of(opened: Office, username: str | None, *, reading: bool = False) -> Desk:
    """The desk of whoever runs the verb, or of the one they act for.

    Acting for somebody is for the account that owns the desk's file; both stand in the record. That
    account may also read without being a person of the desk: it could open the file anyway.

    Raises:
        DeskError: this account may not act for others, or nobody by that name is on the desk.
    """
    login = signin.os_login()
    if username is not None and username != login and not opened.owned():
        raise DeskError(f"--as is for the account that owns the desk's file; you are {login}")
    who = username or login
    known = opened.roster().get(who) is not None
    if username is None and not known and reading and opened.owned():
        who = CARETAKER.username
    elif username is None and not known:
        raise DeskError(f"{login} is not on this desk: say who acts with --as USERNAME")
    elif who == CARETAKER.username:
        raise NotFound(f"Nobody on this desk is “{who}”; see: p2p staff list")
    opened.person(who)
    return Desk(opened, who, account=signin.account())
