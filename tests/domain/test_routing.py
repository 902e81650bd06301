"""Whose call it is (R9, R10)."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from p2p_tui.domain.explaining import explain
from p2p_tui.domain.people import Absence, Availability, Roster
from p2p_tui.domain.preferences import Preferences
from p2p_tui.domain.request import OPEN, Cover, Kind, Request, Status
from p2p_tui.domain.routing import offered_back, route
from tests.domain.builders import ET, EVERYBODY, NOW, TINA, minutes, roster, standing, window


def denied_by(name: str) -> Request:
    return standing(Kind.IMMEDIATE, Status.WAITING, denying_pharmacist=name)


@pytest.mark.parametrize("named", ["Ana Ruiz", "ana", "Ana Ruiz, PharmD"])
def test_who_denied_it_is_expected_to_take_it(named: str) -> None:
    found = route(denied_by(named), roster(), NOW)
    assert (found.expected, found.why) == ("ana", "Ana Ruiz denied it and is available")


@pytest.mark.parametrize(
    ("says", "why"),
    [
        (Availability.ON_A_CALL, "is on a call"),
        (Availability.LUNCH, "is at lunch"),
        (Availability.AWAY, "is away"),
        (Availability.OUT_OF_OFFICE, "is out of the office"),
        (Availability.OFF, "is off"),
    ],
)
def test_the_desk_takes_it_while_who_denied_it_cannot(says: Availability, why: str) -> None:
    found = route(denied_by("ana"), roster(ana=says), NOW)
    assert (found.expected, found.why) == (None, f"Ana Ruiz denied it and {why}")


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("", "no denying pharmacist is named"),
        ("Dr. Priya Shah", "Dr. Priya Shah denied it and is not known to this desk"),
        ("Tina Park", "Tina Park denied it and is not known to this desk"),
        ("Otto Kern", "Otto Kern denied it and is not signed in"),
    ],
)
def test_the_desk_takes_what_none_of_its_pharmacists_denied(named: str, why: str) -> None:
    found = route(denied_by(named), roster(), NOW)
    assert (found.expected, found.why) == (None, why)


def test_who_is_not_signed_in_is_not_expected_whatever_they_last_said() -> None:
    found = route(denied_by("ana"), roster(absent=("ana",), ana=Availability.LUNCH), NOW)
    assert (found.expected, found.why) == (None, "Ana Ruiz denied it and is not signed in")


def test_the_hours_of_who_is_not_signed_in_are_said_where_they_gave_them() -> None:
    known = roster(absent=("ana",))
    works = Preferences(works=(time(9), time(17, 30)))
    staff = [
        one.model_copy(update={"preferences": works}) if one.username == "ana" else one
        for one in known.staff
    ]
    found = route(denied_by("ana"), known.model_copy(update={"staff": tuple(staff)}), NOW)
    why = "Ana Ruiz denied it and is not signed in (works 9:00 AM–5:30 PM)"
    assert (found.expected, found.why) == (None, why)


# --- against every combination, worked out the long way -----------------------------------------

SHIFTS = {"": None, "day": (time(8), time(16)), "evening": (time(12), time(20))}
PHARMACISTS = ("ana", "ben", "maya", "lena")


@dataclass(frozen=True)
class Says:
    """Everything that counts of one pharmacist, as the oracle sees it."""

    here: bool
    idle: bool
    calling: bool
    said: Availability
    until: int | None
    """Minutes from now."""
    shift: str
    said_ago: int
    away: tuple[int, int] | None
    """From when until when out of the office, in minutes from now."""


pharmacist_says = st.builds(
    Says,
    here=st.booleans(),
    idle=st.booleans(),
    calling=st.booleans(),
    said=st.sampled_from(Availability),
    until=st.none() | st.integers(-90, 90),
    shift=st.sampled_from(sorted(SHIFTS)),
    said_ago=st.integers(0, 2000),
    away=st.none()
    | st.tuples(st.integers(-3000, 3000), st.integers(1, 4000)).map(
        lambda span: (span[0], span[0] + span[1])
    ),
)


def takes_calls(one: Says, now: datetime) -> str:
    """The oracle: why not, in a word; empty where they can take a call. Minute by minute."""
    if one.here and one.calling:
        return "call"
    if one.away and one.away[0] <= 0 < one.away[1]:
        return "out"
    if not one.here:
        return "absent"
    if one.said is not Availability.AVAILABLE and (one.until is None or one.until > 0):
        return one.said.value
    if one.idle:
        return "idle"
    shift = SHIFTS[one.shift]
    if shift:
        # Since when they have been off: back from now, minute by minute, to their last hour.
        at, off = now, 0
        while not shift[0] <= at.astimezone(ET).time() < shift[1]:
            at -= timedelta(minutes=1)
            off += 1
        if off and not one.said_ago < off:
            return "shift"
    return ""


WORDS = {
    "call": "is on a call", "out": "is out of the office", "absent": "is not signed in",
    "lunch": "is at lunch", "away": "is away", "out of office": "is out of the office",
    "off": "is off", "on a call": "is on a call", "idle": "is away", "shift": "is off (works",
}  # fmt: skip


def desk_where(people: dict[str, Says], now: datetime) -> Roster:
    """A desk on which everybody says what the oracle was told."""
    staff = []
    for username, one in people.items():
        gone = [now + minutes(end) for end in one.away or ()]
        known = next(each for each in EVERYBODY if each.username == username)
        staff.append(
            known.model_copy(
                update={
                    "availability": one.said,
                    "until": None if one.until is None else now + minutes(one.until),
                    "said_at": now - minutes(one.said_ago),
                    "absences": (Absence(start=gone[0], end=gone[1]),) if gone else (),
                    "preferences": Preferences(works=SHIFTS[one.shift]),
                }
            )
        )
    return roster(
        *staff,
        absent=[name for name, one in people.items() if not one.here],
        idle=[name for name, one in people.items() if one.idle],
        calls={f"P2P-{name}": name for name, one in people.items() if one.calling},
    )


moments = st.integers(0, 14 * 24 * 60).map(
    lambda after: datetime(2026, 10, 26, 4, tzinfo=UTC) + minutes(after)
)
"""Any minute of two weeks, the night on which the clocks go back among them."""


@settings(max_examples=400)
@given(
    people=st.fixed_dictionaries(dict.fromkeys(PHARMACISTS, pharmacist_says)),
    named=st.sampled_from((*PHARMACISTS, "", "Dr. Nobody")),
    now=moments,
    kind=st.sampled_from(Kind),
    starts=st.integers(-60, 14),
)
def test_now_the_call_is_whose_the_oracle_says(
    people: dict[str, Says], named: str, now: datetime, kind: Kind, starts: int
) -> None:
    known = desk_where(people, now)
    status = Status.WAITING if kind is Kind.IMMEDIATE else Status.SCHEDULED
    windows = () if kind is Kind.IMMEDIATE else (window(now + minutes(starts)),)
    request = standing(kind, status, denying_pharmacist=named, callback_windows=windows)
    found = route(request, known, now)
    why_not = {name: takes_calls(one, now) for name, one in people.items()}
    if named in people and not why_not[named]:
        assert found.expected == named
        assert found.why.endswith("denied it and is available")
        assert not found.nobody
    else:
        assert found.expected is None
        assert found.nobody is all(why_not.values())
        said = explain(request, TINA, known, now)
        if named in people:
            assert WORDS[why_not[named]] in found.why
            assert found.why in said
        assert ("nobody is available" in said) is found.nobody


@settings(max_examples=400)
@given(one=pharmacist_says, now=moments, starts=st.integers(16, 4000), length=st.integers(1, 300))
def test_a_callback_that_is_ahead_is_hers_unless_she_plans_to_be_away_for_all_of_it(
    one: Says, now: datetime, starts: int, length: int
) -> None:
    known = desk_where({"ana": one}, now)
    at = now + minutes(starts)
    asked = (window(at, minutes(length)),)
    request = standing(
        Kind.CALLBACK, Status.SCHEDULED, denying_pharmacist="ana", callback_windows=asked
    )
    shift = SHIFTS[one.shift]
    there = any(
        not (one.away and one.away[0] <= starts + after < one.away[1])
        and (not shift or shift[0] <= (at + minutes(after)).astimezone(ET).time() < shift[1])
        for after in range(length)
    )
    found = route(request, known, now)
    assert found.expected == ("ana" if there else None)
    assert not found.nobody
    said = "is to call" if there else WORDS["shift"] if "works" in found.why else WORDS["out"]
    assert said in found.why


@settings(max_examples=200)
@given(
    people=st.fixed_dictionaries(dict.fromkeys(PHARMACISTS, pharmacist_says)),
    named=st.sampled_from((*PHARMACISTS, "", "Dr. Nobody")),
    holder=st.sampled_from(PHARMACISTS),
    chosen=st.booleans(),
    status=st.sampled_from([one for one in Status if one in OPEN]),
    now=moments,
)
def test_it_is_offered_back_until_the_conversation_begins(
    people: dict[str, Says], named: str, holder: str, chosen: bool, status: Status, now: datetime
) -> None:
    cover = Cover(instead_of=named, why="asked for", chosen=chosen)
    request = standing(Kind.IMMEDIATE, status, holder=holder, denying_pharmacist=named, cover=cover)
    offered = offered_back(request, desk_where(people, now), now)
    if (
        status in (Status.ACKNOWLEDGED, Status.READY)
        and named in people
        and named != holder
        and not chosen
        and not takes_calls(people[named], now)
    ):
        assert offered is not None
        assert offered.username == named
    else:
        assert offered is None
