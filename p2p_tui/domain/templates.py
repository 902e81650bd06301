"""The desk's templates in and out: read from whatever people paste, written as the desk does.

``read(write(kind, details, form))`` gives the same kind and the same details, as far as that
template has room for them. Where a value would read as something else, a backslash stands in it:
``\\|`` and ``\\<br>`` in a table, ``P2P denial\\:`` in a rationale, ``Osei\\, Kim`` in a name.
Reading takes that backslash away again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from p2p_tui.domain.details import Denial, DenialKind, Details, Template
from p2p_tui.domain.labels import (
    LABELS,
    MULTI_LINE,
    RPH_ONLY,
    TIMES,
    TITLES,
    Kind,
    Labelled,
    Line,
    Shape,
    has_time,
    is_furniture,
    is_now,
    is_only_now,
    is_other_label,
    is_ruler,
    is_sign_off,
    line_of,
    title_of,
    to_cell,
)
from p2p_tui.domain.text import clean

__all__ = ["Form", "Kind", "read", "write"]

Form = Literal["table", "bullets", "plain"]

_INDENT = "    "
"""What stands before the second and further lines of a value in bullets and plain lines."""

_HARD_SPACES = str.maketrans("\u00a0\u2007\u202f", "   ")
_NAME_END = re.compile(r"(?<!\\)(\\*+)(\s?[–—]\s?|\s-\s?|-\s|[,;(]|(?<!\b[cnw])/)", re.I)
_DENIAL = re.compile(
    r"(?<!\w)(?:\*\*)?(original|p2p|peer[ -]to[ -]peer|appeals?)"
    r"(\s{1,3}denials?(?:\s(?:reason|rationale))?(?:\*\*)?\s?)(\\*+):(?:\*\*)?",
    re.I,
)
_DENIAL_LABELS = {
    DenialKind.ORIGINAL: "Original denial:",
    DenialKind.P2P: "P2P denial:",
    DenialKind.APPEAL: "Appeal denial:",
}
_WHOSE = frozenset({"contact_name", "pa_number", "member_id"})
"""The fields that tell one request from another when a new block starts with one of them."""

_WRAPS = ("**", "__", "==", "^^")


def read(text: str) -> tuple[Template, ...]:
    """Read every template in ``text``, in any form that circulates; none where no label is found.

    A line that belongs to no field is kept in ``not_understood`` of the template it is nearest to:
    the one before it, or the first.
    """
    reader = _Reader()
    for line in text.removeprefix("\ufeff").splitlines():
        reader.read(_readable(line))
    return tuple(draft.template() for draft in reader.filled())


def write(kind: Kind, details: Details, form: Form) -> str:
    """Write ``details`` as the desk writes that template: labels, order and wording are its own."""
    entries = [(label, _written(kind, details, name, form)) for name, label in LABELS[kind]]
    lines = [f"{label} {value}".rstrip() for label, value in entries]
    if form == "table":
        rows = [TITLES[kind], "---", *(to_cell(line) for line in lines)]
        return "\n".join(f"| {row} |" for row in rows)
    bullet = "- " if form == "bullets" else ""
    return "\n".join([TITLES[kind], *(bullet + _indented(line) for line in lines)])


def _readable(line: str) -> str:
    """Return one line cleaned, with plain spaces, and with its tabs: they part label and value."""
    line = "\t".join(clean(part) for part in line.split("\t")) if "\t" in line else clean(line)
    return line.translate(_HARD_SPACES)


# --- what a field's value looks like in a template --------------------------------------------


def _written(kind: Kind, details: Details, name: str, form: Form) -> str:
    if name == "contact_name":
        value = _join_contact(details.contact_name, details.job_title)
    elif name == "denial_rationale":
        value = _join_denials(details)
    elif name == "best_time":
        value = details.best_time or details.callback_words
    elif name == "callback_words":
        if kind == "now":
            return "**Now**" if form == "table" else "Now"
        value = details.callback_words or details.best_time
    else:
        value = str(getattr(details, name))
    value = value.translate(_HARD_SPACES)
    return "\\" + value if _wrap(value.lstrip("\\")) else value


def _unwrapped(value: str) -> str:
    """Return ``value`` without the bold or highlight that is around all of it."""
    bare = value.lstrip("\\")
    wrap = _wrap(bare)
    if not wrap:
        return value
    return value[1:] if bare != value else value[len(wrap) : -len(wrap)]


def _wrap(value: str) -> str:
    wrap = value[:2]
    if len(value) < 5 or wrap not in _WRAPS or not value.endswith(wrap):
        return ""
    return "" if wrap in value[2:-2] else wrap


def _indented(text: str) -> str:
    first, *rest = text.split("\n")
    return "\n".join([first, *(_INDENT + line if line else "" for line in rest)])


def _join_contact(name: str, title: str) -> str:
    plain = f"{name}, {title}" if title else name
    if _split_contact(plain) == (name, title):
        return plain
    name = _NAME_END.sub(lambda end: f"{end[1] * 2}\\{end[2]}", name)
    if not title:
        return name
    return name + "\\" * (len(name) - len(name.rstrip("\\"))) + ", " + title


def _split_contact(text: str) -> tuple[str, str]:
    """Return name and job title: ``Kim Osei, MA``, ``Kim Osei - MA``, ``Kim Osei (MA)``."""
    bracket = text.rfind("(")
    bracketed = text.find(")", bracket) == len(text) - 1
    for end in _NAME_END.finditer(text):
        escaped = len(end[1]) % 2 == 1
        inside = end[2] == "("
        if escaped or (inside and not (bracketed and end.start(2) == bracket)):
            continue
        title = text[end.end() : -1 if inside else None].strip()
        name = _plain_name(text[: end.start()]) + "\\" * (len(end[1]) // 2)
        return name.strip(), title
    return _plain_name(text), ""


def _plain_name(text: str) -> str:
    return _NAME_END.sub(lambda end: "\\" * (len(end[1]) // 2) + end[2], text)


def _join_denials(details: Details) -> str:
    original = _escaped_denial(details.denial_rationale)
    later = [denial for denial in details.prior_denials if denial.rationale]
    if not later:
        return original
    parts = [f"{_DENIAL_LABELS[DenialKind.ORIGINAL]} {original}".rstrip()]
    parts += [f"{_DENIAL_LABELS[one.kind]} {_escaped_denial(one.rationale)}" for one in later]
    return " ".join(parts)


def _escaped_denial(text: str) -> str:
    return _DENIAL.sub(lambda mark: _with_backslashes(mark, len(mark[3]) + 1), text)


def _plain_denial(text: str) -> str:
    plain = _DENIAL.sub(lambda mark: _with_backslashes(mark, max(len(mark[3]) - 1, 0)), text)
    return plain.strip()


def _with_backslashes(mark: re.Match[str], count: int) -> str:
    before, after = mark.span(3)
    return mark.string[mark.start() : before] + "\\" * count + mark.string[after : mark.end()]


def _split_denials(text: str) -> tuple[str, tuple[Denial, ...]]:
    """Return the original rationale and the denials that came later, those with words to them."""
    marks = [mark for mark in _DENIAL.finditer(text) if not mark[3]]
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    rationale = _plain_denial(text[: marks[0].start()] if marks else text)
    later: list[Denial] = []
    for mark, end in zip(marks, ends, strict=False):
        kind, words = _denial_kind(mark[1]), _plain_denial(text[mark.end() : end])
        if mark is marks[0] and kind is DenialKind.ORIGINAL:
            rationale = f"{rationale}\n{words}".strip()
        elif words:
            later.append(Denial(kind=kind, rationale=words))
    return rationale, tuple(later)


def _denial_kind(word: str) -> DenialKind:
    initial = word[0].lower()
    return {"o": DenialKind.ORIGINAL, "a": DenialKind.APPEAL}.get(initial, DenialKind.P2P)


# --- reading ----------------------------------------------------------------------------------


@dataclass
class _Value:
    """A label that was met, and the lines of its value so far."""

    name: str
    hint: re.Pattern[str] | None
    lines: list[str]
    shape: Shape
    indent: int = 0
    open_row: bool = False
    """The row of a table did not end yet: a cell with line ends in it."""

    def text(self) -> str:
        """Return the value as it goes into its field."""
        if self.name in MULTI_LINE:
            text = "\n".join(self.lines).strip()
        else:
            glue = "; " if self.name in TIMES else " "
            text = glue.join(filter(None, self.lines)).strip()
        if self.hint and (hint := self.hint.match(text)):
            text = text[hint.end() :]
        return _unwrapped(text)

    def starts(self) -> str:
        """Return the value's first line, empty where nothing has come yet."""
        return next(filter(None, self.lines), "")

    def inner(self, line: str) -> bool:
        """Say whether ``line`` is indented as the further lines of a value are written."""
        written = self.name in MULTI_LINE and self.shape != "row"
        return written and line.startswith(" " * self.indent + _INDENT)

    def add_inner(self, lines: list[str]) -> None:
        """Add lines that were indented so."""
        self.lines += [line[self.indent + len(_INDENT) :] for line in lines]

    def add(self, text: str, line: Line) -> None:
        """Add a line without a label."""
        text = text.strip()
        if self.shape == "row" and line.shape != "row":
            self.open_row = not text.endswith("|")
            self.lines.append(text.removesuffix("|"))
        else:
            as_it_is = self.name in MULTI_LINE and line.shape != "row"
            self.lines.append(text if as_it_is else line.text)

    def takes(self, line: str, shape: Shape) -> bool:
        """Say whether the value goes on in a line without a label."""
        body, indent = line.strip(), _indent(line)
        outside = self.shape == "row" and shape != "row" and not self.open_row
        if outside or is_sign_off(body):
            return False
        start = self.starts()
        if self.name in MULTI_LINE:
            inside = self.shape == "plain" or indent > self.indent + 1
            return inside or not start or not is_other_label(body)
        if not start:
            return not is_other_label(body)
        if self.name in TIMES:
            return not is_now(start) and has_time(body)
        return self.shape != "row" and indent >= self.indent + 2


