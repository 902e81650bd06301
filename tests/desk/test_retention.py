"""What was kept long enough goes for good, what is held stays, and the record still holds."""

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from peewee import fn

from p2p_tui.desk import Desk, Feed, News, Office
from p2p_tui.desk.feed import news_since
from p2p_tui.desk.retention import Due, Purged
from p2p_tui.domain.details import Details
from p2p_tui.domain.errors import DeskError, Mistyped, NotFound, Refused
from p2p_tui.domain.refs import number_of
from p2p_tui.domain.request import Request, Status
from p2p_tui.domain.retention import PURGED
from p2p_tui.domain.story import Happening
from p2p_tui.store import chain, requests, retention
from p2p_tui.store.engines import OutcomeUnknownError
from p2p_tui.store.models import BookingRow, DeniedPARow, EventRow, PayloadRow, RequestRow
from tests.crew import WAIT, crew
from tests.desk import jobs
from tests.documented import needed
from tests.house import ENGINES, FRIDAY, KIM, Address, FixedClock, callback, furnish, sit, through

DeskOf = Callable[[str], Desk]

THEN = datetime(2019, 11, 20, 19, 31, 7, tzinfo=UTC)
"""Seven years before: what was closed then is older than six years."""
BEFORE = date(2020, 11, 20)
CLOSED = ("acknowledge", "ready", "transfer", "end_call", "document")


def closed(desk_of: DeskOf, details: Details = KIM) -> Request:
    return through(desk_of, desk_of("tina").place(details), *CLOSED)


def on_record(move: str = PURGED) -> list[Happening]:
    return [one for one in requests.happenings_since(0) if one.move == move]


def carried(ref: str) -> int:
    """How many events of a request still have their words."""
    seqs = EventRow.select(EventRow.seq).where(EventRow.request_id == number_of(ref))
    return int(PayloadRow.select().where(PayloadRow.seq.in_(seqs)).count())


@pytest.fixture
def then(clock: FixedClock) -> FixedClock:
    """The clock, set back by seven years until a test sets it to ``FRIDAY``."""
    clock.now = THEN
    return clock


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    monkeypatch.setattr(retention, "_PIECE", 4)
    monkeypatch.setattr(retention, "PLAIN_BATCH", 2)


# -- what goes


def test_what_is_old_goes_and_its_events_stay(
    desk_of: DeskOf, office: Office, then: FixedClock
) -> None:
    gone = closed(desk_of)
    booked = through(desk_of, desk_of("tina").place(callback("today 3pm")), "acknowledge", "close")
    then.now = FRIDAY
    kept = closed(desk_of)
    lena, events = desk_of("lena"), EventRow.select().count()
    rows = list(EventRow.select().order_by(EventRow.seq).tuples())

    words = carried(gone.ref) + carried(booked.ref)
    due = lena.due_for_disposal(BEFORE)
    assert due == Due(2, words, 0, 0, THEN, THEN, 0, 0, 0)
    assert lena.purge(BEFORE) == Purged(requests=2, payloads=words)
    assert lena.wipe()

    assert lena.tracker() == (kept,)
    assert lena.tracker("osei") == (kept,)
    assert lena.tracker(gone.ref) == ()
    assert BookingRow.select().where(BookingRow.request_id == 1002).count() == 0
    assert carried(gone.ref) + carried(booked.ref) == 0
    assert carried(kept.ref) == len(CLOSED) + 1
    assert list(EventRow.select().order_by(EventRow.seq).tuples())[:-1] == rows
    assert office.verify().problem == ""
    assert office.verify().events == events + 1
    assert lena.due_for_disposal(BEFORE) == Due(0, 0, 0, 0, None, None, 0, 0, 0)
    assert lena.purge(BEFORE) == Purged()
    assert EventRow.select().count() == events + 1


