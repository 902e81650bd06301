"""The callers of the simulated week: what they say, and when they want to be called back."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from p2p_tui.domain.details import Details
from p2p_tui.domain.wording import local
from tests.desk.week_plan import STRANGERS, Day
from tests.house import KIM

Span = tuple[datetime, datetime]
_HALF_HOUR = timedelta(minutes=30)
_NUMBERS = {
    "America/New_York": "212",
    "America/Chicago": "312",
    "America/Phoenix": "602",
    "America/Los_Angeles": "213",
}
_ZONES = tuple(_NUMBERS)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Offer:
    """Words for a callback time, and what their provider means by them, by a calendar."""

    words: str
    means: tuple[Span, ...]


@dataclass(frozen=True)
class Call:
    """One caller on the line, and the zone in which they are."""

    details: Details
    zone: str
    wants: Offer | None
    """When they want to be called; None: they are on the line for a pharmacist now."""
    elsewhere: bool = False
    """Their number is of another zone than they are in."""
    unclear: bool = False
    """Their first words for it can't be read for certain."""


def call(
    number: int, now: datetime, days: tuple[Day, ...], pharmacists: list[str],
    chance: random.Random,
) -> Call:  # fmt: skip
    """The next caller: two of five want to be called back."""
    zone = chance.choice(_ZONES)
    denied_by = chance.choice((*pharmacists, *STRANGERS, ""))
    details = KIM.model_copy(update={
        "contact_name": f"Caller {number}", "pa_number": f"{88000000 + number}",
        "phone": f"({_NUMBERS[zone]}) 555-{number % 10000:04}", "denying_pharmacist": denied_by,
    })  # fmt: skip
    wants = offer(now, zone, days, chance) if chance.random() < 0.4 else None
    odd = chance.random() if wants else 1.0
    if 0.05 <= odd < 0.1:
        details = details.model_copy(update={"phone": details.phone.replace(_NUMBERS[zone], "617")})
    return Call(details, zone, wants, elsewhere=0.05 <= odd < 0.1, unclear=odd < 0.05)


def offer(now: datetime, zone: str, days: tuple[Day, ...], chance: random.Random) -> Offer | None:
    """A time that a provider wants to be called at; None where no day has room for it."""
    today = next((day for day in days if day.at(day.opens) <= now < day.at(day.closes)), None)
    if today and chance.random() < 0.2 and today.at(today.closes) - now > timedelta(hours=2):
        minutes = chance.choice((20, 30, 45))
        start = now + timedelta(minutes=minutes)
        return Offer(f"in {minutes} min", ((start, start + _HALF_HOUR),))
    found = []
    for day in days:
        first = max(day.at(day.opens) + _HALF_HOUR, now + timedelta(minutes=40))
        last = day.at(day.closes) - timedelta(minutes=75)
        if first < last and day.at(day.opens) - now < timedelta(days=4):
            found.append((day, first, last))
    if not found:
        return None
    weights = [0.3 if one.weekend else 1.0 for one, _, _ in found]
    day, first, last = chance.choices(found, weights)[0]
    return _said(day, _on_the_quarter(first + (last - first) * chance.random()), now, zone, chance)


def _said(day: Day, start: datetime, now: datetime, zone: str, chance: random.Random) -> Offer:
    """Words as they say them on their own clock, for a time on a day of the desk."""
    there, ahead = local(start, zone), (day.on - local(now, "America/New_York").date()).days
    name = {0: "today", 1: "tomorrow"}.get(ahead, _WEEKDAYS[day.on.weekday()])
    kind = chance.choice(("at", "from", "from", "either"))
    room = day.at(day.closes) - start
    if kind == "at" or room < timedelta(minutes=90):
        return Offer(f"{name} at {_clock(there)}", ((start, start + _HALF_HOUR),))
    end = start + timedelta(minutes=60 if kind == "either" or room < timedelta(hours=2.5) else 120)
    words = f"{name} {_clock(there)}-{_clock(local(end, zone))}"
    if kind == "from" or room < timedelta(hours=4):
        return Offer(words, ((start, end),))
    again = end + timedelta(hours=1), end + timedelta(hours=2)
    second = "-".join(_clock(local(one, zone)) for one in again)
    return Offer(f"{words} or {second}", ((start, end), again))


def _clock(there: datetime) -> str:
    minutes = f":{there.minute:02}" if there.minute else ""
    return f"{there.hour % 12 or 12}{minutes} {'am' if there.hour < 12 else 'pm'}"


def _on_the_quarter(moment: datetime) -> datetime:
    over = timedelta(minutes=moment.minute % 15, seconds=moment.second,
                     microseconds=moment.microsecond)  # fmt: skip
    return moment - over + timedelta(minutes=15)
