"""A lead asks the record who did and saw what, and how a member's data left the desk."""

from collections.abc import Callable
from datetime import date

import pytest

from p2p_tui.desk import Desk, Office
from p2p_tui.desk.exporting import Found, Wanted
from p2p_tui.domain.auditing import Access, Of, Span, Subject, masked, years_before
from p2p_tui.domain.denied_pas import DeniedPA
from p2p_tui.domain.errors import Mistyped, NotFound, Refused
from p2p_tui.store import requests
from tests.house import FRIDAY, KIM, FixedClock, through

DeskOf = Callable[[str], Desk]
MEMBER = Subject(of=Of.MEMBER, value="H10024471")
WORDS = ("Osei", "H10024471", "Ozempic", "555", "88120417", "We appeal")


def took(desk: Desk, wanted: Wanted | None = None) -> None:
    """Export what there is."""

    def write(found: Found) -> str:
        assert list(found.requests) is not None
        return "ab" * 32

    desk.export("csv", write, wanted)


def moves(found: tuple[Access, ...]) -> list[str]:
    return [one.move for one in found]


def test_who_saw_a_members_data_and_when(desk_of: DeskOf, office: Office) -> None:
    lena, tina, ana, ben = (desk_of(name) for name in ("lena", "tina", "ana", "ben"))
    kim = tina.place(KIM)
    other = tina.place(KIM.model_copy(update={"member_id": "Z999", "pa_number": "77"}))
    ana.look(kim.ref)
    ben.copied(kim.ref, "the template rph")
    lena.found(kim.ref, "Osei")
    ana.look(other.ref)
    lena.copied_many([kim.ref, other.ref], "a JSON document")
    lena.copied_many([other.ref], "a JSON document")
    found = lena.accesses(MEMBER)
    assert moves(found) == ["place", "viewed", "copied", "searched", "listed"]
    assert [one.actor for one in found] == ["tina", "ana", "ben", "lena", "lena"]
    assert {one.refs for one in found} == {(kim.ref,)}
    assert found[2].said == "took a copy of it as the template rph"
    assert found[4].said == "took a copy of 2 requests at once as a JSON document"
    assert not [word for one in found for word in WORDS if word in one.said]
    # That it was read is on record, and is itself part of what is told.
    assert requests.happenings_since(0)[-1].move == "audit_read"
    assert moves(lena.accesses(MEMBER))[-1] == "audit_read"
    assert moves(lena.accesses(Subject(of=Of.PA, value="8812-0417")))[0] == "place"
    by_ref = lena.accesses(Subject(of=Of.REQUEST, value=other.ref))
    assert moves(by_ref) == ["place", "viewed", "listed", "listed"]
    mine = lena.accesses(Subject(of=Of.PERSON, value="ben"))
    assert moves(mine)[-1:] == ["copied"]
    assert moves(lena.accesses(MEMBER, newest=2)) == ["audit_read", "audit_read"]
    assert office.verify().problem == ""


def test_a_member_whose_id_was_corrected_is_found_by_both(desk_of: DeskOf) -> None:
    lena, tina = desk_of("lena"), desk_of("tina")
    kim = tina.place(KIM.model_copy(update={"member_id": 'H"%_1'}))
    tina.make("complete", kim.ref, kim.version, changes={"member_id": KIM.member_id})
    for member in ('H"%_1', KIM.member_id):
        found = lena.accesses(Subject(of=Of.MEMBER, value=member))
        assert moves(found)[:2] == ["place", "complete"], member


def test_who_looked_at_what_the_pa_system_has_of_a_member(desk_of: DeskOf, office: Office) -> None:
    lena = desk_of("lena")
    lena.import_pas(["PA number,Member ID\n", "5512,H10024471\n", "5513,Z1\n"], "extract")
    for number in ("5512", "5513"):
        pa = desk_of("raj").denied_pa(number)
        assert isinstance(pa, DeniedPA)
        desk_of("raj").saw_pa(pa)
    (seen,) = lena.accesses(MEMBER)
    assert (seen.actor, seen.said) == ("raj", "looked at a PA as the PA system has it")


def test_exports_are_told_for_whom_they_held(desk_of: DeskOf, clock: FixedClock) -> None:
    lena, tina, ana = desk_of("lena"), desk_of("tina"), desk_of("ana")
    kim = tina.place(KIM)
    took(lena)
    took(lena, Wanted(first=date(2026, 11, 21)))
    took(ana)
    through(desk_of, kim, "acknowledge")
    took(ana)
    clock.on(days=1)
    tina.place(KIM.model_copy(update={"member_id": "Z999"}))
    took(lena, Wanted(first=date(2026, 11, 21)))
    found = lena.disclosures("H10024471")
    assert [(one.move, one.actor) for one in found] == [("exported", "lena"), ("exported", "ana")]
    assert found[0].said.startswith("exported the tracker as csv: 1 requests")


@pytest.mark.parametrize("whose", ["all", "own"])
def test_of_an_export_that_was_killed_what_it_was_asked_for_is_known(
    desk_of: DeskOf, whose: str
) -> None:
    lena, ana = desk_of("lena"), desk_of("ana")
    kim = desk_of("tina").place(KIM)
    by = lena if whose == "all" else ana
    given = {"format": "csv", "from": None, "to": None, "whose": whose}
    by._export_on_record("export_began", given, "killed")
    through(desk_of, kim, "acknowledge")
    by._export_on_record("export_began", {**given, "from": "2026-11-21"}, "later")
    by._export_on_record("export_began", {**given, "to": "2026-11-20"}, "killed too")
    assert moves(lena.disclosures("H10024471")) == ["export_began"] * 2


def test_an_accounting_goes_six_years_back(desk_of: DeskOf, clock: FixedClock) -> None:
    lena = desk_of("lena")
    kim = desk_of("tina").place(KIM)
    lena.copied(kim.ref, "a page to be printed")
    lena.look(kim.ref)
    clock.now = FRIDAY.replace(year=2032)
    assert moves(lena.disclosures("H10024471")) == ["copied"]
    assert requests.happenings_since(0)[-1].move == "accounted"
    clock.now = FRIDAY.replace(year=2032, day=21)
    assert lena.disclosures("H10024471") == ()
    assert moves(lena.disclosures("H10024471", Span(first=date(2026, 11, 20)))) == ["copied"]
    assert lena.disclosures("H10024471", Span(last=date(2026, 11, 19))) == ()
    with pytest.raises(Mistyped):
        lena.disclosures("H10024471", Span(first=date(2027, 1, 2), last=date(2027, 1, 1)))


def test_only_a_lead_asks_and_nothing_is_told_that_is_not_there(desk_of: DeskOf) -> None:
    for username in ("tina", "ana", "adam"):
        with pytest.raises(Refused, match="may not read the audit"):
            desk_of(username).accesses(MEMBER)
        with pytest.raises(Refused, match="may not read the audit"):
            desk_of(username).disclosures("H10024471")
    lena = desk_of("lena")
    with pytest.raises(NotFound):
        lena.accesses(Subject(of=Of.REQUEST, value="P2P-1999"))
    with pytest.raises(NotFound):
        lena.accesses(Subject(of=Of.PERSON, value="nobody"))
    assert lena.accesses(Subject(of=Of.MEMBER, value="nobody's")) == ()


def test_identifiers_are_masked() -> None:
    assert (masked("H10024471"), masked("4471"), masked("")) == ("…4471", "…", "…")
    assert MEMBER.told() == "member …4471"
    assert years_before(date(2028, 2, 29), 6) == date(2022, 3, 1)
