"""What callers say about a time, and the windows that it means (R4, R11)."""

import functools
import re
import time as clocks
import timeit
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.spoken import MOST_CHARACTERS, MOST_WINDOWS, Reading, read_times
from p2p_tui.domain.wording import instants

NEW_YORK = "America/New_York"
ET = ZoneInfo(NEW_YORK)
CHICAGO = "America/Chicago"
DENVER = "America/Denver"
PHOENIX = "America/Phoenix"
LOS_ANGELES = "America/Los_Angeles"

AUTUMN = datetime(2026, 11, 20, 14, 31, 20, tzinfo=ET)  # a Friday
SPRING_FORWARD = datetime(2026, 3, 7, 10, 0, tzinfo=ET)  # the Saturday before the clocks go forward
FALL_BACK = datetime(2026, 10, 31, 16, 0, tzinfo=ET)  # the Saturday before the clocks go back
NEW_YEARS_EVE = datetime(2026, 12, 31, 15, 5, tzinfo=ET)  # a Thursday
SUMMER = datetime(2026, 7, 15, 8, 15, tzinfo=ET)  # a Wednesday
LEAP = datetime(2028, 2, 28, 9, 0, tzinfo=ET)  # a Monday

HOLIDAYS = DeskHours()


def read(words: str, at: datetime = AUTUMN, zone: str = NEW_YORK) -> Reading:
    """Read words as they are said at that time."""
    return read_times(words, now=at, zone=zone, hours=HOLIDAYS)


def windows(reading: Reading) -> list[str]:
    """Write windows on the provider's clock: "11-24 14:00-16:00"."""
    return [f"{w.wall_start:%m-%d %H:%M}-{w.wall_end:%H:%M}" for w in reading.windows]


