"""Reads callback times as callers say them: "Tue or Wed after 3 central" (R4, R11).

The words become items (days, times, zones), the items become offers (days and the times said for
them), and each day of an offer with each of its times becomes one window on the provider's clock.
What is impossible or could mean two things is never guessed: it becomes a question to the caller.

What is understood without being said:

- A single time is a window of 30 minutes that starts then.
- AM or PM: 7 to 11 is AM, 12 to 6 is PM. The end of a range is the nearest such time after its
  start; where only the end says it, the start is the nearest before the end ("2-4pm", "9-11pm").
- A leading zero means the 24-hour clock after a date like 2026-11-24, and is asked about elsewhere.
- Morning is 8:00-12:00, afternoon 12:00-17:00, any time 8:00-17:00. "After" runs until 17:00, or
  until the desk closes where 17:00 is too early; "before" starts at 8:00. All but the closing are
  on the provider's clock. Of a span that has begun, what is left of it counts.
- No day means today. A weekday means the next such day, today while the time is still to come.
- A date without a year is the next such date, and is asked about when that is more than half a
  year ahead; with a year it may be a year ahead.
- First thing is 8:00-9:00, lunch 12:00-13:00, end of day 16:00-17:00; an evening runs from
  17:00 until the desk closes. What hangs on somebody's own day ("after clinic") is asked about.
- Days offered at large ("any day this week") are the business days of it that are left.
- A city or state behind a day or time means its zone ("Chicago time", "noon, Houston").
- "EST" and "EDT" both mean Eastern time; they tell apart a time that comes twice in a night.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from p2p_tui.domain.details import CallbackWindow
from p2p_tui.domain.hours import DESK_ZONE, DeskHours
from p2p_tui.domain.spoken.asking import (
    ASK,
    Desk,
    DoubtError,
    FarError,
    PastError,
    either,
    say_day,
    say_window,
    shortened,
)
from p2p_tui.domain.spoken.days import date_meant, days_instead, each_day, exactly
from p2p_tui.domain.spoken.items import Day, DayWord, Times, Zone
from p2p_tui.domain.spoken.moments import moments_meant
from p2p_tui.domain.spoken.offers import Offer, offers_in
from p2p_tui.domain.text import clean, one_line
from p2p_tui.domain.values import Frozen, Line
from p2p_tui.domain.wording import date_words, local, zone_short

_MOST_QUESTIONS = 3
MOST_WINDOWS = 24
"""How many windows one reading gives; more than these are asked about."""
MOST_CHARACTERS = 400
"""Longer words about a time are no longer about a time: they are asked about, not read."""
_PART_OF_DAY = tuple(
    Times("part", part=name, text=name) for name in ("any time", "morning", "afternoon")
)
"""What is offered where no time was said."""
_Pair = tuple[Day | None, Times | None]
"""A day and a time that were said together; None for what was not said."""


class Reading(Frozen):
    """What words about a time mean (R4, R11).

    ``windows`` are those that are certain, in the order spoken; ``is_now`` that the caller wants
    the call now (R3), perhaps with windows besides. While ``question`` is not empty something of
    what was said is not in them, and the caller must be asked. ``choices`` answer the question:
    each, read again with the same arguments, is certain and keeps the windows that were.
    ``zone`` is an IANA name, ``zone_said`` whether the words named it.
    """

    is_now: bool = False
    windows: tuple[CallbackWindow, ...] = ()
    question: Line = ""
    choices: tuple[Line, ...] = ()
    zone: str
    zone_said: bool = False


def read_times(
    words: str,
    *,
    now: datetime,
    zone: str,
    desk_zone: str = DESK_ZONE,
    hours: DeskHours | None = None,
) -> Reading:
    """Return what ``words`` say about when to call, seen from ``now``. No string is an error.

    ``zone`` is the provider's, by its IANA name, and holds unless the words name another one.
    ``hours`` say which days are business days and when the desk closes; without them the usual
    hours in ``desk_zone`` do.
    """
    if len(words) > MOST_CHARACTERS:
        return Reading(question=ASK, zone=zone)
    seen_from = now.astimezone(UTC).replace(second=0, microsecond=0)
    desk = Desk(seen_from, zone, hours or DeskHours(zone=desk_zone))
    reading = _read(words, desk)
    certain = (choice for choice in dict.fromkeys(reading.choices) if _keeps(choice, reading, desk))
    return reading.model_copy(update={"choices": tuple(certain)})


@dataclass(slots=True)
class _Answer:
    """What has been read so far."""

    is_now: bool = False
    windows: list[CallbackWindow] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    doubts: list[DoubtError] = field(default_factory=list)

    def keep(self, window: CallbackWindow, said: str) -> None:
        """Add a certain window and the words that say it again; the same one is kept once."""
        if said not in self.kept:
            self.windows.append(window)
            self.kept.append(said)

    def reading(self, zone: str, zone_said: bool) -> Reading:
        """Return it all; where one question is open, with the choices that answer it."""
        questions = list(dict.fromkeys(doubt.question for doubt in self.doubts))
        said = (["now"] if self.is_now else []) + self.kept
        choices = self.doubts[0].choices if len(self.doubts) == 1 else ()
        if all(isinstance(doubt, FarError) for doubt in self.doubts):
            together = "; ".join(choice for doubt in self.doubts for choice in doubt.choices)
            choices = (together,) if together else ()
        return Reading(
            is_now=self.is_now,
            windows=tuple(self.windows),
            question=" ".join(questions[:_MOST_QUESTIONS]),
            choices=tuple("; ".join([*said, choice]) for choice in choices),
            zone=zone,
            zone_said=zone_said,
        )


def _keeps(choice: str, reading: Reading, desk: Desk) -> bool:
    again = _read(choice, desk)
    kept = {(window.start, window.end) for window in again.windows}
    return not again.question and all((w.start, w.end) in kept for w in reading.windows)


def _read(words: str, desk: Desk) -> Reading:
    text = "\n".join(one_line(line) for line in clean(words).split("\n")).strip()
    offers = offers_in(text)
    said = _zones((zone for offer in offers for zone in offer.said_zones), desk)
    shared = _zones((zone for offer in offers for zone in offer.zones), desk)
    answer = _Answer()
    day: Day | None = None
    for offer in offers:
        try:
            there = _in_its_zone(offer, desk, shared)
            pairs = _pairs(offer, there, day, MOST_WINDOWS - len(answer.windows))
        except DoubtError as doubt:
            answer.doubts.append(doubt)
        else:
            answer.is_now = answer.is_now or offer.is_now
            _add_windows(answer, there, pairs, offer.words)
        day = offer.days[-1] if offer.days else day
    if not offers:
        answer.doubts.append(DoubtError(ASK))
    return answer.reading(next(iter(said), desk.zone), bool(said))


def _add_windows(answer: _Answer, desk: Desk, pairs: list[_Pair], words: str) -> None:
    """Add the windows of days and times; of days offered at large, those that are not over."""
    at_large: list[DoubtError] = []
    kept = len(answer.windows)
    for day, times in pairs:
        there = _in_zone(desk, times.zone) if times and times.zone else desk
        try:
            window = _window(*moments_meant(there, day, times), there.zone, words)
            _check_mountain(there, window)
            answer.keep(window, say_window(there, window))
        except DoubtError as doubt:
            over = isinstance(doubt, PastError) and day is not None and day.any
            (at_large if over else answer.doubts).append(doubt)
    if at_large and len(answer.windows) == kept:
        answer.doubts.append(_another_week(desk, [times for _, times in pairs[:1] if times]))


def _another_week(desk: Desk, times: Sequence[Times]) -> DoubtError:
    """Return the question where all days offered at large are over: the same in the next week?"""
    days = [exactly(on) for on in days_instead(desk, (DayWord("week"),))]
    said = "; ".join(_said_again(desk, [(day, one) for day in days for one in times]))
    return DoubtError("That is past: when instead?", *([said] if said else []))


def _said_again(desk: Desk, pairs: Sequence[_Pair]) -> list[str]:
    """Return words for each window of days and times, of those that are certain."""
    said: list[str] = []
    for day, times in pairs:
        try:
            said.append(say_window(desk, _window(*moments_meant(desk, day, times), desk.zone, "")))
        except DoubtError:
            return []
    return said


def _pairs(offer: Offer, desk: Desk, day_before: Day | None, most: int) -> list[_Pair]:
    """Return each day of an offer with each of its times, if it is clear which; none for now."""
    if offer.unknown:
        raise DoubtError(f'{ASK} "{shortened(" ".join(offer.unknown))}" was not understood.')
    if offer.is_now:
        return _now_only(offer, desk)
    if offer.occasions and not offer.times:
        raise DoubtError(f'At what time is that: "{shortened(offer.occasions[0].text)}"?')
    if not offer.days and not offer.times:
        raise DoubtError(ASK)
    if not offer.days and day_before:
        text = offer.times[0].text
        dates = (desk.today, date_meant(desk, day_before, offer.times[0]))
        raise DoubtError(
            f'Which day is meant by "{shortened(text)}"?',
            *(say_day(desk, on, offer.times[0]) for on in dates),
        )
    said: Sequence[Day | None] = offer.days or [None]
    days = [one for day in said for one in each_day(desk, day)]
    if not days:
        raise _another_week(desk, offer.times)
    if not offer.times:
        raise _which_times(desk, days)
    if len(days) * len(offer.times) > most:
        raise DoubtError(f"That is more than {MOST_WINDOWS} times: which of them?")
    return [(day, times) for day in days for times in offer.times]


def _now_only(offer: Offer, desk: Desk) -> list[_Pair]:
    today = all(word == DayWord("ahead", 0) for day in offer.days for word in day.words)
    if offer.times or not today:
        pairs: list[_Pair] = [(day, _PART_OF_DAY[0]) for day in offer.days]
        said = [] if offer.times else _said_again(desk, pairs)
        raise DoubtError("Should the pharmacist call now, or at another time?", "now", *said)
    return []


def _which_times(desk: Desk, days: Sequence[Day | None]) -> DoubtError:
    """Return the question for days without a time: all day, in the morning, in the afternoon?"""
    on = [date_words(date_meant(desk, day, None)) for day in days]
    choices = [_said_again(desk, [(day, part) for day in days]) for part in _PART_OF_DAY]
    return DoubtError(f"What time on {either(on)}?", *("; ".join(said) for said in choices if said))


def _in_its_zone(offer: Offer, desk: Desk, said: dict[str, Zone]) -> Desk:
    """Return the desk as seen from the zone that the offer names, or that all offers share."""
    own = _zones(offer.zones, desk) or said
    if len(own) > 1:
        pairs = [(zone, pair) for zone in own.values() for pair in [_all_pairs(offer)]]
        choices = ("; ".join(_said_again(_in_zone(desk, zone), pair)) for zone, pair in pairs)
        which = " or ".join(list(own)[:_MOST_QUESTIONS])
        raise DoubtError(f"In which time zone: {which}?", *filter(None, choices))
    there = replace(desk, fold=offer.fold)
    for zone in own.values():
        there = _in_zone(there, zone)
    return there


def _all_pairs(offer: Offer) -> list[_Pair]:
    days: Sequence[Day | None] = offer.days or [None]
    return [(day, times) for day in days for times in offer.times]


def _in_zone(desk: Desk, zone: Zone) -> Desk:
    (name,) = _zones([zone], desk)
    return replace(desk, zone=name, label=f" {zone.label}", season=zone.season)


def _window(start: datetime, end: datetime, zone: str, words: str) -> CallbackWindow:
    """Return the window between two moments on the clocks of a zone."""
    return CallbackWindow(
        words=words,
        zone=zone,
        wall_start=local(start, zone).replace(tzinfo=None),
        wall_end=local(end, zone).replace(tzinfo=None),
        start=start,
        end=end,
    )


def _zones(said: Iterable[Zone], desk: Desk) -> dict[str, Zone]:
    """Return the different zones said, by IANA name, each as it was said first.

    A name that the provider's own clocks go by means the provider's own zone ("MST" in Phoenix).
    """
    months = (datetime(desk.now.year, month, 1, tzinfo=UTC) for month in (1, 7))
    own = {zone_short(moment, desk.zone).lower() for moment in months}
    found: dict[str, Zone] = {}
    for zone in said:
        found.setdefault(desk.zone if zone.said in own else zone.name, zone)
    return found


def _check_mountain(desk: Desk, window: CallbackWindow) -> None:
    """Ask which clocks "MST" means while only Arizona's go by it and Denver's by "MDT"."""
    if desk.label == " MST" and zone_short(window.start, desk.zone) == "MDT":
        said = say_window(replace(desk, label=""), window)
        raise DoubtError(
            "Does MST mean Denver's time or Arizona's?", f"{said} mountain", f"{said} Arizona"
        )
