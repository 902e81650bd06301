"""How the screens look, on a small and on a large terminal.

A picture that differs was looked at by a person before it is kept:
``pytest tests/tui/test_snapshots.py --snapshot-update``.
"""

import re
from collections.abc import Awaitable, Callable
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, TextArea

from p2p_tui.desk import Desk, Office, Trouble
from p2p_tui.domain import templates
from p2p_tui.domain.details import Denial, DenialKind
from p2p_tui.domain.hours import DeskHours
from p2p_tui.domain.in_common import InCommon
from p2p_tui.domain.people import AtHand, Role
from p2p_tui.domain.preferences import Colours, Density, Preferences
from p2p_tui.domain.views import View
from p2p_tui.tui.app import DeskApp, TroubleCame
from p2p_tui.tui.screens.base import Base
from p2p_tui.tui.screens.form import Form
from p2p_tui.tui.widgets.request_list import RequestList
from tests.conftest import note_engine
from tests.house import ACCOUNT, FRIDAY, KIM
from tests.tui.sitting import SMALL, WIDE, Seat, desk_of

Compare = Callable[..., bool]
Scene = Callable[[Seat], Awaitable[None]]
Size = tuple[int, int]
HUGE = (200, 60)
EACH = (SMALL, WIDE, HUGE)
BOTH = (SMALL, WIDE)


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """Looks are the same on every engine."""
    return note_engine(request, "sqlcipher")


FILLED = KIM.model_copy(
    update={
        "callback_words": "monday 2-4 central",
        "prior_denials": (Denial(kind=DenialKind.P2P, rationale="Upheld: no chart notes"),),
    }
)
HOURS = DeskHours(
    days={**DeskHours().days, 4: (time(8), time(17)), 5: (time(9), time(12))},
    state="OH",
    holidays=frozenset({date(2026, 11, 27), date(2026, 12, 24)}),
    open_on=frozenset({date(2026, 11, 11)}),
)
TEMPLATE = templates.write("now", FILLED.model_copy(update={"callback_words": ""}), "table")


async def shows_detail(seat: Seat) -> None:
    """Wait for the pane beside the list, where there is room for one."""
    pane = seat.app.screen.query("#detail")
    if pane and pane.first().display:
        lists = seat.app.screen.query(RequestList)
        about = lists.first().selected if lists else ""
        await seat.until(lambda: (said := seat.said("#detail-text")) and said.startswith(about))


async def as_it_is(seat: Seat) -> None:
    """Nothing is pressed."""


async def new_request(seat: Seat) -> None:
    await seat.press("n")


async def pasted(seat: Seat) -> None:
    await new_request(seat)
    await seat.paste(TEMPLATE)
    await looked_up(seat)


async def looked_up(seat: Seat) -> None:
    """Wait for what the desk knows of the PA."""
    await seat.until(lambda: seat.said("#hint-pa_number"))


async def taking_down(seat: Seat) -> None:
    """A PA with an appeal, of which the caller says another drug; two calls side by side."""
    await new_request(seat)
    await seat.write("Dr. Amara Bello")
    await seat.press("ctrl+n")
    await seat.fill(contact_name="Joan Webb", phone="(614) 555-0103", drug_name="Wegovy")
    await seat.fill(pa_number="88120927")
    await looked_up(seat)


async def begun(seat: Seat) -> None:
    """One call of one's own, and one that somebody left behind."""
    seat.app.ledger.desk.keep_draft("own", "new request", {"contact_name": "Kim Osei, MA"})
    words = {"contact_name": "Dr. Amara Bello", "drug_name": "Humira"}
    Desk(seat.app.office, "olga", account=ACCOUNT).keep_draft("left", "new request", words)
    await seat.press("N")


async def called_back(seat: Seat) -> None:
    await new_request(seat)
    await seat.paste(templates.write("callback", FILLED, "bullets"))
    await seat.go_to("callback_words")
    await seat.press("end", "ctrl+u")
    await seat.write("tomorrow 2-4 central")
    await looked_up(seat)
    # How far it scrolled depends on how many lines had come by then.
    seat.app.screen.query_one("#form").scroll_end(animate=False, immediate=True)


