"""What all forms share: fields, a draft kept while one types, an error at the field."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.timer import Timer

from p2p_tui.desk import Draft, Drafted
from p2p_tui.domain.guide_places import Place
from p2p_tui.domain.wording import clock
from p2p_tui.tui.keys import bindings
from p2p_tui.tui.screens.base import Base
from p2p_tui.tui.widgets.bars import Header, KeyBar, Line, NewsLine
from p2p_tui.tui.widgets.fields import (
    Edited,
    Field,
    LineInput,
    TemplatePasted,
    WordsArea,
    pasted_templates,
)

KEEP_SECONDS = 0.25
"""How long after a keystroke, at the latest, the draft is kept."""
SINCE = "+"
"""Behind a draft's id: what was typed after its saving had begun."""


class Form(Base):
    """A form. Leaving it in any way keeps what was typed."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("save", "back", "next", "previous")

    tells_begun = False
    keeps_draft = True
    """Whether what is typed is kept: choices that are made anew in a moment are not."""
    takes_templates = False
    """Whether a pasted template fills the form; elsewhere it is words like any other."""

    def __init__(self, draft_id: str, form: str, body: dict[str, Any]) -> None:
        super().__init__()
        self.draft_id = draft_id
        self.form_name = form
        self._draft: dict[str, Any] = dict(body)
        """The draft that the form opened with."""
        self._sent: dict[str, Any] | None = {}
        """What was given to be kept last; None where that went wrong, or it was only held."""
        self._keeping: Timer | None = None
        self._saving = False
        self._saving_words: dict[str, Any] = {}
        """What would have been kept of it when the saving began."""
        self._saved: dict[str, Any] = {}
        """What the fields held when the saving began."""
        self._complained_of: dict[str, Any] = {}
        self._by_name: dict[str, Field] = {}
        self._began = False
        self._finished = False

    def style_late(self) -> None:
        """Which field is an even one is known when all lines are there."""
        self.app.stylesheet.update_nodes({field.entry for field in self.query(Field)})

    def started(self) -> None:
        """The first empty field has the keys."""
        super().started()
        self._began = True
        self._sent = self.to_keep()
        if self.query(Field):
            self.first_field().entry.focus()

    def show_form_keys(self, save: str, back: str = "back (kept)", *more: tuple[str, str]) -> None:
        """Show how one gets on, out and further."""
        self.show_keys(
            ("save", save), ("tab", "next"), ("back", back), *more, rest=[("palette", "help")]
        )

    def first_field(self) -> Field:
        """Where typing begins: the first field that is empty."""
        fields = list(self.query(Field))
        return next((field for field in fields if not field.value), fields[0])

    @property
    def fields(self) -> dict[str, Field]:
        """The fields by their names, in their order: looked for once, and read at each key."""
        if not self._by_name:
            self._by_name = {field.field_name: field for field in self.query(Field)}
        return self._by_name

    def field(self, name: str) -> Field:
        """A field by its name."""
        return self.fields[name]

    def place(self) -> Place:
        """With the field in which one types."""
        fields = self.fields.items()
        named = (name for name, field in fields if field.entry is self.focused)
        return replace(super().place(), field=next(named, ""))

    def body(self) -> dict[str, Any]:
        """What the fields hold."""
        return {name: field.value for name, field in self.fields.items()}

    def fill(self, values: Mapping[str, Any]) -> None:
        """Put values into fields; where one is typing, the next letter replaces what came."""
        for name, value in values.items():
            field = self.fields.get(name)
            if field is None or field.value == value:
                continue
            empty = not field.value
            field.fill(value)
            entry = field.entry
            if empty and entry.has_focus and isinstance(entry, LineInput | WordsArea):
                entry.select_all()

    def to_keep(self) -> dict[str, Any]:
        """What is kept of it as a draft."""
        return self.body()

    def drafted(self) -> Drafted:
        """The draft that saving uses up."""
        return Drafted(self.draft_id)

    def on_edited(self, event: Edited) -> None:
        """Keep the draft soon; while one types on it is kept again and again."""
        if not self._saving and self.body() != self._complained_of:
            self._say_problem("")
        if self._keeping is None:
            self._keeping = self.set_timer(KEEP_SECONDS, self.keep)
        self.edited()

    def on_paste(self, event: events.Paste) -> None:
        """Take a template wherever one is; other words need a field."""
        event.stop()
        if found := pasted_templates(self, event.text):
            self.post_message(TemplatePasted(found))
        elif event.text.strip():
            self.announce("Go to a field of words to paste there", bad=True)

    def edited(self) -> None:
        """Do what this form does when something in it changed."""

    def nothing_in(self, body: dict[str, Any]) -> bool:
        """Say whether nothing is left that could be kept."""
        return not any(body.values())

    @property
    def verb(self) -> str:
        """What saving does, in the mark of the act."""
        return "save"

    def act_of(self, body: dict[str, Any]) -> str:
        """The mark of the act that saves exactly these words: the same ones twice are saved once,
        and others under the same draft, from a second terminal for instance, are another act.
        """
        said = json.dumps([self.draft_id, body], sort_keys=True, default=str)
        return f"{self.verb}-{self.draft_id}-{hashlib.sha256(said.encode()).hexdigest()[:8]}"

    def keep(self) -> None:
        """Keep what was typed as a draft, or forget the draft where nothing is left of it."""
        self._keeping = None
        if not self._began or not self.keeps_draft or self._saving:
            return
        body = self.to_keep()
        if body == self._sent:
            return
        self._sent = body
        self.desk_app.drafts.keep(
            self.draft_id, self.form_name, {} if self.nothing_in(body) else body,
            self._was_kept, self._was_not_kept, act=self.act_of(body),
        )  # fmt: skip

    def put_by(self) -> None:
        """Keep what was typed as the form is left. While it is being saved it is held: it is used
        up when that is done, and kept when that goes wrong or the session ends before.
        """
        body = self.to_keep()
        if self._saving and self.keeps_draft and not self.nothing_in(body):
            self._sent = None
            self.desk_app.drafts.hold(self._draft_of(body), self.form_name, body, self.act_of(body))
        else:
            self.keep()

    def _decided(self) -> None:
        self.desk_app.drafts.decided((self.draft_id, f"{self.draft_id}{SINCE}"))

    def _draft_of(self, body: dict[str, Any]) -> str:
        """Saving uses the draft up: what was typed since is kept beside it."""
        since = self._saving and body != self._saving_words
        return f"{self.draft_id}{SINCE}" if since else self.draft_id

    def recovered(self) -> None:
        """Keep what was typed meanwhile."""
        super().recovered()
        self.keep()

    def save_now(self) -> None:
        """Keep the draft at once, on this thread: the session is about to end."""
        if not self._began or self._finished or not self.keeps_draft:
            return
        body = self.to_keep()
        if body != self._sent and not self.nothing_in(body):
            self.desk_app.drafts.keep_now(
                self._draft_of(body), self.form_name, body, self.act_of(body)
            )

    def action_leave(self) -> None:
        """Go back; the draft stays."""
        if not self.in_front:
            return
        self.put_by()
        self.dismiss()

    def action_save(self) -> None:
        """Save once: a second key while it is under way does nothing."""
        if not self._saving:
            self._saving = True
            self._saved = self.body()
            self._saving_words = self.to_keep()
            self.save()

    def typed_since(self) -> dict[str, Any]:
        """What was typed while the saving was under way: the fields that changed."""
        return {
            name: value for name, value in self.body().items() if value != self._saved.get(name)
        }

    def resumed(self) -> None:
        """Close, where what it held was placed or saved while something else was in front."""
        if self._finished:
            self.dismiss()
        else:
            super().resumed()

    def finish(self) -> None:
        """Close the form: what it held is placed or saved."""
        self.desk_app.drafts.used_up(self.draft_id)
        self._decided()
        self._finished = True
        if self.is_active:
            self.dismiss()

    def save(self) -> None:
        """Do what the form is for."""
        raise NotImplementedError

    def complain(self, problem: str, field: str = "") -> None:
        """Say what is wrong, and go to the field; everything typed stays."""
        self._saving = False
        # What was to be kept while it was being saved waited for this.
        self._decided()
        self.keep()
        if not self.here:
            said = f"NOT saved, kept as a draft: {self.form_name}. {problem}"
            self.desk_app.announce(said, bad=True)
            return
        self._complained_of = self.body()
        self._say_problem(problem)
        for found in self.query(Field):
            if found.field_name == field:
                found.entry.focus()

    def _say_problem(self, problem: str) -> None:
        self.query_one("#problem", Line).say((problem, "bold $late"))

    def _was_not_kept(self, problem: str) -> None:
        self._sent = None
        for line in self.query("#kept").results(Line):
            line.say(("draft not kept yet", "bold $late"))

    def _was_kept(self, draft: Draft) -> None:
        # Another one, where a lead took up the one that was written on.
        self.draft_id = draft.id
        at = clock(draft.kept_at, self.ledger.zone)
        for line in self.query("#kept").results(Line):
            line.say((f"draft kept {at}", "$quiet"))


class Asking(Form):
    """A form of nothing but fields under a title."""

    tab = "Desk"
    """Under which of the main screens it stands."""

    def compose(self) -> ComposeResult:
        """Title, fields, what is wrong, keys."""
        yield Header(self.tab, self.desk_app.notice)
        yield Line(id="title")
        with VerticalScroll(id="form", can_focus=False):
            yield from self.asks()
        with Vertical(id="foot"):
            yield Line(id="problem")
            yield NewsLine(id="news")
            yield KeyBar(id="keys")

    def asks(self) -> ComposeResult:
        """The fields, and lines between them."""
        raise NotImplementedError
