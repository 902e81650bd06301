"""Fields of a form: a label and where one types. A pasted template goes to the whole form."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from p2p_tui.domain import templates
from p2p_tui.domain.details import Template
from p2p_tui.domain.text import clean, one_line

MOST_LINES = 8
"""How high a field for several lines grows before it scrolls."""
_COMPACT_ENTRY = "entry -textual-compact"
"""What an entry is made with, compact from its beginning: a class that comes or goes later is
looked up in the styles, before there is a place for the entry, and again in its place."""


class TemplatePasted(Message):
    """Filled templates were pasted into a field."""

    def __init__(self, found: Sequence[Template]) -> None:
        super().__init__()
        self.found = found


class Edited(Message):
    """Something in the form changed."""


class LineInput(Input):
    """One line of typing. What is pasted is cleaned; a whole template fills the form."""

    compact = reactive(True, toggle_class="-textual-compact")

    def _on_paste(self, event: events.Paste) -> None:
        found = pasted_templates(self, event.text)
        if found:
            self.post_message(TemplatePasted(found))
        else:
            self.insert_text_at_cursor(one_line(event.text))
        event.stop()
        event.prevent_default()


class WordsArea(TextArea):
    """Several lines of typing; Tab goes to the next field."""

    compact = reactive(True, toggle_class="-textual-compact")
    select_on_focus = False
    """Whether what is in it is typed over as a whole, since nobody typed it."""

    def on_focus(self) -> None:
        """Select all of it, where it is to be typed over."""
        if self.select_on_focus:
            self.select_all()

    async def _on_paste(self, event: events.Paste) -> None:
        found = pasted_templates(self, event.text)
        event.stop()
        event.prevent_default()
        if found:
            self.post_message(TemplatePasted(found))
        else:
            self.insert(clean(event.text))


class Choice(Widget, can_focus=True):
    """One of a few: arrows or the digit in front choose, nothing is chosen to begin with."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", "up", show=False, id="choice.up"),
        Binding("down", "step(1)", "down", show=False, id="choice.down"),
    ]

    def __init__(self, choices: Sequence[str], value: str = "") -> None:
        super().__init__()
        self._choices = tuple(choices)
        self.value = value if value in choices else ""
        self._words_came = False
        self.at_once: Callable[[], None] = lambda: None
        """What follows from another choice before the next key is heard."""

    def render(self) -> Content:
        """The choices, one a line, the chosen one marked."""
        parts: list[tuple[str, str] | str] = []
        for number, choice in enumerate(self._choices, 1):
            chosen = choice == self.value
            line = f"{'●' if chosen else '○'} {number} {choice}"
            parts.append((line, "bold $accent" if chosen else ""))
            if number < len(self._choices):
                parts.append("\n")
        return Content.assemble(*parts)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line a choice."""
        return len(self._choices)

    def cursor_at(self) -> Offset:
        """Where the chosen one stands on the screen, or the first."""
        chosen = self._choices.index(self.value) if self.value else 0
        return self.content_region.offset + Offset(0, chosen)

    def action_step(self, by: int) -> None:
        """Choose the next or the previous one."""
        if not self.value:
            self.choose(self._choices[0 if by > 0 else -1])
        else:
            at = self._choices.index(self.value) + by
            self.choose(self._choices[max(0, min(len(self._choices) - 1, at))])

    def choose(self, value: str) -> None:
        """Choose one."""
        if value in self._choices and value != self.value:
            self.value = value
            self.at_once()
            self.refresh()
            self.post_message(Edited())

    def on_key(self, event: events.Key) -> None:
        """A digit chooses, unless it comes in the middle of words that were meant for elsewhere."""
        if not event.is_printable:
            return
        event.stop()
        if not event.key.isdigit():
            self._words_came = True
        elif not self._words_came and 0 < int(event.key) <= len(self._choices):
            self.choose(self._choices[int(event.key) - 1])

    def on_focus(self) -> None:
        """Digits choose again."""
        self._words_came = False

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        if event.y < len(self._choices):
            self.choose(self._choices[event.y])


class Tick(Widget, can_focus=True):
    """A yes or no: space or enter changes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "turn", "tick", show=False, id="tick.turn")
    ]

    def __init__(self, label: str, value: bool = False) -> None:
        super().__init__()
        self._label = label
        self.value = value

    def render(self) -> Content:
        """A mark and the label."""
        style = "bold $ready" if self.value else ""
        return Content.assemble((f"{'✓' if self.value else '○'} {self._label}", style))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as mark and label."""
        return cell_len(self._label) + 2

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line."""
        return 1

    def cursor_at(self) -> Offset:
        """Where it stands on the screen."""
        return self.content_region.offset

    def action_turn(self) -> None:
        """Turn yes into no and back."""
        self.set(not self.value)

    def set(self, value: bool) -> None:
        """Say yes or no."""
        if value != self.value:
            self.value = value
            self.refresh()
            self.post_message(Edited())

    def on_click(self) -> None:
        """A click changes it."""
        self.action_turn()


