"""What each move needs, given properly by somebody who wants it made."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from p2p_tui.domain.effects import Times
from p2p_tui.domain.people import Role
from p2p_tui.domain.request import ClosingReason, Determination, Status
from tests.documented import needed
from tests.domain.builders import AT_ONCE, UNCLEAR, DeskInMemory, offered

T = TypeVar("T")
Pick = Callable[[Sequence[T]], T]
"""How one of several is chosen: by Hypothesis, or by a die."""


def callback_times(now: datetime, pick: Pick[Times]) -> Times:
    later = [now + timedelta(minutes=count) for count in (30, -30, 90, 3000)]
    return pick([*(offered(start) for start in later), UNCLEAR])


class Proper:
    """What a move needs, given properly by somebody who wants it made."""

    def __init__(self, desk: DeskInMemory, who: str, ref: str, pick: Pick[Any]) -> None:
        self.desk, self.who, self.pick = desk, who, pick
        self.request = desk.requests[ref]

    def of(self, move: str) -> dict[str, Any] | None:
        """Keywords for ``DeskInMemory.make``; None where there is nobody or nothing to name."""
        said: dict[str, Any] | None = getattr(self, f"_{move}", dict)()
        return said

    def _acknowledge(self) -> dict[str, Any]:
        return {"reason": "the caller is waiting"}

    def _ready(self) -> dict[str, Any]:
        return {"extension": "4412"}

    def _not_reached(self) -> dict[str, Any]:
        return {"outcome": self.pick(["no answer", "busy", "wrong number"]), "note": "no luck"}

    def _document(self) -> dict[str, Any]:
        chosen = self.pick([one.value for one in Determination])
        return {"none_offered": True, **needed(chosen)}

    def _complete(self) -> dict[str, Any]:
        return {"changes": {"phone": self.pick(["(614) 555-0199", "(614) 555-0100"])}}

    def _confirm_time(self) -> dict[str, Any]:
        times = callback_times(self.desk.now, self.pick)
        return {"callback_words": "as confirmed", "times": times}

    def _another_time(self) -> dict[str, Any]:
        now = self.pick([False, True])
        times = AT_ONCE if now else callback_times(self.desk.now, self.pick)
        words = "now" if now else "as asked"
        return {"who_asked": "Dr. Lee", "callback_words": words, "times": times}

    def _pharmacists(self) -> list[str]:
        held_by = self.request.holder
        known = self.desk.staff.values()
        can = [one for one in known if one.has(Role.PHARMACIST) and not one.disabled]
        return [one.name for one in can if one.username != held_by]

    def _hand_over(self) -> dict[str, Any]:
        release = [] if self.request.status is Status.TO_DOCUMENT else [""]
        return {"to": self.pick([*release, *self._pharmacists()])}

    def _take_over(self) -> dict[str, Any]:
        me = self.desk.staff[self.who]
        own = [""] if me.has(Role.PHARMACIST) else []
        others = self._pharmacists() if me.has(Role.LEAD) else []
        return {"reason": "the caller is waiting", "to": self.pick([*own, *others])}

    def _close(self) -> dict[str, Any]:
        others = [one.ref for one in self.desk.requests.values() if one.open]
        others = [ref for ref in others if ref != self.request.ref]
        reasons = list(ClosingReason) if others else [ClosingReason.WITHDREW]
        reason = self.pick(reasons)
        duplicate = self.pick(others) if reason is ClosingReason.DUPLICATE else ""
        return {
            "reason": reason.value,
            "said_by": "Kim Osei",
            "words": "not needed",
            "duplicate_of": duplicate,
        }

    def _link(self) -> dict[str, Any] | None:
        known = {*self.request.links, self.request.ref}
        free = [ref for ref in self.desk.requests if ref not in known]
        return {"other": self.pick(free)} if free else None

    def _message(self) -> dict[str, Any]:
        return {"words": "labs are in the fax"}

    def _add_to_record(self) -> dict[str, Any]:
        return {"words": "the labs came"}
