"""A request: one peer-to-peer, from the caller's words to what was documented."""

from datetime import date
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
    by: Line
    number: Line
    outcome: Outcome
    note: Words = ""
    reached: Line = ""
    """Who answered, if anybody."""
    began: Moment | None = None
    """When the conversation had begun that broke off."""


class TimeChange(Frozen):
    """A provider asked for another time: who asked, and what had been booked until then (R11)."""

    at: Moment
    by: Line
    who_asked: Line
    kind: Kind
    windows: tuple[CallbackWindow, ...] = ()


class Hold(Frozen):
    """Why a request is kept beyond its time: nothing of it is disposed of while this stands."""

    at: Moment
    by: Line
    why: Line


class Cover(Frozen):
    """Why somebody else than the denying pharmacist has a request (R10)."""

    instead_of: Line
    """Who denied it, as the request names them."""
    why: Line
    chosen: bool
    """Whether they were available, and it was taken all the same, for a reason of its own."""
    because: Line = ""
    """The same in a word or two that can be counted: at lunch, on a call."""


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
    by: Line
    determination: Determination
    spoke_with: Line = ""
    """Who was on the line: the peer, who may not be the caller."""
    credentials: Line = ""
    npi: Line = ""
    reason_given: Words = ""
    """What they said when asked for the reason of the denial."""
    heard: Words = ""
    """The new information that the provider brought, or empty where none was offered."""
    none_offered: bool = False
    rationale: Words = ""
    criterion: Line = ""
    new_pa: Line = ""
    """The number of the PA that was approved, valid from and until these days."""
    valid_from: date | None = None
    valid_until: date | None = None
    changed_to: Line = ""
    """What was approved in place of what was asked for."""
    appeal_rights_told: bool = False
    alternative: Line = ""
    """The drug that was accepted instead."""
    promised: Line = ""
    """What information was promised, from whom, and by which day."""
    promised_by: Line = ""
    promised_until: date | None = None
    in_their_words: Words = ""
    """With which words the provider withdrew."""
    times_reason: Line = ""
    """Why the times of the call are others than the events say."""
    late: bool = False
    """Whether it was written longer after the call than the desk calls timely."""


class ClosingReason(StrEnum):
    """Why a request ends without a P2P. There are no others (R7)."""

    WITHDREW = "the caller withdrew"
    RESOLVED = "already resolved"
    DUPLICATE = "duplicate of another that stays open"


class Closure(Frozen):
    """Who said that no P2P is needed any more, when, and in which words (R7)."""

    at: Moment
    by: Line
    reason: ClosingReason
    said_by: Line
    words: Words
    duplicate_of: Line = ""


class Addendum(Frozen):
    """Words added to what was documented, which itself is never overwritten."""

    at: Moment
    by: Line
    words: Words
    settles: bool = False
    """Whether the information that was promised came, or is waited for no more."""


class Request(Details):
    """One P2P request. Times are UTC; people stand by their usernames."""

    ref: Line
    """The reference that people say on the phone, such as ``P2P-1042``."""
    kind: Kind
    status: Status
    version: int
    moved_version: int
    """The version at which the status or the holder last changed."""
    placed_at: Moment
    placed_by: Line
    since: Moment
    """When it came into this status."""
    waiting_since: Moment
    """When the caller's wait began: kept when a request is released or handed over."""
    holder: Line | None = None
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
    told_by: Line | None = None
    """When the caller was told what to expect, and by whom (R14)."""
    attempts: tuple[Attempt, ...] = ()
    moved: tuple[TimeChange, ...] = ()
    acknowledged_at: Moment | None = None
    ready_at: Moment | None = None
    connected_at: Moment | None = None
    ended_at: Moment | None = None
    closed_at: Moment | None = None
    links: tuple[Line, ...] = ()
    documentation: Documentation | None = None
    closure: Closure | None = None
    addenda: tuple[Addendum, ...] = ()
    legal_hold: Hold | None = None
    source: Line = ""
    """The file that it was brought in from, and the line; empty where it was placed here."""

    @property
    def open(self) -> bool:
        """Say whether it is still the desk's to do."""
        return self.status in OPEN

    @property
    def determination(self) -> Determination | None:
        """What was decided, once it is documented."""
        return self.documentation.determination if self.documentation else None

    @property
    def follow_up_on(self) -> date | None:
        """By which day promised information is waited for; None where nothing is."""
        said = self.documentation
        if said is None or any(one.settles for one in self.addenda):
            return None
        return said.promised_until

    def is_awaited_on(self, day: date) -> bool:
        """Say whether promised information should have come by that day, and is still awaited."""
        return self.follow_up_on is not None and self.follow_up_on <= day

    @property
    def contact(self) -> str:
        """The caller with the job title: ``Kim Osei, MA``."""
        parts = [part for part in (self.contact_name, self.job_title) if part]
        return ", ".join(parts) or "caller not named yet"
