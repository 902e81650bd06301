"""What the desk's values are made of: cleaned text, moments in UTC, windows in order."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from p2p_tui.domain.details import CallbackWindow, Details
from p2p_tui.domain.errors import DeskError, Missing, Overtaken, Refused
from p2p_tui.domain.request import Kind, Request, Status
from tests.domain.builders import COHERENT, ET, NOW, details, standing, window

ONE_LINE = ("contact_name", "phone", "pa_number", "member_id", "cntt", "denying_pharmacist")
SEVERAL = ("denial_rationale", "additional_info", "prescriber_told", "not_understood")


@settings(max_examples=100)
@given(text=st.text(max_size=30))
def test_whatever_is_typed_into_a_field_is_kept_clean(text: str) -> None:
    said = Details.model_validate(dict.fromkeys((*ONE_LINE, *SEVERAL), text))
    for name in ONE_LINE:
        assert "\n" not in getattr(said, name)
    for name in (*ONE_LINE, *SEVERAL):
        assert "\x1b" not in getattr(said, name)
    assert Details.model_validate(said.model_dump()) == said
    assert Details.model_validate_json(said.model_dump_json()) == said


@pytest.mark.parametrize("text", ["\ud800", "a\x00b", "\x1b]52;c;eA==\x07", "e" + "\u0301" * 99])
def test_no_text_however_broken_keeps_a_request_from_being_written_down(text: str) -> None:
    said = Details(contact_name=text, additional_info=text)
    said.model_dump_json().encode("utf-8")
    assert said.contact_name


def test_a_request_has_the_fields_that_it_declares_and_never_changes() -> None:
    with pytest.raises(ValidationError):
        Details.model_validate({"refused_because": "after hours"})
    with pytest.raises(ValidationError):
        details().__setattr__("phone", "(614) 555-0199")


def test_times_are_kept_in_utc_and_need_a_zone() -> None:
    at = datetime(2026, 3, 8, 3, 0, tzinfo=ET)
    request = standing(Kind.IMMEDIATE, Status.WAITING, since=at)
    assert (request.since, request.since.tzinfo) == (datetime(2026, 3, 8, 7, tzinfo=UTC), UTC)
    with pytest.raises(ValidationError, match="a time needs a time zone"):
        standing(Kind.IMMEDIATE, Status.WAITING, since=at.replace(tzinfo=None))


@pytest.mark.parametrize(
    "wrong",
    [
        {"end": NOW},
        {"end": NOW - timedelta(hours=1)},
        {"wall_start": NOW},
        {"wall_end": NOW},
    ],
)
def test_a_window_ends_after_it_starts_and_keeps_the_providers_own_clock(
    wrong: dict[str, Any],
) -> None:
    good = window(NOW)
    assert good.wall_start.isoformat() == "2026-11-20T13:31:00"
    with pytest.raises(ValidationError):
        CallbackWindow.model_validate({**good.model_dump(), **wrong})


@pytest.mark.parametrize(("kind", "status"), COHERENT)
def test_a_request_is_the_same_after_it_was_written_down_and_read(
    kind: Kind, status: Status
) -> None:
    request = standing(kind, status)
    assert Request.model_validate(request.model_dump()) == request
    assert Request.model_validate_json(request.model_dump_json()) == request
    assert request.open is (status is not Status.CLOSED)


@pytest.mark.parametrize(
    ("name", "title", "said"),
    [
        ("Kim Osei", "MA", "Kim Osei, MA"),
        ("Kim Osei", "", "Kim Osei"),
        ("", "MA", "MA"),
        ("", "", "caller not named yet"),
    ],
)
def test_the_caller_is_named_with_the_job_title(name: str, title: str, said: str) -> None:
    known = {"contact_name": name, "job_title": title}
    assert standing(Kind.IMMEDIATE, Status.WAITING, **known).contact == said


def test_a_refusal_names_its_rule_in_brackets() -> None:
    no = Missing("Say who asked", "R11", "who_asked")
    assert (str(no), no.rule, no.field) == ("Say who asked (R11)", "R11", "who_asked")
    assert isinstance(no, Refused)
    assert isinstance(Overtaken("Ana Ruiz was first"), DeskError)


def test_a_status_is_said_in_words() -> None:
    assert [status.words for status in (Status.ON_CALL, Status.TO_DOCUMENT)] == [
        "on call",
        "to document",
    ]
