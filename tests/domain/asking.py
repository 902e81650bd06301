"""What tests of attention start from: people who say how they stand, and what they are told."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from p2p_tui.domain.attention import Ask, Rules, asks
from p2p_tui.domain.people import Availability, Roster, Staff
from p2p_tui.domain.request import Kind, Request, Status
from tests.domain.builders import (
    ANA,
    BEN,
    LUIS,
    NOW,
    RAJ,
    TINA,
    minutes,
    roster,
    standing,
    window,
)

DESK = (TINA, RAJ, ANA, BEN, LUIS)
"""Two technicians, two pharmacists, a lead who takes no calls."""
LUNCH = Availability.LUNCH
RULES = Rules()


def at(minute: float) -> datetime:
    return NOW + minutes(minute)


def desk(**known: Any) -> Roster:
    """The five of them, here and available unless one says otherwise."""
    return roster(*DESK, **known)


def me(username: str, known: Roster) -> Staff:
    """Somebody as the desk knows them."""
    found = known.get(username)
    assert found is not None
    return found


def waiting(**said: Any) -> Request:
    """A caller of Tina's who waits since NOW."""
    fresh: dict[str, Any] = {
        "waiting_since": NOW,
        "since": NOW,
        "placed_at": NOW,
        "moved_version": 1,
        "version": 1,
    }
    return standing(Kind.IMMEDIATE, Status.WAITING, **{**fresh, **said})


def callback(
    *spans: tuple[float, float], status: Status = Status.SCHEDULED, **said: Any
) -> Request:
    """A callback placed long ago, offered from and until so many minutes after NOW."""
    windows = tuple(window(at(start), minutes(end - start)) for start, end in spans)
    usual: dict[str, Any] = {"callback_windows": windows, "since": at(-9999)}
    usual |= {"placed_at": at(-9999), "moved_version": 1}
    return standing(Kind.CALLBACK, status, **{**usual, **said})


def told(
    request: Request,
    who: str,
    known: Roster | None = None,
    minute: float = 0,
    rules: Rules = RULES,
) -> list[str]:
    """What asks for somebody's attention so many minutes after NOW, without the reference."""
    there = known or desk()
    found = asks([request], me(who, there), there, at(minute), rules)
    return [one.words.removeprefix(f"{request.ref}: ") for one in found]


def who_is_told(request: Request, known: Roster | None = None, minute: float = 0) -> str:
    """Whom anything of it asks, by their usernames."""
    there = known or desk()
    return " ".join(
        one.username for one in there.staff if told(request, one.username, there, minute)
    )


def session(
    request: Request, who: str, known: Roster, span: Iterable[int], rules: Rules = RULES
) -> list[tuple[int, str]]:
    """What a session that is there all the time tells its person, and at which minute."""
    keys: set[str] = set()
    said = []
    for minute in span:
        for one in new(asks([request], me(who, known), known, at(minute), rules), keys):
            said.append((minute, one.words.removeprefix(f"{request.ref}: ")))
    return said


def new(found: Iterable[Ask], keys: set[str]) -> list[Ask]:
    """What a session did not tell yet; from now on it did."""
    fresh = [one for one in found if one.key not in keys]
    keys |= {one.key for one in fresh}
    return fresh
