"""Text that a terminal would obey, or that looks like markup: shown, and never obeyed."""

import json
import re
from collections.abc import Mapping

import pytest

from tests.house import KIM
from tests.journeys.premises import TEMPLATE, Premises, new_request, select
from tests.journeys.terminal import WIDE, Terminal

pytestmark = pytest.mark.journey

SEQUENCES = (
    "\x1b]52;c;CANARY\x07", "\x1b]8;;http://CANARY\x1b\\link\x1b]8;;\x1b\\", "\x1b]0;CANARY\x07",
    "\x1bPCANARY\x1b\\", "\x1b_CANARY\x1b\\", "\x1b[5i", "\x1bc", "\x9b5i", "\x9d52;c;CANARY\x9c",
)  # fmt: skip
CHARACTERS = (
    "\x00\x08\x0e\x7f\x84\x9b\u061c\u00ad\u200b\u200d\u200f\u2028\u202e\u2066\u2069\ufeff"
    "\u115f\u3164\U000e0041"
)
POISON = "".join(SEQUENCES) + CHARACTERS
MARKUP = (
    "PA [denied] x", "[red]x[/]", "[@click=app.quit]x[/]", "[/", "[bold", "[link=http://CANARY]y",
    "{0}%s",
)  # fmt: skip
_TITLE = r"2;(?:P2P desk(?:: [0-9a-z, ]+)?)?\x07"
OBEYED = re.compile(rf"\x1b\](?!22;|{_TITLE})|\x1b[P_^Xc]|\x1b\[5i|[{re.escape(CHARACTERS)}]")
"""What no terminal may be sent. Textual itself says the mouse pointer's shape, the
session its title with counts, and no more."""
SHOWN = "\n".join((*MARKUP, f"end of it {POISON}", "seen to the end"))
FIELDS = (
    "job_title", "phone", "pa_number", "member_id", "cntt", "best_time", "extension",
    "denying_pharmacist", "additional_info", "reason_in_vue", "prescriber_told", "not_understood",
    "reason_technician_cannot_approve",
)  # fmt: skip


def obeys_nothing(*terminals: Terminal) -> None:
    for terminal in terminals:
        assert terminal.alive
        found = OBEYED.search(terminal.raw.decode(errors="ignore"))
        assert found is None, f"{found.group()!r} was sent to a terminal"


def shows_all_of_it(terminal: Terminal) -> None:
    for text in (*MARKUP, "seen to the end"):
        terminal.wait_for(text)


def look_everywhere(terminal: Terminal, ref: str) -> None:
    """See a request in the list, beside it, on its own screen, in its form, in the tracker."""
    select(terminal, ref)
    terminal.line_with(ref, "[red]x[/]")
    shows_all_of_it(terminal)
    terminal.press("enter")
    terminal.wait_gone("▌")
    shows_all_of_it(terminal)
    click(terminal, "[@click=app.quit]x[/]")
    terminal.press("i")
    terminal.wait_for("More for the pharmacist")
    terminal.line_with("Drug name", "[red]x[/]")
    terminal.press("escape")
    terminal.wait_gone("More for the pharmacist")
    terminal.press("3")
    terminal.line_with("▌", ref, "[red]x[/]")
    terminal.press("1")
    terminal.wait_gone(" / find ")
    obeys_nothing(terminal)


def click(terminal: Terminal, text: str) -> None:
    lines = terminal.wait_for(text)
    row = next(number for number, line in enumerate(lines) if text in line)
    column = lines[row].index(text) + text.index("x[/]")
    at = f"{column + 1};{row + 1}"
    terminal.press(f"\x1b[<0;{at}M", f"\x1b[<0;{at}m")


def template(poison: str) -> str:
    hostile = TEMPLATE.replace("Ozempic", "[red]x[/]").replace("Kim Osei", f"[/{poison}")
    return hostile.replace("No A1c within 90 days", f"{' '.join(MARKUP)} {poison}")


