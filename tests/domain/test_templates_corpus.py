"""Filled templates as they circulate, each with what a person reads in it.

``corpus/NAME.txt`` is a paste, to the byte; ``corpus/NAME.json`` the templates that are to be found
in it, each with its kind and the fields that are not empty.
"""

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from p2p_tui.domain.details import Template
from p2p_tui.domain.templates import Form, read, write
from tests.domain.pastes import FORMS, on_template

CORPUS = Path(__file__).parent / "corpus"


class Case(NamedTuple):
    paste: str
    expected: tuple[Template, ...]


def case(paste: Path) -> Case:
    found = json.loads(paste.with_suffix(".json").read_text(encoding="utf-8"))
    return Case(paste.read_bytes().decode("utf-8"), tuple(template(**one) for one in found))


def template(kind: str, **fields: Any) -> Template:
    return Template.model_validate({"kind": kind, "details": fields})


CASES = {paste.stem: case(paste) for paste in sorted(CORPUS.glob("*.txt"))}


def test_every_paste_of_the_corpus_has_its_expectation() -> None:
    assert len(CASES) >= 66
    assert {found.stem for found in CORPUS.glob("*.json")} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_filled_templates_as_they_circulate(name: str) -> None:
    assert read(CASES[name].paste) == CASES[name].expected


@pytest.mark.parametrize("form", FORMS)
def test_the_corpus_is_written_and_read_back(form: Form) -> None:
    for one in (template for case in CASES.values() for template in case.expected):
        (again,) = read(write(one.kind, one.details, form))
        assert again.details == on_template(one.kind, one.details)
