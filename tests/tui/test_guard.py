"""Who may go on with a session: it locks when left alone, and ends with its person's rights."""

from datetime import timedelta

import pytest
from textual.widgets import Input

from p2p_tui.desk import Desk, Office
from p2p_tui.domain.documenting import TABLE
from p2p_tui.domain.people import Role
from p2p_tui.domain.request import Determination
from p2p_tui.domain.safety import Safety
from p2p_tui.store import requests
from p2p_tui.store.models import EventRow
from p2p_tui.training.synthetic import PASSPHRASE
from p2p_tui.tui.guard import CLEAR_SCROLLBACK
from p2p_tui.tui.screens.audit import AuditScreen
from p2p_tui.tui.screens.desk import DeskScreen
from p2p_tui.tui.screens.document import DocumentScreen
from p2p_tui.tui.screens.emergency import EmergencyScreen, LendScreen, ReviewScreen
from p2p_tui.tui.screens.help import HelpScreen
from p2p_tui.tui.screens.locked import LockScreen
from p2p_tui.tui.screens.new_request import NewRequestScreen
from p2p_tui.tui.screens.passphrase import PassphraseScreen
from tests.documented import needed
from tests.house import FixedClock
from tests.tui.sitting import Seat, desk_of, sits

AGAIN = "another few words of mine"


def on_record(office: Office, *moves: str) -> list[str]:
    with office.store.explained():
        rows = EventRow.select().where(EventRow.move.in_(moves)).order_by(EventRow.seq)
        return [f"{row.actor} {row.move}" for row in rows]


def set_safety(office: Office, **safety: object) -> None:
    lena = desk_of(office, "lena")
    now = office.read_in_common()
    common = now.common.model_copy(update={"safety": Safety.model_validate(safety)})
    lena.set_common(common, now.version)


async def locked(seat: Seat) -> LockScreen:
    await seat.until(lambda: isinstance(seat.app.screen, LockScreen))
    return seat.front(LockScreen)


async def unlock(seat: Seat, typed: str = PASSPHRASE) -> None:
    await seat.write(typed)
    await seat.press("enter")


async def test_a_locked_session_shows_nothing_of_the_desk(office: Office) -> None:
    written: list[str] = []
    async with sits(office, "ana") as seat:
        seat.app.write_to_terminal = written.append  # type: ignore[method-assign, assignment]
        assert "P2P-10" in seat.screen()
        await seat.press("L")
        await locked(seat)
        shown = seat.screen()
        assert "LOCKED" in shown
        assert "P2P-10" not in shown
        words = set(shown.split())
        assert not words & {"Ozempic", "Cosentyx", "Desk", "waiting", "READY"}
        assert CLEAR_SCROLLBACK in written
        assert not office.roster().idle or "ana" in office.roster().idle


async def test_no_key_but_the_passphrase_does_anything_on_it(office: Office) -> None:
    async with sits(office, "ana") as seat:
        await seat.press("L")
        screen = await locked(seat)
        for key in ("1", "n", "q", "?", "tab", "ctrl+p", "ctrl+q", "ctrl+s", "L", "ctrl+c"):
            await seat.press(key)
            assert seat.app.screen is screen, key
        assert seat.app.is_running
        screen.query_one(Input).value = ""
        await unlock(seat)
        seat.front(DeskScreen)
        assert on_record(office, "locked", "unlocked") == ["ana locked", "ana unlocked"]


async def test_a_wrong_passphrase_leaves_it_locked_and_is_on_record(office: Office) -> None:
    async with sits(office, "ana") as seat:
        await seat.press("L")
        await locked(seat)
        await unlock(seat, "not mine at all")
        assert "not the passphrase" in seat.said("#lock-problem")
        assert seat.app.screen.query_one(Input).value == ""
        seat.front(LockScreen)
        assert on_record(office, "passphrase_failed") == ["ana passphrase_failed"]
        await unlock(seat)
        seat.front(DeskScreen)
        assert "1 try was in vain" in seat.news


