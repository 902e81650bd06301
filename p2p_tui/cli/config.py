"""``p2p config``: the settings in force, and where each of them comes from.

How to reach the desk stands in the environment and a file; what the desk has in common stands in
its database, and so does what is a person's own: both are looked up there without making or
changing anything.
"""

import argparse
import json
import textwrap
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from p2p_tui.access import signin
from p2p_tui.cli.main import OK
from p2p_tui.cli.showing import DEFAULT, NONE, WIDTH, Setting, in_force, put
from p2p_tui.config import Settings, load, settings_file, unknown
from p2p_tui.domain.masking import secrets_in
from p2p_tui.domain.preferences import Preferences
from p2p_tui.domain.roles import Ability, may
from p2p_tui.domain.text import one_line
from p2p_tui.domain.typed_hours import in_a_line, write_dates, write_day
from p2p_tui.domain.wording import local

if TYPE_CHECKING:
    from p2p_tui.desk.in_common import Found

_NAME = 19
"""How wide the first column is."""


_OWN = {
    "colours": "In which colours one sees the desk",
    "density": "How much air there is between lines",
    "movement": "Which keys move through lists",
    "bell": "Whether the bell rings for a caller who can't wait",
    "notices": "Whether the terminal shows a notice for such a caller",
    "works": "From when until when one works",
    "extension": "Where calls are transferred to",
    "keys": "Keys of one's own",
}
"""What is a person's own, in the order in which it is shown."""


@dataclass(frozen=True)
class _Desk:
    """What the desk has in common, or why that is not known."""

    found: "Found | None" = None
    problem: str = ""

    @property
    def source(self) -> str:
        """Where it comes from: ``the desk's settings, by Lena Ortiz on Nov 20 2026``."""
        if self.found is None:
            return ""
        told = self.found.in_force
        if told.at is None:
            return DEFAULT
        on = local(told.at, told.common.hours.zone).date()
        return f"the desk's settings, by {self.found.by} on {write_dates([on])}"


def show(args: argparse.Namespace) -> int:
    """Print every setting; where the database can't be opened, that is said in its place."""
    settings = load()
    shown, path = in_force(settings), settings_file()
    desk = _in_common(settings)
    put(_document(path, shown, desk) if args.json else _page(path, shown, desk, unknown()))
    return OK


def _in_common(settings: Settings) -> _Desk:
    from p2p_tui.desk import OfficeUnusableError
    from p2p_tui.desk.in_common import look

    secret = secrets_in(settings.database_url)
    if not secret.readable:
        return _Desk(problem="the password in the URL has characters that end it early")
    try:
        return _Desk(look(settings.database_url, settings.database_key_file, signin.os_login()))
    except OfficeUnusableError as error:
        return _Desk(problem=one_line(secret.hide(str(error))))
    except Exception as error:  # of what is damaged, its kind is told and no value
        return _Desk(problem=f"the database can't be looked at: {type(error).__name__}")


def _document(path: Path, shown: Sequence[Setting], desk: _Desk) -> str:
    found = desk.found.in_force if desk.found else None
    told = {
        "file": str(path) if path.exists() else None,
        "settings": [asdict(one) for one in shown],
        "desk": {
            "in_common": _common(desk) if found else None,
            "version": found.version if found else None,
            "source": desk.source or None,
            "problem": desk.problem or None,
        },
        "own": [asdict(one) for one in _own(desk)],
    }
    return json.dumps(told) + "\n"


def _common(desk: _Desk) -> dict[str, object]:
    """What is in common; the words that are looked for in the tracker may be a patient's."""
    assert desk.found is not None
    me = desk.found.own
    hidden = {"views"} if me is not None and not may(me, Ability.SEE_OPEN) else set[str]()
    return desk.found.in_force.common.model_dump(mode="json", exclude=hidden)


def _page(path: Path, shown: Sequence[Setting], desk: _Desk, strays: Sequence[str]) -> str:
    lines = _row("settings file", str(path) if path.exists() else f"none at {path}")
    for one in shown:
        lines += ["", *_row(one.name, _value(one))]
        lines += _row("", one.source if one.source == DEFAULT else f"from {one.source}")
    if desk.found:
        lines += ["", *_row("hours", in_a_line(desk.found.in_force.common.hours))]
        lines += _row("", desk.source)
        for one in _own(desk):
            lines += ["", *_row(one.name, _value(one)), *_row("", one.source)]
        if desk.found.own is None:
            lines += [
                "",
                *_row("own settings", f"the desk knows nobody called {signin.os_login()}"),
            ]
    else:
        lines += ["", *_row("hours", f"not known: {desk.problem}")]
    if strays:
        these = "is no setting and does" if len(strays) == 1 else "are no settings and do"
        lines += ["", *_row("note", f"{', '.join(strays)} {these} nothing")]
    return "\n".join(lines) + "\n"


def _own(desk: _Desk) -> list[Setting]:
    """What is the asking person's own: its default where they chose nothing."""
    me = desk.found.own if desk.found else None
    if me is None:
        return []
    mine, usual = me.preferences, Preferences()
    said = {
        **mine.model_dump(mode="json"),
        "works": write_day(mine.works) if mine.works else None,
        "keys": "; ".join(f"{name} = {key}" for name, key in mine.keys.items()) or None,
        "extension": me.extension or None,
    }
    own = {name for name in _OWN if getattr(mine, name, None) != getattr(usual, name, None)}
    if me.extension:
        own.add("extension")
    source = f"the settings of {me.name}"
    return [
        Setting(name, said[name], source if name in own else DEFAULT, means)
        for name, means in _OWN.items()
    ]


def _value(one: Setting) -> str:
    if one.value is None:
        return NONE
    return one.value if one.value.strip() else "empty"


def _row(name: str, says: str) -> list[str]:
    return textwrap.wrap(
        one_line(says), WIDTH, initial_indent=f"{name:<{_NAME}}",
        subsequent_indent=" " * _NAME, break_on_hyphens=False,
    )  # fmt: skip
