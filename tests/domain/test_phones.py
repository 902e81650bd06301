"""Phone numbers as callers give them, and the clocks that they tell of (R4, R7)."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2p_tui.domain.callback_times import read_for
from p2p_tui.domain.hours import DESK_ZONE, DeskHours
from p2p_tui.domain.phones import MAINLAND, ZONES, guess_zone, read_phone

NOW = datetime(2026, 11, 20, 19, 31, tzinfo=UTC)
CHICAGO, DENVER, PHOENIX = "America/Chicago", "America/Denver", "America/Phoenix"

SHOWN = {
    "6145550142": "(614) 555-0142",
    "614.555.0142 x3": "(614) 555-0142 ext. 3",
    "1-614-555-0142": "(614) 555-0142",
    "+1 (614) 555-0142 ext 12": "(614) 555-0142 ext. 12",
    "614 555 0142;ext=7": "(614) 555-0142 ext. 7",
    "+44 20 7946 0958": "+44 20 7946 0958",
    "614 555": "614 555",
    "ask for Kim": "ask for Kim",
    "": "",
}


@pytest.mark.parametrize(("typed", "shown"), SHOWN.items())
def test_a_number_is_shown_as_people_say_it_and_else_as_it_was_typed(
    typed: str, shown: str
) -> None:
    assert read_phone(typed).shown == shown


@given(st.text() | st.from_regex(r"[\d().+x# -]{0,25}", fullmatch=True))
def test_no_text_is_refused_and_what_is_shown_is_the_same_number(typed: str) -> None:
    read = read_phone(typed)
    again = read_phone(read.shown)
    assert (again.number, again.extension) == (read.number, read.extension)


@pytest.mark.parametrize(
    ("phone", "chosen", "zone", "how", "choices"),
    [
        ("(312) 555-0118", "", CHICAGO, "guessed", ()),
        ("(602) 555-0126", "", PHOENIX, "guessed", ()),
        ("(312) 555-0118", DENVER, DENVER, "chosen", ()),
        ("(800) 555-0101", "", DESK_ZONE, "asked", MAINLAND),
        ("(605) 555-0101", "", DESK_ZONE, "asked", (DENVER, CHICAGO)),
        ("(208) 555-0101", "", DESK_ZONE, "asked", (DENVER, "America/Los_Angeles")),
        ("", "", DESK_ZONE, "desk", ()),
        ("ask for Kim", "", DESK_ZONE, "desk", ()),
    ],
)
def test_the_zone_is_guessed_from_the_area_code_or_asked(
    phone: str, chosen: str, zone: str, how: str, choices: tuple[str, ...]
) -> None:
    guess = guess_zone(phone, chosen, DESK_ZONE, NOW)
    assert (guess.zone, guess.how, guess.choices) == (zone, how, choices)


@given(st.integers(200, 999))
def test_every_area_code_tells_of_a_zone_or_is_asked_about(area: int) -> None:
    guess = guess_zone(f"({area}) 555-0101", "", DESK_ZONE, NOW)
    assert guess.how in ("guessed", "asked", "desk")
    assert (guess.how == "asked") == (len(guess.choices) > 1)
    assert guess.words


def read(words: str, phone: str, chosen: str = "") -> list[str]:
    guess = guess_zone(phone, chosen, DESK_ZONE, NOW)
    reading = read_for(words, guess, now=NOW, hours=DeskHours())
    said = [f"{one.wall_start:%a %H:%M} {one.zone}" for one in reading.windows]
    return [*said, *([reading.question, *reading.choices] if reading.question else [])]


def test_times_are_read_on_the_clocks_of_the_number_unless_others_are_named() -> None:
    assert read("Tue 2-4", "(312) 555-0118") == [f"Tue 14:00 {CHICAGO}"]
    assert read("Tue 2-4 mountain", "(312) 555-0118") == [f"Tue 14:00 {DENVER}"]
    assert read("Tue 2-4", "(312) 555-0118", PHOENIX) == [f"Tue 14:00 {PHOENIX}"]
    assert read("Tue 2-4", "") == [f"Tue 14:00 {DESK_ZONE}"]


def test_a_number_that_tells_of_several_zones_is_asked_about_where_it_matters() -> None:
    question, *choices = read("Tue 2-4", "(605) 555-0101")
    assert question == "In which time zone is the provider: Mountain or Central?"
    assert choices == ["Tue 2-4 Mountain", "Tue 2-4 Central"]
    assert read(choices[1], "(605) 555-0101") == [f"Tue 14:00 {CHICAGO}"]
    assert read("in 20 min", "(800) 555-0101") == [f"Fri 14:51 {DESK_ZONE}"]
    assert read("Tue 2-4 ET", "(800) 555-0101") == [f"Tue 14:00 {DESK_ZONE}"]


def test_every_zone_that_is_offered_can_be_said() -> None:
    for zone in ZONES:
        guess = guess_zone("", zone, DESK_ZONE, NOW)
        name = guess.words.removesuffix(" time, as chosen")
        assert read(f"Tue 2-4 {name}", "") == [f"Tue 14:00 {zone}"]
