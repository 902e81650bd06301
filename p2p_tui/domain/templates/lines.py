"""One line of a paste: a row, a bullet or a plain line, and the labelled values in it."""

import re
from dataclasses import dataclass, replace
from typing import Literal

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

_COLON = re.compile(r"[:：](?:-(?=\s))?")
_DASH = re.compile(r"\s[-–—=]\s")
_NUMBERED = re.compile(r"([^:#]{1,40}#)\s*(\S*\d\S*)\s*")
_BRACKET = re.compile(r"\([^()]*\)[\W_]*$")
_MARKS = re.compile(r"\*{1,3}|_{1,3}|==|\^\^|~~|`")

_RULER = re.compile(r"[-=_*~`|:+\s\u2500-\u257f]+")
_BAR_OR_BREAK = re.compile(r"(?<!\\)(\\*+)(\||<br ?/?>)", re.I)
_LINE_END = re.compile(r"(?<!\\)(\\*+)\n")
_BULLET = re.compile(
    r"(?:[-*•–—+·◦▪‣●○■>\uf0b7]|\(?\d{1,2}[.)]|[a-z][.)]|o(?=\t|\s{2}))\s+(?:\[[ xX]\]\s+)?"
)

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


def to_cell(text: str) -> str:
    """Return ``text`` as it stands in a table's cell, from which ``line_of`` reads it back."""
    text = _BAR_OR_BREAK.sub(lambda mark: f"{mark[1] * 2}\\{mark[2]}", text)
    return _LINE_END.sub(lambda end: end[1] * 2 + "<br>", text)


def line_of(text: str) -> Line:
    """Find the labels in one line, which may be a row, a bullet or a line of a spreadsheet.

    A line of nothing but three or more empty labels heads columns: it has no values of its own.
    """
    body, shape = text.lstrip(), _shape(text)
    if shape == "row":
        cells = _cells(body)
        if len(cells) > 2 and cells[0].isdigit() and _is_empty_label(cells[1]):
            # A column that counts the rows.
            del cells[0]
    elif "\t" in body:
        cells = [cell.strip() for cell in without_bullet(body).split("\t") if cell.strip()]
    else:
        cells = [without_bullet(body)]
    row = body.rstrip()
    labels = () if len(cells) > 2 and all(map(_is_empty_label, cells)) else _labels(cells)
    open_row = shape == "row" and (not row.endswith("|") or row.endswith("\\|"))
    return Line(shape, labels, ": ".join(cells), open_row)


def _shape(line: str) -> Shape:
    body = line.lstrip()
    first, bar, _ = body.partition("|")
    if bar and (not first or _bare_label(first)):
        return "row"
    return "bullet" if _BULLET.match(body) else "plain"


def _cells(row: str) -> list[str]:
    cells: list[str] = []
    start = 0
    for mark in _BAR_OR_BREAK.finditer(row):
        if mark[2] == "|" and len(mark[1]) % 2 == 0:
            cells.append(row[start : mark.end() - 1])
            start = mark.end()
    cells.append(row[start:])
    return [_BAR_OR_BREAK.sub(_in_cell, cell.strip()) for cell in cells if cell.strip()]


def _in_cell(mark: re.Match[str]) -> str:
    halves, literal = divmod(len(mark[1]), 2)
    return "\\" * halves + (mark[2] if literal else "\n")


def _labels(cells: list[str]) -> tuple[Labelled, ...]:
    """Return the labels in ``cells`` with their values; none where the first is not a label."""
    labels: list[Labelled] = []
    values: list[list[str]] = []
    for cell in cells:
        found = None
        if not labels or values[-1]:
            text = without_bullet(cell)
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


def is_empty_label(text: str) -> bool:
    """Say whether ``text`` is a label with nothing behind it, a colon or none."""
    return _is_empty_label(without_bullet(text))


def is_labelled(text: str) -> bool:
    """Say whether ``text`` starts with a label and its colon."""
    return _labelled(without_bullet(text)) is not None


def _is_empty_label(cell: str) -> bool:
    found = _labelled(cell) or _bare_label(cell)
    return found is not None and not found.value


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
    if dash and ("=" in dash[0] or len(words_of(text[: dash.start()])) > 1):
        return _label(text[: dash.start()], text[dash.end() :])
    numbered = _NUMBERED.fullmatch(text, 0, LABEL_LENGTH) if len(text) < LABEL_LENGTH else None
    return _label(numbered[1], numbered[2]) if numbered else None


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
    value = _without_marks(label, value).lstrip()
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
