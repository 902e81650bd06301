"""One learner's way through a lesson: which step is next, what was caught, what it scores."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import BaseModel, Field

from p2p_tui.domain.request import Request
from p2p_tui.domain.story import Happening
from p2p_tui.training.deeds import Deed, Sight, World, is_so, was_done
from p2p_tui.training.lesson import LATE_POINTS, Act, Lesson, Mistake, Step

FULL_MARKS = 100
STANDS_SECONDS = 0.8
"""How long something has stood on the screen that counts as a mistake."""


class Caught(BaseModel):
    """A mistake that was made: the rule it breaks, and the step of the guide that says better."""

    id: str
    step: str
    rule: str
    guide: str
    says: str
    points: int


class Progress(BaseModel):
    """How far a learner came, as it is kept between two sittings."""

    step: int = 0
    """How many steps are done."""
    begun_at: datetime
    """By the clock of the world."""
    entered_at: datetime
    """When the step began, by the lesson's clock."""
    now: datetime
    """What the lesson's clock said last."""
    cursor: int = 0
    """The newest event that the coach has heard of."""
    scene: int = 0
    """The newest event of what happened before the lesson begins: nobody is marked for that."""
    used_seconds: float = 0
    """How long it took, without the time by which the clock was set on."""
    names: dict[str, str] = Field(default_factory=dict)
    acted: dict[str, int] = Field(default_factory=dict)
    """How many acts by others were done, by step: while one is done, the step may be over."""
    deeds: list[Deed] = Field(default_factory=list)
    caught: list[Caught] = Field(default_factory=list)
    hints: int = 0


class Run:
    """A lesson being taken. Whoever changes the world tells it; it says what comes next."""

    def __init__(self, lesson: Lesson, learner: str, progress: Progress) -> None:
        """``learner`` is the username of the seat in which it is taken."""
        self.lesson, self.progress = lesson, progress
        self.world = World(learner, names=progress.names)
        self.last_caught: Caught | None = None
        self._seen_since: dict[str, float] = {}

    @property
    def step(self) -> Step | None:
        """What is to be done now; None once all is done."""
        steps = self.lesson.step
        return steps[self.progress.step] if self.progress.step < len(steps) else None

    @property
    def score(self) -> int:
        """Of a hundred points, what the mistakes left."""
        return max(0, FULL_MARKS - sum(one.points for one in self.progress.caught))

    def know(self, requests: Iterable[Request]) -> None:
        """Take in requests as they stand now."""
        for one in requests:
            held = self.world.requests.get(one.ref)
            if held is None or one.version >= held.version:
                self.world.requests[one.ref] = one

    def hear(self, happenings: Iterable[Happening]) -> None:
        """Take in what was done; what is heard twice counts once."""
        known = {one.seq for one in self.progress.deeds}
        for one in happenings:
            if one.seq > self.progress.scene and one.seq not in known:
                deed = Deed.of(one)
                self.progress.deeds.append(deed)
                self._catch_deed(deed)

    def look(self, sight: Sight, now: datetime, at: float) -> bool:
        """See how things stand, ``now`` on the lesson's clock and ``at`` so many seconds of a clock
        that just runs; say whether the lesson went on by that."""
        self._catch_sight(sight, at)
        self._catch_late(now)
        went = False
        while self.step is not None and (self._done(self.step, sight) or self._is_ahead(sight)):
            self._go_on(now)
            went = True
        return went

    def next_act(self, step: Step) -> Act | None:
        """What somebody else does next in a step; None once all is done."""
        done = self.progress.acted.get(step.id, 0)
        return step.acts[done] if done < len(step.acts) else None

    def acted(self, step: Step) -> None:
        """Take in that it was done."""
        self.progress.acted[step.id] = self.progress.acted.get(step.id, 0) + 1

    def name(self, called: str, ref: str) -> None:
        """Call a request by a name from now on."""
        self.world.names[called] = ref

    def _done(self, step: Step, sight: Sight) -> bool:
        when = step.done
        if not when.move:
            return is_so(when, sight, self.world)
        for deed in self.progress.deeds:
            if not deed.used and was_done(when, deed, self.world):
                if not is_so(when.model_copy(update={"request": {}}), sight, self.world):
                    return False
                deed.used = True
                if step.called and deed.ref:
                    self.name(step.called, deed.ref)
                return True
        return False

    def _is_ahead(self, sight: Sight) -> bool:
        """Whether the learner did what a later step asks for: what only leads there is passed by,
        and what was left out on the way is a mistake or none."""
        steps, at = self.lesson.step, self.progress.step
        if steps[at].done.move or steps[at].done.request:
            return False
        for later in range(at + 1, len(steps)):
            if steps[later].done.move:
                if self._done(steps[later], sight):
                    self.progress.step = later
                    return True
                return False
            if steps[later].done.request:
                return False
        return False

    def _go_on(self, now: datetime) -> None:
        self.progress.used_seconds += (now - self.progress.entered_at).total_seconds()
        self.progress.step += 1
        self.progress.entered_at = now

    def _catch_deed(self, deed: Deed) -> None:
        for mistake in self._catchable():
            if mistake.when.move and was_done(mistake.when, deed, self.world):
                self._catch(mistake)

    def _catch_sight(self, sight: Sight, at: float) -> None:
        """What is in front counts once it has stood a moment: what one did may not be heard yet.
        What was announced counts at once."""
        seen = {
            one.id: one
            for one in self._catchable()
            if not one.when.move and is_so(one.when, sight, self.world)
        }
        self._seen_since = {name: self._seen_since.get(name, at) for name in seen}
        for name, since in self._seen_since.items():
            if seen[name].when.said or at - since >= STANDS_SECONDS:
                self._catch(seen[name])

    def _catchable(self) -> list[Mistake]:
        step, made = self.step, {one.id for one in self.progress.caught}
        return [
            one
            for one in self.lesson.mistake
            if one.id not in made and step is not None and (not one.steps or step.id in one.steps)
        ]

    def _catch_late(self, now: datetime) -> None:
        step = self.step
        if step is None or step.within is None:
            return
        late = (now - self.progress.entered_at).total_seconds() > step.within
        if late and f"late-{step.id}" not in {one.id for one in self.progress.caught}:
            said = f"More than {step.within:.0f} seconds went by, and somebody waits"
            self._add(
                Caught(
                    id=f"late-{step.id}", step=step.id, rule=step.rule, guide=step.guide,
                    says=said, points=LATE_POINTS,
                )
            )  # fmt: skip

    def _catch(self, mistake: Mistake) -> None:
        step = self.step
        self._add(
            Caught(
                id=mistake.id, step=step.id if step else "", rule=mistake.rule,
                guide=mistake.guide, says=mistake.says, points=mistake.points,
            )
        )  # fmt: skip

    def _add(self, caught: Caught) -> None:
        self.progress.caught.append(caught)
        self.last_caught = caught
