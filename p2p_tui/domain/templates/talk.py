"""What the words of a line say besides labels: a time, now or thanks."""

import re

_NOW = re.compile(
    r"[\W_]*(?:now|right\s(?:now|away)|asap|immediate(?:ly)?|as\ssoon\sas\spossible|stat)"
    r"(?![^\W_])(?:,?\splease\b)?[\W_]*",
    re.I,
)
_TIME = re.compile(
    r"\b\d{1,2}\s?[ap]\.?m\b|\b\d{1,2}[:/]\d\d?\b|\b\d{1,2}\s?(?:-|–|to)\s?\d{1,2}\b"
    r"|\b(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)(?:day|nesday|urday)?s?\b"
    r"|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\b\.?\s\d"
    r"|\b(?:january|february|march|april|august|september|october|november|december)\b"
    r"|\b(?:today|tomorrow|tonight|morning|afternoon|evening|noon|lunch|anytime|week)\b",
    re.I,
)
_SIGN_OFF = re.compile(
    r"(?:(?:many|with|best|kind|warm)\s)?"
    r"(?:thanks|thank\syou|thx|regards|sincerely|cheers)\b[^.:]{0,25}[.!]?\s*",
    re.I,
)
_NOTHING = re.compile(r"[\W_]*(?:n\s?/?\s?a|none|no|nil|not\sapplicable)?[\W_]*", re.I)
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?"
_DAY = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}"
_NAME = r"[^\W\d_][\w'’.-]+"
_STAMP = re.compile(
    rf"\s*(?:\[(?:{_DAY},?\s)?{_CLOCK}(?:,?\s{_DAY})?\]"
    rf"|(?P<who>{_NAME}(?:\s{_NAME}){{1,2}}),?\s{{1,3}}(?:{_DAY},?\s)?{_CLOCK}\s*\Z)",
    re.I,
)
_SAID_OF_TIMES = re.compile(
    r"\b(?:after|any|anytime|at|before|between|by|call|from|or|time|until)\b", re.I
)
_SIGNATURE = re.compile(r"\s*-{2}\s*")


def is_sign_off(line: str) -> bool:
    """Say whether ``line`` is where somebody says thanks and signs."""
    return _SIGN_OFF.fullmatch(line) is not None


def ends_message(line: str) -> bool:
    """Say whether what follows ``line`` is no longer the template but who wrote it."""
    return is_sign_off(line.strip()) or _SIGNATURE.fullmatch(line) is not None


def is_stamp(line: str) -> bool:
    """Say whether a chat wrote ``line`` over a message: ``[10:42 AM] Kim Osei``."""
    stamp = _STAMP.match(line)
    if stamp is None:
        return False
    who = stamp["who"] or ""
    return not _TIME.search(who) and not _SAID_OF_TIMES.search(who)


def is_nothing(words: str) -> bool:
    """Say whether ``words`` only say that there is nothing to say: ``N/A``, ``-``."""
    return _NOTHING.fullmatch(words) is not None


def has_time(words: str) -> bool:
    """Say whether ``words`` name a day or a time of day."""
    return _TIME.search(words) is not None


def is_now(words: str) -> bool:
    """Say whether a callback's ``words`` ask for the call now, and for no other time."""
    now = _NOW.match(words)
    return now is not None and not _TIME.search(words, now.end())


def is_only_now(words: str) -> bool:
    """Say whether a callback's ``words`` say now, in whatever words, and nothing else."""
    return _NOW.fullmatch(words) is not None
