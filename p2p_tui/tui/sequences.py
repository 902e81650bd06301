"""What terminals are told: how a cursor gets somewhere, how a style becomes another.

All of it is understood by every terminal in use, but for what ``Abilities`` names.
"""

import os
from functools import lru_cache
from typing import NamedTuple

PLAIN_COLOUR, PLAIN_GROUND = "39", "49"
_COLOURS = frozenset(str(code) for code in (*range(30, 38), 39, *range(90, 98)))
_GROUNDS = frozenset(str(code) for code in (*range(40, 48), 49, *range(100, 108)))
ENDS = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "9": "29"}
"""What ends an attribute that all terminals end alike."""
UNSEEN = frozenset({"1", "2", "3"})
"""The attributes that a blank cell does not show."""


class Abilities(NamedTuple):
    """What not every terminal does."""

    erases: bool
    """Whether what is erased has the ground that is set, and not the terminal's own."""
    moves: bool
    """Whether it moves some of its lines up or down in one."""


def abilities_of(term: str) -> Abilities:
    """What a terminal can do by what the system knows of its kind; nothing where it knows none."""
    try:
        import curses
    except ImportError:
        return Abilities(erases=False, moves=False)
    nowhere = os.open(os.devnull, os.O_RDWR)
    try:
        curses.setupterm(term, nowhere)
    except curses.error:
        return Abilities(erases=False, moves=False)
    finally:
        os.close(nowhere)
    erases = curses.tigetflag("bce") > 0 and curses.tigetstr("ech") is not None
    moves = all(curses.tigetstr(one) is not None for one in ("csr", "il", "dl"))
    return Abilities(erases, moves)


@lru_cache(8192)
def move(at: tuple[int, int] | None, to: tuple[int, int]) -> str:
    """The shortest way of the cursor from one place (column, row) to another."""
    (x, y) = to
    there = f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H"
    if at is None:
        return there
    right, down = x - at[0], y - at[1]
    up_or_down = _by(down, "B", "A")
    sideways = _by(right, "C", "D")
    if x == 0 and right:
        sideways = "\r"
    return min(up_or_down + sideways, there, key=len)


def _by(cells: int, forward: str, back: str) -> str:
    if not cells:
        return ""
    number = "" if abs(cells) == 1 else str(abs(cells))
    return f"\x1b[{number}{forward if cells > 0 else back}"


class Looks(NamedTuple):
    """The codes of a style, by what they are for."""

    attributes: tuple[str, ...]
    colour: str
    ground: str


@lru_cache(4096)
def looks_of(codes: str) -> Looks:
    """What codes say: the colours of a character and its ground, and the rest."""
    attributes: list[str] = []
    colour, ground = PLAIN_COLOUR, PLAIN_GROUND
    left = codes.split(";") if codes else []
    while left:
        code, left = left[0], left[1:]
        if code in ("38", "48"):
            taken = 2 if left[0] == "5" else 4
            code, left = ";".join([code, *left[:taken]]), left[taken:]
        if code.startswith("38;") or code in _COLOURS:
            colour = code
        elif code.startswith("48;") or code in _GROUNDS:
            ground = code
        else:
            attributes.append(code)
    return Looks(tuple(attributes), colour, ground)


@lru_cache(4096)
def blank(codes: str) -> str:
    """What of a style is seen where nothing is written in it: its ground."""
    if not is_bare(codes):
        return codes
    ground = looks_of(codes).ground
    return ground if ground != PLAIN_GROUND else ""


@lru_cache(4096)
def is_bare(codes: str) -> bool:
    """Whether a blank cell shows nothing of a style but its ground."""
    return all(one in UNSEEN for one in looks_of(codes).attributes)


@lru_cache(4096)
def change_looks(old: str, new: str) -> str:
    """The shortest sequence from one style to another; none begins and ends a terminal's update."""
    if old == new:
        return ""
    if not new:
        return "\x1b[m"
    anew = f"\x1b[0;{new}m" if old else f"\x1b[{new}m"
    was, now = looks_of(old), looks_of(new)
    if not all(one in ENDS for one in (*was.attributes, *now.attributes)):
        return anew
    ended = {ENDS[one] for one in was.attributes if one not in now.attributes}
    kept = [one for one in was.attributes if ENDS[one] not in ended]
    codes = [*sorted(ended), *(one for one in now.attributes if one not in kept)]
    codes += [now.colour] if now.colour != was.colour else []
    codes += [now.ground] if now.ground != was.ground else []
    # Without a code it would end them all.
    return min(anew, f"\x1b[{';'.join(codes)}m", key=len) if codes else ""
