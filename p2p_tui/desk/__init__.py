"""What staff can do: one verb, one transaction. The only door to the store for everything above."""

from p2p_tui.desk.desk import Clock, Desk, Drafted, Snapshot
from p2p_tui.desk.feed import Feed, News, Trouble
from p2p_tui.desk.office import Office, OfficeUnusableError
from p2p_tui.store.people import Draft

__all__ = [
    "Clock",
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
