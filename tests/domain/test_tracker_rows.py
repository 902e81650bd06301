"""An old tracker, row by row: what is read, what is told by its line, and that nothing is lost."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2p_tui.domain.details import Details
from p2p_tui.domain.errors import DeskError, Mistyped
from p2p_tui.domain.headings import header_key
from p2p_tui.domain.request import (
    ClosingReason,
    Determination,
    Documentation,
    Kind,
    Request,
    Status,
)
from p2p_tui.domain.tables import BadRow, open_rows, open_table
from p2p_tui.domain.tracker_columns import (
    DAYS,
    FIELDS,
    HEADINGS,
    SPELLINGS,
    Ending,
    ending,
    ending_named,
)
from p2p_tui.domain.tracker_rows import NOBODY, Desk, OldRow, kind, read_rows
from p2p_tui.domain.tracker_sheet import COLUMNS
from tests.domain.builders import NOW, roster

HEADER = "Date,Time,Tech,Caller,PA #,Drug,Denied By,RPh,Provider,Outcome,Notes"
ROW = '11/18/2026,2:30 PM,Tina Park,Kim Osei,88120417,Ozempic,Ben Cole,"Ruiz, Ana",Dr. Abara,Overturned,labs faxed'  # noqa: E501


def read(
    *lines: str, own: Mapping[str, str] | None = None, **said: Ending
) -> list[OldRow | BadRow]:
    own = own or {}
    left = {header_key(name) for name, field in own.items() if not field}
    desk = Desk(roster(), "America/New_York", NOW, "old.csv", said)
    table = open_table([f"{line}\n" for line in lines], kind(own))
    return list(read_rows(table, desk, lambda header: header_key(header) in left))


def one(*lines: str, own: Mapping[str, str] | None = None, **said: Ending) -> Request:
    (found,) = read(*lines, own=own, **said)
    assert isinstance(found, OldRow), found
    return found.request


def reason(row: str, header: str = HEADER) -> str:
    (found,) = read(header, row)
    assert isinstance(found, BadRow), found
    assert found.line == 2
    return found.reason


def test_a_row_is_a_closed_request_with_its_documentation() -> None:
    found = one(HEADER, ROW)
    at = datetime(2026, 11, 18, 19, 30, tzinfo=UTC)
    assert (found.status, found.kind, found.placed_at, found.closed_at) == (
        Status.CLOSED, Kind.IMMEDIATE, at, at,
    )  # fmt: skip
    assert (found.placed_by, found.holder, found.denying_pharmacist) == ("tina", "ana", "Ben Cole")
    assert (found.contact_name, found.pa_number, found.drug_name) == (
        "Kim Osei", "88120417", "Ozempic",
    )  # fmt: skip
    assert found.documentation == Documentation(
        at=at, by="ana", determination=Determination.APPROVED, spoke_with="Dr. Abara"
    )
    assert [one.words for one in found.addenda] == ["labs faxed"]
    assert (found.not_understood, found.source) == ("", "old.csv, line 2")


def test_whom_the_desk_does_not_know_is_kept_in_words() -> None:
    found = one("Date,Tech,RPh,Outcome", "11/18/2026,Jess K.,\tMo Lind \x1b[2J,denied")
    assert (found.placed_by, found.holder) == ("Jess K.", "Mo Lind \\x1b[2J")
    nobody = one("Date,Outcome", "11/18/2026,denied")
    assert nobody.documentation is not None
    assert (nobody.placed_by, nobody.holder, nobody.documentation.by) == (NOBODY, None, NOBODY)


def test_what_ended_without_a_p2p_is_closed_so() -> None:
    found = one("Date,Outcome,Said By,Closing Comments,Rationale",
                "11/18/2026,Cancelled by provider,Kim,we appeal,none needed")  # fmt: skip
    assert found.closure is not None
    assert (found.closure.reason, found.closure.said_by, found.closure.words) == (
        ClosingReason.WITHDREW, "Kim", "we appeal",
    )  # fmt: skip
    assert found.documentation is None
    assert found.not_understood == "Rationale: none needed"


def test_nothing_that_stands_in_a_row_is_lost() -> None:
    found = one("Date,Time,Outcome,Fax Sent,Appeal Rights,", "11/18/2026,2:30,upheld,yes,mailed,x")
    assert found.placed_at == datetime(2026, 11, 18, 5, tzinfo=UTC), "2:30 is not guessed"
    assert found.not_understood == "Time: 2:30\nAppeal Rights: mailed\nFax Sent: yes\nx"
    left = one("Date,Outcome,Fax Sent", "11/18/2026,upheld,yes", own={"fax sent": ""})
    assert left.not_understood == ""


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",upheld,", "no date in “Date”"),
        ("soon,upheld,", "the date in “Date” can't be read"),
        ("11/21/2026,upheld,", "the date in “Date” is in the future"),
        ("11/18/2026,,", "it does not say how it ended"),
        ("11/18/2026,no answer,", "“Outcome” says no ending that the desk knows"),
        ("11/18/2026,withdrawn,", "“Outcome” says no ending that the desk knows"),
        ("11/18/2026,\"approved, then denied\",", "“Outcome” says no ending that the desk knows"),
        ("11/18/2026,upheld,11/17/2026", "“Call Date” is before “Date”"),
        ("11/18/2026,upheld,later", "the date in “Call Date” can't be read"),
        ("11/18/2026", "1 column, the headers are 3"),
        ("\"11/18/2026,upheld,", "a quote is not closed"),
    ],
)  # fmt: skip
def test_what_can_not_be_read_is_told_by_its_line(row: str, why: str) -> None:
    assert reason(row, "Date,Outcome,Call Date") == why


@pytest.mark.parametrize("header", ["PA #", "Member ID", "CNTT", "Phone", "New PA"])
def test_a_number_that_a_spreadsheet_rounded_is_told(header: str) -> None:
    told = reason("11/18/2026,upheld,8.81E+07", f"Date,Outcome,{header}")
    assert told == f"“{header}” was rounded by a spreadsheet; export it as text"


def test_two_endings_are_none() -> None:
    header = "Date,Outcome,Closed without a P2P"
    assert reason("11/18/2026,upheld,duplicate", header) == "it says two endings"
    assert one(header, "11/18/2026,,duplicate").closure is not None


@given(st.text(min_size=3).filter(lambda word: header_key(word) not in {"", "date", "outcome"}))
def test_a_reason_never_repeats_what_stands_there(word: str) -> None:
    cell = '"' + word.replace('"', '""') + '"'
    for row in (f"{cell},upheld", f"11/18/2026,{cell}"):
        for found in read("Date,Outcome", row):
            if isinstance(found, BadRow) and len(word.strip()) > 8:
                assert word.strip() not in found.reason


def test_the_times_of_a_call() -> None:
    header = "Date,Call Date,Date Documented,Outcome"
    found = one(header, "11/18/2026 14:30,11/18/2026 3:05 PM,11/19/2026,upheld")
    assert found.connected_at == datetime(2026, 11, 18, 20, 5, tzinfo=UTC)
    assert found.closed_at == datetime(2026, 11, 19, 5, tzinfo=UTC)
    day = one(header, "2026-11-18T14:30:00-06:00,11/18/2026,,upheld")
    assert day.placed_at == day.closed_at == datetime(2026, 11, 18, 20, 30, tzinfo=UTC)
    assert day.connected_at is None
    unread = one(header, "11/18/2026 2:30 PM EST,,,upheld")
    assert unread.not_understood == "Date: 11/18/2026 2:30 PM EST"


def test_a_callback_is_one() -> None:
    assert one("Date,Callback Time,Outcome", "11/18/2026,3 pm,upheld").kind is Kind.CALLBACK
    assert one("Date,Callback Time,Outcome", "11/18/2026,Now,upheld").kind is Kind.IMMEDIATE


def test_what_was_approved_has_its_days() -> None:
    header = "Date,Outcome,New PA #,Effective Date,Expiration Date,Appeal Rights Told,New Info"
    said = one(header, "11/18/2026,approved,9,11/18/2026,2027-11-17,Y,None offered").documentation
    assert said is not None
    assert (said.new_pa, said.valid_from, said.valid_until, said.appeal_rights_told) == (
        "9", date(2026, 11, 18), date(2027, 11, 17), True,
    )  # fmt: skip
    assert (said.heard, said.none_offered) == ("", True)


@pytest.mark.parametrize(
    ("words", "means"),
    [
        ("Approved", Determination.APPROVED),
        ("OVERTURNED", Determination.APPROVED),
        ("Partial approval", Determination.CHANGED),
        ("denial upheld", Determination.UPHELD),
        ("Denied", Determination.UPHELD),
        ("upheld, appeal rights told", Determination.UPHELD),
        ("Alternate drug", Determination.ALTERNATIVE),
        ("Pending info", Determination.MORE_INFORMATION),
        ("recon", Determination.RECONSIDERATION),
        ("Sent to Appeals", Determination.APPEAL),
        ("Discussion only.", Determination.DISCUSSION),
        ("withdrawn by the provider during the call", Determination.WITHDRAWN),
        ("Caller withdrew", ClosingReason.WITHDREW),
        ("No longer needed", ClosingReason.RESOLVED),
        ("dup", ClosingReason.DUPLICATE),
        ("LVM", None),
        ("withdrawn", None),
        ("cancelled", None),
        ("approved?? denied", None),
        ("", None),
    ],
)
def test_how_it_ended(words: str, means: Ending | None) -> None:
    assert ending(words, {}) is means


@pytest.mark.parametrize("each", [*Determination, *ClosingReason])
def test_every_ending_is_read_in_its_own_words(each: Ending) -> None:
    assert ending(each.value, {}) is each is ending_named(each.value)


def test_a_tracker_may_have_words_of_its_own() -> None:
    found = one("Date,Outcome", "11/18/2026,OVT", ovt=Determination.APPROVED)
    assert found.determination is Determination.APPROVED
    with pytest.raises(Mistyped, match="“soon” is no ending of a request; say one of: approved,"):
        ending_named("soon")


def test_every_field_has_spellings_and_none_means_two_things() -> None:
    assert set(FIELDS) == set(SPELLINGS)
    meant = {(header_key(one), field) for field in FIELDS for one in HEADINGS.spellings(field)}
    assert len({key for key, _ in meant}) == len(meant)
    assert set(DAYS) < set(FIELDS)
    places = set(Details.model_fields) | set(Documentation.model_fields)
    assert set(FIELDS) - places == {
        "placed_on", "placed_time", "placed_by", "pharmacist", "called_on", "closed_as", "said_by",
        "words", "documented_on", "documented_by", "closed_by", "notes",
    }  # fmt: skip


def test_the_headers_of_an_export_are_known() -> None:
    known = HEADINGS.columns([one.header for one in COLUMNS], {})
    assert set(FIELDS) - set(known) == {"placed_time", "notes"}


def test_a_table_without_dates_or_endings_is_no_tracker() -> None:
    for lines in (["PA #,Drug", "1,2"], ["Date,PA #", "11/18/2026,2"], ["Outcome", "upheld"]):
        with pytest.raises(DeskError, match="a column with the date of each request"):
            read(*lines)
    with pytest.raises(DeskError, match="There is nothing in it; an old tracker is a table"):
        read("")
    with pytest.raises(DeskError, match="There is nothing in it"):
        open_rows([(1, ["", " "])], kind({}))


def test_a_row_is_known_by_its_texts_whatever_their_order_and_headers() -> None:
    (first,) = read("Date,Outcome,PA #", "11/18/2026,Upheld,'0012")
    (second,) = read("PA,x,Result,Date of Request", "0012,,upheld,2026-11-18")
    (third,) = read("Date,Outcome,PA #", "11/18/2026,Upheld,0013")
    assert isinstance(first, OldRow)
    assert isinstance(second, OldRow)
    assert isinstance(third, OldRow)
    assert first.content == second.content != third.content


def test_rows_of_a_spreadsheet_are_read_like_text() -> None:
    rows: list[tuple[int, list[str] | str]] = [
        (1, ["", ""]), (2, ["Date", "Outcome"]), (3, ["2026-11-18", "upheld"]), (4, ["", ""]),
    ]  # fmt: skip
    desk = Desk(roster(), "America/New_York", NOW, "old.xlsx", {})
    found = list(read_rows(open_rows(rows, kind({})), desk, lambda _: False))
    assert [one.line for one in found] == [3]


def test_a_day_without_a_time_begins_at_midnight_of_the_desk() -> None:
    found = one("Date,Outcome", "07/04/2026,upheld")
    assert found.placed_at == datetime(2026, 7, 4, 4, tzinfo=UTC)
    assert found.placed_at + timedelta() == found.since
