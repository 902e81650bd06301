"""Why somebody else than the denying pharmacist has a request, and how it goes back (R9, R10)."""

import pytest

from p2p_tui.domain.errors import Refused
from p2p_tui.domain.people import Availability
from p2p_tui.domain.request import Cover, Status
from tests.documented import DISCUSSED
from tests.domain.builders import DeskInMemory, details, minutes, offered

LUNCH = Availability.LUNCH
AT_LUNCH = Cover(
    instead_of="Ana Ruiz", why="Ana Ruiz was at lunch", chosen=False, because="at lunch"
)


@pytest.fixture
def desk() -> DeskInMemory:
    return DeskInMemory()


@pytest.fixture
def ref(desk: DeskInMemory) -> str:
    """An immediate request that Ana denied."""
    return desk.place("tina", details(denying_pharmacist="Ana Ruiz")).ref


def taken(desk: DeskInMemory, ref: str) -> Cover | None:
    """Ben takes it while Ana is at lunch."""
    desk.says("ana", LUNCH)
    return desk.make("ben", "acknowledge", ref).cover


def test_who_covers_says_for_whom_and_the_desk_says_why(desk: DeskInMemory, ref: str) -> None:
    assert taken(desk, ref) == AT_LUNCH


def test_who_denied_it_covers_for_nobody(desk: DeskInMemory, ref: str) -> None:
    assert desk.make("ana", "acknowledge", ref).cover is None


def test_whose_name_nobody_gave_is_covered_by_nobody(desk: DeskInMemory) -> None:
    unnamed = desk.place("tina", details(denying_pharmacist="")).ref
    assert desk.make("ben", "acknowledge", unnamed).cover is None


@pytest.mark.parametrize("named", ["Dr. Priya Shah", "Tina Park"])
def test_who_is_unknown_to_the_desk_is_covered_for_by_the_name_that_was_given(
    desk: DeskInMemory, named: str
) -> None:
    unknown = desk.place("tina", details(denying_pharmacist=named)).ref
    why = f"{named} is not known to this desk"
    cover = desk.make("ben", "acknowledge", unknown).cover
    assert cover == Cover(instead_of=named, why=why, chosen=False, because="not known to this desk")


def test_who_takes_it_while_she_is_available_has_chosen_to(desk: DeskInMemory, ref: str) -> None:
    cover = desk.make("ben", "acknowledge", ref, reason="Ana asked me to").cover
    assert cover == Cover(
        instead_of="Ana Ruiz",
        why="Ana asked me to",
        chosen=True,
        because="available, for a reason given",
    )


def test_ones_own_words_go_before_the_desks(desk: DeskInMemory, ref: str) -> None:
    desk.says("ana", LUNCH)
    cover = desk.make("ben", "acknowledge", ref, reason="I know the case").cover
    assert cover == Cover(
        instead_of="Ana Ruiz", why="I know the case", chosen=False, because="at lunch"
    )


def test_handed_over_it_is_told_anew_why_and_to_who_denied_it_it_is_no_cover(
    desk: DeskInMemory, ref: str
) -> None:
    taken(desk, ref)
    desk.present.discard("ana")
    cover = desk.make("ben", "hand_over", ref, to="maya").cover
    assert cover == Cover(
        instead_of="Ana Ruiz",
        why="Ana Ruiz was not signed in",
        chosen=False,
        because="not signed in",
    )
    noted = desk.make("maya", "hand_over", ref, to="ben", note="called away").cover
    assert noted is not None
    assert (noted.why, noted.chosen) == ("called away", False)
    assert desk.make("ben", "hand_over", ref, to="Ana Ruiz").cover is None


def test_who_denied_it_hands_it_over_and_it_is_not_offered_back_to_her(
    desk: DeskInMemory, ref: str
) -> None:
    desk.make("ana", "acknowledge", ref)
    cover = desk.make("ana", "hand_over", ref, to="ben", note="a meeting").cover
    assert cover == Cover(
        instead_of="Ana Ruiz", why="a meeting", chosen=True, because="available, for a reason given"
    )
    assert "take_over" not in desk.possible("ana", ref)


