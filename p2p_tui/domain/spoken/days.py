"""Which dates the days of an offer mean, seen from the provider's today (R4, R11)."""

from dataclasses import replace
from datetime import date, timedelta

from p2p_tui.domain.spoken.asking import Desk, DoubtError, FarError, past, say_day
from p2p_tui.domain.spoken.dates import MOST_DAYS_AHEAD
from p2p_tui.domain.spoken.items import Day, DayWord, Times
from p2p_tui.domain.wording import MONTHS, WEEKDAYS, YEAR_SHOWN_AFTER_DAYS, date_words

_WEEK = timedelta(days=7)
_SEVERAL = ("week", "rest", "weekend", "weekdays", "any")
"""The kinds of words that offer several days at large."""
_MOST_DAYS = 14
"""How many days one span may have; a longer one is asked about."""


def each_day(desk: Desk, day: Day | None) -> list[Day | None]:
    """Return the days that one item covers, each by itself; None, today, where none was said."""
    if day is None:
        return [None]
    if day.until is not None:
        return [*_from_until(desk, day, day.until)]
    word = next((word for word in day.words if word.kind in _SEVERAL), None)
    if word is None or len(day.words) > 1:
        return [day]
    found = [replace(exactly(on), any=True) for on in _at_large(desk, word)]
    return [*found]


def exactly(on: date) -> Day:
    """Return a day that means that date."""
    return Day((DayWord("date", on.day, on.month, on.year),))


def days_instead(desk: Desk, words: tuple[DayWord, ...]) -> list[date]:
    """Return the days to offer when all of those offered at large are over."""
    kind = "weekend" if words[0].kind == "weekend" else "week"
    return _of_week(desk, 1, kind)


def _from_until(desk: Desk, day: Day, until: Day) -> list[Day]:
    """Return each day of "Mon-Thu", of "today through Friday"."""
    if day.floats and until.floats:
        first = day.words[0].number
        span = range(first, first + (until.words[0].number - first) % 7 + 1)
        return [Day((DayWord("weekday", number % 7),)) for number in span]
    first_on = _near_or_far(desk, replace(day, until=None))
    if until.floats:
        last_on = _on_weekday(first_on, until.words[0].number)
    elif (ordinal := until.words[0]).kind == "ordinal":
        last_on = _next_day_of_month(first_on, ordinal.number)
    else:
        last_on = _near_or_far(desk, until)
    if not 0 <= (last_on - first_on).days < _MOST_DAYS:
        raise DoubtError(f"Which days from {date_words(first_on)} until {date_words(last_on)}?")
    dates = [first_on + timedelta(days=n) for n in range((last_on - first_on).days + 1)]
    # Without its year a far one is asked about.
    return [Day((DayWord("date", on.day, on.month),)) for on in dates]


def _near_or_far(desk: Desk, day: Day) -> date:
    """Return the date that a day means, however far away; whether it is meant is asked later."""
    try:
        return date_meant(desk, day, None)
    except FarError as far:
        return far.on


def _at_large(desk: Desk, word: DayWord) -> list[date]:
    """Return the dates of "any day this week": of those only that are not over."""
    match word.kind:
        case "weekdays":
            return _business(desk, desk.today, 7)
        case "any":
            raise DoubtError("Which days?")
        case "rest":
            return [on for on in _of_week(desk, 0, "week") if on > desk.today]
    sunday = desk.today.weekday() == 6
    if word.number and (sunday if word.kind == "week" else desk.today.weekday() < 5):
        raise DoubtError(f"Which {word.kind}: this coming one, or the one after it?")
    return _of_week(desk, word.number, word.kind)


def _of_week(desk: Desk, ahead: int, kind: str) -> list[date]:
    """Return the business days of a week, or its weekend, from today on."""
    monday = desk.today - timedelta(days=desk.today.weekday()) + ahead * _WEEK
    first = max(monday, desk.today)
    if kind == "weekend":
        return [
            on for on in (monday + timedelta(days=5), monday + timedelta(days=6)) if on >= first
        ]
    return _business(desk, first, (monday + _WEEK - first).days)


def _business(desk: Desk, first: date, days: int) -> list[date]:
    dates = (first + timedelta(days=number) for number in range(days))
    return [on for on in dates if desk.hours.is_business_day(on)]


def date_meant(desk: Desk, day: Day | None, times: Times | None) -> date:
    """Return the date that a day means, seen from the provider's today."""
    if day is None:
        return desk.today
    if day.later:
        return _later(desk, day, times)
    weekdays = {word.number for word in day.words if word.kind in ("weekday", "next")}
    week = day.word("week")
    named = [word for word in day.words if word.kind not in ("weekday", "next", "week")]
    dates = {_dated(desk, word, times) for word in named}
    if week and not dates:
        return _in_week(desk, week, weekdays, times)
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


def _later(desk: Desk, day: Day, times: Times | None) -> date:
    """Return the date so many days after another one: "a week from Monday"."""
    first = date_meant(desk, replace(day, later=0), times)
    if first == desk.today and day.word("weekday"):
        said = (first + timedelta(days=days) for days in (day.later, day.later + 7))
        raise DoubtError(
            f"Counted from today, or from {WEEKDAYS[first.weekday()]} next week?",
            *(say_day(desk, on, times) for on in said),
        )
    return first + timedelta(days=day.later)


def _in_week(desk: Desk, week: DayWord, weekdays: set[int], times: Times | None) -> date:
    """Return a weekday of this week or of the next: "Tuesday of next week"."""
    if len(weekdays) != 1:
        raise DoubtError("Which day of the week?")
    (number,) = weekdays
    monday = desk.today - timedelta(days=desk.today.weekday())
    on = monday + timedelta(days=number) + week.number * _WEEK
    if on < desk.today:
        raise past(desk, on, times)
    return on


def _dated(desk: Desk, word: DayWord, times: Times | None) -> date:
    match word.kind:
        case "ahead":
            return desk.today + timedelta(days=word.number)
        case "business":
            on = desk.today
            for _ in range(word.number):
                on = desk.hours.next_business_day(on)
            return on
        case "ordinal":
            return _next_day_of_month(desk.today, word.number, word.month)
        case "date":
            return _calendar_date(desk, word, times)
    raise DoubtError("Which day?")


def _on_weekday(today: date, number: int) -> date:
    return today + timedelta(days=(number - today.weekday()) % 7)


def _coming_weekday(desk: Desk, day: Day, times: Times | None) -> date:
    """Return the next such weekday; "next Tue" only where it cannot mean this week's."""
    word = day.words[0]
    on = _on_weekday(desk.today, word.number)
    if word.kind == "weekday":
        return on
    later = on + _WEEK
    if on == desk.today:
        return later
    to_sunday, to_saturday = (last - desk.today.weekday() for last in (6, 5))
    if (on - desk.today).days > max(to_sunday, to_saturday % 7):
        return on
    raise DoubtError(
        f"Which {WEEKDAYS[word.number]}: {date_words(on)} or {date_words(later)}?",
        *(say_day(desk, one, times) for one in (on, later)),
    )


def _next_day_of_month(today: date, number: int, hint: int = 0) -> date:
    """Return the next such day of a month: of the month that it may be of, if that is not over."""
    for ahead in range(13):
        years, month = divmod(today.month - 1 + ahead, 12)
        on = _valid(today.year + years, month + 1, number)
        if on and on >= today and hint in (0, month + 1):
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
        raise FarError(on, said)
    return on


def _valid(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
