"""``p2p doctor``: how everything is that the desk needs, and the command that mends what is not."""

import argparse
import json
import os
import platform
import shlex
import stat
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from p2p_tui import __version__
from p2p_tui.cli import terminal
from p2p_tui.cli.main import NO, OK, UNUSABLE
from p2p_tui.cli.showing import DEFAULT, NONE, WIDTH, in_force, put
from p2p_tui.config import Settings, SettingsError, load, settings_file
from p2p_tui.desk import health
from p2p_tui.desk.anchoring import Anchorage
from p2p_tui.desk.health import Finding, Health
from p2p_tui.domain.masking import Masked, secrets_in
from p2p_tui.domain.text import one_line

_MARK, _WHAT = 6, 21
"""How wide the first two columns are."""


def examine(args: argparse.Namespace) -> int:
    """Look at everything, print what was found, and say by the exit code whether it will do."""
    found = [_program()]
    usable = True
    try:
        settings = load()
    except SettingsError as error:
        mend = f"mend it, or move it away: {shlex.quote(str(settings_file()))}"
        found += [Finding("settings", Health.BAD, str(error), mend), health.time_zones()]
    else:
        found += _settings(settings)
        kept = Anchorage(settings.anchor_file, settings.anchor_syslog)
        checkup = health.examine(settings.database_url, settings.database_key_file, anchorage=kept)
        found += checkup.findings
        usable = checkup.usable
    found += terminal.here()
    cleaned = [_cleaned(one) for one in found]
    put(_document(cleaned) if args.json else _page(cleaned))
    if not usable:
        return UNUSABLE
    return NO if any(one.health is Health.BAD for one in found) else OK


def _program() -> Finding:
    system = f"{platform.system()} {platform.release()}"
    return Finding(
        "program", Health.GOOD, f"p2p {__version__}, Python {platform.python_version()}, {system}"
    )


def _settings(settings: Settings) -> Iterator[Finding]:
    secret = secrets_in(settings.database_url)
    yield _settings_file(settings_file(), secret)
    origins = {}
    for one in in_force(settings):
        origins[one.name] = "the defaults" if one.source == DEFAULT else one.source
        told = NONE if one.value is None else one.value
        yield Finding(one.name.replace("_", " "), Health.GOOD, f"{told} (from {origins[one.name]})")
    if secret.passwords:
        where = origins["database_url"]
        yield Finding(
            "password", Health.WARNING, f"it stands in {where}, where more can read it than need",
            "take it out of the URL and put it into ~/.pgpass, with: chmod 600 ~/.pgpass",
        )  # fmt: skip


def _settings_file(path: Path, secret: Masked) -> Finding:
    try:
        found = path.stat()
    except OSError:
        return Finding("settings file", Health.GOOD, f"none at {path}")
    mode = stat.S_IMODE(found.st_mode)
    chmod = f"chmod 600 {shlex.quote(str(path))}"
    if mode & 0o022 or found.st_uid not in (0, os.getuid()):
        return Finding(
            "settings file", Health.BAD,
            f"{path} (mode {mode:04o}) is not written by you alone: others can lead you to another"
            " database", f"{chmod}; see whose it is: ls -l {shlex.quote(str(path))}",
        )  # fmt: skip
    if mode & 0o044 and secret.passwords:
        says = f"{path} has mode {mode:04o}: others can read the password in it"
        return Finding("settings file", Health.BAD, says, chmod)
    return Finding("settings file", Health.GOOD, str(path))


def _cleaned(one: Finding) -> Finding:
    return Finding(one_line(one.what), one.health, one_line(one.says), one_line(one.mend))


def _document(found: Sequence[Finding]) -> str:
    told = [
        {"what": one.what, "health": one.health.name.lower(), "says": one.says, "mend": one.mend}
        for one in found
    ]
    return json.dumps(told) + "\n"


def _page(found: Sequence[Finding]) -> str:
    lines = [line for one in found for line in _lines(one)]
    bad = sum(one.health is Health.BAD for one in found)
    noted = sum(one.health is Health.WARNING for one in found)
    wrong = "Nothing is wrong" if not bad else f"{bad} wrong"
    return "\n".join([*lines, "", f"{wrong}, {noted} to note" if noted else wrong]) + "\n"


def _lines(one: Finding) -> list[str]:
    gap = " " * (_MARK + _WHAT)
    first = f"{one.health.value:<{_MARK}}{one.what:<{_WHAT}}"
    # A path may be longer than a line and is broken; a command is not, so that it can be copied.
    lines = textwrap.wrap(one.says, WIDTH, initial_indent=first, subsequent_indent=gap)
    if one.mend:
        lines += textwrap.wrap(
            f"mend: {one.mend}", WIDTH, initial_indent=" " * _MARK,
            subsequent_indent=" " * (_MARK + 6), break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
    return lines
