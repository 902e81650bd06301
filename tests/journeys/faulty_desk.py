"""A desk with a fault in it: ``python faulty_desk.py PLACE USERNAME`` sits down at it."""

import asyncio
import gc
import logging
import os
import sys
import warnings
from typing import Any

from p2p_tui.access import environment
from p2p_tui.cli.main import main
from p2p_tui.config import variables

CANARY = "CANARY-H10024471"


def spoil(place: str) -> None:
    """Put a fault in: in what a key does, in a verb, in drawing, in a form, in a thread; or
    several that do no harm into what a key does."""
    environment.take_on(environment.of_own_seat(os.environ, variables()))
    from p2p_tui.desk import Desk, feed
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

    def hears_once(*arguments: Any) -> Any:
        feed.news_since = fail
        return hear(*arguments)

    def harmless(screen: DeskScreen) -> None:
        gone = Gone()
        gone.own = gone  # type: ignore[attr-defined]
        del gone
        gc.collect()
        warnings.warn(f"{CANARY} in a warning", stacklevel=1)
        logging.getLogger("asyncio").error(f"{CANARY} in a log")
        screen.failing = asyncio.get_running_loop().create_task(later())  # type: ignore[attr-defined]
        screen.failing.add_done_callback(lambda _: forget(screen))  # type: ignore[attr-defined]

    def forget(screen: DeskScreen) -> None:
        del screen.failing  # type: ignore[attr-defined]
        screen.announce("all of it was hushed")

    async def later() -> None:
        fail()

    class Gone:
        def __del__(self) -> None:
            fail()

    hear = feed.news_since
    if place == "feed":
        feed.news_since = hears_once  # type: ignore[assignment]
    elif place == "harmless":
        DeskScreen.action_open = harmless  # type: ignore[assignment, method-assign]
    else:
        where, name = spoiled[place]
        setattr(where, name, fail)


if __name__ == "__main__":
    spoil(sys.argv[1])
    raise SystemExit(main(["session", sys.argv[2]]))
