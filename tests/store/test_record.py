"""The record: only ever added to, tampering is named, and requests can be rebuilt from it."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from peewee import DatabaseError, DataError, IntegrityError, ProgrammingError

from p2p_tui.desk import Desk, Office
from p2p_tui.domain.details import Details
from p2p_tui.domain.refs import number_of, ref_of
from p2p_tui.domain.request import Request, Status
from p2p_tui.domain.wording import moment_text
from p2p_tui.store import chain, requests
from p2p_tui.store.digests import GENESIS, event_digest
from p2p_tui.store.fields import MomentField
from p2p_tui.store.models import EventRow, PayloadRow, RequestRow
from tests.crew import together
from tests.desk import jobs
from tests.house import (
    ENGINES,
    FRIDAY,
    KIM,
    Address,
    Copies,
    FixedClock,
    callback,
    furnish,
    sit,
    through,
    told_once,
    unguard,
)

DeskOf = Callable[[str], Desk]
APPENDED = [(EventRow, "seq"), (PayloadRow, "seq")]


def a_day(desk_of: DeskOf, clock: FixedClock) -> list[str]:
    """Requests that went every way; their references."""
    tina, ana, lena = desk_of("tina"), desk_of("ana"), desk_of("lena")
    done = through(desk_of, tina.place(KIM), "acknowledge", "ready", "transfer", "end_call")
    done = through(desk_of, done, "document")
    ana.make("add_to_record", done.ref, done.version, {"words": "They rang again"})
    later = tina.place(callback("today 3pm or Monday 9-11"), told=True)
    later = through(desk_of, later, "acknowledge")
    later = ana.make(
        "not_reached", later.ref, later.version, {"outcome": "busy", "note": "2 tries"}
    )
    asked = {"who_asked": "Kim Osei", "callback_words": "Tuesday 10am"}
    tina.make("another_time", later.ref, later.version, asked)
    vague = tina.place(Details(not_understood="???"), callback=True)
    vague = tina.make("confirm_time", vague.ref, 1, {"callback_words": "Monday 3pm"})
    tina.make("complete", vague.ref, 2, changes={"phone": "614 555 0142", "pa_verified": True})
    gone = through(desk_of, tina.place(KIM), "acknowledge", "ready", "transfer")
    gone = desk_of("raj").make("dropped", gone.ref, gone.version, {"note": "in the lift"})
    clock.on(minutes=11)
    gone = lena.make("take_over", gone.ref, gone.version, {"reason": "at lunch", "to": "ben"})
    gone = desk_of("ben").make("hand_over", gone.ref, gone.version, {"to": "maya"})
    desk_of("maya").make("reached", gone.ref, gone.version)
    ended = through(desk_of, tina.place(KIM), "close")
    clock.on(seconds=3)
    tina.make("undo", ended.ref, ended.version)
    tina.make("link", ended.ref, ended.version + 1, {"other": done.ref})
    tina.make("caller_told", ended.ref, ended.version + 2)
    desk_of("raj").make("message", ended.ref, ended.version + 3, {"words": "She holds — „Öl“ 🙂"})
    tina.look(ended.ref)
    return [f"P2P-{number}" for number in range(1001, 1006)]


# -- only ever added to


@pytest.mark.parametrize(("model", "key"), APPENDED)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET {key} = {key}",
        "UPDATE {table} SET {column} = 'x' WHERE {key} = 1",
        "UPDATE OR REPLACE {table} SET {key} = 2 WHERE {key} = 1",
        "DELETE FROM {table}",
        "DELETE FROM {table} WHERE {key} = 1",
        "REPLACE INTO {table} SELECT * FROM {table} WHERE {key} = 1",
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE {key} = 1",
        "INSERT INTO {table} SELECT * FROM {table} WHERE {key} = 1",
        "INSERT INTO {table} SELECT * FROM {table} WHERE {key} = 1"
        " ON CONFLICT ({key}) DO UPDATE SET {column} = 'x'",
    ],
)
@pytest.mark.parametrize("recursive", [0, 1])
def test_events_and_what_they_carried_are_only_added_to(
    file_office: Office, model: Any, key: str, statement: str, recursive: int
) -> None:
    database = file_office.store.engine.database
    database.execute_sql(f"PRAGMA recursive_triggers = {recursive}")
    column = "actor" if model is EventRow else "body"
    table = model._meta.table_name
    before = list(model.select().tuples())
    with pytest.raises((IntegrityError, DatabaseError), match=f"{table} is append-only"):
        database.execute_sql(statement.format(table=table, key=key, column=column))
    assert list(model.select().tuples()) == before


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
@pytest.mark.parametrize(("model", "key"), APPENDED)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET {key} = {key}",
        "UPDATE {table} SET {column} = 'x' WHERE {key} = 1",
        "UPDATE {table} SET {column} = 'x' WHERE false",
        "DELETE FROM {table}",
        "DELETE FROM {table} WHERE {key} = 1",
        "TRUNCATE {table}",
        "TRUNCATE event, payload",
        "INSERT INTO {table} SELECT * FROM {table} WHERE {key} = 1"
        " ON CONFLICT ({key}) DO UPDATE SET {column} = 'x'",
        "MERGE INTO {table} USING (SELECT 1 AS one) AS it ON {key} = it.one"
        " WHEN MATCHED THEN UPDATE SET {column} = 'x'",
    ],
)
def test_on_a_server_too_they_are_only_added_to(
    office: Office, model: Any, key: str, statement: str
) -> None:
    database = office.store.engine.database
    column = "actor" if model is EventRow else "body"
    before = list(model.select().order_by(EventRow.seq).tuples()) if model is EventRow else []
    with pytest.raises(DatabaseError, match=r"(event|payload) is append-only"):
        database.execute_sql(statement.format(table=model._meta.table_name, key=key, column=column))
    if model is EventRow:
        assert list(model.select().order_by(EventRow.seq).tuples()) == before
    assert office.verify().problem == ""


@pytest.mark.parametrize("recursive", [1, 0])
def test_an_act_is_not_replaced_by_another_of_the_same_id(
    file_office: Office, recursive: int
) -> None:
    database = file_office.store.engine.database
    database.execute_sql(f"PRAGMA recursive_triggers = {recursive}")
    columns = [name for name in EventRow._meta.fields if name != "seq"]
    copied = ", ".join(columns)
    before = list(EventRow.select().tuples())
    with pytest.raises((IntegrityError, DatabaseError)):
        database.execute_sql(
            f"INSERT OR REPLACE INTO event (seq, {copied})"
            f" SELECT 999, {copied} FROM event WHERE seq = 2"
        )
    assert list(EventRow.select().tuples()) == before


# -- the chain


def a_day_without_guards(office: Office) -> None:
    assert isinstance(office.clock, FixedClock)
    a_day(lambda who: sit(office, who), office.clock)
    assert office.verify().problem == ""
    unguard(office)


@pytest.fixture(scope="module")
def days() -> Iterator[Callable[[str], Copies]]:
    with told_once(a_day_without_guards) as copies_on:
        yield copies_on


@pytest.fixture
def unguarded(days: Callable[[str], Copies], engine: str) -> Iterator[Office]:
    """A day's record with the guards taken away, as somebody with the key could."""
    with days(engine)() as address:
        office = address.open()
        yield office
        office.close()