CERTAIN: list[tuple[datetime, str, str]] = [
    # days
    (AUTUMN, "tomorrow 2-4pm", "11-21 14:00-16:00"),
    (AUTUMN, "tmrw 2-4pm", "11-21 14:00-16:00"),
    (AUTUMN, "today 3-4", "11-20 15:00-16:00"),
    (AUTUMN, "day after tomorrow at 9", "11-22 09:00-09:30"),
    (AUTUMN, "the day after tomorrow at 9", "11-22 09:00-09:30"),
    (AUTUMN, "Monday at 9:15", "11-23 09:15-09:45"),
    (AUTUMN, "mon 9", "11-23 09:00-09:30"),
    (AUTUMN, "Tues 9", "11-24 09:00-09:30"),
    (AUTUMN, "Thurs. 9", "11-26 09:00-09:30"),
    (AUTUMN, "this Tuesday at 9", "11-24 09:00-09:30"),
    (AUTUMN, "Friday at 3", "11-20 15:00-15:30"),
    (AUTUMN, "Friday at 2", "11-27 14:00-14:30"),
    (AUTUMN, "Friday at 9", "11-27 09:00-09:30"),
    (AUTUMN, "Friday 2-4", "11-20 14:31-16:00"),
    (AUTUMN, "next Friday 10-11", "11-27 10:00-11:00"),
    (AUTUMN, "next Monday 10-11", "11-23 10:00-11:00"),
    (AUTUMN, "11/24 10:30-11 ET", "11-24 10:30-11:00"),
    (AUTUMN, "11/24/2026 10:30-11", "11-24 10:30-11:00"),
    (AUTUMN, "11/24/26 10:30-11", "11-24 10:30-11:00"),
    (AUTUMN, "Nov 24 2pm", "11-24 14:00-14:30"),
    (AUTUMN, "nov. 24 2pm", "11-24 14:00-14:30"),
    (AUTUMN, "November 24th at 2 p.m.", "11-24 14:00-14:30"),
    (AUTUMN, "November 24, 2026 at 2 p.m.", "11-24 14:00-14:30"),
    (AUTUMN, "24 Nov 2pm", "11-24 14:00-14:30"),
    (AUTUMN, "the 24th of November, 2pm", "11-24 14:00-14:30"),
    (AUTUMN, "the 24th at 2", "11-24 14:00-14:30"),
    (AUTUMN, "the 3rd at 2", "12-03 14:00-14:30"),
    (AUTUMN, "Tue Nov 24 at 2", "11-24 14:00-14:30"),
    (AUTUMN, "Tue, Nov 24, 2:00–4:00 PM", "11-24 14:00-16:00"),
    (AUTUMN, "Nov 24 (Tue) 2-4", "11-24 14:00-16:00"),
    (AUTUMN, "Tuesday the 24th, 2 to 4", "11-24 14:00-16:00"),
    (AUTUMN, "tomorrow, Saturday, 9-10", "11-21 09:00-10:00"),
    (AUTUMN, "2026-11-24 14:00-16:00", "11-24 14:00-16:00"),
    (AUTUMN, "2026-11-24T09:00", "11-24 09:00-09:30"),
    (AUTUMN, "2026-11-24 02:00-03:00", "11-24 02:00-03:00"),
    (AUTUMN, "2027-11-19 9am", "11-19 09:00-09:30"),
    (AUTUMN, "next business day morning", "11-23 08:00-12:00"),
    (AUTUMN, "next business day at 10", "11-23 10:00-10:30"),
    (AUTUMN, "in 3 days at 9", "11-23 09:00-09:30"),
    (AUTUMN, "in a week, 2-4", "11-27 14:00-16:00"),
    (AUTUMN, "in 2 weeks 2-4", "12-04 14:00-16:00"),
    # times
    (AUTUMN, "in 20 min", "11-20 14:51-15:21"),
    (AUTUMN, "in 20 minutes please", "11-20 14:51-15:21"),
    (AUTUMN, "in an hour", "11-20 15:31-16:01"),
    (AUTUMN, "in half an hour", "11-20 15:01-15:31"),
    (AUTUMN, "in 2 hrs", "11-20 16:31-17:01"),
    (AUTUMN, "3p", "11-20 15:00-15:30"),
    (AUTUMN, "3 o'clock", "11-20 15:00-15:30"),
    (AUTUMN, "3 o’clock pm", "11-20 15:00-15:30"),
    (AUTUMN, "at 15:00", "11-20 15:00-15:30"),
    (AUTUMN, "1500", "11-20 15:00-15:30"),
    (AUTUMN, "Mon 0930", "11-23 09:30-10:00"),
    (AUTUMN, "Mon 230pm", "11-23 14:30-15:00"),
    (AUTUMN, "Mon 2:30 PM", "11-23 14:30-15:00"),
    (AUTUMN, "Mon @ 2:30 PM", "11-23 14:30-15:00"),
    (AUTUMN, "2:31", "11-20 14:31-15:01"),
    (AUTUMN, "Mon noon", "11-23 12:00-12:30"),
    (AUTUMN, "Mon 12 noon", "11-23 12:00-12:30"),
    (AUTUMN, "Mon 12", "11-23 12:00-12:30"),
    (AUTUMN, "Mon 12am", "11-23 00:00-00:30"),
    (AUTUMN, "Mon 7", "11-23 07:00-07:30"),
    (AUTUMN, "Mon 6", "11-23 18:00-18:30"),
    (AUTUMN, "6 in the morning Monday", "11-23 06:00-06:30"),
    (AUTUMN, "Monday morning at 6", "11-23 06:00-06:30"),
    (AUTUMN, "7 in the evening Monday", "11-23 19:00-19:30"),
    (AUTUMN, "Mon 11-1", "11-23 11:00-13:00"),
    (AUTUMN, "Mon 11-1pm", "11-23 11:00-13:00"),
    (AUTUMN, "Mon 2pm-4", "11-23 14:00-16:00"),
    (AUTUMN, "Mon 9-11pm", "11-23 21:00-23:00"),
    (AUTUMN, "Mon 8-5", "11-23 08:00-17:00"),
    (AUTUMN, "Mon 8am to 8", "11-23 08:00-20:00"),
    (AUTUMN, "Mon 9 - noon", "11-23 09:00-12:00"),
    (AUTUMN, "Mon noon till 1", "11-23 12:00-13:00"),
    (AUTUMN, "Mon 10pm-midnight", "11-23 22:00-00:00"),
    (AUTUMN, "Mon 14-16", "11-23 14:00-16:00"),
    (AUTUMN, "Mon 7-9 in the evening", "11-23 19:00-21:00"),
    (AUTUMN, "Mon 9-12 in the morning", "11-23 09:00-12:00"),
    (AUTUMN, "from 9 to 11 on Monday", "11-23 09:00-11:00"),
    (AUTUMN, "between 9 and noon Thursday", "11-26 09:00-12:00"),
    (AUTUMN, "between 9-11 Thursday", "11-26 09:00-11:00"),
    (AUTUMN, "any time Friday", "11-20 14:31-17:00"),
    (AUTUMN, "anytime Monday", "11-23 08:00-17:00"),
    (AUTUMN, "all day Monday", "11-23 08:00-17:00"),
    (AUTUMN, "this afternoon", "11-20 14:31-17:00"),
    (AUTUMN, "tomorrow in the afternoon", "11-21 12:00-17:00"),
    (AUTUMN, "today after 3", "11-20 15:00-17:00"),
    (AUTUMN, "after 1", "11-20 14:31-17:00"),
    (AUTUMN, "after 5", "11-20 17:00-20:00"),
    (AUTUMN, "Mon after 9 in the morning", "11-23 09:00-12:00"),
    (AUTUMN, "any time after 2 Monday", "11-23 14:00-17:00"),
    (AUTUMN, "Mon from 3 on", "11-23 15:00-17:00"),
    (AUTUMN, "before noon tomorrow", "11-21 08:00-12:00"),
    (AUTUMN, "Monday by 10", "11-23 08:00-10:00"),
    (AUTUMN, "until 4", "11-20 14:31-16:00"),
    (AUTUMN, "Mon after 1 and before 3", "11-23 13:00-15:00"),
    (AUTUMN, "Mon after 1 but before 3", "11-23 13:00-15:00"),
    (AUTUMN, "please call me back Monday around 2", "11-23 14:00-14:30"),
    # several
    (AUTUMN, "Tue 2-4 or Wed 9-11", "11-24 14:00-16:00, 11-25 09:00-11:00"),
    (AUTUMN, "Tue 2-4\nWed 9-11", "11-24 14:00-16:00, 11-25 09:00-11:00"),
    (AUTUMN, "Tue 2-4; Wed 9-11", "11-24 14:00-16:00, 11-25 09:00-11:00"),
    (AUTUMN, "Tue 2-4 Wed 9-11", "11-24 14:00-16:00, 11-25 09:00-11:00"),
    (AUTUMN, "Tue, Wed 2-4", "11-24 14:00-16:00, 11-25 14:00-16:00"),
    (AUTUMN, "Tue/Wed 2-4", "11-24 14:00-16:00, 11-25 14:00-16:00"),
    (AUTUMN, "2-4 Tue or Wed", "11-24 14:00-16:00, 11-25 14:00-16:00"),
    (AUTUMN, "9-10 or 2-3 tomorrow", "11-21 09:00-10:00, 11-21 14:00-15:00"),
    (AUTUMN, "tomorrow 9-10 & 2-3", "11-21 09:00-10:00, 11-21 14:00-15:00"),
    (AUTUMN, "9 or 10 pm Mon", "11-23 21:00-21:30, 11-23 22:00-22:30"),
    (AUTUMN, "Mon-Wed 9-10", "11-23 09:00-10:00, 11-24 09:00-10:00, 11-25 09:00-10:00"),
    (AUTUMN, "Sat thru Mon 9-10", "11-21 09:00-10:00, 11-22 09:00-10:00, 11-23 09:00-10:00"),
    (AUTUMN, "after 3 today or tomorrow before noon", "11-20 15:00-17:00, 11-21 08:00-12:00"),
    (AUTUMN, "Tue 2-4 or Tuesday 2-4", "11-24 14:00-16:00"),
    # around the clocks going forward
    (SPRING_FORWARD, "tomorrow at 1:45 am", "03-08 01:45-03:15"),
    (SPRING_FORWARD, "tomorrow 9-10", "03-08 09:00-10:00"),
    (SPRING_FORWARD, "tomorrow 1 am-4 am", "03-08 01:00-04:00"),
    (SPRING_FORWARD, "in 3 days at 9", "03-10 09:00-09:30"),
    (SPRING_FORWARD, "in 20 hours", "03-08 07:00-07:30"),
    (SPRING_FORWARD, "Sunday 3 am", "03-08 03:00-03:30"),
    (SPRING_FORWARD, "next business day at 8", "03-09 08:00-08:30"),
    # around the clocks going back
    (FALL_BACK, "tomorrow at 12:30 am", "11-01 00:30-01:00"),
    (FALL_BACK, "tomorrow 1:30 am EDT", "11-01 01:30-01:00"),
    (FALL_BACK, "tomorrow 1:30 am EST", "11-01 01:30-02:00"),
    (FALL_BACK, "tomorrow 1:30 am eastern standard time", "11-01 01:30-02:00"),
    (FALL_BACK, "tomorrow 1:30 am after the clocks change", "11-01 01:30-02:00"),
    (FALL_BACK, "tomorrow 1:30 am before the clocks change", "11-01 01:30-01:00"),
    (FALL_BACK, "in 3 days at 9", "11-03 09:00-09:30"),
    (FALL_BACK, "in 20 hours", "11-01 11:00-11:30"),
    (FALL_BACK, "next business day any time", "11-02 08:00-17:00"),
    (FALL_BACK, "11/1 2-4", "11-01 14:00-16:00"),
    (datetime(2026, 11, 1, 1, 10, tzinfo=ET, fold=1), "1:50 am", "11-01 01:50-02:20"),
    # over the turn of the year
    (NEW_YEARS_EVE, "tomorrow 9-10", "01-01 09:00-10:00"),
    (NEW_YEARS_EVE, "1/4 9-10", "01-04 09:00-10:00"),
    (NEW_YEARS_EVE, "Jan 4th, 9 to 10", "01-04 09:00-10:00"),
    (NEW_YEARS_EVE, "Monday Jan 4 2027 at 2", "01-04 14:00-14:30"),
    (NEW_YEARS_EVE, "12/31 4pm", "12-31 16:00-16:30"),
    (NEW_YEARS_EVE, "next business day at 2", "01-04 14:00-14:30"),
    (NEW_YEARS_EVE, "11:45 pm", "12-31 23:45-00:15"),
    (NEW_YEARS_EVE, "the 1st at 2", "01-01 14:00-14:30"),
    (NEW_YEARS_EVE, "Thursday 2-4", "12-31 15:05-16:00"),
    (NEW_YEARS_EVE, "Thursday 1-3", "01-07 13:00-15:00"),
    # in summer
    (SUMMER, "10-11", "07-15 10:00-11:00"),
    (SUMMER, "morning", "07-15 08:15-12:00"),
    (SUMMER, "Wed 2-4", "07-15 14:00-16:00"),
    (SUMMER, "Wed 8", "07-22 08:00-08:30"),
    (SUMMER, "before 10", "07-15 08:15-10:00"),
    (SUMMER, "next Monday 9", "07-20 09:00-09:30"),
    (SUMMER, "7/31 9", "07-31 09:00-09:30"),
    (SUMMER, "the 31st at 9", "07-31 09:00-09:30"),
    # in a leap year
    (LEAP, "tomorrow at noon", "02-29 12:00-12:30"),
    (LEAP, "Feb 29 2-4", "02-29 14:00-16:00"),
    (LEAP, "2/29/2028 2-4", "02-29 14:00-16:00"),
    (LEAP, "in 2 days 2-4", "03-01 14:00-16:00"),
    (LEAP, "the 30th at 2", "03-30 14:00-14:30"),
    (LEAP, "9-11", "02-28 09:00-11:00"),
]


