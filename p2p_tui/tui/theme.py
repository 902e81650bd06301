"""The colours, in one place: one accent, one colour a state."""

from textual.theme import Theme

DARK = Theme(
    name="p2p-dark",
    primary="#7aa2c8",
    secondary="#8f9bb3",
    accent="#e0b872",
    foreground="#d8dbe2",
    background="#14171c",
    surface="#14171c",
    panel="#1f242c",
    success="#8fcf9a",
    warning="#e8b04a",
    error="#f08a7a",
    dark=True,
    variables={
        "quiet": "#98a1b0",
        "waiting": "#f2c14e",
        "scheduled": "#9db8d9",
        "acknowledged": "#7fc8e8",
        "ready": "#7ee08a",
        "on-call": "#c9a8f0",
        "owed": "#e8a06a",
        "closed": "#8a93a3",
        "late": "#ff8f80",
        "field-even": "#1a1e25",
        "cursor-row": "#2b3442",
        "block-cursor-blurred-background": "#2b3442",
        "input-cursor-background": "#e0b872",
    },
)
