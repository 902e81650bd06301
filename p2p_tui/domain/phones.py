"""Phone numbers as people say them, and which clocks they tell of.

Reading is lenient: what can't be read is shown as it was typed, and is never refused (R7). The
library behind it is imported when the first number is read.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from p2p_tui.domain.text import one_line
from p2p_tui.domain.values import Frozen, Line
from p2p_tui.domain.wording import ZONE_WORDS

_EXTENSION = re.compile(r"[ ,;]*(?:\bext|\bx|(?<=\d)x|#)", re.IGNORECASE)
_TOLL_FREE = frozenset({"800", "833", "844", "855", "866", "877", "888"})
MAINLAND = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")
"""Which zones are asked about where a number tells of none."""
_NAMES = {
    "America/New_York": "Eastern",
    "America/Chicago": "Central",
    "America/Denver": "Mountain",
    "America/Los_Angeles": "Pacific",
    "America/Anchorage": "Alaska",
    "Pacific/Honolulu": "Hawaii",
    "America/Phoenix": "Arizona",
}
ZONES = tuple(_NAMES)
"""The zones that a provider may be in, in the order in which they are offered."""

How = Literal["chosen", "guessed", "asked", "desk"]


class Phone(Frozen):
    """A number as it was typed, as people say it, and in one notation for all (E.164).

    ``number`` and ``area`` are empty where it is no number; ``area`` is that of North America.
    """

    typed: Line = ""
    shown: Line = ""
    number: Line = ""
    extension: Line = ""
    area: Line = ""


class ZoneGuess(Frozen):
    """On which clocks the provider's times are read, and how that is known.

    ``choices`` are the zones to ask about: the number tells of several, or of none.
    """

    zone: str
    how: How
    area: Line = ""
    choices: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The zone and how it is known: ``Central, guessed from the area code 312``."""
        name = zone_name(self.zone)
        said = {
            "chosen": f"{name} time, as chosen",
            "guessed": f"{name} time, guessed from the area code {self.area}",
            "asked": f"which time zone? {' or '.join(zone_name(one) for one in self.choices)}",
            "desk": f"{name} time, the desk's own",
        }
        return said[self.how]


def zone_name(zone: str) -> str:
    """A zone as callers name it: ``Central``, else its IANA name."""
    return _NAMES.get(zone, zone)


def read_phone(words: str) -> Phone:
    """Read a phone number in any notation, with its extension: ``614.555.0142 x3``."""
    import phonenumbers

    typed = one_line(words)
    try:
        found = phonenumbers.parse(typed, "US")
    except phonenumbers.NumberParseException:
        return Phone(typed=typed, shown=typed)
    if not phonenumbers.is_possible_number(found):
        return Phone(typed=typed, shown=typed)
    formats = phonenumbers.PhoneNumberFormat
    at_home = found.country_code == 1
    shown = phonenumbers.format_number(
        found, formats.NATIONAL if at_home else formats.INTERNATIONAL
    )
    return Phone(
        typed=typed,
        shown=shown,
        number=phonenumbers.format_number(found, formats.E164),
        extension=found.extension or "",
        area=str(found.national_number)[:3] if at_home else "",
    )


def phone_key(words: str) -> str:
    """By which digits a number is found again, however it is typed; empty where it has none.

    The country's own 1 and an extension are left out: everybody of a practice counts.
    """
    digits = "".join(char for char in _EXTENSION.split(one_line(words))[0] if char.isdigit())
    return digits[1:] if len(digits) == 11 and digits.startswith("1") else digits


def zones_of(phone: Phone, now: datetime) -> tuple[str, ...]:
    """The zones that a number tells of; of those with the same clocks the one that people name."""
    from phonenumbers import parse, timezone

    if not phone.number or phone.area in _TOLL_FREE:
        return ()
    zones = timezone.time_zones_for_number(parse(phone.number, None))
    return _by_clocks((one for one in zones if one != timezone.UNKNOWN_TIMEZONE), now)


def guess_zone(phone: str, chosen: str, desk_zone: str, now: datetime) -> ZoneGuess:
    """On which clocks a provider's times are read who can be reached at that number.

    ``chosen`` is what the technician chose, else empty. Without a number it is the desk's.
    """
    if chosen:
        return ZoneGuess(zone=chosen, how="chosen")
    read = read_phone(phone)
    if not read.number:
        return ZoneGuess(zone=desk_zone, how="desk")
    zones = zones_of(read, now)
    if len(zones) == 1:
        return ZoneGuess(zone=zones[0], how="guessed", area=read.area or read.number[:4])
    return ZoneGuess(zone=desk_zone, how="asked", area=read.area, choices=zones or MAINLAND)


def _by_clocks(zones: Iterable[str], now: datetime) -> tuple[str, ...]:
    known = [*ZONES, *ZONE_WORDS.values()]
    found: dict[tuple[object, ...], str] = {}
    for zone in zones:
        clocks = _clocks(zone, now)
        same = [one for one in known if _clocks(one, now) == clocks]
        found.setdefault(clocks, same[0] if same else zone)
    return tuple(found.values())


def _clocks(zone: str, now: datetime) -> tuple[object, ...]:
    months = (datetime(now.year, month, 1, tzinfo=UTC) for month in (1, 7))
    return tuple(one.astimezone(ZoneInfo(zone)).utcoffset() for one in months)