@pytest.mark.parametrize(("at", "words", "expected"), CERTAIN)
def test_what_is_certain(at: datetime, words: str, expected: str) -> None:
    reading = read(words, at)
    assert ", ".join(windows(reading)) == expected
    assert reading.question == ""
    assert reading.choices == ()
    assert not reading.is_now


def test_the_table_is_as_long_as_it_should_be() -> None:
    assert len(CERTAIN) >= 120


ZONES = [
    ("Mon 9 ET", NEW_YORK, 14),
    ("Mon 9 eastern", NEW_YORK, 14),
    ("Mon 9 EST", NEW_YORK, 14),
    ("Mon 9 EDT", NEW_YORK, 14),
    ("Mon 9 Eastern Time", NEW_YORK, 14),
    ("Mon 9 CT", CHICAGO, 15),
    ("Mon 9am central", CHICAGO, 15),
    ("Mon 9 a.m. C.S.T.", CHICAGO, 15),
    ("central: Mon 9", CHICAGO, 15),
    ("Mon 9, central", CHICAGO, 15),
    ("Mon 9 MT", DENVER, 16),
    ("Mon 9 mountain standard time", DENVER, 16),
    ("Mon 9 MST", DENVER, 16),
    ("Mon 9 Arizona", PHOENIX, 16),
    ("Mon 9 PT", LOS_ANGELES, 17),
    ("Mon 9 pacific", LOS_ANGELES, 17),
    ("Mon 9 Alaska", "America/Anchorage", 18),
    ("Mon 9 Hawaii", "Pacific/Honolulu", 19),
    ("Mon 9 America/Chicago", CHICAGO, 15),
    ("Mon 9 america/port-au-prince", "America/Port-au-Prince", 14),
    ("Mon 9 America/Indiana/Knox", "America/Indiana/Knox", 15),
]


