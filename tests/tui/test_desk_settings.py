"""The desk's hours: a lead sets them for all, every session has them at once, others only look."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator

import pytest

from p2p_tui.desk import Office, OfficeUnusableError
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.in_common import CHANGED, InCommon
from p2p_tui.domain.people import Role
from p2p_tui.domain.typed_common import write_common
from p2p_tui.domain.typed_hours import read_hours, write_hours
from p2p_tui.store import requests
from p2p_tui.tui.palette import DeskCommands
from p2p_tui.tui.screens.desk import DeskScreen
from p2p_tui.tui.screens.desk_settings import WHO_MAY, DeskSettingsScreen
from p2p_tui.tui.widgets.fields import Field
from tests.crew import crew
from tests.desk import jobs
from tests.house import ACCOUNT, Address
from tests.tui.sitting import Seat, desk_of, sits


def hours(**typed: str) -> DeskHours:
    """The hours of the rules, with some days as typed."""
    return read_hours({**write_hours(DeskHours()), **typed})


async def opens(seat: Seat) -> DeskSettingsScreen:
    """Go to the desk's settings."""
    await seat.press("D")
    await seat.settle()
    return seat.front(DeskSettingsScreen)


async def types(seat: Seat, **typed: str) -> None:
    """Type into fields, in place of what stands there."""
    for name, words in typed.items():
        await seat.go_to(name)
        await seat.press("ctrl+end", "ctrl+u")
        await seat.write(words)
        assert seat.held(name) == words


@contextlib.contextmanager
def elsewhere(
    address: Address, who: str, hours: DeskHours
) -> Iterator[Callable[[], Awaitable[None]]]:
    """Somebody in another process, who sets these hours when told to."""
    with crew(jobs.set_hours_when_told, [(address, who, hours)]) as (mate,):
        assert mate.answer() == "ready"

        async def sets() -> None:
            mate.tell()
            assert await asyncio.to_thread(mate.answer) == "version 1"

        yield sets


def offered(seat: Seat) -> list[str]:
    """What the palette offers now."""
    return [name for name, _ in DeskCommands(seat.app.screen)._commands()]


def set_so_far() -> int:
    return sum(one.move == CHANGED for one in requests.happenings_since(0))


def test_nothing_was_set_at_a_furnished_desk(office: Office) -> None:
    assert office.in_common.version == 0
    assert set_so_far() == 0


@pytest.mark.few(1)
@pytest.mark.both
async def test_what_a_lead_saves_is_heard_by_a_session_in_another_process(
    office: Office, address: Address
) -> None:
    with crew(jobs.hear_of_hours, [(address, "tina")]) as (mate,):
        assert await asyncio.to_thread(mate.answer) == "listens"
        async with sits(office, "lena") as seat:
            assert "open until 8:00 PM" in seat.said("#header-desk")
            await opens(seat)
            await types(seat, fri="8-3:30pm", sat="9-12", state="oh", closed="Nov 27, 2026")
            assert "Fri 8:00 AM–3:30 PM, Sat 9:00 AM–12:00 PM" in seat.screen()
            await seat.press("ctrl+s")
            seat.front(DeskScreen)
            assert seat.news == "Saved for everybody at the desk"
            assert "open until 3:30 PM" in seat.said("#header-desk")
        assert await asyncio.to_thread(mate.answer) == (
            "Mon–Thu 8:00 AM–8:00 PM, Fri 8:00 AM–3:30 PM, Sat 9:00 AM–12:00 PM, Sun closed"
            " (America/New_York); closed on federal holidays, holidays of OH, Nov 27 2026"
        )
    assert set_so_far() == 1
    assert office.verify().problem == ""


