"""``p2p audit``: whether the record holds, and who did and saw what."""

import json
import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import P2P, ROOT
from tests.house import KIM, sit, unguard


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


def test_who_saw_a_members_data_is_one_line_of_command(p2p: P2P) -> None:
    office = p2p.address.open()
    kim = sit(office, "tina").place(KIM)
    office.close()
    p2p("show", kim.ref, "--html", "--as", "ana")
    p2p("template", "rph", kim.ref, "--as", "ben")
    p2p.json("queue", "--as", "maya")
    p2p.json("callbacks", "--as", "maya")
    told = p2p("audit", "show", "--member", KIM.member_id, "--as", "lena")
    first, *lines = told.splitlines()
    assert first == "member …4471: 6 entries"
    assert "took a copy of it as a page to be printed  P2P-1001" in lines[2]
    assert lines[2].split("  ")[2].startswith("Ana Ruiz (ana, os:")
    assert "took a copy of 1 requests at once as a JSON document  P2P-1001" in lines[5]
    for word in ("Osei", KIM.member_id, KIM.drug_name, KIM.phone, KIM.pa_number):
        assert word not in told
    document = p2p.json("audit", "show", "--ref", "1001", "--as", "lena")
    assert [one["who"] for one in document["entries"]] == [
        "tina", "ana", "ana", "ben", "ben", "maya",
    ]  # fmt: skip
    found = p2p.json("audit", "disclosures", KIM.member_id)
    assert [one["event"] for one in found["entries"]] == ["copied", "copied", "listed"]
    assert "It can't know to whom it went" in found["note"]
    assert "45 CFR 164.528" in p2p("audit", "disclosures", KIM.member_id, "--as", "lena")
    assert ": 0 entries" in p2p("audit", "show", "--pa", "1", "--as", "lena")
    assert "may not read the audit" in p2p("audit", "show", "--ref", "1", "--as", "ana", code=1)
    assert "is required" in p2p("audit", "show", code=2)
    said = p2p("audit", "show", "--who", "ana", "--from", "soon", "--as", "lena", code=2)
    assert "--from: “soon” is not understood" in said
