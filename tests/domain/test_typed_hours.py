"""The desk hours as a lead types them: read in one way, or asked; written so that they are read."""

from datetime import date, time
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from p2p_tui.domain.errors import Mistyped
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.public_holidays import STATES
from p2p_tui.domain.text import one_line
from p2p_tui.domain.typed_hours import (
    CLOSED,
    DAYS,
    HOLIDAYS,
    OPEN_ON,
    in_a_line,
    read_dates,
    read_day,
    read_hours,
    read_zone,
    write_dates,
    write_day,
    write_hours,
)

EIGHT_TO_EIGHT = (time(8), time(20))
NINE_TO_NOON = (time(9), time(12))
THANKSGIVING, CHRISTMAS = date(2026, 11, 26), date(2026, 12, 25)


def why_not(**typed: str) -> tuple[str, str]:
    """What is said of fields that can't be read, and at which of them."""
    with pytest.raises(Mistyped) as no:
        read_hours({**write_hours(DeskHours()), **typed})
    said = str(no.value)
    assert "\n" not in said
    return no.value.field, said


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("8:00 AM–8:00 PM", EIGHT_TO_EIGHT),
        ("8:00 am - 8:00 pm", EIGHT_TO_EIGHT),
        ("8am-8pm", EIGHT_TO_EIGHT),
        ("8 a.m. to 8 p.m.", EIGHT_TO_EIGHT),
        ("8a—8p", EIGHT_TO_EIGHT),
        ("8-20", EIGHT_TO_EIGHT),
        ("08:00-20:00", EIGHT_TO_EIGHT),
        ("  8   until 20 ", EIGHT_TO_EIGHT),
        ("8-8", EIGHT_TO_EIGHT),
        ("8-8pm", EIGHT_TO_EIGHT),
        ("8am-8", EIGHT_TO_EIGHT),
        ("9-12", NINE_TO_NOON),
        ("9-12pm", NINE_TO_NOON),
        ("09-12", NINE_TO_NOON),
        ("8-5", (time(8), time(17))),
        ("08-09", (time(8), time(9))),
        ("1-14", (time(1), time(14))),
        ("7:30-16:45", (time(7, 30), time(16, 45))),
        ("12am-12pm", (time(0), time(12))),
        ("0-23:59", (time(0), time(23, 59))),
        ("closed", None),
        (" CLOSED ", None),
    ],
)
def test_hours_as_people_type_them(typed: str, hours: tuple[time, time] | None) -> None:
    assert read_day(typed, "mon") == hours


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Saturday is empty: type it like 8:00 AM–8:00 PM, 8-20 or closed"),
        ("8 till late", "Saturday: “8 till late” is not understood; type it like"),
        ("all day", "“all day” is not understood"),
        ("8", "“8” is not understood"),
        ("8-12-20", "“8-12-20” is not understood"),
        ("8-20\x1b[2J", r"“8-20\x1b[2J” is not understood"),
        ("٨-٢٠", "is not understood"),
        ("8-25", "“8-25” has a time that is on no clock"),
        ("8:60-20", "has a time that is on no clock"),
        ("8-13pm", "has a time that is on no clock"),
        ("0am-8pm", "has a time that is on no clock"),
        ("20-8", "“20-8” closes before it opens"),
        ("8pm-8am", "closes before it opens"),
        ("8am-8am", "closes before it opens"),
        ("8am-12am", "closes before it opens; the desk closes later on the same day, at 11:59 PM"),
        ("1-5", "“1-5” may be AM or PM; say which, for both"),
        ("9-10", "may be AM or PM"),
        ("8-11pm", "may be AM or PM"),
        ("8-20 " + "and so on " * 9, "Saturday: “8-20 and so on and so o…” is not"),
    ],
)
def test_hours_that_are_not_certain_are_asked(typed: str, said: str) -> None:
    field, line = why_not(sat=typed)
    assert field == "sat"
    assert line.startswith("Saturday")
    assert said in line


