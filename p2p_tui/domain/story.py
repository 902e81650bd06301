"""One line for each thing that happened to a request, as people tell it."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import Field

from p2p_tui.domain import denied_pas, guide, in_common, lending, retention, signing
from p2p_tui.domain.details import STEPS, Details
from p2p_tui.domain.people import Roster
from p2p_tui.domain.text import one_line
from p2p_tui.domain.values import Carried, Frozen, Line, Moment

VIEWED, COPIED, SEARCHED, LISTED = "viewed", "copied", "searched", "listed"
"""Under which names it stands in the record that somebody opened a request, took a copy of it,
found it by a search, or took a copy of many at once."""
AUDIT_READ, ACCOUNTED = "audit_read", "accounted"
"""That somebody read who did what, and how somebody's data left the desk."""
UNTOLD = frozenset({
    VIEWED, COPIED, SEARCHED, LISTED, AUDIT_READ, ACCOUNTED, denied_pas.VIEWED, *signing.SAID,
    *lending.SAID,
})  # fmt: skip
"""What is on record and is no part of the story of a request: nothing about it changed."""
EXPORTING, EXPORTED = "export_began", "exported"
"""Under which names an export of the tracker stands in the record: as begun, and as over."""
BROUGHT_IN, TRACKER_IMPORTED = "brought_in", "tracker_imported"
"""Under which names an old tracker stands in the record: each row of it, and the whole."""
KEY_AUTHORIZED, KEY_REVOKED = "key_authorized", "key_revoked"
"""Under which names a key of SSH stands in the record that lets somebody in, or no longer does."""

_SAID = {
    "place": "placed it",
    "acknowledge": "acknowledged it and is pulling up the PA",
    "ready": "is ready: transfer to ext. {extension}",
    "transfer": "transferred the caller",
    "reached": "reached the provider",
    "not_reached": "did not reach the provider: {outcome}",
    "dropped": "says the call dropped: redial {phone}",
    "end_call": "ended the call",
    "document": "documented it: {determination}",
    "complete": "completed or corrected: {fields}",
    "confirm_time": "confirmed the callback time: {callback_words}",
    "caller_told": "told the caller what to expect",
    "another_time": "changed the time, as {who_asked} asked: {callback_words}",
    "take_over": "took it over{for_to}: {reason}",
    "close": "closed it without a P2P: {reason}, said by {said_by}: “{words}”",
    "link": "linked it with {other}",
    "message": "“{words}”",
    "add_to_record": "added to the record: {words}",
    "undo": "took back: {undone}",
    denied_pas.IMPORTED: "loaded denied PAs from {source}: {loaded} new, {updated} updated,"
    " {not_read} not read{stopped}",
    retention.HELD: "put it on legal hold: {why}",
    retention.RELEASED: "released the legal hold: {why}",
    EXPORTING: "began to export the tracker as {format}{days}",
    EXPORTED: "exported the tracker as {format}{days}: {count} requests{digest}{stopped}",
    BROUGHT_IN: "brought it in from {source}, line {line}",
    TRACKER_IMPORTED: "brought in the tracker {source}: {brought_in} new, {known} known,"
    " {not_read} not read{stopped}",
    **signing.SAID,
    **lending.SAID,
    KEY_AUTHORIZED: "let {username} sign in with the key {fingerprint}",
    KEY_REVOKED: "took the key {fingerprint} of {username} away",
    denied_pas.VIEWED: "looked at PA {pa_number} as the PA system has it",
    VIEWED: "opened it",
    COPIED: "took a copy of it{as}",
    SEARCHED: "found it in the tracker: {find}",
    LISTED: "took a copy of {count} requests at once{as}",
    AUDIT_READ: "read who did and saw what: {about}",
    ACCOUNTED: "read how a member's data left the desk: {about}",
}
_WITHOUT_WORDS = {
    "transfer": "transferred the caller",
    "message": "wrote a message",
    "link": "linked it with another",
    "undo": "took a move back",
    "another_time": "changed the time, as the provider asked",
    "hand_over": "handed it over or released it",
    "take_over": "took it over",
    BROUGHT_IN: "brought it in from an old tracker",
    denied_pas.VIEWED: "looked at a PA as the PA system has it",
    lending.LENT: "lent somebody a role",
    lending.ENDED: "ended a role that was lent",
    lending.REVIEWED: "reviewed a role that was lent",
    signing.PASSPHRASE_ISSUED: "made a first passphrase for somebody",
    "staff": "changed who is on the desk, or what one says of oneself",
    in_common.CHANGED: "changed what the desk has in common",
    guide.SET: "put in a version of the guide",
}
"""What is told of a move where its own words don't begin with it."""
_NO_PHI = frozenset({EXPORTING, EXPORTED, COPIED, LISTED})
"""What is told whole where no word of a patient or caller may be."""


