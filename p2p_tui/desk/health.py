"""Looking at everything that the desk needs, and saying in words how it is.

Nothing is made and nothing changed by looking. One trouble does not hide the others: what can
still be looked at is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from p2p_tui.desk.office import Clock, Found, Office, utc_now
from p2p_tui.domain.hours import DESK_ZONE
from p2p_tui.domain.masking import secrets_in
from p2p_tui.domain.people import AtHand, Role
from p2p_tui.domain.wording import age_words
from p2p_tui.store import people
from p2p_tui.store.anchors import Anchorage
from p2p_tui.store.engines import DatabaseUnusableError, Engine, Finding, Health, engine_for
from p2p_tui.store.store import Store

__all__ = ["Checkup", "Finding", "Health", "examine", "time_zones"]

ANCHOR_OLD = timedelta(days=2)
"""From when on the newest head outside the database is too old to say much."""
INIT = "p2p init --username NAME --name 'FULL NAME'"


@dataclass(frozen=True)
class Checkup:
    """What was found, and whether the database can be opened at all, or made."""

    findings: tuple[Finding, ...]
    usable: bool


class _Enough(Exception):
    """What was written to see whether it can be is taken back."""


def examine(
    url: str,
    key_file: Path | None,
    *,
    clock: Clock = utc_now,
    anchorage: Anchorage = Anchorage(),  # noqa: B008 a frozen value
) -> Checkup:
    """Look at the database at a URL, and at what the desk needs besides."""
    secret = secrets_in(url)
    found: list[Finding] = []
    usable = _look(url, key_file, clock, anchorage, found, readable=secret.readable)
    found.append(time_zones())
    hidden = (replace(one, says=secret.hide(one.says), mend=secret.hide(one.mend)) for one in found)
    return Checkup(tuple(hidden), usable)


def time_zones() -> Finding:
    """Whether the host or the program brings the rules of the desk's time zone."""
    try:
        ZoneInfo(DESK_ZONE)
    except (ZoneInfoNotFoundError, OSError):
        return Finding(
            "time zones", Health.BAD, f"there is no {DESK_ZONE}: no time can be shown",
            "pip install tzdata",
        )  # fmt: skip
    return Finding("time zones", Health.GOOD, f"{DESK_ZONE} is known")


def _look(
    url: str,
    key_file: Path | None,
    clock: Clock,
    anchorage: Anchorage,
    found: list[Finding],
    *,
    readable: bool,
) -> bool:
    if not readable:
        found.append(Finding(
            "database", Health.BAD, "the password in its URL has characters that end it early",
            "take it out of the URL and put it into ~/.pgpass, or write them as %XX",
        ))  # fmt: skip
        return False
    try:
        engine = engine_for(url, key_file)
    except DatabaseUnusableError as error:
        says, _, mend = str(error).rpartition(": ")
        found.append(Finding("database", Health.BAD, says, mend))
        return False
    found.extend(engine.outside())
    if not engine.exists():
        found.append(_no_desk())
        return True
    try:
        store = Store.look(engine)
    except DatabaseUnusableError as error:
        mend = engine.if_unopened()
        found.append(Finding("database", Health.BAD, str(error).removesuffix(f": {mend}"), mend))
        return False
    try:
        found.extend(_inside(store, engine, clock, anchorage))
    finally:
        store.close()
    return True


def _no_desk() -> Finding:
    return Finding(
        "desk", Health.BAD, "there is no desk yet", f"{INIT}, or, of a backup: p2p restore BACKUP"
    )


def _inside(store: Store, engine: Engine, clock: Clock, anchorage: Anchorage) -> Iterator[Finding]:
    def look(what: str, at: Callable[[], tuple[Finding, ...]]) -> tuple[Finding, ...]:
        try:
            with store.explained():
                return at()
        except DatabaseUnusableError as error:
            return (Finding(what, Health.BAD, str(error), engine.if_unopened()),)
        except Exception as error:  # of what is damaged, its kind is told and no value
            says = f"can't be looked at: {type(error).__name__}"
            return (Finding(what, Health.BAD, says, engine.if_unopened()),)

    yield from look("engine", lambda: tuple(engine.findings()))
    schema = look("schema", lambda: (_schema(store),))
    yield from schema
    if any(one.health is Health.BAD for one in schema):
        return
    office = Office(store, clock=clock)
    yield from look("saving", lambda: (_saving(store, clock),))
    yield from look("record", lambda: _record(office, anchorage))
    yield from look("people", lambda: (_people(office), _here(office)))


def _schema(store: Store) -> Finding:
    if store.is_empty():
        return _no_desk()
    try:
        pending = store.pending()
    except DatabaseUnusableError as error:
        says, _, mend = str(error).rpartition(": ")
        return Finding("schema", Health.BAD, says, mend)
    if pending:
        return Finding(
            "schema", Health.BAD,
            f"the database is of an older version: it lacks {', '.join(pending)}", "p2p migrate",
        )  # fmt: skip
    return Finding("schema", Health.GOOD, "the database is of this version")


def _saving(store: Store, clock: Clock) -> Finding:
    """Write a row of no weight behind the lock that every act takes, and take it back."""
    try:
        with store.explained(), store.engine.writing():
            people.alive("doctor", "", clock(), AtHand())
            raise _Enough
    except _Enough:
        return Finding("saving", Health.GOOD, "what is written can be saved")


def _record(office: Office, anchorage: Anchorage) -> tuple[Finding, ...]:
    kept = anchorage.kept()
    verdict = office.verify(kept)
    fits = Finding(
        "record", Health.GOOD,
        f"it holds: {_count(verdict.events, 'event')}, head {verdict.head[:12]}",
    )  # fmt: skip
    if verdict.found is Found.NO_ANCHOR:
        return fits, Finding("anchor", Health.BAD, verdict.problem, "p2p audit anchor")
    if verdict.problem:
        mend = "keep the database as it is, tell who answers for it; then: p2p audit verify --json"
        return (Finding("record", Health.BAD, f"it does not hold: {verdict.problem}", mend),)
    if verdict.anchored is None:
        says = "none is kept in a file (anchor_file): that the record was cut can't be told"
        return fits, Finding("anchor", Health.GOOD, says)
    old = office.clock() - verdict.anchored.at
    says = f"{anchorage.file}: event {verdict.anchored.seq}, {age_words(old.total_seconds())} old"
    # One of the newest event of all says everything, however long nothing has happened since.
    if old > ANCHOR_OLD and verdict.anchored.seq < verdict.events:
        return fits, Finding("anchor", Health.WARNING, says, "p2p audit anchor (see: crontab -l)")
    return fits, Finding("anchor", Health.GOOD, f"{says}; the record fits")


def _people(office: Office) -> Finding:
    staff = [one for one in office.roster().staff if not one.disabled]
    if not staff:
        return Finding("people", Health.BAD, "nobody works at this desk", INIT)
    if not any(one.roles & {Role.LEAD, Role.ADMIN} for one in staff):
        return Finding(
            "people", Health.WARNING, "nobody of this desk may look after its staff",
            "p2p staff set USERNAME --role lead",
        )  # fmt: skip
    return Finding("people", Health.GOOD, f"{_count(len(staff), 'person')} at this desk")


def _here(office: Office) -> Finding:
    sessions, here = people.sessions(office.clock()), len(office.roster().present)
    says = f"{_count(here, 'person')} in {_count(sessions, 'session')}" if here else "nobody"
    return Finding("here now", Health.GOOD, says)


def _count(number: int, what: str) -> str:
    if number == 1:
        return f"1 {what}"
    return f"{number} {'people' if what == 'person' else what + 's'}"
