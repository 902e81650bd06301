"""What the desk has in common: set by those who may, on record, and known to every session."""

import queue
from collections.abc import Callable, Iterator
from datetime import date, time

import pytest

from p2p_tui.desk import Desk, Feed, News, Office
from p2p_tui.domain.errors import NotFound, Overtaken, Refused
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.in_common import CHANGED, InCommon, InForce
from p2p_tui.domain.story import Happening
from p2p_tui.store import requests
from p2p_tui.store.models import EventRow
from tests.crew import elsewhere, together
from tests.desk import jobs
from tests.house import ACCOUNT, KIM, STAFF, Address, FixedClock

DeskOf = Callable[[str], Desk]
SOON = 10.0
"""Seconds after which news that has not come is taken for lost."""

SHORT_FRIDAY = DeskHours(
    days={**DeskHours().days, 4: (time(8), time(15))},
    holidays=frozenset({date(2026, 11, 26), date(2026, 12, 25)}),
)
CENTRAL = DeskHours(zone="America/Chicago")


def on_record() -> list[Happening]:
    return [one for one in requests.happenings_since(0) if one.move == CHANGED]


def test_a_desk_begins_with_the_hours_of_the_rules(office: Office) -> None:
    assert office.in_common == InForce()
    assert office.hours == DeskHours()


def test_a_lead_sets_the_hours_and_they_stand_in_the_record(
    desk_of: DeskOf, office: Office, clock: FixedClock
) -> None:
    lena = desk_of("lena")
    now = lena.set_common(InCommon(hours=SHORT_FRIDAY), 0)
    assert (now.version, now.by, now.at) == (1, "lena", clock())
    assert office.hours == SHORT_FRIDAY
    assert office.read_in_common() == now
    (event,) = on_record()
    assert (event.actor, event.at, event.ref, event.version) == ("lena", clock(), "", 1)
    assert EventRow.get_by_id(event.seq).account == ACCOUNT
    assert event.before == {"hours": DeskHours().model_dump(mode="json")}
    assert event.after == {"hours": SHORT_FRIDAY.model_dump(mode="json")}
    assert lena.tell(event) == (
        "changed the desk's hours: Friday 8:00 AM–3:00 PM, was 8:00 AM–8:00 PM;"
        " closed on Nov 26 2026, Dec 25 2026"
    )
    assert office.verify().problem == ""


def test_an_admin_sets_them_too(desk_of: DeskOf, office: Office) -> None:
    desk_of("adam").set_common(InCommon(hours=CENTRAL), 0)
    assert office.hours == CENTRAL


@pytest.mark.parametrize("who", ["tina", "ana"])
def test_nobody_else_does(desk_of: DeskOf, office: Office, who: str) -> None:
    with pytest.raises(
        Refused, match=r"^A \w+ may not set the desk.s hours; ask a lead \(roles\)$"
    ):
        desk_of(who).set_common(InCommon(hours=CENTRAL), 0)
    assert office.read_in_common() == InForce()
    assert on_record() == []


def test_a_lead_who_was_disabled_meanwhile_does_not(desk_of: DeskOf, office: Office) -> None:
    lena = desk_of("lena")
    office.put_staff([STAFF[0].model_copy(update={"disabled": True})], by=None, account=ACCOUNT)
    with pytest.raises(NotFound, match="is disabled"):
        lena.set_common(InCommon(hours=CENTRAL), 0)
    assert on_record() == []


def test_who_saw_an_older_version_is_told_who_changed_it_and_when(
    desk_of: DeskOf, office: Office, clock: FixedClock
) -> None:
    desk_of("lena").set_common(InCommon(hours=SHORT_FRIDAY), 0)
    with pytest.raises(Overtaken) as no:
        desk_of("adam").set_common(InCommon(hours=CENTRAL), 0)
    assert str(no.value) == (
        "Lena Ortiz changed it meanwhile (today, 2:31 PM EST): look again. Nothing was lost"
    )
    clock.on(days=3)
    with pytest.raises(Overtaken, match=r"^You changed it meanwhile \(Fri Nov 20, 2:31 PM EST\)"):
        desk_of("lena").set_common(InCommon(hours=CENTRAL), 0)
    assert office.hours == SHORT_FRIDAY
    assert desk_of("adam").set_common(InCommon(hours=CENTRAL), 1).version == 2