async def opened(seat: Seat) -> None:
    await seat.select("P2P-1008")
    await seat.press("enter")


async def document(seat: Seat) -> None:
    await seat.select("P2P-1006")
    await seat.press("d")
    await seat.go_to("determination")
    await seat.press("3")
    await seat.press("ctrl+s")
    await seat.until(lambda: seat.focused() == "heard")
    seat.app.screen.query_one("#form").scroll_to(y=4, animate=False, immediate=True)


async def close(seat: Seat) -> None:
    await seat.select("P2P-1015")
    await seat.press("w")
    await seat.press("1")


async def copied(seat: Seat) -> None:
    await seat.select("P2P-1014")
    await seat.press("y", "right")


async def tracker(seat: Seat) -> None:
    await seat.press("3")


async def found(seat: Seat) -> None:
    await seat.press("slash")
    await seat.write("stelara")
    await seat.until(lambda: "FOUND" in seat.screen())


async def filtered(seat: Seat) -> None:
    await seat.press("slash")
    await seat.write("status:closed pharmacist:ana ")
    await seat.until(lambda: "FOUND" in seat.screen())


async def filters(seat: Seat) -> None:
    await filtered(seat)
    await seat.press("enter", "f")


async def views(seat: Seat) -> None:
    own = View(name="Mine of this month", find="pharmacist:lena from:2026-11-01")
    await seat.press("3")
    seat.app.ledger.desk.keep_view(own)
    await seat.press("V", "down")


async def board(seat: Seat) -> None:
    await seat.press("4")
    await seat.until(lambda: "HOW LONG" in seat.screen())


async def guide(seat: Seat) -> None:
    await seat.press("5", "tab", "tab", "tab")


async def guide_found(seat: Seat) -> None:
    await seat.press("5", "/")
    await seat.write("ready")
    await seat.press("enter", "tab")


async def guide_over_a_form(seat: Seat) -> None:
    await new_request(seat)
    await seat.go_to("callback_words")
    await seat.press("ctrl+g")


async def guide_of_the_desk(seat: Seat) -> None:
    text = "# Our procedure\n\n**Call** them.\n\n1. One\n2. Two\n\n"
    table = "| what | by when |\n|---|---|\n| letter | the next day |\n| `fax` | at once |"
    desk_of(seat.app.office, "lena").set_guide("reconsideration", text + table, 1)
    await seat.until(lambda: "put in version 2.0" in seat.news)
    await seat.press("5", "left")
    await seat.until(lambda: "OUR PROCEDURE" in seat.screen())


async def documented(seat: Seat) -> None:
    await seat.press("3")
    await seat.until(lambda: seat.list.requests())
    await seat.press("end")
    await seat.press("enter")


async def help_page(seat: Seat) -> None:
    await seat.press("question_mark")


async def availability(seat: Seat) -> None:
    await seat.press("s")


async def callbacks(seat: Seat) -> None:
    """Ben looks at one of them."""
    ben = desk_of(seat.app.office, "ben")
    ben.at_hand = AtHand(ref="P2P-1007")
    ben.heartbeat()
    await seat.press("2")
    await seat.until(lambda: "Ben Cole is looking" in seat.screen())


async def message(seat: Seat) -> None:
    await seat.select("P2P-1012")
    await seat.press("m", "ctrl+o", "ctrl+o")


async def not_reached(seat: Seat) -> None:
    await seat.select("P2P-1016")
    await seat.press("a")
    await seat.press("x", "2")
    await seat.fill(reached="Kim Osei", callback_words="tomorrow 2-4 central")


async def back_at(seat: Seat) -> None:
    await seat.press("s", "3")
    await seat.fill(until="45 min", absences="Dec 21 – Jan 2")


async def leaving(seat: Seat) -> None:
    await seat.press("q", "down")


async def settings(seat: Seat) -> None:
    await seat.press("comma")


