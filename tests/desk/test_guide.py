"""The guide at the desk: a lead's version is everybody's, on record, and the older ones stay."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest

from p2p_tui.desk import Desk, Office
from p2p_tui.domain.errors import Mistyped, NotFound, Overtaken, Refused
from p2p_tui.domain.guide import MOST_LETTERS, SET, first, in_force
from p2p_tui.domain.people import Role
from p2p_tui.domain.story import Happening
from p2p_tui.store import requests
from p2p_tui.store.models import EventRow, GuideRow
from tests.crew import together
from tests.desk import jobs
from tests.house import ACCOUNT, KIM, STAFF, Address, FixedClock

DeskOf = Callable[[str], Desk]
OURS = "# Ours\n\n### T1 · Who is calling (R1)\n\nAsk for their name."


def on_record() -> list[Happening]:
    return [one for one in requests.happenings_since(0) if one.move == SET]


def test_a_desk_begins_with_what_ships(desk_of: DeskOf) -> None:
    for who in ("tina", "ana", "lena", "adam"):
        assert desk_of(who).guide() == in_force({})
        assert desk_of(who).guide_versions("lead") == (first("lead"),)


def test_a_lead_puts_in_the_desks_own_and_it_stands_in_the_record(
    desk_of: DeskOf, office: Office, clock: FixedClock
) -> None:
    lena = desk_of("lena")
    put = lena.set_guide("technician", f"{OURS}\r\n", 1)
    assert (put.number, put.text, put.by, put.at) == (2, OURS, "lena", clock())
    assert desk_of("tina").guide() == in_force({"technician": put})
    (event,) = on_record()
    assert (event.actor, event.at, event.ref) == ("lena", clock(), "")
    assert EventRow.get_by_id(event.seq).account == ACCOUNT
    digest = hashlib.sha256(OURS.encode()).hexdigest()
    assert event.given == {"document": "technician", "number": 2, "sha256": digest}
    assert lena.tell(event) == "put in version 2.0 of the guide: Technician's guide"
    assert office.verify().problem == ""


def test_older_versions_stay_and_can_be_put_in_again(desk_of: DeskOf) -> None:
    lena = desk_of("lena")
    lena.set_guide("lead", "# One", 1)
    lena.set_guide("lead", "# Two", 2)
    lena.set_guide("lead", first("lead").text, 3)
    every = desk_of("tina").guide_versions("lead")
    assert [(one.label, one.title) for one in every] == [
        ("4.0", "The lead's page"), ("3.0", "Two"), ("2.0", "One"), ("1.0", "The lead's page"),
    ]  # fmt: skip
    assert desk_of("tina").guide()[2] == every[0]
    assert desk_of("tina").guide()[0].number == 1


@pytest.mark.parametrize("who", ["tina", "ana", "adam"])
def test_nobody_else_does(desk_of: DeskOf, who: str) -> None:
    with pytest.raises(Refused, match="may not set what the desk has in common"):
        desk_of(who).set_guide("technician", OURS, 1)
    assert desk_of(who).guide() == in_force({})
    assert on_record() == []


def test_a_role_that_is_lent_does_not_reach_so_far(desk_of: DeskOf) -> None:
    desk_of("lena").lend("tina", Role.LEAD, timedelta(hours=1), "nobody is here")
    with pytest.raises(Refused):
        desk_of("tina").set_guide("technician", OURS, 1)


def test_whoever_is_disabled_reads_it_no_more(desk_of: DeskOf, office: Office) -> None:
    tina = desk_of("tina")
    office.put_staff([STAFF[1].model_copy(update={"disabled": True})], by=None, account=ACCOUNT)
    for reads in (tina.guide, lambda: tina.guide_versions("lead")):
        with pytest.raises(NotFound, match="is disabled"):
            reads()


def test_who_saw_an_older_version_is_told_who_put_in_which_and_when(
    desk_of: DeskOf, clock: FixedClock
) -> None:
    lena = desk_of("lena")
    with pytest.raises(Overtaken, match=r"The newest version is 1\.0, which ships with the prog"):
        lena.set_guide("lead", OURS, 4)
    lena.set_guide("lead", OURS, 1)
    with pytest.raises(
        Overtaken, match=r"^You put in version 2\.0 meanwhile \(today, 2:31 PM EST\): look at it"
    ):
        lena.set_guide("lead", "# Mine", 1)
    assert len(on_record()) == 1


def test_what_says_the_same_is_no_act(desk_of: DeskOf, office: Office) -> None:
    before = office.verify()
    assert desk_of("lena").set_guide("lead", first("lead").text, 1) == first("lead")
    assert office.verify() == before


def test_one_act_puts_it_in_once(desk_of: DeskOf) -> None:
    lena = desk_of("lena")
    put = lena.set_guide("lead", OURS, 1, act_id="once")
    lena.set_guide("lead", "# Later", 2)
    assert lena.set_guide("lead", OURS, 1, act_id="once") == put
    assert len(on_record()) == 2


def test_what_can_be_no_document(desk_of: DeskOf) -> None:
    lena = desk_of("lena")
    with pytest.raises(NotFound, match="The guide has no “staff”"):
        lena.set_guide("staff", OURS, 1)
    with pytest.raises(Mistyped, match="this one is empty"):
        lena.set_guide("lead", " \n", 1)
    with pytest.raises(Mistyped, match="100,000 letters at most"):
        lena.set_guide("lead", "x" * (MOST_LETTERS + 1), 1)
    assert GuideRow.select().count() == 0


def test_the_longest_document_goes_in_and_comes_back(desk_of: DeskOf) -> None:
    text = "é" * MOST_LETTERS
    desk_of("lena").set_guide("lead", text, 1)
    assert desk_of("tina").guide()[2].text == text


def test_of_two_who_put_one_in_at_once_the_second_is_told(address: Address, office: Office) -> None:
    office.put_staff(
        [STAFF[6].model_copy(update={"roles": frozenset({Role.LEAD})})], by=None, account=ACCOUNT
    )
    said = together(jobs.set_guide, [(address, "lena", "# Hers"), (address, "adam", "# His")])
    won = said.index("version 2.0")
    assert ("Lena Ortiz", "Adam Reyes")[won] in said[1 - won]
    assert "put in version 2.0 meanwhile" in said[1 - won]
    assert [one.text for one in GuideRow.select()] == [("# Hers", "# His")[won]]
    assert len(on_record()) == 1
    assert office.verify().problem == ""


def test_a_document_of_a_later_program_is_left_alone(desk_of: DeskOf, office: Office) -> None:
    with office.store.writing():
        GuideRow.insert(document="of_later", number=2, text="x", by="lena", at=office.clock()
                        ).execute()  # fmt: skip
    assert desk_of("tina").guide() == in_force({})


def test_it_is_no_part_of_a_request(desk_of: DeskOf) -> None:
    placed = desk_of("tina").place(KIM)
    desk_of("lena").set_guide("lead", OURS, 1)
    assert [one.move for one in desk_of("tina").history(placed.ref)] == ["place"]
