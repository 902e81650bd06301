"""People who take a lesson in a real terminal: they do what the coach says, or something else."""

import os
import re
from pathlib import Path
from typing import NamedTuple

from p2p_tui.training.coaching import actions
from tests.journeys.terminal import P2P, SMALL, Lines, Size, Terminal

FAST, SLOW = "6", "2"
"""How many times faster than at the desk others act: for who does nothing but what the coach says,
and for who does something else before."""
_STEP = re.compile(r"step (\d+) of \d+")
_WRITTEN = {"esc": "sure escape", "↓": "down", "↑": "up", "page down": "pagedown", ",": ","}


class Slip(NamedTuple):
    """A mistake that a learner makes: in which step, which one, and with which keys.

    Keys and words are written as the coach writes them. ``mends`` is done once it was caught;
    ``instead`` says that the step is done by all that, and not by what the coach asks.
    """

    step: str
    mistake: str
    does: str
    mends: str = ""
    instead: bool = False


class Learner:
    """Somebody at a terminal, with a folder of their own for training."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    def step(self) -> int:
        """Which step the coach is at; 0 once the lesson is done."""
        return number(self.terminal.screen)

    def asked(self) -> str:
        """What the coach asks for, as it stands in its panel."""
        return asked(self.terminal.screen)

    def do(self, said: str) -> None:
        """Press and type what is said to press and type, in that order."""
        for how, what in actions(said):
            if how == "type":
                self.terminal.type(what)
            else:
                self.terminal.press(_WRITTEN.get(what, what))

    def wait_beyond(self, step: int) -> int:
        """Wait until the coach asks for another thing than in that step; give the step."""
        self.terminal.wait_for(lambda lines: number(lines) not in (step, -1), 60)
        return self.step()

    def follow(self) -> None:
        """Do what the coach says, and nothing else, until the lesson is done."""
        at = self.wait_beyond(0)
        while at:
            self.do(self.asked())
            at = self.wait_beyond(at)


def take(home: Path, lesson: str, *more: str, size: Size = SMALL, speed: str = FAST) -> Terminal:
    """Start a lesson in a terminal; without a name, the list of them."""
    arguments = ("train", *filter(None, [lesson]), "--learner", "nina", "--speed", speed, *more)
    return Terminal(P2P(arguments), environment(home), size)


def environment(home: Path) -> dict[str, str]:
    """All that the learner's process is told."""
    found = {
        "HOME": str(home), "LANG": "C.UTF-8", "PATH": os.defpath, "TERM": "xterm-256color",
        "TMPDIR": str(home), "P2P_LOG_FOLDER": str(home / "log"),
        "P2P_TRAINING_FOLDER": str(home / "training"),
    }  # fmt: skip
    if "PYTHONPATH" in os.environ:
        found["PYTHONPATH"] = os.environ["PYTHONPATH"]
    return found


def number(lines: Lines) -> int:
    """The step that a screen shows; 0 for the end, -1 where there is no coach."""
    if any("LESSON DONE" in line for line in lines):
        return 0
    found = next((match for line in lines if (match := _STEP.search(line))), None)
    return int(found[1]) if found else -1


def asked(lines: Lines) -> str:
    """The lines of the panel from the mark on, without the line that says why."""
    inner = [line.strip().strip("┃").strip() for line in lines[1:6]]
    at = next(at for at, line in enumerate(inner) if line.startswith("▸"))
    return " ".join(inner[at : at + 2]).removeprefix("▸ ")