@pytest.mark.parametrize(
    "typed",
    [
        "Nov 26 2026, Dec 25 2026",
        "Nov 26, 2026, Dec 25, 2026",
        "2026-12-25,2026-11-26",
        "11/26/2026; 12/25/2026",
        "november 26 2026\ndec. 25, 2026",
        "2026-11-26, 2026-12-25, Nov 26 2026,",
    ],
)
@pytest.mark.parametrize("field", [CLOSED, OPEN_ON])
def test_dates_as_people_type_them(typed: str, field: str) -> None:
    assert read_dates(typed, field) == {THANKSGIVING, CHRISTMAS}


@pytest.mark.parametrize("typed", ["", "  ", "\n", ","])
def test_no_closed_dates(typed: str) -> None:
    assert read_dates(typed, CLOSED) == frozenset()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Nov 26", "“Nov 26” needs its year; type it like Nov 26 2026, or 2026-11-26"),
        ("Nov 26 2026, Thanksgiving", "“Thanksgiving” is no date"),
        ("Nov 26 2026 Dec 25 2026", "is no date; type it like"),
        ("Novel 26 2026", "“Novel 26 2026” is no date"),
        ("Feb 30 2026", "there is no “Feb 30 2026” in any calendar"),
        ("2026-13-01", "there is no “2026-13-01”"),
        ("0000-01-01", "there is no “0000-01-01”"),
        ("26/11/2026", "there is no “26/11/2026”"),
        ("2026-11-26\x07", r"“2026-11-26\x07” is no date"),
    ],
)
@pytest.mark.parametrize("name", [CLOSED, OPEN_ON])
def test_dates_that_are_none(typed: str, said: str, name: str) -> None:
    field, line = why_not(**{name: typed})
    assert field == name
    assert line.startswith(f"{HOLIDAYS[name]}: ")
    assert said in line


@pytest.mark.parametrize(
    ("typed", "federal"), [("closed", True), (" Closed ", True), ("OPEN", False)]
)
def test_whether_federal_holidays_count(typed: str, federal: bool) -> None:
    assert read_hours({**write_hours(DeskHours()), "federal": typed}).federal is federal


@pytest.mark.parametrize(("typed", "state"), [("", ""), (" ", ""), ("NY", "NY"), (" oh ", "OH")])
def test_the_state_as_people_type_it(typed: str, state: str) -> None:
    assert read_hours({**write_hours(DeskHours()), "state": typed}).state == state


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("federal", "", "US federal holidays: it is empty; type closed or open"),
        ("federal", "8-20", "US federal holidays: “8-20” is not understood; type closed or open"),
        ("state", "XX", "State: “XX” is no US state; type it like NY, or leave it empty"),
        ("state", "New\x1b York", r"State: “New\x1b York” is no US state; type it like NY, or"),
    ],
)
def test_what_is_said_of_holidays_that_can_not_be_read(field: str, typed: str, said: str) -> None:
    name, line = why_not(**{field: typed})
    assert name == field
    assert line.startswith(said)


def test_a_date_is_either_closed_or_open() -> None:
    both = {CLOSED: "Nov 26 2026, Nov 27 2026", OPEN_ON: "2026-11-27"}
    assert why_not(**both) == (
        OPEN_ON,
        "Open on holidays: Nov 27 2026 stands among the closed dates too;"
        " take it out of one of them",
    )


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("America/New_York", "America/New_York"),
        (" america/chicago ", "America/Chicago"),
        ("Eastern", "America/New_York"),
        ("CST", "America/Chicago"),
        ("utc", "UTC"),
    ],
)
def test_zones_as_people_name_them(typed: str, zone: str) -> None:
    assert read_zone(typed, "zone") == zone


@pytest.mark.parametrize("typed", ["", "Estern", "America", "America/Gotham", "../etc/passwd"])
def test_a_zone_that_nobody_knows(typed: str) -> None:
    field, line = why_not(zone=typed)
    assert field == "zone"
    assert line.startswith("Time zone: ")
    assert line.endswith("type it like America/New_York or Eastern")


def test_a_desk_that_never_opens_is_none() -> None:
    assert why_not(**dict.fromkeys(DAYS, "closed")) == (
        "mon",
        "The desk is open on one weekday at least; say when",
    )


