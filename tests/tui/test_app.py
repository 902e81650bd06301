"""The app around the screens: palette, help, seats, copying, leaving."""

import asyncio
import inspect
import threading

import pytest
from textual._compositor import LayoutUpdate
from textual.app import App
from textual.command import CommandPalette
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from p2p_tui.desk import NEW_REQUEST, Desk, Office, Trouble
from p2p_tui.domain.errors import Refused
from p2p_tui.domain.lifecycle import MOVES, possible
from p2p_tui.domain.preferences import Preferences
from p2p_tui.domain.request import Status
from p2p_tui.store import requests
from p2p_tui.training.synthetic import SEATS
from p2p_tui.tui.app import DeskApp, TroubleCame
from p2p_tui.tui.ground import Ground
from p2p_tui.tui.keys import KEYS, MOVE_NAMES
from p2p_tui.tui.palette import DeskCommands
from p2p_tui.tui.screens.base import Base
from p2p_tui.tui.screens.desk import DeskScreen
from p2p_tui.tui.screens.help import HelpScreen
from p2p_tui.tui.screens.leaving import LeavingScreen
from p2p_tui.tui.screens.move import MoveScreen
from p2p_tui.tui.screens.new_request import NewRequestScreen
from tests.house import ACCOUNT, FRIDAY
from tests.tui.sitting import LOOK_AGAIN, PATIENCE, Seat, desk_of, plain, sits

# -- the palette


async def offered(seat: Seat) -> list[str]:
    """What the palette in front offers."""
    options = seat.app.screen.query_one(OptionList)
    await seat.until(lambda: options.option_count)
    shown = [options.get_option_at_index(number).prompt for number in range(options.option_count)]
    return [Content.from_text(str(one), markup=False).plain.split("\n")[0] for one in shown]


async def test_the_palette_offers_what_can_be_done_now_and_nothing_else(office: Office) -> None:
    steps = {
        "P2P-1012": "P4 · Say that you are ready",
        "P2P-1014": "P2 · Cover for a colleague who is not there",
        "P2P-1006": "P9 · Document it on the tracker",
    }
    async with sits(office, "ana") as seat:
        for ref, step in steps.items():
            await seat.select(ref)
            screen = seat.desk_screen
            request = screen.selected()
            assert request is not None
            found = [hit.text async for hit in DeskCommands(screen).discover()]
            moves = [
                f"{move.label[:1].upper()}{move.label[1:]} — {ref}  ({move.key})"
                for move in possible(request, seat.app.ledger.situation())
            ]
            assert len(moves) > 3
            assert found == [
                *moves, f"Copy as template — {ref}  (y)", "New request  (n)",
                "Calls begun and not placed  (N)", "Desk  (1)", "Callbacks  (2)",
                "Tracker  (3)",
                "Board  (4)", "Guide  (5)", "Find in the tracker  (/)", "My availability  (s)",
                "My settings  (,)", "My passphrase  (P)", "Quit  (q)",
                f"Read the guide: {step}  (ctrl+g)", "Lock the session  (L)", "Help  (?)",
            ]  # fmt: skip


async def test_nothing_in_the_palette_writes_the_screen_to_disk(office: Office) -> None:
    async with sits(office, "ana") as seat:
        await seat.press("ctrl+p")
        assert isinstance(seat.app.screen, CommandPalette)
        every = await offered(seat)
        assert any("Tracker" in one for one in every)
        palette = seat.app.screen.query_one(Input)
        for word in ("screenshot", "theme", "maximize"):
            palette.value = word
            await seat.until(lambda: not any("Tracker" in one for one in _prompts(seat)))
            assert not [one for one in _prompts(seat) if word in one.lower()]
            palette.value = "tracker"
            await seat.until(lambda: any("Tracker" in one for one in _prompts(seat)))


def _prompts(seat: Seat) -> list[str]:
    options = seat.app.screen.query_one(OptionList)
    return [str(options.get_option_at_index(n).prompt) for n in range(options.option_count)]


async def test_a_move_can_be_made_by_its_name(office: Office) -> None:
    async with sits(office, "ana") as seat:
        await seat.select("P2P-1014")
        await seat.press("ctrl+p")
        await seat.write("message")
        await seat.until(lambda: [one for one in _prompts(seat) if "message" in one.lower()])
        await seat.press("enter")
        if isinstance(seat.app.screen, CommandPalette):
            await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, MoveScreen))
        assert "MESSAGE" in seat.said("#title")
        assert "P2P-1014" in seat.said("#title")


