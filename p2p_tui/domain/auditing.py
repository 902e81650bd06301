"""Who did and saw what: what a lead asks the record, and how it answers without telling PHI."""

from datetime import date
from enum import StrEnum

from p2p_tui.domain.people import Roster
from p2p_tui.domain.story import COPIED, EXPORTED, EXPORTING, LISTED
from p2p_tui.domain.values import Frozen, Line, Moment
from p2p_tui.domain.wording import clock_seconds, dated, local, zone_short

DISCLOSED = frozenset({COPIED, LISTED, EXPORTING, EXPORTED})
"""How data leaves the desk, by the names under which it stands in the record."""
YEARS_BACK = 6
"""How far an accounting of disclosures goes back (45 CFR 164.528(a)(1))."""
UNKNOWN = (
    "The desk knows who took it out, when and in which form. It can't know to whom it went then and"
    " why, nor what was read from a screen, photographed or marked with the mouse. An accounting"
    " (45 CFR 164.528) leaves out what was for treatment, payment or operations, and names who"
    " received the rest and for what purpose: add that from your own files. What was removed after"
    " its retention is not in it."
)
"""What an accounting says of itself."""


class Of(StrEnum):
    """What the record is asked about."""

    MEMBER = "member"
    PA = "PA"
    REQUEST = "request"
    PERSON = "person"


class Subject(Frozen):
    """Of what or whom the record is asked."""

    of: Of
    value: Line

    def told(self) -> str:
        """It in words: of an identifier the last four alone."""
        if self.of in (Of.MEMBER, Of.PA):
            return f"{self.of} {masked(self.value)}"
        return f"{self.of} {self.value}"


class Span(Frozen):
    """From which day to which, both included; None for no bound."""

    first: date | None = None
    last: date | None = None


class Access(Frozen):
    """One thing that somebody did or saw."""

    seq: int
    at: Moment
    actor: Line
    account: Line
    move: Line
    said: Line
    """What it was, in words without PHI."""
    refs: tuple[Line, ...] = ()
    """Of which requests, of those that were asked about; empty where it is of none alone."""

    def when(self, zone: str) -> str:
        """On the desk's clock: ``Fri Nov 20, 2026  2:31:07 PM EST``."""
        day = dated(local(self.at, zone).date())
        return f"{day}  {clock_seconds(self.at, zone):>11} {zone_short(self.at, zone)}"

    def who(self, roster: Roster) -> str:
        """Name, and under which identity they came in: ``Tina Park (tina, os:tina)``."""
        return f"{roster.name(self.actor)} ({self.actor}, {self.account})"

    @property
    def whose(self) -> str:
        """The references, as they are listed."""
        return ", ".join(self.refs)


def masked(identifier: str) -> str:
    """The last four of an identifier: ``…4471``."""
    return f"…{identifier[-4:]}" if len(identifier) > 4 else "…"


def years_before(day: date, years: int) -> date:
    """The day so many years before; on February 29 the day after, where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)
