"""What holds of attention whatever the desk looks like (R9-R14)."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from p2p_tui.domain.attention import Rules, What, asks
from p2p_tui.domain.due import A_TIME
from p2p_tui.domain.people import Absence, Availability, Role, Roster, Staff
from p2p_tui.domain.presence import standing as stands
from p2p_tui.domain.request import Kind, Outcome, Request, Status
from tests.domain.asking import at, callback, desk, new, session
from tests.domain.builders import COHERENT, EVERYBODY, minutes, roster, standing, window
from tests.domain.test_due import tried

NAMES = [one.username for one in EVERYBODY]
PHI = {
    "contact_name": "Quillon Zephyrine", "job_title": "Xylographer", "phone": "(614) 555-0199",
    "practice": "Vexford Clinic", "pa_number": "77318842", "member_id": "HX9931774",
    "drug_name": "Zyquantrel", "cntt": "6639217", "denial_rationale": "Jqwerfell",
}  # fmt: skip

Places = tuple[tuple[Kind, Status], ...]
LIVE: Places = tuple(
    (Kind.IMMEDIATE, one) for one in (Status.WAITING, Status.ACKNOWLEDGED, Status.READY)
)
TO_CALL: Places = tuple((Kind.CALLBACK, one) for one in (Status.SCHEDULED, Status.ACKNOWLEDGED))

people = st.fixed_dictionaries(
    {
        "absent": st.sets(st.sampled_from(NAMES)),
        "idle": st.sets(st.sampled_from(NAMES)),
        "said": st.dictionaries(st.sampled_from(NAMES), st.sampled_from(Availability)),
        "away": st.sets(st.sampled_from(NAMES), max_size=4),
        "calls": st.sets(st.sampled_from(NAMES), max_size=3),
    }
)
rules = st.builds(
    Rules,
    before=st.sets(st.integers(1, 120), max_size=3).map(tuple),
    overdue=st.integers(1, 20),
    again=st.integers(1, 60),
    waiting=st.sets(st.integers(1, 60), min_size=3, max_size=3).map(
        lambda some: tuple(sorted(some))
    ),
)


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    """Everybody as they may be: gone, idle, at lunch, out of the office, on a call."""
    said: dict[str, Any] = draw(people)
    gone = (Absence(start=at(-3000), end=at(30)),)
    known = roster(
        absent=said["absent"],
        idle=said["idle"],
        calls={f"P2P-{name}": name for name in said["calls"]},
        **said["said"],
    )
    staff = tuple(
        one.model_copy(update={"absences": gone}) if one.username in said["away"] else one
        for one in known.staff
    )
    return known.model_copy(update={"staff": staff})


attempts = st.lists(
    st.tuples(st.integers(-200, 200), st.sampled_from(NAMES), st.sampled_from(Outcome)), max_size=3
)


@st.composite
def requests(draw: st.DrawFn, ref: str = "P2P-1042", among: Places = COHERENT) -> Request:
    """A request in any status, with any windows and tries."""
    kind, status = draw(st.sampled_from(among))
    spans = draw(st.lists(st.tuples(st.integers(-400, 3000), st.integers(1, 200)), max_size=3))
    said: dict[str, Any] = {
        "holder": draw(st.sampled_from(NAMES)),
        "placed_by": draw(st.sampled_from(NAMES)),
        "denying_pharmacist": draw(st.sampled_from(["", "Dr. Nobody", "Ana Ruiz", "pia", "otto"])),
        "redial": draw(st.booleans()),
        "extension": "4412",
        "moved_version": draw(st.integers(1, 4)),
        "since": at(-draw(st.integers(0, 300))),
        "waiting_since": at(-draw(st.integers(0, 300))),
        "attempts": tuple(tried(at(when), what, by) for when, by, what in sorted(draw(attempts))),
    }
    if kind is Kind.CALLBACK:
        said["callback_windows"] = tuple(window(at(one), minutes(long)) for one, long in spans)
    return standing(kind, status, ref=ref, **PHI, **said)


several = st.integers(0, 4).flatmap(
    lambda count: st.tuples(*(requests(f"P2P-{number}") for number in range(count)))
)
later = st.integers(0, 400)


def free(one: Staff, known: Roster, minute: float) -> bool:
    return not one.disabled and stands(one, known, at(minute)).available


def can_act(known: Roster, minute: float) -> set[str]:
    """Who is available and could take it, or see to it that somebody does."""
    return {
        one.username
        for one in known.staff
        if free(one, known, minute) and (one.has(Role.PHARMACIST) or one.has(Role.LEAD))
    }


def whom(request: Request, known: Roster, minute: float, set_to: Rules) -> set[str]:
    """Whom anything of it asks."""
    return {one.username for one in known.staff if asks([request], one, known, at(minute), set_to)}


@settings(max_examples=150)
@given(some=several, known=rosters(), minute=later, set_to=rules)
def test_nobody_is_asked_outside_their_availability_and_every_key_is_told_once(
    some: tuple[Request, ...], known: Roster, minute: int, set_to: Rules
) -> None:
    by_ref = {one.ref: one for one in some}
    for me in known.staff:
        found = asks(some, me, known, at(minute), set_to)
        assert len({one.key for one in found}) == len(found)
        assert [one.since for one in found] == sorted(one.since for one in found)
        if not free(me, known, minute):
            for one in found:
                # They are on the phone with this caller, or have this request in hand.
                request = by_ref[one.ref]
                assert one.what in (What.READY, What.REDIAL)
                own = request.placed_by == me.username and me.has(Role.TECHNICIAN)
                assert own or (one.what is What.REDIAL and request.holder == me.username)
        if found:
            assert me.on_the_desk or any(by_ref[one.ref].holder == me.username for one in found)


@settings(max_examples=150)
@given(some=several, known=rosters(), minute=later, set_to=rules)
def test_no_word_and_no_key_says_who_the_caller_is(
    some: tuple[Request, ...], known: Roster, minute: int, set_to: Rules
) -> None:
    for me in known.staff:
        for one in asks(some, me, known, at(minute), set_to):
            said = f"{one.key} {one.words}".casefold()
            for name, value in PHI.items():
                assert value.casefold() not in said, name
                assert not any(part.casefold() in said for part in value.split() if len(part) > 3)


@settings(max_examples=150)
@given(request=requests(among=LIVE), known=rosters(), more=st.integers(0, 300), set_to=rules)
def test_as_long_as_a_caller_waits_somebody_who_is_available_is_asked(
    request: Request, known: Roster, more: int, set_to: Rules
) -> None:
    waits = request.status is Status.WAITING
    since = request.waiting_since if waits else request.since
    if request.redial and request.attempts and not waits:
        since = request.attempts[-1].at
    minute = (since - at(0)) / minutes(1) + set_to.waiting[2] + more
    asked = whom(request, known, minute, set_to)
    assert asked >= can_act(known, minute)


@settings(max_examples=150)
@given(request=requests(among=TO_CALL), known=rosters(), more=st.integers(0, 300), set_to=rules)
def test_a_callback_that_is_past_its_time_is_asked_of_everybody_who_is_available(
    request: Request, known: Roster, more: int, set_to: Rules
) -> None:
    ends = [one.end for one in request.callback_windows]
    tries = [one.at for one in request.attempts]
    again = minutes(set_to.again + set_to.overdue)
    moment = max([*ends, *(one + again for one in tries), at(set_to.waiting[2])])
    moment = max([moment, *(one.start + again for one in request.callback_windows)])
    minute = (moment - at(0)) / minutes(1) + set_to.waiting[2] + more
    asked = whom(request, known, minute, set_to)
    assert asked >= (can_act(known, minute) if ends or request.redial else set())


@settings(max_examples=40)
@given(
    starts=st.integers(0, 150),
    long=st.integers(2, 120),
    set_to=rules,
    taken=st.none() | st.integers(-130, -1),
)
def test_minute_by_minute_who_is_there_all_along_is_told_each_stage_once(
    starts: int, long: int, set_to: Rules, taken: int | None
) -> None:
    booked = callback((starts, starts + long), denying_pharmacist="ana", placed_by="raj")
    held = {"status": Status.ACKNOWLEDGED, "holder": "ana", "since": at(taken or 0)}
    request = booked.model_copy(update=held) if taken else booked
    said = session(request, "ana", desk(), range(-130, 300), set_to)
    before = sorted((starts - one for one in set_to.before), reverse=False)
    reminders = [one for one in before if not taken or one > taken]
    pressing = [starts + set_to.overdue]
    if minutes(long) > A_TIME:
        last = max(pressing[0], starts + long - 30)
        pressing = [last, starts + long] if last < starts + long else [starts + long]
    due = [starts] if starts < pressing[0] else []
    assert [minute for minute, _ in said] == [*reminders, *due, *pressing]
    assert len({words for _, words in said}) == len(said)


@settings(max_examples=60)
@given(request=requests(), known=rosters(), set_to=rules, start=st.integers(-100, 300))
def test_a_session_that_lasts_tells_nothing_twice_and_comes_to_rest(
    request: Request, known: Roster, set_to: Rules, start: int
) -> None:
    for me in known.staff[2:8]:
        keys: set[str] = set()
        told = [
            one.key
            for minute in range(start, start + 240, 3)
            for one in new(asks([request], me, known, at(minute), set_to), keys)
        ]
        # One for each stage of each of three windows, and for what else a request can ask.
        assert len(told) <= 3 * 8 + 8
