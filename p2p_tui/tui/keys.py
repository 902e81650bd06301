"""Every key of the program, by name: one table that bindings, footer, help and remapping read."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from enum import Enum
from functools import cache, lru_cache
from typing import NamedTuple

from textual.binding import Binding, BindingType
from textual.keys import Keys, key_to_character
from textual.widgets import Input, TextArea

from p2p_tui.domain.lifecycle import MOVES
from p2p_tui.domain.preferences import Movement, Preferences


class Where(Enum):
    """When a key is heard. Keys that can be heard at the same time differ."""

    MAIN = "everywhere but in forms"
    REQUEST = "on the selected request"
    LIST = "in lists"
    FORM = "in forms"
    ALWAYS = "everywhere"


class Key(NamedTuple):
    """One thing that a key does."""

    name: str
    keys: str
    """As Textual writes them, with commas between those that do the same."""
    label: str
    action: str
    where: Where
    fixed: bool = False
    """Whether it stays where it is: what every program has there."""
    priority: bool = False


class KeymapError(ValueError):
    """Keys that can't be had like that. The message says which, and what to do."""


def _moves() -> Iterable[Key]:
    labels: dict[str, list[str]] = {}
    for move in MOVES:
        labels.setdefault(move.key, []).append(move.label)
    for letter, words in labels.items():
        yield Key(
            MOVE_NAMES[letter], letter, " / ".join(words), f"move_key('{letter}')", Where.REQUEST
        )


MOVE_NAMES: dict[str, str] = {}
"""The name of the key that makes a move, by the letter of the move."""
for _move in MOVES:
    MOVE_NAMES.setdefault(_move.key, _move.name)

_M, _L, _F, _A = Where.MAIN, Where.LIST, Where.FORM, Where.ALWAYS

KEYS: dict[str, Key] = {
    one.name: one
    for one in (
        *_moves(),
        Key("copy", "y", "copy as template", "copy", Where.REQUEST),
        Key("who_saw", "W", "who saw this: the record, for leads", "who_saw", Where.REQUEST),
        Key("open", "enter", "open", "open", Where.REQUEST),
        Key("new", "n", "new request: take one down", "app.new_request", _M),
        Key("begun", "N", "calls begun and not placed", "app.begun", _M),
        Key("desk", "1", "Desk", "app.go('desk')", _M),
        Key("callbacks", "2", "Callbacks", "app.go('callbacks')", _M),
        Key("tracker", "3", "Tracker", "app.go('tracker')", _M),
        Key("board", "4", "Board", "app.go('board')", _M),
        Key("guide", "5", "Guide", "app.go('guide')", _M),
        Key("availability", "s", "my availability", "app.availability", _M),
        Key("settings", "comma", "my settings", "app.settings", _M),
        Key("desk_settings", "D", "the desk's settings", "app.desk_settings", _M),
        Key("seat", "S", "change seat (demo)", "app.change_seat", _M),
        Key("find", "/", "find in the tracker", "app.find", _M),
        Key("filters", "f", "filter the tracker", "filters", _M),
        Key("views", "V", "saved views of the tracker", "views", _M),
        Key("passphrase", "P", "my passphrase", "app.passphrase", _M),
        Key("emergency", "E", "emergency access: lend a role", "app.emergency", _M),
        Key("lock", "L", "lock the session", "app.lock", _M),
        Key("help", "?", "help", "app.show_help", _M),
        Key("quit", "q", "quit; what is typed is kept", "app.leave", _M),
        Key("up", "up", "one up", "move(-1)", _L, fixed=True),
        Key("down", "down", "one down", "move(1)", _L, fixed=True),
        Key("page_up", "pageup", "a page up", "page(-1)", _L, fixed=True),
        Key("page_down", "pagedown", "a page down", "page(1)", _L, fixed=True),
        Key("first", "home", "first", "end(-1)", _L, fixed=True),
        Key("last", "end", "last", "end(1)", _L, fixed=True),
        Key("save", "ctrl+s", "place or save", "save", _F, priority=True),
        Key("next", "tab,down", "next field", "app.focus_next", _F, fixed=True),
        Key("previous", "shift+tab,up", "previous field", "app.focus_previous", _F, fixed=True),
        Key("offer", "ctrl+o", "take what is offered: a time, a word", "offer", _F),
        Key("zone", "ctrl+t", "the provider's time zone", "zone", _F),
        Key("tick", "ctrl+y", "tick the guide's next step", "tick", _F, priority=True),
        Key("add_to", "ctrl+f", "add to the open request for this PA", "add_to", _F),
        Key("another", "ctrl+n", "another call, in an empty form", "another", _F),
        Key("other", "ctrl+r", "the next call that was begun", "other", _F),
        Key("back", "escape", "back; what is typed is kept", "leave", _A),
        Key("palette", "ctrl+p", "what can be done now, by name", "app.command_palette", _A,
            priority=True),
        Key("guide_step", "ctrl+g", "the guide, at the step that one is at", "app.guide_step", _A),
        Key("redraw", "ctrl+l", "draw the screen again", "app.redraw", _A, priority=True),
        Key("no_quit", "ctrl+q", "nothing", "app.nothing", _A, fixed=True, priority=True),
    )
}  # fmt: skip

VI = {"j": "down", "k": "up", "g": "first", "G": "last"}
"""What also moves through lists for those who want it."""