def test_the_first_bad_field_is_named() -> None:
    assert why_not(closed="?", wed="?", sun="?")[0] == "wed"


HOLIDAY_KEEPING = DeskHours(
    federal=False,
    state="NY",
    holidays=frozenset({CHRISTMAS, THANKSGIVING}),
    open_on=frozenset({date(2026, 11, 11)}),
)


def test_what_stands_in_the_fields() -> None:
    assert write_hours(HOLIDAY_KEEPING) == {
        "zone": "America/New_York",
        **dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "8:00 AM–8:00 PM"),
        **dict.fromkeys(("sat", "sun"), "closed"),
        "federal": "open",
        "state": "NY",
        "closed": "Nov 26 2026, Dec 25 2026",
        "open_on": "Nov 11 2026",
    }
    assert write_hours(DeskHours())["federal"] == "closed"
    assert not any(write_hours(DeskHours())[name] for name in ("state", "closed", "open_on"))


def test_the_hours_in_a_line() -> None:
    usual = "Mon–Fri 8:00 AM–8:00 PM, Sat–Sun closed (America/New_York)"
    assert in_a_line(DeskHours()) == f"{usual}; closed on federal holidays"
    assert in_a_line(DeskHours(federal=False)) == usual
    assert in_a_line(HOLIDAY_KEEPING) == (
        f"{usual}; closed on holidays of NY, Nov 26 2026, Dec 25 2026; open on Nov 11 2026"
    )
    hours = DeskHours(
        zone="UTC",
        days={0: EIGHT_TO_EIGHT, 2: NINE_TO_NOON, 6: NINE_TO_NOON},
        holidays=frozenset({THANKSGIVING}),
    )
    assert in_a_line(hours) == (
        "Mon 8:00 AM–8:00 PM, Tue closed, Wed 9:00 AM–12:00 PM, Thu–Sat closed,"
        " Sun 9:00 AM–12:00 PM (UTC); closed on federal holidays, Nov 26 2026"
    )


minutes = st.times().map(lambda at: at.replace(second=0, microsecond=0))
spans = st.tuples(minutes, minutes).filter(lambda two: two[0] < two[1])
desk_hours = st.builds(
    DeskHours,
    zone=st.sampled_from(sorted(one for one in available_timezones() if "/" in one)),
    days=st.dictionaries(st.integers(0, 6), spans, min_size=1),
    federal=st.booleans(),
    state=st.sampled_from(["", *sorted(STATES)]),
    holidays=st.frozensets(st.dates(max_value=date(4999, 12, 31)), max_size=8),
    open_on=st.frozensets(st.dates(min_value=date(5000, 1, 1)), max_size=8),
)


@settings(max_examples=200)
@given(desk_hours)
def test_what_is_written_can_be_read(hours: DeskHours) -> None:
    assert read_hours(write_hours(hours)) == hours
    assert DeskHours.model_validate(hours.model_dump(mode="json")) == hours
    assert in_a_line(hours).isprintable()


def asked(typed: dict[str, str]) -> tuple[DeskHours | None, Mistyped | None]:
    try:
        return read_hours(typed), None
    except Mistyped as no:
        return None, no


hostile = st.text(max_size=30) | st.from_regex(r"[0-9apm:. /,\-–]{1,20}", fullmatch=True)


@settings(max_examples=300)
@given(hostile)
def test_whatever_is_typed_it_is_read_or_asked_in_one_line(typed: str) -> None:
    for name in ("zone", "mon", *HOLIDAYS):
        hours, no = asked({**write_hours(DeskHours()), name: typed})
        if no is not None:
            assert no.field == name
            assert str(no) == one_line(str(no))
        if hours is not None:
            assert read_hours(write_hours(hours)) == hours


def test_each_weekday_is_written_by_itself() -> None:
    assert write_day(NINE_TO_NOON) == "9:00 AM–12:00 PM"
    assert write_day(None) == "closed"
    assert write_dates([CHRISTMAS, THANKSGIVING]) == "Nov 26 2026, Dec 25 2026"
