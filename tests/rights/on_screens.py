"""What is tried on screens for each ability: keys, and what they show."""

from collections.abc import Awaitable, Callable

from p2p_tui.domain.roles import Ability
from p2p_tui.tui.screens.desk_settings import WHO_MAY, DeskSettingsScreen
from p2p_tui.tui.screens.emergency import EmergencyScreen, LendScreen
from p2p_tui.tui.widgets.figure_list import FigureList
from tests.house import KIM, NAMES
from tests.rights.scene import Scene
from tests.tui.sitting import Seat

OnScreen = Callable[[Seat, Scene, bool], Awaitable[bool]]
"""Press keys for one's own (True) or another's; say whether it was done, or shown."""


def me(seat: Seat) -> str:
    return seat.app.ledger.desk.username


async def place(seat: Seat, scene: Scene, own: bool) -> bool:
    before = {one.ref for one in scene.desk("raj").snapshot().requests}
    await seat.press("n")
    await seat.fill(contact_name="Kim Osei")
    await seat.press("ctrl+s")
    after = {one.ref: one for one in scene.desk("raj").snapshot().requests}
    return any(after[ref].placed_by == me(seat) for ref in after.keys() - before)


async def take(seat: Seat, scene: Scene, own: bool) -> bool:
    one = scene.waiting()
    await seat.hears_of(one)
    await seat.select(one.ref)
    await seat.press("a")
    taken = scene.desk("raj").request(one.ref).holder == me(seat)
    assert taken or "“acknowledge” is for a pharmacist" in seat.news, seat.news
    return taken


async def hand_over(seat: Seat, scene: Scene, own: bool) -> bool:
    one = scene.held(me(seat) if own else "maya")
    await seat.hears_of(one)
    await seat.select(one.ref)
    await seat.press("h")
    if seat.news:
        assert "“hand over or release” is for" in seat.news, seat.news
        return False
    await seat.fill(to="ben")
    await seat.press("ctrl+s")
    return scene.desk("raj").request(one.ref).holder == "ben"


async def open_one(seat: Seat, scene: Scene, own: bool) -> bool:
    await seat.select(scene.open)
    await seat.press("enter")
    return scene.open in seat.screen() and f"member {KIM.member_id}" in seat.screen()


async def tracker(seat: Seat, scene: Scene, own: bool) -> bool:
    await seat.press("3")
    wanted = scene.closed[scene.whose(me(seat), own=own), "recent"].ref
    return wanted in {one.ref for one in seat.list.requests()}


async def left_behind(seat: Seat, scene: Scene, own: bool) -> bool:
    scene.left_behind()
    await seat.press("N")
    return "LEFT BEHIND" in seat.screen()


async def find(seat: Seat, scene: Scene, own: bool) -> bool:
    one = scene.closed[scene.whose(me(seat), own=own), "old"]
    await seat.press("3", "escape", "/")
    await seat.paste(one.drug_name)
    await seat.press("enter")
    return one.ref in {other.ref for other in seat.list.requests()}


async def names(seat: Seat, scene: Scene, own: bool) -> bool:
    await seat.press("4")
    board = seat.app.screen.query_one(FigureList)
    await seat.until(lambda: board._figures)
    wanted = NAMES[scene.whose(me(seat), own=own)]
    return any(wanted in one.label for one in board._figures)


async def desk_settings(seat: Seat, scene: Scene, own: bool) -> bool:
    await seat.press("D")
    screen = seat.front(DeskSettingsScreen)
    may = screen.field("zone").entry.disabled is False
    assert may or WHO_MAY in seat.screen()
    return may


async def emergency(seat: Seat, scene: Scene, own: bool) -> bool:
    await seat.press("E")
    if not isinstance(seat.app.screen, EmergencyScreen):
        assert "A lead lends a role in an emergency: ask one" in seat.news
        return False
    return True


async def lend(seat: Seat, scene: Scene, own: bool) -> bool:
    if not await emergency(seat, scene, own):
        return False
    await seat.press("n")
    return isinstance(seat.app.screen, LendScreen)


SCREENS: dict[Ability, OnScreen | str] = {
    Ability.PLACE: place,
    Ability.TAKE: take,
    Ability.REASSIGN: hand_over,
    Ability.SEE_OPEN: open_one,
    Ability.SEE_CLOSED: tracker,
    Ability.TAKE_DRAFT: left_behind,
    Ability.SEARCH_TRACKER: find,
    Ability.REPORT_NAMES: names,
    Ability.EXPORT: "no screen exports",
    Ability.IMPORT_TRACKER: "no screen imports",
    Ability.IMPORT_PAS: "no screen imports",
    Ability.LOOK_AFTER_HOURS: "an admin has no screens; a lead sets hours with the rest",
    Ability.LOOK_AFTER_DESK: desk_settings,
    Ability.LOOK_AFTER_STAFF: "no screen changes staff",
    Ability.RETAIN: "no screen holds records or removes them",
    Ability.LEND: lend,
    Ability.AUDIT: emergency,
    Ability.VERIFY_CHAIN: "no screen walks the record",
}
"""For each ability what is pressed; or why no screen has it."""