@pytest.mark.parametrize(("words", "zone", "hour_utc"), ZONES)
def test_zones_as_people_say_them(words: str, zone: str, hour_utc: int) -> None:
    reading = read(words)
    assert (reading.zone, reading.zone_said, reading.question) == (zone, True, "")
    (window,) = reading.windows
    assert window.zone == zone
    assert window.start == datetime(2026, 11, 23, hour_utc, tzinfo=UTC)
    assert windows(reading) == ["11-23 09:00-09:30"]


def test_without_a_zone_the_providers_own_is_meant() -> None:
    reading = read("Mon 9", zone=CHICAGO)
    assert (reading.zone, reading.zone_said) == (CHICAGO, False)
    assert reading.windows[0].start == datetime(2026, 11, 23, 15, tzinfo=UTC)


def test_one_zone_holds_for_all_that_is_said() -> None:
    reading = read("Tue or Wed after 3 central")
    assert windows(reading) == ["11-24 15:00-17:00", "11-25 15:00-17:00"]
    assert {window.zone for window in reading.windows} == {CHICAGO}


def test_each_time_may_have_a_zone_of_its_own() -> None:
    reading = read("Mon 9-11 ET; Wed 2-3 PT")
    assert [window.zone for window in reading.windows] == [NEW_YORK, LOS_ANGELES]
    assert reading.zone == NEW_YORK


