"""The pictures of the manual: the real app at the made-up desk, on a Friday at 2:31 PM.

``.venv/bin/python -m tests.pictures`` draws them all into ``docs/pictures``; with names behind it,
those. A new one is a row in the table below; tests/tui/test_pictures.py tells which are old.
"""

import asyncio
import contextlib
import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from p2p_tui.desk import Office
from p2p_tui.training.clock import LessonClock, moment
from p2p_tui.training.counterpart import furnish as furnish_lesson
from p2p_tui.training.lessons import find
from p2p_tui.training.run import Progress, Run
from p2p_tui.training.session import TrainingApp
from p2p_tui.training.synthetic import furnish
from p2p_tui.tui.app import DeskApp
from tests.house import ACCOUNT, Copies, FixedClock
from tests.tui.conftest import counting, made_once
from tests.tui.sitting import SMALL, WIDE, Seat
from tests.tui.test_snapshots import MIDDLE, looked_at

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
HIGH = (100, 36)
"""Room for a whole form: how far one has scrolled would depend on how fast it grew."""


@dataclass(frozen=True)
class Picture:
    """One picture: who sits there, how large the window is, what they press, what is to be seen."""

    name: str
    seat: str
    alt: str
    size: tuple[int, int] = SMALL
    at: str = ""
    """The request that they go to first."""
    keys: Sequence[str] = ()
    """What they press then; text is typed letter by letter, with ``*"text"``."""
    until: str = ""
    """Words that stand on the screen when it is ready; each step waits for what the desk does."""
    lesson: str = ""
    """The lesson that they take, where it is no desk but one for training."""


PICTURES = (
    Picture(
        "desk-technician", "tina",
        "The Desk of a technician: her callers first, then callbacks and what is waiting; at the"
        " foot a band says that a pharmacist is ready, and at which extension.",
    ),
    Picture(
        "new-request", "tina",
        "A new request while the caller talks: the PA number has filled what the PA system knows,"
        " an appeal is told, and at the foot stands what is still to get from the caller.",
        size=HIGH,
        keys=("n", *"Joan Webb", "tab", *"NP", "tab", *"(312) 555-0118", "tab", *"88120927", "tab"),
        until="appeal",
    ),
    Picture(
        "desk-pharmacist", "ana",
        "The Desk of a pharmacist in a wide window: the requests on the left, the selected one with"
        " its denial, what the caller says and its story on the right.",
        size=WIDE, at="P2P-1014",
    ),
    Picture(
        "documenting", "ana",
        "Documenting a call: the determination is chosen from a list, and the fields that it needs"
        " stand below.",
        size=HIGH, at="P2P-1006",
        keys=(
            "d", *"No A1c was in the chart", "tab", *"Nausea on two alternatives",
            "tab", "tab", "3",
        ),
    ),
    Picture(
        "callbacks", "ana",
        "Callbacks by day and hour, each on the desk's clock and, where it differs, on the"
        " provider's.",
        size=MIDDLE, keys=("2",),
    ),
    Picture(
        "tracker", "lena",
        "The tracker, filtered by two words that were typed: closed requests of one pharmacist,"
        " with the selected one beside them.",
        size=WIDE, keys=("/", *"status:closed pharmacist:ana "), until="FOUND",
    ),
    Picture(
        "board", "lena",
        "The Board: how many wait and for how long, what was promised and kept, what was decided.",
        size=WIDE, keys=("4",), until="HOW LONG",
    ),
    Picture(
        "availability", "ana",
        "What a pharmacist says of herself: at lunch, and back in 45 minutes.",
        keys=("s", "3", "tab", *"45 min"),
    ),
    Picture(
        "locked", "ana",
        "A locked session: nothing of the desk is on the screen but the line for the passphrase.",
        keys=("L",),
    ),
    Picture(
        "who-saw", "lena",
        "The record for a lead: who did and saw what of one member's requests, and when.",
        size=MIDDLE, at="P2P-1012", keys=("W",), until="placed it",
    ),
    Picture(
        "desk-settings", "lena",
        "The desk's settings, for leads: hours, holidays, reminders, the lock, phrases.",
        size=HIGH, keys=("D",),
    ),
    Picture(
        "guide", "tina",
        "The guide: its documents and their versions on the left, the technician's guide step by"
        " step on the right.",
        size=MIDDLE, keys=("5",), until="T1",
    ),
    Picture(
        "training", "tina",
        "A lesson: the coach above the form says what the caller just said, what is to be done"
        " next, and why.",
        keys=("n", "ctrl+y", "ctrl+y", *"Kim Osei", "tab", *"MA"), until="step 3 of",
        lesson="first-call",
    ),
)  # fmt: skip