async def test_what_is_typed_is_there_again_and_was_kept_as_a_draft(office: Office) -> None:
    async with sits(office, "raj") as seat:
        await seat.press("n")
        await seat.write("Kim Osei")
        form = seat.front(NewRequestScreen)
        seat.app.guard.lock()
        await locked(seat)
        (draft,) = desk_of(office, "raj").drafts()
        assert draft.body["contact_name"] == "Kim Osei"
        assert "Kim" not in seat.screen()
        await unlock(seat)
        assert seat.app.screen is form
        assert seat.held("contact_name") == "Kim Osei"
        await seat.write("!")
        assert seat.held("contact_name") == "Kim Osei!"


async def test_a_session_that_is_left_alone_locks_after_the_time_that_is_set(
    office: Office, clock: FixedClock
) -> None:
    set_safety(office, lock_after=3)
    async with sits(office, "raj") as seat:
        clock.on(seconds=179)
        seat.app.guard.look()
        seat.front(DeskScreen)
        await seat.press("down")
        clock.on(seconds=179)
        seat.app.guard.look()
        seat.front(DeskScreen)
        clock.on(seconds=1)
        seat.app.guard.look()
        await locked(seat)
        seat.app.guard.look()
        await unlock(seat)
        seat.app.guard.look()
        seat.front(DeskScreen)


async def test_it_never_locks_during_a_call(office: Office, clock: FixedClock) -> None:
    async with sits(office, "ana") as seat:
        request = desk_of(office, "ana").snapshot().requests
        ready = next(one for one in request if one.holder == "ana" and one.status.value == "ready")
        moved = desk_of(office, "tina").make("transfer", ready.ref, ready.version)
        await seat.hears_of(moved)
        clock.on(minutes=45)
        seat.app.guard.look()
        seat.front(DeskScreen)
        await seat.select(moved.ref)
        await seat.press("e")
        clock.on(minutes=10)
        await seat.until(lambda: "ana" not in seat.app.ledger.roster.calls.values())
        seat.app.guard.look()
        await locked(seat)


async def test_whoever_has_no_passphrase_ends_by_locking(empty_office: Office) -> None:
    async with sits(empty_office, "raj") as seat:
        await seat.press("n")
        await seat.write("Kim")
        seat.app.guard.lock()
        await seat.pilot._wait_for_screen()
        await seat.until_so(lambda: seat.app.return_code is not None)
    assert seat.app.return_code == 0
    assert "no passphrase" in seat.app.said_at_end
    (draft,) = Desk(empty_office, "raj").drafts()
    assert draft.body["contact_name"] == "Kim"


async def test_escape_ends_a_locked_session(office: Office) -> None:
    async with sits(office, "raj") as seat:
        await seat.press("L")
        await locked(seat)
        seat.strike("escape")
        await seat.pilot._wait_for_screen()
    assert seat.app.return_code == 0


async def test_a_form_that_is_saved_while_the_session_locks_is_gone_when_it_opens(
    office: Office,
) -> None:
    async with sits(office, "raj") as seat:
        await seat.press("n")
        await seat.fill(contact_name="Kim Osei")
        form = seat.front(NewRequestScreen)
        form.action_save()
        seat.app.guard.lock()
        await locked(seat)
        assert desk_of(office, "raj").drafts() == ()
        await unlock(seat)
        await seat.until(lambda: seat.app.screen is not form)
        seat.front(DeskScreen)


async def test_a_screen_that_comes_up_meanwhile_waits_behind_the_lock(office: Office) -> None:
    async with sits(office, "raj") as seat:
        about = HelpScreen(seat.desk_screen)
        await seat.press("L")
        await locked(seat)
        seat.app.bring_up(about)
        await seat.settle()
        seat.front(LockScreen)
        await unlock(seat)
        seat.front(HelpScreen)


# -- its person's rights


async def test_disabling_somebody_ends_their_session_and_keeps_what_they_type(
    office: Office,
) -> None:
    async with sits(office, "raj") as seat:
        await seat.press("n")
        await seat.write("Kim")
        gone = office.person("raj").model_copy(update={"disabled": True})
        office.put_staff([gone], by=office.person("lena"), account="os:tests")
        await seat.until_so(lambda: seat.app.return_code is not None)
        await seat.pilot._wait_for_screen()
    assert seat.app.return_code == 1
    assert "Raj Patel is disabled on this desk" in seat.app.said_at_end
    with office.store.explained():
        from p2p_tui.store.people import drafts

        (draft,) = drafts("raj")
    assert draft.body["contact_name"] == "Kim"


