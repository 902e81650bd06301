"""What is removed goes by the batch: stopped, killed or walked meanwhile, the record holds."""

import contextlib
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from peewee import fn

from p2p_tui.desk import Feed, News, Office
from p2p_tui.desk.feed import news_since
from p2p_tui.desk.retention import Purged
from p2p_tui.domain.details import Details
from p2p_tui.domain.errors import DeskError
from p2p_tui.domain.retention import PURGED
from p2p_tui.store import chain, requests
from p2p_tui.store.engines import OutcomeUnknownError
from p2p_tui.store.models import PayloadRow, RequestRow
from tests.crew import WAIT, crew
from tests.desk import jobs
from tests.desk.long_ago import BEFORE, THEN, DeskOf, carried, on_record
from tests.house import ENGINES, FRIDAY, KIM, Address, FixedClock, furnish, sit, through


@pytest.mark.usefixtures("small_batches", "five")
def test_it_goes_by_the_batch_each_on_record(desk_of: DeskOf, office: Office) -> None:
    told = list[Purged]()
    done = desk_of("lena").purge(BEFORE, told.append)
    assert [one.requests for one in told] == [2, 4, 5]
    assert told[-1] == done == Purged(requests=5, payloads=30)
    assert [one.given["numbers"] for one in on_record()] == [
        [[1001, 1002]], [[1003, 1004]], [[1005, 1005]],
    ]  # fmt: skip
    assert office.verify().problem == ""


@pytest.mark.usefixtures("small_batches", "five")
def test_who_stops_it_has_a_record_that_holds_and_goes_on(desk_of: DeskOf, office: Office) -> None:
    def stop(done: Purged) -> None:
        raise KeyboardInterrupt

    lena = desk_of("lena")
    with pytest.raises(KeyboardInterrupt):
        lena.purge(BEFORE, stop)
    assert office.verify().problem == ""
    assert RequestRow.select().count() == 3
    assert lena.purge(BEFORE).requests == 3
    assert office.verify().problem == ""


