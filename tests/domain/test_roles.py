"""Who may do and see what, cell by cell, from a copy of the desk's table that stands here."""

from itertools import chain, combinations

import pytest

from p2p_tui.domain.errors import Refused
from p2p_tui.domain.people import Role, Staff
from p2p_tui.domain.roles import TABLE, Ability, Right, require, right
from tests.domain.builders import ADA, ANA, EVERYBODY, GIL, person, roster

# One column a role: technician, pharmacist, lead, admin. y may, o for what is one's own, - may not.
CELLS = {
    Ability.PLACE: "y y y -",
    Ability.TAKE: "- y - -",
    Ability.REASSIGN: "- o y -",
    Ability.SEE_OPEN: "y y y -",
    Ability.SEE_CLOSED: "o y y -",
    Ability.TAKE_DRAFT: "- - y -",
    Ability.SEARCH_TRACKER: "- o y -",
    Ability.REPORT_NAMES: "- o y -",
    Ability.EXPORT: "- o y -",
    Ability.IMPORT_TRACKER: "- - y -",
    Ability.IMPORT_PAS: "- - y -",
    Ability.LOOK_AFTER_HOURS: "- - y y",
    Ability.LOOK_AFTER_DESK: "- - y -",
    Ability.LOOK_AFTER_STAFF: "- - y y",
    Ability.RETAIN: "- - y -",
    Ability.LEND: "- - y -",
    Ability.AUDIT: "- - y -",
    Ability.VERIFY_CHAIN: "- - y y",
}
ROLES = ("technician", "pharmacist", "lead", "admin")
MEANS = {"y": Right.YES, "o": Right.OWN, "-": Right.NO}
SUBSETS = list(chain.from_iterable(combinations(ROLES, size) for size in range(len(ROLES) + 1)))


def test_the_table_has_every_ability_and_every_role() -> None:
    assert set(TABLE) == set(Ability) == set(CELLS)
    assert all(set(row) == set(Role) for row in TABLE.values())


@pytest.mark.parametrize("ability", Ability)
@pytest.mark.parametrize("roles", SUBSETS, ids=lambda roles: "+".join(roles) or "nothing")
def test_roles_reach_as_far_as_the_furthest_of_them(
    ability: Ability, roles: tuple[str, ...]
) -> None:
    one = person("sam", "Sam Fox", " ".join(roles))
    cells = dict(zip(ROLES, CELLS[ability].split(), strict=True))
    reach = "".join(cells[role] for role in roles)
    expected = MEANS["y" if "y" in reach else "o" if "o" in reach else "-"]
    assert right(one, ability) is expected
    if expected is Right.NO:
        with pytest.raises(Refused, match=rf"may not {ability.value}; ask a lead \(roles\)"):
            require(one, ability)
    else:
        assert require(one, ability) is expected


@pytest.mark.parametrize("ability", Ability)
def test_somebody_who_is_disabled_may_nothing(ability: Ability) -> None:
    everything = GIL.model_copy(update={"disabled": True})
    with pytest.raises(Refused, match=r"Gil Hart is disabled on this desk; ask a lead \(roles\)"):
        require(everything, ability)


@pytest.mark.parametrize("one", [one for one in EVERYBODY if not one.disabled])
def test_everybody_who_works_with_requests_may_place_one(one: Staff) -> None:
    assert one.on_the_desk is (one.username != "ada")
    assert right(one, Ability.PLACE) is (Right.YES if one.on_the_desk else Right.NO)


def test_an_admin_sees_no_request_at_all() -> None:
    seen = (Ability.SEE_OPEN, Ability.SEE_CLOSED, Ability.SEARCH_TRACKER, Ability.EXPORT,
            Ability.AUDIT)  # fmt: skip
    assert {right(ADA, ability) for ability in seen} == {Right.NO}


@pytest.mark.parametrize(
    ("roles", "said"),
    [
        ("admin", "An admin may not take"),
        ("technician", "A technician may not take"),
        ("technician admin", "An admin and technician may not take"),
        ("", "Somebody without a role may not take"),
    ],
)
def test_the_refusal_is_a_sentence(roles: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        require(person("sam", "Sam Fox", roles), Ability.TAKE)


# -- people


@pytest.mark.parametrize(
    ("words", "username"),
    [
        ("ana", "ana"),
        ("ANA", "ana"),
        ("Ana Ruiz", "ana"),
        ("  ana ruiz ", "ana"),
        ("Ana Ruiz, PharmD", "ana"),
        ("RUIZ, Ana", "ana"),
        ("Ruiz, Ana, PharmD", "ana"),
        ("tina", None),
        ("Tina Park", None),
        ("Ruiz", None),
        ("", None),
        ("  ", None),
        (", PharmD", None),
    ],
)
def test_a_pharmacist_is_known_by_username_or_name(words: str, username: str | None) -> None:
    found = roster().known_as(words)
    assert (found.username if found else None) == username


def test_two_pharmacists_of_one_name_are_told_apart_by_their_usernames_only() -> None:
    double = person("aruiz", "Ana Ruiz", "pharmacist")
    both = roster(ANA, double)
    assert both.known_as("Ana Ruiz") is None
    assert both.known_as("aruiz") == double


def test_a_technician_of_the_same_name_does_not_stand_in_the_way() -> None:
    assert roster(ANA, person("ana2", "Ana Ruiz", "technician")).known_as("Ana Ruiz") == ANA


def test_people_are_named_even_if_the_desk_no_longer_knows_them() -> None:
    assert roster().name("ana") == "Ana Ruiz"
    assert roster().name("gone") == "gone"
    assert roster().name(None) == "nobody"
    assert ANA.model_copy(update={"credentials": "PharmD"}).title == "Ana Ruiz, PharmD"
    assert ANA.title == "Ana Ruiz"
