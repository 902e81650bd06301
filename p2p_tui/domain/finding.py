"""Finding in the tracker: words, and filters that are typed between them.

``humira determination:upheld pharmacist:"Ana Ruiz" from:11/1 is:moved`` is read into filters that
show as chips, each to be taken away again; what is written here can be read here. Several filters
of one kind stand for any of them, those of different kinds all have to hold.
"""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from p2p_tui.domain.errors import Mistyped
from p2p_tui.domain.people import Roster, Staff
from p2p_tui.domain.request import ClosingReason, Determination, Kind, Status
from p2p_tui.domain.text import one_line
from p2p_tui.domain.typed_days import read_day
from p2p_tui.domain.values import Frozen, Line
from p2p_tui.domain.wording import dated


class By(StrEnum):
    """By what requests are filtered. The value is what one types before the colon."""

    STATUS = "status"
    KIND = "kind"
    DETERMINATION = "determination"
    CLOSED = "closed"
    PHARMACIST = "pharmacist"
    TECHNICIAN = "technician"
    DRUG = "drug"
    FROM = "from"
    UNTIL = "to"
    IS = "is"
    AMONG = "among"
    """These requests and no others: their numbers, with commas between."""


class Is(StrEnum):
    """What a request is, beside its status. The value is what one types behind ``is:``."""

    OWED = "owed"
    FOLLOW_UP = "follow-up"
    FOLLOW_UP_DUE = "follow-up-due"
    REROUTED = "re-routed"
    MOVED = "moved"
    UNCALLED = "uncalled"
    LATE = "late"
    WITHOUT = "without-p2p"
    HELD = "on-hold"


IS_WORDS = {
    Is.OWED: "owed to the tracker",
    Is.FOLLOW_UP: "information promised",
    Is.FOLLOW_UP_DUE: "promised, and due",
    Is.REROUTED: "re-routed",
    Is.MOVED: "time changed",
    Is.UNCALLED: "nobody called in a window",
    Is.LATE: "called late",
    Is.WITHOUT: "closed without a P2P",
    Is.HELD: "on legal hold",
}
OPEN = "open"
"""Every status but closed."""


class Filter(Frozen):
    """One filter: by what, and the value as the desk knows it: a username, a date, a word."""

    by: By
    value: Line


class Find(Frozen):
    """What is looked for: words that all have to be there, and filters."""

    words: Line = ""
    filters: tuple[Filter, ...] = ()

    def values(self, by: By) -> tuple[str, ...]:
        """The values of the filters of one kind."""
        return tuple(one.value for one in self.filters if one.by is by)

    def without(self, gone: Filter) -> "Find":
        """The same without one of its filters."""
        left = tuple(one for one in self.filters if one != gone)
        return self.model_copy(update={"filters": left})

    def also(self, more: Iterable[Filter]) -> "Find":
        """The same with more filters; a day takes the place of the one that stands."""
        filters = list(self.filters)
        for new in more:
            if new.by in (By.FROM, By.UNTIL):
                filters = [one for one in filters if one.by is not new.by]
            if new not in filters:
                filters.append(new)
        return self.model_copy(update={"filters": tuple(filters)})


_FILTER = re.compile(r'(?<!\S)([a-z]+):("[^"]*"|\S+)(?=\s|$)', re.I)
_DAYS = (By.FROM, By.UNTIL)
_NAMES = frozenset(one.value for one in By)


def read(typed: str, roster: Roster, today: date) -> tuple[Find, str]:
    """What was typed, and what is wrong with a filter in it; that one stays among the words.

    The problem is empty where all was read.
    """
    find, problem = Find(), ""
    words: list[str] = []
    at = 0
    text = one_line(typed)
    for found in _FILTER.finditer(text):
        name = found[1].lower()
        if name not in _NAMES:
            continue
        words.append(text[at : found.start()])
        at = found.end()
        try:
            find = find.also([_read(By(name), found[2].strip('"'), roster, today)])
        except Mistyped as no:
            problem = problem or str(no)
            words.append(found[0])
    words.append(text[at:])
    return find.model_copy(update={"words": " ".join(" ".join(words).split())}), problem


