"""Cells of a table's row, and what parts labelled values on one line."""

import re

from p2p_tui.domain.templates.forms import MULTI_LINE
from p2p_tui.domain.templates.labels import LABEL_LENGTH, field_of, key_of

_BAR_OR_BREAK = re.compile(r"(?<!\\)(\\*+)(\||<br ?/?>)", re.I)
_LINE_END = re.compile(r"(?<!\\)(\\*+)\n")
_BARS = re.compile(rf"(?<!\\)(\\*+)\|([^|:：]{{1,{LABEL_LENGTH}}})[:：]")
_BARS_AND_COMMAS = re.compile(rf"(?<!\\)(\\*+)[|,;]([^|,;:：]{{1,{LABEL_LENGTH}}})[:：]")
_BOX_LINES = str.maketrans({**dict.fromkeys("│┃║", "|"), **dict.fromkeys("─━═┄┈", "-")})
_BOX = re.compile(r"\s*[│┃║┌┏╔└┗╚├┣╠╭╰]")
_BOX_CORNERS = str.maketrans(dict.fromkeys("┌┏╔└┗╚├┣╠┐┓╗┘┛╝┤┫╣┬┳╦┴┻╩┼╋╬╭╰╮╯", "+"))


def to_cell(text: str) -> str:
    """Return ``text`` as it stands in a table's cell, from which ``line_of`` reads it back."""
    text = _BAR_OR_BREAK.sub(lambda mark: f"{mark[1] * 2}\\{mark[2]}", text)
    return _LINE_END.sub(lambda end: end[1] * 2 + "<br>", text)


def bar_cells(row: str) -> list[str]:
    """Return what stands between the bars of ``row``, from its first bar to its last."""
    cells: list[str] = []
    start = 0
    for mark in _BAR_OR_BREAK.finditer(row):
        if mark[2] == "|" and len(mark[1]) % 2 == 0:
            cells.append(row[start : mark.end() - 1])
            start = mark.end()
    cells.append(row[start:])
    for end in (0, -1):
        if len(cells) > 1 and not cells[end].strip():
            del cells[end]
    return [_BAR_OR_BREAK.sub(_in_cell, cell.strip()) for cell in cells]


def _in_cell(mark: re.Match[str]) -> str:
    halves, literal = divmod(len(mark[1]), 2)
    return "\\" * halves + (mark[2] if literal else "\n")


def unboxed(line: str) -> str:
    """Return ``line`` with bars and dashes for the lines of a box that it starts with."""
    return line.translate(_BOX_LINES).translate(_BOX_CORNERS) if _BOX.match(line) else line


def join_guarded(line: str, name: str) -> str:
    """Return the line of field ``name`` so that ``parts_of`` leaves it whole."""
    return _joints(name).sub(lambda mark: "\\" + mark[0] if _parts(mark) else mark[0], line)


def parts_of(line: str, name: str) -> list[str]:
    """Cut a line that starts with the label of field ``name`` where the next label stands.

    That is behind a bar or a comma, behind a bar alone where the value may be long. One with a
    backslash before it does not part; it loses that backslash.
    """
    parts: list[str] = []
    start, text = 0, ""
    for joint in _joints(name).finditer(line):
        if not _parts(joint):
            continue
        if joint[1]:
            text += line[start : joint.start()]
            start = joint.start() + 1
        else:
            parts.append(text + line[start : joint.start()])
            start, text = joint.end(1) + 1, ""
    return [*parts, text + line[start:]]


def _joints(name: str) -> re.Pattern[str]:
    return _BARS if name in MULTI_LINE else _BARS_AND_COMMAS


def _parts(joint: re.Match[str]) -> bool:
    return field_of(key_of(joint[2])) is not None
