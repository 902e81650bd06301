"""Keys of one's own: by name, each for one thing, and never so that one can't get out."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2p_tui.domain.preferences import Movement, Preferences
from p2p_tui.tui.keys import (
    KEYS,
    MOVE_NAMES,
    KeymapError,
    Where,
    check,
    read,
    usable,
    written,
    written_key,
)

NAMES = [one.name for one in KEYS.values() if not one.fixed]
PRESSED = [*string.ascii_letters, *string.digits, *string.punctuation, "f2", "ctrl+b", "insert"]


@given(
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from(PRESSED), max_size=6),
    st.sampled_from(Movement),
)
def test_keys_that_are_taken_are_each_for_one_thing_and_read_back_the_same(
    said: dict[str, str], movement: Movement
) -> None:
    text = "\n".join(f"{name.replace('_', ' ')} = {key}" for name, key in said.items())
    try:
        mine = read(text, movement)
    except KeymapError:
        return
    assert read(written(mine), movement) == mine
    for group in (
        (Where.MAIN, Where.REQUEST, Where.LIST, Where.ALWAYS),
        (Where.FORM, Where.ALWAYS),
    ):
        heard = [
            key
            for one in KEYS.values()
            if one.where in group
            for key in mine.get(one.name, one.keys).split(",")
        ]
        assert len(heard) == len(set(heard))
    assert all(mine.get(name, KEYS[name].keys) for name in ("quit", "help"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("acknowledge", "line 1: write it as: acknowledge = A"),
        ("acknowledge =", "line 1: write it as: acknowledge = A"),
        ("\naknowledge = A", "line 2: aknowledge is no name of a key that can be changed; acknow"),
        ("down = J", "line 1: down is no name of a key that can be changed"),
        ("no quit = x", "line 1: no quit is no name of a key"),
        ("acknowledge = q", "q would be both acknowledge and quit: give one of them another"),
        ("quit = ctrl+i", "line 1: terminals send ctrl+i as tab; take another key"),
        ("quit = big button", "line 1: big button is no key; write a letter, or like ctrl+b"),
        ("copy = A\ncopy = B", "line 2: copy is there twice"),
        ("save = s", "s types in forms: save needs another, like f2"),
        ("back = ctrl+a", "ctrl+a types in forms: back needs another, like f2"),
        ("copy = j", "j would be both down in lists and copy"),
        ("new = ,", ", would be both new and settings"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(text: str, says: str) -> None:
    with pytest.raises(KeymapError) as problem:
        read(text, Movement.VI)
    assert says in str(problem.value)
    assert "\n" not in str(problem.value)


def test_two_things_may_change_places() -> None:
    mine = read("help = /\nfind = ?", Movement.ARROWS)
    assert mine == {"help": "/", "find": "?"}


def test_what_an_older_version_kept_and_can_not_be_had_is_left_out() -> None:
    assert usable(Preferences(keys={"acknowledge": "q"})) == {}
    assert usable(Preferences(keys={"gone": "A"})) == {}
    assert usable(Preferences(keys={"acknowledge": "A"})) == {"acknowledge": "A"}


def test_the_table_is_without_clashes_and_every_move_has_a_name() -> None:
    for movement in Movement:
        check({}, movement)
    assert set(MOVE_NAMES.values()) <= set(KEYS)


def test_every_key_can_be_seen_where_it_is_written() -> None:
    assert [written_key(key) for key in ("space", "comma", "escape", "a")] == [
        "space", ",", "esc", "a"
    ]  # fmt: skip
