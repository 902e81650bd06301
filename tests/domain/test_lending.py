"""Emergency access: who may open it, for how long, and who reviews it."""

from datetime import timedelta

import pytest

from p2p_tui.domain.errors import DeskError, Missing, Refused
from p2p_tui.domain.lending import LONGEST, Lending, end, lend, review
from p2p_tui.domain.people import Lent, Role, Roster, Staff
from p2p_tui.domain.roles import Ability, Right, right
from tests.domain.builders import NOW

HOUR = timedelta(hours=1)


def person(username: str, *roles: Role, disabled: bool = False) -> Staff:
    return Staff(
        username=username, name=username.title(), roles=frozenset(roles), disabled=disabled
    )


LENA, LEO = person("lena", Role.LEAD), person("leo", Role.LEAD)
TINA, ADAM = person("tina", Role.TECHNICIAN), person("adam", Role.ADMIN)


def lent(
    to: Staff = TINA, *, by: Staff = LENA, span: timedelta = HOUR, why: str = "storm"
) -> Lending:
    return lend(to, Role.PHARMACIST, span, why, by=by, now=NOW, lending_id="one")


def test_somebody_acts_in_what_is_lent_to_them_and_keeps_their_own() -> None:
    now = TINA.model_copy(update={"lent": (Lent(role=Role.PHARMACIST, until=NOW + HOUR),)})
    assert now.roles == TINA.roles
    assert now.acts_as == {Role.TECHNICIAN, Role.PHARMACIST}
    assert right(TINA, Ability.TAKE) is Right.NO
    assert right(now, Ability.TAKE) is Right.YES
    assert right(now, Ability.PLACE) is Right.YES


def test_an_admin_who_is_lent_a_role_is_on_the_desk_for_as_long() -> None:
    now = ADAM.model_copy(update={"lent": (Lent(role=Role.LEAD, until=NOW + HOUR),)})
    assert not ADAM.on_the_desk
    assert now.on_the_desk


def test_it_runs_from_when_it_is_opened_until_its_end() -> None:
    one = lent()
    assert not one.runs(NOW - timedelta(seconds=1))
    assert one.runs(NOW)
    assert one.runs(NOW + HOUR - timedelta(seconds=1))
    assert not one.runs(NOW + HOUR)


@pytest.mark.parametrize("by", [TINA, ADAM, person("ana", Role.PHARMACIST)])
def test_only_a_lead_opens_it(by: Staff) -> None:
    with pytest.raises(Refused, match="may not open or review emergency access"):
        lent(by=by)


def test_it_needs_a_reason_and_ends_within_a_day() -> None:
    with pytest.raises(Missing, match="Say why") as no:
        lent(why="  ")
    assert no.value.field == "reason"
    for span in (timedelta(), LONGEST + timedelta(minutes=1), -HOUR):
        with pytest.raises(Missing, match="24 hours"):
            lent(span=span)


def test_it_is_not_lent_to_whom_it_would_give_nothing() -> None:
    with pytest.raises(DeskError, match="is a pharmacist already"):
        lent(person("ana", Role.PHARMACIST))
    with pytest.raises(DeskError, match="is disabled"):
        lent(person("sam", Role.TECHNICIAN, disabled=True))


def test_a_lead_or_whoever_has_it_ends_it_once() -> None:
    for by in (LEO, TINA):
        over = end(lent(), by=by, now=NOW + HOUR / 2)
        assert not over.runs(NOW + HOUR / 2)
        with pytest.raises(DeskError, match="over already"):
            end(over, by=LENA, now=NOW + HOUR / 2)
    with pytest.raises(Refused):
        end(lent(), by=ADAM, now=NOW)


def test_another_lead_reviews_it_once_it_is_over() -> None:
    roster, after = Roster(staff=(LENA, LEO, TINA)), NOW + HOUR
    with pytest.raises(DeskError, match="still runs"):
        review(lent(), "fine", by=LEO, roster=roster, now=NOW)
    with pytest.raises(DeskError, match="Leo does"):
        review(lent(), "fine", by=LENA, roster=roster, now=after)
    with pytest.raises(Missing, match="what you found"):
        review(lent(), " ", by=LEO, roster=roster, now=after)
    with pytest.raises(Refused):
        review(lent(), "fine", by=TINA, roster=roster, now=after)
    done = review(lent(), "fine", by=LEO, roster=roster, now=after)
    assert (done.reviewed_by, done.review) == ("leo", "fine")
    with pytest.raises(DeskError, match="Leo has reviewed it"):
        review(done, "again", by=LEO, roster=roster, now=after)


def test_where_there_is_no_other_lead_the_one_who_opened_it_reviews_it() -> None:
    gone = person("leo", Role.LEAD, disabled=True)
    done = review(lent(), "fine", by=LENA, roster=Roster(staff=(LENA, gone)), now=NOW + HOUR)
    assert done.reviewed_by == "lena"


def test_a_lead_who_lends_to_themselves_is_reviewed_by_another() -> None:
    one = lent(LENA)
    with pytest.raises(DeskError, match="Leo does"):
        review(one, "fine", by=LENA, roster=Roster(staff=(LENA, LEO)), now=NOW + HOUR)
