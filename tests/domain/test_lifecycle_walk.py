"""Any people, any moves, any order, any clock: what holds on the desk after every step."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from p2p_tui.domain.lifecycle import BY_NAME
from tests.domain.walking import FRIDAYS, USERNAMES, CheckedDesk, needs_of

STEPS = (
    CheckedDesk.something_that_can_be_done_is_done,
    CheckedDesk.something_that_can_be_done_is_done,
    CheckedDesk.the_work_goes_on,
    CheckedDesk.the_work_goes_on,
    CheckedDesk.somebody_is_careless,
    CheckedDesk.somebody_gives_one_thing_wrong,
    CheckedDesk.somebody_gives_one_thing_wrong,
    CheckedDesk.who_moved_last_takes_it_back,
    CheckedDesk.what_is_possible_is_what_is_accepted,
    CheckedDesk.somebody_places_a_request,
    CheckedDesk.time_passes,
    CheckedDesk.it_is_monday_morning,
    CheckedDesk.somebody_says_what_they_do,
    CheckedDesk.somebody_comes_or_goes,
    CheckedDesk.somebody_leaves_the_desk_for_good_or_returns,
)
texts = st.text(max_size=6) | st.sampled_from(["\x1b]52;c;eA==\x07", "Ana Ruiz", "P2P-1001"])
anything = texts | st.none() | st.booleans() | st.integers()


class Afternoon(RuleBasedStateMachine):
    """The steps of a checked desk, in an order that Hypothesis looks for."""

    @initialize(now=st.sampled_from(FRIDAYS))
    def the_afternoon_begins(self, now: datetime) -> None:
        self.checked = CheckedDesk(now)

    @rule(data=st.data(), step=st.sampled_from(STEPS))
    def a_step(self, data: st.DataObject, step: Any) -> None:
        def pick(options: Sequence[Any]) -> Any:
            return data.draw(st.sampled_from(options))

        step(self.checked, pick)

    @rule(data=st.data(), who=st.sampled_from(USERNAMES), move=st.sampled_from(sorted(BY_NAME)))
    def somebody_gives_anything(self, data: st.DataObject, who: str, move: str) -> None:
        given = data.draw(st.dictionaries(st.sampled_from([*needs_of(move), "colour"]), anything))
        fields = st.sampled_from(["phone", "status", "best_time", "prior_denials", "pa_verified"])
        changes = data.draw(st.dictionaries(fields, anything))
        ref = data.draw(st.sampled_from(sorted(self.checked.desk.requests)))
        self.checked.tries(who, move, ref, changes, given)

    @invariant()
    def the_rules_hold(self) -> None:
        self.checked.holds()


@pytest.mark.timeout(400)  # finding the shortest story of a failure takes its time
def test_whatever_people_do_in_whatever_order_the_rules_of_the_desk_hold(at_length: bool) -> None:
    run_state_machine_as_test(
        Afternoon,
        settings=settings(
            max_examples=200 if at_length else 8,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_on_busy_afternoons_every_move_is_made_and_refused_and_the_rules_hold(
    at_length: bool,
) -> None:
    made: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for seed in range(200 if at_length else 30):
        die = random.Random(seed)
        checked = CheckedDesk(die.choice(FRIDAYS))
        for _ in range(50):
            die.choice(STEPS)(checked, die.choice)
            checked.holds()
        made += checked.made
        refused += checked.refused
    assert set(made) == set(BY_NAME)
    assert set(refused) == set(BY_NAME)
