"""What callers say about a time, and what a technician would put down for it at six moments.

Every line was written from the words and a calendar, not from what a program made of them. The
provider and the desk are in New York; the desk is open 8:00-20:00 on weekdays but for Thanksgiving
(Nov 26, 2026) and New Year's Day (Jan 1, 2027). How to read what is expected:

``now``                       the caller is on the line
``+1 14-16``                  tomorrow from 14:00 until 16:00, on a clock of 24 hours
``tue 9:15``                  half an hour from 9:15 on; ``tue`` is the first Tuesday after today
``today``, ``tue+7``, ``work``  today; a week later than that Tuesday; the next day the desk opens
``3/14``, ``3/14/2027``       the first March 14 from today on; that of a year
``mon wed 8-12``              the same times on several days
``tue 15-17 CT``              on the clocks of Chicago: see ``ZONES``
``1:30*``                     the second time that the clocks show 1:30 in a night
``now+20m``, ``now+60m..90m`` half an hour from 20 minutes after now on; from then until then
``asks``                      the caller has to be asked, and no answer can be offered
``asks: tue 9-10 | wed 9-10``  so too, and these are the answers offered beside what is certain
"""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

from p2p_tui.domain.hours import DeskHours

NEW_YORK = "America/New_York"
_ET = ZoneInfo(NEW_YORK)

ZONES = {
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "AZ": "America/Phoenix",
    "PT": "America/Los_Angeles",
}

HOURS = DeskHours()


class Moment(NamedTuple):
    """A now, and what the calendar on the wall says is the next day the desk opens."""

    now: datetime
    work: date


MOMENTS = {
    # A Saturday; the clocks go forward in the night that follows.
    "forward": Moment(datetime(2026, 3, 7, 10, 0, tzinfo=_ET), date(2026, 3, 9)),
    # A Wednesday like any other, early.
    "summer": Moment(datetime(2026, 7, 15, 8, 15, tzinfo=_ET), date(2026, 7, 16)),
    # A Saturday; the clocks go back in the night that follows.
    "back": Moment(datetime(2026, 10, 31, 16, 0, tzinfo=_ET), date(2026, 11, 2)),
    # The Friday before the week of Thanksgiving.
    "autumn": Moment(datetime(2026, 11, 20, 14, 31, 20, tzinfo=_ET), date(2026, 11, 23)),
    # New Year's Eve, a Thursday: tomorrow is a holiday and another year.
    "eve": Moment(datetime(2026, 12, 31, 15, 5, tzinfo=_ET), date(2027, 1, 4)),
    # A Monday after closing; tomorrow is February 29.
    "leap": Moment(datetime(2028, 2, 28, 20, 30, tzinfo=_ET), date(2028, 2, 29)),
}


class Said(NamedTuple):
    """Words, and what they mean at each of the moments."""

    words: str
    means: Mapping[str, str]


def said(words: str, usually: str = "", **at: str) -> Said:
    """What the words mean: usually, and at the moments named."""
    means = {name: at.pop(name, usually) for name in MOMENTS}
    assert not at, at
    assert all(means.values()), words
    return Said(words, MappingProxyType(means))


def _either(*days: str) -> str:
    """All day, in the morning or in the afternoon: what is offered where no time was said."""
    return " | ".join(
        ", ".join(f"{day} {times}" for day in days) for times in ("8-17", "8-12", "12-17")
    )


_TODAY_OVER = "asks: +1 {0} | work {0}"
"""What is asked when today's time is over: tomorrow, or the next day the desk opens?"""


def _over(times: str) -> str:
    return _TODAY_OVER.format(times)


NOW = [
    said("now", "now"),
    said("ASAP", "now"),
    said("right away please", "now"),
    said("as soon as possible", "now"),
    said("stat", "now"),
    said("ready now", "now"),
    said("now or tomorrow 2-4", "now, +1 14-16"),
    said("now, or in an hour", "now, now+60m"),
    said("not now", "asks"),
    said("asap tomorrow", "asks: now | +1 8-17"),
]

FROM_NOW = [
    said("in 20 min", "now+20m"),
    said("twenty minutes from now", "now+20m"),
    said("give us 15 minutes", "now+15m"),
    said("in an hour and a half", "now+90m"),
    said("in half an hour please", "now+30m"),
    said("in a couple of hours", "now+120m"),
    said("in 1-2 hours", "now+60m..120m"),
    said("within the hour", "now+0m..60m"),
    said("in 20 hours", "now+1200m"),
]

