"""The reader of templates among anything that people could type and paste."""

import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from p2p_tui.domain.details import Details, Template
from p2p_tui.domain.templates import LABELS, TITLES, Form, Kind, read, write
from p2p_tui.domain.text import clean
from tests.domain.pastes import FORMS, HINT, KINDS, anything, details, on_template

many = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
READ_WITHIN = 0.05
"""How many seconds the reader may take for what people paste, in the best of three tries."""


@many
@given(kind=st.sampled_from(KINDS), form=st.sampled_from(FORMS), details=details)
def test_what_the_desk_writes_is_read_back_the_same(
    kind: Kind, form: Form, details: Details
) -> None:
    assert read(write(kind, details, form)) == (
        Template(kind=kind, details=on_template(kind, details)),
    )


# --- anything that people could paste -----------------------------------------------------------

DRAWN = [
    *(label for labels in LABELS.values() for _, label in labels),
    *TITLES.values(),
    *("PA#:", "Member Id:", "Call back date/time:", "Job title:", "Phone - ", "Contact # ", HINT),
    *("\n", "\n", "\n", "\n", "\n\n", "\r\n", "\t", "\t", " | ", "|", "| ", " |\n", "<br>", "\\"),
    *("- ", "* ", "1. ", "> ", "    ", "  ", "**", "==", "^^", "`", "---\n", "| --- |\n", "\u00a0"),
    *(", ", " - ", " (", ") ", "/", ":", ": ", "Plan: ", "Thanks,\n", "Now", "ASAP", "Tue 2 pm"),
    *("│ ", " │\n", "o\t", "[10:42 AM] ", "\n> ", '\t"', '"\n', "PA #\tMember ID\tDrug Name\n"),
    *("Original denial: ", "P2P denial: ", "Appeal denial: ", "P2P denial\\: "),
]
tokens = st.integers(0, 99).map("w{}x".format)
pastes = st.lists(st.one_of(st.sampled_from(DRAWN), tokens), max_size=60).map("".join)


def words_of(templates: tuple[Template, ...]) -> str:
    return "\n".join(
        str(value)
        for template in templates
        for value in (*dict(template.details).values(), *template.details.prior_denials)
    )


@many
@given(paste=pastes)
def test_no_word_of_a_paste_is_lost(paste: str) -> None:
    templates = read(paste)
    if templates:
        read_words = words_of(templates)
        assert [word for word in re.findall(r"w\d+x", paste) if word not in read_words] == []


@many
@given(before=anything, after=anything, text=st.text())
def test_whatever_is_pasted_is_read_without_a_complaint(before: str, after: str, text: str) -> None:
    read(text)
    templates = read(f"{before}\nMember ID: {text}\n{after}")
    assert templates
    seen = words_of(templates).replace("\n", "").replace(" ", "")
    for word in text.splitlines()[0].split() if text.strip() else ():
        assert clean(word).strip("*_=^`\\|") in seen


@many
@given(paste=pastes)
def test_what_was_read_is_written_and_read_the_same(paste: str) -> None:
    for one in read(paste):
        for form in FORMS:
            (again,) = read(write(one.kind, one.details, form))
            assert again.details == on_template(one.kind, one.details)


# --- at length ----------------------------------------------------------------------------------


def seconds(paste: str) -> float:
    start = time.perf_counter()
    read(paste)
    return time.perf_counter() - start


@pytest.mark.long
def test_twenty_thousand_pastes_are_read_at_once_and_lose_no_word() -> None:
    @settings(max_examples=20_000, deadline=None, suppress_health_check=list(HealthCheck))
    @given(paste=pastes | anything)
    def check(paste: str) -> None:
        took = seconds(paste)
        if took >= READ_WITHIN:
            took = min(took, seconds(paste), seconds(paste))
        assert took < READ_WITHIN
        found = read(paste)
        if found:
            words = words_of(found)
            assert [word for word in re.findall(r"w\d+x", paste) if word not in words] == []

    check()


@pytest.mark.parametrize("part", DRAWN)
def test_the_time_it_takes_grows_with_the_paste_and_no_faster(part: str) -> None:
    paste = "PA #: 1\n" + part * (20_000 // max(1, len(part)))
    assert min(seconds(paste), seconds(paste)) < 2.0
