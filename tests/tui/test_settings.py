"""What is one's own: chosen once, it looks and moves so at every terminal."""

import pytest

from p2p_tui.desk import Desk, News, Office
from p2p_tui.domain.preferences import (
    Bell,
    Colours,
    Density,
    Movement,
    Notices,
    Preferences,
    Title,
)
from p2p_tui.domain.request import Status
from p2p_tui.tui.app import NewsArrived, TroubleCame
from p2p_tui.tui.screens.desk import DeskScreen
from p2p_tui.tui.screens.new_request import NewRequestScreen
from p2p_tui.tui.screens.settings import SettingsScreen
from p2p_tui.tui.theme import THEMES
from tests.house import ACCOUNT, KIM
from tests.tui.sitting import Seat, desk_of, sits


async def choose(seat: Seat, **chosen: str) -> None:
    """Choose settings with the keys, and save them."""
    await seat.press("comma")
    seat.front(SettingsScreen)
    for name, value in chosen.items():
        await seat.go_to(name)
        for digit in "123456":
            await seat.press(digit)
            if seat.held(name) == value:
                break
        assert seat.held(name) == value
    await seat.press("ctrl+s")
    seat.front(DeskScreen)


async def test_what_is_chosen_is_seen_at_once_and_at_the_next_terminal(office: Office) -> None:
    async with sits(office, "tina") as seat:
        assert seat.app.theme == THEMES[Colours.DARK].name
        await choose(seat, colours="light", bell="is silent")
        assert seat.app.theme == THEMES[Colours.LIGHT].name
        assert "they follow you" in seat.news
    async with sits(office, "tina") as seat:
        assert seat.app.theme == THEMES[Colours.LIGHT].name
        await seat.press("comma")
        assert (seat.held("colours"), seat.held("bell")) == ("light", "is silent")
    async with sits(office, "raj") as seat:
        assert seat.app.theme == THEMES[Colours.DARK].name, "it is one's own"
    assert office.verify().problem == ""


async def test_a_session_follows_what_its_person_chose_elsewhere(office: Office) -> None:
    async with sits(office, "tina") as seat:
        chosen = Preferences(colours=Colours.CONTRAST)
        Desk(office, "tina", account=ACCOUNT).say_of_myself(preferences=chosen)
        await seat.until(lambda: seat.app.theme == THEMES[Colours.CONTRAST].name)


@pytest.mark.few(1)
@pytest.mark.parametrize("colours", list(Colours), ids=lambda one: one.name.lower())
async def test_every_choice_of_colours_can_be_lived_in(office: Office, colours: Colours) -> None:
    async with sits(office, "ana") as seat:
        await choose(seat, colours=colours.value)
        assert seat.app.theme == THEMES[colours].name
        await seat.press("down", "3", "slash")
        await seat.write("ozempic")
        await seat.until(lambda: "FOUND" in seat.screen())


