"""Whoever has the key and takes the guards away: what they change is told, and where it begins.

Each kind of tampering is tried on a copy of one desk's record, and undone by leaving the
transaction that it was done in. ``anchored`` says that a head was kept outside before.
"""

import os
import stat
import syslog
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from p2p_tui.desk import Office
from p2p_tui.desk.office import OfficeDamagedError
from p2p_tui.domain.retention import PURGED
from p2p_tui.store import chain
from p2p_tui.store.anchors import Anchorage, AnchorError, Kept
from p2p_tui.store.chain import Found, Verdict
from p2p_tui.store.digests import GENESIS, event_digest, payload_digest
from p2p_tui.store.models import EventRow
from tests.house import (
    ENGINES,
    FRIDAY,
    KIM,
    Address,
    FixedClock,
    furnish,
    sit,
    through,
    unguard,
)

AT = 12
"""Which event is tampered with."""
KEPT_AT = 10
"""Of which event the older of two heads was kept outside; the newer is of the last."""


@dataclass
class Scene:
    """A desk whose guards were taken away, and what was kept outside of it before."""

    office: Office
    kept: Kept
    newest: int

    def sql(self, statement: str, *values: object) -> int:
        database = self.office.store.engine.database
        marks = statement.replace("?", database.param)
        return int(database.execute_sql(marks, values).rowcount)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        return list(self.office.store.engine.database.execute_sql(statement).fetchall())

    def rehash(self, first: int, last: int | None = None) -> None:
        """Write the chain anew from an event on, so that it holds in itself up to ``last``."""
        names = [name for name in EventRow._meta.sorted_field_names if name != "digest"]
        previous = EventRow.get_by_id(first - 1).digest if first > 1 else GENESIS
        last = last or self.newest
        for row in self.rows(
            f"SELECT {', '.join(names)} FROM event WHERE seq BETWEEN {first} AND {last} ORDER BY 1"
        ):
            columns = {**dict(zip(names, row, strict=True)), "previous": previous}
            self.sql("UPDATE event SET previous = ?, digest = ? WHERE seq = ?",
                     previous, previous := event_digest(columns), columns["seq"])  # fmt: skip


def a_day(office: Office) -> None:
    def desk_of(username: str) -> Any:
        return sit(office, username)

    for _ in range(2):
        through(desk_of, desk_of("tina").place(KIM), "acknowledge", "ready", "transfer", "end_call")
    desk_of("lena").look("P2P-1001")


@pytest.fixture(scope="module", params=["sqlcipher", "postgresql"])
def scene(request: pytest.FixtureRequest) -> Iterator[Scene]:
    """One desk for all kinds: each is rolled back."""
    with ENGINES[request.param]() as address:
        office = furnish(address.open(FixedClock()))
        a_day(office)
        newest = office.head()
        assert newest is not None
        older = EventRow.get_by_id(KEPT_AT).digest
        kept = Kept((replace(newest, seq=KEPT_AT, digest=older), newest))
        assert office.verify(kept).found is Found.FINE
        assert office.verify(kept).anchored == newest
        unguard(office)
        yield Scene(office, kept, newest.seq)
        office.close()


def altered_words(one: Scene) -> None:
    assert one.sql("UPDATE payload SET body = replace(body, 'Osei', 'Osie') WHERE seq = 8") == 1


def altered(column: str, value: str) -> Callable[[Scene], None]:
    def tamper(one: Scene) -> None:
        assert one.sql(f"UPDATE event SET {column} = ? WHERE seq = {AT}", value) == 1

    return tamper


def rehashed_alone(one: Scene) -> None:
    altered("actor", "ben")(one)
    one.rehash(AT, AT)


def removed(one: Scene) -> None:
    assert one.sql("DELETE FROM event WHERE seq = ?", AT) == 1
    assert one.sql("DELETE FROM payload WHERE seq = ?", AT) == 1


def removed_and_closed_up(one: Scene) -> None:
    removed(one)
    for seq in range(AT + 1, one.newest + 1):
        for table in ("event", "payload"):
            one.sql(f"UPDATE {table} SET seq = ? WHERE seq = ?", seq - 1, seq)


def inserted(one: Scene) -> None:
    for seq in range(one.newest, AT - 1, -1):
        for table in ("event", "payload"):
            one.sql(f"UPDATE {table} SET seq = ? WHERE seq = ?", seq + 1, seq)
    one.sql(
        "INSERT INTO event SELECT ?, 'forged', at, 'ben', account, move, request_id, version,"
        " payload_digest, previous, digest FROM event WHERE seq = ?", AT, AT + 1,
    )  # fmt: skip
    one.sql("INSERT INTO payload SELECT ?, salt, body FROM payload WHERE seq = ?", AT, AT + 1)


def cut(one: Scene) -> None:
    for table in ("event", "payload"):
        assert one.sql(f"DELETE FROM {table} WHERE seq > ?", one.newest - 3) == 3


def cut_but_for_words(one: Scene) -> None:
    assert one.sql("DELETE FROM event WHERE seq > ?", one.newest - 3) == 3


