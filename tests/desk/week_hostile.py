"""What must not go, and is tried all the same: two who take one request, forbidden moves."""

from typing import TYPE_CHECKING, Any

from p2p_tui.domain.errors import Overtaken, Refused
from p2p_tui.domain.people import Role
from p2p_tui.domain.request import HELD, Request, Status

if TYPE_CHECKING:
    from tests.desk.week import Week
    from tests.desk.week_people import Person

RIVALRY = 0.06
"""How often others take the same request with the same version in the same step."""
TRIES = 0.2
"""How often in a step something forbidden is tried."""
_NEW_TIME = {"callback_words": "tomorrow 2-4 pm"}
FORBIDDEN: tuple[tuple[str, dict[str, Any], dict[str, Any] | None], ...] = (
    ("acknowledge", {"reason": "I am no pharmacist"}, None),
    ("complete", {}, {"callback_words": "tomorrow, when it suits us"}),
    ("complete", {}, {"best_time": "when it suits us"}),
    ("complete", {}, {"callback_windows": ()}),
    ("another_time", _NEW_TIME, None),
    ("close", {"reason": "no capacity", "said_by": "us", "words": "full today"}, None),
    ("close", {"reason": "already resolved", "said_by": "", "words": "it is"}, None),
    ("hand_over", {}, None),
    ("reached", {}, None),
    ("document", {"determination": "discussion only", "none_offered": True}, None),
)
"""What a technician may not do with any request."""


class Hostile:
    """Somebody who means ill, at every desk."""

    def __init__(self, week: "Week") -> None:
        self.week = week

    def rivals(self, first: "Person", request: Request) -> list["Person"]:
        """Who else goes for a request that somebody is about to take."""
        if self.week.chance.random() >= RIVALRY:
            return []
        others: list[Person] = [
            one for one in self.week.workers if one is not first and one.can_take and one.free()
        ]
        return self.week.chance.sample(others, min(2, len(others)))

    def race(self, seen: Request, winners: list["Person"], rivals: list["Person"]) -> None:
        """All the others take it too, by the version that the first one saw."""
        for rival in rivals:
            assert rival.session is not None
            self.week.tally.counts["rivals"] += 1
            given = {"reason": "I saw it first"}
            try:
                after = rival.session.desk.make("acknowledge", seen.ref, seen.version, given)
            except (Overtaken, Refused):
                continue
            self.week.take(after)
            winners = [*winners, rival]
        if len(winners) > 1:
            names = ", ".join(one.username for one in winners)
            self.week.tally.faults.append(f"{seen.ref} has two holders: {names} were told so")

    def step(self) -> None:
        """Try something forbidden now and then."""
        if self.week.chance.random() >= TRIES or not self.week.latest:
            return
        request = self.week.latest[self.week.chance.choice(sorted(self.week.latest))]
        move, given, changes = self.week.chance.choice(FORBIDDEN)
        who = next((one for one in self.week.workers if one.session and one.answers), None)
        if who is not None:
            self._try(who, move, request, given, changes)
        robber = next((one for one in self.week.workers if one.session and one.can_take
                       and not one.shift.staff.has(Role.LEAD)
                       and one.username != request.holder), None)  # fmt: skip
        if robber and (request.status in HELD or request.status is Status.TO_DOCUMENT):
            for move in ("ready", "reached", "end_call", "hand_over"):
                extension = {"extension": "1"} if move == "ready" else {}
                self._try(robber, move, request, extension, None)

    def _try(
        self, who: "Person", move: str, request: Request, given: dict[str, Any],
        changes: dict[str, Any] | None,
    ) -> None:  # fmt: skip
        assert who.session is not None
        self.week.tally.counts["forbidden things tried"] += 1
        try:
            who.session.desk.make(move, request.ref, request.version, given, changes=changes)
        except (Overtaken, Refused):
            return
        self.week.tally.faults.append(f"{request.ref}: {who.username} could “{move}” with {given}")
