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
- "EST" and "EDT" both mean Eastern time; they tell apart a time that comes twice in a night.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from p2p_tui.domain.details import CallbackWindow
from p2p_tui.domain.hours import DESK_ZONE, DeskHours
from p2p_tui.domain.spoken.days import (
    ASK,
    Desk,
    DoubtError,
    date_meant,
    say_day,
    say_window,
    shortened,
    window_from,
)
from p2p_tui.domain.spoken.moments import moments_meant
from p2p_tui.domain.spoken.offers import Offer, offers_in
from p2p_tui.domain.spoken.words import Day, DayWord, Times, Zone
from p2p_tui.domain.text import clean, one_line
from p2p_tui.domain.values import Frozen, Line
from p2p_tui.domain.wording import zone_short

_MOST_QUESTIONS = 3
MOST_WINDOWS = 24
"""How many windows one reading gives; more than these are asked about."""
MOST_CHARACTERS = 1_000
"""Longer words about a time are no longer about a time: they are asked about, not read."""
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
    said = _zones((zone for offer in offers for zone in offer.zones), desk)
    answer = _Answer()
    day: Day | None = None
    for offer in offers:
        try:
            there = _in_its_zone(offer, desk, said)
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
    for day, times in pairs:
        try:
            window = window_from(*moments_meant(desk, day, times), desk.zone, words)
            _check_mountain(desk, window)
            answer.keep(window, say_window(desk, window))
        except DoubtError as doubt:
            answer.doubts.append(doubt)


def _pairs(offer: Offer, desk: Desk, day_before: Day | None, most: int) -> list[_Pair]:
    """Return each day of an offer with each of its times, if it is clear which; none for now."""
    if offer.unknown:
        raise DoubtError(f'{ASK} "{shortened(" ".join(offer.unknown))}" was not understood.')
    if offer.is_now:
        today = all(word == DayWord("ahead", 0) for day in offer.days for word in day.words)
        if offer.times or not today:
            raise DoubtError("Should the pharmacist call now, or at another time?", "now")
        return []
    if not offer.days and not offer.times:
        raise DoubtError(ASK)
    if not offer.days and day_before:
        text = offer.times[0].text
        dates = (desk.today, date_meant(desk, day_before, offer.times[0]))
        raise DoubtError(
            f'Which day is meant by "{shortened(text)}"?',
            *(say_day(desk, on, offer.times[0]) for on in dates),
        )
    if max(1, len(offer.days)) * max(1, len(offer.times)) > most:
        raise DoubtError(f"That is more than {MOST_WINDOWS} times: which of them?")
    days: Sequence[Day | None] = offer.days or [None]
    times_said: Sequence[Times | None] = offer.times or [None]
    return [(day, times) for day in days for times in times_said]


def _in_its_zone(offer: Offer, desk: Desk, said: dict[str, Zone]) -> Desk:
    """Return the desk as seen from the zone that the offer names, or that all offers share."""
    own = _zones(offer.zones, desk) or said
    if len(own) > 1:
        raise DoubtError(f"In which time zone: {' or '.join(list(own)[:_MOST_QUESTIONS])}?")
    there = replace(desk, fold=offer.fold)
    for name, zone in own.items():
        there = replace(there, zone=name, label=f" {zone.label}", season=zone.season)
    return there


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
