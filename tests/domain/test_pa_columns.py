"""Headers of extracts, as PA systems spell them, and the desk's own names for them."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from p2p_tui.domain.denied_pas import DeniedPA
from p2p_tui.domain.errors import Mistyped
from p2p_tui.domain.in_common import CHANGED, InCommon, difference
from p2p_tui.domain.pa_columns import (
    DATES,
    FIELDS,
    SPELLINGS,
    columns,
    field_named,
    header_key,
    spellings,
)
from p2p_tui.domain.people import Roster
from p2p_tui.domain.story import Happening, tell
from tests.domain.builders import NOW

EVERY = [(field, header) for field in SPELLINGS for header in spellings(field)]


def underscored(name: str) -> str:
    return name.replace(" ", "_")


def test_every_field_of_a_denied_pa_has_spellings() -> None:
    assert set(FIELDS) == set(SPELLINGS) == set(DeniedPA.model_fields) - {"loaded_at", "source"}
    assert set(FIELDS) > DATES


def test_no_spelling_means_two_things() -> None:
    meant = {(header_key(header), field) for field, header in EVERY}
    assert len({key for key, _ in meant}) == len(meant)


@pytest.mark.parametrize("write", [str.upper, str.title, underscored])
def test_every_spelling_is_read_in_any_writing(write: Callable[[str], str]) -> None:
    for field, header in EVERY:
        assert columns([write(header)], {}) == {field: 0}, header


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("PA Number", "pa_number"),
        ("PA#", "pa_number"),
        ("pa_nbr", "pa_number"),
        ("Auth #", "pa_number"),
        ("AuthID", "pa_number"),
        ("Case ID", "pa_number"),
        ("Member", "member_id"),
        ("Cardholder ID", "member_id"),
        ("Drug", "drug_name"),
        ("LABEL_NAME", "drug_name"),
        ("Denial Reason", "denial_rationale"),
        ("Rationale", "denial_rationale"),
        ("Pharmacist", "denying_pharmacist"),
        ("Reviewer", "denying_pharmacist"),
        ("Decision Date", "denied_on"),
        ("Denied", "denied_on"),
        ("Denial Date", "denied_on"),
        ("Appeal Date", "appeal_filed_on"),
        ("P2P Date", "p2p_held_on"),
        ("Peer-to-Peer Date", "p2p_held_on"),
        ("P2P Deadline", "p2p_until"),
        ("Plan", "plan"),
        ("Line of Business", "plan"),
    ],
)
def test_usual_headers_are_known(header: str, field: str) -> None:
    assert columns([header], {}) == {field: 0}


def test_the_better_named_column_is_taken_and_of_equals_the_first() -> None:
    assert columns(["Case ID", "PA Number", "pa-number", "Drug"], {}) == {
        "pa_number": 1,
        "drug_name": 3,
    }


def test_the_desks_own_names_go_before_the_usual_ones() -> None:
    own = {"Ref.": "pa_number", "Case ID": "plan", "Drug": ""}
    assert columns(["PA Number", "ref", "CASE-ID", "Drug"], own) == {"pa_number": 1, "plan": 2}


@given(st.lists(st.text()), st.dictionaries(st.text(), st.sampled_from(list(FIELDS))))
def test_whatever_the_headers_are_each_field_has_one_of_the_columns(
    header: list[str], own: dict[str, str]
) -> None:
    found = columns(header, {name: field for name, field in own.items() if header_key(name)})
    assert set(found) <= set(FIELDS)
    assert len(set(found.values())) == len(found)
    assert all(0 <= index < len(header) for index in found.values())


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("pa_number", "pa_number"),
        ("PA number", "pa_number"),
        ("p2p until", "p2p_until"),
        ("Label Name", "drug_name"),
        ("P2P held on", "p2p_held_on"),
        (" ", ""),
    ],
)
def test_a_field_is_named_as_people_name_it(words: str, field: str) -> None:
    assert field_named(words) == field


@pytest.mark.parametrize("words", ["--", "colour", "\x1b[31m"])
def test_what_is_no_field_is_said_with_those_there_are(words: str) -> None:
    with pytest.raises(Mistyped, match=r"say one of: PA number, member ID, .*P2P until$") as no:
        field_named(words)
    assert str(no.value).isprintable()


# -- what the desk has in common


def test_a_header_means_a_field_that_there_is() -> None:
    assert InCommon(pa_columns={" Auth\tRef": "pa_number"}).pa_columns == {"Auth Ref": "pa_number"}
    for wrong in ({"Ref": "colour"}, {"--": "plan"}):
        with pytest.raises(ValidationError):
            InCommon(pa_columns=wrong)


def test_a_change_of_them_is_told_in_words() -> None:
    before = InCommon(pa_columns={"Ref": "pa_number", "Line": "plan"})
    after = InCommon(pa_columns={"Ref": "member_id", "Auth Ref": "pa_number", "Denied": ""})
    old, new = difference(before, after)
    event = Happening(seq=1, at=NOW, actor="lena", move=CHANGED, before=old, after=new)
    assert tell(event, Roster()) == (
        "changed the columns of the PA extract: “Ref” is the member ID;"
        " “Auth Ref” is the PA number; “Denied” is not read; “Line” no longer"
    )


def test_hours_and_columns_changed_at_once_are_both_told() -> None:
    hours = InCommon().hours
    after = InCommon(
        hours=hours.model_copy(update={"zone": "America/Chicago"}), pa_columns={"Ref": "plan"}
    )
    old, new = difference(InCommon(), after)
    event = Happening(seq=1, at=NOW, actor="lena", move=CHANGED, before=old, after=new)
    assert tell(event, Roster()) == (
        "changed the desk's hours: time zone America/Chicago, was America/New_York;"
        " changed the columns of the PA extract: “Ref” is the plan"
    )