TODAY = [
    said(
        "this morning", _over("8-12"), forward="today 10-12", summer="today 8:15-12",
    ),
    said(
        "this afternoon", "today 12-17", back="today 16-17", autumn="today 14:31-17",
        eve="today 15:05-17", leap=_over("12-17"),
    ),
    said(
        "later this afternoon", "today 12-17", back="today 16-17", autumn="today 14:31-17",
        eve="today 15:05-17", leap=_over("12-17"),
    ),
    said("this evening", "today 17-20", forward="asks", back="asks", leap=_over("17-20")),
    said("tonight at 7", "today 19:00", leap=_over("19:00")),
    said(
        "today 3-4", "today 15-16", back=_over("15-16"), eve="today 15:05-16", leap=_over("15-16"),
    ),
    said("end of day", "today 16-17", leap=_over("16-17")),
    said(
        "by end of day", forward="today 10-17", summer="today 8:15-17", back="today 16-17",
        autumn="today 14:31-17", eve="today 15:05-17", leap=_over("8-17"),
    ),
    said("noon", _over("12:00"), forward="today 12:00", summer="today 12:00"),
    said("midnight", "+1 0:00"),
    said("2p", _over("14:00"), forward="today 14:00", summer="today 14:00"),
    said("2", _over("14:00"), forward="today 14:00", summer="today 14:00"),
    said("9", "asks: today 21:00 | +1 9:00 | work 9:00", summer="today 9:00"),
    said("half past two", _over("14:30"), forward="today 14:30", summer="today 14:30"),
    said("quarter to 4", "today 15:45", back=_over("15:45"), leap=_over("15:45")),
    said("5ish", "today 17:00", leap=_over("17:00")),
    said("after 5", "today 17-20", forward="asks", back="asks", leap=_over("17-20")),
    said(
        "after 3", "today 15-17", back="today 16-17", eve="today 15:05-17", leap=_over("15-17"),
    ),
    said("before noon", _over("8-12"), forward="today 10-12", summer="today 8:15-12"),
    said(
        "1400-1530", "today 14-15:30", back=_over("14-15:30"), autumn="today 14:31-15:30",
        eve="today 15:05-15:30", leap=_over("14-15:30"),
    ),
    said("14h30", _over("14:30"), forward="today 14:30", summer="today 14:30"),
    said(
        "after lunch", "today 13-17", back="today 16-17", autumn="today 14:31-17",
        eve="today 15:05-17", leap=_over("13-17"),
    ),
    said("over lunch", _over("12-13"), forward="today 12-13", summer="today 12-13"),
    said("after clinic, 5ish", "today 17:00", leap=_over("17:00")),
    said("after clinic", "asks"),
    said(
        "10:30-11 or 2:30-3", "asks", forward="today 10:30-11, today 14:30-15",
        summer="today 10:30-11, today 14:30-15",
        autumn="today 14:31-15; asks: today 22:30-23 | +1 10:30-11 | work 10:30-11",
    ),
]  # fmt: skip

