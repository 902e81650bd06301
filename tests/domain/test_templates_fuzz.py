"""The reader of templates among anything that people could type and paste.

A line is kept where each of its words stands in the templates read, as often as in the paste. Not
counted are words of which labels, titles and hints are made, since those are understood and not
kept, the word *now* of a callback for its like, and the numbers and marks that count lines.
"""

import re
import time
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from p2p_tui.domain.details import Details, Template
from p2p_tui.domain.templates import LABELS, TITLES, Form, Kind, read, write
from p2p_tui.domain.templates.labels import FURNITURE, SPELLINGS, TITLE_SPELLINGS
from p2p_tui.domain.text import clean
from tests.domain.pastes import FORMS, HINT, KINDS, anything, details, on_template

A_PASTE_SECONDS = 0.05
"""How long the reader may take over what people paste."""
LONG_PASTE = 100_000
LONG_PASTE_SECONDS = 1.0

ESCAPE = re.compile(r"\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})")
WORD = re.compile(r"[^\W_]+")
COUNTS = re.compile(
    r"(?:^|[|\t│>])(?:[\s>\W]*?(?:\(?(?:\d{1,3}|[a-z])[.)]|#?\d{1,3}|o|\[[ x]\])(?=[\s|│]|$))+",
    re.I | re.M,
)
SAID = f"""{" ".join(SPELLINGS.values())} {" ".join(TITLE_SPELLINGS.values())} {FURNITURE} {HINT}
    {" ".join(label for labels in LABELS.values() for _, label in labels)}
    now right away asap immediate immediately as soon as possible stat please
    original initial appeal appeals p2p denial denials no num number br s"""
UNDERSTOOD = set(WORD.findall(SAID.casefold()))


def words(text: str) -> Counter[str]:
    found = WORD.findall(ESCAPE.sub("", clean(text)).casefold())
    return Counter(word for word in found if not is_understood(word))


def is_understood(word: str) -> bool:
    return word in UNDERSTOOD or word.removesuffix("s") in UNDERSTOOD


def said_in(templates: tuple[Template, ...]) -> str:
    return "\n".join(
        str(value)
        for template in templates
        for name, value in dict(template.details).items()
        for value in ([one.rationale for one in value] if name == "prior_denials" else [value])
    )


def lost_words(paste: str) -> list[str]:
    """The words of a paste that its templates don't have; none where it holds no template."""
    templates = read(paste)
    if not templates:
        return []
    counted = COUNTS.sub(" ", "\n".join(paste.splitlines()))
    missing = words(counted) - words(said_in(templates))
    return sorted(missing.elements())


def seconds(paste: str) -> float:
    """Read a paste; the time that the processor took, so that other processes don't count."""
    start = time.process_time()
    read(paste)
    return time.process_time() - start


def takes_less(paste: str, limit: float) -> bool:
    """Say whether a paste is read in time, for once in three: memory was tidied meanwhile."""
    return any(seconds(paste) < limit for _ in range(3))


def often(at_length: bool) -> settings:
    return settings(
        max_examples=20_000 if at_length else max(100, settings().max_examples),
        deadline=None,
        suppress_health_check=list(HealthCheck) if at_length else (),
    )


# --- what is written is read ----------------------------------------------------------------------


@pytest.mark.timeout(900)
def test_what_the_desk_writes_is_read_back_the_same(at_length: bool) -> None:
    @often(at_length)
    @given(kind=st.sampled_from(KINDS), form=st.sampled_from(FORMS), details=details)
    def check(kind: Kind, form: Form, details: Details) -> None:
        (again,) = read(write(kind, details, form))
        assert again == Template(kind=kind, details=on_template(kind, details))

    check()


# --- anything that people could paste -------------------------------------------------------------

