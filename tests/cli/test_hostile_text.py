"""A database that somebody poisoned, told by every verb."""

import json
import zipfile
from pathlib import Path

import pytest

from p2p_tui.desk.office import utc_now
from p2p_tui.training.synthetic import MovableClock
from tests.cli.conftest import P2P
from tests.forks import run
from tests.hostile import hostile_in
from tests.house import Address
from tests.planting import columns, is_planted, plant, something_of_everything


@pytest.fixture
def poisoned(address: Address, tmp_path: Path) -> P2P:
    """The command at a desk in whose database every text is poisoned."""
    clock = MovableClock(utc_now)
    office = address.open(clock)
    something_of_everything(office, clock)
    assert plant(office) > 1000
    office.close()
    return P2P(address, tmp_path)


def test_every_column_that_holds_text_is_planted_or_is_kept_for_a_reason() -> None:
    planted = [f"{model._meta.table_name}.{one.column_name}" for model, one in columns()
               if is_planted(f"{model._meta.table_name}.{one.column_name}", one)]  # fmt: skip
    assert len(planted) > 60
    assert {"request.contact_name", "payload.body", "staff.preferences"} <= set(planted)


AS_LENA: tuple[tuple[str, ...], ...] = (
    ("queue",), ("queue", "--json"), ("callbacks",), ("callbacks", "--json"),
    ("callbacks", "--ics"), ("report",), ("report", "--json"), ("staff", "list"),
    ("staff", "list", "--json"), ("emergency", "list"), ("emergency", "list", "--json"),
    ("pa", "columns"), ("tracker", "export", "--format", "csv"), ("config",),
    ("tracker", "export", "--format", "jsonl"), ("passphrase", "--help"), ("doctor",),
    ("purge", "--older-than", "1 day", "--dry-run"),
)  # fmt: skip
UNLISTED = {"staff", "config", "doctor", "passphrase"}
"""Verbs that act as the account."""
OF_A_REQUEST: tuple[tuple[str, ...], ...] = (
    ("show", "{}"), ("show", "{}", "--json"), ("show", "{}", "--html"),
    *(("template", kind, "{}", "--form", form)
      for kind in ("now", "callback", "rph") for form in ("table", "bullets", "plain")),
)  # fmt: skip


@pytest.mark.long
def test_no_verb_writes_what_a_terminal_obeys(poisoned: P2P, tmp_path: Path) -> None:
    seen = 0

    def tells(*arguments: str) -> None:
        nonlocal seen
        mine = () if arguments[0] in UNLISTED else ("--as", "lena")
        code, out, err = run((*arguments, *mine), b"", tmp_path, poisoned.environment)
        assert "incident" not in err, (arguments, err)
        assert code in (0, 1), (arguments, code, err)
        assert hostile_in(out.replace("\r\n", "\n")) == "", arguments
        assert hostile_in(err) == "", arguments
        seen += out.count("[red]x[/]")

    for arguments in AS_LENA:
        tells(*arguments)
    lines = poisoned("tracker", "export", "--format", "jsonl", "--as", "lena").splitlines()
    refs = {one["ref"]: one["status"] for one in map(json.loads, lines)}
    one_of_each = {status: ref for ref, status in refs.items()}
    for ref in one_of_each.values():
        for arguments in OF_A_REQUEST[:3]:
            tells(*(one.format(ref) for one in arguments))
    for arguments in OF_A_REQUEST[3:]:
        tells(*(one.format(ref) for one in arguments))
    assert seen > 500
    sheet = tmp_path / "tracker.xlsx"
    poisoned("tracker", "export", "--format", "xlsx", "-o", str(sheet), "--as", "lena")
    with zipfile.ZipFile(sheet) as parts:
        for name in parts.namelist():
            assert hostile_in(parts.read(name).decode()) == "", name
