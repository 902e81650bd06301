"""How a session gets its person's attention, and what it tells others of them (R12, R14)."""

import pytest

from p2p_tui.desk import Office
from p2p_tui.domain.in_common import PHRASES
from p2p_tui.domain.people import Availability, Doing
from p2p_tui.domain.safety import Safety
from p2p_tui.tui.app import LOOK_TICKS, DeskApp
from p2p_tui.tui.screens.callbacks import CallbacksScreen
from p2p_tui.tui.screens.leaving import LeavingScreen
from p2p_tui.tui.screens.new_request import NewRequestScreen
from tests.house import KIM, FixedClock, callback
from tests.tui.sitting import Seat, desk_of, sits

FOR_ANA = KIM.model_copy(update={"denying_pharmacist": "Ana Ruiz"})


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each time that the bell rings."""
    rings: list[str] = []
    monkeypatch.setattr(DeskApp, "bell", lambda app: rings.append(app.ledger.desk.username))
    return rings


async def look(seat: Seat) -> None:
    """The seconds pass after which the session looks."""
    for _ in range(LOOK_TICKS):
        seat.app._second()
    await seat.settle()


async def test_who_signs_in_hears_what_fell_due_meanwhile_and_once(
    empty_office: Office, clock: FixedClock, rung: list[str]
) -> None:
    tina = desk_of(empty_office, "tina")
    tina.place(FOR_ANA)
    tina.place(callback("in 20 min").model_copy(update={"denying_pharmacist": "Ana Ruiz"}))
    clock.on(minutes=6)
    async with sits(empty_office, "ana") as seat:
        assert seat.news.startswith("Meanwhile: P2P-1001: a caller waits since")
        assert "and 1 more" in seat.news
        assert rung == ["ana"]
        await look(seat)
        assert rung == ["ana"], "a thing is told once"


async def test_a_callback_is_told_of_before_at_and_after_its_time(
    empty_office: Office, clock: FixedClock, rung: list[str]
) -> None:
    ana_denied = callback("in 60 min").model_copy(update={"denying_pharmacist": "Ana Ruiz"})
    desk_of(empty_office, "tina").place(ana_denied)
    said = []
    async with sits(empty_office, "ana") as seat:
        for minutes in (44, 1, 10, 5, 2):
            clock.on(minutes=minutes)
            # She is at her keys all the while.
            seat.app.watching.heard()
            await look(seat)
            said.append((seat.news.partition(": ")[2], len(rung)))
    assert said == [
        ("", 0),
        ("callback in 15 minutes, at 3:31 PM", 1),
        ("callback in 5 minutes, at 3:31 PM", 2),
        ("callback is due now (3:31 PM)", 3),
        ("callback is overdue (3:31 PM)", 4),
    ]


async def test_it_is_one_line_under_what_one_types_and_takes_no_key(
    empty_office: Office, rung: list[str]
) -> None:
    async with sits(empty_office, "ana") as seat:
        await seat.press("n")
        await seat.write("Dr. A")
        await seat.hears_of(desk_of(empty_office, "tina").place(FOR_ANA))
        await seat.write("bara")
        screen = seat.front(NewRequestScreen)
        assert screen.field("contact_name").value == "Dr. Abara"
        assert seat.news == "P2P-1001: a caller is waiting, for you"
    assert rung == ["ana"]


async def test_nobody_is_rung_who_is_at_lunch(empty_office: Office, rung: list[str]) -> None:
    async with sits(empty_office, "ana") as seat:
        seat.app.ledger.desk.say_of_myself(Availability.LUNCH)
        await seat.until(lambda: not seat.app.ledger.standing(seat.app.ledger.me).available)
        await seat.hears_of(desk_of(empty_office, "tina").place(FOR_ANA))
        assert seat.app.ledger.asks() == ()
        assert "Ana Ruiz denied it and is at lunch" in seat.screen()
    assert rung == []


async def test_what_one_did_oneself_is_not_told_to_oneself(
    empty_office: Office, rung: list[str]
) -> None:
    placed = desk_of(empty_office, "tina").place(FOR_ANA)
    async with sits(empty_office, "ana") as seat:
        rung.clear()
        await seat.select(placed.ref)
        await seat.press("a")
        await seat.press("u")
        await look(seat)
        assert seat.news.startswith("P2P-1001: undo")
    assert rung == []


async def test_who_leaves_the_keys_for_ten_minutes_is_away_until_the_next_key(
    empty_office: Office, clock: FixedClock
) -> None:
    now = empty_office.read_in_common()
    later = now.common.model_copy(update={"safety": Safety(lock_after=60)})
    desk_of(empty_office, "lena").set_common(later, now.version)
    async with sits(empty_office, "ana") as seat:
        clock.on(minutes=9, seconds=59)
        await look(seat)
        assert not seat.app.ledger.desk.at_hand.idle
        clock.on(seconds=1)
        await look(seat)
        assert seat.app.ledger.desk.at_hand.idle
        await seat.until(lambda: "ana" in empty_office.roster().idle)
        await seat.until(lambda: seat.said("#header-me").endswith("away"))
        await seat.press("down")
        assert not seat.app.ledger.desk.at_hand.idle
        await seat.until(lambda: "ana" not in empty_office.roster().idle)


async def test_others_see_what_one_has_before_one(empty_office: Office) -> None:
    placed = desk_of(empty_office, "tina").place(FOR_ANA)
    async with sits(empty_office, "ana") as seat:
        await seat.select(placed.ref)
        await seat.press("enter")
        await look(seat)
        found = seat.app.ledger.desk.at_hand
        assert (found.ref, found.doing) == (placed.ref, Doing.LOOKING)
        await seat.press("m")
        await look(seat)
        assert seat.app.ledger.desk.at_hand.doing is Doing.WRITING
        await seat.press("escape", "escape")
        await look(seat)
        assert seat.app.ledger.desk.at_hand.ref == ""


async def test_phrases_come_one_after_the_other_behind_what_was_typed(
    empty_office: Office,
) -> None:
    placed = desk_of(empty_office, "tina").place(KIM)
    async with sits(empty_office, "tina") as seat:
        await seat.select(placed.ref)
        await seat.press("m", "ctrl+o")
        assert seat.held("words") == PHRASES[0]
        await seat.press("ctrl+o")
        assert seat.held("words") == PHRASES[1]
        await seat.press("ctrl+u")
        await seat.write("Kim again.")
        await seat.press("ctrl+o")
        assert seat.held("words") == f"Kim again. {PHRASES[0]}"
        await seat.press("ctrl+s")
    story = desk_of(empty_office, "tina").history(placed.ref)
    assert story[-1].given["words"] == f"Kim again. {PHRASES[0]}"


async def test_the_agenda_is_gone_through_like_any_list(office: Office) -> None:
    async with sits(office, "ana") as seat:
        await seat.press("2")
        screen = seat.front(CallbacksScreen)
        refs = [one.ref for one in screen.list.requests()]
        assert screen.list.selected == refs[0]
        await seat.press("down", "down", "up")
        assert screen.list.selected == refs[1]
        await seat.press("enter", "escape", "1")
        assert "IN YOUR HANDS" in seat.screen()


async def test_before_one_goes_one_sees_what_is_still_ones_own(office: Office) -> None:
    async with sits(office, "ana") as seat:
        await seat.press("q")
        screen = seat.front(LeavingScreen)
        shown = {one.ref for one in screen.list.requests()}
        assert shown == {left.request.ref for left in seat.app.ledger.still_yours()}
        await seat.press("escape")
        assert "IN YOUR HANDS" in seat.screen()
