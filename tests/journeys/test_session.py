"""A session as sshd's forced command starts it: what it starts itself, and keys on slow lines."""

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from p2p_tui.access.environment import ESCAPE_MS
from tests.house import KIM
from tests.journeys.premises import Premises, select
from tests.journeys.terminal import KEYS, Terminal

pytestmark = [
    pytest.mark.journey,
    pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True),
]

SESSION = (sys.executable, "-I", "-m", "p2p_tui", "session", "tina")
SLOW_LINE_SECONDS = 0.15
"""How far apart a key's bytes come: more than Textual itself waits for the rest of it."""


def no_strace() -> str:
    """Why processes can't be watched here; nothing where they can."""
    if shutil.which("strace") is None:
        return "left out: needs strace (Linux): apt-get install strace"
    tried = subprocess.run(["strace", "-f", "true"], capture_output=True, text=True, check=False)
    return "" if tried.returncode == 0 else "left out: strace may not trace here"


def slowly(terminal: Terminal, key: str) -> None:
    """Press a key on a line that takes its bytes apart."""
    for byte in KEYS[key]:
        terminal.type(byte)
        time.sleep(SLOW_LINE_SECONDS)


def test_a_key_that_a_slow_line_takes_apart_is_that_key_and_escape_is_escape(
    premises: Premises,
) -> None:
    refs = [one.ref for one in premises.place(KIM, KIM)]
    terminal = premises.start(*SESSION)
    terminal.line_with("▌", refs[0])
    slowly(terminal, "down")
    terminal.line_with("▌", refs[1])
    slowly(terminal, "up")
    terminal.line_with("▌", refs[0])
    terminal.press("?")
    terminal.wait_for("On a request, when it is time")
    terminal.press("escape")
    terminal.wait_gone("On a request, when it is time")
    assert terminal.leave() == 0
    assert SLOW_LINE_SECONDS * 1000 < ESCAPE_MS


def test_a_session_starts_no_process(premises: Premises) -> None:
    if reason := no_strace():
        pytest.skip(reason)
    trace = premises.home / "trace"
    (request,) = premises.place(KIM)
    terminal = premises.start(
        "strace", "-f", "--seccomp-bpf", "-e", "trace=execve,execveat,fork,vfork", "-o", str(trace),
        *SESSION, environment={"BROWSER": "/bin/true"},
    )  # fmt: skip
    select(terminal, request.ref)
    for keys, shown in (
        (["enter"], "No A1c within 90 days"), (["sure escape", "y"], "COPY"),
        (["sure escape", "?"], "On a request"), (["sure escape", "ctrl+p"], "Search for commands"),
        (["sure escape", "4"], "PROMISES"), ([","], "MY SETTINGS"),
        (["sure escape", "3"], "newest first"),
    ):  # fmt: skip
        terminal.press(*keys)
        terminal.wait_for(shown)
    terminal.press("1", "ctrl+z", "ctrl+c")
    assert terminal.leave() == 0
    started = re.findall(r"\b(execve|execveat|fork|vfork)\((.*)", trace.read_text())
    assert [name for name, _ in started] == ["execve"], started
    assert Path(SESSION[0]).name in started[0][1]
