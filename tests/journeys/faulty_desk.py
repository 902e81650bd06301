"""A desk with a fault in it: ``python faulty_desk.py PLACE USERNAME`` sits down at it."""

import os
import sys
from typing import Any

from p2p_tui.access import environment
from p2p_tui.cli.main import main
from p2p_tui.config import variables

CANARY = "CANARY-H10024471"


def spoil(place: str) -> None:
    """Put a fault in: in what a key does, in a verb, in drawing, or in a form."""
    environment.take_on(environment.of_own_seat(os.environ, variables()))
    from p2p_tui.desk import Desk
    from p2p_tui.tui.screens.desk import DeskScreen
    from p2p_tui.tui.widgets.request_list import RequestList

    def fail(*arguments: Any, **named: Any) -> Any:
        patient = f"{CANARY} in a local"
        raise ValueError(f"{CANARY} in a message, not {patient}")

    spoiled: dict[str, tuple[type, str]] = {
        "key": (DeskScreen, "action_open"),
        "verb": (Desk, "request"),
        "drawing": (RequestList, "select"),
        "form": (Desk, "same_pa"),
        "keeping": (Desk, "keep_draft"),
    }
    where, name = spoiled[place]
    setattr(where, name, fail)


if __name__ == "__main__":
    spoil(sys.argv[1])
    raise SystemExit(main(["session", sys.argv[2]]))
