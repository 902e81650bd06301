"""The palette: what can be done now, by name, on the selected request."""

from collections.abc import Callable

from textual.command import DiscoveryHit, Hit, Hits, Provider

from p2p_tui.domain.lifecycle import possible
from p2p_tui.domain.roles import Ability, Right, right
from p2p_tui.tui.screens.acting import Acting
from p2p_tui.tui.screens.form import Form


class DeskCommands(Provider):
    """The moves that are possible on the selected request, and the screens."""

    async def discover(self) -> Hits:
        """Everything that can be done."""
        for name, does in self._commands():
            yield DiscoveryHit(name, does)

    async def search(self, query: str) -> Hits:
        """What can be done and is called so."""
        matcher = self.matcher(query)
        for name, does in self._commands():
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, matcher.highlight(name), does)

    def _commands(self) -> list[tuple[str, Callable[[], None]]]:
        from p2p_tui.tui.app import DeskApp

        app = self.app
        assert isinstance(app, DeskApp)
        screen = self.screen
        found: list[tuple[str, Callable[[], None]]] = []
        if isinstance(screen, Acting):
            request = screen.selected()
            if request is not None:
                for move in possible(request, app.ledger.situation()):
                    found.append(
                        (
                            f"{move.label} — {request.ref}  ({move.key})",
                            lambda move=move: screen.begin(move, request),  # type: ignore[misc]
                        )
                    )
        if not isinstance(screen, Form):
            found += [
                ("New request  (n)", app.action_new_request),
                ("Desk  (1)", lambda: app.action_go("desk")),
                ("Tracker  (3)", lambda: app.action_go("tracker")),
                ("My availability  (s)", app.action_availability),
                ("My settings  (,)", app.action_settings),
            ]
            if right(app.ledger.me, Ability.LOOK_AFTER_DESK) is Right.YES:
                found.append(("Desk settings", app.action_desk_settings))
            if app.seats:
                found.append(("Change seat  (S)", app.action_change_seat))
        found.append(("Help  (?)", app.action_show_help))
        return found