spellings = st.sampled_from(
    [spelling.strip() for many in SPELLINGS.values() for spelling in many.split(";")]
)
cased = st.sampled_from([str.title, str.upper, str.lower, str.capitalize])
labels = st.builds(
    lambda label, case, wrap, number: f"{wrap}{case(label)}{number}{wrap}",
    spellings,
    cased,
    st.sampled_from(["", "", "", "**", "*", "__", "==", "“"]),
    st.sampled_from(["", "", "#", " #", " No.", " (x9y)"]),
)
tokens = st.integers(0, 99).map("w{}x".format)
VALUES = (
    *("", "", "N/A", "Now", "asap!", "Tue 2 pm", "____", "`w1x`", "**w2x**", '"w1x', 'w2x"', HINT),
    *("w3x, MA", "w4x RN", "w5x | w6x", "555-0100", "| w7x", "(w8x)", "A: w4x"),
    *("Original denial: w1x P2P denial: w2x", "P2P/Appeals denial: w3x"),
)
BULLETS = (
    *("", "", "", "- ", "* ", "• ", "o\t", "1. ", "a) ", "> ", ">> ", "| ", "│ ", "    ", "\t"),
    "[x] ",
)
BETWEEN = (": ", ":", " : ", "\t", " | ", ": | ", " - ", " = ", ":- ", ":\n", " ", "：")
ENDS = ("\n", "\n", "\n", "\r\n", "\r", " |\n", "\n\n", " | ", "\t", "<br>", "\u2028")
values = st.one_of(st.lists(tokens, max_size=3).map(" ".join), st.sampled_from(VALUES), anything)
bullets, between, ends = map(st.sampled_from, (BULLETS, BETWEEN, ENDS))
asked = st.tuples(bullets, labels, between, values, ends).map("".join)
titles = st.tuples(bullets, st.sampled_from([*TITLES.values(), "P2P", "p2p callback"]), ends)
TALK = (
    *("Hi w1x,\n", "Thanks,\nw2x\n", "--\n", "[10:42 AM] w3x\n", "> w4x\n", "---\n", "\n", "  \n"),
    *("| --- | --- |\n", "Field | Value\n", "Plan: w1x\n", "```\n", "┌──┬──┐\n", "\ufeff"),
    *("PA #\tDrug\tPlan\nw5x\tw6x\tw7x\n", "| PA # | CNTT |\n| w8x | w9x |\n", "w2x\tw3x\n"),
    "| w4x | w5x | w6x |\n",
)
talk = st.sampled_from(TALK)
lines = st.one_of(asked, asked, asked, titles.map("".join), talk, tokens, anything)
pastes = st.one_of(st.lists(lines, max_size=24).map("".join), st.text(), anything)


@pytest.mark.timeout(900)
def test_no_line_of_a_paste_is_lost_and_none_takes_long(
    at_length: bool, request: pytest.FixtureRequest
) -> None:
    slowest = [0.0, 0.0]

    @often(at_length)
    @given(paste=pastes)
    def check(paste: str) -> None:
        took = seconds(paste)
        slowest[:] = max(slowest, [took, float(len(paste))])
        assert took < A_PASTE_SECONDS or takes_less(paste, A_PASTE_SECONDS)
        assert lost_words(paste) == []

    check()
    if at_length:
        said = f"slowest paste: {slowest[0] * 1000:.1f} ms for {slowest[1]:.0f} characters"
        request.node.user_properties.append(("report", said))


@pytest.mark.timeout(900)
def test_what_was_read_is_written_and_read_the_same(at_length: bool) -> None:
    @often(at_length)
    @given(paste=pastes)
    def check(paste: str) -> None:
        for template in read(paste):
            for form in FORMS:
                (again,) = read(write(template.kind, template.details, form))
                assert again.details == on_template(template.kind, template.details)

    check()


UNITS = (
    *("a", "|", " ", "\t", "\\", "*", "-", "- ", "(", ":", "é", "e\u0301", "\u200b", "\u00a0", '"'),
    *("PA #: 1\n", "x\n", "\n", "| a | b |\n", "Member ID: ", "original denial: ", "<br>", "((("),
    *("| Drug | x ", "Contact name\t", "Contact name and job title\t", "PA # | 1 |", "| PA #: 1 "),
    *("a\t\"\n", "> ", ">\n", "> PA #: 1\n", "PA #\tDrug\n", "1\t2\n", "| --- |\n", "\\|", "a) "),
    *("Additional info given: x\n    ", "Peer to Peer\n", "P2P Note for RPH\n", "RN ", ", ", "12 "),
    *("now, please ", "[10:42 AM] ", "10:42 ", "Kim ", "│", "_", "`", "PA 12 ", "Thanks "),
    "> > x\n",
    *("Member ID: 1\n\n", "PA #:\n\n", "Callback: Mon\n", "x: y\n", "Original denial: x\n", "--\n"),
)  # fmt: skip
BEGINNINGS = (
    "",
    "PA #: 1\nDenial Rationale: ",
    "Contact name: ",
    "PA #: 1\nCallback: ",
    "| PA # | 1 |\n| Denial reason | ",
    'PA #\tMember ID\n"',
)


@pytest.mark.parametrize("unit", UNITS)
def test_a_long_paste_takes_no_longer_than_its_length(unit: str, at_length: bool) -> None:
    size = LONG_PASTE if at_length else LONG_PASTE // 20
    for start in BEGINNINGS if at_length else BEGINNINGS[:2]:
        paste = start + unit * (size // len(unit))
        assert takes_less(paste, LONG_PASTE_SECONDS * size / LONG_PASTE), (unit, start)
