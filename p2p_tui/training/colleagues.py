"""Colleagues of the demo: they are here, and move the queue through a person's own verbs."""

import random
import threading
from typing import Any

from p2p_tui.desk import Desk, Office, OfficeUnusableError
from p2p_tui.domain import lifecycle
from p2p_tui.domain.errors import DeskError
from p2p_tui.domain.people import Availability, Role
from p2p_tui.domain.request import Request
from p2p_tui.training.synthetic import ACCOUNT, STAFF, approved, details

PAUSE_SECONDS = (3.0, 8.0)
"""Between which pauses a colleague does the next thing."""
_MOST_OPEN = 14
_NEXT = ("end_call", "transfer", "ready", "acknowledge", "document")


class Colleagues:
    """A thread on which everybody is here and, where the demo is live, all but ``me`` do their work
    a step at a time."""

    def __init__(self, office: Office, me: str, *, live: bool = True, seed: int = 1) -> None:
        self._office, self._me, self._live = office, me, live
        self._desks = {one.username: Desk(office, one.username, account=ACCOUNT) for one in STAFF}
        self._random = random.Random(seed)  # noqa: S311 - which colleague moves next is no secret
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="colleagues", daemon=True)
        self._number = 100

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def stop(self) -> None:
        """Go home."""
        self._stopping.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        try:
            while not self._stopping.wait(self._random.uniform(*PAUSE_SECONDS)):
                try:
                    self.step()
                except (DeskError, OfficeUnusableError):
                    continue
        finally:
            self._office.store.release()

    def be_here(self) -> None:
        """Everybody has a session, at lunch or not: the seats that nobody sits on too."""
        for desk in self._desks.values():
            desk.heartbeat()

    def step(self) -> None:
        """One colleague does one thing that the rules allow."""
        self.be_here()
        if not self._live:
            return
        people = [
            one
            for one in STAFF
            if one.username != self._me and one.availability is Availability.AVAILABLE
        ]
        self._random.shuffle(people)
        for person in people:
            desk = self._desks[person.username]
            queue = desk.snapshot().requests
            if person.has(Role.TECHNICIAN) and len(queue) < _MOST_OPEN:
                self._number += 1
                callback = "tomorrow 2-4pm" if self._number % 4 == 0 else ""
                desk.place(details(self._number, callback=callback), told=True)
                return
            if self._move_one(desk, queue):
                return

    def _move_one(self, desk: Desk, queue: tuple[Request, ...]) -> bool:
        for request in queue:
            if self._me in (request.holder, request.placed_by):
                continue
            situation = desk.situation()
            names = [move.name for move in lifecycle.possible(request, situation)]
            name = next((one for one in _NEXT if one in names), None)
            if name is None:
                continue
            asked: dict[str, dict[str, Any]] = {
                "acknowledge": {"reason": "the caller is waiting"},
                "ready": {"extension": situation.actor.extension or "4400"},
                "document": {
                    "heard": request.additional_info,
                    "none_offered": not request.additional_info,
                    **approved(self._number),
                },
            }
            desk.make(name, request.ref, request.version, asked.get(name))
            return True
        return False
