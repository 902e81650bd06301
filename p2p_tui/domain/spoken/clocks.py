"""Takes times out of a caller's words: "2-4pm", "not before 10", "quarter to 4", "in 20 min" (R4).

Each function steps over what it takes; where it returns None the walk may stand anywhere.
"""

import re
from dataclasses import replace
from datetime import timedelta

from p2p_tui.domain.spoken.items import PARTS, Clock, Times
from p2p_tui.domain.spoken.tokens import Table, Token, Walk, phrases

RANGE = phrases("-", "–", "—", "to", "until", "till", "til", "through", "thru")
"""What stands between the first and the last of a span."""
_LEADS = phrases("from", "between")
_AND = phrases("and", "&")
_MINUS = phrases("-")
_TO = phrases("to", "till", "til")
_BUT = phrases("but", "and", ",")
_BEFORE = phrases(
    "before", "until", "till", "til", "by", "no later than", "not later than", "not after",
    "up to", "up until", "prior to", "earlier than",
)  # fmt: skip
_AFTER = phrases(
    "after", "from", "past", "not before", "no earlier than", "not earlier than", "not until",
    "later than", "as of", "starting at", "starting", "beginning at", "beginning",
)  # fmt: skip
_BOUND_BEHIND = Table(
    {
        **dict.fromkeys(("or later", "and later", "onwards", "onward", "at the earliest"), "after"),
        **dict.fromkeys(("or earlier", "and earlier", "at the latest"), "before"),
    }
)
_HALVES = Table(
    {
        **dict.fromkeys(("am", "a", "a m"), "am"),
        **dict.fromkeys(("pm", "p", "p m", "noon"), "pm"),
    }
)
_NOON = phrases("noon", "12 noon", "noonish")
_MIDNIGHT = phrases("midnight", "12 midnight")
_ISH = phrases("ish", "- ish")
_OCLOCK = phrases("oclock", "o clock")
_HOURS = phrases("h", "hours", "hrs")
_H = phrases("h")
_OH = phrases("oh", "o")
_FRACTIONS = Table({"quarter": 15, "a quarter": 15, "half": 30})
_MINUTES = phrases("minutes", "minute", "min", "mins")
_PAST = phrases("past", "after")
_SHORT_OF = phrases("to", "of", "till", "til", "before")
_NO_HOUR_BEFORE = frozenset(
    ("either", "any", "which", "this", "that", "each", "no", "another", "the")
)

_DAY_ENDS = (
    "end of day", "end of the day", "the end of the day", "eod", "close of business", "cob",
    "end of business",
)  # fmt: skip
_LUNCHES = ("lunch", "lunch time", "lunchtime", "lunch hour", "lunch break", "noon hour")
_DAYS_END = phrases(*_DAY_ENDS)
_LUNCH = phrases(*_LUNCHES)
_IN_PART = phrases("in the", "in", "during the", "during", "over the", "over")
_PARTS = Table(
    {
        **{part: part for part in PARTS},
        **{f"{part}s": part for part in PARTS if part.endswith(("noon", "morning", "evening"))},
        **dict.fromkeys(("mid - morning", "midmorning"), "mid morning"),
        **dict.fromkeys(("mid - afternoon", "midafternoon"), "mid afternoon"),
        **dict.fromkeys(("anytime", "sometime", "some time", "all day"), "any time"),
        **{
            f"{which}{hours} hours": "any time"
            for which in ("", "normal ", "regular ")
            for hours in ("business", "office", "working")
        },
        **dict.fromkeys(("night", "nights"), "evening"),
        **dict.fromkeys(_DAY_ENDS, "end of day"),
        **dict.fromkeys(_LUNCHES, "lunch"),
        "am": "morning",
        "pm": "afternoon",
    }
)

_IN = phrases("in", "give me", "give us")
_WITHIN = phrases("within", "within the", "within the next", "in the next")
_FROM_NOW = phrases("from now")
_HALF_AN_HOUR = phrases("half an hour", "a half hour", "half hour", "1/2 hour", "1/2 an hour")
_ONE = phrases("a", "an")
_COUPLE = phrases("a couple of", "a couple")
_AND_A_HALF = phrases("and a half", "and 1/2", ". 5")
_OR = phrases("to", "-", "–", "or")
_UNITS = Table(
    {
        **dict.fromkeys(("min", "mins", "minute", "minutes"), timedelta(minutes=1)),
        **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), timedelta(hours=1)),
    }
)


