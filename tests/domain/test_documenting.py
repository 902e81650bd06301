"""What each determination is documented with: the desk's table, cell by cell, from a copy here."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from p2p_tui.domain.documenting import LABELS, LATE_AFTER, NEEDS, TABLE, asked, told
from p2p_tui.domain.errors import Missing
from p2p_tui.domain.request import Determination, Documentation, Kind, Request, Status
from tests.documented import APPROVED, DISCUSSED, needed
from tests.domain.builders import ET, NOW, DeskInMemory, details, minutes, standing

# needed: N, optional: o, not asked: -
GRID = """
                                     new_pa valid_from valid_until changed_to appeal_rights_told alternative promised promised_by promised_until in_their_words rationale criterion
approved                               N       N          N           -              -               -          -         -            -               -            o         o
approved in part or changed            N       N          N           N              o               -          -         -            -               -            N         o
upheld, appeal rights told             -       -          -           -              N               -          -         -            -               -            N         o
alternative accepted                   o       o          o           -              o               N          -         -            -               -            o         o
more information promised              -       -          -           -              -               -          N         N            N               -            o         o
back for reconsideration               -       -          -           -              o               -          -         -            -               -            o         o
sent to appeal                         -       -          -           -              o               -          -         -            -               -            o         o
discussion only                        -       -          -           -              o               -          -         -            -               -            o         o
withdrawn by the provider during the call -    -          -           -              o               -          -         -            -               N            o         -
"""  # noqa: E501
WORDS = {"N": "needed", "o": "optional", "-": "not asked"}


def cells() -> list[tuple[Determination, str, str]]:
    """Each cell of the table: the determination, the field, and whether it is asked for."""
    header, *lines = GRID.strip("\n").splitlines()
    found = []
    for line in lines:
        name, marks = " ".join(line.split()[:-12]), line.split()[-12:]
        found += [
            (Determination(name), field, WORDS[mark])
            for field, mark in zip(header.split(), marks, strict=True)
        ]
    return found


CELLS = cells()
SAID: dict[str, Any] = {
    "new_pa": "88130001", "valid_from": "2026-11-20", "valid_until": "2027-11-20",
    "changed_to": "1 mg weekly", "appeal_rights_told": True, "alternative": "Trulicity",
    "promised": "The labs", "promised_by": "Kim Osei", "promised_until": "2026-11-25",
    "in_their_words": "Never mind", "rationale": "Criterion 2", "criterion": "A1c within 90 days",
}  # fmt: skip


@pytest.fixture
def desk() -> DeskInMemory:
    return DeskInMemory()


@pytest.fixture
def call(desk: DeskInMemory) -> str:
    """A call that Ana Ruiz held and that ended just now."""
    ref = desk.place("tina", details()).ref
    desk.make("ana", "acknowledge", ref)
    desk.make("ana", "ready", ref, extension="4412")
    desk.later(minutes(1))
    desk.make("tina", "transfer", ref)
    desk.later(minutes(9))
    desk.make("ana", "end_call", ref)
    return ref


def documented(after: Request) -> Documentation:
    assert after.documentation is not None
    return after.documentation


def test_the_table_has_every_determination_and_every_field_of_its_own() -> None:
    assert {one for one, _, _ in CELLS} == set(Determination) == set(TABLE)
    assert {field for _, field, _ in CELLS} == {name for row in TABLE.values() for name in row}
    assert len(CELLS) == len(Determination) * 12


@pytest.mark.parametrize(
    ("determination", "field", "cell"), CELLS, ids=lambda one: str(getattr(one, "value", one))
)
def test_each_cell_is_as_the_table_says(
    desk: DeskInMemory, call: str, determination: Determination, field: str, cell: str
) -> None:
    assert asked(determination.value, field).value == cell
    given = {**needed(determination), "none_offered": True}
    given.pop(field, None)
    if cell == "needed":
        with pytest.raises(Missing) as no:
            desk.make("ana", "document", call, **given)
        assert no.value.field == field
        assert desk.requests[call].status is Status.TO_DOCUMENT
    with_it = {**given, field: SAID[field]}
    if cell == "not asked":
        with pytest.raises(Missing, match="leave it empty") as no:
            desk.make("ana", "document", call, **with_it)
        assert no.value.field == field
        after = desk.make("ana", "document", call, **given)
        assert not getattr(documented(after), field)
    else:
        after = desk.make("ana", "document", call, **with_it)
        assert str(getattr(documented(after), field)) == str(SAID[field])
    assert documented(after).determination is determination


def test_before_a_determination_is_chosen_nothing_of_one_is_asked() -> None:
    shown = {need.name for need in NEEDS if asked("", need.name).value != "not asked"}
    assert shown & set(SAID) == set()
    assert asked("", "determination").value == "needed"


def test_who_was_on_the_line_stands_apart_from_the_caller(desk: DeskInMemory, call: str) -> None:
    after = desk.make("ana", "document", call, **DISCUSSED, spoke_with="Dr. Lee",
                      credentials="MD, endocrinology", npi="1234 567 893")  # fmt: skip
    said = documented(after)
    assert (said.spoke_with, said.credentials, said.npi) == (
        "Dr. Lee", "MD, endocrinology", "1234567893",
    )  # fmt: skip
    assert after.contact_name == "Kim Osei"


@pytest.mark.parametrize("npi", ["123456789", "12345678931", "1234567890", "123456789x"])
def test_an_npi_that_can_be_none_is_asked_again(desk: DeskInMemory, call: str, npi: str) -> None:
    with pytest.raises(Missing) as no:
        desk.make("ana", "document", call, **DISCUSSED, npi=npi)
    assert no.value.field == "npi"


def test_times_of_the_call_come_from_the_events_and_are_corrected_with_a_reason(
    desk: DeskInMemory, call: str
) -> None:
    before = desk.requests[call]
    with pytest.raises(Missing, match="Say why the times") as no:
        desk.make("ana", "document", call, **DISCUSSED, call_times="2:20–2:35 PM")
    assert no.value.field == "times_reason"
    with pytest.raises(Missing, match="in the future"):
        desk.make("ana", "document", call, **DISCUSSED, call_times="2:20–6:35 PM",
                  times_reason="forgot")  # fmt: skip
    with pytest.raises(Missing, match="which times"):
        desk.make("ana", "document", call, **DISCUSSED, times_reason="forgot")
    after = desk.make("ana", "document", call, **DISCUSSED, call_times="2:20–2:35 PM",
                      times_reason="I pressed it late")  # fmt: skip
    assert after.connected_at == datetime(2026, 11, 20, 14, 20, tzinfo=ET)
    assert after.ended_at == datetime(2026, 11, 20, 14, 35, tzinfo=ET)
    assert documented(after).times_reason == "I pressed it late"
    story = desk.stories[call][-1]
    assert story.before["connected_at"] != story.after["connected_at"]
    assert before.connected_at is not None


def test_days_that_contradict_each_other_or_the_calendar_are_asked_again(
    desk: DeskInMemory, call: str
) -> None:
    for given, field in (
        ({**APPROVED, "valid_until": "yesterday"}, "valid_until"),
        ({**APPROVED, "valid_from": "Feb 30"}, "valid_from"),
        ({**APPROVED, "valid_from": "soonish"}, "valid_from"),
        ({**needed("more information promised"), "promised_until": "yesterday"}, "promised_until"),
    ):
        with pytest.raises(Missing) as no:
            desk.make("ana", "document", call, none_offered=True, **given)
        assert no.value.field == field


def test_what_is_written_long_after_the_call_is_marked_late(desk: DeskInMemory, call: str) -> None:
    desk.later(LATE_AFTER)
    undo = dict(desk.requests)
    assert not documented(desk.make("ana", "document", call, **DISCUSSED)).late
    desk.requests = undo
    desk.later(timedelta(seconds=1))
    assert documented(desk.make("ana", "document", call, **DISCUSSED)).late


def test_promised_information_is_waited_for_until_somebody_says_that_it_is_settled(
    desk: DeskInMemory, call: str
) -> None:
    after = desk.make("ana", "document", call, none_offered=True,
                      **needed("more information promised"))  # fmt: skip
    assert after.follow_up_on == date(2026, 11, 25)
    asked_for = desk.make("ben", "add_to_record", call, words="Rang them: by Friday")
    assert asked_for.follow_up_on == after.follow_up_on
    settled = desk.make("ben", "add_to_record", call, words="The labs came", settles=True)
    assert settled.follow_up_on is None
    with pytest.raises(Missing, match="Nothing that was promised is waited for"):
        desk.make("ana", "add_to_record", call, words="again", settles=True)


def test_what_was_documented_is_told_by_the_labels_of_the_form() -> None:
    said = Documentation(
        at=NOW, by="ana", determination=Determination.UPHELD, none_offered=True,
        appeal_rights_told=True, rationale="Criterion 2 is not met",
        valid_until=date(2027, 11, 20), times_reason="I pressed it late",
    )  # fmt: skip
    assert told(said) == [
        (LABELS["heard"], "none was offered"),
        (LABELS["determination"], "upheld, appeal rights told"),
        (LABELS["valid_until"], "Sat Nov 20, 2027"),
        (LABELS["appeal_rights_told"], "yes"),
        (LABELS["rationale"], "Criterion 2 is not met"),
        ("Times of the call were corrected", "I pressed it late"),
    ]


def test_a_documentation_of_before_these_fields_is_read_as_it_is() -> None:
    old = {
        "at": NOW.isoformat(), "by": "ana", "determination": "approved", "spoke_with": "Dr. Lee",
        "heard": "A1c 8.4", "none_offered": False, "reason_given": "", "rationale": "",
        "appeal_rights_told": False, "promised": "",
    }  # fmt: skip
    request = standing(Kind.IMMEDIATE, Status.CLOSED, documentation=old)
    assert documented(request).new_pa == ""
    assert request.follow_up_on is None
