"""``p2p submit``, ``queue``, ``show`` and ``template``: in and out for other programs."""

import itertools
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from p2p_tui.domain import templates
from p2p_tui.domain.details import Denial, DenialKind, Details
from p2p_tui.domain.text import is_hostile
from tests.cli.conftest import P2P
from tests.documented import APPROVED
from tests.house import ACCOUNT, sit

KEYS = frozenset(
    """
    ref status kind placed_at placed_by holder denying_pharmacist contact_name job_title phone
    pa_number member_id drug_name cntt denial_rationale prior_denials callback_windows version
    best_time additional_info reason_technician_cannot_approve reason_in_vue prescriber_told
    extension determination
    """.split()  # noqa: SIM905 - as the promise reads
)

NOW = """\
| Peer to Peer |
| -------------- |
| Contact name and job title: Kim Osei, MA |
|	Contact phone #: (614) 555-0142 |
|	PA # : 88120417 |
|	Member ID: H10024471 |
|	Drug Name: Ozempic |
| CNTT: 5530192 |
| Denial Rationale: Original denial: No A1c within 90 days P2P denial: Upheld, no chart notes |
|	Callback Dates and Times: **Now** |
"""
LATER = """\
| Scheduling a Peer to Peer |
| -------------- |
| Contact name and job title: Joan Webb, NP |
|	Contact phone #: (312) 555-0118 |
|	PA # : 88120434 |
|	Member ID: H10024628 |
|	Drug Name: Humira |
| CNTT: 5530205 |
| Denial Rationale: No trial of methotrexate documented |
|	Callback Dates and Times: sometime after the holidays |
"""
RPH = """\
- Contact name and job title: Rosa Diaz, RN
- Contact number: (602) 555-0126
- Best time to call (Date and Time): sometime next month
- Case ID or PA Auth#: 88120451
- Member ID: H10024785
- Drug name: Dupixent
- Denial Reason: Eosinophil count not submitted
- Additional info given: Count of 450 was in the first fax
- Reason why Technician cannot approve: Clinical judgement needed
- Name of Denying Pharmacist: Ana Ruiz
- Reason for Denial on PA in VUE: Criteria not met
- Information gathered from prescriber when asked the specific reason it was denied: Labs missing
"""
SAID: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        NOW,
        {
            "kind": "immediate",
            "status": "waiting",
            "contact_name": "Kim Osei",
            "job_title": "MA",
            "phone": "(614) 555-0142",
            "pa_number": "88120417",
            "member_id": "H10024471",
            "drug_name": "Ozempic",
            "cntt": "5530192",
            "denial_rationale": "No A1c within 90 days",
            "prior_denials": [{"kind": "p2p", "rationale": "Upheld, no chart notes"}],
            "callback_words": "",
        },
    ),
    (
        LATER,
        {
            "kind": "callback",
            "status": "scheduled",
            "contact_name": "Joan Webb",
            "drug_name": "Humira",
            "callback_words": "sometime after the holidays",
            "time_to_confirm": True,
        },
    ),
    (
        RPH,
        {
            "kind": "callback",
            "pa_number": "88120451",
            "best_time": "sometime next month",
            "denial_rationale": "Eosinophil count not submitted",
            "additional_info": "Count of 450 was in the first fax",
            "reason_technician_cannot_approve": "Clinical judgement needed",
            "denying_pharmacist": "Ana Ruiz",
            "reason_in_vue": "Criteria not met",
            "prescriber_told": "Labs missing",
        },
    ),
)


def test_what_templates_say_is_placed_and_read_by_other_programs(p2p: P2P) -> None:
    placed = p2p.json("submit", "-", "--as", "tina", stdin="\n".join(text for text, _ in SAID))
    assert [one["ref"] for one in placed] == ["P2P-1001", "P2P-1002", "P2P-1003"]
    for one, (_, said) in zip(placed, SAID, strict=True):
        assert KEYS.issubset(one)
        assert {name: one[name] for name in said} == said
        assert (one["placed_by"], one["holder"], one["determination"]) == ("tina", None, None)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", one["placed_at"])
    assert p2p.json("queue") == placed
    assert p2p.json("show", "p2p 1002", "--as", "ana") == placed[1]


