"""Who called before, told by a number in any notation (R1)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2p_tui.domain.callers import KnownCaller, brought, caller_words
from p2p_tui.domain.details import Details
from p2p_tui.domain.phones import phone_key

NOW = datetime(2026, 11, 20, 19, 31, tzinfo=UTC)
KIM = KnownCaller(contact_name="Kim Osei", job_title="MA", practice="Lakeside Clinic", last_at=NOW)
JO = KnownCaller(
    contact_name="Jo Wu", job_title="RN", practice="Lakeside Clinic",
    last_at=NOW - timedelta(days=1),
)  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    ["6145550142", "(614) 555-0142", "+1 614.555.0142", "1-614-555-0142 ext. 3",
     "614 555 0142x12", "614-555-0142, x 7", "614 555 0142 #9", " 614 555 0142 Ext 4 "],
)  # fmt: skip
def test_one_number_is_found_however_it_is_typed(typed: str) -> None:
    assert phone_key(typed) == "6145550142"


@given(st.text())
def test_any_text_has_a_key_of_digits_or_none(typed: str) -> None:
    assert phone_key(typed) == "" or phone_key(typed).isdigit()


def test_one_caller_brings_name_title_and_practice() -> None:
    assert brought(Details(), [KIM]) == {
        "contact_name": "Kim Osei", "job_title": "MA", "practice": "Lakeside Clinic",
    }  # fmt: skip


def test_several_of_one_practice_bring_the_practice_alone() -> None:
    assert brought(Details(), [KIM, JO]) == {"practice": "Lakeside Clinic"}


def test_another_name_that_was_typed_is_neither_overwritten_nor_given_the_title() -> None:
    assert brought(Details(contact_name="Al Ray"), [KIM]) == {"practice": "Lakeside Clinic"}
    assert brought(Details(contact_name="kim osei"), [KIM])["job_title"] == "MA"


@given(st.builds(Details, contact_name=st.text(), practice=st.text(), job_title=st.text()))
def test_nothing_that_was_typed_is_ever_overwritten(details: Details) -> None:
    assert not [name for name in brought(details, [KIM]) if getattr(details, name)]


def test_a_call_is_named_by_its_caller_else_by_what_is_known() -> None:
    assert caller_words(Details(contact_name="Kim Osei", phone="1")) == "Kim Osei"
    assert caller_words(Details(phone="614")) == "614"
    assert caller_words(Details(pa_number="88")) == "PA 88"
    assert caller_words(Details()) == "caller not named yet"