# Rich's own layout without its fonts, which it would fetch from the net, and without a clip a line.
_LAYOUT = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: "Fira Code", "DejaVu Sans Mono", Menlo, Consolas, monospace;
font-size: {char_height}px; line-height: {line_height}px; white-space: pre }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif }}
{styles}
</style>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g></g>
</svg>
"""
_ID = "p"


def svg_of(app: DeskApp) -> str:
    """What is on the screen, as a picture that needs nothing else to be shown."""
    width, height = app.size
    console = Console(
        width=width, height=height, file=io.StringIO(), force_terminal=True,
        color_system="truecolor", record=True, legacy_windows=False, safe_box=False,
    )  # fmt: skip
    behind = app._background_screens
    console.print(
        app.screen._compositor.render_update(full=True, screen_stack=behind, simplify=True)
    )
    svg = console.export_svg(title="p2p", code_format=_LAYOUT, unique_id=_ID)
    for number in range(height):
        svg = svg.replace(f' clip-path="url(#{_ID}-line-{number})"', "")
    return "\n".join(line.rstrip() for line in svg.replace("&#160;", "\xa0").splitlines()) + "\n"


async def drawn(picture: Picture, desks: Copies) -> str:
    """Somebody sits down at a copy of the desk and presses the keys: the picture of it."""
    with _taught(picture) if picture.lesson else _at_the_desk(picture, desks) as app:
        async with app.run_test(size=picture.size) as pilot:
            await looked_at(pilot, partial(_pressed, picture))
            return svg_of(app)


@contextlib.contextmanager
def _at_the_desk(picture: Picture, desks: Copies) -> Iterator[DeskApp]:
    with desks() as address, closing(address.open(FixedClock(), counting("now"))) as office:
        yield DeskApp(office, picture.seat, account=ACCOUNT)


@contextlib.contextmanager
def _taught(picture: Picture) -> Iterator[DeskApp]:
    """A lesson whose clock stands still: nobody acts but who takes it."""
    lesson = find(picture.lesson).lesson
    begins = moment(lesson.starts, lesson.zone)
    clock = LessonClock(begins, runs=lambda: 0.0)
    run = Run(lesson, picture.seat, Progress(begun_at=begins, entered_at=begins, now=begins))
    with TemporaryDirectory(prefix="p2p-") as folder:
        url = f"sqlite://{folder}/lesson.db"
        with closing(
            Office.open(url, clock=clock, new_id=counting("now"), training=True)
        ) as office:
            furnish_lesson(office, lesson, clock, run)
            yield TrainingApp(office, run, clock)


async def _pressed(picture: Picture, seat: Seat) -> None:
    if picture.at:
        await seat.select(picture.at)
    await seat.press(*picture.keys)
    await seat.until(lambda: picture.until in seat.screen())


def main(names: Sequence[str]) -> int:
    """Draw the pictures of these names, or all; those that are in no table go."""
    known = {one.name for one in PICTURES}
    if strange := set(names) - known:
        sys.stderr.write(f"no picture is called {', '.join(sorted(strange))}\n")
        return 2
    FOLDER.mkdir(exist_ok=True)
    with made_once("sqlite", furnish) as desks:
        for picture in PICTURES:
            if not names or picture.name in names:
                svg = asyncio.run(drawn(picture, desks))
                (FOLDER / f"{picture.name}.svg").write_text(svg, encoding="utf-8")
                sys.stdout.write(f"docs/pictures/{picture.name}.svg {len(svg.encode())} bytes\n")
    for left in FOLDER.glob("*.svg"):
        if left.stem not in known:
            left.unlink()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
