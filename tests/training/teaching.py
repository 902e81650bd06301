"""A small lesson for tests, and a learner's way through it without a screen."""

from datetime import UTC, datetime, timedelta
from typing import Any

from p2p_tui.domain.request import Kind, Request, Status
from p2p_tui.domain.story import Happening
from p2p_tui.training.lesson import Lesson
from p2p_tui.training.run import Progress, Run

BEGINS = datetime(2026, 11, 20, 19, 31, tzinfo=UTC)
STEP = {"why": "so it is", "rule": "R3", "guide": "T3"}
LESSON: dict[str, Any] = {
    "title": "A small one", "seat": "technician", "about": "For tests.", "minutes": 1,
    "starts": "2026-11-20T14:31:00",
    "step": [
        {"id": "open", "asks": "Press {new}", "done": {"screen": "new_request"}, "within": 60,
         **STEP},
        {"id": "who", "asks": "Type “Kim Osei” {tab}",
         "done": {"screen": "new_request", "fields": {"contact_name": "osei"}}, **STEP},
        {"id": "place", "asks": "Place it: {save}", "done": {"move": "place"}, "called": "kim",
         **STEP},
        {"id": "ready", "asks": "Wait.", "done": {"on": "kim", "request": {"status": "ready"}},
         "acts": [{"who": "ana", "does": "acknowledge", "on": "kim"},
                  {"who": "ana", "does": "ready", "on": "kim", "given": {"extension": "4412"}}],
         **STEP},
        {"id": "transfer", "asks": "Press {transfer}", "done": {"move": "transfer", "on": "kim"},
         **STEP},
    ],
    "mistake": [
        {"id": "other-pa", "when": {"screen": "new_request",
                                    "fields": {"pa_number": "* & not =88120417"}},
         "rule": "R2", "guide": "T2", "says": "Another PA."},
        {"id": "closed", "when": {"move": "close"}, "rule": "R7", "guide": "T9", "points": 25,
         "says": "Nobody withdrew."},
        {"id": "early", "when": {"said": "is for"}, "steps": ["ready"], "rule": "R13",
         "guide": "T5", "says": "Wait for it."},
    ],
}  # fmt: skip
"""The fields of a lesson, as a file has them."""


def lesson(**changes: Any) -> Lesson:
    """The small lesson, with some fields changed."""
    return Lesson.model_validate({**LESSON, **changes})


def a_run(of: Lesson | None = None) -> Run:
    """A learner at its beginning."""
    progress = Progress(begun_at=BEGINS, entered_at=BEGINS, now=BEGINS)
    return Run(of or lesson(), "tina", progress)


def a_request(ref: str = "P2P-1001", status: Status = Status.WAITING, version: int = 1) -> Request:
    """A request of the lesson."""
    return Request(
        ref=ref, kind=Kind.IMMEDIATE, status=status, version=version, moved_version=version,
        placed_at=BEGINS, placed_by="tina", since=BEGINS, waiting_since=BEGINS,
    )  # fmt: skip


def happened(move: str, seq: int, *, who: str = "tina", ref: str = "P2P-1001",
             **given: Any) -> Happening:  # fmt: skip
    """Something that somebody did."""
    return Happening(
        seq=seq, at=BEGINS + timedelta(seconds=seq), actor=who, move=move, ref=ref, given=given
    )  # fmt: skip
