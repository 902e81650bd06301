"""The lines of a paste sorted into templates."""

import re
from collections.abc import Iterator

from p2p_tui.domain.details import Template
from p2p_tui.domain.templates.cells import unboxed
from p2p_tui.domain.templates.drafts import Draft, Value, indent_of
from p2p_tui.domain.templates.forms import Kind
from p2p_tui.domain.templates.grids import Grid, grid_at, with_whole_cells
from p2p_tui.domain.templates.labels import is_furniture, title_of
from p2p_tui.domain.templates.lines import (
    Labelled,
    Line,
    Shape,
    is_ruler,
    line_of,
    without_bullet,
)
from p2p_tui.domain.templates.talk import ends_message
from p2p_tui.domain.templates.values import starts_denial, with_plain_spaces
from p2p_tui.domain.text import clean

_WHOSE = frozenset({"contact_name", "pa_number", "member_id"})
"""The fields that tell one request from another when a new block starts with one of them."""
_QUOTED = re.compile(r"\s{0,3}(?:>\s?)+")


def read(text: str) -> tuple[Template, ...]:
    """Read every template in ``text``, in any form that circulates; none where no label is found.

    A line that belongs to no field is kept in ``not_understood`` of the template it is nearest to:
    the one before it, or the first.
    """
    given = (_readable(line) for line in text.removeprefix("\ufeff").splitlines())
    lines = with_whole_cells(list(given))
    reader = _Reader()
    at = 0
    while at < len(lines):
        grid = None if reader.is_inside(lines[at]) else grid_at(lines, at)
        if grid:
            reader.read_grid(grid)
            at = grid.end
        else:
            reader.read(lines[at])
            at += 1
    return tuple(draft.template() for draft in reader.filled())


def _readable(line: str) -> str:
    """Return one line cleaned, with plain spaces, and with its tabs: they part label and value."""
    line = "\t".join(clean(part) for part in line.split("\t")) if "\t" in line else clean(line)
    return with_plain_spaces(line)


