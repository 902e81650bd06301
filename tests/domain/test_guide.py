"""The guide: its documents, the steps that others cite, and the rules behind them (R19)."""

import re
from datetime import UTC, datetime

import pytest

from p2p_tui.domain import guide
from p2p_tui.domain.errors import Mistyped, NotFound
from p2p_tui.domain.guide import Version, find, first, in_force, place_of, steps
from p2p_tui.domain.guide_text import blocks
from p2p_tui.domain.preferences import Preferences
from p2p_tui.domain.text import clean
from p2p_tui.tui.keys import KEYS, shown
from tests.domain.builders import LENA, roster
from tests.hostile import CHARACTERS, SEQUENCES

CITED = {
    "T1": "R1", "T2": "R2", "T3": "R3", "T4": "R12", "T5": "R13", "T6": "R13", "T7": "R4 R11",
    "T8": "R14", "T9": "R7 R8", "T10": "R17", "T11": "R7", "T12": "R5", "T13": "R7",
    "P1": "R9", "P2": "R10", "P3": "R12", "P4": "R13", "P5": "R15", "P6": "R11 R14", "P7": "R7",
    "P8": "R15 R18", "P9": "R16", "P10": "R12",
    "L1": "R8 R14 R16", "L2": "R10", "L3": "R1", "L4": "R19",
}  # fmt: skip
"""Lessons and the desk's own documents cite these: an id is never given to something else."""
NOV_30 = datetime(2026, 11, 30, 15, tzinfo=UTC)
SHIPPED = in_force({})
EVERYTHING = "\n".join(one.text for one in SHIPPED)


def own(text: str, document: str = "technician") -> Version:
    return Version(document=document, number=2, text=text, by="lena", at=NOV_30)


def test_every_step_has_its_id_once_its_document_and_the_rules_behind_it() -> None:
    found = [one for doc in guide.shipped() for one in steps(doc.text, doc.name)]
    assert {one.id: " ".join(one.rules) for one in found} == CITED
    assert len(found) == len(CITED)
    for one in found:
        assert one.document[0].upper() == one.id[0]
        assert len(one.title) > 5
        assert len(one.text) > 60
        assert guide.step(one.id) == one
    assert guide.step("T99") is None


def test_every_rule_is_named_somewhere() -> None:
    assert set(re.findall(r"\bR\d+\b", EVERYTHING)) == {f"R{n}" for n in range(1, 20)}


def test_whatever_step_is_cited_in_a_text_is_there() -> None:
    assert set(re.findall(r"\b[TPL]\d{1,2}\b", EVERYTHING)) <= CITED.keys()


def test_keys_are_named_and_never_written_down() -> None:
    assert set(guide.keys_named(EVERYTHING)) <= guide.USUAL_KEYS.keys()
    assert len(guide.keys_named(EVERYTHING)) > 40
    written = {shown(name, Preferences()) for name in KEYS}
    typed = set(re.findall(r"`([^`{]+)`", EVERYTHING))
    assert not typed & written


def test_the_usual_keys_are_those_of_the_program() -> None:
    for name, key in guide.USUAL_KEYS.items():
        if name in KEYS:
            assert key == shown(name, Preferences()), name
    assert {one for one in KEYS if one not in guide.USUAL_KEYS} <= {
        "seat", "redraw", "no_quit", "next", "previous", "up", "down", "page_up", "page_down",
        "first", "last",
    }  # fmt: skip


def test_keys_stand_as_they_are_pressed() -> None:
    said = guide.with_keys("`{key:new}`, {key:nothing}, {key:../x}", lambda name: f"<{name}>")
    assert said == "`<new>`, {key:nothing}, {key:../x}"


def test_the_documents_in_their_order_each_with_a_title_of_its_own() -> None:
    assert [one.document for one in SHIPPED] == [
        "technician", "pharmacist", "lead", "reconsideration",
    ]  # fmt: skip
    assert [one.label for one in SHIPPED] == ["1.0"] * 4
    assert SHIPPED[0].title == "The technician's guide"
    assert SHIPPED[0].author(roster()) == "the desk's software"
    with pytest.raises(NotFound, match=r"The guide has no “../x”; it has: technician, pharmacist"):
        first("../x")


def test_the_text_is_clean_as_it_ships() -> None:
    for one in guide.shipped():
        assert clean(one.text) == one.text
        assert all(len(line) <= 120 or "|" in line for line in one.text.splitlines()), one.name


def test_the_desks_own_goes_before_the_shipped() -> None:
    ours = own("# Our way\n\nCall us.")
    assert in_force({"technician": ours})[0] == ours
    assert in_force({"technician": ours})[1:] == SHIPPED[1:]
    assert (ours.title, ours.label, ours.author(roster())) == ("Our way", "2.0", LENA.title)
    assert own("no title").title == "Technician's guide"
    assert own("x").model_copy(update={"by": "gone"}).author(roster()) == "gone"


def test_a_version_follows_another() -> None:
    third = guide.following(own("x"), "  new\r\ntext ", by="ana", at=NOV_30)
    assert (third.number, third.text, third.by, third.at) == (3, "new\ntext", "ana", NOV_30)
    for text, said in ((" \n", "this one is empty"), ("x" * 100_001, "100,000 letters at most")):
        with pytest.raises(Mistyped, match=said):
            guide.following(third, text, by="ana", at=NOV_30)


@pytest.mark.parametrize("text", [*SEQUENCES.values(), *CHARACTERS.values()])
def test_what_a_lead_puts_in_is_clean(text: str) -> None:
    put = guide.following(own("x"), f"# a{text}b", by="ana", at=NOV_30)
    assert clean(put.text) == put.text
    assert clean(put.title) == put.title


# -- finding


def test_a_step_is_found_by_its_id_then_by_what_it_is_about_else_the_top() -> None:
    def heading(text: str, step: str) -> str:
        version = own(text)
        return blocks(text)[place_of(version, step)].text

    with_ids = "# Ours\n\n## T6: Transfer it\n\nx\n\n### T4 · Wait (R12)\n\ny"
    assert heading(with_ids, "T4") == "T4 · Wait (R12)"
    assert heading(with_ids, "T6") == "T6: Transfer it"
    without = "# Ours\n\n## Taking down\n\nx\n\n## The warm transfer of a call\n\n## Callbacks"
    assert heading(without, "T6") == "The warm transfer of a call"
    assert heading(without, "T12") == "Ours"
    assert heading("no heading at all", "T1") == "no heading at all"
    assert place_of(own(without), "none") == 0
    assert place_of(own(""), "T1") == 0


def test_words_are_found_in_every_document_whatever_their_case() -> None:
    found = find(SHIPPED, "EXTENSION large")
    said = {blocks(first(one.document).text)[one.block].text[:12] for one in found}
    assert {one.document for one in found} == {"technician", "pharmacist"}
    assert said == {"**READY** st", "When you hav"}
    assert find(SHIPPED, "  ") == ()
    assert find([own("it is already there")], "ready") == ()
    assert find([own("a (b) c")], "(B")
    assert find([own("x")], "*") == ()
    assert find(SHIPPED, "no such thing") == ()
    assert find(SHIPPED, "{key:") == (), "the names of keys are not what it says"
    assert find([own("| a | Wegovy |\n|---|---|\n| b | **c** |")], "wegovy c")


def test_what_is_put_in_is_told_in_words() -> None:
    assert guide.tell({"document": "lead", "number": 3}) == (
        "put in version 3.0 of the guide: Lead's page"
    )
    assert guide.tell({}) == "put in a document of the guide"
