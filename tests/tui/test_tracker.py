"""The Tracker: every request, and find."""

import pytest
from textual.widgets import Input

from p2p_tui.desk import Office
from p2p_tui.domain.finding import Find
from p2p_tui.domain.refs import number_of, ref_of
from p2p_tui.domain.request import Determination, Request
from p2p_tui.domain.story import SEARCHED
from p2p_tui.store import requests
from p2p_tui.tui.screens.desk import DeskScreen
from p2p_tui.tui.screens.request import RequestScreen
from p2p_tui.tui.screens.tracker import TrackerScreen
from tests.house import KIM
from tests.tui.sitting import WIDE, Seat, desk_of, sits


def shown(seat: Seat) -> list[str]:
    return [one.ref for one in seat.list.requests()]


def numbers(seat: Seat) -> list[int]:
    return [number_of(ref) or 0 for ref in shown(seat)]


@pytest.fixture
def long_office(office: Office) -> Office:
    """A desk with a history: 450 requests, and Kim Osei's is the first of them."""
    first = desk_of(office, "tina").request("P2P-1001")
    with office.store.writing():
        for number in range(1017, 1451):
            requests.insert(first.model_copy(update={"ref": ref_of(number)}))
    return office


async def test_the_tracker_shows_every_request_newest_first(office: Office) -> None:
    async with sits(office, "lena") as seat:
        await seat.press("3")
        assert isinstance(seat.app.screen, TrackerScreen)
        assert numbers(seat) == list(range(1016, 1000, -1))
        assert "TRACKER, newest first" in seat.screen()
        await seat.press("1")
        assert isinstance(seat.app.screen, DeskScreen)


FOUND = {
    "P2P-1014": ["P2P-1014"],
    "1013": ["P2P-1013"],
    "88120638": ["P2P-1014"],
    "weight-based stelara": ["P2P-1014", "P2P-1011"],
    "diaz": ["P2P-1014", "P2P-1004"],
    "zebra": [],
    "6025550126": ["P2P-1014", "P2P-1004"],
    '"; drop * NEAR(': [],
    "(602) 555-0126": ["P2P-1014", "P2P-1004"],
}


async def test_what_is_not_there_is_still_not_there_when_it_is_read_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    async with sits(office, "lena") as seat:
        await seat.press("slash")
        await seat.paste("zebra")
        await seat.until(lambda: "Nothing is found" in seat.screen())
        monkeypatch.setattr(seat.list, "refresh", lambda: drawn.append(seat.list.empty))
        seat.front(TrackerScreen).refresh_all()
        await seat.settle()
    assert [one.split()[0] for one in drawn] == ["Reading", "Nothing"]


async def test_what_is_opened_behind_a_search_is_what_it_found(office: Office) -> None:
    async with sits(office, "lena") as seat:
        await seat.press("3")
        seat.front(TrackerScreen).look_for(Find(words="1004"))
        seat.strike("enter")
        await seat.settle()
        found = seat.front(RequestScreen).selected()
        assert found is not None
        assert found.ref == "P2P-1004"


async def test_find_by_reference_pa_words_name_and_phone(office: Office) -> None:
    async with sits(office, "lena") as seat:
        await seat.press("slash")
        assert isinstance(seat.app.screen, TrackerScreen)
        for words, found in FOUND.items():
            await seat.paste(words)
            await seat.until(lambda found=found: shown(seat) == found)  # type: ignore[misc]
            title = "FOUND" if found else "Nothing is found. esc shows the whole tracker."
            assert title in seat.screen()
            await seat.press("home", "ctrl+k")
            await seat.until(lambda: len(shown(seat)) == 16)


async def test_enter_goes_from_the_words_to_what_was_found_and_opens_it(office: Office) -> None:
    async with sits(office, "lena") as seat:
        await seat.press("slash")
        await seat.write("diaz")
        await seat.until(lambda: len(shown(seat)) == 2)
        await seat.press("enter")
        assert seat.app.focused is seat.list
        await seat.press("down", "enter")
        assert seat.front(RequestScreen)._request.ref == "P2P-1004"
        (searched,) = [one for one in requests.history("P2P-1004") if one.move == SEARCHED]
        assert (searched.actor, searched.given) == ("lena", {"find": "diaz"})
        await seat.press("escape", "escape")
        await seat.until(lambda: len(shown(seat)) == 16)
        await seat.press("enter")
        of_searches = [one for one in requests.happenings_since(0) if one.move == SEARCHED]
        assert len(of_searches) == 1, "what no search found is not searched for"


async def test_escape_shows_the_whole_tracker_again(office: Office) -> None:
    async with sits(office, "lena") as seat:
        await seat.press("slash")
        await seat.write("zebra")
        await seat.until(lambda: not shown(seat))
        await seat.press("escape")
        await seat.until(lambda: len(shown(seat)) == 16)
        assert seat.app.focused is seat.list
        await seat.press("down")
        assert seat.list.selected == "P2P-1015"


