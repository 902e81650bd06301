"""One line of a paste: a row, a bullet or a plain line, and the labelled values in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from p2p_tui.domain.templates.cells import bar_cells, parts_of
from p2p_tui.domain.templates.labels import (
    BARE_LENGTH,
    HINTS,
    LABEL_LENGTH,
    field_of,
    key_of,
    words_of,
)

Shape = Literal["row", "bullet", "plain"]
"""How a line stands: as a row of a table, behind a bullet or number, or by itself."""

_COLON = re.compile("[:：]")
_DASH = re.compile(r"\s[-–—=]\s")
_NUMBERED = re.compile(r"([^:#]{1,40}#)\s*(\S*\d\S*)\s*")
_BY_NUMBER = re.compile(r"([A-Za-z][A-Za-z .]{1,30}?)\s+((?=\S*\d)\S{4,}|[\d ()+.x-]{7,})\s*")
_NUMBERS = frozenset({"pa_number", "member_id", "cntt", "phone"})
"""The fields whose value may stand behind the bare label where it is a number: ``CNTT 8830010``."""
_PLAIN_WORDS = frozenset({"cntt", "drug", "medication", "pa", "phone"})
"""The labels of one word that a dash or an equals sign may part from the value."""
_BESIDE_COLON = re.compile(r"^[-–—]\s+")  # PA #:- 7005
_BRACKET = re.compile(r"\([^()]*\)[\W_]*$")
_MARKS = re.compile(r"\*{1,3}|_{1,3}|==|\^\^|~~|`")

_RULER = re.compile(r"[-=_*~`|:+\s]+")
_BULLET = re.compile(r"(?:[-*•–—+·◦▪▫‣●○■□◆►▶➢➤→✓✔§\uf0b7\uf0a7>]|\(?\d{1,2}[.)])\s+")
_BEFORE_LABEL = re.compile(r"(?:\[[ xX✓✔]?\]|[☐☑☒]|o|\(?[A-Za-z][.)])\s+")
"""What is a bullet only where a label follows it."""
_ROW_NUMBER = re.compile(r"#?\d{1,3}[.)]?|o|\(?[A-Za-z][.)]|\[[ xX✓✔]?\]|[☐☑☒]")
"""What counts or marks a row in a cell of its own."""

_OTHER_LABEL = re.compile(r"[|\s]*[A-Za-z][A-Za-z /#&'’.-]{1,39}:(?:\s|$)")


@dataclass(frozen=True)
class Labelled:
    """A value behind its label.

    ``hint`` is the template's own hint that may still stand before the value. ``odd`` says that the
    label has words in brackets which are not the template's.
    """

    field: str
    value: str
    hint: re.Pattern[str] | None = None
    odd: bool = False


@dataclass(frozen=True)
class Line:
    """One line of a paste: the labelled values in it, or else its text without bullet and bars."""

    shape: Shape
    labels: tuple[Labelled, ...]
    text: str
    open_row: bool
    """A row that does not end on its line: the cell has line ends in it."""


def is_ruler(line: str) -> bool:
    """Say whether ``line`` is drawn and not written: ``| --- |``, ``=====``, a code fence."""
    return _RULER.fullmatch(line) is not None


def is_other_label(line: str) -> bool:
    """Say whether ``line`` starts like a labelled value, such as ``Plan: Medicaid``."""
    return _OTHER_LABEL.match(without_bullet(line)) is not None


def line_of(text: str) -> Line:
    """Find the labels in one line, which may be a row, a bullet or a line of a spreadsheet.

    A line of nothing but three or more empty labels heads columns: it has no values of its own.
    """
    body, shape = text.lstrip(), _shape(text)
    cells = [cell for cell in _cells(body, shape) if cell]
    row = body.rstrip()
    heads = len(cells) > 2 and all(empty_label(cell) for cell in cells)
    open_row = body.startswith("|") and (not row.endswith("|") or row.endswith("\\|"))
    return Line(shape, () if heads else labels_in(cells), ": ".join(cells), open_row)


def _cells(body: str, shape: Shape) -> list[str]:
    if shape == "row":
        return bar_cells(body)
    if "\t" in body:
        return [cell.strip() for cell in without_bullet(body).split("\t")]
    whole = without_bullet(body)
    first = _labelled(_bare(whole))
    if first is None:
        return [whole]
    parts = parts_of(whole, first.field)
    return [part.strip() for part in parts] if len(parts) > 1 else parts


def _shape(line: str) -> Shape:
    body = line.lstrip()
    first, bar, _ = body.partition("|")
    if bar and (not first or empty_label(_bare(first))):
        return "row"
    return "bullet" if _BULLET.match(body) else "plain"


def labels_in(cells: Sequence[str]) -> tuple[Labelled, ...]:
    """Return the labels in ``cells`` with their values; none where the first is not a label."""
    cells = [cell for cell in cells if cell]
    labels: list[Labelled] = []
    values: list[list[str]] = []
    if len(cells) > 1 and _ROW_NUMBER.fullmatch(cells[0]):
        cells = cells[1:]
    for cell in cells:
        found = None
        if not labels or values[-1]:
            text = _bare(cell)
            found = _labelled(text) or _bare_label(text, words=1 if len(cells) > 1 else 2)
        if found:
            labels.append(found)
            values.append([found.value] if found.value else [])
        elif labels:
            values[-1].append(cell)
        else:
            break
    return tuple(
        replace(label, value=(", " if label.field == "contact_name" else " ").join(value))
        for label, value in zip(labels, values, strict=True)
    )


def without_bullet(line: str) -> str:
    """Return ``line`` without the bullet, number or quotation mark that it starts with."""
    bullet = _BULLET.match(line)
    return line[bullet.end() :] if bullet else line


def _bare(text: str) -> str:
    """Return ``text`` without what stands before a label."""
    text = without_bullet(text)
    mark = _BEFORE_LABEL.match(text)
    return text[mark.end() :] if mark else text


def empty_label(cell: str) -> Labelled | None:
    """Return the label that is all of ``cell``, or None."""
    found = _labelled(cell) or _bare_label(cell)
    return found if found and not found.value else None


def _bare_label(text: str, words: int = 1) -> Labelled | None:
    """Return the label that is all of ``text``, without a colon and with so many words."""
    if len(text) > BARE_LENGTH or _COLON.search(text) or len(words_of(text)) < words:
        return None
    return _label(text, "")


def _labelled(text: str) -> Labelled | None:
    """Return the value and the field whose label ``text`` starts with, or None."""
    colon = _COLON.search(text, 0, LABEL_LENGTH)
    found = _label(text[: colon.start()], text[colon.end() :]) if colon else None
    if found is not None:
        return found
    dash = _DASH.search(text, 0, LABEL_LENGTH)
    if dash and _stands_before_a_dash(text[: dash.start()]):
        return _label(text[: dash.start()], text[dash.end() :])
    if len(text) >= LABEL_LENGTH:
        return None
    if numbered := _NUMBERED.fullmatch(text):
        return _label(numbered[1], numbered[2])
    bare = _BY_NUMBER.fullmatch(text)
    found = _label(bare[1], bare[2]) if bare else None
    return found if found and found.field in _NUMBERS else None


def _stands_before_a_dash(label: str) -> bool:
    words = words_of(label)
    return len(words) > 1 or words[:1] == [word for word in words if word in _PLAIN_WORDS] != []


def _label(label: str, value: str) -> Labelled | None:
    key = key_of(label)
    field, bracket = field_of(key), ""
    if field is None and (found := _BRACKET.search(label)):
        bracket, key = found[0], key_of(label[: found.start()])
        field = field_of(key)
    if field is None:
        return None
    hint = HINTS.get(key)
    if any(known.match(bracket) for known in HINTS.values()):
        hint, bracket = None, ""
    value = _BESIDE_COLON.sub("", _without_marks(label, value)).lstrip()
    if hint and (found := hint.match(value)):
        hint, value = None, value[found.end() :]
    return Labelled(field, value, hint, odd=bool(bracket))


def _without_marks(label: str, value: str) -> str:
    """Return ``value`` without the end of a bold or highlight that began before its label."""
    marks = _MARKS.match(label.lstrip())
    if not marks or label.rstrip().endswith(marks[0]):
        return value
    if value.lstrip().startswith(marks[0]):
        return value.lstrip().removeprefix(marks[0])
    return value.rstrip().removesuffix(marks[0])
