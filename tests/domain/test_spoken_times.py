"""Callback times as callers say them, at six moments of the year, against a table (R4, R11)."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from p2p_tui.domain.spoken import Reading, read_times
from tests.domain.spoken_times import HOURS, MOMENTS, NEW_YORK, TABLE, ZONES, Said

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_Window = tuple[datetime, datetime, str]
"""From when until when, in UTC, on the clocks of which zone."""


class Expected:
    """What the table's notation means at one of its moments."""

    def __init__(self, name: str) -> None:
        self.now, self.work = MOMENTS[name]
        self.now = self.now.replace(second=0)
        self.today = self.now.date()

    def all(self, means: str) -> tuple[set[str], list[_Window], bool, list[list[_Window]]]:
        """Whether it is now, which windows, whether it asks, and what each choice adds."""
        certain, asks, choices = means.partition("asks")
        now, windows = self.windows(certain.strip(" ;"))
        offered = [self.windows(one) for one in choices.strip(": ").split("|") if one.strip()]
        return now, windows, bool(asks), [windows for _, windows in offered]

    def windows(self, means: str) -> tuple[set[str], list[_Window]]:
        """Windows with commas between them."""
        groups = [group.split() for group in means.split(",") if group.strip()]
        windows = [window for group in groups if group != ["now"] for window in self.group(group)]
        return {"now" for group in groups if group == ["now"]}, windows

    def group(self, words: list[str]) -> list[_Window]:
        """Days, a time and perhaps a zone."""
        if found := re.fullmatch(r"now\+(\d+)m(?:\.\.(\d+)m)?", words[0]):
            first, last = int(found[1]), int(found[2] or int(found[1]) + 30)
            start, end = (
                (self.now.astimezone(UTC) + timedelta(minutes=by)) for by in (first, last)
            )
            return [(start, end, NEW_YORK)]
        zone = ZONES[words.pop()] if words[-1] in ZONES else NEW_YORK
        *days, times = words
        return [self.window(self.day(day), times, zone) for day in days]

    def day(self, word: str) -> date:
        """A date."""
        if word == "today" or word.startswith("+"):
            return self.today + timedelta(days=int(word.removeprefix("today") or 0))
        if word == "work":
            return self.work
        if "/" in word:
            month, number, year = (*(int(part) for part in word.split("/")), 0)[:3]
            day = date(year or self.today.year, month, number)
            return day if year or day >= self.today else day.replace(year=self.today.year + 1)
        name, _, later = word.partition("+")
        ahead = (_DAYS.index(name) - self.today.weekday() - 1) % 7 + 1
        return self.today + timedelta(days=ahead + int(later or 0))

    def window(self, on: date, times: str, zone: str) -> _Window:
        """From when until when on that date."""
        first, _, last = times.partition("-")
        start = self.moment(on, first, zone)
        end = self.moment(on, last, zone) if last else start + timedelta(minutes=30)
        return start, end, zone

    def moment(self, on: date, at: str, zone: str) -> datetime:
        """A time of that date, in UTC."""
        hour, _, minute = at.rstrip("*").partition(":")
        wall = datetime.combine(on, time(int(hour), int(minute or 0)), ZoneInfo(zone))
        return wall.replace(fold=int(at.endswith("*"))).astimezone(UTC)


def read(words: str, name: str) -> Reading:
    return read_times(words, now=MOMENTS[name].now, zone=NEW_YORK, hours=HOURS)


def windows(reading: Reading) -> list[_Window]:
    return [(window.start, window.end, window.zone) for window in reading.windows]


def check(line: Said, name: str) -> None:
    now, certain, asks, choices = Expected(name).all(line.means[name])
    reading = read(line.words, name)
    assert (name, reading.is_now) == (name, bool(now))
    assert (name, windows(reading)) == (name, certain)
    assert (name, bool(reading.question)) == (name, asks)
    offered = []
    for choice in reading.choices:
        again = read(choice, name)
        assert again.question == ""
        assert windows(again)[: len(certain)] == certain
        offered.append(windows(again)[len(certain) :])
    expected = [one for at, one in enumerate(choices) if one not in choices[:at]]
    assert (name, offered) == (name, expected)


@pytest.mark.parametrize("line", TABLE, ids=lambda line: line.words)
def test_what_a_technician_would_put_down_at_six_moments_of_the_year(line: Said) -> None:
    for name in MOMENTS:
        check(line, name)


def test_the_table_is_as_long_as_it_should_be() -> None:
    assert len({line.words for line in TABLE}) == len(TABLE) >= 120
    assert len(MOMENTS) == 6
