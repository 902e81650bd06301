"""A lesson as data: what is there when it begins, its steps, and the mistakes that it catches.

A desk can write its own: a file of TOML with these fields. ``p2p train --check FILE`` says whether
it can be taught.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from p2p_tui.domain.details import Details
from p2p_tui.domain.people import Availability
from p2p_tui.domain.values import Line

Seat = Literal["technician", "pharmacist", "lead"]
LEARNER = "learner"
"""By which name a lesson speaks of who takes it, whichever seat that is."""
MISTAKE_POINTS, LATE_POINTS = 10, 5
"""What a mistake takes off the hundred points, unless the lesson says otherwise."""
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]
Guide = Annotated[str, Field(pattern=r"^[TPL][0-9]{1,2}$")]
Rule = Annotated[str, Field(pattern=r"^R([1-9]|1[0-9])$")]


class Part(BaseModel):
    """A part of a lesson: the fields that it declares and no others."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class When(Part):
    """What is so, or was done: all that is said here holds at once.

    A pattern is found in a value whatever its case, spaces and signs: ``0142`` in ``(614)
    555-0142``. ``a | b`` is either, ``a & b`` both, ``=a`` just that, ``*`` anything, ``not a``
    anything else, and the empty one an empty value. A tick is ``yes`` or ``no``.
    """

    screen: Line = ""
    """Which screen is in front, such as ``new_request``."""
    fields: Mapping[str, str] = {}
    """What the fields of the form in front hold: patterns by name. One counts when it is left."""
    said: str = ""
    """What the screen announced last or a form complains of, as a pattern: a refusal, mostly."""
    move: Line = ""
    """Which move was made, or ``staff`` where somebody said what they are doing."""
    by: Line = LEARNER
    """Who made it."""
    on: Line = ""
    """On which request, by its name in the lesson."""
    given: Mapping[str, str] = {}
    """What the move was given, and what it wrote: patterns by name."""
    request: Mapping[str, str] = {}
    """How the request is now: patterns by field, such as ``documentation.heard``."""

    @model_validator(mode="after")
    def _says_something(self) -> "When":
        if not (self.screen or self.fields or self.said or self.move or self.request):
            raise ValueError("it is never and always so: name a screen, fields, a move, a request")
        if self.given and not self.move:
            raise ValueError("given belongs to a move")
        if self.request and not (self.on or self.move):
            raise ValueError("request needs on: which request")
        return self


class Act(Part):
    """What somebody of the desk does, as a person would: through the same verbs."""

    who: Line
    does: Line
    """A move by its name; ``place``, ``reads``, ``says`` (availability), ``leaves``, ``comes``."""
    on: Line = ""
    """On which request, by its name in the lesson."""
    called: Line = ""
    """How the lesson calls the request that is placed."""
    after: Annotated[float, Field(ge=0, le=600)] = 0
    """How many seconds into the step; in the scene, not used."""
    ago: Annotated[float, Field(ge=0, le=60 * 24 * 30)] = 0
    """In the scene: how many minutes before the lesson begins."""
    given: Mapping[str, Any] = {}
    details: Details | None = None
    availability: Availability | None = None
    until: datetime | None = None
    """Until when, on the desk's clock."""

    @model_validator(mode="after")
    def _whole(self) -> "Act":
        if self.does == "place" and self.details is None:
            raise ValueError("placing needs details")
        if self.does == "says" and self.availability is None:
            raise ValueError("says needs an availability")
        if self.until is not None and self.until.tzinfo is not None:
            raise ValueError("until is on the desk's clock: without a zone")
        return self


class PA(Part):
    """A denied PA that the desk has from the PA system."""

    number: Line
    member: Line = ""
    drug: Line = ""
    denial: Line = ""
    pharmacist: Line = ""
    days_ago: Annotated[int, Field(ge=0, le=400)] = 4
    plan: Line = ""
    appeal_days_ago: int | None = None
    p2p_days_ago: int | None = None
    p2p_within: int = 15
    """For how many days after the denial the plan counts on a P2P; it never stops one."""


class Mistake(Part):
    """Something that the coach catches, with the rule that it breaks."""

    id: Name
    when: When
    rule: Rule
    guide: Guide
    says: Line
    """What is wrong with it, and what would be right."""
    steps: tuple[Name, ...] = ()
    """In which steps it can be made; none named: in all."""
    points: Annotated[int, Field(ge=0, le=100)] = MISTAKE_POINTS


class Step(Part):
    """One thing that the learner is to do, and why."""

    id: Name
    caller: tuple[Line, ...] = ()
    """What is said to the learner, line after line: ``Kim Osei: Hello?``"""
    asks: Line
    """What is to be done; keys in braces by their names, what is to be typed in “quotes”."""
    hint: Line = ""
    """More, for who asks: mostly with which keys."""
    why: Line
    rule: Rule
    guide: Guide
    done: When
    called: Line = ""
    """How the lesson calls the request on which that was done."""
    acts: tuple[Act, ...] = ()
    """What others do meanwhile."""
    clock: datetime | None = None
    """To which time the desk's clock is set when the step begins."""
    within: Annotated[float, Field(gt=0, le=3600)] | None = None
    """In how many seconds it is to be done."""

    @field_validator("clock")
    @classmethod
    def _on_the_desks_clock(cls, at: datetime | None) -> datetime | None:
        if at is not None and at.tzinfo is not None:
            raise ValueError("it is on the desk's clock: without a zone")
        return at


class Lesson(Part):
    """A walkthrough on the real screens."""

    title: Line
    seat: Seat
    about: Line
    minutes: Annotated[int, Field(ge=1, le=15)]
    starts: datetime
    """What the desk's clock says when it begins."""
    zone: Line = "America/New_York"
    pa: tuple[PA, ...] = ()
    scene: tuple[Act, ...] = ()
    step: Annotated[tuple[Step, ...], Field(min_length=1)]
    mistake: tuple[Mistake, ...] = ()

    @field_validator("starts")
    @classmethod
    def _on_the_desks_clock(cls, at: datetime) -> datetime:
        if at.tzinfo is not None:
            raise ValueError("it is on the desk's clock: without a zone")
        return at

    @model_validator(mode="after")
    def _ids_differ(self) -> "Lesson":
        for ids in ([one.id for one in self.step], [one.id for one in self.mistake]):
            twice = sorted({one for one in ids if ids.count(one) > 1})
            if twice:
                raise ValueError(f"“{twice[0]}” is there twice: ids differ")
        return self

    def acts(self) -> Iterator[tuple[str, Act]]:
        """All that others do, with where it stands."""
        for number, act in enumerate(self.scene, 1):
            yield f"scene {number}", act
        for step in self.step:
            for act in step.acts:
                yield f"step {step.id}", act

    def whens(self) -> Iterator[tuple[str, When]]:
        """All that is looked for, with where it stands."""
        for step in self.step:
            yield f"step {step.id}", step.done
        for mistake in self.mistake:
            yield f"mistake {mistake.id}", mistake.when
