"""What a request says: the fields of the desk's templates, as values (R1-R6)."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import model_validator

from p2p_tui.domain.values import Frozen, Line, Moment, Words

STEPS = ("caller_verified", "contact_id_made", "pa_verified")
"""The steps of the guide that are ticked on a request (R1, R2)."""


class DenialKind(StrEnum):
    """Which decision said no."""

    ORIGINAL = "original"
    P2P = "p2p"
    APPEAL = "appeal"


class Denial(Frozen):
    """A denial that came after the original one: of a P2P or of an appeal (R5)."""

    kind: DenialKind
    rationale: Words


class CallbackWindow(Frozen):
    """A span of time that the provider offered, in the provider's own zone (R4, R11).

    ``wall_start`` and ``wall_end`` are what the provider's clock shows (no zone), ``zone`` is an
    IANA name, and ``start`` and ``end`` are the same span in UTC. ``words`` are those spoken.
    """

    words: Line
    zone: Line
    wall_start: datetime
    wall_end: datetime
    start: Moment
    end: Moment

    @model_validator(mode="after")
    def _in_order(self) -> "CallbackWindow":
        if self.wall_start.tzinfo is not None or self.wall_end.tzinfo is not None:
            raise ValueError("the provider's wall time carries no zone of its own")
        if self.end <= self.start:
            raise ValueError("a callback window ends after it starts")
        return self


class Details(Frozen):
    """All that the desk's three templates ask for, under the names that other programs read.

    Everything may be empty: what is missing is asked for while the caller is on the line, and is
    never a reason not to place the request (R7).
    """

    contact_name: Line = ""
    job_title: Line = ""
    practice: Line = ""
    """The practice or office that the caller speaks for."""
    phone: Line = ""
    pa_number: Line = ""
    member_id: Line = ""
    drug_name: Line = ""
    cntt: Line = ""
    denial_rationale: Words = ""
    prior_denials: tuple[Denial, ...] = ()
    callback_words: Line = ""
    """The callback dates and times as they were said."""
    best_time: Line = ""
    additional_info: Words = ""
    reason_technician_cannot_approve: Words = ""
    denying_pharmacist: Line = ""
    """Who denied the PA, as the technician knows it: a name or a username."""
    reason_in_vue: Words = ""
    prescriber_told: Words = ""
    """What the prescriber said when asked the specific reason it was denied."""
    caller_verified: bool = False
    contact_id_made: bool = False
    pa_verified: bool = False
    not_understood: Words = ""
    """Lines of a pasted template that were not understood. Kept, never dropped."""


class Template(Frozen):
    """A filled template as it was read: which one it was, and what it says."""

    kind: Literal["now", "callback", "rph"]
    details: Details
