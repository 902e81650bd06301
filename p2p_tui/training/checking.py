"""Whether a lesson can be taught: what its fields say, held against the desk as it is."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from zoneinfo import available_timezones

from pydantic import BaseModel

from p2p_tui.domain import guide
from p2p_tui.domain.details import Details
from p2p_tui.domain.lifecycle import BY_NAME
from p2p_tui.domain.people import Staff
from p2p_tui.domain.request import Request
from p2p_tui.training.coaching import INNER_WIDTH, LINES, keys_of, lines, written
from p2p_tui.training.lesson import LEARNER, Act, Lesson, When
from p2p_tui.training.synthetic import STAFF

_PEOPLE = frozenset({one.username for one in STAFF} | {LEARNER})
_OTHER_ACTS = ("place", "reads", "says", "leaves", "comes")
_OTHER_MOVES = ("place", "staff")
_PRESSED = frozenset((
    "tab", "shift+tab", "enter", "space", "up", "down", "left", "right", "escape", "backspace",
    "home", "end", "pageup", "pagedown", "ctrl+u",
))  # fmt: skip


def problems(
    lesson: Lesson, key: Callable[[str], str | None], screens: frozenset[str]
) -> list[str]:
    """What is wrong with a lesson, a line each; nothing where it can be taught.

    ``key`` gives the key of a name in braces, or None where there is none; ``screens`` are the
    names of those that can be in front.
    """
    return [
        *_texts(lesson, key), *_acts(lesson), *_names(lesson), *_whens(lesson, screens),
        *_guide(lesson),
        *_order(lesson),
    ]  # fmt: skip


def key_of(name: str) -> str | None:
    """The key behind a name in braces, as it is by default."""
    from p2p_tui.tui.keys import KEYS, written_key

    if name in KEYS:
        return written_key(KEYS[name].keys.split(",")[0])
    return written_key(name) if len(name) == 1 or name in _PRESSED else None


def screen_names() -> frozenset[str]:
    """The screens that a lesson can name."""
    import importlib
    from pkgutil import iter_modules

    from textual.screen import Screen

    from p2p_tui.tui import screens
    from p2p_tui.tui.screens.base import called

    modules = (
        importlib.import_module(f"{screens.__name__}.{one.name}")
        for one in iter_modules(screens.__path__)
    )
    kinds = (kind for module in modules for kind in vars(module).values())
    return frozenset(
        called(kind.__name__)
        for kind in kinds
        if isinstance(kind, type) and issubclass(kind, Screen)
    )


def _texts(lesson: Lesson, key: Callable[[str], str | None]) -> Iterator[str]:
    for step in lesson.step:
        where = f"step {step.id}"
        for name in (*keys_of(step.asks), *keys_of(step.hint)):
            if key(name) is None:
                yield f"{where}: there is no key {{{name}}}"
        said = written(step.asks, lambda name: key(name) or name)
        for what, text in (("asks", f"▸ {said}"), *(("caller", line) for line in step.caller)):
            if len(lines(text)) > LINES:
                yield f"{where}: {what} takes more than {LINES} lines of {INNER_WIDTH} letters"
        why = f"{step.rule}, guide {step.guide}: {step.why}"
        for what, text in (("why", why), ("hint", written(step.hint, lambda one: key(one) or one))):
            if len(lines(text)) > 1:
                yield f"{where}: {what} takes more than a line of {INNER_WIDTH} letters"
    for mistake in lesson.mistake:
        for name in keys_of(mistake.says):
            if key(name) is None:
                yield f"mistake {mistake.id}: there is no key {{{name}}}"
        said = written(mistake.says, lambda name: key(name) or name)
        text = f"✗ {said} ({mistake.rule}, guide {mistake.guide})"
        if len(lines(text)) > LINES:
            yield f"mistake {mistake.id}: says takes more than {LINES} lines"


def _acts(lesson: Lesson) -> Iterator[str]:
    for where, act in lesson.acts():
        if act.who not in _PEOPLE:
            yield f"{where}: nobody is {act.who}; there are {', '.join(sorted(_PEOPLE))}"
        move = BY_NAME.get(act.does)
        if move is None and act.does not in _OTHER_ACTS:
            yield f"{where}: {act.does} is no move; there are {_listed(BY_NAME, _OTHER_ACTS)}"
        if move is not None:
            yield from (
                f"{where}: {act.does} takes no {name}"
                for name in act.given.keys() - {need.name for need in move.needs}
            )
        if (move is not None or act.does == "reads") and not act.on:
            yield f"{where}: {act.does} on which request?"
        if where.startswith("scene") and act.who == LEARNER and act.does == "leaves":
            yield f"{where}: the learner is here"


def _names(lesson: Lesson) -> Iterator[str]:
    """Requests are named before they are spoken of."""
    known: set[str] = set()

    def acted(where: str, act: Act) -> Iterator[str]:
        if act.on and act.on not in known:
            yield f"{where}: no request is called {act.on} by then"
        if act.called:
            known.add(act.called)

    for number, act in enumerate(sorted(lesson.scene, key=lambda one: -one.ago), 1):
        yield from acted(f"scene {number}", act)
    for step in lesson.step:
        for act in step.acts:
            yield from acted(f"step {step.id}", act)
        if step.done.on and step.done.on not in known:
            yield f"step {step.id}: no request is called {step.done.on} by then"
        if step.called:
            known.add(step.called)
    for mistake in lesson.mistake:
        if mistake.when.on and mistake.when.on not in known:
            yield f"mistake {mistake.id}: no request is called {mistake.when.on}"


def _whens(lesson: Lesson, screens: frozenset[str]) -> Iterator[str]:
    fields = _fields()
    for where, when in lesson.whens():
        if when.screen and when.screen not in screens:
            yield f"{where}: there is no screen {when.screen}; there are {_listed(screens)}"
        if when.move and when.move not in BY_NAME and when.move not in _OTHER_MOVES:
            yield f"{where}: {when.move} is no move; there are {_listed(BY_NAME, _OTHER_MOVES)}"
        if when.by not in _PEOPLE:
            yield f"{where}: nobody is {when.by}"
        for name in when.fields.keys() - fields:
            yield f"{where}: no form has a field {name}"
        for path in when.request:
            if not _is_path(path):
                yield f"{where}: a request has no {path}"
        yield from _given(where, when)


def _guide(lesson: Lesson) -> Iterator[str]:
    cited = [(f"step {one.id}", one.guide) for one in lesson.step]
    cited += [(f"mistake {one.id}", one.guide) for one in lesson.mistake]
    for where, step in cited:
        if guide.step(step) is None:
            yield f"{where}: the guide has no step {step}"


def _given(where: str, when: When) -> Iterator[str]:
    move = BY_NAME.get(when.move)
    known = set(Request.model_fields) | set(Staff.model_fields) | {"said"}
    known |= {need.name for need in move.needs} if move else set()
    for name in when.given.keys() - known:
        yield f"{where}: {when.move} gives no {name}"


def _order(lesson: Lesson) -> Iterator[str]:
    ids = {step.id for step in lesson.step}
    for mistake in lesson.mistake:
        for one in mistake.steps:
            if one not in ids:
                yield f"mistake {mistake.id}: there is no step {one}"
    at = lesson.starts
    for step in lesson.step:
        if step.clock is not None:
            if step.clock <= at:
                yield f"step {step.id}: the clock is never set back"
            at = step.clock
    if lesson.zone not in available_timezones():
        yield f"zone: {lesson.zone} is no time zone"


def _fields() -> frozenset[str]:
    from p2p_tui.tui.screens.intake_fields import FIELD_LABELS

    moves = {need.name for move in BY_NAME.values() for need in move.needs}
    own = {"availability", "until", "extension", "word"}
    return frozenset(moves | set(FIELD_LABELS) | set(Details.model_fields) | own)


def _is_path(path: str) -> bool:
    first, *rest = path.split(".")
    if first not in Request.model_fields:
        return False
    model: Any = Request.model_fields[first].annotation
    for part in rest:
        if re.fullmatch(r"-?\d+", part):
            continue
        inner = _model_in(model)
        if inner is None or part not in inner.model_fields:
            return False
        model = inner.model_fields[part].annotation
    return True


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_in(one) for one in getattr(annotation, "__args__", ()))
    return next((one for one in found if one is not None), None)


def _listed(*names: Mapping[str, Any] | frozenset[str] | tuple[str, ...]) -> str:
    return ", ".join(sorted(name for some in names for name in some))
