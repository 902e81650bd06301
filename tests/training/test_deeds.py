"""Whether something fits what a lesson looks for."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2p_tui.training.deeds import fits


@pytest.mark.parametrize(
    ("pattern", "value", "so"),
    [
        ("osei", "Kim Osei, MA", True),
        ("0142", "(614) 555-0142", True),
        ("614 555 0142", "+1 614-555-0142", True),
        ("=88120417", "8812 0417", True),
        ("=88120417", "881204170", False),
        ("", "", True),
        ("", "something", False),
        ("", None, True),
        ("*", "x", True),
        ("*", "  ", False),
        ("not osei", "Joan Webb", True),
        ("not osei", "Kim Osei", False),
        ("* & not =88120417", "", False),
        ("* & not =88120417", "88120471", True),
        ("acknowledged | ready", "ready", True),
        ("acknowledged | ready", "waiting", False),
        ("yes", True, True),
        ("no", False, True),
        ("no", None, False),
        ("2-4pm", ["tomorrow 2-4 PM"], True),
        ("nausea", [{"rationale": "Nausea on two"}], True),
    ],
)
def test_a_pattern_and_a_value(pattern: str, value: object, so: bool) -> None:
    assert fits(pattern, value) is so


WORDS = st.text(string.ascii_letters + string.digits, min_size=1, max_size=12)


@given(WORDS, st.text(" .,-()/", max_size=4))
def test_signs_spaces_and_case_make_no_difference(word: str, signs: str) -> None:
    spaced = signs.join(word.upper())
    assert fits(word.lower(), spaced)
    assert fits(f"={word}", spaced)
    assert not fits(f"not {word}", spaced)


@given(st.text(max_size=30))
def test_something_is_there_or_not(value: str) -> None:
    assert fits("*", value) is bool(value.strip())