TOMORROW = [
    said("tomorrow 2-4pm", "+1 14-16"),
    said("tmrw 9a-11a", "+1 9-11"),
    said("tomorrow 8a-12p", "+1 8-12"),
    said("tomorrow am", "+1 8-12"),
    said("tomorrow afternoon", "+1 12-17"),
    said("first thing tomorrow", "+1 8-9"),
    said("first thing in the morning", "asks: +1 8-9 | work 8-9"),
    said("tomorrow in the late morning", "+1 10-12"),
    said("not before 10 tomorrow", "+1 10-17"),
    said("tomorrow, no later than 3", "+1 8-15"),
    said("tomorrow", f"asks: {_either('+1')}"),
    said("tomorrow at 12:30", "+1 12:30"),
    said("tomorrow noon to 1", "+1 12-13"),
    said("tomorrow 11:45-12:15", "+1 11:45-12:15"),
    said("tomorrow between 1 and 2 or 4 and 5", "+1 13-14, +1 16-17"),
    said("9 or 10 pm tomorrow", "+1 21:00, +1 22:00"),
    said("10 to 4 tomorrow", "+1 10-16"),
    said("ten to four tomorrow", "asks: +1 10-16 | +1 15:50"),
    said("twenty to five tomorrow", "+1 16:40"),
    said("tomorrow, ten past two", "+1 14:10"),
    said("tomorrow two thirty", "+1 14:30"),
    said("tomorrow at six", "+1 18:00"),
    said("I am free tomorrow at 3", "+1 15:00"),
    said("tomorrow, 15 o'clock or so", "+1 15:00"),
    said(
        "tomorrow 1:30 am", "+1 1:30", back="asks: +1 1:30 | +1 1:30*",
    ),
    said("tomorrow 2:30 am", "+1 2:30", forward="asks: +1 1:30 | +1 3:30"),
    said("tomorrow 0200", "asks: +1 2:00 | +1 14:00", forward="asks: +1 14:00"),
    said("tomorrow at midnight", "asks: +1 0:00 | +2 0:00"),
    said("the day after tomorrow at 11:15", "+2 11:15"),
    said("in 3 days at 9", "+3 9:00"),
    said(
        "tomorrow or Wednesday at 10", "+1 10:00, wed 10:00", summer="+1 10:00, today 10:00",
    ),
    said(
        "tomorrow 2-3 or Friday", f"+1 14-15; asks: {_either('fri')}",
        autumn="+1 14-15; asks: today 14:31-17 | fri 8-12",
    ),
    said("next business day morning", "work 8-12"),
    said("next business day at 10", "work 10:00"),
    said(
        "in 2 business days, 11am", "tue 11:00", summer="fri 11:00", leap="wed 11:00",
    ),
]  # fmt: skip

WEEKDAYS = [
    said("any time Friday", "fri 8-17", autumn="today 14:31-17"),
    said("between 9 and noon Thursday", "thu 9-12"),
    said("Monday at 9:15", "mon 9:15"),
    said("Thurs. 0930", "thu 9:30"),
    said("this Tuesday 8am", "tue 8:00"),
    said("Friday 2pm", "fri 14:00"),
    said("Saturday 1pm", "sat 13:00", forward="today 13:00"),
    said("Mon 11:30a", "mon 11:30"),
    said("Mon 2.30pm", "mon 14:30"),
    said("Mon @ noonish", "mon 12:00"),
    said("Monday PM", "mon 12-17"),
    said("Mon evening", "mon 17-20"),
    said("Saturday after 6pm", "asks"),
    said("Tue early afternoon", "tue 12-14"),
    said("sometime Tuesday afternoon", "tue 12-17"),
    said("Tuesday, any time after 2", "tue 14-17"),
    said("Tuesday but not before 10", "tue 10-17"),
    said("business hours Monday", "mon 8-17"),
    said("Mon 3 or later", "mon 15-17"),
    said("Monday 1pm onwards", "mon 13-17"),
    said("Friday by noon", "fri 8-12"),
    said("Monday no earlier than 2", "mon 14-17"),
    said("lunch time Wed", "wed 12-13", summer="today 12-13"),
    said("she is available Tuesday at 3", "tue 15:00"),
    said("Tuesdays 2-4", "tue 14-16"),
    said("Monday", f"asks: {_either('mon')}"),
    said(
        "Thursday or Friday", f"asks: {_either('thu', 'fri')}",
        autumn="asks: thu 8-17, today 14:31-17 | thu fri 8-12 | thu 12-17, today 14:31-17",
        eve="asks: today 15:05-17, fri 8-17 | thu fri 8-12 | today 15:05-17, fri 12-17",
    ),
    said("10 or 11 Thursday", "thu 10:00, thu 11:00"),
    said("Tue 2-4 or Wed 9-11", "tue 14-16, wed 9-11", summer="tue 14-16, today 9-11"),
    said("Tue AM / Thu PM", "tue 8-12, thu 12-17", eve="tue 8-12, today 15:05-17"),
    said(
        "Mon-Thu mornings", "mon tue wed thu 8-12", summer="mon tue 8-12, today 8:15-12, thu 8-12",
    ),
    said("M-F 9-11", "mon tue wed thu fri 9-11", summer="mon tue today thu fri 9-11"),
    said(
        "M-Th 8-11:30, F 8-10", "mon tue wed thu 8-11:30, fri 8-10",
        summer="mon tue 8-11:30, today 8:15-11:30, thu 8-11:30, fri 8-10",
    ),
    said("MWF 10-11:30", "mon wed fri 10-11:30", summer="mon today fri 10-11:30"),
    said("T/Th after 4", "tue thu 16-17", eve="tue today 16-17"),
    said("Tu/Th 3pm", "tue thu 15:00"),
    said(
        "next Tuesday 10-11", "tue 10-11", leap="asks: tue 10-11 | tue+7 10-11",
    ),
    said(
        "next Friday 3pm", "fri 15:00", summer="asks: fri 15:00 | fri+7 15:00",
        eve="asks: fri 15:00 | fri+7 15:00", leap="asks: fri 15:00 | fri+7 15:00",
    ),
    said("Tuesday next week, 3pm", "tue 15:00", leap="tue+7 15:00"),
    said(
        "a week from Monday, 1pm", "mon+7 13:00", leap="asks: mon 13:00 | mon+7 13:00",
    ),
    said("Sunday 2:30 am", "sun 2:30", forward="asks: sun 1:30 | sun 3:30"),
    said("Sunday 1-3 am", "sun 1-3", back="asks: sun 1-3 | sun 1:00*-3"),
    said("9-5 Monday, no lunch hour", "mon 9-17; asks"),
]  # fmt: skip

