"""The keys of the moves: what they do at once, what they ask for, and what is said of a no."""

from dataclasses import dataclass
from functools import partial

import pytest

from p2p_tui.desk import Office
from p2p_tui.domain.lifecycle import BY_NAME, MOVES
from p2p_tui.domain.request import Request, Status
from p2p_tui.store import requests
from p2p_tui.tui.screens.desk import DeskScreen
from p2p_tui.tui.screens.form import Form
from p2p_tui.tui.screens.move import MoveScreen
from p2p_tui.tui.screens.new_request import NewRequestScreen
from p2p_tui.tui.screens.request import RequestScreen
from p2p_tui.tui.screens.tracker import TrackerScreen
from p2p_tui.tui.widgets.fields import Field
from tests.house import KIM, FixedClock, callback, through
from tests.tui.sitting import Seat, desk_of, sits


@dataclass(frozen=True)
class Story:
    """On which request somebody presses the key of a move, and whether that asks for more."""

    who: str
    before: tuple[str, ...] = ()
    words: str = ""
    asks: bool = False
    minutes: float = 0


STORIES = {
    "acknowledge": Story("ana"),
    "ready": Story("ana", ("acknowledge",)),
    "transfer": Story("tina", ("acknowledge", "ready")),
    "reached": Story("ana", ("acknowledge",), words="today 3-4pm"),
    "not_reached": Story("ana", ("acknowledge",), words="today 3-4pm", asks=True),
    "dropped": Story("tina"),
    "end_call": Story("ana", ("acknowledge", "ready", "transfer")),
    "document": Story("ana", ("acknowledge", "ready", "transfer", "end_call"), asks=True),
    "complete": Story("tina", asks=True),
    "confirm_time": Story("tina", words="some day after lunch", asks=True),
    "caller_told": Story("tina"),
    "another_time": Story("tina", asks=True),
    "hand_over": Story("ana", ("acknowledge",), asks=True),
    "take_over": Story("maya", ("acknowledge",), asks=True, minutes=11),
    "close": Story("tina", asks=True),
    "link": Story("tina", asks=True),
    "message": Story("tina", asks=True),
    "add_to_record": Story(
        "ana", ("acknowledge", "ready", "transfer", "end_call", "document"), asks=True
    ),
    "undo": Story("ana", ("acknowledge",)),
}
"""For each move of the table, one story in which its key is pressed."""


def test_every_move_of_the_table_has_a_story() -> None:
    assert list(STORIES) == [move.name for move in MOVES]


def prepared(office: Office, clock: FixedClock, story: Story) -> Request:
    """A request that came as far as the story begins."""
    told = callback(story.words) if story.words else KIM
    request = through(partial(desk_of, office), desk_of(office, "tina").place(told), *story.before)
    clock.on(minutes=story.minutes)
    return request


async def go_to(seat: Seat, request: Request, screen: str) -> None:
    """Select a request where it stands, or open it."""
    if not request.open:
        await seat.press("3")
        assert isinstance(seat.app.screen, TrackerScreen)
    await seat.select(request.ref)
    if screen == "request":
        await seat.press("enter")
        assert isinstance(seat.app.screen, RequestScreen)


@pytest.mark.few(2)
@pytest.mark.parametrize("name", [name for name, story in STORIES.items() if not story.asks])
async def test_the_key_of_a_move_that_needs_nothing_makes_it(
    empty_office: Office, clock: FixedClock, name: str
) -> None:
    move, story = BY_NAME[name], STORIES[name]
    asked = [prepared(empty_office, clock, story) for _ in range(2)]
    async with sits(empty_office, story.who) as seat:
        for request, screen in zip(asked, ("list", "request"), strict=True):
            await go_to(seat, request, screen)
            await seat.press(move.key)
            last = requests.history(request.ref)[-1]
            assert (last.move, last.actor) == (name, story.who)
            assert seat.news.startswith(f"{request.ref}: {move.label}")


@pytest.mark.few(2)
@pytest.mark.parametrize("name", [name for name, story in STORIES.items() if story.asks])
async def test_the_key_of_a_move_that_needs_something_asks_for_it(
    empty_office: Office, clock: FixedClock, name: str
) -> None:
    move, story = BY_NAME[name], STORIES[name]
    request = prepared(empty_office, clock, story)
    async with sits(empty_office, story.who) as seat:
        for screen in ("list", "request"):
            await go_to(seat, request, screen)
            await seat.press(move.key)
            assert request.ref in seat.said("#title")
            if name == "complete":
                assert isinstance(seat.app.screen, NewRequestScreen)
            else:
                form = seat.front(MoveScreen)
                asked = [field.field_name for field in form.query(Field)]
                # Nothing was promised: whether a promise is settled is not asked.
                assert asked == [need.name for need in move.needs if need.name != "settles"]
                assert move.label.upper() in seat.said("#title")
            assert requests.history(request.ref)[-1].move != name, "nothing is done yet"
            await seat.press("escape")
            assert not isinstance(seat.app.screen, Form)


