"""A denied PA beside what the caller said: it fills, it differs, and it never stops anybody."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2p_tui.domain.denied_pas import (
    Conflict,
    DeniedPA,
    conflicts,
    filled,
    number_key,
    of_the_desk,
    plan_facts,
)
from p2p_tui.domain.details import Details
from p2p_tui.domain.text import one_line
from tests.domain.builders import ANA, NOW, details, person, roster

TODAY = date(2026, 11, 20)


def pa(**told: Any) -> DeniedPA:
    """What the PA system says of Kim Osei's PA; ``told`` is told otherwise."""
    usual: dict[str, Any] = {
        "pa_number": "88120417",
        "member_id": "H10024471",
        "drug_name": "OZEMPIC 2 MG/3 ML PEN",
        "denial_rationale": "No A1c within 90 days",
        "denying_pharmacist": "Ana Ruiz",
        "loaded_at": NOW,
        "source": "denied.csv",
    }
    return DeniedPA(**{**usual, **told})


# -- numbers


@pytest.mark.parametrize(
    "typed",
    [
        "88120417", " 8812 0417 ", "8812-0417", "PA88120417", "pa 88120417", "PA# 88120417",
        "PA #: 88120417", "#88120417", "PA-8812-0417", "PA No. 88120417", "Case ID: 88120417",
        "Auth # 88120417", "PA Auth# 88120417", "８８１２０４１７", "88120417\u200b",
        "8812\u00a00417",
    ],
)  # fmt: skip
def test_a_pa_number_is_the_same_however_it_is_typed(typed: str) -> None:
    assert number_key(typed) == "88120417"
    assert number_key(one_line(typed)) == "88120417"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("PAX12", "pax12"),
        ("PA#AB12", "ab12"),
        ("ab12", "ab12"),
        ("00123", "00123"),
        ("PA", "pa"),
        ("PA #", ""),
        ("", ""),
        (" -- ", ""),
    ],
)
def test_only_words_before_a_number_are_left_out(typed: str, key: str) -> None:
    assert number_key(typed) == key


@given(st.text(st.characters(max_codepoint=0x17F) | st.sampled_from("PA#- 0123456789")))
def test_a_key_is_its_own_key_and_holds_letters_and_digits_only(typed: str) -> None:
    key = number_key(typed)
    assert key == "" or key.isalnum()
    assert number_key(key) == key


# -- what the plan holds


def test_what_the_plan_holds_is_told_and_stops_nothing() -> None:
    one = pa(
        appeal_filed_on=date(2026, 11, 12),
        p2p_held_on=date(2026, 11, 10),
        p2p_until=date(2026, 11, 15),
    )
    assert plan_facts(one, TODAY) == (
        "An appeal was filed Nov 12",
        "A P2P was already held Nov 10",
        "Past the plan's P2P window (ended Nov 15): it is still taken",
    )


def test_of_a_plan_that_holds_nothing_there_is_nothing_to_tell() -> None:
    assert plan_facts(pa(), TODAY) == ()


@pytest.mark.parametrize(
    ("until", "told"),
    [
        (TODAY, "The plan's P2P window ends today; it is taken later too"),
        (date(2026, 11, 25), "The plan's P2P window ends Nov 25; it is taken later too"),
        (
            date(2025, 11, 25),
            "Past the plan's P2P window (ended Nov 25 2025): it is still taken",
        ),
    ],
)
def test_a_window_is_told_with_its_last_day(until: date, told: str) -> None:
    assert plan_facts(pa(p2p_until=until), TODAY) == (told,)


dates = st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(dates, dates, dates, st.integers(-400, 400))
def test_no_fact_of_the_plan_ever_says_no(
    appeal: date | None, held: date | None, until: date | None, days: int
) -> None:
    one = pa(appeal_filed_on=appeal, p2p_held_on=held, p2p_until=until)
    facts = plan_facts(one, TODAY + timedelta(days=days))
    assert len(facts) == sum(day is not None for day in (appeal, held, until))
    refusing = r"\b(no|not|never|can't|cannot|may not|too late|refuse|deny|expired|closed)\b"
    for fact in facts:
        assert fact.isprintable()
        assert re.search(refusing, fact, re.IGNORECASE) is None


# -- filling


def test_it_fills_what_is_empty() -> None:
    assert filled(Details(pa_number="PA 88120417"), pa()) == {
        "member_id": "H10024471",
        "drug_name": "OZEMPIC 2 MG/3 ML PEN",
        "denial_rationale": "No A1c within 90 days",
        "denying_pharmacist": "Ana Ruiz",
        "reason_in_vue": "No A1c within 90 days",
    }


