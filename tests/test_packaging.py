"""What is installed, what is promised in the README and what is cited all agree."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
RUN_LOCK = ROOT / "requirements.txt"
TEST_LOCK = ROOT / "requirements-test.txt"
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def entries(lock: Path) -> list[str]:
    """The lock's requirements, each with its hashes on one logical line."""
    text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def pins(lock: Path) -> dict[str, Requirement]:
    requirements = [Requirement(entry.split("--hash", 1)[0].strip()) for entry in entries(lock)]
    found: dict[str, Requirement] = {canonicalize_name(r.name): r for r in requirements}
    assert len(found) == len(requirements), f"{lock.name} pins a name twice"
    return found


def declared(*, with_tests: bool) -> list[Requirement]:
    """What pyproject.toml asks for: to build, to run and, if wanted, to test."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    if with_tests:
        wanted += project["project"]["optional-dependencies"]["test"]
    return [Requirement(line) for line in wanted]


@pytest.mark.parametrize(
    ("lock", "with_tests"), [(RUN_LOCK, False), (TEST_LOCK, True)], ids=["run", "test"]
)
def test_the_lock_has_a_fitting_version_of_all_that_is_declared(
    lock: Path, with_tests: bool
) -> None:
    locked = pins(lock)
    for wanted in declared(with_tests=with_tests):
        pin = locked[canonicalize_name(wanted.name)]
        (version,) = pin.specifier
        assert wanted.specifier.contains(version.version), f"{pin} does not fit {wanted}"


def test_the_test_lock_has_all_of_the_run_lock_at_the_same_versions() -> None:
    assert set(entries(RUN_LOCK)) <= set(entries(TEST_LOCK))


@pytest.mark.parametrize("lock", [RUN_LOCK, TEST_LOCK], ids=["run", "test"])
def test_every_requirement_is_pinned_and_hashed(lock: Path) -> None:
    for entry in entries(lock):
        assert re.match(r"[A-Za-z0-9._-]+==[^\s*]+ ", entry), f"not pinned: {entry[:60]}"
        assert HASH.search(entry), f"no hash: {entry[:60]}"
    for name, pin in pins(lock).items():
        assert [s.operator for s in pin.specifier] == ["=="], name
        assert pin.url is None, name


@pytest.mark.parametrize("lock", [RUN_LOCK, TEST_LOCK], ids=["run", "test"])
def test_the_lock_leaves_the_choice_of_an_index_to_the_machine(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    for trace in ("://", "--index-url", "--extra-index-url", "--find-links", "--trusted-host"):
        assert trace not in text


def test_the_build_group_names_the_build_backend() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["dependency-groups"]["build"] == project["build-system"]["requires"]


def test_every_rule_that_is_cited_exists() -> None:
    rules = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    known = set(re.findall(r"^### (R\d+)$", rules, flags=re.MULTILINE))
    assert known == {f"R{number}" for number in range(1, 20)}
    texts = [*(ROOT / "p2p_tui").rglob("*.py"), *(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]
    for path in texts:
        cited = set(re.findall(r"\bR\d+\b", path.read_text(encoding="utf-8")))
        assert cited <= known, f"{path.relative_to(ROOT)} cites {sorted(cited - known)}"


@pytest.mark.parametrize(
    ("name", "lock", "end"),
    [
        ("demo", RUN_LOCK, r"\.venv/bin/p2p demo"),
        ("test", TEST_LOCK, r"\.venv/bin/pytest( .*)?"),
    ],
)
def test_the_readme_gives_each_command_in_one_line(name: str, lock: Path, end: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(rf"^<!-- command: {name} -->\n+```\w*\n(.*?)^```$", readme, re.M | re.S)
    assert len(blocks) == 1, f"the README marks {len(blocks)} blocks as the command {name}"
    (line,) = blocks[0].splitlines()
    assert f"--require-hashes -r {lock.name} " in line
    assert re.fullmatch(end, line.split(" && ")[-1]), line
