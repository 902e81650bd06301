"""What is still to get, and what the caller is told (R1-R4, R7, R14, R17)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from p2p_tui.domain.details import Details
from p2p_tui.domain.intake import LABELS, to_get, what_to_say
from p2p_tui.domain.request import Kind, Status
from tests.domain.builders import details, standing

IN_ORDER = (
    "Contact name",
    "Job title",
    "Contact phone #",
    "PA #",
    "Member ID",
    "Drug name",
    "CNTT",
    "Denial rationale",
    "Caller verified",
    "Contact ID made",
    "PA pulled up and verified",
)
FIELDS = (
    "contact_name", "job_title", "phone", "pa_number", "member_id", "drug_name", "cntt",
    "denial_rationale", "caller_verified", "contact_id_made", "pa_verified",
)  # fmt: skip


def test_of_a_caller_who_said_nothing_everything_is_to_get_in_the_templates_order() -> None:
    assert to_get(Details()) == IN_ORDER


def test_nothing_is_to_get_once_all_is_said() -> None:
    assert to_get(details()) == ()


@pytest.mark.parametrize(("field", "label"), list(zip(FIELDS, IN_ORDER, strict=True)))
def test_what_is_missing_is_asked_for_by_its_label(field: str, label: str) -> None:
    empty = False if field in FIELDS[-3:] else "  "
    assert to_get(details(**{field: empty})) == (label,)


def test_a_callback_whose_time_is_not_certain_is_to_be_confirmed() -> None:
    unclear = standing(Kind.CALLBACK, Status.SCHEDULED, time_to_confirm=True)
    assert to_get(unclear) == ("the callback time, confirmed with the caller",)
    assert to_get(unclear.model_copy(update={"time_to_confirm": False})) == ()


@settings(max_examples=100)
@given(said=st.sets(st.sampled_from(FIELDS)))
def test_exactly_what_was_not_said_is_to_get(said: set[str]) -> None:
    known = {name: value for name, value in details().model_dump().items() if name in said}
    expected = [label for name, label in zip(FIELDS, IN_ORDER, strict=True) if name not in said]
    assert to_get(Details.model_validate(known)) == tuple(expected)


def test_every_field_of_a_request_has_a_label_of_its_own() -> None:
    assert set(LABELS) == set(Details.model_fields)
    assert len(set(LABELS.values())) == len(LABELS)


def test_a_caller_who_is_called_back_is_told_so_at_any_hour() -> None:
    for advice in (None, "The desk is closed."):
        said = what_to_say(callback=True, advice=advice)
        assert "will call you back during the time that you asked for" in said


def test_a_caller_on_the_line_is_promised_nobody_while_the_desk_is_closed() -> None:
    assert "stay on the line" in what_to_say(callback=False, advice=None)
    assert what_to_say(callback=False, advice="The desk is closed.") == "The desk is closed."
