"""The caller's time, what is known of them, ends without a P2P, and undo (R7, R11, R12, R14)."""

from typing import Any

import pytest

from p2p_tui.domain.details import Denial, DenialKind, Details
from p2p_tui.domain.errors import Missing, Refused
from p2p_tui.domain.lifecycle import BY_NAME, take
from p2p_tui.domain.request import ClosingReason, Kind, Request, Status
from tests.domain.builders import (
    AT_ONCE,
    UNCLEAR,
    DeskInMemory,
    details,
    minutes,
    offered,
)


@pytest.fixture
def desk() -> DeskInMemory:
    return DeskInMemory()


@pytest.fixture
def ref(desk: DeskInMemory) -> str:
    """An immediate request."""
    return desk.place("tina").ref


def withdrawn(desk: DeskInMemory, ref: str, who: str = "tina", **said: Any) -> Request:
    usual = {"reason": "the caller withdrew", "said_by": "Kim Osei", "words": "the drug changed"}
    return desk.make(who, "close", ref, **{**usual, **said})


# -- placing


def test_a_request_with_nothing_known_is_placed_and_waits(desk: DeskInMemory) -> None:
    nothing = Details()
    now = desk.place("tina", nothing)
    assert (now.kind, now.status, now.version) == (Kind.IMMEDIATE, Status.WAITING, 1)
    assert (now.placed_by, now.placed_at, now.waiting_since) == ("tina", desk.now, desk.now)
    later = desk.place("tina", nothing, UNCLEAR)
    assert (later.kind, later.status) == (Kind.CALLBACK, Status.SCHEDULED)
    assert later.time_to_confirm
    sure = desk.place("tina", nothing, offered(desk.now + minutes(600)))
    assert not sure.time_to_confirm
    assert len(sure.callback_windows) == 1


# -- another time


@pytest.mark.parametrize("who", ["tina", "ana", "luis"])
def test_the_provider_asks_for_another_time_and_the_holder_is_free(
    desk: DeskInMemory, ref: str, who: str
) -> None:
    desk.make("ana", "acknowledge", ref)
    desk.make("ana", "ready", ref, extension="4412")
    desk.make("raj", "caller_told", ref)
    desk.later(minutes(3))
    monday = offered(desk.now + minutes(4000))
    after = desk.make(
        who, "another_time", ref, times=monday, who_asked="Dr. Lee", callback_words="Mon 2-4"
    )
    assert (after.kind, after.status, after.holder) == (Kind.CALLBACK, Status.SCHEDULED, None)
    assert (after.callback_windows, after.callback_words) == (monday.windows, "Mon 2-4")
    assert (after.extension, after.ready_at, after.acknowledged_at) == ("", None, None)
    assert after.waiting_since == desk.now
    assert (after.told_at, after.told_by) == (None, None)


def test_a_callback_whose_provider_can_talk_now_waits_on_the_line(desk: DeskInMemory) -> None:
    said = details(callback_words="Mon 2-4", best_time="Mon 2-4")
    ref = desk.place("tina", said, offered(desk.now + minutes(4000))).ref
    after = desk.make(
        "tina", "another_time", ref, times=AT_ONCE, who_asked="Dr. Lee", callback_words="now"
    )
    assert (after.kind, after.status) == (Kind.IMMEDIATE, Status.WAITING)
    assert (after.callback_words, after.best_time, after.callback_windows) == ("", "", ())
    assert not after.time_to_confirm


def test_the_old_best_time_does_not_outlive_the_new_one(desk: DeskInMemory) -> None:
    for move, given in (("another_time", {"who_asked": "Dr. Lee"}), ("confirm_time", {})):
        ref = desk.place("tina", details(best_time="Tuesdayish"), UNCLEAR).ref
        tuesday = offered(desk.now + minutes(6000))
        words: dict[str, Any] = {**given, "callback_words": "Tue 2-4"}
        after = desk.make("tina", move, ref, times=tuesday, **words)
        assert (after.callback_words, after.best_time) == ("Tue 2-4", "")