async def test_a_key_that_looks_like_markup_is_shown_as_it_is(empty_office: Office) -> None:
    mine = Preferences(keys={"tracker": "left_square_bracket", "board": "right_square_bracket"})
    desk_of(empty_office, "ana").say_of_myself(preferences=mine)
    async with sits(empty_office, "ana") as seat:
        await seat.press("ctrl+p")
        assert "Tracker  ([)" in await offered(seat)
        await seat.write("track")
        await seat.until(lambda: _prompts(seat)[:1] == ["Tracker  ([)"])


async def test_in_a_form_the_palette_leads_nowhere_else(office: Office) -> None:
    async with sits(office, "ana") as seat:
        await seat.press("n")
        hits = [hit async for hit in DeskCommands(seat.form).discover()]
        names = [
            "Save  (ctrl+s)", "Back, what is typed is kept  (esc)",
            "Read the guide: T1 · Who is calling  (ctrl+g)", "Lock the session  (L)", "Help  (?)",
        ]  # fmt: skip
        assert [hit.text for hit in hits] == names


# -- help


def page(seat: Seat) -> str:
    """All that help says."""
    return "\n".join(plain(one) for one in seat.app.screen.query("#page Static").results(Static))


async def help_of(seat: Seat, *keys: str) -> list[str]:
    """The lines of help, asked for after these keys."""
    await seat.press(*keys, "question_mark")
    seat.front(HelpScreen)
    text = page(seat)
    await seat.press("escape")
    return [" ".join(line.split()) for line in text.splitlines()]


async def test_help_names_every_key_of_the_table(office: Office) -> None:
    async with sits(office, "tina", seats=["tina", "ana"]) as seat:
        lines = await help_of(seat)
        for move in MOVES:
            assert f"{move.key} {move.label} ({move.rule})" in lines
        for key in KEYS.values():
            line = f"{seat.app.ledger.key(key.name)} {key.label}"
            assert line.isprintable()
            assert line in lines or key.name in ("no_quit", *MOVE_NAMES.values())