WEEKS = [
    said(
        "8 to 5 any day this week", "asks: mon tue wed thu fri 8-17",
        summer="today 8:15-17, thu fri 8-17", autumn="today 14:31-17", eve="today 15:05-17",
        leap="tue wed thu fri 8-17",
    ),
    said(
        "any day next week before noon", "mon tue wed thu fri 8-12",
        summer="mon tue wed thu+7 fri+7 8-12", eve="mon tue wed thu fri+7 8-12",
        autumn="mon tue wed fri 8-12", leap="mon tue+7 wed+7 thu+7 fri+7 8-12",
    ),
    said(
        "next week", f"asks: {_either('mon tue wed thu fri')}",
        summer=f"asks: {_either('mon tue wed thu+7 fri+7')}",
        eve=f"asks: {_either('mon tue wed thu fri+7')}",
        autumn=f"asks: {_either('mon tue wed fri')}",
        leap=f"asks: {_either('mon tue+7 wed+7 thu+7 fri+7')}",
    ),
    said(
        "weekdays after 3", "mon tue wed thu fri 15-17", summer="today thu fri mon tue 15-17",
        autumn="today mon tue wed 15-17", eve="today 15:05-17, mon tue wed 15-17",
        leap="tue wed thu fri 15-17",
    ),
    said("this weekend 9-10", "sat sun 9-10", forward="sun 9-10", back="sun 9-10"),
    said(
        "tomorrow through Thursday, 9-10", "sun mon tue wed thu 9-10", summer="thu 9-10",
        autumn="sat sun mon tue wed thu 9-10", eve="fri sat sun mon tue wed thu 9-10",
        leap="tue wed thu 9-10",
    ),
]  # fmt: skip

_FAR_DECEMBER = "asks: 12/1 15:00"