class Happening(Frozen):
    """One event of a request with what it carried, for people and for rules to read.

    ``before`` and ``after`` hold the fields that changed; ``given`` what the move was given.
    """

    seq: int
    at: Moment
    actor: Line
    move: Line
    ref: Line = ""
    version: int | None = None
    before: Carried = Field(default_factory=dict)
    after: Carried = Field(default_factory=dict)
    given: Carried = Field(default_factory=dict)


class Taken(Frozen):
    """A step of the guide that somebody took with the caller, and when it was put on record."""

    step: str
    by: Line
    at: Moment


def steps_taken(details: Details, story: Iterable[Happening]) -> tuple[Taken, ...]:
    """Who took which step of the guide, by the record; a step that was taken back is none (R1)."""
    newest: dict[str, Happening] = {}
    for event in story:
        newest |= {name: event for name in STEPS if event.after.get(name)}
    return tuple(
        Taken(step=name, by=newest[name].actor, at=newest[name].at)
        for name in STEPS
        if getattr(details, name) and name in newest
    )


class _Words(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


def tell(event: Happening, roster: Roster) -> str:
    """What happened, without who and when: ``acknowledged it and is pulling up the PA``."""
    if event.move == in_common.CHANGED:
        return one_line(in_common.tell(event.before, event.after))
    if event.move == guide.SET:
        return guide.tell(event.given)
    if event.move == retention.PURGED:
        return one_line(retention.tell(event.given))
    given = _Words({name: value for name, value in event.given.items() if value is not None})
    to = event.after.get("holder")
    if event.move == "hand_over":
        said = f"handed it over to {roster.name(to)}" if to else "released it to the queue"
        if "holder" not in event.after:
            said = "handed it over or released it"
    else:
        changed = sorted(set(event.after) & set(Details.model_fields))
        given["fields"] = ", ".join(name.replace("_", " ") for name in changed)
        given["for_to"] = f" for {roster.name(to)}" if to and to != event.actor else ""
        given["stopped"] = "; it stopped before its end" if given["stopped"] else ""
        given["days"] = _days(given)
        given["digest"] = f", SHA-256 {given['sha256']}" if given["sha256"] else ""
        given["undone"] = given["undone"].replace("_", " ")
        if event.move == "dropped":
            given["phone"] = event.after.get("attempts", [{"number": ""}])[-1]["number"]
        known = _SAID.get(event.move)
        said = known.format_map(given) if known else event.move.replace("_", " ")
        if event.move == "place" and given.get("said"):
            said += f"; for when to call they said “{given['said']}”"
        if event.move == "not_reached" and given.get("reached"):
            said += f"; {given['reached']} answered"
        if event.move == "not_reached" and given.get("callback_words"):
            said += f" and asked for another time: {given['callback_words']}"
        if event.move == "acknowledge" and given.get("reason"):
            said += f": {given['reason']}"
    note = given.get("note")
    return one_line(f"{said} — {note}" if note else said)


def tell_without_words(move: str, given: Mapping[str, Any]) -> str:
    """What happened, and no word that a patient or caller is known by: ``closed it without a P2P``.

    For whom it is of stands elsewhere: a list of who did what is read by more than need the rest.
    """
    if move in _NO_PHI:
        told = {**given, "days": _days(given), "digest": "", "stopped": ""}
        if given.get("stopped"):
            told["stopped"] = "; it stopped before its end"
        told["as"] = f" as {given['as']}" if given.get("as") else ""
        return one_line(_SAID[move].format_map(_Words(told)))
    if move in _WITHOUT_WORDS:
        return _WITHOUT_WORDS[move]
    return re.split(r"[:{;]", _SAID.get(move, move.replace("_", " ")))[0].strip()


def _days(given: Mapping[str, Any]) -> str:
    """Of which days something is, as behind a name: `` from 2026-11-01 to 2026-11-30``."""
    return "".join(f" {word} {given[word]}" for word in ("from", "to") if given.get(word))
