"""``python -I -m p2p_tui.cli.in_browser``: a desk of made-up people, in one tab of a browser.

``p2p serve`` starts one for each tab and passes on what is typed and drawn. No way leads from here
to the real desk: it takes no address of a database and no variable that holds one, and what it
imports can't read the settings.
"""

import argparse
import os
import select
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from p2p_tui.access import environment
from p2p_tui.access.cores import no_core_files
from p2p_tui.cli.commands import NO, ROLES
from p2p_tui.cli.sitting import Glass

if TYPE_CHECKING:
    from p2p_tui.tui.app import DeskApp

END_WITHIN_SECONDS = 6.0
"""How long a desk may take to leave once its server is gone; the app does within five."""

Sit = Callable[[argparse.Namespace, Glass], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Sit at the desk that the arguments name, until the tab or the server goes."""
    # The app hears of it in a way of its own; until it runs, what was begun is cleared away too.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    threading.Thread(target=_end_with_the_server, name="server", daemon=True).start()
    no_core_files()
    args = parse(argv)
    environment.take_on(environment.of_browser(os.environ))
    from textual.drivers import web_driver

    from p2p_tui.cli.page_driver import PageDriver
    from p2p_tui.tui.decoding import forgive_bytes

    forgive_bytes(web_driver)
    try:
        return DESKS[args.desk](args, Glass(PageDriver, args.size))
    except Exception as error:
        return _stopped(args.log_folder, error)


def _demo(args: argparse.Namespace, glass: Glass) -> int:
    from p2p_tui.cli import made_up

    return made_up.demo(args.seat, live=args.live, log_folder=args.log_folder, glass=glass)


def _train(args: argparse.Namespace, glass: Glass) -> int:
    from p2p_tui.cli import sitting
    from p2p_tui.domain.text import one_line
    from p2p_tui.training.lessons import LessonError, find
    from p2p_tui.training.records import Folder
    from p2p_tui.training.taking import take

    folder = Folder.of(args.training_folder, args.learner)

    def show(app: "DeskApp") -> int:
        return sitting.show(app, glass)

    try:
        return take(find(args.lesson), folder, show, log_folder=args.log_folder)
    except LessonError as no:
        sys.stderr.write(f"p2p: {one_line(str(no))}\n")
        return NO


DESKS: dict[str, Sit] = {"demo": _demo, "train": _train}
"""What a browser is shown, by its name on the command line."""


def parse(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """What one is to sit at, and how large it is drawn."""
    parser = argparse.ArgumentParser(prog="in_browser", allow_abbrev=False)
    parser.add_argument("desk", choices=DESKS)
    parser.add_argument("--seat", choices=ROLES[:3], default=ROLES[0])
    parser.add_argument("--live", action="store_true")
    parser.add_argument("--lesson", default="")
    parser.add_argument("--learner", default="")
    parser.add_argument("--training-folder", type=Path, default=Path())
    parser.add_argument("--log-folder", type=Path, required=True)
    parser.add_argument("--size", type=_size, default=(80, 24), metavar="COLUMNSxLINES")
    return parser.parse_args(argv)


def _size(text: str) -> tuple[int, int]:
    columns, _, lines = text.partition("x")
    return int(columns), int(lines)


def _end_with_the_server() -> None:
    """End this process once nobody is left who could type into it, whatever it is doing then."""
    poll = select.poll()
    poll.register(sys.__stdin__.fileno() if sys.__stdin__ else 0, 0)
    poll.poll()
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(END_WITHIN_SECONDS)
    os._exit(NO)


def _stopped(log_folder: Path, error: Exception) -> int:
    """Say which incident ended it, and nothing that was on the screen."""
    from datetime import UTC, datetime

    from p2p_tui.access.incidents import write_incident

    number = write_incident(log_folder, error, datetime.now(UTC))
    sys.stderr.write(f"p2p: stopped by a fault in it; tell who looks after it: incident {number}\n")
    return NO


if __name__ == "__main__":
    raise SystemExit(main())
