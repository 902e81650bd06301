"""The ways into the desk, and what is not let in with them."""

import os
import pty
import subprocess
import time
from pathlib import Path

import pytest

from p2p_tui.training.synthetic import SEATS, STAFF
from tests.house import KIM
from tests.journeys.premises import Premises
from tests.journeys.terminal import SMALL, p2p

pytestmark = pytest.mark.journey

NAMES = {one.username: one.name for one in STAFF}
AT_ONCE = 5.0


@pytest.mark.few(1)
@pytest.mark.parametrize(
    "verb", [("session", "tina"), ("demo",), ()], ids=["session", "demo", "desk"]
)
def test_without_a_terminal_it_says_so_in_one_line_at_once(
    premises: Premises, verb: tuple[str, ...]
) -> None:
    _, terminal = ends = pty.openpty()
    try:
        for stdin, stdout in ((subprocess.DEVNULL, terminal), (terminal, subprocess.DEVNULL)):
            started = time.monotonic()
            done = subprocess.run(
                p2p(*verb), stdin=stdin, stdout=stdout, stderr=subprocess.PIPE, timeout=60,
                env=premises.environment, cwd=premises.home, text=True, check=False,
            )  # fmt: skip
            assert done.returncode == 2
            assert len(done.stderr.splitlines()) == 1
            assert "needs a terminal" in done.stderr
            assert time.monotonic() - started < AT_ONCE
    finally:
        for end in ends:
            os.close(end)


def test_what_textual_would_obey_in_the_environment_does_nothing(premises: Premises) -> None:
    (request,) = premises.place(KIM)
    driver = premises.home / "canary_driver.py"
    driver.write_text(
        "import pathlib\n"
        f"pathlib.Path({str(premises.home / 'canary-imported')!r}).write_text('x')\n"
        "from textual.drivers.linux_driver import LinuxDriver as Driver\n"
    )
    found = premises.environment.get("PYTHONPATH")
    technician = premises.start(
        *p2p("session", "tina"),
        environment={
            "PYTHONPATH": os.pathsep.join(filter(None, (str(premises.home), found))),
            "TEXTUAL_DRIVER": "canary_driver:Driver",
            "TEXTUAL_LOG": str(premises.home / "canary.log"),
            "TEXTUAL_SCREENSHOT": "0",
            "TEXTUAL_SCREENSHOT_LOCATION": str(premises.home),
            "TEXTUAL_SCREENSHOT_FILENAME": "canary.svg",
            "TEXTUAL_PRESS": "w",
            "TEXTUAL_DEBUG": "1",
            "TEXTUAL": "debug,devtools",
        },
    )
    row = technician.line_with("○ waiting", request.ref)
    technician.wait_for(lambda lines: not any(row in line for line in lines))
    technician.wait_for(lambda lines: any(request.ref in line for line in lines))
    assert not technician.shows("CLOSE WITHOUT A P2P")
    assert technician.leave() == 0
    assert list(premises.home.rglob("*canary*")) == [driver]
    assert not list(premises.home.rglob("*.svg"))


def test_whoever_is_not_of_the_desk_does_not_get_in(premises: Premises) -> None:
    stranger = premises.sit("mallory")
    assert stranger.ended() == 1
    assert "Nobody on this desk is “mallory”" in stranger.text.replace("\n", "")
    assert b"\x1b[?1049h" not in stranger.raw


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)  # it is the same on each
def test_an_admin_is_told_which_verbs_are_theirs(premises: Premises) -> None:
    admin = premises.sit("adam")
    assert admin.ended() == 1
    said = "An admin sees no requests; yours are p2p staff, hours, passphrase --issue"
    assert said in admin.text.replace("\n", "")
    assert b"\x1b[?1049h" not in admin.raw


@pytest.mark.few(1)
@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)  # the demo has its own
@pytest.mark.parametrize("seat", list(SEATS))
def test_a_demo_seats_one_changes_seats_and_leaves_nothing_behind(
    premises: Premises, seat: str
) -> None:
    person = premises.start(*p2p("demo", "--seat", seat))
    person.line_with(NAMES[SEATS[seat]], "·")
    assert _demos(premises)
    people = list(SEATS.values())
    for turn in range(1, len(people) + 1):
        sits = people[(people.index(SEATS[seat]) + turn) % len(people)]
        person.press("S")
        person.line_with("You sit as", NAMES[sits])
        person.line_with(NAMES[sits], "·", "available")
    assert person.leave() == 0
    assert b"\x1b[?1049l" in person.raw
    assert not _demos(premises)


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)  # the demo has its own
def test_where_the_locale_is_not_utf8_every_byte_is_ascii(premises: Premises) -> None:
    person = premises.start(
        *p2p("demo", "--seat", "pharmacist"), environment={"LANG": "", "LC_ALL": "C"}
    )
    person.line_with("# READY", "P2P-1012")
    person.press("d", "sure escape", "3", "?")
    person.wait_for("On a request, when it is time")
    assert person.raw.isascii()
    person.press("sure escape")
    assert person.leave() == 0


@pytest.mark.long
@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)  # the demo has its own
def test_in_a_live_demo_the_colleagues_move_the_queue(premises: Premises) -> None:
    person = premises.start(*p2p("demo", "--seat", "technician", "--live"), size=SMALL)
    person.wait_for("READY")
    others = [name for name in NAMES.values() if name != NAMES[SEATS["technician"]]]
    person.wait_for(
        lambda lines: any(
            line.startswith(" P2P-") and any(f": {name} " in line for name in others)
            for line in lines[-2:]
        ),
        within=30,
    )
    assert person.leave() == 0
    assert not _demos(premises)


def _demos(premises: Premises) -> list[Path]:
    return list(premises.home.glob("p2p-demo-*"))
