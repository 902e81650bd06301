"""A desk with one person a role, and what is theirs and others' on it."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from p2p_tui.desk import NEW_REQUEST, Desk, Draft, Office
from p2p_tui.domain.people import Role, Staff
from p2p_tui.domain.request import Request
from tests.documented import DISCUSSED
from tests.house import ACCOUNT, KIM, STAFF, FixedClock, callback

WHO = {
    Role.TECHNICIAN: "tina",
    Role.PHARMACIST: "ana",
    Role.LEAD: "lena",
    Role.ADMIN: "adam",
}
"""Who of the desk has which role, and no other."""
OTHER = {Role.TECHNICIAN: "raj", Role.PHARMACIST: "ben"}
"""Whose all that is that is another's."""
LOU, DORA = "lou", "dora"
PEOPLE = (
    *STAFF,
    Staff(username=LOU, name="Lou Kay", roles=frozenset({Role.TECHNICIAN})),
    Staff(username=DORA, name="Dora Finn", roles=frozenset(Role), disabled=True),
)
"""Lou is lent roles; Dora had every one and is disabled."""
AGES = {"recent": 1, "old": 9}
"""How many days ago a request was closed: a technician finds theirs for seven."""


@dataclass
class Scene:
    """The desk as it stands: whose things are where."""

    office: Office
    clock: FixedClock
    closed: dict[tuple[str, str], Request] = field(default_factory=dict)
    """By whose it is and how old: a closed request."""
    open: str = ""
    """A callback of next week's that somebody else placed."""
    awaited: str = ""
    """A closed one of somebody else's for which information is promised."""

    reopen: Callable[[], Office] | None = None
    """How its database is opened again."""

    @contextlib.contextmanager
    def away(self) -> Iterator[None]:
        """Let somebody else open its database in this process meanwhile."""
        assert self.reopen is not None
        self.office.close()
        yield
        self.office = self.reopen()

    def desk(self, username: str) -> Desk:
        """Somebody's desk."""
        return Desk(self.office, username, account=ACCOUNT)

    def waiting(self) -> Request:
        """Another request that waits."""
        return self.desk(OTHER[Role.TECHNICIAN]).place(KIM)

    def held(self, by: str) -> Request:
        """One that somebody has acknowledged."""
        one, given = self.waiting(), {"reason": "it is my turn"}
        return self.desk(by).make("acknowledge", one.ref, one.version, given)

    def left_behind(self) -> Draft:
        """A call that somebody began who is gone."""
        body = {"contact_name": "Kim Osei"}
        raj = self.desk(OTHER[Role.TECHNICIAN])
        return raj.keep_draft(self.office.new_id(), NEW_REQUEST, body)

    def whose(self, username: str, *, own: bool) -> str:
        """Whose things are tried: one's own, or those of somebody with the same work."""
        if own:
            return username
        return "ben" if username == WHO[Role.PHARMACIST] else "raj"


def furnish(office: Office, clock: FixedClock) -> Scene:
    """Put them there. The people of ``tests.house`` stand on the desk already."""
    office.put_staff(PEOPLE[len(STAFF) :], by=None, account=ACCOUNT)
    scene, today = Scene(office, clock), clock.now
    pairs = (("tina", "maya", "tina"), ("raj", "maya", "raj"), (LOU, "maya", LOU),
             ("raj", "ana", "ana"), ("raj", "ben", "ben"))  # fmt: skip
    for age, days in AGES.items():
        clock.now = today - timedelta(days=days)
        for technician, pharmacist, whose in pairs:
            drug = f"{whose}{age}drug"
            scene.closed[whose, age] = _closed(scene, technician, pharmacist, drug)
    promised = {
        "determination": "more information promised", "promised": "The labs",
        "promised_by": "Kim Osei", "promised_until": "in 2 days", "none_offered": True,
    }  # fmt: skip
    scene.awaited = _closed(scene, "raj", "maya", "awaiteddrug", promised).ref
    clock.now = today
    for who in ("tina", "ana", "raj", "ben", LOU):
        one = scene.desk(who).place(KIM)
        why = {"reason": "the caller withdrew", "said_by": "Kim Osei", "words": "We appeal"}
        scene.desk(who).make("close", one.ref, one.version, why)
    scene.open = scene.desk("raj").place(callback("in 5 days 2-4 pm")).ref
    return scene


def _closed(
    scene: Scene, technician: str, pharmacist: str, drug: str, said: dict[str, object] = DISCUSSED
) -> Request:
    details = KIM.model_copy(update={"drug_name": drug, "pa_number": f"{len(scene.closed) + 71}"})
    one = scene.desk(technician).place(details)
    for who, move, given in (
        (pharmacist, "acknowledge", {"reason": "the desk takes it"}),
        (pharmacist, "ready", {"extension": "1"}),
        (technician, "transfer", {}),
        (pharmacist, "document", said),
    ):
        one = scene.desk(who).make(move, one.ref, one.version, given)
    return one