def rehash(seq: int) -> None:
    """Give an altered event a digest that fits it."""
    database = EventRow._meta.database
    names = EventRow._meta.sorted_field_names
    row = database.execute_sql(f"SELECT {', '.join(names)} FROM event WHERE seq = {seq}").fetchone()
    columns = dict(zip(names, row, strict=True))
    del columns["digest"]
    EventRow.update(digest=event_digest(columns)).where(EventRow.seq == seq).execute()


ALTERED = {
    "who": "UPDATE event SET actor = 'ben' WHERE seq = 12",
    "when": "UPDATE event SET at = '2026-11-20T19:31:08.000000Z' WHERE seq = 12",
    "when, unreadable": "UPDATE event SET at = 'yesterday' WHERE seq = 12",
    "what": "UPDATE event SET move = 'message' WHERE seq = 12",
    "under which account": "UPDATE event SET account = 'os:root' WHERE seq = 12",
    "which request": "UPDATE event SET request_id = request_id + 1 WHERE seq = 12",
    "its version": "UPDATE event SET version = version + 1 WHERE seq = 12",
    "its version, unreadable": "UPDATE event SET version = 'two' WHERE seq = 12",
    "the act": "UPDATE event SET act_id = 'another' WHERE seq = 12",
    "a blob": "UPDATE event SET version = x'00ff' WHERE seq = 12",
    "its own digest": "UPDATE event SET digest = 'ab' WHERE seq = 12",
    "the one before": "UPDATE event SET previous = 'ab' WHERE seq = 12",
    "what it carried": "UPDATE payload SET body = replace(body, 'Osei', 'Osie') WHERE seq = 8",
    "all it carried": "UPDATE payload SET body = '{}' WHERE seq = 12",
    "its salt": "UPDATE payload SET salt = 'ab' WHERE seq = 12",
    "missing": "DELETE FROM event WHERE seq = 12",
    "what it carried, missing": "DELETE FROM payload WHERE seq = 12",
    "the first, missing": "DELETE FROM event WHERE seq = 1",
    "the last, missing": "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)",
    "one put in": (
        "INSERT INTO event SELECT 999, 'new', at, actor, account, move, request_id, version,"
        " payload_digest, previous, digest FROM event WHERE seq = 12"
    ),
}


