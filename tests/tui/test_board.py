"""The Board: figures of now and of today, and the lists behind them."""

from p2p_tui.desk import Office
from p2p_tui.domain.finding import Find
from p2p_tui.tui.screens.board import COUNT_TICKS, REST_TICKS, BoardScreen
from p2p_tui.tui.screens.help import HelpScreen
from p2p_tui.tui.screens.tracker import TrackerScreen
from p2p_tui.tui.widgets.figure_list import FigureList
from tests.house import KIM, FixedClock
from tests.tui.sitting import WIDE, Seat, desk_of, sits


def figures(seat: Seat) -> FigureList:
    return seat.app.screen.query_one(FigureList)


def value(seat: Seat, label: str) -> str:
    found = [one.value for one in figures(seat)._figures if one.label == label]
    return found[0] if found else ""


async def go_to(seat: Seat, label: str) -> None:
    """Put the cursor on a figure."""
    while (selected := figures(seat).selected) is None or selected.label != label:
        at = figures(seat).at
        await seat.press("down")
        assert figures(seat).at != at, f"{label} is not there"


async def test_the_board_counts_and_a_figure_opens_the_list_behind_it(office: Office) -> None:
    async with sits(office, "lena") as seat:
        await seat.press("4")
        assert isinstance(seat.app.screen, BoardScreen)
        await seat.until(lambda: value(seat, "callers waiting") == "2")
        assert "THE PROMISES" in seat.screen()
        await seat.press("enter")
        assert isinstance(seat.app.screen, TrackerScreen)
        await seat.until(lambda: len(seat.list.requests()) == 2)
        assert {one.status.value for one in seat.list.requests()} == {"waiting"}
        assert "2 requests ×" in seat.said("#chips")
        await seat.press("4")
        await go_to(seat, "re-routed")
        await seat.press("enter")
        await seat.until(lambda: bool(seat.list.requests()))
        assert all(one.cover for one in seat.list.requests())


async def test_what_comes_up_while_a_list_is_opened_stays_in_front(office: Office) -> None:
    async with sits(office, "lena", WIDE) as seat:
        await seat.press("4")
        seat.app.look_for(Find())
        seat.app.bring_up(HelpScreen(seat.front(TrackerScreen)))
        await seat.settle()
        seat.front(HelpScreen)
        await seat.press("escape")
        seat.front(TrackerScreen)


async def test_a_number_with_nothing_behind_it_says_so(office: Office) -> None:
    async with sits(office, "lena") as seat:
        await seat.press("4")
        await seat.until(lambda: value(seat, "times changed, as asked") == "0")
        await go_to(seat, "times changed, as asked")
        await seat.press("enter")
        assert isinstance(seat.app.screen, BoardScreen)
        assert "none" in seat.news


async def test_news_is_counted_once_it_rests(office: Office) -> None:
    async with sits(office, "lena") as seat:
        await seat.press("4")
        await seat.until(lambda: value(seat, "callers waiting") == "2")
        new = desk_of(office, "raj").place(KIM)
        await seat.hears_of(new)
        for tick in range(REST_TICKS + 1):
            seat.app.tick.publish(tick)
        await seat.until(lambda: value(seat, "callers waiting") == "3")


async def test_waits_grow_while_nothing_happens(office: Office, clock: FixedClock) -> None:
    async with sits(office, "lena") as seat:
        await seat.press("4")
        await seat.until(lambda: value(seat, "callers waiting") == "2")
        before = seat.screen()
        clock.on(minutes=7)
        for tick in range(COUNT_TICKS + 1):
            seat.app.tick.publish(tick)
        await seat.until(lambda: seat.screen() != before and "longest 1" in seat.screen())


async def test_on_a_wide_screen_two_columns_stand_side_by_side(office: Office) -> None:
    async with sits(office, "lena", WIDE) as seat:
        await seat.press("4")
        await seat.until(lambda: "DETERMINATIONS" in seat.screen())
        first = next(line for line in seat.screen().splitlines() if "NOW" in line)
        assert "─" in first
        assert "PLACED, BY HOUR" in seat.screen()


async def test_what_one_owes_is_counted_in_the_header_with_its_age(
    office: Office, clock: FixedClock
) -> None:
    async with sits(office, "ana") as seat:
        assert "✎ 1 owed 38 min" in seat.said("#header-tabs")
        clock.on(hours=3)
        seat.app.tick.publish(1)
        await seat.until(lambda: "✎ 1 3 h 38 min" in seat.said("#header-tabs"))
    async with sits(office, "tina") as seat:
        assert "✎" not in seat.said("#header-tabs")


async def test_everybody_on_the_desk_can_look_at_the_board(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("4")
        await seat.until(lambda: value(seat, "held and not documented") == "1")
        assert "Ana Ruiz" not in seat.screen(), "names are a lead's to see"


async def test_calls_begun_and_never_placed_open_the_calls_begun(office: Office) -> None:
    async with sits(office, "lena") as seat:
        await seat.press("n")
        await seat.fill(contact_name="Kim Osei")
        await seat.press("escape", "4")
        await seat.until(lambda: value(seat, "begun and never placed") == "1")
        await go_to(seat, "begun and never placed")
        await seat.press("enter")
        assert "CALLS BEGUN" in seat.screen()
        assert "Kim Osei" in seat.screen()
