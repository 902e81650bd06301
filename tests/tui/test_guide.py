"""The guide on screen: read at work, opened at the step one is at, and nothing typed is lost."""

import pytest
from textual.widgets import Static

from p2p_tui.desk import Office, Trouble
from p2p_tui.domain.guide import first, step
from p2p_tui.domain.preferences import Preferences
from p2p_tui.tui.app import TroubleCame
from p2p_tui.tui.screens.board import BoardScreen
from p2p_tui.tui.screens.desk import DeskScreen
from p2p_tui.tui.screens.desk_settings import DeskSettingsScreen
from p2p_tui.tui.screens.guide import GuideScreen, GuideStepScreen, OneVersionScreen, VersionsScreen
from p2p_tui.tui.screens.help import HelpScreen
from p2p_tui.tui.screens.reading import Reading
from tests.hostile import CANARIES
from tests.house import FRIDAY
from tests.tui.sitting import SMALL, WIDE, Seat, desk_of, plain, sits

OURS = "# Our way\n\nTop.\n\n## Before\n\n### T1 · The name (R1)\n\nAsk for **it**.\n\n## After"


def reading(seat: Seat) -> Reading:
    return seat.front(Reading)


def at(seat: Seat) -> str:
    """The line that one has gone to, which is in sight."""
    page = reading(seat).page
    line = "".join(one.text for one in page._lines[page._firsts[page.at]].pieces)
    assert line in seat.screen()
    return line.strip()


async def puts_in(seat: Seat, document: str, text: str) -> None:
    """A lead at another terminal puts in a version, and the session hears of it."""
    cursor = seat.app.ledger.cursor
    lena = desk_of(seat.app.office, "lena")
    lena.set_guide(document, text, lena.guide_versions(document)[0].number)
    await seat.until(lambda: seat.app.ledger.cursor > cursor)


# -- screen 5


@pytest.mark.parametrize(
    ("who", "title"),
    [("tina", "The technician's guide"), ("ana", "The pharmacist's duties"),
     ("lena", "The pharmacist's duties")],
)  # fmt: skip
async def test_it_opens_at_ones_own_document(office: Office, who: str, title: str) -> None:
    async with sits(office, who) as seat:
        await seat.press("5")
        seat.front(GuideScreen)
        assert title in seat.said("#guide-about")
        assert "version 1.0 · the desk's software · Nov 27 2026" in seat.said("#guide-about")
        assert title.upper() in seat.screen()
        assert "5 Guide" in seat.said("#header-tabs")


