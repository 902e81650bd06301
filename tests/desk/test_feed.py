"""News: what one session commits, every other one learns, in order, once and soon."""

import os
import queue
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from p2p_tui.desk import Desk, Feed, News, Office, Trouble
from p2p_tui.desk.feed import news_since
from p2p_tui.domain.people import Availability
from p2p_tui.domain.story import Happening
from p2p_tui.store.engines import DatabaseReplacedError
from p2p_tui.store.engines.bells import Ear, bell_folder
from tests import servers
from tests.crew import crew, elsewhere, together
from tests.desk import jobs
from tests.house import KIM, Address, FixedClock, end_every_connection, furnish, sit

SOON = 10.0
"""Seconds after which news that has not come is taken for lost."""


LONG_POLL = 60.0
"""A feed that looks for itself so seldom that only being woken can end its wait in time."""


class Reader:
    """A session of Raj's that keeps what its feed tells."""

    def __init__(self, desk: Desk) -> None:
        self.news: queue.Queue[News] = queue.Queue()
        self.feed = Feed(desk, desk.snapshot().cursor, self.news.put)
        self.feed.start()
        self.first = self.news.get(timeout=SOON)
        assert self.first.happenings == ()

    def next(self) -> News:
        """The next news that has something in it besides who is here."""
        while True:
            news = self.news.get(timeout=SOON)
            if news.happenings:
                return news

    def happenings(self, count: int) -> list[Happening]:
        """So many things that happened, in the order in which they were told."""
        found: list[Happening] = []
        while len(found) < count:
            found += self.next().happenings
        return found


@pytest.fixture
def reader(office: Office) -> Iterator[Reader]:
    found = Reader(sit(office, "raj"))
    yield found
    found.feed.stop()


def test_what_another_process_commits_arrives_with_the_row_as_it_stands(
    reader: Reader, address: Address
) -> None:
    ref = elsewhere(jobs.place, address, "tina", 1)
    news = reader.next()
    assert [(one.move, one.actor, one.ref) for one in news.happenings] == [("place", "tina", ref)]
    (placed,) = news.requests
    assert (placed.ref, placed.contact_name) == (ref, "Kim Osei")
    assert news.roster.name("tina") == "Tina Park"


def test_ones_own_acts_come_round_like_everybodys(
    reader: Reader, desk_of: Callable[[str], Desk]
) -> None:
    placed = desk_of("raj").place(KIM)
    assert reader.next().requests == (placed,)


def test_three_writers_of_forty_acts_each_are_told_in_order_none_twice_none_lost(
    reader: Reader, address: Address, office: Office
) -> None:
    together(jobs.place, [(address, who, 40) for who in ("tina", "lena", "ana")])
    told = reader.happenings(120)
    first = reader.first.cursor + 1
    assert [one.seq for one in told] == list(range(first, first + 120))
    assert {one.ref for one in told} == {f"P2P-{number}" for number in range(1001, 1121)}
    assert office.verify().problem == ""


def test_looks_are_no_news(reader: Reader, desk_of: Callable[[str], Desk]) -> None:
    tina = desk_of("tina")
    placed = tina.place(KIM)
    tina.look(placed.ref)
    tina.copied(placed.ref)
    tina.make("message", placed.ref, 1, {"words": "She holds the line"})
    assert [one.move for one in reader.happenings(2)] == ["place", "message"]


def test_what_somebody_says_of_themselves_arrives_with_the_event(
    reader: Reader, address: Address
) -> None:
    elsewhere(jobs.go_to_lunch, address, "ana")
    ana = reader.next().roster.get("ana")
    assert ana is not None
    assert ana.availability is Availability.LUNCH


def test_who_sits_down_is_seen_though_nothing_rings(reader: Reader, address: Address) -> None:
    assert not reader.first.roster.here("tina")
    elsewhere(jobs.sit_down, address, "tina")
    news = reader.news.get(timeout=SOON)
    assert news.roster.here("tina")
    assert news.happenings == ()


def test_what_happens_without_a_ring_is_found_all_the_same(
    file_address: Address, clock: FixedClock
) -> None:
    office = furnish(file_address.open(clock))
    reader = Reader(sit(office, "raj"))
    try:
        for bell in bell_folder(file_address.path).iterdir():
            bell.unlink()
        elsewhere(jobs.place, file_address, "tina", 1)
        assert reader.next().happenings[0].move == "place"
    finally:
        reader.feed.stop()
        office.close()


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_of_what_happens_while_the_line_is_down_nothing_is_missed_and_nothing_told_twice(
    reader: Reader, office: Office, address: Address
) -> None:
    first = reader.first.cursor + 1
    told: list[Happening] = []
    for number in range(1, 5):
        end_every_connection(address)
        elsewhere(jobs.place, address, "tina", 3)
        if number % 2:
            told += reader.next().happenings
    while len(told) < 12:
        told += reader.next().happenings
    assert [one.seq for one in told] == list(range(first, first + 12))
    assert office.verify().problem == ""


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_a_server_sends_no_words_with_its_notice(address: Address, clock: FixedClock) -> None:
    office = furnish(address.open(clock))
    with servers.connect(address.url) as listener:
        listener.execute("LISTEN p2p")
        sit(office, "tina").place(KIM)
        notices = list(listener.notifies(timeout=SOON, stop_after=2))
    assert [one.payload for one in notices] == ["", ""]
    office.close()


