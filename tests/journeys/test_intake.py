"""Intake, rule by rule, with the keys that a technician presses while the caller speaks."""

import re
import time
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from typing import Any

import pytest

from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.in_common import InCommon
from p2p_tui.domain.wording import local
from tests.house import ACCOUNT, KIM, sit
from tests.journeys.premises import TEMPLATE, Premises, new_request
from tests.journeys.terminal import Terminal

pytestmark = [
    pytest.mark.journey,
    # What the form does is the same on each engine; tests/tui runs it on all of them.
    pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True),
]

EXTRACT = """\
PA Number,Member ID,Drug Name,Denial Reason,Pharmacist,Decision Date
88120417,H10024471,Ozempic,No A1c within 90 days,Ana Ruiz,11/18/2026
"""
NOTE = """\
P2P Note for RPH
Contact name and job title: Kim Osei, MA
Contact number: (614) 555-0142
Best time to call (Date and Time): now
Case ID or PA Auth#: 88120417
Member ID: H10024471
Drug name: Ozempic
Denial Reason: No A1c within 90 days
Additional info given: A1c of 8.4 can be faxed
Reason why Technician cannot approve: Needs a pharmacist
Name of Denying Pharmacist: Ana Ruiz
Reason for Denial on PA in VUE: A1c not on file
Information gathered from prescriber when asked the specific reason it was denied: no labs sent
"""
LATELY = 0.5
"""How much of what was typed may be missing after a crash, in seconds."""


def at_the_form(premises: Premises) -> Terminal:
    """A technician with an empty form in front."""
    technician = premises.sit("tina")
    technician.wait_for("Nobody is waiting")
    new_request(technician)
    return technician


def place(premises: Premises, technician: Terminal) -> Any:
    """Place what is in the form; the request as other programs read it."""
    technician.press("ctrl+s")
    found = re.search(r"P2P-\d+", technician.line_with("is placed"))
    assert found is not None
    return premises.json("show", found.group())


def by_hand(technician: Terminal, *values: str) -> None:
    """Type into field after field, with one key between them."""
    for number, value in enumerate(values):
        if number:
            technician.press("tab")
        technician.type(value)


def test_r1_the_steps_with_the_caller_are_ticked_and_the_record_says_by_whom(
    premises: Premises,
) -> None:
    technician = at_the_form(premises)
    technician.press("shift+tab", "shift+tab", "shift+tab", "shift+tab")
    technician.press("space", "tab", "space", "tab", "tab", "space")
    technician.line_with("✓ caller verified", "✓ Contact ID made", "○ PA verified", "✓ caller told")
    found = place(premises, technician)
    assert (found["caller_verified"], found["contact_id_made"]) == (True, True)
    assert found["pa_verified"] is False, "not ticked, and no gate"
    assert found["told_by"] == "tina"
    technician.press("enter")
    technician.line_with("✓ Caller verified", "Tina Park")
    technician.line_with("To get from the caller", "Contact name")


def test_r2_the_denied_pa_is_pulled_up_by_its_number(premises: Premises) -> None:
    premises.run("pa", "import", "-", "--as", "lena", stdin=EXTRACT)
    technician = at_the_form(premises)
    by_hand(technician, "Kim Osei", "MA", "614-555-0142", "PA# 88120417")
    technician.line_with("found: denied Wed Nov 18 by Ana Ruiz")
    technician.line_with("Drug name", "Ozempic")
    found = place(premises, technician)
    assert (found["member_id"], found["denial_rationale"]) == ("H10024471", "No A1c within 90 days")
    assert found["denying_pharmacist"] == "Ana Ruiz"


