"""What it costs to open a form: it is laid out and styled once, in its place."""

import pytest
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Input, TextArea

from p2p_tui.desk import Office
from p2p_tui.tui.screens.new_request import NewRequestScreen
from tests.tui.sitting import sits

pytestmark = pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)


async def test_no_entry_is_styled_before_it_has_a_place_nor_a_screen_laid_out_twice_in_one_size(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere: list[DOMNode] = []
    laid_out: list[Screen[object]] = []
    update, resized = Stylesheet.update_nodes, Screen._screen_resized

    def updated(sheet: Stylesheet, nodes: set[DOMNode], animate: bool = False) -> None:
        nowhere.extend(
            one for one in nodes if isinstance(one, Input | TextArea) and one.parent is None
        )
        update(sheet, nodes, animate=animate)

    def laid_out_for(screen: Screen[object], size: Size) -> None:
        laid_out.append(screen)
        resized(screen, size)

    async with sits(office, "tina") as seat:
        monkeypatch.setattr(Stylesheet, "update_nodes", updated)
        monkeypatch.setattr(Screen, "_screen_resized", laid_out_for)
        await seat.press("n")
        seat.front(NewRequestScreen)
        assert (nowhere, laid_out) == ([], [])
        # Of another size it is laid out, with whatever stands behind it.
        await seat.pilot.resize_terminal(120, 40)
        await seat.settle()
        assert seat.app.screen in laid_out
        assert seat.app.screen.size == (120, 40)
        assert seat.field("contact_name").entry.region.width > 40
