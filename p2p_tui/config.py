"""How to reach the desk: settings from a file and the environment, read at the doors.

What the desk has in common and what is a person's own stand in the database instead.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from platformdirs import user_config_path, user_data_path, user_log_path
from pydantic import BaseModel, ConfigDict, Field, ValidationError

PREFIX = "P2P_"


class SettingsError(Exception):
    """A setting can't be read. The message says which, where it comes from and what is expected."""


class Settings(BaseModel):
    """How to reach the desk. Each is ``P2P_<NAME>`` in the environment or ``name`` in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    database_url: str = Field(
        default_factory=lambda: f"sqlcipher://{user_data_path('p2p')}/desk.db",
        description="The desk's database: sqlcipher:///PATH (encrypted), sqlite:///PATH (plain)"
        " or postgresql://USER@HOST/DATABASE?sslmode=verify-full",
    )
    database_key_file: Path | None = Field(
        default=None,
        description="The file with the database's key; beside the database unless named",
    )
    log_folder: Path = Field(
        default_factory=lambda: user_log_path("p2p"),
        description="Where incidents are written: type and place, never what was on the screen",
    )
    training_folder: Path = Field(
        default_factory=lambda: user_data_path("p2p") / "training",
        description="Where lessons in progress and records of learners are; one for all, if shared",
    )
    anchor_file: Path | None = Field(
        default=None,
        description="A file that is only added to, in which heads of the record are kept outside of"
        " the database: with it, a record that was cut or replaced is told; one file a desk",
    )
    anchor_syslog: bool = Field(
        default=False, description="Whether heads of the record go to the system's log too"
    )


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings in force: environment first, then the file, then the defaults.

    Raises:
        SettingsError: with the name of the setting and where it comes from.
    """
    values, sources = _gathered(environ)
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        where = sources.get(name, str(settings_file(environ)))
        raise SettingsError(f"{where}: {name}: {first['msg'].lower()}") from None


def sources(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """Where each setting that is not a default comes from: a variable or the settings file.

    Raises:
        SettingsError: the file can't be read.
    """
    return _gathered(environ)[1]


def unknown(environ: Mapping[str, str] | None = None) -> list[str]:
    """The variables that look like settings and are none, such as those with a typing error."""
    env = os.environ if environ is None else environ
    known = variables()
    return sorted(name for name in env if name.startswith(PREFIX) and name not in known)


def variables() -> frozenset[str]:
    """The names of all variables that are settings, and of the one that names the file."""
    return frozenset(PREFIX + name.upper() for name in (*Settings.model_fields, "config"))


def settings_file(environ: Mapping[str, str] | None = None) -> Path:
    """The settings file, whether it is there or not."""
    named = (os.environ if environ is None else environ).get(PREFIX + "CONFIG")
    return Path(named).expanduser() if named else user_config_path("p2p") / "config.toml"


def _gathered(environ: Mapping[str, str] | None) -> tuple[dict[str, Any], dict[str, str]]:
    env = os.environ if environ is None else environ
    path = settings_file(env)
    values = _from_file(path, must_exist=bool(env.get(PREFIX + "CONFIG")))
    origins = dict.fromkeys(values, str(path))
    for name in Settings.model_fields:
        if PREFIX + name.upper() in env:
            values[name] = env[PREFIX + name.upper()]
            origins[name] = PREFIX + name.upper()
    return values, origins


def _from_file(path: Path, *, must_exist: bool) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if must_exist:
            raise SettingsError(f"There is no settings file {path} (P2P_CONFIG)") from None
        return {}
    except OSError as error:
        raise SettingsError(f"{path} can't be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not TOML: {error}") from None
