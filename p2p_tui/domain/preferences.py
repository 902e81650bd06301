"""What is a person's own: how the desk looks and moves for them, at whichever terminal they sit."""

from collections.abc import Mapping
from datetime import time
from enum import StrEnum

from p2p_tui.domain.values import Frozen, Line
from p2p_tui.domain.views import View


class Colours(StrEnum):
    """In which colours somebody sees the desk."""

    DARK = "dark"
    LIGHT = "light"
    CONTRAST = "high contrast"
    TERMINAL = "the terminal's own 16"


class Movement(StrEnum):
    """Which keys move through lists, beside the arrows."""

    ARROWS = "arrows"
    VI = "arrows, and j k g G"


class Bell(StrEnum):
    """Whether the terminal's bell rings for a caller who can't wait."""

    RINGS = "rings"
    SILENT = "is silent"


class Notices(StrEnum):
    """Whether the terminal is asked to show a notice of its own for such a caller."""

    NONE = "none"
    TERMINAL = "the terminal's own, where it has any"
    NAMED = "the same, as foot and urxvt know them"


class Title(StrEnum):
    """What the terminal's title says."""

    COUNTS = "how many wait and are due"
    LEFT = "is left alone"


class Density(StrEnum):
    """How much air there is between lines."""

    CLOSE = "close: as much as fits"
    AIRY = "airy: a line between groups"


class Preferences(Frozen):
    """One person's own settings."""

    colours: Colours = Colours.DARK
    density: Density = Density.CLOSE
    movement: Movement = Movement.ARROWS
    bell: Bell = Bell.RINGS
    notices: Notices = Notices.NONE
    title: Title = Title.COUNTS
    works: tuple[time, time] | None = None
    """From when until when they work, by the desk's clock; none: as the desk is open."""
    views: tuple[View, ...] = ()
    """What they look for in the tracker again and again."""
    keys: Mapping[Line, Line] = {}
    """Keys of one's own: which key, by the name of what it does."""
