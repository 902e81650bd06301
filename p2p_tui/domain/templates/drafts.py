"""A template while it is read: the labels that were met, and the lines of their values."""

import re
from dataclasses import dataclass, field

from p2p_tui.domain.details import Details, Template
from p2p_tui.domain.templates.forms import MULTI_LINE, RPH_ONLY, TIMES, Kind
from p2p_tui.domain.templates.lines import Line, Shape, is_other_label
from p2p_tui.domain.templates.talk import (
    ends_message,
    has_time,
    is_nothing,
    is_now,
    is_only_now,
    is_stamp,
)
from p2p_tui.domain.templates.values import INDENT, split_contact, split_denials, unwrapped


@dataclass
class Value:
    """A label that was met, and the lines of its value so far."""

    name: str
    hint: re.Pattern[str] | None
    lines: list[str]
    shape: Shape
    indent: int = 0
    open_row: bool = False
    """The row of a table did not end yet: a cell with line ends in it."""
    below: bool = False
    """Nothing stood behind the label: the value came on a line below it."""

    def text(self) -> str:
        """Return the value as it goes into its field."""
        if len(self.lines) == 1:
            text = self.lines[0].strip()
        elif self.name in MULTI_LINE:
            text = "\n".join(self.lines).strip()
        else:
            glue = "; " if self.name in TIMES else " "
            text = glue.join(filter(None, self.lines)).strip()
        return unwrapped(self._without_hint(text))

    def _without_hint(self, text: str) -> str:
        if self.hint is None:
            return text
        if before := self.hint.match(text):
            return text[before.end() :]
        bracket = max(text.rfind("("), 0)
        after = self.hint.match(text, bracket)
        return text[:bracket].rstrip() if after and after.end() == len(text) else text

    def starts(self) -> str:
        """Return the value's first line, empty where nothing has come yet."""
        return next(filter(None, self.lines), "")

    def inner(self, line: str) -> bool:
        """Say whether ``line`` is indented as the further lines of a value are written."""
        written = self.name in MULTI_LINE and self.shape != "row"
        return written and line.startswith(" " * self.indent + INDENT)

    def add_inner(self, lines: list[str]) -> None:
        """Add lines that were indented so."""
        self.lines += [line[self.indent + len(INDENT) :] for line in lines]

    def add(self, text: str, line: Line) -> None:
        """Add a line without a label."""
        text = text.strip()
        self.below = self.below or not self.starts()
        if self.shape == "row" and line.shape != "row":
            self.open_row = not text.endswith("|")
            self.lines.append(text.removesuffix("|"))
        else:
            as_it_is = self.name in MULTI_LINE and line.shape != "row"
            self.lines.append(text if as_it_is else line.text)

    def takes_below(self, line: str) -> bool:
        """Say whether ``line`` can be all of the value, with blank lines between label and it."""
        may_be = self.name not in TIMES or is_now(line) or has_time(line)
        return may_be and self.takes(line, "plain")

    def takes(self, line: str, shape: Shape) -> bool:
        """Say whether the value goes on in a line without a label."""
        body, indent = line.strip(), indent_of(line)
        outside = self.shape == "row" and shape != "row" and not self.open_row
        if outside or ends_message(body) or is_stamp(body):
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
class Draft:
    """A template while it is read."""

    title: Kind | None = None
    heading: str = ""
    values: dict[str, Value] = field(default_factory=dict)
    left_over: list[str] = field(default_factory=list)

    def open_below(self, value: Value) -> bool:
        """Say whether ``value`` may come below blank lines, as all values of the draft did."""
        others = [one for one in self.values.values() if one is not value and one.starts()]
        only = len(self.values) == 1
        return not value.starts() and (only or bool(others)) and all(one.below for one in others)

    def template(self) -> Template:
        """Return what was read."""
        texts = {name: value.text() for name, value in self.values.items()}
        callback = texts.get("callback_words", "")
        kind, left_over = self._kind(texts, callback), self.left_over
        if kind == "now":
            texts.pop("callback_words", "")
            if callback and not is_only_now(callback):
                left_over = [*left_over, f"Callback Dates and Times: {callback}"]
        name, title = split_contact(texts.pop("contact_name", ""))
        titles = filter(None, [title, texts.pop("job_title", "")])
        rationale, denials = split_denials(texts.pop("denial_rationale", ""))
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
        later = callback and not is_now(callback) and not is_nothing(callback)
        return "callback" if later or self.title == "callback" else "now"


def indent_of(line: str) -> int:
    """Return how many spaces ``line`` starts with."""
    return len(line) - len(line.lstrip(" "))