async def test_on_its_page_a_key_goes_by_what_the_key_before_it_left(
    empty_office: Office,
) -> None:
    request = desk_of(empty_office, "tina").place(KIM)
    async with sits(empty_office, "ana") as seat:
        await go_to(seat, request, "request")
        seat.strike("a", "u", "a", "r")
        await seat.settle()
        moves = [one.move for one in requests.history(request.ref)]
        assert moves[-4:] == ["acknowledge", "undo", "acknowledge", "ready"]


async def test_the_band_says_how_what_one_has_goes_on(empty_office: Office) -> None:
    tina, ana = desk_of(empty_office, "tina"), desk_of(empty_office, "ana")
    async with sits(empty_office, "ana") as seat:
        for told, then in ((KIM, "then r"), (callback("today 3-4pm"), "then call; t once reached")):
            request = tina.place(told)
            had = ana.make("acknowledge", request.ref, request.version, {})
            await seat.hears_of(had)
            assert seat.said("#band-who").endswith(then)
            await seat.hears_of(ana.make("hand_over", had.ref, had.version, {}))


# -- acknowledging: whose call it is


async def test_a_reason_is_asked_only_where_the_denying_pharmacist_could_take_it(
    empty_office: Office,
) -> None:
    tina = desk_of(empty_office, "tina")
    for username in ("maya", "ben"):
        desk_of(empty_office, username)
    async with sits(empty_office, "ana") as seat:
        for denied_by, asks in (
            ("Maya Singh", True),
            ("Ana Ruiz", False),
            ("Ben Cole", False),
            ("Priya Shah", False),
            ("", False),
        ):
            told = KIM.model_copy(update={"denying_pharmacist": denied_by})
            request = tina.place(told)
            await seat.hears_of(request)
            await seat.select(request.ref)
            await seat.press("a")
            assert isinstance(seat.app.screen, MoveScreen) is asks, denied_by
            if asks:
                await seat.press("ctrl+s")
                assert "Maya Singh denied this and is available" in seat.said("#problem")
                assert seat.focused() == "reason"
                await seat.write("maya asked me to")
                await seat.press("ctrl+s")
            after = requests.get(request.ref)
            assert after is not None
            assert (after.status, after.holder) == (Status.ACKNOWLEDGED, "ana")
            reason = requests.history(request.ref)[-1].given["reason"]
            assert reason == ("maya asked me to" if asks else "")


# -- ready: one key, once the desk knows the extension


async def test_ready_is_one_key_for_whom_the_desk_knows_an_extension(empty_office: Office) -> None:
    desk_of(empty_office, "tina").place(KIM)
    async with sits(empty_office, "ana") as seat:
        await seat.press("a")
        await seat.press("r")
        (request,) = seat.app.ledger.requests.values()
        assert (request.status, request.extension) == (Status.READY, "4412")


async def test_an_extension_is_asked_for_once_and_remembered(empty_office: Office) -> None:
    tina = desk_of(empty_office, "tina")
    first, second = tina.place(KIM), tina.place(KIM)
    async with sits(empty_office, "lena") as seat:
        await seat.select(first.ref)
        await seat.press("a")
        await seat.press("r")
        assert isinstance(seat.app.screen, MoveScreen)
        await seat.press("ctrl+s")
        assert "“ready” needs: extension to transfer to" in seat.said("#problem")
        await seat.write("4499")
        await seat.press("ctrl+s")
        await seat.until(lambda: seat.app.ledger.me.extension == "4499")

        await seat.select(second.ref)
        await seat.press("a")
        await seat.press("r")
        assert isinstance(seat.app.screen, DeskScreen)
        for ref in (first.ref, second.ref):
            request = seat.app.ledger.requests[ref]
            assert (request.status, request.extension) == (Status.READY, "4499")


# -- a no is said, with its rule


async def test_a_move_that_the_rules_forbid_is_answered_with_the_rule(
    empty_office: Office,
) -> None:
    request = desk_of(empty_office, "tina").place(KIM)
    async with sits(empty_office, "ana") as seat:
        await seat.press("r")
        assert seat.news == (
            f"{request.ref} is waiting: “ready” is for requests that are acknowledged (R13)"
        )
    async with sits(empty_office, "tina") as seat:
        await seat.press("a")
        assert seat.news == "“acknowledge” is for a pharmacist (roles)"
    after = requests.get(request.ref)
    assert after is not None
    assert after.version == request.version