async def desk_settings(seat: Seat) -> None:
    cursor = seat.app.ledger.cursor
    desk_of(seat.app.office, "lena").set_common(InCommon(hours=HOURS), 0)
    await seat.until(lambda: seat.app.ledger.cursor > cursor)
    seat.app.action_desk_settings()


async def own_settings(seat: Seat) -> None:
    chosen = Preferences(density=Density.AIRY, keys={"acknowledge": "A", "new": "+"})
    seat.app.ledger.desk.say_of_myself(preferences=chosen)
    await seat.until(lambda: seat.app.ledger.key("new") == "+")
    seat.app.screen.refresh_all()  # type: ignore[attr-defined]


async def locked(seat: Seat) -> None:
    await seat.press("L")


async def emergency(seat: Seat) -> None:
    desk = seat.app.ledger.desk
    over = desk.lend("raj", Role.PHARMACIST, timedelta(hours=1), "Two pharmacists are ill")
    desk.end_lending(over.id)
    desk.lend("tina", Role.LEAD, timedelta(hours=2), "No lead is here this evening")
    await seat.press("E")


async def audit(seat: Seat) -> None:
    await seat.select("P2P-1012")
    await seat.press("W")
    await seat.until(lambda: "placed it" in seat.screen())


async def lends(seat: Seat) -> None:
    await seat.press("E", "n")
    await seat.write("raj patel")


async def own_passphrase(seat: Seat) -> None:
    await seat.press("P")
    await seat.write("made-up people only")


async def palette(seat: Seat) -> None:
    await shows_detail(seat)
    await seat.press("ctrl+p")
    await seat.until(lambda: seat.app.screen.query(OptionList))
    # It takes its choices in one by one.
    options = seat.app.screen.query_one(OptionList)
    await seat.until(lambda: options.option_count and "Help" in str(options.options[-1].prompt))


async def away(seat: Seat) -> None:
    await new_request(seat)
    await seat.write("Kim")
    seat.app.post_message(TroubleCame(Trouble("The server can't be reached", FRIDAY)))
    await seat.until(lambda: "reconnecting" in seat.screen())


MIDDLE = (100, 30)
FOUR = (SMALL, MIDDLE, WIDE, HUGE)
SCENES: list[tuple[str, str, Scene, tuple[Size, ...]]] = [
    ("desk of the technician", "tina", as_it_is, EACH),
    ("desk of the pharmacist", "ana", as_it_is, FOUR),
    ("desk of the lead", "lena", as_it_is, BOTH),
    ("desk in own settings", "ana", own_settings, (SMALL,)),
    ("new request", "tina", new_request, (SMALL,)),
    ("new request after a paste", "tina", pasted, FOUR),
    ("new request for a callback", "tina", called_back, (SMALL,)),
    ("new request with a denied PA", "tina", taking_down, BOTH),
    ("calls begun", "lena", begun, EACH),
    ("new request without a database", "tina", away, (SMALL,)),
    ("request", "ana", opened, FOUR),
    ("document", "ana", document, FOUR),
    ("close", "tina", close, BOTH),
    ("copy", "tina", copied, EACH),
    ("tracker", "lena", tracker, FOUR),
    ("tracker found", "lena", found, (SMALL,)),
    ("tracker filtered", "lena", filtered, BOTH),
    ("filters", "lena", filters, EACH),
    ("views", "lena", views, EACH),
    ("board", "lena", board, FOUR),
    ("guide", "tina", guide, FOUR),
    ("guide found", "ana", guide_found, BOTH),
    ("guide over a form", "tina", guide_over_a_form, BOTH),
    ("guide of the desk", "tina", guide_of_the_desk, (SMALL,)),
    ("request documented", "ana", documented, BOTH),
    ("help", "tina", help_page, EACH),
    ("availability", "ana", availability, EACH),
    ("availability with times", "ana", back_at, (SMALL,)),
    ("callbacks", "ana", callbacks, FOUR),
    ("message", "tina", message, EACH),
    ("not reached", "ana", not_reached, BOTH),
    ("leaving", "ana", leaving, EACH),
    ("settings", "tina", settings, EACH),
    ("palette", "ana", palette, EACH),
    ("desk settings", "lena", desk_settings, EACH),
    ("locked", "ana", locked, BOTH),
    ("emergency access", "lena", emergency, BOTH),
    ("who saw this", "lena", audit, BOTH),
    ("lend a role", "lena", lends, (SMALL,)),
    ("passphrase", "tina", own_passphrase, (SMALL,)),
    ("desk settings of others", "tina", desk_settings, (SMALL,)),
]
IN_COLOURS = (
    "desk of the pharmacist", "new request for a callback", "request", "document", "tracker",
    "callbacks", "message", "leaving", "calls begun", "help", "availability", "settings",
    "palette", "desk settings", "copy", "board", "filters", "views",
    "guide found",
)  # fmt: skip
"""Every screen, as it is looked at in every theme."""