@dataclass
class _Draft:
    """A template while it is read."""

    title: Kind | None = None
    heading: str = ""
    values: dict[str, _Value] = field(default_factory=dict)
    left_over: list[str] = field(default_factory=list)

    def template(self) -> Template:
        """Return what was read."""
        texts = {name: value.text() for name, value in self.values.items()}
        callback = texts.get("callback_words", "")
        kind, left_over = self._kind(texts, callback), self.left_over
        if kind == "now":
            texts.pop("callback_words", "")
            if callback and not is_only_now(callback):
                left_over = [*left_over, f"Callback Dates and Times: {callback}"]
        name, title = _split_contact(texts.pop("contact_name", ""))
        titles = filter(None, [title, texts.pop("job_title", "")])
        rationale, denials = _split_denials(texts.pop("denial_rationale", ""))
        details = Details(
            contact_name=name,
            job_title=", ".join(titles),
            denial_rationale=rationale,
            prior_denials=denials,
            not_understood="\n".join(left_over),
            **texts,  # type: ignore[arg-type]
        )
        return Template(kind=kind, details=details)

    def _kind(self, texts: dict[str, str], callback: str) -> Kind:
        if self.title == "rph" or not RPH_ONLY.isdisjoint(texts):
            return "rph"
        later = callback and not is_now(callback)
        return "callback" if later or self.title == "callback" else "now"


