"""The shared queue, in sections by what they ask of one person.

Every open request stands in exactly one section for everybody on the desk: a request that no
section claims cannot exist, since the last one takes what is left.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from p2p_tui.domain.due import Due, due, next_window
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.outside_hours import needs_lead
from p2p_tui.domain.people import Role, Roster, Staff
from p2p_tui.domain.request import HELD, Kind, Request, Status
from p2p_tui.domain.routing import is_offered_back, route
from p2p_tui.domain.values import Frozen
from p2p_tui.domain.wording import local


class Section(Frozen):
    """One section of somebody's queue, its requests by how soon they ask for attention."""

    title: str
    requests: tuple[Request, ...]
    more: bool = False
    """Whether there are more than these: they are part of a longer list."""


class _View:
    """One person's eyes on the queue at one moment."""

    def __init__(self, me: Staff, roster: Roster, now: datetime, hours: DeskHours) -> None:
        self.me, self.roster, self.now, self.hours = me, roster, now, hours

    def mine(self, request: Request) -> bool:
        return request.holder == self.me.username

    def my_caller(self, request: Request) -> bool:
        return (
            self.me.has(Role.TECHNICIAN)
            and request.placed_by == self.me.username
            and request.kind is Kind.IMMEDIATE
            and request.status in (Status.WAITING, Status.ACKNOWLEDGED, Status.READY)
        )

    def expected(self, request: Request) -> str | None:
        return route(request, self.roster, self.now).expected

    def denied_by_me(self, request: Request) -> bool:
        return request.status is Status.WAITING and self.expected(request) == self.me.username

    def offered_back(self, request: Request) -> bool:
        return is_offered_back(request, self.me, self.roster, self.now)

    def to_call(self, request: Request) -> bool:
        """A callback that is due, and this person's or the desk's."""
        if request.status is not Status.SCHEDULED or not self.me.has(Role.PHARMACIST):
            return False
        now = due(request, self.now) in (Due.NOW, Due.LATE, Due.NO_TIME_LEFT)
        return now and self.expected(request) in (None, self.me.username)

    def for_a_lead(self, request: Request) -> bool:
        return self.me.has(Role.LEAD) and needs_lead(request, self.hours, self.now)

    def awaits(self, request: Request) -> bool:
        """Promised information that should have come, for who was promised it and for leads."""
        said = request.documentation
        mine = said is not None and (said.by == self.me.username or self.me.has(Role.LEAD))
        return mine and request.is_awaited_on(local(self.now, self.hours.zone).date())

    def near(self, request: Request) -> bool:
        return request.status is Status.SCHEDULED and due(request, self.now) is not Due.LATER


_Belongs = Callable[[_View, Request], bool]

_TABLE: tuple[tuple[str, _Belongs], ...] = (
    ("YOUR CALLERS", _View.my_caller),
    ("IN YOUR HANDS", lambda view, one: view.mine(one) and one.status in HELD),
    ("YOU DENIED THESE", _View.denied_by_me),
    ("OFFERED BACK TO YOU", _View.offered_back),
    ("CALL BACK NOW", _View.to_call),
    ("WAITING NOW", lambda view, one: one.status is Status.WAITING),
    ("OUTSIDE DESK HOURS: NEEDS A LEAD", _View.for_a_lead),
    ("CALLBACKS", _View.near),
    (
        "YOU OWE THE TRACKER",
        lambda view, one: view.mine(one) and one.status is Status.TO_DOCUMENT,
    ),
    ("PROMISED INFORMATION IS DUE", _View.awaits),
    ("IN HAND", lambda view, one: one.status in (Status.ACKNOWLEDGED, Status.READY)),
    ("ON THE LINE", lambda view, one: one.status is Status.ON_CALL),
    ("LATER CALLBACKS", lambda view, one: one.status is Status.SCHEDULED),
    ("TO BE DOCUMENTED", lambda view, one: True),
)

_URGENCY = {
    Status.READY: 0,
    Status.ON_CALL: 1,
    Status.ACKNOWLEDGED: 2,
    Status.WAITING: 3,
    Status.SCHEDULED: 4,
    Status.TO_DOCUMENT: 5,
}


def sections(
    requests: Iterable[Request], me: Staff, roster: Roster, now: datetime, hours: DeskHours
) -> tuple[Section, ...]:
    """The open requests in sections, as they ask something of ``me``, and what was promised and is
    due; empty sections left out."""
    view = _View(me, roster, now, hours)
    filled: list[list[Request]] = [[] for _ in _TABLE]
    for request in requests:
        if request.open or view.awaits(request):
            at = next(i for i, (_, belongs) in enumerate(_TABLE) if belongs(view, request))
            filled[at].append(request)
    return tuple(
        Section(title=title, requests=tuple(sorted(found, key=lambda one: _order(one, now))))
        for (title, _), found in zip(_TABLE, filled, strict=True)
        if found
    )


def _order(request: Request, now: datetime) -> tuple[int, datetime, str]:
    window = next_window(request, now)
    moment = request.waiting_since
    if request.status is Status.SCHEDULED and window is not None:
        moment = window.start
    return (_URGENCY.get(request.status, 9), moment, request.ref)