def delay(walk: Walk) -> Times | None:
    """Take "in 20 min", "an hour from now", "in 1-2 hours" or "within the hour"."""
    if walk.take(_WITHIN):
        long = walk.take(_UNITS)
        long = long or _length(walk)[0]
        return Times("delay", most=long) if long else None
    led = walk.take(_IN)
    first, last = _length(walk)
    told = walk.take(_FROM_NOW) or led
    return Times("delay", delay=first, most=last) if first and told else None


def _length(walk: Walk) -> tuple[timedelta, timedelta | None]:
    """Take a length of time: how long at least, and at most where two were said; else zero."""
    none = timedelta()
    if walk.take(_HALF_AN_HOUR):
        return timedelta(minutes=30), None
    if walk.take(_COUPLE):
        return 2 * (walk.take(_UNITS) or none), None
    number = 1 if walk.take(_ONE) else walk.number("number", "spelled", most=999)
    if number is None:
        return none, None
    half = bool(walk.take(_AND_A_HALF))
    most = walk.number("number", "spelled", most=999) if walk.take(_OR) else None
    unit = walk.take(_UNITS) or none
    half = half or bool(walk.take(_AND_A_HALF))
    length = unit * number + unit / 2 * half
    return (length, unit * most) if most and most > number else (none if most else length, None)


def span(walk: Walk) -> Times | None:
    """Take "2-4pm", "from 9 to 11", "between 9 and noon" and, after that, "2 and 3"."""
    lead = walk.take(_LEADS) or ("between" if walk.paired else "")
    first = walk.peek()
    start = clock(walk)
    to = walk.peek().text
    if start is None or not (walk.take(RANGE) or (lead == "between" and walk.take(_AND))):
        return None
    end = _end(walk, first)
    if end is None:
        return None
    walk.paired = to in ("and", "&")
    rival = None
    if first.kind == "spelled" and first.text in ("5", "10") and not lead and not start.minute:
        rival = _short_of(end, start.hour) if to in ("to", "till", "til") else None
    return Times("range", start, end, rival=rival)


def bound(walk: Walk) -> Times | None:
    """Take "after 3", "not before 10", "by noon", or both: "after 1 and before 3"."""
    walk.take(_BUT)
    if walk.take(_BEFORE):
        end = Clock(12, 0, "pm") if walk.take(_LUNCH) else _end(walk, walk.peek())
        return Times("before", end=end) if end else None
    if not walk.take(_AFTER):
        return None
    start = Clock(1, 0, "pm") if walk.take(_LUNCH) else _end_of_day(walk) or clock(walk)
    after_start = walk.at
    walk.take(_BUT)
    end = _end(walk, walk.peek()) if start and walk.take(_BEFORE) else None
    if start and end:
        return Times("range", start, end)
    walk.at = after_start
    return Times("after", start) if start else None


def single(walk: Walk) -> Times | None:
    """Take a time alone, "half past two", or one with its bound behind it, "3 or later"."""
    if walk.take(_MIDNIGHT):
        return Times("midnight")
    start = clock(walk)
    if start is None:
        return None
    walk.paired = False
    kind = walk.take(_BOUND_BEHIND)
    return Times("before", end=start) if kind == "before" else Times(kind or "at", start)


def part(walk: Walk) -> Times | None:
    """Take a part of a day: "in the afternoon", "first thing", "lunch time", "AM"."""
    if walk.peek().text == "am" and walk.peek(-1).text == "i":
        return None
    walk.take(_IN_PART)
    named = walk.take(_PARTS)
    return Times("part", part=named, text=named) if named else None


def clock(walk: Walk, military: bool = False) -> Clock | None:
    """Take a time as a clock shows it or as it is said: "2:30p", "14h30", "quarter to 4".

    Four figures from 2000 on are a year unless ``military`` says that such times were spoken of.
    """
    at = walk.at
    found = _fraction(walk)
    if found is None:
        walk.at = at
        found = Clock(12, 0, "pm") if walk.take(_NOON) else _on_its_face(walk, military)
    walk.take(_ISH)
    return found if found is None or found.half else replace(found, half=walk.take(_HALVES) or "")