async def test_arrows_turn_to_the_other_documents_and_round(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("5")
        titles = []
        for _ in range(4):
            titles.append(reading(seat).version.document)
            await seat.press("right")
        assert titles == ["technician", "pharmacist", "lead", "reconsideration"]
        assert reading(seat).version.document == "technician"
        await seat.press("left")
        assert "The desk's own document is not here yet." in seat.screen()


async def test_tab_goes_from_step_to_step_and_keys_of_lists_scroll(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("5", "tab", "tab", "tab")
        assert at(seat) == "T2 The denied PA (R2)"
        await seat.press("shift+tab")
        assert at(seat) == "T1 Who is calling (R1)"
        await seat.press("end")
        assert "asks for more than a request needs" in seat.screen()
        await seat.press("home")
        assert "THE TECHNICIAN'S GUIDE" in seat.screen()
        first_line = reading(seat).page.scroll_offset.y
        await seat.press("down", "down", "pagedown")
        assert reading(seat).page.scroll_offset.y > first_line + 10
        await seat.press("up", "pageup", "shift+tab")


async def test_the_headings_stand_beside_it_where_there_is_room(office: Office) -> None:
    async with sits(office, "tina", WIDE) as seat:
        await seat.press("5", "tab", "tab")
        contents = plain(seat.app.screen.query_one("#guide-contents", Static))
        assert "▌ T1  Who is calling" in contents
        assert "  T13 You have only half of it" in contents


async def test_what_a_lead_puts_in_is_on_every_screen_at_once(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("5", "tab", "tab")
        await puts_in(seat, "technician", OURS)
        await seat.until(lambda: "OUR WAY" in seat.screen())
        assert "version 2.0 · Lena Ortiz, PharmD · Nov 20 2026" in seat.said("#guide-about")
        assert seat.news == "Lena Ortiz put in version 2.0 of the guide: Technician's guide"
        assert at(seat) == "T1 The name (R1)", "one stays at the step at which one was"
        await seat.press("1")
        await puts_in(seat, "technician", "# Third")
        await seat.press("5")
        await seat.until(lambda: "THIRD" in seat.screen())


async def test_the_desk_tells_of_it(office: Office) -> None:
    async with sits(office, "raj") as seat:
        await puts_in(seat, "lead", OURS)
        assert seat.news == "Lena Ortiz put in version 2.0 of the guide: Lead's page"


async def test_a_lead_is_told_how_to_put_in_another(office: Office) -> None:
    async with sits(office, "lena", WIDE) as seat:
        await seat.press("5")
        assert "p2p guide pharmacist --set FILE" in seat.said("#guide-about")
    async with sits(office, "tina", WIDE) as seat:
        await seat.press("5")
        assert "--set" not in seat.said("#guide-about")


async def test_older_versions_can_be_read(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await puts_in(seat, "technician", OURS)
        await seat.press("5", "V")
        seat.front(VersionsScreen)
        assert "2.0    Nov 20 2026  Lena Ortiz, PharmD   Our way" in seat.screen()
        assert "1.0    Nov 27 2026  the desk's software   The technician's guide" in seat.screen()
        await seat.press("down", "enter")
        seat.front(OneVersionScreen)
        assert "THE TECHNICIAN'S GUIDE" in seat.screen()
        assert "version 1.0" in seat.said("#guide-about")
        await seat.press("right", "tab", "/")
        await seat.write("warm")
        await seat.press("enter", "escape", "escape", "escape")
        seat.front(GuideScreen)
        assert "OUR WAY" in seat.screen()


# -- finding


async def test_find_goes_from_hit_to_hit_through_all_documents(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("5", "/")
        await seat.write("emergency")
        assert seat.said("#guide-found").strip() == "1 of 1"
        assert reading(seat).document == "lead"
        assert at(seat).startswith("• In an emergency")
        await seat.press("ctrl+u")
        await seat.write("reconsideration")
        number, _, of = seat.said("#guide-found").split()
        await seat.press("enter", "tab")
        assert seat.said("#guide-found").split()[0] == str(int(number) % int(of) + 1)
        seen = set()
        for _ in range(int(of)):
            await seat.press("tab")
            seen.add(reading(seat).document)
        assert seen == {"pharmacist", "lead", "reconsideration"}
        await seat.press("escape")
        assert seat.said("#guide-found") == ""
        assert not seat.app.screen.query_one("#find-line").display
        seat.front(GuideScreen)


async def test_what_is_not_there_says_so_and_letters_type_while_one_finds(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("5", "/")
        await seat.write("q15n")
        assert seat.said("#guide-found").strip() == "nothing"
        seat.front(GuideScreen)
        await seat.press("enter", "escape", "4")
        seat.front(BoardScreen)


async def test_elsewhere_find_is_of_the_tracker(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("/")
        assert seat.app.current_mode == "tracker"


# -- ctrl+g


@pytest.mark.few(4)
@pytest.mark.parametrize(
    ("who", "ref", "keys", "wanted"),
    [
        ("tina", "P2P-1012", (), "T6"), ("tina", "P2P-1013", (), "T5"),
        ("ana", "P2P-1014", (), "P2"), ("ana", "P2P-1006", (), "P9"),
        ("tina", "P2P-1012", ("enter",), "T6"), ("tina", "P2P-1015", ("w",), "T9"),
        ("tina", "P2P-1015", ("b",), "T7"), ("tina", "P2P-1012", ("s",), "P2"),
        ("ana", "P2P-1006", ("d",), "P5"), ("tina", "P2P-1012", ("n",), "T1"),
        ("tina", "P2P-1012", ("2",), "T8"), ("tina", "P2P-1012", ("4",), "L1"),
        ("tina", "P2P-1012", ("?",), "T6"), ("tina", "P2P-1012", ("y",), "T3"),
    ],
)  # fmt: skip
async def test_it_opens_at_the_step_that_one_is_at_and_escape_leads_back(
    office: Office, who: str, ref: str, keys: tuple[str, ...], wanted: str
) -> None:
    async with sits(office, who) as seat:
        await seat.select(ref)
        await seat.press(*keys)
        before = seat.app.screen
        await seat.press("ctrl+g")
        seat.front(GuideStepScreen)
        found = step(wanted)
        assert found is not None
        assert at(seat).startswith(f"{wanted} {found.title[:40]}")
        await seat.press("escape")
        assert seat.app.screen is before


@pytest.mark.few(2)
@pytest.mark.parametrize(
    ("field", "wanted"),
    [("phone", "T1"), ("drug_name", "T2"), ("p2p_denial", "T12"), ("callback_words", "T7"),
     ("told", "T8"), ("prescriber_told", "T13")],
)  # fmt: skip
async def test_in_the_form_it_follows_the_field(office: Office, field: str, wanted: str) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.go_to(field)
        await seat.press("ctrl+g")
        assert at(seat).startswith(f"{wanted} ")


async def test_outside_the_hours_the_callback_field_leads_to_what_to_say_then(
    office: Office,
) -> None:
    office.clock.on(hours=8)  # type: ignore[attr-defined]
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.go_to("callback_words")
        await seat.press("ctrl+g")
        assert at(seat).startswith("T10 ")


async def test_one_types_on_where_one_was(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        form = seat.form
        await seat.write("Kim Os")
        await seat.press("ctrl+g", "right", "tab", "/")
        await seat.write("nq1")
        await seat.press("escape", "escape")
        assert seat.app.screen is form
        await seat.write("ei")
        assert seat.held("contact_name") == "Kim Osei"


@pytest.mark.long
async def test_over_a_form_no_letter_leads_away_from_it(office: Office) -> None:
    async with sits(office, "lena") as seat:
        await seat.press("D")
        form = seat.form
        assert isinstance(form, DeskSettingsScreen)
        await seat.go_to("closed")
        await seat.write("Dec 24")
        await seat.press("ctrl+g")
        reader = reading(seat)
        await seat.press("1", "n", "q", "L", "comma", "?", "5")
        assert reading(seat) is reader
        await seat.press("escape")
        assert seat.form is form
        assert seat.held("closed") == "Dec 24"


async def test_over_the_desk_keys_lead_on(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("ctrl+g", "ctrl+g", "4")
        seat.front(BoardScreen)
        await seat.press("1")
        seat.front(DeskScreen)


@pytest.mark.long
async def test_a_version_without_ids_opens_where_it_says_most_of_the_same(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await puts_in(seat, "technician", "# Ours\n\nx\n\n## How a warm transfer goes\n\ny")
        await seat.select("P2P-1012")
        await seat.press("ctrl+g")
        assert at(seat) == "How a warm transfer goes"
        await seat.press("escape", "n", "ctrl+g")
        assert "OURS" in seat.screen()


async def test_without_a_database_it_shows_what_it_read_last(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from p2p_tui.desk import Desk, OfficeUnusableError

    def away(self: Desk) -> None:
        raise OfficeUnusableError("The server can't be reached")

    async with sits(office, "tina") as seat:
        monkeypatch.setattr(Desk, "guide", away)
        seat.app.post_message(TroubleCame(Trouble("The server can't be reached", FRIDAY)))
        await seat.press("n", "ctrl+g")
        assert at(seat).startswith("T1 ")


async def test_help_says_which_step_belongs_here(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.select("P2P-1012")
        await seat.press("?")
        seat.front(HelpScreen)
        assert "ctrl+g reads the guide at T6 · The warm transfer" in seat.said("#title")


# -- what is drawn


async def test_keys_are_ones_own(office: Office) -> None:
    mine = Preferences(keys={"new": "+", "guide_step": "f2"})
    desk_of(office, "tina").say_of_myself(preferences=mine)
    async with sits(office, "tina") as seat:
        await seat.press("f2")
        seat.front(GuideStepScreen)
        await seat.press("home")
        assert "f2 opens the step that you are at" in " ".join(seat.screen().split())
        await seat.press("tab", "tab")
        assert "Open a new request: +." in seat.screen()
        later = mine.model_copy(update={"keys": {"new": "&"}})
        desk_of(office, "tina").say_of_myself(preferences=later)
        await seat.until(lambda: "Open a new request: &." in seat.screen())


@pytest.mark.few(3)
@pytest.mark.parametrize("text", CANARIES.values(), ids=list(CANARIES))
async def test_whatever_a_document_says_is_drawn_and_obeyed_by_nobody(
    office: Office, text: str
) -> None:
    text = text[:10_000]
    desk_of(office, "lena").set_guide("technician", f"# {text}\n\n- {text}\n\n| {text} | x |", 1)
    async with sits(office, "tina") as seat:
        await seat.press("5", "tab", "end", "/")
        await seat.paste(text[:50])
        drawn = seat.screen()
        assert "x" in drawn
        assert not any(ord(one) < 32 and one != "\n" for one in drawn)
        assert "\x9b" not in drawn
        await seat.press("escape", "1")
        seat.front(DeskScreen)


async def test_a_window_that_changes_its_size_shows_where_one_was(office: Office) -> None:
    async with sits(office, "tina", WIDE) as seat:
        await seat.press("5", *["tab"] * 8)
        was = at(seat)
        await seat.pilot.resize_terminal(*SMALL)
        await seat.settle()
        assert at(seat) == was
        assert first("technician").title in seat.said("#guide-about")


@pytest.mark.few(2)
@pytest.mark.parametrize("size", [(40, 12), (20, 6), (80, 24), (200, 60)])
async def test_in_any_window(office: Office, size: tuple[int, int]) -> None:
    async with sits(office, "tina", size) as seat:
        await seat.press("5", "tab", "tab", "end", "right", "/")
        await seat.write("call")
        await seat.press("enter", "tab", "escape")
        seat.front(GuideScreen)