def emptied(one: Scene) -> None:
    for table in ("event", "payload"):
        one.sql(f"DELETE FROM {table}")


def rewritten(one: Scene) -> None:
    altered("actor", "ben")(one)
    one.rehash(AT)


def rewritten_from_the_first(one: Scene) -> None:
    one.sql("UPDATE event SET at = ? WHERE seq = 1", "2020-01-01T00:00:00.000000Z")
    one.rehash(1)


def cut_and_gone_on(one: Scene) -> None:
    cut(one)
    for number in range(4):
        chain.append(
            chain.NewEvent(f"new{number}", FRIDAY, "ben", "os:x", "viewed", 1001, None, {})
        )


def swapped(one: Scene) -> None:
    for table in ("event", "payload"):
        for old, new in ((AT, 9012), (AT + 1, AT), (9012, AT + 1)):
            one.sql(f"UPDATE {table} SET seq = ? WHERE seq = ?", new, old)


def words_removed(one: Scene) -> None:
    assert one.sql("DELETE FROM payload WHERE seq = ?", AT) == 1


def forged_disposal(one: Scene) -> None:
    words_removed(one)
    given = {
        "payloads": 1, "proof": payload_digest("a", "b"), "numbers": [[1001, 1002]], "events": [],
        "moves": [],
    }  # fmt: skip
    chain.append(
        chain.NewEvent("forged", FRIDAY, "ben", "os:x", PURGED, None, None, {"given": given})
    )


KINDS: dict[str, tuple[Callable[[Scene], None], Found, Callable[[Scene], int]]] = {
    "what it carried": (altered_words, Found.ALTERED, lambda one: 8),
    "who": (altered("actor", "ben"), Found.ALTERED, lambda one: AT),
    "when": (altered("at", "2026-11-20T19:31:08.000000Z"), Found.ALTERED, lambda one: AT),
    "what": (altered("move", "message"), Found.ALTERED, lambda one: AT),
    "digest of one alone": (rehashed_alone, Found.ALTERED, lambda one: AT + 1),
    "one removed": (removed, Found.ALTERED, lambda one: AT),
    "one removed, closed up": (removed_and_closed_up, Found.ALTERED, lambda one: AT),
    "one put in": (inserted, Found.ALTERED, lambda one: AT),
    "two swapped": (swapped, Found.ALTERED, lambda one: AT),
    "words removed": (words_removed, Found.ALTERED, lambda one: AT),
    "a forged disposal": (forged_disposal, Found.ALTERED, lambda one: one.newest + 1),
    "the last cut": (cut, Found.CUT, lambda one: one.newest - 2),
    "the last cut, words left": (cut_but_for_words, Found.CUT, lambda one: one.newest - 2),
    "all of it": (emptied, Found.CUT, lambda one: 1),
    "cut, and gone on": (cut_and_gone_on, Found.REPLACED, lambda one: one.newest),
    "rewritten in itself": (rewritten, Found.REPLACED, lambda one: one.newest),
    "rewritten from the first": (rewritten_from_the_first, Found.REPLACED, lambda one: 1),
}


class _Enough(Exception):
    """What was tampered with is as it was."""


def tampered(one: Scene, tamper: Callable[[Scene], None], kept: Kept | None) -> Verdict:
    """What is found of a record that was tampered with; it is put back."""
    found: list[Verdict] = []
    try:
        with one.office.store.engine.database.atomic():
            tamper(one)
            found.append(one.office.verify(kept))
            raise _Enough
    except _Enough:
        return found[0]


@pytest.mark.parametrize("kind", list(KINDS))
def test_tampering_is_told_and_the_first_bad_event_named(scene: Scene, kind: str) -> None:
    tamper, found, first = KINDS[kind]
    verdict = tampered(scene, tamper, scene.kept)
    assert (verdict.found, verdict.first_bad) == (found, first(scene)), verdict
    assert verdict.problem
    assert scene.office.verify(scene.kept).found is Found.FINE, "it was put back"


@pytest.mark.parametrize("kind", ["the last cut", "all of it", "cut, and gone on",
                                  "rewritten in itself", "rewritten from the first"])  # fmt: skip
def test_what_holds_in_itself_is_told_by_what_is_kept_outside_and_by_nothing_else(
    scene: Scene, kind: str
) -> None:
    assert tampered(scene, KINDS[kind][0], None).found is Found.FINE


def test_a_record_that_was_rewritten_behind_a_head_still_fits_that_one(scene: Scene) -> None:
    verdict = tampered(scene, rewritten, scene.kept)
    assert verdict.anchored is not None
    assert verdict.anchored.seq == KEPT_AT
    # A head that was kept after it was rewritten makes the older one no better.
    forged = scene.kept.anchors[0], replace(scene.kept.anchors[1], digest="ab" * 32)
    assert scene.office.verify(Kept(forged)).found is Found.REPLACED


# -- what is kept outside