UNTYPED = {"its version, unreadable", "a blob"}
"""What only a file takes: a server checks types."""


@pytest.mark.parametrize("name", list(ALTERED))
def test_the_first_event_that_does_not_hold_is_named(
    unguarded: Office, engine: str, name: str
) -> None:
    newest = requests.newest_seq()
    if engine == "postgresql" and name in UNTYPED:
        with pytest.raises((DataError, ProgrammingError)):
            unguarded.store.engine.database.execute_sql(ALTERED[name])
        return
    changed = unguarded.store.engine.database.execute_sql(ALTERED[name]).rowcount
    assert changed == 1
    bad = {
        "what it carried": 8,
        "the first, missing": 1,
        "the last, missing": newest,
        "one put in": newest + 1,
    }.get(name, 12)
    verdict = unguarded.verify()
    assert verdict.first_bad == bad
    assert str(bad) in verdict.problem
    assert verdict.events == bad - 1


def test_events_in_another_order_do_not_hold(unguarded: Office) -> None:
    database = unguarded.store.engine.database
    for table in ("event", "payload"):
        for old, new in ((12, 9012), (13, 12), (9012, 13)):
            database.execute_sql(f"UPDATE {table} SET seq = {new} WHERE seq = {old}")
    assert unguarded.verify().first_bad == 12


def test_an_altered_event_with_a_fitting_digest_is_told_by_the_next(unguarded: Office) -> None:
    EventRow.update(actor="ben").where(EventRow.seq == 12).execute()
    rehash(12)
    assert unguarded.verify().first_bad == 13
    assert "does not follow" in unguarded.verify().problem


def test_a_chain_that_was_rehashed_to_its_end_has_another_head(unguarded: Office) -> None:
    before = unguarded.verify()
    EventRow.update(actor="ben").where(EventRow.seq == 12).execute()
    rehash(12)
    for seq in range(13, before.events + 1):
        digest = EventRow.get(EventRow.seq == seq - 1).digest
        EventRow.update(previous=digest).where(EventRow.seq == seq).execute()
        rehash(seq)
    after = unguarded.verify()
    assert after.problem == ""
    assert after.head != before.head


def test_an_empty_record_holds(address: Address) -> None:
    office = address.open()
    assert office.verify() == chain.Verdict(0, GENESIS)
    office.close()


def test_what_was_carried_does_not_stand_in_the_chain(office: Office, desk_of: DeskOf) -> None:
    desk_of("tina").place(KIM)
    desk_of("raj").place(KIM)
    query = EventRow.select().order_by(EventRow.seq.desc()).limit(2)
    rows: list[Any] = list(query.dicts())
    assert not any("Osei" in str(value) for row in rows for value in row.values())
    assert rows[0]["payload_digest"] != rows[1]["payload_digest"]


def test_writers_at_once_leave_one_chain(office: Office, address: Address) -> None:
    together(jobs.place, [(address, who, 25) for who in ("tina", "raj", "ana", "lena")])
    verdict = office.verify()
    assert verdict.problem == ""
    assert verdict.events == 2 + 6 - 1 + 100


# -- rebuilt


def test_requests_are_rebuilt_from_their_events(
    office: Office, desk_of: DeskOf, clock: FixedClock
) -> None:
    refs = a_day(desk_of, clock)
    assert RequestRow.select().count() == len(refs)
    moves = set()
    for ref in refs:
        values: dict[str, Any] = {}
        for event in requests.history(ref):
            held = {name: values[name] for name in event.before}
            assert held == dict(event.before), (ref, event.move)
            values |= event.after
            moves.add(event.move)
        assert Request.model_validate(values) == requests.get(ref)
    assert len(moves) > 15


# -- values


@given(st.datetimes(timezones=st.timezones()))
def test_a_moment_comes_back_as_it_was(moment: datetime) -> None:
    try:
        wanted = moment.astimezone(UTC)
    except OverflowError:
        return
    field = MomentField()
    text = field.db_value(moment)
    assert text is not None
    assert field.python_value(text) == wanted
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", text)


@given(st.datetimes(), st.datetimes())
def test_moments_sort_as_texts(one: datetime, other: datetime) -> None:
    one, other = one.replace(tzinfo=UTC), other.replace(tzinfo=UTC)
    assert (moment_text(one) < moment_text(other)) == (one < other)