class _Reader:
    """Takes the lines of a paste one by one and sorts them into drafts."""

    def __init__(self) -> None:
        self._drafts = [_Draft()]
        self._open: _Value | None = None
        self._apart = False
        self._blanks: list[str] = []

    def filled(self) -> Iterator[_Draft]:
        """Give the drafts that have labels; the lines of the others go to the nearest of them."""
        before: list[str] = []
        last: _Draft | None = None
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
        elif kind := title_of(line):
            self._start(kind, line)
        else:
            self._entry(line)
        self._apart = drawn

    def _start(self, kind: Kind, heading: str) -> None:
        draft = self._drafts[-1]
        if draft.title or draft.values:
            draft = _Draft()
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
            draft = _Draft()
            self._drafts.append(draft)
        elif old and old.starts():
            draft.left_over.append(line)
            self._open = None
            return
        if entry.odd:
            draft.left_over.append(line)
        self._open = _Value(entry.field, entry.hint, [entry.value], shape, _indent(line))
        draft.values[entry.field] = self._open

    def _starts_another(self, draft: _Draft, entry: Labelled) -> bool:
        """Say whether a label that was met before is where the next template starts."""
        if entry.field == next(iter(draft.values)):
            return len(draft.values) > 1 or draft.values[entry.field].starts() != ""
        return self._apart and entry.field in _WHOSE and draft.values[entry.field].starts() != ""

    def _unlabelled(self, line: Line, text: str) -> None:
        draft, value = self._drafts[-1], self._open
        denial = _DENIAL.match(line.text)
        if denial and not denial[3]:
            name = "denial_rationale"
            self._open = draft.values.setdefault(name, _Value(name, None, [], line.shape))
            self._open.lines.append(line.text)
        elif value and value.takes(text, line.shape):
            value.add(text, line)
        else:
            draft.left_over.append(text)
            self._open = None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
