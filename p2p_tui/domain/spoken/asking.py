"""From where words are read, how a doubt is asked, and how days and times are said again (R4)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from p2p_tui.domain.details import CallbackWindow
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.spoken.items import DAY_MINUTES, NOON, Times
from p2p_tui.domain.text import one_line
from p2p_tui.domain.wording import YEAR_SHOWN_AFTER_DAYS, date_words, instants, local

ASK = "When should the pharmacist call?"
"""What is asked of the caller when nothing else is known."""
_QUOTED = 40
SINGLE_TIME = timedelta(minutes=30)
"""How long a window is when only its start was said."""


@dataclass(frozen=True, slots=True)
class Desk:
    """From when and where words are read, and the minute they are read at, in UTC."""

    now: datetime
    zone: str
    hours: DeskHours
    label: str = ""  # how the zone was said, to say it again
    season: str = ""
    fold: int | None = None

    @property
    def today(self) -> date:
        """The provider's date now."""
        return local(self.now, self.zone).date()

    def begun(self, on: date) -> int:
        """Return how many minutes of that date are over, on the provider's clock."""
        shown = local(self.now, self.zone)
        return shown.hour * 60 + shown.minute if on == shown.date() else 0

    def closing(self, on: date) -> int:
        """Return the minute of that date at which the desk closes; 0 if it is not open."""
        span = self.hours.on(on)
        shown = local(span[1], self.zone) if span else None
        return shown.hour * 60 + shown.minute if shown and shown.date() == on else 0


class DoubtError(Exception):
    """What was said is not certain: the question to ask, and words that would answer it."""

    def __init__(self, question: str, *choices: str) -> None:
        super().__init__(question)
        self.question = question
        self.choices = choices


class PastError(DoubtError):
    """The time is over."""


class FarError(DoubtError):
    """Days are so far away that they are asked about; the one choice says that they are meant."""

    def __init__(self, on: date, *choices: str) -> None:
        super().__init__(f"{date_words(on)}, {on.year} is far away: is that the day?", *choices)
        self.on = on


def unclear(times: Times) -> DoubtError:
    """Return the question for times that contradict themselves."""
    return DoubtError(f'"{shortened(times.text)}" could not be understood. {ASK}')


def past(
    desk: Desk, on: date, times: Times | None, span: tuple[int, int] | None = None
) -> PastError:
    """Return the question for a time that is over, and the same time on the days that follow."""
    said = f"{date_words(on)} {times.text if times else ''}".strip()
    days = (desk.today + timedelta(days=1), desk.hours.next_business_day(desk.today))
    choices = [say_day(desk, day, times) for day in days]
    if on == desk.today and span and times and times.start and times.start.open and span[1] <= NOON:
        choices.insert(0, say(desk, on, span[0] + NOON, span[1] + NOON))
    return PastError(f"{shortened(said)} is past: when instead?", *choices)


def _say_date(desk: Desk, on: date) -> str:
    far = on > desk.today + timedelta(days=YEAR_SHOWN_AFTER_DAYS)
    return f"{date_words(on)}, {on.year}" if far else date_words(on)


def say_day(desk: Desk, on: date, times: Times | None) -> str:
    """Return words for a date with the times as they were said."""
    return f"{_say_date(desk, on)} {times.text if times else 'any time'}{desk.label}"


def say_minute(minute: int) -> str:
    """Return words for a minute of the day: "2:30 PM"."""
    hour, rest = divmod(minute % DAY_MINUTES, 60)
    return f"{hour % 12 or 12}:{rest:02} {'AM' if hour < 12 else 'PM'}"


def say(desk: Desk, on: date, first: int, last: int) -> str:
    """Return words for a span of minutes of a date; its start alone for that of a single time."""
    said = say_minute(first)
    if timedelta(minutes=last - first) != SINGLE_TIME:
        said = f"{said}-{'midnight' if last == DAY_MINUTES else say_minute(last)}"
    return f"{_say_date(desk, on)} {said}{desk.label}"


def say_window(desk: Desk, window: CallbackWindow) -> str:
    """Return words that mean exactly this window when they are read again."""
    first, last = window.wall_start, window.wall_end
    minute = first.hour * 60 + first.minute
    midnight = datetime.combine(first, time())
    until = (last - midnight).seconds // 60 + (last - midnight).days * DAY_MINUTES
    if window.end - window.start == SINGLE_TIME:
        until = minute + SINGLE_TIME.seconds // 60
    said = say(desk, first.date(), minute, until)
    for wall, moment in ((first, window.start), (last, window.end)):
        twice = instants(wall, window.zone)
        if len(twice) == 2:
            return f"{said} {'after' if moment == twice[1] else 'before'} the clocks change"
    return said


def shortened(text: str) -> str:
    """Return text short enough to quote in a question."""
    text = one_line(text)
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"


def either(said: list[str]) -> str:
    """Return "A", "A or B", "A, B or C"."""
    return " or ".join([", ".join(said[:-1]), said[-1]] if said[1:] else said)
