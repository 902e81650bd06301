"""CSV, spreadsheets and lines of JSON hold what the desk has, whatever somebody wrote in it."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from p2p_tui.cli import sheets
from p2p_tui.cli.sheets import csv_pieces, json_pieces, write_xlsx
from p2p_tui.domain.request import Determination, Documentation, Kind, Request, Status
from p2p_tui.domain.tracker_sheet import COLUMNS, OBEYED, Reading, as_written, row, text
from p2p_tui.domain.wording import local
from tests.domain.builders import NOW, roster, standing

ZONE = "America/New_York"
READING = Reading(roster(), ZONE)
HOSTILE = (
    "=HYPERLINK(\"http://x\",\"y\")", "+1 614 555 0142", "-2+3+cmd|' /C calc'!A0", "@SUM(1)",
    "＝1+1", "\t=1", "\r=1", "'quoted", "http://example.com", "00123", "1E5", "TRUE",
    "<r>markup</r>", "<r><t>x</t></r>", "_x0041_", "\x1b[2J", "\u202e1234", "a\ufffeb\uffff",
    "line\nline", '"; "=1', "x" * 40_000, "😀" * 20_000, "\ud800", "&amp;<b>",
)  # fmt: skip
TEXTS = st.sampled_from(HOSTILE) | st.text(max_size=40) | st.builds(
    str.__add__, st.sampled_from(OBEYED), st.text(max_size=10)
)  # fmt: skip


def requests_saying(*said: str) -> list[Request]:
    return [
        standing(
            Kind.IMMEDIATE,
            Status.CLOSED,
            ref=f"P2P-{1001 + at}",
            drug_name=one,
            denial_rationale=one,
            pa_number=one,
        )
        for at, one in enumerate(said)
    ]


def spreadsheet(requests: Sequence[Request], folder: Path) -> Any:
    into = io.BytesIO()
    write_xlsx(requests, READING, into, folder)
    return openpyxl.load_workbook(into)


def columns(name: str) -> int:
    return [one.header for one in COLUMNS].index(name)


@given(st.lists(TEXTS, max_size=3))
def test_csv_comes_back_as_it_was_and_nothing_in_it_is_obeyed(said: list[str]) -> None:
    requests = requests_saying(*said)
    data = b"".join(csv_pieces(requests, READING)).decode()
    header, *rows = csv.reader(io.StringIO(data, newline=""), strict=True)
    assert header == [one.header for one in COLUMNS]
    assert not any(cell.startswith(OBEYED) for cells in rows for cell in cells)
    assert [[as_written(cell) for cell in cells] for cells in rows] == [
        [text(cell, ZONE) for cell in row(one, READING)] for one in requests
    ]


@pytest.mark.long
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(TEXTS, min_size=1, max_size=3))
def test_a_spreadsheet_has_texts_and_no_formula(said: list[str], tmp_path: Path) -> None:
    requests = requests_saying(*said)
    (sheet,) = spreadsheet(requests, tmp_path).worksheets
    for at, one in enumerate(requests, 2):
        found = list(sheet[at])
        assert {cell.data_type for cell in found} <= {"s", "inlineStr", "n", "d"}
        assert not any(cell.hyperlink for cell in found)
        cell, wanted = found[columns("PA number")].value, one.pa_number
        if wanted and "_x" not in wanted:
            assert isinstance(cell, str)
            told = wanted.replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
            if len(told.encode("utf-16-le")) // 2 > sheets.LONGEST_CELL:
                assert cell.endswith("have all of it)")
                assert told.startswith(cell.partition(" … (cut here")[0])
            else:
                assert cell.strip() == told
    assert list(tmp_path.iterdir()) == []


def test_a_spreadsheet_has_real_types(tmp_path: Path) -> None:
    (request,) = requests_saying("00123")
    (sheet,) = spreadsheet([request], tmp_path).worksheets
    found = {head.value: cell for head, cell in zip(sheet[1], sheet[2], strict=True)}
    there = local(request.placed_at, ZONE).replace(tzinfo=None)
    assert found["Placed at"].value == there
    assert found["Placed at"].is_date
    assert isinstance(found["Placed at"].value, datetime)
    assert found["PA number"].value == "00123"
    assert found["Attempts"].value == 0
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", f"A1:{_last()}2")
    assert sheet.column_dimensions["A"].width == pytest.approx(11, abs=1)


def _last() -> str:
    return str(openpyxl.utils.get_column_letter(len(COLUMNS)))


def test_days_are_days(tmp_path: Path) -> None:
    request = standing(Kind.IMMEDIATE, Status.CLOSED).model_copy(
        update={"documentation": _approved()}
    )
    (sheet,) = spreadsheet([request], tmp_path).worksheets
    cell = sheet[2][columns("Valid from")]
    assert cell.value.isoformat() == "2026-11-20T00:00:00"
    assert cell.number_format == "yyyy-mm-dd"


def _approved() -> Documentation:
    return Documentation(
        at=NOW, by="ana", determination=Determination.APPROVED, valid_from=date(2026, 11, 20)
    )


def test_what_a_sheet_has_no_room_for_stands_on_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "ROWS_A_SHEET", 2)
    book = spreadsheet(requests_saying("a", "b", "c"), tmp_path)
    assert [(one.title, one.max_row) for one in book.worksheets] == [
        ("Tracker", 3), ("Tracker 2", 2),
    ]  # fmt: skip
    assert book["Tracker 2"]["A1"].value == "Reference"


def test_an_empty_tracker_is_a_line_of_headers(tmp_path: Path) -> None:
    assert b"".join(csv_pieces([], READING)).count(b"\n") == 1
    assert b"".join(json_pieces([])) == b""
    assert spreadsheet([], tmp_path)["Tracker"].max_row == 1


@given(st.lists(TEXTS, max_size=3))
def test_lines_of_json_hold_whole_requests(said: list[str]) -> None:
    requests = requests_saying(*said)
    data = b"".join(json_pieces(requests)).decode()
    documents = [json.loads(line) for line in data.split("\n") if line]
    assert [one["ref"] for one in documents] == [one.ref for one in requests]
    for one in documents:
        one.pop("determination")
    assert [Request.model_validate(one) for one in documents] == requests


def test_what_stops_on_the_way_leaves_nothing_open(tmp_path: Path) -> None:
    def coming() -> Iterator[Request]:
        yield from requests_saying("a", "b")
        raise KeyboardInterrupt

    into = io.BytesIO()
    with pytest.raises(KeyboardInterrupt):
        write_xlsx(coming(), READING, into, tmp_path)
    assert into.getvalue() == b""
