"""Every screen over a database in which each text is poisoned, as bytes at a real terminal."""

import importlib
import inspect
import pkgutil
import re

import pytest
from textual.screen import Screen

from p2p_tui.desk.office import utc_now
from p2p_tui.domain.request import Status
from p2p_tui.store.requests import open_requests
from p2p_tui.training.synthetic import PASSPHRASE, MovableClock
from p2p_tui.tui import screens
from tests.journeys.premises import Premises, select
from tests.journeys.terminal import WIDE, Terminal
from tests.journeys.test_hostile_text import OBEYED
from tests.planting import VISIBLE, plant, something_of_everything

pytestmark = [pytest.mark.journey, pytest.mark.both]

WALKS: dict[str, list[tuple[str, tuple[str, ...], str]]] = {
    "lena": [
        ("DeskScreen", (), "P2P-1"),
        ("RequestScreen", ("enter",), "esc back   i complete"),
        ("AuditScreen", ("W",), "WHO SAW THIS"),
        ("CopyScreen", ("escape", "y"), " COPY P2P-"),
        ("MessageScreen", ("escape", "m"), "MESSAGE"),
        ("MoveScreen", ("escape", "b"), "ANOTHER TIME"),
        ("NewRequestScreen", ("escape", "i"), "More for the pharmacist"),
        ("CallbacksScreen", ("escape", "escape", "2"), "CALLBACKS"),
        ("TrackerScreen", ("3",), "/ find"),
        ("FiltersScreen", ("f",), "FILTER THE TRACKER"),
        ("ViewsScreen", ("escape", "V"), " VIEWS"),
        ("BoardScreen", ("escape", "4"), "callers waiting"),
        ("GuideScreen", ("5",), "version 2.0"),
        ("VersionsScreen", ("V",), "newest first"),
        ("OneVersionScreen", ("enter",), "version 2.0"),
        ("GuideStepScreen", ("escape", "escape", "1", "ctrl+g"), "esc back"),
        ("BegunScreen", ("escape", "N"), "CALLS BEGUN"),
        ("CloseBegunScreen", ("w",), "CLOSE"),
        ("AvailabilityScreen", ("escape", "escape", "s"), "MY AVAILABILITY"),
        ("SettingsScreen", ("escape", ","), "MY SETTINGS"),
        ("PassphraseScreen", ("escape", "P"), "MY PASSPHRASE"),
        ("DeskSettingsScreen", ("escape", "D"), "DESK SETTINGS"),
        ("EmergencyScreen", ("escape", "E"), "EMERGENCY ACCESS"),
        ("ReviewScreen", ("enter",), " REVIEW"),
        ("LendScreen", ("escape", "n"), "LEND A ROLE"),
        ("HelpScreen", ("escape", "escape", "?"), " HELP"),
        ("LockScreen", ("escape", "L"), "LOCKED"),
    ],
    "ana": [
        ("DocumentScreen", ("d",), " DOCUMENT  P2P-"),
        ("LeavingScreen", ("escape", "q"), "BEFORE YOU GO"),
    ],
}
"""By whom each screen is gone to, with which keys from the one before, and what it shows then."""
_COPIED = re.compile(r"\x1b\]52;c;[A-Za-z0-9+/=]*\x07")
BASES = {"Base", "Queue", "Listing", "Acting", "Form", "Asking", "OptionsScreen", "Reading"}


def every_screen() -> set[str]:
    """The names of all screens of the program."""
    found = set()
    for one in pkgutil.iter_modules(screens.__path__, f"{screens.__name__}."):
        module = importlib.import_module(one.name)
        found |= {
            name for name, kind in inspect.getmembers(module, inspect.isclass)
            if issubclass(kind, Screen) and kind.__module__ == one.name
        }  # fmt: skip
    return found - BASES


def test_no_screen_is_forgotten() -> None:
    assert {name for walk in WALKS.values() for name, *_ in walk} == every_screen()


def seated(premises: Premises, username: str) -> Terminal:
    terminal = premises.sit(username, WIDE)
    terminal.wait_for("P2P-1")
    return terminal


@pytest.mark.long
def test_every_screen_shows_what_was_planted_and_obeys_none_of_it(
    empty_premises: Premises,
) -> None:
    clock = MovableClock(utc_now)
    premises = empty_premises
    office = premises.address.open(clock)
    try:
        something_of_everything(office, clock)
        plant(office)
        # Hers whatever time it is: what else stands first hangs on the desk's hours.
        (owed,) = (one.ref for one in open_requests() if one.status is Status.TO_DOCUMENT)
    finally:
        office.close()
    shown = 0
    for username, walk in WALKS.items():
        terminal = seated(premises, username)
        if username == "ana":
            select(terminal, owed)
        opened = ["P2P-1"]
        for name, keys, title in walk:
            for key in keys:
                terminal.press(key)
                if key == "1":
                    opened = ["P2P-1"]
                    terminal.wait_for("P2P-1")
                if key == "escape":
                    # Or the next key would come as one with it.
                    terminal.wait_gone(opened.pop())
                    terminal.wait_for(opened[-1])
            terminal.wait_for(title)
            opened.append(title)
            shown += any(VISIBLE in one for one in terminal.screen)
            assert terminal.alive, name
        if username == "lena":
            terminal.type(f"{PASSPHRASE}\r")
            terminal.wait_gone("LOCKED")
        # The copy that was asked for is in letters of its own.
        written = _COPIED.sub("", terminal.raw.decode(errors="ignore"), count=1)
        assert OBEYED.search(written) is None, username
    assert shown > 10
