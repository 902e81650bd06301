"""A learner's way through a lesson: what takes it on, what is caught, what it scores."""

from datetime import timedelta

import pytest

from p2p_tui.domain.request import Status
from p2p_tui.training.deeds import Sight
from p2p_tui.training.run import Progress, Run
from tests.training.teaching import BEGINS, LESSON, a_request, a_run, happened, lesson

DESK, FORM = Sight("desk"), Sight("new_request")


def typed(**fields: str) -> Sight:
    return Sight("new_request", fields)


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def at(run: Run) -> str:
    return run.step.id if run.step else "done"


def placed(run: Run) -> Run:
    """The learner after the request is placed, as the coach asked."""
    for number, sight in enumerate((DESK, FORM, typed(contact_name="Kim Osei"))):
        run.look(sight, BEGINS, number)
    run.know([a_request()])
    run.hear([happened("place", 1)])
    run.look(DESK, BEGINS, 3)
    return run


def test_each_step_is_done_by_what_it_asks_for() -> None:
    run = a_run()
    assert not run.look(DESK, BEGINS, 0)
    assert at(run) == "open"
    assert run.look(FORM, BEGINS, 1)
    assert at(run) == "who"
    run.look(typed(contact_name="Joan Webb"), BEGINS, 2)
    assert at(run) == "who"
    run.look(typed(contact_name="Kim OSEI"), BEGINS, 3)
    assert at(run) == "place"


def test_a_request_is_called_by_its_name_from_then_on() -> None:
    run = placed(a_run())
    assert at(run) == "ready"
    assert run.progress.names == {"kim": "P2P-1001"}
    run.know([a_request(status=Status.READY, version=3)])
    run.look(DESK, BEGINS, 4)
    assert at(run) == "transfer"
    run.hear([happened("transfer", 5, ref="P2P-1002")])
    run.look(DESK, BEGINS, 5)
    assert at(run) == "transfer"
    run.hear([happened("transfer", 6)])
    run.look(DESK, BEGINS, 6)
    assert run.step is None
    assert run.score == 100


def test_what_a_colleague_does_is_no_deed_of_the_learners() -> None:
    run = a_run()
    run.hear([happened("place", 1, who="raj")])
    run.look(FORM, BEGINS, 1)
    run.look(typed(contact_name="Kim Osei"), BEGINS, 2)
    assert at(run) == "place"


def test_who_runs_ahead_is_not_held_back() -> None:
    run = a_run()
    run.know([a_request()])
    run.hear([happened("place", 1)])
    run.look(DESK, BEGINS, 1)
    assert at(run) == "ready"
    assert run.progress.names == {"kim": "P2P-1001"}


def test_a_step_that_waits_for_somebody_is_not_passed_by() -> None:
    run = placed(a_run())
    run.hear([happened("transfer", 2)])
    run.look(DESK, BEGINS, 4)
    assert at(run) == "ready"


def test_a_mistake_is_caught_once_with_its_rule() -> None:
    run = placed(a_run())
    run.hear([happened("close", 2), happened("close", 3)])
    run.hear([happened("close", 2)])
    (caught,) = run.progress.caught
    assert (caught.id, caught.rule, caught.guide, caught.step) == ("closed", "R7", "T9", "ready")
    assert run.score == 75
    assert run.last_caught == caught


def test_what_stands_in_a_field_counts_once_it_has_stood_a_moment() -> None:
    run = a_run()
    wrong = typed(contact_name="", pa_number="88120471")
    run.look(wrong, BEGINS, 1.0)
    run.look(typed(contact_name="", pa_number="8812 0417"), BEGINS, 1.2)
    run.look(wrong, BEGINS, 1.4)
    assert run.progress.caught == []
    run.look(wrong, BEGINS, 2.4)
    assert [one.id for one in run.progress.caught] == ["other-pa"]


def test_what_was_announced_counts_at_once_and_only_where_it_can_be() -> None:
    refused = Sight("desk", {}, "“transferred” is for requests that are ready")
    run = a_run()
    run.look(refused, BEGINS, 1)
    assert run.progress.caught == []
    run = placed(a_run())
    run.look(refused, BEGINS, 4)
    assert [one.id for one in run.progress.caught] == ["early"]


@pytest.mark.parametrize(("after", "late"), [(60, False), (61, True)])
def test_who_lets_somebody_wait_is_told_so_once(after: float, late: bool) -> None:
    run = a_run()
    for _ in range(2):
        run.look(DESK, BEGINS + seconds(after), 1)
    assert [one.id for one in run.progress.caught] == (["late-open"] if late else [])
    assert run.score == (95 if late else 100)
    if late:
        (caught,) = run.progress.caught
        assert (caught.rule, caught.guide) == ("R3", "T3")


def test_no_score_is_below_nothing() -> None:
    mistakes = [
        {"id": f"m{number}", "when": {"move": "close"}, "rule": "R7", "guide": "T9",
         "says": "No.", "points": 40} for number in range(4)
    ]  # fmt: skip
    run = a_run(lesson(mistake=mistakes))
    run.hear([happened("close", 1)])
    assert len(run.progress.caught) == 4
    assert run.score == 0


def test_a_lesson_goes_on_where_it_was_left() -> None:
    left = placed(a_run())
    left.hear([happened("close", 2)])
    kept = Progress.model_validate_json(left.progress.model_dump_json())
    run = Run(lesson(), "tina", kept)
    assert at(run) == "ready"
    assert run.score == 75
    run.know([a_request(status=Status.READY, version=3)])
    run.look(DESK, BEGINS, 0)
    assert at(run) == "transfer"


def test_an_act_that_is_done_while_its_step_ends_takes_nothing_from_the_next() -> None:
    steps = [dict(one) for one in LESSON["step"]]
    steps[4]["acts"] = [{"who": "raj", "does": "message", "on": "kim", "given": {"words": "Hi"}}]
    run = placed(a_run(lesson(step=steps)))
    ready = run.step
    assert ready is not None
    run.acted(ready)
    assert run.next_act(ready) == ready.acts[1]
    run.know([a_request(status=Status.READY, version=3)])
    run.look(DESK, BEGINS, 4)
    # The news of what was done went before its doer's own word.
    run.acted(ready)
    assert run.step is not None
    assert run.next_act(run.step) == run.step.acts[0]
    assert run.next_act(ready) is None


def test_an_older_state_of_a_request_is_not_taken_for_news() -> None:
    run = placed(a_run())
    run.know([a_request(status=Status.READY, version=3)])
    run.know([a_request(status=Status.WAITING, version=1)])
    run.look(DESK, BEGINS, 4)
    assert at(run) == "transfer"
