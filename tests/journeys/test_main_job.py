"""The job for which the desk is there: a caller is handed from technician to pharmacist."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from p2p_tui.domain.wording import weekday
from tests.house import KIM
from tests.journeys.premises import CALLBACK_TEMPLATE, TEMPLATE, Premises, new_request, select
from tests.journeys.terminal import SMALL, WIDE, Size, Terminal

pytestmark = [pytest.mark.journey, pytest.mark.both]


def placed(technician: Terminal) -> str:
    found = re.search(r"P2P-\d+", technician.line_with("is placed"))
    assert found is not None
    return found.group()


def document(pharmacist: Terminal) -> None:
    """Document the call that has ended: what they said, what was heard, approved."""
    pharmacist.press("d")
    pharmacist.wait_for("DOCUMENT")
    pharmacist.type("The A1c was not with the request")
    pharmacist.press("tab")
    pharmacist.type("A1c of 8.4, drawn last week")
    pharmacist.press("tab", "tab", "1")
    pharmacist.line_with("● 1 approved")
    pharmacist.wait_for("New PA number")
    for words in ("88130001", "today", "in 12 months"):
        pharmacist.press("tab")
        pharmacist.type(words)
    pharmacist.press("ctrl+s")
    pharmacist.wait_for("documented and closed")


@pytest.mark.few(1)
@pytest.mark.parametrize(
    ("engine", "size"),
    [("sqlcipher", SMALL), ("postgresql", SMALL), ("sqlcipher", WIDE)],
    ids=["sqlcipher-80x24", "postgresql-80x24", "sqlcipher-120x40"],
    indirect=["engine"],
)
def test_a_caller_on_the_line_is_handed_to_a_pharmacist_and_the_tracker_shows_it(
    premises: Premises, size: Size
) -> None:
    technician, pharmacist = premises.sit("tina", size), premises.sit("noor", size)
    technician.wait_for("Nobody is waiting")
    pharmacist.wait_for("Nobody is waiting")
    technician.wait_for("available: Noor Haddad")

    new_request(technician)
    technician.paste(TEMPLATE)
    technician.wait_for("Read from the paste")
    before = len(technician.pressed)
    technician.press("ctrl+s")
    ref = placed(technician)
    assert len(technician.pressed) - before <= 3

    pharmacist.line_with("○ waiting", ref, "Ozempic", "Kim Osei")
    pharmacist.line_with(ref, "a caller is waiting, for the desk")
    pharmacist.wait_for_bell()
    select(pharmacist, ref)
    pharmacist.press("a")
    pharmacist.line_with("◐ acknowledged", ref)
    technician.line_with("◐ acknowledged", ref, "Noor Haddad")

    pharmacist.press("r")
    pharmacist.wait_for("Extension to transfer to")
    pharmacist.type("4455")
    pharmacist.press("ctrl+s")
    technician.line_with("◆ READY", ref, "→ ext. 4455")
    technician.line_with("transfer to Noor Haddad, PharmD")
    technician.line_with(ref, "Noor Haddad is ready: ext. 4455")
    technician.wait_for_bell()

    select(technician, ref)
    technician.press("t")
    pharmacist.line_with("● on call", ref)
    pharmacist.press("e")
    pharmacist.line_with("✎ to document", ref)
    technician.line_with("✎ to document", ref)
    document(pharmacist)
    technician.wait_for("Nobody is waiting")

    for terminal in (technician, pharmacist):
        terminal.press("3")
        terminal.line_with("✓ approved", ref, "Ozempic")
    assert "The record holds" in premises.run("audit", "verify")
    found = premises.json("show", ref)
    said = {name: found[name] for name in ("contact_name", "job_title", "phone", "pa_number",
            "member_id", "drug_name", "cntt", "denial_rationale")}  # fmt: skip
    assert said == KIM.model_dump(include=set(said))
    assert (found["status"], found["determination"]) == ("closed", "approved")


@pytest.mark.few(1)
def test_a_callback_becomes_now_when_the_provider_asks_and_is_documented(
    premises: Premises,
) -> None:
    technician, pharmacist = premises.sit("tina"), premises.sit("ana", WIDE)
    technician.wait_for("Nobody is waiting")
    pharmacist.wait_for("Nobody is waiting")

    new_request(technician)
    days = {_tomorrow()}
    technician.paste(CALLBACK_TEMPLATE)
    technician.line_with("= ", "2:00–4:00 PM")
    technician.press("ctrl+s")
    ref = placed(technician)
    days.add(_tomorrow())
    for terminal in (technician, pharmacist):
        terminal.wait_for("LATER CALLBACKS")
        row = terminal.line_with("◷", ref, "2–4 PM")
        assert any(day in row for day in days)

    select(pharmacist, ref)
    pharmacist.press("a")
    pharmacist.wait_for("is for later")

    technician.press("b")
    technician.wait_for("ANOTHER TIME (PROVIDER ASKED)")
    technician.type("Dr. Lee")
    technician.press("tab")
    technician.type("now")
    technician.line_with("= now")
    technician.press("ctrl+s")
    technician.wait_for("has the time that the provider asked for")
    pharmacist.line_with("○ waiting", ref)
    assert "as Dr. Lee asked" in premises.run("show", ref)

    pharmacist.press("a")
    technician.line_with("◐ acknowledged", ref, "Ana Ruiz")
    pharmacist.line_with("◐ acknowledged", ref, "you")
    pharmacist.press("r")
    technician.line_with("◆ READY", ref, "→ ext. 4412")
    technician.press("t")
    pharmacist.line_with("● on call", ref)
    pharmacist.press("e")
    pharmacist.line_with("✎ to document", ref)
    document(pharmacist)
    technician.press("3")
    technician.line_with("✓ approved", ref)
    assert "The record holds" in premises.run("audit", "verify")


def test_of_two_pharmacists_at_one_moment_one_has_it_and_the_other_is_told_who(
    premises: Premises,
) -> None:
    refs = [one.ref for one in premises.place(KIM, KIM, KIM)]
    sitting = {"Ana Ruiz": premises.sit("ana"), "Ben Cole": premises.sit("ben")}
    for terminal in sitting.values():
        terminal.line_with("▌", refs[0])
    for ref in refs:
        for terminal in sitting.values():
            select(terminal, ref)
        for terminal in sitting.values():
            terminal.press("a")
        _one_has_it(ref, sitting)
    assert "The record holds" in premises.run("audit", "verify")


def _one_has_it(ref: str, sitting: dict[str, Terminal]) -> None:
    for terminal in sitting.values():
        terminal.line_with("◐ acknowledged", ref)
    winners = [who for who, one in sitting.items() if "you" in one.line_with("◐", ref)]
    assert len(winners) == 1
    loser = next(one for who, one in sitting.items() if who != winners[0])
    assert winners[0] in loser.line_with("◐ acknowledged", ref)
    loser.wait_for(
        lambda lines: any(
            f"{winners[0]} {said}" in line
            for said in ("was first", "has it", "acknowledged it")
            for line in lines[-4:]
        )
    )


def _tomorrow() -> str:
    return weekday(datetime.now(UTC) + timedelta(days=1), "America/New_York")
