"""What a desk measures: the report of a period, and the board of now."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from p2p_tui.desk.intake import Intake
from p2p_tui.desk.lending import Lends
from p2p_tui.domain.measures import Board, Counted, Period, Report, report
from p2p_tui.domain.people import Staff
from p2p_tui.domain.refs import number_of
from p2p_tui.domain.request import BEFORE_CALL, Kind, Request, Status
from p2p_tui.domain.roles import Ability, Right, require, right
from p2p_tui.domain.wording import local, midnight
from p2p_tui.store import measuring, requests

WEEKS = timedelta(days=28)
"""How far back the weeks go beside which today is shown."""


class Measuring(Lends, Intake):
    """The part of a desk that counts. Names stand in it for leads, and a pharmacist's own."""

    def report(
        self,
        first: date,
        last: date,
        told: Callable[[int, int], None] = lambda done, of: None,
    ) -> Report:
        """What the days from ``first`` to ``last`` were like, both included.

        ``told`` hears how far it is: so many requests of so many.

        Raises:
            Refused: this person works with no requests.
        """
        me = self.me
        require(me, Ability.SEE_OPEN)
        zone, now = self.office.hours.zone, self.clock()
        period = Period(start=midnight(first, zone), end=midnight(last + timedelta(days=1), zone))
        with self.office.store.explained():
            found = report(
                measuring.facts(period, told), measuring.windows(period), period,
                zone=zone, now=now,
            )  # fmt: skip
        if right(me, Ability.REPORT_NAMES) is Right.YES:
            return found
        own = tuple(one for one in found.without_p2p_by if _names(me, one.what))
        nobody = tuple(one.model_copy(update={"who_asked": ""}) for one in found.changes)
        return found.model_copy(update={"without_p2p_by": own, "changes": nobody})

    def board(self, weeks: Report | None = None) -> Board:
        """How the desk stands now and what today is like, beside the weeks before.

        ``weeks`` are those as they were read before: they change once a day.
        """
        now, zone = self.clock(), self.office.hours.zone
        today = local(now, zone).date()
        day_before = today - timedelta(days=1)
        before = weeks or self.report(today - WEEKS, day_before)
        done = self.report(today, today)
        with self.office.store.explained():
            opened = requests.open_requests()
            promised = requests.awaited()
        calls = self.begun()
        begun = [one.kept_at for one in (*calls.own, *calls.left_behind)]
        waiting = [one for one in opened if one.status is Status.WAITING]
        owed = [one for one in opened if one.status is Status.TO_DOCUMENT]
        ahead = [one for one in opened if _still_today(one, today, now, zone)]
        me = self.me
        names = Counter(one.holder or "" for one in owed if _names(me, one.holder or ""))
        return Board(
            at=now,
            waiting_in=_numbers(waiting),
            longest_wait=_oldest((one.waiting_since for one in waiting), now),
            ahead_in=_numbers(ahead),
            owed_in=_numbers(owed),
            owed_by=tuple(Counted(what=who, count=n) for who, n in names.most_common() if n),
            oldest_owed=_oldest((one.ended_at or one.since for one in owed), now),
            promised_in=_numbers(promised),
            promised_due=sum(one.is_awaited_on(today) for one in promised),
            begun=len(begun),
            oldest_begun=_oldest(begun, now),
            to_review=self.lendings_to_review(),
            today=done,
            weeks=before,
        )


def _names(me: Staff, username: str) -> bool:
    """Whether somebody is named in what this person is shown."""
    level = right(me, Ability.REPORT_NAMES)
    return level is Right.YES or (level is Right.OWN and username == me.username)


def _still_today(request: Request, today: date, now: datetime, zone: str) -> bool:
    """Whether a callback's time is still to come today, or is now."""
    return (
        request.kind is Kind.CALLBACK
        and request.status in BEFORE_CALL
        and any(
            one.end > now and local(one.start, zone).date() == today
            for one in request.callback_windows
        )
    )


def _oldest(since: Iterable[datetime], now: datetime) -> float:
    return max(((now - one).total_seconds() for one in since), default=0.0)


def _numbers(found: Iterable[Request]) -> tuple[int, ...]:
    return tuple(number for one in found if (number := number_of(one.ref)) is not None)
