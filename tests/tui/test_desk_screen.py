"""The Desk: the queue, the selection in it, the clocks, the band and the news."""

from datetime import date

import pytest
from textual.widgets import Digits

from p2p_tui.desk import Desk, Office, Trouble
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.in_common import InCommon
from p2p_tui.domain.people import Availability
from p2p_tui.domain.request import Request, Status
from p2p_tui.store import requests
from p2p_tui.tui.app import TroubleCame
from p2p_tui.tui.screens.request import RequestScreen
from p2p_tui.tui.widgets.request_list import RequestList
from tests.house import KIM, FixedClock, callback
from tests.tui.sitting import WIDE, Seat, desk_of, sits

WITHDREW = {"reason": "the caller withdrew", "said_by": "Kim Osei", "words": "We appeal instead"}


def withdraw(desk: Desk, ref: str) -> Request:
    """Close a request, as its caller wishes."""
    return desk.make("close", ref, desk.request(ref).version, WITHDREW)


def refs(seat: Seat) -> list[str]:
    return [one.ref for one in seat.list.requests()]


# -- the selection


async def test_the_selection_stays_on_its_request_when_rows_come_and_go_above_it(
    office: Office,
) -> None:
    async with sits(office, "tina") as seat:
        await seat.select("P2P-1014")
        place = refs(seat).index("P2P-1014")

        gone = withdraw(desk_of(office, "lena"), "P2P-1015")
        await seat.hears_of(gone)
        assert refs(seat).index("P2P-1014") == place - 1
        assert seat.list.selected == "P2P-1014"

        for _ in range(2):
            await seat.hears_of(desk_of(office, "tina").place(KIM))
        assert refs(seat).index("P2P-1014") == place + 1
        assert seat.list.selected == "P2P-1014"
        assert seat.line_of("P2P-1014").startswith("▌")


async def test_the_selection_stays_on_its_request_when_its_section_changes(
    office: Office,
) -> None:
    async with sits(office, "tina") as seat:
        await seat.select("P2P-1014")
        assert seat.section_of("P2P-1014") == "WAITING NOW"

        maya = desk_of(office, "maya")
        taken = maya.make("acknowledge", "P2P-1014", maya.request("P2P-1014").version)
        await seat.hears_of(taken)

        assert seat.section_of("P2P-1014") == "IN HAND"
        assert seat.list.selected == "P2P-1014"


async def test_a_selected_request_that_leaves_hands_the_selection_to_the_one_below(
    office: Office,
) -> None:
    async with sits(office, "tina") as seat:
        await seat.select("P2P-1014")
        below = refs(seat)[refs(seat).index("P2P-1014") + 1]

        await seat.hears_of(withdraw(desk_of(office, "lena"), "P2P-1014"))

        assert "P2P-1014" not in refs(seat)
        assert seat.list.selected == below


async def test_the_last_request_that_leaves_hands_the_selection_to_the_one_above(
    office: Office,
) -> None:
    async with sits(office, "raj") as seat:
        desk = desk_of(office, "raj")
        later = desk.place(callback("Tuesday 2-4pm"))
        await seat.hears_of(later)
        await seat.press("end")
        while seat.list.selected != later.ref:
            await seat.press("up")
        above = refs(seat)[refs(seat).index(later.ref) - 1]
        for ref in refs(seat)[refs(seat).index(later.ref) + 1 :]:
            if desk.request(ref).status is not Status.TO_DOCUMENT:
                await seat.hears_of(withdraw(desk, ref))
        rest = refs(seat)[refs(seat).index(later.ref) + 1 :]

        await seat.hears_of(withdraw(desk, later.ref))

        assert seat.list.selected == (rest[0] if rest else above)


async def test_an_empty_desk_says_which_key_begins(empty_office: Office) -> None:
    async with sits(empty_office, "tina") as seat:
        assert "Nobody is waiting. n places a new request." in seat.screen()
        assert seat.list.selected == ""
        await seat.press("down", "pagedown", "end", "enter", "a", "y")
        assert "No request is selected" in seat.news

        first = desk_of(empty_office, "raj").place(KIM)
        await seat.hears_of(first)
        assert seat.list.selected == first.ref
        assert "Nobody is waiting" not in seat.screen()


