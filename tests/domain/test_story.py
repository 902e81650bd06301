"""One line for each thing that happened, as people tell it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from p2p_tui.domain.lifecycle import BY_NAME
from p2p_tui.domain.story import Happening, tell
from tests.documented import APPROVED
from tests.domain.builders import (
    ANA,
    AT_ONCE,
    NOW,
    UNCLEAR,
    DeskInMemory,
    details,
    minutes,
    offered,
    person,
    roster,
)


def last_told(desk: DeskInMemory, ref: str) -> str:
    return tell(desk.stories[ref][-1], desk.roster)


def happened(move: str, actor: str = "ana", **carried: Any) -> Happening:
    return Happening(seq=1, at=NOW, actor=actor, move=move, **carried)


def test_an_immediate_request_is_told_from_placing_to_documenting() -> None:
    desk = DeskInMemory()
    ref = desk.place("tina").ref
    desk.make("ana", "acknowledge", ref)
    desk.make("ana", "ready", ref, extension="4412")
    desk.make("tina", "transfer", ref)
    desk.make("tina", "dropped", ref, note="static")
    desk.make("tina", "transfer", ref)
    desk.make("ana", "end_call", ref)
    desk.make("ana", "document", ref, none_offered=True, **APPROVED)
    desk.make("ben", "add_to_record", ref, words="the labs\ncame")
    assert [tell(one, desk.roster) for one in desk.stories[ref]] == [
        "placed it",
        "acknowledged it and is pulling up the PA",
        "is ready: transfer to ext. 4412",
        "transferred the caller",
        "says the call dropped: redial (614) 555-0142 — static",
        "transferred the caller",
        "ended the call",
        "documented it: approved",
        "added to the record: the labs came",
    ]


def test_a_callback_is_told_from_its_time_to_its_end() -> None:
    desk = DeskInMemory()
    ref = desk.place("tina", details(phone=""), UNCLEAR).ref
    other = desk.place("raj").ref
    desk.make("raj", "caller_told", ref)
    desk.make("raj", "confirm_time", ref, callback_words="today 2-4", times=offered(NOW))
    desk.make("ana", "acknowledge", ref, reason="it is due")
    desk.make("ana", "not_reached", ref, outcome="busy", note="twice")
    desk.make("ana", "acknowledge", ref)
    desk.make("ana", "reached", ref)
    desk.make("ana", "dropped", ref)
    desk.make("tina", "link", ref, other=other)
    desk.make("tina", "another_time", ref, who_asked="Dr. Lee", callback_words="Now", times=AT_ONCE)
    desk.make("ben", "message", ref, words="labs are\nin the fax")
    said: dict[str, Any] = {
        "reason": "already resolved",
        "said_by": "Kim Osei",
        "words": "approved\non appeal",
    }
    desk.make("tina", "close", ref, **said)
    assert [tell(one, desk.roster) for one in desk.stories[ref][1:]] == [
        "told the caller what to expect",
        "confirmed the callback time: today 2-4",
        "acknowledged it and is pulling up the PA: it is due",
        "did not reach the provider: busy — twice",
        "acknowledged it and is pulling up the PA",
        "reached the provider",
        "says the call dropped: redial",
        f"linked it with {other}",
        "changed the time, as Dr. Lee asked: Now",
        "“labs are in the fax”",
        "closed it without a P2P: already resolved, said by Kim Osei: “approved on appeal”",
    ]


def test_what_was_completed_is_named_by_its_fields_and_by_nothing_else() -> None:
    desk = DeskInMemory()
    ref = desk.place("tina").ref
    changes = {"phone": "(614) 555-0199", "drug_name": "Humira", "pa_verified": False}
    desk.make("raj", "complete", ref, changes=changes)
    assert last_told(desk, ref) == "completed or corrected: drug name, pa verified, phone"


def test_handing_over_releasing_and_taking_over_are_told_apart() -> None:
    desk = DeskInMemory()
    ref = desk.place("tina").ref
    desk.make("ana", "acknowledge", ref)
    desk.make("ana", "hand_over", ref, to="Ben Cole, RPh", note="lunch")
    assert last_told(desk, ref) == "handed it over to Ben Cole — lunch"
    desk.later(minutes(11))
    desk.make("luis", "take_over", ref, to="maya", reason="he went home")
    assert last_told(desk, ref) == "took it over for Maya Singh: he went home"
    desk.later(minutes(11))
    desk.make("ben", "take_over", ref, to="Ben Cole", reason="she is busy")
    assert last_told(desk, ref) == "took it over: she is busy"
    desk.make("ben", "hand_over", ref)
    assert last_told(desk, ref) == "released it to the queue"


def test_who_it_was_handed_to_is_told_whatever_became_of_them_and_their_name() -> None:
    desk = DeskInMemory()
    ref = desk.place("tina").ref
    desk.make("ana", "acknowledge", ref)
    desk.make("ana", "hand_over", ref, to="Ben Cole")
    event = desk.stories[ref][-1]
    married = person("ben", "Ben Cole-Hart", "technician")
    assert tell(event, roster(ANA, married)) == "handed it over to Ben Cole-Hart"
    assert tell(event, roster(ANA)) == "handed it over to ben"
    assert tell(happened("hand_over"), roster()) == "handed it over or released it"


def test_what_was_taken_back_is_told_in_words() -> None:
    assert tell(happened("undo", given={"undone": "end_call"}), roster()) == "took back: end call"


def test_what_nobody_has_words_for_is_told_by_its_name() -> None:
    assert tell(happened("staff_changed"), roster()) == "staff changed"


@pytest.mark.parametrize("move", ["place", *BY_NAME])
def test_a_happening_whose_words_were_disposed_of_can_still_be_told(move: str) -> None:
    assert tell(happened(move), roster()).isprintable()
    assert tell(happened(move), roster())


hostile = st.text(max_size=20) | st.sampled_from(
    ["{words}", "{0.__class__}", "%s", "a\nb", "\x1b[2J", "[@click=app.quit]x[/]"]
)


@settings(max_examples=150)
@given(
    move=st.sampled_from(["place", *BY_NAME]),
    given=st.dictionaries(
        st.sampled_from([need.name for move in BY_NAME.values() for need in move.needs]),
        hostile | st.none() | st.booleans(),
    ),
    holder=hostile | st.none(),
)
def test_whatever_was_said_it_is_one_line_that_nothing_obeys(
    move: str, given: dict[str, Any], holder: str | None
) -> None:
    told = tell(happened(move, given=given, after={"holder": holder, "phone": "x"}), roster())
    assert "\n" not in told
    assert "\x1b" not in told
    assert told.splitlines() == [told]


def test_words_are_told_as_they_are_and_never_filled_in() -> None:
    words = "{extension} {0.__class__} [b]x[/b] 50%"
    assert tell(happened("message", given={"words": words}), roster()) == f"“{words}”"
