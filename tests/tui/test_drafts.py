"""What is typed, while forms come up, save, fail and are left: nothing of it is lost or doubled."""

import contextlib
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from textual.screen import Screen

from p2p_tui.desk import NEW_REQUEST, Desk, Drafted, Office, OfficeUnusableError
from p2p_tui.domain.details import Details
from p2p_tui.domain.request import Request
from p2p_tui.store import people
from p2p_tui.tui.drafts import Typed
from p2p_tui.tui.screens.begun import BegunScreen
from p2p_tui.tui.screens.desk import DeskScreen
from p2p_tui.tui.screens.form import Form
from p2p_tui.tui.screens.message import MessageScreen
from p2p_tui.tui.screens.new_request import NewRequestScreen
from p2p_tui.tui.screens.request import RequestScreen
from tests.journeys.premises import TEMPLATE
from tests.tui.sitting import Seat, desk_of, sits

KIM, LEE = "Kim Osei-Quist", "Lee Wong"


def drafts(office: Office, username: str = "tina") -> list[dict[str, Any]]:
    """What somebody has typed and not placed, without what is empty."""
    return [{name: value for name, value in one.body.items() if value}
            for one in Desk(office, username).drafts()]  # fmt: skip


def _stands(screen: Screen[Any]) -> bool:
    """Whether it is a form of a new request with all that is in it."""
    return isinstance(screen, NewRequestScreen) and screen.takes_keys


def form_of(seat: Seat) -> Form:
    screen = seat.app.screen
    assert isinstance(screen, Form)
    return screen


@contextlib.contextmanager
def placing_waits(monkeypatch: pytest.MonkeyPatch, *, fails: bool) -> Iterator[threading.Event]:
    """A database that takes its time: it has placed, or will not, and has not said so yet."""
    said, honest = threading.Event(), Desk.place

    def place(desk: Desk, *given: Any, **more: Any) -> Request:
        placed = None if fails else honest(desk, *given, **more)
        assert said.wait(20.0)
        if placed is None:
            raise OfficeUnusableError("The disk is full; nothing was saved")
        return placed

    with monkeypatch.context() as patch:
        patch.setattr(Desk, "place", place)
        try:
            yield said
        finally:
            said.set()


@contextlib.asynccontextmanager
async def being_placed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Seat, threading.Event]]:
    """Kim is placed, and the session has not heard of it yet."""
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.write(KIM)
        with placing_waits(monkeypatch, fails=False) as said:
            seat.strike("ctrl+s")
            await seat.until_so(lambda: form_of(seat)._saving and not _waiting(office, KIM))
            yield seat, said


