"""Stylesheets that are parsed once for all apps of a process, and of those forked from it."""

import asyncio
from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from p2p_tui.tui.app import DeskApp
from tests.house import ACCOUNT, ENGINES, furnish


def read_once(patch: pytest.MonkeyPatch) -> None:
    """Each app reads the same stylesheets: what one has parsed, the next ones take."""
    read: dict[object, Any] = {}
    parse = Stylesheet._parse_rules

    def parse_once(self: Stylesheet, *what: Any, **named: Any) -> Any:
        key = (what, tuple(named.items()), tuple(sorted(self._variables.items())))
        if key not in read:
            read[key] = parse(self, *what, **named)
        return read[key]

    patch.setattr(Stylesheet, "_parse_rules", parse_once)
    # The same hash, by the address, without a call in Python for each rule and widget.
    patch.setattr(RuleSet, "__hash__", object.__hash__)


def read_ahead() -> None:
    """Parse them in this process, by a session that nobody sits at and that is over then."""
    read_once(pytest.MonkeyPatch())
    with ENGINES["sqlcipher"]() as address:
        office = furnish(address.open())
        asyncio.run(_session(DeskApp(office, "tina", account=ACCOUNT)))
        office.close()


async def _session(app: DeskApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("n", "escape", "2", "3", "4", "1")
