"""``p2p tracker``: an export is a whole file or none, and on record; an old tracker comes in."""

import csv
import hashlib
import io
import json
import os
import sys
from datetime import datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from p2p_tui.cli.delivering import new_file
from p2p_tui.cli.main import UsageError
from p2p_tui.cli.progress import bar, progress
from p2p_tui.cli.spreadsheets import rows_of
from p2p_tui.store.models import EventRow
from tests.cli.conftest import P2P
from tests.forks import run
from tests.house import KIM, FixedClock, sit, through

LENA = ("--as", "lena")
EXPORT = ("tracker", "export", *LENA, "--format")


@pytest.fixture
def busy(p2p: P2P) -> P2P:
    """A desk with a documented request, an open one, and one that begins like a formula."""
    office = p2p.address.open(FixedClock())
    tina = sit(office, "tina")
    through(lambda who: sit(office, who), tina.place(KIM), "acknowledge", "ready", "transfer",
            "end_call", "document")  # fmt: skip
    tina.place(KIM.model_copy(update={"callback_words": "tomorrow 2-4 pm central"}))
    tina.place(KIM.model_copy(update={"drug_name": "=1+1", "phone": "+16145550142"}))
    office.close()
    return p2p


def read_csv(data: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data, newline=""), strict=True))


def test_each_form_opens_in_a_reader_and_has_the_same_requests(busy: P2P, tmp_path: Path) -> None:
    rows = read_csv(busy(*EXPORT, "csv"))
    documents = [json.loads(line) for line in busy(*EXPORT, "jsonl").splitlines()]
    said = busy(*EXPORT, "xlsx", "-o", "tracker.xlsx")
    file = tmp_path / "tracker.xlsx"
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert said == f"3 requests in tracker.xlsx, SHA-256 {digest}\n"
    assert file.stat().st_mode & 0o777 == 0o600
    header, *sheet = openpyxl.load_workbook(file)["Tracker"].iter_rows(values_only=True)
    cells = [dict(zip(header, one, strict=True)) for one in sheet]
    refs = ["P2P-1001", "P2P-1002", "P2P-1003"]
    assert [one["Reference"] for one in rows] == [one["Reference"] for one in cells] == refs
    assert documents == [busy.json("show", ref, *LENA) for ref in refs]
    assert rows[0]["Determination"] == cells[0]["Determination"] == "approved"
    assert rows[0]["Placed by"] == cells[0]["Placed by"] == "Tina Park"
    assert (rows[2]["Drug"], rows[2]["Phone"]) == ("'=1+1", "'+16145550142")
    assert (cells[2]["Drug"], cells[2]["Phone"]) == ("=1+1", "+16145550142")
    assert cells[0]["PA number"] == "88120417"
    assert sorted(one.name for one in tmp_path.iterdir() if "tracker" in one.name) == [
        "tracker.xlsx"
    ]
    assert busy.json("audit", "verify")["ok"] is True


def test_a_file_is_what_stdout_is(busy: P2P, tmp_path: Path) -> None:
    for form in ("csv", "jsonl"):
        busy(*EXPORT, form, "-o", form)
        assert (tmp_path / form).read_bytes() == busy(*EXPORT, form).encode()


def test_days_and_whose(busy: P2P) -> None:
    assert len(read_csv(busy(*EXPORT, "csv", "--from", "2026-11-20", "--to", "11/20/2026"))) == 3
    assert read_csv(busy(*EXPORT, "csv", "--to", "Nov 19 2026")) == []
    own = ("tracker", "export", "--as", "ana", "--format", "csv")
    assert [one["Reference"] for one in read_csv(busy(*own))] == ["P2P-1001"]


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
def test_what_stops_it_is_said_in_a_line_and_leaves_no_file(busy: P2P, tmp_path: Path) -> None:
    there = tmp_path / "there.csv"
    there.write_text("mine")
    before = set(tmp_path.iterdir())
    assert "say where it goes with -o FILE" in busy(*EXPORT, "xlsx", code=2)
    assert "invalid choice: 'ods'" in busy(*EXPORT, "ods", code=2)
    assert "replace it with --force" in busy(*EXPORT, "csv", "-o", "there.csv", code=2)
    assert "is a folder" in busy(*EXPORT, "csv", "-o", ".", code=2)
    assert "can't be written: No such file" in busy(*EXPORT, "csv", "-o", "no/x.csv", code=2)
    assert "--from: “soon” is not understood" in busy(*EXPORT, "csv", "--from", "soon", code=2)
    both = ("--from", "Nov 2 2026", "--to", "Nov 1 2026")
    assert "before the first" in busy(*EXPORT, "csv", "-o", "x.csv", *both, code=1)
    for who in ("tina", "adam"):
        told = busy("tracker", "export", "--as", who, "--format", "csv", "-o", "x.csv", code=1)
        assert "may not export the tracker" in told
    assert there.read_text() == "mine"
    assert set(tmp_path.iterdir()) == before
    busy(*EXPORT, "csv", "-o", "there.csv", "--force")
    assert there.read_text().startswith('"Reference"')
    assert there.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx"])