def still(app: DeskApp) -> None:
    """Nothing on the screen may depend on when the picture is taken: no cursor blinks."""
    for field in app.screen.query("Input, TextArea").results():
        assert isinstance(field, Input | TextArea)
        field.cursor_blink = False


async def looked_at(pilot: Pilot[Any], scene: Scene) -> None:
    """Play a scene and wait until all of it is on the screen."""
    assert isinstance(pilot.app, DeskApp)
    seat = Seat(pilot.app, pilot)
    await seat.settle()
    await scene(seat)
    screen = pilot.app.screen
    if isinstance(screen, Base):
        await shows_detail(seat)
    if isinstance(screen, Form) and screen.keeps_draft:
        await seat.until(lambda: screen.to_keep() == screen._sent)
    still(pilot.app)
    await seat.settle()


CASES = [
    pytest.param(
        who,
        scene,
        size,
        id=f"{name} {size[0]}x{size[1]}".replace(" ", "-"),
        marks=() if size == SMALL else pytest.mark.long,
    )
    for name, who, scene, sizes in SCENES
    for size in sizes
]


@pytest.mark.few(16)
@pytest.mark.parametrize(("who", "scene", "size"), CASES)
def test_a_screen_looks_as_it_did(
    office: Office, snap_compare: Compare, who: str, scene: Scene, size: Size
) -> None:
    app = DeskApp(office, who, account=ACCOUNT)
    assert snap_compare(app, terminal_size=size, run_before=lambda pilot: looked_at(pilot, scene))


@pytest.mark.few(4)
@pytest.mark.parametrize("colours", list(Colours)[1:], ids=lambda one: one.name.lower())
@pytest.mark.parametrize("name", IN_COLOURS, ids=lambda name: name.replace(" ", "-"))
def test_a_screen_looks_as_it_did_in_other_colours(
    office: Office, snap_compare: Compare, name: str, colours: Colours
) -> None:
    who, scene = next((who, scene) for one, who, scene, _ in SCENES if one == name)
    desk_of(office, who).say_of_myself(preferences=Preferences(colours=colours))
    app = DeskApp(office, who, account=ACCOUNT)
    assert snap_compare(app, terminal_size=WIDE, run_before=lambda pilot: looked_at(pilot, scene))


def test_an_empty_desk_looks_as_it_did(empty_office: Office, snap_compare: Compare) -> None:
    app = DeskApp(empty_office, "tina", account=ACCOUNT)
    assert snap_compare(app, terminal_size=SMALL, run_before=lambda p: looked_at(p, as_it_is))


def test_no_picture_tells_where_or_when_it_was_made() -> None:
    pictures = sorted((Path(__file__).parent / "__snapshots__").rglob("*.svg"))
    assert len(pictures) == len(CASES) + len(IN_COLOURS) * (len(Colours) - 1) + 1
    for picture in pictures:
        text = picture.read_text(encoding="utf-8")
        shown = re.sub(r"<style>.*?</style>|<[^>]+>", "", text, flags=re.S)
        assert not re.search(r"/(root|home|tmp|work|Users)\b", text), picture.name
        assert not re.search(r"20(2[0-57-9]|[13-9]\d)-", text), picture.name
        years = set(re.findall(r"\b20\d\d\b", shown))
        assert years <= {"2023", "2026", "2027"}, picture.name
