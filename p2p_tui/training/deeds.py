"""What the coach sees of a learner: the screen in front, what was done, and whether it fits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from p2p_tui.domain.request import Request
from p2p_tui.domain.story import Happening
from p2p_tui.training.lesson import LEARNER, When


@dataclass(frozen=True)
class Sight:
    """What is in front of the learner now."""

    screen: str = ""
    """Its name, such as ``new_request``."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """What the fields of a form hold, the one in which one types left out."""
    said: str = ""
    """What was announced last, and what a form complains of."""


class Deed(BaseModel):
    """Something that was done at the desk, as the record has it."""

    seq: int
    who: str
    move: str
    ref: str | None
    given: dict[str, Any]
    used: bool = False
    """Whether a step was done by it."""

    @classmethod
    def of(cls, happening: Happening) -> "Deed":
        """What happened, with what was given and what it wrote."""
        given = {**happening.after, **happening.given}
        return cls(
            seq=happening.seq,
            who=happening.actor,
            move=happening.move,
            ref=happening.ref,
            given=given,
        )


@dataclass
class World:
    """The requests as they stand, and by which names the lesson calls them."""

    learner: str
    requests: dict[str, Request] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """References by name."""

    def person(self, who: Any) -> Any:
        """The learner's username where the lesson speaks of them; anything else as it is."""
        return self.learner if who == LEARNER else who


def is_so(when: When, sight: Sight, world: World) -> bool:
    """Say whether it is so now; what somebody is to do is asked of ``was_done``."""
    if when.screen and when.screen != sight.screen:
        return False
    if when.said and not fits(when.said, sight.said):
        return False
    typed = all(
        name in sight.fields and fits(pattern, sight.fields[name])
        for name, pattern in when.fields.items()
    )
    if not typed:
        return False
    return not when.request or _stands(when, world.names.get(when.on, ""), world)


def was_done(when: When, deed: Deed, world: World) -> bool:
    """Say whether a deed is the one that is looked for."""
    if deed.move != when.move or deed.who != world.person(when.by):
        return False
    if when.on and world.names.get(when.on) != deed.ref:
        return False
    if not all(fits(pattern, deed.given.get(name)) for name, pattern in when.given.items()):
        return False
    return not when.request or _stands(when, deed.ref or "", world)


def _stands(when: When, ref: str, world: World) -> bool:
    request = world.requests.get(ref)
    if request is None:
        return False
    values = request.model_dump(mode="json")
    return all(fits(pattern, _within(values, path)) for path, pattern in when.request.items())


def _within(values: Any, path: str) -> Any:
    for part in path.split("."):
        if isinstance(values, list) and part.lstrip("-").isdigit():
            at = int(part)
            values = values[at] if -len(values) <= at < len(values) else None
        else:
            values = values.get(part) if isinstance(values, Mapping) else None
    return values


def fits(pattern: str, value: Any) -> bool:
    """Say whether a value is as a pattern wants it (``When``)."""
    text = _text(value)
    if " & " in pattern:
        return all(fits(one, value) for one in pattern.split(" & "))
    if pattern.startswith("not "):
        return not fits(pattern.removeprefix("not "), value)
    if pattern == "*":
        return bool(text.strip())
    for one in pattern.split(" | "):
        exact = one.startswith("=")
        wanted, found = _plain(one.removeprefix("=")), _plain(text)
        if wanted == found or (wanted and not exact and wanted in found):
            return True
    return False


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return " ".join(_text(one) for one in value.values())
    if isinstance(value, list | tuple):
        return " ".join(_text(one) for one in value)
    return str(value)


def _plain(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
