"""What a terminal sends: broken bytes are marks, and nothing that is pasted presses a key."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser

from p2p_tui.tui.decoding import PASTE, PASTED, Decoder

PASTES = {
    "a\x1bq": r"a\x1bq",
    "\x1b[A\x1b[5mq": r"\x1b[A\x1b[5mq",
    "\x1b]52;c;eA==\x07": "\\x1b]52;c;eA==\x07",
    "\x1b[200~again": r"\x1b[200~again",
    "\x1b[201 ends not": r"\x1b[201 ends not",
    "\x1b": r"\x1b",
    "plain é": "plain é",
}


def decoded(data: bytes, *cuts: int) -> str:
    decoder = Decoder("utf-8")
    edges = [0, *sorted(cuts), len(data)]
    return "".join(decoder.decode(data[a:b]) for a, b in itertools.pairwise(edges))


@pytest.mark.parametrize("pasted", list(PASTES))
def test_no_letter_of_a_paste_is_a_key(pasted: str) -> None:
    data = f"n{PASTE}{pasted}{PASTED}q\x1b[A".encode()
    for cut in range(len(data) + 1):
        told = list(XTermParser().feed(decoded(data, cut)))
        keys = [one.key for one in told if isinstance(one, events.Key)]
        texts = [one.text for one in told if isinstance(one, events.Paste)]
        assert (keys, texts) == (["n", "q", "up"], [PASTES[pasted]]), cut


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(["a", "é", "\x1b", "\x1b[A", "[200~", "0~"]), max_size=12),
    st.lists(st.integers(0, 40), max_size=4),
)
def test_what_is_typed_comes_as_it_is_and_at_once(typed: list[str], cuts: list[int]) -> None:
    text = "".join(typed)
    if PASTE not in text:
        data = text.encode()
        assert decoded(data, *(min(one, len(data)) for one in cuts)) == text


def test_a_byte_that_is_no_letter_is_a_mark() -> None:
    assert Decoder("utf-8").decode(b"n\xe9 q") == "n\ufffd q"