async def test_leaving_without_saving_changes_nothing(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("comma", "2", "escape")
        assert seat.app.theme == THEMES[Colours.DARK].name
        assert desk_of(office, "tina").me.preferences == Preferences()
        assert desk_of(office, "tina").drafts() == ()


async def test_j_k_g_move_for_those_who_want_it_and_do_nothing_for_others(office: Office) -> None:
    async with sits(office, "tina") as seat:
        first = seat.list.selected
        await seat.press("j", "G")
        assert seat.list.selected == first
        await choose(seat, movement=Movement.VI.value)
        refs = [one.ref for one in seat.list.requests()]
        await seat.press("g")
        assert seat.list.selected == refs[0]
        await seat.press("j", "j", "k")
        assert seat.list.selected == refs[1]
        await seat.press("G")
        assert seat.list.selected == refs[-1]


async def test_a_silent_bell_does_not_ring(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    rings: list[str] = []
    async with sits(office, "ana") as seat:
        monkeypatch.setattr(seat.app, "bell", lambda: rings.append("ana"))
        await choose(seat, bell=Bell.SILENT.value)
        await seat.hears_of(desk_of(office, "raj").place(KIM))
        assert rings == []
        await choose(seat, bell=Bell.RINGS.value)
        await seat.hears_of(desk_of(office, "raj").place(KIM))
        assert rings == ["ana"]


async def test_keys_of_ones_own_act_are_shown_and_follow(office: Office) -> None:
    async with sits(office, "ana") as seat:
        await seat.press("comma")
        await seat.fill(keys="acknowledge = A\nquit = Q\nnew = +")
        await seat.press("ctrl+s")
        seat.front(DeskScreen)
        waiting = [one for one in seat.list.requests() if one.status is Status.WAITING]
        await seat.select(waiting[0].ref)
        assert "A acknowledge" in seat.said("#keys")
        assert "+ new request" in seat.said("#keys")
        await seat.press("a", "q", "n")
        assert seat.desk_screen.selected().status is Status.WAITING  # type: ignore[union-attr]
        await seat.press("A")
        assert f"{waiting[0].ref}: acknowledge" in seat.news
        await seat.press("+")
        seat.front(NewRequestScreen)
    async with sits(office, "ana") as seat:
        await seat.press("comma")
        assert seat.held("keys") == "acknowledge = A\nnew = +\nquit = Q"


async def test_keys_that_can_not_be_had_are_said_at_the_field_and_stay_to_be_mended(
    office: Office,
) -> None:
    async with sits(office, "ana") as seat:
        await seat.press("comma")
        await seat.fill(keys="acknowledge = q", extension="99")
        await seat.press("ctrl+s")
        seat.front(SettingsScreen)
        assert "q would be both acknowledge and quit" in seat.said("#problem")
        assert seat.focused() == "keys"
        assert seat.held("keys") == "acknowledge = q"
        assert seat.held("extension") == "441299"
        assert desk_of(office, "ana").me.extension == "4412"
        assert seat.app.ledger.key("quit") == "q"


async def test_the_extension_is_the_one_that_calls_are_transferred_to(office: Office) -> None:
    async with sits(office, "ana") as seat:
        await seat.press("comma")
        await seat.go_to("extension")
        await seat.press("end", "ctrl+u")
        await seat.fill(extension="4499")
        await seat.press("ctrl+s")
    assert desk_of(office, "ana").me.extension == "4499"


async def test_airy_lines_put_a_line_between_groups(office: Office) -> None:
    async with sits(office, "tina") as seat:
        close = seat.list.virtual_size.height
        groups = len(seat.list._sections)
        await choose(seat, density=Density.AIRY.value)
        assert seat.list.virtual_size.height == close + groups - 1


@pytest.mark.parametrize(
    ("notices", "sent"),
    [
        (Notices.TERMINAL, "\x1b]9;P2P desk: something can't wait\x07"),
        (Notices.NAMED, "\x1b]777;notify;P2P desk;P2P desk: something can't wait\x07"),
    ],
)
async def test_a_notice_of_the_terminal_says_nothing_of_the_caller(
    office: Office, monkeypatch: pytest.MonkeyPatch, notices: Notices, sent: str
) -> None:
    told: list[str] = []
    for_ana = KIM.model_copy(update={"denying_pharmacist": "Ana Ruiz"})
    async with sits(office, "ana") as seat:
        monkeypatch.setattr(seat.app, "write_to_terminal", told.append)
        await seat.hears_of(desk_of(office, "raj").place(for_ana))
        assert told == ["\x1b]2;P2P desk: 3 waiting, 3 due\x07"]
        await choose(seat, notices=notices.value, title=Title.LEFT.value)
        await seat.hears_of(desk_of(office, "raj").place(for_ana))
        assert told[1:] == [sent]


async def test_working_hours_are_read_or_asked_for_at_the_field(office: Office) -> None:
    async with sits(office, "ana") as seat:
        await seat.press("comma")
        await seat.fill(works="9-5 or so")
        await seat.press("ctrl+s")
        assert "9-5 or so" in seat.said("#problem")
        assert (seat.focused(), seat.held("works")) == ("works", "9-5 or so")
        await seat.press("end", "ctrl+u")
        await seat.fill(works="9-17:30")
        await seat.press("ctrl+s")
        seat.front(DeskScreen)
        await seat.press("comma")
        assert seat.held("works") == "9:00 AM–5:30 PM"


async def test_opened_again_it_shows_what_was_saved_however_late_the_news_are(
    office: Office,
) -> None:
    async with sits(office, "ana") as seat:
        feed = seat.app._feed
        assert feed is not None
        feed._tell = lambda news: None
        await seat.press("comma")
        await seat.fill(works="9-17:30", extension="9")
        await seat.press("ctrl+s", "comma")
        assert (seat.held("works"), seat.held("extension")) == ("9:00 AM–5:30 PM", "44129")
        await seat.press("escape", "s")
        await seat.fill(extension="8")
        await seat.press("ctrl+s", "comma")
        assert (seat.held("works"), seat.held("extension")) == ("9:00 AM–5:30 PM", "441298")


async def test_news_that_come_while_the_session_ends_harm_nothing(office: Office) -> None:
    async with sits(office, "ana") as seat:
        ledger = seat.app.ledger
        chosen = Preferences(keys={"acknowledge": "A"})
        Desk(office, "ana", account=ACCOUNT).say_of_myself(preferences=chosen)
        await seat.until(lambda: ledger.key("acknowledge") == "A")
    news = News(
        cursor=ledger.cursor,
        happenings=(),
        requests=(),
        roster=ledger.roster,
        in_common=office.in_common,
    )
    seat.app._mine = {}
    seat.app.on_news_arrived(NewsArrived(news))
    seat.app.on_trouble_came(TroubleCame(None))