@pytest.mark.few(1)
@pytest.mark.both
async def test_a_session_has_what_another_process_set_without_a_restart(
    office: Office, address: Address
) -> None:
    set_there = hours(zone="America/Chicago", fri="8-14:45")
    with elsewhere(address, "lena", set_there) as lena_sets:
        async with sits(office, "tina") as seat:
            assert "open until 8:00 PM" in seat.said("#header-desk")
            await lena_sets()
            await seat.until(lambda: "open until 2:45 PM" in seat.said("#header-desk"))
            assert "1:31 PM CST" in seat.said("#header-clock")
            assert seat.news.startswith("Lena Ortiz changed the desk's hours: time zone America/Ch")


@pytest.mark.few(1)
@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("wed", "8 till late", "Wednesday: “8 till late” is not understood; type it like"),
        ("fri", "20-8", "Friday: “20-8” closes before it opens"),
        ("sun", "1-5", "Sunday: “1-5” may be AM or PM"),
        ("zone", "Gotham", "Time zone: “Gotham” is no time zone that the desk knows"),
        ("federal", "maybe", "US federal holidays: “maybe” is not understood; type closed or"),
        ("state", "XX", "State: “XX” is no US state; type it like NY, or leave it empty"),
        ("closed", "Thanksgiving", "Closed dates: “Thanksgiving” is no date"),
        ("open_on", "Nov 26", "Open on holidays: “Nov 26” needs its year"),
    ],
)
async def test_what_can_not_be_read_is_said_at_its_field_and_nothing_is_lost(
    office: Office, name: str, typed: str, said: str
) -> None:
    async with sits(office, "lena") as seat:
        await opens(seat)
        await types(seat, mon="9-17", **{name: typed})
        await seat.go_to("tue")
        await seat.press("ctrl+s")
        seat.front(DeskSettingsScreen)
        assert seat.said("#problem").startswith(said)
        assert seat.focused() == name
        assert (seat.held("mon"), seat.held(name)) == ("9-17", typed)
        assert office.read_in_common().version == 0
        await types(seat, **{name: write_hours(DeskHours())[name]})
        assert seat.said("#problem") == ""
        await seat.press("ctrl+s")
        seat.front(DeskScreen)
    assert office.read_in_common().common.hours == hours(mon="9-17")


@pytest.mark.few(1)
@pytest.mark.parametrize("who", ["tina", "ana"])
async def test_others_look_and_are_told_who_may(office: Office, who: str) -> None:
    async with sits(office, who) as seat:
        assert "Desk settings  (D)" not in offered(seat)
        await opens(seat)
        assert seat.said("#reading") == WHO_MAY
        assert seat.held("mon") == "8:00 AM–8:00 PM"
        await seat.write("9-5")
        await seat.press("tab", "ctrl+s")
        seat.front(DeskSettingsScreen)
        assert seat.held("zone") == "America/New_York"
        assert seat.held("mon") == "8:00 AM–8:00 PM"
        assert seat.said("#problem") == WHO_MAY
        await seat.press("escape")
        seat.front(DeskScreen)
    assert set_so_far() == 0


@pytest.mark.long
async def test_who_only_looks_sees_what_is_set_meanwhile(office: Office, address: Address) -> None:
    with elsewhere(address, "lena", hours(mon="9-17")) as lena_sets:
        async with sits(office, "tina") as seat:
            await opens(seat)
            await lena_sets()
            await seat.until(lambda: seat.held("mon") == "9:00 AM–5:00 PM")
            assert "set by Lena Ortiz on Nov 20 2026" in seat.said("#title")
            assert seat.said("#reading") == WHO_MAY


async def test_leads_find_it_in_the_palette(office: Office) -> None:
    async with sits(office, "lena") as seat:
        assert "Desk settings  (D)" in offered(seat)
        screen = await opens(seat)
        assert [field.field_name for field in screen.query(Field)] == list(write_common(InCommon()))
        assert seat.focused() == "zone"
        assert "Desk settings  (D)" not in offered(seat), "a form is open"


async def test_leaving_without_saving_changes_nothing(office: Office) -> None:
    async with sits(office, "lena") as seat:
        await opens(seat)
        await types(seat, mon="9-17")
        await seat.press("escape")
        seat.front(DeskScreen)
        await opens(seat)
        assert seat.held("mon") == "8:00 AM–8:00 PM"
        await seat.press("ctrl+s")
        assert seat.news == "Nothing was changed"
    assert desk_of(office, "lena").drafts() == ()
    assert set_so_far() == 0


