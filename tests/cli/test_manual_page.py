"""The manual page and the help: each verb with all that it takes, as the parser has it."""

import argparse
import re
import shutil
import subprocess

import pytest

from p2p_tui.cli.examples import EXAMPLES, verbs_of
from p2p_tui.cli.main import main, parser
from p2p_tui.cli.manual import page
from p2p_tui.config import Settings, variables
from tests.cli.conftest import P2P
from tests.conftest import note_engine
from tests.rights.test_on_the_command_line import verbs

LINTS = {
    "groff": ["groff", "-man", "-ww", "-z"],
    "mandoc": ["mandoc", "-T", "lint", "-W", "warning"],
}
DRAWS = {
    "groff": ["groff", "-man", "-Tutf8", "-P-cbou", "-rLL=200n"],
    "mandoc": ["mandoc", "-T", "utf8", "-O", "width=200"],
}
UNDATED = re.compile(r'.*missing date, using "": TH\n')
"""It says its version: a date would change it each day."""


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """No desk is opened."""
    return note_engine(request, "sqlcipher")


def taken_by(verb: argparse.ArgumentParser) -> list[argparse.Action]:
    """What is said of a verb beyond that it has a help, and acts."""
    usual = (argparse._HelpAction, argparse._SubParsersAction)
    return [one for one in verb._actions if not isinstance(one, usual)]


def readers() -> list[object]:
    return [
        pytest.param(one, marks=pytest.mark.skipif(not shutil.which(one), reason=f"needs {one}"))
        for one in LINTS
    ]


def drawn(reader: str) -> str:
    done = subprocess.run(DRAWS[reader], input=page(), text=True, capture_output=True, check=True)
    return re.sub(r".\x08", "", done.stdout)


@pytest.mark.parametrize("reader", readers())
def test_whoever_draws_manual_pages_has_nothing_to_say_against_it(reader: str) -> None:
    done = subprocess.run(LINTS[reader], input=page(), text=True, capture_output=True, check=False)
    assert UNDATED.sub("", done.stdout + done.stderr) == ""


@pytest.mark.parametrize("reader", readers())
def test_what_is_drawn_is_what_was_meant(reader: str) -> None:
    shown = " ".join(drawn(reader).split())
    for words, _, verb in verbs_of(parser()):
        for line in EXAMPLES.get(words, ()):
            assert " ".join(line.split()) in shown, line
        for action in taken_by(verb) if words else ():
            assert " ".join(str(action.help).split()) in shown, (words, action.dest)
    for field in Settings.model_fields.values():
        assert field.description
        assert " ".join(field.description.split()) in shown


def test_it_has_every_verb_every_option_and_every_setting() -> None:
    text = page()
    told = re.findall(r'^\.SS "p2p (.*)"$', text, re.M)
    assert set(told) == set(verbs(parser())) - {""}
    for words, _, verb in verbs_of(parser()):
        part = text.partition(f'.SS "p2p {words}"')[2].partition(".SS ")[0]
        for action in taken_by(verb) if words else ():
            for option in action.option_strings:
                assert rf"\fB{option}\fP".replace("-", r"\-") in part, (words, option)
    for name in variables():
        assert rf"\fB{name}\fP" in text
    assert text.isascii()


def test_every_verb_has_an_example_and_says_what_each_argument_is() -> None:
    assert set(EXAMPLES) == set(verbs(parser())) - {""}
    for words, told, verb in verbs_of(parser()):
        assert not words or told, words
        for action in taken_by(verb):
            assert action.help, (words, action.dest)


@pytest.mark.parametrize("words", sorted(EXAMPLES))
def test_help_has_what_it_is_for_its_examples_and_its_arguments(
    words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="0"):
        main([*words.split(), "--help"])
    said = capsys.readouterr().out
    for line in EXAMPLES[words]:
        assert f"\n  {line}\n" in said
        assert line.startswith(f"p2p {words}")


def test_the_verb_prints_it(new_p2p: P2P) -> None:
    assert new_p2p("manual") == page()
