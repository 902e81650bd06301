"""The tracker as a sheet: what stands in which column, and that no cell is obeyed."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2p_tui.domain.details import Denial, DenialKind
from p2p_tui.domain.request import (
    ClosingReason,
    Closure,
    Cover,
    Determination,
    Documentation,
    Kind,
    Request,
    Status,
)
from p2p_tui.domain.text import is_hostile
from p2p_tui.domain.tracker_sheet import (
    COLUMNS,
    OBEYED,
    Cell,
    Reading,
    as_written,
    harmless,
    row,
    text,
)
from tests.domain.builders import NOW, minutes, roster, standing, window

READING = Reading(roster(), "America/New_York")
HEADERS = [one.header for one in COLUMNS]


def cells(request: Request) -> dict[str, Cell]:
    return dict(zip(HEADERS, row(request, READING), strict=True))


def test_each_header_stands_once() -> None:
    assert len(set(HEADERS)) == len(HEADERS)
    assert HEADERS[:4] == ["Reference", "Kind", "Status", "Placed at"]


def test_what_was_documented_stands_in_its_columns() -> None:
    said = Documentation(
        at=NOW, by="ana", determination=Determination.APPROVED, spoke_with="Dr. Abara",
        npi="1234567893", heard="A1c of 8.4", new_pa="88300001", valid_from=date(2026, 11, 20),
        valid_until=date(2027, 11, 20), late=True,
    )  # fmt: skip
    found = cells(
        standing(
            Kind.CALLBACK, Status.CLOSED, documentation=said, holder="ana", connected_at=NOW,
            prior_denials=(Denial(kind=DenialKind.P2P, rationale="Upheld"),),
            cover=Cover(instead_of="Ben Cole", why="Ben Cole was at lunch", chosen=False),
            callback_windows=(window(NOW),),
        ).model_copy(update={"holder": "ana"})
    )  # fmt: skip
    assert {name: found[name] for name in (
        "Reference", "Kind", "Status", "Placed at", "Placed by", "Prior denials",
        "Callback windows", "Pharmacist", "Why not the denying pharmacist", "Attempts",
        "On the line", "NPI", "New information", "Determination", "New PA number", "Valid until",
        "Appeal rights told", "Documented by", "Late", "Closed without a P2P",
    )} == {
        "Reference": "P2P-1042", "Kind": "callback", "Status": "closed",
        "Placed at": NOW - minutes(20), "Placed by": "Tina Park", "Prior denials": "p2p: Upheld",
        "Callback windows": "Fri Nov 20, 1:31–3:31 PM CST (2:31–4:31 PM here)",
        "Pharmacist": "Ana Ruiz", "Why not the denying pharmacist": "Ben Cole was at lunch",
        "Attempts": 0, "On the line": "Dr. Abara", "NPI": "1234567893",
        "New information": "A1c of 8.4", "Determination": "approved", "New PA number": "88300001",
        "Valid until": date(2027, 11, 20), "Appeal rights told": False,
        "Documented by": "Ana Ruiz", "Late": True, "Closed without a P2P": None,
    }  # fmt: skip


def test_a_closure_stands_in_its_columns() -> None:
    end = Closure(
        at=NOW, by="tina", reason=ClosingReason.WITHDREW, said_by="Kim", words="We appeal"
    )
    found = cells(standing(Kind.IMMEDIATE, Status.CLOSED, closure=end))
    assert [found[name] for name in ("Closed without a P2P", "Said by", "In these words")] == [
        "the caller withdrew", "Kim", "We appeal",
    ]  # fmt: skip
    assert found["Determination"] is None


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (datetime(2026, 7, 1, 4, 30, tzinfo=UTC), "2026-07-01 00:30:00-04:00"),
        (datetime(2026, 11, 20, 19, 31, 7, 9, tzinfo=UTC), "2026-11-20 14:31:07-05:00"),
        (date(2026, 11, 20), "2026-11-20"),
        (True, "yes"),
        (False, "no"),
        (3, "3"),
        (None, ""),
        ("a\nb", "a\nb"),
    ],
)
def test_a_cell_as_text(cell: Cell, told: str) -> None:
    assert text(cell, "America/New_York") == told


@given(st.text() | st.builds(str.__add__, st.sampled_from([*OBEYED, "'"]), st.text()))
def test_no_text_is_obeyed_and_every_text_comes_back(said: str) -> None:
    cell = harmless(said)
    assert not cell.startswith(OBEYED)
    assert as_written(cell) == said


@given(st.text())
def test_nothing_hostile_stands_in_a_cell(said: str) -> None:
    request = standing(
        Kind.IMMEDIATE, Status.CLOSED, placed_by=said or "x", drug_name=said, denial_rationale=said
    )
    for cell in row(request, READING):
        assert not isinstance(cell, str) or not any(
            is_hostile(char) for char in cell.replace("\n", "")
        )