def test_a_time_without_a_zone_between_two_zones_is_asked_about() -> None:
    reading = read("Mon 9-11 ET; Wed 2-3 PT; Thu 5")
    assert len(reading.windows) == 2
    assert "time zone" in reading.question


@pytest.mark.parametrize(
    ("at", "eastern", "phoenix"),
    [
        (datetime(2026, 11, 16, 8, tzinfo=ET), 9, 7),
        (datetime(2026, 3, 15, 8, tzinfo=ET), 9, 6),
    ],
)
def test_new_york_and_phoenix(at: datetime, eastern: int, phoenix: int) -> None:
    (window,) = read(f"tomorrow at {eastern}:00 am ET", at, PHOENIX).windows
    assert window.start.astimezone(ZoneInfo(PHOENIX)).hour == phoenix
    (same,) = read(f"tomorrow at {phoenix}:00 am", at, PHOENIX).windows
    assert (same.start, same.zone) == (window.start, PHOENIX)


def test_arizonas_own_name_for_its_time_means_arizona() -> None:
    reading = read("Thu 9 MST", SUMMER, PHOENIX)
    assert reading.windows[0].zone == PHOENIX
    assert reading.question == ""


def test_mst_in_summer_is_asked_about() -> None:
    reading = read("Thu 9 MST", SUMMER)
    assert reading.windows == ()
    assert reading.question == "Does MST mean Denver's time or Arizona's?"
    assert reading.choices == ("Thu Jul 16 9:00 AM mountain", "Thu Jul 16 9:00 AM Arizona")


@pytest.mark.parametrize("first", [SPRING_FORWARD, FALL_BACK])
def test_three_days_later_is_the_same_time_on_the_wall(first: datetime) -> None:
    (window,) = read("in 3 days at 10:00 am", first.replace(hour=10)).windows
    there = window.start.astimezone(ET)
    assert (there.date(), there.hour) == (first.date() + timedelta(days=3), 10)
    apart = window.start - first.replace(hour=10).astimezone(UTC)
    assert apart - timedelta(days=3) == timedelta(hours=-1 if first is SPRING_FORWARD else 1)


@pytest.mark.parametrize(
    "words",
    ["now", "NOW", "asap", "right now", "call now please", "as soon as possible", "today asap"],
)
def test_now(words: str) -> None:
    reading = read(words)
    assert reading == Reading(is_now=True, zone=NEW_YORK)


