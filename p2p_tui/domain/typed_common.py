"""What the desk has in common as people type it: hours, when it speaks up, safety, phrases."""

from collections.abc import Mapping

from pydantic import ValidationError

from p2p_tui.domain.attention import Rules
from p2p_tui.domain.errors import Mistyped
from p2p_tui.domain.in_common import InCommon
from p2p_tui.domain.safety import Safety
from p2p_tui.domain.text import clean, one_line
from p2p_tui.domain.typed_hours import read_hours, write_hours

BEFORE, OVERDUE, AGAIN, WAITING = "before", "overdue", "again", "waiting"
PHRASES, RECORD_PHRASES = "phrases", "record_phrases"
ATTENTION = {
    BEFORE: "Reminders, minutes before",
    OVERDUE: "Everybody, minutes after",
    AGAIN: "After a try, minutes",
    WAITING: "Callers wait, minutes",
}
"""The fields about when the desk speaks up, with their names, in their order."""
LOCK_AFTER, SIGN_OFF, COPYING = "lock_after", "sign_off", "copying"
SAFETY = {
    LOCK_AFTER: "Sessions lock, minutes",
    SIGN_OFF: "Passphrase to document",
    COPYING: "Copying to the clipboard",
}
"""The fields about how it is kept safe, with their names, in their order."""
_NAMES = ATTENTION | SAFETY
YES, NO = "yes", "no"
MOST_PHRASES = 20


def write_common(common: InCommon) -> dict[str, str]:
    """What stands in the fields."""
    rules = common.attention
    return {
        **write_hours(common.hours),
        BEFORE: ", ".join(str(one) for one in rules.before),
        OVERDUE: str(rules.overdue),
        AGAIN: str(rules.again),
        WAITING: ", ".join(str(one) for one in rules.waiting),
        LOCK_AFTER: str(common.safety.lock_after),
        SIGN_OFF: YES if common.safety.sign_off else NO,
        COPYING: YES if common.safety.copying else NO,
        PHRASES: "\n".join(common.phrases),
        RECORD_PHRASES: "\n".join(common.record_phrases),
    }


def read_common(typed: Mapping[str, str], now: InCommon) -> InCommon:
    """What the fields say; what has no field stays as it is now.

    Raises:
        Mistyped: the first field that can't be read, what is wrong in it and what to type.
    """
    hours = read_hours(typed)
    before = _minutes(typed[BEFORE], BEFORE)
    waiting = _minutes(typed[WAITING], WAITING)
    if len(waiting) != 3:
        raise Mistyped(f"{ATTENTION[WAITING]}: three times, like 2, 5, 10", WAITING)
    (overdue,), (again,) = (_one(typed[name], name) for name in (OVERDUE, AGAIN))
    try:
        rules = Rules(before=before, overdue=overdue, again=again, waiting=waiting)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        why = first["msg"].removeprefix("Value error, ")
        raise Mistyped(f"{ATTENTION[name]}: {why}", name) from None
    phrases = {name: _phrases(typed[name], name) for name in (PHRASES, RECORD_PHRASES)}
    changed = {"hours": hours, "attention": rules, "safety": _safety(typed), **phrases}
    return now.model_copy(update=changed)


def _safety(typed: Mapping[str, str]) -> Safety:
    (lock_after,) = _one(typed[LOCK_AFTER], LOCK_AFTER)
    try:
        return Safety(
            lock_after=lock_after, sign_off=typed[SIGN_OFF] == YES, copying=typed[COPYING] == YES
        )
    except ValidationError as error:
        why = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise Mistyped(f"{SAFETY[LOCK_AFTER]}: {why}", LOCK_AFTER) from None


def _phrases(typed: str, name: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(filter(None, map(one_line, clean(typed).splitlines()))))
    if len(found) > MOST_PHRASES:
        raise Mistyped(f"Phrases: {MOST_PHRASES} at most, a line each", name)
    return found


def _minutes(typed: str, name: str) -> tuple[int, ...]:
    pieces = [one.strip() for one in one_line(typed).replace(";", ",").split(",") if one.strip()]
    if not all(one.isascii() and one.isdigit() and len(one) <= 4 for one in pieces):
        raise Mistyped(f"{_NAMES[name]}: whole minutes with commas between, like 15, 5", name)
    return tuple(int(one) for one in pieces)


def _one(typed: str, name: str) -> tuple[int, ...]:
    found = _minutes(typed, name)
    if len(found) != 1:
        raise Mistyped(f"{_NAMES[name]}: one number of minutes, like 2", name)
    return found
