"""Passphrases at the desk: set, tried in vain, issued; sessions on record."""

import threading
from collections.abc import Callable

import pytest

from p2p_tui.access.passphrases import Digests, made_up
from p2p_tui.desk import Desk, Office
from p2p_tui.desk.passphrases import NOBODY, TO_SIGN_IN, anybody_has_one, let_in, sign_in
from p2p_tui.domain.errors import DeskError, Mistyped, NotFound, Refused
from p2p_tui.store import passphrases as store
from p2p_tui.store.models import EventRow, PayloadRow
from tests.house import FixedClock

MINE = "a lamp in every window"
DeskOf = Callable[[str], Desk]


def on_record(office: Office, *moves: str) -> list[tuple[str, str, str]]:
    """Who did which of these moves, under which account."""
    with office.store.explained():
        rows = EventRow.select().where(EventRow.move.in_(moves)).order_by(EventRow.seq)
        return [(row.actor, row.account, row.move) for row in rows]


def test_whoever_has_one_proves_it_and_nobody_else_does(desk_of: DeskOf) -> None:
    ana = desk_of("ana")
    assert not ana.has_passphrase()
    ana.set_passphrase(MINE)
    assert ana.has_passphrase()
    ana.prove(MINE, "to sign off")
    for typed in (MINE.upper(), MINE + " ", ""):
        with pytest.raises(Mistyped, match="not the passphrase"):
            ana.prove(typed, "to sign off")


def test_nobody_proves_what_they_do_not_have(desk_of: DeskOf) -> None:
    with pytest.raises(DeskError, match="no passphrase yet"):
        desk_of("ana").prove("", "to sign off")


def test_another_one_takes_the_old_one(desk_of: DeskOf, office: Office) -> None:
    ana = desk_of("ana")
    ana.set_passphrase(MINE)
    with pytest.raises(Mistyped, match="not the passphrase"):
        ana.set_passphrase("another lamp altogether", "no idea at all")
    with pytest.raises(Mistyped, match="the one that you have"):
        ana.set_passphrase(MINE, MINE)
    ana.set_passphrase("another lamp altogether", MINE)
    ana.prove("another lamp altogether", "to sign off")
    assert [move for *_, move in on_record(office, "passphrase_set", "passphrase_failed")] == [
        "passphrase_set", "passphrase_failed", "passphrase_set",
    ]  # fmt: skip


def test_tries_in_vain_cost_ever_more_time_and_never_lock_anybody_out(
    desk_of: DeskOf, clock: FixedClock
) -> None:
    ana = desk_of("ana")
    ana.set_passphrase(MINE)
    waits = []
    for _ in range(12):
        with pytest.raises(Mistyped) as no:
            ana.prove("a wrong one, surely", TO_SIGN_IN)
        if "wait" not in str(no.value):
            waits.append(0)
            continue
        seconds = int(str(no.value).split("wait ")[1].split()[0])
        waits.append(seconds)
        with pytest.raises(Mistyped, match=f"wait {seconds} s"):
            ana.prove(MINE, TO_SIGN_IN)
        clock.on(seconds=seconds)
        with pytest.raises(Mistyped, match="not the passphrase"):
            ana.prove("a wrong one, surely", TO_SIGN_IN)
    assert waits == [0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]
    clock.on(seconds=60)
    assert ana.prove(MINE, TO_SIGN_IN) == 12
    with pytest.raises(Mistyped, match="not the passphrase"):
        ana.prove("a wrong one, surely", TO_SIGN_IN)
    ana.prove(MINE, TO_SIGN_IN)


def test_many_who_guess_at_once_have_no_more_tries_than_one(
    desk_of: DeskOf, office: Office
) -> None:
    ana = desk_of("ana")
    ana.set_passphrase(MINE)
    barrier, said = threading.Barrier(4), []

    def guess() -> None:
        barrier.wait()
        try:
            ana.prove("a wrong one, surely", TO_SIGN_IN)
        except Mistyped as no:
            said.append(str(no))
        finally:
            office.store.release()

    guessing = [threading.Thread(target=guess) for _ in range(4)]
    for one in guessing:
        one.start()
    for one in guessing:
        one.join()
    looked_at = sum("not the passphrase" in one for one in said)
    assert len(said) == 4
    with office.store.explained():
        known = store.get("ana")
    assert known is not None
    assert known.tries == looked_at


