"""Who one is, at real terminals: signing in by passphrase, the lock, the end of one's rights."""

import time

import pytest

from p2p_tui.desk import Desk
from tests.house import ACCOUNT, KIM
from tests.journeys.premises import Premises, new_request
from tests.journeys.terminal import Terminal

pytestmark = pytest.mark.journey

MINE = "a lamp in every window"
FEED_SECONDS = 5.0


def give_passphrase(premises: Premises, *usernames: str) -> None:
    with premises.office() as office:
        for username in usernames:
            Desk(office, username, account=ACCOUNT).set_passphrase(MINE)


def says(terminal: Terminal, asked: str, typed: str) -> None:
    terminal.wait_for(lambda lines: asked in "".join(lines).rstrip()[-len(asked) - 1 :])
    terminal.type(f"{typed}\r")


def moves(premises: Premises, username: str) -> list[str]:
    """What somebody's sessions left in the record, with the accounts."""
    from p2p_tui.store.models import EventRow

    names = ("signed_in", "passphrase_failed", "passphrase_set", "locked", "unlocked", "signed_out")
    with premises.office() as office, office.store.explained():
        rows = EventRow.select().where(EventRow.move.in_(names) & (EventRow.actor == username))
        return [
            f"{row.move} {row.account.partition(':')[0]}" for row in rows.order_by(EventRow.seq)
        ]


def test_a_login_that_is_nobodys_asks_for_name_and_passphrase(premises: Premises) -> None:
    give_passphrase(premises, "tina")
    terminal = premises.fork()
    says(terminal, "Your username:", "tina")
    says(terminal, "Your passphrase:", "something else entirely")
    terminal.wait_for("not the passphrase")
    assert not terminal.shows("something else")
    says(terminal, "Your username:", "tina")
    says(terminal, "Your passphrase:", MINE)
    terminal.wait_for("Nobody is waiting")
    terminal.wait_for("Tina Park")
    assert terminal.leave() == 0
    assert MINE not in terminal.raw.decode()
    assert moves(premises, "tina") == [
        "passphrase_set os", "passphrase_failed passphrase", "signed_in passphrase",
        "signed_out passphrase",
    ]  # fmt: skip


def test_a_passphrase_that_somebody_else_made_is_good_for_one_that_is_ones_own(
    premises: Premises,
) -> None:
    said = premises.run("passphrase", "--issue", "ben", "--as", "lena")
    first = said.splitlines()[0].partition(": ")[2]
    terminal = premises.fork()
    says(terminal, "Your username:", "ben")
    says(terminal, "Your passphrase:", first)
    terminal.wait_for("Somebody else made that one")
    says(terminal, "A new passphrase:", "short")
    says(terminal, "The same again:", "short")
    terminal.wait_for("12 letters at least")
    says(terminal, "A new passphrase:", MINE)
    says(terminal, "The same again:", MINE)
    terminal.wait_for("Ben Cole")
    assert terminal.leave() == 0
    again = premises.fork()
    says(again, "Your username:", "ben")
    says(again, "Your passphrase:", first)
    again.wait_for("not the passphrase")


def test_a_locked_terminal_holds_nothing_of_the_desk(premises: Premises) -> None:
    (request,) = premises.place(KIM)
    give_passphrase(premises, "tina")
    technician = premises.sit("tina")
    technician.wait_for(request.ref)
    new_request(technician)
    technician.type("Dr. Amara Bello-Quist")
    technician.wait_for("draft kept")
    technician.press("escape")
    technician.wait_for(request.ref)
    technician.press("L")
    shown = "\n".join(technician.wait_for("LOCKED"))
    technician.wait_for_bytes(b"\x1b[3J")
    for word in (request.ref, KIM.contact_name, KIM.drug_name, "Bello", "Callbacks"):
        assert word not in shown
    for key in ("1", "3", "n", "q"):
        technician.press(key)
    technician.press(*["backspace"] * 4)
    technician.type(f"{MINE}x\r")
    technician.wait_for("not the passphrase")
    technician.type(f"{MINE}\r")
    technician.wait_for(request.ref)
    assert technician.leave() == 0
    assert MINE not in technician.raw.decode()
    assert moves(premises, "tina")[1:] == [
        "signed_in os", "locked os", "passphrase_failed os", "unlocked os", "signed_out os",
    ]  # fmt: skip


def test_disabling_somebody_ends_their_session_within_the_feeds_time(premises: Premises) -> None:
    technician = premises.sit("tina")
    technician.wait_for("Nobody is waiting")
    new_request(technician)
    technician.type("Dr. Amara Bello-Quist")
    technician.line_with("Contact name", "Bello-Quist")
    began = time.monotonic()
    premises.run("staff", "disable", "tina")
    assert technician.ended(within=FEED_SECONDS) == 1
    assert time.monotonic() - began < FEED_SECONDS
    assert "Tina Park is disabled on this desk" in technician.text.replace("\n", "")
    with premises.office() as office:
        left = Desk(office, "lena", account=ACCOUNT).begun().left_behind
        assert [one.body["contact_name"] for one in left] == ["Dr. Amara Bello-Quist"]
    back = premises.sit("tina")
    assert back.ended() == 1