async def test_arrows_go_from_request_to_request_and_stop_at_the_ends(office: Office) -> None:
    async with sits(office, "tina") as seat:
        every = refs(seat)
        walked = [seat.list.selected]
        for _ in every:
            await seat.press("down")
            walked.append(seat.list.selected)
        assert walked == [*every, every[-1]]
        for ref in reversed(every):
            assert seat.list.selected == ref
            await seat.press("up")
        assert seat.list.selected == every[0]


async def test_pages_home_and_end_and_the_selected_line_is_always_in_sight(
    office: Office,
) -> None:
    raj = desk_of(office, "raj")
    for _ in range(30):
        raj.place(KIM)
    async with sits(office, "tina") as seat:
        every = refs(seat)

        def in_sight() -> bool:
            top = seat.list.region.y
            shown = seat.screen().splitlines()[top : top + seat.list.size.height]
            return any(line.startswith("▌") and seat.list.selected in line for line in shown)

        page = seat.list.size.height - 2
        await seat.press("pagedown")
        assert seat.list.selected == every[page]
        assert in_sight()
        await seat.press("end")
        assert seat.list.selected == every[-1]
        assert in_sight()
        await seat.press("pageup")
        assert seat.list.selected == every[-1 - page]
        assert in_sight()
        await seat.press("home")
        assert seat.list.selected == every[0]
        assert in_sight()
        assert " YOUR CALLERS " in seat.screen()


async def test_a_click_selects_and_a_double_click_opens(office: Office) -> None:
    async with sits(office, "tina") as seat:
        lines = seat.screen().splitlines()
        y = next(number for number, line in enumerate(lines) if "P2P-1014" in line)
        title = next(number for number, line in enumerate(lines) if "WAITING NOW" in line)
        top = seat.list.region.y

        await seat.pilot.click(seat.list, offset=(10, y - top))
        await seat.settle()
        assert seat.list.selected == "P2P-1014"

        await seat.pilot.click(seat.list, offset=(10, title - top))
        await seat.settle()
        assert seat.list.selected == "P2P-1014", "a title can't be selected"

        await seat.pilot.double_click(seat.list, offset=(10, y - top))
        await seat.settle()
        selected = seat.front(RequestScreen).selected()
        assert selected is not None
        assert selected.ref == "P2P-1014"


# -- what is drawn again, and when


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the lists' lines that were drawn."""
    numbers: list[int] = []
    draw = RequestList.render_line

    def counted(self: RequestList, y: int):  # type: ignore[no-untyped-def]
        numbers.append(y + self.scroll_offset.y)
        return draw(self, y)

    monkeypatch.setattr(RequestList, "render_line", counted)
    return numbers


async def test_when_one_clock_ticks_only_its_line_is_drawn_again(
    empty_office: Office, clock: FixedClock, drawn: list[int]
) -> None:
    raj = desk_of(empty_office, "raj")
    waiting = raj.place(KIM)
    for _ in range(4):
        raj.place(callback("Tuesday 2-4pm"))
    async with sits(empty_office, "tina") as seat:
        lines = seat.list._lines
        number = next(n for n, line in enumerate(lines) if line.ref == waiting.ref)
        below = next(n for n, line in enumerate(lines) if n > number and line.ref)
        drawn.clear()

        await seat.tick()
        assert drawn == [], "no time has passed: nothing is drawn"

        clock.on(seconds=1)
        await seat.tick()
        assert set(drawn) == {number}
        assert "0:01" in seat.line_of(waiting.ref)

        drawn.clear()
        await seat.press("down")
        assert set(drawn) == {number, below}, "the line left and the line entered"


