"""``p2p audit``: whether the record holds, and who did and saw what."""

import json
import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import P2P, ROOT
from tests.house import unguard


def test_heads_are_kept_outside_and_the_record_is_held_against_them(
    p2p: P2P, tmp_path: Path
) -> None:
    file, settings = tmp_path / "anchors", tmp_path / ".config/p2p/config.toml"
    assert "No place is set: anchor_file" in p2p("audit", "anchor", code=2)
    assert "can't be told: no anchor_file is set" in p2p("audit", "verify")
    settings.parent.mkdir(parents=True)
    settings.write_text(f"anchor_file = '{file}'\n")
    settings.chmod(0o600)
    missing = p2p("audit", "verify", code=1)
    assert missing.startswith("p2p: anchor missing: the record holds in itself: ")
    line = p2p("audit", "anchor")
    assert file.read_text() == line
    assert p2p("audit", "verify").splitlines()[1].startswith("It fits the anchors;")
    if p2p.address.file:  # a server in tests is its superuser's, which the doctor finds bad
        assert "the record fits" in p2p("doctor")
    told = p2p.json("report", "--as", "lena")["anchor"]
    assert [str(told["seq"]), told["digest"], told["desk"]] == line.split()[1:]
    assert told["digest"] in p2p("report", "--as", "lena")
    assert "No anchor can be added to" in p2p("audit", "anchor", code=1, P2P_ANCHOR_FILE="/")
    office = p2p.address.open()
    unguard(office)
    for table in ("event", "payload"):
        office.store.engine.database.execute_sql(f"DELETE FROM {table} WHERE seq > 5")
    office.close()
    said = p2p("audit", "verify", code=1)
    assert said.startswith("p2p: cut at the end: the record does not hold: the record ends at ")
    ran = subprocess.run(
        [sys.executable, "-m", "p2p_tui", "audit", "verify", "--json"],
        capture_output=True, cwd=ROOT, env=p2p.environment, check=False,
    )  # fmt: skip
    found = json.loads(ran.stdout)
    assert (ran.returncode, ran.stderr) == (1, b"")
    assert (found["ok"], found["found"], found["first_bad"]) == (False, "cut at the end", 6)
