"""Missing words hold where the record proves that they were disposed of, and only there."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from p2p_tui.desk import Desk, Office
from p2p_tui.domain.retention import PURGED, numbers_in_pairs
from p2p_tui.store import chain, requests, retention
from p2p_tui.store.digests import payload_digest
from p2p_tui.store.disposals import Disposals, Proof
from p2p_tui.store.models import EventRow, PayloadRow
from tests.house import FRIDAY, KIM, Copies, FixedClock, sit, through, told_once, unguard
from tests.store.test_record import rehash

DeskOf = Callable[[str], Desk]
OLD, KEPT = ("P2P-1001", "P2P-1002", "P2P-1003"), "P2P-1004"
CLOSED = ("acknowledge", "ready", "transfer", "end_call", "document")


class Disposed:
    """A record from which two batches were disposed of, its guards taken away."""

    def __init__(self, office: Office, gone: list[int], kept: list[int]) -> None:
        self.office, self.gone, self.kept = office, gone, kept
        """The numbers of events of requests that went, and of one that stayed."""
        self.purges = [one.seq for one in requests.happenings_since(0) if one.move == PURGED]

    def sql(self, statement: str, *values: object) -> None:
        statement = statement.replace("?", self.office.store.engine.database.param)
        assert self.office.store.engine.database.execute_sql(statement, values).rowcount == 1


def six_years_later(office: Office) -> None:
    """Three requests were disposed of, one is open."""

    def desk_of(username: str) -> Desk:
        return sit(office, username)

    clock = office.clock
    assert isinstance(clock, FixedClock)
    clock.now = datetime(2019, 11, 20, tzinfo=UTC)
    # Three at once: what happened to one stands among what happened to the others.
    old = [desk_of("tina").place(KIM) for _ in range(3)]
    for move in CLOSED:
        old = [through(desk_of, one, move) for one in old]
    clock.now = FRIDAY
    through(desk_of, desk_of("tina").place(KIM), "acknowledge")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(retention, "BATCH", 2)
        desk_of("lena").purge(date(2020, 11, 20))
    assert office.verify().problem == ""
    unguard(office)


@pytest.fixture(scope="module")
def later() -> Iterator[Callable[[str], Copies]]:
    with told_once(six_years_later) as copies_on:
        yield copies_on


@pytest.fixture
def disposed(later: Callable[[str], Copies], engine: str) -> Iterator[Disposed]:
    with later(engine)() as address:
        office = address.open()
        gone = sorted(one.seq for ref in OLD for one in requests.history(ref))
        found = Disposed(office, gone, [one.seq for one in requests.history(KEPT)])
        assert len(found.purges) == 2
        yield found
        office.close()


def test_more_than_was_disposed_of_is_named(disposed: Disposed) -> None:
    seq = disposed.kept[0]
    disposed.sql("DELETE FROM payload WHERE seq = ?", seq)
    verdict = disposed.office.verify()
    assert (verdict.first_bad, verdict.problem) == (seq, f"what event {seq} carried is missing")


def test_what_was_said_of_a_request_after_its_disposal_is_not_covered_by_it(
    disposed: Disposed,
) -> None:
    # A look that could not be written down before comes on record behind the disposal.
    with disposed.office.store.writing():
        chain.append(
            chain.NewEvent("late", FRIDAY, "tina", "os:tests", "viewed", 1001, None, {"given": {}})
        )
    assert disposed.office.verify().problem == ""
    seq = requests.newest_seq()
    disposed.sql("DELETE FROM payload WHERE seq = ?", seq)
    assert disposed.office.verify().first_bad == seq


@pytest.mark.parametrize("at", [0, -1])
def test_without_what_its_event_carried_nothing_is_proven(disposed: Disposed, at: int) -> None:
    """The first event whose words are missing is named: nothing speaks of it any more."""
    disposed.sql("DELETE FROM payload WHERE seq = ?", disposed.purges[at])
    assert disposed.office.verify().first_bad in disposed.gone


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"numbers":[[1001,1002]]', '"numbers":[[1001,1001]]'),
        ('"numbers":[[1001,1002]]', '"numbers":[[1001,1004]]'),
        ('"payloads":12', '"payloads":11'),
        ('"proof":"', '"proof":"0'),
        ('"before":"2020-11-20"', '"before":"2024-11-20"'),
    ],
)
def test_what_a_disposals_event_carried_is_not_altered(
    disposed: Disposed, old: str, new: str
) -> None:
    row = PayloadRow.get_by_id(disposed.purges[0])
    assert old in row.body
    disposed.sql("UPDATE payload SET body = ? WHERE seq = ?", row.body.replace(old, new), row.seq)
    assert disposed.office.verify().first_bad == disposed.gone[0]
    # With digests that fit it, the event that comes next tells.
    body = PayloadRow.get_by_id(row.seq).body
    digest = payload_digest(row.salt, body)
    EventRow.update(payload_digest=digest).where(EventRow.seq == row.seq).execute()
    rehash(row.seq)
    assert disposed.office.verify().problem


@pytest.mark.parametrize("column", ["actor", "at", "move", "payload_digest", "digest"])
def test_a_disposals_event_is_not_altered(disposed: Disposed, column: str) -> None:
    disposed.sql(f"UPDATE event SET {column} = 'x' WHERE seq = ?", disposed.purges[0])
    assert disposed.office.verify().first_bad in (disposed.purges[0], disposed.gone[0])


def test_words_that_are_there_although_they_were_disposed_of_are_named(disposed: Disposed) -> None:
    disposed.sql("INSERT INTO payload VALUES (?, 'salt', '{}')", disposed.gone[0])
    assert disposed.office.verify().first_bad == disposed.gone[0]


def test_an_event_of_a_disposal_that_took_less_or_more_is_named(
    office: Office, desk_of: DeskOf
) -> None:
    placed = through(desk_of, desk_of("tina").place(KIM), "acknowledge", "ready")
    story = requests.history(placed.ref)
    unguard(office)
    proof = Proof()
    for event in story[:2]:
        proof.take(event.seq, EventRow.get_by_id(event.seq).payload_digest)
    given = {
        "payloads": 2, "proof": proof.digest, "numbers": [[1001, 1001]], "events": [], "moves": [],
    }  # fmt: skip
    purge = forged(office, {"given": given})
    says = f"what is missing is not what event {purge} says was disposed of"
    for event in story:
        PayloadRow.delete().where(PayloadRow.seq == event.seq).execute()
        fits = event is story[1]
        assert office.verify().problem == ("" if fits else says)


BODIES: list[Any] = [
    {},
    [],
    "x",
    None,
    {"given": None},
    {"given": {"payloads": 3, "proof": "", "moves": [], "numbers": 1, "events": []}},
    {"given": {"payloads": 3, "proof": "", "moves": [], "numbers": [[1]], "events": []}},
    {"given": {"payloads": 3, "proof": "", "moves": [], "numbers": [["a", "b"]], "events": []}},
    {"given": {"payloads": [], "proof": {}, "moves": [[]], "numbers": [], "events": []}},
    {"given": {"payloads": 0, "proof": "", "moves": [], "numbers": [[1, 10**18]], "events": []}},
    {"given": {"payloads": 0, "proof": "", "moves": ["purged", "staff"], "numbers": [],
               "events": [[1, 10**18]]}},
]  # fmt: skip


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_whatever_stands_in_a_disposals_event_it_proves_nothing_by_itself(
    office: Office, desk_of: DeskOf, body: Any
) -> None:
    placed = desk_of("tina").place(KIM)
    seq = requests.history(placed.ref)[0].seq
    unguard(office)
    PayloadRow.delete().where(PayloadRow.seq == seq).execute()
    purge = forged(office, body)
    assert office.verify().first_bad in (seq, purge)


def forged(office: Office, body: Any) -> int:
    """An event of a disposal as somebody could append it who has the key."""
    with office.store.writing():
        return chain.append(chain.NewEvent("forged", FRIDAY, "x", "os:x", PURGED, None, None, body))


# -- without a database


def rows(*seqs: int, number: int | None, move: str = "viewed") -> Iterator[dict[str, Any]]:
    for seq in seqs:
        yield {"seq": seq, "request_id": number, "move": move, "payload_digest": f"d{seq}"}


def body(proof: Proof, **told: Any) -> str:
    given = {"numbers": [], "events": [], "moves": [], **told}
    return json.dumps({"given": {"payloads": proof.payloads, "proof": proof.digest, **given}})


def test_a_proof_is_of_each_event_and_of_their_order() -> None:
    def digest(*told: tuple[int, str]) -> str:
        proof = Proof()
        for one in told:
            proof.take(*one)
        return proof.digest

    honest = digest((1, "a"), (2, "b"))
    assert honest == digest((1, "a"), (2, "b"))
    others = [
        digest((2, "b"), (1, "a")), digest((1, "a")), digest((1, "b"), (2, "a")), digest(),
        digest((1, "a"), (2, "b"), (3, "c")), digest((11, "a"), (2, "b")),
    ]  # fmt: skip
    assert len({honest, *others}) == len(others) + 1


def test_stretches_of_several_disposals_are_told_apart() -> None:
    told, disposals = [Proof(), Proof()], Disposals()
    for proof, row in zip((*told, *told), rows(2, 3, 4, 5, number=0), strict=True):
        proof.take(row["seq"], row["payload_digest"])
    disposals.add(8, body(told[1], numbers=[[20, 29], [40, 40]]))
    disposals.add(7, body(told[0], numbers=[[10, 19], [30, 39]]))
    for number, (row,) in zip((10, 29, 30, 40), (list(rows(s, number=n)) for s, n in
                              ((2, 10), (3, 29), (4, 30), (5, 40))), strict=True):  # fmt: skip
        assert disposals.take(row), number
    for number in (9, 41, 10**9, -1):
        assert not any(disposals.take(row) for row in rows(6, number=number))
    assert disposals.proven(7)
    assert disposals.proven(8)
    assert not disposals.proven(9)


def test_notes_without_a_request_are_covered_by_their_kind_and_place() -> None:
    proof, disposals = Proof(), Disposals()
    proof.take(3, "d3")
    disposals.add(9, body(proof, events=[[2, 5]], moves=["viewed", PURGED]))
    assert not any(disposals.take(row) for row in rows(1, 6, 10, number=None))
    assert not any(disposals.take(row) for row in rows(3, number=None, move="staff"))
    assert not any(disposals.take(row) for row in rows(3, number=None, move=PURGED))
    assert not any(disposals.take(row) for row in rows(3, number=3))
    assert all(disposals.take(row) for row in rows(3, number=None))
    assert disposals.proven(9)


@pytest.mark.parametrize(
    ("numbers", "pairs"),
    [([], []), ([5], [[5, 5]]), ([1, 2, 3], [[1, 3]]), ([1, 3, 4, 9], [[1, 1], [3, 4], [9, 9]])],
)
def test_numbers_are_told_in_stretches(numbers: list[int], pairs: list[list[int]]) -> None:
    assert numbers_in_pairs(numbers) == pairs
