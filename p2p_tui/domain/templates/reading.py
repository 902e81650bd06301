"""The lines of a paste sorted into templates."""

from collections.abc import Iterator

from p2p_tui.domain.details import Template
from p2p_tui.domain.templates.drafts import Draft, Value, indent_of
from p2p_tui.domain.templates.forms import Kind
from p2p_tui.domain.templates.labels import is_furniture, title_of
from p2p_tui.domain.templates.lines import (
    Labelled,
    Line,
    Shape,
    is_ruler,
    line_of,
    without_bullet,
)
from p2p_tui.domain.templates.talk import is_stamp
from p2p_tui.domain.templates.unfolding import unfolded
from p2p_tui.domain.templates.values import starts_denial, with_plain_spaces
from p2p_tui.domain.text import clean

_WHOSE = frozenset({"contact_name", "pa_number", "member_id"})
"""The fields that tell one request from another when a new block starts with one of them."""


def read(text: str) -> tuple[Template, ...]:
    """Read every template in ``text``, in any form that circulates; none where no label is found.

    A line that belongs to no field is kept in ``not_understood`` of the template it is nearest to:
    the one before it, or the first.
    """
    reader = _Reader()
    for line in unfolded([_readable(line) for line in text.removeprefix("\ufeff").splitlines()]):
        reader.read(line)
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

    def read(self, line: str) -> None:
        """Take one line."""
        if not line.strip():
            self._blanks.append(line)
            return
        blanks, self._blanks = self._blanks, []
        if self._open and self._open.inner(line):
            self._open.add_inner([*blanks, line])
            return
        self._apart = self._apart or bool(blanks)
        if self._apart:
            self._open = None
        drawn = is_ruler(line)
        if drawn or is_furniture(line):
            self._open = None
        elif is_stamp(line):
            self._drafts[-1].left_over.append(line)
            self._open = None
        elif kind := title_of(line) or title_of(without_bullet(line)):
            self._start(kind, line)
        else:
            self._entry(line)
        self._apart = drawn

    def _start(self, kind: Kind, heading: str) -> None:
        draft = self._drafts[-1]
        if draft.title or draft.values:
            draft = Draft()
            self._drafts.append(draft)
        draft.title, draft.heading = kind, heading
        self._open = None

    def _entry(self, text: str) -> None:
        line = line_of(text)
        for entry in line.labels:
            self._label(entry, text, line.shape)
        if line.labels and self._open:
            self._open.open_row = line.open_row
        elif not line.labels:
            self._unlabelled(line, text)

    def _label(self, entry: Labelled, line: str, shape: Shape) -> None:
        draft = self._drafts[-1]
        old = draft.values.get(entry.field)
        if old and self._starts_another(draft, entry):
            draft = Draft()
            self._drafts.append(draft)
        elif old and old.starts():
            draft.left_over.append(line)
            self._open = None
            return
        if entry.odd:
            draft.left_over.append(line)
        self._open = Value(entry.field, entry.hint, [entry.value], shape, indent_of(line))
        draft.values[entry.field] = self._open

    def _starts_another(self, draft: Draft, entry: Labelled) -> bool:
        """Say whether a label that was met before is where the next template starts."""
        if entry.field == next(iter(draft.values)):
            return len(draft.values) > 1 or draft.values[entry.field].starts() != ""
        return self._apart and entry.field in _WHOSE and draft.values[entry.field].starts() != ""

    def _unlabelled(self, line: Line, text: str) -> None:
        draft, value = self._drafts[-1], self._open
        if starts_denial(line.text):
            name = "denial_rationale"
            self._open = draft.values.setdefault(name, Value(name, None, [], line.shape))
            self._open.lines.append(line.text)
        elif value and value.takes(text, line.shape):
            value.add(text, line)
        else:
            draft.left_over.append(text)
            self._open = None
