"""Takes one item after the other out of a caller's words (R4).

An item is what belongs together: "next business day", "2-4pm", "central". Words that are no item
stay as they were said; those that say nothing about a time are passed over. A word that could turn
the meaning round ("not", "except", "maybe") is never among these.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from p2p_tui.domain.spoken import clocks, dates
from p2p_tui.domain.spoken.items import Break, Fold, Item, Now, Occasion, Times, Zone
from p2p_tui.domain.spoken.places import PLACES
from p2p_tui.domain.spoken.tokens import Table, Walk, phrases
from p2p_tui.domain.wording import zone_named

LISTING = (",", ";", "\n")
_BREAKS = phrases("or", "and", ",", ";", "\n", "/", "&", "+")
_NOW = phrases(
    "now", "asap", "immediately", "right now", "right away", "straight away", "at once", "stat",
    "as soon as possible",
)  # fmt: skip
_FOLDS = Table({"before the clocks change": Fold(0), "after the clocks change": Fold(1)})
_SEASONS = Table({"standard": "s", "daylight": "d"})
_PLACES = Table({place: (place, zone) for place, zone in PLACES.items()})
_TIME = phrases("time", "tm")
_PEOPLE = frozenset(("dr", "doctor", "mr", "mrs", "ms", "for"))

_ON_OCCASION = phrases("after", "before", "between", "during")
_WHOSE = phrases(
    "my", "her", "his", "their", "our", "the", "the last", "my last", "last", "morning"
)
_OCCASIONS = phrases(
    "clinic", "rounds", "surgery", "surgeries", "procedures", "cases", "patients", "patient",
    "appointments", "appointment", "meeting", "meetings", "work", "school", "hours", "office hours",
)  # fmt: skip

_LINKS = (
    "on", "at", "the", "of", "t", "is", "this", "around", "about", "for", "either", "a", "an",
    "some", "with", "then", "approximately", "approx", "roughly", "exactly", "sharp", "later",
    "only",
)  # fmt: skip
_COURTESIES = (
    "please", "thanks", "thank you", "call", "callback", "back", "me", "us", "him", "her", "them",
    "time", "times", "date", "dates", "zone", "i", "i am", "im", "he", "she", "they", "we", "it",
    "its", "hes", "shes", "theyre", "are", "be", "will be", "would be", "can be", "reached",
    "reachable", "available", "avail", "free", "ready", "good", "great", "fine", "best", "ok",
    "okay", "works", "work", "would", "preferred", "prefer", "prefers", "preferably", "ideally",
    "if possible", "my time", "his time", "her time", "their time", "local time", "local",
)  # fmt: skip
_OR_SO = phrases("or so", "or thereabouts")
_FILLERS = phrases(*_LINKS, *_COURTESIES, *":.()@!*~'’\"")


class Reader:
    """Walks over the words of a text and takes one item after the other."""

    def __init__(self, text: str) -> None:
        self.walk = Walk(text)
        self.kinds: tuple[Callable[[Walk], Item | None], ...] = (
            _now,
            _fold,
            _occasion,
            dates.day,
            clocks.delay,
            clocks.span,
            clocks.bound,
            clocks.single,
            clocks.part,
            _zone,
            _place,
            _break,
        )

    def items(self) -> Iterator[tuple[Item, int, int]]:
        """Yield every item with where it starts and ends in the text; fillers are passed over."""
        walk = self.walk
        while walk.at < len(walk.tokens):
            first = walk.peek()
            item = self._item()
            if item is not None:
                end = walk.peek(-1).end
                if isinstance(item, Times) and not item.text:
                    item = replace(item, text=walk.text[first.start : end])
                yield item, first.start, end

    def _item(self) -> Item | None:
        walk, first = self.walk, self.walk.at
        if walk.take(_OR_SO):
            return None
        for kind in self.kinds:
            if (item := kind(walk)) is not None:
                return item
            walk.at = first
        if walk.take(_FILLERS):
            return None
        token = walk.peek()
        walk.at += 1
        return walk.text[token.start : token.end]


def _now(walk: Walk) -> Now | None:
    return Now() if walk.take(_NOW) else None


def _fold(walk: Walk) -> Fold | None:
    return walk.take(_FOLDS)


def _occasion(walk: Walk) -> Occasion | None:
    lead = walk.take(_ON_OCCASION)
    walk.take(_WHOSE)
    named = walk.take(_OCCASIONS) if lead else None
    return Occasion(f"{lead} {named}") if named else None


def _break(walk: Walk) -> Break | None:
    text = walk.take(_BREAKS)
    return Break(text) if text else None


def _zone(walk: Walk) -> Zone | None:
    said = walk.peek().text
    name = zone_named(said)
    if name is None or (said == "pt" and _is_passed_over(walk)):  # "call pt": the patient
        return None
    walk.at += 1
    season = said[-2] if said[-2:] in ("st", "dt") and "/" not in said else ""
    return Zone(said, name, walk.take(_SEASONS) or season)


def _place(walk: Walk) -> Zone | None:
    """Take "Chicago time", or "Chicago" behind a day or a time: elsewhere it names a person."""
    at = walk.at
    behind = not _is_passed_over(walk)
    found = walk.take(_PLACES)
    if found is None or walk.tokens[at - 1 if at else 0].text in _PEOPLE:
        return None
    place, name = found
    if not (walk.take(_TIME) or behind):
        return None
    return Zone(f"{place.title() if len(place) > 3 else place.upper()} time", name)


def _is_passed_over(walk: Walk) -> bool:
    """Say whether nothing stands before the next word, or a word that says nothing."""
    return walk.at == 0 or _FILLERS.find(walk.tokens, walk.at - 1) is not None
