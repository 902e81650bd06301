"""The call: reached or not, dropped, ended, documented (R7, R13-R16, R18)."""

from typing import Any

import pytest

from p2p_tui.domain.errors import Missing, Refused
from p2p_tui.domain.request import ClosingReason, Determination, Outcome, Status
from tests.documented import APPROVED, DISCUSSED, needed
from tests.domain.builders import NOW, DeskInMemory, minutes, offered


@pytest.fixture
def desk() -> DeskInMemory:
    return DeskInMemory()


@pytest.fixture
def live(desk: DeskInMemory) -> str:
    """An immediate request whose caller was transferred to Ana."""
    ref = desk.place("tina").ref
    desk.make("ana", "acknowledge", ref)
    desk.make("ana", "ready", ref, extension="4412")
    desk.make("tina", "transfer", ref)
    return ref


@pytest.fixture
def callback(desk: DeskInMemory) -> str:
    """A callback that is due, and that Ana has acknowledged."""
    ref = desk.place("tina", times=offered(NOW)).ref
    desk.make("ana", "acknowledge", ref)
    return ref


def ended(desk: DeskInMemory, ref: str) -> str:
    desk.make("ana", "end_call", ref)
    return ref


def test_a_callback_is_reached_by_its_holder(desk: DeskInMemory, callback: str) -> None:
    with pytest.raises(Refused, match=r"“reached” is for its holder \(R14\)"):
        desk.make("ben", "reached", callback)
    after = desk.make("ana", "reached", callback)
    assert (after.status, after.before_call) == (Status.ON_CALL, Status.ACKNOWLEDGED)
    assert after.connected_at == desk.now


def test_a_caller_who_is_on_the_line_is_transferred_and_not_reached(desk: DeskInMemory) -> None:
    ref = desk.place("tina").ref
    desk.make("ana", "acknowledge", ref)
    with pytest.raises(Refused, match=r"the caller is on the line.*\(R13\)"):
        desk.make("ana", "reached", ref)
    with pytest.raises(Refused, match=r"the caller is on the line.*\(R13\)"):
        desk.make("ana", "not_reached", ref, outcome="busy")


def test_a_caller_whose_line_dropped_while_waiting_is_rung_back_by_the_holder(
    desk: DeskInMemory,
) -> None:
    ref = desk.place("tina").ref
    desk.make("ana", "acknowledge", ref)
    dropped = desk.make("tina", "dropped", ref)
    assert (dropped.status, dropped.holder, dropped.redial) == (Status.ACKNOWLEDGED, "ana", True)
    after = desk.make("ana", "reached", ref)
    assert (after.status, after.redial) == (Status.ON_CALL, False)


@pytest.mark.parametrize("times", range(1, 8))
def test_however_often_nobody_answers_it_stays_open_and_goes_back_to_the_queue(
    desk: DeskInMemory, callback: str, times: int
) -> None:
    first = desk.requests[callback]
    for count in range(1, times + 1):
        desk.later(minutes(30))
        if count > 1:
            desk.make("ben", "acknowledge", callback)
        who = desk.requests[callback].holder or ""
        after = desk.make(who, "not_reached", callback, outcome="voicemail, message left", note="x")
        assert (after.status, after.holder, after.open) == (Status.SCHEDULED, None, True)
        assert len(after.attempts) == count
        last = after.attempts[-1]
        assert (last.at, last.by, last.number) == (desk.now, who, "(614) 555-0142")
        assert (last.outcome, last.note) == (Outcome.VOICEMAIL, "x")
    assert after.waiting_since == first.waiting_since
    assert after.callback_windows == first.callback_windows != ()


def test_an_immediate_one_that_is_not_reached_waits_to_be_redialled(desk: DeskInMemory) -> None:
    ref = desk.place("tina").ref
    desk.make("tina", "dropped", ref)
    desk.make("ana", "acknowledge", ref)
    after = desk.make("ana", "not_reached", ref, outcome="busy")
    assert (after.status, after.redial, after.holder) == (Status.WAITING, True, None)
    assert [one.outcome for one in after.attempts] == [Outcome.DROPPED, Outcome.BUSY]


