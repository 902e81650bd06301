"""Reports and the Board on the real desk: who sees names, and what stands behind a number."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from p2p_tui.desk import Desk, Office
from p2p_tui.domain import finding
from p2p_tui.domain.errors import Refused
from p2p_tui.domain.wording import local
from tests.documented import needed
from tests.house import KIM, FixedClock, callback, through

DeskOf = Callable[[str], Desk]
CALL = ("acknowledge", "ready", "transfer", "end_call")


@pytest.fixture
def afternoon(desk_of: DeskOf, clock: FixedClock) -> dict[str, str]:
    """One waits, one is owed, one was promised something, one withdrew, one was not called."""
    refs = {"uncalled": desk_of("tina").place(callback("in 10 min")).ref}
    clock.on(hours=2)
    refs["owed"] = through(desk_of, desk_of("tina").place(KIM), *CALL).ref
    promised = through(desk_of, desk_of("tina").place(KIM), *CALL)
    given = {"none_offered": True, **needed("more information promised")}
    refs["promised"] = desk_of("ana").make("document", promised.ref, promised.version, given).ref
    refs["withdrew"] = through(desk_of, desk_of("tina").place(KIM), "close").ref
    asked = desk_of("raj").place(callback("today 8pm"))
    given = {"who_asked": "Dr. Lee", "callback_words": "today 9pm"}
    refs["moved"] = desk_of("raj").make("another_time", asked.ref, asked.version, given).ref
    clock.on(minutes=4)
    refs["waiting"] = desk_of("tina").place(KIM).ref
    clock.on(minutes=3)
    return refs


def test_the_board_counts_what_is_there_and_each_number_opens_what_is_behind_it(
    desk_of: DeskOf, afternoon: dict[str, str]
) -> None:
    lena = desk_of("lena")
    board = lena.board()
    behind = {
        "waiting": board.waiting_in, "owed": board.owed_in, "promised": board.promised_in,
        "uncalled": board.today.missed_in, "withdrew": board.today.without_p2p_in,
        "moved": tuple(one.number for one in board.today.changes),
    }  # fmt: skip
    for name, numbers in behind.items():
        found = lena.tracker(finding.among(numbers))
        assert [one.ref for one in found] == [afternoon[name]], name
    assert (board.longest_wait, board.oldest_owed) == (180.0, 420.0)
    assert [(one.what, one.count) for one in board.owed_by] == [("ana", 1)]
    assert board.today.changes[0].who_asked == "Dr. Lee"
    assert board.ahead_in == tuple(one.number for one in board.today.changes)


def test_the_same_is_found_by_the_filters_of_the_tracker(
    desk_of: DeskOf, afternoon: dict[str, str]
) -> None:
    found = {
        "is:owed": "owed", "is:follow-up": "promised", "is:uncalled": "uncalled",
        "is:without-p2p": "withdrew", "is:moved": "moved", "status:waiting": "waiting",
        'determination:"more information"': "promised", "closed:the": "withdrew",
    }  # fmt: skip
    lena = desk_of("lena")
    for typed, name in found.items():
        assert [one.ref for one in lena.tracker(typed)] == [afternoon[name]], typed
    assert lena.tracker("is:follow-up-due") == ()
    assert lena.tracker("is:late") == ()
    assert {one.ref for one in lena.tracker("kind:callback status:open")} == {
        afternoon["uncalled"], afternoon["moved"],
    }  # fmt: skip
    assert len(lena.tracker("from:today to:today technician:tina drug:ozem")) == 5
    assert lena.tracker("from:tomorrow") == lena.tracker("to:yesterday") == ()


def test_what_was_promised_is_due_on_its_day(
    desk_of: DeskOf, afternoon: dict[str, str], clock: FixedClock
) -> None:
    clock.on(days=5)
    lena = desk_of("lena")
    assert [one.ref for one in lena.tracker("is:follow-up-due")] == [afternoon["promised"]]
    assert lena.board().promised_due == 1
    assert afternoon["promised"] in {one.ref for one in lena.snapshot().requests}


def test_names_are_for_leads_and_a_pharmacists_own(
    desk_of: DeskOf, afternoon: dict[str, str]
) -> None:
    for who, asked, owes in (("lena", "Dr. Lee", ["ana"]), ("ana", "", ["ana"]), ("tina", "", [])):
        desk = desk_of(who)
        board = desk.board()
        assert board.today.changes[0].who_asked == asked
        assert [one.what for one in board.owed_by] == owes
        by = [one.what for one in board.today.without_p2p_by]
        assert by == (["tina"] if who == "lena" else [])
    with pytest.raises(Refused, match="may not see open requests"):
        desk_of("adam").report(desk_of("lena").today(), desk_of("lena").today())


def test_a_report_says_how_far_it_is(desk_of: DeskOf, afternoon: dict[str, str]) -> None:
    told: list[tuple[int, int]] = []
    lena = desk_of("lena")
    found = lena.report(lena.today(), lena.today(), lambda done, of: told.append((done, of)))
    assert found.placed == len(afternoon)
    assert told == [(len(afternoon), len(afternoon))]


def test_the_weeks_before_are_those_before_today(
    office: Office, desk_of: DeskOf, afternoon: dict[str, str], clock: FixedClock
) -> None:
    clock.on(days=1)
    board = desk_of("lena").board()
    assert (board.today.placed, board.weeks.placed) == (0, len(afternoon))
    again = desk_of("lena").board(board.weeks)
    assert again.weeks == board.weeks
    period, zone = board.weeks.period, office.hours.zone
    first, last = (local(at, zone) for at in (period.start, period.end))
    assert last.date() - first.date() == timedelta(days=28)
    assert (first.hour, last.hour) == (0, 0)
