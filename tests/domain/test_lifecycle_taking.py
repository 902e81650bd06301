"""Who has a request: acknowledging, being ready, taking over, handing over (R9-R13)."""

from datetime import datetime

import pytest

from p2p_tui.domain.errors import Missing, Refused
from p2p_tui.domain.lifecycle import BY_NAME, for_key, reason_needed
from p2p_tui.domain.people import Availability
from p2p_tui.domain.request import Request, Status
from tests.domain.builders import ET, DeskInMemory, details, minutes, offered


@pytest.fixture
def desk() -> DeskInMemory:
    return DeskInMemory()


@pytest.fixture
def ref(desk: DeskInMemory) -> str:
    """An immediate request that Ana denied."""
    return desk.place("tina", details(denying_pharmacist="Ana Ruiz, PharmD")).ref


def ready(desk: DeskInMemory, ref: str) -> Request:
    """Ana has it and waits for the transfer."""
    desk.make("ana", "acknowledge", ref)
    return desk.make("ana", "ready", ref, extension="4412")


def test_the_denying_pharmacist_acknowledges_and_has_it(desk: DeskInMemory, ref: str) -> None:
    desk.later(minutes(2))
    after = desk.make("ana", "acknowledge", ref)
    assert (after.status, after.holder) == (Status.ACKNOWLEDGED, "ana")
    assert (after.acknowledged_at, after.since) == (desk.now, desk.now)
    assert after.came_from is Status.WAITING


def test_one_has_it_and_nobody_else_acknowledges_it(desk: DeskInMemory, ref: str) -> None:
    desk.make("ana", "acknowledge", ref)
    with pytest.raises(Refused, match=r"P2P-1001 is acknowledged: .* waiting or scheduled \(R12\)"):
        desk.make("ben", "acknowledge", ref, reason="I am faster")


def test_who_takes_it_while_the_denying_pharmacist_is_available_says_why(
    desk: DeskInMemory, ref: str
) -> None:
    with pytest.raises(Missing, match=r"Ana Ruiz denied this and is available.*\(R9\)") as no:
        desk.make("ben", "acknowledge", ref)
    assert no.value.field == "reason"
    with pytest.raises(Missing):
        desk.make("ben", "acknowledge", ref, reason=" \t ")
    assert desk.requests[ref].holder is None
    assert desk.make("ben", "acknowledge", ref, reason="Ana asked me to").holder == "ben"


@pytest.mark.parametrize(
    "why", [one for one in Availability if one is not Availability.AVAILABLE] + ["gone home"]
)
def test_no_reason_is_asked_while_the_denying_pharmacist_is_not_available(
    desk: DeskInMemory, ref: str, why: Availability | str
) -> None:
    if isinstance(why, Availability):
        desk.says("ana", why)
    else:
        desk.present.remove("ana")
    assert desk.make("ben", "acknowledge", ref).holder == "ben"


@pytest.mark.parametrize("named", ["", "Dr. Somebody", "Otto Kern", "Tina Park"])
def test_no_reason_is_asked_where_no_pharmacist_of_the_desk_denied_it(
    desk: DeskInMemory, named: str
) -> None:
    ref = desk.place("tina", details(denying_pharmacist=named)).ref
    assert desk.make("ben", "acknowledge", ref).holder == "ben"


def test_the_screen_asks_for_a_reason_exactly_where_the_rule_does(
    desk: DeskInMemory, ref: str
) -> None:
    request = desk.requests[ref]
    asked = reason_needed(request, desk.situation("ben"))
    assert asked is not None
    assert asked.username == "ana"
    assert reason_needed(request, desk.situation("ana")) is None
    desk.says("ana", Availability.LUNCH)
    assert reason_needed(request, desk.situation("ben")) is None


def test_a_callback_is_acknowledged_near_its_time_and_not_days_ahead(desk: DeskInMemory) -> None:
    ref = desk.place("tina", times=offered(desk.now + minutes(61))).ref
    with pytest.raises(Refused, match=r"from 60 minutes before the time that the provider chose"):
        desk.make("ana", "acknowledge", ref)
    desk.later(minutes(1))
    after = desk.make("ana", "acknowledge", ref)
    assert (after.status, after.came_from) == (Status.ACKNOWLEDGED, Status.SCHEDULED)


def test_a_callback_that_is_late_or_has_no_certain_time_can_be_acknowledged(
    desk: DeskInMemory,
) -> None:
    late = desk.place("tina", times=offered(desk.now - minutes(600))).ref
    unclear = desk.place("tina", times=offered(desk.now + minutes(600))).ref
    desk.requests[unclear] = desk.requests[unclear].model_copy(update={"callback_windows": ()})
    for ref in (late, unclear):
        assert desk.make("ana", "acknowledge", ref).status is Status.ACKNOWLEDGED


