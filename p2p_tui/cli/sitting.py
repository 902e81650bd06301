"""Running the app: what a seat in a terminal and one in a browser have in common."""

import gc
import locale
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from p2p_tui.access import signin
from p2p_tui.access.hushing import hush
from p2p_tui.cli import terminal
from p2p_tui.cli.commands import OK
from p2p_tui.desk import Office

if TYPE_CHECKING:
    from textual.driver import Driver

    from p2p_tui.tui.app import DeskApp


@dataclass(frozen=True)
class Glass:
    """What is drawn on where that is no terminal, and how large it is at first."""

    driver: "type[Driver]"
    size: tuple[int, int]


def run(
    opened: Office,
    username: str,
    *,
    log_folder: Path,
    account: str = "",
    seats: Sequence[str] = (),
    notice: str = "",
    hint: str = "",
    glass: Glass | None = None,
) -> int:
    """Let somebody sit until they leave, and return the exit code."""
    from p2p_tui.tui.app import DeskApp

    app = DeskApp(
        opened,
        username,
        account=account or signin.account(),
        seats=seats,
        notice=notice,
        hint=hint,
        log_folder=log_folder,
        ascii_only=draws_plainly(glass),
    )
    return show(app, glass)


def draws_plainly(glass: Glass | None) -> bool:
    """Say whether what is drawn on has no letters but those that any terminal has."""
    return glass is None and not terminal.speaks_utf8(locale.getencoding())


def show(app: "DeskApp", glass: Glass | None = None) -> int:
    """Run a session until it is left, and return the exit code."""
    from p2p_tui.tui.decoding import forgive_bytes

    forgive_bytes()
    if glass is not None:
        app.driver_class = glass.driver
    hush(app.note, app.stop_of)
    gc.freeze()
    app.run(size=None if glass is None else glass.size)
    if app.said_at_end and glass is None:
        sys.stdout.write(f"{app.said_at_end}.\n")
    return app.return_code or OK
