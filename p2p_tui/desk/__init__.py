"""What staff can do: one verb, one transaction. The only door to the store for everything above."""

from p2p_tui.desk.desk import Clock, Desk, Drafted, Snapshot
from p2p_tui.desk.feed import Feed, News, Trouble
from p2p_tui.desk.intake import NEW_REQUEST, Begun, Completions
from p2p_tui.desk.office import Office, OfficeUnusableError
from p2p_tui.store.people import Draft

__all__ = [
    "NEW_REQUEST",
    "Begun",
    "Clock",
    "Completions",
    "Desk",
    "Draft",
    "Drafted",
    "Feed",
    "News",
    "Office",
    "OfficeUnusableError",
    "Snapshot",
    "Trouble",
]