def test_one_that_is_interrupted_leaves_no_file_and_a_record(
    busy: P2P, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    from p2p_tui.cli import main, sheets

    before = set(tmp_path.iterdir())

    def interrupted(*_: Any) -> Any:
        raise KeyboardInterrupt

    for name, value in busy.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sheets, "row", interrupted)
    monkeypatch.setattr(sheets, "request_document", interrupted)
    assert main.main([*EXPORT, form, "-o", str(tmp_path / "x")]) == 130
    assert set(tmp_path.iterdir()) == before
    office = busy.address.open(FixedClock())
    rows: Any = EventRow.select(EventRow.move).order_by(EventRow.seq.desc()).limit(2)
    assert [one.move for one in rows] == ["exported", "export_began"]
    assert office.verify().problem == ""
    office.close()


def test_a_file_made_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    wanted = tmp_path / "x"
    with pytest.raises(UsageError, match="is there already"), new_file(str(wanted), force=False):
        wanted.write_text("theirs")
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("x", "theirs")]


def test_who_ends_it_from_outside_leaves_no_file(tmp_path: Path) -> None:
    import signal

    with pytest.raises(SystemExit) as ended, new_file(str(tmp_path / "x"), force=False):
        os.kill(os.getpid(), signal.SIGTERM)
    assert ended.value.code == 128 + signal.SIGTERM
    assert list(tmp_path.iterdir()) == []
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_the_bar_says_how_far_it_is() -> None:
    assert bar(0, 2_400, "requests") == f"[{'-' * 24}] 0 of 2,400 requests"
    assert bar(1_200, 2_400, "requests") == f"[{'#' * 12}{'-' * 12}] 1,200 of 2,400 requests"
    assert bar(9, 3, "rows") == f"[{'#' * 24}] 3 of 3 rows"
    assert bar(7, 0, "rows") == "7 rows"


OLD = """\
Date;Tech;PA #;Drug;RPh;Outcome;Fax
11/18/2026 2:31 PM;Tina Park;88120417;Ozempic;Ana Ruiz;Overturned;1
11/17/2026;Jess K.;88120434;Humira;Mo Lind;LVM;2
11/17/2026;raj;88120451;Dupixent;ben;OVT;3
"""
IMPORT = ("tracker", "import")


