"""Processes that place requests without a pause, while the database or they themselves are ended.

Each says what it begins before it begins it, and what came of it after: so a test knows what was
acknowledged, what was given back, and what nobody was told about.
"""

import contextlib
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from typing import Any

from p2p_tui.desk import Office
from p2p_tui.desk import office as office_module
from p2p_tui.store.engines import DatabaseUnusableError, OutcomeUnknownError
from p2p_tui.store.models import EventRow, RequestRow
from tests.crew import WAIT, Gate, Mate
from tests.house import KIM, Address, sit

BEGUN, SAVED, NOT_SAVED, UNKNOWN = "begun", "saved", "not saved", "unknown"


def place_until_told(gate: Gate, address: Address, username: str, *, broken: bool = False) -> int:
    """Place requests, each under a name of its own, until told to stop; say what came of each.

    ``broken`` is the mistake that these stories are there to find: an act whose outcome is unknown
    is simply done again, and nobody looks whether it was done.
    """
    office = address.open()
    count = 0
    with _blind_to_what_was_done() if broken else contextlib.nullcontext():
        desk = sit(office, username)
        gate.wait()
        while not gate.told():
            name = f"writer {uuid.uuid4().hex}"
            gate.tell((BEGUN, name))
            try:
                desk.place(KIM.model_copy(update={"contact_name": name}), act_id=f"place-{name}")
            except OutcomeUnknownError:
                gate.tell((UNKNOWN, name))
            except DatabaseUnusableError:
                gate.tell((NOT_SAVED, name))
            else:
                gate.tell((SAVED, name))
                count += 1
    office.close()
    return count


@dataclass
class Told:
    """What the writers said of each act, by its name."""

    of: dict[str, str] = field(default_factory=dict)

    def take(self, mate: Mate) -> None:
        """Take in all that a writer has said until now, or until its end."""
        with contextlib.suppress(EOFError, ConnectionResetError):
            while mate.line.poll():
                done, said = mate.line.recv()
                assert done, said
                if isinstance(said, tuple):
                    self.of[said[1]] = said[0]

    def listen(self, mates: Sequence[Mate], seconds: float) -> None:
        """Take in what writers say for so long, from the moment at which they begin."""
        before = len(self.of)
        while len(self.of) == before:
            wait([mate.line for mate in mates], WAIT)
            for mate in mates:
                self.take(mate)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for mate in mates:
                self.take(mate)
            wait([mate.line for mate in mates], until - time.monotonic())

    def finish(self, mate: Mate) -> None:
        """Take in all that a writer says until it has stopped."""
        while isinstance(said := mate.answer(), tuple):
            self.of[said[1]] = said[0]


@dataclass(frozen=True)
class Outcome:
    """What is wrong after a story, nothing where all is well, and its counts in a line."""

    faults: list[str]
    counts: str


def outcome(office: Office, told: Told, what: str) -> Outcome:
    """Hold what the writers were told against what is there."""
    names = [row.contact_name for row in RequestRow.select(RequestRow.contact_name)]
    there = Counter(name for name in names if name.startswith("writer "))
    placed = Counter(
        row.act_id.removeprefix("place-").partition(" again ")[0]
        for row in EventRow.select(EventRow.act_id).where(EventRow.move == "place")
    )
    lost = [name for name, how in told.of.items() if how == SAVED and not there[name]]
    twice = [name for name, count in there.items() if count > 1]
    found = [f"{name} was acknowledged and is not there" for name in lost]
    found += [f"{name} is there {there[name]} times" for name in twice]
    found += [
        f"{name} was given back as not saved and is there"
        for name, how in told.of.items()
        if how == NOT_SAVED and there[name]
    ]
    found += [
        f"{name} stands in the record {placed[name]} times, in the queue {count} times"
        for name, count in there.items()
        if placed[name] != count
    ]
    found += [f"{name} was never begun" for name in there if name not in told.of]
    verdict = office.verify()
    if verdict.problem:
        found.append(f"the record does not hold: {verdict.problem}")
    count = Counter(told.of.values())
    open_ended = [name for name, how in told.of.items() if how in (BEGUN, UNKNOWN)]
    return Outcome(
        found,
        f"{what}: {count[SAVED]} acts acknowledged, {count[NOT_SAVED]} given back,"
        f" {len(open_ended)} without an answer ({sum(name in there for name in open_ended)} of them"
        f" saved); lost {len(lost)}, done twice {len(twice)}; {verdict.events} events,"
        f" the chain {'breaks' if verdict.problem else 'holds'}",
    )


def done_twice() -> bool:
    """Say whether something is there twice by now."""
    names = RequestRow.select(RequestRow.contact_name).where(
        RequestRow.contact_name.startswith("writer ")
    )
    return any(count > 1 for count in Counter(row.contact_name for row in names).values())


def stop(mates: Sequence[Mate], told: Told) -> None:
    """Let all writers come to their end."""
    for mate in mates:
        mate.tell("stop")
    for mate in mates:
        told.finish(mate)


@contextlib.contextmanager
def _blind_to_what_was_done() -> Iterator[None]:
    """Nobody looks whether an act was done; each try stands under an id of its own."""
    requests: Any = vars(office_module)["requests"]
    honest = requests.act
    insert = EventRow.insert
    requests.act = lambda act_id: None

    def under_another_id(**values: Any) -> Any:
        return insert(**{**values, "act_id": f"{values['act_id']} again {uuid.uuid4().hex}"})

    vars_of: Any = EventRow
    vars_of.insert = under_another_id
    try:
        yield
    finally:
        requests.act = honest
        del vars_of.insert
