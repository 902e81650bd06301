"""Drafts on their way into the database: what can't be kept now is held until it can."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from p2p_tui.desk import Draft, OfficeUnusableError
from p2p_tui.domain.errors import DeskError

if TYPE_CHECKING:
    from p2p_tui.tui.app import DeskApp

Body = dict[str, Any]
PATIENCE_SECONDS = 1.5
"""How long a form waits for what was typed into it before; keys wait a little longer for it."""


class Typed(NamedTuple):
    """What was typed into a form."""

    form: str
    body: Body
    act: str = ""
    """The mark of the act that saves exactly this: where it was done, nothing is left to keep."""


class Drafts:
    """A session's drafts. Those that the database does not take are held in here meanwhile."""

    def __init__(self, app: DeskApp) -> None:
        self._app = app
        self.held: dict[str, Typed] = {}
        """What is typed and not kept, by the draft's id."""
        self.saving: dict[str, Typed] = {}
        """What stood in forms that were left while it was saved: nothing to go on with, and kept
        only where the session ends before that is decided."""

    def keep(
        self,
        draft_id: str,
        form: str,
        body: Body,
        kept: Callable[[Draft], None] = lambda draft: None,
        not_kept: Callable[[str], None] = lambda problem: None,
        *,
        act: str = "",
    ) -> None:
        """Keep what is typed into a form; where nothing is left of it, it is forgotten."""
        desk = self._app.ledger.desk
        if not body:
            self.held.pop(draft_id, None)
            self._app.do(lambda: desk.drop_draft(draft_id), _nothing, _nothing_said)
            return
        self.held[draft_id] = typed = Typed(form, body, act)

        def done(draft: Draft) -> None:
            if self.held.get(draft_id) is typed:
                del self.held[draft_id]
            kept(draft)

        self._app.do(
            lambda: desk.keep_draft(draft_id, form, body, act), done,
            lambda problem, field: not_kept(problem),
        )  # fmt: skip

    def hold(self, draft_id: str, form: str, body: Body, act: str) -> None:
        """Hold what is being saved, for the case that the session ends before it is."""
        self.saving[draft_id] = Typed(form, body, act)

    def keep_now(self, draft_id: str, form: str, body: Body, act: str = "") -> None:
        """Keep what is typed at once, on this thread: the session is about to end."""
        self.held[draft_id] = Typed(form, body, act)
        self._app.ledger.desk.keep_draft(draft_id, form, body, act)
        del self.held[draft_id]

    def keep_held_now(self) -> None:
        """Keep all that is held, or not saved yet, at once, on this thread."""
        for draft_id, typed in [*self.held.items(), *self.saving.items()]:
            self.keep_now(draft_id, *typed)

    def try_again(self) -> None:
        """Keep what is held: the database answers again."""
        for draft_id, typed in list(self.held.items()):
            self.keep(draft_id, typed.form, typed.body, act=typed.act)

    def decided(self, draft_ids: Iterable[str]) -> None:
        """It is saved, or the form goes on with it."""
        for draft_id in draft_ids:
            self.saving.pop(draft_id, None)

    def used_up(self, draft_id: str) -> None:
        """Hold a draft no more: what it said is placed or saved."""
        self.held.pop(draft_id, None)

    def begun(self, form: str, found: Callable[[dict[str, Body]], None]) -> None:
        """Find everything that is typed into forms of that kind, by the drafts' ids.

        Where the database does not answer, what is held in here is all that is found.
        """
        desk = self._app.ledger.desk

        def take(drafts: Sequence[Draft]) -> None:
            kept = {one.id: one.body for one in drafts if one.form == form}
            held = {one: typed.body for one, typed in self.held.items() if typed.form == form}
            found({**kept, **held})

        self._app.do(desk.drafts, take, lambda problem, field: take(()), keys_wait=True)

    def newest(self, form: str, found: Callable[[str, Body], None]) -> None:
        """Find the draft with which a form goes on, or the id of a new one and nothing in it.

        What is held is newer than what the database has; where that does not answer, one begins
        anew all the same: typing is never refused.
        """
        held = [(one, typed.body) for one, typed in self.held.items() if typed.form == form]
        if held:
            found(*held[-1])
            return
        desk, new_id = self._app.ledger.desk, self._app.office.new_id
        # Where a verb before it waits for the database, one begins anew too.
        patience = self._app.set_timer(PATIENCE_SECONDS, lambda: take(()))
        came = False

        def take(drafts: Sequence[Draft]) -> None:
            nonlocal came
            patience.stop()
            if came:
                return
            came = True
            mine = next((one for one in drafts if one.form == form), None)
            found(mine.id if mine else new_id(), mine.body if mine else {})

        def without(problem: str, field: str) -> None:
            take(())
            self._app.announce(problem, bad=True)

        self._app.do(desk.drafts, take, without, keys_wait=True)


CAN_NOT_BE_KEPT = (OfficeUnusableError, DeskError)
"""How it ends where a draft can't be kept now."""


def _nothing(_: object) -> None:
    """There is nothing to be done then."""


def _nothing_said(problem: str, field: str) -> None:
    """It is tried again with the next one."""
