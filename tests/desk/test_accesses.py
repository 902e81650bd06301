"""Who saw a member's data, and how it left the desk."""

from collections.abc import Callable
from datetime import date

import pytest

from p2p_tui.desk import Desk, Office
from p2p_tui.desk.exporting import Found
from p2p_tui.domain.auditing import Access, Of, Span, Subject
from p2p_tui.domain.errors import Mistyped, NotFound, Refused
from tests.house import KIM, FixedClock

DeskOf = Callable[[str], Desk]
MEMBER = Subject(of=Of.MEMBER, value=KIM.member_id)
OTHER = KIM.model_copy(update={"member_id": "H20035582", "pa_number": "88120999"})


def told(found: tuple[Access, ...]) -> list[str]:
    return [f"{one.actor} {one.move} {' '.join(one.refs)}".strip() for one in found]


def test_it_tells_who_saw_a_member_when_and_how(desk_of: DeskOf, clock: FixedClock) -> None:
    tina, ana, lena = desk_of("tina"), desk_of("ana"), desk_of("lena")
    mine, other = tina.place(KIM), tina.place(OTHER)
    ana.look(mine.ref)
    ana.look(other.ref)
    ana.found(mine.ref, "ozempic kim")
    clock.on(hours=1)
    ana.to_copy(mine.ref, "Peer to Peer")
    found = lena.accesses(MEMBER)
    assert told(found) == [
        f"tina place {mine.ref}", f"ana viewed {mine.ref}", f"ana searched {mine.ref}",
        f"ana copied {mine.ref}",
    ]  # fmt: skip
    assert told(lena.accesses(MEMBER)) == [*told(found), "lena audit_read"]
    assert found[3].at == clock.now
    for one in found:
        said = f"{one.said} {one.refs}"
        assert not any(word in said for word in (KIM.member_id, "Osei", "ozempic", "88120417"))


def test_a_file_of_many_counts_for_who_is_in_it(desk_of: DeskOf) -> None:
    tina, lena = desk_of("tina"), desk_of("lena")
    mine = tina.place(KIM)

    def write(found: Found) -> str:
        assert [one.ref for one in found.requests] == [mine.ref]
        return "ab" * 32

    lena.export("csv", write)
    left = [one for one in lena.accesses(MEMBER) if one.move in ("exported", "export_began")]
    assert left
    assert all(one.refs == (mine.ref,) for one in left)
    nobody = Subject(of=Of.MEMBER, value="H99999999")
    assert told(lena.accesses(nobody)) == []
    assert told(lena.accesses(nobody)) == ["lena audit_read"]


def test_it_is_asked_by_request_pa_person_and_day(desk_of: DeskOf, clock: FixedClock) -> None:
    tina, lena = desk_of("tina"), desk_of("lena")
    mine = tina.place(KIM)
    clock.on(days=1)
    desk_of("ben").look(mine.ref)
    for subject in (Subject(of=Of.REQUEST, value=mine.ref), Subject(of=Of.PA, value="88120417")):
        assert told(lena.accesses(subject))[:2] == [
            f"tina place {mine.ref}", f"ben viewed {mine.ref}",
        ]  # fmt: skip
        (only, *_) = lena.accesses(subject, Span(first=date(2026, 11, 21)))
        assert only.actor == "ben"
    assert f"ben viewed {mine.ref}" in told(lena.accesses(Subject(of=Of.PERSON, value="ben")))
    with pytest.raises(Mistyped, match="before the first"):
        lena.accesses(MEMBER, Span(first=date(2026, 11, 21), last=date(2026, 11, 20)))
    with pytest.raises(NotFound):
        lena.accesses(Subject(of=Of.REQUEST, value="P2P-9999"))
    with pytest.raises(NotFound):
        lena.accesses(Subject(of=Of.PERSON, value="zoe"))


def test_a_member_who_was_corrected_is_found_under_both_numbers(desk_of: DeskOf) -> None:
    tina, lena = desk_of("tina"), desk_of("lena")
    mine = tina.place(OTHER)
    tina.make("complete", mine.ref, mine.version, changes={"member_id": KIM.member_id})
    for member in (KIM.member_id, OTHER.member_id):
        assert f"tina place {mine.ref}" in told(lena.accesses(Subject(of=Of.MEMBER, value=member)))


def test_an_accounting_tells_what_left_the_desk_and_no_more(
    desk_of: DeskOf, clock: FixedClock
) -> None:
    tina, lena = desk_of("tina"), desk_of("lena")
    mine = tina.place(KIM)
    tina.look(mine.ref)
    tina.copied(mine.ref, "a page to be printed")
    lena.copied_many([mine.ref], "a JSON document")
    assert told(lena.disclosures(KIM.member_id)) == [
        f"tina copied {mine.ref}", f"lena listed {mine.ref}",
    ]  # fmt: skip
    clock.on(days=6 * 366)
    assert lena.disclosures(KIM.member_id) == ()
    assert len(lena.disclosures(KIM.member_id, Span(first=date(2026, 1, 1)))) == 2


@pytest.mark.parametrize("username", ["tina", "ana", "adam"])
def test_it_is_for_leads_alone_and_asking_is_on_record(
    desk_of: DeskOf, office: Office, username: str
) -> None:
    desk_of("tina").place(KIM)
    with pytest.raises(Refused, match="may not read the audit"):
        desk_of(username).accesses(MEMBER)
    with pytest.raises(Refused, match="may not read the audit"):
        desk_of(username).disclosures(KIM.member_id)
    lena = desk_of("lena")
    lena.disclosures(KIM.member_id)
    herself = Subject(of=Of.PERSON, value="lena")
    lena.accesses(herself)
    moves = [one.move for one in lena.accesses(herself)]
    assert moves[-2:] == ["accounted", "audit_read"]
    assert office.verify().problem == ""