def test_taken_over_it_says_why_it_was_taken(desk: DeskInMemory, ref: str) -> None:
    taken(desk, ref)
    desk.present.discard("ben")
    cover = desk.make("maya", "take_over", ref, reason="he was cut off").cover
    assert cover == Cover(
        instead_of="Ana Ruiz", why="he was cut off", chosen=False, because="at lunch"
    )
    desk.later(minutes(10))
    for_ana = desk.make("luis", "take_over", ref, reason="back from lunch", to="ana")
    assert (for_ana.holder, for_ana.cover) == ("ana", None)


@pytest.mark.parametrize("callback", [False, True])
def test_given_back_to_the_queue_nobody_covers_for_anybody(
    desk: DeskInMemory, callback: bool
) -> None:
    denied = details(denying_pharmacist="Ana Ruiz")
    ref = desk.place("tina", denied, **({"times": offered(desk.now)} if callback else {})).ref
    assert taken(desk, ref) == AT_LUNCH
    assert desk.make("ben", "hand_over", ref).cover is None
    assert desk.make("ben", "acknowledge", ref).cover == AT_LUNCH
    later = offered(desk.now + minutes(600))
    asked = desk.make(
        "ben", "another_time", ref, who_asked="Kim", callback_words="later", times=later
    )
    assert asked.cover is None


def test_undone_it_is_as_it_was(desk: DeskInMemory, ref: str) -> None:
    taken(desk, ref)
    assert desk.make("ben", "undo", ref).cover is None


def test_it_stays_on_the_record_once_the_call_was_held(desk: DeskInMemory, ref: str) -> None:
    taken(desk, ref)
    desk.make("ben", "ready", ref, extension="4412")
    desk.make("tina", "transfer", ref)
    desk.says("ana", Availability.AVAILABLE)
    desk.make("ben", "end_call", ref)
    after = desk.make("ben", "document", ref, **DISCUSSED)
    assert (after.status, after.cover) == (Status.CLOSED, AT_LUNCH)


# --- offered back ---------------------------------------------------------------------------------


@pytest.mark.parametrize("ready", [False, True])
def test_she_takes_over_what_is_offered_back_to_her_and_nobody_else_does(
    desk: DeskInMemory, ref: str, ready: bool
) -> None:
    taken(desk, ref)
    if ready:
        desk.make("ben", "ready", ref, extension="4412")
    for who in ("ana", "maya", "lena", "luis"):
        assert "take_over" not in desk.possible(who, ref)
    desk.says("ana", Availability.AVAILABLE)
    for who in ("maya", "lena"):
        with pytest.raises(Refused, match=r"Ben Cole has P2P-1001 and is here.*\(R12\)"):
            desk.make(who, "take_over", ref, reason="I am faster")
    with pytest.raises(Refused, match="Ben Cole has P2P-1001 and is here"):
        desk.make("luis", "take_over", ref, reason="she is back", to="ana")
    after = desk.make("ana", "take_over", ref, reason="I denied it")
    assert (after.status, after.holder, after.cover) == (Status.ACKNOWLEDGED, "ana", None)
    assert (after.extension, after.ready_at) == ("", None)


@pytest.mark.parametrize("how", ["lunch", "gone"])
def test_while_she_is_not_available_it_is_not_offered_back(
    desk: DeskInMemory, ref: str, how: str
) -> None:
    taken(desk, ref)
    if how == "gone":
        desk.says("ana", Availability.AVAILABLE)
        desk.present.discard("ana")
    with pytest.raises(Refused, match="Ben Cole has P2P-1001 and is here"):
        desk.make("ana", "take_over", ref, reason="I denied it")


def test_once_the_conversation_began_it_is_not_offered_back(desk: DeskInMemory, ref: str) -> None:
    taken(desk, ref)
    desk.make("ben", "ready", ref, extension="4412")
    desk.make("tina", "transfer", ref)
    desk.says("ana", Availability.AVAILABLE)
    with pytest.raises(Refused, match="is on call"):
        desk.make("ana", "take_over", ref, reason="I denied it")


def test_what_somebody_took_for_a_reason_while_she_was_there_is_not_offered_back(
    desk: DeskInMemory, ref: str
) -> None:
    desk.make("ben", "acknowledge", ref, reason="Ana asked me to")
    with pytest.raises(Refused, match="Ben Cole has P2P-1001 and is here"):
        desk.make("ana", "take_over", ref, reason="I denied it")