def test_what_is_as_it_was_is_no_act(desk_of: DeskOf, office: Office) -> None:
    before = office.verify()
    assert desk_of("lena").set_common(InCommon(), 0) == InForce()
    assert office.verify() == before


def test_one_act_sets_them_once(desk_of: DeskOf) -> None:
    lena = desk_of("lena")
    first = lena.set_common(InCommon(hours=CENTRAL), 0, act_id="once")
    assert lena.set_common(InCommon(hours=CENTRAL), 0, act_id="once") == first
    assert len(on_record()) == 1


def test_what_is_said_of_callbacks_follows_the_hours(desk_of: DeskOf, office: Office) -> None:
    tina = desk_of("tina")
    eastern = tina.read_times("tomorrow 9am").windows[0].start
    desk_of("lena").set_common(InCommon(hours=CENTRAL), 0)
    central = tina.read_times("tomorrow 9am").windows[0].start
    assert (central - eastern).total_seconds() == 3600


def test_what_comes_too_late_changes_nothing(desk_of: DeskOf, office: Office) -> None:
    now = desk_of("lena").set_common(InCommon(hours=CENTRAL), 0)
    office.learn(InForce())
    assert office.in_common == now


def test_hours_that_a_lesson_is_given_go_before_those_of_the_desk(
    address: Address, office: Office, clock: FixedClock
) -> None:
    lesson = Office(office.store, clock=clock, hours=CENTRAL)
    assert lesson.hours == CENTRAL
    lesson.learn(InForce(common=InCommon(hours=SHORT_FRIDAY), version=1))
    assert (lesson.hours, office.hours) == (CENTRAL, DeskHours())


# -- other sessions


@pytest.fixture
def news(office: Office, desk_of: DeskOf) -> Iterator["queue.Queue[News]"]:
    """What Raj's session is told, from its first news on."""
    raj, told = desk_of("raj"), queue.Queue[News]()
    start = raj.snapshot()
    office.learn(start.in_common)
    feed = Feed(raj, start.cursor, told.put)
    feed.start()
    assert told.get(timeout=SOON).in_common == InForce()
    yield told
    feed.stop()


def test_a_session_hears_what_another_process_has_set(
    news: "queue.Queue[News]", address: Address, office: Office
) -> None:
    assert elsewhere(jobs.set_hours, address, "lena", SHORT_FRIDAY) == "version 1"
    while not (heard := news.get(timeout=SOON)).happenings:
        pass
    assert [(one.move, one.actor, one.ref) for one in heard.happenings] == [(CHANGED, "lena", "")]
    assert (heard.in_common.common.hours, heard.in_common.by) == (SHORT_FRIDAY, "lena")
    assert office.hours == DeskHours(), "until the session takes the news in"
    office.learn(heard.in_common)
    assert office.hours == SHORT_FRIDAY


def test_other_news_brings_the_hours_as_they_were(
    news: "queue.Queue[News]", desk_of: DeskOf
) -> None:
    now = desk_of("lena").set_common(InCommon(hours=CENTRAL), 0)
    desk_of("tina").place(KIM)
    moves = list[str]()
    while "place" not in moves:
        heard = news.get(timeout=SOON)
        moves += [one.move for one in heard.happenings]
    assert moves == [CHANGED, "place"]
    assert heard.in_common == now


def test_a_session_that_begins_later_begins_with_them(
    address: Address, office: Office, desk_of: DeskOf
) -> None:
    office.learn(InForce())
    elsewhere(jobs.set_hours, address, "lena", SHORT_FRIDAY)
    assert desk_of("raj").snapshot().in_common.common.hours == SHORT_FRIDAY


def test_of_two_who_set_them_at_once_the_second_is_told(address: Address, office: Office) -> None:
    said = together(jobs.set_hours, [(address, "lena", SHORT_FRIDAY), (address, "adam", CENTRAL)])
    first = said.index("version 1")
    assert ("Lena Ortiz", "Adam Reyes")[first] in said[1 - first]
    assert "changed it meanwhile" in said[1 - first]
    assert office.read_in_common().common.hours == (SHORT_FRIDAY, CENTRAL)[first]
    assert len(on_record()) == 1
    assert office.verify().problem == ""
