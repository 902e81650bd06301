"""What each role may read: the table of roles, as the desk keeps it."""

from collections.abc import Callable

import pytest

from p2p_tui.desk import Desk, Office
from p2p_tui.domain.details import Details
from p2p_tui.domain.errors import NotFound, Refused
from p2p_tui.domain.request import Request
from p2p_tui.store import requests
from tests.documented import DISCUSSED
from tests.house import KIM, FixedClock, through

DeskOf = Callable[[str], Desk]


def refs(found: tuple[Request, ...]) -> list[str]:
    return [one.ref for one in found]


@pytest.fixture
def closed(desk_of: DeskOf, clock: FixedClock) -> dict[str, Request]:
    """One open request, and closed ones: whose they are, and how old."""
    made: dict[str, Request] = {}

    def close(name: str, technician: str, pharmacist: str, pa: str) -> None:
        details = KIM.model_copy(update={"pa_number": pa, "drug_name": f"Drug{name}"})
        request = desk_of(technician).place(details)
        given = {"extension": "1", "reason": "the desk takes it"}
        steps = (("acknowledge", "reason"), ("ready", "extension"), ("transfer", ""))
        for move, need in steps:
            who = technician if move == "transfer" else pharmacist
            needs = {need: given[need]} if need else {}
            request = desk_of(who).make(move, request.ref, request.version, needs)
        said = DISCUSSED
        made[name] = desk_of(pharmacist).make("document", request.ref, request.version, said)

    close("old", "tina", "ana", "700001")
    clock.on(days=8)
    close("tinas", "tina", "ana", "700002")
    close("rajs", "raj", "ben", "700003")
    made["open"] = desk_of("raj").place(KIM)
    return made


def named(closed: dict[str, Request], *names: str) -> list[str]:
    return [closed[name].ref for name in names]


def test_a_technician_sees_what_is_open_and_own_closed_ones_of_seven_days(
    closed: dict[str, Request], desk_of: DeskOf, clock: FixedClock
) -> None:
    assert refs(desk_of("tina").tracker()) == named(closed, "open", "tinas")
    assert refs(desk_of("raj").tracker()) == named(closed, "open", "rajs")
    assert refs(desk_of("tina").tracker("Kim Osei")) == named(closed, "open", "tinas")
    clock.on(days=7, seconds=1)
    assert refs(desk_of("tina").tracker()) == named(closed, "open")


def test_a_technician_finds_any_by_its_exact_reference_or_pa(
    closed: dict[str, Request], desk_of: DeskOf
) -> None:
    tina, old, rajs = desk_of("tina"), closed["old"], closed["rajs"]
    for words in (rajs.ref, rajs.ref.lower(), rajs.ref.removeprefix("P2P-"), " 700003 "):
        assert refs(tina.tracker(words)) == [rajs.ref]
    assert refs(tina.tracker("700001")) == [old.ref]
    assert tina.tracker("70000") == (closed["tinas"],)
    assert tina.request(rajs.ref) == rajs
    assert [one.move for one in tina.history(rajs.ref)][-1] == "document"


def test_a_pharmacist_reads_every_closed_one_and_searches_their_own(
    closed: dict[str, Request], desk_of: DeskOf
) -> None:
    ben = desk_of("ben")
    assert refs(ben.tracker()) == named(closed, "open", "rajs", "tinas", "old")
    assert refs(ben.tracker("Kim Osei")) == named(closed, "open", "rajs")
    assert refs(ben.tracker(closed["old"].ref)) == named(closed, "old")


def test_a_lead_searches_the_whole_tracker(closed: dict[str, Request], desk_of: DeskOf) -> None:
    lena = desk_of("lena")
    assert refs(lena.tracker("osei kim")) == named(closed, "open", "rajs", "tinas", "old")
    assert refs(lena.tracker("drugold")) == named(closed, "old")


def test_the_tracker_goes_page_by_page(closed: dict[str, Request], desk_of: DeskOf) -> None:
    lena = desk_of("lena")
    for words in ("", "osei"):
        first = lena.tracker(words, limit=3)
        rest = lena.tracker(words, limit=3, before=first[-1].ref)
        assert refs((*first, *rest)) == named(closed, "open", "rajs", "tinas", "old")
        assert lena.tracker(words, before=rest[-1].ref) == ()


def test_an_admin_sees_nothing_of_any_request(closed: dict[str, Request], desk_of: DeskOf) -> None:
    adam, ref = desk_of("adam"), closed["open"].ref
    attempts: tuple[Callable[[], object], ...] = (
        adam.snapshot,
        adam.tracker,
        lambda: adam.tracker(ref),
        lambda: adam.request(ref),
        lambda: adam.history(ref),
        lambda: adam.same_pa(KIM.pa_number),
        lambda: adam.look(ref),
        lambda: adam.copied(ref),
        lambda: adam.place(Details()),
        lambda: adam.make("message", ref, 1, {"words": "hello"}),
    )
    for attempt in attempts:
        with pytest.raises(Refused) as no:
            attempt()
        assert no.value.rule == "roles"
        assert "Osei" not in str(no.value)


def test_everybody_of_the_desk_sees_the_same_open_ones(
    closed: dict[str, Request], desk_of: DeskOf
) -> None:
    for who in ("tina", "raj", "ana", "lena"):
        now = desk_of(who).snapshot()
        assert now.requests == (closed["open"],)
        assert now.cursor == requests.newest_seq()
        assert now.roster.here(who)


def test_the_open_ones_for_a_pa_are_found_while_another_is_taken_down(
    closed: dict[str, Request], desk_of: DeskOf
) -> None:
    tina = desk_of("tina")
    assert tina.same_pa(f" {KIM.pa_number} ") == (closed["open"],)
    assert tina.same_pa("700003") == ()
    assert tina.same_pa("") == ()


def test_who_looked_and_copied_is_on_record_and_no_part_of_the_story(
    desk_of: DeskOf, office: Office
) -> None:
    placed = desk_of("tina").place(KIM)
    desk_of("ana").look(placed.ref)
    desk_of("ben").copied(placed.ref.lower())
    record = [(one.move, one.actor, one.ref) for one in requests.history(placed.ref)]
    assert record[1:] == [("viewed", "ana", placed.ref), ("copied", "ben", placed.ref)]
    assert [one.move for one in desk_of("ana").history(placed.ref)] == ["place"]
    assert desk_of("ana").request(placed.ref) == placed
    with pytest.raises(NotFound):
        desk_of("ana").look("P2P-9999")
    assert office.verify().problem == ""


def test_a_look_does_not_stand_between_a_move_and_its_undo(desk_of: DeskOf) -> None:
    placed = desk_of("tina").place(KIM)
    taken = through(desk_of, placed, "acknowledge")
    desk_of("ben").look(placed.ref)
    assert desk_of("ana").make("undo", placed.ref, taken.version).holder is None


@pytest.mark.parametrize("ref", ["", "P2P-", "P2P-9999", "nonsense", "-1", "9" * 40, "\x1b[2J"])
def test_what_is_no_request_is_not_found(desk_of: DeskOf, ref: str) -> None:
    with pytest.raises(NotFound):
        desk_of("tina").request(ref)


def test_nobody_is_not_on_the_desk(desk_of: DeskOf, office: Office) -> None:
    with pytest.raises(NotFound, match="p2p staff add"):
        Desk(office, "nobody").place(KIM)
