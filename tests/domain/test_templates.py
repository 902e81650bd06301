"""The desk's templates, written as the desk does, and the names and times in them."""

import pytest

from p2p_tui.domain.details import Denial, DenialKind, Details, Template
from p2p_tui.domain.templates import read, write
from tests.domain.pastes import FORMS, HINT, KINDS

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


@pytest.mark.parametrize("name", ["Kim RN MA", "Kim RN, MA", "Kim RN/MA", "Kim RN , MA", "Kim RN"])
@pytest.mark.parametrize("title", ["", "NP"])
def test_a_name_that_ends_like_titles_is_read_back_whole(name: str, title: str) -> None:
    (again,) = read(write("now", Details(contact_name=name, job_title=title), "plain"))
    assert (again.details.contact_name, again.details.job_title) == (name, title)


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