def test_sixty_minutes_ahead_are_sixty_minutes_on_the_morning_after_the_clocks_change(
    desk: DeskInMemory,
) -> None:
    desk.now = datetime(2026, 3, 6, 19, 55, tzinfo=ET)
    monday_at_nine = datetime(2026, 3, 9, 9, tzinfo=ET)
    ref = desk.place("tina", times=offered(monday_at_nine)).ref
    desk.now = datetime(2026, 3, 9, 7, 59, tzinfo=ET)
    assert "acknowledge" not in desk.possible("ana", ref)
    desk.now = datetime(2026, 3, 9, 8, 0, tzinfo=ET)
    assert "acknowledge" in desk.possible("ana", ref)


def test_ready_carries_the_extension_and_is_its_holders_to_say(
    desk: DeskInMemory, ref: str
) -> None:
    desk.make("ana", "acknowledge", ref)
    with pytest.raises(Missing, match=r"needs: extension to transfer to \(R13\)"):
        desk.make("ana", "ready", ref, extension="")
    with pytest.raises(Refused, match=r"Ana Ruiz has P2P-1001: “ready” is for its holder \(R13\)"):
        desk.make("ben", "ready", ref, extension="4420")
    after = desk.make("ana", "ready", ref, extension=" 4412\n")
    assert (after.status, after.extension, after.ready_at) == (Status.READY, "4412", desk.now)


def test_nobody_is_ready_for_a_transfer_of_a_callback(desk: DeskInMemory) -> None:
    ref = desk.place("tina", times=offered(desk.now)).ref
    desk.make("ana", "acknowledge", ref)
    with pytest.raises(Refused, match=r"P2P-1001 is a callback, not for “ready” \(R13\)"):
        desk.make("ana", "ready", ref, extension="4412")


@pytest.mark.parametrize("who", ["tina", "raj", "ana", "omar"])
def test_any_technician_transfers_once_it_is_ready_and_so_may_its_holder(
    desk: DeskInMemory, ref: str, who: str
) -> None:
    desk.make("ana", "acknowledge", ref)
    with pytest.raises(Refused, match=r"requests that are ready \(R13\)"):
        desk.make(who, "transfer", ref)
    desk.make("ana", "ready", ref, extension="4412")
    after = desk.make(who, "transfer", ref)
    assert (after.status, after.before_call) == (Status.ON_CALL, Status.READY)
    assert (after.holder, after.connected_at) == ("ana", desk.now)


@pytest.mark.parametrize("who", ["ben", "luis"])
def test_a_colleague_who_is_no_technician_does_not_transfer_for_the_holder(
    desk: DeskInMemory, ref: str, who: str
) -> None:
    ready(desk, ref)
    with pytest.raises(Refused):
        desk.make(who, "transfer", ref)


def test_a_colleague_takes_over_once_the_caller_was_left_waiting_ten_minutes(
    desk: DeskInMemory, ref: str
) -> None:
    ready(desk, ref)
    desk.later(minutes(9.9))
    with pytest.raises(
        Refused, match=r"Ana Ruiz has P2P-1001 and is here; .* waited 10 minutes \(R12\)"
    ):
        desk.make("ben", "take_over", ref, reason="the caller is waiting")
    desk.later(minutes(0.1))
    waiting_since = desk.requests[ref].waiting_since
    after = desk.make("ben", "take_over", ref, reason="the caller is waiting")
    assert (after.status, after.holder, after.extension) == (Status.ACKNOWLEDGED, "ben", "")
    assert (after.waiting_since, after.since) == (waiting_since, desk.now)
    assert (after.acknowledged_at, after.ready_at) == (desk.now, None)


def test_a_colleague_takes_over_at_once_from_somebody_who_is_offline(
    desk: DeskInMemory, ref: str
) -> None:
    ready(desk, ref)
    desk.present.remove("ana")
    with pytest.raises(Missing, match="needs: why it is taken over"):
        desk.make("ben", "take_over", ref, reason="")
    assert desk.make("ben", "take_over", ref, reason="she was cut off").holder == "ben"


def test_nobody_is_kept_waiting_before_the_time_that_they_chose(desk: DeskInMemory) -> None:
    ref = desk.place("tina", times=offered(desk.now + minutes(50))).ref
    desk.make("ana", "acknowledge", ref)
    desk.later(minutes(59))
    with pytest.raises(Refused, match="Ana Ruiz has P2P-1001 and is here"):
        desk.make("ben", "take_over", ref, reason="she forgot")
    desk.later(minutes(1))
    assert desk.make("ben", "take_over", ref, reason="she forgot").holder == "ben"


def test_the_ten_minutes_begin_anew_with_who_took_it_over(desk: DeskInMemory, ref: str) -> None:
    desk.make("ana", "acknowledge", ref)
    desk.later(minutes(10))
    desk.make("ben", "take_over", ref, reason="the caller is waiting")
    desk.later(minutes(9))
    assert "take_over" not in desk.possible("maya", ref)
    desk.later(minutes(1))
    assert "take_over" in desk.possible("maya", ref)