def test_drafts_and_signs_of_life_ring_nobody_but_coming_and_going_does(
    file_address: Address, clock: FixedClock
) -> None:
    office = furnish(file_address.open(clock))
    ear = Ear(bell_folder(file_address.path))
    try:
        with crew(jobs.type_and_be_there, [(file_address, "tina")]) as (tina,):
            assert tina.answer() == "is here"
            assert ear.heard(SOON)
            tina.tell()
            assert tina.answer() == "has typed"
            assert not ear.heard(0.01)
            tina.tell()
            assert tina.answer() == "left the keys alone"
            assert ear.heard(SOON)
            tina.tell()
            assert tina.answer() is None
            assert ear.heard(SOON)
        elsewhere(jobs.place, file_address, "tina", 1)
        assert ear.heard(SOON)
        assert not ear.heard(0.01)
    finally:
        ear.close()
        office.close()


def test_the_socket_of_a_session_that_died_is_swept(
    file_address: Address, clock: FixedClock
) -> None:
    office = furnish(file_address.open(clock))
    folder = bell_folder(file_address.path)
    try:
        with crew(jobs.listen_until_killed, [(file_address, "ana")]) as (mate,):
            mate.answer()
            mate.kill()
        assert len(list(folder.iterdir())) == 1
        sit(office, "tina").place(KIM)
        assert list(folder.iterdir()) == []
    finally:
        office.close()


def test_a_stopped_feed_is_gone_at_once_and_leaves_no_socket(
    file_address: Address, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("p2p_tui.desk.feed.POLL_SECONDS", LONG_POLL)
    office = furnish(file_address.open(clock))
    reader = Reader(sit(office, "raj"))
    start = time.monotonic()
    reader.feed.stop()
    assert time.monotonic() - start < LONG_POLL / 2
    assert list(bell_folder(file_address.path).iterdir()) == []
    office.close()


def test_a_feed_that_never_started_can_be_stopped(office: Office) -> None:
    Feed(sit(office, "raj"), 0, lambda news: None).stop()


def test_a_record_that_went_back_is_told_and_not_gone_on_with(office: Office) -> None:
    desk = sit(office, "raj")
    cursor = desk.snapshot().cursor
    assert news_since(desk, cursor).cursor == cursor
    with pytest.raises(DatabaseReplacedError, match="was put back to what it was earlier"):
        news_since(desk, cursor + 1)


def test_trouble_is_told_once_and_taken_back(file_address: Address, clock: FixedClock) -> None:
    office = furnish(file_address.open(clock))
    desk = sit(office, "raj")
    told: queue.Queue[Trouble | None] = queue.Queue()
    news: queue.Queue[News] = queue.Queue()
    office.store.engine.database.execute_sql("ALTER TABLE event RENAME TO event_away")
    feed = Feed(desk, 0, news.put, told.put)
    feed.start()
    try:
        trouble = told.get(timeout=SOON)
        assert trouble is not None
        assert "can't be used" in trouble.problem
        assert trouble.as_of == clock()
        office.store.engine.database.execute_sql("ALTER TABLE event_away RENAME TO event")
        assert told.get(timeout=SOON) is None
        assert news.get(timeout=SOON).happenings
        assert told.empty()
    finally:
        feed.stop()
        office.close()


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_a_server_that_hangs_is_told_and_taken_back(
    office: Office, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("p2p_tui.desk.feed.SILENT_SECONDS", 1.5)
    troubles: queue.Queue[Trouble | None] = queue.Queue()
    raj = sit(office, "raj")
    news: queue.Queue[News] = queue.Queue()
    feed = Feed(raj, raj.snapshot().cursor, news.put, troubles.put)
    feed.start()
    news.get(timeout=SOON)
    sessions = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> %s"
    with servers.connect(address.url) as other:
        own = other.info.backend_pid
        hung = [int(str(pid)) for (pid,) in other.execute(sessions, (own,)).fetchall()]
    try:
        for pid in hung:
            os.kill(pid, signal.SIGSTOP)
        until = time.monotonic() + SOON
        while troubles.empty():
            feed.watch()
            assert time.monotonic() < until
            time.sleep(0.05)
        told = troubles.get()
        assert told is not None
        assert told.problem == "The database does not answer"
        assert told.as_of is not None
    finally:
        for pid in hung:
            os.kill(pid, signal.SIGCONT)
        assert troubles.get(timeout=SOON) is None
        feed.stop()


def test_who_can_not_be_rung_looks_for_themselves(file_address: Address, clock: FixedClock) -> None:
    office = furnish(file_address.open(clock))
    bell_folder(file_address.path).write_text("in the way")
    reader = Reader(sit(office, "raj"))
    try:
        elsewhere(jobs.place, file_address, "tina", 1)
        assert reader.next().happenings[0].move == "place"
    finally:
        reader.feed.stop()
        office.close()


def test_a_long_way_to_the_database_has_its_bells_under_tmp(
    tmp_path: Path, file_address: Address, clock: FixedClock
) -> None:
    folder = tmp_path / ("a_long_name_" * 8)
    path = folder / "desk.db"
    address = Address(
        file_address.engine, f"{file_address.engine}://{path}", file_address.key_file, path
    )
    bells = bell_folder(path)
    assert bells.parent == Path("/tmp")
    office = furnish(address.open(clock))
    reader = Reader(sit(office, "raj"))
    try:
        assert bells.stat().st_mode & 0o777 == 0o700
        elsewhere(jobs.place, address, "tina", 1)
        assert reader.next().happenings[0].move == "place"
    finally:
        reader.feed.stop()
        office.close()
        bells.rmdir()