def test_r3_a_full_template_is_placed_with_one_key(premises: Premises) -> None:
    technician = at_the_form(premises)
    technician.paste(TEMPLATE)
    technician.wait_for("Read from the paste")
    before = len(technician.pressed)
    found = place(premises, technician)
    assert len(technician.pressed) - before <= 3
    assert found["kind"] == "immediate"
    written = premises.run("template", "now", found["ref"], "--form", "plain")
    labels = [line.split(":")[0].strip() for line in written.splitlines() if ":" in line]
    assert labels == [
        "Contact name and job title", "Contact phone #", "PA #", "Member ID", "Drug Name", "CNTT",
        "Denial Rationale", "Callback Dates and Times",
    ]  # fmt: skip


def test_r3_by_hand_each_field_is_one_key_away_and_none_needs_a_mouse(premises: Premises) -> None:
    technician = at_the_form(premises)
    before = len(technician.pressed)
    values = (
        KIM.contact_name, KIM.job_title, KIM.phone, KIM.pa_number, KIM.member_id, KIM.drug_name,
        KIM.cntt, KIM.denial_rationale,
    )  # fmt: skip
    by_hand(technician, *values)
    technician.line_with("Denial rationale", KIM.denial_rationale)
    found = place(premises, technician)
    # A key between two fields, and one that places.
    assert len(technician.pressed) - before == len(values)
    names = ("contact_name", "job_title", "phone", "pa_number", "member_id", "drug_name", "cntt",
             "denial_rationale")  # fmt: skip
    assert tuple(found[name] for name in names) == values


def test_r4_a_callback_has_every_window_that_the_provider_offered(premises: Premises) -> None:
    technician = at_the_form(premises)
    by_hand(technician, "Dr. Abara", "MD", "312-555-0118")
    technician.press("tab", "tab", "tab", "tab", "tab", "tab", "tab", "tab")
    technician.line_with("Callback dates and times")
    technician.type("Mon or Tue 2-4")
    technician.line_with("= Mon", "2:00–4:00 PM C")
    technician.line_with("= Tue", "2:00–4:00 PM C")
    technician.line_with("guessed from the area code 312")
    technician.line_with("say: “A pharmacist will call you back during the time")
    found = place(premises, technician)
    assert found["kind"] == "callback"
    assert [one["zone"] for one in found["callback_windows"]] == ["America/Chicago"] * 2
    assert found["callback_words"] == "Mon or Tue 2-4"


def test_r5_both_denials_are_given_where_a_p2p_or_an_appeal_was_held(premises: Premises) -> None:
    technician = at_the_form(premises)
    rationale = "Original denial: No A1c. P2P denial: A1c too old. Appeal denial: Upheld."
    technician.paste(TEMPLATE.replace("No A1c within 90 days", rationale))
    technician.wait_for("Read from the paste")
    technician.line_with("P2P denial, if held", "A1c too old")
    found = place(premises, technician)
    assert found["denial_rationale"].startswith("No A1c")
    assert [one["kind"] for one in found["prior_denials"]] == ["p2p", "appeal"]


def test_r6_a_note_for_the_pharmacist_brings_all_its_fields(premises: Premises) -> None:
    technician = at_the_form(premises)
    technician.paste(NOTE)
    technician.wait_for("Read from the paste")
    found = place(premises, technician)
    assert premises.run("template", "rph", found["ref"], "--form", "plain").split() == NOTE.split()


def test_r7_r8_nothing_that_the_desk_is_in_keeps_a_request_out(premises: Premises) -> None:
    # Nobody is here, the queue is long, the same PA is open, nothing is known, nothing is said.
    premises.place(*[KIM] * 12)
    technician = premises.sit("tina")
    technician.line_with("no pharmacist is here")
    new_request(technician)
    found = place(premises, technician)
    assert found["status"] == "waiting"
    new_request(technician)
    by_hand(technician, "Kim", "", "", "88120417")
    technician.line_with("for this PA is open since today")
    technician.line_with("ctrl+f adds this to it", "ctrl+s places another, linked")
    technician.press("ctrl+s")
    technician.wait_for("P2P-1014 is placed")
    assert len(premises.json("show", "P2P-1014")["links"]) == 12
    premises.run("submit", "-", "--as", "tina", stdin=" \n", status=1)
    # It ends without a P2P only in the caller's words, and everybody can read them.
    technician.press("w")
    technician.wait_for("CLOSE WITHOUT A P2P")
    technician.press("ctrl+s")
    technician.wait_for("needs: why (R7)")
    technician.press("1", "tab")
    by_hand(technician, "Kim Osei", "We appeal instead")
    technician.press("ctrl+s")
    technician.wait_for("closed without a P2P")
    closed = premises.json("show", "P2P-1014")
    assert closed["closure"]["words"] == "We appeal instead"
    assert "The record holds" in premises.run("audit", "verify")


