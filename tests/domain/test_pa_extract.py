"""Extracts as PA systems, spreadsheets and people make them: what can be read is read."""

import io
from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2p_tui.domain.denied_pas import DeniedPA, number_key
from p2p_tui.domain.errors import DeskError
from p2p_tui.domain.pa_extract import LINES_A_ROW, BadRow, Extract, open_extract, read_date
from p2p_tui.domain.text import one_line
from tests.domain.builders import NOW

HEADERS = "PA Number,Member ID,Drug Name,Denial Reason,Pharmacist,Decision Date,Plan,P2P Deadline"
KIM = "88120417,H10024471,Ozempic,No A1c within 90 days,Ana Ruiz,11/18/2026,Gold,2026-12-03"
JOAN = "88120434,H10024628,Humira,No trial of methotrexate,Ben Cole,11/17/2026,Gold,2026-12-02"


def opened(text: str, own: Mapping[str, str] | None = None) -> Extract:
    return open_extract(io.StringIO(text, newline=None), own or {}, loaded_at=NOW, source="d.csv")


def read(text: str, own: Mapping[str, str] | None = None) -> list[DeniedPA | BadRow]:
    return list(opened(text, own).rows)


def numbers(text: str) -> list[str]:
    return [one.pa_number if isinstance(one, DeniedPA) else f"{one.line}!" for one in read(text)]


def table(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


def test_an_extract_is_read_row_by_row() -> None:
    assert read(table(HEADERS, KIM, JOAN))[0] == DeniedPA(
        pa_number="88120417",
        member_id="H10024471",
        drug_name="Ozempic",
        denial_rationale="No A1c within 90 days",
        denying_pharmacist="Ana Ruiz",
        denied_on=date(2026, 11, 18),
        plan="Gold",
        p2p_until=date(2026, 12, 3),
        loaded_at=NOW,
        source="d.csv",
    )
    assert numbers(table(HEADERS, KIM, JOAN)) == ["88120417", "88120434"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_usual_delimiter_and_line_end_is_found(delimiter: str, end: str) -> None:
    text = table(HEADERS, KIM, JOAN).replace(",", delimiter).replace("\n", end)
    assert read(text) == read(table(HEADERS, KIM, JOAN))


def test_a_delimiter_that_stands_in_a_cell_is_no_delimiter() -> None:
    text = table("PA Number;Denial Reason", '1;"a, b, c; d"', "2;e, f, g")
    assert [one.denial_rationale for one in read(text) if isinstance(one, DeniedPA)] == [
        "a, b, c; d", "e, f, g",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "before", ["\ufeff", "\n\n", "sep=,\n", "Denied PAs,Nov 20 2026\n\n", ",,,\n\r\n", '"Title"\n']
)
def test_the_headers_need_not_stand_first(before: str) -> None:
    assert numbers(before + table(HEADERS, KIM)) == ["88120417"]


def test_headers_that_come_again_and_empty_rows_are_no_rows() -> None:
    assert numbers(table(HEADERS, KIM, "", ",,,,,,,", " , ,,,,,,", HEADERS, JOAN, "")) == [
        "88120417", "88120434",
    ]  # fmt: skip


def test_which_column_says_what_is_told() -> None:
    found = opened(table("Case ID,PA Number,NDC,,Drug", "1,2,3,4,5"))
    assert found.columns == {"pa_number": "PA Number", "drug_name": "Drug"}
    assert found.not_read == ("Case ID", "NDC")


def test_the_desks_own_headers_are_read() -> None:
    text = table("Vue Ref,Why", "88120417,No A1c")
    with pytest.raises(DeskError, match=r'--map "HEADER=PA number"'):
        opened(text)
    (one,) = read(text, {"vue ref": "pa_number", "WHY": "denial_rationale"})
    assert isinstance(one, DeniedPA)
    assert (one.pa_number, one.denial_rationale) == ("88120417", "No A1c")


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", " , ,\n;;;\n"])
def test_there_may_be_nothing_in_it(text: str) -> None:
    with pytest.raises(DeskError, match="There is nothing in it"):
        opened(text)


def test_without_headers_nobodys_line_is_repeated() -> None:
    with pytest.raises(DeskError) as no:
        opened(table(KIM, JOAN))
    assert "88120417" not in str(no.value)
    assert "H10024471" not in str(no.value)
    assert "\n" not in str(no.value)


# -- rows that can't be read


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (KIM.replace("88120417", ""), "no PA number"),
        (KIM.replace("88120417", " - "), "no PA number"),
        (KIM.replace("88120417", "NULL"), "no PA number"),
        (KIM.replace("88120417", "\x00"), "no PA number"),
        (KIM.replace("88120417", "=A1+A2"), "the PA number is a formula"),
        (KIM.replace("88120417", "@SUM(1)"), "the PA number is a formula"),
        (
            KIM.replace("88120417", "8.81204E+07"),
            "the PA number was rounded by a spreadsheet; export it as text",
        ),
        (KIM.replace("88120417", "8" * 101), "the PA number is too long"),
        (KIM.replace("11/18/2026", "18/11/2026"), "the date in “Decision Date” can't be read"),
        (KIM.replace("2026-12-03", "soon"), "the date in “P2P Deadline” can't be read"),
        (KIM + ",more", "9 columns, the headers are 8"),
        ("88120417,H10024471", "2 columns, the headers are 8"),
        ("Total: 2", "1 column, the headers are 8"),
        ('"88120417' + KIM[8:], "a quote is not closed"),
        (
            KIM.replace("Ozempic", '"Ozem"pic'),
            "its quotes are not right, or a cell of it is too long",
        ),
        (
            KIM.replace("Ozempic", "x" * 200_000),
            "its quotes are not right, or a cell of it is too long",
        ),
    ],
)
def test_a_row_that_cant_be_read_is_said_with_its_line_and_the_rest_is_read(
    row: str, reason: str
) -> None:
    assert read(table("", HEADERS, row, JOAN))[0] == BadRow(3, reason)
    assert numbers(table("", HEADERS, row, JOAN)) == ["3!", "88120434"]
    assert numbers(table(HEADERS, JOAN, row)) == ["88120434", "3!"]
    assert "Ozempic" not in reason
    assert "88120417" not in reason


