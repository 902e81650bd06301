"""A mouse can do everything too: what is written as a key can be clicked."""

import pytest
from textual import events
from textual.widgets import OptionList

from p2p_tui.desk import Office
from p2p_tui.domain.request import Status
from p2p_tui.tui.screens.desk import DeskScreen
from p2p_tui.tui.screens.help import HelpScreen
from p2p_tui.tui.screens.move import MoveScreen
from p2p_tui.tui.screens.new_request import NewRequestScreen
from p2p_tui.tui.screens.request import RequestScreen
from p2p_tui.tui.screens.tracker import TrackerScreen
from p2p_tui.tui.widgets.bars import KeyBar
from tests.tui.sitting import Seat, desk_of, sits


async def click(seat: Seat, words: str, times: int = 1) -> None:
    """Click on words where they stand on the screen."""
    lines = seat.screen().splitlines()
    row = next(number for number, line in enumerate(lines) if words in line)
    await seat.pilot.click(offset=(lines[row].index(words), row), times=times)
    await seat.settle()


async def test_the_main_job_can_be_done_with_the_mouse(office: Office) -> None:
    async with sits(office, "ana") as seat:
        waiting = next(one for one in seat.list.requests() if one.status is Status.WAITING)
        await click(seat, waiting.ref)
        assert seat.list.selected == waiting.ref
        await click(seat, "acknowledge  ")
        assert f"{waiting.ref}: acknowledge" in seat.news
        await click(seat, waiting.ref, times=2)
        seat.front(RequestScreen)
        await click(seat, "ready  ")
        assert desk_of(office, "ana").request(waiting.ref).status is Status.READY
        await click(seat, "esc back")
        seat.front(DeskScreen)


@pytest.mark.long
async def test_screens_help_and_palette_are_a_click_away(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await click(seat, "3 Tracker")
        seat.front(TrackerScreen)
        await click(seat, "1 Desk")
        seat.front(DeskScreen)
        await click(seat, "? help")
        seat.front(HelpScreen)
        await click(seat, "esc back")
        seat.front(DeskScreen)
        await click(seat, "n new request")
        await click(seat, "Drug name")
        seat.front(NewRequestScreen)
        await click(seat, "esc leave")
        await seat.press("3")
        await click(seat, "ctrl+p more")
        await seat.until(lambda: seat.app.screen.query(OptionList))


async def test_a_form_is_filled_and_saved_with_the_mouse(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("w")
        seat.front(MoveScreen)
        await click(seat, "○ 2")
        assert seat.held("reason")
        await click(seat, "Who said so")
        await click(seat, "ctrl+s")
        assert seat.said("#problem"), "it asks for what is missing, at the field"
        assert seat.focused() in ("said_by", "words")


async def test_a_click_beside_the_keys_does_nothing(office: Office) -> None:
    async with sits(office, "tina", size=(120, 40)) as seat:
        bar = seat.app.screen.query_one(KeyBar)
        free = next(x for x in range(120) if not any(x in span for span in bar.spans.values()))
        await seat.pilot.click(offset=(free, 39))
        await seat.settle()
        seat.front(DeskScreen)


async def test_the_wheel_moves_through_a_long_list(office: Office) -> None:
    async with sits(office, "tina") as seat:
        top = seat.list.scroll_offset.y
        assert seat.list.max_scroll_y > 0
        at = {"x": 5, "y": 6, "screen_x": 5, "screen_y": 6, "delta_x": 0, "delta_y": 1}
        pressed = {"button": 0, "shift": False, "meta": False, "ctrl": False}
        seat.app.post_message(events.MouseScrollDown(widget=None, **at, **pressed))  # type: ignore[arg-type]
        await seat.until(lambda: seat.list.scroll_offset.y > top)