async def test_news_of_one_request_leaves_the_lines_of_others_alone(
    empty_office: Office, drawn: list[int]
) -> None:
    raj = desk_of(empty_office, "raj")
    placed = [raj.place(KIM) for _ in range(5)]
    async with sits(empty_office, "tina") as seat:
        drawn.clear()
        done = raj.make("dropped", placed[2].ref, placed[2].version)
        await seat.hears_of(done)
        assert "redial now" in seat.line_of(placed[2].ref)
        number = next(n for n, line in enumerate(seat.list._lines) if line.ref == done.ref)
        assert set(drawn) == {number}


async def test_a_request_that_changed_is_marked_until_the_mark_fades(
    office: Office, clock: FixedClock
) -> None:
    async with sits(office, "tina") as seat:
        assert "•" not in seat.screen()
        maya = desk_of(office, "maya")
        taken = maya.make("acknowledge", "P2P-1014", maya.request("P2P-1014").version)
        await seat.hears_of(taken)
        assert seat.line_of("P2P-1014")[1] == "•"
        assert seat.line_of("P2P-1015")[1] == " "

        clock.on(seconds=16)
        await seat.tick()
        assert "•" not in seat.screen()


async def test_the_clock_of_a_caller_who_waits_runs(office: Office, clock: FixedClock) -> None:
    async with sits(office, "tina") as seat:
        assert " 4:00 " in seat.line_of("P2P-1014")
        clock.on(seconds=65)
        assert " 4:00 " in seat.line_of("P2P-1014"), "it runs with the tick"
        await seat.tick()
        assert " 5:05 " in seat.line_of("P2P-1014")
        assert "Fri 2:32 PM EST" in seat.screen()


async def test_a_callback_that_falls_due_moves_to_where_it_is_seen(
    office: Office, clock: FixedClock
) -> None:
    async with sits(office, "tina") as seat:
        assert seat.section_of("P2P-1009") == "LATER CALLBACKS"
        clock.on(days=2, hours=18)
        await seat.tick(5)
        assert seat.section_of("P2P-1009") == "CALLBACKS"
        clock.on(hours=4)
        await seat.tick(10)
        await seat.select("P2P-1009")
        assert "! overdue" in seat.line_of("P2P-1009")


# -- the band: what can't wait


async def test_the_band_tells_the_technician_the_extension_and_who_until_it_is_done(
    office: Office, clock: FixedClock
) -> None:
    async with sits(office, "tina") as seat:
        assert seat.said("#band-state").startswith("◆ READY  P2P-1012  ext. 4412")
        assert seat.said("#band-who") == "transfer to Ana Ruiz, PharmD"
        assert "Joan Webb, NP" in seat.said("#band-more")
        assert seat.app.screen.query_one("#band-digits", Digits).value == "4412"
        assert "1:30" in seat.said("#band-state")
        clock.on(seconds=10)
        await seat.tick()
        assert "1:40" in seat.said("#band-state"), "how long it is held runs"

        await seat.select("P2P-1012")
        await seat.press("t")
        assert "P2P-1012" not in seat.said("#band-state")
        assert "P2P-1013" in seat.said("#band-state"), "the next of my callers"

        maya = desk_of(office, "maya")
        done = maya.make("ready", "P2P-1013", maya.request("P2P-1013").version,
                         {"extension": "4431"})  # fmt: skip
        await seat.hears_of(done)
        assert seat.said("#band-who") == "transfer to Maya Singh, PharmD"
        assert seat.app.screen.query_one("#band-digits", Digits).value == "4431"
        await seat.select("P2P-1013")
        await seat.press("t")
        assert not seat.app.screen.query_one("#band").display


async def test_the_band_is_for_those_whom_it_concerns(office: Office) -> None:
    async with sits(office, "ana") as seat:
        assert seat.said("#band-who") == "ready for the transfer"
    async with sits(office, "ben") as seat:
        assert not seat.app.screen.query_one("#band").display