class _Reader:
    """Takes the lines of a paste one by one and sorts them into drafts."""

    def __init__(self) -> None:
        self._drafts = [Draft()]
        self._open: Value | None = None
        self._apart = False
        self._blanks: list[str] = []
        self._quoted = False
        self._signed = False
        self._block: list[str] = []
        """The fields that were met since the last blank line, and what was left over before."""
        self._block_start = 0

    def filled(self) -> Iterator[Draft]:
        """Give the drafts that have labels; the lines of the others go to the nearest of them."""
        before: list[str] = []
        last: Draft | None = None
        for draft in self._drafts:
            if draft.values:
                draft.left_over[:0] = before
                before, last = [], draft
            elif last:
                last.left_over += [draft.heading, *draft.left_over]
            else:
                before += [draft.heading, *draft.left_over]
        yield from (draft for draft in self._drafts if draft.values)

    def is_inside(self, line: str) -> bool:
        """Say whether ``line`` is indented so that it can only be part of a value."""
        return self._open is not None and self._open.inner(line)

    def read(self, line: str) -> None:
        """Take one line."""
        if self._open and self._open.inner(line) and line.strip():
            self._take_inner(line)
            return
        bare = self._unquoted(unboxed(line))
        if not bare.strip():
            self._blanks.append(bare)
        elif self._open and self._open.inner(bare):
            self._take_inner(bare)
        else:
            self._take(bare, line)

    def read_grid(self, grid: Grid) -> None:
        """Take rows below headings: each is a template of its own."""
        title = self._drafts[-1].title
        for row in grid.rows:
            if self._drafts[-1].values:
                self._drafts.append(Draft(title))
            draft = self._drafts[-1]
            draft.left_over += row.others
            for name, value in row.values.items():
                draft.values[name] = Value(name, None, [value], "row")
        self._open, self._blanks, self._apart = None, [], True

    def _take_inner(self, line: str) -> None:
        if self._open:
            self._open.add_inner([*self._blanks, line])
        self._blanks = []

    def _unquoted(self, line: str) -> str:
        """Return ``line`` without the marks of a quotation, where the template stands in one."""
        mark = _QUOTED.match(line)
        if not mark:
            self._quoted = self._quoted and not line.strip()
            return line
        bare = unboxed(line[mark.end() :])
        if not bare.strip():
            return ""
        if not self._quoted:
            self._quoted = bool(title_of(without_bullet(bare)) or line_of(bare).labels)
        return bare if self._quoted else line

    def _take(self, line: str, as_it_came: str) -> None:
        apart = self._apart or bool(self._blanks)
        self._blanks = []
        drawn = is_ruler(line)
        if apart:
            self._block, self._block_start = [], len(self._drafts[-1].left_over)
            if self._open and not (self._may_come_below(self._open) and self._is_only_words(line)):
                self._open = None
        self._apart = apart
        self._signed = self._signed or ends_message(line)
        if drawn or is_furniture(line):
            self._open = None
        elif kind := title_of(without_bullet(line)):
            self._start(kind, as_it_came)
        else:
            self._entry(line, as_it_came)
        self._apart = drawn

    def _may_come_below(self, value: Value) -> bool:
        return self._drafts[-1].open_below(value)

    def _is_only_words(self, line: str) -> bool:
        return self._open is not None and self._open.takes_below(line)

    def _start(self, kind: Kind, heading: str) -> None:
        draft = self._drafts[-1]
        if draft.title or draft.values:
            draft = Draft()
            self._drafts.append(draft)
        draft.title, draft.heading = kind, heading
        self._open, self._block, self._signed = None, [], False

    def _entry(self, text: str, as_it_came: str) -> None:
        line = line_of(text)
        understood = [self._label(entry, text, line.shape) for entry in line.labels]
        if not all(understood):
            self._drafts[-1].left_over.append(as_it_came)
        if line.labels and self._open:
            self._open.open_row = line.open_row
        elif not line.labels:
            self._unlabelled(line, text, as_it_came)

    def _label(self, entry: Labelled, line: str, shape: Shape) -> bool:
        """Take a label with its value; say whether all of it was understood."""
        draft = self._drafts[-1]
        old = draft.values.get(entry.field)
        if old and self._starts_another(draft, entry.field):
            draft = self._another(draft, entry.field)
        elif (old and old.starts()) or (self._signed and entry.field == "phone"):
            self._open = None
            return False
        self._open = Value(entry.field, entry.hint, [entry.value], shape, indent_of(line))
        draft.values[entry.field] = self._open
        self._block += [] if entry.field in self._block else [entry.field]
        self._signed = False
        return not entry.odd

    def _starts_another(self, draft: Draft, name: str) -> bool:
        """Say whether a label that was met before is where the next template starts."""
        filled = draft.values[name].starts() != ""
        if name == next(iter(draft.values)):
            return len(draft.values) > 1 or filled
        return filled and name in _WHOSE and name not in self._block

    def _another(self, before: Draft, name: str) -> Draft:
        """Start another template, with what its block has so far where ``name`` is older."""
        draft = Draft()
        self._drafts.append(draft)
        if name not in self._block:
            for met in self._block:
                draft.values[met] = before.values.pop(met)
            draft.left_over = before.left_over[self._block_start :]
            del before.left_over[self._block_start :]
        else:
            self._block = []
        return draft

    def _unlabelled(self, line: Line, text: str, as_it_came: str) -> None:
        draft, value = self._drafts[-1], self._open
        if starts_denial(line.text):
            name = "denial_rationale"
            self._block += [] if name in draft.values else [name]
            self._open = draft.values.setdefault(name, Value(name, None, [], line.shape))
            self._open.lines.append(line.text)
        elif value and value.takes(text, line.shape):
            value.add(text, line)
        else:
            draft.left_over.append(as_it_came)
            self._open = None
