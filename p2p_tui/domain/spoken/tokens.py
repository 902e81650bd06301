"""Text cut into words, numbers, dates and marks, and a walk over them (R4).

A number that was spelled out stands as figures, so that "two" and "2" are told apart only where
it matters.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from p2p_tui.domain.wording import zone_named

_T = TypeVar("_T")
_T_co = TypeVar("_T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark, and where it stands in the text."""

    kind: str  # date, clock, ordinal, number, spelled, zone, word, mark
    text: str
    start: int
    end: int


NOTHING = Token("", "", 0, 0)
"""What comes after the last token and before the first."""

_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
          "eighteen", "nineteen")  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty")
_NTHS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_COUNTS = {
    **{name: number for number, name in enumerate((*_UNITS, *_TEENS), 1)},
    **{name: number for number, name in enumerate(_NTHS, 1)},
    **{name: 10 * number for number, name in enumerate(_TENS, 2)},
}
_TOKEN = re.compile(
    rf"""
    (?P<date>[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}}
        |[0-9]{{1,2}}/[0-9]{{1,2}}(?:/[0-9]{{4}}|/[0-9]{{2}})?)(?![0-9/])
    |(?P<clock>[0-9]{{1,2}}(?::[0-9]{{2}}(?::00)?(?![0-9:])
        |h[0-5][0-9](?![0-9])
        |\.(?:00|15|30|45)(?![0-9.])|\.[0-5][0-9](?=\ ?[ap](?:\.?m)?\b)))
    |(?P<ordinal>[0-9]{{1,2}})(?:st|nd|rd|th)(?![a-z])
    |(?P<nth>(?:{"|".join(_TENS)})[ -](?:{"|".join(_NTHS)})(?![a-z]))
    |(?P<number>[0-9]+)
    |(?P<spelled>(?:(?:{"|".join(_TENS)})(?:[ -](?:{"|".join(_UNITS)}))?
        |{"|".join((*_TEENS, *_UNITS))})(?![a-z]))
    |(?P<zone>[a-z]{{1,30}}(?:/[a-z0-9_+-]{{1,30}}){{1,2}})
    |(?P<word>[a-z]+(?:[.'’][a-z]+)*\.?)
    |(?P<mark>\n|[^ ])
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_MEANS = {
    "tonight": ("today", "evening"),
    "tmrw": ("tomorrow",),
    "tmr": ("tomorrow",),
    "midday": ("noon",),
    "mwf": ("mon", "wed", "fri"),
    "tth": ("tue", "thu"),
}
"""Words that stand for others."""


def tokens(text: str) -> list[Token]:
    """Return the tokens of a text."""
    return [*_cut(text)]


def _cut(text: str) -> Iterator[Token]:
    at = 0
    while match := _TOKEN.search(text, at):
        kind = match.lastgroup or "mark"
        start, at = match.span()
        if kind == "zone" and not zone_named(match.group()):
            kind, at = "word", text.index("/", start)
        said = (match["ordinal"] or text[start:at]).lower()
        if kind == "word":
            said = re.sub(r"[.'’]", "", said)
        elif kind in ("spelled", "nth"):
            said = str(sum(_COUNTS[word] for word in re.split("[ -]", said)))
            kind = "ordinal" if kind == "nth" else kind
        for word in _MEANS.get(said, (said,)):
            yield Token(kind, word, start, at)


class Table(Generic[_T_co]):
    """Phrases and what they mean; of several that fit, the longest counts."""

    def __init__(self, meanings: Mapping[str, _T_co]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], _T_co]]] = {}
        for phrase in sorted(meanings, key=lambda phrase: -len(phrase.split(" "))):
            words = tuple(phrase.split(" "))
            self._by_first.setdefault(words[0], []).append((words, meanings[phrase]))

    def find(self, found: list[Token], at: int) -> tuple[int, _T_co] | None:
        """Return how many tokens from there on are a phrase, and what it means."""
        if at >= len(found):
            return None
        for words, meaning in self._by_first.get(found[at].text, ()):
            if len(words) == 1 or words == tuple(one.text for one in found[at : at + len(words)]):
                return len(words), meaning
        return None


def phrases(*texts: str) -> Table[str]:
    """Return a table of phrases that mean themselves."""
    return Table({text: text for text in texts})


class Walk:
    """A place among the tokens of a text, from which one item after the other is taken."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.at = 0
        self.paired = False
        """Whether the last item was "between … and …": "or 4 and 5" goes on with it."""

    def peek(self, ahead: int = 0) -> Token:
        """Return a token without stepping over it."""
        at = self.at + ahead
        return self.tokens[at] if 0 <= at < len(self.tokens) else NOTHING

    def take(self, table: Table[_T]) -> _T | None:
        """Step over the phrase that comes next and return what it means; None, and stay."""
        found = table.find(self.tokens, self.at)
        if found is None:
            return None
        self.at += found[0]
        return found[1]

    def number(self, *kinds: str, most: int) -> int | None:
        """Step over a number of such a kind, not above ``most``, and return it; None, and stay."""
        token = self.peek()
        if token.kind not in kinds or len(token.text) > 4 or int(token.text) > most:
            return None
        self.at += 1
        return int(token.text)