async def test_a_dropped_call_asks_for_its_number_before_all_else(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.select("P2P-1013")
        await seat.press("x")
        assert seat.said("#band-state").startswith("REDIAL NOW  P2P-1013")
        phone = seat.app.ledger.requests["P2P-1013"].phone
        assert seat.said("#band-who") == f"the call dropped: {phone}"
        maya = desk_of(office, "maya")
        done = maya.make("ready", "P2P-1013", maya.request("P2P-1013").version,
                         {"extension": "4431"})  # fmt: skip
        await seat.hears_of(done)
        assert seat.said("#band-who") == f"the call dropped: {phone}, then ext. 4431"


# -- the one way that news comes


@pytest.mark.both
async def test_what_somebody_else_does_comes_by_the_feed_and_by_no_other_way(
    office: Office, clock: FixedClock
) -> None:
    async with sits(office, "tina") as seat:
        seat.app._stop_listening()
        before = seat.news
        maya = desk_of(office, "maya")
        taken = maya.make("acknowledge", "P2P-1014", maya.request("P2P-1014").version)
        clock.on(seconds=5)
        await seat.tick(5)
        await seat.press("down", "up", "question_mark", "escape")
        assert "waiting" in seat.line_of("P2P-1014")
        assert seat.news == before

        seat.app._listen()
        await seat.hears_of(taken)
        assert "acknowledged" in seat.line_of("P2P-1014")
        assert "Maya Singh" in seat.line_of("P2P-1014")
        assert seat.news == "P2P-1014: Maya Singh acknowledged it and is pulling up the PA"


async def test_who_is_here_is_news_too(office: Office) -> None:
    async with sits(office, "tina") as seat:
        assert "for Ana Ruiz" in seat.line_of("P2P-1015")
        desk_of(office, "ana").say_of_myself(Availability.LUNCH)
        await seat.until(lambda: "for the desk" in seat.line_of("P2P-1015"))


async def test_the_bell_rings_for_what_cannot_wait_and_for_nothing_else(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    maya, raj = desk_of(office, "maya"), desk_of(office, "raj")
    rings: list[str] = []

    async with sits(office, "tina") as seat:
        monkeypatch.setattr(seat.app, "bell", lambda: rings.append("tina"))
        await seat.hears_of(raj.place(KIM))
        taken = maya.make("acknowledge", "P2P-1014", maya.request("P2P-1014").version)
        await seat.hears_of(taken)
        ready = maya.make("ready", "P2P-1014", taken.version, {"extension": "4431"})
        await seat.hears_of(ready)
        assert rings == [], "these are raj's callers"
        mine = maya.make("ready", "P2P-1013", maya.request("P2P-1013").version,
                         {"extension": "4431"})  # fmt: skip
        await seat.hears_of(mine)
        assert rings == ["tina"]

    async with sits(office, "ana") as seat:
        monkeypatch.setattr(seat.app, "bell", lambda: rings.append("ana"))
        await seat.hears_of(raj.make("transfer", ready.ref, ready.version))
        assert rings == ["tina"]
        await seat.hears_of(raj.place(KIM))
        assert rings == ["tina", "ana"]


async def test_how_old_the_screen_is_stands_on_it_while_the_database_is_away(
    office: Office, clock: FixedClock
) -> None:
    async with sits(office, "tina", WIDE) as seat:
        assert seat.said("#banner") == ""
        seat.app.post_message(TroubleCame(Trouble("The server is away", clock())))
        await seat.settle()
        assert seat.said("#banner").startswith(" ! AS OF 2:31:07 PM, reconnecting. Type on.")
        assert "The server is away" in seat.said("#banner")
        await seat.press("n")
        assert seat.said("#banner").startswith(" ! AS OF 2:31:07 PM"), "on every screen"
        seat.app.post_message(TroubleCame(Trouble("The disk is full")))
        await seat.settle()
        assert seat.said("#banner").startswith(" ! NOT SAVING NOW. Type on.")
        seat.app.post_message(TroubleCame(Trouble("It was replaced", for_good=True)))
        await seat.settle()
        assert seat.said("#banner").startswith(" ! OPEN THE DESK AGAIN")
        seat.app.post_message(TroubleCame(None))
        await seat.settle()
        assert seat.said("#banner") == ""


# -- the request beside the list


async def test_where_there_is_room_the_selected_request_stands_beside_the_list(
    office: Office,
) -> None:
    async with sits(office, "ana", WIDE) as seat:
        await seat.until(lambda: seat.said("#detail-text").startswith("P2P-1012"))
        await seat.select("P2P-1014")
        await seat.until(lambda: seat.said("#detail-text").startswith("P2P-1014"))
        said = seat.said("#detail-text")
        assert "Rosa Diaz, RN · (602) 555-0126" in said
        assert "Weight-based induction dose" in said
        assert "Raj Patel placed it" in said
        assert " a acknowledge" in seat.said("#keys")

        await seat.pilot.resize_terminal(80, 24)
        await seat.settle()
        assert not seat.app.screen.query_one("#detail").display


async def test_a_request_that_rests_beside_the_list_counts_as_read(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from p2p_tui.tui.screens import listing

    monkeypatch.setattr(listing, "VIEW_SECONDS", 0.01)
    async with sits(office, "ana", WIDE) as seat:
        await seat.select("P2P-1014")

        def viewers() -> list[str]:
            return [one.actor for one in requests.history("P2P-1014") if one.move == "viewed"]

        await seat.until(viewers)
        assert set(viewers()) == {"ana"}


async def test_a_request_that_a_form_covers_does_not_count_as_read(office: Office) -> None:
    async with sits(office, "ana", WIDE) as seat:
        await seat.select("P2P-1014")
        desk = seat.desk_screen
        await seat.press("n")
        desk._note_view()
        await seat.settle()
        assert not [one for one in requests.history("P2P-1014") if one.move == "viewed"]
        await seat.press("escape")
        desk._note_view()
        await seat.settle()
        assert [one for one in requests.history("P2P-1014") if one.move == "viewed"]


# -- outside the desk hours


async def test_a_callback_outside_the_desk_hours_stands_where_a_lead_sees_it_and_says_why(
    office: Office,
) -> None:
    beyond = desk_of(office, "tina").place(callback("nov 26 10-12; fri nov 27 7-9pm"))
    within = desk_of(office, "tina").place(callback("nov 26 10-12; fri nov 27 2-4pm"))
    async with sits(office, "lena", size=WIDE) as seat:
        assert seat.section_of(beyond.ref) == "OUTSIDE DESK HOURS: NEEDS A LEAD"
        assert seat.section_of(within.ref) == "LATER CALLBACKS"
        assert "OUTSIDE DESK HOURS: NEEDS A LEAD" in seat.screen()
    async with sits(office, "raj", size=WIDE) as seat:
        assert seat.section_of(beyond.ref) == "LATER CALLBACKS"
        await seat.select(beyond.ref)
        await seat.until(lambda: seat.said("#detail-text").startswith(beyond.ref))
        said = seat.said("#detail-text")
        assert "Thu Nov 26, 10:00 AM–12:00 PM EST\nOutside desk hours  Thanksgiving Day\n" in said
        assert "Fri Nov 27, 7:00–9:00 PM EST\nOutside desk hours  after 8:00 PM EST\n" in said
        assert "A lead sees to it that somebody can call then" in said
        await seat.select(within.ref)
        await seat.until(lambda: seat.said("#detail-text").startswith(within.ref))
        said = seat.said("#detail-text")
        assert said.count("Outside desk hours") == 1
        assert "A lead sees to it" not in said


async def test_a_callback_is_outside_no_longer_once_the_desk_works_on_that_day(
    office: Office,
) -> None:
    beyond = desk_of(office, "tina").place(callback("nov 26 10-12"))
    async with sits(office, "lena") as seat:
        assert seat.section_of(beyond.ref) == "OUTSIDE DESK HOURS: NEEDS A LEAD"
        works = DeskHours(open_on=frozenset({date(2026, 11, 26)}))
        desk_of(office, "lena").set_common(InCommon(hours=works), 0)
        await seat.until(lambda: seat.section_of(beyond.ref) == "LATER CALLBACKS")