def is_begun(word: str) -> bool:
    """Whether a word is a filter that is still being typed, and nothing to look for."""
    name, colon, _ = word.partition(":")
    return bool(colon) and name.lower() in _NAMES


def among(numbers: Iterable[int]) -> Find:
    """Just these requests."""
    return Find(filters=(Filter(by=By.AMONG, value=",".join(map(str, numbers))),))


def write(find: Find) -> str:
    """The text that is read as this."""
    parts = [find.words] if find.words else []
    for one in find.filters:
        value = f'"{one.value}"' if " " in one.value else one.value
        parts.append(f"{one.by.value}:{value}")
    return " ".join(parts)


def chip(one: Filter, roster: Roster) -> str:
    """A filter in words, as short as a chip has room for."""
    if one.by is By.IS:
        return IS_WORDS[Is(one.value)]
    if one.by is By.PHARMACIST:
        return f"by {roster.name(one.value)}"
    if one.by is By.TECHNICIAN:
        return f"placed by {roster.name(one.value)}"
    if one.by in _DAYS:
        said = dated(date.fromisoformat(one.value))
        return f"from {said}" if one.by is By.FROM else f"until {said}"
    if one.by is By.AMONG:
        count = one.value.count(",") + 1
        return "1 request" if count == 1 else f"{count} requests"
    if one.by is By.DRUG:
        return f"drug {one.value}"
    if one.by is By.STATUS:
        return one.value.replace("_", " ")
    return one.value


def _read(by: By, said: str, roster: Roster, today: date) -> Filter:
    """One filter.

    Raises:
        Mistyped: there is nothing of that name; says what there is.
    """
    if by in _DAYS:
        day = read_day(said.replace("_", " "), today, "find", by.value)
        if day is None:
            raise Mistyped(f"{by.value}: say a day, like {by.value}:11/1", "find")
        return Filter(by=by, value=day.isoformat())
    if by is By.DRUG:
        return Filter(by=by, value=said.casefold())
    if by is By.AMONG:
        numbers = [one.strip() for one in said.split(",")]
        if not all(one.isascii() and one.isdigit() and len(one) <= 9 for one in numbers):
            raise Mistyped(f"{by.value}: say numbers of requests, like 1042,1044", "find")
        return Filter(by=by, value=",".join(numbers))
    if by in (By.PHARMACIST, By.TECHNICIAN):
        person = roster.get(said.casefold()) or roster.known_as(said) or _begins(said, roster)
        if person is None:
            raise Mistyped(f"{by.value}: nobody on this desk goes by “{said}”", "find")
        return Filter(by=by, value=person.username)
    return Filter(by=by, value=_chosen(by, said))


def _begins(said: str, roster: Roster) -> Staff | None:
    key = said.casefold()
    near = [
        one
        for one in roster.staff
        if any(part.startswith(key) for part in (one.name.casefold(), *one.name.casefold().split()))
    ]
    return near[0] if said and len(near) == 1 else None


CHOICES: dict[By, tuple[str, ...]] = {
    By.STATUS: (OPEN, *(one.value for one in Status)),
    By.KIND: tuple(one.value for one in Kind),
    By.DETERMINATION: tuple(one.value for one in Determination),
    By.CLOSED: tuple(one.value for one in ClosingReason),
    By.IS: tuple(one.value for one in Is),
}
"""What there is to choose from, where there is a choice."""


def _chosen(by: By, said: str) -> str:
    key = _plain(said)
    near = [one for one in CHOICES[by] if _plain(one).startswith(key)]
    # "approved" is one, and another begins with it.
    near = [one for one in near if _plain(one) == key] or near
    if len(near) != 1:
        raise Mistyped(f"{by.value}: say one of {' · '.join(CHOICES[by])}", "find")
    return near[0]


def _plain(said: str) -> str:
    return said.casefold().replace("_", " ").replace("-", " ")