DATES = [
    said(
        "11/24 10:30-11 ET", "11/24 10:30-11", forward="asks: 11/24 10:30-11",
        eve="asks: 11/24 10:30-11", leap="asks: 11/24 10:30-11",
    ),
    said(
        "Dec 1st around 3", "12/1 15:00", forward=_FAR_DECEMBER, eve=_FAR_DECEMBER,
        leap=_FAR_DECEMBER,
    ),
    said(
        "the first of December at three", "12/1 15:00", forward=_FAR_DECEMBER, eve=_FAR_DECEMBER,
        leap=_FAR_DECEMBER,
    ),
    said(
        "Dec 1st or 2nd at 3", "12/1 12/2 15:00", forward="asks: 12/1 12/2 15:00",
        eve="asks: 12/1 12/2 15:00", leap="asks: 12/1 12/2 15:00",
    ),
    said(
        "Nov 24th at 2 or 25th at 3", "11/24 14:00, 11/25 15:00",
        forward="asks: 11/24 14:00, 11/25 15:00", eve="asks: 11/24 14:00, 11/25 15:00",
        leap="asks: 11/24 14:00, 11/25 15:00",
    ),
    said(
        "12/1-12/3 mornings", "12/1 12/2 12/3 8-12", forward="asks: 12/1 12/2 12/3 8-12",
        eve="asks: 12/1 12/2 12/3 8-12", leap="asks: 12/1 12/2 12/3 8-12",
    ),
    said(
        "the 3rd at 2", forward="4/3 14:00", summer="8/3 14:00", back="11/3 14:00",
        autumn="12/3 14:00", eve="1/3 14:00", leap="3/3 14:00",
    ),
    said(
        "the afternoon of the 24th", "11/24 12-17", forward="3/24 12-17", summer="7/24 12-17",
        eve="1/24 12-17", leap="3/24 12-17",
    ),
    said(
        "Wednesday the 25th, 2pm", "11/25 14:00", forward="3/25 14:00",
        summer="asks: today 14:00 | 7/25 14:00", eve="asks: wed 14:00 | 1/25 14:00",
        leap="asks: wed 14:00 | 3/25 14:00",
    ),
    said(
        "Wednesday the 25th", f"asks: {_either('11/25')}", forward=f"asks: {_either('3/25')}",
        summer="asks: today 8:15-17 | 7/25 8-17", eve="asks: wed 8-17 | 1/25 8-17",
        leap="asks: wed 8-17 | 3/25 8-17",
    ),
    said(
        "Jan 4th, 9 to 10", "1/4 9-10", forward="asks: 1/4 9-10", leap="asks: 1/4 9-10",
    ),
    said(
        "1/2 or 1/3, 10-noon", "1/2 1/3 10-12", forward="asks: 1/2 1/3 10-12",
        leap="asks: 1/2 1/3 10-12",
    ),
    said("2/29 at 10", "asks", leap="2/29 10:00"),
    said("12/31 4pm", "12/31 16:00", forward="asks: 12/31 16:00", leap="asks: 12/31 16:00"),
    said(
        "New Year's Eve at 4", "12/31 16:00", forward="asks: 12/31 16:00",
        leap="asks: 12/31 16:00",
    ),
    said("2026-11-30 14:00-16:00", "11/30/2026 14-16", eve=_over("14-16"), leap=_over("14-16")),
    said("Nov 30, 2026 1:15 pm", "11/30/2026 13:15", eve=_over("13:15"), leap=_over("13:15")),
    said("Feb 30 at 2", "asks"),
    said("yesterday 3pm", _over("15:00")),
]  # fmt: skip

IN_ZONES = [
    said(
        "Tue or Wed after 3 central", "tue wed 15-17 CT", summer="tue today 15-17 CT",
    ),
    said("3pm Chicago time tomorrow", "+1 15:00 CT"),
    said("noon tomorrow, Houston", "+1 12:00 CT"),
    said("tomorrow 9am mountain", "+1 9:00 MT"),
    said("tomorrow 10:30 PST", "+1 10:30 PT"),
    said("tomorrow at 8 Los Angeles time", "+1 8:00 PT"),
    said("tomorrow 4pm Phoenix time", "+1 16:00 AZ"),
    said("2 to 4 eastern standard time Monday", "mon 14-16"),
    said("10am-11am CST on Monday", "mon 10-11 CT"),
    said("Mon 9 ET; Wed 2 PT", "mon 9:00, wed 14:00 PT", summer="mon 9:00, today 14:00 PT"),
    said("1pm central or 11am pacific tomorrow", "+1 13:00 CT, +1 11:00 PT"),
    said(
        "Thu 9 MST", "thu 9:00 MT", forward="asks: thu 9:00 MT | thu 9:00 AZ",
        summer="asks: thu 9:00 MT | thu 9:00 AZ",
    ),
    said("tomorrow 3pm my time", "+1 15:00"),
    said("tomorrow 3pm your time", "asks"),
    said("Mon 9 central or eastern", "asks: mon 9:00 CT | mon 9:00"),
]  # fmt: skip

UNCLEAR = [
    said("", "asks"),
    said("soon", "asks"),
    said("whenever", "asks"),
    said("25:00", "asks"),
    said("tomorrow 5pm-2pm", "asks"),
    said("tomorrow 14pm", "asks"),
    said("tomorrow 9:75", "asks"),
    said("Tue 3pm in the morning", "asks"),
    said("early next week", "asks"),
    said("after hours tomorrow", "asks"),
    said("between patients tomorrow", "asks"),
    said("call pt Monday at 9", "asks"),
    said("can't do Monday, Tuesday 3pm", "asks"),
    said("any day but Tuesday, 9-11", "asks"),
    said("tomorrow except lunch", "asks"),
    said("Tuesday at 3, either one", "tue 15:00; asks"),
]

TABLE = [
    *NOW, *FROM_NOW, *TODAY, *TOMORROW, *WEEKDAYS, *WEEKS, *DATES, *IN_ZONES, *UNCLEAR,
]  # fmt: skip
