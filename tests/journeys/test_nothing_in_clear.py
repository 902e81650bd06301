"""Nothing that is written while people work holds a word of it in clear, but what they asked for.

A story in real terminals, in which each thing that is said has a word of its own; then all files
are searched for these words. A plain database shows that the search finds them.
"""

import base64
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.house import KIM, sit
from tests.journeys.faulty_desk import CANARY
from tests.journeys.premises import TEMPLATE, Premises, new_request, select
from tests.journeys.terminal import Terminal
from tests.journeys.test_faults import SCRIPT

pytestmark = [pytest.mark.journey, pytest.mark.both]

KEPT = {
    "caller": "Quillonaby", "member": "H77310296", "drug": "Zorvamaxil", "denial": "Vexatrimony",
    "message": "Brambletide", "heard": "Oskarlunden", "draft": "Wyndhamoor",
    "extract": "Pelligrane",
}  # fmt: skip
"""What the database holds of it."""
NOT_KEPT = {"fault": CANARY, "search": "Hollowmere"}
"""What nobody is to find in any database, either."""
WORDS = {**KEPT, **NOT_KEPT}
FILLED = (
    TEMPLATE.replace("Kim Osei", KEPT["caller"])
    .replace("H10024471", KEPT["member"])
    .replace("Ozempic", KEPT["drug"])
    .replace("No A1c within 90 days", KEPT["denial"])
)


