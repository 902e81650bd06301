"""What came of a lesson: the score, and each mistake with its rule and the guide's step."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from p2p_tui.training.coach import key_of
from p2p_tui.training.coaching import written
from p2p_tui.training.run import FULL_MARKS, Run
from p2p_tui.tui.keys import binding
from p2p_tui.tui.screens.base import Base
from p2p_tui.tui.widgets.bars import Header, KeyBar, Line

WELL_DONE = 80
"""From how many points on a lesson need not be taken again."""


def verdict(score: int) -> str:
    """A score in words."""
    if score == FULL_MARKS:
        return "full marks"
    return "well done" if score >= WELL_DONE else "take it once more"


class ResultScreen(Base):
    """The end of a lesson."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding(name, "app.leave") for name in ("back", "quit", "open")
    ]

    def __init__(self, run: Run) -> None:
        super().__init__()
        self._run = run

    def compose(self) -> ComposeResult:
        """Title, score, mistakes, keys."""
        yield Header("Desk", self.desk_app.notice)
        yield Line(id="title")
        with VerticalScroll(id="page"):
            yield Static(_page(self._run, key_of(self.ledger)), markup=False)
        with Vertical(id="foot"):
            yield KeyBar(id="keys")

    def started(self) -> None:
        """The page has the keys."""
        super().started()
        self.query_one("#title", Line).say((" LESSON DONE  ", "bold $accent"),
                                           self._run.lesson.title)  # fmt: skip
        self.show_keys(("open", "leave"), ("↑ ↓", "scroll"), rest=())
        self.query_one("#page").focus()


def _page(run: Run, key: Callable[[str], str]) -> Content:
    score, progress = run.score, run.progress
    minutes, seconds = divmod(round(progress.used_seconds), 60)
    good = "bold $ready" if score >= WELL_DONE else "bold $late"
    parts: list[tuple[str, str] | str] = [
        "\n", (f"{score} of {FULL_MARKS}", good), f" · {verdict(score)} · in ",
        f"{minutes} min {seconds} s",
        f" · {progress.hints} hints\n\n" if progress.hints else "\n\n",
    ]  # fmt: skip
    if not progress.caught:
        parts.append("No mistake against the desk's rules, and nobody was kept waiting.\n")
    for one in progress.caught:
        parts += [
            (f"−{one.points}  ", "bold $late"), f"{written(one.says, key)}\n",
            (f"     {one.rule}, guide {one.guide}\n\n", "$quiet"),
        ]  # fmt: skip
    return Content.assemble(*parts)
