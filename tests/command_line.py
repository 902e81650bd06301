"""The parser of the command line, made once: making it takes longer than most verbs."""

import functools

import pytest

from p2p_tui.cli import main as command

_PARSER = functools.cache(command.parser)


def made_once(patch: pytest.MonkeyPatch) -> None:
    """Each run of a verb asks for the same parser, which keeps nothing of what it has read."""
    patch.setattr(command, "parser", _PARSER)
    _PARSER()
