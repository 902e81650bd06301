"""When the provider wants to be called: words, read on the clocks where they are (R4, R11)."""

from datetime import datetime

from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.phones import ZoneGuess, zone_name
from p2p_tui.domain.spoken import Reading, read_times


def read_for(words: str, guess: ZoneGuess, *, now: datetime, hours: DeskHours) -> Reading:
    """Read words for a callback time; where they hang on a zone that nobody knows, ask for it.

    A zone that was said goes before the guess. Moments that are the same on all clocks, as "in 20
    min" are, need no zone.
    """
    desk_zone = hours.zone
    reading = read_times(words, now=now, zone=guess.zone, desk_zone=desk_zone, hours=hours)
    if guess.how != "asked" or reading.zone_said or not reading.windows:
        return reading
    there = [
        read_times(words, now=now, zone=zone, desk_zone=desk_zone, hours=hours)
        for zone in guess.choices
    ]
    if len({tuple((one.start, one.end) for one in each.windows) for each in there}) == 1:
        return reading
    names = " or ".join(zone_name(zone) for zone in guess.choices)
    choices = tuple(f"{words} {zone_name(zone)}" for zone in guess.choices)
    certain = tuple(
        choice
        for choice in choices
        if not read_times(choice, now=now, zone=desk_zone, hours=hours).question
    )
    return reading.model_copy(
        update={
            "windows": (),
            "question": f"In which time zone is the provider: {names}?",
            "choices": certain,
        }
    )