def test_a_time_changes_for_somebody_who_asked_and_for_no_other_reason(
    desk: DeskInMemory, ref: str
) -> None:
    with pytest.raises(Missing, match=r"needs: who asked for another time \(R11\)"):
        desk.make("tina", "another_time", ref, times=AT_ONCE, callback_words="now")
    with pytest.raises(Missing, match=r"needs: callback dates and times"):
        desk.make("tina", "another_time", ref, times=AT_ONCE, who_asked="Dr. Lee")
    asked = [need.name for need in BY_NAME["another_time"].needs]
    assert asked == ["who_asked", "callback_words"]


def test_words_that_nobody_can_read_as_a_time_are_kept_to_be_confirmed(
    desk: DeskInMemory, ref: str
) -> None:
    after = desk.make(
        "tina",
        "another_time",
        ref,
        times=UNCLEAR,
        who_asked="Dr. Lee",
        callback_words="after the holidays",
    )
    assert (after.status, after.callback_words) == (Status.SCHEDULED, "after the holidays")
    assert after.time_to_confirm
    monday = offered(desk.now + minutes(4000))
    sure = desk.make("raj", "confirm_time", ref, times=monday, callback_words="Monday 2-4")
    assert (sure.time_to_confirm, sure.callback_windows) == (False, monday.windows)
    assert (sure.callback_words, sure.status) == ("Monday 2-4", Status.SCHEDULED)
    assert sure.moved_version == after.moved_version


def test_confirming_a_time_is_not_a_way_to_make_it_now(desk: DeskInMemory, ref: str) -> None:
    with pytest.raises(Refused, match=r"is an immediate request, not for .*\(R14\)"):
        desk.make("tina", "confirm_time", ref, times=AT_ONCE, callback_words="now")
    callback = desk.place("tina", times=UNCLEAR).ref
    with pytest.raises(Refused, match=r"another time that the provider asked for.*\(R11\)"):
        desk.make("tina", "confirm_time", callback, times=AT_ONCE, callback_words="now")


# -- what is known


def test_what_was_missing_is_completed_while_others_work_on_it(
    desk: DeskInMemory, ref: str
) -> None:
    desk.make("ana", "acknowledge", ref)
    denial = {"kind": "appeal", "rationale": "no\x1b[2J chart notes"}
    after = desk.make(
        "raj", "complete", ref, changes={"phone": " (614) 555-0199\n", "prior_denials": [denial]}
    )
    assert after.phone == "(614) 555-0199"
    assert after.prior_denials == (
        Denial(kind=DenialKind.APPEAL, rationale="no\\x1b[2J chart notes"),
    )
    assert (after.status, after.holder) == (Status.ACKNOWLEDGED, "ana")
    assert (after.version, after.moved_version) == (3, 2)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, "Nothing was changed"),
        (None, "Nothing was changed"),
        ({"status": "closed"}, "There is no field status"),
        ({"holder": "raj", "phone": "1"}, "There is no field holder"),
        ({"prior_denials": [{"kind": "x", "rationale": ""}]}, "prior_denials can't be read"),
        ({"caller_verified": "perhaps"}, "caller_verified can't be read"),
    ],
)
def test_completing_changes_what_the_templates_ask_for_and_nothing_else(
    desk: DeskInMemory, ref: str, changes: dict[str, Any] | None, why: str
) -> None:
    with pytest.raises(Missing, match=why):
        desk.make("raj", "complete", ref, changes=changes)


@pytest.mark.parametrize("name", ["callback_words", "best_time"])
def test_a_time_is_not_changed_by_completing(desk: DeskInMemory, ref: str, name: str) -> None:
    with pytest.raises(Refused, match=r"only when the provider asks for it \(R11\)"):
        desk.make("raj", "complete", ref, changes={name: "Friday", "phone": "(614) 555-0199"})


def test_that_the_caller_was_told_is_on_record(desk: DeskInMemory, ref: str) -> None:
    after = desk.make("raj", "caller_told", ref)
    assert (after.told_at, after.told_by) == (desk.now, "raj")


def test_a_request_is_linked_with_another_once(desk: DeskInMemory, ref: str) -> None:
    other = desk.place("tina").ref
    assert desk.make("ana", "link", ref, other=other).links == (other,)
    with pytest.raises(Refused, match=f"is linked with {other} already"):
        desk.make("ana", "link", ref, other=other)
    for nothing in (ref, "P2P-9"):
        with pytest.raises(Missing, match="Name another request"):
            desk.make("ana", "link", ref, other=nothing)