def test_now_with_a_time_besides() -> None:
    reading = read("now or tomorrow 2-4")
    assert reading.is_now
    assert windows(reading) == ["11-21 14:00-16:00"]
    assert reading.question == ""


@pytest.mark.parametrize("words", ["not now", "now at 3", "tomorrow asap"])
def test_now_with_anything_else_is_asked_about(words: str) -> None:
    reading = read(words)
    assert not reading.is_now
    assert reading.question


UNCERTAIN: list[tuple[datetime, str, str]] = [
    (AUTUMN, "", "When should the pharmacist call?"),
    (AUTUMN, "blah", 'When should the pharmacist call? "blah" was not understood.'),
    (AUTUMN, "central", "When should the pharmacist call?"),
    (AUTUMN, "Monday", "What time on Mon Nov 23?"),
    (AUTUMN, "2pm", "Fri Nov 20 2pm is past: when instead?"),
    (AUTUMN, "today 9-11", "is past"),
    (AUTUMN, "11/19 2pm", "Fri Nov 19, 2027 is far away: is that the day?"),
    (AUTUMN, "Nov 19, 2026 2pm", "is past"),
    (AUTUMN, "10/1 2pm", "is far away"),
    (AUTUMN, "12/1/2027 2pm", "more than a year away"),
    (AUTUMN, "25:00", '"25:00" was not understood'),
    (AUTUMN, "Mon 9:75", '"9:75" was not understood'),
    (AUTUMN, "Mon 14pm", "was not understood"),
    (AUTUMN, "Mon 5pm-2pm", "ends before it starts"),
    (AUTUMN, "2026-11-24 09:00-05:00", "ends before it starts"),
    (AUTUMN, "Feb 30 at 2", "There is no Feb 30"),
    (AUTUMN, "24/11 at 2", "There is no month 24"),
    (AUTUMN, "Feb 29 at 2", "There is no Feb 29"),
    (AUTUMN, "the 40th at 2", "No month has a day 40"),
    (AUTUMN, "Mon Nov 24 at 2", "Which day: Mon Nov 23 or Tue Nov 24?"),
    (AUTUMN, "Dec 1 or 2", "What time on Tue Dec 1?"),
    (AUTUMN, "Dec 1, 2", "What time on Tue Dec 1?"),
    (AUTUMN, "Dec 1 and 2 at 3", "was not understood"),
    (AUTUMN, "Tue or 2-4", "What time on Tue Nov 24?"),
    (AUTUMN, "can't Mon, Tue 3", '"can\'t" was not understood'),
    (AUTUMN, "call pt Monday at 9", '"pt" was not understood'),
    (AUTUMN, "Mon 2 4", '"4" was not understood'),
    (AUTUMN, "Mon 02:00", 'Is "02:00" AM or PM?'),
    (AUTUMN, "3pm in the morning Mon", "could not be understood"),
    (AUTUMN, "tomorrow in 20 min", "could not be understood"),
    (AUTUMN, "2pm Mon central or eastern", "In which time zone"),
    (AUTUMN, "after 5 pacific Mon", "Until when"),
    (AUTUMN, "Sat after 6pm", "Until when"),
    (AUTUMN, "Mon before 8", "From when"),
    (AUTUMN, "Mon-Sun 9, 10, 11 and 12", f"more than {MOST_WINDOWS} times"),
    (SUMMER, "next Friday 3pm", "Which Fri: Fri Jul 17 or Fri Jul 24?"),
    (SPRING_FORWARD, "tomorrow 2:30 am", "2:30 AM is skipped that night"),
    (SPRING_FORWARD, "tomorrow 1:30-2:30 am", "2:30 AM is skipped that night"),
    (
        FALL_BACK,
        "tomorrow 1:30 am",
        "1:30 AM happens twice that day: before or after the clocks change?",
    ),
    (FALL_BACK, "tomorrow 12:30-1:30 am", "1:30 AM happens twice that day"),
    (datetime(2026, 11, 1, 0, 30, tzinfo=ET), "1:50 am", "happens twice"),
]


