"""A lesson in a terminal: the desk's own screens over a desk of its own, with the coach above."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from p2p_tui.desk import News, Office
from p2p_tui.desk.feed import news_since
from p2p_tui.domain import guide
from p2p_tui.training.clock import LessonClock, moment
from p2p_tui.training.coach import AGAIN, CoachPanel, key_of
from p2p_tui.training.coaching import written
from p2p_tui.training.counterpart import ACCOUNT, Counterpart
from p2p_tui.training.deeds import Sight
from p2p_tui.training.result import ResultScreen
from p2p_tui.training.run import Caught, Progress, Run
from p2p_tui.training.synthetic import PASSPHRASE
from p2p_tui.tui.app import DeskApp, NewsArrived, styles_folder
from p2p_tui.tui.screens.base import Base, called
from p2p_tui.tui.screens.form import Form
from p2p_tui.tui.widgets.bars import Line

LOOK_SECONDS = 0.1
"""How often the coach looks what is in front of the learner."""
LINE_SECONDS = 4.0
"""How long a line of the caller's stands before the next is spoken."""
MISTAKE_SECONDS = 10.0
"""How long a mistake is shown at the least."""


class TrainingApp(DeskApp):
    """The session of somebody who learns. The keys and screens are those of the desk."""

    CSS_PATH: ClassVar[Any] = [*DeskApp.CSS_PATH, styles_folder() / "coach.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(AGAIN, "again", "say it again, with a hint", show=False, priority=True, id="again")
    ]

    def __init__(
        self,
        office: Office,
        run: Run,
        clock: LessonClock,
        keep: Callable[[Progress], None] = lambda progress: None,
        finish: Callable[[], None] = lambda: None,
        **kwargs: Any,
    ) -> None:
        """``keep`` is told how far the learner came, whenever that changed; ``finish`` is called
        once, at the lesson's end."""
        self.run_of, self.lesson_clock = run, clock
        self._keep, self._put_on_record = keep, finish
        self._others = Counterpart(office, run.lesson, clock, run)
        self._line_since, self._caught_since = clock(), 0.0
        self._caught: Caught | None = None
        self._last_shown: Caught | None = None
        self._hint = ""
        self.finished = run.step is None
        super().__init__(
            office, run.world.learner, account=ACCOUNT, notice="TRAINING",
            hint=f"In training it is: {PASSPHRASE}", **kwargs,
        )  # fmt: skip

    # -- the coach beside every screen

    def accompany(self, screen: Screen[None]) -> None:
        """Put the coach above a screen of the desk's; it says what is to be done by now."""
        if not screen.query(CoachPanel):
            screen.mount(CoachPanel(), before=0)
            self.call_after_refresh(self._show)
        else:
            self._show()

    def on_mount(self) -> None:
        """Take up where the learner left, and let everybody else begin."""
        run = self.run_of
        run.know(self.ledger.requests.values())
        missed = news_since(self.ledger.desk, run.progress.cursor)
        run.know(missed.requests)
        run.hear(missed.happenings)
        run.progress.cursor = missed.cursor
        self._others.start()
        self._begin_step()
        self.set_interval(LOOK_SECONDS, self._look)

    def on_unmount(self) -> None:
        """Everybody goes home; how far the learner came is kept."""
        self._others.stop()
        self._keep_now()

    def on_news_arrived(self, message: NewsArrived) -> None:
        """What happened, the learner's own deeds among it."""
        self._take(message.news)

    def _take(self, news: News) -> None:
        run = self.run_of
        run.know(news.requests)
        run.hear(news.happenings)
        run.progress.cursor = max(run.progress.cursor, news.cursor)
        self._look()
        self._keep_now()

    def step_at(self, screen: Base) -> guide.Step | None:
        """The guide opens at what the coach speaks of."""
        step = self.run_of.step
        return guide.step(step.guide) if step is not None else super().step_at(screen)

    # -- going on

    def _look(self) -> None:
        run = self.run_of
        if self.finished or not self.screen_stack:
            self._show()
            return
        went = run.look(self._sight(), self.lesson_clock(), self.lesson_clock.runs())
        if run.last_caught is not self._last_shown:
            self._caught = self._last_shown = run.last_caught
            self._caught_since = self.lesson_clock.runs()
        if went:
            self._begin_step()
        elif self._caught and self.lesson_clock.runs() - self._caught_since > MISTAKE_SECONDS:
            self._caught = None
        self._show()

    def _begin_step(self) -> None:
        run, step = self.run_of, self.run_of.step
        self._hint = ""
        self._line_since = self.lesson_clock()
        if step is None:
            self._finish()
            return
        if step.clock is not None and step.id not in run.progress.acted:
            to = moment(step.clock, run.lesson.zone)
            if self.lesson_clock.set_on(to):
                run.progress.entered_at = to
                self._line_since = to
                self._others.beat()
                self.watching.heard()
                self.tell_now()
        self._keep_now()

    def _finish(self) -> None:
        self.finished = True
        self._keep_now()
        self._put_on_record()
        self.bring_up(ResultScreen(self.run_of))

    def _keep_now(self) -> None:
        self.run_of.progress.now = self.lesson_clock()
        self._keep(self.run_of.progress)

    def _sight(self) -> Sight:
        screen = self.screen
        fields: dict[str, Any] = {}
        if isinstance(screen, Form) and screen.takes_keys:
            typing = self.focused
            fields = {
                name: field.value
                for name, field in screen.fields.items()
                if isinstance(field.value, bool) or field.entry is not typing
            }
        said = [str(line.content) for line in screen.query("NewsLine, #problem").results(Line)]
        return Sight(called(type(screen).__name__), fields, " ".join(said))

    # -- what is shown

    def _said(self, now: datetime) -> str:
        """The line that is being spoken."""
        step = self.run_of.step
        if step is None or not step.caller:
            return ""
        spoken = int((now - self._line_since).total_seconds() / LINE_SECONDS)
        return step.caller[min(spoken, len(step.caller) - 1)]

    def _show(self) -> None:
        if not self.screen_stack:
            return
        for panel in self.screen.query(CoachPanel):
            panel.show(
                self.run_of, self.ledger, self._said(self.lesson_clock()), self._caught, self._hint
            )

    def action_again(self) -> None:
        """Say it again from the beginning, with the hint there is."""
        step = self.run_of.step
        if step is None:
            return
        self._caught = None
        self._line_since = self.lesson_clock()
        if step.hint and not self._hint:
            self.run_of.progress.hints += 1
        self._hint = written(step.hint, key_of(self.ledger))
        self._show()

    def action_leave(self) -> None:
        """Leave; the lesson goes on from here the next time."""
        self.leave_now(0)