# -- two leads at once


@pytest.fixture
def two_leads(office: Office) -> Office:
    """Ana is a lead too."""
    ana = office.person("ana")
    promoted = ana.model_copy(update={"roles": ana.roles | {Role.LEAD}})
    office.put_staff([promoted], by=None, account=ACCOUNT)
    return office


@pytest.mark.few(1)
@pytest.mark.both
async def test_who_saves_second_is_told_and_decides(two_leads: Office, address: Address) -> None:
    with elsewhere(address, "ana", hours(mon="9-17", fri="closed")) as ana_sets:
        async with sits(two_leads, "lena") as seat:
            await opens(seat)
            await types(seat, fri="8-17")
            await ana_sets()
            await seat.until(lambda: seat.held("mon") == "9:00 AM–5:00 PM")
            assert seat.news.startswith("Ana Ruiz changed the desk's hours: Monday 9:00 AM–5:00 PM")
            assert seat.held("fri") == "8-17", "what was typed stays"
            await seat.press("ctrl+s")
            seat.front(DeskSettingsScreen)
            assert seat.said("#problem") == (
                "Ana Ruiz changed it meanwhile (today, 2:31 PM EST): look again. Nothing was lost."
                " ctrl+s again saves what stands here"
            )
            assert two_leads.read_in_common().version == 1
            await seat.press("ctrl+s")
            seat.front(DeskScreen)
    now = two_leads.read_in_common()
    assert (now.version, now.by) == (2, "lena")
    assert now.common.hours == hours(mon="9-17", fri="8-17")
    assert set_so_far() == 2


@pytest.mark.long
async def test_who_is_overtaken_before_the_news_comes_is_shown_what_stands_now(
    two_leads: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sits(two_leads, "lena") as seat:
        await opens(seat)
        await types(seat, fri="8-17")
        monkeypatch.setattr(seat.app, "on_news_arrived", lambda message: None)
        desk_of(two_leads, "ana").set_common(InCommon(hours=hours(mon="9-17")), 0)
        await seat.press("ctrl+s")
        assert "ctrl+s again saves what stands here" in seat.said("#problem")
        assert (seat.held("mon"), seat.held("fri")) == ("9:00 AM–5:00 PM", "8-17")
        assert "set by Ana Ruiz" in seat.said("#title")
        await seat.press("ctrl+s")
        seat.front(DeskScreen)
    assert two_leads.read_in_common().common.hours == hours(mon="9-17", fri="8-17")


@pytest.mark.long
async def test_who_has_typed_nothing_yet_goes_on_from_what_was_set(
    two_leads: Office, address: Address
) -> None:
    with elsewhere(address, "ana", hours(mon="9-17")) as ana_sets:
        async with sits(two_leads, "lena") as seat:
            await opens(seat)
            await ana_sets()
            await seat.until(lambda: seat.held("mon") == "9:00 AM–5:00 PM")
            await types(seat, fri="8-17")
            await seat.press("ctrl+s")
            seat.front(DeskScreen)
    assert two_leads.read_in_common().common.hours == hours(mon="9-17", fri="8-17")


async def test_what_could_not_be_saved_stays_and_is_saved_later(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise OfficeUnusableError("The database is away; not saved")

    async with sits(office, "lena") as seat:
        await opens(seat)
        await types(seat, fri="8-17")
        with monkeypatch.context() as patch:
            patch.setattr(office, "set_in_common", gone)
            patch.setattr(office, "read_in_common", gone)
            await seat.press("ctrl+s")
            assert seat.said("#problem") == "The database is away; not saved"
            assert seat.held("fri") == "8-17"
        await seat.press("ctrl+s")
        seat.front(DeskScreen)
    assert office.read_in_common().common.hours == hours(fri="8-17")
