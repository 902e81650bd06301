"""The guide: the written procedure, in versions with author and date, read while one works (R19).

The documents ship with the program; a lead puts the desk's own in their place, for everybody. A
step is a heading with an id that people, lessons and other documents cite, such as ``T4``.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from p2p_tui.domain.errors import Mistyped, NotFound
from p2p_tui.domain.guide_text import Kind, blocks, plain, words_of
from p2p_tui.domain.lifecycle import MOVES
from p2p_tui.domain.people import Roster
from p2p_tui.domain.text import clean, one_line
from p2p_tui.domain.values import Frozen, Line, Moment, Words

SET = "guide_set"
"""Under which name a version that was put in stands in the record."""
TECHNICIAN, PHARMACIST, LEAD, RECONSIDERATION = (
    "technician", "pharmacist", "lead", "reconsideration",
)  # fmt: skip
TITLES = {
    TECHNICIAN: "Technician's guide",
    PHARMACIST: "Pharmacist's duties",
    LEAD: "Lead's page",
    RECONSIDERATION: "Peer-to-peer and reconsideration",
}
"""The documents in their order, by the names under which one asks for them."""
SHIPPED_ON = date(2026, 11, 27)
"""When the documents that ship with the program were last changed."""
AUTHOR = "the desk's software"
"""Who wrote them."""
MOST_LETTERS = 100_000
"""How long a document may be."""
USUAL_KEYS: dict[str, str] = {
    **{move.name: move.key for move in reversed(MOVES)},
    "copy": "y", "who_saw": "W", "open": "enter", "new": "n", "begun": "N", "desk": "1",
    "callbacks": "2", "tracker": "3", "board": "4", "guide": "5", "availability": "s",
    "settings": ",", "desk_settings": "D", "find": "/", "filters": "f", "views": "V",
    "passphrase": "P", "emergency": "E", "lock": "L", "help": "?", "quit": "q", "save": "ctrl+s",
    "tick": "ctrl+y",
    "offer": "ctrl+o", "zone": "ctrl+t", "add_to": "ctrl+f", "another": "ctrl+n",
    "other": "ctrl+r", "back": "esc", "palette": "ctrl+p", "guide_step": "ctrl+g",
}  # fmt: skip
"""The keys that a document can name, as the program has them where nobody changed them: for where
it is printed. In a session the person's own keys stand in their place."""
_KEY = re.compile(r"\{key:([a-z_]+)\}")
_STEP = re.compile(r"([A-Z]\d{1,2})\s*[·:.–—-]\s*(\S.*)")
_RULES = re.compile(r"\s*\((R\d{1,2}(?:, R\d{1,2})*)\)\s*$")


class Document(Frozen):
    """A document as it ships with the program."""

    name: Line
    title: Line
    text: Words


class Step(NamedTuple):
    """A step of a document: its id, its heading, the rules behind it, and what it says."""

    id: str
    title: str
    rules: tuple[str, ...]
    text: str
    document: str = ""

    @property
    def words(self) -> str:
        """The step as it is called: ``T4 · A pharmacist acknowledges``."""
        return f"{self.id} · {self.title}"


class Version(Frozen):
    """A version of a document: who put it in, and when. The first is the shipped one."""

    document: Line
    number: int = 1
    text: Words
    by: Line = ""
    """Who put it in, by username; empty where it ships with the program."""
    at: Moment

    @property
    def title(self) -> str:
        """What it calls itself, or what the document is called."""
        return title_of(self.text) or TITLES.get(self.document, self.document)

    @property
    def label(self) -> str:
        """Its number as people write it."""
        return f"{self.number}.0"

    def author(self, roster: Roster) -> str:
        """Who put it in, by name."""
        known = roster.get(self.by)
        return (known.title if known else self.by) or AUTHOR


class Found(NamedTuple):
    """Where words stand: in which document, in which of its blocks."""

    document: str
    block: int


@cache
def shipped() -> tuple[Document, ...]:
    """The documents that come with the program, in their order."""
    folder = Path(__file__).parent / "guides"
    return tuple(
        Document(name=name, title=title, text=(folder / f"{name}.md").read_text("utf-8"))
        for name, title in TITLES.items()
    )


@cache
def first(name: str) -> Version:
    """The shipped version of a document.

    Raises:
        NotFound: there is no such document.
    """
    at = datetime(SHIPPED_ON.year, SHIPPED_ON.month, SHIPPED_ON.day, 12, tzinfo=UTC)
    for one in shipped():
        if one.name == name:
            return Version(document=name, text=one.text, at=at)
    raise NotFound(f"The guide has no “{one_line(name)}”; it has: {', '.join(TITLES)}")


