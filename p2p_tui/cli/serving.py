"""``p2p serve``: the desk of made-up people in a web browser, for whoever has no terminal at hand.

The real desk is never served: it is for terminals, and for people who are known to it.
"""

import argparse
import asyncio
import os
import socket
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from p2p_tui.access.environment import of_browser
from p2p_tui.access.hushing import hush
from p2p_tui.access.incidents import write_incident
from p2p_tui.access.signin import os_login
from p2p_tui.cli.main import OK, UsageError
from p2p_tui.cli.web_page import NAMES
from p2p_tui.config import load
from p2p_tui.domain.text import one_line

LAST_PORT = 65535


def serve(args: argparse.Namespace) -> int:
    """Serve a desk of made-up people on loopback until Ctrl+C."""
    (desk, *more) = args.desk or ["demo"]
    if desk not in NAMES or len(more) > (desk == "train"):
        raise UsageError(
            "a browser is shown made-up people only, never the desk itself: p2p serve "
            "demo | train LESSON"
        )
    try:
        from p2p_tui.cli.web_server import DeskServer
    except ImportError:
        raise UsageError("p2p serve needs textual-serve: pip install 'p2p-tui[serve]'") from None
    logs = load().log_folder
    line = [*_seat(desk, args, logs), *(_lesson(more) if desk == "train" else [])]
    with _listen(args.port) as listening:
        _keep_quiet(logs)
        server = DeskServer(desk, line, of_browser(os.environ), listening)

        def ready() -> None:
            sys.stdout.write(f"The {desk} desk is at {server.address}\nCtrl+C ends it\n")
            sys.stdout.flush()

        asyncio.run(server.run(ready))
    return OK


def _seat(desk: str, args: argparse.Namespace, logs: Path) -> list[str]:
    """What starts the desk of one tab; Python obeys no variable there."""
    line = [sys.executable, "-I", "-m", "p2p_tui.cli.in_browser", desk, "--seat", args.seat]
    return [*line, *(["--live"] if args.live else []), f"--log-folder={logs}"]


def _lesson(named: Sequence[str]) -> list[str]:
    """Which lesson a tab takes: each tab one, the first where none is named."""
    from p2p_tui.training.lessons import shipped

    names = [one.name for one in shipped()]
    name = named[0] if named else names[0]
    if name not in names:
        raise UsageError(f"There is no lesson “{one_line(name)}”; p2p train --list names them")
    folder = load().training_folder
    return [f"--lesson={name}", f"--learner={os_login()}", f"--training-folder={folder}"]


def _listen(port: int) -> socket.socket:
    from p2p_tui.cli.web_server import LOOPBACK

    if not 0 <= port <= LAST_PORT:
        raise UsageError(f"port {port} can't be had: ports end at {LAST_PORT}")
    try:
        return socket.create_server((LOOPBACK, port))
    except OSError as error:
        said = error.strerror
        raise UsageError(f"port {port} can't be had: {said}; another: --port N") from None


def _keep_quiet(logs: Path) -> None:
    """Write faults down as everywhere: what the libraries say of one may hold what was typed."""

    def note(error: BaseException) -> None:
        write_incident(logs, error, datetime.now(UTC))

    hush(note, note)
