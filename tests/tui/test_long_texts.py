"""Texts of a length that nobody writes: all of it is kept, and keys are answered."""

import time

import pytest

from p2p_tui.desk import Office
from p2p_tui.tui.app import DeskApp
from p2p_tui.tui.rows import MOST_SHOWN, bounded
from tests.house import KIM
from tests.tui.sitting import WIDE, desk_of, sits

LONG = "word " * 20_000
FIELDS = ("contact_name", "drug_name", "denial_rationale", "additional_info", "pa_number", "phone")
ANSWERED_WITHIN = 3.0
"""Seconds of a processor for a key: drawn in full it took ten."""


def test_a_text_is_drawn_as_far_as_anybody_reads_and_says_how_much_there_is() -> None:
    assert bounded("a" * MOST_SHOWN) == "a" * MOST_SHOWN
    drawn = bounded("a" * (MOST_SHOWN + 1_200) + "\n")
    assert drawn.startswith("a" * MOST_SHOWN + " … (1,201 more letters")
    assert drawn.endswith("\n")


@pytest.mark.long
@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
async def test_keys_are_answered_on_a_request_of_six_hundred_thousand_letters(
    empty_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    monkeypatch.setattr(DeskApp, "write_to_terminal", lambda self, said: written.append(said))
    given = dict.fromkeys(FIELDS, LONG)
    placed = desk_of(empty_office, "tina").place(KIM.model_copy(update=given))
    async with sits(empty_office, "tina", WIDE) as seat:
        for key in ("enter", "i", "Q", "escape", "y", "escape", "m", "escape", "3", "1"):
            since = time.process_time()
            await seat.press(key)
            assert time.process_time() - since < ANSWERED_WITHIN, key
    assert max(len(one) for one in written) > len(FIELDS) * len(LONG), "a copy has all of it"
    kept = desk_of(empty_office, "tina").request(placed.ref)
    assert kept.denial_rationale == LONG.strip()
