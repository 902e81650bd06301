"""The palette: what can be done now, by name, on the selected request."""

from collections.abc import Callable
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.fuzzy import Matcher

from p2p_tui.domain.lifecycle import possible
from p2p_tui.domain.roles import Ability, Right, right
from p2p_tui.tui.keys import MOVE_NAMES
from p2p_tui.tui.screens.acting import Acting
from p2p_tui.tui.screens.base import Base
from p2p_tui.tui.screens.form import Form


class DeskCommands(Provider):
    """The moves that are possible on the selected request, and the screens."""

    async def discover(self) -> Hits:
        """Everything that can be done."""
        for name, does in self._commands():
            yield DiscoveryHit(Content(name), does, name)

    async def search(self, query: str) -> Hits:
        """What can be done and is called so."""
        matcher = self.matcher(query)
        for name, does in self._commands():
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, _marked(matcher, name), does, name)

    def _commands(self) -> list[tuple[str, Callable[[], None]]]:
        from p2p_tui.tui.app import DeskApp

        app = self.app
        assert isinstance(app, DeskApp)
        screen = self.screen
        found: list[tuple[str, Callable[[], None]]] = []

        def offer(what: str, name: str, does: Callable[[], None]) -> None:
            found.append((f"{what}  ({app.ledger.key(name)})", does))

        request = screen.selected() if isinstance(screen, Acting) else None
        if isinstance(screen, Acting) and request is not None:
            for move in possible(request, app.ledger.situation()):
                label = f"{move.label[:1].upper()}{move.label[1:]}"
                does = partial(screen.begin, move, request)
                offer(f"{label} — {request.ref}", MOVE_NAMES[move.key], does)
            offer(f"Copy as template — {request.ref}", "copy", screen.action_copy)
            if right(app.ledger.me, Ability.AUDIT) is Right.YES:
                offer(f"Who saw this — {request.ref}", "who_saw", screen.action_who_saw)
        if isinstance(screen, Form):
            offer("Save", "save", screen.action_save)
            offer("Back, what is typed is kept", "back", screen.action_leave)
        elif not app.in_form:
            offer("New request", "new", app.action_new_request)
            offer("Calls begun and not placed", "begun", app.action_begun)
            offer("Desk", "desk", lambda: app.action_go("desk"))
            offer("Callbacks", "callbacks", lambda: app.action_go("callbacks"))
            offer("Tracker", "tracker", lambda: app.action_go("tracker"))
            offer("Board", "board", lambda: app.action_go("board"))
            offer("Guide", "guide", lambda: app.action_go("guide"))
            offer("Find in the tracker", "find", app.action_find)
            offer("My availability", "availability", app.action_availability)
            offer("My settings", "settings", app.action_settings)
            if right(app.ledger.me, Ability.LOOK_AFTER_DESK) is Right.YES:
                offer("Desk settings", "desk_settings", app.action_desk_settings)
            if app.seats:
                offer("Change seat", "seat", app.action_change_seat)
            offer("My passphrase", "passphrase", app.action_passphrase)
            if right(app.ledger.me, Ability.LEND) is Right.YES:
                offer("Emergency access", "emergency", app.action_emergency)
            offer("Quit", "quit", app.action_leave)
        step = screen.guide_step() if isinstance(screen, Base) else None
        at = f": {step.words}" if step else ", from its top"
        offer(f"Read the guide{at}", "guide_step", app.action_guide_step)
        offer("Lock the session", "lock", app.action_lock)
        offer("Help", "help", app.action_show_help)
        return found


def _marked(matcher: Matcher, name: str) -> Content:
    """A name in which the letters stand out that were typed; Textual's own reads it as markup."""
    shown = Content(name)
    _, offsets = matcher.fuzzy_search.match(matcher.query, name)
    for at in offsets:
        if not name[at].isspace():
            shown = shown.stylize(matcher.match_style, at, at + 1)
    return shown