def _on_its_face(walk: Walk, military: bool) -> Clock | None:
    token = walk.peek()
    walk.at += 1
    if token.kind not in ("clock", "number", "spelled") or not _is_hour(walk, token):
        return None
    hour, minute = _hour_and_minute(token)
    figures = len(token.text)
    if token.kind != "clock" and figures < 3 and 1 <= hour <= 12:
        minute = _spelled_minutes(walk)
    walk.take(_OCLOCK)
    walk.take(_ISH)
    half = walk.take(_HALVES) or ""
    plain = token.kind == "number" and not half
    told = plain and bool(walk.take(_HOURS if figures == 4 else _H))
    if plain and not told and not military and figures == 4 and hour >= 20:
        return None
    if minute > 59 or (hour > 23 if not half else not 1 <= hour <= 12):
        return None
    return Clock(hour, minute, half, zero=token.text[0] == "0")


def _is_hour(walk: Walk, token: Token) -> bool:
    """Say whether a number just passed can be an hour: not the one of "either one", "one of"."""
    if token.kind == "number":
        return len(token.text) <= 4
    if token.kind == "clock" or token.text != "1":
        return token.kind == "clock" or int(token.text) <= 12
    return walk.peek(-2).text not in _NO_HOUR_BEFORE and walk.peek().text != "of"


def _hour_and_minute(token: Token) -> tuple[int, int]:
    if token.kind == "clock":
        hour, minute = re.split("[:h.]", token.text)[:2]
        return int(hour), int(minute)
    return divmod(int(token.text), 100) if len(token.text) > 2 else (int(token.text), 0)


def _spelled_minutes(walk: Walk) -> int:
    """Take the minutes of "two thirty", "ten-forty" and "nine oh five"; 0, and stay."""
    at = walk.at
    oh = walk.take(_OH)
    if not oh:
        walk.take(_MINUS)
    minute = walk.number("spelled", most=59) or 0
    if minute < 10 if oh else minute > 12:
        return minute
    walk.at = at
    return 0


def _fraction(walk: Walk) -> Clock | None:
    """Take "half past two", "quarter to 4", "10 minutes past 3", "twenty to five"."""
    first = walk.peek()
    minutes = walk.take(_FRACTIONS) or walk.number("number", "spelled", most=59)
    if not minutes:
        return None
    named = first.kind == "word" or walk.take(_MINUTES) is not None
    spelled = first.kind == "spelled" and minutes % 5 == 0
    if past := walk.take(_PAST):
        if not (named or spelled or past == "past"):
            return None
    elif to := walk.take(_SHORT_OF):
        # "10 to 4" is a span and "ten to four" can be one; no span begins at twenty to five.
        sure = spelled and (to == "of" or minutes > 12)
        sure = sure or (minutes in (20, 25) and to in ("to", "till", "til"))
        if minutes == 30 or not (named or sure) or (to == "before" and not named):
            return None
    else:
        return None
    hour = walk.number("number", "spelled", most=12)
    noon = not hour and bool(walk.take(_NOON))
    if not hour and not noon:
        return None
    walk.take(_OCLOCK)
    half = "pm" if noon else walk.take(_HALVES) or ""
    whole = Clock(hour or 12, 0, half)
    return replace(whole, minute=minutes) if past else _short_of(whole, minutes)


def _short_of(whole: Clock, minutes: int) -> Clock | None:
    """Return the time so many minutes before a full hour; None for any other time."""
    if whole.minute or not 1 <= whole.hour <= 12:
        return None
    half = whole.half
    if whole.hour == 12 and half:
        half = "am" if half == "pm" else "pm"
    return Clock(whole.hour - 1 or 12, 60 - minutes, half)


def _end(walk: Walk, first: Token) -> Clock | None:
    """Take what closes a span that began with that token."""
    if walk.take(_MIDNIGHT):
        return Clock(12, 0, "am")
    military = first.kind == "number" and len(first.text) == 4
    return _end_of_day(walk) or clock(walk, military)


def _end_of_day(walk: Walk) -> Clock | None:
    return Clock(5, 0, "pm") if walk.take(_DAYS_END) else None
