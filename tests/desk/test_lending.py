"""Emergency access at the desk: a lead lends a role, it ends by itself, another reviews it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from p2p_tui.desk import Desk, Office
from p2p_tui.desk.feed import news_since
from p2p_tui.domain.errors import DeskError, NotFound, Refused
from p2p_tui.domain.people import Role, Staff
from p2p_tui.store.models import StaffRow
from tests.house import ACCOUNT, KIM, FixedClock

DeskOf = Callable[[str], Desk]
LEO = Staff(username="leo", name="Leo Haas", roles=frozenset({Role.LEAD}))


def test_a_technician_takes_a_call_while_a_role_is_lent_and_not_after(
    desk_of: DeskOf, clock: FixedClock
) -> None:
    tina, lena = desk_of("tina"), desk_of("lena")
    first, second = tina.place(KIM), tina.place(KIM)
    with pytest.raises(Refused):
        tina.make("acknowledge", first.ref, first.version)
    lena.lend("tina", Role.PHARMACIST, timedelta(hours=1), "both pharmacists are ill")
    assert tina.make("acknowledge", first.ref, first.version).holder == "tina"
    clock.on(hours=1)
    with pytest.raises(Refused):
        tina.make("acknowledge", second.ref, second.version)


def test_it_is_ended_before_its_time_and_at_once(desk_of: DeskOf) -> None:
    tina, lena = desk_of("tina"), desk_of("lena")
    one = lena.lend("tina", Role.LEAD, timedelta(hours=1), "no lead in the evening")
    tina.on_hold()
    lena.end_lending(one.id)
    with pytest.raises(Refused):
        tina.on_hold()
    with pytest.raises(DeskError, match="over already"):
        lena.end_lending(one.id)
    with pytest.raises(NotFound, match="no such emergency access"):
        lena.end_lending("another")


def test_what_is_lent_never_becomes_their_own(desk_of: DeskOf, office: Office) -> None:
    desk_of("lena").lend("tina", Role.PHARMACIST, timedelta(hours=1), "ill")
    tina = desk_of("tina")
    assert Role.PHARMACIST in tina.me.acts_as
    tina.say_of_myself(extension="4499")
    tina.keep_view(tina.views()[0][0].model_copy(update={"name": "mine"}))
    with office.store.explained():
        assert StaffRow.get(StaffRow.username == "tina").roles == ["technician"]
    assert tina.me.roles == {Role.TECHNICIAN}
    assert tina.me.extension == "4499"


def test_an_open_session_learns_of_it_by_the_news(desk_of: DeskOf, clock: FixedClock) -> None:
    tina = desk_of("tina")
    snapshot = tina.snapshot()
    one = desk_of("lena").lend("tina", Role.PHARMACIST, timedelta(minutes=30), "ill")
    news = news_since(tina, snapshot.cursor, snapshot.roster)
    me = news.roster.get("tina")
    assert me is not None
    assert me.lent[0].until == one.until
    assert not news.happenings
    clock.on(minutes=30)
    later = news_since(tina, news.cursor).roster.get("tina")
    assert later is not None
    assert later.lent == ()


def test_each_is_listed_until_another_lead_has_reviewed_it(
    desk_of: DeskOf, office: Office, clock: FixedClock
) -> None:
    office.put_staff([LEO], by=None, account=ACCOUNT)
    lena, leo = desk_of("lena"), desk_of("leo")
    one = lena.lend("tina", Role.PHARMACIST, timedelta(hours=1), "ill")
    other = lena.lend("raj", Role.PHARMACIST, timedelta(hours=2), "ill too")
    assert leo.lendings_to_review() == 0
    clock.on(hours=1)
    assert leo.lendings_to_review() == 1
    with pytest.raises(DeskError, match="Leo Haas does"):
        lena.review_lending(one.id, "all in order")
    leo.review_lending(one.id, "took two calls, both documented")
    assert leo.lendings_to_review() == 0
    assert [found.id for found in leo.lendings()] == [other.id, one.id]
    assert leo.lendings()[1].review == "took two calls, both documented"


@pytest.mark.parametrize("username", ["tina", "ana", "adam"])
def test_nobody_but_a_lead_opens_sees_or_reviews_it(desk_of: DeskOf, username: str) -> None:
    one = desk_of("lena").lend("raj", Role.PHARMACIST, timedelta(hours=1), "ill")
    desk = desk_of(username)
    with pytest.raises(Refused):
        desk.lend("raj", Role.LEAD, timedelta(hours=1), "me too")
    with pytest.raises(Refused):
        desk.lendings()
    with pytest.raises(Refused):
        desk.end_lending(one.id)
    with pytest.raises(Refused):
        desk.review_lending(one.id, "fine")


def test_the_same_act_lends_once(desk_of: DeskOf) -> None:
    lena = desk_of("lena")
    first = lena.lend("raj", Role.PHARMACIST, timedelta(hours=1), "ill", act_id="once")
    assert lena.lend("raj", Role.PHARMACIST, timedelta(hours=1), "ill", act_id="once") == first
    assert len(lena.lendings()) == 1


def test_a_lead_on_loan_can_not_make_it_stay_or_hand_it_on(desk_of: DeskOf, office: Office) -> None:
    desk_of("lena").lend("tina", Role.LEAD, timedelta(hours=1), "no lead in the evening")
    tina = desk_of("tina")
    assert tina.lendings()
    with pytest.raises(Refused, match="may not open or review emergency access"):
        tina.lend("raj", Role.LEAD, timedelta(hours=1), "one more")
    with pytest.raises(Refused, match="may not look after staff"):
        tina.issue_passphrase("lena")
    mine = tina.me.model_copy(update={"roles": frozenset({Role.LEAD}), "lent": ()})
    with pytest.raises(Refused):
        office.put_staff([mine], by=tina.me, account=ACCOUNT)


def test_nobody_gives_themselves_a_role(desk_of: DeskOf, office: Office) -> None:
    adam = desk_of("adam").me
    more = adam.model_copy(update={"roles": adam.roles | {Role.LEAD}})
    with pytest.raises(Refused, match="Nobody gives themselves a role"):
        office.put_staff([more], by=adam, account=ACCOUNT)


def test_what_one_says_of_oneself_undoes_nothing_that_others_set_meanwhile(
    desk_of: DeskOf, office: Office
) -> None:
    raj = desk_of("raj").me
    fewer = raj.model_copy(update={"roles": frozenset({Role.ADMIN})})
    office.put_staff([fewer], by=desk_of("lena").me, account=ACCOUNT)
    office.put_own(raj.model_copy(update={"extension": "4499"}), account=ACCOUNT)
    assert office.person("raj").roles == {Role.ADMIN}
    assert office.person("raj").extension == "4499"
    gone = fewer.model_copy(update={"disabled": True})
    office.put_staff([gone], by=desk_of("lena").me, account=ACCOUNT)
    with pytest.raises(NotFound, match="disabled"):
        office.put_own(raj, account=ACCOUNT)
