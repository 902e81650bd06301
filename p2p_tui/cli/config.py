"""``p2p config``: the settings in force, and where each of them comes from."""

import argparse
import json
import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from p2p_tui.cli.main import OK
from p2p_tui.cli.showing import DEFAULT, NONE, WIDTH, Setting, in_force, put
from p2p_tui.config import load, settings_file, unknown
from p2p_tui.domain.text import one_line

_NAME = 19
"""How wide the first column is."""


def show(args: argparse.Namespace) -> int:
    """Print every setting; the database is not opened and nothing is made."""
    shown = in_force(load())
    path = settings_file()
    put(_document(path, shown) if args.json else _page(path, shown, unknown()))
    return OK


def _document(path: Path, shown: Sequence[Setting]) -> str:
    told = {
        "file": str(path) if path.exists() else None,
        "settings": [asdict(one) for one in shown],
    }
    return json.dumps(told) + "\n"


def _page(path: Path, shown: Sequence[Setting], strays: Sequence[str]) -> str:
    lines = _row("settings file", str(path) if path.exists() else f"none at {path}")
    for one in shown:
        lines += ["", *_row(one.name, _value(one))]
        lines += _row("", one.source if one.source == DEFAULT else f"from {one.source}")
    if strays:
        these = "is no setting and does" if len(strays) == 1 else "are no settings and do"
        lines += ["", *_row("note", f"{', '.join(strays)} {these} nothing")]
    return "\n".join(lines) + "\n"


def _value(one: Setting) -> str:
    if one.value is None:
        return NONE
    return one.value if one.value.strip() else "empty"


def _row(name: str, says: str) -> list[str]:
    return textwrap.wrap(
        one_line(says), WIDTH, initial_indent=f"{name:<{_NAME}}",
        subsequent_indent=" " * _NAME, break_on_hyphens=False,
    )  # fmt: skip
