"""How long the desk keeps requests: what is held for good reason, and what is removed for good."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from p2p_tui.desk.intake import TAKEN_UP
from p2p_tui.desk.overtaking import overtaken
from p2p_tui.desk.seat import Seat
from p2p_tui.domain.denied_pas import VIEWED
from p2p_tui.domain.errors import DeskError, Mistyped
from p2p_tui.domain.refs import number_of
from p2p_tui.domain.request import Hold, Request
from p2p_tui.domain.retention import HELD, PURGED, RELEASED, numbers_in_pairs
from p2p_tui.domain.roles import Ability, require
from p2p_tui.domain.story import ACCOUNTED, AUDIT_READ, Happening
from p2p_tui.domain.text import one_line
from p2p_tui.domain.wording import midnight
from p2p_tui.store import requests, retention
from p2p_tui.store.disposals import Proof
from p2p_tui.store.retention import Due

__all__ = ["Due", "Purged", "Retention"]

LOOSE = (VIEWED, TAKEN_UP, AUDIT_READ, ACCOUNTED)
"""Events that carry patients' data and belong to no request."""


@dataclass(frozen=True)
class Purged:
    """What was removed: requests, what events carried, notes without a request, denied PAs."""

    requests: int = 0
    payloads: int = 0
    loose: int = 0
    denied_pas: int = 0

    def __add__(self, more: "Purged") -> "Purged":
        """Both together."""
        return Purged(
            self.requests + more.requests,
            self.payloads + more.payloads,
            self.loose + more.loose,
            self.denied_pas + more.denied_pas,
        )


class Retention(Seat):
    """The part of a desk that holds records, or disposes of them."""

    def hold(self, ref: str, why: str, *, act_id: str | None = None) -> Request:
        """Put a request on legal hold: nothing of it is disposed of until it is released.

        Raises:
            Refused: this person may not. Mistyped: no reason is given. DeskError: it is on hold
            already. NotFound: there is no such request.
        """

        def held(before: Request) -> Hold:
            if before.legal_hold is not None:
                raise DeskError(
                    f"{before.ref} is on legal hold already: {before.legal_hold.why}; to change"
                    " the reason, release it first"
                )
            return Hold(at=self.clock(), by=self.username, why=why)

        return self._hold(HELD, ref, why, held, act_id)

    def release_hold(self, ref: str, why: str, *, act_id: str | None = None) -> Request:
        """Release a request from legal hold: it is as old as it was before.

        Raises:
            Refused, Mistyped, NotFound: as for ``hold``. DeskError: it is not on hold.
        """

        def released(before: Request) -> None:
            if before.legal_hold is None:
                raise DeskError(f"{before.ref} is not on legal hold")

        return self._hold(RELEASED, ref, why, released, act_id)

    def on_hold(self) -> tuple[Request, ...]:
        """The requests on legal hold, oldest first."""
        require(self.me, Ability.RETAIN)
        with self.office.store.explained():
            return retention.on_hold()

    def due_for_disposal(self, before: date) -> Due:
        """Count what a purge of all that is from before a day of the desk's would remove.

        Raises:
            Refused: this person may not.
        """
        require(self.me, Ability.RETAIN)
        with self.office.store.explained():
            return retention.due(self._begin(before), LOOSE)

    def purge(self, before: date, told: Callable[[Purged], None] = lambda done: None) -> Purged:
        """Remove for good what was closed, noted or loaded before a day of the desk's.

        It goes by the batch, each with an event that proves what was removed; others go on
        meanwhile, and ``told`` hears after each how much is done. Who stops it, or is stopped,
        leaves a record that holds, and doing it again goes on.

        Raises:
            Refused: this person may not. DeskError: it is not this account's to do.
            OfficeUnusableError: it stopped; what was removed by then is on record.
        """
        require(self.me, Ability.RETAIN)
        store, limit = self.office.store, self._begin(before)
        with store.explained():
            if not self.office.owned():
                raise DeskError("That is for the account that owns the desk's database")
        done = Purged()

        def removed(remove: Callable[[], retention.Batch | None]) -> bool:
            nonlocal done
            batch = self._remove(remove, before)
            if batch is not None:
                done += batch
                told(done)
            return batch is not None

        with store.explained():
            wanted = list(retention.due_numbers(limit))
        for numbers in wanted:
            removed(partial(retention.remove_requests, store.engine, limit, numbers))
        while removed(lambda: retention.remove_loose(store.engine, limit, LOOSE)):
            pass
        while removed(lambda: retention.remove_denied_pas(limit)):
            pass
        return done

    def wipe(self) -> bool:
        """See that no word of what was removed is left in the database's files; say whether so.

        Raises:
            OfficeUnusableError: it stopped; doing it again goes on.
        """
        require(self.me, Ability.RETAIN)
        with self.office.store.explained():
            return self.office.store.engine.wipe()

    def _begin(self, before: date) -> datetime:
        return midnight(before, self.office.hours.zone)

    def _remove(self, remove: Callable[[], retention.Batch | None], before: date) -> Purged | None:
        """Remove a batch in a transaction of its own, with its event; None where none is left."""
        act_id = self.office.new_id()

        def act() -> Purged | None:
            batch = remove()
            if batch is None:
                return None
            given = _given(batch, before)
            self._event(PURGED, None, None, {"before": {}, "after": {}, "given": given}, act_id)
            return _purged(given)

        def done(event: Happening) -> Purged | None:
            return _purged(event.given)

        return self.office.once(act_id, act, done)

    def _hold(
        self,
        move: str,
        ref: str,
        why: str,
        held: Callable[[Request], Hold | None],
        act_id: str | None,
    ) -> Request:
        act_id, why = act_id or self.office.new_id(), one_line(why)

        def put() -> Request:
            require(self.me, Ability.RETAIN)
            if not why:
                raise Mistyped("Say why it is held or released", "why")
            before = self._get(ref)
            changed = {"legal_hold": held(before), "version": before.version + 1}
            after = before.model_copy(update=changed)
            if not requests.update(after, before):
                raise overtaken(before, office=self.office, username=self.username)
            old, new = requests.difference(before, after)
            body = {"before": old, "after": new, "given": {"why": why}}
            self._event(move, number_of(after.ref), after.version, body, act_id)
            return after

        return self._once(act_id, put, lambda _: self._get(ref))


def _given(batch: retention.Batch, before: date) -> dict[str, Any]:
    """What the event of a disposal carries; ``store.disposals`` holds the record to it."""
    proof = batch.proof
    payloads = proof.payloads if proof else 0
    return {
        "before": before.isoformat(),
        "requests": len(batch.numbers),
        "numbers": numbers_in_pairs(list(batch.numbers)),
        "loose": payloads if batch.events else 0,
        "events": [list(batch.events)] if batch.events else [],
        "moves": list(LOOSE) if batch.events else [],
        "payloads": payloads,
        "proof": proof.digest if proof else Proof().digest,
        "denied_pas": batch.denied_pas,
    }


def _purged(given: Mapping[str, Any]) -> Purged:
    return Purged(given["requests"], given["payloads"], given["loose"], given["denied_pas"])