async def test_what_was_cleared_and_is_typed_again_is_kept(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.select("P2P-1012")
        await seat.press("m")
        seat.front(MessageScreen)
        for words in ("She holds", "", "She holds"):
            form_of(seat).fields["words"].fill(words)
            form_of(seat).keep()
            await seat.settle()
        await seat.press("escape")
    assert drafts(office) == [{"words": "She holds"}]


async def test_under_one_draft_two_callers_are_placed_and_the_same_one_once(
    office: Office,
) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.write(KIM)
        form = form_of(seat)
        # At her other terminal the same draft stands, and is placed first.
        there = desk_of(office, "tina").place(
            Details(contact_name=KIM),
            act_id=form.act_of(form.to_keep()), draft=Drafted(form.draft_id),
        )  # fmt: skip
        await seat.press("ctrl+s")
        assert f"{there.ref} is placed" in seat.news
        await seat.press("n")
        await seat.write(KIM)
        form = form_of(seat)
        there = desk_of(office, "tina").place(
            Details(contact_name=KIM),
            act_id=form.act_of(form.to_keep()), draft=Drafted(form.draft_id),
        )  # fmt: skip
        form.fields["contact_name"].fill(LEE)
        await seat.press("ctrl+s")
        placed = seat.news.split()[0]
        assert placed != there.ref
        assert desk_of(office, "tina").request(placed).contact_name == LEE
    assert drafts(office) == []


async def test_of_a_draft_one_form_comes_up(office: Office) -> None:
    async with sits(office, "tina") as seat:
        for _ in range(2):
            seat.app.bring_up(NewRequestScreen("d", {"contact_name": KIM}))
        await seat.settle()
        assert sum(isinstance(one, NewRequestScreen) for one in seat.app.screen_stack) == 1


async def test_what_is_placed_is_not_kept_as_a_draft_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with being_placed(office, monkeypatch) as (seat, said):
        seat.app.keep_typing()
        assert drafts(office) == []
        seat.app.drafts.try_again()
        said.set()
        await seat.settle()
    assert drafts(office) == []


def _waiting(office: Office, name: str) -> bool:
    """Whether a caller is not yet placed."""
    return all(one.contact_name != name for one in Desk(office, "lena").tracker())


@pytest.mark.parametrize("key", ["escape", "ctrl+n"])
async def test_a_form_left_while_it_saves_is_kept_whatever_becomes_of_it(
    office: Office, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        form = form_of(seat)
        seat.strike(*KIM)
        with placing_waits(monkeypatch, fails=True) as said:
            seat.strike("ctrl+s", key)
            await seat.until_so(lambda: form._saving and seat.app.screen is not form)
            assert seat.app.keep_typing()
            assert drafts(office) == [{"contact_name": KIM}]
            said.set()
            await seat.settle()
        if key == "escape":
            assert "NOT saved, kept as a draft: new request. The disk is full" in seat.news
    assert drafts(office) == [{"contact_name": KIM}]


async def test_a_new_form_begins_empty_while_the_one_before_is_placed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with being_placed(office, monkeypatch) as (seat, said):
        form_of(seat).fields["job_title"].fill("MA")
        form_of(seat).action_leave()
        assert seat.app.drafts.saving
        seat.app.drafts.try_again()
        seat.app.action_new_request()
        await seat.until_so(lambda: _stands(seat.app.screen))
        assert form_of(seat).body()["contact_name"] == ""
        said.set()
        await seat.settle()
        assert seat.app.drafts.saving == {}
    assert [set(one) for one in drafts(office)] == [{"job_title"}]


async def test_what_was_typed_since_stays_where_the_session_ends_as_it_is_placed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with being_placed(office, monkeypatch) as (seat, said):
        form_of(seat).fields["job_title"].fill("MA")
        seat.app.keep_typing()
        assert drafts(office) == [{"contact_name": KIM, "job_title": "MA"}]
        said.set()


async def test_a_form_that_is_still_coming_up_writes_over_nothing(office: Office) -> None:
    body = {"contact_name": KIM, "zone": "America/Denver"}
    tina = desk_of(office, "tina")
    tina.keep_draft("d", NEW_REQUEST, body)
    async with sits(office, "tina") as seat:
        seat.app.push_screen(form := NewRequestScreen("d", body))
        form.keep()
        seat.app.keep_typing()
        assert drafts(office) == [body]
        await seat.settle()
        assert seat.held("contact_name") == KIM


async def test_what_is_placed_behind_a_lock_is_said_once_it_is_opened(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.write(KIM)
        with placing_waits(monkeypatch, fails=False) as said:
            seat.strike("ctrl+s")
            await seat.until_so(lambda: form_of(seat)._saving)
            seat.app.guard.lock()
            said.set()
            await seat.settle()
        seat.app.guard.unlocked()
        await seat.settle()
        assert "is placed" in seat.news


async def test_a_field_that_was_emptied_to_complete_a_request_is_kept_so(office: Office) -> None:
    (request,) = (one for one in Desk(office, "lena").tracker() if one.ref == "P2P-1012")
    assert request.cntt
    async with sits(office, "tina") as seat:
        await seat.select(request.ref)
        await seat.press("i")
        form_of(seat).fields["cntt"].fill("")
        await seat.press("escape", "i")
        assert seat.held("cntt") == ""


async def test_a_form_comes_up_though_the_database_waits(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, honest = threading.Event(), Desk.drafts

    def waits(desk: Desk) -> Any:
        assert answers.wait(20.0)
        return honest(desk)

    desk_of(office, "tina").keep_draft("d", NEW_REQUEST, {"contact_name": KIM})
    async with sits(office, "tina") as seat:
        with monkeypatch.context() as patch:
            patch.setattr(Desk, "drafts", waits)
            seat.strike("n", *LEE)
            await seat.until_so(lambda: _stands(seat.app.screen))
            await seat.until_so(lambda: form_of(seat).fields["contact_name"].value == LEE)
            answers.set()
            await seat.settle()
        assert seat.held("contact_name") == LEE
        assert len(seat.app.screen_stack) == 2
        await seat.press("escape")
    assert sorted(str(one["contact_name"]) for one in drafts(office)) == [KIM, LEE]


async def test_a_time_that_was_typed_while_it_was_placed_is_kept_for_another_time(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.write(KIM)
        with placing_waits(monkeypatch, fails=False) as said:
            seat.strike("ctrl+s")
            await seat.until_so(lambda: form_of(seat)._saving)
            form_of(seat).fields["callback_words"].fill("Mon 9am")
            said.set()
            await seat.settle()
        assert "the time that you typed since is kept: b" in seat.news
        await seat.select(seat.news.split()[0])
        await seat.press("b")
        assert seat.held("callback_words") == "Mon 9am"


async def test_a_template_is_taken_wherever_one_is(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        form_of(seat).fields["caller_verified"].entry.focus()
        await seat.paste("words")
        assert "Go to a field of words" in seat.news
        await seat.paste(TEMPLATE)
        assert seat.held("drug_name") == "Ozempic"


async def test_two_clicks_of_one_moment_lead_back_once(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.select("P2P-1012")
        await seat.press("enter")
        for screen, back in (("?", "action_step_back"), ("m", "action_leave")):
            await seat.press(screen)
            front = seat.app.screen
            getattr(front, back)()
            getattr(front, back)()
            await seat.settle()
            seat.front(RequestScreen)


async def test_of_a_call_that_was_begun_what_is_held_comes_before_what_the_list_has(
    office: Office,
) -> None:
    desk_of(office, "tina").keep_draft("d", NEW_REQUEST, {"contact_name": "Kim"})
    async with sits(office, "tina") as seat:
        await seat.press("N")
        seat.front(BegunScreen)
        seat.app.drafts.held["d"] = Typed(NEW_REQUEST, {"contact_name": KIM})
        await seat.press("enter")
        assert seat.held("contact_name") == KIM


async def test_where_a_lead_took_it_up_one_goes_on_in_a_draft_of_ones_own(office: Office) -> None:
    async with sits(office, "tina") as seat:
        await seat.press("n")
        await seat.write("Kim")
        form_of(seat).keep()
        await seat.settle()
        with office.store.writing_plainly():
            people.give_draft(form_of(seat).draft_id, "tina", "lena")
        for name in ("Kim O", "Kim Os", KIM):
            form_of(seat).fields["contact_name"].fill(name)
            form_of(seat).keep()
            await seat.settle()
        await seat.press("escape")
    assert drafts(office) == [{"contact_name": KIM}]
    assert drafts(office, "lena") == [{"contact_name": "Kim"}]


async def test_the_next_call_is_not_turned_to_from_a_form_that_was_left(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk_of(office, "tina").keep_draft("d", NEW_REQUEST, {"contact_name": LEE})
    answers, honest = threading.Event(), Desk.drafts

    def waits(desk: Desk) -> Any:
        assert answers.wait(20.0)
        return honest(desk)

    async with sits(office, "tina") as seat:
        seat.app.bring_up(NewRequestScreen("own", {"contact_name": KIM}))
        await seat.settle()
        with monkeypatch.context() as patch:
            patch.setattr(Desk, "drafts", waits)
            form_of(seat).action_other()  # type: ignore[attr-defined]
            form_of(seat).action_leave()
            answers.set()
            await seat.settle()
        seat.front(DeskScreen)
