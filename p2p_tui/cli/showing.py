"""What the verbs share that show how p2p is set up: the settings in force, and how they print."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass

from p2p_tui.config import Settings, sources
from p2p_tui.domain.masking import secrets_in
from p2p_tui.domain.text import one_line

WIDTH = 80
DEFAULT = "default"
NONE = "none named"


@dataclass(frozen=True)
class Setting:
    """One setting in force, fit to be shown: passwords are hidden."""

    name: str
    value: str | None
    source: str
    """A variable of the environment, the path of the settings file, or ``DEFAULT``."""
    means: str


def in_force(settings: Settings, environ: Mapping[str, str] | None = None) -> list[Setting]:
    """Every setting, in the order in which they are declared.

    Raises:
        SettingsError: the file can't be read.
    """
    secret = secrets_in(settings.database_url)
    origins = sources(environ)
    shown = []
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        told = None if value is None else secret.hide(str(value))
        shown.append(Setting(name, told, origins.get(name, DEFAULT), field.description or ""))
    return shown


def say(line: str) -> None:
    """Say a line on stdout that tells of a file: however it is named, no terminal obeys it."""
    put(f"{one_line(line)}\n")


def put(text: str) -> None:
    """Write to stdout; letters that its encoding has not are escaped."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.stdout.write(text)
