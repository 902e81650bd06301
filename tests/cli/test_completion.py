"""What shells complete, in real ones: verbs, acts, options, their choices, and files for files."""

import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from p2p_tui.cli.completing import script
from p2p_tui.cli.main import parser
from tests.cli.conftest import P2P
from tests.conftest import note_engine
from tests.journeys.terminal import Terminal
from tests.rights.test_on_the_command_line import verbs

SHELLS = ("bash", "zsh", "fish")


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """No desk is opened."""
    return note_engine(request, "sqlcipher")


def needs(shell: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not shutil.which(shell), reason=f"left out: needs {shell}")


def of_bash(folder: Path, *words: str) -> set[str]:
    """What bash offers for the last of the words that follow ``p2p``."""
    (folder / "p2p.bash").write_text(script("bash"))
    typed = ["p2p", *words]
    asked = (
        f"source ./p2p.bash; COMP_WORDS=({shlex.join(typed)}); COMP_CWORD={len(words)};"
        " $(complete -p p2p | sed -n 's/.*-F \\([^ ]*\\) p2p/\\1/p') 2>/dev/null;"
        ' printf "%s\\n" "${COMPREPLY[@]}"'
    )
    said = subprocess.run(
        ["bash", "--norc", "--noprofile", "-c", asked], cwd=folder, text=True, check=True,
        capture_output=True, env={"PATH": os.defpath},
    ).stdout  # fmt: skip
    return set(said.split())


def of_fish(folder: Path, *words: str) -> set[str]:
    (folder / "p2p.fish").write_text(script("fish"))
    asked = f"source ./p2p.fish; complete -C {shlex.quote('p2p ' + ' '.join(words))}"
    said = subprocess.run(
        ["fish", "--no-config", "-c", asked], cwd=folder, text=True, check=True,
        capture_output=True, env={"PATH": os.defpath, "HOME": str(folder)},
    ).stdout  # fmt: skip
    return {line.split("\t")[0].strip() for line in said.splitlines()}


OFFERED = [
    (("qu",), {"queue"}),
    (("re",), {"report", "restore", "rekey"}),
    (("staff", ""), {"add", "set", "disable", "enable", "list"}),
    (("emergency", "l"), {"lend", "list"}),
    (("template", ""), {"now", "callback", "rph"}),
    (("demo", "--seat", ""), {"technician", "pharmacist", "lead"}),
    (("tracker", "export", "--format", ""), {"csv", "xlsx", "jsonl"}),
    (("completion", "z"), {"zsh"}),
    (("purge", "--d"), {"--dry-run"}),
    (("backup", "fr"), {"friday.db"}),
    (("ssh", "authorize", "tina", "ti"), {"tina.pub"}),
    (("tracker", "export", "--output", "fr"), {"friday.db"}),
]

IDS = [" ".join(words) for words, _ in OFFERED]


def with_files(folder: Path) -> Path:
    for name in ("friday.db", "tina.pub"):
        (folder / name).touch()
    return folder


@pytest.mark.parametrize(("words", "offered"), OFFERED, ids=IDS)
def test_bash_completes(tmp_path: Path, words: tuple[str, ...], offered: set[str]) -> None:
    assert of_bash(with_files(tmp_path), *words) == offered


@needs("fish")
@pytest.mark.parametrize(("words", "offered"), OFFERED, ids=IDS)
def test_fish_completes(tmp_path: Path, words: tuple[str, ...], offered: set[str]) -> None:
    assert of_fish(with_files(tmp_path), *words) == offered


def test_every_verb_is_offered(tmp_path: Path) -> None:
    for verb in set(verbs(parser())) - {""}:
        *before, last = verb.split()
        assert last in of_bash(tmp_path, *before, last[0]), verb


STARTS = {
    "bash": (["bash", "--norc", "--noprofile"], "PS1='$ '; source ./p2p.bash"),
    "zsh": (
        ["zsh", "-f"],
        "PS1='$ '; fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D; echo so",
    ),
    "fish": (["fish", "--no-config"], "source ./p2p.fish"),
}
"""How a shell without settings is started, and told of the script."""
NAMES = {"bash": "p2p.bash", "zsh": "_p2p", "fish": "p2p.fish"}


@pytest.mark.journey
@pytest.mark.parametrize("shell", [pytest.param(one, marks=needs(one)) for one in SHELLS])
def test_somebody_presses_tab_in_a_real_shell(tmp_path: Path, shell: str) -> None:
    (with_files(tmp_path) / NAMES[shell]).write_text(script(shell))
    argv, told = STARTS[shell]
    kept = {"HOME": str(tmp_path), "PATH": os.defpath, "TERM": "xterm", "LANG": "C.UTF-8"}
    with Terminal(argv, kept) as terminal:
        terminal.type(f"{told}; echo re''ady\n")
        terminal.wait_for(lambda lines: any(line.strip() == "ready" for line in lines))
        terminal.type("p2p trac\t")
        terminal.wait_for("p2p tracker ")
        terminal.type("exp\t")
        terminal.wait_for("p2p tracker export ")
        terminal.type("--format js\t")
        terminal.wait_for("--format jsonl")
        terminal.type("--output fri\t")
        terminal.wait_for("--output friday.db")


@pytest.mark.parametrize("shell", SHELLS)
def test_the_verb_prints_the_script(new_p2p: P2P, shell: str) -> None:
    assert new_p2p("completion", shell) == script(shell)
    if new_p2p.address.file:
        assert not new_p2p.address.file.exists()