async def test_letters_find_while_one_types_what_to_find(office: Office) -> None:
    async with sits(office, "lena") as seat:
        await seat.press("slash")
        before = requests.newest_seq()
        await seat.write("q1adn?")
        assert isinstance(seat.app.screen, TrackerScreen)
        assert "q1adn?" in seat.screen()
        assert requests.newest_seq() == before


async def test_the_whole_history_can_be_walked_page_by_page(long_office: Office) -> None:
    async with sits(long_office, "lena") as seat:
        await seat.press("3")
        assert numbers(seat) == list(range(1450, 1250, -1))
        walked = [seat.list.selected]
        while walked[-1] != "P2P-1001":
            await seat.press("pagedown")
            walked.append(seat.list.selected)
        assert numbers(seat) == list(range(1450, 1000, -1)), "each once, none left out"
        assert len(set(walked)) == len(walked)


@pytest.mark.long
async def test_the_ends_of_a_long_history_are_a_key_away(long_office: Office) -> None:
    async with sits(long_office, "lena") as seat:
        await seat.press("3")
        await seat.press("end")
        assert numbers(seat) == list(range(1200, 1000, -1)), "the oldest page, and no other"
        assert seat.list.selected == "P2P-1001"
        await seat.press("pageup")
        for _ in range(12):
            await seat.press("pageup")
        assert numbers(seat)[0] > 1200, "it goes on upwards"
        await seat.press("home")
        assert (seat.list.selected, numbers(seat)[0]) == ("P2P-1450", 1450)


@pytest.mark.long
async def test_a_page_that_comes_above_leaves_the_selected_line_where_it_is(
    long_office: Office,
) -> None:
    async with sits(long_office, "lena") as seat:
        await seat.press("3")
        await seat.press("end")
        before = len(shown(seat))
        while len(shown(seat)) == before:
            seat.list.action_move(-1)
            line = seat.list.cursor_at()
            await seat.settle()
        assert seat.list.cursor_at() == line


@pytest.mark.long
async def test_news_leaves_the_pages_and_the_selection_as_they_are(long_office: Office) -> None:
    async with sits(long_office, "lena") as seat:
        await seat.press("3")
        for _ in range(15):
            await seat.press("pagedown")
        assert len(shown(seat)) == 400
        selected = seat.list.selected
        assert numbers(seat).index(number_of(selected) or 0) > 200

        new: Request = desk_of(long_office, "raj").place(KIM)
        await seat.hears_of(new)
        await seat.until(lambda: shown(seat)[0] == new.ref)
        assert seat.list.selected == selected
        assert len(shown(seat)) >= 400
        assert seat.line_of(selected).startswith("▌")


@pytest.mark.long
async def test_far_down_what_changed_is_shown_as_it_is_now_and_nothing_moves(
    long_office: Office,
) -> None:
    async with sits(long_office, "lena") as seat:
        await seat.press("3")
        await seat.press("end")
        await seat.select("P2P-1014")
        held, line = shown(seat), seat.list.cursor_at()
        raj = desk_of(long_office, "raj")
        said = {"reason": "already resolved", "said_by": "Rosa Diaz", "words": "It was approved"}
        done = raj.make("close", "P2P-1014", raj.request("P2P-1014").version, said)
        await seat.hears_of(done)
        await seat.until(lambda: "already resolved" in seat.line_of("P2P-1014"))
        assert (shown(seat), seat.list.cursor_at()) == (held, line)


async def test_what_happens_meanwhile_is_shown_in_the_tracker(office: Office) -> None:
    async with sits(office, "lena") as seat:
        await seat.press("3")
        assert "waiting" in seat.line_of("P2P-1014")
        raj = desk_of(office, "raj")
        said = {"reason": "already resolved", "said_by": "Rosa Diaz", "words": "It was approved"}
        done = raj.make("close", "P2P-1014", raj.request("P2P-1014").version, said)
        await seat.hears_of(done)
        await seat.until(lambda: "already resolved" in seat.line_of("P2P-1014"))


async def test_moves_are_made_in_the_tracker_too(office: Office) -> None:
    async with sits(office, "ana") as seat:
        await seat.press("3")
        await seat.select("P2P-1014")
        await seat.press("a")
        assert seat.news == "P2P-1014: acknowledge — now acknowledged"
        await seat.until(lambda: "acknowledged" in seat.line_of("P2P-1014"))


async def test_a_technician_finds_closed_requests_of_others_by_reference_only(
    office: Office,
) -> None:
    async with sits(office, "raj") as seat:
        await seat.press("3")
        assert "P2P-1001" not in shown(seat), "tina placed it"
        await seat.press("slash")
        await seat.write("P2P-1001")
        await seat.until(lambda: shown(seat) == ["P2P-1001"])


async def test_the_tracker_keeps_its_place_while_one_looks_at_the_desk(office: Office) -> None:
    async with sits(office, "lena") as seat:
        await seat.press("3")
        await seat.select("P2P-1009")
        await seat.press("1")
        await seat.press("3")
        assert seat.list.selected == "P2P-1009"