async def test_whoever_works_with_requests_no_more_sees_none(office: Office) -> None:
    async with sits(office, "raj") as seat:
        now = office.person("raj").model_copy(update={"roles": frozenset({Role.ADMIN})})
        office.put_staff([now], by=office.person("lena"), account="os:tests")
        await seat.until_so(lambda: seat.app.return_code is not None)
        await seat.pilot._wait_for_screen()
    assert seat.app.return_code == 1


async def test_emergency_access_is_told_and_its_keys_work_until_it_ends(
    office: Office, clock: FixedClock
) -> None:
    async with sits(office, "raj") as seat:
        lena = desk_of(office, "lena")
        one = lena.lend("raj", Role.PHARMACIST, timedelta(minutes=30), "both are ill")
        await seat.until(lambda: seat.app.ledger.me.lent)
        assert "· pharmacist until 3:01 PM" in seat.screen().splitlines()[1]
        await seat.select("P2P-1015")
        assert "acknowledge" in seat.screen().splitlines()[-1]
        lena.end_lending(one.id)
        await seat.until(lambda: not seat.app.ledger.me.lent)
        assert "pharmacist until" not in seat.screen().splitlines()[1]
        assert "acknowledge" not in seat.screen().splitlines()[-1]


# -- emergency access, by a lead


async def test_a_lead_lends_ends_and_cannot_review_what_they_lent(
    office: Office, clock: FixedClock
) -> None:
    leo = office.person("lena").model_copy(update={"username": "leo", "name": "Leo Haas"})
    office.put_staff([leo], by=None, account="os:tests")
    async with sits(office, "lena") as seat:
        await seat.press("E")
        seat.front(EmergencyScreen)
        assert "No role was ever lent" in seat.screen()
        await seat.press("n")
        seat.front(LendScreen)
        await seat.press("ctrl+s")
        assert "To whom" in seat.said("#problem")
        await seat.write("raj patel")
        await seat.press("ctrl+s")
        assert "Choose a role" in seat.said("#problem")
        await seat.press("2")
        await seat.fill(span="later")
        await seat.press("ctrl+s")
        assert "like 2 h" in seat.said("#problem")
        seat.field("span").fill("90 min")
        await seat.press("ctrl+s")
        assert "Say why" in seat.said("#problem")
        assert seat.focused() == "reason"
        await seat.write("two are ill")
        await seat.press("ctrl+s")
        seat.front(EmergencyScreen)
        assert "Raj Patel as a pharmacist until 4:01 PM EST: runs" in seat.screen()
        await seat.press("enter")
        assert "still runs" in seat.news
        await seat.press("delete")
        await seat.until(lambda: "to review" in seat.screen())
        await seat.press("enter")
        seat.front(ReviewScreen)
        await seat.write("all in order")
        await seat.press("ctrl+s")
        assert "Leo Haas does" in seat.said("#problem")
    async with sits(office, "leo") as seat:
        await seat.press("E", "enter")
        await seat.write("all in order")
        await seat.press("ctrl+s")
        assert ": reviewed" in seat.screen()
        await seat.press("enter")
        assert seat.news == "Leo Haas: all in order"


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
async def test_what_waits_for_a_review_stands_on_a_leads_board(office: Office) -> None:
    lena = desk_of(office, "lena")
    lena.end_lending(lena.lend("raj", Role.PHARMACIST, timedelta(hours=1), "ill").id)
    async with sits(office, "lena") as seat:
        await seat.press("4")
        await seat.until(lambda: "emergency access to review" in seat.screen())
    async with sits(office, "ana") as seat:
        await seat.press("4")
        await seat.until(lambda: "callers waiting" in seat.screen())
        assert "emergency" not in seat.screen()


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
async def test_nobody_else_sees_emergency_access(office: Office) -> None:
    async with sits(office, "ana") as seat:
        await seat.press("E")
        seat.front(DeskScreen)
        assert "A lead lends a role" in seat.news


# -- passphrases