def test_its_event_says_by_whom_and_proves_what(
    desk_of: DeskOf, office: Office, then: FixedClock
) -> None:
    closed(desk_of)
    closed(desk_of)
    then.now = FRIDAY
    desk_of("lena").purge(BEFORE)
    (event,) = on_record()
    assert (event.actor, event.at, event.ref, event.version) == ("lena", FRIDAY, "", None)
    assert event.given["before"] == "2020-11-20"
    assert event.given["numbers"] == [[1001, 1002]]
    assert (event.given["requests"], event.given["payloads"]) == (2, 12)
    assert len(event.given["proof"]) == 64
    assert desk_of("lena").tell(event) == (
        "removed for good 2 requests from before Nov 20, 2020, the words of 12 events with them"
        f" (proof {event.given['proof'][:12]})"
    )
    assert "Osei" not in json.dumps(event.model_dump(mode="json"))


def test_of_what_was_removed_people_are_told_so(
    desk_of: DeskOf, office: Office, then: FixedClock
) -> None:
    gone = closed(desk_of)
    then.now = FRIDAY
    kept = desk_of("tina").place(KIM)
    desk_of("lena").purge(BEFORE)
    said = r"^P2P-1001 was kept as long as records are kept, and then removed$"
    for ask in (
        lambda: desk_of("tina").request(gone.ref),
        lambda: desk_of("tina").look("p2p 1001"),
        lambda: desk_of("ana").make("add_to_record", gone.ref, gone.version, {"words": "x"}),
        lambda: desk_of("tina").make("link", kept.ref, kept.version, {"other": gone.ref}),
        lambda: desk_of("lena").hold(gone.ref, "a case"),
    ):
        with pytest.raises(NotFound, match=said):
            ask()
    with pytest.raises(NotFound, match="There is no request P2P-4711"):
        desk_of("tina").request("P2P-4711")
    lena, told = desk_of("lena"), desk_of("lena").history(gone.ref)
    assert [one.move for one in told] == ["place", *CLOSED]
    assert all(lena.tell(one) for one in told)


def test_no_reference_is_given_twice(desk_of: DeskOf, office: Office, then: FixedClock) -> None:
    newest = [closed(desk_of).ref for _ in range(3)][-1]
    then.now = FRIDAY
    assert desk_of("lena").purge(BEFORE).requests == 3
    assert RequestRow.select().count() == 0
    assert newest == "P2P-1003"
    assert desk_of("tina").place(KIM).ref == "P2P-1004"
    assert desk_of("tina").place(KIM).ref == "P2P-1005"


def test_denied_pas_go_that_no_extract_told_since(
    desk_of: DeskOf, office: Office, then: FixedClock
) -> None:
    lena = desk_of("lena")
    lena.import_pas(["PA #,Drug\n", "1,a\n", "2,b\n", "3,c\n", "4,d\n"], "then.csv")
    still_open = desk_of("tina").place(KIM.model_copy(update={"pa_number": "PA-3"}))
    held = closed(desk_of, KIM.model_copy(update={"pa_number": "4"}))
    then.now = FRIDAY
    lena.hold(held.ref, "a case")
    lena.import_pas(["PA #,Drug\n", "2,b\n", "9,z\n"], "now.csv")
    assert lena.due_for_disposal(BEFORE).denied_pas == 1
    assert lena.purge(BEFORE) == Purged(denied_pas=1)
    numbers = {row.number_key for row in DeniedPARow.select()}
    assert numbers == {"2", "3", "4", "9"}
    assert desk_of("lena").tell(on_record()[0]) == (
        "removed for good 1 denied PA from before Nov 20, 2020"
    )
    assert office.verify().problem == ""
    assert still_open.open


@pytest.mark.usefixtures("small_batches")
def test_notes_go_that_belong_to_no_request(
    desk_of: DeskOf, office: Office, then: FixedClock
) -> None:
    lena, tina, raj = desk_of("lena"), desk_of("tina"), desk_of("raj")
    lena.import_pas(["PA #,Drug\n", "88120417,a\n"], "then.csv")
    pa = tina.denied_pa("88120417")
    assert pa is not None
    for _ in range(3):
        tina.saw_pa(pa)
    draft = raj.keep_draft("d", "new request", {"phone": "614 555 0142", "said": "canary"})
    raj.sign_out()
    then.on(minutes=5)
    lena.take_up(draft)
    then.now = FRIDAY
    desk_of("tina").saw_pa(pa)
    assert lena.due_for_disposal(BEFORE).loose == 4
    done = lena.purge(BEFORE)
    assert (done.loose, done.payloads, done.denied_pas) == (4, 4, 1)
    assert [one.given["loose"] for one in on_record()] == [2, 2, 0]
    assert lena.tell(on_record()[0]).startswith(
        "removed for good 2 notes of PAs looked at and calls taken up from before Nov 20, 2020,"
    )
    assert not any("canary" in row.body for row in PayloadRow.select())
    numbers = [one.given.get("pa_number") for one in on_record("pa_viewed")]
    assert numbers == [None, None, None, "88120417"]
    assert office.verify().problem == ""
    then.now = FRIDAY + timedelta(days=1)
    assert lena.purge(FRIDAY.date() + timedelta(days=1)).loose == 1
    assert office.verify().problem == ""