def spellings(word: str) -> Iterator[bytes]:
    """A word as files may hold it: text of two kinds, and base64 wherever it begins."""
    for text in {word, word.lower()}:
        plain = text.encode()
        yield plain
        yield text.encode("utf-16-le")
        for before in range(3):
            # The first and last letters of base64 depend on what stands beside the word.
            coded = base64.b64encode(bytes(before) + plain + b"\0" * (-(before + len(plain)) % 3))
            yield coded[4 if before else 0 : (before + len(plain)) // 3 * 4]


SEARCHED = {
    kind: re.compile(b"|".join(map(re.escape, spellings(word)))) for kind, word in WORDS.items()
}


def found_in(data: bytes) -> set[str]:
    """Of what a word stands in it."""
    return {kind for kind, word in SEARCHED.items() if word.search(data)}


def files_of(home: Path) -> Mapping[str, bytes]:
    """All that was written where the desk, its sessions and verbs can write, by its name."""
    return {str(file.relative_to(home)): file.read_bytes()
            for file in home.rglob("*") if file.is_file()}  # fmt: skip


def clear_words(home: Path) -> dict[str, set[str]]:
    """Which files hold which words in clear; a file's name is looked at as its contents are."""
    told = {name: found_in(data) | found_in(name.encode()) for name, data in files_of(home).items()}
    return {name: words for name, words in told.items() if words}


def outside_the_session(terminal: Terminal) -> bytes:
    """What a terminal shows when the session has ended: all but what stood on its other screen."""
    before, _, rest = terminal.raw.partition(b"\x1b[?1049h")
    return before + rest.rpartition(b"\x1b[?1049l")[2]


def place_and_say(premises: Premises, technician: Terminal) -> str:
    """A template is pasted and placed, a pharmacist told of it; give its reference."""
    new_request(technician)
    technician.paste(FILLED)
    technician.wait_for("Read from the paste")
    technician.press("ctrl+s")
    said = re.search(r"P2P-\d+", technician.line_with("is placed"))
    assert said is not None
    select(technician, said.group())
    technician.press("m")
    technician.wait_for("MESSAGE")
    technician.type(KEPT["message"])
    technician.press("ctrl+s")
    technician.line_with(f"{said.group()}: message")
    technician.press("y")
    technician.wait_for("was sent to the terminal's clipboard")
    technician.press("escape")
    return said.group()


def document(premises: Premises, pharmacist: Terminal, ref: str) -> None:
    """The call is held; what was heard stands on the tracker, and is looked for there."""
    with premises.office() as office:
        desk = sit(office, "ana", here=False)
        request = desk.request(ref)
        for move, given in (("acknowledge", {}), ("ready", {"extension": "4412"}),
                            ("transfer", {}), ("end_call", {})):  # fmt: skip
            request = desk.make(move, ref, request.version, given)
    pharmacist.line_with("✎ to document", ref)
    select(pharmacist, ref)
    pharmacist.press("d")
    pharmacist.wait_for("DOCUMENT")
    pharmacist.press("tab")
    pharmacist.type(KEPT["heard"])
    pharmacist.wait_for("draft kept")
    pharmacist.press("tab", "tab", "8")
    pharmacist.line_with("● 8")
    pharmacist.press("ctrl+s")
    pharmacist.wait_for("documented and closed")
    pharmacist.press("3", "/")
    pharmacist.type(NOT_KEPT["search"])
    pharmacist.wait_for("Nothing is found")
    pharmacist.press(*["backspace"] * len(NOT_KEPT["search"]))
    pharmacist.type(KEPT["drug"].lower())
    pharmacist.press("enter")
    pharmacist.line_with("▌", ref)


def fault(premises: Premises) -> Terminal:
    """A session that stops because of a fault, with words on its screen and in its memory."""
    technician = premises.start(sys.executable, str(SCRIPT), "key", "tina")
    technician.wait_for("▌")
    technician.press("enter")
    assert technician.ended() == 1
    return technician


def story(premises: Premises, taken: Path) -> dict[str, set[str]]:
    """All that people do with the desk; which files hold what in clear while they are at it."""
    (taken / "extract.csv").write_text(f"PA number,Drug name\n1,{KEPT['extract']}\n")
    premises.run("pa", "import", str(taken / "extract.csv"), "--as", "lena")
    technician, pharmacist = premises.sit("tina"), premises.sit("ana")
    for terminal in (technician, pharmacist):
        terminal.wait_for("Nobody is waiting")
    ref = place_and_say(premises, technician)
    document(premises, pharmacist, ref)
    new_request(technician)
    technician.type(KEPT["draft"])
    premises.wait_for_draft("tina", KEPT["draft"])
    here = clear_words(premises.home)
    technician.hang_up()
    technician.ended()
    for form in ("csv", "xlsx", "jsonl"):
        file = str(taken / f"tracker.{form}")
        premises.run("tracker", "export", "--format", form, "--as", "lena", "-o", file)
    premises.run("show", ref, "--html", "--as", "lena")
    premises.run("report", "--json", "--as", "lena")
    premises.run("backup", "copy.db")
    premises.place(KIM)
    ended = [pharmacist, fault(premises)]
    assert pharmacist.leave() == 0
    for terminal in ended:
        assert found_in(outside_the_session(terminal)) == set()
    return here


@pytest.mark.few(1)
@pytest.mark.parametrize("engine", ["sqlcipher", "sqlite"], indirect=True)
def test_nothing_is_written_in_clear_but_what_was_asked_for(
    premises: Premises, engine: str
) -> None:
    with tempfile.TemporaryDirectory() as taken:
        here = story(premises, Path(taken))
        assert {one.name for one in Path(taken).iterdir()} == {
            "extract.csv", "tracker.csv", "tracker.jsonl", "tracker.xlsx",
        }  # fmt: skip
    left = clear_words(premises.home)
    written = files_of(premises.home)
    assert "copy.db" in written
    assert [name for name in written if name.endswith("incidents.log")]
    if engine == "sqlcipher":
        assert (here, left) == ({}, {})
        premises.run("rekey")
        assert clear_words(premises.home) == {}
    else:
        database = {"desk/desk.db", "desk/desk.db-wal"}
        assert set(here) <= database
        assert set().union(*here.values()) == set(KEPT), "the search does not find all of it"
        assert set(left) == {"desk/desk.db", "copy.db"}
        assert left["copy.db"] == set(KEPT)