Entry = LineInput | WordsArea | Choice | Tick


class Field(Horizontal):
    """A label and an entry. ``lines`` of more than one make room for several lines; what is
    ``secret`` shows as dots."""

    def __init__(
        self,
        name: str,
        label: str,
        *,
        lines: int = 1,
        choices: Sequence[str] = (),
        yes: bool = False,
        secret: bool = False,
        value: str | bool = "",
    ) -> None:
        super().__init__(id=f"field-{name}", classes="field")
        self.field_name = name
        self._label = label
        self.entry: Entry
        if yes:
            self.entry = Tick(label, bool(value))
        elif choices:
            self.entry = Choice(choices, str(value))
        elif lines > 1:
            self.entry = WordsArea(
                str(value), compact=True, tab_behavior="focus", classes=_COMPACT_ENTRY
            )
            self.entry.highlight_cursor_line = False
            self.entry.styles.height = "auto"
            self.entry.styles.min_height = lines
            self.entry.styles.max_height = MOST_LINES
        else:
            self.entry = LineInput(
                str(value), compact=True, select_on_focus=False, classes=_COMPACT_ENTRY,
                password=secret,
            )  # fmt: skip
        self.entry.add_class("entry", update=False)

    def compose(self) -> ComposeResult:
        """The label, then the entry; a tick carries its own label."""
        label = "" if isinstance(self.entry, Tick) else self._label
        yield Static(label, markup=False, classes="label")
        yield self.entry

    @property
    def value(self) -> str | bool:
        """What is in it."""
        if isinstance(self.entry, WordsArea):
            return self.entry.text
        return self.entry.value

    def fill(self, value: str | bool) -> None:
        """Put something in it."""
        if isinstance(self.entry, WordsArea):
            self.entry.text = str(value)
        elif isinstance(self.entry, Tick):
            self.entry.set(bool(value))
        elif isinstance(self.entry, Choice):
            self.entry.choose(str(value))
        else:
            self.entry.value = str(value)

    def on_descendant_focus(self) -> None:
        """The label of the field one is in stands out."""
        self.add_class("-here")

    def on_descendant_blur(self) -> None:
        """The label steps back."""
        self.remove_class("-here")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say that the form changed."""
        event.stop()
        self.post_message(Edited())

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Say that the form changed."""
        event.stop()
        self.post_message(Edited())


def pasted_templates(entry: Widget, text: str) -> Sequence[Template]:
    """The templates in a paste, where the form takes them and it is not just a value with a label.

    A form that takes none gets the paste as the words that it is.
    """
    if not getattr(entry.screen, "takes_templates", False):
        return ()
    found = templates.read(text)
    return found if _whole(found) else ()


def _whole(found: Sequence[Template]) -> bool:
    """Say whether a paste is a template, and not a value that happens to hold a label."""
    return any(
        sum(bool(value) for value in one.details.model_dump(exclude={"not_understood"}).values())
        >= 2
        for one in found
    )