async def test_help_begins_with_the_keys_of_what_has_the_focus(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.select("P2P-1012")
        lines = await help_of(seat)
        assert lines[0] == "In the list"
        assert "page down a page down" in lines[:8]
        at = lines.index("On P2P-1012 now")
        request = seat.desk_screen.selected()
        assert request is not None
        moves = possible(request, seat.app.ledger.situation())
        said = [f"{one.key} {one.label}" for one in moves]
        assert lines[at + 1 : at + 1 + len(said)] == said


async def test_help_of_a_form_is_in_the_palette(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        form = seat.form
        hits = [hit async for hit in DeskCommands(form).discover()]
        hits[-1].command()
        await seat.until(lambda: isinstance(seat.app.screen, HelpScreen))
        text = page(seat)
        assert text.startswith("In this field\n")
        assert "In forms\n  ctrl+s" in text
        assert text.index("In forms") < text.index("On a request")
        await seat.press("escape")
        assert seat.app.screen is form


async def test_help_opens_scrolls_and_closes(office: Office) -> None:
    async with sits(office, "tina") as seat:
        for back in ("escape", "question_mark", "q"):
            await seat.press("question_mark")
            assert isinstance(seat.app.screen, HelpScreen)
            assert "In the list" in seat.screen()
            assert "changed just now" not in seat.screen()
            await seat.press("end")
            await seat.until(lambda: "changed just now" in seat.screen())
            await seat.press(back)
            assert isinstance(seat.app.screen, DeskScreen)


# -- seats


async def test_in_the_demo_one_changes_the_seat_from_anywhere(office: Office) -> None:
    async with sits(office, "tina", seats=list(SEATS.values()), notice="DEMO") as seat:
        await seat.press("3")
        await seat.press("S")
        assert isinstance(seat.app.screen, DeskScreen)
        assert seat.news == "You sit as Ana Ruiz, PharmD. S changes the seat"
        assert "Ana Ruiz, PharmD · available" in seat.screen()
        assert "YOU DENIED THESE" in seat.screen()
        await seat.select("P2P-1014")
        await seat.press("a")
        assert requests.history("P2P-1014")[-1].actor == "ana"

        await seat.press("S")
        assert seat.app.ledger.desk.username == "lena"
        done = Desk(office, "raj", account=ACCOUNT).make(
            "message", "P2P-1014", seat.app.ledger.requests["P2P-1014"].version,
            {"words": "They hold"},
        )  # fmt: skip
        await seat.hears_of(done)
        assert "They hold" in seat.news, "news comes to the new seat too"
        await seat.press("S")
        assert seat.app.ledger.desk.username == "tina"


async def test_at_the_desk_nobody_sits_as_somebody_else(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("S")
        assert seat.app.ledger.desk.username == "tina"
        assert seat.news == "Seats are changed in the demo only; this is your own session"


# -- copying


@pytest.mark.parametrize(
    ("ref", "title", "when"),
    [("P2P-1014", "Peer to Peer", "Now"),
     ("P2P-1009", "Scheduling a Peer to Peer", "next business day 9:30-11 central")],
)  # fmt: skip
async def test_a_request_is_copied_as_its_template_and_that_is_on_record(
    office: Office, ref: str, title: str, when: str
) -> None:
    async with sits(office, "tina") as seat:
        await seat.select(ref)
        await seat.press("y")
        request = seat.app.ledger.requests[ref]
        lines = seat.app.clipboard.splitlines()
        assert lines[0] == title
        assert lines[-1].endswith(f": {when}")
        assert any(line.endswith(f" {request.pa_number}") for line in lines)
        assert seat.news.startswith(f"{ref} was sent to the terminal's clipboard")
        last = requests.history(ref)[-1]
        assert (last.move, last.actor) == ("copied", "tina")


async def test_any_template_in_any_form_is_shown_and_copied_with_the_same_key(
    office: Office,
) -> None:
    async with sits(office, "tina") as seat:
        await seat.select("P2P-1014")
        await seat.press("y", "down", "down", "right")
        shown = seat.said("#page-text")
        assert shown.splitlines()[0] == "| P2P Note for RPH |"
        assert "COPY P2P-1014  P2P Note for RPH, table" in seat.screen()
        assert seat.app.clipboard.startswith("Peer to Peer\n")
        await seat.press("y")
        assert seat.app.clipboard == shown
        assert [one.move for one in requests.history("P2P-1014")].count("copied") == 2
        await seat.press("escape")
        assert isinstance(seat.app.screen, DeskScreen)


async def test_opening_a_request_is_on_record(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.select("P2P-1014")
        assert requests.history("P2P-1014")[-1].move == "place"
        await seat.press("enter")
        last = requests.history("P2P-1014")[-1]
        assert (last.move, last.actor) == ("viewed", "tina")


# -- leaving


async def test_ctrl_q_does_nothing_anywhere(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("ctrl+q")
        await seat.press("n")
        await seat.write("Kim")
        await seat.press("ctrl+q")
        assert seat.app.is_running
        assert seat.held("contact_name") == "Kim"
        assert seat.app.return_code is None


async def test_q_ends_the_session_and_says_so_to_the_desk(office: Office) -> None:
    async with sits(office, "raj") as seat:
        await seat.until(lambda: office.roster().here("raj"))
        session = seat.app.ledger.desk.session
        await seat.press("q")
        seat.front(LeavingScreen)
        seat.strike("q")
        await seat.pilot._wait_for_screen()
    assert seat.app.return_code == 0
    assert session not in _sessions()


async def test_a_session_that_is_told_to_end_keeps_what_is_typed(office: Office) -> None:
    async with sits(office, "raj") as seat:
        await seat.press("n")
        await seat.write("Kim")
        seat.app.leave_now(143)
        await seat.pilot._wait_for_screen()
    assert seat.app.return_code == 143
    (draft,) = Desk(office, "raj").drafts()
    assert draft.body["contact_name"] == "Kim"


@pytest.mark.parametrize("refused", [False, True])
async def test_an_answer_that_comes_as_the_session_ends_harms_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch, refused: bool
) -> None:
    leaves = threading.Event()
    told: list[str] = []

    def verb() -> None:
        leaves.wait()
        if refused:
            raise Refused("Somebody else has it", "R12")

    async with sits(office, "raj") as seat:
        close_screens = seat.app._close_all

        async def close_and_answer() -> None:
            await close_screens()
            leaves.set()
            async with asyncio.timeout(PATIENCE):
                while not all(worker.is_finished for worker in under_way):
                    await asyncio.sleep(LOOK_AGAIN)

        monkeypatch.setattr(seat.app, "_close_all", close_and_answer)
        seat.app.do(verb, lambda _: told.append(seat.list.selected))
        under_way = list(seat.app.workers)
        assert under_way
    assert told == []
    assert seat.app.return_code in (None, 0)


@pytest.mark.parametrize("screen", [HelpScreen, NewRequestScreen])
async def test_while_a_screen_comes_up_the_database_may_go_and_the_session_end(
    office: Office, screen: type[Base]
) -> None:
    async with sits(office, "raj") as seat:
        made = HelpScreen(seat.desk_screen) if screen is HelpScreen else NewRequestScreen("d", {})
        seat.app.push_screen(made)
        seat.app.on_trouble_came(TroubleCame(Trouble("The server can't be reached", FRIDAY)))
        seat.app.on_trouble_came(TroubleCame(None))
        seat.app.leave_now(0)
        await seat.pilot._wait_for_screen()
    assert seat.app.return_code == 0


def _sessions() -> set[str]:
    from p2p_tui.store.models import PresenceRow

    return {row.session for row in PresenceRow.select()}


async def test_the_screen_can_be_drawn_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sits(office, "tina") as seat:
        sent: list[object] = []
        monkeypatch.setattr(seat.app, "_display", lambda screen, what: sent.append(what))
        await seat.press("ctrl+l")
        whole = [one for one in sent if isinstance(one, LayoutUpdate)]
        assert whole
        assert whole[-1].region == seat.app.screen.size.region


@pytest.mark.long
async def test_no_size_of_terminal_ends_the_session(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("down")
        for size in ((2, 2), (20, 5), (200, 60)):
            await seat.pilot.resize_terminal(*size)
            await seat.settle()
            await seat.press("enter")
            await seat.press("escape", "n")
            await seat.press("escape")
            await seat.pilot.resize_terminal(80, 24)
            await seat.settle()
            assert seat.line_of("P2P-1013").startswith("▌")
            assert "? help" in seat.said("#keys")


async def test_a_list_of_choices_lives_in_the_narrowest_window(office: Office) -> None:
    desk_of(office, "tina").keep_draft("d", NEW_REQUEST, {"contact_name": "Kim Osei"})
    async with sits(office, "tina") as seat:
        await seat.press("N")
        for size in ((3, 50), (1, 1), (80, 24)):
            await seat.pilot.resize_terminal(*size)
            await seat.settle()
        assert "Kim Osei" in seat.screen()


# -- private ground of Textual that the app stands on


@pytest.fixture
def bare() -> App[None]:
    """An app of Textual's own."""
    return App()


def test_textuals_own_commands_are_there_to_be_left_out(bare: App[None], office: Office) -> None:
    own = [one.title for one in bare.get_system_commands(bare.get_default_screen())]
    assert "Screenshot" in own
    app = DeskApp(office, "tina", account=ACCOUNT)
    assert list(app.get_system_commands(app.get_default_screen())) == []
    assert list(DeskApp.COMMANDS) == [DeskCommands]


@pytest.mark.parametrize(
    "name",
    ["_fatal_error", "panic", "_print_error_renderables", "get_line_filters",
     "get_system_commands"],
)  # fmt: skip
def test_what_the_app_overrides_is_still_textuals_and_takes_the_same(name: str) -> None:
    theirs, ours = (inspect.signature(getattr(kind, name)) for kind in (App, DeskApp))
    assert list(theirs.parameters) == list(ours.parameters)
    assert name in vars(Ground)


async def test_a_closed_request_is_opened_from_the_tracker_with_its_determination(
    office: Office,
) -> None:
    async with sits(office, "ana") as seat:
        await seat.press("3")
        await seat.select("P2P-1001")
        await seat.press("enter")
        found = requests.get("P2P-1001")
        assert found is not None
        assert found.status is Status.CLOSED
        assert "✓ closed" in seat.screen()
        assert "Determination  " in seat.said("#page-text")


async def test_the_terminals_cursor_goes_with_a_field_that_scrolls(empty_office: Office) -> None:
    async with sits(empty_office, "raj") as seat:
        await seat.press("n")
        await seat.go_to("callback_words")
        await seat.write("tomorrow")
        entry = seat.field("callback_words").entry
        for by in (-1, 2):
            seat.app.screen.query_one("#form").scroll_relative(y=by, animate=False)
            await seat.settle()
            assert seat.app.cursor_position.y == entry.content_region.y
