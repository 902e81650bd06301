"""``p2p pa import`` and ``p2p pa columns``: an extract of the PA system comes to the desk."""

from pathlib import Path

import pytest

from p2p_tui.cli.commands import PA_COLUMNS
from p2p_tui.domain.pa_columns import FIELDS
from tests.cli.conftest import P2P
from tests.forks import run
from tests.house import FixedClock, sit

EXTRACT = """\
PA Number,Member ID,Drug Name,Denial Reason,Pharmacist,Decision Date,NDC
88120417,H10024471,Ozempic,No A1c within 90 days,Ana Ruiz,11/18/2026,1
88120434,H10024628,Humira,"No trial of
methotrexate",Ben Cole,11/17/2026,2
,H1,Enbrel,,,,3
88120451,H2,Enbrel,,,soon,4
"""
LENA = ("--as", "lena")


def test_an_extract_is_loaded_and_loading_it_again_updates(p2p: P2P) -> None:
    (p2p.home / "denied.csv").write_text(EXTRACT)
    said = p2p("pa", "import", "denied.csv", *LENA)
    assert said == (
        "2 loaded, 0 updated, 2 rows not read:\n"
        "line 5: no PA number\n"
        "line 6: the date in “Decision Date” can't be read\n"
        "Columns not read: “NDC”\n"
    )
    assert p2p.json("pa", "import", "-", *LENA, stdin=EXTRACT) == {
        "source": "stdin",
        "loaded": 0,
        "updated": 2,
        "not_read": [
            {"line": 5, "reason": "no PA number"},
            {"line": 6, "reason": "the date in “Decision Date” can't be read"},
        ],
        "columns": {
            "pa_number": "PA Number",
            "member_id": "Member ID",
            "drug_name": "Drug Name",
            "denial_rationale": "Denial Reason",
            "denying_pharmacist": "Pharmacist",
            "denied_on": "Decision Date",
        },
        "columns_not_read": ["NDC"],
    }
    office = p2p.address.open(FixedClock())
    found = sit(office, "tina").denied_pa("88120434")
    assert found is not None
    assert (found.denial_rationale, found.denying_pharmacist, found.source) == (
        "No trial of\nmethotrexate", "ben", "stdin",
    )  # fmt: skip
    office.close()
    assert p2p.json("audit", "verify")["ok"] is True


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
def test_only_some_of_many_bad_rows_are_listed(p2p: P2P) -> None:
    said = p2p("pa", "import", "-", *LENA, stdin="PA #,Drug\n1,x\n" + ",x\n" * 1_030)
    lines = said.splitlines()
    assert lines[0] == "1 loaded, 0 updated, 1,030 rows not read:"
    assert lines[1] == "line 3: no PA number"
    assert lines[20:] == ["line 22: no PA number", "and 1,010 more; --json lists all"]


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
@pytest.mark.parametrize(
    "data",
    [
        "PA #;Drug\n1;Crème\n".encode(),
        "PA #;Drug\r\n1;Crème\r\n".encode("utf-8-sig"),
        "PA #\tDrug\r\n1\tCrème\r\n".encode("cp1252"),
        "PA #\tDrug\r\n1\tCrème\r\n".encode("utf-16"),
    ],
)
def test_whichever_way_letters_are_written_they_are_read(p2p: P2P, data: bytes) -> None:
    assert p2p("pa", "import", "-", *LENA, stdin=data) == "1 loaded, 0 updated\n"
    office = p2p.address.open(FixedClock())
    found = sit(office, "tina").denied_pa("1")
    assert found is not None
    assert found.drug_name == "Crème"
    office.close()


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
def test_what_stops_it_is_said_in_a_line(p2p: P2P, tmp_path: Path) -> None:
    load = ("pa", "import", "-")
    assert "may not load denied PAs" in p2p(*load, "--as", "tina", stdin=EXTRACT, code=1)
    assert "may not load denied PAs" in p2p(*load, "--as", "adam", stdin=EXTRACT, code=1)
    assert "There is nothing in it" in p2p(*load, *LENA, code=1)
    assert "No column is headed as PA numbers are" in p2p(*load, *LENA, stdin="1,2\n", code=1)
    assert "none.csv can't be read" in p2p("pa", "import", "none.csv", *LENA, code=2)
    assert "save it as CSV" in p2p(*load, *LENA, stdin=b"PK\x03\x04...", code=2)
    assert "says nothing" in p2p(*load, *LENA, "--map", "Ref", stdin=EXTRACT, code=2)
    assert "say one of: PA number," in p2p(*load, *LENA, "--map", "Ref=x", stdin=EXTRACT, code=2)
    assert "required: ACT" in p2p("pa", code=2)
    assert "none of the desk's own" in p2p("pa", "columns", *LENA, "--forget", "Ref", code=2)
    binary = bytes(range(256)) * 40
    assert "No column is headed" in p2p(*load, *LENA, stdin=binary, code=1)
    kept = b"PA #,Drug\n1,x\n2,\x00\xff\x1b[2J\n"
    assert p2p(*load, *LENA, stdin=kept) == "2 loaded, 0 updated\n"


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
def test_headers_of_ones_own_hold_for_a_file_or_for_the_desk(p2p: P2P) -> None:
    text = "Vue Ref,What\n88120417,Ozempic\n"
    assert "No column is headed" in p2p("pa", "import", "-", *LENA, stdin=text, code=1)
    own = ("--map", "Vue Ref=PA number", "--map", "What=drug_name")
    assert p2p("pa", "import", "-", *LENA, *own, stdin=text) == "1 loaded, 0 updated\n"
    assert "No column is headed" in p2p("pa", "import", "-", *LENA, stdin=text, code=1)
    told = p2p("pa", "columns", *LENA, *own, "--map", "NDC=")
    assert told.endswith(
        "the desk's own      “Vue Ref”: PA number\n"
        "the desk's own      “What”: drug name\n"
        "the desk's own      “NDC”: not read\n"
    )
    assert p2p("pa", "import", "-", *LENA, stdin=text) == "0 loaded, 1 updated\n"
    p2p("pa", "columns", *LENA, "--forget", "vue_ref", "--map", "WHAT=plan")
    assert p2p.json("pa", "columns")["own"] == {"NDC": "", "WHAT": "plan"}
    assert "may not set the desk" in p2p("pa", "columns", "--as", "tina", *own, code=1)


def test_the_help_names_all_that_is_read() -> None:
    help_text = " ".join(PA_COLUMNS.split())
    assert all(label in help_text for label in FIELDS.values())


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
def test_where_no_row_could_be_read_it_is_not_done(p2p: P2P) -> None:
    text = b"PA #,Drug\n,Ozempic\n"
    said = run(("pa", "import", "-", *LENA), text, p2p.home, p2p.environment)
    assert said == (1, "0 loaded, 0 updated, 1 row not read:\nline 2: no PA number\n", "")
