"""The little of Markdown that a document of the guide may use, read into blocks to be drawn.

Headings, paragraphs, bullets and numbers, tables, quotes, rules and code; bold and code in a line.
Whatever else stands there is text like any other: nothing in it can be opened, run or obeyed.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    TABLE = "table"
    QUOTE = "quote"
    CODE = "code"
    RULE = "rule"


class Block(NamedTuple):
    """A piece of a document that is laid out as one."""

    kind: Kind
    text: str = ""
    level: int = 0
    """Of a heading, from 1; how deep an item stands, from 0."""
    mark: str = ""
    """What stands before an item: a bullet or its number."""
    rows: tuple[tuple[str, ...], ...] = ()
    """The cells of a table; the first row is its heading."""


class Span(NamedTuple):
    """A piece of a line, and how it is drawn: ``bold``, ``code``, or as the rest."""

    text: str
    look: str = ""


MOST_CELLS = 12
"""How many columns a table has; what would stand in further ones stands in the last."""
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*")
_ITEM = re.compile(r"(\s*)([-*+•]|\d{1,3}[.)])\s+(.*)")
_RULE = re.compile(r"\s*([-*_])(\s*\1){2,}\s*")
_LINES_OF_TABLE = re.compile(r"[\s|:\-]+")
_SPAN = re.compile(r"(`+)(.+?)\1|(\*\*|__|==)(?=\S)(.+?)(?<=\S)\3|(?<!\w)\*(?=\S)([^*]+?)(?<=\S)\*")


@lru_cache(16)
def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a document, in their order."""
    return tuple(_blocks(text.splitlines()))


def spans(text: str) -> tuple[Span, ...]:
    """A line in pieces, without the marks that make them bold or code."""
    found, at = [], 0
    for match in _SPAN.finditer(text):
        if match.start() > at:
            found.append(Span(text[at : match.start()]))
        said = match[2] or match[4] or match[5]
        found.append(Span(said, "code" if match[1] else "bold"))
        at = match.end()
    if at < len(text):
        found.append(Span(text[at:]))
    return tuple(found)


def plain(text: str) -> str:
    """A line without the marks in it."""
    return "".join(span.text for span in spans(text))


def words_of(block: Block) -> str:
    """All that a block says, without marks."""
    cells = (plain(cell) for row in block.rows for cell in row)
    return " ".join(one for one in (plain(block.text), *cells) if one)


class _Begun:
    """A block whose further lines are still to come."""

    def __init__(self, block: Block) -> None:
        self.kind = block.kind
        self._block, self._lines, self._rows = block, [block.text], list(block.rows)

    @property
    def goes_on(self) -> bool:
        """Whether a line of text belongs to it."""
        return self.kind in (Kind.TEXT, Kind.ITEM, Kind.QUOTE) and bool(self._lines[0])

    def take(self, line: str, block: Block | None) -> bool:
        """Take a further line, where it goes on with this one; say whether it does."""
        if block is None:
            said = line.strip()
            self._lines.append(said.lstrip("> ") if self.kind is Kind.QUOTE else said)
        elif block.kind is Kind.TABLE and self.kind is Kind.TABLE:
            self._rows += block.rows
        else:
            return False
        return True

    def ended(self) -> Iterator[Block]:
        """The block, if it says anything."""
        text = " ".join(one for one in self._lines if one)
        if text or self._rows or self.kind is Kind.RULE:
            yield self._block._replace(text=text, rows=tuple(self._rows))


def _blocks(lines: Iterable[str]) -> Iterator[Block]:
    begun = _Begun(Block(Kind.TEXT))
    code: list[str] | None = None
    for line in lines:
        if line.strip().startswith("```"):
            if code is None:
                yield from begun.ended()
                begun, code = _Begun(Block(Kind.TEXT)), []
            else:
                yield Block(Kind.CODE, "\n".join(code))
                code = None
        elif code is not None:
            code.append(line)
        else:
            block = _begins(line, begun)
            if not begun.take(line, block):
                yield from begun.ended()
                assert block is not None
                begun = _Begun(block)
    yield from begun.ended()
    if code is not None:
        yield Block(Kind.CODE, "\n".join(code))


def _begins(line: str, begun: _Begun) -> Block | None:
    """The block that begins with a line; None where the line goes on with the one before it."""
    said = line.strip()
    if not said:
        return Block(Kind.TEXT)
    if heading := _HEADING.fullmatch(said):
        return Block(Kind.HEADING, heading[2], level=len(heading[1]))
    if _RULE.fullmatch(line):
        return Block(Kind.RULE)
    if said.startswith("|"):
        if _LINES_OF_TABLE.fullmatch(said):
            return Block(Kind.TABLE)
        *cells, last = said.strip("|").split("|", MOST_CELLS - 1)
        return Block(Kind.TABLE, rows=(tuple(one.strip() for one in (*cells, last)),))
    if item := _ITEM.fullmatch(line):
        mark = item[2] if item[2][0].isdigit() else "•"
        return Block(Kind.ITEM, item[3].strip(), level=min(4, len(item[1]) // 2), mark=mark)
    if said.startswith(">") and begun.kind is not Kind.QUOTE:
        return Block(Kind.QUOTE, said.lstrip("> "))
    return None if begun.goes_on else Block(Kind.TEXT, said)
