"""Going places: which screen a key, a command or another screen leads to.

Screens that are not always there are imported when they are gone to: a session starts sooner.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from textual.screen import Screen

from p2p_tui.domain.finding import Find
from p2p_tui.domain.guide import Step, Version
from p2p_tui.domain.guide_places import document_of
from p2p_tui.domain.lifecycle import Move
from p2p_tui.domain.request import Request
from p2p_tui.domain.roles import Ability, Right, right
from p2p_tui.tui.ground import Ground
from p2p_tui.tui.screens.base import Base
from p2p_tui.tui.screens.desk import Queue
from p2p_tui.tui.screens.form import Form

if TYPE_CHECKING:
    from p2p_tui.desk import Office
    from p2p_tui.tui.drafts import Drafts
    from p2p_tui.tui.guard import Guard
    from p2p_tui.tui.ledger import Ledger

T = TypeVar("T")


def board_screen() -> Screen[None]:
    """The Board, imported when somebody first goes there."""
    from p2p_tui.tui.screens.board import BoardScreen

    return BoardScreen()


def guide_screen() -> Screen[None]:
    """The Guide, likewise."""
    from p2p_tui.tui.screens.guide import GuideScreen

    return GuideScreen()


class Going(Ground):
    """A session that finds its way between its screens."""

    office: Office
    ledger: Ledger
    drafts: Drafts
    guard: Guard

    def do(
        self,
        verb: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[str, str], None] | None = None,
        *,
        keys_wait: bool = False,
    ) -> None:
        """Run a verb of the desk on its own thread, then go on here with what came of it."""
        raise NotImplementedError

    def accompany(self, screen: Screen[None]) -> None:
        """Put beside a screen that comes to the front what goes with every screen of this session:
        nothing, at the desk."""

    def action_go(self, mode: str) -> None:
        """Go to one of the main screens."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.switch_mode(mode)

    def action_find(self) -> None:
        """Go to the tracker and type what to find."""
        self.action_go("tracker")
        self.hold_keys()

        def find() -> None:
            # Another screen may have come up in front of it meanwhile.
            self.screen_stack[0].action_find()  # type: ignore[attr-defined]
            self.release_keys()

        self.call_after_refresh(find)

    def look_for(self, find: Find) -> None:
        """Go to the tracker and look for something there."""
        self.action_go("tracker")

        def look() -> None:
            self.screen_stack[0].look_for(find)  # type: ignore[attr-defined]
            self.release_keys()

        self.hold_keys()
        self.call_after_refresh(look)

    def action_new_request(self) -> None:
        """Take down a request: the newest draft goes on, or a new one begins."""
        from p2p_tui.desk import NEW_REQUEST
        from p2p_tui.tui.screens.new_request import NewRequestScreen

        self.drafts.newest(
            NEW_REQUEST, lambda draft_id, body: self.bring_up(NewRequestScreen(draft_id, body))
        )

    def action_begun(self) -> None:
        """See the calls that were begun and not placed."""
        from p2p_tui.tui.screens.begun import BegunScreen

        self.bring_up(BegunScreen())

    def open_request(self, ref: str) -> None:
        """Open a request on a screen of its own."""
        from p2p_tui.tui.screens.request import RequestScreen

        desk = self.ledger.desk
        self.do(
            lambda: desk.request(ref),
            lambda found: self.bring_up(RequestScreen(found)),
            keys_wait=True,
        )

    def open_move(self, move: Move, request: Request) -> None:
        """Ask for what a move needs."""
        from p2p_tui.tui.screens.document import DocumentScreen
        from p2p_tui.tui.screens.message import MessageScreen
        from p2p_tui.tui.screens.move import MoveScreen

        form = {"message": MessageScreen, "document": DocumentScreen}.get(move.name, MoveScreen)
        self.drafts.newest(
            f"{move.name} {request.ref}",
            lambda draft_id, body: self.bring_up(form(move, request, draft_id, body)),
        )

    def open_completion(self, request: Request) -> None:
        """Complete or correct a request."""
        from p2p_tui.tui.screens.new_request import NewRequestScreen

        self.drafts.newest(
            f"complete {request.ref}",
            lambda draft_id, body: self.bring_up(
                NewRequestScreen(draft_id, body, completes=request)
            ),
        )

    def open_merged(self, request: Request, draft_id: str, body: dict[str, Any]) -> None:
        """Complete a request with what was typed for another; that draft is used up by saving."""
        from p2p_tui.tui.screens.new_request import NewRequestScreen

        self.turn_to(NewRequestScreen(draft_id, body, completes=request))

    def turn_to(self, screen: Screen[None]) -> None:
        """Put a form in the place of the one in front; its draft is kept."""
        if not self.guard.holds_back(lambda: self.turn_to(screen)):
            self.pop_screen()
            self.bring_up(screen)

    def open_copy(self, request: Request) -> None:
        """Show a request as a template, and copy it."""
        from p2p_tui.tui.screens.copy import CopyScreen

        self.bring_up(CopyScreen(request))

    def open_audit(self, request: Request) -> None:
        """Show who saw a request's member, to a lead."""
        from p2p_tui.tui.screens.audit import AuditScreen

        if right(self.ledger.me, Ability.AUDIT) is Right.YES:
            self.bring_up(AuditScreen(request))
        elif isinstance(self.screen, Base):
            self.screen.announce("A lead reads the record of who saw what: ask one")

    def action_availability(self) -> None:
        """Say what one is doing."""
        from p2p_tui.tui.screens.availability import AvailabilityScreen

        self.bring_up(AvailabilityScreen(self.office.new_id()))

    def action_settings(self) -> None:
        """Change what is one's own."""
        from p2p_tui.tui.screens.settings import SettingsScreen

        self.bring_up(SettingsScreen(self.office.new_id()))

    def action_desk_settings(self) -> None:
        """See what the desk has in common; a lead sets it."""
        from p2p_tui.tui.screens.desk_settings import DeskSettingsScreen

        self.bring_up(DeskSettingsScreen(self.office.new_id()))

    def see_what_is_left(self) -> None:
        """Show what is still one's own before one goes."""
        from p2p_tui.tui.screens.leaving import LeavingScreen

        self.bring_up(LeavingScreen())

    def action_show_help(self) -> None:
        """Show every key."""
        from p2p_tui.tui.screens.help import HelpScreen

        if isinstance(self.screen, Base):
            self.bring_up(HelpScreen(self.screen))

    def with_guide(self, then: Callable[[tuple[Version, ...]], None]) -> None:
        """Go on with the guide as all read it; without a database, with what was read last."""
        shelf, desk = self.ledger.guide, self.ledger.desk
        if shelf.fresh:
            then(shelf.versions)
            return
        changes = shelf.changes

        def take(read: tuple[Version, ...]) -> None:
            shelf.put(read, changes)
            then(shelf.versions)

        self.do(desk.guide, take, lambda problem, field: then(shelf.versions), keys_wait=True)

    def step_at(self, screen: Base) -> Step | None:
        """At which step of the guide one is."""
        return screen.guide_step()

    def action_guide_step(self) -> None:
        """Read the guide at the step that one is at; what one was doing stays under it."""
        from p2p_tui.tui.screens.guide import GuideStepScreen
        from p2p_tui.tui.screens.reading import Reading

        screen = self.screen
        if isinstance(screen, Base) and not isinstance(screen, Reading):
            step = self.step_at(screen)
            document = step.document if step else document_of(self.ledger.me)
            self.bring_up(GuideStepScreen(document, step.id if step else ""))

    def select_on_desk(self, ref: str) -> None:
        """Select a request on the Desk, if that is in front."""
        if isinstance(self.screen, Queue):
            self.screen.refresh_all()
            self.screen.list.select(ref)

    def action_passphrase(self) -> None:
        """Set one's passphrase."""
        from p2p_tui.tui.screens.passphrase import PassphraseScreen

        self.do(
            self.ledger.desk.has_passphrase,
            lambda has: self.bring_up(PassphraseScreen(self.office.new_id(), has_one=has)),
            keys_wait=True,
        )

    def action_emergency(self) -> None:
        """See what was lent in emergencies; a lead lends, ends and reviews."""
        from p2p_tui.tui.screens.emergency import EmergencyScreen

        if right(self.ledger.me, Ability.AUDIT) is Right.YES:
            self.bring_up(EmergencyScreen())
        elif isinstance(self.screen, Base):
            self.screen.announce("A lead lends a role in an emergency: ask one")

    def _stands(self, screen: Screen[None]) -> bool:
        drafts = {one.draft_id for one in self.screen_stack if isinstance(one, Form)}
        return isinstance(screen, Form) and screen.draft_id in drafts

    def action_lock(self) -> None:
        """Lock the session."""
        self.guard.lock()

    def bring_up(self, screen: Screen[None]) -> None:
        """Put a screen in front, once the session is not locked; of a draft there is one form."""
        if self._stands(screen):
            return
        if not self.guard.holds_back(lambda: self.bring_up(screen)):
            self.push_screen(screen)
