"""The desk's templates: pasted in every form they circulate in, and written as the desk does.

``corpus/*.txt`` holds filled templates with what they say: ``@@`` starts a paste, ``=>`` each
template that is to be found in it, then the fields that are not empty.
"""

import re
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from p2p_tui.domain.details import Denial, DenialKind, Details, Template
from p2p_tui.domain.templates import LABELS, TITLES, Form, Kind, read, write
from p2p_tui.domain.text import clean

KINDS: tuple[Kind, ...] = get_args(Kind)
FORMS: tuple[Form, ...] = get_args(Form)
EXAMPLES = max(300, settings().max_examples)

HINT = (
    "(if a P2P or an appeals was conducted- provide both the original denial and"
    " P2P/Appeals denial)"
)

many = settings(max_examples=EXAMPLES, deadline=None)

# --- anything that people could type into a field ---------------------------------------------

NASTY = (
    *(label for labels in LABELS.values() for _, label in labels),
    *TITLES.values(),
    *("|", "\\", "\\|", "<br>", "<BR/>", "**", "__", "==", "^^", "*", "`", "#", ":", ",", ";"),
    *("/", "(", ")", "-", " - ", "–", "—", "“", "”", "’", "\u00a0", "\u202f", "\u3000", " "),
    *("\n", "\n\n", "\r\n", "\t", "    ", "  ", "- ", "1. ", "---", "| --- |", "[", "]", "é"),
    *("Member ID: no", "\nMember ID: no", "PA: 1", "Now", "asap", "**Now**", "Tue 2 pm"),
    *("Original denial:", "P2P denial:", "Appeal denial: x", "P2P denial\\:", "P2P\u00a0denial :"),
    *("Thanks,", "Kim Osei, MA", "\u200b", "\u202e", "\x1b[31m", "\ufeff", "e" + "\u0301" * 12),
    HINT,
    "(Date and Time)",
)
anything = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=8)), max_size=8).map("".join)
denials = st.builds(Denial, kind=st.sampled_from(DenialKind), rationale=anything)
details = st.builds(
    Details,
    **{name: anything for labels in LABELS.values() for name, _ in labels},
    job_title=anything,
    prior_denials=st.lists(denials, max_size=3).map(tuple),
)


def plain(text: str) -> str:
    return re.sub("[\u00a0\u2007\u202f]", " ", text)


def on_template(kind: Kind, details: Details) -> Details:
    """Return what of ``details`` that template has room for."""
    names = {name for name, _ in LABELS[kind]}
    kept: dict[str, Any] = {name: plain(getattr(details, name)) for name in names}
    kept["job_title"] = details.job_title
    kept["prior_denials"] = tuple(
        Denial(kind=denial.kind, rationale=plain(denial.rationale))
        for denial in details.prior_denials
        if denial.rationale
    )
    if kind == "now":
        kept["callback_words"] = ""
    elif kind == "callback":
        kept["callback_words"] = details.callback_words or details.best_time
    else:
        kept["best_time"] = details.best_time or details.callback_words
    return Details(**kept)


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
    for kind, details in ((template.kind, template.details) for template in read(paste)):
        for form in FORMS:
            (again,) = read(write(kind, details, form))
            assert again.details == on_template(kind, details)


# --- the corpus -------------------------------------------------------------------------------


class Case(NamedTuple):
    name: str
    paste: str
    expected: tuple[Template, ...]


SIGNS = {"<TAB>": "\t", "<NBSP>": "\u00a0", "<ESC>": "\x1b", "<BOM>": "\ufeff", "<ZWSP>": "\u200b"}


def corpus() -> list[Case]:
    files = sorted((Path(__file__).parent / "corpus").glob("*.txt"))
    return [
        case(block)
        for file in files
        for block in file.read_text(encoding="utf-8").removeprefix("@@ ").split("\n@@ ")
    ]


def case(block: str) -> Case:
    head, *found = block.removesuffix("\n").split("\n=> ")
    name, _, paste = head.partition("\n")
    for sign, char in SIGNS.items():
        paste = paste.replace(sign, char)
    if "Windows line ends" in name:
        paste = paste.replace("\n", "\r\n")
    return Case(name, paste, tuple(expected(one) for one in found))


def expected(block: str) -> Template:
    kind, *lines = block.split("\n")
    fields: dict[str, Any] = {}
    for name, _, value in (line.partition(": ") for line in lines):
        text = value.replace("\\n", "\n")
        if name.startswith("denial "):
            denial = Denial(kind=DenialKind(name.removeprefix("denial ")), rationale=text)
            fields["prior_denials"] = (*fields.get("prior_denials", ()), denial)
        else:
            fields[name] = text
    return Template.model_validate({"kind": kind, "details": fields})