# -- what stays


def held(desk_of: DeskOf, clock: FixedClock, request: Request) -> None:
    desk_of("lena").hold(request.ref, "a case")


def added_to(desk_of: DeskOf, clock: FixedClock, request: Request) -> None:
    clock.now = FRIDAY
    desk_of("ana").make("add_to_record", request.ref, request.version, {"words": "They rang"})


def linked(desk_of: DeskOf, clock: FixedClock, request: Request) -> None:
    clock.now = FRIDAY
    desk_of("tina").place(KIM, beside=[request.ref])


def held_and_released(desk_of: DeskOf, clock: FixedClock, request: Request) -> None:
    clock.now = FRIDAY
    lena = desk_of("lena")
    lena.hold(request.ref, "a case")
    lena.release_hold(request.ref, "it is over")


def looked_at(desk_of: DeskOf, clock: FixedClock, request: Request) -> None:
    clock.now = FRIDAY
    desk_of("tina").look(request.ref)
    desk_of("tina").copied(request.ref)


@pytest.mark.parametrize(
    ("happened", "on_hold", "changed_since"),
    [
        (held, 1, 0),
        (added_to, 0, 1),
        (linked, 0, 1),
        (held_and_released, 0, 0),
        (looked_at, 0, 0),
    ],
)
def test_what_is_held_or_was_added_to_since_stays(
    desk_of: DeskOf,
    office: Office,
    then: FixedClock,
    happened: Callable[[DeskOf, FixedClock, Request], None],
    on_hold: int,
    changed_since: int,
) -> None:
    request = closed(desk_of)
    happened(desk_of, then, request)
    then.now = FRIDAY
    lena, goes = desk_of("lena"), int(not on_hold + changed_since)
    due = lena.due_for_disposal(BEFORE)
    assert (due.requests, due.on_hold, due.changed_since) == (goes, on_hold, changed_since)
    assert lena.purge(BEFORE).requests == goes
    assert (requests.get(request.ref) is None) == bool(goes)
    assert (carried(request.ref) == 0) == bool(goes)
    assert office.verify().problem == ""


def test_what_is_open_or_waits_for_information_stays(
    desk_of: DeskOf, office: Office, then: FixedClock
) -> None:
    still_open = desk_of("tina").place(KIM)
    promised = through(desk_of, desk_of("tina").place(KIM), *CLOSED[:-1])
    given = {"none_offered": True, **needed("more information promised")}
    promised = desk_of("ana").make("document", promised.ref, promised.version, given)
    assert promised.status is Status.CLOSED
    then.now = FRIDAY
    lena = desk_of("lena")
    assert lena.due_for_disposal(BEFORE).followed_up == 1
    assert lena.purge(BEFORE) == Purged()
    assert {one.ref for one in lena.tracker()} == {still_open.ref, promised.ref}


@pytest.mark.parametrize(("minutes", "goes"), [(-1, 1), (0, 0), (1, 0)])
def test_the_day_begins_at_midnight_at_the_desk(
    desk_of: DeskOf, then: FixedClock, minutes: int, goes: int
) -> None:
    midnight = datetime(2020, 11, 20, 5, 0, tzinfo=UTC)
    then.now = midnight + timedelta(minutes=minutes)
    closed(desk_of)
    then.now = FRIDAY
    assert desk_of("lena").today() == date(2026, 11, 20)
    assert desk_of("lena").purge(BEFORE).requests == goes


# -- legal hold


