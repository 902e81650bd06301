"""Text from people and files: nothing is lost, and nothing is obeyed."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from p2p_tui.domain.text import MARKS_IN_A_ROW, clean, is_hostile, one_line

ESCAPE = re.compile(r"\\x([0-9a-f]{2})|\\u([0-9a-f]{4})|\\U([0-9a-f]{8})")
HOSTILE = (
    "\x00\x07\x08\x1b\x1f\x7f\x80\x85\x90\x9b\x9c\x9d\x9f\xad\u061c\u070f\u180e\u200b\u200c\u200d"
    "\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
    "\ufff9\U000e0041\U000e007f\ud800\udfff\u034f\u115f\u1160\u17b4\u2800\u3164\uffa0"
)
LINE_ENDS = "\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
RUNS = ["\u0301" * 12, "a" + "\u0489" * 30, "\x1b[2J", "\x1b]52;c;eA==\x07", "\r\n", "\\x1b"]
anything = st.lists(
    st.text(st.characters(), max_size=12)
    | st.text(st.sampled_from(HOSTILE + LINE_ENDS + "\t a\u0301\\"), max_size=12)
    | st.sampled_from(RUNS),
    max_size=5,
).map("".join)


def said(escaped: str) -> str:
    """What was written before it was cleaned, from the escapes that people see."""
    return ESCAPE.sub(lambda match: chr(int(match[1] or match[2] or match[3], 16)), escaped)


def obeyed(text: str) -> list[str]:
    """The characters that a terminal could obey, by their Unicode categories."""
    bad = ("Cc", "Cf", "Cs", "Zl", "Zp")
    return [char for char in text if char != "\n" and unicodedata.category(char) in bad]


@settings(max_examples=300)
@given(anything)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert clean(once) == once


@settings(max_examples=300)
@given(anything)
def test_no_character_that_a_terminal_could_obey_is_left(text: str) -> None:
    cleaned = clean(text)
    assert obeyed(cleaned) == []
    assert not any(is_hostile(char) for char in cleaned if char != "\n")
    cleaned.encode("utf-8")


@settings(max_examples=300)
@given(anything)
def test_no_letter_carries_a_pile_of_marks(text: str) -> None:
    run = 0
    for char in clean(text):
        run = run + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        assert run <= MARKS_IN_A_ROW


@settings(max_examples=300)
@given(anything.filter(lambda text: "\\" not in text))
def test_nothing_is_lost(text: str) -> None:
    with_plain_ends = re.sub("\r\n|[" + LINE_ENDS + "]", "\n", text).replace("\t", " ")
    assert said(clean(text)) == with_plain_ends


@settings(max_examples=200)
@given(st.text(st.characters(exclude_categories=["C", "Z", "M"]) | st.sampled_from(" \n")))
def test_plain_text_of_any_script_stays_as_it_is(text: str) -> None:
    plain = "".join(char for char in text if char not in HOSTILE)
    assert clean(plain) == plain


@settings(max_examples=300)
@given(anything)
def test_one_line_is_one_line_without_space_at_its_ends_or_twice_inside(text: str) -> None:
    line = one_line(text)
    assert line.splitlines() in ([], [line])
    assert line == line.strip()
    assert "  " not in line
    assert one_line(line) == line
    assert obeyed(line) == []


@pytest.mark.parametrize("char", HOSTILE, ids=lambda char: f"U+{ord(char):04X}")
def test_a_hostile_character_becomes_visible_or_a_line_end(char: str) -> None:
    assert is_hostile(char)
    cleaned = clean(f"a{char}b")
    assert char not in cleaned
    assert cleaned == "a\nb" if char in LINE_ENDS else said(cleaned) == f"a{char}b"


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("\x1b[2J\x1b[H", "\\x1b[2J\\x1b[H"),
        ("\x1b]52;c;c2VjcmV0\x07", "\\x1b]52;c;c2VjcmV0\\x07"),
        ("\x9b31mred", "\\x9b31mred"),
        ("\x9d0;title\x9c", "\\x9d0;title\\x9c"),
        ("call \u202e2410-555\u202c now", "call \\u202e2410-555\\u202c now"),
        ("Ana\u200bRuiz", "Ana\\u200bRuiz"),
        ("end\x00", "end\\x00"),
        ("\ud83d\ude00", "\\ud83d\\ude00"),
        ("tag\U000e0041", "tag\\U000e0041"),
        ("one\r\ntwo\rthree\x85four\u2028five", "one\ntwo\nthree\nfour\nfive"),
        ("a\tb", "a b"),
        ("z" + "\u0301" * 10, "z" + "\u0301" * 8 + "\\u0301\\u0301"),
    ],
)
def test_what_others_have_tried_is_shown_and_not_obeyed(sent: str, shown: str) -> None:
    assert clean(sent) == shown


@pytest.mark.parametrize(
    "text",
    [
        "PA [denied] 50% [/]",
        "José Núñez, naïve",
        "Đặng Thị Hương",
        "Ольга Иванова",
        "עברית عربي",
        "東京 서울 ไทย",
        "x\u0302\u0323 é",
        "C:\\notes\\x1b",
        "two\n\nlines",
        "",
    ],
)
def test_what_people_really_write_is_not_touched(text: str) -> None:
    assert clean(text) == text


def test_runs_of_space_of_any_kind_are_one_space_on_one_line() -> None:
    assert one_line("  Kim\u00a0 Osei\r\n\u3000MA\t ") == "Kim Osei MA"
    assert one_line(" \n\t ") == ""


def test_the_words_of_a_bomb_of_marks_are_still_readable() -> None:
    bomb = "".join(letter + "\u0336\u0489" * 50 for letter in "drug")
    cleaned = clean(bomb)
    assert [letter for letter in cleaned if letter in "drg"] == list("drg")
    assert said(cleaned) == bomb
