"""The colours, in one place: one accent, one colour a state, in each of the desk's themes.

Stylesheets and widgets name what a colour is for (``$waiting``, ``$quiet``, ``$late`` …) and never
a colour. What must be readable on what stands in ``PAIRS``; a test computes every contrast.
"""

from collections.abc import Mapping

from textual.theme import Theme

from p2p_tui.domain.preferences import Colours

STATES = ("waiting", "scheduled", "acknowledged", "ready", "on-call", "owed", "closed", "late")
"""The states that have a colour, beside their glyph and their word."""
_TEXT = ("foreground", "quiet", "accent", *STATES)
_GROUNDS = ("background", "panel", "field-even", "cursor-row")
PAIRS: tuple[tuple[str, str], ...] = (
    *((text, ground) for text in _TEXT for ground in _GROUNDS),
    ("background", "late"),
    ("background", "accent"),
    ("background", "foreground"),
)
"""Which colour is written on which ground."""


def _theme(name: str, *, dark: bool, colours: Mapping[str, str], ansi: bool = False) -> Theme:
    """A theme from the colours that this program names; Textual's own names follow from them."""
    own = {key: colours[key] for key in ("quiet", *STATES, "field-even", "cursor-row", "rule")}
    return Theme(
        name=name,
        primary=colours["accent"],
        secondary=colours["quiet"],
        accent=colours["accent"],
        foreground=colours["foreground"],
        background=colours["background"],
        surface=colours["background"],
        panel=colours["panel"],
        success=colours["ready"],
        warning=colours["waiting"],
        error=colours["late"],
        dark=dark,
        ansi=ansi,
        variables={
            **own,
            "block-cursor-blurred-background": colours["cursor-row"],
            "input-cursor-background": colours["accent"],
            "input-cursor-foreground": colours["background"],
            **({"ansi-background": "ansi_black", "ansi-foreground": "ansi_white"} if ansi else {}),
        },
    )


DARK = _theme(
    "p2p-dark",
    dark=True,
    colours={
        "background": "#14171c", "panel": "#1f242c", "field-even": "#1a1e25",
        "cursor-row": "#2b3442", "rule": "#3b4350",
        "foreground": "#d8dbe2", "quiet": "#a3acbb", "accent": "#e0b872",
        "waiting": "#f2c14e", "scheduled": "#9db8d9", "acknowledged": "#7fc8e8",
        "ready": "#7ee08a", "on-call": "#c9a8f0", "owed": "#e8a06a", "closed": "#a0a9b8",
        "late": "#ff8f80",
    },
)  # fmt: skip
LIGHT = _theme(
    "p2p-light",
    dark=False,
    colours={
        "background": "#fbfaf7", "panel": "#eeece6", "field-even": "#f4f2ed",
        "cursor-row": "#dde6ee", "rule": "#c9c5ba",
        "foreground": "#22262d", "quiet": "#545b66", "accent": "#7a4f00",
        "waiting": "#735200", "scheduled": "#2f5584", "acknowledged": "#005a78",
        "ready": "#0d5f25", "on-call": "#633a97", "owed": "#8a3f08", "closed": "#4f5661",
        "late": "#a31d12",
    },
)  # fmt: skip
CONTRAST = _theme(
    "p2p-contrast",
    dark=True,
    colours={
        "background": "#000000", "panel": "#242424", "field-even": "#303030",
        "cursor-row": "#21364f", "rule": "#8a8a8a",
        "foreground": "#ffffff", "quiet": "#d6d6d6", "accent": "#ffd75f",
        "waiting": "#ffd75f", "scheduled": "#bcdcff", "acknowledged": "#87e5ff",
        "ready": "#8dff9c", "on-call": "#e3c8ff", "owed": "#ffc08a", "closed": "#d0d0d0",
        "late": "#ffb3a7",
    },
)  # fmt: skip
ANSI = _theme(
    "p2p-ansi",
    dark=True,
    ansi=True,
    colours={
        "background": "ansi_default", "panel": "ansi_default", "field-even": "ansi_default",
        "cursor-row": "ansi_default", "rule": "ansi_bright_black",
        "foreground": "ansi_default", "quiet": "ansi_default", "accent": "ansi_yellow",
        "waiting": "ansi_yellow", "scheduled": "ansi_cyan", "acknowledged": "ansi_bright_cyan",
        "ready": "ansi_bright_green", "on-call": "ansi_bright_magenta", "owed": "ansi_magenta",
        "closed": "ansi_default", "late": "ansi_bright_red",
    },
)  # fmt: skip
THEMES = {
    Colours.DARK: DARK,
    Colours.LIGHT: LIGHT,
    Colours.CONTRAST: CONTRAST,
    Colours.TERMINAL: ANSI,
}
"""The theme of each choice of colours."""