def test_a_cell_may_go_over_lines_and_lines_are_still_counted() -> None:
    long = KIM.replace("No A1c within 90 days", '"No A1c\nwithin ""90""\ndays"')
    found = read(table(HEADERS, long, "short", JOAN))
    assert isinstance(found[0], DeniedPA)
    assert found[0].denial_rationale == 'No A1c\nwithin "90"\ndays'
    assert found[1] == BadRow(5, "1 column, the headers are 8")


def test_an_unclosed_quote_takes_no_other_row_with_it() -> None:
    broken = KIM.replace("No A1c", '"No A1c')
    after = [JOAN.replace("88120434", str(number)) for number in range(1, 3 * LINES_A_ROW)]
    got = numbers(table(HEADERS, broken, *after))
    assert got == ["2!", *(str(number) for number in range(1, 3 * LINES_A_ROW))]
    quoted = JOAN.replace("Humira", '"Humira"')
    assert numbers(table(HEADERS, broken, quoted, quoted)) == ["2!", "88120434", "88120434"]


def test_empty_cells_behind_the_last_header_do_no_harm() -> None:
    assert numbers(table(HEADERS, KIM + ",,")) == ["88120417"]


@pytest.mark.parametrize(
    ("cell", "number"),
    [('="00123"', "00123"), ('"=""00123"""', "00123"), ("'00123", "00123"), (" 00123 ", "00123")],
)
def test_what_spreadsheets_put_before_a_number_is_left_out(cell: str, number: str) -> None:
    assert numbers(table("PA #,Drug", f"{cell},Ozempic")) == [number]


def test_a_formula_in_another_cell_is_text() -> None:
    (one,) = read(table("PA #,Drug", '1,"=HYPERLINK(""http://x"")"'))
    assert isinstance(one, DeniedPA)
    assert one.drug_name == '=HYPERLINK("http://x")'


# -- dates


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-18", "2026/11/18", "20261118", "2026-11-18T10:22:00Z", "2026-11-18 00:00:00.000",
        "11/18/2026", "11/18/26", "11-18-2026", "11/18/2026 10:22 AM", "18-Nov-2026", "18-NOV-26",
        "18 November 2026", "Nov 18, 2026", "November 18 2026", " 2026-11-18 ", '="11/18/2026"',
    ],
)  # fmt: skip
def test_dates_are_read_in_the_usual_ways(text: str) -> None:
    assert read_date(text) == date(2026, 11, 18)


@pytest.mark.parametrize(
    "text",
    ["", " ", "NULL", "n/a", "0000-00-00", "00/00/0000", "-", "No", "1/1/1900", "9999-12-31"],
)
def test_no_date_is_none(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    "text", ["soon", "18/11/2026", "2026-02-30", "18.11.2026", "46344", "0026-11-18", "1/2", "Nov"]
)
def test_what_could_be_another_day_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError, match="not a date"):
        read_date(text)


# -- whatever it is

cells = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ['"', '""', ",", "\n", "\r", "\x00", "=1", "11/18/2026", "88120417", "\ufeff", "\x1b[2J"]
)


@given(st.lists(st.lists(cells, max_size=4), max_size=12))
def test_whatever_stands_in_it_each_row_is_read_or_said(rows: list[list[str]]) -> None:
    text = "PA #,Drug,Denied\n" + "\n".join(",".join(row) for row in rows)
    for one in read(text):
        if isinstance(one, BadRow):
            assert 1 < one.line <= text.count("\n") + text.count("\r") + 1
            assert one_line(one.reason) == one.reason
        else:
            assert number_key(one.pa_number)
            assert one_line(one.pa_number) == one.pa_number


@given(st.text(st.characters(codec="utf-8")))
def test_whatever_file_it_is_it_is_opened_or_said_in_a_line(text: str) -> None:
    said = ""
    try:
        read(text)
    except DeskError as no:
        said = str(no)
    assert one_line(said) == said