_SHOWN = {
    "comma": ",",
    "space": "space",
    "escape": "esc",
    "pageup": "page up",
    "pagedown": "page down",
    "up": "↑",
    "down": "↓",
}
_WRITTEN = {",": "comma", "esc": "escape", "page up": "pageup", "page down": "pagedown"}
_NAMED = {one.value for one in Keys} - {"<any>", "<ignore>"}
_TYPING = {
    key.strip()
    for one in (*Input.BINDINGS, *TextArea.BINDINGS)
    if isinstance(one, Binding)
    for key in one.key.split(",")
}
"""Keys that mean something in a field where one types."""
_SAME = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+j": "enter"}
"""Chords that a terminal sends as another key."""


def binding(name: str, action: str = "") -> BindingType:
    """The binding of a key; ``action`` where a screen does it in a way of its own."""
    key = KEYS[name]
    return Binding(
        key.keys, action or key.action, key.label, show=False, priority=key.priority, id=name
    )


def bindings(*names: str) -> list[BindingType]:
    """The bindings of these keys."""
    return [binding(name) for name in names]


def of(where: Where) -> list[Key]:
    """The keys that are heard there, in the order of the table."""
    return [one for one in KEYS.values() if one.where is where]


@cache
def actions(where: Where) -> frozenset[str]:
    """What the keys that are heard there do, as Textual names it without the app and arguments."""
    return frozenset(one.action.removeprefix("app.").partition("(")[0] for one in of(where))


def pressed(name: str, mine: Preferences) -> str:
    """The key to press for something, as Textual writes it: one's own, or the desk's."""
    return usable(mine).get(name, KEYS[name].keys).split(",")[0]


def shown(name: str, mine: Preferences) -> str:
    """The key to press for something, as people write it."""
    return written_key(pressed(name, mine))


def written_key(key: str) -> str:
    """A key as people write it: ``,`` and not ``comma``."""
    character = key_to_character(key) if len(key) > 1 else None
    return _SHOWN.get(key) or (character if character and character.isprintable() else key)


def read(text: str, movement: Movement) -> dict[str, str]:
    """One's own keys, from lines like ``acknowledge = A``.

    Raises:
        KeymapError: a line can't be understood, or two things would be on one key.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            name, key = _read_line(line, number)
            if name in found:
                raise KeymapError(f"line {number}: {name} is there twice")
            found[name] = key
    check(found, movement)
    return {name: key for name, key in found.items() if key != KEYS[name].keys}


def written(keys: Mapping[str, str]) -> str:
    """One's own keys as lines that can be read again."""
    return "\n".join(f"{name} = {written_key(key)}" for name, key in sorted(keys.items()))


def check(keys: Mapping[str, str], movement: Movement) -> None:
    """See that each key is there for one thing only, so that quit and help are reachable too.

    Raises:
        KeymapError: it says which key, and for what.
    """
    for name, key in keys.items():
        if name not in KEYS or KEYS[name].fixed:
            raise KeymapError(f"{name} is no name of a key that can be changed")
        if KEYS[name].where in (_F, _A) and (key in _TYPING or len(written_key(key)) == 1):
            raise KeymapError(f"{written_key(key)} types in forms: {name} needs another, like f2")
    for group in ((_M, Where.REQUEST, _L, _A), (_F, _A)):
        vi = Where.LIST in group and movement is Movement.VI
        taken = {key: f"{name} in lists" for key, name in VI.items() if vi}
        for one in (one for one in KEYS.values() if one.where in group):
            for key in keys.get(one.name, one.keys).split(","):
                if key in taken:
                    raise KeymapError(
                        f"{written_key(key)} would be both {taken[key]} and {one.name}:"
                        " give one of them another key"
                    )
                taken[key] = one.name


def usable(mine: Preferences) -> dict[str, str]:
    """One's own keys where they can be used, else none: an older version may have kept them."""
    return dict(_usable(tuple(mine.keys.items()), mine.movement))


@lru_cache(8)
def _usable(keys: tuple[tuple[str, str], ...], movement: Movement) -> tuple[tuple[str, str], ...]:
    # Asked for each key that is drawn, each second: one's keys are looked through once.
    try:
        check(dict(keys), movement)
    except KeymapError:
        return ()
    return keys


def _read_line(line: str, number: int) -> tuple[str, str]:
    said, equals, key = (part.strip() for part in line.partition("="))
    if not equals or not said or not key:
        raise KeymapError(f"line {number}: write it as: acknowledge = A")
    name = said.casefold().replace(" ", "_")
    if name not in KEYS or KEYS[name].fixed:
        near = get_close_matches(name, [one for one, key in KEYS.items() if not key.fixed], 1)
        hint = f"; {near[0]}?" if near else ""
        raise KeymapError(f"line {number}: {said} is no name of a key that can be changed{hint}")
    return name, _read_key(key, number)


def _read_key(said: str, number: int) -> str:
    if len(said) == 1 and said.isprintable():
        return _WRITTEN.get(said, said)
    key = said.casefold()
    key = _WRITTEN.get(key, key)
    if key in _SAME:
        raise KeymapError(f"line {number}: terminals send {said} as {_SAME[key]}; take another key")
    if key not in _NAMED or (key.startswith("shift+") and key.endswith("enter")):
        raise KeymapError(f"line {number}: {said} is no key; write a letter, or like ctrl+b or f2")
    return key
