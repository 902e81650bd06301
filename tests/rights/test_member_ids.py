"""A member ID stands as a whole on the opened request, its form and its copies alone."""

import pytest

from p2p_tui.desk import Office
from tests.house import KIM, FixedClock
from tests.rights.conftest import Line
from tests.rights.scene import Scene, furnish
from tests.tui.sitting import WIDE, sits

WHOLE, LAST_FOUR = KIM.member_id, f"…{KIM.member_id[-4:]}"
_ROW = f"nonsense,nobody,{WHOLE},{WHOLE},{WHOLE}\n"
_SHEET = f"date,pharmacist,outcome,member ID,PA number\n{_ROW}2020-01-02,Ana,approved,{WHOLE},1\n"
_EXTRACT = (
    f"PA #,Member ID,Drug,Denied on,Pharmacist\n,{WHOLE},x,nonsense,y\n7,{WHOLE},x,1/1/26,y\n"
)
_AGAIN = f"Peer to Peer\nPA #: {KIM.pa_number}\nMember ID: {WHOLE}\n"
WITHOUT = (
    ("submit - --as tina", _AGAIN),
    ("tracker import - --dry-run --as lena", _SHEET),
    ("tracker import - --as lena", _SHEET),
    ("pa import - --as lena", _EXTRACT),
    ("pa import - --as lena", _EXTRACT.replace(",x,", ",other,")),
    ("audit show --ref {open} --as lena", ""),
    (f"audit show --member {WHOLE} --as lena", ""),
    (f"audit disclosures {WHOLE} --as lena", ""),
)
"""What could tell one: rows that are not understood, a PA that is placed again, the record."""


def test_neither_what_is_not_understood_nor_the_record_tells_a_member_id(
    line: Line, in_a_file: Scene
) -> None:
    scene = in_a_file
    with scene.away():
        assert WHOLE in line.run("show", scene.open, "--as", "tina").out
        for argv, stdin in WITHOUT:
            ran = line.run(*argv.format(open=scene.open).split(), stdin=stdin)
            assert ran.out + ran.err, argv
            assert WHOLE not in ran.out + ran.err, (argv, ran)


@pytest.mark.parametrize("engine", ["sqlcipher"], indirect=True)
async def test_beside_a_list_stand_the_last_four_until_the_request_is_opened(
    office: Office, clock: FixedClock
) -> None:
    scene = furnish(office, clock)
    async with sits(office, "lena", WIDE) as seat:
        for key, ref in (("1", scene.open), ("2", scene.open), ("3", scene.awaited)):
            await seat.press(key)
            await seat.select(ref)
            await seat.until(lambda: LAST_FOUR in seat.screen())
            assert WHOLE not in seat.screen()
            await seat.press("enter")
            assert f"member {WHOLE}" in seat.screen()
            await seat.press("escape")
