"""``p2p callbacks``: what is one's own to make, and a calendar that tells nothing of a patient."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from p2p_tui.cli.calendars import calendar
from p2p_tui.domain.agenda import callbacks_of
from p2p_tui.domain.details import Details
from p2p_tui.domain.people import Availability
from p2p_tui.domain.request import Kind, Request, Status
from tests.cli.conftest import P2P
from tests.domain.builders import NOW, minutes, roster, standing, window
from tests.house import sit

ANA = ("callbacks", "--as", "ana")
CANARY = "Canary"


def said(denying: str) -> Details:
    """A caller all of whose words are a canary."""
    words = {name for name, field in Details.model_fields.items() if field.annotation is str}
    assert len(words) > 10
    told = {**dict.fromkeys(words, CANARY), "callback_words": "tomorrow 2-4 pm central"}
    return Details.model_validate({**told, "denying_pharmacist": denying})


@pytest.fixture
def busy(p2p: P2P) -> P2P:
    """Callbacks of which one is Ana's because she denied it, one Ben's; and one for the desk."""
    office = p2p.address.open(lambda: datetime.now(UTC))
    for denying in ("Ana Ruiz", "ben", "Priya Shah"):
        placed = sit(office, "tina").place(said(denying))
        assert len(placed.callback_windows) == 1
    office.close()
    return p2p


def test_ones_own_callbacks_are_listed_by_their_windows(busy: P2P) -> None:
    told = busy(*ANA).splitlines()
    assert [line.split()[0] for line in told[:-1]] == ["P2P-1001"]
    assert "CST (3:00–5:00 PM here)" in told[1] or "CDT (3:00–5:00 PM here)" in told[1]
    assert [one["ref"] for one in busy.json(*ANA)] == ["P2P-1001"]
    assert busy("callbacks", "--as", "maya") == "No callback is Maya Singh's to make.\n"


def test_a_calendar_has_the_windows_and_no_phi(busy: P2P, tmp_path: Path) -> None:
    told = busy(*ANA, "--ics")
    (request,) = busy.json(*ANA)
    assert CANARY.casefold() not in told.casefold()
    assert "Ruiz" not in told
    assert "central" not in told.casefold()
    made = icalendar.Calendar.from_ical(told)
    (event,) = made.walk("VEVENT")
    (span,) = request["callback_windows"]
    assert event.decoded("dtstart") == datetime.fromisoformat(span["start"])
    assert event.decoded("dtend") == datetime.fromisoformat(span["end"])
    assert str(event["summary"]) == "P2P callback P2P-1001"
    assert str(event["description"]) == "Open it in p2p: p2p show P2P-1001"
    assert busy(*ANA, "--ics", "-o", "mine.ics") == "A calendar without any PHI in mine.ics\n"
    file = tmp_path / "mine.ics"
    assert file.stat().st_mode & 0o777 == 0o600
    (again,) = icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert again["uid"] == event["uid"]
    assert "--force" in busy(*ANA, "--ics", "-o", "mine.ics", code=2)


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
def test_what_stops_it_is_said_in_a_line(p2p: P2P) -> None:
    assert "add --ics" in p2p(*ANA, "-o", "x", code=2)
    assert "one of --ics and --json" in p2p(*ANA, "--ics", "--json", code=2)
    assert "may not see open requests" in p2p("callbacks", "--as", "adam", code=1)


def test_an_event_is_a_window_in_utc_with_a_reminder() -> None:
    request = standing(
        Kind.CALLBACK,
        Status.SCHEDULED,
        callback_windows=(window(NOW + minutes(60)), window(NOW - minutes(600))),
    )
    data = calendar([request], NOW)
    assert calendar([request], NOW) == data
    assert b"TZID" not in data
    assert b"\r\n" in data
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert event.decoded("dtstart") == NOW + minutes(60)
    assert event.decoded("dtstart").tzinfo is not None
    assert event.decoded("dtstamp") == NOW
    assert str(event["uid"]) == "p2p-1042-20261120t203100z-20261120t223100z@p2p-tui"
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(minutes=-15)
    later = calendar([request], NOW + minutes(1))
    assert [str(one["uid"]) for one in icalendar.Calendar.from_ical(later).walk("VEVENT")] == [
        str(event["uid"])
    ]


def callback(ref: str, **told: Any) -> Request:
    return standing(Kind.CALLBACK, Status.SCHEDULED, ref=ref, **told)


def test_ones_own_are_those_held_and_those_expected() -> None:
    denied = callback("P2P-1", denying_pharmacist="ana", callback_windows=(window(NOW),))
    held = standing(
        Kind.CALLBACK, Status.ACKNOWLEDGED, ref="P2P-2", holder="ana", denying_pharmacist="ben",
        callback_windows=(window(NOW - minutes(60)),),
    )  # fmt: skip
    others = standing(
        Kind.CALLBACK, Status.ACKNOWLEDGED, ref="P2P-3", holder="ben", denying_pharmacist="ana"
    )
    owed = standing(Kind.CALLBACK, Status.TO_DOCUMENT, ref="P2P-4", holder="ana")
    now = standing(Kind.IMMEDIATE, Status.ACKNOWLEDGED, ref="P2P-5", holder="ana")
    every = (denied, held, others, owed, now)
    find: Callable[..., tuple[Request, ...]] = callbacks_of
    assert [one.ref for one in find(every, "ana", roster(), NOW)] == ["P2P-2", "P2P-1"]
    away = roster(absent=["ana"])
    assert [one.ref for one in find(every, "ana", away, NOW)] == ["P2P-2", "P2P-1"]
    lunch = roster(ana=Availability.LUNCH)
    assert [one.ref for one in find(every, "ana", lunch, NOW)] == ["P2P-2"]


def test_a_calendar_of_nothing_is_one_too() -> None:
    data = calendar([], NOW)
    assert icalendar.Calendar.from_ical(io.BytesIO(data).read()).walk("VEVENT") == []
