"""Words leave a session by one door: the copy screen, on record. Nothing else reaches it."""

import ast
import threading
from pathlib import Path

import pytest
from textual.widgets import Static

from p2p_tui.desk import Desk, Office
from p2p_tui.domain.request import Request
from p2p_tui.domain.safety import Safety
from p2p_tui.store import requests
from p2p_tui.store.engines import DatabaseUnusableError
from p2p_tui.tui.app import DeskApp
from p2p_tui.tui.screens.copy import CopyScreen
from p2p_tui.tui.screens.desk import DeskScreen
from tests.tui.sitting import Seat, desk_of, sits

pytestmark = pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
SOURCE = Path(__file__).parents[2] / "p2p_tui"


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a session sends to its terminal beside what it draws."""
    found: list[str] = []
    monkeypatch.setattr(DeskApp, "write_to_terminal", lambda self, said: found.append(said))
    return found


def out(sent: list[str]) -> list[str]:
    return [one for one in sent if "]52" in one]


def set_copying(office: Office, allowed: bool) -> None:
    lena = desk_of(office, "lena")
    now = office.read_in_common()
    safety = Safety(copying=allowed)
    lena.set_common(now.common.model_copy(update={"safety": safety}), now.version)


def copies(ref: str) -> int:
    return [one.move for one in requests.history(ref)].count("copied")


async def test_it_is_on_record_before_it_leaves(
    office: Office, sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    known: list[int] = []

    def write(self: DeskApp, said: str) -> None:
        if "]52" in said:
            known.append(copies("P2P-1014"))

    monkeypatch.setattr(DeskApp, "write_to_terminal", write)
    async with sits(office, "tina") as seat:
        await seat.select("P2P-1014")
        await seat.press("y", "y")
        assert known == [1, 2]


async def test_what_cannot_be_put_on_record_does_not_leave(
    office: Office, sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sits(office, "tina") as seat:
        await seat.select("P2P-1014")

        def away(*_: object, **__: object) -> None:
            raise DatabaseUnusableError("the disk is full; not saved")

        monkeypatch.setattr(seat.app.ledger.desk.office, "once", away)
        await seat.press("y")
        assert "not saved" in seat.news
        assert out(sent) == []
        assert seat.app.clipboard == ""


async def test_where_copying_is_off_a_line_says_so_and_nothing_is_shown_or_sent(
    office: Office, sent: list[str]
) -> None:
    set_copying(office, allowed=False)
    async with sits(office, "tina") as seat:
        await seat.select("P2P-1014")
        await seat.press("y")
        assert seat.news.startswith("Copying is switched off on this desk; a lead sets that")
        seat.front(DeskScreen)
        assert out(sent) == []
        assert copies("P2P-1014") == 0


async def test_a_copy_that_stands_open_while_it_is_switched_off_sends_nothing_more(
    office: Office, sent: list[str]
) -> None:
    async with sits(office, "tina") as seat:
        await seat.select("P2P-1014")
        await seat.press("y")
        set_copying(office, allowed=False)
        await seat.press("y")
        seat.front(CopyScreen)
        assert "Copying is switched off" in seat.news
        assert len(out(sent)) == 1
        assert copies("P2P-1014") == 1


async def mark_by_mouse(seat: Seat, words: str) -> None:
    row, line = next(
        (number, line) for number, line in enumerate(seat.screen().splitlines()) if words in line
    )
    at = line.index(words)
    await seat.pilot.mouse_down(offset=(at, row))
    await seat.pilot.hover(offset=(at + len(words), row))
    await seat.pilot.mouse_up(offset=(at + len(words), row))
    await seat.settle()


async def test_what_changes_twice_around_a_layout_is_shown_to_its_last_line(
    office: Office,
) -> None:
    async with sits(office, "tina") as seat:
        await seat.select("P2P-1014")
        await seat.press("y")
        shown = seat.app.screen.query_one("#page-text", Static)
        shown.update("a line")
        shown._check_refresh()  # it is heard: whatever holds it is measured anew
        shown.update("another line")
        seat.app.screen._refresh_layout()
        shown.update("another line\nand the last one")
        await seat.settle()
        assert "and the last one" in seat.screen()


async def test_a_session_that_locks_before_it_is_on_record_sends_nothing(
    office: Office, sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    locked, honest = threading.Event(), Desk.to_copy

    def waits(desk: Desk, ref: str, what: str) -> Request:
        assert locked.wait(20.0)
        return honest(desk, ref, what)

    monkeypatch.setattr(Desk, "to_copy", waits)
    async with sits(office, "tina") as seat:
        await seat.select("P2P-1014")
        seat.strike("y")
        await seat.until_so(lambda: isinstance(seat.app.screen, CopyScreen))
        seat.app.guard.lock()
        locked.set()
        await seat.settle()
    assert out(sent) == []


async def test_what_is_marked_or_cut_stays_in_the_session(office: Office, sent: list[str]) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.fill(contact_name="Kim Osei", denial_rationale="No A1c within 90 days")
        for name in ("contact_name", "denial_rationale"):
            await seat.go_to(name)
            words = seat.held(name)
            await seat.press("end", "shift+home", "ctrl+c", "super+c")
            assert seat.app.clipboard == words
            await seat.press("ctrl+x")
            assert seat.held(name) == ""
            await seat.press("ctrl+v")
            assert seat.held(name) == words, "it can be pasted here"
        await seat.press("escape")
        await mark_by_mouse(seat, "P2P-1014")
        await seat.press("ctrl+c", "super+c")
        assert out(sent) == []


async def test_a_lock_and_a_change_of_seats_forget_what_was_cut(office: Office) -> None:
    async with sits(office, "tina", seats=("tina", "ana")) as seat:
        seat.app.copy_to_clipboard("Kim Osei")
        await seat.press("S")
        assert seat.app.clipboard == ""
        seat.app.copy_to_clipboard("Kim Osei")
        await seat.press("L")
        assert seat.app.clipboard == ""


def test_only_the_copy_screen_sends_anything_to_the_clipboard(engine: str) -> None:
    named: dict[str, set[str]] = {}
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Attribute) and node.attr.endswith("to_clipboard"):
                named.setdefault(file.name, set()).add(node.attr)
            if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
                assert file.name == "ground.py" or "]52" not in str(node.value), file
    assert named == {"ground.py": {"copy_to_clipboard"}, "copy.py": {"send_to_clipboard"}}