def test_a_message_leaves_the_request_as_it_is(desk: DeskInMemory, ref: str) -> None:
    before = desk.requests[ref]
    after = desk.make("ben", "message", ref, words="labs are in the fax\nsee page 2")
    assert after == before.model_copy(update={"version": 2})
    with pytest.raises(Missing, match="needs: message"):
        desk.make("ben", "message", ref, words="\n")


# -- ends without a P2P


@pytest.mark.parametrize("who", ["tina", "ana", "luis"])
@pytest.mark.parametrize("reason", ["the caller withdrew", "already resolved"])
def test_it_ends_for_a_reason_of_the_callers_in_their_words(
    desk: DeskInMemory, ref: str, who: str, reason: str
) -> None:
    after = withdrawn(desk, ref, who, reason=reason, words="approved\non appeal")
    assert (after.status, after.closed_at) == (Status.CLOSED, desk.now)
    assert after.closure is not None
    assert after.closure.reason is ClosingReason(reason)
    assert (after.closure.by, after.closure.said_by) == (who, "Kim Osei")
    assert (after.closure.words, after.closure.duplicate_of) == ("approved\non appeal", "")


@pytest.mark.parametrize(
    "reason", ["", "no answer", "after hours", "too many requests", "the caller withdrew?"]
)
def test_there_are_three_reasons_and_no_others(desk: DeskInMemory, ref: str, reason: str) -> None:
    with pytest.raises(Missing) as no:
        withdrawn(desk, ref, reason=reason)
    assert (no.value.field, no.value.rule) == ("reason", "R7")


@pytest.mark.parametrize("field", ["said_by", "words"])
def test_who_said_so_and_in_which_words_is_never_left_out(
    desk: DeskInMemory, ref: str, field: str
) -> None:
    with pytest.raises(Missing) as no:
        withdrawn(desk, ref, **{field: " "})
    assert no.value.field == field
    assert desk.requests[ref].open


def test_a_duplicate_names_another_request_that_stays_open(desk: DeskInMemory, ref: str) -> None:
    other, closed = desk.place("raj").ref, desk.place("raj").ref
    withdrawn(desk, closed)
    duplicate = ClosingReason.DUPLICATE.value
    for wrong in ("", ref, closed, "P2P-9"):
        with pytest.raises(Missing, match="names another request that stays open") as no:
            withdrawn(desk, ref, reason=duplicate, duplicate_of=wrong)
        assert no.value.field == "duplicate_of"
    with pytest.raises(Missing, match="Only a duplicate names another request"):
        withdrawn(desk, ref, duplicate_of=other)
    after = withdrawn(desk, ref, reason=duplicate, duplicate_of=other)
    assert after.closure is not None
    assert after.closure.duplicate_of == other
    with pytest.raises(Missing, match="stays open"):
        withdrawn(desk, other, reason=duplicate, duplicate_of=ref)


def test_once_there_is_a_call_it_ends_documented_and_not_otherwise(
    desk: DeskInMemory, ref: str
) -> None:
    desk.make("ana", "acknowledge", ref)
    desk.make("ana", "ready", ref, extension="4412")
    desk.make("tina", "transfer", ref)
    for _ in ("on the call", "after it"):
        with pytest.raises(Refused, match=r"“close without a P2P” is for .*\(R7\)"):
            withdrawn(desk, ref)
        if desk.requests[ref].status is Status.ON_CALL:
            desk.make("ana", "end_call", ref)


# -- undo


def standing_before_and_after(desk: DeskInMemory, move: str) -> tuple[str, str, Request, Request]:
    """Make one move that can be undone; who made it, on which, and as it was before and after."""
    callback = move == "reached"
    ref = desk.place("tina", times=offered(desk.now) if callback else AT_ONCE).ref
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("ana", "acknowledge", {}),
        ("ana", "reached", {}) if callback else ("ana", "ready", {"extension": "4412"}),
        ("tina", "transfer", {}),
        ("ana", "end_call", {}),
    ]
    if move == "close":
        said = {"reason": "already resolved", "said_by": "Kim Osei", "words": "approved"}
        steps[1:] = [("raj", "close", said)]
    for who, name, given in steps:
        before = desk.requests[ref]
        desk.later(minutes(1))
        after = desk.make(who, name, ref, **given)
        if name == move:
            return who, ref, before, after
    raise AssertionError(move)


