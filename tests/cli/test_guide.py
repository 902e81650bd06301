"""``p2p guide``: what there is, one document, its versions, and putting in the desk's own."""

import os
from pathlib import Path

from p2p_tui.domain.guide import first
from tests.cli.conftest import P2P
from tests.forks import Fork
from tests.hostile import SEQUENCES

LENA = ("--as", "lena")


def test_the_documents_with_their_versions(p2p: P2P) -> None:
    lines = p2p("guide").splitlines()
    assert [line.split()[:2] for line in lines] == [
        ["technician", "1.0"], ["pharmacist", "1.0"], ["lead", "1.0"], ["reconsideration", "1.0"],
    ]  # fmt: skip
    assert lines[0].endswith("Fri Nov 27, 2026  the desk's software  The technician's guide")
    found = p2p.json("guide", "--as", "tina")
    assert found[3] == {
        "document": "reconsideration",
        "title": "Peer-to-peer and reconsideration",
        "version": "1.0",
        "number": 1,
        "author": "the desk's software",
        "username": None,
        "at": "2026-11-27T12:00:00Z",
    }


def test_what_is_printed_into_a_file_can_be_put_in_again(p2p: P2P, tmp_path: Path) -> None:
    text = p2p("guide", "technician")
    assert text == f"{first('technician').text}\n"
    file = tmp_path / "ours.md"
    file.write_text(text)
    said = p2p("guide", "technician", "--set", str(file), *LENA)
    assert said == "The technician's guide: version 1.0 says the same already\n"
    file.write_text(text.replace("# The technician's guide", "# How we do it"))
    said = p2p("guide", "technician", "--set", str(file), *LENA)
    assert said == "How we do it: version 2.0 is in force for everybody\n"
    assert p2p("guide", "technician", "--as", "tina").startswith("# How we do it\n")
    assert p2p("guide", "technician", "--number", "1") == text
    versions = p2p("guide", "technician", "--versions").splitlines()
    assert [line.split()[1] for line in versions] == ["2.0", "1.0"]
    assert "Lena Ortiz" in versions[0]
    told = p2p.json("guide", "technician", "--number", "2")
    assert (told["author"], told["username"], told["number"]) == ("Lena Ortiz", "lena", 2)
    assert told["text"].startswith("# How we do it\n")
    assert p2p.json("audit", "verify")["ok"] is True
    assert "put in a version of the guide" in p2p("audit", "show", "--who", "lena", *LENA)


def test_over_which_version_it_is_put_in(p2p: P2P) -> None:
    told = p2p.json("guide", "lead", "--set", "-", "--over", "1", *LENA, stdin="# One")
    assert told["version"] == "2.0"
    said = p2p("guide", "lead", "--set", "-", "--over", "1", *LENA, stdin="# Two", code=1)
    assert "You put in version 2.0 meanwhile" in said
    assert p2p("guide", "lead") == "# One\n"


def test_what_is_refused(p2p: P2P, tmp_path: Path) -> None:
    for arguments, stdin, code, says in (
        (("guide", "staff"), "", 1, "The guide has no “staff”; it has: technician, pharmacist"),
        (("guide", "lead", "--number", "4"), "", 1, "“lead” has no version 4; the newest is 1.0"),
        (("guide", "lead", "--set", "-", "--as", "tina"), "# x", 1, "A technician may not set"),
        (("guide", "lead", "--set", "-", *LENA), " \n", 2, "this one is empty"),
        (("guide", "lead", "--set", "-", *LENA), "x" * 100_001, 2, "100,000 letters at most"),
        (("guide", "lead", "--set", "gone.md", *LENA), "", 2, "gone.md can't be read"),
        (("guide", "--versions"), "", 2, "Of which document? See: p2p guide"),
        (("guide", "lead", "--over", "1"), "", 2, "--over goes with --set FILE"),
    ):
        assert says in p2p(*arguments, stdin=stdin, code=code), arguments


def test_a_hostile_document_reaches_no_terminal(p2p: P2P) -> None:
    text = "# Ours\n" + "\n".join(SEQUENCES.values())
    p2p("guide", "lead", "--set", "-", *LENA, stdin=text)
    for arguments in (("guide", "lead"), ("guide", "lead", "--json"), ("guide",)):
        printed = p2p(*arguments)
        assert not any(ord(one) < 32 and one != "\n" for one in printed)
        assert "\x9b" not in printed


def test_on_a_terminal_the_keys_stand_as_they_are_pressed(p2p: P2P, tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    said = b""
    try:
        fork = Fork(("guide", "reconsideration"), tmp_path, p2p.environment, theirs)
        os.close(theirs)
        while not said.endswith(b"2026\r\n"):
            said += os.read(ours, 4096)
        assert fork.wait(20) == 0
    finally:
        os.close(ours)
    assert said.endswith(b"version 1.0, the desk's software, Fri Nov 27, 2026\r\n")
