"""What docs/security.md promises has a test by name, and says what it serves."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "security.md"
_PROMISE = re.compile(r"^\*\*(S\d+)\. ", re.M)
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
_SERVES = re.compile(r"Serves (?:164\.\d{3}|ASVS \d+\.\d+\.\d+)")


def promises(text: str) -> Iterator[tuple[str, str]]:
    """Each promise with its number: up to the next one, or the next title."""
    starts = list(_PROMISE.finditer(text))
    for at, found in enumerate(starts):
        end = starts[at + 1].start() if at + 1 < len(starts) else len(text)
        yield found[1], re.split(r"^## ", text[found.start() : end], maxsplit=1, flags=re.M)[0]


def troubles(text: str) -> list[str]:
    """What is wrong with a page of promises."""
    found = []
    numbers = [number for number, _ in promises(text)]
    found += [f"{number} is there twice" for number in set(numbers) if numbers.count(number) > 1]
    for number, said in promises(text):
        tests = _TEST.findall(said)
        if "Shown by" not in said or not tests:
            found.append(f"{number} has no test")
        if not _SERVES.search(said):
            found.append(f"{number} does not say what it serves")
        found += [f"{number}: {file}::{name} is gone" for file, name in tests
                  if name not in _tests_of(file)]  # fmt: skip
    return found


def _tests_of(file: str) -> set[str]:
    path = ROOT / file
    if not path.is_file():
        return set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {one.name for one in tree.body if isinstance(one, kinds)}


def test_every_promise_has_its_tests_by_name_and_says_what_it_serves() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert len(list(promises(text))) >= 20
    assert troubles(text) == []


HERE = "`tests/test_security_promises.py::test_a_promise_that_lacks_something_is_found`"


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (f"**S1. Safe.**\nShown by {HERE}. Serves ASVS 6.1.1.", []),
        ("**S1. Safe.**\nServes 164.312(d).", ["S1 has no test"]),
        (f"**S1. Safe.**\nShown by {HERE}.", ["S1 does not say what it serves"]),
        (
            "**S1. Safe.**\nShown by `tests/test_gone.py::test_x`. Serves 164.312(d).",
            ["S1: tests/test_gone.py::test_x is gone"],
        ),
        (
            f"**S1. A.** Shown by {HERE}. Serves ASVS 6.1.1.\n\n"
            f"**S1. B.** Shown by {HERE}. Serves ASVS 6.1.1.",
            ["S1 is there twice"],
        ),
    ],
)
def test_a_promise_that_lacks_something_is_found(page: str, said: list[str]) -> None:
    assert troubles(page) == said