@pytest.mark.parametrize("way", ["key", "form"])
async def test_who_comes_second_is_told_who_was_first_and_loses_nothing(
    empty_office: Office, way: str
) -> None:
    maya = desk_of(empty_office, "maya")
    asked = way == "form"
    told = KIM.model_copy(update={"denying_pharmacist": "Maya Singh" if asked else ""})
    request = desk_of(empty_office, "tina").place(told)
    async with sits(empty_office, "ana") as seat:
        seat.app._stop_listening()
        if asked:
            await seat.press("a")
            await seat.write("she is busy")
        maya.make("acknowledge", request.ref, request.version)

        await seat.press("ctrl+s" if asked else "a")

        said = seat.said("#problem") if asked else seat.news
        assert said.startswith(
            "Maya Singh was first, at 2:31 PM EST: acknowledged it and is pulling up the PA"
        )
        if asked:
            assert seat.held("reason") == "she is busy"
        seat.app._listen()
    after = requests.get(request.ref)
    assert after is not None
    assert after.holder == "maya"


# -- undo


async def test_undo_takes_back_the_own_last_move_for_half_a_minute(
    empty_office: Office, clock: FixedClock
) -> None:
    request = desk_of(empty_office, "tina").place(KIM)
    async with sits(empty_office, "ana") as seat:
        await seat.press("a")
        assert "acknowledged" in seat.line_of(request.ref)
        clock.on(seconds=30)
        await seat.press("u")
        assert "waiting" in seat.line_of(request.ref)

        await seat.press("a")
        clock.on(seconds=31)
        await seat.press("u")
        assert seat.news.startswith("A move can be undone for 30 seconds")
        assert "acknowledged" in seat.line_of(request.ref)


async def test_nobody_undoes_what_somebody_else_did(empty_office: Office) -> None:
    request = desk_of(empty_office, "tina").place(KIM)
    desk_of(empty_office, "maya").make("acknowledge", request.ref, request.version)
    async with sits(empty_office, "ana") as seat:
        await seat.press("u")
        assert f"The last move on {request.ref} is Maya Singh's" in seat.news


# -- what the footer says


async def test_the_footer_says_what_t_and_x_mean_for_the_selected_request(
    office: Office,
) -> None:
    async with sits(office, "ana") as seat:
        await seat.select("P2P-1012")
        assert seat.said("#keys").startswith(" t transferred   x dropped ")
        await seat.select("P2P-1008")
        await seat.press("a")
        assert seat.said("#keys").startswith(" t reached   x not reached ")
        await seat.select("P2P-1014")
        assert seat.said("#keys").startswith(" a acknowledge   x dropped ")


async def test_the_own_screen_of_a_request_follows_what_others_do(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.select("P2P-1013")
        await seat.press("enter")
        assert "◐ acknowledged 1:36" in seat.screen()
        maya = desk_of(office, "maya")
        done = maya.make("ready", "P2P-1013", maya.request("P2P-1013").version,
                         {"extension": "4431"})  # fmt: skip
        await seat.hears_of(done)
        await seat.until(lambda: "◆ READY 0:00" in seat.screen())
        assert "Maya Singh is ready: ext. 4431" in seat.news
        assert " t transferred" in seat.said("#keys")

        await seat.press("t")
        await seat.until(lambda: "● on call 0:00" in seat.screen())
        await seat.press("escape")
        assert "on call" in seat.line_of("P2P-1013")


async def test_what_was_closed_just_now_is_taken_back_though_it_is_on_no_list(
    empty_office: Office,
) -> None:
    tina = desk_of(empty_office, "tina")
    placed = tina.place(KIM)
    other = tina.place(KIM)
    given = {"reason": "the caller withdrew", "said_by": "Kim Osei", "words": "We appeal instead"}
    async with sits(empty_office, "tina") as seat:
        await seat.select(placed.ref)
        await seat.press("w", "1", "tab")
        await seat.write(given["said_by"])
        await seat.press("tab")
        await seat.write(given["words"])
        await seat.press("ctrl+s")
        await seat.until(lambda: placed.ref not in seat.app.ledger.requests)
        assert seat.list.selected == other.ref
        await seat.press("u")
        await seat.until(lambda: placed.ref in seat.app.ledger.requests)
        assert tina.request(placed.ref).status is Status.WAITING
        # Another one is not taken back with it: that was no move of a moment ago.
        await seat.press("u")
        assert "nothing to undo" in seat.news or "is for" in seat.news
