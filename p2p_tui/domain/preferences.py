"""What is a person's own: how the desk looks and moves for them, at whichever terminal they sit."""

from enum import StrEnum

from p2p_tui.domain.values import Frozen


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


class Preferences(Frozen):
    """One person's own settings."""

    colours: Colours = Colours.DARK
    movement: Movement = Movement.ARROWS
    bell: Bell = Bell.RINGS