def plant(premises: Premises, table: str, values: Mapping[str, str], where: str) -> None:
    """Write in the database behind the desk's back: all that the engine itself takes."""
    mark, never = ("%s", "\0") if premises.address.file is None else ("?", "")
    names = ", ".join(f"{name} = {mark}" for name in values)
    planted = [value.replace(never, "") if never else value for value in values.values()]
    with premises.office() as office:
        database = office.store.engine.database
        database.execute_sql(f"UPDATE {table} SET {names} WHERE {where}", planted)


def test_a_hostile_template_reaches_two_people_at_work_and_is_only_shown(
    premises: Premises,
) -> None:
    technician, pharmacist = premises.sit("tina", WIDE), premises.sit("ana", WIDE)
    for terminal in (technician, pharmacist):
        terminal.wait_for("Nobody is waiting")
    (first,) = premises.json("submit", "--as", "tina", stdin=template(POISON))
    for terminal in (technician, pharmacist):
        terminal.line_with("○ waiting", first["ref"], "[red]x[/]")
        terminal.wait_for("PA [denied] x")
        terminal.wait_for("[@click=app.quit]x[/]")
        terminal.line_with("\\u202e")
    new_request(technician)
    technician.paste(template(CHARACTERS))
    technician.wait_for("Read from the paste")
    technician.line_with("Drug name", "[red]x[/]")
    technician.press("ctrl+s")
    technician.wait_for("is placed")
    pharmacist.wait_for(lambda lines: sum("○ waiting" in line for line in lines) >= 2)
    pharmacist.press("m")
    pharmacist.wait_for("MESSAGE")
    pharmacist.paste(f"[red]x[/] {CHARACTERS} the end")
    pharmacist.press("ctrl+s")
    technician.line_with("Ana Ruiz", "[red]x[/]")
    obeys_nothing(technician, pharmacist)


def test_hostile_text_planted_in_the_database_is_only_shown(premises: Premises) -> None:
    ref = premises.place(KIM)[0].ref
    hostile = (*SEQUENCES, *CHARACTERS)
    values = {name: f"[red]y[/]{hostile[at]}" for at, name in enumerate(FIELDS)}
    values |= {"drug_name": "[red]x[/]", "contact_name": "[/\x1b]0;CANARY\x07"}
    values["denial_rationale"] = SHOWN
    values["prior_denials"] = json.dumps([{"kind": "p2p", "rationale": f"[/ {POISON}"}])
    plant(premises, "request", values, "true")
    plant(premises, "staff", {"name": f"Ben [red]{POISON}"}, "username = 'ben'")
    terminals = [premises.sit("tina", WIDE), premises.sit("ana", WIDE)]
    for terminal in terminals:
        look_everywhere(terminal, ref)


def test_a_hostile_draft_is_only_shown(premises: Premises) -> None:
    technician = premises.sit("tina")
    technician.wait_for("Nobody is waiting")
    new_request(technician)
    technician.type("Kim")
    premises.wait_for_draft("tina", "Kim")
    technician.press("escape")
    technician.wait_for("Nobody is waiting")
    body = {"contact_name": f"[red]x[/]{POISON}", "denial_rationale": SHOWN}
    plant(premises, "draft", {"body": json.dumps(body)}, "true")
    new_request(technician)
    technician.line_with("Contact name", "[red]x[/]")
    technician.wait_for("PA [denied] x")
    obeys_nothing(technician)


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
def test_what_is_pasted_presses_no_key(premises: Premises) -> None:
    technician = premises.sit("tina", WIDE)
    technician.wait_for("Nobody is waiting")
    technician.paste("\x1bq\x1b[Aq")
    new_request(technician)
    technician.paste("Kim\x1b[5mq\x1bOsei")
    technician.line_with("Contact name", r"Kim\x1b[5mq\x1bOsei")
    technician.press("tab")
    technician.paste("\x1b[5m" * 50_000 + "the end")
    technician.press("tab")
    technician.type("614 555 0142")
    technician.line_with("Contact phone", "614 555 0142")
    obeys_nothing(technician)
