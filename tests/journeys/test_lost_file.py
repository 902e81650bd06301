"""The file under an open desk is locked, full, taken away or replaced: nothing typed is lost."""

import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from tests.conftest import note_engine
from tests.crew import crew
from tests.house import KIM, file_address
from tests.journeys.premises import Premises, furnished, new_request
from tests.journeys.terminal import Terminal
from tests.store import jobs

pytestmark = [pytest.mark.journey, pytest.mark.both]

NAME = "Dr. Amara Bello-Quist"
NOT_SAVING, AGAIN = "NOT SAVING NOW", "OPEN THE DESK AGAIN"
BACK_WITHIN = 6.0
"""Seconds after which a desk whose file is well again is well again."""


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """These are stories of a file."""
    return note_engine(request, "sqlcipher")


def types(technician: Terminal) -> None:
    """Take down a request as far as the caller's name."""
    new_request(technician)
    technician.type(NAME)
    technician.line_with("Contact name", NAME)


def test_while_another_process_holds_the_lock_one_types_on(premises: Premises) -> None:
    technician = premises.sit("tina")
    technician.wait_for("Nobody is waiting")
    with crew(jobs.hold_the_write_lock, [(premises.address,)]) as (mate,):
        assert mate.answer() == "held"
        types(technician)
        technician.line_with("draft not kept yet")
        technician.press("ctrl+s")
        technician.line_with("is in use by another process")
        technician.line_with("Contact name", NAME)
        technician.wait_for(NOT_SAVING)
        mate.tell("let go")
        mate.answer()
    technician.wait_gone(NOT_SAVING, within=BACK_WITHIN)
    technician.press("ctrl+s")
    technician.wait_for("is placed")
    assert [one["contact_name"] for one in premises.json("queue")] == [NAME]


def test_a_file_that_is_taken_away_takes_no_words_with_it(premises: Premises) -> None:
    (request,) = premises.place(KIM)
    technician = premises.sit("tina")
    technician.line_with("▌", request.ref)
    aside = premises.address.path.with_name("aside.db")
    premises.address.path.rename(aside)
    technician.wait_for(AGAIN)
    technician.press("m")
    technician.wait_for("MESSAGE")
    technician.type("She holds the line")
    technician.press("ctrl+s")
    technician.line_with("is gone; nothing was saved")
    technician.line_with("She holds the line")
    aside.rename(premises.address.path)
    technician.wait_gone(AGAIN, within=BACK_WITHIN)
    technician.press("ctrl+s")
    technician.wait_gone("MESSAGE")
    assert "She holds the line" in premises.run("show", request.ref)


def beside(path: Path) -> list[Path]:
    """What SQLite keeps beside a file that is open."""
    return [path.with_name(path.name + end) for end in ("-wal", "-shm")]


def test_a_file_put_in_its_place_is_not_touched_until_somebody_says_which_one_goes_on(
    premises: Premises,
) -> None:
    (request,) = premises.place(KIM)
    path = premises.address.path
    copy = path.with_name("copy.db")
    shutil.copy(path, copy)
    as_it_was = copy.read_bytes()
    technician = premises.sit("tina")
    technician.line_with("▌", request.ref)
    technician.press("m")
    technician.wait_for("MESSAGE")
    technician.type("She holds the line\x13")
    technician.line_with(f"{request.ref}: message")
    copy.rename(path)
    technician.wait_for(AGAIN)
    types(technician)
    technician.line_with("draft not kept yet")
    technician.press("escape")
    technician.wait_gone("NEW REQUEST")
    technician.press("q")
    technician.wait_for("q again leaves it behind")
    technician.press("q")
    assert technician.ended() == 0
    (mends,) = re.findall(r'rm [^"]*', premises.run("doctor", "--json", status=3))
    assert path.read_bytes() == as_it_was
    again = premises.sit("tina")
    assert again.ended() == 3
    assert path.read_bytes() == as_it_was
    subprocess.run(shlex.split(mends), check=True)
    assert "The record holds" in premises.run("audit", "verify")
    assert "She holds the line" not in premises.run("show", request.ref)


def test_a_file_that_is_replaced_as_a_whole_takes_drafts_and_no_acts(premises: Premises) -> None:
    (request,) = premises.place(KIM)
    path = premises.address.path
    copy = path.with_name("copy.db")
    shutil.copy(path, copy)
    technician = premises.sit("tina")
    technician.line_with("▌", request.ref)
    for one in beside(path):
        one.unlink()
    copy.rename(path)
    technician.wait_for(AGAIN)
    technician.press("v")
    technician.wait_for("was replaced; nothing was saved")
    types(technician)
    technician.press("escape")
    technician.wait_gone("NEW REQUEST")
    premises.wait_for_draft("tina", NAME)
    technician.press("q")
    assert technician.ended() == 0
    again = premises.sit("tina")
    again.line_with("▌", request.ref)
    new_request(again)
    again.line_with("Contact name", NAME)
    assert "The record holds" in premises.run("audit", "verify")


def test_after_the_schema_has_moved_drafts_are_kept_and_acts_are_not_done(
    premises: Premises,
) -> None:
    (request,) = premises.place(KIM)
    technician = premises.sit("tina")
    technician.line_with("▌", request.ref)
    with premises.office() as office:
        office.store.engine.database.execute_sql(
            "INSERT INTO schema_migration (name, applied) VALUES ('0099_later', '2027-01-01')"
        )
        technician.press("v")
        technician.wait_for("was moved to a newer version")
        technician.wait_for(AGAIN)
        types(technician)
        technician.wait_for("draft kept")
        technician.press("escape")
        technician.wait_gone("NEW REQUEST")
        technician.press("q")
        assert technician.ended() == 0
        office.store.engine.database.execute_sql(
            "DELETE FROM schema_migration WHERE name = '0099_later'"
        )
    premises.wait_for_draft("tina", NAME)


@pytest.fixture
def small_disk(engine: str) -> Iterator[Premises]:
    """A desk on a disk of its own, which is soon full."""
    with (
        tempfile.TemporaryDirectory(prefix="p2p-j-") as home,
        tempfile.TemporaryDirectory(prefix="p2p-disk-") as disk,
        ExitStack() as open_things,
    ):
        mount = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk]
        if subprocess.run(mount, check=False, capture_output=True).returncode:
            pytest.skip("this account may not mount a disk to fill it")
        try:
            address = file_address("sqlcipher", Path(disk) / "desk")
            yield furnished(Premises(address, Path(home), open_things))
        finally:
            open_things.close()
            subprocess.run(["umount", disk], check=True)


def test_on_a_full_disk_what_is_typed_waits_until_there_is_room(small_disk: Premises) -> None:
    technician = small_disk.sit("tina")
    technician.wait_for("Nobody is waiting")
    filler = small_disk.address.path.with_name("filler")
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"x" * 4096)
    types(technician)
    technician.press("ctrl+s")
    technician.line_with("is full; nothing was saved")
    technician.line_with("Contact name", NAME)
    filler.unlink()
    technician.press("ctrl+s")
    technician.wait_for("is placed")
    assert [one["contact_name"] for one in small_disk.json("queue")] == [NAME]
    assert "The record holds" in small_disk.run("audit", "verify")
