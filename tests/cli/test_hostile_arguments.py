"""Whatever is typed behind ``p2p``: one line that obeys nobody, and never a fault.

The command line is asked for its own verbs and options: one that comes is tried as well.
"""

import argparse
import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from p2p_tui.cli import main as command
from p2p_tui.store.models import EventRow
from tests.cli.conftest import P2P
from tests.command_line import made_once
from tests.hostile import CHARACTERS, MARKUP, POISON, SEQUENCES, hostile_in
from tests.house import KIM, sit


def typable(text: str) -> str:
    """What of it a shell can hand over: no NUL, and no letter that no bytes stand for."""
    return text.replace("\0", "").replace("\ud800", "")


TYPED = {
    "all of it": typable(POISON), "broken bytes": os.fsdecode(b"a\xff\x9bb"),
    "a name": "a\x1b]0;CANARY\x07\n\x9b5i\u202e[red]b",
    "format": MARKUP["format"], "long": "x" * 5000, "option": "--", "nothing": "",
}  # fmt: skip
EACH = {kind: typable(one) for kind, one in {**SEQUENCES, **CHARACTERS, **MARKUP}.items()}
GIVEN = {
    "username": "lena", "name": "Zoe Falk", "role": "lead", "ref": "P2P-1001", "why": "a lawsuit",
    "older_than": "6y", "who": "tina", "reference": "no-such", "found": "all well", "file": "-",
    "issue": "raj", "format": "csv", "kind": "now",
}  # fmt: skip
"""What is given for what a verb can't do without, when another argument is tried."""
SEATS = (
    "seats:open_desk", "seats:session", "seats:demo", "serving:serve", "passphrases:passphrase",
)  # fmt: skip
"""What asks a person at a terminal, or goes on until it is told to end."""


class Verb(NamedTuple):
    """A verb as it is typed, and what can be told to it."""

    words: tuple[str, ...]
    run: str
    actions: tuple[argparse.Action, ...]

    def told(self, dest: str, value: str) -> list[str]:
        """The command line on which one argument is this value."""
        line = list(self.words)
        behind = []
        for action in self.actions:
            said = value if action.dest == dest else GIVEN.get(action.dest)
            if not action.option_strings:
                behind += [] if said is None else [said]
            elif action.dest == dest or action.required or action.dest == "username":
                assert said is not None, f"nothing is known to give for {action.dest}"
                line.append(f"{action.option_strings[-1]}={said}")
        return [*line, "--yes", *behind] if self.words == ("purge",) else [*line, *behind]


def verbs(parser: argparse.ArgumentParser, words: tuple[str, ...] = ()) -> Iterator[Verb]:
    """All verbs below this one, and itself where it runs."""
    under = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    for one in under:
        for name, below in one.choices.items():
            yield from verbs(below, (*words, name))
    run = parser.get_default("run")
    if not under and run not in SEATS:
        yield Verb(words, run, tuple(parser._actions))


ALL = {f"{' '.join(one.words)} {action.dest}": (one, action.dest)
       for one in verbs(command.parser()) for action in one.actions
       if action.nargs != 0 and action.dest != "help"}  # fmt: skip


@pytest.fixture
def run(
    p2p: P2P, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[[list[str]], tuple[int, str]]:
    """Runs a verb in this process: its exit code, and all that it says."""
    for name in [name for name in os.environ if name.startswith("P2P_")]:
        monkeypatch.delenv(name)
    for name, value in p2p.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    made_once(monkeypatch)
    office = p2p.address.open()
    sit(office, "tina").place(KIM)
    office.close()

    def it(argv: list[str]) -> tuple[int, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
        try:
            code = command.main(argv)
        except SystemExit as left:
            code = int(left.code or 0)
        return code, "".join(capfd.readouterr())

    return it


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
def test_every_argument_of_every_verb_can_be_hostile(
    run: Callable[[list[str]], tuple[int, str]], tmp_path: Path, at_length: bool
) -> None:
    assert len(ALL) > 40
    tried = TYPED | (EACH if at_length else {})
    bad = []
    for name, (verb, dest) in ALL.items():
        for kind, value in tried.items():
            code, said = run(verb.told(dest, value))
            for made in tmp_path.iterdir():
                if made.is_file():
                    made.unlink()
            one_line = not said.startswith("p2p: ") or said.find("\n") == len(said) - 1
            fault = "incident" in said or code not in range(4)
            # A table of text has line ends of its own.
            if hostile_in(said.replace("\r\n", "\n")) or fault or not one_line:
                bad.append((name, kind, code, said[:200]))
    assert not bad, "\n".join(map(str, bad))
    assert not list(tmp_path.rglob("incidents.log"))


def test_a_person_is_on_record_as_the_desk_knows_them_however_it_was_typed(p2p: P2P) -> None:
    template = "| Peer to Peer |\nContact name and job title: Kim Osei, MA\nDrug name: Ozempic\n"
    placed = p2p.json("submit", "--as", " tina\u2029", stdin=template)
    assert [one["placed_by"] for one in placed] == ["tina"]
    office = p2p.address.open()
    with office.store.explained():
        assert {row.actor for row in EventRow.select().where(EventRow.move == "place")} == {"tina"}
    office.close()
