"""A desk with its people in a database of its own, at which real sessions sit down."""

import contextlib
import json
import os
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from p2p_tui.desk import Desk, Office
from p2p_tui.desk.office import utc_now
from p2p_tui.domain.details import Details
from p2p_tui.domain.people import Role, Staff
from p2p_tui.domain.request import Request
from tests.forks import run
from tests.house import ACCOUNT, Address, furnish
from tests.journeys.terminal import P2P, SMALL, Size, Terminal

NOOR = Staff(
    username="noor", name="Noor Haddad", roles=frozenset({Role.PHARMACIST}), credentials="PharmD"
)
"""A pharmacist who has not said yet to which extension calls are transferred."""

KEPT_WITHIN = 6.0
"""Seconds after which what was typed is kept, by a machine that has other things to do."""

TEMPLATE = """\
| Peer to Peer |
| -------------- |
| Contact name and job title: Kim Osei, MA |
|\tContact phone #: (614) 555-0142 |
|\tPA # : 88120417 |
|\tMember ID: H10024471 |
|\tDrug Name: Ozempic |
| CNTT: 5530192 |
| Denial Rationale: (if a P2P or an appeals was conducted- provide both the original denial \
and P2P/Appeals denial) No A1c within 90 days |
|\tCallback Dates and Times: **Now** |
"""
"""The desk's own template as it is filled and pasted."""

CALLBACK_TEMPLATE = TEMPLATE.replace("| Peer to Peer |", "| Scheduling a Peer to Peer |").replace(
    "**Now**", "tomorrow 2-4pm"
)


def select(terminal: Terminal, ref: str) -> None:
    """Go to a request in the list, with as many arrow keys as that takes."""
    terminal.line_with(ref)
    rows = [line for line in terminal.screen if re.search(r"[▌ ].[•◐◆●○◷◔▶✎✓!?].*P2P-\d", line)]
    here = next(number for number, line in enumerate(rows) if line.startswith("▌"))
    there = next(number for number, line in enumerate(rows) if ref in line)
    terminal.press(*["down" if there > here else "up"] * abs(there - here))
    terminal.line_with("▌", ref)


def new_request(technician: Terminal) -> None:
    """Begin to take down a request."""
    technician.press("n")
    technician.wait_for("NEW REQUEST")


class Premises:
    """One desk's database, and the terminals at which people sit."""

    def __init__(self, address: Address, home: Path, open_things: contextlib.ExitStack) -> None:
        self.address = address
        self.home = home
        self._open_things = open_things

    @property
    def environment(self) -> dict[str, str]:
        """All that a process of this desk is told."""
        found = {
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "PATH": os.defpath,
            "TERM": "xterm-256color",
            "TMPDIR": str(self.home),
            "P2P_DATABASE_URL": self.address.url,
            "P2P_LOG_FOLDER": str(self.home / "log"),
        }
        if "PYTHONPATH" in os.environ:
            found["PYTHONPATH"] = os.environ["PYTHONPATH"]
        if self.address.key_file is not None:
            found["P2P_DATABASE_KEY_FILE"] = str(self.address.key_file)
        return found

    # -- terminals

    def start(
        self, *argv: str, size: Size = SMALL, environment: Mapping[str, str] | None = None
    ) -> Terminal:
        """Start a program in a terminal of its own; at the end of the test it is gone."""
        return self._terminal(argv, size, environment)

    def fork(
        self, *arguments: str, size: Size = SMALL, environment: Mapping[str, str] | None = None
    ) -> Terminal:
        """Start ``p2p`` in a terminal of its own, without waiting for all its imports."""
        return self._terminal(P2P(arguments), size, environment)

    def sit(self, username: str, size: Size = SMALL) -> Terminal:
        """Start somebody's session; other sessions may be started before this one is shown."""
        return self.fork("session", username, size=size)

    def run(self, *arguments: str, stdin: str = "", status: int = 0) -> str:
        """Run a verb of the command line; give its stdout."""
        returned, out, err = run(arguments, stdin.encode(), self.home, self.environment)
        assert returned == status, f"{arguments}: {returned}\n{err}"
        return out

    def json(self, *arguments: str, stdin: str = "") -> Any:
        """Run a verb with ``--json``; give what it says."""
        return json.loads(self.run(*arguments, "--json", stdin=stdin))

    def _terminal(
        self, argv: Sequence[str] | P2P, size: Size, environment: Mapping[str, str] | None
    ) -> Terminal:
        told = {**self.environment, **(environment or {})}
        return self._open_things.enter_context(Terminal(argv, told, size))

    # -- the desk, without a screen

    @contextlib.contextmanager
    def office(self) -> Iterator[Office]:
        """The desk's database, opened in this process for a moment."""
        office = self.address.open(utc_now)
        try:
            yield office
        finally:
            office.close()

    def place(self, *callers: Details, by: str = "tina") -> list[Request]:
        """Place requests before anybody sits down."""
        with self.office() as office:
            desk = Desk(office, by, account=ACCOUNT)
            return [desk.place(one) for one in callers]

    def drafts(self, username: str) -> list[dict[str, Any]]:
        """What somebody is typing, as it is kept."""
        with self.office() as office:
            return [one.body for one in Desk(office, username, account=ACCOUNT).drafts()]

    def wait_for_draft(self, username: str, text: str, within: float = KEPT_WITHIN) -> None:
        """Wait until a text stands as a whole in what somebody is typing, as it is kept.

        "Draft kept" may be said of the letters before the last ones.
        """
        until = time.monotonic() + within
        while not any(text in str(one) for one in self.drafts(username)):
            assert time.monotonic() < until, f"{text!r} is not kept"

    def present(self) -> frozenset[str]:
        """Who has a session that says it is alive."""
        with self.office() as office:
            return office.roster().present


def furnished(made: Premises) -> Premises:
    """Put the people on an empty desk; there are no requests."""
    with made.office() as office:
        furnish(office)
        office.put_staff([NOOR], by=None, account=ACCOUNT)
    return made
