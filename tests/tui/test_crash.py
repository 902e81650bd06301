"""A crash tells an incident number and no values."""

import asyncio
import re
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.app import App
from textual.pilot import Pilot

from p2p_tui.desk import Office
from p2p_tui.tui.app import DeskApp
from p2p_tui.tui.screens.help import HelpScreen
from p2p_tui.tui.widgets.request_list import RequestList
from tests.house import ACCOUNT
from tests.tui.sitting import PATIENCE, desk_of

SECRET = "Kim Osei, member H10024471"
CRASHED = r"p2p stopped because of a fault in it; what you typed is kept\. Tell whoever looks after it: incident ([0-9A-F]{6})\.\n"  # noqa: E501


class Wanted(Exception):
    """A fault whose message holds what nobody may see."""


class Drawn(Wanted):
    """A fault that would draw itself."""

    def __rich__(self) -> str:
        return SECRET


def crash(kind: type[Exception]) -> Callable[[], None]:
    def fault() -> None:
        contact = SECRET
        raise kind(contact)

    return fault


def run(app: App[Any], doing: Callable[[Pilot[Any]], Any]) -> None:
    app.run(headless=True, size=(80, 24), auto_pilot=doing)


@pytest.mark.few(1)
@pytest.mark.parametrize("kind", [Wanted, Drawn])
def test_a_crash_says_a_number_and_writes_the_type_and_the_places(
    office: Office, tmp_path: Path, capfd: pytest.CaptureFixture[str], kind: type[Exception]
) -> None:
    folder = tmp_path / "log"
    app = DeskApp(office, "tina", account=ACCOUNT, log_folder=folder)

    async def doing(pilot: Pilot[int]) -> None:
        await pilot.press("n", "K", "i", "m")
        app.call_later(crash(kind))
        await pilot.pause()

    run(app, doing)

    assert app.return_code == 1
    out, err = capfd.readouterr()
    found = re.fullmatch(CRASHED, err)
    assert found, err
    assert out == ""
    log = folder / "incidents.log"
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    first, *places = log.read_text().splitlines()
    assert first == f"2026-11-20T19:31:07+00:00 incident {found[1]} {kind.__name__}"
    assert places
    for place in places:
        assert re.fullmatch(r"  [a-z_]+\.py:\d+ \w+", place), place
    assert places[-1].endswith(" fault")
    assert "Osei" not in log.read_text()
    (draft,) = desk_of(office, "tina").drafts()
    assert draft.body["contact_name"] == "Kim", "what was typed is kept"


def test_a_crash_inside_a_verb_is_told_in_the_same_way(
    office: Office, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    app = DeskApp(office, "tina", account=ACCOUNT, log_folder=tmp_path)

    async def doing(pilot: Pilot[int]) -> None:
        app.do(crash(Wanted), lambda _: None)
        await pilot.pause()

    run(app, doing)

    assert app.return_code == 1
    out, err = capfd.readouterr()
    assert re.fullmatch(CRASHED, err), err
    assert "Osei" not in out + err + (tmp_path / "incidents.log").read_text()


def spoil_compose(app: DeskApp, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(HelpScreen, "compose", fail)
    app.action_show_help()


def spoil_line(app: DeskApp, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(RequestList, "render_line", fail)
    app.screen.query_one(RequestList).refresh()


def spoil_timer(app: DeskApp, patch: pytest.MonkeyPatch) -> None:
    app.set_timer(0.001, fail)


def spoil_keys(app: DeskApp, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(RequestList, "on_key", fail, raising=False)
    app.post_message(events.Key("down", None))


def spoil_worker(app: DeskApp, patch: pytest.MonkeyPatch) -> None:
    app.run_worker(fail, thread=True)


def spoil_thread(app: DeskApp, patch: pytest.MonkeyPatch) -> None:
    def dies() -> None:
        try:
            fail()
        except Wanted as error:
            app.stop_of(error)

    threading.Thread(target=dies).start()


def fail(*_: Any, **__: Any) -> Any:
    contact = SECRET
    try:
        raise KeyError(contact)
    except KeyError as cause:
        raise Wanted(contact) from cause


@pytest.mark.few(2)
@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
@pytest.mark.parametrize(
    "spoil",
    [spoil_compose, spoil_line, spoil_timer, spoil_keys, spoil_worker, spoil_thread],
)
def test_wherever_it_crashes_nothing_but_the_number_is_told(
    office: Office, tmp_path: Path, capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch, spoil: Callable[[DeskApp, pytest.MonkeyPatch], None],
) -> None:  # fmt: skip
    app = DeskApp(office, "tina", account=ACCOUNT, log_folder=tmp_path)

    async def doing(pilot: Pilot[int]) -> None:
        await pilot.pause()
        with monkeypatch.context() as patch:
            spoil(app, patch)
            async with asyncio.timeout(PATIENCE):
                while app._exception is None:
                    await asyncio.sleep(0.005)

    run(app, doing)

    assert app.return_code == 1
    out, err = capfd.readouterr()
    assert re.fullmatch(CRASHED, err), err
    assert out == ""
    log = (tmp_path / "incidents.log").read_text()
    assert " Wanted\n" in log
    assert "  from KeyError\n" in log
    assert "Osei" not in log


def test_where_nothing_can_be_written_the_number_says_so(
    office: Office, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("in the way")
    app = DeskApp(office, "tina", account=ACCOUNT, log_folder=blocked)

    async def doing(pilot: Pilot[int]) -> None:
        app.call_later(crash(Wanted))
        await pilot.pause()

    run(app, doing)

    err = capfd.readouterr().err
    assert "(it could not be written down)" in err
    assert "Osei" not in err


def test_a_session_that_ends_well_says_nothing(
    office: Office, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    app = DeskApp(office, "tina", account=ACCOUNT, log_folder=tmp_path)

    async def doing(pilot: Pilot[int]) -> None:
        await pilot.pause()
        app.exit(0)

    run(app, doing)
    assert capfd.readouterr() == ("", "")
    assert not (tmp_path / "incidents.log").exists()


# -- what of this is Textual's private ground


class Told(App[None]):
    """An app of Textual's own that notes which of its private methods are called."""

    def __init__(self) -> None:
        super().__init__()
        self.called: list[str] = []

    def panic(self, *renderables: Any) -> None:
        self.called.append("panic")
        super().panic(*renderables)

    def _fatal_error(self) -> None:
        self.called.append("_fatal_error")
        super()._fatal_error()

    def _print_error_renderables(self) -> None:
        self.called.append("_print_error_renderables")
        super()._print_error_renderables()

    def get_line_filters(self) -> Any:
        self.called.append("get_line_filters")
        return super().get_line_filters()


@pytest.mark.parametrize(
    ("kind", "calls"),
    [(Wanted, ["_fatal_error", "_print_error_renderables"]),
     (Drawn, ["panic", "_print_error_renderables"])],
)  # fmt: skip
def test_textual_tells_of_a_crash_by_the_methods_that_the_app_overrides(
    kind: type[Exception], calls: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    app = Told()

    async def doing(pilot: Pilot[None]) -> None:
        app.call_later(crash(kind))
        await pilot.pause()

    run(app, doing)
    assert [name for name in app.called if name != "get_line_filters"] == calls
    assert "Osei" in capfd.readouterr().err, "left alone, Textual would tell"


def test_textual_asks_for_the_filters_of_lines_when_it_draws() -> None:
    app = Told()

    async def doing(pilot: Pilot[None]) -> None:
        await pilot.pause()
        app.exit()

    run(app, doing)
    assert "get_line_filters" in app.called