async def test_the_selected_request_is_beside_the_list_where_there_is_room(office: Office) -> None:
    async with sits(office, "ana", WIDE) as seat:
        await seat.press("3")
        await seat.until(lambda: seat.said("#detail-text").startswith("P2P-1016"))
        await seat.press("end")
        await seat.until(lambda: seat.said("#detail-text").startswith("P2P-1001"))
        assert "Determination  approved" in seat.said("#detail-text")


# -- filters

APPROVED = Determination.APPROVED


def chips(seat: Seat) -> str:
    return seat.said("#chips")


async def test_a_filter_becomes_a_chip_as_it_is_typed_and_goes_again(office: Office) -> None:
    async with sits(office, "lena") as seat:
        await seat.press("slash")
        await seat.write("determination:approved is:re-routed ")
        assert "approved ×" in chips(seat)
        assert "re-routed ×" in chips(seat)
        assert seat.app.screen.query_one("FindInput", Input).value == ""
        every = desk_of(office, "lena").tracker()
        covered = [one.ref for one in every if one.cover and one.determination is APPROVED]
        assert 0 < len(covered) < 16
        await seat.until(lambda: shown(seat) == covered)
        await seat.press("backspace")
        assert "re-routed" not in chips(seat)
        await seat.press("backspace")
        await seat.until(lambda: len(shown(seat)) == 16)
        assert chips(seat) == ""


async def test_words_and_filters_find_together(office: Office) -> None:
    async with sits(office, "lena") as seat:
        await seat.press("slash")
        await seat.write("stelara status:open")
        await seat.until(lambda: shown(seat) == ["P2P-1014", "P2P-1011"])
        await seat.write(" pharmacist:maya")
        await seat.press("enter")
        await seat.until(lambda: shown(seat) == ["P2P-1011"])
        assert seat.app.screen.query_one("FindInput", Input).value.strip() == "stelara"
        assert "open ×" in chips(seat)
        assert "by Maya Singh ×" in chips(seat)
        await seat.press("escape")
        await seat.until(lambda: len(shown(seat)) == 16)


async def test_a_filter_that_is_none_says_what_there_is(office: Office) -> None:
    async with sits(office, "lena") as seat:
        await seat.press("slash")
        await seat.write("determination:refused ")
        assert "determination: say one of approved · approved in part" in chips(seat)
        await seat.press("ctrl+k", "home", "ctrl+k")
        await seat.write("pharmacist:zoe ")
        assert "nobody on this desk goes by “zoe”" in chips(seat)


async def test_a_chip_goes_where_it_is_clicked(office: Office) -> None:
    async with sits(office, "lena") as seat:
        await seat.press("slash")
        await seat.write("is:owed is:moved ")
        await seat.pilot.click("#chips", offset=(3, 0))
        await seat.settle()
        assert "owed" not in chips(seat)
        assert "time changed ×" in chips(seat)


async def test_filters_are_set_in_a_form_and_kept_as_a_view(office: Office) -> None:
    async with sits(office, "lena") as seat:
        await seat.press("3", "f")
        await seat.fill(determination="refused")
        await seat.press("ctrl+s")
        assert "say one of" in seat.said("#problem")
        assert seat.focused() == "determination"
        await seat.press("home", "ctrl+k")
        await seat.fill(determination="approved", technician="Tina Park")
        await seat.fill(view="Approved lately")
        await seat.press("ctrl+s")
        await seat.until(lambda: "P2P-1002" in shown(seat) and len(shown(seat)) < 16)
        assert "placed by Tina Park ×" in chips(seat)
        assert "“Approved lately” is kept" in seat.news
        await seat.press("escape")
        await seat.until(lambda: len(shown(seat)) == 16)

        await seat.press("V")
        assert "Approved lately" in seat.screen()
        assert "ALWAYS THERE" in seat.screen()
        await seat.press("end", "enter")
        await seat.until(lambda: len(shown(seat)) < 16)
        assert "approved ×" in chips(seat)
        await seat.press("V", "end", "delete")
        assert "Approved lately" not in seat.screen().replace(seat.news, "")
        await seat.press("home", "delete")
        assert "always there" in seat.news


async def test_a_lead_keeps_views_for_everybody_and_a_pharmacist_their_own(office: Office) -> None:
    async with sits(office, "lena") as seat:
        await seat.press("3", "f")
        await seat.fill(drug="humira", view="Humira")
        await seat.go_to("for_all")
        await seat.press("space", "ctrl+s")
        await seat.until(lambda: "“Humira” is kept" in seat.news)
    async with sits(office, "ana") as seat:
        await seat.press("3", "f")
        assert "for_all" not in seat.form.fields
        await seat.press("escape", "V")
        assert "OF THIS DESK" in seat.screen()
        assert "drug:humira" in seat.screen()