def test_an_issued_one_works_until_ones_own_is_set_and_for_three_days(
    desk_of: DeskOf, office: Office, clock: FixedClock
) -> None:
    lena, ben = desk_of("lena"), desk_of("ben")
    first = lena.issue_passphrase("ben")
    assert len(first) >= 24
    assert ben.needs_new_passphrase()
    ben.prove(first, TO_SIGN_IN)
    ben.set_passphrase(MINE, first)
    assert not ben.needs_new_passphrase()
    assert on_record(office, "passphrase_issued")[0][0] == "lena"
    again = lena.issue_passphrase("ben")
    clock.on(days=3, seconds=1)
    with pytest.raises(Mistyped, match="has run out"):
        ben.prove(again, TO_SIGN_IN)
    with pytest.raises(Refused, match="may not look after staff"):
        desk_of("tina").issue_passphrase("ben")
    for nobody in ("zoe", "(account)"):
        with pytest.raises(NotFound):
            lena.issue_passphrase(nobody)


def test_signing_in_tells_nobody_who_is_on_the_desk(desk_of: DeskOf, office: Office) -> None:
    desk_of("ana").set_passphrase(MINE)
    said = set()
    for username in ("ana", "zoe", "tina", "(account)", "", "ana\x1b[2J"):
        with pytest.raises(Mistyped) as no:
            sign_in(office, username, "a wrong one, surely", "passphrase:desk")
        said.add(str(no.value))
    assert len(said) == 1
    tried = on_record(office, "passphrase_failed")
    assert [actor for actor, *_ in tried] == ["ana", *[NOBODY] * 5]
    assert {account for _, account, _ in tried} == {"passphrase:desk"}
    sign_in(office, "ana", MINE, "passphrase:desk")


def test_a_disabled_person_does_not_sign_in(desk_of: DeskOf, office: Office) -> None:
    ana = desk_of("ana")
    ana.set_passphrase(MINE)
    gone = ana.me.model_copy(update={"disabled": True})
    office.put_staff([gone], by=None, account="os:tests")
    with pytest.raises(Mistyped, match="not the passphrase"):
        sign_in(office, "ana", MINE, "passphrase:desk")
    with pytest.raises(DeskError, match="disabled"):
        ana.unlock(MINE)


def test_no_passphrase_is_written_down_anywhere(desk_of: DeskOf, office: Office) -> None:
    ana = desk_of("ana")
    ana.set_passphrase(MINE)
    with pytest.raises(Mistyped):
        ana.prove("a mistyped lamp here", TO_SIGN_IN)
    issued = desk_of("lena").issue_passphrase("ben")
    with office.store.explained():
        known = store.get("ana")
        bodies = [row.body for row in PayloadRow.select()]
    assert known is not None
    assert known.digest.startswith("$argon2id$")
    for words in (MINE, "a mistyped lamp here", issued):
        assert not any(words in text for text in (*bodies, known.digest))


def test_a_session_that_begins_locks_and_ends_is_on_record(desk_of: DeskOf, office: Office) -> None:
    ana = desk_of("ana")
    ana.set_passphrase(MINE)
    ana.signed_in()
    ana.lock()
    ana.unlock(MINE)
    ana.signed_out()
    moves = ("signed_in", "locked", "unlocked", "signed_out")
    assert [move for *_, move in on_record(office, *moves)] == list(moves)


def test_whoever_is_turned_away_is_on_record(desk_of: DeskOf, office: Office) -> None:
    gone = desk_of("ana").me.model_copy(update={"disabled": True})
    office.put_staff([gone], by=None, account="os:tests")
    assert let_in(office, "ben", "ssh:desk@192.0.2.7").name == "Ben Cole"
    for username in ("ana", "mallory", "(account)"):
        with pytest.raises(NotFound):
            let_in(office, username, "ssh:desk@192.0.2.7")
    assert on_record(office, "turned_away") == [
        ("ana", "ssh:desk@192.0.2.7", "turned_away"),
        *[(NOBODY, "ssh:desk@192.0.2.7", "turned_away")] * 2,
    ]


def test_it_is_known_whether_anybody_signs_in_by_passphrase(
    desk_of: DeskOf, office: Office
) -> None:
    assert not anybody_has_one(office)
    desk_of("ana").set_passphrase(MINE)
    assert anybody_has_one(office)


def test_digests_cost_what_is_recommended_and_are_made_anew_where_they_cost_less() -> None:
    light, full = Digests(light=True), Digests()
    cheap = light.of(MINE)
    assert full.fits(cheap, MINE)
    assert full.is_weak(cheap)
    strong = full.of(MINE)
    assert strong.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert not full.is_weak(strong)
    assert not full.fits(strong, MINE + "x")
    assert not full.fits("no digest at all", MINE)
    assert full.of(MINE) != strong


def test_what_is_made_up_can_be_said_and_is_never_the_same() -> None:
    made = {made_up() for _ in range(200)}
    assert len(made) == 200
    assert all(one.replace(" ", "").isalpha() and one.isascii() for one in made)
