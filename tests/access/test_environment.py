"""What a session starts with, and how one comes in through sshd."""

import os
import pwd
from pathlib import Path

import pytest

from p2p_tui.access.environment import ESCAPE_MS, of_browser, of_own_seat, of_session
from p2p_tui.access.forced import objection
from p2p_tui.access.signin import account, os_login

HOME = pwd.getpwuid(os.getuid()).pw_dir
BARE = {"TERM": "xterm", "HOME": HOME, "ESCDELAY": str(ESCAPE_MS)}
GOOD = {
    "TERM": "screen.xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1",
    "LANG": "en_US.UTF-8", "LC_ALL": "C.UTF-8", "LC_CTYPE": "ca_ES.utf8@valencia",
}  # fmt: skip
OBEYED = {
    "TEXTUAL_LOG": "/tmp/log", "TEXTUAL_DRIVER": "evil:Driver", "TEXTUAL_PRESS": "w",
    "TEXTUAL_SCREENSHOT": "0", "TEXTUAL": "devtools", "PYTHONPATH": "/tmp", "PYTHONSTARTUP": "/x",
    "BROWSER": "/tmp/evil", "PATH": "/tmp", "ESCDELAY": "60000", "LD_PRELOAD": "/tmp/evil.so",
    "TERMINFO": "/tmp", "COLUMNS": "9999", "FORCE_COLOR": "1", "LC_MESSAGES": "C", "IFS": "x",
    "BASH_ENV": "/tmp/x", "P2P_UNKNOWN": "1", "SSH_AUTH_SOCK": "/tmp/a", "LOCPATH": "/tmp",
}  # fmt: skip
PLACES = {
    "HOME": "/tmp/elsewhere", "XDG_CONFIG_HOME": "/tmp", "XDG_DATA_HOME": "/tmp", "TMPDIR": "/tmp",
    "PGPASSFILE": "/tmp/pass", "PGHOST": "elsewhere",
}  # fmt: skip


def test_a_session_starts_with_what_is_known_and_no_more() -> None:
    settings = {"P2P_DATABASE_URL": "sqlcipher:///srv/desk.db"}
    assert of_session(GOOD | OBEYED | PLACES, settings) == BARE | GOOD | settings
    assert of_session({}, {}) == BARE


def test_somebody_at_their_own_terminal_keeps_where_their_files_are() -> None:
    own = {"P2P_DATABASE_URL": "sqlcipher:///srv/desk.db"}
    found = of_own_seat(GOOD | OBEYED | PLACES | own, {"P2P_DATABASE_URL", "P2P_CONFIG"})
    assert found == BARE | GOOD | PLACES | own
    assert of_own_seat({}, set()) == BARE


def test_a_desk_in_a_browser_keeps_where_files_are_thrown_away_and_nothing_else() -> None:
    page = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    told = {"P2P_DATABASE_URL": "sqlcipher:///srv/desk.db", "P2P_CONFIG": "c", "TMPDIR": "/t"}
    assert of_browser(GOOD | OBEYED | PLACES | told) == BARE | page | {"TMPDIR": "/t"}
    assert of_browser({}) == BARE | page


@pytest.mark.parametrize("name", sorted(GOOD))
@pytest.mark.parametrize(
    "value",
    ["", "../../tmp/x", "/tmp/x", "x\x1b[2J", "x\n", "$(id)", "x" * 65, "é", "\udcff", "-", " "],
)
def test_a_value_that_is_none_is_dropped_and_a_terminal_is_a_plain_one(
    name: str, value: str
) -> None:
    assert of_session({name: value}, {}) == BARE


CAME = {"SSH_CONNECTION": "10.0.0.7 50122 10.0.0.1 22"}
SETTINGS = {"P2P_DATABASE_URL", "P2P_CONFIG"}


@pytest.mark.parametrize(
    ("environ", "isolated", "says"),
    [
        (CAME, True, None),
        (CAME, False, None),
        (CAME | {"PYTHONPATH": "/tmp"}, True, None),
        (CAME | {"PYTHONPATH": "/tmp"}, False, "PYTHONPATH came with the session"),
        (CAME | {"PYTHONINSPECT": ""}, False, "PYTHONINSPECT came with the session"),
        (CAME | {"SSH_ORIGINAL_COMMAND": "/bin/sh"}, True, "runs no commands"),
        (CAME | {"SSH_ORIGINAL_COMMAND": ""}, True, "runs no commands"),
        (CAME | {"P2P_CONFIG": "/tmp/evil.toml"}, True, "P2P_CONFIG came with the session"),
        (CAME | {"P2P_NONSENSE": "1"}, True, None),
        ({"P2P_CONFIG": "/etc/p2p.toml", "PYTHONPATH": "/srv"}, False, None),
    ],
)
def test_how_a_session_came_in_is_looked_at(
    environ: dict[str, str], isolated: bool, says: str | None
) -> None:
    found = objection(environ, isolated=isolated, settings=SETTINGS)
    assert found == says or (says and says in (found or ""))
    assert "\n" not in (found or "")


@pytest.mark.parametrize(
    ("connection", "client"),
    [
        ("10.0.0.7 50122 10.0.0.1 22", "10.0.0.7"),
        ("2001:DB8::7 50122 ::1 22", "2001:db8::7"),
        ("fe80::1%eth0 50122 fe80::2%eth0 22", "fe80::1"),
    ],
)
def test_how_somebody_came_in_through_sshd_stands_in_the_record(
    connection: str, client: str
) -> None:
    assert account(connection) == f"ssh:{os_login()}@{client}"


@pytest.mark.parametrize(
    "connection", ["", " ", "UNKNOWN 65535 UNKNOWN 65535", "lena@evil 1 2 3", "\x1b[2J 1 2 3"]
)
def test_an_address_that_is_none_is_not_written_down(connection: str) -> None:
    assert account(connection) == f"os:{os_login()}"


def test_the_home_is_the_account_s_own() -> None:
    assert Path(BARE["HOME"]).is_absolute()