@pytest.mark.parametrize("case", corpus(), ids=lambda case: case.name)
def test_filled_templates_as_they_circulate(case: Case) -> None:
    assert read(case.paste) == case.expected


@pytest.mark.parametrize("case", corpus(), ids=lambda case: case.name)
@pytest.mark.parametrize("form", FORMS)
def test_the_corpus_is_written_and_read_back(case: Case, form: Form) -> None:
    for template in case.expected:
        (again,) = read(write(template.kind, template.details, form))
        assert again.details == on_template(template.kind, template.details)


# --- as the desk writes them ------------------------------------------------------------------

FILLED = Details(
    contact_name="Kim Osei",
    job_title="MA",
    phone="555-0150",
    pa_number="70050001",
    member_id="M501",
    drug_name="Humira",
    cntt="8850001",
    denial_rationale="no labs",
    prior_denials=(Denial(kind=DenialKind.P2P, rationale="labs too old"),),
    callback_words="Mon 9 am ET",
    additional_info="new labs\nfaxed | Monday",
    denying_pharmacist="Pat Nowak",
)


def test_the_table_of_the_technician_guide() -> None:
    assert (
        write("now", FILLED, "table")
        == f"""\
| Peer to Peer |
| --- |
| Contact name and job title: Kim Osei, MA |
| Contact phone #: 555-0150 |
| PA # : 70050001 |
| Member ID: M501 |
| Drug Name: Humira |
| CNTT: 8850001 |
| Denial Rationale: {HINT} Original denial: no labs P2P denial: labs too old |
| Callback Dates and Times: **Now** |"""
    )


def test_a_callback_in_plain_lines() -> None:
    assert (
        write("callback", FILLED, "plain")
        == f"""\
Scheduling a Peer to Peer
Contact name and job title: Kim Osei, MA
Contact phone #: 555-0150
PA # : 70050001
Member ID: M501
Drug Name: Humira
CNTT: 8850001
Denial Rationale: {HINT} Original denial: no labs P2P denial: labs too old
Callback Dates and Times: Mon 9 am ET"""
    )


def test_the_bullets_of_the_note_for_the_pharmacist() -> None:
    assert (
        write("rph", FILLED, "bullets")
        == """\
P2P Note for RPH
- Contact name and job title: Kim Osei, MA
- Contact number: 555-0150
- Best time to call (Date and Time): Mon 9 am ET
- Case ID or PA Auth#: 70050001
- Member ID: M501
- Drug name: Humira
- Denial Reason: Original denial: no labs P2P denial: labs too old
- Additional info given: new labs
    faxed | Monday
- Reason why Technician cannot approve:
- Name of Denying Pharmacist: Pat Nowak
- Reason for Denial on PA in VUE:
- Information gathered from prescriber when asked the specific reason it was denied:"""
    )


@pytest.mark.parametrize(
    ("written", "name", "title"),
    [
        ("Kim Osei, MA", "Kim Osei", "MA"),
        ("Kim Osei - MA", "Kim Osei", "MA"),
        ("Kim Osei – MA", "Kim Osei", "MA"),
        ("Kim Osei (MA)", "Kim Osei", "MA"),
        ("Kim Osei (MA, rheumatology)", "Kim Osei", "MA, rheumatology"),
        ("Kim Osei / MA", "Kim Osei", "MA"),
        ("Kim Osei/MA", "Kim Osei", "MA"),
        ("Kim Osei", "Kim Osei", ""),
        ("Dr. Lee", "Dr. Lee", ""),
        ("Dr Chidi Abara, MD, rheumatology", "Dr Chidi Abara", "MD, rheumatology"),
        ("Mary-Jane O’Neil, PA-C", "Mary-Jane O’Neil", "PA-C"),
        ("n/a", "n/a", ""),
        ("", "", ""),
    ],
)
def test_a_name_and_a_job_title(written: str, name: str, title: str) -> None:
    (template,) = read(f"Contact name and job title: {written}\nPA #: 1")
    assert (template.details.contact_name, template.details.job_title) == (name, title)


def test_a_name_that_holds_a_comma_is_read_back_whole() -> None:
    details = Details(contact_name="Osei, Kim", job_title="MA")
    written = write("now", details, "plain")
    assert r"Osei\, Kim, MA" in written
    assert read(written)[0].details == details


@pytest.mark.parametrize("value", ["Now", "now", "**Now**", "ASAP", "asap!", "Right now", "Stat"])
def test_now_is_said_in_many_ways(value: str) -> None:
    (template,) = read(f"PA #: 1\nCallback Dates and Times: {value}")
    assert (template.kind, template.details.callback_words) == ("now", "")


def test_the_empty_templates_of_the_desk_are_read_as_templates() -> None:
    for kind in KINDS:
        for form in FORMS:
            assert read(write(kind, Details(), form)) == (Template(kind=kind, details=Details()),)