def test_r17_outside_the_hours_the_technician_is_told_and_a_key_takes_the_next_time(
    premises: Premises,
) -> None:
    closed_now(premises)
    technician = premises.sit("tina")
    technician.line_with("desk closed")
    new_request(technician)
    technician.line_with("say: The desk is closed: an immediate attempt is possible")
    technician.line_with("ctrl+o takes:", "10:00 AM-12:00 PM")
    technician.press("ctrl+o")
    technician.line_with("Callback dates and times", "10:00 AM-12:00 PM")
    found = place(premises, technician)
    assert (found["status"], found["time_to_confirm"]) == ("scheduled", False)
    # And an immediate attempt is taken all the same.
    new_request(technician)
    technician.press("ctrl+s")
    technician.line_with("P2P-1002 is placed: waiting")


def test_a_second_call_comes_in_the_middle_of_the_first(premises: Premises) -> None:
    technician = at_the_form(premises)
    by_hand(technician, "Kim Osei", "MA")
    technician.press("ctrl+n")
    technician.type("Dr. Abara")
    technician.line_with("NEW REQUEST", "also begun: Kim Osei")
    found = place(premises, technician)
    assert found["contact_name"] == "Dr. Abara"
    technician.line_with("1 call begun is left")
    technician.line_with("3 Tracker", "N 1 begun")
    technician.press("N")
    technician.line_with("CALLS BEGUN")
    technician.press("enter")
    technician.line_with("Contact name", "Kim Osei")
    technician.line_with("Job title", "MA")


def test_a_crash_at_any_keystroke_costs_the_last_half_second_at_most(
    premises: Premises, at_length: bool
) -> None:
    # A machine that does other things beside may take longer to draw, and to keep.
    slack = 0.0 if at_length else 1.5
    text = "Judge my vow: quick zephyrs blow, vexing Pi"
    kills = range(3, len(text), 4) if at_length else (11, 37)
    for last in kills:
        technician = at_the_form(premises)
        technician.press("ctrl+n")
        shown: list[float] = []
        for number in range(last):
            technician.type(text[number])
            # In the field, which is not the line of what is still to get.
            technician.line_with("Contact name    ", f" {text[: number + 1].rstrip()}")
            shown.append(time.monotonic())
            # A person types; so fast that several letters fall into what may be missing.
            time.sleep(0.06)
        killed = time.monotonic()
        technician.kill()
        kept = max((one["contact_name"] for one in premises.drafts("tina")), key=len, default="")
        due = sum(killed - at >= LATELY + slack for at in shown)
        assert text[:last].startswith(kept)
        assert len(kept) >= due, f"killed at {last}: {kept!r}"
        forget_drafts(premises)


def closed_now(premises: Premises) -> None:
    """Let the desk be open from 10 to 12 tomorrow and on no other day."""
    now = datetime.now(UTC)
    tomorrow = (local(now, DeskHours().zone) + timedelta(days=1)).weekday()
    days = {tomorrow: (clock_time(10), clock_time(12))}
    with premises.office() as office:
        hours = DeskHours(days=days, federal=False)
        office.set_in_common(InCommon(hours=hours), 0, by="lena", account=ACCOUNT)


def forget_drafts(premises: Premises) -> None:
    with premises.office() as office:
        desk = sit(office, "tina")
        for draft in desk.drafts():
            desk.drop_draft(draft.id)
