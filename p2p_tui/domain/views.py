"""What people look for in the tracker again and again, under a name."""

from p2p_tui.domain.values import Frozen, Line


class View(Frozen):
    """A name, and what is looked for as it is typed: ``is:owed pharmacist:ana``."""

    name: Line
    find: Line


USUAL = (
    View(name="Owed to the tracker", find="is:owed"),
    View(name="Information promised", find="is:follow-up"),
    View(name="Promised, and due", find="is:follow-up-due"),
    View(name="Re-routed", find="is:re-routed"),
    View(name="Times changed", find="is:moved"),
    View(name="Nobody called in a window", find="is:uncalled"),
    View(name="Closed without a P2P", find="is:without-p2p"),
)
"""The views that every desk has."""
MOST_VIEWS = 40


def with_view(views: tuple[View, ...], new: View) -> tuple[View, ...]:
    """The views with a new one; it takes the place of the one of its name."""
    kept = tuple(one for one in views if one.name.casefold() != new.name.casefold())
    return (*kept, new)[-MOST_VIEWS:]


def without_view(views: tuple[View, ...], name: str) -> tuple[View, ...]:
    """The views without the one of that name."""
    return tuple(one for one in views if one.name != name)
