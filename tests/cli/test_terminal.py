"""What is said of the terminal that ``p2p doctor`` runs in."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from p2p_tui.cli.terminal import findings
from p2p_tui.desk.health import Finding, Health
from tests.cli.conftest import ROOT

GOOD, WARNING, BAD = Health.GOOD, Health.WARNING, Health.BAD


def look(
    environ: dict[str, str], *, size: tuple[int, int] | None = (120, 40), encoding: str = "UTF-8"
) -> dict[str, Finding]:
    return {one.what: one for one in findings(environ, size=size, encoding=encoding)}


@pytest.mark.parametrize(
    ("environ", "health", "says"),
    [
        ({"TERM": "xterm-256color"}, GOOD, "xterm-256color, 256 colours"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, GOOD, "xterm, all colours"),
        ({"TERM": "linux"}, GOOD, "linux, 16 colours"),
        ({"TERM": "xterm", "NO_COLOR": "1"}, GOOD, "xterm, without colours, as NO_COLOR asks"),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/t"}, GOOD,
         "tmux-256color, 256 colours, inside tmux"),
        ({"TERM": "screen", "STY": "1"}, WARNING, "inside screen"),
        ({"TERM": "screen", "TMUX": "/tmp/t"}, WARNING, "inside tmux"),
        ({"TERM": "dumb"}, BAD, "TERM is dumb: the desk can't be drawn"),
        ({}, BAD, "TERM is not set: the desk can't be drawn"),
    ],
)  # fmt: skip
def test_kinds_of_terminals(environ: dict[str, str], health: Health, says: str) -> None:
    found = look(environ)["terminal"]
    assert found.health is health
    assert says in found.says
    assert bool(found.mend) is (health is not GOOD)


@pytest.mark.parametrize(
    ("encoding", "health"), [("UTF-8", GOOD), ("utf8", GOOD), ("ISO-8859-1", WARNING)]
)
def test_a_locale_without_all_letters(encoding: str, health: Health) -> None:
    found = look({"TERM": "xterm"}, encoding=encoding)["letters"]
    assert found.health is health
    assert bool(found.mend) is (health is not GOOD)


@pytest.mark.parametrize(("size", "health"), [((80, 24), GOOD), ((79, 24), WARNING)])
def test_a_small_window(size: tuple[int, int], health: Health) -> None:
    assert look({"TERM": "xterm"}, size=size)["room"].health is health


def test_no_terminal_is_no_trouble() -> None:
    found = look({}, size=None)
    assert set(found) == {"terminal"}
    assert found["terminal"].health is GOOD


def test_a_real_terminal_is_seen(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 20, 70, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-m", "p2p_tui", "doctor"],
        stdin=theirs, stdout=theirs, stderr=theirs, cwd=tmp_path, env={
            "HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "TERM": "xterm-256color",
            "LC_ALL": "C.UTF-8",
        },
    ) as doctor:  # fmt: skip
        os.close(theirs)
        said = b""
        try:
            while piece := os.read(ours, 4096):
                said += piece
        except OSError:
            pass  # Linux says so at the end.
        os.close(ours)
    assert doctor.returncode == 1, said
    assert b"xterm-256color, 256 colours" in said
    assert "70×20".encode() in said
    assert b"\x1b" not in said
