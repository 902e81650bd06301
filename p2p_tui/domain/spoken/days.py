"""Which date a spoken day means, and how a doubt about it is asked and answered (R4, R11)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from p2p_tui.domain.details import CallbackWindow
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.spoken.words import DAY_MINUTES, MOST_DAYS_AHEAD, Day, DayWord, Times
from p2p_tui.domain.text import one_line
from p2p_tui.domain.wording import (
    MONTHS,
    WEEKDAYS,
    YEAR_SHOWN_AFTER_DAYS,
    date_words,
    instants,
    local,
)

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


def date_meant(desk: Desk, day: Day | None, times: Times | None) -> date:
    """Return the date that a day means, seen from the provider's today."""
    if day is None:
        return desk.today
    weekdays = {word.number for word in day.words if word.kind in ("weekday", "next")}
    dates = {
        _dated(desk, word, times) for word in day.words if word.kind not in ("weekday", "next")
    }
    if not dates:
        dates = {_coming_weekday(desk, day, times)}
    fits = {on for on in dates if weekdays <= {on.weekday()}}
    if len(dates) > 1 or not fits:
        asked = sorted(dates | {_on_weekday(desk.today, number) for number in weekdays})
        which = " or ".join(date_words(on) for on in asked)
        raise DoubtError(f"Which day: {which}?", *(say_day(desk, on, times) for on in asked))
    on = fits.pop()
    if on < desk.today:
        raise past(desk, on, times)
    if on > desk.today + timedelta(days=MOST_DAYS_AHEAD):
        raise DoubtError(f"{date_words(on)}, {on.year} is more than a year away: which day?")
    return on


def _dated(desk: Desk, word: DayWord, times: Times | None) -> date:
    match word.kind:
        case "ahead":
            return desk.today + timedelta(days=word.number)
        case "business":
            return desk.hours.next_business_day(desk.today)
        case "ordinal":
            return _next_day_of_month(desk.today, word.number)
        case _:
            return _calendar_date(desk, word, times)


def _on_weekday(today: date, number: int) -> date:
    return today + timedelta(days=(number - today.weekday()) % 7)


def _coming_weekday(desk: Desk, day: Day, times: Times | None) -> date:
    """Return the next such weekday; "next Tue" only where it cannot mean this week's."""
    word = day.words[0]
    on = _on_weekday(desk.today, word.number)
    if word.kind == "weekday":
        return on
    later = on + timedelta(days=7)
    if on == desk.today:
        return later
    to_sunday, to_saturday = (last - desk.today.weekday() for last in (6, 5))
    if (on - desk.today).days > max(to_sunday, to_saturday % 7):
        return on
    raise DoubtError(
        f"Which {WEEKDAYS[word.number]}: {date_words(on)} or {date_words(later)}?",
        *(say_day(desk, either, times) for either in (on, later)),
    )


def _next_day_of_month(today: date, number: int) -> date:
    for ahead in range(13):
        years, month = divmod(today.month - 1 + ahead, 12)
        on = _valid(today.year + years, month + 1, number)
        if on and on >= today:
            return on
    raise DoubtError(f"No month has a day {number}: which day?")


def _calendar_date(desk: Desk, word: DayWord, times: Times | None) -> date:
    today = desk.today
    years = (word.year,) if word.year else (today.year, today.year + 1)
    found = [on for year in years if (on := _valid(year, word.month, word.number))]
    if not found:
        known = 1 <= word.month <= 12
        name = f"{MONTHS[word.month - 1]} {word.number}" if known else f"month {word.month}"
        raise DoubtError(f"There is no {name}: which day?")
    on = next((on for on in found if on >= today), found[0])
    if not word.year and on > today + timedelta(days=YEAR_SHOWN_AFTER_DAYS):
        said = say_day(desk, on, times)
        raise DoubtError(f"{date_words(on)}, {on.year} is far away: is that the day?", said)
    return on


def _valid(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


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
    if span and times and times.start and times.start.open and span[1] <= DAY_MINUTES // 2:
        choices.insert(0, say(desk, on, span[0] + DAY_MINUTES // 2, span[1] + DAY_MINUTES // 2))
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


def window_from(start: datetime, end: datetime, zone: str, words: str) -> CallbackWindow:
    """Return the window between two moments on the clocks of a zone."""
    return CallbackWindow(
        words=words,
        zone=zone,
        wall_start=local(start, zone).replace(tzinfo=None),
        wall_end=local(end, zone).replace(tzinfo=None),
        start=start,
        end=end,
    )


def shortened(text: str) -> str:
    """Return text short enough to quote in a question."""
    text = one_line(text)
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"
