"""A request: one peer-to-peer, from the caller's words to what was documented."""

from enum import StrEnum

from p2p_tui.domain.details import CallbackWindow, Details
from p2p_tui.domain.values import Frozen, Line, Moment, Words


class Kind(StrEnum):
    """Whether the caller is on the line, or is to be called back."""

    IMMEDIATE = "immediate"
    CALLBACK = "callback"


class Status(StrEnum):
    """Where a request stands. Due, overdue and late are derived from the clock, never stored."""

    WAITING = "waiting"
    SCHEDULED = "scheduled"
    ACKNOWLEDGED = "acknowledged"
    READY = "ready"
    ON_CALL = "on_call"
    TO_DOCUMENT = "to_document"
    CLOSED = "closed"

    @property
    def words(self) -> str:
        """The status as people say it."""
        return self.value.replace("_", " ")


OPEN = frozenset(Status) - {Status.CLOSED}
BEFORE_CALL = frozenset({Status.WAITING, Status.SCHEDULED, Status.ACKNOWLEDGED, Status.READY})
HELD = frozenset({Status.ACKNOWLEDGED, Status.READY, Status.ON_CALL})
"""Statuses in which exactly one pharmacist has it (R12)."""


class Outcome(StrEnum):
    """What came of trying to reach the provider. Never an end (R7)."""

    NO_ANSWER = "no answer"
    VOICEMAIL = "voicemail, message left"
    BUSY = "busy"
    WRONG_PERSON = "somebody else answered"
    WRONG_NUMBER = "wrong number"
    DROPPED = "the call dropped"


class Attempt(Frozen):
    """One try to speak with the provider that did not come to a conversation, or broke off."""

    at: Moment
    by: str
    number: Line
    outcome: Outcome
    note: Words = ""
    reached: Line = ""
    """Who answered, if anybody."""


class Cover(Frozen):
    """Why somebody else than the denying pharmacist has a request (R10)."""

    instead_of: Line
    """Who denied it, as the request names them."""
    why: Line
    chosen: bool
    """Whether they were available, and it was taken all the same, for a reason of its own."""


class Determination(StrEnum):
    """What the pharmacist decided after the call (R15, R18). There is no "refused"."""

    APPROVED = "approved"
    CHANGED = "approved in part or changed"
    UPHELD = "upheld, appeal rights told"
    ALTERNATIVE = "alternative accepted"
    MORE_INFORMATION = "more information promised"
    RECONSIDERATION = "back for reconsideration"
    APPEAL = "sent to appeal"
    DISCUSSION = "discussion only"
    WITHDRAWN = "withdrawn by the provider during the call"


class Documentation(Frozen):
    """What the pharmacist documented on the tracker (R15, R16)."""

    at: Moment
    by: str
    determination: Determination
    spoke_with: Line
    heard: Words
    """The new information that the provider brought, or empty where none was offered."""
    none_offered: bool
    reason_given: Words
    rationale: Words
    appeal_rights_told: bool
    promised: Line
    """What information the provider promised, from whom and by when."""


class ClosingReason(StrEnum):
    """Why a request ends without a P2P. There are no others (R7)."""

    WITHDREW = "the caller withdrew"
    RESOLVED = "already resolved"
    DUPLICATE = "duplicate of another that stays open"


class Closure(Frozen):
    """Who said that no P2P is needed any more, when, and in which words (R7)."""

    at: Moment
    by: str
    reason: ClosingReason
    said_by: Line
    words: Words
    duplicate_of: Line = ""


class Addendum(Frozen):
    """Words added to what was documented, which itself is never overwritten."""

    at: Moment
    by: str
    words: Words


class Request(Details):
    """One P2P request. Times are UTC; people stand by their usernames."""

    ref: str
    """The reference that people say on the phone, such as ``P2P-1042``."""
    kind: Kind
    status: Status
    version: int
    moved_version: int
    """The version at which the status or the holder last changed."""
    placed_at: Moment
    placed_by: str
    since: Moment
    """When it came into this status."""
    waiting_since: Moment
    """When the caller's wait began: kept when a request is released or handed over."""
    holder: str | None = None
    """The pharmacist who has it (R12)."""
    came_from: Status | None = None
    """Where it stood before it was acknowledged."""
    cover: Cover | None = None
    """Why it is not the denying pharmacist who has it."""
    before_call: Status | None = None
    """Where it stood before the call began."""
    extension: Line = ""
    redial: bool = False
    """The line dropped: the caller is to be rung back now."""
    callback_windows: tuple[CallbackWindow, ...] = ()
    time_to_confirm: bool = False
    """The words for the callback time were not certain: confirm them with the caller."""
    told_at: Moment | None = None
    told_by: str | None = None
    """When the caller was told what to expect, and by whom (R14)."""
    attempts: tuple[Attempt, ...] = ()
    acknowledged_at: Moment | None = None
    ready_at: Moment | None = None
    connected_at: Moment | None = None
    ended_at: Moment | None = None
    closed_at: Moment | None = None
    links: tuple[str, ...] = ()
    documentation: Documentation | None = None
    closure: Closure | None = None
    addenda: tuple[Addendum, ...] = ()

    @property
    def open(self) -> bool:
        """Say whether it is still the desk's to do."""
        return self.status in OPEN

    @property
    def determination(self) -> Determination | None:
        """What was decided, once it is documented."""
        return self.documentation.determination if self.documentation else None

    @property
    def contact(self) -> str:
        """The caller with the job title: ``Kim Osei, MA``."""
        parts = [part for part in (self.contact_name, self.job_title) if part]
        return ", ".join(parts) or "caller not named yet"