def test_it_overwrites_nothing_and_fills_nothing_with_nothing() -> None:
    said = details(denying_pharmacist="Ben Cole", reason_in_vue="Criteria not met")
    assert filled(said, pa()) == {}
    assert filled(Details(), DeniedPA(pa_number="1", loaded_at=NOW, source="x")) == {
        "pa_number": "1"
    }


texts = st.sampled_from(["", "H10024471", "h-10024471", "Ozempic", "No A1c", "Ana Ruiz", "x"])
said = st.builds(
    Details, member_id=texts, drug_name=texts, denial_rationale=texts, denying_pharmacist=texts
)
told = st.builds(
    pa, member_id=texts, drug_name=texts, denial_rationale=texts, denying_pharmacist=texts
)


@given(said, told)
def test_what_it_fills_and_where_it_differs_are_two_things(one: Details, other: DeniedPA) -> None:
    fills = filled(one, other)
    differs = {conflict.field for conflict in conflicts(one, other)}
    assert all(getattr(one, name) == "" and value for name, value in fills.items())
    assert not differs & set(fills)
    complete = one.model_copy(update=fills)
    assert filled(complete, other) == {}
    assert {conflict.field for conflict in conflicts(complete, other)} == differs


# -- differing


def test_what_is_the_same_but_for_its_writing_is_no_conflict() -> None:
    one = details(
        member_id="h 1002-4471",
        drug_name="ozempic",
        denial_rationale="NO A1C, within\n90 days.",
        denying_pharmacist="RUIZ, Ana",
    )
    assert conflicts(one, pa()) == ()


def test_where_both_differ_both_are_shown() -> None:
    one = details(
        member_id="H10024472",
        drug_name="Wegovy",
        denial_rationale="No A1c within\n30 days",
        denying_pharmacist="Ben Cole",
    )
    found = conflicts(one, pa())
    assert [conflict.field for conflict in found] == [
        "member_id", "drug_name", "denial_rationale", "denying_pharmacist",
    ]  # fmt: skip
    assert found[0] == Conflict(field="member_id", said="H10024472", in_pa="H10024471")
    assert found[2].words == (
        "Denial rationale: the caller said No A1c within 30 days,"
        " the PA system says No A1c within 90 days"
    )


@pytest.mark.parametrize(
    ("said", "differs"),
    [("Ozempic 2 mg", False), ("Ozempic 1 mg", True), ("OZEMPIC  2mg/3ml pen", False)],
)
def test_a_drug_named_without_strength_or_form_is_the_same(said: str, differs: bool) -> None:
    assert bool(conflicts(details(drug_name=said), pa())) is differs


def test_a_name_and_a_username_of_one_pharmacist_are_the_same() -> None:
    one = details(denying_pharmacist="Ana Ruiz, PharmD")
    told = of_the_desk(pa(), roster())
    assert told.denying_pharmacist == "ana"
    assert conflicts(one, told, roster()) == ()
    (conflict,) = conflicts(details(denying_pharmacist="Ben Cole"), told, roster())
    assert conflict.in_pa == "ana"


@pytest.mark.parametrize("name", ["Ruiz, Ana", "RUIZ, ANA, PharmD", "ana ruiz", "ana"])
def test_whose_name_it_is_the_desk_knows(name: str) -> None:
    assert of_the_desk(pa(denying_pharmacist=name), roster()).denying_pharmacist == "ana"


@pytest.mark.parametrize("name", ["Priya Shah", "", "Ruiz", "Tina Park"])
def test_whom_the_desk_does_not_know_stays_as_written(name: str) -> None:
    assert of_the_desk(pa(denying_pharmacist=name), roster()).denying_pharmacist == name


def test_of_two_of_one_name_the_desk_takes_neither() -> None:
    two = roster(ANA, person("aruiz", "Ana Ruiz", "pharmacist"))
    assert of_the_desk(pa(), two).denying_pharmacist == "Ana Ruiz"


def test_hostile_text_is_cleaned_at_the_door() -> None:
    one = pa(drug_name="Oz\x1b[31mempic\n2", denial_rationale="a\r\nb\u202e", plan="p\x00")
    assert one.drug_name == "Oz\\x1b[31mempic 2"
    assert one.denial_rationale == "a\nb\\u202e"
    assert one.plan == "p\\x00"