@pytest.mark.usefixtures("small_batches", "five")
def test_what_fails_in_a_batch_leaves_it_as_it_was_and_guarded(
    desk_of: DeskOf, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(numbers: object) -> None:
        raise RuntimeError

    before = PayloadRow.select().count()
    with monkeypatch.context() as patch:
        patch.setattr(office.store.engine, "unindex", fail)
        with pytest.raises(RuntimeError):
            desk_of("lena").purge(BEFORE)
    assert PayloadRow.select().count() == before
    assert on_record() == []
    for _ in range(2):
        with pytest.raises(Exception, match="payload is append-only"):
            PayloadRow.delete().execute()
        assert desk_of("lena").purge(BEFORE).requests in (5, 0)


@pytest.mark.usefixtures("small_batches", "five")
def test_an_answer_that_was_lost_removes_nothing_twice(
    desk_of: DeskOf, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine: Any = office.store.engine
    writing, lost = engine.writing, iter([True])

    class Losing:
        def __enter__(self) -> None:
            self._inner = writing()
            self._inner.__enter__()

        def __exit__(self, *error: Any) -> Any:
            done = self._inner.__exit__(*error)
            if error[0] is None and next(lost, False):
                raise OutcomeUnknownError("the line was cut")
            return done

    lena = desk_of("lena")
    monkeypatch.setattr(engine, "writing", Losing)
    assert lena.purge(BEFORE) == Purged(requests=5, payloads=30)
    assert len(on_record()) == 3
    assert office.verify().problem == ""


@pytest.mark.usefixtures("small_batches", "five")
def test_the_record_is_walked_while_it_goes_on(
    desk_of: DeskOf, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces: Any = chain._pieces
    lena = desk_of("lena")
    left = iter([15])

    def read(*which: Any) -> Iterator[Any]:
        for piece in pieces(*which):
            yield piece
            if not which and piece[-1][chain._SEQ] > 15 and next(left, None):
                lena.purge(BEFORE)

    monkeypatch.setattr(chain, "_PIECE", 4)
    monkeypatch.setattr(chain, "_pieces", read)
    assert office.verify().problem == ""
    assert next(left, None) is None


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("inside", [False, True], ids=["between batches", "inside of one"])
def test_who_is_killed_leaves_a_record_that_holds_and_can_go_on(
    desk_of: DeskOf, office: Office, address: Address, five: list[str], inside: bool
) -> None:
    office.store.release()
    with crew(jobs.purge_until_killed, [(address, "lena", BEFORE, inside)]) as (mate,):
        assert mate.answer() == "in the middle of it"
        mate.kill()
    left = 5 if inside else 3
    assert RequestRow.select().count() == left
    assert office.verify().problem == ""
    with pytest.raises(Exception, match="payload is append-only"):
        PayloadRow.delete().execute()
    assert desk_of("lena").purge(BEFORE).requests == left
    assert desk_of("lena").wipe()
    assert office.verify().problem == ""


# -- screens and files


def test_a_session_hears_of_it_and_goes_on(
    desk_of: DeskOf, office: Office, five: list[str]
) -> None:
    lena, seen = desk_of("lena"), requests.newest_seq()
    lena.purge(BEFORE)
    news = news_since(lena, seen)
    assert [one.move for one in news.happenings] == [PURGED]
    assert news.requests == ()
    # Who was away for long reads from before it: of what is gone there is the event alone.
    news = news_since(lena, 0)
    assert news.requests == ()
    assert {one.ref for one in news.happenings} == {"", *five}
    assert all(lena.tell(one) for one in news.happenings)


def test_a_feed_is_woken_by_it(desk_of: DeskOf, office: Office, five: list[str]) -> None:
    heard, lena = threading.Event(), desk_of("lena")

    def take(news: News) -> None:
        if any(one.move == PURGED for one in news.happenings):
            heard.set()

    feed = Feed(lena, requests.newest_seq(), take)
    feed.start()
    lena.purge(BEFORE)
    assert heard.wait(WAIT)
    feed.stop()


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
def test_while_somebody_reads_the_journal_is_not_emptied_and_that_is_said(
    desk_of: DeskOf, office: Office, five: list[str]
) -> None:
    lena, reading, done = desk_of("lena"), threading.Event(), threading.Event()
    database = office.store.engine.database

    def read() -> None:
        database.begin("DEFERRED")
        database.execute_sql("SELECT count(*) FROM event").fetchall()
        reading.set()
        done.wait(WAIT)
        database.rollback()
        office.store.release()

    reader = threading.Thread(target=read)
    reader.start()
    assert reading.wait(WAIT)
    assert lena.purge(BEFORE).requests == 5
    database.execute_sql("PRAGMA busy_timeout = 0")
    assert not lena.wipe()
    done.set()
    reader.join()
    assert lena.wipe()


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow,
          HealthCheck.function_scoped_fixture])  # fmt: skip
@given(st.lists(st.sampled_from(["place", "close", "hold", "release", "look", "purge", "year"]),
                max_size=40), st.randoms())  # fmt: skip
def test_in_whichever_order_things_happen_the_record_holds(
    desks_with_people: Any, engine: str, steps: list[str], chance: Any
) -> None:
    clock, seen = FixedClock(THEN), list[str]()
    with desks_with_people(engine)() as address, closing(address.open(clock)) as office:
        tina, lena = sit(office, "tina", here=False), sit(office, "lena", here=False)
        for step in ["place", "close", *steps, "purge"]:
            there = [one.ref for one in lena.tracker()]
            ref = chance.choice(there) if there else ""
            if step == "place":
                seen.append(tina.place(KIM).ref)
            elif step == "year":
                clock.on(days=366)
            elif step == "purge":
                lena.purge(lena.today() - timedelta(days=365))
                assert office.verify().problem == ""
            elif ref:
                with contextlib.suppress(DeskError):
                    {
                        "close": lambda ref: through(lambda _: tina, tina.request(ref), "close"),
                        "hold": lambda ref: lena.hold(ref, "x"),
                        "release": lambda ref: lena.release_hold(ref, "x"),
                        "look": tina.look,
                    }[step](ref)
        assert len(set(seen)) == len(seen)
        for ref in seen:
            assert (carried(ref) == 0) == (requests.get(ref) is None)


def canaries(count: int) -> Iterator[Details]:
    for number in range(count):
        yield KIM.model_copy(
            update={
                "contact_name": f"Canaryname{number:05}",
                "member_id": f"CANARYMEMBER{number:05}",
                "denial_rationale": f"canaryrationale{number:05} " * 12,
            }
        )


def test_no_word_of_it_is_left_in_the_file(clock: FixedClock) -> None:
    with ENGINES["sqlite"]() as address:
        office = furnish(address.open(clock))
        tina = sit(office, "tina")
        for at, details in enumerate(canaries(240)):
            # What goes and what stays stand side by side on the pages.
            clock.now = THEN if at % 2 else FRIDAY
            words = {"reason": "the caller withdrew", "said_by": "x", "words": "We appeal"}
            placed = tina.place(details)
            tina.make("complete", placed.ref, 1, changes={"practice": f"canarypractice{at:05}"})
            tina.make("close", placed.ref, 2, words)
        clock.now = FRIDAY
        lena = sit(office, "lena")
        assert lena.purge(BEFORE).requests == 120
        assert lena.wipe()
        assert RequestRow.select(fn.COUNT(RequestRow.id)).scalar() == 120
        files = [one for one in address.path.parent.iterdir() if one.is_file()]
        data = b"".join(one.read_bytes() for one in files).lower()
        assert {one.name for one in files} >= {"desk.db", "desk.db-wal"}
        office.close()
        for at in range(240):
            for word in ("canaryname", "canarymember", "canaryrationale", "canarypractice"):
                there = f"{word}{at:05}".encode() in data
                assert there == (at % 2 == 0), (word, at)
