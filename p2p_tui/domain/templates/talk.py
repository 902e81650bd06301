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


_STAMP = re.compile(
    r"\[(?:\d{1,2}/\d{1,2}(?:/\d{2,4})?,?\s)?\d{1,2}:\d{2}(?:\s?[ap]\.?m\.?)?\]", re.I
)
_NOTHING = re.compile(r"[\W_]*(?:n\W?a|none|tbd)?[\W_]*", re.I)


def is_stamp(line: str) -> bool:
    """Say whether ``line`` begins as a message of a chat does: ``[10:42 AM] Tilda Quill``."""
    return _STAMP.match(line.strip()) is not None


def is_nothing(words: str) -> bool:
    """Say whether ``words`` only say that there is nothing: ``N/A``."""
    return _NOTHING.fullmatch(words) is not None


def is_sign_off(line: str) -> bool:
    """Say whether ``line`` is where somebody says thanks and signs."""
    return _SIGN_OFF.fullmatch(line) is not None


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
