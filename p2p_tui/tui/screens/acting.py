"""Screens on which a request is selected and the keys of the moves act on it."""

from dataclasses import replace
from typing import Any, ClassVar

from textual.binding import BindingType

from p2p_tui.domain import lifecycle
from p2p_tui.domain.due import Due, due
from p2p_tui.domain.errors import DeskError
from p2p_tui.domain.guide_places import Place
from p2p_tui.domain.lifecycle import Move
from p2p_tui.domain.request import Request, Status
from p2p_tui.domain.safety import check_copying
from p2p_tui.tui.keys import MOVE_NAMES, bindings
from p2p_tui.tui.screens.base import Base

_DIRECT = frozenset({"transfer", "reached", "end_call", "caller_told", "undo", "dropped"})
"""Moves that a key makes at once: what they need is known, or can be added after."""


MOST_STEPS = 3
"""How many moves the last line shows beside what is always there."""
REST = (("help", "help"), ("palette", "more"))
"""Where all other keys are found."""


class Acting(Base):
    """A screen with a selected request."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(*MOVE_NAMES.values(), "copy", "who_saw"),
    ]

    def selected(self) -> Request | None:
        """The request that the keys act on."""
        raise NotImplementedError

    def place(self) -> Place:
        """With the request that is selected."""
        return replace(super().place(), request=self.selected())

    def action_move_key(self, key: str) -> None:
        """Make the move of a key on the selected request, or ask for what it needs."""
        request = self.selected()
        if key == "u":
            # What was closed just now is on no list, and is what one wants back.
            request = self.ledger.to_take_back() or request
        if request is None:
            self.announce(f"No request is selected; {self.ledger.key('new')} places a new one")
            return
        situation = self.ledger.situation()
        if key == "u":
            self.perform(lifecycle.BY_NAME["undo"], request, {})
            return
        move = lifecycle.for_key(key, request, situation)
        if move is None:
            return
        self.begin(move, request)

    def begin(self, move: Move, request: Request) -> None:
        """Make a move at once where nothing needs asking; else open its form."""
        situation = self.ledger.situation()
        refusal = lifecycle.refusal(move, request, situation)
        if refusal is not None:
            self.announce(self._with_holder(str(refusal), request), bad=True)
        elif move.name in _DIRECT or (
            move.name == "acknowledge" and lifecycle.reason_needed(request, situation) is None
        ):
            self.perform(move, request, {})
        elif move.name == "ready" and self.ledger.me.extension:
            self.perform(move, request, {"extension": self.ledger.me.extension})
        elif move.name == "complete":
            self.desk_app.open_completion(request)
        else:
            self.desk_app.open_move(move, request)

    def _with_holder(self, said: str, request: Request) -> str:
        name = self.ledger.roster.name(request.holder)
        if request.holder in (None, self.ledger.desk.username) or name in said:
            return said
        return f"{name} has it. {said}"

    def perform(self, move: Move, request: Request, given: dict[str, Any]) -> None:
        """Make a move now, and say what came of it."""
        desk = self.ledger.desk
        self.desk_app.do(
            lambda: desk.make(move.name, request.ref, request.version, given),
            lambda after: self._done(move, after),
            keys_wait=True,
        )

    def _done(self, move: Move, after: Request) -> None:
        self.desk_app.take_own(after)
        self.announce(f"{after.ref}: {move.label} — now {after.status.words}")

    def action_copy(self) -> None:
        """Copy the selected request as the template that fits it, and show what was copied."""
        request = self.selected()
        if request is None:
            return
        try:
            check_copying(self.desk_app.office.in_common.common.safety)
        except DeskError as no:
            self.announce(str(no), bad=True)
        else:
            self.desk_app.open_copy(request)

    def action_who_saw(self) -> None:
        """Show a lead who saw the selected request's member, and when."""
        request = self.selected()
        if request is not None:
            self.desk_app.open_audit(request)

    def moves_now(self, request: Request | None) -> list[tuple[str, str]]:
        """The moves that are possible, by the names of their keys; first those on its way."""
        if request is None:
            return []
        moves = lifecycle.possible(request, self.ledger.situation())
        asks = request.status is Status.SCHEDULED and (
            due(request, self.ledger.desk.clock()) is Due.NO_TIME_LEFT
        )
        first = {"another_time"} if asks else _STEPS
        if self.ledger.offered_back(request) == self.ledger.me:
            first = {"take_over"}
        ordered = sorted(moves, key=lambda move: (move.name not in first, move.name not in _STEPS))
        return [(MOVE_NAMES[move.key], move.label.partition(" (")[0]) for move in ordered]


_STEPS = frozenset(
    {
        "acknowledge", "ready", "transfer", "reached", "not_reached", "dropped", "end_call",
        "document", "confirm_time", "add_to_record",
    }
)  # fmt: skip
"""The moves on the way of a request."""
