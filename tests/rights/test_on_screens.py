"""The table of roles on screens: the keys of each role, and what they show or say."""

from datetime import timedelta

import pytest

from p2p_tui.desk import Office
from p2p_tui.domain.errors import Refused
from p2p_tui.domain.people import Role
from p2p_tui.domain.roles import TABLE, Ability, Right
from p2p_tui.tui.app import DeskApp
from p2p_tui.tui.screens.desk import DeskScreen
from tests.house import KIM, FixedClock
from tests.rights.on_screens import SCREENS, OnScreen
from tests.rights.scene import WHO, Scene, furnish
from tests.tui.sitting import Seat, sits

pytestmark = pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)


@pytest.fixture
def scene(office: Office, clock: FixedClock) -> Scene:
    return furnish(office, clock)


async def home(seat: Seat) -> None:
    """Back to the Desk, whatever is in front; what is typed is kept."""
    for _ in range(3):
        if len(seat.app.screen_stack) > 1:
            await seat.press("escape")
    await seat.press("1")
    seat.front(DeskScreen)
    seat.desk_screen.announce("")


async def wrong(seat: Seat, scene: Scene, right_of: dict[Ability, Right]) -> list[str]:
    found = []
    for ability, attempt in SCREENS.items():
        if isinstance(attempt, str):
            continue
        for own in (False, True) if right_of[ability] is Right.OWN else (False,):
            expected = right_of[ability] is Right.YES or own
            if await tried(seat, scene, attempt, own=own) is not expected:
                found.append(f"{ability.name}, own {own}: not {expected}: {seat.news}")
            await home(seat)
    return found


async def tried(seat: Seat, scene: Scene, attempt: OnScreen, *, own: bool) -> bool:
    return await attempt(seat, scene, own)


def rights(role: Role) -> dict[Ability, Right]:
    return {ability: TABLE[ability][role] for ability in Ability}


def test_each_ability_has_its_keys_or_says_why_not(engine: str) -> None:
    assert set(SCREENS) == set(Ability)


@pytest.mark.few(1)
@pytest.mark.parametrize("role", [Role.TECHNICIAN, Role.PHARMACIST, Role.LEAD])
async def test_each_cell_of_the_table_holds(scene: Scene, role: Role) -> None:
    async with sits(scene.office, WHO[role]) as seat:
        assert await wrong(seat, scene, rights(role)) == []


def test_an_admin_has_no_screen(scene: Scene) -> None:
    with pytest.raises(Refused, match="An admin may not see open requests"):
        DeskApp(scene.office, WHO[Role.ADMIN])


async def test_roles_that_are_changed_count_on_the_keys_at_once(scene: Scene) -> None:
    one = scene.waiting()
    recent = scene.closed["raj", "recent"].ref
    async with sits(scene.office, "ana") as seat:
        await seat.press("3")
        assert recent in {other.ref for other in seat.list.requests()}
        await seat.press("1")
        await seat.select(one.ref)
        assert "a acknowledge" in seat.screen().splitlines()[-1]
        ana = scene.office.person("ana")
        less = ana.model_copy(update={"roles": frozenset({Role.TECHNICIAN})})
        scene.office.put_staff([less], by=scene.office.person("lena"), account="os:tests")
        await seat.until(lambda: seat.app.ledger.me.roles == less.roles)
        assert "a acknowledge" not in seat.screen().splitlines()[-1]
        await seat.select(one.ref)
        await seat.press("a")
        assert "“acknowledge” is for a pharmacist" in seat.news
        await seat.press("3")
        await seat.until(lambda: recent not in {other.ref for other in seat.list.requests()})


@pytest.mark.long
async def test_a_member_id_stands_in_full_on_an_opened_request_alone(scene: Scene) -> None:
    """In lists nothing of it stands but what is shown of every request: at most its last four."""
    office, tina, ana = scene.office, scene.desk("tina"), scene.desk("ana")
    member = "ZX9988776655"
    details = KIM.model_copy(update={"member_id": member, "pa_number": "5550001"})
    one = tina.place(details.model_copy(update={"drug_name": "Zzdrug"}))
    booked = details.model_copy(update={"callback_words": "today 3-4 pm"})
    later = tina.place(booked)
    owed = tina.place(details)
    for desk, move, given in (
        (ana, "acknowledge", {"reason": "mine"}),
        (ana, "ready", {"extension": "1"}),
        (tina, "transfer", {}),
        (ana, "end_call", {}),
    ):
        owed = desk.make(move, owed.ref, owed.version, given)
    tina.keep_draft("d", "new request", details.model_dump(mode="json"))
    scene.desk("lena").lend("raj", Role.PHARMACIST, timedelta(hours=1), "both are ill")
    seen: dict[str, str] = {}
    for who in ("ana", "lena"):
        async with sits(office, who, (80, 24)) as seat:
            for name, keys in PLACES.items():
                if name == "leaving" and not seat.app.ledger.still_yours():
                    continue  # nothing is still theirs: they would be gone
                for key in keys:
                    if key == "ONE":
                        await seat.select(one.ref)
                    elif key == "LATER":
                        await seat.select(later.ref)
                    elif len(key) > 1 and key.startswith("="):
                        await seat.paste(key[1:])
                    else:
                        await seat.press(key)
                await seat.settle()
                seen[f"{who} {name}"] = f"{seat.screen()}\n{seat.app.title}\n{seat.app.sub_title}"
                if name == "the Desk":
                    # News of one whose member ID is corrected, and the answer to being late.
                    now = tina.request(one.ref)
                    changes = {"member_id": f"{member}{len(seen)}"}
                    now = tina.make("complete", now.ref, now.version, changes=changes)
                    await seat.hears_of(now)
                    seen[f"{who} news"] = seat.screen()
                    back = tina.make(
                        "complete", now.ref, now.version, changes={"member_id": member}
                    )
                    await seat.hears_of(back)
                await home(seat)
    full = {name.partition(" ")[2] for name, shown in seen.items() if member in shown}
    assert full == IN_FULL
    assert {name.partition(" ")[2] for name in seen} == {*PLACES, "news"}


PLACES: dict[str, tuple[str, ...]] = {
    "the Desk": ("ONE",),
    "Callbacks": ("2",),
    "the Tracker": ("3",),
    "found": ("/", "=Zzdrug", "enter"),
    "found by member": ("/", "=ZX99 member", "enter"),
    "the Board": ("4",),
    "begun": ("N",),
    "views": ("3", "V"),
    "filters": ("3", "f"),
    "availability": ("s",),
    "emergency": ("E",),
    "help": ("?",),
    "palette": ("ctrl+p",),
    "leaving": ("q",),
    "a message": ("ONE", "m"),
    "another time": ("LATER", "b"),
    "closing": ("ONE", "w"),
    "opened": ("ONE", "enter"),
    "its form": ("ONE", "i"),
    "its template": ("ONE", "y"),
}
"""How one gets to each screen, from the Desk."""
IN_FULL = {"opened", "its form", "its template"}
"""Where a member ID stands as a whole: on the opened request, its form, and its templates."""