def test_an_old_tracker_is_tried_brought_in_and_brought_in_again(p2p: P2P) -> None:
    (p2p.home / "old.csv").write_text(OLD)
    assert p2p(*IMPORT, "old.csv", *LENA, "--dry-run") == (
        "Nothing is written. 1 to bring in, 0 here before, 2 rows not read:\n"
        "line 3: “Outcome” says no ending that the desk knows\n"
        "line 4: “Outcome” says no ending that the desk knows\n"
        "       1  approved\n"
        "“Date” is the date\n"
        "“Tech” is the technician\n"
        "“PA #” is the PA number\n"
        "“Drug” is the drug name\n"
        "“RPh” is the pharmacist\n"
        "“Outcome” is the determination\n"
        "Kept as words, with their headers: “Fax”\n"
    )
    means = ("--means", "OVT=approved", "--map", "Fax=")
    assert p2p(*IMPORT, "old.csv", *LENA, *means) == (
        "2 brought in, 0 here before, 1 row not read:\n"
        "line 3: “Outcome” says no ending that the desk knows\n"
        "       2  approved\n"
    )
    assert p2p.json(*IMPORT, "-", *LENA, *means, stdin=OLD) == {
        "source": "stdin",
        "dry_run": False,
        "brought_in": 0,
        "known": 2,
        "read": [
            {"line": 2, "ending": "approved", "known": True},
            {"line": 4, "ending": "approved", "known": True},
        ],
        "not_read": [{"line": 3, "reason": "“Outcome” says no ending that the desk knows"}],
        "columns": {
            "placed_on": "Date",
            "placed_by": "Tech",
            "pa_number": "PA #",
            "drug_name": "Drug",
            "pharmacist": "RPh",
            "determination": "Outcome",
        },
        "columns_kept_as_words": [],
    }
    rows = read_csv(p2p(*EXPORT, "csv"))
    assert [(one["Placed at"], one["Pharmacist"], one["Source"]) for one in rows] == [
        ("2026-11-18 14:31:00-05:00", "Ana Ruiz", "old.csv, line 2"),
        ("2026-11-17 00:00:00-05:00", "Ben Cole", "old.csv, line 4"),
    ]
    assert "brought it in from old.csv, line 2" in p2p("show", "P2P-1001", *LENA)
    assert p2p.json("audit", "verify")["ok"] is True


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
def test_a_spreadsheets_own_file_is_read(p2p: P2P) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    day = datetime.fromisoformat("2026-11-18")
    rows: list[list[Any]] = [
        ["P2P tracker 2026"],
        ["Date", "Time", "PA #", "Outcome", None],
        [day, time(14, 31), 88120417.0, "Upheld", None],
        [],
        ["soon", None, True, "Upheld"],
    ]
    for one in rows:
        sheet.append(one)
    book.save(p2p.home / "old.xlsx")
    assert p2p(*IMPORT, "old.xlsx", *LENA) == (
        "1 brought in, 0 here before, 1 row not read:\n"
        "line 5: the date in “Date” can't be read\n"
        "       1  upheld, appeal rights told\n"
    )
    (row,) = read_csv(p2p(*EXPORT, "csv"))
    assert (row["Placed at"], row["PA number"]) == ("2026-11-18 14:31:00-05:00", "88120417")
    broken = p2p(*IMPORT, "-", *LENA, stdin=b"PK\x03\x04 and no more", code=2)
    assert "can't be read as a spreadsheet; save it as CSV" in broken
    assert "save it as CSV" in p2p(*IMPORT, "-", *LENA, stdin=b"\xd0\xcf\x11\xe0", code=2)


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
def test_what_stops_an_import_is_said_in_a_line(p2p: P2P, monkeypatch: pytest.MonkeyPatch) -> None:
    load = (*IMPORT, "-")
    for who in ("tina", "ana", "adam"):
        assert "may not bring in an old tracker" in p2p(*load, "--as", who, stdin=OLD, code=1)
    assert "There is nothing in it" in p2p(*load, *LENA, code=1)
    assert "a column with the date of each request" in p2p(*load, *LENA, stdin="a,b\n1,2\n", code=1)
    assert "no ending of a request" in p2p(*load, *LENA, "--means", "x=y", stdin=OLD, code=2)
    assert "say one of: date, time," in p2p(*load, *LENA, "--map", "x=y", stdin=OLD, code=2)
    assert "type it like --means" in p2p(*load, *LENA, "--means", "x", stdin=OLD, code=2)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(UsageError, match=r"save it as CSV and import that, or install"):
        rows_of(b"PK\x03\x04", "old.xlsx")


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
def test_where_no_row_could_be_read_it_is_not_done(p2p: P2P) -> None:
    said = run((*IMPORT, "-", *LENA), b"Date,Outcome\nsoon,upheld\n", p2p.home, p2p.environment)
    assert said == (
        1, "0 brought in, 0 here before, 1 row not read:\n"
        "line 2: the date in “Date” can't be read\n", "",
    )  # fmt: skip


def test_at_a_terminal_it_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stderr", shown := Terminal())
    assert list(progress(iter("abc"), 3, "requests")) == ["a", "b", "c"]
    assert shown.getvalue().startswith(f"\r[{'-' * 24}] 0 of 3 requests\x1b[K")
    assert shown.getvalue().endswith("\r\x1b[K")