async def test_one_sets_another_passphrase_and_types_it_in_the_dark(office: Office) -> None:
    async with sits(office, "raj") as seat:
        await seat.press("P")
        seat.front(PassphraseScreen)
        await seat.fill(passphrase="not mine at all", new=AGAIN, again=AGAIN)
        assert AGAIN not in seat.screen()
        await seat.press("ctrl+s")
        assert "not the passphrase" in seat.said("#problem")
        assert seat.focused() == "passphrase"
        seat.field("passphrase").fill(PASSPHRASE)
        seat.field("again").fill(AGAIN + "x")
        await seat.press("ctrl+s")
        assert "not the same" in seat.said("#problem")
        seat.field("new").fill("short")
        seat.field("again").fill("short")
        await seat.press("ctrl+s")
        assert "12 letters at least" in seat.said("#problem")
        seat.field("new").fill(AGAIN)
        seat.field("again").fill(AGAIN)
        await seat.press("ctrl+s")
        assert "is set" in seat.news
        await seat.press("L")
        await locked(seat)
        await unlock(seat, AGAIN)
        seat.front(DeskScreen)
    assert desk_of(office, "raj").drafts() == ()


async def test_a_determination_is_signed_off_where_the_desk_is_set_so(office: Office) -> None:
    set_safety(office, sign_off=True)
    determination = next(iter(TABLE))
    given = {name: one for name, one in needed(determination).items() if isinstance(one, str)}
    del given["determination"]
    async with sits(office, "ana", (120, 50)) as seat:
        await seat.select("P2P-1006")
        await seat.press("d")
        seat.front(DocumentScreen)
        await seat.go_to("determination")
        await seat.press(str(list(Determination).index(determination) + 1))
        await seat.fill(heard="A1c of 8.4", spoke_with="Dr. Abara", **given)
        await seat.press("ctrl+s")
        assert "Sign off with your passphrase" in seat.said("#problem")
        assert seat.focused() == "passphrase"
        await seat.write("not mine at all")
        await seat.press("ctrl+s")
        assert "not the passphrase" in seat.said("#problem")
        kept = desk_of(office, "ana").drafts()
        assert all("passphrase" not in one.body for one in kept)
        assert "not mine at all" not in str([one.body for one in kept])
        seat.field("passphrase").fill(PASSPHRASE)
        await seat.press("ctrl+s")
        seat.front(DeskScreen)
    last = requests.history("P2P-1006")[-1]
    assert (last.move, last.given["signed_off"]) == ("document", True)
    assert PASSPHRASE not in str(last)


# -- who saw what


async def test_a_lead_sees_who_saw_a_requests_member_and_that_is_on_record(office: Office) -> None:
    desk_of(office, "tina").look("P2P-1012")
    async with sits(office, "lena", (120, 40)) as seat:
        await seat.select("P2P-1012")
        await seat.press("W")
        seat.front(AuditScreen)
        await seat.until(lambda: "Tina Park (tina," in seat.screen())
        shown = seat.screen()
        assert "WHO SAW THIS" in shown
        request = requests.get("P2P-1012")
        assert request is not None
        for secret in (request.member_id, request.contact_name, request.phone):
            assert secret not in shown
        assert request.member_id[-4:] in shown
        await seat.press("escape")
        seat.front(DeskScreen)
    assert on_record(office, "audit_read") == ["lena audit_read"]


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
@pytest.mark.parametrize("username", ["ana", "tina"])
async def test_nobody_else_sees_who_saw_what(office: Office, username: str) -> None:
    async with sits(office, username) as seat:
        await seat.press("W")
        seat.front(DeskScreen)
        assert "A lead reads the record" in seat.news
    assert on_record(office, "audit_read") == []


async def test_a_form_that_takes_the_place_of_another_meanwhile_waits_behind_the_lock(
    office: Office,
) -> None:
    async with sits(office, "raj") as seat:
        await seat.press("n")
        form, another = seat.front(NewRequestScreen), NewRequestScreen("another", {})
        seat.app.guard.lock()
        await locked(seat)
        seat.app.turn_to(another)
        await seat.settle()
        seat.front(LockScreen)
        assert form in seat.app.screen_stack
        await unlock(seat)
        await seat.until(lambda: seat.app.screen is another)
        assert form not in seat.app.screen_stack