def test_anchors_are_added_and_never_stand_in_the_way(scene: Scene, tmp_path: Path) -> None:
    head = scene.office.head()
    assert head is not None
    file = tmp_path / "anchors"
    where = Anchorage(file)
    assert where.keep(head)
    assert not where.keep(head), "the newest stands there already"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert where.kept() == Kept((head,))
    # One that was cut short, by a full disk for instance, stays apart from the next.
    with file.open("a") as lines:
        lines.write("2026-")
    assert where.keep(replace(head, seq=head.seq + 1))
    kept = where.kept()
    assert kept is not None
    assert [one.seq for one in kept.anchors] == [head.seq, head.seq + 1]
    assert kept.problem == f"line 2 of {file} is no anchor: it was edited or cut short"
    other = tmp_path / "link"
    other.symlink_to(file)
    with pytest.raises(AnchorError, match="No anchor can be added to"):
        Anchorage(other).keep(head)
    assert Anchorage().kept() is None
    assert not Anchorage().keep(head)


def test_the_systems_log_has_each_head_once(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = scene.office.head()
    assert head is not None
    sent: list[tuple[int, int, str]] = []
    facilities: list[int] = []
    monkeypatch.setattr(syslog, "openlog", lambda _, facility: facilities.append(facility))
    monkeypatch.setattr(syslog, "syslog", lambda *what: sent.append((facilities[-1], *what)))
    assert Anchorage(syslog=True).keep(head)
    where = Anchorage(tmp_path / "anchors", syslog=True)
    assert where.keep(head)
    assert not where.keep(head)
    assert sent == [(syslog.LOG_AUTHPRIV, syslog.LOG_NOTICE, f"anchor {head.line}")] * 2


def test_what_becomes_of_the_anchors_is_told(scene: Scene, tmp_path: Path) -> None:
    head = scene.office.head()
    assert head is not None
    file = tmp_path / "anchors"
    where = Anchorage(file)

    def found() -> tuple[Found, int | None]:
        verdict = scene.office.verify(where.kept())
        return verdict.found, verdict.first_bad

    assert found() == (Found.NO_ANCHOR, None), "there is no file"
    file.touch()
    assert found() == (Found.NO_ANCHOR, None), "nothing stands in it"
    file.write_text("hello\n\x00\u202e 12 ab cd\n", encoding="utf-8")
    assert found() == (Found.NO_ANCHOR, None), "what stands in it is none"
    file.unlink()
    where.keep(head)
    assert found() == (Found.FINE, None)
    text = file.read_text()
    file.write_text(text.replace(head.digest, "ab" * 32))
    assert found() == (Found.REPLACED, head.seq), "edited: one of the two is not what it was"
    file.write_text(text.replace(head.desk, "ab" * 32))
    assert found() == (Found.REPLACED, 1), "of another desk"
    file.write_text(text[:40] + "\n" + text)
    assert found() == (Found.NO_ANCHOR, None), "a line of it was cut"
    file.write_text(text)
    file.chmod(0)
    if os.getuid():  # root reads what nobody may
        assert found() == (Found.NO_ANCHOR, None)


# -- the database as a whole


def test_bytes_that_are_damaged_are_told() -> None:
    """A byte in the middle of each page in turn: what can't be read is named, or nothing was lost.

    Each page of an encrypted file has a seal: whatever was changed there can't be read any more.
    """
    told: dict[str, int] = {}
    with ENGINES["sqlcipher"]() as address:
        office = furnish(address.open(FixedClock()))
        a_day(office)
        office.store.engine.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        office.close()
        whole = address.path.read_bytes()
        for page in range(1, len(whole) // 4096):
            at = page * 4096 + 2048
            address.path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
            found = of_a_damaged(address)
            told[found] = told.get(found, 0) + 1
    assert told[Found.DAMAGED] > 1, told
    assert set(told) <= {Found.FINE, Found.DAMAGED, "damaged as a whole"}, told


def of_a_damaged(address: Address) -> str:
    """What is said of a file, and that it names an event where it could be opened."""
    try:
        office = address.open(FixedClock())
    except OfficeDamagedError:
        return "damaged as a whole"
    try:
        verdict = office.verify()
        assert verdict.found is Found.FINE or verdict.first_bad == verdict.events + 1
        return verdict.found
    except OfficeDamagedError:
        return "damaged as a whole"
    finally:
        office.close()


def test_another_desk_in_its_place_is_told(address: Address, tmp_path: Path) -> None:
    where = Anchorage(tmp_path / "anchors")
    office = furnish(address.open(FixedClock()))
    head = office.head()
    assert head is not None
    where.keep(head)
    assert office.verify(where.kept()).found is Found.FINE
    office.close()
    with ENGINES[address.engine]() as another:
        office = furnish(another.open(FixedClock()))
        a_day(office)
        found = office.verify(where.kept())
        assert (found.found, found.first_bad) == (Found.REPLACED, 1)
        # A session that signs in there adds a head of it: that makes it no better.
        other = office.head()
        assert other is not None
        where.keep(other)
        assert office.verify(where.kept()).found is Found.REPLACED
        office.close()