@pytest.mark.parametrize(("at", "words", "question"), UNCERTAIN)
def test_what_is_asked(at: datetime, words: str, question: str) -> None:
    reading = read(words, at)
    assert question in reading.question
    assert reading.windows == ()
    assert not reading.is_now
    for choice in reading.choices:
        again = read(choice, at)
        assert again.question == ""
        assert len(again.windows) == 1


CHOICES = [
    (AUTUMN, "2", ("Sat Nov 21 2", "Mon Nov 23 2")),
    (AUTUMN, "9", ("Fri Nov 20 9:00 PM", "Sat Nov 21 9", "Mon Nov 23 9")),
    (
        AUTUMN,
        "Mon",
        tuple(f"Mon Nov 23 {one} PM" for one in ("8:00 AM-5:00", "8:00 AM-12:00", "12:00 PM-5:00")),
    ),
    (AUTUMN, "Mon 02:00", ("Mon Nov 23 02:00 AM", "Mon Nov 23 02:00 PM")),
    (AUTUMN, "Mon Nov 24 at 2 CT", ("Mon Nov 23 2 CT", "Tue Nov 24 2 CT")),
    (SUMMER, "3/1 at 9", ("Mon Mar 1, 2027 9",)),
    (NEW_YEARS_EVE, "8/2 at 9", ("Mon Aug 2, 2027 9",)),
    (SUMMER, "next Friday 3pm", ("Fri Jul 17 3pm", "Fri Jul 24 3pm")),
    (SPRING_FORWARD, "tomorrow 2:30 am", ("Sun Mar 8 1:30 AM", "Sun Mar 8 3:30 AM")),
    (
        FALL_BACK,
        "tomorrow 1:30 am",
        (
            "Sun Nov 1 1:30 AM before the clocks change",
            "Sun Nov 1 1:30 AM after the clocks change",
        ),
    ),
    (
        AUTUMN,
        "3pm Sat or 5pm",
        ("Sat Nov 21 3:00 PM; Fri Nov 20 5pm", "Sat Nov 21 3:00 PM; Sat Nov 21 5pm"),
    ),
    (AUTUMN, "now or 2pm", ("now; Sat Nov 21 2pm", "now; Mon Nov 23 2pm")),
]


@pytest.mark.parametrize(("at", "words", "choices"), CHOICES)
def test_choices(at: datetime, words: str, choices: tuple[str, ...]) -> None:
    assert read(words, at).choices == choices


def test_what_is_certain_is_kept_beside_a_question() -> None:
    reading = read("Tue 2-4, Feb 30 at 2")
    assert windows(reading) == ["11-24 14:00-16:00"]
    assert reading.question == "There is no Feb 30: which day?"


def test_of_several_questions_each_is_asked_and_none_answered_for_another() -> None:
    reading = read("Mon or Feb 30 at 2 or 25:00")
    assert reading.choices == ()
    assert len(read("Mon 2pm; Nov 1 2pm; Feb 30 2pm").question.split("?")) == 3


def test_each_window_keeps_the_words_that_were_said_for_it() -> None:
    tuesday, wednesday = read("Tue  2-4 \t or\nWed 9-11").windows
    assert (tuesday.words, wednesday.words) == ("Tue 2-4", "Wed 9-11")
    assert {w.words for w in read("Tue or\nWed after 3 central").windows} == {
        "Tue or Wed after 3 central"
    }


def test_spaces_that_other_programs_put_before_pm_are_spaces() -> None:
    assert windows(read("Mon 2:00\u202fPM\u00a0– 4:00\u202fPM")) == ["11-23 14:00-16:00"]


def test_without_hours_the_usual_ones_of_the_desk_hold() -> None:
    now = datetime(2026, 11, 20, 19, 31, tzinfo=UTC)
    (window,) = read_times("after 5", now=now, zone=CHICAGO, desk_zone=LOS_ANGELES).windows
    assert (window.wall_start.hour, window.wall_end.hour) == (17, 22)