UNDOABLE = ("acknowledge", "ready", "transfer", "reached", "end_call", "close")


@pytest.mark.parametrize("move", UNDOABLE)
def test_who_made_a_move_takes_it_back_within_thirty_seconds(desk: DeskInMemory, move: str) -> None:
    who, ref, before, after = standing_before_and_after(desk, move)
    desk.later(minutes(0.5))
    undone = desk.make(who, "undo", ref)
    version = after.version + 1
    assert undone == before.model_copy(update={"version": version, "moved_version": version})


@pytest.mark.parametrize("move", UNDOABLE)
def test_after_thirty_seconds_a_move_stands(desk: DeskInMemory, move: str) -> None:
    who, ref, _, after = standing_before_and_after(desk, move)
    desk.later(minutes(0.5) + minutes(0.001))
    with pytest.raises(Refused, match=r"can be undone for 30 seconds \(R12\)"):
        desk.make(who, "undo", ref)
    assert desk.requests[ref] == after


@pytest.mark.parametrize("move", UNDOABLE)
def test_nobody_takes_back_what_a_colleague_did(desk: DeskInMemory, move: str) -> None:
    who, ref, _, _ = standing_before_and_after(desk, move)
    for other in {"ben", "luis", "gil", "tess"} - {who}:
        with pytest.raises(Refused, match=rf"is {desk.staff[who].name}'s: only they undo it"):
            desk.make(other, "undo", ref)


@pytest.mark.parametrize("move", UNDOABLE)
def test_nothing_is_undone_that_something_came_after(desk: DeskInMemory, move: str) -> None:
    who, ref, _, _ = standing_before_and_after(desk, move)
    desk.make(who, "message", ref, words="I have it")
    with pytest.raises(Refused, match=rf"nothing to undo on {ref} \(R12\)"):
        desk.make(who, "undo", ref)


def test_an_undo_brings_back_since_when_it_stood_there(desk: DeskInMemory) -> None:
    ref = desk.place("tina").ref
    before = desk.make("ana", "acknowledge", ref)
    withdrawn(desk, ref)
    desk.later(minutes(0.4))
    assert desk.make("tina", "undo", ref).since == before.since


def test_an_undo_is_not_undone(desk: DeskInMemory) -> None:
    who, ref, _, _ = standing_before_and_after(desk, "ready")
    desk.make(who, "undo", ref)
    with pytest.raises(Refused, match="nothing to undo"):
        desk.make(who, "undo", ref)


def test_no_other_move_can_be_undone() -> None:
    assert tuple(move.name for move in BY_NAME.values() if move.undoable) == UNDOABLE


def test_what_was_said_on_the_call_is_not_undone(desk: DeskInMemory) -> None:
    ref = desk.place("tina", times=offered(desk.now)).ref
    desk.make("ana", "acknowledge", ref)
    desk.make("ana", "not_reached", ref, outcome="busy")
    desk.make("ana", "acknowledge", ref)
    desk.make("ana", "undo", ref)
    assert len(desk.requests[ref].attempts) == 1
    assert desk.requests[ref].status is Status.SCHEDULED


# -- what a move needs


def test_what_is_given_is_read_cleaned_and_complete() -> None:
    read = take(BY_NAME["hand_over"], {"to": " Ben\tCole ", "note": " two\r\nlines\x07 "})
    assert read == {"to": "Ben Cole", "note": "two\nlines\\x07"}
    assert take(BY_NAME["hand_over"], {}) == {"to": "", "note": ""}
    assert take(BY_NAME["acknowledge"], {"reason": None}) == {"reason": ""}
    assert take(BY_NAME["ready"], {"extension": 4412}) == {"extension": "4412"}


def test_what_a_move_does_not_take_is_said() -> None:
    with pytest.raises(Missing, match=r"“reached” does not take colour \(R14\)"):
        take(BY_NAME["reached"], {"colour": "red"})


@pytest.mark.parametrize(("said", "meant"), [(True, True), (False, False), (None, False)])
def test_a_box_is_ticked_or_not(said: bool | None, meant: bool) -> None:
    given = {"determination": "approved", "none_offered": said}
    assert take(BY_NAME["document"], given)["none_offered"] is meant
