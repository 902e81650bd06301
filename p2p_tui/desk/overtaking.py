"""Whether somebody else was first, and how that is told: who, when and what."""

from collections.abc import Iterable

from p2p_tui.desk.office import Office
from p2p_tui.domain import effects, story
from p2p_tui.domain.errors import Overtaken
from p2p_tui.domain.lifecycle import Move
from p2p_tui.domain.request import Request
from p2p_tui.domain.story import Happening
from p2p_tui.domain.wording import clock_zone
from p2p_tui.store import requests


def check_not_overtaken(
    move: Move,
    now: Request,
    version: int,
    written: Iterable[str],
    *,
    office: Office,
    username: str,
) -> None:
    """Make sure that a move by somebody who saw ``version`` undoes nobody's work.

    ``written`` are the fields that it writes over: those that it changes, the callback time.

    Raises:
        Overtaken: the request was moved since, or a field that the move writes was changed.
    """
    if move.name not in effects.KEEPS_PLACE and version < now.moved_version:
        raise overtaken(now, office=office, username=username)
    fields = set(written)
    if version < now.version and fields:
        for event in requests.history(now.ref):
            if (event.version or 0) > version and fields & set(event.after):
                raise overtaken(now, event, office=office, username=username)


def overtaken(
    now: Request, event: Happening | None = None, *, office: Office, username: str
) -> Overtaken:
    """The answer to somebody who came second: by the event given, or the one that moved it last."""
    roster = office.roster()
    if event is None:
        moved = [e for e in requests.history(now.ref) if e.version == now.moved_version]
        event = moved[-1] if moved else None
    if event is None:
        return Overtaken(f"{now.ref} was changed meanwhile; look at it again")
    at = clock_zone(event.at, office.hours.zone)
    who = f"{roster.name(event.actor)} was" if event.actor != username else "You were"
    return Overtaken(f"{who} first, at {at}: {story.tell(event, roster)}. Nothing was lost")