VOCABULARY = re.split(
    " ",
    "now asap today tomorrow Tue Wed Fri next this business day week Nov 24 1 2 31st 11/24 2/30 "
    "2026-11-01 2027-03-14 2 3 9 11 12 25 1:30 2:30 02:00 14:00 am pm a p noon midnight morning "
    "afternoon evening any time after before between from until in the min hour days - – to or and "
    "; , / ET EST EDT central MST Arizona America/Chicago utc clocks change ( ) blah ' 0 \n",
)
MOMENTS = st.integers(0, 3 * 366 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
SENTENCES = st.lists(st.sampled_from(VOCABULARY), max_size=9).map(" ".join)
ZONE_NAMES = st.sampled_from([NEW_YORK, CHICAGO, PHOENIX, "Asia/Kolkata", "Pacific/Apia"])


def check(reading: Reading, now: datetime) -> None:
    """Check what holds for every reading."""
    assert reading.is_now or reading.windows or reading.question
    assert len(reading.windows) <= MOST_WINDOWS
    for window in reading.windows:
        assert window.start < window.end
        assert window.end > now
        assert window.start >= now - timedelta(minutes=1)
        assert window.start in instants(window.wall_start.replace(fold=0), window.zone)
        assert window.end in instants(window.wall_end.replace(fold=0), window.zone)


@given(SENTENCES, MOMENTS, ZONE_NAMES)
@settings(max_examples=250)
def test_any_sentence(words: str, now: datetime, zone: str) -> None:
    reading = read_times(words, now=now, zone=zone)
    check(reading, now)
    assert reading == read_times(words, now=now, zone=zone)
    for choice in reading.choices:
        again = read_times(choice, now=now, zone=zone)
        check(again, now)
        assert again.question == ""
        assert {(w.start, w.end) for w in reading.windows} <= {
            (w.start, w.end) for w in again.windows
        }


@given(st.text(max_size=60), MOMENTS)
@settings(max_examples=150)
def test_any_string(words: str, now: datetime) -> None:
    check(read_times(words, now=now, zone=NEW_YORK), now)


AT_MOST_TIMES = 10
"""So many times as long as plain weekdays of the same length, measured in the same run."""
PIECES = [
    "tue ", "or ", "2-4", "between ", "and ", ", ", "in ", "half past ", "1/2 ", "((((", "a ", "-",
    "of ", "next ", "week ", "the ", "12:30pm", " central", "\n", "2026-", "'", "ten to ",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=3), st.lists(st.sampled_from(PIECES)), MOMENTS)
@settings(max_examples=60)
def test_words_without_end_are_read_or_asked_about(
    again: list[str], once: list[str], now: datetime
) -> None:
    words = ("".join(again) * 1_000 + "".join(once))[:MOST_CHARACTERS]
    check(read_times(words, now=now, zone=NEW_YORK), now)


def took(unit: str, now: datetime) -> float:
    """How many seconds of work it is to read a text that says this over and over."""
    words = (unit * MOST_CHARACTERS)[:MOST_CHARACTERS]

    def reads() -> None:
        read_times(words, now=now, zone=NEW_YORK)

    return min(timeit.repeat(reads, number=1, repeat=3, timer=clocks.process_time))


@functools.cache
def usual_time() -> float:
    return took("tue ", AUTUMN)


@pytest.mark.long
@pytest.mark.timeout(600)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4), MOMENTS)
@settings(max_examples=500, phases=[Phase.generate])
def test_no_words_take_long(again: list[str], now: datetime) -> None:
    assert took("".join(again), now) < AT_MOST_TIMES * usual_time(), again


@given(MOMENTS, st.integers(0, 47), st.integers(1, 8), st.integers(1, 300))
@settings(max_examples=100)
def test_a_date_and_two_times_are_read_as_written(
    now: datetime, half_hour: int, length: int, ahead: int
) -> None:
    midnight = now.replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
    start = midnight + timedelta(days=ahead + 1, minutes=30 * half_hour)
    end = start + timedelta(minutes=30 * length)
    if end.date() != start.date():
        return
    words = f"{start:%Y-%m-%d %I:%M %p}-{end:%I:%M %p}"
    reading = read_times(words, now=now, zone=NEW_YORK)
    if all(len(instants(moment, NEW_YORK)) == 1 for moment in (start, end)):
        (window,) = reading.windows
        assert (window.wall_start, window.wall_end) == (start, end)
    else:
        assert reading.question


@pytest.mark.parametrize(
    "unit", ["Tue 2-4, ", "a/b/", "1", "9:", "in ", "after ", "x", "2 or ", "'"]
)
def test_a_story_instead_of_a_time_is_asked_about_and_not_read(unit: str) -> None:
    reading = read(unit * MOST_CHARACTERS)
    assert reading.question
    assert reading.windows == ()