def test_a_lead_takes_over_for_a_pharmacist_and_a_pharmacist_for_themselves(
    desk: DeskInMemory, ref: str
) -> None:
    desk.make("ana", "acknowledge", ref)
    desk.present.remove("ana")
    with pytest.raises(Refused, match=r"You have P2P-1001 already \(R12\)"):
        desk.make("ana", "take_over", ref, reason="again")
    with pytest.raises(Missing, match=r"for which pharmacist you take it over \(roles\)"):
        desk.make("luis", "take_over", ref, reason="she went home")
    with pytest.raises(Refused, match=r"a lead does it for one \(roles\)"):
        desk.make("ben", "take_over", ref, reason="she went home", to="maya")
    with pytest.raises(Refused, match="Ana Ruiz has P2P-1001 already"):
        desk.make("luis", "take_over", ref, reason="she went home", to="ana")
    for nobody in ("tina", "Luis Vega", "otto", "nobody"):
        with pytest.raises(Missing, match=r"No pharmacist of this desk goes by .*\(R9\)"):
            desk.make("luis", "take_over", ref, reason="she went home", to=nobody)
    assert desk.make("luis", "take_over", ref, reason="she went home", to="maya").holder == "maya"


def test_released_it_is_back_in_the_queue_with_its_place_and_its_clock(
    desk: DeskInMemory, ref: str
) -> None:
    placed = desk.requests[ref]
    desk.later(minutes(3))
    ready(desk, ref)
    desk.later(minutes(3))
    after = desk.make("ana", "hand_over", ref, note="called away")
    assert (after.status, after.holder, after.extension) == (Status.WAITING, None, "")
    assert after.waiting_since == placed.waiting_since
    assert (after.acknowledged_at, after.ready_at) == (None, None)
    assert "acknowledge" in desk.possible("ben", ref)


def test_handed_over_it_is_the_colleagues_who_says_ready_anew(desk: DeskInMemory, ref: str) -> None:
    waiting_since = ready(desk, ref).waiting_since
    desk.later(minutes(3))
    after = desk.make("ana", "hand_over", ref, to="Ben Cole, RPh")
    assert (after.status, after.holder, after.extension) == (Status.ACKNOWLEDGED, "ben", "")
    assert (after.waiting_since, after.ready_at) == (waiting_since, None)
    assert "ready" in desk.possible("ben", ref)
    assert "ready" not in desk.possible("ana", ref)


def test_a_lead_hands_over_for_the_holder_and_a_colleague_does_not(
    desk: DeskInMemory, ref: str
) -> None:
    ready(desk, ref)
    with pytest.raises(Refused, match=r"is for its holder or a lead \(R12\)"):
        desk.make("ben", "hand_over", ref, to="ben")
    assert desk.make("luis", "hand_over", ref, to="ben").holder == "ben"


def test_it_is_not_handed_over_to_who_has_it(desk: DeskInMemory, ref: str) -> None:
    ready(desk, ref)
    with pytest.raises(Refused, match=r"Ana Ruiz has P2P-1001 already \(R12\)"):
        desk.make("ana", "hand_over", ref, to="Ana Ruiz")
    assert desk.requests[ref].status is Status.READY


@pytest.mark.parametrize("to", ["otto", "tina", "Dr. Nobody"])
def test_it_is_handed_over_to_a_pharmacist_of_the_desk_only(
    desk: DeskInMemory, ref: str, to: str
) -> None:
    ready(desk, ref)
    with pytest.raises(Missing, match=f"goes by “{to}”") as no:
        desk.make("ana", "hand_over", ref, to=to)
    assert no.value.field == "to"


def test_what_is_owed_to_the_tracker_is_handed_to_a_pharmacist_and_never_to_nobody(
    desk: DeskInMemory, ref: str
) -> None:
    ready(desk, ref)
    desk.make("tina", "transfer", ref)
    desk.make("ana", "end_call", ref)
    with pytest.raises(Missing, match=r"owed to the tracker.*\(R16\)"):
        desk.make("ana", "hand_over", ref)
    after = desk.make("luis", "hand_over", ref, to="ben")
    assert (after.status, after.holder) == (Status.TO_DOCUMENT, "ben")
    assert "document" in desk.possible("ben", ref)


def test_a_key_does_what_is_possible_and_else_says_why_not(desk: DeskInMemory, ref: str) -> None:
    callback = desk.place("tina", times=offered(desk.now)).ref
    desk.make("ana", "acknowledge", callback)
    ready(desk, ref)

    def does(key: str, who: str, on: str) -> str:
        move = for_key(key, desk.requests[on], desk.situation(who, on))
        assert move is not None
        return move.name

    assert does("t", "ana", ref) == "transfer"
    assert does("t", "ana", callback) == "reached"
    assert does("x", "tina", ref) == "dropped"
    assert does("x", "ana", callback) == "not_reached"
    assert does("d", "ana", ref) == "document"
    assert does("a", "tina", ref) == "acknowledge"
    assert for_key("é", desk.requests[ref], desk.situation("ana", ref)) is None


def test_the_table_reads_the_desks_own_words() -> None:
    assert BY_NAME["hand_over"].label == "hand over or release"
    assert [move.key for move in BY_NAME.values()].count("a") == 1
