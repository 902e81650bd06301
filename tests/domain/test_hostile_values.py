"""Every text of every value is cleaned as the value is made: from a person, a file, a database."""

import importlib
import json
import pkgutil
import time
from collections.abc import Callable, Iterator
from typing import Annotated, Any, get_args, get_origin

import pytest
from pydantic import AfterValidator

import p2p_tui.domain
import p2p_tui.store
from p2p_tui.domain.details import Details
from p2p_tui.domain.text import clean, clean_nested, one_line
from p2p_tui.domain.values import Frozen, _trimmed
from tests.hostile import CANARIES, POISON, hostile_in

CLEANERS = {clean, one_line, _trimmed, clean_nested}
OWN_WORDS = {
    **dict.fromkeys(("Ask.key", "Conflict.field", "Taken.step", "_Stage.mark"), "a name of ours"),
    **dict.fromkeys(("Ask.ref", "Route.expected", "Route.why"), "made of a request that is clean"),
    **dict.fromkeys(("Block.title", "Block.rows", "Page.title", "Section.title"), "made of clean"),
    **dict.fromkeys(("Figure.label", "Figure.value", "Figure.beside", "Figure.opens",
                     "Group.title", "Group.columns"), "made of a report that is clean"),
    **dict.fromkeys(("DeskHours.zone", "DeskHours.state"), "one of a list"),
    **dict.fromkeys(("Reading.zone", "Roster.zone", "ZoneGuess.zone", "ZoneGuess.choices"),
                    "one of a list"),
    "Known.digest": "shown to nobody",
}  # fmt: skip
"""What is not read as it stands from anywhere, and why that is so."""


def models() -> list[type[Frozen]]:
    for package in (p2p_tui.domain, p2p_tui.store):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations." not in found.name:
                importlib.import_module(found.name)
    waiting, known = [Frozen], set()
    while waiting:
        for one in waiting.pop().__subclasses__():
            if one not in known and one.__module__.startswith("p2p_tui."):
                known.add(one)
                waiting.append(one)
    return sorted(known, key=lambda one: one.__qualname__)


def is_cleaned(metadata: Any) -> bool:
    return any(isinstance(one, AfterValidator) and one.func in CLEANERS for one in metadata)


def uncleaned(annotation: Any, metadata: Any = ()) -> bool:
    """Say whether a text could stand in a field as it came."""
    if is_cleaned(metadata):
        return False
    if get_origin(annotation) is Annotated:
        inner, *told = get_args(annotation)
        return uncleaned(inner, told)
    if annotation in (str, Any, object):
        return True
    return any(uncleaned(one) for one in get_args(annotation))


def fields() -> Iterator[str]:
    for model in models():
        for name, field in model.model_fields.items():
            if uncleaned(field.annotation, field.metadata):
                yield f"{model.__qualname__}.{name}"


def test_no_value_holds_a_text_as_it_came() -> None:
    assert len(models()) > 20
    assert set(fields()) == set(OWN_WORDS)


@pytest.mark.parametrize("canary", list(CANARIES.values()), ids=list(CANARIES))
@pytest.mark.parametrize("clean_it", [clean, one_line, _trimmed])
def test_nothing_is_left_that_a_terminal_obeys(clean_it: Callable[[str], str], canary: str) -> None:
    once = clean_it(f"[{canary}]")
    assert hostile_in(once) == ""
    assert clean_it(once) == once
    assert once.startswith("["), "what stood around it is there"
    assert once.endswith("]")


def test_all_of_a_record_is_cleaned_however_deep_it_stands() -> None:
    deep = {f"key{POISON}": [{"a": (POISON, 1, None, True)}, POISON], "b": {"c": POISON}}
    found = clean_nested(deep)
    assert hostile_in(json.dumps(found, ensure_ascii=False)) == ""
    assert [one for one in found if one.startswith("key")]
    assert clean_nested(found) == found


@pytest.mark.parametrize("name", [
    name for name, field in Details.model_fields.items() if field.annotation is str
])  # fmt: skip
def test_each_field_of_a_request_is_clean_and_keeps_what_it_can(name: str) -> None:
    for canary in CANARIES.values():
        value = getattr(Details.model_validate({name: f"Kim {canary} Osei"}), name)
        assert hostile_in(value) == ""
        assert value.startswith("Kim")
        assert value.endswith("Osei")


def test_a_megabyte_is_cleaned_in_no_time_to_speak_of() -> None:
    began = time.perf_counter()
    clean("\x1b[5m大" * 200_000)
    assert time.perf_counter() - began < 5