def test_a_moment_in_the_database_is_utc(office: Office, desk_of: DeskOf) -> None:
    eastern = timezone(timedelta(hours=-5))
    office.clock = FixedClock(FRIDAY.astimezone(eastern))
    placed = desk_of("tina").place(KIM)
    row = RequestRow.get_by_id(1001)
    assert row.placed_at == FRIDAY
    assert row.placed_at.tzinfo is UTC
    assert desk_of("tina").request(placed.ref) == placed
    assert MomentField().db_value(None) is None
    assert MomentField().python_value(None) is None


# -- references


@pytest.mark.parametrize(
    "words",
    [
        "P2P-1042", "p2p-1042", "P2P 1042", "p2p1042", "1042", "#1042", " P2P-1042 ",
        "P2P #1042", "p2p - 1042",
    ],
)  # fmt: skip
def test_a_reference_however_people_write_it(words: str) -> None:
    assert number_of(words) == 1042
    assert ref_of(1042) == "P2P-1042"


@pytest.mark.parametrize(
    "words",
    ["", "P2P", "P2P-", "P2P-10 42", "P2P-1042x", "x1042", "1e3", "١٠٤٢", "²", "9" * 13, "\x00"],
)
def test_what_is_no_reference(words: str) -> None:
    assert number_of(words) is None


# -- search


def test_search_finds_by_words_by_beginnings_and_by_digits(desk_of: DeskOf) -> None:
    lena = desk_of("lena")
    kim = desk_of("tina").place(KIM)
    joan = desk_of("tina").place(
        Details(
            contact_name="Joán Wébb",
            phone="+1 312.555.0118",
            drug_name="Humira",
            denial_rationale="No trial of methotrexate",
        )
    )
    cases: dict[str, list[str]] = {
        "osei": [kim.ref],
        "OSEI kim": [kim.ref],
        "oze": [kim.ref],
        "h10024471": [kim.ref],
        "88120": [kim.ref],
        "6145550142": [kim.ref],
        "614555": [kim.ref],
        "(614) 555-0142": [kim.ref],
        "614 555": [kim.ref],
        "joan webb": [joan.ref],
        "methotrex": [joan.ref],
        "312.555": [joan.ref],
        "555": [joan.ref, kim.ref],
        "p2p": [joan.ref, kim.ref],
        "osei humira": [],
        "sei": [],
    }
    for words, refs in cases.items():
        assert [one.ref for one in lena.tracker(words)] == refs, words


def test_search_follows_what_changes(desk_of: DeskOf) -> None:
    lena = desk_of("lena")
    placed = desk_of("tina").place(Details(drug_name="Humira"))
    desk_of("tina").make("complete", placed.ref, 1, changes={"drug_name": "Stelara"})
    assert lena.tracker("humira") == ()
    assert [one.ref for one in lena.tracker("stelara")] == [placed.ref]
    done = through(
        desk_of, lena.request(placed.ref), "acknowledge", "ready", "transfer", "end_call"
    )
    through(desk_of, done, "document")
    assert [one.status for one in lena.tracker("8.4")] == [Status.CLOSED]


HOSTILE = [
    '"', "'", '""', "*", "a*", "(", ")", "a AND", "NOT", "OR", "NEAR(a b)", "-a", "^a", "a:b",
    "words:osei", "{words}: x", "a + b", "%", "_", "__", "a_b", "\\", "\x00", "a\x00b", "\ud800",
    "🙂", "²", "''; DROP TABLE request; --", "…", "\u202e", "\x1b[2J", "a" * 5000, "a " * 3000,
    '" OR "', "*" * 500, "NEAR", "é́́́", "ﷺ", "\n\t",
]  # fmt: skip


def test_no_words_break_the_search(office: Office) -> None:
    lena = sit(office, "lena")
    placed = lena.place(KIM)
    for words in HOSTILE:
        lena.tracker(words)
        lena.tracker(f"osei {words}")
        lena.tracker(words, before=words)
        lena.same_pa(words)
    assert lena.tracker("osei") == (placed,)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text())
def test_no_text_at_all_breaks_the_search(office: Office, words: str) -> None:
    sit(office, "lena", here=False).tracker(words)


def test_more_is_found_than_a_statement_has_room_for(clock: FixedClock) -> None:
    with ENGINES["sqlite"]() as address:
        office = furnish(address.open(clock))
        lena = sit(office, "lena")
        first, *more = [lena.place(KIM).ref for _ in range(12)]
        connection: sqlite3.Connection = office.store.engine.database.connection()
        connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 10)
        assert [one.ref for one in lena.tracker("osei", limit=5)] == more[:5:-1]
        assert [one.ref for one in lena.tracker("osei", before=more[0])] == [first]
        office.close()
