"""The coach: what the caller just said, what the guide asks for next, and why; above the screen.

It has the same height whatever it says, so that nothing under it moves, and never presses a key.
"""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from p2p_tui.domain.wording import clock
from p2p_tui.training.coaching import lines, written
from p2p_tui.training.lesson import Step
from p2p_tui.training.run import Caught, Run
from p2p_tui.tui.keys import KEYS, written_key
from p2p_tui.tui.ledger import Ledger
from p2p_tui.tui.widgets.bars import Line

ASKS, CAUGHT = "▸", "✗"
"""What stands in front of what is to be done, and of a mistake."""


def key_of(ledger: Ledger) -> Callable[[str], str]:
    """How the learner's keys are written, by their names; a key that has none stands for itself."""
    return lambda name: ledger.key(name) if name in KEYS else written_key(name)


class CoachPanel(Vertical):
    """What one learner is told."""

    def __init__(self) -> None:
        super().__init__(id="coach")
        self._shown: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        """What is said, what is to be done, why."""
        yield Line(id="coach-says")
        yield Line(id="coach-asks")
        yield Line(id="coach-why")

    def show(self, run: Run, ledger: Ledger, said: str, caught: Caught | None, hint: str) -> None:
        """Show the step: ``said`` is the caller's line, a mistake goes before it."""
        step, total = run.step, len(run.lesson.step)
        now = clock(ledger.desk.clock(), ledger.zone)
        at = (
            f"step {run.progress.step + 1} of {total} · {now}"
            if step is not None
            else f"done · {now}"
        )
        shown = (step, at, said, caught, hint, self.size.width)
        if shown == self._shown or not self.is_mounted:
            return
        self._shown = shown
        self.border_title = Content.assemble(
            (" TRAINING ", "bold reverse"), f" {run.lesson.title} "
        )
        self.border_subtitle = Content(f" {at} ")
        if step is not None:
            self._say(step, ledger, said, caught, hint)
        else:
            self.query_one("#coach-says", Line).say("")
            self.query_one("#coach-asks", Line).say((f"{ASKS} That was it.", "bold $accent"))
            self.query_one("#coach-why", Line).say("")

    def _say(self, step: Step, ledger: Ledger, said: str, caught: Caught | None, hint: str) -> None:
        width = max(20, self.content_size.width or 76)

        def room(text: str) -> str:
            return "\n".join(lines(text, width)[:2])

        says = self.query_one("#coach-says", Line)
        if caught is not None:
            said = written(caught.says, key_of(ledger))
            said = f"{CAUGHT} {said} ({caught.rule}, guide {caught.guide})"
            says.say((room(said), "bold $late"))
        else:
            says.say((room(said), "italic"))
        asks = room(f"{ASKS} {written(step.asks, key_of(ledger))}")
        self.query_one("#coach-asks", Line).say((asks, "bold $accent"))
        if hint:
            self.query_one("#coach-why", Line).say((hint, ""))
        else:
            why = f"{step.rule}, guide {step.guide}: {step.why}"
            self.query_one("#coach-why", Line).say((why, "$quiet"))