def test_a_file_is_placed_and_the_queue_tells_it(p2p: P2P) -> None:
    (p2p.home / "filled.txt").write_text("\ufeff" + NOW.replace("\n", "\r\n"), encoding="utf-8")
    said = p2p("submit", "filled.txt", "--as", "tina")
    assert said.startswith("P2P-1001 placed: immediate, waiting")
    assert "to get from the caller: Caller verified · Contact ID made" in said
    queue = p2p("queue")
    assert "WAITING NOW\n  P2P-1001" in queue
    assert "Kim Osei, MA" in queue
    shown = p2p("show", "1001", "--as", "tina")
    assert shown.startswith("P2P-1001  immediate, waiting")
    assert re.search(r"^  Denied, after the P2P +Upheld, no chart notes$", shown, re.M)
    assert "Tina Park placed it" in shown


def test_words_without_a_template_are_placed_all_the_same(p2p: P2P) -> None:
    words = "dr abara called about the humira denial, wants a pharmacist"
    (placed,) = p2p.json("submit", "--as", "tina", stdin=words)
    assert placed["not_understood"] == words
    assert placed["status"] == "waiting"
    assert words in p2p("show", placed["ref"])


def test_a_callback_outside_the_desk_hours_is_placed_and_says_so(p2p: P2P) -> None:
    at_night = LATER.replace("sometime after the holidays", "tomorrow 3-4 am eastern")
    (placed,) = p2p.json("submit", "--as", "tina", stdin=at_night)
    assert placed["status"] == "scheduled"
    shown = p2p("show", placed["ref"], "--as", "ana")
    assert re.search(r"^  Callback window .*\n  Outside desk hours +\S", shown, re.M)


@pytest.mark.parametrize("text", ["", " \n\t\n"])
def test_nothing_at_all_is_nothing_to_place(p2p: P2P, text: str) -> None:
    assert "nothing in it to place" in p2p("submit", "-", "--as", "tina", stdin=text, code=1)
    assert p2p("queue") == "Nothing is open.\n"


def test_a_request_comes_out_as_the_template_that_went_in(p2p: P2P) -> None:
    """Every template in every form says what was submitted."""
    details = Details(
        contact_name="Kim Osei",
        job_title="MA",
        phone="(614) 555-0142",
        pa_number="88120417",
        member_id="H10024471",
        drug_name="Ozempic 0.25 | 0.5 mg",
        cntt="5530192",
        denial_rationale="No A1c\nwithin 90 days",
        prior_denials=(Denial(kind=DenialKind.APPEAL, rationale="Upheld"),),
        additional_info="A1c 8.4 – last week",
    )
    p2p("submit", "--as", "tina", stdin=templates.write("now", details, "table"))
    wanted = details.model_copy(update={"additional_info": ""})
    for kind, form in itertools.product(("now", "rph"), ("table", "bullets", "plain")):
        out = p2p("template", kind, "P2P-1001", "--form", form)
        (read,) = templates.read(out)
        only_rph = {"cntt": ""} if kind == "rph" else {}
        assert read.details == wanted.model_copy(update=only_rph), out
    p2p("submit", "--as", "tina", stdin=LATER)
    out = p2p("template", "callback", "P2P-1002")
    assert templates.read(out) == templates.read(LATER)
    assert p2p("template", "callback", "P2P-1002", "--form", "table") == out


HOSTILE = (
    "| Peer to Peer |\n"
    "| Contact name and job title: Kim \x1b[2J\x1b]52;c;aGk=\x07Osei, M\u202eA |\n"
    "| PA # : 8812\x00417\x9b31m |\n"
    "| Drug Name: [b]Ozempic[/b] \u200b\u2066x |\n"
    "| Denial Rationale: line\x85two \x1b]8;;http://x\x1b\\here |\n"
    "| Plan\x1b[31m: unknown label |\n"
)


def test_hostile_text_never_leaves_as_it_came(p2p: P2P) -> None:
    submitted = p2p("submit", "--as", "tina", stdin=HOSTILE)
    outs = [
        submitted,
        p2p("queue"),
        p2p("queue", "--json"),
        p2p("show", "1001"),
        p2p("show", "1001", "--json"),
        *(p2p("template", kind, "1001") for kind in ("now", "callback", "rph")),
        p2p("submit", "--as", "tina", "--json", stdin=b"\xff\xfe\x1b]0;x\x07 \xed\xa0\x80"),
    ]
    for out in outs:
        assert [char for char in out if char != "\n" and is_hostile(char)] == []
    assert "Kim \\x1b[2J" in outs[3]
    errors = [
        p2p("show", "P2P-\x1b[2J", code=1),
        p2p("queue", "--as", "\x1b]0;x\x07\u202e", code=1),
        p2p("submit", "no\x1b[2Jfile", "--as", "tina", code=2),
        p2p("queue", "\x1b[2J\nmore", code=2),
    ]
    for error in errors:
        assert [char for char in error[:-1] if is_hostile(char)] == []