@pytest.mark.parametrize("outcome", ["", "the call dropped", "refused", "no  answerr"])
def test_an_attempt_names_what_came_of_it(desk: DeskInMemory, callback: str, outcome: str) -> None:
    with pytest.raises(Missing) as no:
        desk.make("ana", "not_reached", callback, outcome=outcome)
    assert no.value.field == "outcome"


@pytest.mark.parametrize("who", ["tina", "raj", "ben", "ana", "luis"])
def test_a_transferred_call_that_dropped_is_ready_again_with_a_redial(
    desk: DeskInMemory, live: str, who: str
) -> None:
    after = desk.make(who, "dropped", live, note="static")
    assert (after.status, after.holder, after.extension) == (Status.READY, "ana", "4412")
    assert (after.redial, after.before_call) == (True, None)
    assert (after.attempts[-1].outcome, after.attempts[-1].by) == (Outcome.DROPPED, who)
    assert desk.make("tina", "transfer", live).redial is False


def test_the_holder_who_rings_back_after_a_drop_and_reaches_nobody_says_so(
    desk: DeskInMemory, live: str
) -> None:
    desk.make("ana", "dropped", live)
    after = desk.make("ana", "not_reached", live, outcome="no answer")
    assert (after.status, after.redial, after.holder) == (Status.WAITING, True, None)
    assert [one.outcome for one in after.attempts] == [Outcome.DROPPED, Outcome.NO_ANSWER]


def test_a_callback_that_dropped_is_acknowledged_again_by_the_same_pharmacist(
    desk: DeskInMemory, callback: str
) -> None:
    desk.make("ana", "reached", callback)
    after = desk.make("ana", "dropped", callback)
    assert (after.status, after.holder, after.redial) == (Status.ACKNOWLEDGED, "ana", True)
    assert {"reached", "not_reached"} <= desk.possible("ana", callback)


def test_a_caller_who_waits_and_hangs_up_keeps_the_place_in_the_queue(desk: DeskInMemory) -> None:
    ref = desk.place("tina").ref
    before = desk.requests[ref]
    desk.later(minutes(4))
    after = desk.make("tina", "dropped", ref)
    assert (after.status, after.redial, after.holder) == (Status.WAITING, True, None)
    assert (after.waiting_since, after.since) == (before.waiting_since, before.since)


def test_no_line_drops_before_a_callback_is_made(desk: DeskInMemory, callback: str) -> None:
    with pytest.raises(Refused, match=r"nobody is on the line yet \(R7\)"):
        desk.make("tina", "dropped", callback)


def test_the_holder_ends_the_call_and_owes_the_tracker(desk: DeskInMemory, live: str) -> None:
    with pytest.raises(Refused, match=r"“end call” is for its holder \(R16\)"):
        desk.make("ben", "end_call", live)
    with pytest.raises(Refused, match=r"“end call” is for a pharmacist \(roles\)"):
        desk.make("tina", "end_call", live)
    after = desk.make("ana", "end_call", live)
    assert (after.status, after.holder, after.ended_at) == (Status.TO_DOCUMENT, "ana", desk.now)
    assert after.open


def test_the_holder_documents_what_was_heard_and_it_is_closed(
    desk: DeskInMemory, live: str
) -> None:
    ended(desk, live)
    call_ended = desk.now
    desk.later(minutes(12))
    after = desk.make(
        "ana",
        "document",
        live,
        spoke_with="Dr. Lee",
        reason_given="no A1c",
        heard="A1c 8.4\nfrom last week",
        rationale="criterion 2",
        **APPROVED,
    )
    said = after.documentation
    assert said is not None
    assert (after.status, after.closed_at, after.ended_at) == (Status.CLOSED, desk.now, call_ended)
    assert (said.at, said.by, said.heard) == (desk.now, "ana", "A1c 8.4\nfrom last week")
    assert after.determination is Determination.APPROVED
    assert after.holder == "ana"