def test_a_hold_is_on_record_with_its_reason(desk_of: DeskOf, office: Office) -> None:
    lena, tina = desk_of("lena"), desk_of("tina")
    placed = tina.place(KIM)
    held = lena.hold(placed.ref, "Osei v.\nPlan", act_id="once")
    assert lena.hold(placed.ref, "Osei v. Plan", act_id="once") == held
    assert held.legal_hold is not None
    assert (held.legal_hold.by, held.legal_hold.at, held.legal_hold.why) == (
        "lena", FRIDAY, "Osei v. Plan",
    )  # fmt: skip
    assert (held.version, held.moved_version) == (2, 1)
    assert tina.request(placed.ref) == held
    assert lena.on_hold() == (held,)
    # Nobody's work is in the way: who saw it before goes on.
    desk_of("ana").make("acknowledge", placed.ref, placed.version)
    released = lena.release_hold(placed.ref, "settled")
    assert released.legal_hold is None
    assert lena.on_hold() == ()
    told = [lena.tell(one) for one in lena.history(placed.ref)]
    assert told[1] == "put it on legal hold: Osei v. Plan"
    assert told[-1] == "released the legal hold: settled"
    assert lena.history(placed.ref)[-1].before["legal_hold"]["why"] == "Osei v. Plan"
    assert office.verify().problem == ""


def test_what_can_not_be_held_or_released_is_said(desk_of: DeskOf) -> None:
    lena, placed = desk_of("lena"), desk_of("tina").place(KIM)
    with pytest.raises(DeskError, match="P2P-1001 is not on legal hold"):
        lena.release_hold(placed.ref, "x")
    with pytest.raises(Mistyped, match=r"^Say why it is held or released$"):
        lena.hold(placed.ref, " \n")
    lena.hold(placed.ref, "a case")
    with pytest.raises(DeskError, match="P2P-1001 is on legal hold already: a case"):
        lena.hold(placed.ref, "another")
    with pytest.raises(NotFound, match="There is no request P2P-9"):
        lena.hold("P2P-9", "a case")


@pytest.mark.parametrize("who", ["tina", "ana", "adam"])
def test_only_a_lead_holds_or_removes(desk_of: DeskOf, who: str) -> None:
    placed, desk = desk_of("tina").place(KIM), desk_of(who)
    for ask in (
        lambda: desk.hold(placed.ref, "x"),
        lambda: desk.release_hold(placed.ref, "x"),
        lambda: desk.on_hold(),
        lambda: desk.due_for_disposal(BEFORE),
        lambda: desk.purge(BEFORE),
        lambda: desk.wipe(),
    ):
        with pytest.raises(Refused, match=r"may not dispose of records or hold them; ask a lead"):
            ask()
    assert on_record() == []


def test_a_lead_who_does_not_own_the_database_removes_nothing(
    desk_of: DeskOf, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office.store.engine, "owned", lambda: False)
    with pytest.raises(DeskError, match="for the account that owns the desk's database"):
        desk_of("lena").purge(BEFORE)


# -- by the batch


@pytest.fixture
def five(desk_of: DeskOf, then: FixedClock) -> list[str]:
    refs = [closed(desk_of).ref for _ in range(5)]
    then.now = FRIDAY
    return refs


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
    problem: Any = chain._problem
    lena = desk_of("lena")
    left = iter([15])

    def walked(row: dict[str, Any], *rest: Any) -> str:
        if row["seq"] == 15 and next(left, None):
            lena.purge(BEFORE)
        return str(problem(row, *rest))

    monkeypatch.setattr(chain, "_PIECE", 4)
    monkeypatch.setattr(chain, "_problem", walked)
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
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow,
          HealthCheck.function_scoped_fixture])  # fmt: skip
@given(st.lists(st.sampled_from(["place", "close", "hold", "release", "look", "purge", "year"]),
                max_size=40), st.randoms())  # fmt: skip
def test_in_whichever_order_things_happen_the_record_holds(
    desks_with_people: Any, engine: str, steps: list[str], chance: Any
) -> None:
    clock, seen = FixedClock(THEN), list[str]()
    with desks_with_people(engine)() as address:
        office = address.open(clock)
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
        office.close()


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
