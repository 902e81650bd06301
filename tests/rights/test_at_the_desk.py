"""The table of roles at the desk: each cell tried, with one's own and with another's."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from p2p_tui.desk import Desk, Office
from p2p_tui.desk.feed import news_since
from p2p_tui.domain.errors import NotFound, Overtaken, Refused
from p2p_tui.domain.people import Role
from p2p_tui.domain.roles import GIVES_RIGHTS, TABLE, Ability, Right
from tests.house import KIM, FixedClock
from tests.rights.at_the_desk import TRIED, VERBS, Attempt
from tests.rights.scene import DORA, LOU, WHO, Scene, furnish

Cell = tuple[Attempt, bool, bool]
"""What is tried, whether with one's own, and whether it is to be done."""


@pytest.fixture
def scene(office: Office, clock: FixedClock) -> Scene:
    return furnish(office, clock)


def cells(right_of: Callable[[Ability], Right]) -> Iterator[Cell]:
    """Everything to try for somebody whose rights these are, and what is to come of it."""
    for ability, attempts in TRIED.items():
        level = right_of(ability)
        for attempt in attempts if isinstance(attempts, tuple) else ():
            yield attempt, False, level is Right.YES
            if level is Right.OWN:
                yield attempt, True, True


def wrong(scene: Scene, desk: Desk, tries: Iterator[Cell]) -> list[str]:
    """What came of it otherwise than the table says."""
    found = []
    for attempt, own, expected in tries:
        try:
            done = attempt(scene, desk, own)
            said = ""
        except (Refused, NotFound) as no:
            done, said = False, str(no)
            if not ("(roles)" in said or "(R12)" in said or "is disabled" in said):
                found.append(f"{desk.username}: {attempt.__name__} says {said}")
        if done is not expected:
            found.append(f"{desk.username}: {attempt.__name__}, own {own}: {done} {said}")
    return found


def test_each_ability_is_tried_or_it_says_why_not() -> None:
    assert set(TRIED) == set(TABLE) == set(Ability)
    assert all(set(row) == set(Role) == set(WHO) for row in TABLE.values())


def test_each_verb_of_a_desk_has_its_ability_or_says_why_it_needs_none(office: Office) -> None:
    desk = Desk(office, "tina")
    assert {name for name in (*dir(Desk), *vars(desk)) if not name.startswith("_")} == set(VERBS)


@pytest.mark.parametrize("role", Role)
def test_each_cell_of_the_table_holds(scene: Scene, role: Role) -> None:
    desk = scene.desk(WHO[role])
    assert wrong(scene, desk, cells(lambda ability: TABLE[ability][role])) == []


def test_each_verb_that_asks_for_a_right_is_tried_and_nobody_who_is_disabled_has_any(
    scene: Scene,
) -> None:
    called: set[str] = set()

    class Watched(Desk):
        def __getattribute__(self, name: str) -> object:
            called.add(name)
            return super().__getattribute__(name)

    lead, dora = Watched(scene.office, "lena"), scene.desk(DORA)
    assert wrong(scene, lead, cells(lambda ability: TABLE[ability][Role.LEAD])) == []
    assert {name for name, needs in VERBS.items() if isinstance(needs, Ability)} <= called
    assert wrong(scene, dora, cells(lambda _: Right.NO)) == []
    for verb in (dora.views, dora.begun, dora.say_of_myself, dora.drafts):
        with pytest.raises(NotFound, match="Dora Finn is disabled"):
            verb()


def test_what_a_disabled_person_is_typing_is_kept_and_can_not_be_read_by_them(
    scene: Scene,
) -> None:
    kept = scene.desk(DORA).keep_draft("d", "new request", {"contact_name": "Kim Osei"})
    with pytest.raises(NotFound):
        scene.desk(DORA).drop_draft(kept.id)
    assert kept in scene.desk("lena").begun().left_behind


@pytest.mark.few(1)
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.TECHNICIAN}))
def test_a_role_that_is_lent_gives_its_row_and_no_more_until_it_ends(
    scene: Scene, role: Role
) -> None:
    def both(ability: Ability) -> Right:
        # What gives rights is not lent: or what is lent could be made to stay.
        roles = (Role.TECHNICIAN,) if ability in GIVES_RIGHTS else (Role.TECHNICIAN, role)
        rights = {TABLE[ability][one] for one in roles}
        return next(one for one in (Right.YES, Right.OWN, Right.NO) if one in rights)

    lou = scene.desk(LOU)
    scene.desk("lena").lend(LOU, role, timedelta(hours=5), "both are ill")
    assert wrong(scene, lou, cells(both)) == []
    scene.clock.on(hours=6)
    assert wrong(scene, lou, cells(lambda ability: TABLE[ability][Role.TECHNICIAN])) == []


def test_roles_that_are_changed_count_from_the_next_verb_on(scene: Scene) -> None:
    ana, lena = scene.desk("ana"), scene.desk("lena")
    one = scene.held("ana")
    changed = ana.me.model_copy(update={"roles": frozenset({Role.TECHNICIAN})})
    scene.office.put_staff([changed], by=lena.me, account="os:tests")
    with pytest.raises(Refused, match="“ready” is for a pharmacist"):
        ana.make("ready", one.ref, one.version, {"extension": "1"})
    assert wrong(scene, ana, cells(lambda ability: TABLE[ability][Role.TECHNICIAN])) == []


def test_an_admin_is_told_nothing_of_a_request_by_being_overtaken(scene: Scene) -> None:
    one = scene.waiting()
    scene.desk("raj").make("message", one.ref, one.version, {"words": "Kim Osei cries"})
    scene.desk("ana").make("acknowledge", one.ref, one.version, {"reason": "mine"})
    with pytest.raises(Overtaken, match="Ana Ruiz"):
        scene.desk("ben").make("acknowledge", one.ref, one.version, {"reason": "mine"})
    for ref in (one.ref, "P2P-9999"):
        with pytest.raises(Refused, match="An admin may not see open requests"):
            scene.desk("adam").make("acknowledge", ref, one.version, {"reason": "mine"})


def test_news_of_requests_reaches_nobody_who_works_with_none(scene: Scene) -> None:
    cursor = scene.desk("raj").snapshot().cursor
    scene.desk("raj").place(KIM)
    assert news_since(scene.desk("raj"), cursor).requests
    for who in ("adam", DORA):
        news = news_since(scene.desk(who), cursor)
        assert (news.happenings, news.requests, news.begun) == ((), (), None)
        assert news.cursor > cursor
        assert news.roster.get(who)