def in_force(own: Mapping[str, Version]) -> tuple[Version, ...]:
    """Every document in the version that all read: the desk's own, or the shipped one."""
    return tuple(own.get(name) or first(name) for name in TITLES)


def following(before: Version, text: str, *, by: str, at: datetime) -> Version:
    """The version that somebody puts in the place of another.

    Raises:
        Mistyped: it is empty, or too long.
    """
    said = clean(text).strip()
    if not said:
        raise Mistyped("A document says something: this one is empty", "text")
    if len(said) > MOST_LETTERS:
        raise Mistyped(
            f"A document has {MOST_LETTERS:,} letters at most; this has {len(said):,}", "text"
        )
    return Version(document=before.document, number=before.number + 1, text=said, by=by, at=at)


def tell(given: Mapping[str, Any]) -> str:
    """That a version was put in, in words."""
    title = TITLES.get(str(given.get("document")), "a document of the guide")
    number = given.get("number")
    return f"put in version {number}.0 of the guide: {title}" if number else f"put in {title}"


# -- what stands in a document


def title_of(text: str) -> str:
    """The title that a text gives itself; empty where it has none."""
    for block in blocks(text)[:3]:
        if block.level == 1:
            return plain(block.text)
    return ""


@lru_cache(16)
def steps(text: str, document: str = "") -> tuple[Step, ...]:
    """The steps of a document, in their order: each heading that begins with an id."""
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        heading = _heading(line)
        if heading:
            found.append((heading, []))
        elif found:
            found[-1][1].append(line)
    return tuple(
        step._replace(text="\n".join(lines).strip(), document=document)
        for heading, lines in found
        if (step := step_of(heading)) is not None
    )


def step_of(heading: str) -> Step | None:
    """The step that a heading begins, still without what it says."""
    match = _STEP.fullmatch(heading.strip())
    if match is None:
        return None
    rules = _RULES.search(match[2])
    cited = tuple(rules[1].split(", ")) if rules else ()
    return Step(match[1], plain(_RULES.sub("", match[2])), cited, "")


def step(step_id: str) -> Step | None:
    """A step as the program ships it, by its id."""
    return _shipped_steps().get(step_id)


def place_of(version: Version, step_id: str) -> int:
    """In which block of a version a step stands; where it has no such id, the heading that says
    most of the same; else 0, its top."""
    headings = [
        (number, block.text)
        for number, block in enumerate(blocks(version.text))
        if block.kind is Kind.HEADING
    ]
    for number, text in headings:
        found = step_of(text)
        if found is not None and found.id == step_id:
            return number
    known = step(step_id)
    if known is None:
        return 0
    wanted = _telling(known.title)
    best = max(headings, key=lambda one: len(wanted & _telling(one[1])), default=(0, ""))
    return best[0] if wanted & _telling(best[1]) else 0


def find(versions: Iterable[Version], words: str) -> tuple[Found, ...]:
    """Every block in which all of the words begin one, through the documents in their order."""
    wanted = wanted_in(words)
    if not wanted:
        return ()
    return tuple(
        Found(version.document, number)
        for version in versions
        for number, said in enumerate(_folded(version.text))
        if all(word.search(said) for word in wanted)
    )


def wanted_in(words: str) -> tuple[re.Pattern[str], ...]:
    """What is looked for, word by word: as words begin, so that ``ready`` is not in already."""
    return tuple(
        re.compile(rf"(?<!\w){re.escape(one)}" if one[0].isalnum() else re.escape(one))
        for one in words.casefold().split()
    )


def with_keys(text: str, key: Callable[[str], str]) -> str:
    """A text with the keys that it names as they are pressed; names that are none stay."""

    def pressed(match: re.Match[str]) -> str:
        return key(match[1]) if match[1] in USUAL_KEYS else match[0]

    return _KEY.sub(pressed, text)


def usual_key(name: str) -> str:
    """The key for something where nobody changed it."""
    return USUAL_KEYS.get(name, name)


def keys_named(text: str) -> tuple[str, ...]:
    """The names of the keys that a text names."""
    return tuple(_KEY.findall(text))


@cache
def _shipped_steps() -> dict[str, Step]:
    return {one.id: one for doc in shipped() for one in steps(doc.text, doc.name)}


def _heading(line: str) -> str:
    marks = len(line) - len(line.lstrip("#"))
    return line[marks:].strip() if 0 < marks <= 6 and line[marks : marks + 1] == " " else ""


def _telling(title: str) -> set[str]:
    """The words of a title that tell what it is about."""
    return {one for one in re.findall(r"\w+", plain(title).casefold()) if len(one) > 3}


@lru_cache(16)
def _folded(text: str) -> tuple[str, ...]:
    """What each block says, as it is searched: what keys are called is no part of it."""
    return tuple(_KEY.sub("", words_of(block)).casefold() for block in blocks(text))
