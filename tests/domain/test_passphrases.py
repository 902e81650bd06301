"""What a passphrase may be, and how long one waits between tries."""

import contextlib
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2p_tui.domain.errors import Mistyped
from p2p_tui.domain.passphrases import LEAST, MOST, check, same, still_to_wait, wait_after
from p2p_tui.domain.people import Role, Staff
from tests.domain.builders import NOW

ANA = Staff(username="ana", name="Ana Ruiz", roles=frozenset({Role.PHARMACIST}))


@pytest.mark.parametrize(
    "typed",
    [
        "four easy words more",
        "allinlowercaseletters",
        "   spaces   count   too   ",
        "übergrößenträger und so",
        "x7!" * 4 + "but longer",
        "a" * 10 + "bcde" + "z" * 980,
    ],
)
def test_any_long_words_make_a_passphrase(typed: str) -> None:
    assert check(typed, ANA) == same(typed)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "12 letters at least"),
        ("Tr0ub4dor&3", "12 letters at least"),
        ("x" * (MOST + 1), "1,000 letters at most"),
        ("abababababab", "again and again"),
        ("anaruiz anaruiz", "anybody would guess"),
        ("Ana Ruiz P2P desk", "anybody would guess"),
        ("password passphrase", "anybody would guess"),
        ("qwertyuiop123456", "anybody would guess"),
        ("1234567890abcdef", "anybody would guess"),
    ],
)
def test_what_is_easy_to_guess_is_not_taken(typed: str, why: str) -> None:
    with pytest.raises(Mistyped, match=why) as no:
        check(typed, ANA)
    assert no.value.field == "new"
    assert typed == "" or typed not in str(no.value)


def test_a_letter_that_can_be_typed_in_two_ways_is_one() -> None:
    assert same("cafe\u0301") == same("caf\u00e9")


def test_the_wait_grows_to_a_minute_and_no_further() -> None:
    waits = [int(wait_after(tries).total_seconds()) for tries in range(12)]
    assert waits == [0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]


@given(tries=st.integers(0, 100_000), ago=st.integers(-100_000, 100_000))
def test_nobody_is_ever_locked_out_for_longer_than_a_minute(tries: int, ago: int) -> None:
    left = still_to_wait(tries, NOW - timedelta(seconds=ago), NOW)
    assert 0 <= left <= 60
    assert still_to_wait(tries, NOW - timedelta(seconds=60), NOW) == 0
    assert still_to_wait(tries, None, NOW) == 0


@given(st.text(min_size=LEAST, max_size=60))
def test_whatever_is_typed_is_taken_as_it_is_or_refused(typed: str) -> None:
    with contextlib.suppress(Mistyped):
        assert check(typed, ANA) == same(typed)
