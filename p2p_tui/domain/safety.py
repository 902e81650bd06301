"""How carefully the desk keeps what it knows: set by leads, for all."""

from pydantic import field_validator

from p2p_tui.domain.errors import DeskError
from p2p_tui.domain.values import Frozen


class Safety(Frozen):
    """When a session locks, and what takes the passphrase or may leave by the clipboard."""

    lock_after: int = 10
    """After how many minutes without a key a session locks; never during a call."""
    sign_off: bool = False
    """Whether documenting takes the passphrase again."""
    copying: bool = True
    """Whether a request may be sent to the terminal's clipboard."""

    @field_validator("lock_after")
    @classmethod
    def _a_while(cls, minutes: int) -> int:
        if not 0 < minutes <= 120:
            raise ValueError("a session locks after 1 to 120 minutes")
        return minutes


_SIGNED_OFF = frozenset({"document"})
"""Moves that can take the passphrase again: what is decided by them."""


def takes_passphrase(safety: Safety, move: str) -> bool:
    """Say whether a move, by its name, takes the passphrase again."""
    return safety.sign_off and move in _SIGNED_OFF


def check_copying(safety: Safety) -> None:
    """Say no where nothing may leave by the clipboard.

    Raises:
        DeskError: copying is switched off; says who sets it.
    """
    if not safety.copying:
        raise DeskError("Copying is switched off on this desk; a lead sets that")


def spoken(safety: Safety) -> str:
    """It in a line: ``locks after 10 min; no passphrase to document; copying``."""
    signing = "documenting takes the passphrase" if safety.sign_off else "no passphrase to document"
    copying = "copying" if safety.copying else "no copying"
    return f"locks after {safety.lock_after} min; {signing}; {copying}"
