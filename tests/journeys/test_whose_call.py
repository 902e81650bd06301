"""Whose call it is, among people in terminals of their own: to cover and back (R9, R10, R12)."""

import re

import pytest

from tests.journeys.premises import TEMPLATE, Premises, new_request, select
from tests.journeys.terminal import Terminal
from tests.journeys.test_main_job import document, placed

pytestmark = pytest.mark.journey

DENIED_BY_ANA = f"{TEMPLATE}| Name of Denying Pharmacist: Ana Ruiz |\n"


def sees(terminal: Terminal, free: list[str], others: dict[str, str] | None = None) -> None:
    """Wait until the header says who is here: by name where there is room, else how many."""
    doing = {"available": free, **{words: [name] for name, words in (others or {}).items()}}
    named = " · ".join(f"{words}: {', '.join(names)}" for words, names in doing.items() if names)
    counted = " · ".join(f"{len(names)} {words}" for words, names in doing.items() if names)
    terminal.wait_for(lambda lines: any(named in line or counted in line for line in lines))


def takes_down(technician: Terminal, template: str) -> str:
    """Place what a template says; give the reference."""
    new_request(technician)
    technician.paste(template)
    technician.wait_for("Read from the paste")
    technician.press("ctrl+s")
    return placed(technician)


def says(pharmacist: Terminal, digit: str, *, back: str = "") -> None:
    """Say what one is doing, with a digit, and when one is back."""
    pharmacist.press("s")
    pharmacist.wait_for("MY AVAILABILITY")
    pharmacist.press(digit)
    if back:
        pharmacist.press("tab")
        pharmacist.type(back)
    pharmacist.press("ctrl+s")
    pharmacist.wait_gone("MY AVAILABILITY")


@pytest.mark.parametrize("engine", ["sqlcipher", "postgresql"], indirect=True)
def test_a_call_goes_to_cover_while_she_is_at_lunch_and_back_when_she_is_here(
    premises: Premises,
) -> None:
    technician, ana, ben = (premises.sit(who) for who in ("tina", "ana", "ben"))
    for terminal in (technician, ana, ben):
        terminal.wait_for("Nobody is waiting")
        sees(terminal, ["Ana Ruiz", "Ben Cole"])

    says(ana, "3", back="45 min")
    ana.line_with("You are at lunch until")
    sees(technician, ["Ben Cole"], {"Ana Ruiz": "at lunch"})

    ref = takes_down(technician, DENIED_BY_ANA)
    ben.line_with("○ waiting", ref, "for the desk")
    ben.wait_for("Ana Ruiz denied it and is at lunch until")
    ben.wait_for_bell()
    ben.line_with(f"{ref}: a caller is waiting, for the desk")

    # She is back: it is hers, for as long as nobody speaks with the caller.
    says(ana, "1")
    ana.wait_for("YOU DENIED THESE")
    ana.line_with("○ waiting", ref, "for you")
    for terminal in (technician, ben):
        terminal.line_with("○ waiting", ref, "for Ana Ruiz")

    # She is gone again, and Ben takes it.
    says(ana, "4")
    ben.line_with("○ waiting", ref, "for the desk")
    select(ben, ref)
    ben.press("a")
    technician.line_with("◐ acknowledged", ref, "Ben Cole")
    says(ana, "1")
    ana.wait_for("OFFERED BACK TO YOU")
    ana.line_with("you denied it and are available again")
    ben.wait_for("Ana Ruiz denied it and is available again")

    select(ana, ref)
    ana.press("o")
    ana.wait_for("denied it, and is available again")
    ana.press("ctrl+s")
    ana.line_with("◐ acknowledged", ref, "you")
    technician.line_with("◐ acknowledged", ref, "Ana Ruiz")
    ben.line_with("◐ acknowledged", ref, "Ana Ruiz")

    ana.press("r")
    technician.line_with("Ana Ruiz is ready: ext. 4412")
    select(technician, ref)
    technician.press("t")
    ana.line_with("● on call", ref)
    for terminal in (technician, ben):
        sees(terminal, ["Ben Cole"], {"Ana Ruiz": "on a call"})
    ana.press("e")
    ana.line_with("✎ to document", ref)
    document(ana)

    story = premises.run("show", ref)
    said = re.findall(r"(Ana Ruiz|Ben Cole) (acknowledged it|took it over|is ready)", story)
    assert said == [
        ("Ben Cole", "acknowledged it"), ("Ana Ruiz", "took it over"), ("Ana Ruiz", "is ready"),
    ]  # fmt: skip


def test_what_is_still_ones_own_is_shown_before_one_goes_and_can_be_handed_over(
    premises: Premises,
) -> None:
    technician, ana, ben = (premises.sit(who) for who in ("tina", "ana", "ben"))
    sees(ben, ["Ana Ruiz", "Ben Cole"])
    ref = takes_down(technician, DENIED_BY_ANA)
    select(ana, ref)
    ana.press("a")
    ana.line_with("◐ acknowledged", ref, "you")

    ana.press("q")
    ana.wait_for("BEFORE YOU GO")
    ana.line_with(ref, "can go to Ben Cole")
    ana.press("h")
    ana.wait_for("To whom")
    ana.type("Ben Cole")
    ana.press("tab")
    ana.type("my shift is over")
    ana.press("ctrl+s")
    ben.line_with(f"{ref}: Ana Ruiz handed it to you")
    ben.wait_for_bell()
    ana.wait_for("Nothing is yours any more")
    ana.press("q")
    assert ana.ended() == 0
    technician.line_with("◐ acknowledged", ref, "Ben Cole")


def test_a_pharmacist_whose_session_dies_is_offline_soon_and_what_they_had_says_so(
    premises: Premises,
) -> None:
    technician, ana, ben = (premises.sit(who) for who in ("tina", "ana", "ben"))
    sees(ben, ["Ana Ruiz", "Ben Cole"])
    ref = takes_down(technician, DENIED_BY_ANA)
    select(ana, ref)
    ana.press("a")
    ben.line_with("◐ acknowledged", ref, "Ana Ruiz")

    ana.kill()
    for terminal in (technician, ben):
        terminal.wait_for("Ana Ruiz is offline", within=31)
    ben.line_with(f"{ref}: Ana Ruiz is offline and has it")
    select(ben, ref)
    ben.press("o")
    ben.wait_for("Why it is taken over")
    ben.type("she is gone")
    ben.press("ctrl+s")
    technician.line_with("◐ acknowledged", ref, "Ben Cole")


def test_people_see_who_is_at_a_request_and_talk_on_it_live(premises: Premises) -> None:
    technician, ana = premises.sit("tina"), premises.sit("ana")
    sees(ana, ["Ana Ruiz"])
    ref = takes_down(technician, TEMPLATE)
    select(ana, ref)
    ana.press("enter")
    technician.line_with("Ana Ruiz is looking")

    select(technician, ref)
    technician.press("m")
    technician.wait_for("takes the next of")
    ana.wait_for("Tina Park is writing")
    technician.press("ctrl+o")
    technician.line_with("Message", "The caller is still holding")
    technician.press("ctrl+s")
    ana.wait_for("Conversation")
    ana.line_with("Tina Park: The caller is still holding")
    technician.press("m")
    technician.wait_for("MESSAGE")
    ana.press("m")
    ana.wait_for("MESSAGE")
    ana.type("One minute")
    ana.press("ctrl+s")
    technician.line_with("Ana Ruiz: One minute")
    ana.press("escape")
    technician.press("escape")
    technician.wait_gone("is looking")
