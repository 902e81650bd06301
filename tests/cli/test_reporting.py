"""``p2p report`` and the printed page of ``p2p show``."""

import pytest

from tests.cli.conftest import P2P
from tests.documented import APPROVED
from tests.house import KIM, sit, through


@pytest.fixture
def worked(p2p: P2P) -> P2P:
    """A desk on which one request was approved and one closed, on a Friday."""
    office = p2p.address.open()
    try:
        tina = sit(office, "tina")
        done = through(
            lambda who: sit(office, who), tina.place(KIM), "acknowledge", "ready", "transfer",
            "end_call", "document",
        )  # fmt: skip
        assert done.determination == APPROVED["determination"]
        through(lambda who: sit(office, who), tina.place(KIM), "close")
    finally:
        office.close()
    return p2p


def test_a_report_tells_what_the_days_were_like(worked: P2P) -> None:
    days = ("--from", "2026-11-20", "--to", "Nov 20, 2026")
    told = worked("report", *days, "--as", "lena")
    assert told.startswith("Fri Nov 20, 2026 to Fri Nov 20, 2026\n")
    for line in ("placed", "approved", "the caller withdrew", "Tina Park", "2 PM"):
        assert line in told
    found = worked.json("report", *days, "--as", "lena")
    assert (found["from"], found["to"], found["placed"]) == ("2026-11-20", "2026-11-20", 2)
    assert found["determinations"] == [{"what": "approved", "count": 1}]
    assert found["without_p2p_in"] == ["P2P-1002"]
    assert found["without_p2p_by"] == [{"what": "tina", "count": 1}]
    assert worked.json("report", *days, "--as", "ana")["without_p2p_by"] == []
    assert worked.json("report", "--from", "2026-11-21", "--to", "2026-11-22")["placed"] == 0


def test_days_that_can_not_be_read_are_said(worked: P2P) -> None:
    assert "--from: “soon” is not understood" in worked("report", "--from", "soon", code=2)
    said = worked("report", "--from", "2026-11-20", "--to", "2026-11-19", code=2)
    assert "--to is before --from" in said


def test_the_page_to_be_printed_is_one_document_and_on_record_as_a_copy(worked: P2P) -> None:
    page = worked("show", "1001", "--html", "--as", "ana")
    assert page.startswith("<!doctype html>")
    assert "A1c of 8.4 last week" in page
    assert "<script" not in page
    from p2p_tui.store.models import EventRow

    office = worked.address.open()
    try:
        rows = EventRow.select().where(EventRow.request_id == 1001).order_by(EventRow.seq)
        assert [row.move for row in rows][-2:] == ["viewed", "copied"]
    finally:
        office.close()


def test_what_an_old_tracker_has_is_counted_in_its_own_time(p2p: P2P) -> None:
    (p2p.home / "old.csv").write_text("Date,Outcome,Drug\n11/2/2025,approved,Humira\n")
    p2p("tracker", "import", "old.csv", "--as", "lena")
    then = p2p.json("report", "--from", "2025-11-01", "--to", "2025-11-30", "--as", "lena")
    assert (then["placed"], then["drugs"]) == (1, [{"what": "Humira", "count": 1}])
    now = p2p.json("report", "--as", "lena")
    assert (now["placed"], now["determinations"]) == (0, [])