def test_what_the_desk_says_no_to(p2p: P2P) -> None:
    assert "There is no request P2P-9999" in p2p("show", "P2P-9999", code=1)
    assert "There is no request NOTHING" in p2p("template", "now", "nothing", code=1)
    assert "is not on this desk: say who acts" in p2p("submit", stdin=NOW, code=1)
    assert "Nobody on this desk is “zoe”" in p2p("queue", "--as", "zoe", code=1)
    assert "Nobody on this desk" in p2p("submit", "--as", "(account)", stdin=NOW, code=1)
    assert "may not see open requests" in p2p("queue", "--as", "adam", code=1)
    assert "may not place" in p2p("submit", "--as", "adam", stdin=NOW, code=1)
    assert p2p("queue") == "Nothing is open.\n"


def test_what_can_not_be_read_is_said(p2p: P2P) -> None:
    assert "no.txt can't be read: No such file" in p2p("submit", "no.txt", "--as", "tina", code=2)
    assert "can't be read: Is a directory" in p2p("submit", ".", "--as", "tina", code=2)
    (p2p.home / "long.txt").write_bytes(b"x" * 4_000_001)
    assert "4,000,000 bytes; split it" in p2p("submit", "long.txt", "--as", "tina", code=2)


def test_a_reader_that_goes_away_is_no_fault(p2p: P2P) -> None:
    p2p("submit", "--as", "tina", stdin=NOW * 40)
    for arguments in (["queue"], ["queue", "--json"], ["template", "now", "1001"]):
        running = subprocess.Popen(
            [sys.executable, "-m", "p2p_tui", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=p2p.environment,
            cwd=p2p.home,
        )
        assert running.stdout is not None
        running.stdout.close()
        assert running.stderr is not None
        assert running.stderr.read() == b""
        assert running.wait(60) == 1
        running.stderr.close()


def test_a_closed_request_shows_what_was_documented(p2p: P2P) -> None:
    office = p2p.address.open(None)
    try:
        tina, ana = sit(office, "tina"), sit(office, "ana")
        one = tina.place(Details(contact_name="Kim Osei"))
        one = ana.make("acknowledge", one.ref, one.version)
        one = ana.make("ready", one.ref, one.version, {"extension": "4412"})
        one = tina.make("transfer", one.ref, one.version)
        said = {**APPROVED, "heard": "A1c of 8.4", "rationale": "Met now"}
        ana.make("document", one.ref, one.version, said)
        assert ana.account == ACCOUNT
    finally:
        office.close()
    shown = p2p("show", "1001", "--as", "tina")
    assert shown.startswith("P2P-1001  immediate, closed\n")
    for line in (r"Determination +approved", r"New information heard +A1c of 8\.4"):
        assert re.search(f"^  {line}$", shown, re.M)
    assert "Ana Ruiz documented it: approved" in shown
    assert p2p.json("show", "1001")["determination"] == "approved"
    assert p2p.json("queue") == []


def test_who_looked_from_the_command_line_is_on_record(p2p: P2P, tmp_path: Path) -> None:
    p2p("submit", "--as", "tina", stdin=NOW)
    p2p("show", "1001", "--as", "ana")
    p2p("show", "1001")
    p2p("template", "now", "1001", "--as", "ben")
    from p2p_tui.store.models import EventRow

    office = p2p.address.open()
    try:
        rows = EventRow.select().where(EventRow.request_id == 1001).order_by(EventRow.seq)
        found = [(row.move, row.actor) for row in rows]
        accounts = {row.account for row in rows}
    finally:
        office.close()
    assert found == [
        ("place", "tina"),
        ("viewed", "ana"),
        ("viewed", "(account)"),
        ("viewed", "ben"),
        ("copied", "ben"),
    ]
    assert len(accounts) == 1
    assert accounts.pop().startswith("os:")
    document = json.dumps(p2p.json("show", "1001"))
    assert "viewed" not in document
