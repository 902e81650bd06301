"""The coach: what the caller just said, what the guide asks for next, and why; above the screen.

It has the same height whatever it says, so that nothing under it moves, and never presses a key.
"""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from p2p_tui.domain.wording import clock
from p2p_tui.training.coaching import INNER_WIDTH, LINES, lines, written
from p2p_tui.training.run import Caught, Run
from p2p_tui.tui.keys import KEYS, written_key
from p2p_tui.tui.ledger import Ledger
from p2p_tui.tui.widgets.bars import Line

AGAIN = "ctrl+e"
"""The key by which the learner hears it again."""
ASKS, CAUGHT = "▸", "✗"
"""What stands in front of what is to be done, and of a mistake."""


def key_of(ledger: Ledger) -> Callable[[str], str]:
    """How the learner's keys are written, by their names; a key that has none stands for itself."""
    return lambda name: ledger.key(name) if name in KEYS else written_key(name)


class CoachPanel(Vertical):
    """What one learner is told."""

    def __init__(self) -> None:
        super().__init__(id="coach")
        self._at = ""

    def compose(self) -> ComposeResult:
        """What is said, what is to be done, why."""
        yield Line(id="coach-says")
        yield Line(id="coach-asks")
        yield Line(id="coach-why")

    def show(self, run: Run, ledger: Ledger, said: str, caught: Caught | None, hint: str) -> None:
        """Show the step: ``said`` is the caller's line, a mistake goes before it."""
        if not self.children:
            return
        step, key = run.step, key_of(ledger)
        self._show_frame(run, clock(ledger.desk.clock(), ledger.zone))
        if caught is not None:
            said = f"{CAUGHT} {written(caught.says, key)} ({caught.rule}, guide {caught.guide})"
        asks = written(step.asks, key) if step is not None else "That was it."
        why = f"{step.rule}, guide {step.guide}: {step.why}" if step is not None else ""
        self._say("#coach-says", said, "bold $late" if caught is not None else "italic")
        self._say("#coach-asks", f"{ASKS} {asks}", "bold $accent")
        self._say("#coach-why", hint or why, "" if hint else "$quiet")

    def _show_frame(self, run: Run, now: str) -> None:
        done, total = run.progress.step, len(run.lesson.step)
        again = f"{AGAIN} says it again, with a hint · step {done + 1} of {total} · {now}"
        at = again if run.step is not None else f"done · {now}"
        if at != self._at:
            self._at = at
            self.border_title = Content.assemble(
                (" TRAINING ", "bold reverse"), f" {run.lesson.title} "
            )
            self.border_subtitle = Content(f" {at} ")

    def _say(self, place: str, text: str, style: str) -> None:
        room = lines(text, max(20, self.content_size.width or INNER_WIDTH))[:LINES]
        self.query_one(place, Line).say(("\n".join(room), style))
