"""What the terminal can do, as far as can be seen without drawing in it."""

import locale
import os
import sys
from collections.abc import Iterator, Mapping

from p2p_tui.desk.health import Finding, Health
from p2p_tui.domain.text import one_line

COLUMNS, LINES = 80, 24


def findings(
    environ: Mapping[str, str], *, size: tuple[int, int] | None, encoding: str
) -> Iterator[Finding]:
    """What is to be said of a terminal; ``size`` is None where there is none."""
    if size is None:
        yield Finding(
            "terminal", Health.GOOD, "none here; run this in the one that you work in to hear of it"
        )
        return
    yield _kind(environ)
    yield _letters(encoding)
    yield _room(*size)


def here() -> Iterator[Finding]:
    """What is to be said of the terminal of this process."""
    try:
        there = sys.stdin.isatty() and sys.stdout.isatty()
        found = os.get_terminal_size(sys.stdout.fileno()) if there else None
    except (OSError, ValueError, AttributeError):
        found = None
    size = None if found is None else (found.columns, found.lines)
    return findings(os.environ, size=size, encoding=locale.getencoding())


def _kind(environ: Mapping[str, str]) -> Finding:
    term = one_line(environ.get("TERM", ""))
    if term in ("", "dumb", "unknown"):
        return Finding(
            "terminal", Health.BAD, f"TERM is {term or 'not set'}: the desk can't be drawn",
            "export TERM=xterm-256color",
        )  # fmt: skip
    says = f"{term}, {_colours(environ, term)}"
    around = _multiplexer(environ, term)
    if around:
        says += f", inside {around}"
    if around and term == "screen":
        return Finding(
            "terminal", Health.WARNING, f"{says}: colours and keys are fewer than it has",
            "set -g default-terminal tmux-256color in ~/.tmux.conf" if around == "tmux"
            else "term screen-256color in ~/.screenrc",
        )  # fmt: skip
    return Finding("terminal", Health.GOOD, says)


def _colours(environ: Mapping[str, str], term: str) -> str:
    if environ.get("NO_COLOR"):
        return "without colours, as NO_COLOR asks"
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit") or term.endswith("-direct"):
        return "all colours"
    return "256 colours" if "256" in term else "16 colours"


def _multiplexer(environ: Mapping[str, str], term: str) -> str:
    if environ.get("TMUX"):
        return "tmux"
    return "screen" if environ.get("STY") or term.startswith("screen") else ""


def speaks_utf8(encoding: str) -> bool:
    """Whether a locale's letters are all letters."""
    return encoding.lower().replace("-", "") == "utf8"


def _letters(encoding: str) -> Finding:
    if speaks_utf8(encoding):
        return Finding("letters", Health.GOOD, "UTF-8")
    return Finding(
        "letters", Health.WARNING,
        f"the locale is for {one_line(encoding)}: lines, states, accents are drawn in ASCII",
        "export LC_ALL=C.UTF-8",
    )  # fmt: skip


def _room(columns: int, lines: int) -> Finding:
    if columns < COLUMNS or lines < LINES:
        return Finding(
            "room", Health.WARNING, f"{columns}×{lines}: less than {COLUMNS}×{LINES} leaves things"
            " out", "make the window larger or its letters smaller",
        )  # fmt: skip
    return Finding("room", Health.GOOD, f"{columns}×{lines}")
