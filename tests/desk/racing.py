"""Processes that acknowledge the same requests at the same moments, and what came of it."""

import contextlib
from collections import Counter
from typing import Any

from p2p_tui.desk import Desk, Office
from p2p_tui.domain.errors import Overtaken, Refused
from p2p_tui.domain.people import Role, Roster, Staff
from p2p_tui.domain.refs import number_of
from p2p_tui.domain.request import Request
from p2p_tui.store import chain, requests
from p2p_tui.store.engines import DatabaseUnusableError
from p2p_tui.store.models import RequestRow
from tests.crew import Gate
from tests.house import ACCOUNT, KIM, Address, sit

WON = ""
"""What somebody is told who has the request now."""


def pharmacists(office: Office, count: int) -> list[str]:
    """So many more pharmacists on the desk; their usernames."""
    people = [
        Staff(username=f"ph{n}", name=f"Pharmacist {n}", roles=frozenset({Role.PHARMACIST}))
        for n in range(1, count + 1)
    ]
    office.put_staff(people, by=None, account=ACCOUNT)
    return [one.username for one in people]


def waiting(office: Office, count: int) -> list[str]:
    """So many requests that wait; their references."""
    desk = sit(office, "tina")
    return [desk.place(KIM).ref for _ in range(count)]


def contenders(names: list[str], number: int) -> list[str]:
    """Who runs in a round: two of them, then three … then all, and others each time."""
    first, count = number % len(names), 2 + number % (len(names) - 1)
    return [*names[first:], *names[:first]][:count]


def acknowledge_all(
    gate: Gate,
    address: Address,
    username: str,
    names: list[str],
    refs: list[str],
    *,
    broken: bool = False,
) -> dict[str, str]:
    """Acknowledge requests at the moments at which the others do; what one was told of each."""
    office = address.open()
    told = {}
    try:
        with _a_broken_claim(office) if broken else contextlib.nullcontext():
            desk = sit(office, username)
            for number, ref in enumerate(refs):
                gate.wait()
                if username in contenders(names, number):
                    told[ref] = _acknowledge(desk, ref)
            return told
    finally:
        office.close()


def _acknowledge(desk: Desk, ref: str) -> str:
    try:
        desk.make("acknowledge", ref, 1)
    except (Overtaken, Refused) as no:
        return str(no)
    except DatabaseUnusableError as fault:
        return f"a fault: {fault}"
    return WON


def faults(office: Office, refs: list[str], told: dict[str, dict[str, str]]) -> list[str]:
    """What is wrong after a race: nothing, where each request has one holder and all know whom.

    ``told`` holds, for each who ran, what they were told of each request.
    """
    found = []
    roster = office.roster()
    acks: Counter[str] = Counter()
    for ref in refs:
        answers = {who: said[ref] for who, said in told.items() if ref in said}
        found += _faults_of_one(ref, answers, requests.get(ref), roster)
        acks[ref] = sum(one.move == "acknowledge" for one in requests.history(ref))
    found += [f"{ref} was acknowledged {n} times on record" for ref, n in acks.items() if n != 1]
    verdict = office.verify()
    if verdict.problem:
        found.append(f"the record does not hold: {verdict.problem}")
    return found


def _faults_of_one(
    ref: str, answers: dict[str, str], stands: Request | None, roster: Roster
) -> list[str]:
    winners = [who for who, answer in answers.items() if answer == WON]
    if len(winners) != 1:
        return [f"{ref} has {len(winners)} holders, each told that they have it: {winners}"]
    (winner,) = winners
    if stands is None or stands.holder != winner:
        return [f"{ref}: {winner} was told to have it, and {stands and stands.holder} has it"]
    name = roster.name(winner)
    return [
        f"{ref}: {who} lost to {name} and was told “{answer}”"
        for who, answer in answers.items()
        if who != winner and name not in answer
    ]


@contextlib.contextmanager
def _a_broken_claim(office: Office) -> Any:
    """The mistake that the race is there to find: look first, then write, and no lock over both.

    Reading and writing are apart, and the row is written whatever it has become meanwhile. Only
    the record is still appended to under the lock.
    """

    def write_anyway(request: Request, seen: Request) -> bool:
        values: dict[str, Any] = {"status": request.status.value, "holder": request.holder}
        values |= {"version": request.version, "moved_version": request.moved_version}
        RequestRow.update(**values).where(RequestRow.id == number_of(seen.ref)).execute()
        return True

    def append(event: chain.NewEvent) -> int:
        with honest_writing():
            return honest_append(event)

    honest_update, honest_append = requests.update, chain.append
    honest_writing = office.store.engine.writing
    vars(requests)["update"], vars(chain)["append"] = write_anyway, append
    vars(office.store.engine)["writing"] = contextlib.nullcontext
    try:
        yield
    finally:
        vars(requests)["update"], vars(chain)["append"] = honest_update, honest_append
        del vars(office.store.engine)["writing"]