def test_a_call_can_be_documented_while_it_lasts_and_then_it_has_ended(
    desk: DeskInMemory, live: str
) -> None:
    after = desk.make("ana", "document", live, **DISCUSSED)
    assert (after.status, after.ended_at) == (Status.CLOSED, desk.now)


@pytest.mark.parametrize("who", ["luis", "lena", "gil"])
def test_a_lead_documents_for_a_holder_and_a_colleague_does_not(
    desk: DeskInMemory, live: str, who: str
) -> None:
    ended(desk, live)
    for other in ("ben", "tina", "ada"):
        with pytest.raises(Refused):
            desk.make(other, "document", live, **DISCUSSED)
    after = desk.make(who, "document", live, **DISCUSSED)
    assert after.documentation is not None
    assert after.documentation.by == who


@pytest.mark.parametrize(
    ("given", "field", "rule"),
    [
        ({"determination": "approved"}, "heard", "R15"),
        ({"determination": "approved", "heard": " \n"}, "heard", "R15"),
        ({"determination": "approved", "heard": "labs", "none_offered": True}, "heard", "R15"),
        ({"heard": "labs"}, "determination", "R16"),
        ({"heard": "labs", "determination": "refused"}, "determination", "R16"),
        (
            {"heard": "labs", "determination": "upheld, appeal rights told"},
            "appeal_rights_told",
            "R18",
        ),
        ({"heard": "labs", "determination": "more information promised"}, "promised", "R15"),
    ],
)
def test_documenting_asks_for_what_the_record_needs(
    desk: DeskInMemory, live: str, given: dict[str, Any], field: str, rule: str
) -> None:
    ended(desk, live)
    with pytest.raises(Missing) as no:
        desk.make("ana", "document", live, **given)
    assert (no.value.field, no.value.rule) == (field, rule)
    assert desk.requests[live].status is Status.TO_DOCUMENT


@pytest.mark.parametrize("determination", Determination)
def test_every_determination_can_be_documented_with_its_needs(
    desk: DeskInMemory, live: str, determination: Determination
) -> None:
    ended(desk, live)
    after = desk.make(
        "ana",
        "document",
        live,
        none_offered=True,
        **needed(determination),
    )
    assert after.determination is determination


def test_to_what_was_documented_is_added_and_nothing_is_overwritten(
    desk: DeskInMemory, live: str
) -> None:
    with pytest.raises(Refused, match=r"is for requests that are closed \(R16\)"):
        desk.make("ana", "add_to_record", live, words="early")
    closed = desk.make("ana", "document", live, **DISCUSSED)
    for refused in ("document", "complete", "another_time", "close", "hand_over", "acknowledge"):
        assert refused not in desk.possible("ana", live)
    with pytest.raises(Missing, match="needs: to add to the record"):
        desk.make("ana", "add_to_record", live, words="  ")
    with pytest.raises(Refused, match=r"a pharmacist or a lead \(roles\)"):
        desk.make("tina", "add_to_record", live, words="the labs came")
    desk.make("ben", "add_to_record", live, words="the labs came")
    after = desk.make("luis", "add_to_record", live, words="and were read")
    assert [(one.by, one.words) for one in after.addenda] == [
        ("ben", "the labs came"),
        ("luis", "and were read"),
    ]
    assert (after.status, after.documentation) == (Status.CLOSED, closed.documentation)
    assert after.moved_version == closed.moved_version


def test_there_is_no_outcome_determination_or_reason_that_turns_a_provider_away() -> None:
    words = [one.value for one in (*Outcome, *Determination, *ClosingReason)]
    for word in ("refus", "reject", "denied", "expired", "delete", "cancel", "volume", "conven"):
        assert not [one for one in words if word in one]
